"""Set words in the typography of a language: its spaces, quotes and apostrophes. The words stay as they are.

Rules: French as in the Lexique des règles typographiques en usage à l'Imprimerie nationale; English as in
New Hart's Rules. Which space stands where comes from ``styles/languages/``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.model import Break, Code, Inline, Inlines, Language, Link, NoteMark, Text, Typography

SPACES = {"narrow": "\u202f", "no-break": "\u00a0", "none": ""}

# What must keep its plain characters: addresses, and times of the clock such as 14:30.
_ADDRESS = r"(?:https?://|mailto:|www\.)\S+|\S+@\S+\.\S+|\b\d{1,2}:\d{2}\b"
_UNITS = (
    r"(?:°C|°F|°|€|\$|£|(?:mg|µg|μg|mcg|ng|kg|g|ml|mL|cl|dl|dL|l|L|UI|IU|mmol|mol|kcal|kJ|mm|cm|km|m|min|h|s|"
    r"jours?|mois|ans?|semaines?|heures?|minutes?|fois|days?|weeks?|months?|years?|hours?|times)\b)"
)
_SPACE = "[ \u00a0\u202f]"
_BEFORE_UNIT = re.compile(rf"(?<=\d){_SPACE}+(?={_UNITS})")
_BEFORE_PERCENT = re.compile(rf"(?<=\d){_SPACE}*(?=[%‰])")
_THOUSANDS = re.compile(rf"(?<!\d)(?<!\d{_SPACE})\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)")


def set_text(text: str, typography: Typography) -> str:
    """``text`` with the spaces, quotes and apostrophes of the language."""
    parts = re.split(f"({_ADDRESS})", text)
    return "".join(part if index % 2 else _set(part, typography) for index, part in enumerate(parts))


def _set(text: str, typography: Typography) -> str:
    text = re.sub(r"(?<=\w)'(?=\w)|(?<=\w)'(?=\s|$)", "’", text)
    text = _set_quotes(text, typography)
    for sign, name in typography.before.items():
        # Only after a word or a closing sign: ":" in "a:b" and "?!" keep together.
        after = rf"{re.escape(sign)}(?=\s|$|[)»”?!])"
        text = re.sub(rf"(?<=[\w.…)\]»”’%]){_SPACE}*{after}|^{_SPACE}+{after}", SPACES[name] + sign, text)
    text = _BEFORE_UNIT.sub("\u00a0", text)
    text = _BEFORE_PERCENT.sub(SPACES[typography.percent], text)
    return _THOUSANDS.sub(lambda match: re.sub(_SPACE, "\u202f", match[0]), text)


def _set_quotes(text: str, typography: Typography) -> str:
    opening, closing = typography.quotes
    inside = SPACES[typography.inside_quotes]
    text = re.sub(r'(?:(?<=^)|(?<=[\s(\[’]))"(?=\S)', opening, text)
    text = re.sub(r'(?<=\S)"', closing, text)
    if inside:
        text = re.sub(rf"{opening}{_SPACE}*(?=\S)", opening + inside, text)
        text = re.sub(rf"(?<=\S){_SPACE}*{closing}", inside + closing, text)
    return text


def set_inlines(content: Inlines, typography: Typography) -> Inlines:
    """``content`` set in the language; code and the targets of links keep their characters."""
    return tuple(_set_inline(inline, typography) for inline in content)


def _set_inline(inline: Inline, typography: Typography) -> Inline:
    match inline:
        case Text(text):
            return Text(set_text(text, typography))
        case Code() | Break() | NoteMark():
            return inline
        case Link(content, target):
            bare = (
                len(content) == 1
                and isinstance(content[0], Text)
                and content[0].text in (target, target.split(":", 1)[-1])
            )
            return inline if bare else Link(set_inlines(content, typography), target)
        case _:
            return inline.__class__(
                set_inlines(inline.content, typography),
                *(getattr(inline, field) for field in inline.__struct_fields__[1:]),
            )


def joints(text: str, language: Language) -> tuple[str, ...]:
    """Cut a title where it may break by sense: a small word stays with the word after it."""
    small = set(language.typography.bind)
    groups: list[str] = []
    held = ""
    for word in text.split(" "):
        held = f"{held} {word}" if held else word
        if word.lower() not in small:
            groups.append(held)
            held = ""
    return (*groups, held) if held else tuple(groups)


def lines(text: str, language: Language, width: int) -> tuple[str, ...]:
    """Break a title into lines of about ``width`` characters, at the joints of its sense.

    A line never ends in a small word; it begins with one rather than not; the lines come out of like
    length, and as few as fit.
    """
    small = set(language.typography.bind)
    words = joints(text, language)
    costs: list[tuple[float, int]] = [
        (0.0, 0)
    ]  # of the words so far: the least cost, where the last line begins
    for end in range(1, len(words) + 1):
        best = (float("inf"), 0)
        for start in range(end):
            over = len(" ".join(words[start:end])) - width
            cost = costs[start][0] + (abs(over) ** 1.5 if over <= 0 else over**3) + 12
            if end < len(words) and words[end].split(" ")[0].lower() in small:
                cost -= 18
            best = min(best, (cost, start))
        costs.append(best)
    result: list[str] = []
    end = len(words)
    while end:
        start = costs[end][1]
        result.append(" ".join(words[start:end]))
        end = start
    return tuple(reversed(result))


_NO_WORDS = re.compile(r"[\s\u00ad\u200b]+")
_ONE_FORM = str.maketrans({"’": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "\u2011": "-"})


@lru_cache(maxsize=8)
def letters(text: str) -> str:
    """``text`` without what typography may change: spaces, and the forms of quotes and apostrophes."""
    return _NO_WORDS.sub("", text.translate(_ONE_FORM)).replace('"', "").replace("'", "")
