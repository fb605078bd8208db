"""What a text denies or restricts: its no, never, only, unless, without, each where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.compare.languages import (
    EXCEPT,
    LEXICAL,
    NO_TABLE,
    NOT,
    ONLY,
    SPECIAL,
    WITHOUT,
    Cue,
    late,
    table,
)


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


class _Grammar(NamedTuple):
    cues: re.Pattern[str]
    list: tuple[Cue, ...]
    inner: re.Pattern[str]
    joined: re.Pattern[str]
    coordinator: re.Pattern[str]
    collapses: re.Pattern[str]


_NEVER = late(r"(?!)")


@lru_cache(maxsize=16)
def _grammar(tag: str) -> _Grammar:
    words = table(tag) or NO_TABLE
    named = [(cue.kind, f"(?P<c{i}>{cue.pattern})") for i, cue in enumerate(words.cues)]
    cues = "|".join(pattern for _, pattern in named)
    lexical = "|".join(pattern for kind, pattern in named if kind == LEXICAL)
    return _Grammar(
        re.compile(rf"(?<![\w])(?:{cues})") if cues else _NEVER(),
        words.cues,
        re.compile(lexical) if lexical else _NEVER(),
        re.compile(words.coordinators + r"(?: [\w'-]{1,20}){0,2}\s?$") if words.coordinators else _NEVER(),
        re.compile(words.coordinators) if words.coordinators else _NEVER(),
        re.compile(words.collapses) if words.collapses else _NEVER(),
    )


def read(low: str, tag: str, ends: Sequence[int]) -> tuple[Said, ...]:
    """The cues of ``low``, a text in lower case, whose sentences end at ``ends``."""
    grammar = _grammar(tag)
    result: list[Said] = []
    sentence = 0

    def add(match: re.Match[str]) -> None:
        nonlocal sentence
        cue = grammar.list[int((match.lastgroup or "")[1:])]
        start, end, shown = match.start(), match.end(), match[0].strip()
        if not cue.kind:
            return
        while sentence < len(ends) - 1 and start >= ends[sentence]:
            sentence += 1
        before = low[max(0, start - 60) : start]
        opened = next((one for one in reversed(result) if one.cue.kind in (NOT, WITHOUT)), None)
        if opened and opened.sentence != sentence:
            opened = None
        if opened and shown in ("ni", "nor"):  # "sans sel ni sucre", "without salt or sugar"
            return
        joined = grammar.joined.search(before) is not None
        goes_on = opened is not None and (
            (joined and grammar.collapses.match(shown) is not None)
            # "pas de sel, pas de sucre"
            or (before.endswith(", ") and opened.shown.split()[0] == shown.split()[0])
        )
        leads = grammar.coordinator.search(low, end, min(end + 400, max(end, ends[sentence]))) is not None
        result.append(Said(cue, cue.hard, joined, goes_on, leads, sentence, start, end, shown))
        if cue.kind == NOT and not cue.concept and end - start > 9:
            for inner in grammar.inner.finditer(low, start, end):
                add(inner)

    for match in grammar.cues.finditer(low):
        add(match)
    return tuple(result)


# ── Laid beside each other ─────────────────────────────────────────────────────────────────

# How well one cue answers another, before it counts how far apart they stand.
_SAME, _IDEA, _KIND, _LIKE, _HARD, _STANDS = 10.0, 8.0, 7.0, 5.0, 3.5, 3.0
_FAR = 3.0  # what it costs to stand at the other end of the sentence
_NEAR = 2.5  # what it is worth that both stand by the same words
_LEAST = 2.0  # of a cue of another kind, which answers only where it stands in the same place


def contradictions(
    source: Sequence[Said], target: Sequence[Said], together: Callable[[Said, Said], float]
) -> tuple[list[Said], list[Said]]:
    """The hard cues of each side that nothing on the other side answers.

    The best answers are taken first: the same idea (éviter, avoid), the same class (sans, without), and last
    any word of restraint, so that "à jeun" answers "without eating" while "avoid" goes to "éviter" and leaves
    a lost "not" alone. ``together`` is how far apart two cues stand, from 0 to 1, less what they have in
    common: -1 where both stand by the same words.
    """
    left, right = list(source), list(target)
    met: list[tuple[Said, Said]] = []
    _double(left, right, met)
    _double(right, left, met)
    worth = [
        (score, -i, -j)
        for i, one in enumerate(source)
        for j, other in enumerate(target)
        if (score := _worth(one, other, together(one, other))) > 0
    ]
    for _, i, j in sorted(worth, reverse=True):
        one, other = source[-i], target[-j]
        if one in left and other in right:
            left.remove(one)
            right.remove(other)
            met.append((one, other))
    _cancel(left)
    _cancel(right)
    return _still(left, [b for _, b in met]), _still(right, [a for a, _ in met])


def _worth(one: Said, other: Said, apart: float) -> float:
    """How well ``other`` answers ``one``; 0 where it does not."""
    kinds = one.cue.kind == other.cue.kind
    idea = bool(one.cue.concept) and one.cue.concept == other.cue.concept
    near = _NEAR if apart < 0 else 0.0
    place = near - _FAR * max(0.0, apart)
    if idea:
        return (_SAME if kinds else _IDEA) + place
    if kinds and one.cue.kind != SPECIAL:
        return (_KIND if one.hard and other.hard else _LIKE if one.hard or other.hard else 0.1) + place
    if one.hard and other.hard and SPECIAL not in (one.cue.kind, other.cue.kind):
        score = _HARD + place
    elif _stand_for(one, other):
        score = _STANDS + place
    else:
        return 0.0
    return score if score >= _LEAST else 0.0


def _stand_for(one: Said, other: Said) -> bool:
    """Whether one word of restraint, hard on at least one side, may stand for another of another class."""
    kinds = {one.cue.kind, other.cue.kind}
    if not (one.hard or other.hard) or SPECIAL in kinds:
        return False
    if LEXICAL in kinds:
        lexical = one if one.cue.kind == LEXICAL else other
        return NOT in kinds or (WITHOUT in kinds and lexical.cue.concept in ("lack", "little"))
    soft = one if not one.hard else other
    return soft.cue.kind != ONLY or EXCEPT in kinds or WITHOUT in kinds


def _cancel(said: list[Said]) -> None:
    """ "pas rare", "not impossible": a denied denial that the other side says plainly."""
    for one in tuple(said):
        if one.hard and one.cue.kind == NOT:
            near = next(
                (o for o in said if o.cue.kind == LEXICAL and one.start <= o.start <= one.end + 20), None
            )
            if near:
                said.remove(one)
                said.remove(near)


def _double(left: list[Said], right: list[Said], met: list[tuple[Said, Said]]) -> None:
    """ "not … without", "not … except": the other side says "only"."""
    if any(said.cue.kind == NOT and said.hard for said in right):
        return
    no = next((said for said in left if said.hard and said.cue.kind == NOT), None)
    but = next((said for said in left if said.cue.kind in (WITHOUT, EXCEPT)), None)
    only = next((said for said in right if said.cue.kind in (ONLY, EXCEPT)), None)
    if no and but and only:
        left.remove(no)
        left.remove(but)
        right.remove(only)
        met.append((no, only))


def _still(left: Sequence[Said], answered: Sequence[Said]) -> list[Said]:
    """Without what goes on from an earlier negation: "ne mangez pas et ne buvez pas", "not eat or drink"."""
    opened = any(said.cue.kind in (NOT, WITHOUT) and not said.joined and said.leads for said in answered)
    return [
        said
        for said in left
        if said.hard and not (said.goes_on and opened and said.cue.kind in (NOT, WITHOUT))
    ]
