"""What Feuillet itself adds to an output: its code, the releases of its engines, the system's libraries."""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path

_PACKAGE = Path(__file__).parent

# The packages that each room of the line calls, whose release may change what it makes.
ENGINES = {
    "read": ("msgspec", "pillow", "pypandoc_binary"),
    "align": ("msgspec", "polib", "pypandoc_binary"),
    "compare": ("babel", "msgspec"),
    "compose": ("babel", "jinja2", "markupsafe", "msgspec", "pillow", "segno", "tinycss2"),
    "render": (
        *("cssselect2", "fonttools", "msgspec", "pikepdf", "pillow", "pydyf", "pypandoc_binary", "pypdfium2"),
        *("tinycss2", "tinyhtml5", "weasyprint"),
    ),
    "verify": ("msgspec", "pillow", "pypdfium2"),
    "printing": ("msgspec", "pikepdf", "pillow"),
}
_LIBRARIES = ("pango", "harfbuzz", "fontconfig", "freetype", "fribidi", "glib")


def code() -> dict[str, str]:
    """For each room the digest of its code and of the floor below all rooms; no room imports another."""
    floor = _digests("", deep=False)
    return {room: digest([floor, _digests(room, deep=True)]) for room in ENGINES}


def _digests(room: str, *, deep: bool) -> bytes:
    """The digest of the code in a folder of the package; by ``os``, for pathlib takes thrice the time."""
    whole = hashlib.sha256()
    for folder, folders, names in os.walk(_PACKAGE / room):
        folders[:] = sorted(folders) if deep else []
        for name in sorted(names):
            if name.endswith(".py"):
                path = os.path.join(folder, name)  # noqa: PTH118
                with open(path, "rb") as file:  # noqa: PTH123
                    data = file.read()
                whole.update(os.path.relpath(path, _PACKAGE).replace(os.sep, "/").encode() + b"\0")
                whole.update(hashlib.sha256(data).digest())
    return whole.digest()


def releases() -> dict[str, str]:
    """The release of each package that a room calls, and of Python and its compression.

    Read from the names of folders: asking each package takes longer than an unchanged build may.
    """
    wanted = {name for names in ENGINES.values() for name in names}
    places = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    found = {"python": ".".join(map(str, sys.version_info[:3])), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for entry in (entry for place in places if os.path.isdir(place) for entry in sorted(os.listdir(place))):  # noqa: PTH112, PTH208
        name, _, release = entry.removesuffix(".dist-info").partition("-")
        if entry.endswith(".dist-info") and name.lower() in wanted:
            found.setdefault(name.lower(), release)  # as Python imports it
    return found


def loaded_libraries() -> dict[str, list[int]]:
    """The system's libraries that this process has loaded to set text: path to size and time of change."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:  # noqa: PTH123
            paths = {line.split(maxsplit=5)[5].strip() for line in maps if ".so" in line}
    except OSError:  # no such list on this system: the releases above have to do
        return {}
    return {path: state(path) for path in sorted(paths) if _sets_text(path)}


def _sets_text(path: str) -> bool:
    return any(name in path.rsplit("/", 1)[-1] for name in _LIBRARIES)


def state(path: str) -> list[int]:
    """What changes with a library on this machine: its size and the time of its change."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return []
    return [found.st_size, int(found.st_mtime)]


def digest(parts: Iterable[bytes]) -> str:
    """One digest of several, in their order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()
