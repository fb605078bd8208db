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
traceback, nothing half-written, and the earlier outputs are as they were if it fails.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import oracles
from tests.workbench import CASES, SOURCE, Done, change, feuillet, outputs, workspace

FOLDERS = sorted(path.parent for path in CASES.glob("build/*/command"))

Golden = Callable[[Path, str], None]


class Ran(NamedTuple):
    """A case that has been run: what was said, and what lay in ``build/`` before and after."""

    done: Done
    folder: Path
    before: dict[str, bytes]
    after: dict[str, bytes]


@pytest.fixture(scope="session")
def runs(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Path, Future[Ran]]]:
    """The chosen cases, two at a time: each waits for a process of its own."""
    chosen = {
        item.callspec.params["case"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.function is test_case
    }
    with ThreadPoolExecutor(2) as pool:
        yield {
            case: pool.submit(_run, case, built, tmp_path_factory.mktemp("case")) for case in sorted(chosen)
        }


def _run(case: Path, built: Path, folder: Path) -> Ran:
    workspace(folder, case)
    shutil.copytree(built / "build", folder / "build")
    before = outputs(folder / "build")
    done = feuillet(*shlex.split((case / "command").read_text()), folder=folder)
    return Ran(done, folder, before, outputs(folder / "build"))


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.name)
def test_case(case: Path, runs: dict[Path, Future[Ran]], golden: Golden) -> None:
    ran = runs[case].result()
    assert "Traceback" not in ran.done.stderr
    golden(case / "exit", f"{ran.done.exit}\n" if ran.done.exit else "")
    golden(case / "stderr", _same_everywhere(ran.done.stderr, ran.folder))
    golden(case / "stdout", _same_everywhere(ran.done.stdout, ran.folder))
    for name in sorted(path.stem for path in case.glob("*.txt")):
        golden(case / f"{name}.txt", _text(ran.folder / "build" / name))
    if ran.done.exit:
        assert ran.after == ran.before
        _is_understood(ran.done.stderr)
    assert not [name for name in ran.after if "/." in f"/{name}"], "something half-written was left behind"


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
        assert re.fullmatch(r"(\S+: )?(error|warning) [A-Z]\d{3}: .+[^.]\.", message), message
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
