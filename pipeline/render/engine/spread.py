"""Pages that lie side by side in an open booklet: laid out as one, cut into two.

A layout that gives a part of it the page name `NAME` (CSS: ``page: spread``) has it laid out on pages of
twice the width, the left half for the left page and the right half for the right one. What begins at the
same height there begins at the same height on both pages; where the engine breaks a row, it breaks on both.

    laid out   ┌───────────┐    cut   ┌─────┐ ┌─────┐
               │ un  │ one │   ───►   │ un  │ │ one │
               └───────────┘          └─────┘ └─────┘
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeAlias
from xml.etree.ElementTree import Element

from pipeline.render.engine.loaded import Page, boxes, pydyf

NAME = "spread"  # or a name that begins with it and a hyphen, for spreads that differ in style

# What stands for an element on each side of the fold: by its id, and the side.
Twins: TypeAlias = dict[tuple[int, str], Element]


def is_one(page: Page) -> bool:
    """Whether ``page`` is a spread, or was cut from one."""
    return str(page._page_box.page_type.name).split("-")[0] == NAME


def count(page: Page) -> int:
    """How many pages a laid out one becomes."""
    return 2 if is_one(page) else 1


def cut(pages: Iterable[Page]) -> list[Page]:
    """``pages`` with each spread among them as two pages, in the order in which they are turned."""
    twins: Twins = {}
    found = []
    for page in pages:
        found += _halves(page, twins) if is_one(page) else [page]
    return found


def in_reading_order(pages: Sequence[Page]) -> Iterator[Page]:
    """``pages`` that were cut: of spreads in a row one side, then the other, so that each goes on."""
    for is_spread, run in groupby(pages, key=is_one):
        facing = list(run)
        first = _side(facing[0])
        yield from sorted(facing, key=lambda page: _side(page) != first) if is_spread else facing


def show_side_by_side(pdf: pydyf.PDF, *, right_to_left: bool) -> None:
    """Have a reader open the file as a booklet: the cover alone, then two pages at a time."""
    pdf.catalog["PageLayout"] = "/TwoPageRight"
    if right_to_left:
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"


def _side(page: Page) -> str:
    return str(page._page_box.page_type.side)


def _halves(page: Page, twins: Twins) -> list[Page]:
    whole = page._page_box
    halves = [_half(whole, "left", twins), _half(whole, "right", twins)]
    return halves[::-1] if whole.children[0].style["direction"] == "rtl" else halves


def _half(whole: boxes.PageBox, side: str, twins: Twins) -> Page:
    """The page that is one side of a spread; its text area ends at the fold."""
    fold = whole.margin_width() / 2
    half = _part(whole, side, fold, twins)
    half.page_type = whole.page_type._replace(side=side)
    if side == "left":
        half.width = fold - whole.content_box_x()
        half.margin_right = half.border_right_width = half.padding_right = 0
    else:
        half.width = whole.content_box_x() + whole.width - fold
        half.margin_left = half.border_left_width = half.padding_left = 0
        for child in half.children:
            child.translate(dx=-fold)
        _shift_backgrounds(half, -fold)
    return Page(half)


def _part(box: boxes.ParentBox, side: str, fold: float, twins: Twins) -> boxes.ParentBox:
    """A copy of a box that reaches over the fold, with what of its content lies on one side.

    Each is of an element of its own, in the language of what it holds: to a structure tree they are two.
    """
    content = []
    for child in box.children:
        where = _where(child, fold)
        if where == side:
            content.append(child)
        elif where == "both":
            content.append(_part(child, side, fold, twins))
    part = box.copy_with_children(content)
    if box.element is not None:
        twin = box.element.makeelement(box.element.tag, box.element.attrib)
        part.element = twins.setdefault((id(box.element), side), twin)
        if content and content[0].element is not None and (language := content[0].element.get("lang")):
            part.element.set("lang", language)
    return part


def _where(box: boxes.Box, fold: float) -> str:
    left, right = box.border_box_x(), box.border_box_x() + box.border_width()
    # A margin box may be wider than its words; it stands where most of it does, like what cannot be cut.
    if isinstance(box, boxes.MarginBox) or not isinstance(box, boxes.ParentBox):
        return "left" if left + right < 2 * fold else "right"
    if right <= fold + 0.01:
        return "left"
    return "right" if left >= fold - 0.01 else "both"


def _shift_backgrounds(box: boxes.Box, dx: float) -> None:
    """Move what is painted behind a box and all that is in it: the engine has worked out where it goes."""
    background = getattr(box, "background", None)
    if background is not None:
        layers = [
            layer._replace(
                painting_area=_moved(layer.painting_area, dx),
                # Without a picture the engine says “unused” here.
                positioning_area=_moved(layer.positioning_area, dx) if layer.image else "unused",
                clipped_boxes=[_moved(clipped, dx) for clipped in layer.clipped_boxes],
            )
            for layer in background.layers
        ]
        box.background = background._replace(layers=layers)
    for child in box.children:
        _shift_backgrounds(child, dx)


def _moved(area: Sequence[float], dx: float) -> tuple[float, ...]:
    return area[0] + dx, *area[1:]
