"""``python -m tests.bench.parity [--show] [--write] [--sets FOLDER]``: how often the gate is right.

Sets of pairs, each with the errors that somebody wrote into its translations:

- ``development/``: the rules were changed for these, so they say nothing of other texts;
- ``holdout/``: nobody who changes a rule has read them. ``--show`` does not show them;
- ``--sets FOLDER``: sets by others that are not in the project (TICO-19 as ``tico*.tsv``, Bio-MQM as
  ``bio-mqm.*.jsonl``, DEMETR as ``demetr*.json``). Without the folder the rest runs.

An error is found if any finding speaks of it; those that an error of the gate stops are counted apart from
those that it asks about. The figures are kept in ``last.json``, each time with those of the run before;
``tests/test_parity.py`` holds how many correct pairs may be stopped.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline import compare
from pipeline.model import Finding, Severity
from tests.bench.parity.mutate import Pair, mutations

HERE = Path(__file__).parent


class Wrong(NamedTuple):
    kind: str
    source: str
    target: str


class Set(NamedTuple):
    """Correct pairs in two languages, and wrong ones."""

    name: str
    languages: tuple[str, str]
    correct: tuple[tuple[str, str], ...]
    wrong: tuple[Wrong, ...]
    hidden: bool


def of_toml(path: Path) -> Set:
    pairs = tomllib.loads(path.read_text("utf-8"))["pair"]
    tag = next(key for key in pairs[0] if key not in ("fr", "error"))
    correct = tuple((pair["fr"], pair[tag]) for pair in pairs)
    wrong = [
        Wrong(error["kind"], error.get("fr", pair["fr"]), error.get(tag, pair[tag]))
        for pair in pairs
        for error in pair.get("error", ())
    ]
    if not wrong:
        seeded = mutations([Pair(*pair) for pair in correct])
        wrong = [Wrong(kind, pair.fr, pair.en) for kind, pair in seeded]
    name = f"{path.parent.name}/{path.stem}"
    return Set(name, ("fr", tag), correct, tuple(wrong), path.parent.name == "holdout")


def of_others(folder: Path) -> Iterator[Set]:
    for path in sorted(folder.glob("tico*.tsv")):
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        yield Set(path.stem, ("fr", "en"), tuple((row[1], row[2]) for row in rows), (), hidden=False)
    for path in sorted(folder.glob("bio-mqm.*.reference.jsonl")):
        way = ("en", "fr") if "en2fr" in path.name else ("fr", "en")
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        sound = [row for row in rows if not any(fault[3] in ("Major", "Critical") for fault in row["errors"])]
        yield Set(path.stem, way, tuple((row["src"], row["tgt"]) for row in sound), (), hidden=False)
    for path in sorted(folder.glob("bio-mqm.*.mt-severe.jsonl")):
        way = ("en", "fr") if "en2fr" in path.name else ("fr", "en")
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        wrong = tuple(Wrong("real machine translation", row["src"], row["tgt"]) for row in rows)
        yield Set(path.stem, way, (), wrong, hidden=False)
    for path in sorted(folder.glob("demetr*.json")):
        rows = json.loads(path.read_text("utf-8"))
        kind = path.name.removeprefix("demetr.critical_").split(".")[0].partition("_")[2]
        wrong = tuple(Wrong(kind, row["src_sent"], row["pert_sent"]) for row in rows)
        correct = tuple((row["src_sent"], row["eng_sent"]) for row in rows)
        yield Set(path.stem, ("fr", "en"), correct, wrong, hidden=False)


def measure(one: Set, show: bool) -> dict[str, object]:
    source, target = one.languages
    stopped = asked = 0
    codes = Counter[str]()
    begin = time.perf_counter()
    for pair in one.correct:
        found = compare.check_pair(*pair, source, target)
        severities = {finding.severity for finding in found}
        stopped += Severity.ERROR in severities
        asked += Severity.QUESTION in severities and Severity.ERROR not in severities
        codes.update({f.code for f in found if f.severity is Severity.ERROR})
        if show and severities & {Severity.ERROR, Severity.QUESTION}:
            _print("FALSE", pair, found)
    spent = (time.perf_counter() - begin) / max(1, len(one.correct))
    kinds: dict[str, list[int]] = {}
    for fault in one.wrong:
        found = compare.check_pair(fault.source, fault.target, source, target)
        severities = {finding.severity for finding in found}
        counts = kinds.setdefault(fault.kind, [0, 0, 0])
        counts[0] += Severity.ERROR in severities
        counts[1] += Severity.QUESTION in severities and Severity.ERROR not in severities
        counts[2] += 1
        if show and not severities & {Severity.ERROR, Severity.QUESTION}:
            _print(f"MISSED {fault.kind}", (fault.source, fault.target), found)
    return {
        "correct": len(one.correct),
        "stopped": stopped,
        "asked": asked,
        "stopped by": dict(codes),
        "ms a pair": round(spent * 1000, 2),
        "kinds": kinds,
    }


def _print(what: str, pair: tuple[str, str], found: Sequence[Finding]) -> None:
    print(f"  {what} {' '.join(finding.severity.value + ' ' + finding.code for finding in found)}")
    print(f"    {pair[0]}\n    {pair[1]}")


def report(name: str, figures: dict[str, object]) -> None:
    correct, stopped, asked = (int(str(figures[key])) for key in ("correct", "stopped", "asked"))
    print(f"{name}: {correct} correct pairs, {figures['ms a pair']} ms a pair")
    if correct:
        print(f"  {'stopped':28} {stopped:4}  {stopped / correct:6.2%}   by {figures['stopped by']}")
        print(f"  {'asked about':28} {asked:4}  {asked / correct:6.2%}")
    kinds = figures["kinds"]
    assert isinstance(kinds, dict)
    for kind, (errors, questions, count) in sorted(kinds.items()):
        caught = errors + questions
        print(f"  {kind:28} {caught:4} of {count:4}  {caught / count:6.1%}   errors {errors / count:6.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what is missed, and the false alarms")
    parser.add_argument("--write", action="store_true", help="keep the figures in last.json")
    parser.add_argument("--sets", type=Path, help="a folder with sets by others")
    parser.add_argument("files", nargs="*", type=Path, help="sets to measure, instead of all")
    given = parser.parse_args()
    files = given.files or sorted([*HERE.glob("development/*.toml"), *HERE.glob("holdout/*.toml")])
    sets = [of_toml(path) for path in files]
    sets += of_others(given.sets) if given.sets else []
    figures: dict[str, object] = {}
    for one in sets:
        figures[one.name] = measure(one, given.show and not one.hidden)
        report(one.name, figures[one.name])  # type: ignore[arg-type]
    if given.write:
        kept = HERE / "last.json"
        before = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
        before.pop("before", None)
        text = json.dumps(figures | {"before": before}, indent=1, ensure_ascii=False)
        kept.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
