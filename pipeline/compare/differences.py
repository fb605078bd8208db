"""Lay one reading beside the other: which facts and cues are answered, which sentences belong together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from pipeline.compare import beads
from pipeline.compare.beads import Bead
from pipeline.compare.reading import DOSE, DURATION, FREQUENCY, NUMBER, TIME, Fact, Reading, Said
from pipeline.compare.words import COUNTED, EXCEPT, LEXICAL, NOT, ONLY, SPECIAL, WITHOUT, Words

T = TypeVar("T")

# ── Facts ──────────────────────────────────────────────────────────────────────────────────


class Difference(NamedTuple):
    """What one side says and the other does not, or says otherwise."""

    kind: str
    source: str
    target: str


def agree(one: Fact, other: Fact) -> bool:
    """Whether both may mean the same. What is counted may be counted without a name: "aged 5", "5 ans"."""
    for unit, value in one.meanings:
        for unit_, value_ in other.meanings:
            if value == value_ and (
                unit == unit_ or (not unit and unit_ in COUNTED) or (not unit_ and unit in COUNTED)
            ):
                return True
    return False


def unanswered(ones: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """The hard facts of ``ones`` that no fact of ``others`` is left for: a matching, by augmenting paths.

    That each side's hard facts can be matched is enough for one matching that covers both.
    """
    hard = [fact for fact in ones if fact.hard and fact.meanings]
    near = [[j for j, other in enumerate(others) if agree(fact, other)] for fact in hard]
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in near[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    return [fact for i, fact in enumerate(hard) if not place(i, set())]


def differences(source: Reading, target: Reading) -> tuple[Difference, ...]:
    """Where the facts differ, each source fact with the target fact that most likely stands in its place."""
    lost = unanswered(source.facts, target.facts)
    added = unanswered(target.facts, source.facts)
    found: list[Difference] = []
    for fact in lost:
        near = max(added, key=lambda other: _alike(fact, other), default=None)
        if near is not None and _alike(fact, near) > 0:
            added.remove(near)
            kind = (
                near.kind if fact.kind == NUMBER or (fact.kind, near.kind) == (TIME, DURATION) else fact.kind
            )
            found.append(Difference(kind, fact.shown, near.shown))
        else:
            found.append(Difference(fact.kind, fact.shown, ""))
    found += [Difference(fact.kind, "", fact.shown) for fact in added]
    missing = [one for one in source.frequencies if one.hard and not _has(one, target.frequencies)]
    extra = [one for one in target.frequencies if one.hard and not _has(one, source.frequencies)]
    for i in range(max(len(missing), len(extra))):
        one = missing[i] if i < len(missing) else None
        other = extra[i] if i < len(extra) else None
        if one is None and other is not None:
            near = next((f for f in source.frequencies if not _has(f, target.frequencies)), None)
            found.append(Difference(FREQUENCY, near.shown if near else "", other.shown))
        elif one is not None:
            soft = other or next((f for f in target.frequencies if not _has(f, source.frequencies)), None)
            found.append(Difference(FREQUENCY, one.shown, soft.shown if soft else ""))
    if not found:
        found += _exchanged(source, target)
    said = {(one.source, one.target) for one in found if one.kind != FREQUENCY}
    return tuple(one for one in found if one.kind != FREQUENCY or (one.source, one.target) not in said)


def _exchanged(source: Reading, target: Reading) -> list[Difference]:
    """ "tous les jours" here, "every week" there: each has one that the other lacks, and neither is sure."""
    lost = [one for one in source.frequencies if one.kind == FREQUENCY and not _has(one, target.frequencies)]
    added = [one for one in target.frequencies if one.kind == FREQUENCY and not _has(one, source.frequencies)]
    if lost and added:
        return [Difference(FREQUENCY, lost[0].shown, added[0].shown)]
    # "une semaine", "a day": neither has to be answered, but they cannot both be left
    lost = [fact for fact in source.facts if _measured(fact) and not _has(fact, target.facts)]
    added = [fact for fact in target.facts if _measured(fact) and not _has(fact, source.facts)]
    return [Difference(lost[0].kind, lost[0].shown, added[0].shown)] if lost and added else []


def _measured(fact: Fact) -> bool:
    return (
        fact.kind in (DOSE, DURATION, TIME)
        and not fact.hard
        and any(unit in ("min", "month", "g", "l", "teaspoon", "tablespoon") for unit, _ in fact.meanings)
    )


def _has(one: Fact, others: Sequence[Fact]) -> bool:
    return any(agree(one, other) for other in others)


def _alike(one: Fact, other: Fact) -> int:
    units = {unit for unit, _ in one.meanings} & {unit for unit, _ in other.meanings}
    values = {value for _, value in one.meanings} & {value for _, value in other.meanings}
    kinds = one.kind == other.kind
    return 4 * bool(values) + 2 * bool(units) + 2 * kinds + (one.kind == NUMBER or other.kind == NUMBER)


# ── Yes and no ─────────────────────────────────────────────────────────────────────────────


def contradictions(source: Sequence[Said], target: Sequence[Said]) -> tuple[list[Said], list[Said]]:
    """The hard cues of each side that nothing on the other side answers.

    Nearest first: the same idea (éviter, avoid), the same class (sans, without), and last any word of
    restraint, so that "à jeun" answers "without eating" while "avoid" goes to "éviter" and leaves a lost
    "not" alone.
    """
    left, right = list(source), list(target)
    met: list[tuple[Said, Said]] = []

    def pair(fits: Callable[[Said, Said], bool]) -> None:
        for one in sorted(left, key=_by_weight):
            other = min((said for said in right if fits(one, said)), key=_by_weight, default=None)
            if other is not None:
                left.remove(one)
                right.remove(other)
                met.append((one, other))

    pair(lambda a, b: bool(a.cue.concept) and a.cue.concept == b.cue.concept and a.cue.kind == b.cue.kind)
    pair(lambda a, b: bool(a.cue.concept) and a.cue.concept == b.cue.concept)
    pair(lambda a, b: a.hard and b.hard and a.cue.kind == b.cue.kind)
    pair(lambda a, b: a.cue.kind == b.cue.kind != SPECIAL)
    _double(left, right, met)
    _double(right, left, met)
    pair(lambda a, b: a.hard and b.hard and SPECIAL not in (a.cue.kind, b.cue.kind))
    pair(_stand_for)
    _cancel(left)
    _cancel(right)
    return _still(left, [b for _, b in met]), _still(right, [a for a, _ in met])


def _by_weight(said: Said) -> tuple[bool, int]:
    return not said.hard, said.start


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
                (o for o in said if o.cue.kind == LEXICAL and one.start <= o.start <= one.end + 8), None
            )
            if near:
                said.remove(one)
                said.remove(near)


def _double(left: list[Said], right: list[Said], met: list[tuple[Said, Said]]) -> None:
    """ "not … without", "not … except": the other side says "only"."""
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


# ── Sentences ──────────────────────────────────────────────────────────────────────────────

# So many sentences of the source beside so many of the target, and what that costs on its own.
_SHAPES = {
    (3, 1): 5.5,
    (2, 2): 4.0,
    (2, 1): 2.2,
    (1, 3): 5.5,
    (1, 2): 2.2,
    (1, 1): 0.0,
    (1, 0): 4.2,
    (0, 1): 4.2,
}


def counterparts(source: Sequence[str], target: Sequence[str], ratio: float) -> tuple[Bead, ...]:
    """Which sentences say the same, by length and by the words they share."""
    if len(source) == len(target) == 1:
        return (((0,), (0,)),)
    lengths, lengths_ = [len(text) for text in source], [len(text) / ratio for text in target]
    shared = [[len(beads.roots(one) & beads.roots(other)) for other in target] for one in source]

    def cost(i: int, j: int, a: int, b: int) -> float:
        total = _SHAPES[a, b]
        if a and b:
            total += _unlike(sum(lengths[i : i + a]), sum(lengths_[j : j + b]))
            words = sum(shared[x][y] for x in range(i, i + a) for y in range(j, j + b))
            total -= min(6.0, 1.5 * words)
            for x in range(i, i + a):  # each sentence of a bead should be found again in it
                if a > 1 and not any(shared[x][y] for y in range(j, j + b)):
                    total += 1.0
        return total

    size = len(source), len(target)
    return beads.path(beads.table(size, tuple(_SHAPES), cost), size)


def _unlike(length: float, length_: float) -> float:
    """How odd it is that two texts of these lengths say the same, in units that the shapes are weighed in."""
    mean = (length + length_) / 2
    return float(min(14.0, ((length - length_) / math.sqrt(6.8 * mean + 60)) ** 2))


def expected_ratio(source: Words, target: Words) -> float:
    """How long a target text is for a source text of length one."""
    return target.length / source.length
