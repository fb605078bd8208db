"""compare: does each translation say what its source says? A gate that catches wrong doses.

`check` compares an edition, `check_pair` two texts. Each check is one function of `CHECKS`; what its codes
mean stands in the table of codes, and a code never gets another meaning.

A person may waive a finding, in the catalog itself (see `pipeline.compare.waiver`):

    # feuillet: waive X001 5f0c9a3e1b, Marie Dupont, 2026-11-22: the English idiom says it without a number
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.compare.checks import CHECKS
from pipeline.compare.glossary import NO_TERMS, Glossary, glossary
from pipeline.compare.languages import base, table
from pipeline.compare.light import inlines
from pipeline.compare.pair import Pair
from pipeline.compare.shifted import Run, runs
from pipeline.compare.vocabulary import keys, senses
from pipeline.compare.waiver import Waiver, can_be_waived, command, digest, waiver_line, waivers
from pipeline.model import (
    NOWHERE,
    Edition,
    File,
    Finding,
    Inlines,
    Key,
    Place,
    Segment,
    Word,
    error,
    plain,
    warning,
)
from pipeline.text import short

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
    "misplaced",
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
    findings: list[Finding] = []
    for index, language in enumerate(edition.languages):
        if language == source:
            continue
        segments = [segment for segment in edition.segments if segment.texts[index]]
        astray, told = _astray(segments, index, source, language)
        findings += told
        for number, segment in enumerate(segments):
            if number not in astray:
                findings += check_pair(
                    segment.block.content,
                    segment.texts[index],
                    source,
                    language,
                    article=edition.article.name,
                    place=segment.places[index],
                    glossary=glossary,
                    comment=comments.get((language, segment.key), ""),
                )
    return tuple(findings)


def _astray(
    segments: Sequence[Segment], index: int, source: str, language: str
) -> tuple[frozenset[int], list[Finding]]:
    """The segments whose translation stands beside another, and a finding for each run of them."""
    pairs = [(plain(segment.block.content), plain(segment.texts[index])) for segment in segments]
    found: list[Finding] = []
    numbers: set[int] = set()
    for run in misplaced(pairs, source, language):
        numbers |= set(range(run.first, run.last + 1))
        first, last = (short(pairs[number][0], 60) for number in (run.first, run.last))
        found.append(
            error(
                "X028",
                segments[run.first].places[index],
                variant="shifted" if run.by else "swapped",
                count=run.last - run.first + 1,
                target_language=Word(base(language)),
                first=first,
                last=last,
            )
        )
    return frozenset(numbers), found


def misplaced(
    pairs: Sequence[tuple[str, str]], source_language: str, target_language: str
) -> tuple[Run, ...]:
    """Where translations, in the order of their sources, stand beside the wrong one."""
    if not (table(source_language) and table(target_language)):
        return ()
    return runs(
        [keys(one, source_language) for one, _ in pairs], [keys(other, target_language) for _, other in pairs]
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
    """Those of `FACTS` that are not compared between two languages.

    None where both have a table and lists of words; the last of them where a list is missing.
    """
    if source_language == target_language:
        return ()
    if not (table(source_language) and table(target_language)):
        return FACTS
    return () if senses(source_language, "concepts") and senses(target_language, "concepts") else FACTS[-1:]


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
