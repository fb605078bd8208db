"""What every file for translators holds, whatever its format; and how a stranger's file is opened.

A `Stamp` says what the file was made for: article, languages, and a digest of the segments. Each `Row` has
the name of its segment and a digest of the translation that it left with, so that what changed in the file
and what changed in the catalog meanwhile can be told apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline import markup, untrusted
from pipeline.model import (
    Break,
    Code,
    FeuilletError,
    Foreign,
    Inline,
    Inlines,
    Link,
    NoteMark,
    Place,
    Shown,
    Strong,
    Subscript,
    Superscript,
    Text,
    Value,
    error,
)
from pipeline.translate import catalog

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 20_000_000  # bytes of a file
UNPACKED = 100_000_000  # bytes of the text of a Word file

# How far a row is. What comes back as "check" stays fuzzy; anything else with words in it is translated.
NEW, CHECK, DONE, REVIEWED = "new", "check", "done", "reviewed"
STATES = (NEW, CHECK, DONE, REVIEWED)


class Stamp(Value, frozen=True):
    """What a file was made for. It is written into the file as one line that a person can read."""

    article: str
    source: str
    target: str
    digest: str

    def __str__(self) -> str:
        return f"feuillet {self.article} {self.source} {self.target} {self.digest}"


_STAMP = re.compile(r"feuillet ([a-z0-9-]+) ([A-Za-z0-9-]+) ([A-Za-z0-9-]+) ([0-9a-f]{16})")
_NAME = re.compile(r"^([0-9a-f]{12})\.([0-9a-f]{6})$")


class Row(Value, frozen=True):
    """One segment in a file: ``id`` names it, ``base`` is the digest of the translation it left with.

    ``state`` is empty where the file says nothing. ``at`` is where the row stands in the file.
    """

    id: str
    base: str
    source: str
    target: str
    state: str
    at: int = 0
    number: int = 0
    kind: str = ""
    heading: str = ""
    previous: str = ""
    places: tuple[tuple[str, str], ...] = ()
    comments: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.id}.{self.base}"


class Job(Value, frozen=True):
    """What a translator is sent, or sends back: what it was made for, and its rows."""

    stamp: Stamp
    rows: tuple[Row, ...]
    changes: bool = False  # a Word file with changes that nobody has accepted or rejected


def stamp(text: str) -> Stamp | None:
    found = _STAMP.search(text)
    return Stamp(*found.groups()) if found else None


def row_name(text: str) -> tuple[str, str] | None:
    """The two halves of a row's name, or nothing where ``text`` is none."""
    found = _NAME.match(text.strip())
    return (found[1], found[2]) if found else None


def rows_digest(ids: Iterable[str]) -> str:
    """A digest of the segments with these names. Their order does not matter to a translator."""
    return catalog.digest(*sorted(ids))[:16]


def base(text: str, fuzzy: bool) -> str:
    return catalog.digest(tidy(text), "fuzzy" if fuzzy and text else "")[:6]


def tidy(text: str) -> str:
    """``text`` as one paragraph, one kind of line end, no space at its ends: that survives any program."""
    return re.sub(r"\n\s*\n", "\n", re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)).strip()


def require_writable(text: str, place: Place) -> None:
    """XML and spreadsheets cannot hold control characters."""
    for character in text:
        if (
            unicodedata.category(character) == "Cc" and character not in "\t\n\r"
        ) or character in "\ufffe\uffff":
            raise catalog.stop(error("R014", place, character=f"U+{ord(character):04X}"))


# ── Opening a stranger's file ──────────────────────────────────────────────────────────────


def unreadable(shown: str, why: str, line: int | None = None, **values: Shown) -> FeuilletError:
    """What is told of a file that cannot be read; ``why`` is the variant of the finding."""
    return catalog.stop(error("T011", Place(shown, line), variant=why, **values))


def require_size(data: bytes, shown: str) -> None:
    if len(data) > LARGEST:
        raise unreadable(shown, "large", most=LARGEST // 1_000_000)
    if not data.strip():
        raise unreadable(shown, "empty")


def decode(data: bytes, shown: str, program: str) -> str:
    """``data`` as text: UTF-8, or UTF-16 where it says so; strictly, or not at all.

    ``program`` is the variant of the finding that says how to save the file again.
    """
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as problem:
        line = None if wide else data[: problem.start].count(b"\n") + 1
        raise catalog.stop(error("T012", Place(shown, line), variant=program)) from None
    if "\ufffd" in text:  # another program could not read it either
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise catalog.stop(error("T012", Place(shown, line), variant=program))
    return text


def xml(text: str, shown: str) -> Element:
    """The root of an XML text. Document types, and with them entities, are refused; so is absurd depth."""
    try:
        return untrusted.xml(text)
    except untrusted.Refused as refused:
        why = {"document type": "document type", "depth": "deep"}.get(refused.reason, "xml")
        raise unreadable(shown, why, refused.line) from None


def unpack(data: bytes, wanted: str, shown: str) -> bytes:
    """The file ``wanted`` out of the zip ``data``, however it may have been made."""
    try:
        found = untrusted.Package(data).read(wanted, UNPACKED)
    except untrusted.Refused as refused:
        if refused.reason not in ("broken", "locked", "names"):
            raise unreadable(shown, "packed", most=UNPACKED // 1_000_000) from None
        found = b""
    if not found:
        raise unreadable(shown, "word")
    return found


# ── Markup ─────────────────────────────────────────────────────────────────────────────────


class Piece(Value, frozen=True):
    """A stretch of a text's Markdown: words, or a sign that opens, closes or stands alone."""

    role: str
    text: str
    kind: str = ""
    pair: int = 0


def pieces(content: Inlines) -> tuple[Piece, ...]:
    """The Markdown of ``content``, its signs apart from its words. Joined, they are that Markdown again."""
    return tuple(_pieces(content, iter(range(1, 1_000_000))))


def _pieces(content: Inlines, numbers: Iterator[int]) -> Iterator[Piece]:
    for inline in content:
        whole = markup.to_markdown((inline,))
        match inline:
            case Text():
                yield Piece("words", whole)
            case Break() | Code() | NoteMark():
                kind = {Break: "lb", Code: "x-code", NoteMark: "x-footnote"}[type(inline)]
                yield Piece("alone", whole, kind, next(numbers))
            case _:
                inner = markup.to_markdown(inline.content)
                at = len(whole) - len(inner) - _tail(inline, whole)
                number, kind = next(numbers), _kind(inline)
                yield Piece("open", whole[:at], kind, number)
                yield from _pieces(inline.content, numbers)
                yield Piece("close", whole[at + len(inner) :], kind, number)


def _tail(inline: object, whole: str) -> int:
    """How many characters of ``whole`` close the markup."""
    match inline:
        case Strong():
            return 2
        case Link(content) | Foreign(content):
            return len(whole) - 1 - len(markup.to_markdown(content))
        case _:
            return 1


def _kind(inline: Inline) -> str:
    kinds: dict[type, str] = {
        Strong: "bold",
        Superscript: "x-superscript",
        Subscript: "x-subscript",
        Link: "link",
        Foreign: "x-foreign",
    }
    return kinds.get(type(inline), "italic")


def split(texts: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """Each of ``texts``, as it stands in a catalog, as pieces; one whose Markdown is written in another way
    than ours stays whole, for no character of a translation may change on its way through a file."""
    marked = [index for index, text in enumerate(texts) if re.search(r"[\\`*_\[\]<^~{}&]", text)]
    result: list[tuple[Piece, ...]] = [(Piece("words", text),) if text else () for text in texts]
    if marked:
        parsed, findings = markup.parse([texts[index] for index in marked], lambda i: Place(segment=str(i)))
        bad = {finding.place.segment for finding in findings}
        for order, (index, content) in enumerate(zip(marked, parsed, strict=True)):
            found = pieces(content)
            if str(order) not in bad and "".join(piece.text for piece in found) == texts[index]:
                result[index] = found
    return tuple(result)
