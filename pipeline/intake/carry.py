"""carry: pandoc’s tree of a document becomes blocks, and what they cannot say is told."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from pipeline import markup
from pipeline.inlines import note_numbers
from pipeline.intake.draft import refuse
from pipeline.intake.exported import CONTINUED_ITEM, CONTINUED_QUOTE, FOREIGN_STYLE
from pipeline.intake.normal import canonical, without_breaks
from pipeline.intake.ready import LANGUAGE_TAG, Picture, Ready, number_in, unnumbered
from pipeline.markup import Node
from pipeline.model import (
    Block,
    Break,
    Code,
    Finding,
    Foreign,
    Inline,
    Inlines,
    Kind,
    Link,
    Place,
    Shown,
    Strong,
    Text,
    Value,
    Word,
    error,
    note,
    plain,
    warning,
)
from pipeline.text import short


class Carried(Value, frozen=True):
    """What could be carried: blocks whose ``media`` are keys of ``pictures``, and all there is to say.

    ``title`` is one that is set as such, ``declared`` one that the file merely gives in its properties;
    ``head`` and ``name`` are the settings and the name of an article that was exported.
    """

    blocks: tuple[Block, ...]
    pictures: Mapping[str, Picture]
    title: Inlines
    declared: Inlines
    settings: Mapping[str, str | tuple[str, ...]]
    head: str
    name: str
    findings: tuple[Finding, ...]


def carried(ready: Ready, output: bytes, shown: str, language: str) -> Carried:
    """What pandoc's ``output``, its tree of a file that was made ready, says."""
    try:
        return _Carrier(shown, ready, language).carry(json.loads(output))
    except RecursionError:
        raise refuse(error("R017", Place(shown), variant="tables")) from None


_SPACE = re.compile(r"[\s\u00a0\u2007\u202f\u2028\u2029]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]")


def tidy(text: str) -> str:
    """``text`` with plain single spaces and without characters that nobody sees."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", unnumbered(text)))
    text = _SPACE.sub(" ", text)
    return "".join(character for character in text if unicodedata.category(character) not in ("Cc", "Cs"))


class _InlineReader(markup.Reader):
    """Reads the inline nodes of any of pandoc's readers: what an article cannot say is told, not refused."""

    def __init__(self, carrier: _Carrier) -> None:
        super().__init__(lambda _: carrier.place())
        self.carrier = carrier
        self.images: list[Node] = []

    def _inline(self, node: Node) -> Iterable[Inline]:
        content: Any = node.get("c")
        tell = self.carrier.tell
        match node["t"]:
            case "Str":
                self.carrier.number = number_in(content) or self.carrier.number
                yield Text(tidy(content))
            case "Code":
                yield Code(tidy(content[1]))
            case "Strikeout":
                inner = self.inlines(content)
                tell("I026", words=short(plain(inner), 120))
                yield from inner
            case "Underline":
                inner = self.inlines(content)
                self.carrier.mention("I026", variant="underlined", words=short(plain(inner), 120))
                yield from inner
            case "Math":
                formula = tidy(content[1]).strip()
                tell("I023", formula=formula)
                yield Code(formula)
            case "Image":
                self.images.append(node)
            case "SmallCaps":
                yield from self.inlines(content)
            case "Cite":
                yield from self.inlines(content[1])
            case "Quoted":
                opening, closing = ("“", "”") if content[0]["t"] == "DoubleQuote" else ("‘", "’")
                yield from (Text(opening), *self.inlines(content[1]), Text(closing))
            case "RawInline":
                tell("I033", words=short(tidy(content[1])))
            case "Link":
                yield from self._link(node)
            case "Span":
                yield from self._span(node)
            case "Note" if self.carrier.in_note:
                tell("I033", variant="note-in-note")
                yield Text(f" ({plain(self.inlines(self.carrier.flat(content)))})")
            case _:
                yield from super()._inline(node)

    def _link(self, node: Node) -> Iterable[Inline]:
        _, content, (target, _) = node["c"]
        inner = self.inlines(content)
        target = target.strip()
        if markup.SAFE_LINK.match(target) and not target.startswith("#"):
            yield Link(inner, target)
            return
        if plain(inner).strip() and not target.startswith("#"):
            self.carrier.tell("I034", words=short(plain(inner)), target=target)
        yield from inner

    def _span(self, node: Node) -> Iterable[Inline]:
        (_, classes, pairs), content = node["c"]
        attributes = dict(pairs)
        inner = self.inlines(content)
        style = attributes.get("custom-style", "")
        tag = (
            style.removeprefix(FOREIGN_STYLE)
            if style.startswith(FOREIGN_STYLE)
            else attributes.get("lang", "")
        )
        tag = tag[:2].lower() + tag[2:]
        if "mark" in classes and plain(inner).strip():
            self.carrier.tell("I025", variant="highlight", words=short(plain(inner), 120))
        if LANGUAGE_TAG.fullmatch(tag) and tag.split("-")[0] != self.carrier.language.split("-")[0]:
            yield Foreign(inner, tag)
        else:
            yield from inner


class _Carrier:
    """Walks pandoc's tree of a document and makes blocks of it, as `read` would of an article."""

    def __init__(self, shown: str, ready: Ready, language: str) -> None:
        self.shown = shown
        self.ready = ready
        self.language = str(ready.settings.get("language", "")) or language
        self.number = 0
        self.tables = 0
        self.in_note = False
        self.findings: list[Finding] = []
        self.reader = _InlineReader(self)
        self.figures: dict[str, Picture] = {}

    def place(self) -> Place:
        return Place(self.shown, self.number or None, self.ready.texts.get(self.number))

    def tell(self, code: str, *, variant: str = "", **values: Shown) -> None:
        self.findings.append(warning(code, self.place(), variant=variant, **values))

    def mention(self, code: str, *, variant: str = "", **values: Shown) -> None:
        self.findings.append(note(code, self.place(), variant=variant, **values))

    def carry(self, tree: Any) -> Carried:
        meta = tree["meta"]
        title: Inlines = ()
        known: Inlines = (Text(tidy(self.ready.title).strip()),) if self.ready.title.strip() else ()
        if "title" in meta and self.ready.reader.startswith(("docx", "odt")):
            title = self._meta(meta["title"])
        elif "title" in meta and not known:
            known = self._meta(meta["title"])
        before = [
            Block(Kind.PARAGRAPH, words, self.place())
            for name in ("subtitle", "abstract")
            if name in meta and (words := self._meta(meta[name]))
        ]
        for name in ("author", "date"):
            if name in meta and (words := self._meta(meta[name])):
                place = Place(self.shown)
                self.findings.append(warning("I014", place, variant=f"title-{name}", words=plain(words)))
        blocks = [*before, *self.blocks(tree["blocks"])]
        blocks = self._with_captions(blocks)
        if self.ready.reader.startswith("docx") and not self.ready.head:
            blocks = _joined_quotes(blocks)
        self.in_note = True
        index = 0
        while index < len(self.reader.notes):
            index += 1
            blocks += self._note(self.reader.notes[index - 1], index)
        self.in_note = False
        if self.reader.images:
            self._images()
        findings = (*self.ready.findings, *self.findings, *self.reader.findings)
        return Carried(
            tuple(blocks),
            self.figures,
            title,
            known,
            self.ready.settings,
            self.ready.head,
            self.ready.name,
            findings,
        )

    def _meta(self, value: Node) -> Inlines:
        match value["t"]:
            case "MetaInlines":
                return canonical(self.reader.inlines(value["c"]))
            case "MetaString":
                return (Text(tidy(value["c"])),)
            case "MetaBlocks":
                return canonical(self.reader.inlines(self.flat(value["c"])))
            case "MetaList":
                parts = [self._meta(part) for part in value["c"]]
                return tuple(
                    inline
                    for index, part in enumerate(parts)
                    for inline in ((Text(", "),) if index else ()) + part
                )
        return ()

    # Blocks

    def blocks(self, nodes: Iterable[Node], level: int = 1, style: str = "") -> list[Block]:
        return [block for node in nodes for block in self._block(node, level, style)]

    def _block(self, node: Node, level: int, style: str) -> list[Block]:
        content: Any = node.get("c")
        if not self.ready.texts and node["t"] in ("Para", "Plain", "Header"):
            self.number += 1
        match node["t"]:
            case "Div":
                inner = dict(content[0][2]).get("custom-style", style)
                return self.blocks(content[1], level, inner)
            case "Para" | "Plain":
                return self._paragraph(content, style)
            case "Header":
                words = self._content(content[2])
                images = self._images()
                made = [Block(Kind.HEADING, words, self.place(), level=content[0])] if words else []
                return [*made, *images]
            case "BulletList":
                return self._items(content, level, None)
            case "OrderedList":
                return self._items(content[1], level, content[0][0])
            case "BlockQuote":
                return self._quote(content, level, style)
            case "Table":
                return self._table(content)
            case "Figure":
                return self._figure(content)
            case "LineBlock":
                lines = [[*line, {"t": "LineBreak"}] for line in content]
                return self._paragraph([inline for line in lines for inline in line], style)
            case "CodeBlock":
                codes = [Code(tidy(line)) for line in content[1].split("\n") if line.strip()]
                self.tell("I033", variant="fixed-width")
                fixed = tuple(inline for code in codes for inline in (code, Break()))[:-1]
                return [Block(Kind.PARAGRAPH, fixed, self.place())] if fixed else []
            case "DefinitionList":
                return self._definitions(content, level)
            case "RawBlock":
                self.tell("I033", words=short(tidy(content[1])))
        return []

    def _content(self, nodes: Iterable[Node]) -> Inlines:
        return canonical(self.reader.inlines(nodes))

    def _paragraph(self, content: Sequence[Node], style: str) -> list[Block]:
        words = self._content(content)
        images = self._images()
        if style == CONTINUED_QUOTE and words:
            return [Block(Kind.QUOTE, words, self.place(), 1), *images]
        name = (
            CAPTION
            if _CAPTION_STYLE.fullmatch(style.lower())
            else CONTINUED
            if style.startswith(CONTINUED_ITEM)
            else ""
        )
        made = (
            [Block(Kind.PARAGRAPH, words, self.place(), name=name)]
            if plain(words).strip() or note_numbers(words) or any(isinstance(w, Code) for w in words)
            else []
        )
        if images and made and not plain(words).strip():
            made = []
        return [*made, *images]

    def _images(self) -> list[Block]:
        nodes, self.reader.images = self.reader.images, []
        made: list[Block] = []
        for node in nodes:
            made += self._picture(node, "")
        return made

    def _picture(self, node: Node, caption: str) -> list[Block]:
        _, words, (target, title) = node["c"]
        quiet = len(self.findings)
        alternative = plain(canonical(self.reader.inlines(words)))
        del self.findings[quiet:]
        key = title if title in self.ready.pictures else target
        picture = self.ready.pictures.get(key)
        if picture is None:
            self.tell("I032", picture=short(alternative) or Word("without a description"))
            return []
        alternative = tidy(picture.alternative).strip() or alternative
        self.figures[key] = picture
        place = self.place()
        return [
            Block(Kind.ALTERNATIVE, (Text(alternative),) if alternative else (), place, media=key),
            Block(Kind.FIGURE, (Text(caption),) if caption else (), place, media=key),
        ]

    def _figure(self, content: Any) -> list[Block]:
        _, (_, caption_nodes), nodes = content
        notes = len(self.reader.notes)
        caption = plain(self._content(self.flat(caption_nodes)))
        for lost in self.reader.notes[notes:]:
            self.tell("I033", variant="note-in-caption", words=short(self._plain(lost), 180))
        del self.reader.notes[notes:]
        made = self.blocks(nodes)
        figures = [block for block in made if block.kind is Kind.FIGURE and not block.content]
        if figures:
            at = made.index(figures[0])
            made[at] = msgspec.structs.replace(made[at], content=(Text(caption),) if caption else ())
        elif caption:
            made.append(Block(Kind.PARAGRAPH, (Text(caption),), self.place()))
        return made

    def _plain(self, nodes: Sequence[Node]) -> str:
        return plain(canonical(self.reader.inlines(self.flat(nodes))))

    def _items(self, items: Sequence[Sequence[Node]], level: int, number: int | None) -> list[Block]:
        made: list[Block] = []
        order = number
        for item in items:
            inner = self.blocks(item, level + 1)
            starts, aside = True, []
            for block in inner:
                if block.kind is Kind.PARAGRAPH and block.name != CAPTION:
                    fresh = starts and block.name != CONTINUED
                    made.append(
                        Block(
                            Kind.ITEM, block.content, block.place, level, order, starts=fresh, name=block.name
                        )
                    )
                    starts = False
                elif block.kind is Kind.ITEM:
                    if starts and block.level == level + 1:
                        made.append(Block(Kind.ITEM, (), block.place, level, order, starts=True, name=EMPTY))
                    starts = False
                    made.append(block)
                else:
                    aside.append(block)
            if any(
                block.kind not in (Kind.ALTERNATIVE, Kind.FIGURE) and block.name != CAPTION for block in aside
            ):
                self.tell("I033", variant="in-list", what=Word(aside[0].kind.value))
            made += aside
            if order is not None and not (inner and inner[0].name == CONTINUED):
                order += 1
        return made

    def _quote(self, nodes: Sequence[Node], level: int, style: str) -> list[Block]:
        made: list[Block] = []
        starts = style != CONTINUED_QUOTE
        for block in self.blocks(nodes, level):
            if block.kind in (Kind.PARAGRAPH, Kind.QUOTE):
                made.append(Block(Kind.QUOTE, block.content, block.place, 1, starts=starts))
                starts = False
            else:
                if block.kind not in (Kind.ALTERNATIVE, Kind.FIGURE):
                    self.tell("I033", variant="in-quotation", what=Word(block.kind.value))
                made.append(block)
                starts = True
        return made

    def _definitions(self, content: Any, level: int) -> list[Block]:
        made: list[Block] = []
        self.tell("I033", variant="definitions")
        for term, meanings in content:
            words = canonical((Strong(self.reader.inlines(term)),))
            if words:
                made.append(Block(Kind.PARAGRAPH, words, self.place()))
            for meaning in meanings:
                made += self.blocks(meaning, level)
        return made

    def _note(self, nodes: Sequence[Node], number: int) -> list[Block]:
        made = []
        for block in self.blocks(nodes):
            if block.kind in (Kind.ALTERNATIVE, Kind.FIGURE):
                if block.kind is Kind.ALTERNATIVE:
                    self.tell("I032", variant="footnote")
                continue
            if block.kind is not Kind.PARAGRAPH:
                self.tell("I033", variant="in-footnote", what=Word(block.kind.value))
            if block.content:
                made.append(Block(Kind.NOTE, block.content, block.place, number=number))
        return made or [Block(Kind.NOTE, (Text("…"),), self.place(), number=number)]

    # Tables

    def flat(self, nodes: Iterable[Node]) -> list[Node]:
        """The words of blocks as one run of inline nodes."""
        made: list[Node] = []
        for node in nodes:
            content: Any = node.get("c")
            match node["t"]:
                case "Para" | "Plain":
                    inner = list(content)
                case "Header":
                    inner = list(content[2])
                case "Div":
                    inner = self.flat(content[1])
                case "BlockQuote":
                    inner = self.flat(content)
                case "BulletList":
                    inner = [part for item in content for part in (*self.flat(item), {"t": "Space"})]
                case "OrderedList":
                    inner = [
                        part
                        for index, item in enumerate(content[1], content[0][0])
                        for part in (
                            {"t": "Str", "c": f"{index}."},
                            {"t": "Space"},
                            *self.flat(item),
                            {"t": "Space"},
                        )
                    ]
                case "Table":
                    rows = self._rows(content)
                    inner = [
                        part
                        for _, cells in rows
                        for cell in cells
                        for part in (*self.flat(cell[4]), {"t": "Space"})
                    ]
                case "Figure":
                    inner = [*self.flat(content[2]), *self.flat(content[1][1])]
                case "LineBlock":
                    inner = [part for line in content for part in (*line, {"t": "Space"})]
                case "CodeBlock":
                    inner = [{"t": "Code", "c": [["", [], []], content[1]]}]
                case "DefinitionList":
                    inner = [
                        part
                        for term, meanings in content
                        for part in (*term, {"t": "Space"}, *(p for m in meanings for p in self.flat(m)))
                    ]
                case _:
                    inner = []
            if inner:
                made += [*([{"t": "Space"}] if made else []), *inner]
        return made

    def _rows(self, content: Any) -> list[Any]:
        _, _, _, head, bodies, foot = content
        return [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]

    def _table(self, content: Any) -> list[Block]:
        rows = self._rows(content)
        caption = self.blocks(content[1][1])
        cells = [cell for _, row in rows for cell in row]
        if len(cells) == 1 and not self.ready.head:
            inner = self.blocks(cells[0][4])
            if inner:
                self.number = inner[0].place.line or self.number
                self.tell("I027", variant="frame")
            return [*caption, *inner]
        grid, trouble = self._grid(rows)
        if not any(any(row) for row in grid):
            return caption
        self.tables += 1
        number, made = self.tables, []
        first = True
        for row_number, row in enumerate(grid):
            for column, nodes in enumerate(row):
                words = without_breaks(self._content(self.flat(nodes or [])))
                if first and words:
                    for variant in trouble:
                        self.tell("I027", variant=variant)
                    first = False
                made.append(Block(Kind.CELL, words, self.place(), number=number, cell=(row_number, column)))
        return [*caption, *made, *self._images()]

    def _grid(self, rows: Sequence[Any]) -> tuple[list[list[Sequence[Node]]], list[str]]:
        """The cells of a table, each in its place (the first of those it covers), and what to tell of it."""
        grid: dict[tuple[int, int], Sequence[Node]] = {}
        trouble: dict[str, None] = {}  # variants of I027
        for at, (_, cells) in enumerate(rows):
            column = 0
            for _, _, row_span, column_span, nodes in cells:
                while (at, column) in grid:
                    column += 1
                if row_span > 1 or column_span > 1:
                    trouble[""] = None
                for down in range(min(row_span, len(rows) - at)):
                    for across in range(min(column_span, 200)):
                        grid[at + down, column + across] = ()
                grid[at, column] = nodes
                column += column_span
                kinds = [_kind(node) for node in nodes]
                if "Table" in kinds:
                    trouble["table-in-cell"] = None
                elif any(kind in ("BulletList", "OrderedList") for kind in kinds):
                    trouble["list-in-cell"] = None
                elif len(kinds) > 1 or "LineBreak" in str(nodes):
                    trouble["lines-in-cell"] = None
        width = max((column for _, column in grid), default=-1) + 1
        return [[grid.get((row, column), ()) for column in range(width)] for row in range(len(rows))], list(
            trouble
        )

    # Captions in paragraphs of their own

    def _with_captions(self, blocks: list[Block]) -> list[Block]:
        """A paragraph in Word's style for captions belongs to the picture above or below it."""
        made: list[Block] = []
        for index, block in enumerate(blocks):
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            if block.name != CAPTION:
                made.append(block)
            elif made and made[-1].kind is Kind.FIGURE and not made[-1].content:
                made[-1] = msgspec.structs.replace(made[-1], content=(Text(plain(block.content)),))
            elif (
                after is not None
                and after.kind is Kind.ALTERNATIVE
                and index + 2 < len(blocks)
                and not blocks[index + 2].content
            ):
                blocks[index + 2] = msgspec.structs.replace(
                    blocks[index + 2], content=(Text(plain(block.content)),)
                )
            else:
                made.append(msgspec.structs.replace(block, name=""))
        return made


# Notes from one step of the walk to the next, in `Block.name`, which these kinds have no other use for.
CAPTION, CONTINUED, EMPTY = "caption", "continued", "empty"
_CAPTION_STYLE = re.compile(r"caption|image caption|légende|figure caption|illustration")


def _joined_quotes(blocks: Sequence[Block]) -> list[Block]:
    """Word has a style for a paragraph of a quotation, and nothing that says where a quotation ends."""
    return [
        msgspec.structs.replace(block, starts=False)
        if block.kind is Kind.QUOTE and index and blocks[index - 1].kind is Kind.QUOTE
        else block
        for index, block in enumerate(blocks)
    ]


def _kind(node: Node) -> str:
    while node["t"] == "Div" and len(node["c"][1]) == 1:
        node = node["c"][1][0]
    return str(node["t"])
