"""What the parity gate knows of a language: one table of words and number formats for each.

To add a language, write ``<tag>.py`` beside `fr` and `en` with a `Words` named ``WORDS``. A language
without a table is still compared: by its digits, addresses, links, markup and sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

# The cues of a language say what they stand for. The first five classes may stand for one another where
# nothing nearer is left ("not … without" for "only"); cues of the last class meet only by their concept.
NOT, WITHOUT, ONLY, EXCEPT, LEXICAL, SPECIAL = "not", "without", "only", "except", "lexical", "special"

# A unit by its dimension, and how many of the dimension's own unit it is. Time up to weeks is in minutes,
# longer time in months; what is counted rather than measured has itself for a dimension.
Unit = tuple[str, float]

COUNTED = frozenset(
    [
        "tablet",
        "capsule",
        "drop",
        "dose",
        "puff",
        "spray",
        "sachet",
        "ampoule",
        "vial",
        "patch",
        "suppository",
        "injection",
        "glass",
        "cup",
        "time",
        "year",
        "session",
        "person",
        "teaspoon",
        "tablespoon",
    ]
)

SYMBOLS: Mapping[str, Unit] = {
    "ng": ("g", 1e-9), "µg": ("g", 1e-6), "μg": ("g", 1e-6), "mcg": ("g", 1e-6), "mg": ("g", 1e-3),
    "cg": ("g", 1e-2), "dg": ("g", 1e-1), "g": ("g", 1), "kg": ("g", 1e3),
    "µl": ("l", 1e-6), "µL": ("l", 1e-6), "ml": ("l", 1e-3), "mL": ("l", 1e-3), "cc": ("l", 1e-3),
    "cl": ("l", 1e-2), "cL": ("l", 1e-2), "dl": ("l", 1e-1), "dL": ("l", 1e-1), "l": ("l", 1), "L": ("l", 1),
    "UI": ("unit", 1), "IU": ("unit", 1), "kUI": ("unit", 1e3), "MUI": ("unit", 1e6), "MIU": ("unit", 1e6),
    "mUI": ("unit", 1e-3), "mIU": ("unit", 1e-3),
    "mol": ("mol", 1), "mmol": ("mol", 1e-3), "µmol": ("mol", 1e-6), "μmol": ("mol", 1e-6),
    "nmol": ("mol", 1e-9), "pmol": ("mol", 1e-12), "mEq": ("Eq", 1e-3), "ppm": ("ppm", 1),
    "nm": ("m", 1e-9), "µm": ("m", 1e-6), "mm": ("m", 1e-3), "cm": ("m", 1e-2), "m": ("m", 1),
    "km": ("m", 1e3),
    "m²": ("m²", 1), "cm²": ("m²", 1e-4), "Gy": ("Gy", 1), "mGy": ("Gy", 1e-3), "mSv": ("Sv", 1e-3),
    "MBq": ("Bq", 1e6), "GBq": ("Bq", 1e9), "kcal": ("kcal", 1), "kJ": ("kJ", 1), "Hz": ("Hz", 1),
    "dB": ("dB", 1), "W": ("W", 1), "V": ("V", 1), "kPa": ("kPa", 1), "mmHg": ("mmHg", 1),
    "%": ("%", 1), "‰": ("‰", 1), "°C": ("°", 1), "°": ("°", 1), "°F": ("imperial", 1),
    "€": ("€", 1), "EUR": ("€", 1), "£": ("£", 1), "GBP": ("£", 1), "$": ("$", 1), "CHF": ("CHF", 1),
    "h": ("min", 60), "min": ("min", 1), "mn": ("min", 1), "s": ("min", 1 / 60), "sec": ("min", 1 / 60),
    "x": ("time", 1), "×": ("time", 1), "ms": ("min", 1 / 60000),
}  # fmt: skip


def late(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A pattern that is compiled when it is first asked for: compiling them all would slow every start."""
    return lru_cache(maxsize=1)(lambda: re.compile(pattern, flags))


class Cue(NamedTuple):
    """A pattern whose finding says no, only, except or without. A soft one may, but need not, be answered."""

    pattern: str
    kind: str = NOT
    concept: str = ""
    hard: bool = True


class Words(NamedTuple):
    """The table of one language. Words are in lower case, with a straight apostrophe."""

    tag: str
    decimal: str  # what stands before decimals; the other of "." and "," may stand between thousands
    word: str  # the pattern of one word
    length: float  # how long its texts are, against other languages

    # Numbers
    numbers: Mapping[str, int]
    multipliers: Mapping[str, int]
    ordinals: Mapping[str, int]
    ordinal_suffixes: frozenset[str]
    fractions: Mapping[str, float]
    collectives: Mapping[str, int]  # a dozen, a score
    soft: frozenset[str]  # number words that may be something else, or that a translation may leave out
    articles: frozenset[str]  # "a" counts as one before a unit
    and_: str
    and_after: int  # "and" joins after tens (20) or after hundreds (100)
    of: frozenset[str]  # what stands between a fraction and its unit
    halves: tuple[str, ...]  # "and a half", after the number or after the unit
    between: frozenset[str]  # stands between number and unit without meaning
    joins: frozenset[str]  # between two numbers that share a unit
    ranges: frozenset[str]
    exact: Mapping[tuple[float, str], tuple[str, float]]  # "15 jours" is two weeks

    # Units and time
    units: Mapping[str, Unit]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    month_first: bool
    clock: Mapping[str, int]  # noon, midnight
    halves_of_day: Mapping[str, int]  # "du soir", "pm": the hours that they add
    hour_is_time: bool  # "8 h", "8 heures" may be a time of day
    per: frozenset[str]
    soft_per: frozenset[str]
    before_soft_per: frozenset[str]
    frequencies: tuple[
        tuple[str, str, float, bool, float], ...
    ]  # pattern, dimension, period, hard, soft number
    every: str  # a pattern: what is before the number in "every 6 hours"
    always: str  # a pattern: at any hour

    # Sense
    cues: tuple[Cue, ...]
    coordinators: str  # a pattern: and, or, nor
    collapses: (
        str  # a pattern: the cues that the other language may then leave out ("ne … et ne", "not … or")
    )
    sides: Mapping[str, str]  # left, right, morning …: what may not be exchanged
    function_words: frozenset[str]
    abbreviations: frozenset[str]
    titles: frozenset[str]
    acronyms: Mapping[str, str]
    common_names: frozenset[str]  # capitals that are no names, or names that are translated


NO_WORDS = Words(
    tag="", decimal=".", word=r"[^\W\d_]+", length=1.0,
    numbers={}, multipliers={}, ordinals={}, ordinal_suffixes=frozenset(), fractions={}, collectives={},
    soft=frozenset(), articles=frozenset(), and_="", and_after=0, of=frozenset(), halves=(),
    between=frozenset(), joins=frozenset(), ranges=frozenset(), exact={}, units={},
    months=(), short_months=(), weekdays=(),
    month_first=False, clock={}, halves_of_day={}, hour_is_time=False, per=frozenset(), soft_per=frozenset(),
    before_soft_per=frozenset(), frequencies=(), every="", always="", cues=(),
    coordinators="", collapses="",
    sides={},
    function_words=frozenset(), abbreviations=frozenset(), titles=frozenset(), acronyms={},
    common_names=frozenset(),
)  # fmt: skip


@lru_cache(maxsize=32)
def words(tag: str) -> Words | None:
    """The table of the language ``tag``, or of the language that it is a variety of."""
    base = tag.lower().split("-")[0]
    if not re.fullmatch("[a-z]{2,3}", base) or find_spec(f"{__package__}.{base}") is None:
        return None
    table: Words = import_module(f"{__package__}.{base}").WORDS
    return table._replace(month_first=True) if tag.lower() == "en-us" else table
