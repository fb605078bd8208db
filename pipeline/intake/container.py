"""container: the zip packages that documents are, and the XML in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pipeline import untrusted
from pipeline.model import (
    Exit,
    FeuilletError,
    Place,
    error,
)


class Container:
    """A stranger's zip package; what is wrong with it (see `untrusted`) is told of the file ``shown``."""

    def __init__(self, data: bytes, shown: str) -> None:
        self.shown = shown
        with told(shown):
            self._package = untrusted.Package(data)
        self.sizes = self._package.sizes

    def read(self, name: str, most: int = untrusted.LARGEST_PART) -> bytes:
        """The bytes of the part ``name``; nothing where there is none."""
        with told(self.shown):
            return self._package.read(name, most)

    def xml(self, name: str) -> Element | None:
        """The part ``name`` as a tree."""
        data = self.read(name)
        with told(self.shown):
            return untrusted.xml(data) if data else None


@contextmanager
def told(shown: str) -> Iterator[None]:
    """Tell what `untrusted` refuses in the file ``shown`` as a finding."""
    try:
        yield
    except untrusted.Refused as refused:
        raise _finding(refused, shown) from None


def _finding(refused: untrusted.Refused, shown: str) -> FeuilletError:
    open_again = "Open it in the program it was made with, and save it again."
    copy = "Copy its text into a new document, with the pictures that belong to it."
    megabytes = refused.most // 1_000_000
    match refused.reason:
        case "broken":
            return stop("I016", f"The file is broken: {refused.detail}.", open_again, shown)
        case "locked":
            hint = "Open it, take the password away and save it again."
            return stop("I016", "The file is protected by a password.", hint, shown)
        case "document type":
            message = "The file declares a document type, which no such file does."
            return stop("I016", message, open_again, shown)
        case "depth":
            hint = "Look for tables inside one another, and take them apart."
            return stop("R017", "The text is nested too deeply to be read.", hint, shown)
        case "parts":
            what = f"has more than {refused.most} parts"
        case "names":
            what = "names its parts in a way"
        case "size":
            what = f"unpacks to more than {megabytes} MB"
        case "ratio":
            what = f"unpacks to more than {refused.most} times its size"
        case _:
            what = f"holds a part of more than {megabytes} MB"
    return stop("I017", f"The file {what}, which no document does.", copy, shown)


def stop(code: str, message: str, hint: str, shown: str, line: int | None = None) -> FeuilletError:
    return FeuilletError(Exit.SOURCE, (error(code, message, hint, Place(shown, line)),))


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
