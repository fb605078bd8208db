"""Seeded errors, of the kinds that translators and typists make. Nothing here asks the gate what it knows."""

# ruff: noqa: E501 - tables: one idea, one line, however long

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple


class Pair(NamedTuple):
    fr: str
    en: str


class Mutation(NamedTuple):
    kind: str
    pair: Pair


Mutator = Callable[[random.Random, Pair], Pair | None]


def _replace(
    rng: random.Random, text: str, pattern: str, new: Callable[[re.Match[str]], str | None]
) -> str | None:
    """One match of ``pattern``, chosen by ``rng``, replaced."""
    found = list(re.finditer(pattern, text))
    rng.shuffle(found)
    for match in found:
        changed = new(match)
        if changed is not None and changed != match[0]:
            return text[: match.start()] + changed + text[match.end() :]
    return None


def _english(pattern: str, new: Callable[[random.Random, re.Match[str]], str | None]) -> Mutator:
    def mutate(rng: random.Random, pair: Pair) -> Pair | None:
        text = _replace(rng, pair.en, pattern, lambda match: new(rng, match))
        return None if text is None else pair._replace(en=text)

    return mutate


def _french(pattern: str, new: Callable[[random.Random, re.Match[str]], str | None]) -> Mutator:
    def mutate(rng: random.Random, pair: Pair) -> Pair | None:
        text = _replace(rng, pair.fr, pattern, lambda match: new(rng, match))
        return None if text is None else pair._replace(fr=text)

    return mutate


def _swap(table: dict[str, str]) -> Callable[[random.Random, re.Match[str]], str | None]:
    return lambda _, match: table.get(match[0])


def _either(words: Sequence[str]) -> str:
    return r"\b(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b"


def _other_number(rng: random.Random, match: re.Match[str]) -> str:
    number = int(match[0])
    return str(rng.choice([number + 1, number * 10, number + 3, number * 2]))


_WHOLE = r"(?<![\d.,/:+])(?<!\d )\d{1,3}(?![\d.,/:%]\d|\d| \d|%)"
_WORDS_EN = {"two": "three", "three": "two", "four": "five", "five": "four", "six": "four", "seven": "ten",
             "eight": "six", "ten": "seven", "twelve": "ten", "twice": "three times", "half": "a quarter",
             "ninety": "eighty", "twenty": "thirty", "thirty": "forty", "nine": "ten"}  # fmt: skip
_WORDS_FR = {"deux": "trois", "trois": "quatre", "quatre": "cinq", "cinq": "six", "six": "huit", "sept": "cinq",
             "dix": "douze", "douze": "dix", "vingt": "trente", "quinze": "dix"}  # fmt: skip
_UNITS = {"mg": ["g", "µg", "ml"], "g": ["mg"], "ml": ["l", "mg"], "micrograms": ["mg", "milligrams"],
          "kg": ["g"], "mmol": ["mol"], "litre": ["millilitre"], "litres": ["millilitres"], "IU": ["mg"],
          "units": ["ml"], "teaspoon": ["tablespoon"], "tablespoon": ["teaspoon"], "seconds": ["minutes"],
          "µg": ["mg"]}  # fmt: skip


def _unit(rng: random.Random, match: re.Match[str]) -> str:
    return match[1] + rng.choice(_UNITS[match[2]])


def _point(rng: random.Random, match: re.Match[str]) -> str:
    whole, decimals = match[1], match[2]
    return rng.choice(
        [whole.lstrip("0") + decimals, f"{whole}{decimals[0]}.{decimals[1:] or '0'}", f"0.{whole}{decimals}"]
    )


def _end(rng: random.Random, match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}{int(match[3]) + rng.choice([1, 2, 5])}"


def _time(rng: random.Random, match: re.Match[str]) -> str:
    half = "pm" if match[2] == "am" else "am"
    hour = int(match[1].split(".")[0])
    rest = match[1][len(str(hour)) :]
    return rng.choice([f"{match[1]} {half}", f"{hour % 12 + 1}{rest} {match[2]}"])


def _date(rng: random.Random, match: re.Match[str]) -> str:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    month = months[(months.index(match[2]) + 1) % 12]
    return rng.choice([f"{int(match[1]) % 28 + 1} {match[2]}", f"{match[1]} {month}"])


_OFTEN = {"a day": "a week", "twice a day": "once a day", "daily": "weekly", "every day": "every week",
          "once a week": "once a day", "per day": "per week", "every two weeks": "every two days",
          "every other day": "every day", "/day": "/week", "every morning": "every week", "a week": "a day",
          "three times": "twice", "yearly": "monthly", "every three months": "every three weeks",
          "every two years": "every year"}  # fmt: skip

_DENIALS = [
    (r"\b([Dd])o not (\w)", lambda m: m[2].upper() if m[1] == "D" else m[2]),
    (r"\b(is|are|was|were|must|should|may|will|can|does|did|need) not\b", lambda m: m[1]),
    (r"\bcannot\b", lambda m: "can"),
    (r"\b[Nn]ever (\w)", lambda m: m[1].upper() if m[0][0] == "N" else m[1]),
    (r"\bnever,? ", lambda m: ""),
    (r"\bNo (\w)", lambda m: m[1].upper()),
    (r"\bno (?=\w)", lambda m: ""),
    (r"\bnot (?=\w)", lambda m: ""),
    (r"\bNobody is\b", lambda m: "Everybody is"),
    (r"\bneither (.+) nor\b", lambda m: f"{m[1]} and"),
]  # fmt: skip


def _dropped_english(rng: random.Random, pair: Pair) -> Pair | None:
    choices = list(_DENIALS)
    rng.shuffle(choices)
    for pattern, new in choices:
        text = _replace(rng, pair.en, pattern, new)
        if text is not None:
            return pair._replace(en=text)
    return None


def _added_english(rng: random.Random, pair: Pair) -> Pair | None:
    ways: list[tuple[str, Callable[[re.Match[str]], str]]] = [
        (r"\b(is|are|was|were|should|may|will|can|must)\b(?! (?:not|no|never)\b)", lambda m: f"{m[1]} not"),
        (r"^(Take|Put|Apply|Drink|Call|Bring|Eat|Shake|Use|Wash|Give|Stop|Open|Wear|Lie|Swallow|Inject|Change|Tell)\b",
         lambda m: f"Do not {m[1].lower()}"),
    ]  # fmt: skip
    rng.shuffle(ways)
    for pattern, new in ways:
        text = _replace(rng, pair.en, pattern, new)
        if text is not None:
            return pair._replace(en=text)
    return None


def _added_french(rng: random.Random, pair: Pair) -> Pair | None:
    verbs = "Prenez|Mettez|Appliquez|Buvez|Appelez|Mangez|Secouez|Jetez|Diluez|Injectez|Versez|Portez|Ouvrez|Arrivez"
    text = _replace(rng, pair.fr, rf"^({verbs})\b", lambda m: f"Ne {m[1].lower()} pas")
    if text is None:
        text = _replace(rng, pair.fr, r"\b(peut|peuvent|doit|doivent|dure|suffit|contient|reste)\b(?! (?:pas|jamais|que|qu’|ni))(?<!ne )",
                        lambda m: None if re.search(rf"\bne (?:\w+ )?{m[1]}", pair.fr) else f"ne {m[1]} pas")  # fmt: skip
    return None if text is None else pair._replace(fr=text)


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) (?=[A-ZÀ-Þ])", text)


def _sentence_dropped(rng: random.Random, pair: Pair) -> Pair | None:
    side = rng.choice(["en", "fr"])
    parts = _sentences(getattr(pair, side))
    if len(parts) < 2:
        return None
    del parts[rng.randrange(len(parts))]
    return pair._replace(**{side: " ".join(parts)})


def _sentence_doubled(rng: random.Random, pair: Pair) -> Pair | None:
    parts = _sentences(pair.en)
    at = rng.randrange(len(parts))
    return pair._replace(en=" ".join([*parts[: at + 1], parts[at], *parts[at + 1 :]]))


def _source_left(_: random.Random, pair: Pair) -> Pair | None:
    return pair._replace(en=pair.fr)


def _empty(_: random.Random, pair: Pair) -> Pair | None:
    return pair._replace(en="")


def _sentence_left(rng: random.Random, pair: Pair) -> Pair | None:
    french, english = _sentences(pair.fr), _sentences(pair.en)
    if len(french) != len(english) or len(french) < 2:
        return None
    at = rng.randrange(len(french))
    return pair._replace(en=" ".join([*english[:at], french[at], *english[at + 1 :]]))


def _digit(rng: random.Random, match: re.Match[str]) -> str:
    at = rng.choice([i for i, c in enumerate(match[0]) if c.isdecimal()])
    return match[0][:at] + str((int(match[0][at]) + rng.randrange(1, 9)) % 10) + match[0][at + 1 :]


MUTATORS: dict[str, Sequence[Mutator]] = {
    "number changed": (
        _english(_WHOLE, _other_number),
        _french(_WHOLE, _other_number),
    ),
    "number in words changed": (
        _english(_either(list(_WORDS_EN)), _swap(_WORDS_EN)),
        _french(_either(list(_WORDS_FR)) + r"(?! \w+ sur|-)(?<!-)", _swap(_WORDS_FR)),
    ),
    "decimal point moved": (_english(r"(?<![\d.])(\d+)\.(\d{1,2})(?!\d| ?[ap]m)", _point),),
    "unit swapped": (_english(r"((?:\d|\bone|\ba|\bthe) ?)(" + "|".join(_UNITS) + r")\b", _unit),),
    "thousands lost": (_english(r"(\d{1,3}),(\d{3})", lambda r, m: r.choice([f"{m[1]}.{m[2]}", m[1] + m[2][:2], f"{m[1]}{m[2]}0"])),),
    "percentage changed": (_english(r"(\d+(?:\.\d+)?)%", lambda r, m: f"{float(m[1]) * r.choice([2, 10]) + 1:g}%"),),
    "range end changed": (_english(r"(\b\d+)( to | and |-)(\d+)\b", _end),),
    "time shifted": (_english(r"\b(\d{1,2}(?:\.\d\d)?) (am|pm)\b", _time),),
    "date changed": (
        _english(r"\b(\d{1,2}) (January|February|March|April|May|June|July)\b", _date),
        _english(_either(["Monday", "Tuesday", "Thursday", "Friday"]), lambda r, m: "Wednesday"),
    ),
    "frequency changed": (_english(r"(?:\b|(?=/))(?:" + "|".join(sorted(_OFTEN, key=len, reverse=True)) + r")\b", _swap(_OFTEN)),),
    "negation dropped": (
        _dropped_english,
        _french(r"\b[Nn](?:e |’)((?:vous )?\w+) (?:pas|jamais|plus)\b", lambda r, m: m[1]),
    ),
    "negation added": (_added_english, _added_french),
    "only dropped": (
        _english(r"\b(?:[Oo]nly|just) ", lambda r, m: ""),
        _french(r"\bn(?:e |’)(\w+ )qu(?:’|e )", lambda r, m: m[1]),
        _french(r" (?:uniquement|seulement)\b", lambda r, m: ""),
    ),
    "except dropped": (
        _english(r"\bunless\b", lambda r, m: "if"),
        _english(r"\bwithout\b", lambda r, m: "with"),
        _french(r"\bsans\b", lambda r, m: "avec"),
    ),
    "sentence dropped": (_sentence_dropped,),
    "sentence doubled": (_sentence_doubled,),
    "segment left in French": (_source_left,),
    "sentence left in French": (_sentence_left,),
    "segment empty": (_empty,),
    "link target changed": (_english(r"(?<=\]\(https://)[\w.]+", lambda r, m: m[0].replace("exemple", "example")),),
    "address changed": (_english(r"[\w.]+@[\w-]+", lambda r, m: m[0][:-1]),),
    "emphasis dropped": (_english(r"\*+(\w+)\*+", lambda r, m: m[1]),),
    "name swapped": (
        _english(r"(?<=Dr )[A-Z]\w+|(?<=Mrs )[A-Z]\w+|(?<=Mr )[A-Z]\w+|(?<=Prof\. )[A-Z]\w+", lambda r, m: r.choice(["Perrin", "Morel"])),
    ),
    "telephone digit changed": (_english(r"\b0[\d ]{8,}\d\b", _digit),),
    "sides exchanged": (
        _english(_either(["left", "right", "morning", "evening"]),
                 _swap({"left": "right", "right": "left", "morning": "evening", "evening": "morning"})),
    ),
}  # fmt: skip

AT_MOST = {"segment left in French": 30, "segment empty": 15, "sentence doubled": 30}


def mutations(pairs: Sequence[Pair], seed: int = 2026) -> Iterator[Mutation]:
    """Every kind of error in every pair that it can be seeded into."""
    for kind, mutators in MUTATORS.items():
        count = 0
        for number, pair in enumerate(pairs):
            for way, mutator in enumerate(mutators):
                changed = mutator(random.Random(f"{seed} {kind} {number} {way}"), pair)
                if changed is not None and changed != pair and count < AT_MOST.get(kind, 10**6):
                    count += 1
                    yield Mutation(kind, changed)
