"""verify: what was really laid out has to say what the edition says. Each check is one function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline import typography
from pipeline.model import (
    Artifact,
    Break,
    Code,
    Edition,
    Exit,
    FeuilletError,
    Finding,
    Inlines,
    Kind,
    NoteMark,
    Place,
    Product,
    Segment,
    Text,
    error,
    is_error,
)

Check = Callable[[Artifact, Edition, Product], Iterable[Finding]]


def require(artifact: Artifact, edition: Edition, product: Product) -> None:
    """Raise `FeuilletError` unless ``artifact`` passes every check."""
    findings = tuple(finding for check in CHECKS for finding in check(artifact, edition, product))
    if any(map(is_error, findings)):
        raise FeuilletError(Exit.CHECK, findings)


def check_words(artifact: Artifact, edition: Edition, product: Product) -> Iterator[Finding]:
    """Every segment's words stand in the output, whole, in the article's order, in each language."""
    found = typography.letters(artifact.text)
    for index, tag in enumerate(edition.languages):
        position = 0
        for segment in _in_reading_order(edition.segments):
            wanted = typography.letters("".join(_spoken(segment.texts[index])))
            at = found.find(wanted, position)
            if at < 0:
                place = Place(segment.block.place.file, segment.block.place.line, segment.key.text)
                what = "is missing" if found.find(wanted) < 0 else "stands out of order"
                which = f"the {segment.block.kind.value} “{segment.key.text[:60]}”"
                message = f"In {product.name} ({tag}) {which} {what}."
                yield error("V001", message, "Look for a layout or style that hides or moves it.", place)
            else:
                position = at + len(wanted)


_APART = (Kind.METADATA, Kind.KEY_POINT)


def _in_reading_order(segments: Sequence[Segment]) -> Iterable[Segment]:
    """The segments that are the article itself; alternative texts are heard, not printed."""
    return (segment for segment in segments if segment.block.kind not in (*_APART, Kind.ALTERNATIVE))


def check_key_points(artifact: Artifact, edition: Edition, product: Product) -> Iterator[Finding]:
    """Every key point stands in the output twice: as a key point, and where it is quoted from."""
    found = typography.letters(artifact.text)
    for segment in edition.segments:
        for tag, text in zip(edition.languages, segment.texts, strict=True):
            if (
                segment.block.kind is Kind.KEY_POINT
                and found.count(typography.letters("".join(_spoken(text)))) < 2
            ):
                message = f"In {product.name} ({tag}) the key point “{segment.key.text[:60]}” is missing."
                yield error("V002", message, "Look for a layout or style that hides it.", segment.block.place)


def check_pages(artifact: Artifact, _: Edition, product: Product) -> Iterator[Finding]:
    """A product that is folded has a number of pages that folds."""
    if artifact.pages is not None and artifact.pages % product.pages_multiple:
        message = (
            f"{product.name} has {artifact.pages} pages, which is no multiple of {product.pages_multiple}."
        )
        yield error("V003", message, "Let its layout offer more pages of ruled lines.")


CHECKS: tuple[Check, ...] = (check_words, check_key_points, check_pages)


def _spoken(content: Inlines) -> Iterator[str]:
    for inline in content:
        match inline:
            case Text(text) | Code(text):
                yield text
            case NoteMark(number):
                yield str(number)
            case Break():
                pass
            case _:
                yield from _spoken(inline.content)
