"""What an engine laid out, page by page, as plain values. Lengths are in mm, type is in pt.

Places are told from the left and the top edge of the page. Page furniture (running heads, page numbers)
is left out: it is no part of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Value


class Box(NamedTuple):
    """A rectangle: mm from the left and the top edge of the trimmed page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def overlap(self, other: Box) -> tuple[float, float]:
        """How wide and how high both lie over each other; not above 0 where they do not."""
        return (
            min(self.right, other.right) - max(self.left, other.left),
            min(self.bottom, other.bottom) - max(self.top, other.top),
        )

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """Whether ``other`` lies within, or reaches over an edge by ``slack`` at most."""
        return (
            self.left <= other.left + slack
            and self.top <= other.top + slack
            and self.right >= other.right - slack
            and self.bottom >= other.bottom - slack
        )


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of ``boxes``."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


class Run(Value, frozen=True):
    """A piece of text in one style. ``font`` is the family it asks for; ``colour`` red, green, blue and
    opacity, of 255; ``element`` the tag of what it stands in, such as ``strong`` or ``li::before``.
    """

    text: str
    box: Box
    baseline: float
    font: str
    size: float
    colour: tuple[int, int, int, int]
    language: str
    element: str


class LaidLine(Value, frozen=True):
    """The runs of one line, from its first word to its last. Some of it is more than spaces."""

    runs: tuple[Run, ...]
    box: Box

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()

    @property
    def size(self) -> float:
        """The type that most of the line is set in."""
        return self._longest.size

    @property
    def baseline(self) -> float:
        return self._longest.baseline

    @property
    def _longest(self) -> Run:
        return max((run for run in self.runs if run.text.strip()), key=lambda run: len(run.text))


class LaidBlock(Value, frozen=True):
    """The lines of one block that stand on one page; or a picture, which has none.

    ``element`` numbers the element it is of: what goes on after a page break has the number of its beginning.
    ``tags`` are those of all it stands in, from without, its own last; ``classes`` all of theirs. ``source``
    is the text of the whole element, as the document has it. ``frames`` are the cells and the frames around
    it. It is ``repeated`` when it says a table's head again; ``in_text`` when it stands in a line of another
    block; ``free`` when it was placed out of the flow; ``from_right`` when its lines begin there.
    """

    page: int
    element: int
    tags: tuple[str, ...]
    classes: frozenset[str]
    language: str
    box: Box
    lines: tuple[LaidLine, ...]
    source: str
    frames: tuple[Box, ...]
    repeated: bool
    in_text: bool
    free: bool
    from_right: bool

    @property
    def tag(self) -> str:
        return self.tags[-1]


class LaidLink(Value, frozen=True):
    """Where a link stands, and where it leads: an address, or the id of a place in the document."""

    target: str
    box: Box


class LaidPage(Value, frozen=True):
    """One page: its size, the area that text may use, and what stands on it, in reading order.

    ``classes`` are those of all that stands on it, in a block or not.
    """

    number: int
    width: float
    height: float
    area: Box
    blocks: tuple[LaidBlock, ...]
    links: tuple[LaidLink, ...]
    classes: frozenset[str]
