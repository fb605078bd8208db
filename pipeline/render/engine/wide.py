"""Tables too large for their place, found where they were laid out and mended in the tree they came from.

A table whose words leave no room for all its columns becomes several under each other. Each has the first
column, and as many of the others as fit; a word that is too long even so may break. Two tables beside each
other that go on for pages keep their rows on one height.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.render.engine.loaded import Page, boxes, percentage

PART = "part"  # the class of each table that a wide one becomes
LONG = "long-words"  # the class of a cell whose words may break anywhere


class _Laid(NamedTuple):
    """A table as it was laid out on one page.

    ``cell`` is the one it stands in, of the table that sets languages side by side, where there is one;
    ``columns`` are its columns' widths, ``room`` is all they may have; ``first`` is what the first column
    takes with no line broken; ``rows`` are the rows that stand there, with their heights.
    """

    element: Element
    cell: Element | None
    columns: tuple[float, ...]
    room: float
    first: float
    rows: tuple[tuple[Element, float], ...]

    @property
    def is_wide(self) -> bool:
        return sum(self.columns) > self.room + 0.5


class _Grid(NamedTuple):
    """How a table is set: ``long`` are the columns whose words may break.

    With a ``size``, that many columns stand in each part, of the width ``other``, beside the first.
    """

    long: frozenset[int]
    size: int = 0
    first: float = 0
    other: float = 0


# ── Too wide ───────────────────────────────────────────────────────────────────────────────


def split(root: Element, pages: Sequence[Page]) -> bool:
    """Mend, below ``root``, the tables of ``pages`` that are too wide; say whether there are any.

    Tables that stand beside each other, as a table and its translation, are mended alike.
    """
    parents = _parents(root)
    laid = {id(table.element): table for page in pages for table in _tables(page._page_box)}
    groups = [group for group in _beside(laid.values(), parents) if any(table.is_wide for table in group)]
    for group in groups:
        # The columns of a table that overflows are as narrow as its words allow.
        widths = zip(*(table.columns for table in group if table.is_wide), strict=True)
        first = max(table.first for table in group)
        grid = _grid(tuple(map(max, widths)), first, min(table.room for table in group))
        for table in group:
            _split(table.element, parents[table.element], grid)
    return bool(groups)


def _grid(columns: Sequence[float], whole: float, room: float) -> _Grid:
    """The least number of parts, of like many columns, in which each word has the room that it needs.

    A word gets half the room at most, so two columns always fit; beyond that it has to break. The first
    column names the rows again and again: it gets the room for its ``whole`` lines if they are short.
    """
    long = frozenset(index for index, width in enumerate(columns) if width > room / 2)
    first, *others = (min(width, room / 2) for width in columns)
    if first + sum(others) <= room:
        return _Grid(long)
    first, widest = max(first, min(whole, room / 3)), max(others)
    sizes = (-(-len(others) // count) for count in range(2, len(others) + 1))
    size = next(size for size in sizes if size == 1 or first + size * widest <= room)
    first = max(min(first, room / 2), min(room / (size + 1), room - size * widest))
    return _Grid(long, size, first, (room - first) / size)


def _split(table: Element, parent: Element, grid: _Grid) -> None:
    """Put in the place of ``table`` the tables that ``grid`` makes of it."""
    rows = list(table.iter("tr"))
    for row in rows:
        for index in grid.long.intersection(range(len(row))):
            row[index].set("class", LONG)
    if grid.size:
        count = len(rows[0])
        starts = range(1, count, grid.size)
        parts = [_part(table, range(start, min(start + grid.size, count)), grid) for start in starts]
        at = list(parent).index(table)
        parent[at : at + 1] = parts


def _part(table: Element, columns: range, grid: _Grid) -> Element:
    """``table`` with its first column and some of the others, each part on the same grid."""
    part = deepcopy(table)
    part.set("class", f"{table.get('class')} {PART}")
    part.set("style", f"width: {grid.first + len(columns) * grid.other:.2f}px")
    for row in part.iter("tr"):
        cells = list(row)
        row[:] = [cells[0], *cells[columns.start : columns.stop]]
        if columns.start > 1:  # said again, it is no place to go to
            for element in cells[0].iter():
                element.attrib.pop("id", None)
    for cell, width in zip(next(part.iter("tr")), (grid.first, *[grid.other] * len(columns)), strict=True):
        cell.set("style", f"width: {width:.2f}px")
    return part


# ── Too long ───────────────────────────────────────────────────────────────────────────────


def level(root: Element, pages: Sequence[Page]) -> bool:
    """Give the rows of tables beside each other one height, where they go on over ``pages``.

    Without that, a row and its translation would drift apart, page after page. Say whether there are any.
    """
    laid = [table for page in pages for table in _tables(page._page_box)]
    seen = Counter(id(table.element) for table in laid)
    heights: dict[int, dict[Element, float]] = {}
    for table in laid:
        rows = heights.setdefault(id(table.element), {})
        rows.update((row, max(height, rows.get(row, 0))) for row, height in table.rows)
    uneven = False
    for group in _beside({id(table.element): table for table in laid}.values(), _parents(root)):
        sides = [heights[id(table.element)] for table in group]
        if len(group) == 1 or len(set(map(len, sides))) > 1 or all(seen[id(t.element)] == 1 for t in group):
            continue
        for row in zip(*(side.items() for side in sides), strict=True):
            tallest = max(height for _, height in row)
            for element, height in row:
                if height < tallest - 0.1:
                    element.set("style", f"height: {tallest:.2f}px")
                    uneven = True
    return uneven


# ── Where tables stand ─────────────────────────────────────────────────────────────────────


def _tables(box: boxes.Box, width: float = 0, cell: Element | None = None) -> Iterator[_Laid]:
    """The data tables in ``box``, which stands in a box of that ``width``, and in ``cell``."""
    if isinstance(box, boxes.TableBox) and "data" in (box.element.get("class") or "").split():
        asked = box.style["width"]
        room = width if asked == "auto" else percentage(asked, box.style, width)
        rows = [row for group in box.children for row in group.children]
        first = max(_unbroken(row.children[0]) for row in rows)
        heights = tuple((row.element, row.height) for row in rows)
        yield _Laid(box.element, cell, tuple(box.column_widths), room, first, heights)
    elif isinstance(box, boxes.ParentBox):
        # The engine puts a table in a box as wide as itself: its room is that of the box around.
        inner = width if box.is_table_wrapper else box.width
        around = box.element if isinstance(box, boxes.TableCellBox) else cell
        for child in box.children:
            yield from _tables(child, inner, around)


def _unbroken(cell: boxes.TableCellBox) -> float:
    """How wide a cell would be with its words on one line."""
    lines = [box for box in cell.descendants() if isinstance(box, boxes.LineBox)]
    words = sum(box.width for box in cell.descendants() if isinstance(box, boxes.TextBox))
    space = cell.style["font_size"] / 4
    return float(cell.border_width() - cell.width + words + space * max(0, len(lines) - 1))


def _beside(tables: Iterable[_Laid], parents: dict[Element, Element]) -> Iterator[list[_Laid]]:
    """The tables, those together that stand at one place in the cells of one row, with as many columns."""
    groups: dict[object, list[_Laid]] = {}
    for table in tables:
        place: tuple[Element, int] = (table.element, 0)
        if table.cell is not None:
            place = parents[table.cell], list(table.cell.iter("table")).index(table.element)
        groups.setdefault((*place, len(table.columns)), []).append(table)
    yield from groups.values()


def _parents(root: Element) -> dict[Element, Element]:
    return {child: parent for parent in root.iter() for child in parent}
