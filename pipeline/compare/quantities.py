"""What a text says that can be counted: quantities, times, dates, how often, addresses. Each with its bonds.

A number is bound to its unit, to what limits it ("at least", "no more than"), to its place in a range, and to
where it stands. Nothing here knows a language: `pipeline.compare.languages` has a table for each.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

from pipeline.compare.languages import COUNTED, CURRENCIES, NO_TABLE, SYMBOLS, Table, Unit, late, table
from pipeline.compare.tokens import Token

# What a fact is about; a finding's code follows from it.
NUMBER, PERCENTAGE, RANGE, DOSE, DATE, TIME, DURATION, FREQUENCY, PHONE, ADDRESS = (
    "number", "percentage", "range", "dose", "date", "time", "duration", "frequency", "phone", "address",
)  # fmt: skip

Meaning = tuple[str, object]  # a dimension and how much of it

# What limits a number, and its opposite under a negation ("not more than": at most).
LEAST, MOST, MORE, LESS = "least", "most", "more", "less"
FLIPPED = {MORE: MOST, LESS: LEAST, LEAST: LEAST, MOST: MOST}
FIRST, SECOND = "first", "second"  # of the two ends of a range


class Fact(NamedTuple):
    """One thing that both texts have to say. ``meanings`` are the ways to read it ("8 h": so long, or then).

    A soft fact may be answered, but need not be: "un" may be an article, "first" may be "d'abord".
    """

    kind: str
    meanings: tuple[Meaning, ...]
    hard: bool
    shown: str
    start: int = 0
    end: int = 0
    limit: str = ""  # LEAST, MOST, MORE, LESS or nothing
    role: str = ""  # FIRST, SECOND or nothing
    limit_start: int = -1  # where the words stand that limit it
    limit_end: int = -1


class Reading(NamedTuple):
    facts: tuple[Fact, ...]
    frequencies: tuple[Fact, ...]
    odd_numbers: tuple[str, ...]  # written as another language would


class Way(NamedTuple):
    """How to read what can be read in two ways."""

    spaced: bool = False  # "2 500" is one number where the language would write "2,500"
    apart: bool = False  # "2 of 3" are two numbers, not a share


PLAIN = Way()


def read(text: str, words: Table, way: Way = PLAIN, denied: Sequence[tuple[int, int]] = ()) -> Reading:
    """Read ``text``, which is `tokens.normal`; ``denied`` are the places of its negations."""
    return _read(text, words.tag, words.month_first, way, tuple(denied))


@lru_cache(maxsize=512)
def _read(text: str, tag: str, month_first: bool, way: Way, denied: tuple[tuple[int, int], ...]) -> Reading:
    words = (table(tag) or NO_TABLE)._replace(month_first=month_first)
    grammar = _grammar(tag)
    facts: list[Fact] = []
    masked = _mask(text, words, grammar, facts)
    odd = tuple(match[0] for match in grammar.odd.finditer(masked))
    frequencies = _frequencies(masked.lower(), grammar, facts)
    _quantities(masked, text, words, grammar, way, denied, facts, frequencies)
    return Reading(tuple(facts), tuple(frequencies), odd)


# ── Patterns, compiled once for each language that is met ──────────────────────────────────


T = TypeVar("T")
Phrases = dict[str, list[tuple[tuple[str, ...], T]]]


def _phrases(table: Mapping[str, T], key: int) -> Phrases[T]:
    """Phrases of several words, by their first (0) or last (-1), in the order of the table."""
    found: Phrases[T] = {}
    for phrase, value in table.items():
        words = tuple(phrase.split())
        found.setdefault(words[key], []).append((words, value))
    return found


class _Grammar(NamedTuple):
    token: re.Pattern[str]
    spaced_token: re.Pattern[str]
    dates: tuple[re.Pattern[str], ...]
    month: re.Pattern[str]
    weekday: re.Pattern[str]
    days: dict[str, int]
    always: re.Pattern[str]
    every: re.Pattern[str]
    frequencies: tuple[tuple[re.Pattern[str], tuple[str, str, float, bool, float]], ...]
    odd: re.Pattern[str]
    months: dict[str, int]
    first_words: frozenset[str]  # of the units that have several words
    limits: Phrases[str]  # by their last words
    limits_after: Phrases[str]
    halves_of_day: Phrases[int]
    marks: re.Pattern[str]


_NEVER = late(r"(?!)")


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=16)
def _grammar(tag: str) -> _Grammar:
    words = table(tag) or NO_TABLE
    group = (
        r"\d{1,3}(?:[ '.]\d{3})+(?!\d)(?:,\d+)?"
        if words.decimal == ","
        else r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    )
    rest = rf"|(?<![\w.,])\.\d+|°[CF]?|{words.word}|[^\w\s]|\w"
    token = rf"\d{{1,2}}:\d{{2}}(?!\d)|{group}|\d+(?:[.,]\d+)?{rest}"
    spaced = rf"\d{{1,2}}:\d{{2}}(?!\d)|\d{{1,3}}(?: \d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?{rest}"
    months = {name: index for names in words.months for index, name in enumerate(names, 1) if name}
    dates: tuple[re.Pattern[str], ...] = ()
    month = _NEVER()
    if months:
        name = _any(list(months))
        suffix = "(?:" + _any(list(words.ordinal_suffixes)) + ")?" if words.ordinal_suffixes else ""
        joins = "(?:" + _any(list(words.date_joins)) + ")"
        of = "(?:(?:" + _any(list(words.date_of)) + ") )?" if words.date_of else ""
        day = r"(?<![\w.,-])(?<![^\W\d_]-)(\d{1,2})"
        dates = (
            re.compile(
                rf"(?i)(?:{day}{suffix} ?{joins} ?(?:le )?)?(?<![\d.,])(?<![^\W\d_]-)(\d{{1,2}}){suffix} "
                rf"{of}({name})(?!\w)\.?(?:,? ?{of}(\d{{4}})\b)?"
            ),
            re.compile(
                rf"(?i)(?<!\w)({name})(?!\w)\.? (\d{{1,2}})(?!\d|[.,:]\d){suffix}\b(?! ?(?:%|mg|g|ml)\b)"
                rf"(?: ?{joins} ?(\d{{1,2}}){suffix}\b)?(?:,? (\d{{4}})\b)?"
            ),
            re.compile(rf"(?i)(?<!\w)({name})(?!\w)\.?,? {of}(\d{{4}})\b"),
        )
        month = re.compile(rf"(?i)(?<![\w-])({name})(?!\w)")
    days = {name: index for names in words.weekdays for index, name in enumerate(names) if name}
    return _Grammar(
        re.compile(token),
        re.compile(spaced),
        dates,
        month,
        re.compile(rf"(?<!\w)({_any(list(days))}){words.weekday_plural}(?!\w)", re.IGNORECASE)
        if days
        else _NEVER(),
        days,
        re.compile(words.always) if words.always else _NEVER(),
        re.compile(words.every) if words.every else _NEVER(),
        tuple((re.compile(row[0]), row) for row in words.frequencies),
        re.compile(r"\b\d+,\d{1,2}(?![\d,])(?=\s*[^\W\d]|\s*%)")
        if words.decimal == "." and tag
        else _NEVER(),
        months,
        frozenset({name.split(" ")[0] for name in words.units if " " in name} | {"mm"}),
        _phrases(words.limits, -1),
        _phrases(words.limits_after, 0),
        _phrases(words.halves_of_day, 0),
        re.compile(words.dotted) if words.dotted else _NEVER(),
    )


# ── What is read whole, and then out of the way: addresses, dates, telephone numbers ───────

_ADDRESS = late(
    r"(?:https?://|mailto:|www\.)[^\s<>\"»”)\]]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
    r"(?<![\w.-])(?:[\w-]+\.)+(?:fr|com|org|net|ch|be|ca|eu|uk|info|int|de|es|ua)\b(?:/[^\s<>\"»”)\]]*)?",
    re.IGNORECASE,
)
_NUMERIC_DATE = late(
    r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|[.-]\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"
)
_PHONE = late(
    r"(?<![\w,.])(?:(?:\+|00)\d{1,3}[ .-]?(?:\(0\) ?)?|\(?0)\d?[\d .()-]{5,30}\d(?![\w])|"
    r"(?<![\w,.])(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?!\w)|"
    r"(?<![\w,.])1[ -]8\d\d[ -]\d{3}[ -]\d{4}(?!\w)"
)
_LANGUAGE_PART = late(r"(?<=[/.=])(?:fr|en|es|de|it|uk|ar|nl)(?:[-_][A-Za-z]{2})?(?=[/.&?]|$)")


def address(found: str) -> str:
    """An address in the form it is compared in: which language of a site it names does not count."""
    found = re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", found.rstrip(".,;:!?'"), flags=re.IGNORECASE)
    found = re.sub(r"^(?:fr|en|es|de|it|uk|ar|nl)\.", "", found)
    return _LANGUAGE_PART().sub("*", found).rstrip("/").casefold()


def phone(found: str) -> tuple[Meaning, ...]:
    """A telephone number, as it is dialled within the country or from abroad."""
    digits = re.sub(r"\D", "", found.replace("(0)", ""))
    if not found.lstrip("(").startswith(("+", "00")):
        return (("phone", digits),)
    digits = digits.removeprefix("00") if not found.startswith("+") else digits
    inside = tuple(("phone", zero + digits[code:]) for code in (1, 2, 3) for zero in ("0", ""))
    return (("phone", "+" + digits), *inside)


class _Mask:
    """A text in which what was read is hidden, so that nothing reads it again."""

    def __init__(self, text: str) -> None:
        self._left, self._text = list(text), text

    @property
    def text(self) -> str:
        if not self._text:
            self._text = "".join(self._left)
        return self._text

    def hide(self, start: int, end: int) -> None:
        if end > start:
            self._left[start:end] = [*" " * (end - start - 1), ";"]
            self._text = ""


def _mask(text: str, words: Table, grammar: _Grammar, facts: list[Fact]) -> str:
    mask = _Mask(text)
    if "." in text or "@" in text or "/" in text:
        for match in _ADDRESS().finditer(text):
            shown = match[0].rstrip(".,;:!?'")
            end = match.start() + len(shown)
            facts.append(Fact(ADDRESS, (("address", address(shown)),), True, shown, match.start(), end))
            mask.hide(match.start(), end)
    if any(map(str.isdigit, text)):
        _mask_dates(mask, words, grammar, facts)
        for match in _PHONE().finditer(mask.text):
            digits = sum(map(str.isdigit, match[0]))
            if 8 <= digits <= 15:
                facts.append(Fact(PHONE, phone(match[0]), True, match[0].strip(), *match.span()))
                mask.hide(*match.span())
    for match in grammar.month.finditer(mask.text):
        _month(match, mask, words, grammar, facts)
    for match in grammar.weekday.finditer(mask.text):
        day = grammar.days[match[1].lower()]
        facts.append(Fact(DATE, (("weekday", day),), True, match[0], *match.span()))
    for match in grammar.always.finditer(mask.text.lower()):
        facts.append(Fact(FREQUENCY, (("always", 0),), False, match[0], *match.span()))
        mask.hide(*match.span())
    return mask.text


def _mask_dates(mask: _Mask, words: Table, grammar: _Grammar, facts: list[Fact]) -> None:
    for match in _NUMERIC_DATE().finditer(mask.text):
        if match[5]:
            year, month, day = int(match[5]), int(match[6]), int(match[7])
        else:
            day, month, year = int(match[1]), int(match[3]), int(match[4])
            day, month = (month, day) if words.month_first else (day, month)
            year += 2000 if year < 100 else 0
        if (1 <= day <= 31 and 1 <= month <= 31) and (match[5] or match[2] != "." or year > 99):
            facts.append(Fact(DATE, (("date", (year, month, day)),), True, match[0], *match.span()))
            mask.hide(*match.span())
    for form, pattern in enumerate(grammar.dates):
        for match in pattern.finditer(mask.text):
            name = match[3 if form == 0 else 1]
            if not (words.capital_months and name.islower()):
                _date(form, match, grammar.months, facts)
                mask.hide(*match.span())


def _month(match: re.Match[str], mask: _Mask, words: Table, grammar: _Grammar, facts: list[Fact]) -> None:
    """A month by itself: "en mars", "in March"; not "Mars", "may" or "march"."""
    name = match[0].lower()
    if (words.capital_months and match[0].islower()) or (
        name in words.doubtful_months and name not in words.months[0]
    ):
        return
    before = mask.text[max(0, match.start() - 20) : match.start()].rstrip("( ").rsplit(" ", 1)[-1].lower()
    if name in words.doubtful_months and before not in words.before_months:
        return
    meaning = ("date", (0, grammar.months[name], 0))
    facts.append(Fact(DATE, (meaning,), len(name) > 3, match[0], *match.span()))


def _date(form: int, match: re.Match[str], months: dict[str, int], facts: list[Fact]) -> None:
    if form == 2:
        month = months[match[1].lower()]
        meanings: list[Meaning] = [("date", (int(match[2]), month, 0)), ("date", (0, month, 0))]
        facts.append(Fact(DATE, tuple(meanings), True, match[0], *match.span()))
        year_fact = (("", float(match[2])),)
        facts.append(Fact(NUMBER, year_fact, False, match[2], *match.span()))
        return
    if form == 0:
        days, name, year = (match[1], match[2]), match[3], match[4]
    else:
        days, name, year = (match[2], match[3]), match[1], match[4]
    number = months[name.lower()]
    given = [int(day) for day in days if day]
    for index, day in enumerate(given):
        meanings = [("date", (int(year or 0), number, day))]
        if len(given) > 1:  # "du 3 au 7 mars 2026": the year may be said with one of them, or the month
            meanings += [("date", (0, number, day))] if year else []
            meanings += [("", float(day))] if index == (1 if form else 0) else []
        role = (FIRST, SECOND)[index] if len(given) > 1 else ""
        facts.append(Fact(DATE, tuple(meanings), True, match[0].strip(" .,"), *match.span(), role=role))


# ── Quantities ─────────────────────────────────────────────────────────────────────────────


class _Number:
    """A number with its unit, while the numbers beside it may still tell more about it."""

    def __init__(self, value: float, first: int, after: int, hard: bool) -> None:
        self.value, self.first, self.after, self.hard = value, first, after, hard
        self.others: list[float] = []  # other ways to read the digits
        self.unit: Unit | None = None
        self.unit_name = ""
        self.clock: list[float] = []  # minutes since midnight, if it is a time
        self.only_clock = False
        self.more: list[Meaning] = []
        self.range = False
        self.ordinal = False
        self.taken = False  # by the number before it
        self.limit = self.role = ""
        self.limit_start = self.limit_end = -1


_HOURS = {str(hour): hour for hour in range(1, 13)}
_SIMPLE = {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 8), (1, 5)}
_ROMAN = late(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def _quantities(
    masked: str,
    text: str,
    words: Table,
    grammar: _Grammar,
    way: Way,
    denied: Sequence[tuple[int, int]],
    facts: list[Fact],
    frequencies: list[Fact],
) -> None:
    # "p.m." is one word
    masked = grammar.marks.sub(lambda match: match[0].replace(".", "").ljust(len(match[0])), masked)
    pattern = grammar.spaced_token if way.spaced else grammar.token
    tokens = [Token(m[0], m[0].lower(), m.start(), m.end()) for m in pattern.finditer(masked)]
    reader = _Reader(masked, tokens, words, grammar)
    numbers: list[_Number] = []
    index = 0
    while index < len(tokens):
        number = reader.number(index)
        if number is None:
            _per(tokens, index, words, masked, facts, frequencies)
            _named_time(tokens, index, words, facts)
            index += 1
        else:
            numbers.append(number)
            index = max(number.after, index + 1)
    reader.relate(numbers)
    if not way.apart:
        numbers = reader.shares(numbers, facts, text)
    reader.limits(numbers, denied)
    reader.repeats(numbers)
    for number in numbers:
        start, end = tokens[number.first].start, tokens[number.after - 1].end
        fact = _fact(number, text[start:end].strip(), start, end)
        facts.append(fact)
        if number.unit and number.unit[0] in ("min", "month"):
            every = grammar.every.search(masked[max(0, start - 40) : start].lower()) is not None
            per = tuple((f"per {unit}", value) for unit, value in fact.meanings if unit in ("min", "month"))
            frequencies.append(Fact(DURATION, per, every and number.hard, fact.shown, start, end))


class _Reader:
    """Numbers among the words of one text."""

    def __init__(self, text: str, tokens: Sequence[Token], words: Table, grammar: _Grammar) -> None:
        self.text, self.tokens, self.words, self.grammar = text, tokens, words, grammar

    def low(self, i: int) -> str:
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def is_phrase(self, phrase: tuple[str, ...], i: int) -> bool:
        return i >= 0 and all(self.low(i + n) == word for n, word in enumerate(phrase))

    def number(self, i: int) -> _Number | None:
        """The number that begins at token ``i``, with its unit."""
        token, words = self.tokens[i], self.words
        number: _Number | None
        if token.text[0].isdecimal() or (token.text[0] == "." and len(token.text) > 1):
            number = self._digits(i)
        elif token.low in words.wholes:
            value, unit = words.wholes[token.low]
            number = _Number(value, i, i + 1, token.low not in words.soft)
            number.unit, number.unit_name = unit, token.low
            return number
        elif token.low in words.fractions and token.low not in words.ordinals:
            return self._part(_Number(words.fractions[token.low], i, i + 1, False))
        elif token.low in words.numbers or token.low in words.multipliers:
            number = self._spelled(i)
        elif token.low in words.collectives:
            number = _Number(words.collectives[token.low], i, i + 1, token.low not in words.soft)
        elif token.low in words.ordinals:
            number = _Number(words.ordinals[token.low], i, i + 1, token.low not in words.soft)
            number.ordinal = True
            if token.low in words.fractions:
                number.more.append(("", words.fractions[token.low]))
            return self._ordinal_unit(number)
        elif token.low in words.soft_per and self.low(i - 1) in words.before_soft_per:
            return None  # "eight times a day"
        elif token.low in words.articles:
            return self._article(i)
        else:
            return self._roman(i)
        if number is None or number.ordinal:
            return number if number is None else self._ordinal_unit(number)
        return self._complete(number, token)

    def _complete(self, number: _Number, token: Token) -> _Number:
        words = self.words
        following = self.low(number.after)
        if following in words.collectives and following not in words.units:
            number.value *= words.collectives[following]
            number.after += 1
            number.hard = following not in words.soft
        elif following in words.fractions and following not in words.ordinals:
            fraction = words.fractions[following]
            if number.value == 1 or fraction != 0.5:
                whole = number.value
                return self._part(_Number(whole * fraction, number.first, number.after + 1, whole > 1))
        self._half(number)
        self._unit(number)
        if token.low in words.articles and number.unit and number.value == 1:
            # "un litre", "one litre" is said on purpose; "a litre" and "un comprimé" may be
            number.hard = number.unit[0] in ("g", "l", "unit", "mol", "m")
        if number.unit is None and token.low in words.collectives:
            exact = words.exact.get((number.value, token.low))
            number.more += [exact] if exact else []
        return number

    # ── Figures

    def _digits(self, i: int) -> _Number:
        token, words = self.tokens[i], self.words
        text = token.text
        number = _Number(0.0, i, i + 1, True)
        if ":" in text:
            hours, minutes = text.split(":")
            number.value = int(hours) * 60 + int(minutes)
            if int(hours) <= 24 and int(minutes) < 60:
                number.clock, number.only_clock = [number.value], True
            return number
        number.value, number.others = _value(text, words.decimal)
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if after and after.start == token.end and after.low in words.ordinal_suffixes:
            number.ordinal, number.after = True, i + 2
            return number
        if self._is_name(i):
            number.hard = False
        if number.value < 100 and self.low(i - 1) in words.decades and len(text) == 2:
            number.others.append(1900 + number.value)  # "les années 40"
        if after and after.start == token.end and after.low == words.decade_ending:
            number.after += 1
            return number
        if self.low(i - 1) in words.day_labels and self.tokens[i - 1].text.isupper():
            number.hard = False  # "J3": the third day
            number.more.append(("min", number.value * 1440))
        elif self.low(i - 1) == "-" and self.low(i - 2) in words.day_labels:
            number.unit, number.unit_name = ("min", 1440.0), "-"  # "J-3": three days before
            return number
        two = i + 2 < len(self.tokens) and self.low(i + 1) == "/" and self.tokens[i + 2].text.isdecimal()
        if two and text.isdecimal():
            pair = (number.value, float(self.tokens[i + 2].text))
            if pair in _SIMPLE:
                number.value, number.after, number.others = pair[0] / pair[1], i + 3, []
            elif 5 <= pair[0] <= 25 and 3 <= pair[1] <= 15 and pair[0] > pair[1]:
                self._pressure(number, (pair[0] * 10, pair[1] * 10))
            elif 60 <= pair[0] <= 250 and 30 <= pair[1] <= 150 and pair[0] > pair[1]:
                self._pressure(number, pair)
        elif (
            after
            and after.text.isdecimal()
            and text.isdecimal()
            and self.low(i + 2) == "/"
            and self.low(i + 3).isdecimal()
        ):
            pair = (float(after.text), float(self.low(i + 3)))
            if pair in _SIMPLE:
                number.value, number.after, number.others = number.value + pair[0] / pair[1], i + 4, []
        elif after and words.multipliers.get(after.low, 0) >= 1000:
            number.value *= words.multipliers[after.low]
            number.others = []
            number.after = i + 2
        return number

    def _pressure(self, number: _Number, pair: tuple[float, float]) -> None:
        """ "12/8" of French, "120/80" of English: a blood pressure in mmHg. Both figures are taken."""
        number.value, number.after, number.others = -1.0, number.first + 3, []
        number.more = [("pressure", pair)]
        number.only_clock = True  # it has no value by itself

    def _is_name(self, i: int) -> bool:
        """Whether the figure is part of a name: COVID-19, SARS-CoV-2, B12."""
        token, before = self.tokens[i], self.tokens[i - 1] if i else None
        if before is None or before.end != token.start:
            return False
        if before.text[-1].isalpha():
            return before.low not in self.words.between and before.low not in self.words.day_labels
        if before.text != "-" or i < 2 or self.tokens[i - 2].end != before.start:
            return False
        named = self.tokens[i - 2]
        return (
            named.text[-1].isalpha()
            and named.low not in self.words.units
            and named.low not in self.words.day_labels
            and (named.text != named.low or len(named.text) > 3)
            and named.low not in self.grammar.months
        )

    def _roman(self, i: int) -> _Number | None:
        """ "XXIe siècle": a Roman numeral where an ordinal ending or a century says that it is one."""
        token = self.tokens[i]
        text, end = token.text, i + 1
        for ending in ("ème", "e", "er", "°") if self.words.roman_ordinals else ():
            if text.endswith(ending):
                text = text.removesuffix(ending)
                break
        if not text or not _ROMAN().fullmatch(text) or (len(text) < 2 and text != token.text):
            return None
        if text == token.text and self.low(end) not in self.words.centuries:
            return None
        values = [_ROMAN_VALUES[letter] for letter in text]
        pairs = zip(values, [*values[1:], 0], strict=True)
        number = _Number(float(sum(-v if v < after else v for v, after in pairs)), i, end, True)
        number.ordinal = True
        return number

    # ── Words

    def _spelled(self, i: int) -> _Number | None:
        """A number in words: "quatre-vingt-douze", "two hundred and fifty"."""
        words, tokens = self.words, self.tokens
        total, current, j, end = 0, None, i, i
        plural_alone = False
        while j < len(tokens):
            low = tokens[j].low
            if low in words.numbers:
                value = words.numbers[low]
                if current is None:
                    current = value
                elif value == 20 and current % 100 == 4 and words.scores:  # quatre-vingt
                    current += 76
                elif self._adds(current, value):
                    current += value
                else:
                    break
            elif low in words.multipliers:
                factor = words.multipliers[low]
                if current is None and j == i and (factor >= 10**6 or low in words.plural_multipliers):
                    plural_alone = True
                if factor == 100:
                    if current is not None and current >= 100:
                        break
                    current = (1 if current is None else current) * 100
                else:
                    total += (1 if current is None else current) * factor
                    current = None
            elif low == "-" and j > i and j + 1 < len(tokens) and tokens[j].start == tokens[j - 1].end:
                following = tokens[j + 1].low
                if (
                    following not in words.numbers
                    and following not in words.multipliers
                    and following != words.and_
                ):
                    break
                j += 1
                continue
            elif low == words.and_ and j > i and j + 1 < len(tokens) and (current is not None or total):
                ahead = j + 2 if tokens[j + 1].text == "-" and j + 2 < len(tokens) else j + 1
                following_value = words.numbers.get(tokens[ahead].low)
                if following_value is None or not self._joins_number(current or 0, total, following_value):
                    break
                j = ahead
                continue
            else:
                break
            j += 1
            end = j
        if end == i:
            return None
        alone = end == i + 1
        hard = not plural_alone and not (alone and tokens[i].low in words.soft)
        return _Number(float(total + (current or 0)), i, end, hard)

    def _joins_number(self, current: int, total: int, value: int) -> bool:
        """Whether "and" goes on with the number: "vingt et un", "two hundred and fifty"."""
        if self.words.and_after == 20:
            return 20 <= current % 100 <= 90 and current % 10 == 0 and value in (1, 11)
        if self.words.and_after == 10:  # Spanish, Arabic: "treinta y dos", "خمسة وعشرون"
            return current % 10 == 0 or value % 10 == 0
        return current % 100 == 0 and bool(current or total)

    def _adds(self, current: int, value: int) -> bool:
        rest = current % 100
        if rest == 0 and current >= 100:
            return value < 100
        if rest in (60, 80) and self.words.scores:
            return 0 < value < 20
        if rest >= 20 and rest % 10 == 0:
            return 0 < value < 10
        if self.words.and_after == 10 and 0 < rest < 10:
            return value >= 20 and value % 10 == 0
        return rest in (10, 70, 90) and 7 <= value <= 9

    def _article(self, i: int) -> _Number | None:
        """ "a tablet", "un comprimé", "a hundred", "half" after an article."""
        words = self.words
        if i + 1 >= len(self.tokens):
            return None
        following = self.low(i + 1)
        if following in words.fractions and following not in words.ordinals:
            return self._part(_Number(words.fractions[following], i, i + 2, False))
        if following in words.multipliers and following not in words.plural_multipliers:
            spelled = self._spelled(i + 1)
            if spelled:
                spelled.first, spelled.hard = i, True
                self._unit(spelled)
            return spelled
        if following in words.collectives and following not in words.units:
            number = _Number(words.collectives[following], i, i + 2, following not in words.soft)
            self._unit(number)
            if number.unit is None and (number.value, following) in words.exact:
                number.more.append(words.exact[number.value, following])
            return number
        number = _Number(1.0, i, i + 1, False)
        self._unit(number)
        if number.unit is None:
            return None
        self._half(number)
        return number

    def _part(self, number: _Number) -> _Number:
        """A fraction and what it is of: "la moitié d'un comprimé", "half an hour", "three quarters"."""
        words, j = self.words, number.after
        if self.low(j) in words.past:
            hour = words.numbers.get(self.low(j + 1), 0) or _HOURS.get(self.low(j + 1), 0)
            if 0 < hour <= 12:  # "half past two"
                minutes = hour % 12 * 60 + number.value * 60
                number.clock, number.only_clock, number.hard = [minutes, minutes + 720], True, True
                number.after = j + 2
                self._half_of_day(number, self.tokens[j + 1])
            return number
        for _ in range(4):
            trial = self._unit_at(j, number)
            if trial:
                number.unit, number.after, number.unit_name = trial
                number.hard = True
                return number
            if self.low(j) in words.collectives and self.low(j) not in words.units:
                number.value *= words.collectives[self.low(j)]
                number.after, number.hard = j + 1, True
                self._unit(number)
                return number
            if j >= len(self.tokens) or self.low(j) not in words.of:
                break
            if self.low(j) != "-":
                number.hard = True
            j += 1
        if number.value == 0.5 and self.low(number.after - 1) in words.half_adjectives:
            number.hard = False
        return number

    def _half(self, number: _Number) -> None:
        """ "and a half" after the number or after its unit."""
        for phrase, value in self.words.halves.items():
            pieces = tuple(phrase.split(" "))
            if self.is_phrase(pieces, number.after):
                number.value += value
                number.after += len(pieces)
                number.hard = True
                return

    def _ordinal_unit(self, number: _Number) -> _Number:
        """ "le troisième jour", "the third day" is day 3; but no length of time."""
        found = self._unit_at(number.after, number)
        if found and found[0][0] in ("min", "month"):
            number.more.append(("nth " + found[0][0], _round(number.value * found[0][1])))
            number.hard = True
        return number

    # ── Units and times

    def _unit(self, number: _Number) -> None:
        words, token = self.words, self.tokens[number.first]
        previous = self.tokens[number.first - 1] if number.first else None
        if self._half_of_day(number, previous):
            return
        found = self._unit_at(number.after, number)
        if found:
            number.unit, number.after, number.unit_name = found
            hour = number.unit == ("min", 60)
            if hour and words.hour_is_time and number.value <= 24 and number.value % 1 == 0:
                number.clock = [number.value * 60]
                self._half_of_day(number, previous)
            if number.unit[0] in ("min", "month"):
                self._half(number)
                if number.value % 1:
                    number.clock = []
            elif number.unit[0] in COUNTED or number.unit[0] in ("l", "g", "m"):
                self._half(number)
            for name in (number.unit_name.rstrip("s"), number.unit_name):
                exact = words.exact.get((number.value, name))
                if exact:
                    number.more.append(exact)
                    break
        elif (
            previous
            and SYMBOLS.get(previous.text, ("", 0))[0] in CURRENCIES
            and previous.end >= token.start - 1
        ):
            number.unit, number.unit_name = SYMBOLS[previous.text], previous.text
            number.first -= 1
        elif previous and previous.low in words.clock_before and not words.hour_is_time:
            # "at 8", "from 2.30 to 4 pm": a time that says nothing of which half of the day
            minutes = _clock_minutes(token.text)
            if minutes is not None and previous.low not in words.doubtful_clock:
                number.clock = [minutes, minutes + 720] if minutes <= 780 else [minutes]
                if token.text.find(".") > 0 and previous.low in words.sure_clock:
                    number.only_clock = True

    def _half_of_day(self, number: _Number, previous: Token | None) -> bool:
        words = self.words
        if self.low(number.after) in words.oclock:
            hour = number.value * 60
            number.clock, number.only_clock, number.after = [hour, hour + 720], True, number.after + 1
            self._half_of_day(number, self.tokens[number.after - 1])
            return True
        for phrase, hours in self.grammar.halves_of_day.get(self.low(number.after), ()):
            if not self.is_phrase(phrase, number.after):
                continue
            if number.clock and number.unit:
                minutes: float | None = number.clock[0]
            else:
                shown = self.tokens[number.first].text
                minutes = _clock_minutes(shown) if shown[0].isdecimal() else number.value * 60
            if minutes is None or minutes > 1440:
                continue
            if (
                len(phrase) > 1
                and phrase[0] in words.loose_halves
                and not (previous and (previous.low in words.clock_before or previous.low in words.oclock))
            ):
                continue
            if phrase[0] in words.clock and minutes != 720:
                continue
            if 720 <= minutes < 780:
                minutes -= 720
            if phrase == ("at", "night") and minutes < 300:
                hours = 0
            number.clock = [minutes + hours * 60 if minutes < 720 else minutes]
            number.only_clock = True
            number.after += len(phrase)
            return True
        return False

    def _unit_at(self, j: int, number: _Number) -> tuple[Unit, int, str] | None:
        """The unit that begins at token ``j``: itself, where it ends, its name."""
        tokens, words, number_end = self.tokens, self.words, number.after
        for skip in range(3):
            if j >= len(tokens):
                return None
            token = tokens[j]
            if found := self._phrase(j):
                return found
            if (
                token.text in SYMBOLS
                or (len(token.low) > 1 and token.low in SYMBOLS)
                or token.low in words.units
            ):
                break
            if skip == 2:
                return None
            if token.low not in words.between:
                # any one word more: "7 working days", "two metered puffs"
                ahead = self.low(j + 1)
                last = self.low(number_end - 1)
                if (
                    skip
                    or ahead not in words.units
                    or not token.low.isalpha()
                    or token.low in words.function_words
                    or token.low in words.per
                    or token.low in words.halves_of_day
                    or token.low in words.numbers
                    or token.low in words.clock
                    or not (last.isdecimal() or last in words.numbers)
                    or last in words.articles
                ):
                    return None
            j += 1
        else:
            return None
        apart = token.start - tokens[number_end - 1].end if number_end else 0
        if not words.tag:
            return (SYMBOLS["%"], j + 1, "%") if token.text == "%" else None
        symbol = token.text if token.text in SYMBOLS else token.low if len(token.low) > 1 else ""
        if token.low in words.units:
            return words.units[token.low], j + 1, token.low
        if symbol not in SYMBOLS:
            return None
        if symbol in ("x", "×"):
            if j + 1 < len(tokens) and tokens[j + 1].text[0].isdecimal():
                return None
        elif (
            symbol in ("s", "m", "V", "W", "M") and (apart != 1 or token.text != symbol)
        ) or token.text == "MG":
            return None
        return SYMBOLS[symbol], j + 1, symbol

    def _phrase(self, j: int) -> tuple[Unit, int, str] | None:
        if self.low(j) not in self.grammar.first_words:
            return None
        for length in (4, 3, 2):
            if j + length <= len(self.tokens):
                phrase = " ".join(token.low for token in self.tokens[j : j + length])
                if phrase in self.words.units:
                    return self.words.units[phrase], j + length, phrase
                if length == 2 and phrase == "mm hg":
                    return SYMBOLS["mmHg"], j + 2, phrase
        return None

    # ── What numbers say about one another

    def relate(self, numbers: Sequence[_Number]) -> None:
        """ "5 à 10 mg", "1 h 30", "from 2 to 4 pm"."""
        words, tokens = self.words, self.tokens
        for second, first in zip(reversed(numbers[1:]), reversed(numbers[:-1]), strict=True):
            between = (
                [token.low for token in tokens[first.after : second.first]]
                if second.first - first.after < 3
                else ["", ""]
            )
            if self._hour_and_minutes(first, second, between):
                continue
            if len(between) == 2 and between[1] in words.range_fillers:
                between = between[:1]
            if len(between) != 1 or between[0] not in words.joins:
                continue
            opened = self.low(first.first - 1) in words.range_starts
            if between[0] in words.ranges or (opened and between[0] in words.joins and between[0] != ","):
                first.range = second.range = True
                first.role, second.role = FIRST, SECOND
            if first.unit is None and not first.ordinal:
                if second.unit:
                    scale = second.unit
                    first.more += [(scale[0], first.value * scale[1])]
                    if scale == ("min", 60) and words.hour_is_time and first.value <= 24:
                        first.clock = [first.value * 60]
                if second.only_clock and not first.only_clock:
                    minutes = _clock_minutes(tokens[first.first].text)
                    if minutes is None and first.value <= 12:
                        minutes = first.value * 60
                    if minutes is not None:
                        first.clock = [minutes % 720, minutes % 720 + 720]
                        first.only_clock = True
            elif second.unit is None and first.unit and between[0] not in (",", words.and_):
                second.more.append((first.unit[0], second.value * first.unit[1]))

    def _hour_and_minutes(self, first: _Number, second: _Number, between: list[str]) -> bool:
        """ "1 h 30", "one hour and 30 minutes": the first takes the second up."""
        words = self.words
        if first.unit != ("min", 60) or not (not between or between == [words.and_] or between == [","]):
            return False
        minutes = second.unit == ("min", 1) or (
            second.unit is None
            and not between
            and second.value < 60
            and len(self.tokens[second.first].text) == 2
        )
        if not minutes or first.only_clock:
            return False
        first.value += second.value / 60
        first.clock = [first.clock[0] + second.value] if first.clock and not between else []
        if not between and words.hour_is_time:
            first.clock = [first.value * 60]
        first.after, first.hard = second.after, True
        if second.only_clock and second.clock:
            first.clock, first.only_clock = [first.value * 60 + 720 * (first.value < 12)], True
        second.hard, second.taken = False, True
        second.unit, second.unit_name = None, ""
        return True

    def shares(self, numbers: Sequence[_Number], facts: list[Fact], text: str) -> list[_Number]:
        """ "2 sur 3", "two of three", "one in ten patients": both numbers are one fact, a share."""
        result: list[_Number] = []
        waiting = list(numbers)
        while waiting:
            first = waiting.pop(0)
            second = waiting[0] if waiting else None
            if second and self._is_share(first, second):
                waiting.pop(0)
                start, end = self.tokens[first.first].start, self.tokens[second.after - 1].end
                share = first.value / second.value
                meanings: list[Meaning] = [
                    ("share", _round(share)),
                    ("", _round(share)),
                    ("%", _round(share * 100)),
                ]
                facts.append(Fact(NUMBER, tuple(meanings), True, text[start:end].strip(), start, end))
            else:
                result.append(first)
        return result

    def _is_share(self, first: _Number, second: _Number) -> bool:
        between = [
            token.low
            for token in self.tokens[first.after : first.after + 4]
            if token.start < self.tokens[second.first].start
        ]
        if not between or second.first - first.after > 3 or between[-1] not in self.words.ratios:
            return False
        if (
            not 0 < first.value <= second.value
            or second.value < 2
            or first.ordinal
            or (first.clock and first.only_clock)
        ):
            return False
        loose = between[-1] in self.words.loose_ratios
        if loose and (
            (len(between) > 1 and between[0] != "out") or (second.unit and second.unit[0] != "person")
        ):
            return False
        unit = first.unit and first.unit[0] not in COUNTED
        return not unit and not (second.unit and second.unit[0] in ("min", "month", "g", "l", "m", "%"))

    def limits(self, numbers: Sequence[_Number], denied: Sequence[tuple[int, int]]) -> None:
        """Bind "at least", "up to", "plus de" to the number that they stand before or after."""
        words, fillers = self.words, self.words.limit_fillers
        for number in numbers:
            j = number.first
            for _ in range(3):
                found = next(
                    (
                        (limit, j - len(phrase))
                        for phrase, limit in self.grammar.limits.get(self.low(j - 1), ())
                        if self.is_phrase(phrase, j - len(phrase))
                    ),
                    None,
                )
                if found:
                    number.limit = found[0]
                    place = self.tokens[found[1]].start
                    number.limit_start, number.limit_end = place, self.tokens[number.first].start
                    if self._is_denied(place, denied):
                        number.limit = FLIPPED[number.limit]
                    break
                if self.low(j - 1) not in fillers:
                    break
                j -= 1
            if self.low(number.first - 1) in words.between_two and not number.range and not number.unit:
                number.hard = False  # "entre deux prises" is "between doses"
            if not number.limit:
                for phrase, limit in self.grammar.limits_after.get(self.low(number.after), ()):
                    if self.is_phrase(phrase, number.after):
                        number.limit = limit
                        number.limit_start = self.tokens[number.after].start
                        number.limit_end = self.tokens[number.after + len(phrase) - 1].end
                        break

    def repeats(self, numbers: Sequence[_Number]) -> None:
        """ "un comprimé (1)", "two (2) tablets": a figure in brackets says again what stands before it."""
        for before, number in pairwise(numbers):
            bracketed = self.low(number.first - 1) == "(" and self.low(number.first + 1) == ")"
            if bracketed and before.value == number.value and number.first - before.after < _SAME_PHRASE:
                number.hard = False

    def _is_denied(self, place: int, denied: Sequence[tuple[int, int]]) -> bool:
        """Whether a negation of the same clause stands before ``place``."""
        last = bisect_left(denied, (place, 0)) - 1
        if last < 0 or place - denied[last][1] > _CLAUSE:
            return False
        return not any(sign in self.text[denied[last][1] : place] for sign in ",;:.")


_SAME_PHRASE = 4  # words between a number and the figure that says it again
_CLAUSE = 40  # characters that a negation reaches


def _value(text: str, decimal: str) -> tuple[float, list[float]]:
    """The value of digits, and what else they may mean: "10.000" is ten thousand in Belgium."""
    if text[0] == ".":
        return float("0" + text), []
    text = text.replace(" ", "").replace("'", "")
    if decimal == ",":
        whole, comma, decimals = text.partition(",")
        if comma:
            return float(f"{whole.replace('.', '')}.{decimals}"), []
        if "." in whole:
            grouped = whole.replace(".", "")
            if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", whole):
                return float(grouped), [float(whole)] if whole.count(".") == 1 else []
            return float(whole), []
        return float(whole), []
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", "")), []
    return float(text.replace(",", ".")), []


def _clock_minutes(text: str) -> float | None:
    found = re.fullmatch(r"(\d{1,2})(?:[.:](\d{2}))?", text)
    if not found or int(found[1]) > 24 or int(found[2] or 0) > 59:
        return None
    return float(int(found[1]) * 60 + int(found[2] or 0))


def _fact(number: _Number, shown: str, start: int, end: int) -> Fact:
    meanings: list[Meaning] = []
    kind = NUMBER
    if number.taken:  # by the number before it
        return Fact(NUMBER, (), False, shown, start, end)
    if number.clock:
        meanings += [("clock", _round(minutes % 1440)) for minutes in number.clock]
        kind = TIME
    if not number.only_clock:
        values = [number.value, *number.others]
        if number.unit:
            dimension, factor = number.unit
            meanings += [(dimension, _round(value * factor)) for value in values]
            if (dimension == "min" and factor == 10080) or (
                dimension == "min" and number.value % 7 == 0 and factor == 1440
            ):
                meanings += [("week", _round(value * factor / 10080)) for value in values]
            if dimension == "month":
                meanings += [("year", _round(value)) for value in values] if factor == 12 else []
                kind = DURATION
            elif dimension in ("min", "night"):
                kind = DURATION if not number.clock else TIME
            else:
                kind = PERCENTAGE if dimension == "%" else NUMBER if dimension == "person" else DOSE
            if dimension == "%" and number.value < 100:
                meanings.append(("share", _round(number.value / 100)))
        else:
            meanings += [("", _round(value)) for value in values]
    meanings += [
        (unit, _round(value) if isinstance(value, int | float) else value) for unit, value in number.more
    ]
    if number.range:
        kind = RANGE if kind in (NUMBER, DOSE) else kind
    hard = number.hard or (number.limit != "" and number.unit is not None)
    return Fact(
        kind,
        tuple(meanings),
        hard,
        shown,
        start,
        end,
        number.limit,
        number.role,
        number.limit_start,
        number.limit_end,
    )


def _round(value: float) -> float:
    return float(f"{value:.9g}")


# ── How often ──────────────────────────────────────────────────────────────────────────────


def _frequencies(low: str, grammar: _Grammar, facts: list[Fact]) -> list[Fact]:
    found: list[Fact] = []
    for pattern, (_, dimension, period, hard, number) in grammar.frequencies:
        for match in pattern.finditer(low):
            if dimension:
                found.append(Fact(FREQUENCY, ((f"per {dimension}", period),), hard, match[0], *match.span()))
            if number:
                counted: tuple[Meaning, ...] = (("", number), ("time", number))
                meant = (*counted, *(((dimension, period),) if dimension else ()))
                facts.append(Fact(NUMBER, meant, False, match[0], *match.span()))
    return found


def _per(
    tokens: Sequence[Token], i: int, words: Table, masked: str, facts: list[Fact], frequencies: list[Fact]
) -> None:
    """ "par jour", "/kg", "a day" where "twice" stands before it."""
    token = tokens[i]
    sure = token.low in words.per
    if not (sure or token.low in words.soft_per) or i + 1 >= len(tokens):
        return
    following = tokens[i + 1]
    unit = words.units.get(following.low) or (SYMBOLS.get(following.text) if sure else None)
    if unit is None or unit[0] in COUNTED or unit[0] in ("%", "foot"):
        return
    if token.text == "/" and (
        i == 0 or (tokens[i - 1].end != token.start and tokens[i - 1].text.isdecimal())
    ):
        return
    hard = sure or bool(i and tokens[i - 1].low in words.before_soft_per)
    shown = masked[token.start : following.end]
    place = token.start, following.end
    frequencies.append(Fact(FREQUENCY, ((f"per {unit[0]}", _round(unit[1])),), hard, shown, *place))
    # "in 24 hours" may answer it
    facts.append(Fact(FREQUENCY, ((unit[0], _round(unit[1])),), False, shown, *place))


def _named_time(tokens: Sequence[Token], i: int, words: Table, facts: list[Fact]) -> None:
    """noon, midnight."""
    low = tokens[i].low
    place = tokens[i].start, tokens[i].end
    if low in words.clock:
        if i >= 2 and tokens[i - 1].text == "-" and tokens[i - 2].low == "après":
            return
        facts.append(Fact(TIME, (("clock", float(words.clock[low])),), True, tokens[i].text, *place))
    elif low in words.soft_clock:
        facts.append(Fact(TIME, (("clock", float(words.soft_clock[low])),), False, tokens[i].text, *place))
