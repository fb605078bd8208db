"""Words with markup: from pandoc's tree to `Inlines`, and from `Inlines` to Markdown and HTML.

One function per node kind behind a map; a node that is in no map is a finding that names it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from pipeline import pandoc
from pipeline.model import (
    Break,
    Code,
    Emphasis,
    Finding,
    Foreign,
    Inline,
    Inlines,
    Link,
    NoteMark,
    Place,
    Strong,
    Subscript,
    Superscript,
    Text,
    error,
)

Node = dict[str, Any]

SAFE_LINK = re.compile(r"(?i)^(https?://|mailto:|tel:)[^\s<>\"]*$")

NAMES = {
    "RawInline": "HTML",
    "RawBlock": "HTML",
    "Math": "a formula",
    "CodeBlock": "a block of code",
    "DefinitionList": "a list of definitions",
    "LineBlock": "lines of verse",
    "Strikeout": "struck-out text",
    "Image": "a picture inside a line of text",
    "Div": "a division",
    "Span": "a span with attributes",
    "Cite": "a citation",
    "SmallCaps": "small capitals",
    "Underline": "underlined text",
    "HorizontalRule": "a line across the page",
    "Figure": "a picture with a caption of its own",
}
_HINTS = {
    "RawInline": "Write **bold** for <b>, *emphasis* for <i>, and leave the rest out.",
    "RawBlock": "Write it in Markdown: plain paragraphs, “## ” before a heading, “- ” before an item.",
    "HorizontalRule": "Delete it; a heading parts the text.",
    "Image": "Give the picture a line of its own.",
}


class Reader:
    """Turns pandoc's inline nodes into `Inlines`; gathers findings and the texts of footnotes."""

    def __init__(self, place: Callable[[Node | None], Place]) -> None:
        self.place = place
        self.findings: list[Finding] = []
        self.notes: list[list[Node]] = []

    def inlines(self, nodes: Iterable[Node]) -> Inlines:
        return tuple(merge(inline for node in nodes for inline in self._inline(node)))

    def unknown(self, node: Node) -> None:
        kind = node["t"]
        self.findings.append(
            error(
                "R006",
                f"The text contains {NAMES.get(kind, kind)}, which Feuillet cannot set.",
                _HINTS.get(kind, "Write it in plain words, as a list, a table, a quotation or a figure."),
                self.place(node),
            )
        )

    def _inline(self, node: Node) -> Iterable[Inline]:
        content: Any = node.get("c")
        match node["t"]:
            case "Str":
                yield Text(content)
            case "Space" | "SoftBreak":
                yield Text(" ")
            case "LineBreak":
                yield Break()
            case "Code":
                yield Code(content[1])
            case "Emph":
                yield Emphasis(self.inlines(content))
            case "Strong":
                yield Strong(self.inlines(content))
            case "Superscript":
                yield Superscript(self.inlines(content))
            case "Subscript":
                yield Subscript(self.inlines(content))
            case "Link":
                yield from self._link(node)
            case "Span":
                yield from self._span(node)
            case "Note":
                self.notes.append(content)
                yield NoteMark(len(self.notes))
            case _:
                self.unknown(node)

    def _link(self, node: Node) -> Iterable[Inline]:
        _, content, (target, _title) = node["c"]
        if not SAFE_LINK.match(target):
            message = f"The link to “{target}” is not an address on the web, an e-mail or a telephone number."
            hint = "Write the whole address, beginning with https://, mailto: or tel:."
            if target.startswith("#"):
                message = f"The link to “{target}” leads to nothing in the article."
                hint = "Say in words where to look, or link to a page on the web."
            self.findings.append(error("R007", message, hint, self.place(node)))
        yield Link(self.inlines(content), target)

    def _span(self, node: Node) -> Iterable[Inline]:
        (_, classes, pairs), content = node["c"]
        attributes = {key: value for key, value in pairs if key not in ("wrapper", "data-pos")}
        if not classes and set(attributes) == {"lang"}:
            yield Foreign(self.inlines(content), attributes["lang"])
        elif classes or attributes:
            self.unknown(node)
        else:
            for child in content:
                yield from self._inline(child)


def merge(inlines: Iterable[Inline]) -> Iterable[Inline]:
    """Join texts that touch each other, so that equal words have one form."""
    held = ""
    for inline in inlines:
        if isinstance(inline, Text):
            held += inline.text
        else:
            if held:
                yield Text(held)
                held = ""
            yield inline
    if held:
        yield Text(held)


# ── Markdown ───────────────────────────────────────────────────────────────────────────────

# Characters that mean something in the middle of a line, and "&" where it would begin an entity.
_SPECIAL = re.compile(r"([\\`*_\[\]<^~{}])|&(?=#?\w+;)")


def escape_markdown(text: str) -> str:
    """``text`` as Markdown that reads as these characters and no others."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def to_markdown(content: Inlines) -> str:
    """``content`` as one line of Markdown (a break is a backslash and a new line)."""
    parts = [_markdown(inline) for inline in content]
    for index, after in enumerate(parts[1:]):
        if parts[index].endswith("!") and after.startswith("["):  # together they would be a picture
            parts[index] = parts[index][:-1] + "\\!"
    return "".join(parts)


def _markdown(inline: Inline) -> str:
    match inline:
        case Text(text):
            return escape_markdown(text)
        case Break():
            return "\\\n"
        case Code(text):
            ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
            ends = text[:1] + text[-1:]
            pad = " " if "`" in ends or (ends == "  " and text.strip()) else ""
            return f"{ticks}{pad}{text}{pad}{ticks}"
        case Emphasis(content):
            return f"*{to_markdown(content)}*"
        case Strong(content):
            return f"**{to_markdown(content)}**"
        case Superscript(content):
            return f"^{to_markdown(content)}^"
        case Subscript(content):
            return f"~{to_markdown(content)}~"
        case Foreign(content, language):
            return f"[{to_markdown(content)}]{{lang={language}}}"
        case Link(content, target):
            return (
                f"[{to_markdown(content)}](<{target}>)"
                if " " in target
                else f"[{to_markdown(content)}]({target})"
            )
        case NoteMark(number):
            return f"[^{number}]"


GUARD = "[]{.guard}"


def parse(
    texts: Sequence[str], place: Callable[[int], Place]
) -> tuple[tuple[Inlines, ...], tuple[Finding, ...]]:
    """Read each of ``texts`` as one run of Markdown words; ``place(i)`` says where text ``i`` stands.

    One pandoc call reads them all. An empty span at the start of each line keeps a text that begins
    with ``-`` or ``1.`` from being taken for a list.
    """
    if not texts:
        return (), ()
    if apart := [index for index, text in enumerate(texts) if _BLANK_LINE.search(text.strip())]:
        whole, others = parse(["" if index in apart else text for index, text in enumerate(texts)], place)
        return whole, (*(_apart(place(index)) for index in apart), *others)
    numbers = sorted({int(number) for text in texts for number in re.findall(r"\[\^(\d+)\]", text)})
    paragraphs = [GUARD + text.strip().replace("\n", "\n" + GUARD) for text in texts]
    definitions = [f"[^{number}]: {number}" for number in numbers]
    blocks = pandoc.tree("\n\n".join([*paragraphs, *definitions]))
    findings: list[Finding] = []
    result: list[Inlines] = []
    if len(blocks) != len(texts):  # a text broke out of its paragraph: read one by one to find it
        if len(texts) == 1:
            return ((),), (_apart(place(0)),)
        for index, text in enumerate(texts):
            one, found = parse([text], lambda _, index=index: place(index))  # type: ignore[misc]
            result += one
            findings += found
        return tuple(result), tuple(findings)
    for index, block in enumerate(blocks):
        reader = _CatalogReader(lambda _, index=index: place(index))  # type: ignore[misc]
        if block["t"] != "Para":
            reader.unknown(block)
            result.append(())
        else:
            result.append(reader.inlines(block["c"]))
        findings += reader.findings
    return tuple(result), tuple(findings)


_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def _apart(place: Place) -> Finding:
    return error("T007", "The text is more than one paragraph.", "Join its lines into one.", place)


_GUARD_NODE: Node = {"t": "Span", "c": [["", ["guard"], []], []]}


class _CatalogReader(Reader):
    """In a catalog the mark of a footnote keeps the number it is written with."""

    def _inline(self, node: Node) -> Iterable[Inline]:
        if node["t"] == "Note":
            yield NoteMark(int(node["c"][0]["c"][0]["c"]))
        elif node == _GUARD_NODE:
            return
        else:
            yield from super()._inline(node)


# ── HTML ───────────────────────────────────────────────────────────────────────────────────


def to_html(content: Inlines, notes: str = "note") -> str:
    """``content`` as HTML, every character of a source escaped; ``notes`` begins the footnotes' ids."""
    parts: list[str] = []
    for inline in content:
        html = _html(inline, notes)
        if isinstance(inline, NoteMark) and parts:
            html = _with_its_word(parts.pop(), html)
        parts.append(html)
    return "".join(parts)


LONGEST = 20  # letters of a word that a mark is kept beside: a longer one may have to break


def _with_its_word(before: str, mark: str) -> str:
    """The mark of a footnote kept on the line of the word before it."""
    text, space, word = before.rpartition(" ")
    if before.endswith(">") or not 0 < len(word) <= LONGEST:
        return before + mark
    return f'{text}{space}<span class="whole">{word}{mark}</span>'


def _html(inline: Inline, notes: str) -> str:
    match inline:
        case Text(text):
            return escape(text)
        case Break():
            return "<br/>"
        case Code(text):
            return f"<code>{escape(text)}</code>"
        case Emphasis(content):
            return f"<em>{to_html(content, notes)}</em>"
        case Strong(content):
            return f"<strong>{to_html(content, notes)}</strong>"
        case Superscript(content):
            return f"<sup>{to_html(content, notes)}</sup>"
        case Subscript(content):
            return f"<sub>{to_html(content, notes)}</sub>"
        case Foreign(content, language):
            tag = escape(language)
            return f'<span lang="{tag}" xml:lang="{tag}">{to_html(content, notes)}</span>'
        case Link(content, target):
            return f'<a href="{escape(target)}">{to_html(content, notes)}</a>'
        case NoteMark(number):
            return f'<a class="note-mark" href="#{notes}-{number}"><sup>{number}</sup></a>'
