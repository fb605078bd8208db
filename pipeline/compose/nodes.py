"""From flat segments to nested nodes: what a layout sets, with its words in each language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import groupby
from typing import Annotated

import msgspec
from markupsafe import Markup, escape
from msgspec import Meta

from pipeline import markup, typography
from pipeline.compose import pictures
from pipeline.model import Edition, Inlines, Kind, Language, Segment, Value, plain


def doc(said: str, example: str) -> Meta:
    """What a layout's author reads of a name, and how it may be used in a layout."""
    return Meta(description=said, examples=[example])


class Node(Value, frozen=True):
    """What a layout sets: one block or a group of blocks, with its words in each language."""

    kind: Annotated[
        str,
        doc(
            "title, lead, heading, paragraph, list, ordered list, item, quotation, table, row, cell, figure, "
            "note or key point.",
            '{% if node.kind == "table" %}…{% endif %}',
        ),
    ]
    html: Annotated[
        tuple[Markup, ...], doc("The words in each language, with their markup.", "<p>{{ node.html[0] }}</p>")
    ] = ()
    words: Annotated[tuple[str, ...], doc("The same without markup.", "{{ node.words[0] }}")] = ()
    id: Annotated[str, doc("Of a heading: what a link leads to.", '<h2 id="{{ node.id }}">')] = ""
    level: Annotated[
        int, doc("Of a heading: its depth, from 2. Of a list: from 1.", "<h{{ node.level }}>")
    ] = 0
    number: Annotated[
        int | None,
        doc("Of an ordered list: its first number. Of an item or a note: its own.", "{{ node.number }}"),
    ] = None
    images: Annotated[
        tuple[str, ...],
        doc("Of a figure: the address of the picture in each language.", '<img src="{{ node.images[0] }}"/>'),
    ] = ()
    alternatives: Annotated[
        tuple[str, ...],
        doc("Of a figure: what the picture shows, in words.", '<img alt="{{ node.alternatives[0] }}"/>'),
    ] = ()
    children: Annotated[
        tuple[Node, ...],
        doc(
            "The items of a list, the paragraphs of an item, a quotation or a note, the rows of a table, the "
            "cells of a row.",
            "{% for item in node.children %}…{% endfor %}",
        ),
    ] = ()


class Section(Value, frozen=True):
    """A heading of the second level and what follows it; the first section may have no heading."""

    heading: Annotated[
        Node | None,
        doc("The heading, or none.", "{% if section.heading %}{{ section.heading.html[0] }}{% endif %}"),
    ]
    nodes: Annotated[
        tuple[Node, ...],
        doc(
            "What follows the heading.",
            "{% for node in section.nodes %}{{ set.block(node, 0) }}{% endfor %}",
        ),
    ]


def nodes(
    segments: Sequence[Segment], edition: Edition, languages: Sequence[Language], width: str
) -> list[Node]:
    """``segments`` of ``edition`` nested, their figures in the variant ``width`` where there is one."""
    nodes: list[Node] = []
    headings = 0
    # The number of a table is part of its group: two tables may follow each other.
    for (kind, _), run in groupby(segments, key=_group):
        group = list(run)
        match kind:
            case "list":
                nodes += _lists(group, languages)
            case "table":
                nodes.append(_table(group, languages))
            case "quotation":
                nodes += _quotes(group, languages)
            case "figure":
                nodes += _figures(group, edition, languages, width)
            case "note":
                nodes += _notes(group, languages)
            case _:
                for segment in group:
                    headings += segment.block.kind is Kind.HEADING
                    nodes.append(leaf(kind, segment, languages, f"part-{headings}"))
    return nodes


_GROUPS = {
    Kind.ITEM: "list",
    Kind.CELL: "table",
    Kind.QUOTE: "quotation",
    Kind.FIGURE: "figure",
    Kind.ALTERNATIVE: "figure",
    Kind.NOTE: "note",
}


def _group(segment: Segment) -> tuple[str, int | None]:
    block = segment.block
    return _GROUPS.get(block.kind, block.kind.value), block.number if block.kind is Kind.CELL else None


def leaf(kind: str, segment: Segment, languages: Sequence[Language], name: str = "") -> Node:
    """A node of one block; ``name`` is the id of a heading."""
    pairs = tuple(zip(segment.texts, languages, strict=True))
    texts = [typography.set_inlines(text, language.typography) for text, language in pairs]
    return Node(
        kind=kind,
        html=tuple(
            whole_words(_html(text, index), language) if segment.block.kind in _TITLES else _html(text, index)
            for index, (text, language) in enumerate(zip(texts, languages, strict=True))
        ),
        words=tuple(plain(text) for text in texts),
        id=name if segment.block.kind is Kind.HEADING else "",
        level=segment.block.level,
        number=segment.block.number,
    )


_TITLES = (Kind.TITLE, Kind.HEADING)


def _html(text: Inlines, index: int) -> Markup:
    return Markup(markup.to_html(text, f"note-{index}"))  # noqa: S704  to_html escapes every word


def whole_words(html: Markup | str, language: Language) -> Markup:
    """``html`` of a title, each group that a paged layout keeps on one line in a span of its own.

    A small word is kept with the word after it, a word with a hyphen is kept whole, and the last word is not
    left alone, if a line holds them.
    """
    parts = re.split(r"(<[^>]*>)", str(escape(html)))
    for index in range(0, len(parts), 2):
        groups = [*typography.joints(parts[index], language)]
        if index == len(parts) - 1 and len(groups) > 2 and _fits(end := " ".join(groups[-2:])):
            groups[-2:] = [end]
        parts[index] = " ".join(
            f'<span class="whole">{group}</span>' if re.search("[ -]", group) and _fits(group) else group
            for group in groups
        )
    return Markup("".join(parts))  # noqa: S704  escaped above, or Markup already


def _fits(group: str) -> bool:
    """Whether the narrowest line of a title, of some 24 characters, holds ``group``."""
    return len(unescape(group)) <= 24


def _lists(segments: Sequence[Segment], languages: Sequence[Language]) -> list[Node]:
    """Nested lists from items that know their depth; an ordered list carries the number it starts at."""
    lists: list[Node] = []
    index = 0
    while index < len(segments):
        level = segments[index].block.level
        ordered = segments[index].block.number is not None
        items: list[Node] = []
        first = segments[index].block.number
        while index < len(segments) and segments[index].block.level >= level:
            block = segments[index].block
            if block.level > level:
                end = next(
                    (i for i in range(index, len(segments)) if segments[i].block.level <= level),
                    len(segments),
                )
                inner = _lists(segments[index:end], languages)
                items[-1] = msgspec.structs.replace(items[-1], children=(*items[-1].children, *inner))
                index = end
                continue
            follows = items and (block.number or 0) == (items[-1].number or 0) + 1
            if block.starts and (
                (block.number is not None) != ordered or (ordered and items and not follows)
            ):
                break
            made = leaf("paragraph", segments[index], languages)
            if block.starts or not items:
                items.append(Node("item", number=block.number, level=level, children=(made,)))
            else:
                items[-1] = msgspec.structs.replace(items[-1], children=(*items[-1].children, made))
            index += 1
        lists.append(
            Node("ordered list" if ordered else "list", level=level, number=first, children=tuple(items))
        )
    return lists


def _table(segments: Sequence[Segment], languages: Sequence[Language]) -> Node:
    rows = [
        Node("row", number=row, children=tuple(leaf("cell", segment, languages) for segment in cells))
        for row, cells in groupby(segments, key=lambda segment: (segment.block.cell or (0, 0))[0])
    ]
    return Node("table", children=tuple(rows))


def _quotes(segments: Sequence[Segment], languages: Sequence[Language]) -> list[Node]:
    quotes: list[list[Node]] = []
    for segment in segments:
        if segment.block.starts or not quotes:
            quotes.append([])
        quotes[-1].append(leaf("paragraph", segment, languages))
    return [Node("quotation", children=tuple(paragraphs)) for paragraphs in quotes]


def _notes(segments: Sequence[Segment], languages: Sequence[Language]) -> list[Node]:
    return [
        Node("note", number=number, children=tuple(leaf("paragraph", segment, languages) for segment in run))
        for number, run in groupby(segments, key=lambda segment: segment.block.number)
    ]


def _figures(
    segments: Sequence[Segment], edition: Edition, languages: Sequence[Language], width: str
) -> list[Node]:
    figures: list[Node] = []
    for alternative, caption in zip(segments[::2], segments[1::2], strict=True):
        made = leaf("figure", caption, languages)
        images = tuple(
            pictures.address(caption.block.media, edition.article, tag, width) for tag in edition.languages
        )
        words = leaf("figure", alternative, languages).words
        figures.append(msgspec.structs.replace(made, images=images, alternatives=words))
    return figures


def sections(nodes: Sequence[Node]) -> tuple[Section, ...]:
    """``nodes`` by the headings of the second level that they follow."""
    sections: list[Section] = []
    heading: Node | None = None
    held: list[Node] = []
    for node in nodes:
        if node.kind == "heading" and node.level == 2:
            if heading or held:
                sections.append(Section(heading, tuple(held)))
            heading, held = node, []
        else:
            held.append(node)
    sections.append(Section(heading, tuple(held)))
    return tuple(sections)
