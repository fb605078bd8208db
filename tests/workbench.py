"""What the tests build with: workspaces made from the base one, and the command run as a user runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
BASE = CASES / "base"
ARTICLE = "prise-de-sang"
SOURCE = f"sources/{ARTICLE}/article.md"
CATALOG = f"sources/{ARTICLE}/en.po"
SECONDS = 120
FIXED = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "FEUILLET_LANG": "en"}

# More products may come with Feuillet; these are what the tests count on.
THREE = ("--product", "brochure", "--product", "ebook", "--product", "handout")


class Done(NamedTuple):
    """How a command ended, and what it said."""

    exit: int
    stdout: str
    stderr: str


def feuillet(*arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> Done:
    """Run ``feuillet`` in ``folder`` in a process of its own, without a date asked for by the caller."""
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=folder,
        env={
            **kept,
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "FEUILLET_LANG": "en",
            **(environment or {}),
        },
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def workspace(folder: Path, case: Path | None = None, remove: tuple[str, ...] = ()) -> Path:
    """A copy of the base workspace in ``folder``, the paths ``remove`` taken out.

    What ``case`` holds is laid over it: the files below ``files/``, the pieces of ``changes.diff``, and the
    paths in ``remove``, one a line, taken out. Each may be missing.
    """
    shutil.copytree(BASE, folder, symlinks=True, dirs_exist_ok=True)
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


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` but Feuillet's records, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".feuillet" not in path.parts
    }
