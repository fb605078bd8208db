"""What the tests build with: workspaces made from the base one, and the command run as a user runs it."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.render import Engine
from tests.forkserver import Run, ask

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
BASE = CASES / "base"
ARTICLE = "prise-de-sang"
SOURCE = f"sources/{ARTICLE}/article.md"
CATALOG = f"sources/{ARTICLE}/en.po"
SECONDS = 120
FIXED = {
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "FEUILLET_LANG": "en",
    "FEUILLET_TODAY": "2026-11-25",
}

# More products may come with Feuillet; these are what the tests count on.
THREE = ("--product", "brochure", "--product", "ebook", "--product", "handout")


@cache
def engine() -> Engine:
    """What prints: the same for all tests of a process."""
    return Engine()


class Done(NamedTuple):
    """How a command ended, and what it said."""

    exit: int
    stdout: str
    stderr: str


def feuillet(*arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> Done:
    """Run ``feuillet`` in ``folder`` in a process of its own, without a date asked for by the caller.

    The process is forked from one that has everything loaded, where there is fork. Where an ``environment``
    is given it is started, as with `start`: some of it the interpreter reads then and never again.
    """
    if environment or not hasattr(os, "fork"):
        return start(*arguments, folder=folder, environment=environment)
    run = Run(list(arguments), str(folder), _environment(), SECONDS)
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        code = ask(_server(), run, stdout.fileno(), stderr.fileno())
        stdout.seek(0)
        stderr.seek(0)
        return Done(code, stdout.read().decode(), stderr.read().decode())


def start(*arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> Done:
    """Start ``feuillet`` in ``folder`` from nothing, as a user does."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=folder,
        env={**_environment(), **(environment or {})},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return kept | FIXED


@cache
def _server() -> socket.socket:
    """What `feuillet` asks for its processes: one server for this process, that ends with it."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forkserver"],
            cwd=ROOT,
            env=_environment(),
            stdin=theirs,
            stdout=subprocess.DEVNULL,
        )

    def end() -> None:
        ours.close()
        process.wait(SECONDS)

    atexit.register(end)
    return ours


def workspace(folder: Path, case: Path | None = None, remove: tuple[str, ...] = ()) -> Path:
    """A copy of the base workspace in ``folder``, the paths ``remove`` taken out.

    What ``case`` holds is laid over it: the files below ``files/``, the pieces of ``changes.diff``, and the
    paths in ``remove``, one a line, taken out. Each may be missing.
    """
    own = shutil.ignore_patterns(".feuillet")  # what a run on the base workspace itself has kept
    shutil.copytree(BASE, folder, symlinks=True, dirs_exist_ok=True, ignore=own)
    gone = case / "remove" if case else None
    for name in (*remove, *(gone.read_text().split() if gone and gone.is_file() else ())):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if case is None:
        return folder
    for path in sorted((case / "files").rglob("*")):
        target = folder / path.relative_to(case / "files")
        if path.is_symlink() or path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copy2(path, target, follow_symlinks=False)
    changes = case / "changes.diff"
    if changes.is_file():
        change(folder, changes.read_bytes().decode())
    return folder


def change(folder: Path, changes: str) -> None:
    """Change files below ``folder`` as the pieces of a diff without line numbers say.

    A piece begins with ``@@ path``. Each of its lines begins with a space (kept), ``-`` (taken out) or ``+``
    (put in). The lines that are kept or taken out have to stand in the file, one after another, exactly once.
    """
    before, *pieces = re.split(r"^@@ ", changes, flags=re.MULTILINE)
    assert not before, f"{before!r} stands before the first piece"
    for piece in pieces:
        name, _, lines = piece.partition("\n")
        old = new = "\n"
        for line in lines.removesuffix("\n").split("\n"):
            sign, text = line[:1] or " ", f"{line[1:]}\n"  # an editor may have cut the space of a blank line
            assert sign in " -+", f"{name}: {line!r} is neither kept, taken out nor put in"
            old += "" if sign == "+" else text
            new += "" if sign == "-" else text
        assert old != "\n", f"{name}: a piece does not say where"
        path = folder / name
        text = f"\n{path.read_bytes().decode()}"
        place = text.find(old)
        assert place >= 0, f"{name} does not hold {old!r}"
        assert text.find(old, place + 1) < 0, f"{name} holds {old!r} more than once"
        path.write_bytes(f"{text[:place]}{new}{text[place + len(old) :]}"[1:].encode())


def edit(path: Path, old: str, new: str) -> None:
    """Put ``new`` in the place of ``old``, which has to be there."""
    text = path.read_text("utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def add_clinic(folder: Path, name: str) -> None:
    """A clinic of the workspace's own: one folder."""
    clinic = folder / "styles" / "clinics" / name
    clinic.mkdir(parents=True)
    (clinic / "clinic.toml").write_text(
        f'name = "Clinique {name}"\naddress = ["2, rue de l’Essai"]\nphone = "01 99 00 00 01"\n'
        '[colours]\naccent = "#4b2e83"\n',
        "utf-8",
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20"/></svg>'
    (clinic / "logo.svg").write_text(svg, "utf-8")


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` but Feuillet's records, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".feuillet" not in path.parts
    }
