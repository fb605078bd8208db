"""The glossary of a workspace, ``sources/glossary.toml``: approved pairs, by language tag.

    [[term]]
    fr = ["comprimé pelliculé"]
    en = ["film-coated tablet", "coated tablet"]
    note = "not “pill”"

Where a source says one of its variants, the translation has to say one of the approved ones. The first
variant is the preferred one, and the one a message names. A plural in -s or -x is found as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.model import Exit, FeuilletError, Place, Settings, Value, error


class Term(Value, frozen=True):
    """One idea: the approved words for it in each language, the preferred first."""

    words: Mapping[str, tuple[str, ...]]
    note: str = ""


class Glossary(Value, frozen=True):
    terms: tuple[Term, ...] = ()


NO_TERMS = Glossary()  # of a workspace without one


class _File(Settings, frozen=True):
    term: tuple[dict[str, tuple[str, ...] | str], ...] = ()


def glossary(data: bytes, shown: str) -> Glossary:
    """Read a glossary. Raises `FeuilletError` with the line of what cannot be read."""
    from pipeline import workspace  # brings Pillow along

    terms: list[Term] = []
    for index, entry in enumerate(workspace.load(data, _File, shown).term, 1):
        note = entry.get("note", "")
        words = {tag: (given,) if isinstance(given, str) else given
                 for tag, given in entry.items() if tag != "note"}  # fmt: skip
        good = (
            isinstance(note, str)
            and len(words) >= 2
            and all(variants and all(variant.strip() for variant in variants) for variants in words.values())
        )
        if not good:
            raise FeuilletError(Exit.CONFIGURATION, (error("X035", Place(shown), number=index),))
        terms.append(Term(words, note if isinstance(note, str) else ""))
    return Glossary(tuple(terms))


def says(text: str, variants: tuple[str, ...]) -> bool:
    """Whether ``text`` (in lower case) says one of ``variants``."""
    return any(_pattern(variant).search(text) for variant in variants)


@lru_cache(maxsize=1024)
def _pattern(variant: str) -> re.Pattern[str]:
    words = (re.escape(word) + r"(?:e?s|x)?" for word in variant.lower().replace("’", "'").split())
    return re.compile(r"\b" + r"[\s-]+".join(words) + r"\b")
