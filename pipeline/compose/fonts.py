"""Which of our families has which character: ``styles/base/fonts/coverage.json``, made with the fonts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from pipeline.model import Edition, Language, Styles, plain

# The families that running text may fall back to, the first that has a character first.
FALLBACKS = ("Feuillet Sans", "Feuillet World", "Feuillet Arabic")


def coverage(styles: Styles) -> Mapping[str, frozenset[str]]:
    """Every character that a family of ours draws, by the family's name."""
    table = msgspec.json.decode(
        styles.files["base/fonts/coverage.json"], type=dict[str, tuple[tuple[int, int], ...]]
    )
    return {
        family: frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))
        for family, ranges in table.items()
    }


def families(edition: Edition, languages: Sequence[Language], styles: Styles) -> tuple[str, ...]:
    """The families that an ebook has to carry: those of its languages, and the one its signs need."""
    drawn = coverage(styles)
    named = {font for language in languages for font in (language.text, language.display)}
    words = set("".join(plain(text) for segment in edition.segments for text in segment.texts))
    missing = words - drawn[FALLBACKS[0]] - {"\n"}
    return tuple(sorted(named | {family for family in FALLBACKS[1:] if missing & drawn[family]}))
