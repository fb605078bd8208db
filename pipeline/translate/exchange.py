"""Files for translators: out with `export`, back with `import_`, nothing lost on the way.

A row that nobody touched never changes the catalog, whatever happened to the catalog meanwhile; a row and
an entry that were both changed are for a person to decide. A file for another article, for an older source,
or with a row too many or too few is refused, and then the catalog is not touched at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline import markup
from pipeline.inlines import walk
from pipeline.model import (
    Article,
    Code,
    Emphasis,
    Finding,
    Inlines,
    Key,
    Link,
    NoteMark,
    Place,
    Strong,
    Subscript,
    Superscript,
    Value,
    error,
    is_error,
    plain,
    warning,
)
from pipeline.text import short
from pipeline.translate import catalog, comma, review, sheet, word, xliff
from pipeline.translate.catalog import Catalog, Entry, Unit
from pipeline.translate.sheet import CHECK, DONE, NEW, REVIEWED, Job, Row, Stamp

_WRITERS: Mapping[str, Callable[[Job], bytes]] = {
    "xliff": xliff.write,
    "docx": word.write,
    "csv": comma.write,
}
_READERS: Mapping[str, Callable[[bytes, str], Job]] = {
    "xliff": xliff.read,
    "docx": word.read,
    "csv": comma.read,
}

LARGEST = sheet.LARGEST
FORMATS = tuple(_WRITERS)
SUFFIXES = {"xliff": ".xlf", "docx": ".docx", "csv": ".csv"}


class Imported(Value, frozen=True):
    """The catalog with what a file brought, the segments it finished, and how many of its rows did what."""

    data: bytes
    finished: tuple[Key, ...]
    counts: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


def format_of(suffix: str) -> str | None:
    """The format of a file whose name ends in ``suffix``."""
    known = {**{end: name for name, end in SUFFIXES.items()}, ".xliff": "xliff"}
    return known.get(suffix.lower())


# ── Out ────────────────────────────────────────────────────────────────────────────────────


def export(article: Article, language: str, data: bytes | None, format_: str, shown: str = "") -> bytes:
    """The segments of ``article`` and their translations in the catalog ``data``, for a translator."""
    shown = shown or f"{language}.po"
    wanted = catalog.units(article)
    there = _brought_up(data, wanted, shown).by_key()
    rows = tuple(_row(unit, there[unit.key]) for unit in wanted)
    for row in rows:
        for text in (row.source, row.target, row.previous, *row.comments):
            sheet.require_writable(text, Place(shown, None, row.source))
    return _WRITERS[format_](Job(_stamp(article, language, wanted), rows))


def _brought_up(data: bytes | None, wanted: Sequence[Unit], shown: str) -> Catalog:
    """The catalog with an entry for each segment, whether or not anybody has updated it."""
    before = catalog.load(data, shown) if data is not None else Catalog()
    return catalog.renew(before, wanted)[0]


def _stamp(article: Article, language: str, wanted: Sequence[Unit]) -> Stamp:
    return Stamp(article.name, article.language, language, sheet.rows_digest(unit.id for unit in wanted))


def _row(unit: Unit, entry: Entry) -> Row:
    return Row(
        unit.id,
        sheet.base(entry.text, entry.fuzzy),
        unit.key.text,
        entry.text,
        _state(entry),
        number=unit.number,
        kind=unit.label,
        heading=unit.heading,
        previous=entry.previous,
        places=unit.places,
        comments=entry.comments,
    )


def _state(entry: Entry) -> str:
    if not entry.text.strip():
        return NEW
    if entry.fuzzy:
        return CHECK
    found = review.latest(entry)
    return REVIEWED if found and found.fits else DONE


# ── Back ───────────────────────────────────────────────────────────────────────────────────


def import_(
    article: Article,
    language: str,
    existing: bytes | None,
    data: bytes,
    format_: str,
    *,
    merge: bool = False,
    shown: str = "",
    shown_catalog: str = "",
) -> Imported:
    """``existing`` with the translations that the file ``data`` brings.

    With ``merge`` a file made for an older source is taken as far as its segments are still there.
    Raises `FeuilletError` with everything that is wrong; then nothing is taken.
    """
    shown = shown or f"the {format_} file"
    sheet.require_size(data, shown)
    wanted = catalog.units(article)
    before = _brought_up(existing, wanted, shown_catalog or f"{language}.po")
    made = _READERS[format_](data, shown)
    findings = [*_check_stamp(made.stamp, _stamp(article, language, wanted), shown, merge=merge)]
    if not findings:
        findings += _check_rows(made, wanted, shown)
    _require(findings)
    if made.changes:
        findings.append(warning("T020", Place(shown)))
    entries = before.by_key()
    units = {unit.id: unit for unit in wanted}
    known: list[tuple[Row, Unit]] = []
    for row in made.rows:
        if row.id in units:
            known.append((row, units[row.id]))
        elif row.target.strip():
            findings.append(warning("T017", Place(shown, row.at, row.source), text=short(row.source)))
    taken: dict[Key, Entry] = {}
    for row, unit in known:
        entry, found = _merged(row, entries[unit.key], shown, merge=merge)
        findings += found
        if entry != entries[unit.key]:
            taken[unit.key] = entry
    places = {unit.key: Place(shown, row.at, unit.key.text) for row, unit in known}
    new_words = [
        (unit, taken[unit.key].text, places[unit.key])
        for unit in wanted
        if unit.key in taken and taken[unit.key].text != entries[unit.key].text
    ]
    findings += _check_words(new_words)
    _require(findings)
    result = tuple(taken.get(entry.key, entry) for entry in before.entries)
    after = Catalog(before.header, before.metadata, result, before.gone)
    counts = {
        **catalog.count(result),
        "changed": len(new_words),
        "confirmed": len(taken) - len(new_words),
    }
    finished = tuple(key for key, entry in taken.items() if entry.text.strip() and not entry.fuzzy)
    return Imported(catalog.dump(after, article.name, language), finished, counts, tuple(findings))


def _require(findings: Iterable[Finding]) -> None:
    found = tuple(findings)
    if any(map(is_error, found)):
        raise catalog.stop(*found)


def _check_stamp(made: Stamp, wanted: Stamp, shown: str, *, merge: bool) -> Iterable[Finding]:
    place = Place(shown)
    if made.article != wanted.article:
        yield error("T013", place, made=made.article, wanted=wanted.article)
    elif (made.source, made.target) != (wanted.source, wanted.target):
        tags = {"source": made.source, "target": made.target}
        yield error("T013", place, variant="language", wanted=wanted.target, **tags)
    elif made.digest != wanted.digest and not merge:
        yield error("T014", place)


def _check_rows(made: Job, wanted: Sequence[Unit], shown: str) -> Iterable[Finding]:
    """Every row of the file as it was made has to be there, once, and no other."""
    often = Counter(row.id for row in made.rows)
    twice = next((row for row in made.rows if often[row.id] > 1 and not row.id.startswith("?")), None)
    strange = next((row for row in made.rows if row.id.startswith("?")), None)
    lost = [unit for unit in wanted if unit.id not in often]
    current = made.stamp.digest == sheet.rows_digest(unit.id for unit in wanted)
    if strange:
        place = Place(shown, strange.at, strange.source)
        yield error("T015", place, variant="added", row=strange.at, text=short(strange.source))
    elif twice:
        place = Place(shown, twice.at, twice.source)
        yield error("T015", place, variant="twice", text=short(twice.source), times=often[twice.id])
    elif current and lost:
        first = lost[0]
        place, about = Place(shown, None, first.key.text), short(first.key.text)
        yield error("T015", place, variant="lost", row=first.number, text=about, count=len(lost))
    elif sheet.rows_digest(often) != made.stamp.digest:
        yield error("T015", Place(shown))


def _merged(row: Row, entry: Entry, shown: str, *, merge: bool) -> tuple[Entry, tuple[Finding, ...]]:
    """``entry`` with what ``row`` brings, seen against what the row left with."""
    place = Place(shown, row.at, entry.key.text)
    findings: list[Finding] = []
    if sheet.tidy(row.source) != sheet.tidy(entry.key.text):
        findings.append(warning("T018", place, text=short(row.source)))
    text = sheet.tidy(row.target)
    if not text:
        if entry.text.strip() and row.base != sheet.base("", False):
            findings.append(warning("T019", place, text=short(entry.key.text)))
        return entry, tuple(findings)
    same_text = text == sheet.tidy(entry.text)
    fuzzy = (entry.fuzzy and same_text) if not row.state else row.state == CHECK
    if (same_text and fuzzy == entry.fuzzy) or sheet.base(text, fuzzy) == row.base:
        return entry, tuple(findings)  # nobody touched the row, or it says what the catalog says
    if row.base and row.base != sheet.base(entry.text, entry.fuzzy):
        severity = warning if merge else error
        findings.append(severity("T021", place, text=short(entry.key.text), file=text, catalog=entry.text))
        return entry, tuple(findings)
    changed = entry.but(
        text=entry.text if same_text else text, fuzzy=fuzzy, previous=entry.previous if fuzzy else ""
    )
    return changed, tuple(findings)


# ── Markup ─────────────────────────────────────────────────────────────────────────────────


def _check_words(texts: Sequence[tuple[Unit, str, Place]]) -> Iterable[Finding]:
    """Each new translation has to be one paragraph that carries the markup of its source."""
    if not texts:
        return
    for _, text, place in texts:
        sheet.require_writable(text, place)
    parsed, findings = markup.parse([text for _, text, _ in texts], lambda index: texts[index][2])
    yield from findings
    bad = {finding.place for finding in findings}
    for (unit, _, place), content in zip(texts, parsed, strict=True):
        if place in bad:
            continue
        wanted = Counter(_shape(unit.blocks[0].content))
        there = Counter(_shape(content))
        if wanted != there:
            lost, extra = tuple((wanted - there).elements()), tuple((there - wanted).elements())
            variant = "both" if lost and extra else "lost" if lost else "added"
            about = {"text": short(plain(content)), "source": short(unit.key.text, 200)}
            yield error("T016", place, variant=variant, lost=lost, added=extra, **about)


def _shape(content: Inlines) -> Iterable[str]:
    """The markup that a translation has to carry, each as a translator sees it in the text.

    Raised letters may go (2^e^ is “second”), raised digits may not (10^12^); words in another language
    may stop being so; an address on the web may lead to a page in the reader's language.
    """
    for inline in walk(content):
        match inline:
            case NoteMark(number):
                yield f"[^{number}]"
            case Code(text):
                yield f"`{text}`"
            case Strong():
                yield "**…**"
            case Emphasis():
                yield "*…*"
            case Superscript(inner) if any(map(str.isdigit, plain(inner))):
                yield f"^{plain(inner)}^"
            case Subscript(inner) if any(map(str.isdigit, plain(inner))):
                yield f"~{plain(inner)}~"
            case Link(_, target):
                yield "[…](https://…)" if target.startswith("http") else f"[…]({target})"
            case _:
                pass
