"""normal: one form for the same words, whatever marks a program or an author put around them.

What comes from Word and what is read from Markdown can be compared once both are in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from pipeline import markup
from pipeline.model import (
    Break,
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    Link,
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Text,
)


def without_breaks(content: Inlines) -> Inlines:
    """``content`` on one line."""
    parts = [(Text(" ") if isinstance(part, Break) else part, marks) for part, marks in runs(content)]
    return canonical(joined(parts))


Mark: TypeAlias = tuple[str, str]  # what is set around words, and the address or the language it names
Run: TypeAlias = tuple[Inline, frozenset[Mark]]
_ORDER = ("Link", "Foreign", "Strong", "Emphasis", "Superscript", "Subscript")


def runs(content: Iterable[Inline], marks: frozenset[Mark] = frozenset()) -> Iterator[Run]:
    """The words of ``content``, breaks, codes and notes among them, each with its marks."""
    for inline in content:
        match inline:
            case Text(text):
                for part in re.findall(r" +|[^ ]+", text):
                    yield Text(part), marks
            case Break() | Code() | NoteMark():
                yield inline, marks
            case Link(inner, target):
                held = frozenset(mark for mark in marks if mark[0] != "Link")
                yield from runs(inner, held | {("Link", target)})
            case Foreign(inner, language):
                held = frozenset(mark for mark in marks if mark[0] != "Foreign")
                yield from runs(inner, held | {("Foreign", language)})
            case _:
                yield from runs(inline.content, marks | {(type(inline).__name__, "")})


def canonical(content: Iterable[Inline]) -> Inlines:
    """``content`` in the form that Markdown can write: no mark ends on a space or is within itself."""
    parts = _tidied(list(runs(content)))
    neutral = [isinstance(part, Break | NoteMark) or part == Text(" ") for part, _ in parts]
    settled: list[Run] = []
    for index, (part, marks) in enumerate(parts):
        if neutral[index]:
            before = settled[-1][1] if settled else frozenset[Mark]()
            after = next(
                (parts[at][1] for at in range(index + 1, len(parts)) if not neutral[at]), frozenset[Mark]()
            )
            marks = frozenset(
                mark for mark in before & after if mark[0] in ("Strong", "Emphasis") or mark in marks
            )
        settled.append((part, marks))
    return tuple(markup.merge(_nested(settled)))


def joined(parts: Sequence[Run]) -> Inlines:
    """Runs (see `runs`) as one piece of marked words again."""
    return tuple(markup.merge(_nested(parts)))


def _tidied(parts: list[Run]) -> list[Run]:
    """Single spaces, none at the ends or beside a break, and no break at the ends."""
    made: list[Run] = []
    for part, marks in parts:
        if isinstance(part, Text) and not part.text.strip(" "):
            if not made or isinstance(made[-1][0], Break) or made[-1][0] == Text(" "):
                continue
            part = Text(" ")
        elif isinstance(part, Break):
            if not made:
                continue
            if made[-1][0] == Text(" "):
                made.pop()
            if made and isinstance(made[-1][0], Break):
                continue
        elif isinstance(part, Code) and not part.text.strip():
            continue
        made.append((part, marks))
    while made and (isinstance(made[-1][0], Break) or made[-1][0] == Text(" ")):
        made.pop()
    return made


def _nested(parts: Sequence[Run]) -> Iterator[Inline]:
    at = 0
    while at < len(parts):
        part, marks = parts[at]
        if not marks or part == Text(" "):  # no mark begins on a space
            yield part
            at += 1
            continue
        reach = {
            mark: next((end for end in range(at, len(parts)) if mark not in parts[end][1]), len(parts))
            for mark in marks
        }
        mark = min(marks, key=lambda mark: (-reach[mark], _ORDER.index(mark[0]), mark[1]))
        end = reach[mark]
        while parts[end - 1][0] == Text(" "):  # or ends on one
            end -= 1
        inner = tuple(markup.merge(_nested([(part, marks - {mark}) for part, marks in parts[at:end]])))
        yield _made(mark, inner)
        at = end


def _made(mark: Mark, inner: Inlines) -> Inline:
    match mark[0]:
        case "Link":
            return Link(inner, mark[1])
        case "Foreign":
            return Foreign(inner, mark[1])
        case "Strong":
            return Strong(inner)
        case "Emphasis":
            return Emphasis(inner)
        case "Superscript":
            return Superscript(inner)
    return Subscript(inner)
