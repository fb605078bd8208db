"""Look at a picture before any engine does: its kind, its size, that it reaches for nothing outside."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model import Finding, Place, Source, Word, error
from pipeline.text import nearest

LARGEST = 20_000_000  # bytes
MOST_PIXELS = 60_000_000
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}

_FORBIDDEN = {
    "script",
    "foreignObject",
    "iframe",
    "audio",
    "video",
    "animate",
    "set",
    "style",
    "image",
    "feImage",
}
_OUTSIDE = re.compile(r"(?i)url\((?!\s*['\"]?#)|expression\(|@import|javascript:")


class Flaw(NamedTuple):
    """Why a picture cannot be used, as a `Word`; what it is about, or the line of the file, where one is."""

    why: str
    detail: str = ""
    line: int = 0


def find(source: Source, name: str, place: Place) -> tuple[bytes, tuple[Finding, ...]]:
    """The picture ``name`` of an article, verified; or nothing and what is wrong."""
    return among(source.pictures, name, source.name, place, source.outside)


def among(
    pictures: Mapping[str, bytes], name: str, folder: str, place: Place, outside: Collection[str] = ()
) -> tuple[bytes, tuple[Finding, ...]]:
    """The picture ``name`` among those of ``folder``, verified; or nothing and what is wrong.

    ``outside`` are those that are links to elsewhere.
    """
    path = PurePosixPath(name)
    data = pictures.get(path.as_posix())
    if re.match(r"(?i)[a-z][a-z0-9+.-]+:", name):
        return b"", (error("M006", place, address=name[:80]),)
    if not name or path.is_absolute() or ".." in path.parts or name in outside:
        return b"", (error("M001", place, name=name, folder=folder),)
    if data is None and path.suffix.lower() in KINDS:
        near = _near(pictures, path)
        return b"", (
            error("M002", place, variant="near" if near else "", name=name, folder=folder, near=near),
        )
    if data is not None and len(data) > LARGEST:
        return b"", (error("M003", place, name=name, most=LARGEST // 1_000_000),)
    if found := flaw(data or b"", path.suffix.lower()):
        return b"", (_unusable(found, name, place),)
    return data or b"", ()


def _unusable(found: Flaw, name: str, place: Place) -> Finding:
    why = Word(found.why)
    if found.line:
        return error("M004", place, variant="line", name=name, why=why, line=found.line)
    if found.detail:
        return error("M004", place, variant="detail", name=name, why=why, detail=found.detail)
    return error("M004", place, name=name, why=why)


def _near(pictures: Iterable[str], name: PurePosixPath) -> str:
    # name.fr.svg is the French variant of what an article calls name.svg
    there = sorted({re.sub(r"(\.[a-z]{2,3})?(\.narrow)?(?=\.[a-z]+$)", "", one, count=1) for one in pictures})
    by_stem = {PurePosixPath(path).stem: path for path in there}
    return by_stem.get(nearest(name.stem, by_stem), "")


def examine(data: bytes, suffix: str) -> str:
    """Why a picture cannot be used, as the key of a `Word`; nothing where it can."""
    found = flaw(data, suffix)
    return found.why if found else ""


def flaw(data: bytes, suffix: str) -> Flaw | None:
    """What is wrong with a picture, if anything is."""
    match suffix:
        case ".svg":
            return _flaw_of_svg(data)
        case ".png" | ".jpg" | ".jpeg":
            return _flaw_of_raster(data, "PNG" if suffix == ".png" else "JPEG")
    return Flaw("its kind is not SVG, PNG or JPEG", suffix)


def _flaw_of_svg(data: bytes) -> Flaw | None:
    from pipeline import untrusted  # only where there is a drawing: it costs each start 20 ms

    try:
        root, instructions = untrusted.tree(data)
    except untrusted.Refused as refused:
        if refused.reason == "document type":
            return Flaw("it declares a document type")
        return Flaw("it is not well-formed", line=refused.line or 1)
    if instructions:
        return Flaw("it contains an instruction for another program", f"<?{instructions[0]}>")
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name in _FORBIDDEN:
            return Flaw("it contains something that a picture must not hold", f"<{name}>")
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2]
            if local == "href" and not value.startswith("#"):
                return Flaw("it refers to another file", value[:60])
            if local.lower().startswith("on") or _OUTSIDE.search(value):
                return Flaw("it holds a program or reaches outside", local)
    return None if root.tag == "{http://www.w3.org/2000/svg}svg" else Flaw("it is not an SVG picture")


def _flaw_of_raster(data: bytes, kind: str) -> Flaw | None:
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            if image.width * image.height > MOST_PIXELS:
                return Flaw("it has more than 60 million pixels")
            if image.mode.startswith("I"):
                return Flaw("it has 16 bits a colour; save it with 8")
            image.load()
    except Exception:  # noqa: BLE001  Pillow raises many kinds for broken files
        return Flaw(f"it is broken, or not a {kind}")
    return None
