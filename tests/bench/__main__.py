"""Measure whole processes, turn about in one run, and print ratios: ``make bench``.

What counts is a ratio, for machines differ and are noisy. The yardstick is what one would use otherwise:
``pandoc --pdf-engine=weasyprint``, one plain PDF of the same article. The last figures are kept in
``tests/bench/last.json``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline import pandoc, source
from tests.bench.process import run

ROOT = Path(__file__).parent.parent.parent
ARTICLE = "therapie-cellulaire"
YARDSTICK = "pandoc + WeasyPrint, one plain PDF"
LAST = Path(__file__).with_name("last.json")
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"


def commands(folder: Path, against: Path | None) -> dict[str, Callable[[], Sequence[Sequence[str]]]]:
    """Each thing to measure: a function that makes ready, and gives the commands to run one after another."""
    text = (ROOT / "sources" / ARTICLE / "article.md").read_text("utf-8")
    _, body, _ = source.split(text, "article.md")
    plain = folder / "plain.md"
    plain.write_text(body, "utf-8")
    built = feuillet(ROOT, folder / "now", "--cache-dir")
    engine = [pandoc.path(), str(plain), "--metadata", "title=x", "--metadata", "lang=fr"]
    result = {
        YARDSTICK: lambda: [[*engine, "--pdf-engine", "weasyprint", "-o", str(folder / "plain.pdf")]],
        "Feuillet, all three products, cold": built.cold,
        "Feuillet, nothing changed": built.warm,
        "pandoc, one plain EPUB": lambda: [[*engine, "-o", str(folder / "plain.epub")]],
    }
    # Not imported here: a child that is measured begins with the memory of its parent.
    if importlib.util.find_spec("typst"):
        typ, pdf = str(folder / "plain.typ"), str(folder / "typst.pdf")
        result["pandoc + typst, one plain PDF"] = lambda: [
            [*engine, "-s", "-o", typ],
            [sys.executable, "-c", TYPST, typ, pdf],
        ]
    else:
        print("typst is not installed here: its line is left out.", file=sys.stderr)
    if against is not None:
        before = feuillet(against, folder / "before")
        result["before: all three products, cold"] = before.cold
        result["before: nothing changed"] = before.warm
    return result


class Built(NamedTuple):
    """The commands that build the three products: from nothing, and again where nothing has changed."""

    cold: Callable[[], Sequence[Sequence[str]]]
    warm: Callable[[], Sequence[Sequence[str]]]


def feuillet(checkout: Path, folder: Path, *store: str) -> Built:
    """The Feuillet of ``checkout``, which keeps its outputs in ``folder``, and its store where it has one."""
    start = (
        "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('pipeline', alter_sys=True)"
    )
    command = [
        sys.executable,
        "-c",
        start.replace("'pipeline'", "'pipeline', run_name='__main__'"),
        str(checkout),
    ]
    command += ["-C", str(checkout), "build", ARTICLE]
    for product in ("brochure", "ebook", "handout"):
        command += ["--product", product]

    def asked(name: str) -> list[str]:
        return [
            *command,
            "--output-dir",
            str(folder / name),
            *(part for one in store for part in (one, str(folder / f"{name}-store"))),
        ]

    def cold() -> list[list[str]]:
        for path in folder.glob("cold*"):
            shutil.rmtree(path)
        return [asked("cold")]

    return Built(cold, lambda: [asked("warm")])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each is run, turn about")
    parser.add_argument("--against", type=Path, help="an older checkout, to be measured beside this one")
    options = parser.parse_args()
    rounds = options.rounds
    with tempfile.TemporaryDirectory(prefix="feuillet-bench-") as name:
        asked = commands(Path(name), options.against)
        times: dict[str, list[float]] = {what: [] for what in asked}
        memory = dict.fromkeys(asked, 0.0)
        for turn in range(rounds + 1):
            for what, ready in asked.items():
                measured = [run(command) for command in ready()]
                if turn:  # the first turn fills the caches of the disk, and makes what then does not change
                    times[what].append(sum(used.seconds for used in measured))
                    memory[what] = max(memory[what], *(used.peak_mb for used in measured))
    yardstick = statistics.median(times[YARDSTICK])
    rows = [
        {
            "what": what,
            "ratio": round(statistics.median(seconds) / yardstick, 2),
            "seconds": round(statistics.median(seconds), 3),
            "least": round(min(seconds), 3),
            "peak_mb": round(memory[what]),
        }
        for what, seconds in times.items()
    ]
    print(f"{'':<40} {'ratio':>6} {'median s':>9} {'least s':>8} {'peak MB':>8}")
    for row in rows:
        print(
            f"{row['what']:<40} {row['ratio']:>6} {row['seconds']:>9} {row['least']:>8} {row['peak_mb']:>8}"
        )
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    machine = f"{os.cpu_count()} processors, {system}"
    LAST.write_text(
        json.dumps({"machine": machine, "rounds": rounds, "rows": rows}, indent=1) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
