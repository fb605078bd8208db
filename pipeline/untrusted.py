"""untrusted: files that strangers made are opened with limits: zip packages, and the XML in them.

What is wrong with one comes as `Refused`: whoever opens it knows best how to tell its user.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

LARGEST_PART = 20_000_000  # bytes
MOST_BYTES = 300_000_000  # unpacked
MOST_PARTS = 3_000
RATIO = 250  # what a part of more than a megabyte may unpack to, times its size
DEEPEST = 300  # elements within one another

Reason: TypeAlias = Literal[
    "broken", "locked", "names", "parts", "size", "ratio", "part size", "document type", "depth"
]


class Refused(Exception):
    """A file that is not opened: why, which limit it breaks, what the parser says of it and of which line."""

    def __init__(self, reason: Reason, most: int = 0, detail: str = "", line: int | None = None) -> None:
        super().__init__(reason, most, detail, line)
        self.reason: Reason = reason
        self.most = most
        self.detail = detail
        self.line = line


# ── Zip packages ───────────────────────────────────────────────────────────────────────────

# zipfile stumbles over a damaged archive with whatever exception comes of it.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, EOFError, RuntimeError)


class Package:
    """A zip package; ``sizes`` are its parts and what each says that it unpacks to.

    Raises `Refused` where it is no zip file, asks for a password, unpacks to what no document does, or
    names a part outside of itself.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except _DAMAGE as problem:
            raise Refused("broken", detail=str(problem)) from None
        self.sizes: Mapping[str, int] = {part.filename: part.file_size for part in parts}
        if len(parts) > MOST_PARTS:
            raise Refused("parts", MOST_PARTS)
        if len(self.sizes) < len(parts) or any(map(_leads_out, self.sizes)):
            raise Refused("names")
        if sum(self.sizes.values()) > MOST_BYTES:
            raise Refused("size", MOST_BYTES)
        for part in parts:
            if part.file_size > 1_000_000 and part.file_size > RATIO * max(1, part.compress_size):
                raise Refused("ratio", RATIO)
            if part.flag_bits & 1:
                raise Refused("locked")

    def read(self, name: str, most: int = LARGEST_PART) -> bytes:
        """The bytes of the part ``name``, nothing where there is none.

        Raises `Refused` where it is damaged, or unpacks to more than ``most``, whatever it says of its size.
        """
        if name not in self.sizes:
            return b""
        if self._zip.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("broken", detail="a compression that documents do not have")
        try:
            with self._zip.open(name) as part:
                data = part.read(most + 1)
        except _DAMAGE as problem:
            raise Refused("broken", detail=str(problem)) from None
        if len(data) > most:
            raise Refused("part size", most)
        return data


def _leads_out(name: str) -> bool:
    return bool(re.match(r"[/\\]|[A-Za-z]:", name)) or ".." in re.split(r"[/\\]", name)


# ── XML ────────────────────────────────────────────────────────────────────────────────────


class Tree(NamedTuple):
    """The root of an XML text, and the processing instructions that stand around or in it."""

    root: Element
    instructions: tuple[str, ...]


def xml(data: bytes | str) -> Element:
    """The root of an XML text, without comments and processing instructions; see `tree`."""
    return tree(data).root


def tree(data: bytes | str) -> Tree:
    """An XML text as a tree.

    Raises `Refused` where it is broken, is nested absurdly deep, or declares a document type: without one
    there are no entities that could grow or reach for another file.
    """
    builder = _Builder()
    parser = ElementTree.XMLParser(target=builder)  # noqa: S314  no document type, so no entities
    try:
        parser.feed(data)
        root: Element = parser.close()
    except ElementTree.ParseError as problem:
        detail, line = str(problem).split(":")[0], problem.position[0]
        raise Refused("broken", detail=detail, line=line) from None
    except (ValueError, LookupError) as problem:  # an encoding that nobody knows, half a character
        raise Refused("broken", detail=str(problem)) from None
    return Tree(root, tuple(builder.instructions))


class _Builder(ElementTree.TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.instructions: list[str] = []

    def doctype(self, *_: object) -> None:
        raise Refused("document type")

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused("depth", DEEPEST)
        return super().start(tag, attributes)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)

    def pi(self, target: str, text: str | None = None) -> Any:
        self.instructions.append(target)
        return super().pi(target, text)
