"""verify: what was really laid out has to say what the edition says. Each check is one function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from pipeline import typography
from pipeline.inlines import walk
from pipeline.model import (
    Artifact,
    Code,
    Edition,
    Exit,
    FeuilletError,
    Finding,
    Inline,
    Inlines,
    Kind,
    NoteMark,
    Place,
    Product,
    Segment,
    Shown,
    Text,
    Word,
    error,
    is_error,
    is_part,
    plain,
)
from pipeline.text import short

Check = Callable[[Artifact, Edition, Product], Iterable[Finding]]


def require(artifact: Artifact, edition: Edition, product: Product) -> None:
    """Raise `FeuilletError` unless ``artifact`` passes every check."""
    found = findings(artifact, edition, product)
    if any(map(is_error, found)):
        raise FeuilletError(Exit.CHECK, found)


def findings(artifact: Artifact, edition: Edition, product: Product) -> tuple[Finding, ...]:
    """What every check has to say of ``artifact``."""
    return tuple(finding for check in CHECKS for finding in check(artifact, edition, product))


def check_words(artifact: Artifact, edition: Edition, product: Product) -> Iterator[Finding]:
    """Every segment's words stand in the output, whole, in the article's order, in each language.

    A table that is wider than its page comes in parts, so its cells may stand in any order among themselves.
    """
    found = typography.letters(artifact.text)
    for index, tag in enumerate(edition.languages):
        position = 0
        for segments in _in_reading_order(edition.segments):
            words = [_letters(segment.texts[index]) for segment in segments]
            places = _places(found, words, position)
            for segment, wanted, at in zip(segments, words, places, strict=True):
                if at < 0:
                    place = Place(segment.block.place.file, segment.block.place.line, segment.key.text)
                    yield error(
                        "V001",
                        place,
                        variant="" if found.find(wanted) < 0 else "order",
                        product=product.name,
                        language=tag,
                        kind=Word(segment.block.kind.value),
                        text=short(segment.key.text, 60),
                    )
                else:
                    position = max(position, at + len(wanted))


def _places(text: str, words: Sequence[str], start: int) -> list[int]:
    """Where each of ``words`` stands in ``text`` after ``start``, none over another; -1 where it does not.

    The longest are looked for first: a short one may be part of a longer one.
    """
    places = [-1] * len(words)
    taken = bytearray(len(text) if len(words) > 1 else 0)
    after: dict[str, int] = {}
    for index in sorted(range(len(words)), key=lambda index: -len(words[index])):
        wanted = words[index]
        at = text.find(wanted, after.get(wanted, start))
        while at >= 0 and any(taken[at : at + len(wanted)]):
            at = text.find(wanted, at + 1)
        places[index] = at
        after[wanted] = at + len(wanted) if at >= 0 else len(text)
        if taken and at >= 0:
            taken[at : at + len(wanted)] = b"\1" * len(wanted)
    return places


_APART = (Kind.METADATA, Kind.KEY_POINT)


def _printed(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments that are the article itself; alternative texts are heard, not printed."""
    return (segment for segment in segments if segment.block.kind not in (*_APART, Kind.ALTERNATIVE))


def _in_reading_order(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """What is printed, the cells of one table together, each other segment alone."""
    by_table = groupby(_printed(segments), key=lambda segment: (segment.block.kind, segment.block.number))
    for (table, _), run in by_table:
        cells = list(run)
        yield from [cells] if table is Kind.CELL else ([segment] for segment in cells)


def check_key_points(artifact: Artifact, edition: Edition, product: Product) -> Iterator[Finding]:
    """Every key point stands in the output: as a key point, and as often as the text says it."""
    found = typography.letters(artifact.text)
    for index, tag in enumerate(edition.languages):
        said = [_letters(segment.texts[index]) for segment in _printed(edition.segments)]
        for segment in edition.segments:
            if segment.block.kind is not Kind.KEY_POINT:
                continue
            point = _letters(segment.texts[index])
            if found.count(point) < 1 + sum(text.count(point) for text in said):
                text = short(segment.key.text, 60)
                yield error("V002", segment.block.place, product=product.name, language=tag, text=text)


def check_pages(artifact: Artifact, _: Edition, product: Product) -> Iterator[Finding]:
    """A product that is folded has a number of pages that folds."""
    multiple = product.pages_multiple
    if artifact.pages is not None and artifact.pages % multiple:
        yield error("V003", product=product.name, pages=artifact.pages, multiple=multiple)


def check_fits(artifact: Artifact, edition: Edition, product: Product) -> Iterator[Finding]:
    """No word runs off the paper, and a product of so many pages has room for all that it carries.

    What is over is said, and how much.
    """
    lines = artifact.overset
    if not lines:
        return
    place = Place(edition.segments[0].block.place.file)
    first = short(lines[0], 60)
    if not product.pages:
        yield error("V004", place, variant="off", product=product.name, first=first)
        return
    values: dict[str, Shown] = {
        "product": product.name,
        "count": len(lines),
        "characters": sum(map(len, lines)),
        "first": first,
        "pages": product.pages,
    }
    if artifact.type_size:
        values["size"] = artifact.type_size
    parts = tuple(f"{name} ({count})" for name, count in _parts(edition))
    if artifact.type_size and product.carries == "parts" and parts and _is_of_a_part(lines, edition):
        yield error("V004", place, variant="parts", **values, parts=parts)
    else:
        yield error("V004", place, variant="small" if artifact.type_size else "", **values)


def _is_of_a_part(lines: Sequence[str], edition: Edition) -> bool:
    """Whether some of ``lines`` are the article's own words, apart from its title, lead and key points."""
    said = "".join(
        _letters(text)
        for segment in _printed(edition.segments)
        if segment.block.kind not in (Kind.TITLE, Kind.LEAD)
        for text in segment.texts
    )
    points = "".join(
        _letters(text) for s in edition.segments if s.block.kind is Kind.KEY_POINT for text in s.texts
    )
    return any((line := typography.letters(words)) in said and line not in points for words in lines)


def _parts(edition: Edition) -> Iterator[tuple[str, int]]:
    """The parts of an edition, each with how many characters it has, in the language that has most."""
    name, count = "", 0
    for segment in _printed(edition.segments):
        if is_part(segment.block):
            if name:
                yield name, count
            name, count = plain(segment.block.content), 0
        count += max(len(plain(text)) for text in segment.texts)
    if name:
        yield name, count


CHECKS: tuple[Check, ...] = (check_fits, check_words, check_key_points, check_pages)


def _letters(content: Inlines) -> str:
    return typography.letters("".join(map(_spoken, walk(content))))


def _spoken(inline: Inline) -> str:
    """The words of one inline itself; the mark of a footnote is its number."""
    match inline:
        case Text(text) | Code(text):
            return text
        case NoteMark(number):
            return str(number)
    return ""
