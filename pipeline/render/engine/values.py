"""What leaves the engine: its pages as the values of `pipeline.laid`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.laid import Box, LaidBlock, LaidLine, LaidLink, LaidPage, Run
from pipeline.render.engine import walk
from pipeline.render.engine.loaded import AbsolutePlaceholder, Page, boxes

MM = 25.4 / 96  # one CSS pixel
PT = 72 / 96
_INLINE = frozenset(("a", "b", "code", "em", "i", "span", "strong", "sub", "sup"))


class _Around(NamedTuple):
    """What is known from the boxes around one."""

    tags: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    repeated: bool = False
    in_text: bool = False
    free: bool = False
    frames: tuple[Box, ...] = ()


def laid_pages(pages: Sequence[Page]) -> tuple[LaidPage, ...]:
    """``pages`` as plain values."""
    numbers: dict[int, int] = {}
    return tuple(_page(page, number, numbers) for number, page in enumerate(pages, 1))


def _page(page: Page, number: int, numbers: dict[int, int]) -> LaidPage:
    box = page._page_box
    left, top = box.content_box_x(), box.content_box_y()
    found: set[str] = set()
    blocks = tuple(
        block for child in box.children for block in _blocks(child, number, _Around(), numbers, found)
    )
    return LaidPage(
        number=number,
        width=page.width * MM,
        height=page.height * MM,
        area=_box(left, top, box.width, box.height),
        blocks=blocks,
        links=tuple(
            LaidLink(target, Box(*(MM * side for side in sides))) for _, target, sides, _ in page.links
        ),
        classes=frozenset(found),
    )


def _blocks(
    box: boxes.Box, page: int, around: _Around, numbers: dict[int, int], found: set[str]
) -> Iterator[LaidBlock]:
    """The blocks in a box, each before those that stand in it; all classes there are put into ``found``."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox) or box.style["visibility"] != "visible":
        return
    around = _within(box, around)
    found |= around.classes
    if isinstance(box, boxes.ReplacedBox):
        yield _block(box, page, around, (), numbers)
    elif isinstance(box, boxes.ParentBox):
        lines = (child for child in box.children if isinstance(child, boxes.LineBox))
        if laid := tuple(_line(line) for line in lines if any(map(_is_seen, walk.texts(line)))):
            yield _block(box, page, around, laid, numbers)
        for child in box.children:
            yield from _blocks(child, page, around, numbers, found)


def _within(box: boxes.Box, around: _Around) -> _Around:
    # What is taken out of the flow is placed where it stands on purpose.
    frames = () if box.is_absolutely_positioned() else around.frames
    if isinstance(box, boxes.TableCellBox) or _is_framed(box):
        frames = (*frames, _border_box(box))
    names = (box.element.get("class") or "").split() if box.element is not None else ()
    return _Around(
        tags=(*around.tags, box.element_tag or ""),
        classes=around.classes.union(names),
        repeated=around.repeated or getattr(box, "is_header", False),
        # A word or a sign in a line; a division is one of blocks, however it is set.
        in_text=around.in_text or (isinstance(box, boxes.InlineBlockBox) and box.element_tag != "div"),
        free=around.free or box.is_absolutely_positioned() or box.style["position"] == "relative",
        frames=frames,
    )


def _is_framed(box: boxes.Box) -> bool:
    if not isinstance(box, boxes.BlockLevelBox | boxes.InlineBlockBox) or box.element_tag in ("html", "body"):
        return False
    colour = box.style["background_color"]
    painted = colour != "currentcolor" and getattr(colour, "alpha", 0) > 0
    lined = all(
        box.style[f"border_{side}_style"] not in ("none", "hidden")
        for side in ("top", "right", "bottom", "left")
    )
    return painted or lined


def _block(
    box: boxes.Box, page: int, around: _Around, lines: tuple[LaidLine, ...], numbers: dict[int, int]
) -> LaidBlock:
    return LaidBlock(
        page=page,
        element=numbers.setdefault(id(box.element), len(numbers)),
        tags=around.tags,
        classes=around.classes,
        language=box.style["lang"] or "",
        box=_border_box(box),
        lines=lines,
        source="" if box.element is None else "".join(_source(box.element)),
        frames=around.frames,
        repeated=around.repeated,
        in_text=around.in_text or "::" in around.tags[-1],
        free=around.free,
        from_right=box.style["direction"] == "rtl",
    )


def _source(element: Element) -> Iterator[str]:
    """The words of an element; what begins a new line is no part of the word before it."""
    yield element.text or ""
    for child in element:
        apart = "" if child.tag in _INLINE else " "
        yield apart
        yield from _source(child)
        yield apart
        yield child.tail or ""


def _line(line: boxes.LineBox) -> LaidLine:
    texts = list(walk.texts(line))
    seen = list(filter(_is_seen, texts))
    left = min(text.position_x for text in seen)
    right = max(text.position_x + text.width for text in seen)
    return LaidLine(tuple(map(_run, texts)), _box(left, line.position_y, right - left, line.height))


def _is_seen(text: boxes.TextBox) -> bool:
    return bool(text.text.strip())


def _run(text: boxes.TextBox) -> Run:
    colour = text.style["color"]
    red, green, blue = (round(255 * part) for part in colour.to("srgb").coordinates)
    return Run(
        text=text.text,
        box=_box(text.position_x, text.position_y, text.width, text.height),
        baseline=(text.position_y + text.baseline) * MM,
        font=text.style["font_family"][0],
        size=text.style["font_size"] * PT,
        colour=(red, green, blue, round(255 * colour.alpha)),
        language=text.style["lang"] or "",
        element=text.element_tag or "",
    )


def _border_box(box: boxes.Box) -> Box:
    return _box(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())


def _box(x: float, y: float, width: float, height: float) -> Box:
    """A rectangle in the engine's pixels, in mm."""
    return Box(x * MM, y * MM, (x + width) * MM, (y + height) * MM)
