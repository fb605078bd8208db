"""The boxes that the engine laid out, walked in reading order, without page furniture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pipeline.render.engine.loaded import AbsolutePlaceholder, Page, boxes


def inside(box: boxes.Box) -> Iterator[boxes.Box]:
    """What stands directly in a box."""
    for child in box.children if isinstance(box, boxes.ParentBox) else ():
        laid = child._box if isinstance(child, AbsolutePlaceholder) else child
        if not isinstance(laid, boxes.MarginBox):
            yield laid


def content(box: boxes.Box) -> Iterator[boxes.Box]:
    """A box and all in it."""
    yield box
    for child in inside(box):
        yield from content(child)


def lines(box: boxes.Box) -> Iterator[boxes.LineBox]:
    """The lines in a box, without those within another line."""
    if isinstance(box, boxes.LineBox):
        yield box
        return
    for child in inside(box):
        yield from lines(child)


def texts(line: boxes.LineBox) -> Iterator[boxes.TextBox]:
    """The pieces of text that stand in a line itself, not in a block of its own within it."""
    for child in line.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from texts(child)


def text(box: boxes.Box) -> str:
    """What is laid out in a box: its words, lines apart."""
    parts: list[str] = []
    for inner in content(box):
        if isinstance(inner, boxes.TextBox):
            parts.append(inner.text)
        elif isinstance(inner, boxes.LineBox | boxes.BlockLevelBox):
            parts.append("\n")
    return "".join(parts)


def text_of_pages(pages: Iterable[Page]) -> str:
    """What is laid out on ``pages``; what goes on after a page break stands with its beginning."""
    blocks: dict[tuple[int, str], list[str]] = {}
    for page in pages:
        for line in lines(page._page_box):
            blocks.setdefault((id(line.element), line.element_tag), []).append(text(line))
    return "\n".join(chain.from_iterable(blocks.values()))
