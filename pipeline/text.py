"""Words as strings: folded, shortened, looked for among others."""

from __future__ import annotations

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


def nearest(name: str, known: Iterable[str]) -> str:
    """The one of ``known`` that is most like ``name``; nothing where none is like it at all."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), 1, 0.5)), "")
