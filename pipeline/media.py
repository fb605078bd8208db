"""Look at a picture before any engine does: its kind, its size, that it reaches for nothing outside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from pipeline.model import Finding, Place, Word, error
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


def read(folder: Path, name: str, place: Place) -> tuple[bytes, tuple[Finding, ...]]:
    """The bytes of the picture ``name`` inside ``folder``, verified; or nothing and what is wrong."""
    path = folder / name
    if re.match(r"(?i)[a-z][a-z0-9+.-]+:", name):
        return b"", (error("M006", place, address=name[:80]),)
    if not name or Path(name).is_absolute() or not path.resolve().is_relative_to(folder.resolve()):
        return b"", (error("M001", place, name=name, folder=folder.name),)
    if not path.is_file():
        near = _near(folder, name)
        if near:
            return b"", (error("M002", place, variant="near", name=name, folder=folder.name, near=near),)
        return b"", (error("M002", place, name=name, folder=folder.name),)
    if path.stat().st_size > LARGEST:
        return b"", (error("M003", place, name=name, most=LARGEST // 1_000_000),)
    data = path.read_bytes()
    if found := flaw(data, path.suffix.lower()):
        return b"", (_unusable(found, name, place),)
    return data, ()


def _unusable(found: Flaw, name: str, place: Place) -> Finding:
    why = Word(found.why)
    if found.line:
        return error("M004", place, variant="line", name=name, why=why, line=found.line)
    if found.detail:
        return error("M004", place, variant="detail", name=name, why=why, detail=found.detail)
    return error("M004", place, name=name, why=why)


def _near(folder: Path, name: str) -> str:
    paths = (
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix.lower() in KINDS
    )
    # name.fr.svg is the French variant of what an article calls name.svg
    there = sorted({re.sub(r"(\.[a-z]{2,3})?(\.narrow)?(?=\.[a-z]+$)", "", path, count=1) for path in paths})
    by_stem = {Path(path).stem: path for path in there}
    return by_stem.get(nearest(Path(name).stem, by_stem), "")


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
    from xml.etree import ElementTree
    from xml.parsers import expat

    parser = expat.ParserCreate()
    flaws: list[Flaw] = []

    def doctype(*_: object) -> None:
        flaws.append(Flaw("it declares a document type"))

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.split(":")[-1] in _FORBIDDEN:
            flaws.append(Flaw("it contains something that a picture must not hold", f"<{tag}>"))
        for key, value in attributes.items():
            local = key.split(":")[-1]
            if local == "href" and not value.startswith("#"):
                flaws.append(Flaw("it refers to another file", value[:60]))
            if local.lower().startswith("on") or _OUTSIDE.search(value):
                flaws.append(Flaw("it holds a program or reaches outside", key))

    def instruction(target: str, _: str) -> None:
        flaws.append(Flaw("it contains an instruction for another program", f"<?{target}>"))

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.ProcessingInstructionHandler = instruction
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        return Flaw("it is not well-formed", line=problem.lineno)
    if flaws:
        return flaws[0]
    root = ElementTree.fromstring(data)  # noqa: S314  no document type, so no entities: seen above
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
