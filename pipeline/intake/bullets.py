"""bullets: lines that begin with a bullet which somebody typed or pasted, and are meant as items of a list.

A sign that nobody writes but as a bullet is one for sure; a dash, or the letter o that Word puts before items
of the second level, is one where another line beside it begins alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.intake.normal import Run, joined, runs
from pipeline.model import Block, Break, Finding, Kind, Place, Text, Value, note
from pipeline.text import short

SURE = "•‣◦▪●○■·∙➢➤►\uf0b7\uf0a7\uf0d8"  # the last three are Word's own, in its fonts of symbols
DOUBTFUL = "–—o"
SECOND = "o"  # always the second level, below an item with another sign


def is_bullet(mark: str, beside: Sequence[str]) -> bool:
    """Whether ``mark`` begins an item; ``beside`` are the signs that the lines above and below begin with."""
    if not mark:
        return False
    if mark in SURE:
        return True
    return mark in beside or (mark == SECOND and any(other and other in SURE for other in beside))


# ── In Markdown ────────────────────────────────────────────────────────────────────────────

_LINE = re.compile(rf"(\s*)([{SURE}{DOUBTFUL}])[ \t]+(\S.*)")


def in_markdown(lines: Sequence[str], shown: str, first_line: int) -> tuple[list[str], list[Finding]]:
    """``lines`` with hyphens for bullets that Markdown does not know, and what is to be told of them."""
    found = {at: match for at, line in enumerate(lines) if (match := _LINE.fullmatch(line))}
    written = [at for at, line in enumerate(lines) if line.strip()]
    marks = [found[at][2] if at in found else "" for at in written]
    items = _positions(marks)
    made = list(lines)
    above = 0  # the indent of the last item that is not of the second level
    for position, at in enumerate(written):
        if position not in items:
            continue
        indent, mark, words = found[at].groups()
        if mark != SECOND:
            above = len(indent)
        elif _is_below(marks, position):
            indent = indent.ljust(above + 2)
        made[at] = f"{indent}- {words}"
    places = {position: Place(shown, first_line + at) for position, at in enumerate(written)}
    texts = {position: found[at][3] for position, at in enumerate(written) if at in found}
    return made, list(_findings(marks, items, places, texts))


# ── In documents ───────────────────────────────────────────────────────────────────────────


class _TypedLine(Value, frozen=True):
    """One line of a paragraph: its words without the sign that they begin with, and that sign."""

    block: int
    mark: str
    words: tuple[Run, ...]


def in_blocks(blocks: Sequence[Block]) -> tuple[list[Block], list[Finding]]:
    """``blocks`` with list items for paragraphs, and for lines of paragraphs, that begin with a bullet."""
    lines = [line for index, block in enumerate(blocks) for line in _lines(index, block)]
    marks = [line.mark for line in lines]
    items = _positions(marks)
    # A line without a bullet below one with a bullet may go on with it: such a paragraph stays as it is.
    for position in range(len(lines) - 2, -1, -1):
        after = lines[position + 1]
        if position in items and after.block == lines[position].block and position + 1 not in items:
            items.discard(position)
    positions: dict[int, list[int]] = {}
    for position, line in enumerate(lines):
        positions.setdefault(line.block, []).append(position)
    made: list[Block] = []
    for index, block in enumerate(blocks):
        own = positions.get(index, [])
        if not any(position in items for position in own):
            made.append(block)
            continue
        before = [lines[position].words for position in own if position not in items]
        if before:
            made.append(Block(Kind.PARAGRAPH, joined(_with_breaks(before)), block.place))
        for position in own:
            if position in items:
                level = 2 if lines[position].mark == SECOND and _is_below(marks, position) else 1
                words = joined(lines[position].words)
                made.append(Block(Kind.ITEM, words, block.place, level, starts=True))
    places = {position: blocks[line.block].place for position, line in enumerate(lines)}
    texts = {position: _text(line.words) for position, line in enumerate(lines)}
    return made, list(_findings(marks, items, places, texts))


def _lines(index: int, block: Block) -> Iterator[_TypedLine]:
    """The lines of a paragraph; any other block is one that begins with no bullet."""
    if block.kind is not Kind.PARAGRAPH or block.name:
        yield _TypedLine(index, "", ())
        return
    line: list[Run] = []
    for run in (*runs(block.content), (Break(), frozenset())):
        if not isinstance(run[0], Break):
            line.append(run)
            continue
        first = line[0][0] if len(line) > 2 and line[1][0] == Text(" ") else None
        mark = first.text if isinstance(first, Text) and first.text in set(SURE + DOUBTFUL + "-") else ""
        yield _TypedLine(index, mark, tuple(line[2:] if mark else line))
        line = []


def _with_breaks(lines: Sequence[tuple[Run, ...]]) -> list[Run]:
    return [
        run for at, line in enumerate(lines) for run in (*([(Break(), frozenset())] if at else ()), *line)
    ]


def _is_below(marks: Sequence[str], position: int) -> bool:
    """Whether an item of the second level stands below one of the first."""
    while position and marks[position] == SECOND:
        position -= 1
    return marks[position] not in ("", SECOND)


def _text(words: Sequence[Run]) -> str:
    return "".join(inline.text for inline, _ in words if isinstance(inline, Text))


# ── Both ───────────────────────────────────────────────────────────────────────────────────


def _positions(marks: Sequence[str]) -> set[int]:
    return {
        at
        for at, mark in enumerate(marks)
        if is_bullet(mark, (*marks[max(at - 1, 0) : at], *marks[at + 1 : at + 2]))
    }


def _findings(
    marks: Sequence[str], items: set[int], places: Mapping[int, Place], words: Mapping[int, str]
) -> Iterator[Finding]:
    """A note for each run of lines that became items, and for each line that did not."""
    for at, mark in enumerate(marks):
        if at in items and at - 1 not in items:
            end = at
            while end in items:
                end += 1
            yield note("I040", places[at], count=end - at, mark=mark)
        elif mark and at not in items:
            line = short(f"{mark} {words[at]}")
            yield note("I040", places[at], variant="kept", line=line, mark=mark)
