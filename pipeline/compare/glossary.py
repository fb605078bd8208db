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

import msgspec

from pipeline.model import Exit, FeuilletError, File, Place, Value, error


class Term(Value, frozen=True):
    """One idea: the approved words for it in each language, the preferred first."""

    words: Mapping[str, tuple[str, ...]]
    note: str = ""


class Glossary(Value, frozen=True):
    terms: tuple[Term, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    term: tuple[dict[str, tuple[str, ...] | str], ...] = ()


def glossary(file: File) -> Glossary:
    """Read a glossary. Raises `FeuilletError` with the line of what cannot be read."""
    import tomllib

    from pipeline import workspace  # brings Pillow along

    data = file.data
    workspace.load(data, _File, file.name)  # raises with place and hint
    values = tomllib.loads(data.decode("utf-8").replace("\r\n", "\n"))
    terms: list[Term] = []
    for index, entry in enumerate(values.get("term", ()), 1):
        note = entry.pop("note", "")
        words = {tag: (given,) if isinstance(given, str) else tuple(given) for tag, given in entry.items()}
        good = (
            isinstance(note, str)
            and len(words) >= 2
            and all(variants and all(variant.strip() for variant in variants) for variants in words.values())
        )
        if not good:
            message = f"Term {index} of the glossary does not give words in two languages."
            hint = 'Write, for example: fr = ["comprimé"] and en = ["tablet", "pill"].'
            raise FeuilletError(Exit.CONFIGURATION, (error("X035", message, hint, Place(file.name)),))
        terms.append(Term(words, note))
    return Glossary(tuple(terms))


def says(text: str, variants: tuple[str, ...]) -> bool:
    """Whether ``text`` (in lower case) says one of ``variants``."""
    return any(_pattern(variant).search(text) for variant in variants)


@lru_cache(maxsize=1024)
def _pattern(variant: str) -> re.Pattern[str]:
    words = (re.escape(word) + r"(?:e?s|x)?" for word in variant.lower().replace("’", "'").split())
    return re.compile(r"\b" + r"[\s-]+".join(words) + r"\b")
