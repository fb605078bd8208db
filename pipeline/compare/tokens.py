"""A text before it is read: one form for each character, its words with their places, its sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.compare.languages import Table, late

_FORMS = {
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "’": "'", "‘": "'", "ʼ": "'", "\u00ad": None,
    "\u2011": "-", "−": "-", "·": ".", "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3",
    "⁄": "/", "\t": " ", "\n": " ", "º": "°", "μ": "µ", "\u200b": None, "İ": "I",
    # of Arabic: its signs, the letters that only stretch a word, its vowel marks
    "٪": "%", "٫": ",", "٬": "\u202f", "،": ",", "؛": ";", "؟": "?", "ـ": None,
    **dict.fromkeys("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"),
    # of text that runs both ways: marks that are never seen
    **dict.fromkeys("\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"),
}  # fmt: skip
_TABLE = str.maketrans(_FORMS)
_HELD = late(r"(?<!\d)(\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+)(?!\d)")
_NO_BREAK = late("[\u00a0\u202f\u2009]")
_DEGREES = late(r"° (?=[CF]\b)")


def normal(text: str) -> str:
    """``text`` with one form of space, apostrophe, hyphen and digit. Digits held together stay together."""
    if not text.isascii():
        text = "".join(map(_digit, text))
        text = text.replace("٬", "\u202f")
        text = _HELD().sub(lambda match: _NO_BREAK().sub("", match[1]), text)
        text = text.translate(_TABLE)
    else:
        text = text.replace("\t", " ").replace("\n", " ")
    return _DEGREES().sub("°", re.sub(" {2,}", " ", text))


def _digit(character: str) -> str:
    """٣ and ３ are 3."""
    if character < "\u0660" or not character.isdecimal():
        return character
    return str(unicodedata.decimal(character))


class Token(NamedTuple):
    """A word, a number or a sign, and where it stands."""

    text: str
    low: str
    start: int
    end: int


_END = late(r"[.!?…]+[\"'»”)\]]*(?= +[\"'«“(\[¿¡]? ?[^\W_a-zà-ÿœа-яєіїґ]|\s*$)|(?<=[.!?…]) +(?=[-–•])|(?<=[a-zà-ÿœ][.!?])(?=[A-ZÀ-Þ])")  # fmt: skip # noqa: E501


def sentences(text: str, words: Table) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The sentences of ``text``, which is `normal`, and where each ends; at least one."""
    found: list[str] = []
    ends: list[int] = []
    start = 0
    for match in _END().finditer(text):
        if match[0].startswith(".") and match.end() < len(text) and _abbreviated(text, match.start(), words):
            continue
        piece = text[start : match.end()].strip()
        if any(map(str.isalnum, piece)):
            found.append(piece)
            ends.append(match.end())
            start = match.end()
    piece = text[start:].strip()
    if any(map(str.isalnum, piece)) or not found:
        found.append(piece)
        ends.append(len(text) + 1)
    return tuple(found), tuple(ends)


_LAST_WORD = late(r"[\w-]{0,20}$")


def _abbreviated(text: str, dot: int, words: Table) -> bool:
    word = _LAST_WORD().search(text, max(0, dot - 20), dot)
    before = word[0].lower() if word else ""
    if before in ("m", "min", "max", "h", "g", "l", "j", "c", "s", "d", "p", "b", "a"):
        # "10 m. Restez": a unit ends a sentence; "M. Dupont": a title does not
        tail = text[max(0, dot - 30) : dot - len(before)].rstrip()
        if tail and (
            tail[-1].isdecimal() or (before == "m" and tail.lower().endswith((" a.", " p.", "a.", "p.")))
        ):
            return False
        return before in words.abbreviations and (len(before) > 1 or text[dot - 1].isupper())
    return before in words.abbreviations


def sentences_of(text: str, words: Table) -> Iterator[str]:
    yield from sentences(normal(text), words)[0]
