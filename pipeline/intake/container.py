"""container: zip packages, opened with limits, and the XML in them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from pipeline.model import (
    Exit,
    FeuilletError,
    Place,
    error,
)

LARGEST_PART = 20_000_000  # bytes of one XML part
MOST_BYTES = 300_000_000  # unpacked
MOST_PARTS = 3_000
RATIO = 250  # what a part of more than a megabyte may unpack to, times its size
DEEPEST = 300  # elements within one another


def stop(code: str, message: str, hint: str, shown: str, line: int | None = None) -> FeuilletError:
    return FeuilletError(Exit.SOURCE, (error(code, message, hint, Place(shown, line)),))


class Container:
    """A zip file that is opened with limits."""

    def __init__(self, data: bytes, shown: str) -> None:
        self.shown = shown
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self.zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as problem:
            raise self._broken(str(problem)) from None
        self.names = {part.filename: part for part in parts}
        if len(parts) > MOST_PARTS or len(self.names) < len(parts):
            raise self._bomb(f"has {len(parts)} parts")
        if sum(part.file_size for part in parts) > MOST_BYTES:
            raise self._bomb("unpacks to more than 300 MB")
        for part in parts:
            if part.file_size > 1_000_000 and part.file_size > RATIO * max(1, part.compress_size):
                raise self._bomb(f"unpacks to more than {RATIO} times its size")
            if part.flag_bits & 1:
                hint = "Open it, take the password away and save it again."
                raise stop("I016", "The file is protected by a password.", hint, shown)

    def _broken(self, why: str) -> FeuilletError:
        hint = "Open it in the program it was made with, and save it again."
        return stop("I016", f"The file is broken: {why}.", hint, self.shown)

    def _bomb(self, what: str) -> FeuilletError:
        hint = "Copy its text into a new document, with the pictures that belong to it."
        return stop("I017", f"The file {what}, which no document does.", hint, self.shown)

    def read(self, name: str, most: int = LARGEST_PART) -> bytes:
        if name not in self.names:
            return b""
        try:
            with self.zip.open(name) as part:
                data = part.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            NotImplementedError,
            EOFError,
            RuntimeError,
        ) as problem:
            raise self._broken(str(problem)) from None
        if len(data) > most:
            raise self._bomb(f"holds a part of more than {most // 1_000_000} MB")
        return data

    def xml(self, name: str) -> Element | None:
        data = self.read(name)
        return parse_xml(data, self.shown) if data else None


def parse_xml(data: bytes, shown: str) -> Element:
    """``data`` as a tree; a document type (and with it every entity) is refused before any is read."""
    parser = expat.ParserCreate()
    depth = 0

    def doctype(*_: object) -> None:
        hint = "Open it in the program it was made with, and save it again."
        raise stop("I016", "The file declares a document type, which no such file does.", hint, shown)

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            hint = "Look for tables inside one another, and take them apart."
            raise stop("R017", "The text is nested too deeply to be read.", hint, shown)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
        return ElementTree.fromstring(data)  # noqa: S314  no document type, so no entities: seen above
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as problem:
        hint = "Open it in the program it was made with, and save it again."
        raise stop("I016", f"The file is broken: {problem}.", hint, shown) from None


def pack(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()


_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
}


def qn(name: str) -> str:
    """``w:p`` as ElementTree writes it."""
    prefix, local = name.split(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def serialize(root: Element) -> bytes:
    for prefix, address in _NAMESPACES.items():
        if prefix != "xhtml":
            ElementTree.register_namespace(prefix, address)
    root.attrib.pop(qn("mc:Ignorable"), None)  # it names prefixes that are written no more
    data: bytes = ElementTree.tostring(root, encoding="utf-8")
    # pandoc reads footnotes with the prefixes that the document's own root declares, used there or not.
    start = data.index(b">") if b"/>" not in data[: data.index(b">") + 1] else data.index(b"/>")
    more = [
        f' xmlns:{prefix}="{address}"'.encode()
        for prefix, address in _NAMESPACES.items()
        if prefix != "xhtml" and f"xmlns:{prefix}=".encode() not in data[:start]
    ]
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + data[:start] + b"".join(more) + data[start:]


def text_of(element: Element, glue: str = "") -> str:
    """The words in ``element``; ``glue`` is a space where they stand in several paragraphs."""
    return " ".join(glue.join(element.itertext()).split())


def cut_out(parent: Element, child: Element) -> None:
    """Take ``child`` away and leave the words after it."""
    at = list(parent).index(child)
    if child.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)
