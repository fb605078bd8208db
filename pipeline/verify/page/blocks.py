"""What a laid out block is to a reader: a heading, running text or beside it, and what leaves its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.laid import Box, LaidBlock, Run

MM = 25.4 / 72  # one pt
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# What is no running text: to be looked up, not to be read on.
_ASIDE_TAGS = frozenset(("figcaption", "th", "caption", "nav"))
_ASIDE_CLASSES = frozenset(("aside", "contact", "cover", "data", "footnotes", "imprint", "notice", "stamp"))
_SLACK = 0.3


class Outside(NamedTuple):
    """Text that goes beyond what it stands in: its ``column``, a ``frame``, or the text ``area``."""

    text: str
    box: Box
    what: str


def is_heading(block: LaidBlock) -> bool:
    return not _HEADINGS.isdisjoint(block.tags)


def is_aside(block: LaidBlock) -> bool:
    return not (_ASIDE_TAGS.isdisjoint(block.tags) and _ASIDE_CLASSES.isdisjoint(block.classes))


def outside(block: LaidBlock, area: Box) -> Iterator[Outside]:
    """Text that goes beyond its block, a frame or a cell around it, or the text ``area`` of its page."""
    for line in block.lines:
        for run in line.runs:
            if run.text.strip() and (what := _left(run, block, area)):
                yield Outside(run.text.strip(), _inked(run), what)


def _left(run: Run, block: LaidBlock, area: Box) -> str:
    """What a run goes beyond; nothing where it stays in all."""
    box, column = _inked(run), block.box
    beyond = column.left - box.left if block.from_right else box.right - column.right
    if beyond > _SLACK:
        return "column"
    if not all(frame.holds(box, _SLACK) for frame in block.frames):
        return "frame"
    # Above the text area stands what was put there on purpose.
    if not block.free and not area.holds(box._replace(top=area.top), _SLACK):
        return "area"
    return ""


def _inked(run: Run) -> Box:
    """Where the letters of a run stand, about: not the whole height of its line."""
    size = run.size * MM
    return Box(run.box.left, run.baseline - 0.6 * size, run.box.right, run.baseline + 0.1 * size)
