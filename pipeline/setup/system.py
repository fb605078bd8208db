"""What Feuillet needs from the machine itself: how to find it, and how to get it.

The set-up imports this before anything is installed, so it uses the standard library alone.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Library(NamedTuple):
    """A shared library: its file's stem and number, its Debian package, its package elsewhere."""

    name: str
    stem: str
    number: int
    debian: str
    package: str
    version: str = ""


class Program(NamedTuple):
    """A program that the tests alone need: its commands, and its package on each system."""

    name: str
    commands: tuple[str, ...]
    version: str
    debian: str
    fedora: str
    brew: str
    winget: str


LIBRARIES = (
    Library("GObject", "gobject-2.0", 0, "libpango-1.0-0", "pango"),
    Library("Pango", "pango-1.0", 0, "libpango-1.0-0", "pango", "pango_version_string"),
    Library("PangoFT2", "pangoft2-1.0", 0, "libpangoft2-1.0-0", "pango"),
    Library("HarfBuzz", "harfbuzz", 0, "libharfbuzz0b", "harfbuzz", "hb_version_string"),
    # WeasyPrint can do without this one, but is then slower and writes other bytes.
    Library("HarfBuzz-subset", "harfbuzz-subset", 0, "libharfbuzz-subset0", "harfbuzz"),
    Library("fontconfig", "fontconfig", 1, "libfontconfig1", "fontconfig", "FcGetVersion"),
)

JAVA = Program(
    "Java",
    ("java",),
    "-version",
    "default-jre-headless",
    "java-latest-openjdk-headless",
    "--cask temurin",
    "EclipseAdoptium.Temurin.21.JRE",
)
PDFTOTEXT = Program(
    "pdftotext",
    ("pdftotext",),
    "-v",
    "poppler-utils",
    "poppler-utils",
    "poppler",
    "oschwartz10612.Poppler",
)
CHROMIUM = Program(
    "Chromium",
    ("chromium", "chromium-browser", "google-chrome"),
    "--version",
    "chromium",
    "chromium",
    "--cask google-chrome",
    "Google.Chrome",
)

SYSTEMS = {"debian": "Debian, Ubuntu", "fedora": "Fedora", "macos": "macOS", "windows": "Windows"}


# ── What is there ──────────────────────────────────────────────────────────────────────────


def load(library: Library) -> ctypes.CDLL | None:
    """The library, looked for under the names that WeasyPrint tries; None where there is none."""
    _see_msys2()
    stem, number = library.stem, library.number
    for end in (f".so.{number}", f".{number}.dylib", ".dylib", f"-{number}.dll"):
        with suppress(OSError):
            return ctypes.CDLL(f"lib{stem}{end}")
    if sys.platform != "linux":  # where this would start a compiler and find nothing more
        with suppress(OSError):
            if found := ctypes.util.find_library(stem):
                return ctypes.CDLL(found)
    return None


def version(library: Library, loaded: ctypes.CDLL | None) -> str:
    """What a library says of its version; its file where it says nothing; nothing where there is none."""
    if loaded is None:
        return ""
    if library.version == "FcGetVersion":
        number = loaded.FcGetVersion()
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    if library.version:
        function = getattr(loaded, library.version)
        function.restype = ctypes.c_char_p
        return bytes(function()).decode("ascii", "replace")
    return Path(str(loaded._name)).name


def _see_msys2() -> None:
    """On Windows, look into the folders that WeasyPrint looks into."""
    if sys.platform == "win32":
        usual = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin"
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", usual).split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)


def find(program: Program) -> str:
    """Where the program is, or nothing."""
    return next((path for name in program.commands if (path := shutil.which(name))), "")


def missing(needs: Iterable[Library | Program]) -> tuple[Library | Program, ...]:
    return tuple(need for need in needs if not (load(need) if isinstance(need, Library) else find(need)))


# ── How to get it ──────────────────────────────────────────────────────────────────────────


def this_system() -> str:
    """A key of `SYSTEMS`, or nothing for a system that we know no command for."""
    if sys.platform in ("darwin", "win32"):
        return "macos" if sys.platform == "darwin" else "windows"
    with suppress(OSError):
        pairs = (line.partition("=") for line in Path("/etc/os-release").read_text("utf-8").splitlines())
        release = {key: value.strip("\"'") for key, _, value in pairs}
        family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
        if family & {"debian", "ubuntu"}:
            return "debian"
        if family & {"fedora", "rhel", "centos"}:
            return "fedora"
    return ""


def debian_packages(needs: Iterable[Library | Program]) -> tuple[str, ...]:
    return _once(need.debian for need in needs)


def remedy(needs: Iterable[Library | Program], system: str | None = None, extra: str = "") -> str:
    """The one command that installs ``needs``; one line for each system where this one is unknown.

    ``extra`` is a Debian package wanted besides.
    """
    needs, system = tuple(needs), this_system() if system is None else system
    libraries = _once(need.package for need in needs if isinstance(need, Library))
    programs = [need for need in needs if isinstance(need, Program)]
    match system:
        case "debian":
            packages = _once([*([extra] if extra else []), *debian_packages(needs)])
            return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
        case "fedora":
            return f"sudo dnf install -y {' '.join([*libraries, *(need.fedora for need in programs)])}"
        case "macos":
            parts = [" ".join(libraries)] if libraries else []
            return " && ".join(f"brew install {part}" for part in [*parts, *(need.brew for need in programs)])
        case "windows":
            parts = [f"winget install -e --id {need.winget}" for need in programs]
            if libraries:
                names = " ".join(f"mingw-w64-ucrt-x86_64-{package}" for package in libraries)
                parts += [
                    "winget install -e --id MSYS2.MSYS2",
                    rf'C:\msys64\usr\bin\bash -lc "pacman -S --noconfirm {names}"',
                ]
            return " && ".join(parts)
        case _:
            return "\n".join(f"{title}: {remedy(needs, key, extra)}" for key, title in SYSTEMS.items())


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
