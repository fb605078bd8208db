"""XLIFF 1.2, the file that translators' tools take: OmegaT, Poedit, Weblate, memoQ, Trados.

1.2 rather than 2.0, because more of them read it. Markup stands in ``<bpt>``, ``<ept>`` and ``<ph>`` with
its Markdown inside: tools show it as one protected sign, and joined the text is the catalog's to the letter.
The standard library writes it: translate-toolkit would do, but is under the GPL and Feuillet is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from xml.etree.ElementTree import Element, SubElement, tostring

from pipeline.model import Place, error
from pipeline.translate import catalog, sheet
from pipeline.translate.sheet import CHECK, DONE, NEW, REVIEWED, Job, Piece, Row

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_STATES = {NEW: "new", CHECK: "needs-review-translation", DONE: "translated", REVIEWED: "signed-off"}
_RESTYPES = {"title": "x-title", "heading": "header", "table cell": "cell", "figure caption": "caption"}
_WHOLE = ("source", "target", "note")  # elements whose white space is text


def write(made: Job) -> bytes:
    stamp = made.stamp
    root = Element("xliff", {"version": "1.2", "xmlns": _NAMESPACE})
    file = SubElement(
        root,
        "file",
        {
            "original": f"{stamp.article}/article.md",
            "source-language": stamp.source,
            "target-language": stamp.target,
            "datatype": "plaintext",
            "product-name": "Feuillet",
            "build-num": stamp.digest,
        },
    )
    SubElement(SubElement(file, "header"), "note", {"from": "feuillet"}).text = str(stamp)
    body = SubElement(file, "body")
    texts = [text for row in made.rows for text in (row.source, row.target, row.previous)]
    split = iter(sheet.split(texts))
    for row, source, target, previous in zip(made.rows, split, split, split, strict=True):
        unit = SubElement(
            body,
            "trans-unit",
            {
                "id": row.id,
                "resname": str(row.number),
                "extradata": row.base,
                "xml:space": "preserve",
                **({"approved": "yes"} if row.state == REVIEWED else {}),
            },
        )
        if restype := _RESTYPES.get(row.kind):
            unit.set("restype", restype)
        _fill(SubElement(unit, "source", {"xml:lang": stamp.source}), source, source)
        state = {"xml:lang": stamp.target, "state": _STATES[row.state]}
        _fill(SubElement(unit, "target", state), target, source)
        for name, line in row.places:
            group = SubElement(unit, "context-group", {"purpose": "location"})
            SubElement(group, "context", {"context-type": "sourcefile"}).text = name
            if line:
                SubElement(group, "context", {"context-type": "linenumber"}).text = line
        for note in (row.kind, *([f"under: {row.heading}"] if row.heading else ()), *row.comments):
            SubElement(unit, "note", {"from": "feuillet"}).text = note
        if row.previous:
            earlier = SubElement(unit, "alt-trans", {"alttranstype": "previous-version"})
            _fill(SubElement(earlier, "source", {"xml:lang": stamp.source}), previous, previous)
            _fill(SubElement(earlier, "target", {"xml:lang": stamp.target}), target, previous)
    _lay_out(root, 0)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode").encode() + b"\n"


def _fill(element: Element, content: Sequence[Piece], source: Sequence[Piece]) -> None:
    """Put ``content`` into ``element``; a sign that the source has as well gets the number it has there."""
    numbers = _numbers(content, source)
    last: Element | None = None
    for piece in content:
        if piece.role == "words":
            if last is None:
                element.text = (element.text or "") + piece.text
            else:
                last.tail = (last.tail or "") + piece.text
        else:
            name = {"open": "bpt", "close": "ept", "alone": "ph"}[piece.role]
            last = SubElement(element, name, {"id": numbers[piece.pair]})
            if piece.role != "close" and piece.kind:
                last.set("ctype", piece.kind)
            last.text = piece.text


def _numbers(content: Sequence[Piece], source: Sequence[Piece]) -> Mapping[int, str]:
    free = {piece.pair: (piece.kind, _signs(source, piece.pair)) for piece in source if piece.pair}
    numbers: dict[int, str] = {}
    following = chain(range(len(free) + 1, 1_000_000))
    for piece in content:
        if piece.pair and piece.pair not in numbers:
            signs = (piece.kind, _signs(content, piece.pair))
            same = next((number for number, other in free.items() if other == signs), None)
            same = same or next((number for number, other in free.items() if other[0] == piece.kind), None)
            if same is not None:
                del free[same]
            numbers[piece.pair] = str(same or next(following))
    return numbers


def _signs(content: Sequence[Piece], pair: int) -> str:
    return " ".join(piece.text for piece in content if piece.pair == pair)


def _lay_out(element: Element, level: int) -> None:
    """Indent the structure and leave every text as it is."""
    if element.tag not in _WHOLE and len(element):
        element.text = "\n" + "  " * (level + 1)
        for child in element:
            _lay_out(child, level + 1)
            child.tail = "\n" + "  " * (level + 1)
        element[-1].tail = "\n" + "  " * level


# ── Reading ────────────────────────────────────────────────────────────────────────────────


def read(data: bytes, shown: str) -> Job:
    text = sheet.decode(data, shown, "tool")
    declared = re.match(r"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']", text)
    if declared and declared[1].lower() not in ("utf-8", "utf-16"):
        finding = error("T012", Place(shown, 1), variant="declared", encoding=declared[1])
        raise catalog.stop(finding)
    root = sheet.xml(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), shown)
    if _name(root) != "xliff" or not root.get("version", "").startswith("1."):
        raise sheet.unreadable(shown, "xliff")
    notes = " ".join("".join(node.itertext()) for node in root.iter() if _name(node) == "note")
    stamp = sheet.stamp(notes) or _stamp(root)
    if stamp is None:
        raise sheet.unreadable(shown, "stamp")
    rows = tuple(_row(unit, at) for at, unit in enumerate(_units(root), 1))
    return Job(stamp, rows)


def _stamp(root: Element) -> sheet.Stamp | None:
    """The same from the file's attributes, for a tool that drops notes."""
    for file in root.iter():
        if _name(file) == "file":
            name = file.get("original", "").removesuffix("/article.md")
            languages = (file.get("source-language", ""), file.get("target-language", ""))
            return sheet.stamp(f"feuillet {name} {' '.join(languages)} {file.get('build-num', '')}")
    return None


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _units(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if _name(element) == "trans-unit")


def _row(unit: Element, at: int) -> Row:
    source = next((child for child in unit if _name(child) == "source"), None)
    target = next((child for child in unit if _name(child) == "target"), None)
    codes = {
        (_name(child), child.get("id")): child.text or "" for child in (source if source is not None else ())
    }
    said = "" if target is None else (target.get("state") or "")
    state = CHECK if said.startswith("needs-") else NEW if said == "new" else DONE if said else ""
    words = "" if source is None else _text(source, {})
    name = unit.get("id", "")
    return Row(
        # A name that is none of ours is a row that somebody added.
        name if re.fullmatch(r"[0-9a-f]{12}", name) else f"?{name}",
        unit.get("extradata", ""),
        words,
        "" if target is None else _text(target, codes),
        state,
        at,
    )


def _text(element: Element, codes: Mapping[tuple[str, str | None], str]) -> str:
    """The text of ``element`` with its signs; a tool that emptied a sign gets it back from the source."""
    parts = [element.text or ""]
    for child in element:
        inner = _text(child, codes)
        parts += [inner or codes.get((_name(child), child.get("id")), ""), child.tail or ""]
    return "".join(parts)
