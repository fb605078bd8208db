"""What the tests build with: workspaces made from the base one, and the command run as a user runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.render import Engine

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


def workspace(folder: Path, files: Path | None = None, remove: tuple[str, ...] = ()) -> Path:
    """A copy of the base workspace in ``folder``, ``files`` laid over it, the paths ``remove`` taken out."""
    shutil.copytree(BASE, folder, symlinks=True, dirs_exist_ok=True)
    for name in remove:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if files is not None and files.is_dir():
        for path in sorted(files.rglob("*")):
            target = folder / path.relative_to(files)
            if path.is_symlink() or path.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                shutil.copy2(path, target, follow_symlinks=False)
    return folder


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
