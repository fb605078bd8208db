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
from pipeline.model import FeuilletError, Finding, Value, Word, error, note
from pipeline.setup import system

FONTS = 10  # how many files styles/base/fonts/ holds


class Check(Value, frozen=True):
    """One thing to look for: what was found of it (nothing where it is missing), and how to get it.

    ``needed`` is false for what the tests alone use. ``remedy`` is a variant of the hint of D002, ``command``
    what that one names: what to run, or a folder.
    """

    name: str
    found: str
    needed: bool
    remedy: str = ""
    command: str = ""

    @property
    def finding(self) -> Finding:
        """That it is missing, and what to do."""
        tell = error if self.needed else note
        return tell("D002", variant=self.remedy, name=Word(self.name), command=self.command)


def examine(output: Path = Path("build")) -> tuple[Check, ...]:
    """Look at everything Feuillet needs, and at what its tests need besides."""
    libraries = {library: system.load(library) for library in system.LIBRARIES}
    programs = {
        program: _version(system.find(program), program.version)
        for program in (system.JAVA, system.PDFTOTEXT, system.CHROMIUM)
    }
    library_command, program_command = (
        system.remedy([need for need, found in needs.items() if not found] or needs)
        for needs in (libraries, programs)
    )
    return (
        Check("Python", platform.python_version(), True),
        Check("pandoc", _pandoc(), True, "package", "pypandoc_binary"),
        *(
            Check(library.name, system.version(library, loaded), True, "system", library_command)
            for library, loaded in libraries.items()
        ),
        Check("WeasyPrint", _weasyprint(), True, "package", "weasyprint"),
        Check("fonts", _fonts(), True, "fonts"),
        _output(output),
        *(
            Check(program.name, version, False, "tests", program_command)
            for program, version in programs.items()
        ),
        Check("Node", _version(_node(), "--version"), False, "node"),
    )


def _pandoc() -> str:
    try:
        return _version(pandoc.path(), "--version")
    except FeuilletError:
        return ""


def _weasyprint() -> str:
    try:
        return metadata.version("weasyprint")
    except metadata.PackageNotFoundError:
        return ""


def _fonts() -> str:
    fonts = [*(workspace.SHIPPED / "base" / "fonts").glob("*.ttf")]
    return str(len(fonts)) if len(fonts) >= FONTS else ""


def _output(folder: Path) -> Check:
    path = folder.absolute()
    there = next(place for place in (path, *path.parents) if place.exists())
    writable = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    return Check("output folder", str(folder) if writable else "", True, "folder", str(there))


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
