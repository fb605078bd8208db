"""What the comparison knows of a language: one table of words and ways to write numbers for each.

To add a language, write ``<tag>.py`` here with a `Table` named ``TABLE``. A language without one is still
compared: by its digits, addresses, links, markup and sentences.
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
    "%": ("%", 1), "‰": ("‰", 1), "°C": ("°", 1), "°": ("°", 1), "°F": ("~°", 1),
    "€": ("€", 1), "EUR": ("€", 1), "£": ("£", 1), "GBP": ("£", 1), "$": ("$", 1), "CHF": ("CHF", 1),
    "USD": ("$", 1), "CAD": ("$", 1), "₴": ("₴", 1),
    "h": ("min", 60), "min": ("min", 1), "mn": ("min", 1), "s": ("min", 1 / 60), "sec": ("min", 1 / 60),
    "x": ("time", 1), "×": ("time", 1), "ms": ("min", 1 / 60000),
}  # fmt: skip


CURRENCIES = frozenset({"€", "$", "£", "CHF", "₴"})

# Measures that other countries say in metres and grams, roundly: near enough is the same ("3 feet", "1 m").
FOOT, POUND, PINT = "~m", "~g", "~l"


def late(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A pattern that is compiled when it is first asked for: compiling them all would slow every start."""
    return lru_cache(maxsize=1)(lambda: re.compile(pattern, flags))


class Cue(NamedTuple):
    """A pattern whose finding says no, only, except or without. A soft one may, but need not, be answered."""

    pattern: str
    kind: str = NOT
    concept: str = ""
    hard: bool = True


class Table(NamedTuple):
    """The table of one language. Words are in lower case, with a straight apostrophe."""

    tag: str
    decimal: str = "."  # what stands before decimals; the other of "." and "," may stand between thousands
    word: str = r"[^\W\d_]+"  # the pattern of one word
    length: float = 1.0  # how long its texts are, against other languages

    # Numbers
    numbers: Mapping[str, int] = {}
    multipliers: Mapping[str, int] = {}
    ordinals: Mapping[str, int] = {}
    ordinal_suffixes: frozenset[str] = frozenset()
    fractions: Mapping[str, float] = {}
    collectives: Mapping[str, int] = {}  # a dozen, a score
    soft: frozenset[str] = (
        frozenset()
    )  # number words that may be something else, or that a translation may leave out
    articles: frozenset[str] = frozenset()  # "a" counts as one before a unit
    and_: str = ""
    and_after: int = 100  # "and" joins after tens (20) or after hundreds (100)
    of: frozenset[str] = frozenset()  # what stands between a fraction and its unit
    half_adjectives: frozenset[str] = frozenset()  # a half that may be part of another word ("demi-journée")
    halves: Mapping[str, float] = {}  # "and a half", after the number or after the unit
    between: frozenset[str] = frozenset()  # stands between number and unit without meaning
    joins: frozenset[str] = frozenset()  # between two numbers that share a unit
    ranges: frozenset[str] = frozenset()
    range_starts: frozenset[str] = frozenset()  # "between", "from": what follows are the two ends of a range
    between_two: frozenset[str] = frozenset()  # "entre deux": the number may be left out
    range_fillers: frozenset[str] = frozenset()  # may stand after what joins the two: "de 2 à environ 4"
    ratios: frozenset[str] = frozenset()  # "2 sur 3", "one in ten"
    loose_ratios: frozenset[str] = frozenset()  # … that join other numbers too
    exact: Mapping[tuple[float, str], tuple[str, float]] = {}  # "15 jours" is two weeks

    # Units and time
    units: Mapping[str, Unit] = {}
    months: tuple[tuple[str, ...], ...] = ()  # twelve names; the same in other forms
    capital_months: bool = False
    doubtful_months: frozenset[str] = (
        frozenset()
    )  # words that are something else, unless one of the next stands before them
    before_months: frozenset[str] = frozenset()
    date_of: frozenset[str] = frozenset()  # between the day and the month
    date_joins: frozenset[str] = frozenset()  # between two days
    weekdays: tuple[tuple[str, ...], ...] = ()  # from Monday; the same in other forms
    weekday_plural: str = ""  # a pattern
    month_first: bool = False
    day_labels: frozenset[str] = frozenset()  # "J-3", "D3"
    decades: frozenset[str] = frozenset()  # "les années 40"
    decade_ending: str = ""  # "the 1940s"
    centuries: frozenset[str] = frozenset()
    roman_ordinals: bool = False  # "XXIe"
    clock: Mapping[str, float] = {}  # noon, midnight
    halves_of_day: Mapping[str, int] = {}  # "du soir", "pm": the hours that they add
    loose_halves: frozenset[str] = (
        frozenset()
    )  # first words of those that mean it after a time alone: "at 8 in the evening"
    oclock: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()  # "half past"
    soft_clock: Mapping[str, int] = {}  # lunchtime
    clock_before: frozenset[str] = frozenset()  # what a bare number that is a time stands after
    doubtful_clock: frozenset[str] = frozenset()  # … and what other numbers stand after as well
    sure_clock: frozenset[str] = frozenset()  # … and what makes "2.30" a time
    dotted: str = ""  # a pattern: words that are written with points, "p.m."
    hour_is_time: bool = False  # "8 h", "8 heures" may be a time of day
    per: frozenset[str] = frozenset()
    soft_per: frozenset[str] = frozenset()
    before_soft_per: frozenset[str] = frozenset()
    # pattern, dimension, period, hard, soft number
    frequencies: tuple[tuple[str, str, float, bool, float], ...] = ()
    every: str = ""  # a pattern: what is before the number in "every 6 hours"
    always: str = ""  # a pattern: at any hour
    wholes: Mapping[str, tuple[float, Unit]] = {}  # one word for number and unit: twice, overnight
    scores: bool = False  # "quatre-vingts", "soixante-dix"
    plural_multipliers: frozenset[str] = frozenset()  # hundreds, thousands: how many, nobody says
    limits: Mapping[str, str] = {}  # "at least", before the number
    limits_after: Mapping[str, str] = {}  # "or more", after it
    limit_fillers: frozenset[str] = frozenset()  # may stand between the two

    # Sense
    cues: tuple[Cue, ...] = ()
    coordinators: str = ""  # a pattern: and, or, nor
    collapses: str = (
        ""  # a pattern: the cues that the other language may then leave out ("ne … et ne", "not … or")
    )
    function_words: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    acronyms: Mapping[str, str] = {}
    common_names: frozenset[str] = frozenset()  # capitals that are no names, or names that are translated


NO_TABLE = Table(tag="")


def base(tag: str) -> str:
    """The language that ``tag`` is a variety of: fr-CA is fr."""
    return tag.lower().split("-")[0]


@lru_cache(maxsize=32)
def table(tag: str) -> Table | None:
    """The table of the language ``tag``, or of the language that it is a variety of."""
    name = base(tag)
    if not re.fullmatch("[a-z]{2,3}", name) or find_spec(f"{__package__}.{name}") is None:
        return None
    found: Table = import_module(f"{__package__}.{name}").TABLE
    return found._replace(month_first=True) if tag.lower() == "en-us" else found
