"""build: cases as folders.

A case of ``cases/build/`` is laid over the base workspace, ``cases/base/``, in which everything was built
before. It holds

    command         the arguments of feuillet, on one line
    changes.diff    what its files say otherwise than those of the base workspace
    files/          files that are laid over the workspace: new ones, and what no diff can say
    remove          paths that are taken out of it, one a line
    stdout, stderr  what has to be said, to the letter; nothing where there is no such file
    exit            the exit code, where it is not 0
    <output>.txt    the words of an output, where the case is about them

``changes.diff`` is a diff without line numbers. Each piece names a file, and finds its place by the lines
that it keeps or takes out, which have to stand in the file exactly once:

    @@ sources/prise-de-sang/article.md
    -### Les résultats
    +#### Les résultats

Sizes read "# kB", and the folder that the test works in reads "…". Whatever a case does, there is no
traceback, nothing half-written, and the earlier outputs are as they were if it fails. The cases in `STARTED`
start the command from nothing, as a user does; for the others it is forked (`workbench.feuillet`).
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import oracles
from tests.workbench import CASES, SOURCE, change, feuillet, outputs, start, workspace

FOLDERS = sorted(path.parent for path in CASES.glob("build/*/command"))
STARTED = ("check-bad", "clean", "clinic-of-its-own", "missing-image", "unknown-command")

Golden = Callable[[Path, str], None]


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.name)
def test_case(case: Path, built: Path, tmp_path: Path, golden: Golden) -> None:
    folder = workspace(tmp_path / "work", case)
    for name in ("build", ".feuillet"):
        shutil.copytree(built / name, folder / name)
    before = outputs(folder / "build")
    run = start if case.name in STARTED else feuillet
    done = run(*shlex.split((case / "command").read_text()), folder=folder)
    after = outputs(folder / "build")
    assert "Traceback" not in done.stderr
    golden(case / "exit", f"{done.exit}\n" if done.exit else "")
    golden(case / "stderr", _same_everywhere(done.stderr, folder))
    golden(case / "stdout", _same_everywhere(done.stdout, folder))
    for name in sorted(path.stem for path in case.glob("*.txt")):
        golden(case / f"{name}.txt", _text(folder / "build" / name))
    if done.exit:
        assert after == before
        _is_understood(done.stderr)
    assert not [name for name in after if "/." in f"/{name}"], "something half-written was left behind"


def _same_everywhere(said: str, folder: Path) -> str:
    return re.sub(r"\d+ kB|\d+(\.\d)? MB", "# kB", said.replace(str(folder), "…"))


def _text(output: Path) -> str:
    text = oracles.epub_text(output) if output.suffix == ".epub" else oracles.pdf_text(output)
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


def _is_understood(said: str) -> None:
    """Every message is a code, a sentence, and a hint that says what to do."""
    messages = [line for line in said.splitlines() if not line.startswith("  ")]
    hints = [line for line in said.splitlines() if line.startswith("  Hint: ")]
    if any(line.startswith("Error: ") for line in messages):  # click's own words, for wrong use
        return
    assert messages
    for message in messages:
        assert re.fullmatch(r"(\S+: )?(error|warning|question|note) [A-Z]\d{3}: .+[^.]\.", message), message
    assert len(hints) == len(messages), "a message without a hint"


@pytest.mark.parametrize(
    ("piece", "problem"),
    [
        ("-### Le résultat\n", "does not hold"),
        ("-- \n", "does not hold"),
        (" \n+Une ligne.\n", "more than once"),
        ("+Une ligne.\n", "does not say where"),
        ("### Les résultats\n", "neither kept, taken out nor put in"),
    ],
    ids=["nowhere", "a part of lines", "twice", "anywhere", "no sign"],
)
def test_a_change_that_does_not_fit_fails(piece: str, problem: str, tmp_path: Path) -> None:
    workspace(tmp_path)
    with pytest.raises(AssertionError, match=problem):
        change(tmp_path, f"@@ {SOURCE}\n{piece}")
