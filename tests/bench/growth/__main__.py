"""``python -m tests.bench.growth [--rounds N] [--write]``: what a page costs, in short and long articles.

Each output is made cold by the command, in processes of its own. “Raw” is what all of it cost, by its pages:
a short article pays for the start of Python, pandoc and the engine with few of them. “Marginal” is what each
page cost beyond those of the shortest article: how the work itself grows, and what is to stay the same
(within 1.15) from one length to the next. Seconds are those of the processors; memory is the peak of the
largest process, which up to some fifty pages is pandoc. ``--write`` keeps the figures in ``last.json``. A
round takes some five minutes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.growth import articles
from tests.bench.process import Used, run

LAST = Path(__file__).with_name("last.json")

# The blocks of an article that just fills so many pages; the first of each product is the shortest there is.
BLOCKS = {
    "brochure": {4: 4, 8: 32, 48: 317, 500: 3590},
    "handout": {2: 4, 5: 21, 50: 281, 500: 3012},
}
LONG = 1000  # blocks
OFTENER = 5  # What a short article takes is soon measured, and its noise is the larger part of it.


def build(workspace: Path, article: str, product: str) -> tuple[int, Used]:
    """Make ``product`` of ``article`` and return its pages, and what that took."""
    with tempfile.TemporaryDirectory(prefix="feuillet-growth-") as output:
        command = [sys.executable, "-m", "pipeline", "-C", str(workspace), "build", article]
        used = run([*command, "--product", product, "--output-dir", output])
        (record,) = Path(output).glob(".feuillet/*.json")
        return json.loads(record.read_bytes())["pages"], used


def measure(product: str, rounds: int) -> list[dict[str, float]]:
    """A row for each length of ``product``: medians, turn about; the longest is made ``rounds`` times."""
    pages: dict[int, int] = {}
    taken: dict[int, list[Used]] = {blocks: [] for blocks in BLOCKS[product].values()}
    with tempfile.TemporaryDirectory(prefix="feuillet-growth-") as name:
        for blocks in taken:
            articles.write(Path(name, "sources", f"blocks-{blocks}"), blocks)
        for turn in range(rounds * OFTENER):
            for blocks, measured in taken.items():
                if blocks < LONG or turn % OFTENER == 0:
                    pages[blocks], used = build(Path(name), f"blocks-{blocks}", product)
                    measured.append(used)
    rows: list[dict[str, float]] = []
    for blocks, measured in taken.items():
        seconds = statistics.median(used.cpu_seconds for used in measured)
        peak = statistics.median(used.peak_mb for used in measured)
        row = {"pages": pages[blocks], "cpu_seconds": seconds, "peak_mb": peak}
        row |= {"raw_ms": 1000 * seconds / row["pages"], "raw_mb": peak / row["pages"]}
        if rows:
            more = row["pages"] - rows[0]["pages"]
            row["marginal_ms"] = 1000 * (seconds - rows[0]["cpu_seconds"]) / more
            row["marginal_mb"] = (peak - rows[0]["peak_mb"]) / more
        rows.append(row)
    return [{key: round(value, 3) for key, value in row.items()} for row in rows]


def ratios(rows: list[dict[str, float]], key: str) -> dict[str, float]:
    """The cost of a page in each article but the shortest, against each of the shorter ones."""
    return {
        f"{longer['pages']} : {shorter['pages']}": round(longer[key] / shorter[key], 2)
        for shorter, longer in itertools.combinations(rows[1:], 2)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="how often the longest is made")
    parser.add_argument("--write", action="store_true", help="keep the figures in last.json")
    given = parser.parse_args()
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    figures: dict[str, object] = {
        "machine": f"{os.cpu_count()} processors, {system}",
        "rounds": given.rounds,
    }
    for product in BLOCKS:
        rows = measure(product, given.rounds)
        print(
            f"{product:<10} {'pages':>6} {'cpu s':>8} {'peak MB':>8}   raw: ms, MB a page    marginal: ms, MB"
        )
        for row in rows:
            print(
                f"{'':<10} {row['pages']:>6} {row['cpu_seconds']:>8.2f} {row['peak_mb']:>8.0f}"
                f"   {row['raw_ms']:>9.1f} {row['raw_mb']:>8.2f}"
                + (
                    f"  {row['marginal_ms']:>13.1f} {row['marginal_mb']:>8.2f}"
                    if "marginal_ms" in row
                    else ""
                )
            )
        found = {key: ratios(rows, key) for key in ("raw_ms", "raw_mb", "marginal_ms", "marginal_mb")}
        for key, ratio in found.items():
            print(f"{'':<10} {key:<12} {', '.join(f'{what} = {value}' for what, value in ratio.items())}")
        figures[product] = {"rows": rows, "ratios": found}
    if given.write:
        LAST.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
