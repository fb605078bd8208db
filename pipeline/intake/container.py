"""container: the zip packages that documents are, and the XML in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pipeline import untrusted
from pipeline.intake.draft import refuse
from pipeline.model import Finding, Place, error


class Container:
    """A stranger's zip package; what is wrong with it (see `untrusted`) is told of the file ``shown``."""

    def __init__(self, data: bytes, shown: str) -> None:
        self.shown = shown
        with _refusing(shown):
            self._package = untrusted.Package(data)
        self.sizes = self._package.sizes

    def read(self, name: str, most: int = untrusted.LARGEST_PART) -> bytes:
        """The bytes of the part ``name``; nothing where there is none."""
        with _refusing(self.shown):
            return self._package.read(name, most)

    def xml(self, name: str) -> Element | None:
        """The part ``name`` as a tree."""
        data = self.read(name)
        with _refusing(self.shown):
            return untrusted.xml(data) if data else None


@contextmanager
def _refusing(shown: str) -> Iterator[None]:
    """Tell what `untrusted` refuses in the file ``shown`` as a finding."""
    try:
        yield
    except untrusted.Refused as refused:
        raise refuse(_finding(refused, shown)) from None


def _finding(refused: untrusted.Refused, shown: str) -> Finding:
    place = Place(shown)
    megabytes = refused.most // 1_000_000
    match refused.reason:
        case "broken":
            return error("I016", place)
        case "locked":
            return error("I016", place, variant="locked")
        case "document type":
            return error("I016", place, variant="document-type")
        case "depth":
            return error("R017", place, variant="tables")
        case "names":
            return error("I017", place, variant="names")
        case "parts":
            return error("I017", place, variant="parts", most=refused.most)
        case "ratio":
            return error("I017", place, variant="ratio", most=refused.most)
        case "size":
            return error("I017", place, variant="size", most=megabytes)
        case "part size":
            return error("I017", place, variant="part-size", most=megabytes)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """``parts`` as a zip package."""
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
    """``root`` as an XML file that pandoc reads."""
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


def text_of(element: Element, between: str = "") -> str:
    """The words in ``element``; ``between`` is a space where they stand in several paragraphs."""
    return " ".join(between.join(element.itertext()).split())


def cut_out(parent: Element, child: Element) -> None:
    """Take ``child`` away and leave the words after it."""
    at = list(parent).index(child)
    if child.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)
