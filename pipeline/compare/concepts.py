"""Groups of words that exclude each other: left and right, before and after, arm and leg.

One finding for each group in which each side says a member that the other does not: a word that is only
missing may be said in a way that no list has.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.compare.languages import NOT, late
from pipeline.compare.pair import Pair, Side
from pipeline.compare.vocabulary import Sense, group, senses
from pipeline.model import Finding, error, question
from pipeline.text import fold

# The groups whose words hardly ever have another sense: an exchange stops the build.
_SAME_DENIED = frozenset(["join"])  # "neither salt nor sugar" is "no salt and no sugar"
_STOPS = frozenset(("side", "daypart", "mealtiming"))


def exchanged(pair: Pair) -> Iterator[Finding]:
    """A question for each group whose members have been exchanged in sentences that belong together."""
    ones, others = _said(pair.source), _said(pair.target)
    if not ones or not others:
        return
    told: set[str] = set()
    for left, right in pair.beads:
        if not left or not right:
            continue
        here = _within(ones, pair.source, left)
        there = _within(others, pair.target, right)
        groups = {group(sense.name) for sense in here} & {group(sense.name) for sense in there}
        if _is_denied(pair.source, left) or _is_denied(pair.target, right):
            groups -= _SAME_DENIED
        for name in sorted(groups - told):
            found = _exchange(name, here, there)
            if found:
                told.add(name)
                one, other = found
                yield pair.tell(
                    error if name in _STOPS else question,
                    "X023",
                    "",
                    marks=(((one.start, one.end),), ((other.start, other.end),)),
                    source=one.shown,
                    target=other.shown,
                )


def _said(side: Side) -> tuple[Sense, ...]:
    listed = senses(side.words.tag, "concepts")
    found = [*(listed.find_in_groups(side.low) if listed else ()), *_prefixed(side.low)]
    return tuple(sorted(found, key=lambda sense: sense.start))


# Prefixes of medicine that most languages have, and that turn a word into its opposite.
_PREFIXES = {"hyper": "high", "hypo": "low", "tachy": "high", "brady": "low", "intra": "in", "extra": "out"}
_PREFIXES |= {"гіпер": "high", "гіпо": "low", "hiper": "high", "hipo": "low"}
_PREFIXED = late(r"(?<!\w)(" + "|".join(_PREFIXES) + r")-?([^\W\d_]{3})[^\W\d_]+")


def _prefixed(low: str) -> Iterator[Sense]:
    """Hypoglycaemia is not hyperglycaemia: a group for each word that has such a prefix."""
    for match in _PREFIXED().finditer(low):
        name = f"{_PREFIX_ROOT}{fold(match[2])}/{_PREFIXES[match[1]]}"
        yield Sense(name, soft=False, start=match.start(), end=match.end(), shown=match[0])


_PREFIX_ROOT = "prefix "


def _within(found: Sequence[Sense], side: Side, sentences: Sequence[int]) -> Sequence[Sense]:
    """Those of ``found``, which stand in their order, that are in the sentences."""
    first, last = side.starts[sentences[0]], side.ends[sentences[-1]]
    start, end = (bisect_left(found, edge, key=lambda sense: sense.start) for edge in (first, last))
    return found[start:end]


def _is_denied(side: Side, sentences: Sequence[int]) -> bool:
    return any(said.hard and said.cue.kind == NOT for said in side.said_in(sentences))


def _exchange(name: str, here: Sequence[Sense], there: Sequence[Sense]) -> tuple[Sense, Sense] | None:
    """A word of each side that is sure, and that nothing on the other side can stand for."""
    one, other = _lost(name, here, there), _lost(name, there, here)
    return (one, other) if one and other and one.name != other.name else None


def _lost(name: str, ones: Sequence[Sense], others: Sequence[Sense]) -> Sense | None:
    """The first sure word of ``ones`` whose member of a group they say more often than ``others`` do.

    A soft form answers, but does not ask; nor does a word that may be two members.
    """
    said = Counter(member for member, _ in {(one.name, one.start) for one in others})
    places: dict[int, list[Sense]] = {}
    for sense in ones:
        if group(sense.name) == name:
            places.setdefault(sense.start, []).append(sense)
    asked: Counter[str] = Counter()
    for found in places.values():
        sure = next((sense for sense in found if not sense.soft), None)
        if sure and {sense.name for sense in found} == {sure.name}:
            asked[sure.name] += 1
            if asked[sure.name] > said[sure.name]:
                return sure
    return None
