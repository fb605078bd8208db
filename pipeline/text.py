"""Words as strings: folded, shortened, looked for among others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def fold(text: str) -> str:
    """``text`` without accents and capitals, to compare words by."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def short(text: str, most: int = 70) -> str:
    """``text`` in at most ``most`` characters, cut after a word, with an ellipsis where something is gone."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:.") + "…"


# What stands around the words that a finding is about, in the texts that it shows.
OPEN, CLOSE = "⟦", "⟧"
_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_OWN = str.maketrans({OPEN: "[", CLOSE: "]"})
_MOST_MARKS = 4  # that a shortened text shows


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with ⟦ and ⟧ around each of ``spans``, which say from where to where and do not overlap.

    Such brackets of the text itself become square ones.
    """
    text, made, at = text.translate(_OWN), "", 0
    for start, end in sorted(spans):
        made += f"{text[at:start]}{OPEN}{text[start:end]}{CLOSE}"
        at = end
    return made + text[at:]


def marks(text: str) -> tuple[str, ...]:
    """The words between ⟦ and ⟧ in ``text``."""
    return tuple(_MARKED.findall(text))


def read_otherwise(text: str, read: str) -> str:
    """What the marked words of ``text`` were read as, where that is not what they say; else nothing."""
    return "" if " ".join(" ".join(marks(text)).split()).casefold() == read.casefold() else read


def around(text: str, most: int = 240) -> str:
    """A marked ``text`` in some ``most`` characters: what is far from the marks gives way to an ellipsis."""
    line = " ".join(text.split())
    found = list(_MARKED.finditer(line))
    if len(line) <= most or not found:
        return short(line, most)
    room = most // min(len(found), _MOST_MARKS)
    shown, at = "", 0
    for index, mark in enumerate(found[:_MOST_MARKS]):
        words = short(mark[1], room)
        reach = max(0, room - len(words)) // 2
        start, end = max(at, mark.start() - reach), mark.end() + reach
        if start > at:  # what is left out ends with a word
            start = line.find(" ", start, mark.start()) + 1 or mark.start()
            shown += " … "
        shown += f"{line[start : mark.start()]}{OPEN}{words}{CLOSE}"
        limit = found[index + 1].start() if index + 1 < len(found) else len(line)
        at = limit if end >= limit else max(line.rfind(" ", mark.end(), end), mark.end())
        shown += line[mark.end() : at]
    return " ".join((shown if at == len(line) else f"{shown} …").split())


def nearest(name: str, known: Iterable[str]) -> str:
    """The one of ``known`` that is most like ``name``; nothing where none is like it at all."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), 1, 0.5)), "")
