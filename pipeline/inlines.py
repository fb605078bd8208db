"""One walk and one map over `Inlines`, whatever is nested in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from pipeline.model import Inline, Inlines, NoteMark


def inside(inline: Inline) -> Inlines:
    """What stands within ``inline``; nothing within a text, a break, code or the mark of a footnote."""
    content: Inlines = getattr(inline, "content", ())
    return content


def walk(content: Inlines) -> Iterator[Inline]:
    """Every inline in ``content`` in reading order, one that holds others before them."""
    for inline in content:
        yield inline
        yield from walk(inside(inline))


def changed(content: Inlines, change: Callable[[Inline], Iterable[Inline]]) -> Inlines:
    """``content`` with ``change`` made to each inline in it, to what is within one before it itself."""
    result: list[Inline] = []
    for inline in content:
        if within := inside(inline):
            inline = msgspec.structs.replace(inline, content=changed(within, change))
        result += change(inline)
    return tuple(result)


def note_numbers(content: Inlines) -> tuple[int, ...]:
    """The numbers of the footnotes whose marks stand in ``content``, in order."""
    return tuple(inline.number for inline in walk(content) if isinstance(inline, NoteMark))
