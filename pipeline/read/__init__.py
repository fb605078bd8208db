"""read: one source file becomes an `Article`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from pipeline import markup, media, pandoc, typography
from pipeline import source as files
from pipeline.markup import Node
from pipeline.model import (
    PRINTED,
    PRINTED_IMPRINT,
    Article,
    ArticleSettings,
    Block,
    Exit,
    FeuilletError,
    Figure,
    Finding,
    Inlines,
    Kind,
    NoteMark,
    Place,
    Source,
    Text,
    error,
    is_error,
    is_part,
    plain,
)
from pipeline.text import nearest


def article(source: Source) -> Article:
    """The article that the file of ``source`` says.

    Raises `FeuilletError` with everything that is wrong: not UTF-8, empty, no title, unknown settings
    or nodes, a picture that is missing, unsafe or without alternative text.
    """
    shown = source.text.name
    head, body, first_line = files.split(files.decode(source.text.data, shown), shown)
    settings = files.settings(head, shown)
    blocks, findings = parse(body, shown, first_line)
    blocks, misplaced = _with_figures(blocks, settings.figures, shown, head)
    blocks = (*blocks, *_metadata(settings, shown, head))
    findings += check_outline(blocks, shown)
    findings += misplaced + check_key_points(settings.key_points, blocks, shown, head)
    findings += check_parts(settings.parts, blocks, shown, head)
    cover = Place(shown, files.line_of(head, settings.cover))
    pictures, missing = _pictures(source, blocks, settings.cover, cover)
    findings += missing
    if any(map(is_error, findings)):
        raise FeuilletError(Exit.SOURCE, findings)
    return Article(source.name, settings, blocks, pictures)


# ── Blocks ─────────────────────────────────────────────────────────────────────────────────


def parse(body: str, shown: str, first_line: int = 1) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    """The blocks that the Markdown ``body`` says, title first, and the findings about it."""
    tree = pandoc.tree(body, place=Place(shown), positions=True)
    walker = _Walker(shown, first_line - 1)
    blocks = [*walker.blocks(tree), *walker.footnotes()]
    return _with_lead(blocks), tuple(walker.reader.findings)


class _Walker:
    """Walks pandoc's blocks in order, keeping the line they stand on."""

    def __init__(self, shown: str, offset: int) -> None:
        self.shown = shown
        self.offset = offset
        self.line: int | None = None
        self.tables = 0
        self.reader = markup.Reader(self.place)

    def place(self, node: Node | None = None) -> Place:
        return Place(self.shown, _line(node, self.offset) or self.line)

    def blocks(self, nodes: Iterable[Node], level: int = 1) -> Iterable[Block]:
        for node in nodes:
            self.line = _line(node, self.offset) or self.line
            content: Any = node.get("c")
            match node["t"]:
                case "Div" if _is_wrapper(content[0]):
                    yield from self.blocks(content[1], level)
                case "Header":
                    kind = Kind.TITLE if content[0] == 1 else Kind.HEADING
                    yield self._block(kind, content[2], level=content[0])
                case "Para" | "Plain":
                    yield from self._paragraph(content)
                case "BulletList":
                    yield from self._items(content, level, None)
                case "OrderedList":
                    yield from self._items(content[1], level, content[0][0])
                case "BlockQuote":
                    yield from self._quote(content, level)
                case "Table":
                    yield from self._table(node)
                case _:
                    self.reader.unknown(node)

    def _block(self, kind: Kind, content: Sequence[Node], **more: object) -> Block:
        place = self.place(next(iter(content), None))
        return Block(kind, _strip(self.reader.inlines(content)), place, **more)  # type: ignore[arg-type]

    def _paragraph(self, content: Sequence[Node]) -> Iterable[Block]:
        inner = [child for child in map(_unwrap, content) if child["t"] not in ("Space", "SoftBreak")]
        if len(inner) == 1 and inner[0]["t"] == "Image":
            _, words, (file, caption) = inner[0]["c"]
            place = self.place(inner[0])
            yield from figure_blocks(file, self.reader.inlines(words), caption, place)
        else:
            yield self._block(Kind.PARAGRAPH, content)

    def _items(self, items: Sequence[Sequence[Node]], level: int, number: int | None) -> Iterable[Block]:
        for index, item in enumerate(items):
            starts = True
            for block in self.blocks(item, level + 1):
                if block.kind is Kind.PARAGRAPH:
                    order = None if number is None else number + index
                    yield Block(Kind.ITEM, block.content, block.place, level, order, starts=starts)
                    starts = False
                elif block.kind is Kind.ITEM:
                    if starts:
                        yield Block(Kind.ITEM, (), block.place, level, starts=True)
                        starts = False
                    yield block
                else:
                    self._refuse(f"a {block.kind.value} inside a list", block.place)

    def _quote(self, nodes: Sequence[Node], level: int) -> Iterable[Block]:
        starts = True
        for block in self.blocks(nodes, level):
            if block.kind is Kind.PARAGRAPH:
                yield Block(Kind.QUOTE, block.content, block.place, level, starts=starts)
                starts = False
            else:
                self._refuse(f"a {block.kind.value} inside a quotation", block.place)

    def _table(self, node: Node) -> Iterable[Block]:
        _, caption, _, head, bodies, foot = node["c"]
        if caption[1]:
            self._refuse("a caption inside a table", self.place(node))
        self.tables += 1
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        for row_number, (_, cells) in enumerate(rows):
            for column, (_, _, _, _, blocks) in enumerate(cells):
                words = [inline for block in blocks for inline in _unwrap(block)["c"]]
                yield self._block(Kind.CELL, words, number=self.tables, cell=(row_number, column))

    def footnotes(self) -> Iterable[Block]:
        for index, nodes in enumerate(self.reader.notes, 1):
            for block in self.blocks(nodes):
                if block.kind is Kind.PARAGRAPH:
                    yield Block(Kind.NOTE, block.content, block.place, number=index)
                else:
                    self._refuse(f"a {block.kind.value} inside a footnote", block.place)

    def _refuse(self, what: str, place: Place) -> None:
        hint = "Move it out, or write it in another way."
        self.reader.findings.append(
            error("R006", f"The text has {what}, which Feuillet cannot set.", hint, place)
        )


def figure_blocks(file: str, words: Inlines, caption: str, place: Place) -> Iterable[Block]:
    """A figure is two segments: what is heard in its place, and what stands below it."""
    yield Block(Kind.ALTERNATIVE, words, place, media=file)
    yield Block(Kind.FIGURE, (Text(caption),) if caption else (), place, media=file)


def _unwrap(node: Node) -> Node:
    """The node inside the Span or Div that ``+sourcepos`` wraps around it."""
    while node["t"] in ("Span", "Div") and _is_wrapper(node["c"][0]) and len(node["c"][1]) == 1:
        node = node["c"][1][0]
    return node


def _is_wrapper(attributes: Sequence[object]) -> bool:
    return ["wrapper", "1"] in attributes[2]  # type: ignore[operator]


def _line(node: object, offset: int) -> int | None:
    """The line of the first source position in ``node``."""
    position = next(_positions(node), None)
    return int(position.rsplit("@", 1)[-1].split(":")[0]) + offset if position else None


def _positions(node: object) -> Iterator[str]:
    """Every source position in ``node``, such as ``3:1-4:1``."""
    match node:
        case ["data-pos", str(position)]:
            yield position
        case dict():
            yield from _positions([*node.values()])
        case list():
            for inner in node:
                yield from _positions(inner)


def _strip(content: Inlines) -> Inlines:
    """``content`` without spaces at its ends."""
    if content and isinstance(content[0], Text):
        content = (Text(content[0].text.lstrip(" ")), *content[1:])
    if content and isinstance(content[-1], Text):
        content = (*content[:-1], Text(content[-1].text.rstrip(" ")))
    return tuple(inline for inline in content if inline != Text(""))


def _with_lead(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The first paragraph right after the title is the lead."""
    if len(blocks) > 2 and blocks[0].kind is Kind.TITLE and blocks[1].kind is Kind.PARAGRAPH:
        lead = Block(Kind.LEAD, blocks[1].content, blocks[1].place)
        return (blocks[0], lead, *blocks[2:])
    return tuple(blocks)


# ── What the metadata add ──────────────────────────────────────────────────────────────────


def _with_figures(
    blocks: tuple[Block, ...], figures: Sequence[Figure], shown: str, head: str
) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    findings: list[Finding] = []
    for figure in figures:
        place = Place(shown, files.line_of(head, figure.file), figure.after)
        at = next(
            (i for i, block in enumerate(blocks) if plain(block.content).startswith(figure.after)), None
        )
        if at is None or not figure.after:
            message = f"No block begins with “{figure.after}”, so the figure {figure.file} has no place."
            findings.append(error("R010", message, "Copy the first words of the block it follows.", place))
            continue
        made = figure_blocks(
            figure.file, (Text(figure.alternative),) if figure.alternative else (), figure.caption, place
        )
        blocks = (*blocks[: at + 1], *made, *blocks[at + 1 :])
    return blocks, tuple(findings)


def _metadata(settings: ArticleSettings, shown: str, head: str) -> Iterable[Block]:
    """Key points and the pieces of metadata that are printed, as segments like any other."""
    for point in settings.key_points:
        yield Block(Kind.KEY_POINT, (Text(point),), Place(shown, files.line_of(head, point), point))
    fields = [(name, getattr(settings, name)) for name in PRINTED]
    if settings.imprint:
        fields += [(name, getattr(settings.imprint, name)) for name in PRINTED_IMPRINT]
    for name, value in fields:
        if value:
            yield Block(
                Kind.METADATA, (Text(value),), Place(shown, files.line_of(head, value), value), name=name
            )


def _pictures(
    source: Source, blocks: Sequence[Block], cover: str, cover_place: Place
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Every variant of every picture (``name.svg``, ``name.fr.svg`` …) under the name it has on disk."""
    wanted = {block.media: block.place for block in blocks if block.media}
    if cover:
        wanted.setdefault(cover, cover_place)
    pictures: dict[str, bytes] = {}
    findings: list[Finding] = []
    for name, place in wanted.items():
        file = PurePosixPath(name)
        start, end = file.with_suffix("").as_posix(), file.suffix
        names = [
            other
            for other in sorted((*source.pictures, *source.outside))
            if other.startswith(f"{start}.")
            and other.endswith(end)
            and "/" not in other[len(start) :]
            and other != name
        ]
        is_there = name in source.pictures or name in source.outside
        for variant in [*names, name] if is_there or not names else names:
            data, problems = media.find(source, variant, place)
            findings += problems
            if data:
                pictures[variant] = data
    return pictures, tuple(findings)


# ── What an article has to have ────────────────────────────────────────────────────────────


def check_outline(blocks: Sequence[Block], shown: str) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    titles = [block for block in blocks if block.kind is Kind.TITLE]
    if not titles or not plain(titles[0].content).strip():
        findings.append(
            error("R005", "The article has no title.", "Begin the text with a line “# Title”.", Place(shown))
        )
    elif blocks[0].kind is not Kind.TITLE:
        findings.append(
            error("R005", "The title is not the first thing in the text.", "Move it up.", titles[0].place)
        )
    for title in titles:
        if any(isinstance(inline, NoteMark) for inline in title.content):
            hint = "Move the note into the text: the title stands on covers and in lists."
            findings.append(error("R018", "The title has a footnote.", hint, title.place))
    for extra in titles[1:]:
        hint = "Keep one line that begins with a single #; give the others ##."
        findings.append(error("R008", "The article has a second title.", hint, extra.place))
    level = 1
    for block in blocks:
        if block.kind is Kind.HEADING:
            if block.level > level + 1:
                message = f"The heading jumps from level {level} to level {block.level}."
                hint = f"Begin it with {'#' * (level + 1)}."
                findings.append(error("R009", message, hint, block.place))
            level = block.level
        if block.kind in (Kind.HEADING, Kind.ALTERNATIVE) and not plain(block.content).strip():
            if block.kind is Kind.ALTERNATIVE:
                message, hint = (
                    f"The picture “{block.media}” has no alternative text.",
                    "Say in a sentence what it shows.",
                )
                findings.append(error("R011", message, hint, block.place))
            else:
                findings.append(
                    error("R015", "A heading has no words.", "Write it or delete it.", block.place)
                )
    if not any(block.kind not in (Kind.TITLE, Kind.METADATA, Kind.KEY_POINT) for block in blocks):
        findings.append(error("R003", "The article has a title and no text.", "Write some.", Place(shown)))
    return tuple(findings)


def check_key_points(
    points: Sequence[str], blocks: Sequence[Block], shown: str, head: str
) -> tuple[Finding, ...]:
    """Each key point has to be quoted from the article, word for word."""
    said = [plain(block.content) for block in blocks if block.kind not in (Kind.KEY_POINT, Kind.METADATA)]
    found = [typography.letters(text) for text in said]
    return tuple(
        error(
            "R016",
            f"The key point “{point}” is not in the article.",
            f"Quote a sentence. The nearest is: “{nearest(point, sentences(said))}”",
            Place(shown, files.line_of(head, point), point),
        )
        for point in points
        if not any(typography.letters(point) in text for text in found)
    )


def check_parts(
    parts: Mapping[str, tuple[str, ...]], blocks: Sequence[Block], shown: str, head: str
) -> tuple[Finding, ...]:
    """Each part that is named for a product begins with a heading of the second level."""
    there = {typography.letters(words): words for words in (plain(b.content) for b in blocks if is_part(b))}
    return tuple(
        error(
            "R019",
            f"The article has no part “{name}”.",
            f"Write one of its “## ” headings{_nearest(name, there.values())}",
            Place(shown, files.line_of(head, f'"{name}"')),
        )
        for names in parts.values()
        for name in names
        if typography.letters(name) not in there
    )


def _nearest(name: str, headings: Iterable[str]) -> str:
    near = nearest(name, headings)
    return (
        f". The nearest is: “{near}”" if near else f": {', '.join(f'“{heading}”' for heading in headings)}."
    )


def sentences(texts: Iterable[str]) -> list[str]:
    return [sentence for text in texts for sentence in re.split(r"(?<=[.!?…])\s+", text)]
