"""What the engine laid out, page by page: its blocks and their lines, in reading order, without furniture.

WeasyPrint's boxes know what a PDF does not say: which lines are one paragraph, and what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.verify.page.paper import Box

MM = 25.4 / 96  # one CSS pixel
PT = 72 / 96

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# What is no running text: to be looked up, not to be read on.
_ASIDE_TAGS = frozenset(("figcaption", "th", "caption", "nav"))
_ASIDE_CLASSES = frozenset(("aside", "contact", "cover", "data", "footnotes", "imprint", "notice", "stamp"))
_INLINE = frozenset(("a", "b", "code", "em", "i", "span", "strong", "sub", "sup"))


class Row(NamedTuple):
    """One line of a block. ``size`` is the type that most of it is set in, in pt."""

    text: str
    box: Box
    baseline: float
    size: float


class Outside(NamedTuple):
    """Text that goes beyond what it stands in."""

    text: str
    box: Box
    what: str


class Block(NamedTuple):
    """The lines of a block on one page, or a picture, which has none."""

    page: int
    element: int
    tag: str
    classes: frozenset[str]
    language: str
    box: Box
    rows: tuple[Row, ...]
    words: frozenset[str]
    is_aside: bool
    is_repeated: bool
    is_inline: bool
    is_heading: bool
    outside: tuple[Outside, ...]


class Laid(NamedTuple):
    """One page: the area that text may use, its blocks, and the classes of all that stands on it."""

    number: int
    area: Box
    blocks: tuple[Block, ...]
    classes: frozenset[str]


class _Around(NamedTuple):
    """What is known from the boxes around one."""

    tags: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    is_repeated: bool = False
    is_inline: bool = False
    is_free: bool = False  # positioned out of the flow
    frames: tuple[tuple[Box, str], ...] = ()


def read(pages: Sequence[Any]) -> tuple[Laid, ...]:
    return tuple(_page(page, number) for number, page in enumerate(pages, 1))


def _page(page: Any, number: int) -> Laid:
    box = page._page_box
    area = Box(
        box.content_box_x() * MM,
        box.content_box_y() * MM,
        (box.content_box_x() + box.width) * MM,
        (box.content_box_y() + box.height) * MM,
    )
    seen: set[str] = set()
    blocks = tuple(block for child in box.children for block in _blocks(child, number, area, _Around(), seen))
    return Laid(number, area, blocks, frozenset(seen))


def _blocks(box: Any, page: int, area: Box, around: _Around, seen: set[str]) -> Iterator[Block]:
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox) or box.style["visibility"] != "visible":
        return
    around = _with(box, around)
    seen |= around.classes
    if isinstance(box, boxes.ReplacedBox):
        yield _block(box, page, around, (), ())
        return
    if not isinstance(box, boxes.ParentBox):
        return
    lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
    rows = tuple(row for line in lines if (row := _row(line)))
    if rows:
        outside = tuple(found for line in lines for found in _outside(line, box, area, around))
        yield _block(box, page, around, rows, outside)
    for child in box.children:
        yield from _blocks(child, page, area, around, seen)


def _with(box: Any, around: _Around) -> _Around:
    from weasyprint.formatting_structure import boxes

    # What is taken out of the flow is placed where it stands on purpose.
    frames = () if box.is_absolutely_positioned() else around.frames
    if isinstance(box, boxes.TableCellBox) or _is_framed(box):
        frames = (*frames, (_border_box(box), "the frame around it"))
    names = (box.element.get("class") or "").split() if box.element is not None else ()
    return _Around(
        tags=(*around.tags, box.element_tag or ""),
        classes=around.classes.union(names),
        is_repeated=around.is_repeated or getattr(box, "is_header", False),
        is_inline=around.is_inline or _is_in_text(box),
        is_free=around.is_free or box.is_absolutely_positioned() or box.style["position"] == "relative",
        frames=frames,
    )


def _is_in_text(box: Any) -> bool:
    """Whether a box is a word or a sign in a line; a division is one of blocks, however it is set."""
    from weasyprint.formatting_structure import boxes

    return isinstance(box, boxes.InlineBlockBox) and box.element_tag != "div"


def _is_framed(box: Any) -> bool:
    from weasyprint.formatting_structure import boxes

    if not isinstance(box, boxes.BlockLevelBox | boxes.InlineBlockBox) or box.element_tag in ("html", "body"):
        return False
    colour = box.style["background_color"]
    painted = colour != "currentcolor" and getattr(colour, "alpha", 0) > 0
    lined = all(
        box.style[f"border_{side}_style"] not in ("none", "hidden")
        for side in ("top", "right", "bottom", "left")
    )
    return painted or lined


def _border_box(box: Any) -> Box:
    left, top = box.border_box_x(), box.border_box_y()
    return Box(left * MM, top * MM, (left + box.border_width()) * MM, (top + box.border_height()) * MM)


def _block(
    box: Any, page: int, around: _Around, rows: tuple[Row, ...], outside: tuple[Outside, ...]
) -> Block:
    tag = box.element_tag or ""
    text = "" if box.element is None else "".join(_source(box.element))
    return Block(
        page=page,
        element=id(box.element),
        tag=tag,
        classes=around.classes,
        language=box.style["lang"] or "",
        box=_border_box(box),
        rows=rows,
        words=frozenset(text.replace("\u00ad", "").split()),
        is_aside=bool(around.classes & _ASIDE_CLASSES or _ASIDE_TAGS.intersection(around.tags)),
        is_repeated=around.is_repeated,
        is_inline=around.is_inline or "::" in tag,
        is_heading=bool(HEADINGS.intersection(around.tags)),
        outside=outside,
    )


def _source(element: Any) -> Iterator[str]:
    """The words of an element; what begins a new line is no part of the word before it."""
    yield element.text or ""
    for child in element:
        apart = "" if child.tag in _INLINE else " "
        yield apart
        yield from _source(child)
        yield apart
        yield child.tail or ""


def _texts(box: Any) -> Iterator[Any]:
    """The pieces of text that stand in a line itself, not in a block of its own within it."""
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _row(line: Any) -> Row | None:
    texts = [text for text in _texts(line) if text.text.strip()]
    if not texts:
        return None
    main = max(texts, key=lambda text: len(text.text))
    return Row(
        text="".join(text.text for text in _texts(line)).strip(),
        box=Box(
            min(text.position_x for text in texts) * MM,
            line.position_y * MM,
            max(text.position_x + text.width for text in texts) * MM,
            (line.position_y + line.height) * MM,
        ),
        baseline=(main.position_y + main.baseline) * MM,
        size=main.style["font_size"] * PT,
    )


def _outside(line: Any, block: Any, area: Box, around: _Around) -> Iterator[Outside]:
    """Text of ``line`` that goes beyond its block, a frame or a cell around it, or the text area."""
    slack = 0.3
    own = _border_box(block)
    from_right = block.style["direction"] == "rtl"
    for text in _texts(line):
        if not text.text.strip():
            continue
        baseline, size = (text.position_y + text.baseline) * MM, text.style["font_size"] * MM
        box = Box(
            text.position_x * MM,
            baseline - 0.6 * size,
            (text.position_x + text.width) * MM,
            baseline + 0.1 * size,
        )
        beyond = own.left - box.left if from_right else box.right - own.right
        framed = [
            name
            for frame, name in around.frames
            if box.left < frame.left - slack
            or box.right > frame.right + slack
            or box.top < frame.top - slack
            or box.bottom > frame.bottom + slack
        ]
        if beyond > slack:
            yield Outside(text.text.strip(), box, "its column")
        elif framed:
            yield Outside(text.text.strip(), box, framed[0])
        elif not around.is_free and (
            box.bottom > area.bottom + slack or box.left < area.left - slack or box.right > area.right + slack
        ):
            yield Outside(text.text.strip(), box, "the text area")
