"""compare: the comparison alone, of a pair or a list: cases as folders, and what holds for any file.

A case of ``cases/compare/`` holds a folder's files, and

    command         the arguments of feuillet, on one line; it runs in a copy of the folder
    stdin           what it is given on standard input
    stdout, stderr  what has to be said, to the letter; nothing where there is no such file
    exit            the exit code, where it is not 0
"""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import cli, compare
from pipeline.model import Finding, error
from pipeline.translate import pairs
from tests import making
from tests.workbench import CASES, ROOT, Done

Golden = Callable[[Path, str], None]
FOLDERS = sorted(path.parent for path in CASES.glob("compare/*/command"))
OURS = ("command", "stdin", "stdout", "stderr", "exit")
KNOWN = ("fr", "en")

steady = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def run(folder: Path, *arguments: str, given: bytes = b"") -> Done:
    """Run ``feuillet`` in this process."""
    runner = CliRunner(env={"FEUILLET_LANG": "en"})
    done = runner.invoke(cli.main, ["-C", str(folder), *arguments], prog_name="feuillet", input=given)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "w"
    shutil.copytree(case, folder, ignore=shutil.ignore_patterns(*OURS))
    monkeypatch.chdir(folder)
    given = (case / "stdin").read_bytes() if (case / "stdin").is_file() else b""
    done = run(folder, *shlex.split((case / "command").read_text("utf-8")), given=given)
    golden(case / "exit", f"{done.exit}\n" if done.exit else "")
    golden(case / "stderr", done.stderr)
    golden(case / "stdout", done.stdout)
    assert {path.name for path in folder.iterdir()} == {path.name for path in case.iterdir()} - set(OURS)


# ── Lists ──────────────────────────────────────────────────────────────────────────────────


def rows(data: bytes) -> list[pairs.Pair | Finding]:
    return list(pairs.read(io.BytesIO(data), "list", KNOWN).rows)


cell = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30
).map(lambda text: f"x{text}x")


@steady
@given(st.lists(st.tuples(cell, cell), min_size=2, max_size=9), st.sampled_from("\t;,"))
def test_a_list_is_read_as_it_was_written(texts: list[tuple[str, str]], separator: str) -> None:
    import csv

    stream = io.StringIO(newline="")
    if separator == "\t":
        stream.write("".join(f"{one}\t{other}\n" for one, other in texts))
    else:
        csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(texts)
    read = rows(stream.getvalue().encode())
    assert [(one.source, one.target) for one in read if isinstance(one, pairs.Pair)] == texts
    assert [one.place.line for one in read] == list(range(1, len(texts) + 1))


@steady
@given(st.binary(max_size=300))
def test_no_file_is_a_bug(data: bytes) -> None:
    """Whatever it holds, it is a list of pairs, or findings that say a line."""
    try:
        read = rows(data)
    except pairs.FeuilletError as problem:
        read = list(problem.findings)
    assert all(isinstance(one, pairs.Pair) or one.code == "X041" for one in read)


@pytest.mark.parametrize(
    ("name", "limit", "data", "said"),
    [
        ("LARGEST", 2_000_000, b"Bonjour\tHello\n" * 200_000, "size"),
        ("MOST", 5, b"Bonjour\tHello\n" * 9, "many"),
        ("LONGEST", 50, b"Bonjour\tHello\n" + b"a" * 60 + b"\tb\n", "long"),
        ("LONGEST", 50, b"Bonjour;Hello\n" + b"a" * 60 + b";b\n", "quotes"),
    ],
)
def test_what_is_too_large_is_told(
    name: str, limit: int, data: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X041; the lines before it are still compared."""
    monkeypatch.setattr(pairs, name, limit)
    *_, last = read = rows(data)
    assert isinstance(last, Finding)
    assert (last.code, last.variant) == ("X041", said)
    assert isinstance(read[0], pairs.Pair)


def test_only_what_is_allowed_is_read() -> None:
    """A line without an end is not taken into the memory whole."""

    class Endless(io.RawIOBase):
        taken = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:
            buffer[:] = b"a" * len(buffer)
            self.taken += len(buffer)
            return len(buffer)

    stream = Endless()
    with pytest.raises(pairs.FeuilletError):
        pairs.read(io.BufferedReader(stream), "list", KNOWN)
    assert stream.taken < 2 * pairs.LARGEST


# ── Comparing ──────────────────────────────────────────────────────────────────────────────


def compared(read: Iterator[pairs.Pair | Finding]) -> list[tuple[pairs.Pair | Finding, tuple[Finding, ...]]]:
    return list(pairs.compared(read, KNOWN, compare.NO_TERMS, 2))


def slow(pair: compare.Pair) -> Iterator[Finding]:
    if "lent" in pair.source.raw:
        time.sleep(60)
    yield from ()


def greedy(pair: compare.Pair) -> Iterator[Finding]:
    if "lent" in pair.source.raw:
        bytearray(2_000_000_000)
    yield from ()


@pytest.mark.parametrize(("check", "why"), [(slow, "time"), (greedy, "memory")])
def test_a_pair_that_takes_too_long_costs_no_other(
    check: Callable[[compare.Pair], Iterator[Finding]], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X042 for that pair alone, though it was compared with others."""
    monkeypatch.setattr(compare, "CHECKS", (*compare.CHECKS, check))
    monkeypatch.setattr(pairs, "_SECONDS", 1.0)
    texts = [("Prenez 2 mg.", "Take 3 mg."), ("C’est lent.", "It is slow."), ("Prenez 4 mg.", "Take 5 mg.")]
    found = compared(pairs.pair(*one, pairs.Place("list", n)) for n, one in enumerate(texts, 1))
    told = [(one.code, one.place.line, one.variant) for _, findings in found for one in findings]
    assert [one for one in told if one[0] == "X042"] == [("X042", 2, why)]
    assert {line for code, line, _ in told if code != "X042"} == {1, 3}


def test_a_hostile_list_is_given_up() -> None:
    bad = [error("X041", pairs.Place("list", n)) for n in range(1, 99)]
    found = compared(iter(bad))
    assert len(found) == pairs.GIVEN_UP + 1
    last, _ = found[-1]
    assert isinstance(last, Finding)
    assert last.variant == "given up"


def test_questions_are_counted_and_stop_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    making.ask_about("garrot", monkeypatch)
    done = run(tmp_path, "compare", "--pair", "Un garrot.", "A band.")
    assert (done.exit, done.stderr) == (0, "")
    assert done.stdout.endswith("1 pair: 0 errors, 1 question.\n")
    assert "question X023: " in done.stdout
    said = json.loads(run(tmp_path, "compare", "--json", "--pair", "Un garrot.", "A band.").stdout)
    assert (said["questions"], said["findings"][0]["severity"]) == (1, "question")


def test_what_is_printed_first_does_not_wait_for_the_last(tmp_path: Path) -> None:
    """Findings are printed as they are found, from a list that has not ended yet."""
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "compare", "-"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "FEUILLET_LANG": "en", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"Prenez 2 mg.\tTake 3 mg.\n" * 500 * min(os.cpu_count() or 1, 8))
        process.stdin.flush()
        assert process.stdout.readline().split() == [b"line", b"what", b"the", b"comparison", b"finds"]
        process.kill()


def test_what_it_does_not_need_is_not_imported() -> None:
    code = (
        "import sys; sys.argv = ['feuillet', 'compare', '--pair', 'Bonjour.', 'Hello.']\n"
        "from pipeline.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "late = ('weasyprint', 'pypandoc', 'PIL', 'polib', 'babel', 'docx', 'jinja2', 'pipeline.line')\n"
        "print([name for name in late if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
