"""A translation that exists already becomes a catalog.

Its blocks are laid beside the article's by one path of least cost (Gale and Church's way, for paragraphs):
headings belong to headings, lists to lists, lengths go together, and numbers and names are the same in both
languages. A pair is trusted only where nothing else comes near it; the rest is fuzzy, for a person to see.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline import align, intake, markup, read, source
from pipeline.compare import beads
from pipeline.compare.beads import Bead, Cost, Table
from pipeline.inlines import walk
from pipeline.model import (
    Article,
    Block,
    Finding,
    Key,
    Kind,
    Place,
    Text,
    Value,
    error,
    is_error,
    plain,
    warning,
)
from pipeline.text import short
from pipeline.translate import catalog
from pipeline.translate.catalog import Catalog, Entry


class Pair(Value, frozen=True):
    """What was laid beside what: either side may be empty, or several blocks, each of a kind.

    ``doubt`` names what makes the pair unsure, in a word.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    kinds: tuple[Kind, Kind]
    doubt: str = ""

    @property
    def sure(self) -> bool:
        return not self.doubt


class Adopted(Value, frozen=True):
    data: bytes
    pairs: tuple[Pair, ...]
    counts: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


def adopt(
    article: Article,
    language: str,
    data: bytes,
    file_name: str,
    existing: bytes | None = None,
    shown: str = "",
) -> Adopted:
    """The catalog that the text ``data`` in ``language`` makes for ``article``, and the pairs it is made of.

    A translation that ``existing`` holds stays as it is. Raises `FeuilletError` when the text cannot be read,
    or has so little in common with the article that it must be of another.
    """
    target, found = _blocks(data, file_name, language)
    ours = [block for block in article.blocks if plain(block.content) and block.kind not in _SETTINGS]
    laid = _path(ours, target)
    expected = [index for index, block in enumerate(ours) if block.kind.value not in _OFTEN_LACKING]
    matched = {index for bead in laid if bead.theirs for index in bead.ours}
    if (
        not matched
        or 2 * len(matched.intersection(expected)) < len(expected)
        or (_is_latin(target) and _kinship(ours, target, laid) < _KIN)
    ):
        raise catalog.stop(error("T022", Place(file_name), article=article.name))
    pairs = [_pair(bead, ours, target) for bead in laid]
    texts = _texts(laid, pairs, ours, target)
    texts = {**_key_points(article, texts), **texts}
    before = catalog.load(existing, shown or f"{language}.po") if existing is not None else Catalog()
    after, _ = catalog.renew(before, catalog.units(article))
    entries = tuple(_filled(entry, texts) for entry in after.entries)
    result = Catalog(after.header, after.metadata, entries, after.gone)
    counts = {
        **catalog.count(entries),
        "adopted": sum(a != b for a, b in zip(entries, after.entries, strict=True)),
    }
    findings = (*found, *_left_over(laid, target, file_name))
    return Adopted(catalog.dump(result, article.name, language), tuple(pairs), counts, findings)


_SETTINGS = (Kind.KEY_POINT, Kind.METADATA)


def _blocks(data: bytes, file_name: str, language: str) -> tuple[list[Block], tuple[Finding, ...]]:
    """The blocks of the text, read as `feuillet import` would read it."""
    made = intake.article(data, file_name, language, "adopted")
    _, body, _ = source.split(made.text, file_name)
    blocks, findings = read.parse(body, file_name)
    if any(map(is_error, findings)):
        raise catalog.stop(*findings)
    # What was read is no longer the file itself, so its lines would be wrong.
    place = Place(file_name)
    blocks = tuple(
        Block(block.kind, block.content, place, block.level, block.number, block.cell) for block in blocks
    )
    kept = tuple(finding for finding in made.findings if finding.code in ("I010", "I011"))
    return [block for block in blocks if plain(block.content)], kept


def _filled(entry: Entry, texts: Mapping[Key, tuple[str, bool]]) -> Entry:
    if entry.text or entry.key not in texts:
        return entry
    text, sure = texts[entry.key]
    return entry.but(text=text, fuzzy=not sure)


def _texts(
    laid: Sequence[_Bead], pairs: Sequence[Pair], ours: Sequence[Block], theirs: Sequence[Block]
) -> dict[Key, tuple[str, bool]]:
    """What each segment becomes. Of two different offers for one segment neither is sure."""
    texts: dict[Key, tuple[str, bool]] = {}
    for bead, pair in zip(laid, pairs, strict=True):
        if bead.ours and bead.theirs:
            key = align.key(ours[bead.ours[0]])
            text = " ".join(markup.to_markdown(theirs[index].content) for index in bead.theirs)
            sure = pair.sure
            if key in texts:
                sure = sure and texts[key][1] and texts[key][0] == text
                text = texts[key][0]
            texts[key] = (text, sure)
    return texts


def _key_points(article: Article, texts: Mapping[Key, tuple[str, bool]]) -> dict[Key, tuple[str, bool]]:
    """A key point is a sentence of a paragraph: the same sentence of its translation, never sure."""
    found: dict[Key, tuple[str, bool]] = {}
    for point in article.blocks:
        if point.kind is not Kind.KEY_POINT:
            continue
        for block in article.blocks:
            offer = texts.get(align.key(block))
            if block.kind in _SETTINGS or offer is None or plain(point.content) not in plain(block.content):
                continue
            ours, theirs = read.sentences([plain(block.content)]), read.sentences([offer[0]])
            at = [index for index, sentence in enumerate(ours) if plain(point.content) in sentence]
            if len(ours) == len(theirs) and at:
                found.setdefault(align.key(point), (theirs[at[0]], False))
    return found


def _left_over(laid: Sequence[_Bead], theirs: Sequence[Block], shown: str) -> Iterable[Finding]:
    """Words of the text that found no place are named, one by one: nothing is dropped in silence."""
    for bead in laid:
        if not bead.ours:
            for index in bead.theirs:
                words = short(plain(theirs[index].content))
                yield warning("T023", Place(shown, None, words), text=words)


# ── Evidence ───────────────────────────────────────────────────────────────────────────────

# Kinds that may stand for each other: what one text calls a lead is a paragraph in another.
_CLASSES = {Kind.LEAD: "text", Kind.PARAGRAPH: "text", Kind.QUOTE: "text", Kind.ITEM: "item"}


class _Traits(Value, frozen=True):
    """What of a block can be compared across languages."""

    kind: str
    level: int
    length: int
    numbers: Counter[str]
    names: frozenset[str]


def _traits(block: Block) -> _Traits:
    text = plain(block.content)
    kind = _CLASSES.get(block.kind, block.kind.value)
    names = frozenset(root for root in beads.roots(text) if not root.isdecimal())
    return _Traits(kind, block.level, len(text), _numbers(text), names)


def _numbers(text: str) -> Counter[str]:
    """The numbers of a text, each as its digits alone: 1 500 and 1,500 and 2,5 and 2.5 are the same."""
    joined = re.sub(r"(?<=\d)[\s\u00a0\u202f.,](?=\d)", "", text)
    return Counter(re.findall(r"\d+", joined))


def _common(one: _Traits, other: _Traits, rarity: Callable[[str], float]) -> float:
    """How much two blocks share of their rarer roots, from 0 to 1."""
    shared = sum(map(rarity, one.names & other.names))
    least = min(sum(map(rarity, one.names)), sum(map(rarity, other.names)))
    return shared / least if least else 0.0


# ── The path of least cost ─────────────────────────────────────────────────────────────────


class _Bead(Value, frozen=True):
    """Blocks that were laid beside each other, and by how much this beats the next best.

    ``rival`` is true where a block nearby would suit one of the two better: their order may differ.
    ``upset`` is true where something is missing or run together under the same heading. ``kin`` is what
    the two sides share of their rarer roots.
    """

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    margin: float
    rival: bool
    upset: bool
    kin: float


_SHAPES = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1))
_SKIP, _MERGE = 4.0, 2.5
_VARIANCE = 6.8  # of the length of a translation, by character of the source (Gale and Church)
_KIN = 0.03  # roots that pairs share on the whole; measured: 0.07 and more for a translation, else 0.00
_SURE_MARGIN, _SURE_LENGTH, _SURE_KIN = 1.5, 1.8, 0.2
_LARGEST = 10_000  # pairs of blocks to look at; beyond that, only near the diagonal


def _path(ours: Sequence[Block], theirs: Sequence[Block]) -> list[_Bead]:
    left, right = [_traits(block) for block in ours], [_traits(block) for block in theirs]
    if not left or not right:
        return []
    scale = sum(one.length for one in right) / max(1, sum(one.length for one in left))
    rarity = _rarity([*left, *right])
    n, m = len(left), len(right)
    band = max(30, abs(n - m) + 30) if n * m > _LARGEST else n + m
    cost = _costs(left, right, scale, rarity)
    forward = beads.table((n, m), _SHAPES, cost, band=band)
    backward = beads.table((n, m), _SHAPES, cost, (n, m), band)
    best = forward[n, m][0]
    found = beads.path(forward, (n, m))
    upset = _upset(found, left)
    return [
        _Bead(
            ours_,
            theirs_,
            _margin((ours_, theirs_), m, best, forward, backward, cost),
            _has_rival((ours_, theirs_), n, m, cost),
            index in upset,
            _common(left[ours_[0]], right[theirs_[0]], rarity) if ours_ and theirs_ else 0.0,
        )
        for index, (ours_, theirs_) in enumerate(found)
    ]


def _margin(bead: Bead, theirs: int, best: float, forward: Table, backward: Table, cost: Cost) -> float:
    """How much dearer the best path is that lays the first block of ``bead`` beside something else."""
    if not all(bead):
        return 0.0
    first = bead[0][0]
    others = [
        forward[x, y][0] + cost(x, y, a, b) + backward[x + a, y + b][0]
        for a, b in _SHAPES
        for x in range(max(0, first - a + 1), first + 1 if a else 0)
        for y in range(theirs + 1)
        if (x, y) in forward and (x + a, y + b) in backward
        if (tuple(range(x, x + a)), tuple(range(y, y + b))) != bead
    ]
    return min(others, default=math.inf) - best


_NEAR = 4  # blocks: how far a translator may have moved one


def _has_rival(bead: Bead, ours: int, theirs: int, cost: Cost) -> bool:
    if [len(side) for side in bead] != [1, 1]:
        return False
    (i,), (j,) = bead
    rivals = [cost(i, y, 1, 1) for y in range(max(0, j - _NEAR), min(theirs, j + _NEAR + 1)) if y != j]
    rivals += [cost(x, j, 1, 1) for x in range(max(0, i - _NEAR), min(ours, i + _NEAR + 1)) if x != i]
    return min(rivals, default=math.inf) < cost(i, j, 1, 1)


# What a text that was taken from somewhere else often lacks: that says nothing about the blocks around it.
_OFTEN_LACKING = frozenset(kind.value for kind in (Kind.ALTERNATIVE, Kind.FIGURE, Kind.CELL, Kind.NOTE))


def _upset(found: Sequence[Bead], left: Sequence[_Traits]) -> frozenset[int]:
    """The beads that stand under the same heading as something that is missing or run together."""
    section = 0
    sections: list[int] = []
    upset: set[int] = set()
    for ours, theirs in found:
        if ours and left[ours[0]].kind == Kind.HEADING.value and theirs:
            section += 1
        sections.append(section)
        lacking = not theirs and all(left[i].kind in _OFTEN_LACKING for i in ours)
        if (len(ours), len(theirs)) != (1, 1) and not lacking:
            upset.add(section)
    return frozenset(index for index, number in enumerate(sections) if number in upset)


def _costs(
    left: Sequence[_Traits], right: Sequence[_Traits], scale: float, rarity: Callable[[str], float]
) -> Cost:
    """What it costs to lay ``a`` blocks of ours from ``i`` beside ``b`` of theirs from ``j``."""
    known: dict[tuple[int, int, int, int], float] = {}

    def cost(i: int, j: int, a: int, b: int) -> float:
        if (i, j, a, b) not in known:
            known[i, j, a, b] = _cost(left[i : i + a], right[j : j + b], scale, rarity)
        return known[i, j, a, b]

    return cost


_ALONE = frozenset((Kind.TITLE.value, Kind.HEADING.value))  # these go with their like alone


def _cost(
    ours: Sequence[_Traits], theirs: Sequence[_Traits], scale: float, rarity: Callable[[str], float]
) -> float:
    if not ours or not theirs:
        return _SKIP
    merged = len(ours) + len(theirs) > 2
    if not merged and (ours[0].kind in _ALONE) != (theirs[0].kind in _ALONE):
        return 100.0
    kinds = {one.kind for one in (*ours, *theirs)}
    if merged and kinds != {"text"}:
        return 100.0  # headings, items and cells are never run together
    one, other = _together(ours), _together(theirs)
    total = _MERGE if merged else 0.0
    if one.kind != other.kind:
        total += 100.0 if kinds & _ALONE else 2.0
    elif one.kind == Kind.HEADING.value:
        total += 0.7 * abs(one.level - other.level)
    total += min(3.0, _length(one, other, scale) ** 2 / 2)
    wrong = ((one.numbers - other.numbers) + (other.numbers - one.numbers)).total()
    right = (one.numbers & other.numbers).total()
    total += min(2.5, 1.0 * wrong) - min(2.0, 0.8 * right)
    return total - 3.0 * _common(one, other, rarity)


def _together(blocks: Sequence[_Traits]) -> _Traits:
    if len(blocks) == 1:
        return blocks[0]
    numbers: Counter[str] = sum((block.numbers for block in blocks), Counter[str]())
    names = frozenset[str]().union(*(block.names for block in blocks))
    return _Traits(blocks[0].kind, blocks[0].level, sum(block.length for block in blocks), numbers, names)


def _length(one: _Traits, other: _Traits, scale: float) -> float:
    """By how many standard deviations the lengths differ from what the two languages need on the whole."""
    expected = one.length * scale
    return abs(other.length - expected) / math.sqrt(_VARIANCE * max(one.length, 20))


def _rarity(all_traits: Sequence[_Traits]) -> Callable[[str], float]:
    often = Counter(name for one in all_traits for name in one.names)
    return lambda name: math.log(1 + len(all_traits) / often[name]) if often[name] else 0.0


def _is_latin(blocks: Sequence[Block]) -> bool:
    """Whether a text is in Latin letters; one in others shares no roots that could be seen."""
    letters = [letter for block in blocks for letter in plain(block.content) if letter.isalpha()]
    return 2 * sum(letter < "\u0250" for letter in letters) > len(letters)


def _kinship(ours: Sequence[Block], theirs: Sequence[Block], laid: Sequence[_Bead]) -> float:
    """How much of their rarer roots the pairs share on the whole."""
    left, right = [_traits(block) for block in ours], [_traits(block) for block in theirs]
    rarity = _rarity([*left, *right])
    shares = [
        _common(_together([left[i] for i in bead.ours]), _together([right[j] for j in bead.theirs]), rarity)
        for bead in laid
        if bead.ours and bead.theirs and sum(left[i].length for i in bead.ours) > 40
    ]
    return statistics.fmean(shares) if shares else 1.0


def _pair(bead: _Bead, ours: Sequence[Block], theirs: Sequence[Block]) -> Pair:
    """``bead`` as a person sees it, with what makes it unsure."""
    left, right = [ours[i] for i in bead.ours], [theirs[j] for j in bead.theirs]
    words = tuple(markup.to_markdown(block.content) for block in left)
    their_words = tuple(markup.to_markdown(block.content) for block in right)
    doubt = ""
    if not left:
        doubt = "nothing in the article"
    elif not right:
        doubt = "nothing in the text"
    elif len(left) + len(right) > 2:
        doubt = "several"
    else:
        one, other = _traits(left[0]), _traits(right[0])
        total, their_total = (sum(len(plain(block.content)) for block in blocks) for blocks in (ours, theirs))
        if one.kind != other.kind:
            doubt = "kinds"
        elif one.numbers != other.numbers:
            doubt = "numbers"
        elif _length(one, other, their_total / max(1, total)) > _SURE_LENGTH:
            doubt = "lengths"
        elif bead.upset and bead.kin < _SURE_KIN and not one.numbers:
            doubt = "gap"
        elif bead.margin < _SURE_MARGIN or bead.rival:
            doubt = "rival"
        elif _markup(left[0]) != _markup(right[0]):
            doubt = "markup"
    kinds = (left or right)[0].kind, (right or left)[0].kind
    return Pair(words, their_words, kinds, doubt)


def _markup(block: Block) -> Counter[str]:
    """The markup of ``block``, each kind as often as it is there."""
    return Counter(type(inline).__name__ for inline in walk(block.content) if not isinstance(inline, Text))
