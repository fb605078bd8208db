"""What a text says that can be compared: its quantities, times, dates, addresses, its yes and no."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.compare.words import COUNTED, LEXICAL, NO_WORDS, NOT, SYMBOLS, WITHOUT, Cue, Unit, Words, late
from pipeline.compare.words import words as table

# What a fact is about; a finding's code follows from it.
NUMBER, PERCENTAGE, RANGE, DOSE, DATE, TIME, DURATION, FREQUENCY, PHONE, ADDRESS = (
    "number", "percentage", "range", "dose", "date", "time", "duration", "frequency", "phone", "address",
)  # fmt: skip

Meaning = tuple[str, object]  # a dimension and how much of it


class Fact(NamedTuple):
    """One thing that both texts have to say. ``meanings`` are the ways to read it ("8 h": so long, or then).

    A soft fact may be answered, but need not be: "un" may be an article, "first" may be "d'abord".
    """

    kind: str
    meanings: tuple[Meaning, ...]
    hard: bool
    shown: str


class Said(NamedTuple):
    """A cue where it stands: in which sentence, and beside which "and" or "or"."""

    cue: Cue
    hard: bool
    joined: bool  # "and" or "or" stands before it
    goes_on: bool  # … and it may go on from an earlier negation
    leads: bool  # "and" or "or" stands after it
    sentence: int
    start: int
    end: int
    shown: str


class Reading(NamedTuple):
    text: str
    sentences: tuple[str, ...]
    facts: tuple[Fact, ...]
    frequencies: tuple[Fact, ...]
    said: tuple[Said, ...]
    odd_numbers: tuple[str, ...]  # written as another language would


def read(text: str, words: Words, spaced: bool = False) -> Reading:
    """Read ``text``. ``spaced`` takes "2 500" for one number where the language would write "2,500"."""
    return _read(text, words.tag, words.month_first, spaced)


@lru_cache(maxsize=512)
def _read(text: str, tag: str, month_first: bool, spaced: bool) -> Reading:
    words = (table(tag) or NO_WORDS)._replace(month_first=month_first)
    text = normal(text)
    grammar = _grammar(tag)
    facts: list[Fact] = []
    masked = _mask(text, words, grammar, facts)
    sentences, ends = _sentences(text, words)
    odd = tuple(match[0] for match in grammar.odd.finditer(masked))
    frequencies = _frequencies(masked.lower(), grammar, facts)
    _quantities(masked, text, words, grammar, spaced, facts, frequencies)
    said = _said(text.lower(), grammar, ends)
    return Reading(text, sentences, tuple(facts), tuple(frequencies), said, odd)


# ── Characters ─────────────────────────────────────────────────────────────────────────────

_FORMS = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "’": "'", "‘": "'",
        "ʼ": "'", "\u00ad": None,
        "\u2011": "-", "−": "-", "·": ".", "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3",
        "⁄": "/", "\t": " ", "\n": " ", "º": "°", "μ": "µ", "\u200b": None, "İ": "I",
    }
)  # fmt: skip
_HELD = late(r"(?<!\d)(\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+)(?!\d)")
_NO_BREAK = late("[\u00a0\u202f\u2009]")


_DEGREES = late(r"° (?=[CF]\b)")


def normal(text: str) -> str:
    """``text`` with one form of space, apostrophe and hyphen. Digits held together stay together."""
    text = _HELD().sub(lambda match: _NO_BREAK().sub("", match[1]), text)
    return _DEGREES().sub("°", re.sub(" {2,}", " ", text.translate(_FORMS)))


# ── Patterns, compiled once for each language that is met ──────────────────────────────────


class _Grammar(NamedTuple):
    token: re.Pattern[str]
    spaced_token: re.Pattern[str]
    dates: tuple[re.Pattern[str], ...]
    weekday: re.Pattern[str] | None
    clock: re.Pattern[str] | None
    always: re.Pattern[str] | None
    every: re.Pattern[str] | None
    frequencies: tuple[tuple[re.Pattern[str], tuple[str, str, float, bool, float]], ...]
    cues: re.Pattern[str]
    cue_list: tuple[Cue, ...]
    inner: re.Pattern[str]
    joined: re.Pattern[str]
    coordinator: re.Pattern[str]
    collapses: re.Pattern[str]
    odd: re.Pattern[str]
    months: dict[str, int]


_NEVER = late(r"(?!)")
_ODD = late(r"\b\d+,\d{1,2}(?![\d,])(?=\s*[^\W\d]|\s*%)")


@lru_cache(maxsize=16)
def _grammar(tag: str) -> _Grammar:
    words = table(tag) or NO_WORDS
    group = (
        r"\d{1,3}(?:[ '.]\d{3})+(?!\d)(?:,\d+)?"
        if words.decimal == ","
        else r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    )
    rest = rf"|°[CF]?|{words.word}|[^\w\s]|\w"
    token = rf"\d{{1,2}}:\d{{2}}(?!\d)|{group}|\d+(?:[.,]\d+)?{rest}"
    spaced = rf"\d{{1,2}}:\d{{2}}(?!\d)|\d{{1,3}}(?: \d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?{rest}"
    months = {name: index for index, name in enumerate(words.months, 1)}
    months |= {name: index for index, name in enumerate(words.short_months, 1) if name}
    dates: tuple[re.Pattern[str], ...] = ()
    if months:
        name = "|".join(sorted(months, key=len, reverse=True))
        suffix = "(?:" + "|".join(sorted(words.ordinal_suffixes, key=len, reverse=True)) + ")?"
        joins = r"(?:-|–|au|à|et|to|and|ou|or)"
        dates = (
            re.compile(
                rf"(?i)\b(?:(\d{{1,2}}){suffix} ?{joins} ?(?:le )?)?(\d{{1,2}}){suffix} "
                rf"(?:of )?({name})\b\.?(?:,? ?(\d{{4}})\b)?"
            ),
            re.compile(
                rf"(?i)\b({name})\b\.? (\d{{1,2}})(?!\d|[.,:]\d){suffix}\b(?! ?(?:%|mg|g|ml)\b)"
                rf"(?: ?{joins} ?(\d{{1,2}}){suffix}\b)?(?:,? (\d{{4}})\b)?"
            ),
            re.compile(rf"(?i)\b({name})\.?,? (\d{{4}})\b"),
        )
    named = [(cue.kind, f"(?P<c{i}>{cue.pattern})") for i, cue in enumerate(words.cues)]
    cues = "|".join(pattern for _, pattern in named)
    lexical = "|".join(pattern for kind, pattern in named if kind == LEXICAL)
    return _Grammar(
        re.compile(token),
        re.compile(spaced),
        dates,
        re.compile(rf"\b({'|'.join(words.weekdays)})s?\b", re.IGNORECASE) if words.weekdays else None,
        re.compile(rf"(?<!après-)(?<!après )\b({'|'.join(words.clock)})\b", re.IGNORECASE)
        if words.clock
        else None,
        re.compile(words.always) if words.always else None,
        re.compile(words.every) if words.every else None,
        tuple((re.compile(row[0]), row) for row in words.frequencies),
        re.compile(rf"\b(?:{cues})") if cues else _NEVER(),
        words.cues,
        re.compile(lexical) if lexical else _NEVER(),
        re.compile(words.coordinators + r"(?: [\w'-]+){0,2}\s*$") if words.coordinators else _NEVER(),
        re.compile(words.coordinators) if words.coordinators else _NEVER(),
        re.compile(words.collapses) if words.collapses else _NEVER(),
        re.compile(r"\b\d+,\d{1,2}(?![\d,])(?=\s*[^\W\d]|\s*%)")
        if words.decimal == "." and tag
        else _NEVER(),
        months,
    )


# ── What is read whole, and then out of the way: addresses, dates, telephone numbers ───────

_ADDRESS = late(
    r"(?:https?://|mailto:|www\.)[^\s<>\"»”)\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
    r"\b(?:[\w-]+\.)+(?:fr|com|org|net|ch|be|ca|eu|uk|info|int|de)\b(?:/[^\s<>\"»”)\]]*)?",
    re.IGNORECASE,
)
_NUMERIC_DATE = late(
    r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|[.-]\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"
)
_PHONE = late(
    r"(?<![\w,.])(?:(?:\+|00)\d{1,3}[ .-]?(?:\(0\) ?)?|\(?0)\d?[\d .()-]{5,}\d(?![\w])|"
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


def _mask(text: str, words: Words, grammar: _Grammar, facts: list[Fact]) -> str:
    masked = text

    def hide(start: int, end: int) -> None:
        nonlocal masked
        masked = masked[:start] + " " * (end - start - 1) + ";" + masked[end:] if end > start else masked

    if "." in text or "@" in text or "/" in text:
        for match in _ADDRESS().finditer(masked):
            shown = match[0].rstrip(".,;:!?'")
            facts.append(Fact(ADDRESS, (("address", address(shown)),), True, shown))
            hide(match.start(), match.start() + len(shown))
    if not any(map(str.isdigit, text)):
        return _mask_words(masked, grammar, facts, hide, lambda: masked)
    for match in _NUMERIC_DATE().finditer(masked):
        if match[5]:
            year, month, day = int(match[5]), int(match[6]), int(match[7])
        else:
            day, month, year = int(match[1]), int(match[3]), int(match[4])
            day, month = (month, day) if words.month_first else (day, month)
            year += 2000 if year < 100 else 0
        if (1 <= day <= 31 and 1 <= month <= 31) and (match[5] or match[2] != "." or year > 99):
            facts.append(Fact(DATE, (("date", (year, month, day)),), True, match[0]))
            hide(*match.span())
    for index, pattern in enumerate(grammar.dates):
        for match in pattern.finditer(masked):
            _date(index, match, grammar.months, facts)
            hide(*match.span())
    for match in _PHONE().finditer(masked):
        digits = sum(map(str.isdigit, match[0]))
        if 8 <= digits <= 15:
            facts.append(Fact(PHONE, phone(match[0]), True, match[0].strip()))
            hide(*match.span())
    return _mask_words(masked, grammar, facts, hide, lambda: masked)


def _mask_words(
    masked: str,
    grammar: _Grammar,
    facts: list[Fact],
    hide: Callable[[int, int], None],
    now: Callable[[], str],
) -> str:
    if grammar.weekday:
        for match in grammar.weekday.finditer(masked):
            name = match[1].lower()
            number = next(i for i, day in enumerate(_weekdays(grammar)) if day == name)
            facts.append(Fact(DATE, (("weekday", number),), True, match[0]))
    if grammar.always:
        for match in grammar.always.finditer(masked.lower()):
            facts.append(Fact(FREQUENCY, (("always", 0),), False, match[0]))
            hide(*match.span())
    result: str = now()
    return result


def _weekdays(grammar: _Grammar) -> tuple[str, ...]:
    return tuple((grammar.weekday or _NEVER()).pattern.split("(")[1].split(")")[0].split("|"))


def _date(form: int, match: re.Match[str], months: dict[str, int], facts: list[Fact]) -> None:
    if form == 2:
        facts.append(Fact(DATE, (("date", (int(match[2]), months[match[1].lower()], 0)),), True, match[0]))
        return
    if form == 0:
        days, month, year = (match[1], match[2]), match[3], match[4]
    else:
        days, month, year = (match[2], match[3]), match[1], match[4]
    number = months[month.lower()]
    given = [int(day) for day in days if day]
    for index, day in enumerate(given):
        meanings: list[Meaning] = [("date", (int(year or 0), number, day))]
        if len(given) > 1:  # "du 3 au 7 mars 2026": the year may be said with one of them, or the month
            meanings += [("date", (0, number, day))] if year else []
            meanings += [("", float(day))] if index == (1 if form else 0) else []
        facts.append(Fact(DATE, tuple(meanings), True, match[0].strip(" .,")))


# ── Quantities ─────────────────────────────────────────────────────────────────────────────


class _Token(NamedTuple):
    text: str
    low: str
    start: int
    end: int


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


_CLOCK_BEFORE = frozenset(
    [
        "at",
        "around",
        "about",
        "by",
        "until",
        "till",
        "from",
        "between",
        "to",
        "and",
        "before",
        "after",
        "à",
        "vers",
        "dès",
    ]
)
_SIMPLE = {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 8), (1, 5)}


def _quantities(
    masked: str,
    text: str,
    words: Words,
    grammar: _Grammar,
    spaced: bool,
    facts: list[Fact],
    frequencies: list[Fact],
) -> None:
    pattern = grammar.spaced_token if spaced else grammar.token
    if words.tag == "en":
        masked = re.sub(
            r"\b([apAP])\.( ?)[mM]\b\.?", lambda match: f"{match[1]}m".ljust(len(match[0])), masked
        )
    tokens = [_Token(m[0], m[0].lower(), m.start(), m.end()) for m in pattern.finditer(masked)]
    numbers: list[_Number] = []
    index = 0
    while index < len(tokens):
        number = _number(tokens, index, words)
        if number is None:
            _per(tokens, index, words, masked, facts, frequencies)
            _clock(tokens, index, words, facts)
            index += 1
        else:
            numbers.append(number)
            index = max(number.after, index + 1)
    _relate(numbers, tokens, words)
    for number in numbers:
        shown = text[tokens[number.first].start : tokens[number.after - 1].end].strip()
        fact = _fact(number, shown)
        facts.append(fact)
        if number.unit and number.unit[0] in ("min", "month"):
            before = masked[: tokens[number.first].start].lower()
            every = bool(grammar.every and grammar.every.search(before))
            per = tuple((f"per {unit}", value) for unit, value in fact.meanings if unit in ("min", "month"))
            frequencies.append(Fact(DURATION, per, every and number.hard, shown))


def _number(tokens: Sequence[_Token], i: int, words: Words) -> _Number | None:
    token = tokens[i]
    number: _Number | None
    if token.text[0].isdigit() and token.text[0].isdecimal():
        number = _digits(tokens, i, words)
    elif token.low in words.fractions and token.low not in words.ordinals:
        number = _Number(words.fractions[token.low], i, i + 1, False)
        return _part(number, tokens, words)
    elif token.low in words.numbers or token.low in words.multipliers:
        number = _spelled(tokens, i, words)
    elif token.low in words.collectives:
        number = _Number(words.collectives[token.low], i, i + 1, token.low not in words.soft)
    elif token.low in words.ordinals:
        number = _Number(words.ordinals[token.low], i, i + 1, token.low not in words.soft)
        number.ordinal = True
        if token.low in words.fractions:
            number.more.append(("", words.fractions[token.low]))
        return number
    elif token.low in words.articles:
        return _article(tokens, i, words)
    else:
        return None
    if number is None:
        return None
    if number.ordinal:
        return number
    following = tokens[number.after].low if number.after < len(tokens) else ""
    if following in words.collectives and following not in words.units:
        number.value *= words.collectives[following]
        number.after += 1
        number.hard = True
    elif following in words.fractions and (following not in words.ordinals):
        fraction = words.fractions[following]
        if number.value == 1 or fraction != 0.5:
            whole = number.value
            number = _Number(whole * fraction, number.first, number.after + 1, whole > 1)
            return _part(number, tokens, words)
    _half(number, tokens, words)
    _unit(number, tokens, words)
    if tokens[i].low in words.articles and number.unit and number.value == 1:
        # "un litre", "one litre" is said on purpose; "a litre" and "un comprimé" may be
        number.hard = number.unit[0] in ("g", "l", "unit", "mol", "m")
    if number.unit is None and token.low in words.collectives:
        number.more += [words.exact[key]] if (key := (number.value, token.low)) in words.exact else []
    return number


def _digits(tokens: Sequence[_Token], i: int, words: Words) -> _Number:
    token = tokens[i]
    text = token.text
    number = _Number(0.0, i, i + 1, True)
    if ":" in text:
        hours, minutes = text.split(":")
        number.value = int(hours) * 60 + int(minutes)
        if int(hours) <= 24 and int(minutes) < 60:
            number.clock, number.only_clock = [number.value], True
        return number
    number.value, number.others = _value(text, words.decimal)
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    beyond = tokens[i + 2] if i + 2 < len(tokens) else None
    if after and after.start == token.end and after.low in words.ordinal_suffixes:
        number.ordinal, number.after = True, i + 2
        return number
    if after and after.text == "/" and beyond and beyond.text.isdecimal() and text.isdecimal():
        pair = (int(text), int(beyond.text))
        if pair in _SIMPLE:
            number.value, number.after, number.others = pair[0] / pair[1], i + 3, []
    elif after and after.text.isdecimal() and beyond and beyond.text == "/" and text.isdecimal():
        if i + 3 < len(tokens) and tokens[i + 3].text.isdecimal():
            pair = (int(after.text), int(tokens[i + 3].text))
            if pair in _SIMPLE:
                number.value, number.after, number.others = number.value + pair[0] / pair[1], i + 4, []
    elif after and after.low in words.multipliers and words.multipliers[after.low] >= 1000:
        number.value *= words.multipliers[after.low]
        number.others = []
        number.after = i + 2
    return number


def _value(text: str, decimal: str) -> tuple[float, list[float]]:
    """The value of digits, and what else they may mean: "10.000" is ten thousand in Belgium."""
    if decimal == ",":
        whole, comma, decimals = text.replace(" ", "").replace("'", "").partition(",")
        if comma:
            return float(f"{whole.replace('.', '')}.{decimals}"), []
        if "." in whole:
            grouped = whole.replace(".", "")
            if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", whole):
                return float(grouped), [float(whole)] if whole.count(".") == 1 else []
            return float(whole), []
        return float(whole), []
    text = text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", "")), []
    return float(text.replace(",", ".")), []


def _spelled(tokens: Sequence[_Token], i: int, words: Words) -> _Number | None:
    """A number in words: "quatre-vingt-douze", "two hundred and fifty"."""
    total, current, j, end = 0, None, i, i
    plural_alone = False
    while j < len(tokens):
        low = tokens[j].low
        if low in words.numbers:
            value = words.numbers[low]
            if current is None:
                current = value
            elif value == 20 and current % 100 == 4:  # quatre-vingt
                current += 76
            elif _adds(current, value):
                current += value
            else:
                break
        elif low in words.multipliers:
            factor = words.multipliers[low]
            if current is None and j == i and factor >= 10**6:
                plural_alone = True
            if current is None and j == i and low.endswith("s"):
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
        elif (low == words.and_ and j > i and j + 1 < len(tokens) and current is not None) or (
            low == words.and_ and j > i and j + 1 < len(tokens) and total
        ):
            ahead = j + 2 if tokens[j + 1].text == "-" and j + 2 < len(tokens) else j + 1
            following_value = words.numbers.get(tokens[ahead].low)
            if following_value is None:
                break
            base = current or 0
            if words.and_after == 20 and not (
                20 <= base % 100 <= 90 and base % 10 == 0 and following_value in (1, 11)
            ):
                break
            if words.and_after == 100 and (base % 100 or not (base or total)):
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


def _adds(current: int, value: int) -> bool:
    rest = current % 100
    if rest == 0 and current >= 100:
        return value < 100
    if rest in (60, 80):
        return 0 < value < 20
    if rest >= 20 and rest % 10 == 0:
        return 0 < value < 10
    return rest in (10, 70, 90) and 7 <= value <= 9


def _article(tokens: Sequence[_Token], i: int, words: Words) -> _Number | None:
    """ "a tablet", "un comprimé", "a hundred", "half" after an article."""
    if i + 1 >= len(tokens):
        return None
    following = tokens[i + 1].low
    if following in words.fractions and following not in words.ordinals:
        number = _Number(words.fractions[following], i, i + 2, False)
        return _part(number, tokens, words)
    if following in words.multipliers and not following.endswith("s"):
        number_or_none = _spelled(tokens, i + 1, words)
        if number_or_none:
            number_or_none.first, number_or_none.hard = i, True
            _unit(number_or_none, tokens, words)
        return number_or_none
    if following in words.collectives and following not in words.units:
        number = _Number(words.collectives[following], i, i + 2, True)
        _unit(number, tokens, words)
        if number.unit is None and (number.value, following) in words.exact:
            number.more.append(words.exact[number.value, following])
        return number
    number = _Number(1.0, i, i + 1, False)
    _unit(number, tokens, words)
    if number.unit is None:
        return None
    _half(number, tokens, words)
    return number


def _part(number: _Number, tokens: Sequence[_Token], words: Words) -> _Number:
    """A fraction and what it is of: "la moitié d'un comprimé", "half an hour", "three quarters"."""
    j = number.after
    if j < len(tokens) and tokens[j].low == "past":
        return number
    for _ in range(4):
        trial = _unit_at(tokens, j, words, number.after)
        if trial:
            number.unit, number.unit_name, number.after = trial[0], trial[2], trial[1]
            number.hard = True
            return number
        if j < len(tokens) and tokens[j].low in words.collectives and tokens[j].low not in words.units:
            number.value *= words.collectives[tokens[j].low]
            number.after, number.hard = j + 1, True
            _unit(number, tokens, words)
            return number
        if j >= len(tokens) or tokens[j].low not in words.of:
            break
        if tokens[j].low != "-":
            number.hard = True
        j += 1
    if number.value == 0.5 and tokens[number.after - 1].low in ("demi", "demie", "demis", "demies"):
        number.hard = False
    return number


def _half(number: _Number, tokens: Sequence[_Token], words: Words) -> None:
    """ "and a half" after the number or after its unit."""
    for phrase in words.halves:
        length = phrase.count(" ") + 1
        if " ".join(t.low for t in tokens[number.after : number.after + length]) == phrase:
            number.value += 0.5
            number.after += length
            number.hard = True
            return


def _unit(number: _Number, tokens: Sequence[_Token], words: Words) -> None:
    number_end = number.after
    token = tokens[number.first]
    previous = tokens[number.first - 1] if number.first else None
    if _half_of_day(number, tokens, words, previous):
        return
    found = _unit_at(tokens, number.after, words, number_end)
    if found:
        number.unit, number.after, number.unit_name = found
        if number.unit == ("min", 60) and words.hour_is_time and number.value <= 24 and number.value % 1 == 0:
            number.clock = [number.value * 60]
            _half_of_day(number, tokens, words, previous)
        if number.unit[0] in ("min", "month"):
            _half(number, tokens, words)
            if number.value % 1:
                number.clock = []
        elif number.unit[0] in COUNTED:
            _half(number, tokens, words)
        exact = words.exact.get((number.value, number.unit_name.rstrip("s")))
        if exact:
            number.more.append(exact)
    elif (
        previous and previous.text in ("€", "£", "$", "CHF", "EUR", "GBP") and previous.end >= token.start - 1
    ):
        number.unit, number.unit_name = SYMBOLS[previous.text], previous.text
        number.first -= 1
    elif previous and previous.low in _CLOCK_BEFORE and not words.hour_is_time:
        # "at 8", "from 2.30 to 4 pm": a time that says nothing of which half of the day
        minutes = _clock_minutes(tokens[number.first].text)
        if minutes is not None and previous.low not in ("and", "before", "after", "about"):
            number.clock = [minutes, minutes + 720] if minutes <= 780 else [minutes]
            if tokens[number.first].text.find(".") > 0 and previous.low == "at":
                number.only_clock = True


def _clock_minutes(text: str) -> float | None:
    found = re.fullmatch(r"(\d{1,2})(?:[.:](\d{2}))?", text)
    if not found or int(found[1]) > 24 or int(found[2] or 0) > 59:
        return None
    return float(int(found[1]) * 60 + int(found[2] or 0))


def _half_of_day(number: _Number, tokens: Sequence[_Token], words: Words, previous: _Token | None) -> bool:
    if number.after < len(tokens) and tokens[number.after].low == "o'clock":
        hour = number.value * 60
        number.clock, number.only_clock, number.after = [hour, hour + 720], True, number.after + 1
        previous = tokens[number.after - 1]
        _half_of_day(number, tokens, words, previous)
        return True
    for phrase, hours in words.halves_of_day.items():
        length = phrase.count(" ") + 1
        if " ".join(t.low for t in tokens[number.after : number.after + length]) != phrase:
            continue
        if number.clock and number.unit:
            minutes: float | None = number.clock[0]
        else:
            shown = tokens[number.first].text
            minutes = _clock_minutes(shown) if shown[0].isdecimal() else number.value * 60
        if minutes is None or minutes > 1440:
            continue
        if phrase.startswith(("in ", "at ")) and not (
            previous and previous.low in ("at", "around", "by", "until", "from", "o'clock")
        ):
            continue
        if phrase in ("noon", "midday", "midnight") and minutes != 720:
            continue
        if minutes >= 720 and minutes < 780:
            minutes -= 720
        if phrase == "at night" and minutes < 300:
            hours = 0
        number.clock = [minutes + hours * 60 if minutes < 720 else minutes]
        number.only_clock = True
        number.after += length
        return True
    return False


def _unit_at(tokens: Sequence[_Token], j: int, words: Words, number_end: int) -> tuple[Unit, int, str] | None:
    """The unit that begins at token ``j``: itself, where it ends, its name."""
    for skip in range(3):
        if j >= len(tokens):
            return None
        token = tokens[j]
        if found := _phrase(tokens, j, words):
            return found
        if token.text in SYMBOLS or (len(token.low) > 1 and token.low in SYMBOLS) or token.low in words.units:
            break
        if skip == 2:
            return None
        if token.low not in words.between:
            # any one word more: "7 working days", "two metered puffs"
            ahead = tokens[j + 1].low if j + 1 < len(tokens) else ""
            if (
                skip
                or ahead not in words.units
                or not token.low.isalpha()
                or token.low in words.function_words
                or token.low in words.per
                or token.low in words.halves_of_day
                or token.low in words.numbers
                or token.low in words.clock
                or not (tokens[number_end - 1].low.isdecimal() or tokens[number_end - 1].low in words.numbers)
                or tokens[number_end - 1].low in words.articles
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
    elif symbol in ("s", "m", "V", "W") and (apart != 1 or token.text != symbol):
        return None
    return SYMBOLS[symbol], j + 1, symbol


def _phrase(tokens: Sequence[_Token], j: int, words: Words) -> tuple[Unit, int, str] | None:
    if tokens[j].low not in _phrase_starts(words.tag):
        return None
    for length in (4, 3, 2):
        if j + length <= len(tokens):
            phrase = " ".join(token.low for token in tokens[j : j + length])
            if phrase in words.units:
                return words.units[phrase], j + length, phrase
            if length == 2 and phrase == "mm hg":
                return SYMBOLS["mmHg"], j + 2, phrase
    return None


@lru_cache(maxsize=16)
def _phrase_starts(tag: str) -> frozenset[str]:
    """The first words of the units that have several."""
    known = table(tag) or NO_WORDS
    return frozenset({name.split(" ")[0] for name in known.units if " " in name} | {"mm"})


def _relate(numbers: Sequence[_Number], tokens: Sequence[_Token], words: Words) -> None:
    """What numbers say about one another: "5 à 10 mg", "1 h 30", "from 2 to 4 pm"."""
    for second, first in zip(reversed(numbers[1:]), reversed(numbers[:-1]), strict=True):
        between = [token.low for token in tokens[first.after : second.first]]
        hours = first.unit == ("min", 60)
        if hours and (not between or between == [words.and_] or between == [","]):
            minutes = second.unit == ("min", 1) or (
                second.unit is None
                and not between
                and second.value < 60
                and len(tokens[second.first].text) == 2
            )
            if minutes and not first.only_clock:
                first.value += second.value / 60
                first.clock = [first.clock[0] + second.value] if first.clock and not between else []
                if not between and words.hour_is_time:
                    first.clock = [first.value * 60]
                first.after, first.hard = second.after, True
                if second.only_clock and second.clock:
                    first.clock, first.only_clock = [first.value * 60 + 720 * (first.value < 12)], True
                second.hard = False
                second.value, second.unit, second.unit_name = -1, None, ""
                continue
        if len(between) != 1 or between[0] not in words.joins:
            continue
        if between[0] in words.ranges:
            first.range = second.range = True
        if first.unit is None and not first.ordinal:
            if second.unit:
                scale = second.unit
                first.more += [(scale[0], first.value * scale[1])]
                if scale == ("min", 60) and words.hour_is_time and first.value <= 24:
                    first.clock = [first.value * 60]
            if second.only_clock and not first.only_clock:
                minutes_first = _clock_minutes(tokens[first.first].text)
                if minutes_first is None and first.value <= 12:
                    minutes_first = first.value * 60
                if minutes_first is not None:
                    first.clock = [minutes_first % 720, minutes_first % 720 + 720]
                    first.only_clock = True
            first.more += [
                meaning for meaning in second.more if second.unit is None and meaning[0] == "never"
            ]
        elif second.unit is None and first.unit and between[0] not in (",", words.and_):
            second.more.append((first.unit[0], second.value * first.unit[1]))


def _fact(number: _Number, shown: str) -> Fact:
    meanings: list[Meaning] = []
    kind = NUMBER
    if number.value < 0:  # taken up by the number before it
        return Fact(NUMBER, (), False, shown)
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
        else:
            meanings += [("", _round(value)) for value in values]
        meanings += [
            (unit, _round(value) if isinstance(value, int | float) else value) for unit, value in number.more
        ]
    if number.range:
        kind = RANGE if kind in (NUMBER, DOSE) else kind
    imperial = number.unit is not None and number.unit[0] == "imperial"
    return Fact(kind, tuple(meanings), number.hard and not imperial, shown)


def _round(value: float) -> float:
    return float(f"{value:.9g}")


# ── How often ──────────────────────────────────────────────────────────────────────────────


def _frequencies(low: str, grammar: _Grammar, facts: list[Fact]) -> list[Fact]:
    found: list[Fact] = []
    for pattern, (_, dimension, period, hard, number) in grammar.frequencies:
        for match in pattern.finditer(low):
            if number == -1:
                facts.append(Fact(DOSE, ((dimension, period),), hard, match[0]))
                continue
            if dimension:
                found.append(Fact(FREQUENCY, ((f"per {dimension}", period),), hard, match[0]))
            if number:
                counted: tuple[Meaning, ...] = (("", number), ("time", number))
                facts.append(
                    Fact(NUMBER, (*counted, *(((dimension, period),) if dimension else ())), False, match[0])
                )
    return found


def _per(
    tokens: Sequence[_Token], i: int, words: Words, masked: str, facts: list[Fact], frequencies: list[Fact]
) -> None:
    """ "par jour", "/kg", "a day" where "twice" stands before it."""
    token = tokens[i]
    sure = token.low in words.per
    if not (sure or token.low in words.soft_per) or i + 1 >= len(tokens):
        return
    following = tokens[i + 1]
    unit = words.units.get(following.low) or (SYMBOLS.get(following.text) if sure else None)
    if unit is None or unit[0] in COUNTED or unit[0] in ("%", "imperial"):
        return
    if token.text == "/" and (
        i == 0 or (tokens[i - 1].end != token.start and tokens[i - 1].text.isdecimal())
    ):
        return
    hard = sure or bool(i and tokens[i - 1].low in words.before_soft_per)
    shown = masked[token.start : following.end]
    frequencies.append(Fact(FREQUENCY, ((f"per {unit[0]}", _round(unit[1])),), hard, shown))
    facts.append(Fact(FREQUENCY, ((unit[0], _round(unit[1])),), False, shown))  # "in 24 hours" may answer it


def _clock(tokens: Sequence[_Token], i: int, words: Words, facts: list[Fact]) -> None:
    """noon, midnight; "half past two"."""
    low = tokens[i].low
    if low in words.clock:
        if i >= 2 and tokens[i - 1].text == "-" and tokens[i - 2].low == "après":
            return
        facts.append(Fact(TIME, (("clock", float(words.clock[low])),), True, tokens[i].text))
    elif low.startswith("lunch") and words.tag == "en":
        facts.append(Fact(TIME, (("clock", 720.0),), False, tokens[i].text))


# ── Yes and no ─────────────────────────────────────────────────────────────────────────────


def _said(low: str, grammar: _Grammar, ends: Sequence[int]) -> tuple[Said, ...]:
    joins, coordinator, collapses = grammar.joined, grammar.coordinator, grammar.collapses
    result: list[Said] = []

    def add(match: re.Match[str], offset: int) -> None:
        cue = grammar.cue_list[int((match.lastgroup or "")[1:])]
        start, end, shown = match.start() + offset, match.end() + offset, match[0].strip()
        if not cue.kind:
            return
        sentence = next((i for i, end in enumerate(ends) if start < end), len(ends) - 1)
        earlier = [one for one in result if one.sentence == sentence and one.cue.kind in (NOT, WITHOUT)]
        if earlier and shown in ("ni", "nor"):  # "sans sel ni sucre", "without salt or sugar"
            return
        joined = joins.search(low[:start]) is not None
        goes_on = bool(earlier) and (
            (joined and collapses.match(shown) is not None)
            or (
                low[:start].endswith(", ") and earlier[-1].shown.split()[0] == shown.split()[0]
            )  # "pas de sel, pas de sucre"
        )
        leads = coordinator.search(low, end, max(end, ends[sentence])) is not None
        result.append(Said(cue, cue.hard, joined, goes_on, leads, sentence, start, end, shown))
        if cue.kind == NOT and not cue.concept and end - start > 9:
            for inner in grammar.inner.finditer(shown):
                add(inner, start)

    for match in grammar.cues.finditer(low):
        add(match, 0)
    return tuple(result)


_END = late(r"[.!?…]+[\"'»”)\]]*(?= +[\"'«“(\[¿¡]? ?[A-ZÀ-ÞŒ0-9]|\s*$)|(?<=[.!?…]) +(?=[-–•])")


def _sentences(text: str, words: Words) -> tuple[tuple[str, ...], tuple[int, ...]]:
    sentences: list[str] = []
    ends: list[int] = []
    start = 0
    for match in _END().finditer(text):
        if match[0].startswith(".") and match.end() < len(text) and _abbreviated(text, match.start(), words):
            continue
        piece = text[start : match.end()].strip()
        if any(map(str.isalnum, piece)):
            sentences.append(piece)
            ends.append(match.end())
            start = match.end()
    piece = text[start:].strip()
    if any(map(str.isalnum, piece)) or not sentences:
        sentences.append(piece)
        ends.append(len(text) + 1)
    return tuple(sentences), tuple(ends)


def _abbreviated(text: str, dot: int, words: Words) -> bool:
    word = re.search(r"[\w-]*$", text[:dot])
    before = word[0].lower() if word else ""
    if before in ("m", "min", "max", "h", "g", "l", "j", "c", "s", "d", "p", "b", "a"):
        # "10 m. Restez": a unit ends a sentence; "M. Dupont": a title does not
        tail = text[: dot - len(before)].rstrip()
        if tail and (
            tail[-1].isdecimal() or (before == "m" and tail.lower().endswith((" a.", " p.", "a.", "p.")))
        ):
            return False
        return before in words.abbreviations and (len(before) > 1 or text[dot - 1].isupper())
    return before in words.abbreviations


def sentences_of(text: str, words: Words) -> Iterator[str]:
    yield from _sentences(normal(text), words)[0]
