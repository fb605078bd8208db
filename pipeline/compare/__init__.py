"""compare: does each translation say what its source says? A gate that catches wrong doses.

`check` compares an edition, `check_pair` two texts. Each check is one function of `CHECKS`; what its codes
mean stands in the table of codes, and a code never gets another meaning.

A person may waive a finding, in the catalog itself (see `pipeline.compare.waiver`):

    # feuillet: waive X001 5f0c9a3e1b, Marie Dupont, 2026-11-22: the English idiom says it without a number
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import zip_longest

from pipeline.compare import differences, reading
from pipeline.compare.beads import Bead
from pipeline.compare.glossary import NO_TERMS, Glossary, glossary, says
from pipeline.compare.light import inlines
from pipeline.compare.waiver import Waiver, can_be_waived, command, digest, waiver_line, waivers
from pipeline.compare.words import NO_WORDS, Words, late, words
from pipeline.inlines import walk
from pipeline.model import (
    NOWHERE,
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
    Shown,
    Strong,
    Subscript,
    Superscript,
    Word,
    error,
    is_error,
    plain,
    warning,
)
from pipeline.text import fold, marked, short

__all__ = [
    "CHECKS",
    "FACTS",
    "NO_TERMS",
    "Glossary",
    "Waiver",
    "can_be_waived",
    "check",
    "check_pair",
    "command",
    "digest",
    "glossary",
    "not_compared",
    "waiver_line",
    "waivers",
]

Comments = Mapping[tuple[str, Key], str]


def gate(edition: Edition, terms: File | None) -> tuple[Finding, ...]:
    """Where the translations of ``edition`` do not say what the article says: a number, a dose, a no …"""
    known = glossary(terms.data, terms.name) if terms else Glossary()
    notes = {
        (tag, segment.key): note
        for segment in edition.segments
        for tag, note in zip(edition.languages, segment.notes, strict=True)
    }
    return check(edition, known, notes)


def check(edition: Edition, glossary: Glossary, comments: Comments) -> tuple[Finding, ...]:
    """Compare every translation in ``edition`` with the words of its block.

    One that is not there, an empty tuple, is passed over: that is for `align` to tell. ``comments`` are those
    that translators wrote beside the segments of their catalogs; the waivers among them are heeded.
    """
    source = edition.article.language
    return tuple(
        finding
        for index, language in enumerate(edition.languages)
        if language != source
        for segment in edition.segments
        if segment.texts[index]
        for finding in check_pair(
            segment.block.content,
            segment.texts[index],
            source,
            language,
            article=edition.article.name,
            place=segment.places[index],
            glossary=glossary,
            comment=comments.get((language, segment.key), ""),
        )
    )


def check_pair(
    source: str | Inlines,
    target: str | Inlines,
    source_language: str,
    target_language: str,
    *,
    article: str = "ARTICLE",
    place: Place = NOWHERE,
    glossary: Glossary = NO_TERMS,
    comment: str = "",
) -> tuple[Finding, ...]:
    """Compare one text with its translation. A `str` is Markdown, as a catalog holds it.

    ``article`` is what the command is given that waives a finding.
    """
    pair = Pair(inlines(source), inlines(target), source_language, target_language, article, place, glossary)
    findings = tuple(finding for one in CHECKS for finding in one(pair))
    return _waived(pair, findings, comment) if "feuillet" in comment.lower() else findings


# The kinds of fact that are read by a language's words, and so not without its table.
FACTS = (
    "numbers in words",
    "units",
    "dates",
    "times",
    "frequencies",
    "negations",
    "restrictions",
    "left and right",
)


def not_compared(source_language: str, target_language: str) -> tuple[str, ...]:
    """Those of `FACTS` that are not compared between two languages: none where both have a table of words."""
    same = source_language == target_language
    return () if same or (words(source_language) and words(target_language)) else FACTS


def _waived(pair: Pair, findings: tuple[Finding, ...], comment: str) -> tuple[Finding, ...]:
    given, told = waivers(comment, pair.place)
    codes = {finding.code for finding in findings}
    valid: set[str] = set()
    fallen: list[Finding] = []
    for waiver in given:
        code = "X031" if waiver.digest != pair.digest else "X032" if waiver.code not in codes else ""
        if code:
            day = waiver.date.isoformat()
            fallen.append(warning(code, pair.place, waived=waiver.code, who=waiver.who, date=day))
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
        article: str,
        place: Place,
        glossary: Glossary,
    ) -> None:
        self.source, self.target, self.place, self.glossary = source, target, place, glossary
        self.source_language, self.target_language, self.article = source_language, target_language, article
        tables = words(source_language), words(target_language)
        # Units and number words are compared where both languages have a table, digits always.
        self.known = all(tables)
        self.source_words: Words = tables[0] if tables[0] and tables[1] else NO_WORDS
        self.target_words: Words = tables[1] if tables[0] and tables[1] else NO_WORDS
        self.source_text, self.target_text = plain(source).strip(), plain(target).strip()
        self.both = bool(self.source_text) and bool(self.target_text)

    def tell(
        self, severity: Callable[..., Finding], code: str, variant: str = "", **values: Shown
    ) -> Finding:
        """A finding on this pair: in which languages, ``values``, both texts, and how to waive it."""
        return severity(
            code,
            self.place,
            variant=variant,
            source_language=_language(self.source_language, self.target_language),
            target_language=_language(self.target_language, self.source_language),
            **values,
            source_text=marked(self.source_text, ()),
            target_text=marked(self.target_text, ()),
            source_read="",
            target_read="",
            waive=command(self.article, self.target_language, self.digest, code),
        )

    @cached_property
    def digest(self) -> str:
        return digest(self.source, self.target)

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
    def beads(self) -> tuple[Bead, ...]:
        source, target = self.read
        ratio = differences.expected_ratio(self.source_words, self.target_words)
        return differences.counterparts(source.sentences, target.sentences, ratio)

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


def _language(tag: str, other: str) -> Word:
    """The language ``tag`` by its name; by its whole tag beside another variety of the same."""
    base = tag.split("-")[0]
    return Word(tag if other.split("-")[0] == base != tag else base)


def _bare(text: str) -> str:
    return " ".join(reading.normal(text).casefold().split())


def _answered(pair: Pair, severity: Callable[..., Finding], code: str, source: str, target: str) -> Finding:
    """What the source says and the target says instead; one of them may say nothing."""
    variant = "added" if not source else "lost" if not target else "alike" if source == target else ""
    return pair.tell(severity, code, variant, source=source, target=target)


def _differing(pair: Pair, code: str, kind: str) -> Iterator[Finding]:
    return (
        _answered(pair, error, code, what.source, what.target)
        for what in pair.differences
        if what.kind == kind
    )


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
    for one, other in zip_longest(lost, added, fillvalue=""):
        yield _answered(pair, error, "X011", one, other)


def _target(link: str) -> str:
    """A link's target in the form it is compared in."""
    return "tel:" + re.sub(r"[^\d+]", "", link) if link.startswith("tel:") else reading.address(link)


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
    source, target = Counter(_markup(pair.source)), Counter(_markup(pair.target))
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
    """Only and except; without, and at most, which have more ways to be said, are warnings."""
    yield from _contradicting(pair, "X014", ("only", "except"))
    yield from _contradicting(pair, "X014", ("without", "special"), warning)


def _contradicting(
    pair: Pair, code: str, kinds: tuple[str, ...], severity: Callable[..., Finding] = error
) -> Iterator[Finding]:
    lost, added = ([said.shown for said in side if said.cue.kind in kinds] for side in pair.contradictions)
    yield from (_answered(pair, severity, code, shown, "") for shown in lost)
    yield from (_answered(pair, severity, code, "", shown) for shown in added)


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
        yield _answered(pair, warning, "X015", name, other)
    for name in lost:
        near = next((one for one in added if not _same_place(name, one, pair)), "")
        if near:
            added.remove(near)
            yield _answered(pair, warning, "X015", name, near)


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


def _folded(text: str) -> str:
    return fold(text).replace("œ", "oe")


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
    digits_ = [name for name in added if any(map(str.isdecimal, name))]
    for name, other in zip_longest(digits, digits_, fillvalue=""):
        yield _answered(pair, warning, "X016", name, other)
    # Without digits, an acronym may be spelled out; two different ones may be each other's translation,
    # unless one of them is known and says otherwise.
    for name in lost:
        if name not in digits and name.lower() in pair.source_words.acronyms:
            other = next((one for one in added if one.lower() in pair.target_words.acronyms), "")
            if other:
                yield _answered(pair, warning, "X016", name, other)


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
    if not pair.glossary.terms or not pair.both:
        return
    source, target = reading.normal(pair.source_text).lower(), reading.normal(pair.target_text).lower()
    for term in pair.glossary.terms:
        given = _variants(term.words, pair.source_language)
        wanted = _variants(term.words, pair.target_language)
        if given and wanted and says(source, given) and not says(target, wanted):
            noted = "noted" if term.note else ""
            about = {"source": given[0], "approved": wanted[0], "note": term.note}
            yield pair.tell(warning, "X017", noted, terms=wanted, **about)


def _variants(given: Mapping[str, tuple[str, ...]], tag: str) -> tuple[str, ...]:
    return given.get(tag) or given.get(tag.split("-")[0]) or ()


def check_length(pair: Pair) -> Iterator[Finding]:
    if not pair.both or pair.same:
        return
    ratio = differences.expected_ratio(pair.source_words, pair.target_words)
    one, other = len(pair.source_text) * ratio, float(len(pair.target_text))
    longer, shorter = max(one, other) + 15, min(one, other) + 15
    if longer / shorter > 2.1:
        yield pair.tell(warning, "X018", "longer" if other > one else "shorter")


def check_language(pair: Pair) -> Iterable[Finding]:
    """Words left in the source language; those marked as foreign are meant to be."""
    return pair.untranslated


def _untranslated(pair: Pair) -> Iterator[Finding]:
    if not pair.both or pair.source_language.split("-")[0] == pair.target_language.split("-")[0]:
        return
    text = reading.normal(plain(_own(pair.target))).lower()
    tokens = re.findall(r"[^\W\d_]+'?", text)
    lower = re.findall(r"\b[^\W\d_A-ZÀ-Þ][^\W\d_]{3,}", reading.normal(plain(_own(pair.target))))
    source, target = words(pair.source_language), words(pair.target_language)
    if pair.same and tokens:
        foreign = source is not None and any(token in source.function_words for token in tokens)
        own = target is not None and any(token in target.function_words for token in tokens)
        if (foreign and not own) or len(lower) >= 2 or (_accented(lower) and pair.target_words.tag == "en"):
            yield pair.tell(error, "X019", tag=pair.source_language)
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
            severity = error if whole or foreign_count >= 4 else warning
            yield pair.tell(severity, "X019", "part", said=short(sentence, 60), tag=pair.source_language)


def _accented(tokens: Iterable[str]) -> bool:
    return any(not token.isascii() for token in tokens)


def _own(content: Inlines) -> Inlines:
    """``content`` without the words that it marks as another language's."""
    return tuple(inline for inline in content if not isinstance(inline, Foreign))


def check_empty(pair: Pair) -> Iterator[Finding]:
    if pair.source_text and not pair.target_text:
        yield pair.tell(error, "X020", "target")
    elif pair.target_text and not pair.source_text:
        yield pair.tell(error, "X020", "source")


def check_sentences(pair: Pair) -> Iterator[Finding]:
    """A sentence of one side that nothing on the other side can stand for, by length and shared words."""
    if not pair.both or pair.foreign:
        return
    lost, added = pair.lonely
    source, target = pair.read
    for index in lost:
        yield pair.tell(error, "X021", "lost", said=short(source.sentences[index], 60))
    for index in added:
        if not _repeats(target.sentences, index):
            yield pair.tell(error, "X021", "added", said=short(target.sentences[index], 60))


def _repeats(sentences: tuple[str, ...], index: int) -> bool:
    return any(_bare(sentences[index]) == _bare(one) for i, one in enumerate(sentences) if i != index)


def check_repetition(pair: Pair) -> Iterator[Finding]:
    """A sentence twice on one side and not on the other."""
    if not pair.both:
        return
    source, target = (_doubled(read.sentences) for read in pair.read)
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
    for one, other, severity in _OPPOSITES:
        said, other_said = _sides(one, pair.source_words, source), _sides(other, pair.source_words, source)
        said_, other_said_ = _sides(one, pair.target_words, target), _sides(other, pair.target_words, target)
        more, less = len(said) - len(said_), len(other_said) - len(other_said_)
        if more * less < 0 and more + less == 0:
            words = (said[0], other_said_[0]) if more > 0 else (other_said[0], said_[0])
            yield pair.tell(severity, "X023", source=words[0], target=words[1])


def _sides(name: str, words: Words, text: str) -> list[str]:
    """How ``text`` says ``name``, once for each time that it does."""
    return _pattern(words.sides[name]).findall(text) if name in words.sides else []


@lru_cache(maxsize=64)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def check_formats(pair: Pair) -> Iterator[Finding]:
    if not pair.both or not pair.known or pair.foreign:
        return
    for read, side in zip(pair.read, ("source", "target"), strict=True):
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
    check_sentences,
    check_repetition,
    check_opposites,
    check_formats,
)
