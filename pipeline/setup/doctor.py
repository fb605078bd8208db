"""What Feuillet finds on this machine, what is missing, and how to get it.

Nothing here imports WeasyPrint: without Pango that import fails, and saying so is the point.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from pipeline import pandoc, workspace
from pipeline.model import FeuilletError, Value
from pipeline.setup import system
from pipeline.setup.system import Program

FONTS = 10  # how many files styles/base/fonts/ holds


class Check(Value, frozen=True):
    """One thing to look for: what was found of it (nothing where it is missing) and how to get it.

    ``needed`` is false for what the tests alone use.
    """

    name: str
    found: str
    needed: bool
    help: str


def examine(output: Path = Path("build")) -> tuple[Check, ...]:
    """Look at everything Feuillet needs, and at what its tests need besides."""
    libraries = {library: system.load(library) for library in system.LIBRARIES}
    command = system.remedy([library for library, loaded in libraries.items() if loaded is None] or libraries)
    return (
        Check("Python", platform.python_version(), True, ""),
        _pandoc(),
        *(
            Check(library.name, system.version(library, loaded), True, command)
            for library, loaded in libraries.items()
        ),
        _weasyprint(),
        _fonts(),
        _output(output),
        *(_program(program, "make test") for program in (system.JAVA, system.PDFTOTEXT)),
        _program(system.CHROMIUM, "make test-browser"),
        Check("Node", _version(_node(), "--version"), False, "make test-browser brings it."),
    )


def _pandoc() -> Check:
    try:
        found = _version(pandoc.path(), "--version")
    except FeuilletError:
        found = ""
    return Check("pandoc", found, True, "Run make again, or: pip install pypandoc_binary")


def _weasyprint() -> Check:
    try:
        found = metadata.version("weasyprint")
    except metadata.PackageNotFoundError:
        found = ""
    return Check("WeasyPrint", found, True, "Run make again, or: pip install weasyprint")


def _fonts() -> Check:
    fonts = [*(workspace.SHIPPED / "base" / "fonts").glob("*.ttf")]
    found = f"{len(fonts)} files" if len(fonts) >= FONTS else ""
    return Check("fonts", found, True, "Some are gone from styles/base/fonts: git checkout styles/base/fonts")


def _output(folder: Path) -> Check:
    path = folder.absolute()
    there = next(place for place in (path, *path.parents) if place.exists())
    writable = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    help_ = f"Nobody may write into {there}. Change that, or name another folder with --output-dir."
    return Check("output folder", str(folder) if writable else "", True, help_)


def _program(program: Program, used_by: str) -> Check:
    found = _version(system.find(program), program.version)
    return Check(
        program.name,
        found,
        False,
        f"{used_by} brings it where it may; otherwise: {system.remedy((program,))}",
    )


def _node() -> str:
    own = Path(sys.prefix, "Scripts" if sys.platform == "win32" else "bin")
    return shutil.which("node", path=own) or shutil.which("node") or ""


def _version(path: str, option: str) -> str:
    """The version a program tells; its path where it tells none; nothing where it does not run."""
    if not path:
        return ""
    try:
        done = subprocess.run(  # noqa: S603
            [path, option], capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    if done.returncode:
        return ""
    found = re.search(rb"\d+(\.\d+)+", done.stdout + done.stderr)
    return found[0].decode("ascii") if found else path
