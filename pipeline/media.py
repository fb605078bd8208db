"""Look at a picture before any engine does: its kind, its size, that it reaches for nothing outside."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from pipeline import untrusted
from pipeline.model import Finding, Place, Source, error

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


def find(source: Source, name: str, place: Place) -> tuple[bytes, tuple[Finding, ...]]:
    """The picture ``name`` of an article, verified; or nothing and what is wrong."""
    return among(source.pictures, name, source.name, place, source.outside)


def among(
    pictures: Mapping[str, bytes], name: str, folder: str, place: Place, outside: Collection[str] = ()
) -> tuple[bytes, tuple[Finding, ...]]:
    """The picture ``name`` among those of ``folder``, verified; or nothing and what is wrong.

    ``outside`` are those that are links to elsewhere.
    """
    if re.match(r"(?i)[a-z][a-z0-9+.-]+:", name):
        hint = "Save the picture in the article’s media folder and name it from there."
        return b"", (error("M006", f"Pictures are not fetched from elsewhere: “{name[:80]}”.", hint, place),)
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or name in outside:
        return b"", (error("M001", f"The picture “{name}” lies outside {folder}/.", "Move it there.", place),)
    if path.suffix.lower() not in KINDS:
        problem = examine(b"", path.suffix.lower())
        return b"", (error("M004", f"The picture “{name}” cannot be used: {problem}.", _HINT, place),)
    data = pictures.get(path.as_posix())
    if data is None:
        near = _near(pictures, name)
        return b"", (error("M002", f"There is no picture “{name}” in {folder}/.", near, place),)
    if len(data) > LARGEST:
        return b"", (error("M003", f"The picture “{name}” is larger than 20 MB.", "Make it smaller.", place),)
    problem = examine(data, path.suffix.lower())
    if problem:
        return b"", (error("M004", f"The picture “{name}” cannot be used: {problem}.", _HINT, place),)
    return data, ()


def _near(pictures: Iterable[str], name: str) -> str:
    from difflib import get_close_matches

    # name.fr.svg is the French variant of what an article calls name.svg
    there = sorted({re.sub(r"(\.[a-z]{2,3})?(\.narrow)?(?=\.[a-z]+$)", "", one, count=1) for one in pictures})
    found = get_close_matches(name, there, 1, 0.7)
    return f"Did you mean “{found[0]}”?" if found else "Put it there, or check its name."


_HINT = "Save it again as plain SVG, PNG or JPEG."


def examine(data: bytes, suffix: str) -> str:
    """What is wrong with a picture, or nothing."""
    match suffix:
        case ".svg":
            return _examine_svg(data)
        case ".png" | ".jpg" | ".jpeg":
            return _examine_raster(data, "PNG" if suffix == ".png" else "JPEG")
    return f"its kind ({suffix or 'none'}) is not SVG, PNG or JPEG"


def _examine_svg(data: bytes) -> str:
    try:
        root, instructions = untrusted.tree(data)
    except untrusted.Refused as refused:
        return {
            "document type": "it declares a document type",
            "depth": "it is nested too deeply",
        }.get(refused.reason, f"it is not well-formed (line {refused.line or 1})")
    if instructions:
        return f"it contains an instruction <?{instructions[0]}>"
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name in _FORBIDDEN:
            return f"it contains <{name}>"
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2]
            if local == "href" and not value.startswith("#"):
                return "it refers to another file"
            if local.lower().startswith("on") or _OUTSIDE.search(value):
                return f"its attribute {local} holds a program or reaches outside"
    return "" if root.tag == "{http://www.w3.org/2000/svg}svg" else "it is not an SVG picture"


def _examine_raster(data: bytes, kind: str) -> str:
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            if image.width * image.height > MOST_PIXELS:
                return "it has more than 60 million pixels"
            if image.mode.startswith("I"):
                return "it has 16 bits a colour (save it with 8)"
            image.load()
    except Exception:  # noqa: BLE001  Pillow raises many kinds for broken files
        return f"it is broken, or no {kind}"
    return ""
