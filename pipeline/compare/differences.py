"""Lay one reading beside the other: which facts are answered, which sentences belong together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.compare import beads
from pipeline.compare.beads import Bead
from pipeline.compare.languages import COUNTED
from pipeline.compare.quantities import (
    DOSE,
    DURATION,
    FIRST,
    FREQUENCY,
    LEAST,
    MORE,
    NUMBER,
    SECOND,
    TIME,
    Fact,
    Meaning,
    Reading,
)
from pipeline.compare.vocabulary import Anchor

# ── Facts ──────────────────────────────────────────────────────────────────────────────────


class Difference(NamedTuple):
    """What one side says and the other does not, or says otherwise."""

    kind: str
    source: Fact | None
    target: Fact | None


_ROUNDLY = 0.15  # how far a rounded measure of another system may be off: six feet, two metres


def agree(one: Fact, other: Fact) -> bool:
    """Whether both may mean the same. What is counted may be counted without a name: "aged 5", "5 ans"."""
    return any(
        _means(unit, value, unit_, value_) for unit, value in one.meanings for unit_, value_ in other.meanings
    )


def _means(unit: str, value: object, unit_: str, value_: object) -> bool:
    if value == value_:
        return unit == unit_ or (not unit and unit_ in COUNTED) or (not unit_ and unit in COUNTED)
    if unit.lstrip("~") != unit_.lstrip("~") or unit == unit_ or not isinstance(value, float | int):
        return False
    return isinstance(value_, float | int) and abs(value - value_) <= _ROUNDLY * max(abs(value), abs(value_))


def unanswered(ones: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """The hard facts of ``ones`` that no fact of ``others`` is left for: a matching, by augmenting paths.

    That each side's hard facts can be matched is enough for one matching that covers both.
    """
    hard = [fact for fact in ones if fact.hard and fact.meanings]
    if (
        len(hard) * len(others) > 40_000
    ):  # a table of figures: by their meanings alone, in time linear in them
        return _by_meaning(hard, others)
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


def _by_meaning(hard: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    left: dict[object, int] = {}
    for other in others:
        for meaning in other.meanings:
            left[meaning] = left.get(meaning, 0) + 1
    lost = []
    for fact in hard:
        found = next((meaning for meaning in fact.meanings if left.get(meaning)), None)
        if found is None:
            lost.append(fact)
        else:
            left[found] -= 1
    return lost


def differences(source: Reading, target: Reading) -> tuple[Difference, ...]:
    """Where the facts differ, each source fact with the target fact that most likely stands in its place."""
    lost = unanswered(source.facts, target.facts)
    added = unanswered(target.facts, source.facts)
    lost = [fact for fact in lost if not _named(fact, target)]
    added = [fact for fact in added if not _named(fact, source)]
    found: list[Difference] = []
    for fact in lost:
        near = max(added, key=lambda other: _alike(fact, other), default=None)
        if near is not None and _alike(fact, near) > 0:
            added.remove(near)
            kind = (
                near.kind if fact.kind == NUMBER or (fact.kind, near.kind) == (TIME, DURATION) else fact.kind
            )
            found.append(Difference(kind, fact, near))
        else:
            found.append(Difference(fact.kind, fact, None))
    found += [Difference(fact.kind, None, fact) for fact in added]
    missing = [one for one in source.frequencies if one.hard and not _has(one, target.frequencies)]
    extra = [one for one in target.frequencies if one.hard and not _has(one, source.frequencies)]
    for i in range(max(len(missing), len(extra))):
        one = missing[i] if i < len(missing) else None
        other = extra[i] if i < len(extra) else None
        if one is None and other is not None:
            near = next((f for f in source.frequencies if not _has(f, target.frequencies)), None)
            found.append(Difference(FREQUENCY, near, other))
        elif one is not None:
            soft = other or next((f for f in target.frequencies if not _has(f, source.frequencies)), None)
            found.append(Difference(FREQUENCY, one, soft))
    if not found:
        found += _exchanged(source, target)
    said = {_shown(one) for one in found if one.kind != FREQUENCY}
    return tuple(one for one in found if one.kind != FREQUENCY or _shown(one) not in said)


def _named(fact: Fact, other: Reading) -> bool:
    """Whether the other side names this month or day of the week too, if not as often."""
    unit, value = fact.meanings[0]
    if unit == "weekday":
        return any(meaning == (unit, value) for one in other.facts for meaning in one.meanings)
    if unit != "date" or not isinstance(value, tuple) or value[0] or value[2]:
        return False
    dates = [value for one in other.facts for unit, value in one.meanings if unit == "date"]
    return any(isinstance(date, tuple) and date[1] == value[1] for date in dates)


def _shown(one: Difference) -> tuple[str, str]:
    return one.source.shown if one.source else "", one.target.shown if one.target else ""


def _exchanged(source: Reading, target: Reading) -> list[Difference]:
    """ "tous les jours" here, "every week" there: each has one that the other lacks, and neither is sure."""
    lost = [one for one in source.frequencies if one.kind == FREQUENCY and not _has(one, target.frequencies)]
    added = [one for one in target.frequencies if one.kind == FREQUENCY and not _has(one, source.frequencies)]
    if lost and added:
        return [Difference(FREQUENCY, lost[0], added[0])]
    # "une semaine", "a day": neither has to be answered, but they cannot both be left
    lost = [fact for fact in source.facts if _measured(fact) and not _has(fact, target.facts)]
    added = [fact for fact in target.facts if _measured(fact) and not _has(fact, source.facts)]
    return [Difference(lost[0].kind, lost[0], added[0])] if lost and added else []


_MEASURES = frozenset(("min", "month", "g", "l", "teaspoon", "tablespoon", "~m", "~g", "~l"))


def _measured(fact: Fact) -> bool:
    return (
        fact.kind in (DOSE, DURATION, TIME)
        and not fact.hard
        and any(unit in _MEASURES for unit, _ in fact.meanings)
    )


def _has(one: Fact, others: Sequence[Fact]) -> bool:
    return any(agree(one, other) for other in others)


def _alike(one: Fact, other: Fact) -> int:
    units = {unit for unit, _ in one.meanings} & {unit for unit, _ in other.meanings}
    values = {value for _, value in one.meanings} & {value for _, value in other.meanings}
    kinds = one.kind == other.kind
    return 4 * bool(values) + 2 * bool(units) + 2 * kinds + (one.kind == NUMBER or other.kind == NUMBER)


# ── What facts are bound to ────────────────────────────────────────────────────────────────


def limited_otherwise(source: Reading, target: Reading) -> list[tuple[Fact, Fact]]:
    """The facts that are limited from below on one side and from above on the other: at least, at most."""
    ones, others = _limits(source), _limits(target)
    found = []
    for (meaning, low), fact in ones.items():
        against = others.get((meaning, not low))
        # what is limited as this one is may have another number beside it
        if against and (meaning, low) not in others and (meaning, not low) not in ones:
            found.append((fact, against))
    return list({(one.start, other.start): (one, other) for one, other in found}.values())


def _limits(reading: Reading) -> dict[tuple[Meaning, bool], Fact]:
    return {(meaning, _low(fact)): fact for fact in reading.facts if fact.limit for meaning in fact.meanings}


def _low(fact: Fact) -> bool:
    return fact.limit in (LEAST, MORE)


def turned(source: Reading, target: Reading) -> list[tuple[Fact, Fact]]:
    """The ranges whose ends have changed places: "de 20 h à 8 h", "from 8 am to 8 pm"."""
    starts = _ends(target, FIRST)
    stops = _ends(target, SECOND)
    found = []
    for first, second in zip(_ends(source, FIRST), _ends(source, SECOND), strict=False):
        if agree(first, second):
            continue
        right = any(agree(first, one) and agree(second, two) for one, two in zip(starts, stops, strict=False))
        wrong = any(agree(second, one) and agree(first, two) for one, two in zip(starts, stops, strict=False))
        if wrong and not right:
            found.append((first, second))
    return found


def _ends(reading: Reading, role: str) -> list[Fact]:
    return [fact for fact in reading.facts if fact.role == role]


_NEAR = 45  # characters around a number, in which the words stand that it belongs to


def exchanged(
    source: Reading, target: Reading, source_anchors: Sequence[Anchor], target_anchors: Sequence[Anchor]
) -> list[tuple[Fact, Fact]]:
    """Two numbers of one unit that have changed places: "2 le matin, 1 le soir", "1 in the morning, 2 later".

    What a number belongs to is told by the words around it that both languages have.
    """
    ones = [fact for fact in source.facts if fact.meanings and fact.kind != FREQUENCY][:12]
    others = [fact for fact in target.facts if fact.meanings and fact.kind != FREQUENCY][:24]
    about = [_around(fact, ones, source_anchors) for fact in ones]
    about_ = [_around(fact, others, target_anchors) for fact in others]
    found = []
    for i, one in enumerate(ones):
        for k in range(i + 1, len(ones)):
            two = ones[k]
            if one.kind != two.kind or agree(one, two) or not (one.hard or two.hard):
                continue
            first = [j for j, other in enumerate(others) if agree(one, other)]
            second = [j for j, other in enumerate(others) if agree(two, other)]
            if len(first) != 1 or len(second) != 1 or first == second:
                continue
            x, y = first[0], second[0]
            kept = _common(about[i], about_[x], about[k]) + _common(about[k], about_[y], about[i])
            swapped = _common(about[i], about_[y], about[k]) + _common(about[k], about_[x], about[i])
            if swapped >= 2 and kept == 0:
                found.append((one, two))
    return found


def _around(fact: Fact, facts: Sequence[Fact], anchors: Sequence[Anchor]) -> frozenset[str]:
    """The words nearer to ``fact`` than to any other."""
    keys: set[str] = set()
    for anchor in anchors:
        far = _distance(anchor, fact)
        if far <= _NEAR and all(far <= _distance(anchor, other) for other in facts):
            keys |= anchor.keys
    return frozenset(keys)


def _distance(anchor: Anchor, fact: Fact) -> int:
    return max(anchor.start - fact.end, fact.start - anchor.end, 0)


def _common(keys: frozenset[str], others: frozenset[str], not_of: frozenset[str]) -> int:
    return len((keys - not_of) & others)


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


_MOST = 30  # sentences of a text beyond which only those near the diagonal are laid beside each other


def counterparts(
    source: Sequence[str],
    target: Sequence[str],
    ratio: float,
    source_keys: Sequence[frozenset[str]],
    target_keys: Sequence[frozenset[str]],
) -> tuple[Bead, ...]:
    """Which sentences say the same, by length and by the words (their keys) that both languages have."""
    if len(source) == len(target) == 1:
        return (((0,), (0,)),)
    lengths, lengths_ = [len(text) for text in source], [len(text) / ratio for text in target]
    wide = len(source) * len(target) > _MOST**2
    shared: dict[tuple[int, int], int] = {}

    def common(x: int, y: int) -> int:
        if (x, y) not in shared:
            shared[x, y] = len(source_keys[x] & target_keys[y])
        return shared[x, y]

    def cost(i: int, j: int, a: int, b: int) -> float:
        total = _SHAPES[a, b]
        if a and b:
            total += _unlike(sum(lengths[i : i + a]), sum(lengths_[j : j + b]))
            words = sum(common(x, y) for x in range(i, i + a) for y in range(j, j + b))
            total -= min(6.0, 1.5 * words)
            for x in range(i, i + a):  # each sentence of a bead should be found again in it
                if a > 1 and not any(common(x, y) for y in range(j, j + b)):
                    total += 1.0
        return total

    size = len(source), len(target)
    return beads.path(beads.table(size, tuple(_SHAPES), cost, band=10 if wide else None), size)


def _unlike(length: float, length_: float) -> float:
    """How odd it is that two texts of these lengths say the same, in units that the shapes are weighed in."""
    mean = (length + length_) / 2
    return float(min(14.0, ((length - length_) / math.sqrt(6.8 * mean + 60)) ** 2))
