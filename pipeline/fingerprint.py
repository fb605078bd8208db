"""What an output depends on, as one digest: if it is the same, so is the output."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipeline.model import Order

# The packages whose release changes what is laid out; their version is in the name of a folder.
_ENGINES = {
    *("babel", "cssselect2", "fonttools", "jinja2", "markupsafe", "msgspec", "pikepdf", "pillow", "polib"),
    *("pydyf", "pypandoc_binary", "pypdfium2", "segno", "tinycss2", "tinyhtml5", "weasyprint"),
}


def key(order: Order, article: Path, styles: tuple[Path, ...]) -> str:
    """The digest of all that ``order`` depends on, the system's own libraries apart (`libraries`)."""
    parts = (
        repr(order),
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        _tools(),
        *(_tree(folder) for folder in styles),
        _tree(article),
        _digest(file for file in (str(article.parent / "glossary.toml"),) if Path(file).is_file()),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _tree(folder: Path) -> str:
    return _digest(sorted(_files(str(folder))))


def _files(folder: str) -> Iterable[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "__pycache__")) or entry.name == "preview.png":
                continue
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.is_file() and not entry.name.endswith((".pyc", ".py~")):
                yield entry.path


def _digest(files: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for file in files:
        with open(file, "rb") as handle:  # noqa: PTH123  a build in which nothing changed is counted in milliseconds
            digest.update(file.encode() + b"\0" + hashlib.sha256(handle.read()).digest())
    return digest.hexdigest()


@cache
def _tools() -> str:
    """Feuillet's own code, and the releases of what it calls."""
    packages = Path(next(path for path in sys.path if path.endswith(("site-packages", "dist-packages"))))
    releases = sorted(
        name
        for name in (path.name for path in packages.iterdir())
        if name.lower().split("-")[0] in _ENGINES and name.endswith(".dist-info")
    )
    return " ".join([sys.version, _tree(Path(__file__).parent), *releases])


def libraries() -> dict[str, list[int]]:
    """The system's libraries that this process has loaded to set text: path to size and time of change."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:  # noqa: PTH123
            paths = {line.split(maxsplit=5)[5].strip() for line in maps if ".so" in line}
    except OSError:  # no such list on this system: the releases above have to do
        return {}
    wanted = ("pango", "harfbuzz", "fontconfig", "freetype", "fribidi", "glib")
    return {
        path: state(path) for path in sorted(paths) if any(name in path.rsplit("/", 1)[-1] for name in wanted)
    }


def state(path: str) -> list[int]:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return []
    return [found.st_size, int(found.st_mtime)]
