"""parity: does each translation say what its source says? A gate that catches wrong doses.

`check` compares an edition, `check_pair` two texts. Each check is one function of `CHECKS`; a code never
gets another meaning.

| code | severity | says |
| --- | --- | --- |
| X001 | error | a number differs, in digits or in words |
| X002 | error | a percentage differs |
| X003 | error | a range differs |
| X004 | error | a dose differs: its number or its unit |
| X005 | error | a date or a day of the week differs |
| X006 | error | a time of day differs |
| X007 | error | a duration or an age differs |
| X008 | error | how often differs |
| X009 | error | a telephone number differs |
| X010 | error | an address on the web, or of mail, differs |
| X011 | error | the target of a link differs |
| X012 | warning | emphasis, links or raised and lowered text differ in number |
| X013 | error | one side says no, and the other does not |
| X014 | error | one side says only or except, and the other does not (a warning: without, at most) |
| X015 | warning | a proper name differs |
| X016 | warning | an acronym, or a name with digits (B12), differs |
| X017 | warning | a glossary term is not translated as approved |
| X018 | warning | the length is out of all proportion |
| X019 | error | the text is left in the source language (a warning where it is only part of it) |
| X020 | error | a text is empty |
| X021 | error | a sentence is missing, or too many |
| X022 | error | a sentence is said twice |
| X023 | error | opposites are exchanged: left and right, morning and evening (a warning for the rest) |
| X024 | warning | a number is written as in another language |
| X030 | error | a waiver that cannot be read |
| X031 | warning | a waiver that has fallen: one of its texts has changed |
| X032 | warning | a waiver without a finding |
| X035 | error | a glossary that cannot be read |

A person may waive a finding, in the catalog itself (see `pipeline.compare.waiver`):

    # feuillet: waive X001 5f0c9a3e1b, Marie Dupont, 2026-11-22: the English idiom says it without a number
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import zip_longest

from pipeline.compare import differences, reading
from pipeline.compare.glossary import Glossary, glossary, says
from pipeline.compare.light import inlines
from pipeline.compare.waiver import Waiver, digest, waiver_line, waivers
from pipeline.compare.words import NO_WORDS, Words, language_name, late, words
from pipeline.model import (
    NOWHERE,
    Break,
    Code,
    Edition,
    Emphasis,
    File,
    Finding,
    Foreign,
    Inlines,
    Key,
    Link,
    NoteMark,
    Place,
    Strong,
    Subscript,
    Superscript,
    Text,
    error,
    is_error,
    plain,
    warning,
)

__all__ = [
    "CHECKS",
    "Glossary",
    "Waiver",
    "check",
    "check_pair",
    "digest",
    "glossary",
    "waiver_line",
    "waivers",
]

Comments = Mapping[tuple[str, Key], str]


def gate(edition: Edition, terms: File | None) -> tuple[Finding, ...]:
    """Where the translations of ``edition`` do not say what the article says: a number, a dose, a no …"""
    known = glossary(terms) if terms else None
    notes = {
        (tag, segment.key): note
        for segment in edition.segments
        for tag, note in zip(edition.languages, segment.notes, strict=True)
    }
    return check(edition, known, notes)


def check(
    edition: Edition, glossary: Glossary | None = None, comments: Comments | None = None
) -> tuple[Finding, ...]:
    """Compare every segment of ``edition`` in every other language with the article's own.

    ``comments`` are the translator comments (polib's ``tcomment``) of catalog entries, by language and key;
    the waivers in them are heeded.
    """
    language = edition.article.language
    source = edition.languages.index(language) if language in edition.languages else 0
    findings: list[Finding] = []
    for index, tag in enumerate(edition.languages):
        if index == source:
            continue
        for segment in edition.segments:
            if plain(segment.block.content) and not segment.texts[index]:
                continue  # told where the texts were put side by side
            findings += check_pair(
                segment.texts[source],
                segment.texts[index],
                edition.languages[source],
                tag,
                place=segment.places[index],
                glossary=glossary,
                comment=(comments or {}).get((tag, segment.key), ""),
            )
    return tuple(findings)


def check_pair(
    source: str | Inlines,
    target: str | Inlines,
    source_language: str,
    target_language: str,
    *,
    place: Place = NOWHERE,
    glossary: Glossary | None = None,
    comment: str = "",
) -> tuple[Finding, ...]:
    """Compare one text with its translation. A `str` is Markdown, as a catalog holds it."""
    pair = Pair(inlines(source), inlines(target), source_language, target_language, place, glossary)
    findings = tuple(finding for one in CHECKS for finding in one(pair))
    return _waived(findings, comment, source, target, place) if "feuillet" in comment.lower() else findings


def _waived(
    findings: tuple[Finding, ...], comment: str, source: str | Inlines, target: str | Inlines, place: Place
) -> tuple[Finding, ...]:
    given, told = waivers(comment, place)
    codes = {finding.code for finding in findings}
    valid: set[str] = set()
    fallen: list[Finding] = []
    now = digest(source, target)
    for waiver in given:
        who = f"The waiver of {waiver.code} by {waiver.who} ({waiver.date.isoformat()})"
        if waiver.digest != now:
            hint = f"Check the segment. To keep the waiver, write {now} in place of {waiver.digest}."
            fallen.append(warning("X031", f"{who} has fallen, for a text has changed since.", hint, place))
        elif waiver.code not in codes:
            fallen.append(
                warning("X032", f"{who} has nothing to waive.", "Take it out of the catalog.", place)
            )
        else:
            valid.add(waiver.code)
    return (*(finding for finding in findings if finding.code not in valid), *told, *fallen)


# ── What the checks share ──────────────────────────────────────────────────────────────────


class Pair:
    """Two texts, and what is read from them once for all checks."""

    def __init__(
        self,
        source: Inlines,
        target: Inlines,
        source_language: str,
        target_language: str,
        place: Place,
        glossary: Glossary | None,
    ) -> None:
        self.source, self.target, self.place, self.glossary = source, target, place, glossary
        self.source_language, self.target_language = source_language, target_language
        self.source_name, self.target_name = language_name(source_language), language_name(target_language)
        tables = words(source_language), words(target_language)
        # Units and number words are compared where both languages have a table, digits always.
        self.known = all(tables)
        self.source_words: Words = tables[0] if tables[0] and tables[1] else NO_WORDS
        self.target_words: Words = tables[1] if tables[0] and tables[1] else NO_WORDS
        self.source_text, self.target_text = plain(source).strip(), plain(target).strip()
        self.both = bool(self.source_text) and bool(self.target_text)

    @cached_property
    def same(self) -> bool:
        return self.both and _bare(self.source_text) == _bare(self.target_text)

    @cached_property
    def read(self) -> tuple[reading.Reading, reading.Reading]:
        return (
            reading.read(self.source_text, self.source_words),
            reading.read(self.target_text, self.target_words),
        )

    @cached_property
    def beads(self) -> tuple[differences.Bead, ...]:
        source, target = self.read
        ratio = differences.expected_ratio(self.source_words, self.target_words)
        return differences.align(source.sentences, target.sentences, ratio)

    @cached_property
    def lonely(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The sentences without a counterpart."""
        if not self.known:
            return (), ()
        return (
            tuple(i for left, right in self.beads if not right for i in left),
            tuple(j for left, right in self.beads if not left for j in right),
        )

    @cached_property
    def differences(self) -> tuple[differences.Difference, ...]:
        """Where the facts differ. What can be read in two ways is read in the way that agrees."""
        if not self.both or self.foreign:
            return ()
        source, target = self.read
        found = differences.differences(source, target)
        if found and _SPACED().search(source.text + "|" + target.text):
            for left, right in ((True, False), (False, True), (True, True)):
                again = differences.differences(
                    reading.read(self.source_text, self.source_words, left),
                    reading.read(self.target_text, self.target_words, right),
                )
                if not again:
                    return ()
        return found

    @cached_property
    def foreign(self) -> bool:
        """The target is in the source language: one finding says so, and nothing else is compared."""
        return any(map(is_error, self.untranslated))

    @cached_property
    def untranslated(self) -> tuple[Finding, ...]:
        return tuple(_untranslated(self))

    @cached_property
    def contradictions(self) -> tuple[tuple[reading.Said, ...], tuple[reading.Said, ...]]:
        if not self.both or self.foreign:
            return (), ()
        source, target = self.read
        lost: list[reading.Said] = []
        added: list[reading.Said] = []
        for left, right in self.beads:
            if not left or not right:
                continue
            one, other = differences.contradictions(
                [said for said in source.said if said.sentence in left],
                [said for said in target.said if said.sentence in right],
            )
            lost += one
            added += other
        return tuple(lost), tuple(added)


_SPACED = late(r"\d \d{3}(?!\d)")

Check = Callable[[Pair], Iterable[Finding]]


def _bare(text: str) -> str:
    return " ".join(reading.normal(text).casefold().split())


def _say(pair: Pair, code: str, what: differences.Difference) -> Finding:
    if what.source and what.target:
        if what.source == what.target:
            message = (
                f"The {pair.source_name} and the {pair.target_name} mean different things by “{what.source}”."
            )
        else:
            message = f"The {pair.source_name} says {what.source}, the {pair.target_name} {what.target}."
    elif what.source:
        message = f"The {pair.source_name} says {what.source}; the {pair.target_name} does not."
    else:
        message = f"The {pair.target_name} says {what.target}; the {pair.source_name} does not."
    return error(code, message, "Correct whichever is wrong.", pair.place)


def _differing(pair: Pair, code: str, kind: str) -> Iterator[Finding]:
    return (_say(pair, code, what) for what in pair.differences if what.kind == kind)


# ── The checks ─────────────────────────────────────────────────────────────────────────────


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """Numbers, decimals, thousands; in words too."""
    return _differing(pair, "X001", reading.NUMBER)


def check_percentages(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X002", reading.PERCENTAGE)


def check_ranges(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X003", reading.RANGE)


def check_doses(pair: Pair) -> Iterator[Finding]:
    """Numbers with a unit, or with what is counted; half a gram is 500 mg."""
    return _differing(pair, "X004", reading.DOSE)


def check_dates(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X005", reading.DATE)


def check_times(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X006", reading.TIME)


def check_durations(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X007", reading.DURATION)


def check_frequencies(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X008", reading.FREQUENCY)


def check_telephones(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X009", reading.PHONE)


def check_addresses(pair: Pair) -> Iterator[Finding]:
    return _differing(pair, "X010", reading.ADDRESS)


def check_links(pair: Pair) -> Iterator[Finding]:
    """The same targets; which language of a site they name does not count."""
    if not pair.both:
        return
    shown = {_target(link): link for side in (pair.source, pair.target) for link in _links(side)}
    source, target = Counter(map(_target, _links(pair.source))), Counter(map(_target, _links(pair.target)))
    lost = [shown[link] for link in (source - target).elements()]
    added = [shown[link] for link in (target - source).elements()]
    for one, other in zip_longest(lost, added):
        if one and other:
            message = (
                f"A link leads to {one} in the {pair.source_name}, to {other} in the {pair.target_name}."
            )
        elif one:
            message = f"The {pair.source_name} links to {one}; the {pair.target_name} does not."
        else:
            message = f"The {pair.target_name} links to {other}; the {pair.source_name} does not."
        yield error("X011", message, "Give both the same link.", pair.place)


def _target(link: str) -> str:
    """A link's target in the form it is compared in."""
    return "tel:" + re.sub(r"[^\d+]", "", link) if link.startswith("tel:") else reading.address(link)


def _links(content: Inlines) -> Iterator[str]:
    for inline in content:
        if isinstance(inline, Link):
            yield inline.target
        elif not isinstance(inline, Text | Break | Code | NoteMark):
            yield from _links(inline.content)


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
    Strong: "strong text",
    Emphasis: "emphasis",
    Link: "links",
    Superscript: "raised text",
    Subscript: "lowered text",
    NoteMark: "footnote marks",
    Code: "code",
}


def check_markup(pair: Pair) -> Iterator[Finding]:
    """As much emphasis, as many links, notes, raised and lowered passages; "1er" may raise its letters."""
    if not pair.both:
        return
    source, target = Counter(_marks(pair.source)), Counter(_marks(pair.target))
    for kind, name in _MARKS.items():
        one, other = source[kind], target[kind]
        if one != other and kind is not Link:
            message = f"The {pair.source_name} has {one} × {name}, the {pair.target_name} {other} ×."
            yield warning("X012", message, "Mark the same words in both.", pair.place)


def _marks(content: Inlines) -> Iterator[type]:
    for inline in content:
        if isinstance(inline, Superscript) and plain(inline.content).strip().lower() in _ORDINAL_LETTERS:
            continue
        if not isinstance(inline, Text | Break):
            yield type(inline)
        if not isinstance(inline, Text | Break | Code | NoteMark):
            yield from _marks(inline.content)


def check_negations(pair: Pair) -> Iterator[Finding]:
    """What is denied on one side is denied on the other, by whatever words."""
    yield from _contradicting(pair, "X013", ("not", "lexical"))


def check_restrictions(pair: Pair) -> Iterator[Finding]:
    """Only and except; without, and at most, which have more ways to be said, are warnings."""
    yield from _contradicting(pair, "X014", ("only", "except"))
    yield from _contradicting(pair, "X014", ("without", "special"), warning)


def _contradicting(
    pair: Pair, code: str, kinds: tuple[str, ...], tell: Callable[[str, str, str, Place], Finding] = error
) -> Iterator[Finding]:
    hint = "Check that both allow, forbid and limit the same."
    names = (pair.source_name, pair.target_name)
    for said, (one, other) in zip(pair.contradictions, (names, names[::-1]), strict=True):
        for cue in said:
            if cue.cue.kind in kinds:
                message = f"The {one} says “{cue.shown}”; nothing in the {other} answers to it."
                yield tell(code, message, hint, pair.place)


_CAPITALISED = late(r"(?:(?<=^)|(?<=[\s(«\"'-]))([A-ZÀ-ÞŒ][a-zà-ÿœ]+(?:[-'][A-ZÀ-ÞŒ]?[a-zà-ÿœ]+)*)")


def check_names(pair: Pair) -> Iterator[Finding]:
    """A name of one side alone, where the other has a name that the first does not."""
    if not pair.both or pair.same or not pair.known or pair.foreign:
        return
    source, titled = _names(pair.read[0], pair.source_words)
    target, titled_ = _names(pair.read[1], pair.target_words)
    if not source and not target:
        return
    have = _folded(pair.target_text), _folded(pair.source_text)
    lost = [name for name in source if not _known(name, have[0])]
    added = [name for name in target if not _known(name, have[1])]
    for name in [name for name in lost if name in titled]:
        other = next((one for one in added if one in titled_), "")
        lost.remove(name)
        if other:
            added.remove(other)
        yield _name(pair, "X015", name, other)
    for name in lost:
        near = next((one for one in added if not _same_place(name, one, pair)), "")
        if near:
            added.remove(near)
            yield _name(pair, "X015", name, near)


def _name(pair: Pair, code: str, name: str, other: str) -> Finding:
    if name and other:
        message = f"The {pair.source_name} names {name}, the {pair.target_name} {other}."
    elif name:
        message = f"The {pair.source_name} names {name}; the {pair.target_name} does not."
    else:
        message = f"The {pair.target_name} names {other}; the {pair.source_name} does not."
    return warning(code, message, "Correct it, or waive it if the name is translated.", pair.place)


def _names(read: reading.Reading, words: Words) -> tuple[list[str], set[str]]:
    names: list[str] = []
    titled: set[str] = set()
    for sentence in read.sentences:
        for match in _CAPITALISED().finditer(sentence):
            before = sentence[: match.start()].rstrip(" («\"'")
            name = match[1]
            word = name.lower()
            title = re.search(r"([\w]+)\.?$", before)
            has_title = bool(title and title[1].lower() in words.titles and title[1][0].isupper())
            if word in words.titles and not has_title:
                continue
            at_start = (
                not before
                or before[-1] in ".:!?…–—•»”;"
                or len(sentence) - len(sentence.lstrip()) == match.start()
            )
            if has_title:
                titled.add(name)
            elif at_start or word in words.common_names or len(name) < 3:
                continue
            # A name of several words with a common one among them is an institution, and is translated.
            around = sentence[max(0, match.start() - 28) : match.end() + 28].lower()
            if not has_title and any(
                common in words.common_names for common in re.findall(r"[\w-]+", around)
            ):
                continue
            if name not in names:
                names.append(name)
    return names, titled


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def _known(name: str, text: str) -> bool:
    """Whether ``text`` has the name, or one that begins alike: "Genève", "Geneva"."""
    folded = _folded(name)
    return folded in text or (len(folded) > 4 and re.search(r"\b" + re.escape(folded[:4]), text) is not None)


def _same_place(name: str, other: str, pair: Pair) -> bool:
    """Whether these are one country or tongue by two names, as CLDR has them."""
    return (_folded(name), _folded(other)) in _places(
        pair.source_language.split("-")[0], pair.target_language.split("-")[0]
    ) or _near(_folded(name), _folded(other))


def _near(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio() >= 0.6


@lru_cache(maxsize=4)
def _places(source: str, target: str) -> frozenset[tuple[str, str]]:
    try:
        from babel import Locale  # 40 ms: only where names differ

        one, other = Locale(source), Locale(target)
    except Exception:  # noqa: BLE001 - an unknown locale has no names for us
        return frozenset()
    pairs = {(one.territories[key], other.territories.get(key, "")) for key in one.territories}
    pairs |= {(one.languages[key], other.languages.get(key, "")) for key in one.languages}
    return frozenset((_folded(a), _folded(b)) for a, b in pairs)


_ACRONYM = late(r"\b(?:[A-ZÉ]{2,6}(?:-\d+)?|[A-Za-z]{1,4}\d{1,3}[A-Za-z]?)\b")


def check_acronyms(pair: Pair) -> Iterator[Finding]:
    """An acronym that neither stands on the other side nor has its translation there."""
    if not pair.both or pair.same or not pair.known or pair.foreign:
        return
    if pair.source_text.isupper() or pair.target_text.isupper():
        return
    source = _acronyms(pair.source_text, pair.source_words)
    target = _acronyms(pair.target_text, pair.target_words)
    if not source and not target:
        return
    low = _folded(pair.target_text), _folded(pair.source_text)
    lost = [name for key, name in source.items() if key not in target and name.casefold() not in low[0]]
    added = [name for key, name in target.items() if key not in source and name.casefold() not in low[1]]
    digits = [name for name in lost if any(map(str.isdecimal, name))]
    for name, other in zip_longest(digits, [name for name in added if any(map(str.isdecimal, name))]):
        yield _name(pair, "X016", name or "", other or "")
    # Without digits, an acronym may be spelled out; two different ones may be each other's translation,
    # unless one of them is known and says otherwise.
    for name in lost:
        if name not in digits and name.lower() in pair.source_words.acronyms:
            other = next((one for one in added if one.lower() in pair.target_words.acronyms), "")
            if other:
                yield _name(pair, "X016", name, other)


def _acronyms(text: str, words: Words) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ACRONYM().finditer(text):
        name = match[0]
        low = name.lower()
        if re.fullmatch(r"(?:[IVXLC]+|[0-9]+h[0-9]*|h\d+|x\d+)", name):
            continue
        found.setdefault(words.acronyms.get(low, low), name)
    return found


def check_glossary(pair: Pair) -> Iterator[Finding]:
    if pair.glossary is None or not pair.both:
        return
    source, target = reading.normal(pair.source_text).lower(), reading.normal(pair.target_text).lower()
    for term in pair.glossary.terms:
        given = _variants(term.words, pair.source_language)
        wanted = _variants(term.words, pair.target_language)
        if given and wanted and says(source, given) and not says(target, wanted):
            message = f"“{given[0]}” should be “{wanted[0]}” in the {pair.target_name}."
            hint = (
                f"Use {' or '.join(f'“{word}”' for word in wanted)}{f': {term.note}' if term.note else ''}."
            )
            yield warning("X017", message, hint, pair.place)


def _variants(given: Mapping[str, tuple[str, ...]], tag: str) -> tuple[str, ...]:
    return given.get(tag) or given.get(tag.split("-")[0]) or ()


def check_length(pair: Pair) -> Iterator[Finding]:
    if not pair.both or pair.same:
        return
    ratio = differences.expected_ratio(pair.source_words, pair.target_words)
    one, other = len(pair.source_text) * ratio, float(len(pair.target_text))
    longer, shorter = max(one, other) + 15, min(one, other) + 15
    if longer / shorter > 2.1:
        how = "longer" if other > one else "shorter"
        message = f"The {pair.target_name} is far {how} than the {pair.source_name}."
        yield warning("X018", message, "Check that nothing is missing or added.", pair.place)


def check_language(pair: Pair) -> Iterable[Finding]:
    """Words left in the source language; those marked as foreign are meant to be."""
    return pair.untranslated


def _untranslated(pair: Pair) -> Iterator[Finding]:
    if not pair.both or pair.source_language.split("-")[0] == pair.target_language.split("-")[0]:
        return
    text = reading.normal(plain(_own(pair.target))).lower()
    tokens = re.findall(r"[^\W\d_]+'?", text)
    hint = "Translate it, or mark words that are meant: [mot]{lang=fr}."
    lower = re.findall(r"\b[^\W\d_A-ZÀ-Þ][^\W\d_]{3,}", reading.normal(plain(_own(pair.target))))
    source, target = words(pair.source_language), words(pair.target_language)
    if pair.same and tokens:
        foreign = source is not None and any(token in source.function_words for token in tokens)
        own = target is not None and any(token in target.function_words for token in tokens)
        if (foreign and not own) or len(lower) >= 2 or (_accented(lower) and pair.target_words.tag == "en"):
            yield error("X019", f"The text is still in {pair.source_name}.", hint, pair.place)
        return
    if source is None or target is None:
        return
    theirs = source.function_words - target.function_words
    ours = target.function_words - source.function_words
    sentences = reading.sentences_of(plain(_own(pair.target)), pair.target_words)
    for sentence in sentences:
        tokens = re.findall(r"[^\W\d_]+'?", sentence.lower())
        foreign_count = sum(token in theirs for token in tokens)
        own_count = sum(token in ours or token.rstrip("'") in ours for token in tokens)
        if foreign_count >= 2 and foreign_count > 2 * own_count and len(tokens) >= 4:
            whole = len(sentence) > 0.6 * len(text)
            message = f"“{_cut(sentence)}” is still in {pair.source_name}."
            yield (
                error("X019", message, hint, pair.place)
                if whole or foreign_count >= 4
                else warning("X019", message, hint, pair.place)
            )


def _accented(tokens: Iterable[str]) -> bool:
    return any(not token.isascii() for token in tokens)


def _own(content: Inlines) -> Inlines:
    """``content`` without the words that it marks as another language's."""
    return tuple(inline for inline in content if not isinstance(inline, Foreign))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rstrip() + "…"


def check_empty(pair: Pair) -> Iterator[Finding]:
    if pair.source_text and not pair.target_text:
        yield error("X020", f"The {pair.target_name} is empty.", "Translate it.", pair.place)
    elif pair.target_text and not pair.source_text:
        yield error("X020", f"The {pair.source_name} is empty.", "Take the translation out.", pair.place)


def check_sentences(pair: Pair) -> Iterator[Finding]:
    """A sentence of one side that nothing on the other side can stand for, by length and shared words."""
    if not pair.both or pair.foreign:
        return
    lost, added = pair.lonely
    source, target = pair.read
    for index in lost:
        message = f"Nothing in the {pair.target_name} seems to answer to “{_cut(source.sentences[index])}”."
        yield error("X021", message, "Check that no sentence is missing.", pair.place)
    for index in added:
        if _repeats(target.sentences, index):
            continue
        message = f"Nothing in the {pair.source_name} seems to answer to “{_cut(target.sentences[index])}”."
        yield error("X021", message, "Check that no sentence was added.", pair.place)


def _repeats(sentences: tuple[str, ...], index: int) -> bool:
    return any(_bare(sentences[index]) == _bare(one) for i, one in enumerate(sentences) if i != index)


def check_repetition(pair: Pair) -> Iterator[Finding]:
    """A sentence twice on one side and not on the other."""
    if not pair.both:
        return
    source, target = (_doubled(read.sentences) for read in pair.read)
    for doubled, other, name in ((target, source, pair.target_name), (source, target, pair.source_name)):
        if len(doubled) > len(other):
            message = f"The {name} says twice “{_cut(doubled[0])}”."
            yield error("X022", message, "Take one of them out.", pair.place)


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


_OPPOSITES = (
    ("left", "right", error),
    ("morning", "evening", error),
    ("before a meal", "after a meal", error),
    ("increase", "decrease", warning),
)


def check_opposites(pair: Pair) -> Iterator[Finding]:
    """Left is not right: one side says the one alone, the other its opposite alone."""
    if not pair.known or not pair.both or pair.foreign:
        return
    source, target = pair.read[0].text.lower(), pair.read[1].text.lower()
    for one, other, tell in _OPPOSITES:
        said = tuple(_side(name, pair.source_words, source) for name in (one, other))
        said_ = tuple(_side(name, pair.target_words, target) for name in (one, other))
        if (said[0] - said_[0]) * (said[1] - said_[1]) < 0 and sum(said) == sum(said_):
            names = (one, other) if said[0] > said_[0] else (other, one)
            message = f"The {pair.source_name} says {names[0]}, the {pair.target_name} {names[1]}."
            yield tell("X023", message, "Correct whichever is wrong.", pair.place)


def _side(name: str, words: Words, text: str) -> int:
    return len(_pattern(words.sides[name]).findall(text)) if name in words.sides else 0


@lru_cache(maxsize=64)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def check_formats(pair: Pair) -> Iterator[Finding]:
    if not pair.both or not pair.known or pair.foreign:
        return
    for read, name in zip(pair.read, (pair.source_name, pair.target_name), strict=True):
        for number in read.odd_numbers:
            message = f"The {name} writes {number} as another language would."
            yield warning("X024", message, "Write decimals as the language does.", pair.place)


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
    check_sentences,
    check_repetition,
    check_opposites,
    check_formats,
)
