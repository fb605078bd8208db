"""The checks: each one function of `CHECKS`; what its codes mean stands in the table of codes.

An error stops the build, so a check tells one only where it is nearly always right; what is likely but not
sure is a question. `tests/bench/parity` measures how often that is wrong on correct text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest

from pipeline.compare import concepts, differences, omissions, quantities
from pipeline.compare.denials import Said
from pipeline.compare.differences import Difference
from pipeline.compare.glossary import says
from pipeline.compare.languages import NOT, SYMBOLS
from pipeline.compare.names import check_acronyms, check_names
from pipeline.compare.pair import Pair, Side, bare, shown, span
from pipeline.compare.quantities import Fact
from pipeline.compare.tokens import normal
from pipeline.compare.vocabulary import expected_ratio
from pipeline.inlines import walk
from pipeline.model import (
    Code,
    Emphasis,
    Finding,
    Inlines,
    Link,
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Word,
    error,
    plain,
    question,
    warning,
)
from pipeline.text import short

Check = Callable[[Pair], Iterable[Finding]]
Severity = Callable[..., Finding]

# ── Figures ────────────────────────────────────────────────────────────────────────────────


def answered(
    pair: Pair, severity: Severity, code: str, source: Fact | Said | None, target: Fact | Said | None
) -> Finding:
    """What the source says and the target says instead; one of them may say nothing."""
    one, other = source.shown if source else "", target.shown if target else ""
    variant = "added" if not source else "lost" if not target else "alike" if one == other else ""
    return pair.tell(
        severity,
        code,
        variant,
        marks=(span(source), span(target)),
        read=(_read(source, target), _read(target, source)),
        source=one,
        target=other,
    )


_SIGNS = {quantities.LEAST: "≥ ", quantities.MOST: "≤ ", quantities.MORE: "> ", quantities.LESS: "< "}
_SMALL = {
    "g": (("kg", 1e3), ("g", 1.0), ("mg", 1e-3), ("µg", 1e-6)),
    "l": (("l", 1.0), ("ml", 1e-3), ("µl", 1e-6)),
    "m": (("m", 1.0), ("cm", 1e-2), ("mm", 1e-3)),
}
_LONG = (("d", 1440.0), ("h", 60.0), ("min", 1.0), ("s", 1 / 60))


def _read(what: Fact | Said | None, beside: Fact | Said | None) -> str:
    """What a figure was read as, in signs that every language has: "≥ 2 h", "20:00", "0.5 g"."""
    if not isinstance(what, Fact) or not what.meanings:
        return ""
    # "12 heures" may be a time or a length of time: what the other side is tells
    units = {unit for unit, _ in beside.meanings} if isinstance(beside, Fact) else set()
    unit, value = min(what.meanings, key=lambda meaning: (meaning[0] not in units, meaning[0] == "clock"))
    if not isinstance(value, int | float):
        return ""
    sign = _SIGNS.get(what.limit, "")
    read = _in_signs(unit, float(value))
    as_written = what.shown.replace(",", ".").replace("\u202f", "").casefold()
    return f"{sign}{read}" if read and (sign or read.casefold() != as_written) else ""


def _in_signs(unit: str, value: float) -> str:
    if unit == "clock":
        return f"{int(value) // 60:02}:{int(value) % 60:02}"
    if unit == "min":
        name, size = next(((n, s) for n, s in _LONG if value >= s), _LONG[-1])
        return f"{value / size:.6g} {name}"
    if unit in _SMALL:
        name, size = next(((n, s) for n, s in _SMALL[unit] if value >= s), _SMALL[unit][-1])
        return f"{value / size:.6g} {name}"
    if unit in SYMBOLS or not unit:
        return f"{value:.6g} {unit}".strip()
    return ""


def _differing(pair: Pair, code: str, kind: str) -> Iterator[Finding]:
    if not pair.both or omissions.is_foreign(pair):
        return
    for what in pair.differences:
        if what.kind == kind:
            yield answered(pair, _severity(what), code, what.source, what.target)


def _severity(what: Difference) -> Severity:
    """A figure that has another in its place is wrong. A number in words without a unit that one side alone
    has, or a unit that one side leaves to be understood, may be meant.
    """
    one, other = what.source, what.target
    if one is None or other is None:
        spelled = not any(map(str.isdigit, shown(one or other)))
        return question if spelled and what.kind in (quantities.NUMBER, quantities.RANGE) else error
    values = {value for _, value in one.meanings} & {value for _, value in other.meanings}
    bare_number = {unit for unit, _ in one.meanings} == {""} or {unit for unit, _ in other.meanings} == {""}
    return question if values and bare_number else error


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """Numbers, decimals, thousands; in words too."""
    return _differing(pair, "X001", quantities.NUMBER)


def check_percentages(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X002", quantities.PERCENTAGE)


def check_ranges(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X003", quantities.RANGE)


def check_doses(pair: Pair) -> Iterator[Finding]:
    """Numbers with a unit, or with what is counted; half a gram is 500 mg."""
    return _differing(pair, "X004", quantities.DOSE)


def check_dates(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X005", quantities.DATE)


def check_times(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X006", quantities.TIME)


def check_durations(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X007", quantities.DURATION)


def check_frequencies(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X008", quantities.FREQUENCY)


def check_telephones(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X009", quantities.PHONE)


def check_addresses(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X010", quantities.ADDRESS)


def check_limits(pair: Pair) -> Iterator[Finding]:
    """What is limited from below on one side and from above on the other: at least, at most."""
    if pair.both and pair.known:
        for one, other in differences.limited_otherwise(*pair.readings):
            yield _bound(pair, "X025", one, other)


def _bound(pair: Pair, code: str, one: Fact, other: Fact) -> Finding:
    marks = (_with_limit(one),), (_with_limit(other),)
    texts = tuple(
        side.text[start:end] for side, ((start, end),) in zip((pair.source, pair.target), marks, strict=True)
    )
    read = (_read(one, other), _read(other, one))
    return pair.tell(question, code, "", marks=marks, read=read, source=texts[0], target=texts[1])


def _with_limit(fact: Fact) -> tuple[int, int]:
    """From the words that limit the number to its end, or from the number to their end."""
    start = fact.limit_start if 0 <= fact.limit_start < fact.start else fact.start
    return start, max(fact.end, fact.limit_end)


def check_order(pair: Pair) -> Iterator[Finding]:
    """A range turned round, or two figures that have changed places."""
    if not pair.both or not pair.known or pair.differences:
        return
    source, target = pair.readings
    for one, two in differences.turned(source, target):
        yield _order(pair, error, "range", one, two)
        return
    for one, two in differences.exchanged(source, target, pair.source.anchors, pair.target.anchors):
        yield _order(pair, question, "figures", one, two)
        return


def _order(pair: Pair, severity: Severity, variant: str, one: Fact, two: Fact) -> Finding:
    there = [
        fact
        for fact in pair.readings[1].facts
        if differences.agree(fact, one) or differences.agree(fact, two)
    ]
    marks = (*span(one), *span(two)), tuple(place for fact in there[:2] for place in span(fact))
    return pair.tell(severity, "X026", variant, marks=marks, source=one.shown, target=two.shown)


def check_links(pair: Pair) -> Iterator[Finding]:
    """The same targets; which language of a site they name does not count."""
    if not pair.both:
        return
    shown = {
        _target(link): link for side in (pair.source.content, pair.target.content) for link in _links(side)
    }
    source, target = (
        Counter(map(_target, _links(pair.source.content))),
        Counter(map(_target, _links(pair.target.content))),
    )
    lost = [shown[link] for link in (source - target).elements()]
    added = [shown[link] for link in (target - source).elements()]
    for one, other in zip_longest(lost, added, fillvalue=""):
        variant = "added" if not one else "lost" if not other else ""
        yield pair.tell(error, "X011", variant, source=one, target=other)


def _target(link: str) -> str:
    """A link's target in the form it is compared in."""
    return "tel:" + re.sub(r"[^\d+]", "", link) if link.startswith("tel:") else quantities.address(link)


def _links(content: Inlines) -> Iterator[str]:
    return (inline.target for inline in walk(content) if isinstance(inline, Link))


_ORDINAL_LETTERS = frozenset(
    [
        "er",
        "re",
        "e",
        "ère",
        "ème",
        "ième",
        "nd",
        "nde",
        "d",
        "o",
        "a",
        "st",
        "th",
        "rd",
        "ers",
        "res",
        "es",
        "mes",
        "gr",
        "dr",
        "r",
        "le",
        "lle",
        "me",
        "mlle",
        "mme",
        "os",
        "no",
    ]
)
_MARKS = {
    Strong: "bold",
    Emphasis: "italics",
    Superscript: "raised",
    Subscript: "lowered",
    NoteMark: "note marks",
    Code: "code",
}


def check_markup(pair: Pair) -> Iterator[Finding]:
    """As much emphasis, as many notes, raised and lowered passages; "1er" may raise its letters."""
    if not pair.both:
        return
    source, target = Counter(_markup(pair.source.content)), Counter(_markup(pair.target.content))
    for kind, name in _MARKS.items():
        if source[kind] != target[kind]:
            yield pair.tell(warning, "X012", kind=Word(name), source=source[kind], target=target[kind])


def _markup(content: Inlines) -> Iterator[type]:
    for inline in walk(content):
        if not (
            isinstance(inline, Superscript) and plain(inline.content).strip().lower() in _ORDINAL_LETTERS
        ):
            yield type(inline)


def check_negations(pair: Pair) -> Iterator[Finding]:
    """What is denied on one side is denied on the other, by whatever words."""
    yield from _contradicting(pair, "X013", ("not", "lexical"))


def check_restrictions(pair: Pair) -> Iterator[Finding]:
    """Only, except, without: they have many ways to be said, so what is missing is asked for."""
    yield from _contradicting(pair, "X014", ("only", "except", "without", "special"))


def _contradicting(pair: Pair, code: str, kinds: tuple[str, ...]) -> Iterator[Finding]:
    if not pair.both or omissions.is_foreign(pair):
        return
    lost, added = pair.contradictions
    for said in lost:
        if said.cue.kind in kinds:
            yield answered(pair, _sure(said, pair, pair.source, pair.target), code, said, None)
    for said in added:
        if said.cue.kind in kinds:
            yield answered(pair, _sure(said, pair, pair.target, pair.source), code, None, said)


def _sure(said: Said, pair: Pair, side: Side, other: Side) -> Severity:
    """A plain no is an error, where what it denies is said without it; what denies in itself, and what
    restricts, is said in many ways.
    """
    return error if said.cue.kind == NOT and pair.is_plain(said, side, other) else question


def check_glossary(pair: Pair) -> Iterator[Finding]:
    if not pair.glossary.terms or not pair.both:
        return
    source, target = normal(pair.source.raw).lower(), normal(pair.target.raw).lower()
    for term in pair.glossary.terms:
        given = _variants(term.words, pair.source.language)
        wanted = _variants(term.words, pair.target.language)
        if given and wanted and says(source, given) and not says(target, wanted):
            noted = "noted" if term.note else ""
            yield pair.tell(
                warning,
                "X017",
                noted,
                terms=wanted,
                source=given[0],
                approved=wanted[0],
                note=term.note,
            )


def _variants(given: Mapping[str, tuple[str, ...]], tag: str) -> tuple[str, ...]:
    return given.get(tag) or given.get(tag.split("-")[0]) or ()


def check_length(pair: Pair) -> Iterator[Finding]:
    if not pair.both or pair.same:
        return
    ratio = expected_ratio(pair.source.words, pair.target.words)
    one, other = len(pair.source.raw) * ratio, float(len(pair.target.raw))
    longer, shorter = max(one, other) + 15, min(one, other) + 15
    if longer / shorter > _LONGER and not (pair.listed and any(omissions.cut(pair))):
        yield pair.tell(question, "X018", "longer" if other > one else "shorter")


_LONGER = 2.1


def check_omissions(pair: Pair) -> Iterator[Finding]:
    """A part of one side that nothing on the other stands for, by its words and by its length."""
    if pair.both and pair.listed and not pair.same and not omissions.is_foreign(pair):
        yield from omissions.cut(pair)


def check_language(pair: Pair) -> Iterable[Finding]:
    """Words left in the source language; those marked as foreign are meant to be."""
    return omissions.untranslated(pair)


def check_empty(pair: Pair) -> Iterator[Finding]:
    if pair.source.raw and not pair.target.raw:
        yield pair.tell(error, "X020", "target")
    elif pair.target.raw and not pair.source.raw:
        yield pair.tell(error, "X020", "source")


def check_sentences(pair: Pair) -> Iterator[Finding]:
    """A sentence of one side that nothing on the other side can stand for, by length and shared words."""
    if not pair.both:
        return
    lost, added = pair.lonely
    for index in lost:
        yield pair.tell(error, "X021", "lost", said=short(pair.source.sentences[index], 60))
    for index in added:
        if not _repeats(pair.target.sentences, index):
            yield pair.tell(error, "X021", "added", said=short(pair.target.sentences[index], 60))


def _repeats(sentences: tuple[str, ...], index: int) -> bool:
    return any(bare(sentences[index]) == bare(one) for i, one in enumerate(sentences) if i != index)


def check_repetition(pair: Pair) -> Iterator[Finding]:
    """A sentence twice on one side and not on the other."""
    if not pair.both:
        return
    source, target = (_doubled(read.sentences) for read in (pair.source, pair.target))
    if len(target) > len(source):
        yield pair.tell(error, "X022", "target", said=short(target[0], 60))
    elif len(source) > len(target):
        yield pair.tell(error, "X022", "source", said=short(source[0], 60))


def _doubled(sentences: tuple[str, ...]) -> list[str]:
    """The sentences that have been said before."""
    seen: set[str] = set()
    doubled: list[str] = []
    for sentence in sentences:
        folded = re.sub(r"[\W_]+", " ", sentence.casefold()).strip()
        if folded in seen:
            doubled.append(sentence.strip(".!? "))
        seen.add(folded)
    return doubled


def check_opposites(pair: Pair) -> Iterator[Finding]:
    """Left is not right: each side says a word of a group that excludes what the other says."""
    if pair.known and pair.both and not pair.same:
        yield from concepts.exchanged(pair)


def check_formats(pair: Pair) -> Iterator[Finding]:
    if not pair.both or not pair.known:
        return
    for read, side in zip(pair.readings, ("source", "target"), strict=True):
        for number in read.odd_numbers:
            yield pair.tell(warning, "X024", side, number=number)


CHECKS: tuple[Check, ...] = (
    check_empty,
    check_language,
    check_numbers,
    check_percentages,
    check_ranges,
    check_doses,
    check_dates,
    check_times,
    check_durations,
    check_frequencies,
    check_telephones,
    check_addresses,
    check_links,
    check_markup,
    check_negations,
    check_restrictions,
    check_names,
    check_acronyms,
    check_glossary,
    check_length,
    check_omissions,
    check_sentences,
    check_repetition,
    check_opposites,
    check_limits,
    check_order,
    check_formats,
)
