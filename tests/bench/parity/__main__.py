"""``python -m tests.bench.parity [--show] [--write]``: the share found of each kind of error; false alarms.

``pairs.toml`` is what the rules were made with; the hold-outs were written later, each run before any rule
was bettered by it. What the first run gave is in ``first_run`` of ``last.json``. An error is found if
any finding speaks of it, whatever its code. The last figures are kept in ``last.json``.
"""

# ruff: noqa: E501 - tables as they are printed

from __future__ import annotations

import argparse
import json
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline import compare
from pipeline.model import is_error
from tests.bench.parity.mutate import Pair, mutations

HERE = Path(__file__).parent
FILES = ["pairs.toml", "holdout.toml", "holdout2.toml", "holdout3.toml"]

# False errors on hold-out pairs, and seeded errors found, when each file was run for the first time
FIRST_RUN = {
    "holdout.toml": "2 of 60; 228 of 252",
    "holdout2.toml": "5 of 50; 162 of 173",
    "holdout3.toml": "1 of 30; 145 of 147",
}


def load(name: str) -> tuple[Pair, ...]:
    return tuple(Pair(**entry) for entry in tomllib.loads((HERE / name).read_text("utf-8"))["pair"])


def measure(pairs: Sequence[Pair], show: bool) -> dict[str, object]:
    compare.check_pair("Un.", "One.", "fr", "en")
    begin = time.perf_counter()
    alarms = Counter[str]()
    for pair in pairs:
        found = compare.check_pair(pair.fr, pair.en, "fr", "en")
        alarms["error"] += any(map(is_error, found))
        alarms["warning"] += any(not is_error(finding) for finding in found)
        for finding in found if show else ():
            print(f"  FALSE {finding.code} {finding.message}\n    {pair.fr}\n    {pair.en}")
    spent = (time.perf_counter() - begin) / len(pairs)
    seeded, caught, stopped = Counter[str](), Counter[str](), Counter[str]()
    for kind, pair in mutations(pairs):
        found = compare.check_pair(pair.fr, pair.en, "fr", "en")
        seeded[kind] += 1
        caught[kind] += bool(found)
        stopped[kind] += any(map(is_error, found))
        if show and not found:
            print(f"  MISSED {kind}\n    {pair.fr}\n    {pair.en}")
    return {
        "pairs": len(pairs),
        "seeded": sum(seeded.values()),
        "caught": sum(caught.values()),
        "false errors": alarms["error"],
        "false warnings": alarms["warning"],
        "ms a pair": round(spent * 1000, 2),
        "kinds": {kind: [caught[kind], stopped[kind], seeded[kind]] for kind in seeded},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what is missed, and the false alarms")
    parser.add_argument("--write", action="store_true", help="keep the figures in last.json")
    parser.add_argument("files", nargs="*", default=FILES)
    given = parser.parse_args()
    figures: dict[str, object] = {"first_run": FIRST_RUN}
    for name in given.files:
        result = figures[name] = measure(load(name), given.show)
        print(f"{name}: {result['pairs']} pairs, {result['seeded']} errors, {result['ms a pair']} ms a pair")
        kinds = result["kinds"]
        assert isinstance(kinds, dict)
        for kind, (caught, stopped, seeded) in kinds.items():
            print(
                f"  {kind:26} {caught:4} of {seeded:4}  {caught / seeded:6.1%}   errors {stopped / seeded:6.1%}"
            )
        print(
            f"  {'all':26} {result['caught']:4} of {result['seeded']:4}  {result['caught'] / result['seeded']:6.1%}"
        )
        for alarm in ("false errors", "false warnings"):
            print(
                f"  {alarm:26} {result[alarm]:4} of {result['pairs']:4}  {result[alarm] / result['pairs']:6.1%}"
            )
    if given.write:
        (HERE / "last.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
