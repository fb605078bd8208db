"""What a person answers for in a catalog: that a translation was looked over, or that a finding may pass.

Both are a line among the translators' comments of an entry, with a name and a day, and tied to the two texts
that were looked at: a review holds until either changes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pipeline import compare
from pipeline.model import (
    NOWHERE,
    Article,
    Exit,
    FeuilletError,
    Finding,
    Key,
    Place,
    Value,
    error,
    warning,
)
from pipeline.text import short
from pipeline.translate import catalog
from pipeline.translate.catalog import Catalog, Entry, Updated


class Review(Value, frozen=True):
    """Who looked a translation over, and when; ``fits`` while neither text has changed since."""

    name: str
    date: str
    fits: bool


NOTHING_ASKED: Mapping[Key, Sequence[Finding]] = {}

_REVIEW = re.compile(r"^reviewed: (?P<name>.+), (?P<date>\d{4}-\d{2}-\d{2})(?:, (?P<seal>[0-9a-f]{8}))?\s*$")


def seal(key: Key, text: str) -> str:
    """What ties a review to the two texts that were looked at."""
    return catalog.digest(key.context, key.text, text)[:8]


def latest(entry: Entry) -> Review | None:
    """The latest review of ``entry``; one without its seal, written by hand, does not count."""
    made = [
        Review(found["name"], found["date"], not entry.fuzzy and found["seal"] == seal(entry.key, entry.text))
        for line in entry.comments
        if (found := _REVIEW.match(line)) and found["seal"]
    ]
    return max(made, key=lambda one: (one.fits, one.date), default=None)


def unsealed(entry: Entry) -> bool:
    return any((found := _REVIEW.match(line)) and not found["seal"] for line in entry.comments)


def reviewed(entry: Entry, name: str, date: str) -> Entry:
    """``entry`` with a review by ``name``, in the place of those that no longer fit or count."""
    kept = tuple(line for line in entry.comments if not _REVIEW.match(line))
    return entry.but(comments=(*kept, f"reviewed: {name}, {date}, {seal(entry.key, entry.text)}"))


def sign(
    article: Article,
    language: str,
    existing: bytes,
    name: str,
    date: str,
    numbers: Sequence[int] = (),
    shown: str = "",
    asked: Mapping[Key, Sequence[Finding]] = NOTHING_ASKED,
) -> Updated:
    """The catalog with a review by ``name`` on the segments ``numbers``, or on all that are translated.

    One that has an open question, in ``asked``, is left without, and a warning says so. Raises
    `FeuilletError` where one that is named has an open question, no translation to review, or a fuzzy one.
    """
    shown = shown or f"{language}.po"
    wanted = catalog.units(article)
    after, _ = catalog.renew(catalog.load(existing, shown), wanted)
    if not name.strip() or "\n" in name or not _REVIEW.match(f"reviewed: {name}, {date}"):
        raise FeuilletError(Exit.USAGE, (error("T026", who=name, date=date),))
    strange = sorted(set(numbers) - {unit.number for unit in wanted})
    if strange:
        raise FeuilletError(
            Exit.USAGE, (error("T026", variant="number", number=strange[0], most=len(wanted)),)
        )
    named = {unit.key for unit in wanted if unit.number in numbers}
    findings = [
        error("T027", Place(shown, None, entry.key.text), text=short(entry.key.text))
        for entry in after.entries
        if entry.key in named and not _is_to_sign(entry)
    ]
    left = [
        entry.key for entry in after.entries if entry.key in asked and (entry.key in named or not numbers)
    ]
    unanswered = [finding for key in left for finding in asked[key]]
    if left:
        unanswered.append((error if named else warning)("T032", Place(shown), count=len(left)))
    if findings or (named and left):
        raise catalog.stop(*findings, *unanswered)
    entries = tuple(
        reviewed(entry, name.strip(), date)
        if _is_to_sign(entry) and entry.key not in asked and (entry.key in named or not numbers)
        else entry
        for entry in after.entries
    )
    signed = sum(one != other for one, other in zip(entries, after.entries, strict=True))
    result = Catalog(after.header, after.metadata, entries, after.gone)
    counts = {**catalog.count(entries), "signed": signed}
    return Updated(catalog.dump(result, article.name, language), counts, tuple(unanswered))


def _is_to_sign(entry: Entry) -> bool:
    return bool(entry.text.strip()) and not entry.fuzzy


def waive(
    article: Article, language: str, existing: bytes, keys: Collection[Key], line: str, shown: str = ""
) -> Updated:
    """The catalog with the waiver ``line`` on the entries ``keys``, in place of earlier ones of its code."""
    after, _ = catalog.renew(catalog.load(existing, shown or f"{language}.po"), catalog.units(article))
    entries = tuple(_waived(entry, line) if entry.key in keys else entry for entry in after.entries)
    result = Catalog(after.header, after.metadata, entries, after.gone)
    return Updated(catalog.dump(result, article.name, language), catalog.count(entries))


def _waived(entry: Entry, line: str) -> Entry:
    code = _waived_code(line)
    return entry.but(comments=(*(one for one in entry.comments if _waived_code(one) != code), line))


def _waived_code(line: str) -> str:
    found, _ = compare.waivers(line, NOWHERE)
    return found[0].code if found else ""
