"""abridge: of an edition, what a product has room for.

What is left out is left out by the article's own settings or by the kind of product, never to make text fit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from pipeline import typography
from pipeline.inlines import note_numbers
from pipeline.model import Edition, Kind, Product, Segment, is_part, plain

_FIGURE = (Kind.ALTERNATIVE, Kind.FIGURE)
_AROUND = (Kind.TITLE, Kind.LEAD, Kind.KEY_POINT, Kind.METADATA)


def edition(whole: Edition, product: Product) -> Edition:
    """What ``product`` carries of ``whole``, with the footnotes that are pointed to from there.

    Of a product that carries parts and for which the article names none, that is all of it.
    """
    named = whole.article.settings.parts.get(product.name, ())
    if product.carries == "key-points":
        return _only(whole, _is_gist(whole.segments))
    if product.carries == "parts" and named:
        return _only(whole, _is_in(named, whole.segments))
    return whole


def _only(whole: Edition, kept: Sequence[bool]) -> Edition:
    segments = [segment for segment, keep in zip(whole.segments, kept, strict=True) if keep]
    marks = {number for segment in segments for number in note_numbers(segment.block.content)}
    notes = [
        segment
        for segment in whole.segments
        if segment.block.kind is Kind.NOTE and segment.block.number in marks and segment not in segments
    ]
    order = {id(segment): index for index, segment in enumerate(whole.segments)}
    segments = sorted([*segments, *notes], key=lambda segment: order[id(segment)])
    return msgspec.structs.replace(whole, segments=tuple(segments))


def _is_gist(segments: Sequence[Segment]) -> list[bool]:
    """The title, the key points, the first figure, and what is printed of the settings."""
    figures = [index for index, segment in enumerate(segments) if segment.block.kind in _FIGURE][:2]
    wanted = (Kind.TITLE, Kind.KEY_POINT, Kind.METADATA)
    return [segment.block.kind in wanted or index in figures for index, segment in enumerate(segments)]


def _is_in(headings: Collection[str], segments: Sequence[Segment]) -> list[bool]:
    """The parts below ``headings``, and what stands before the first of all parts."""
    names = {typography.letters(heading) for heading in headings}
    kept, inside = [], True
    for segment in segments:
        block = segment.block
        if is_part(block):
            inside = typography.letters(plain(block.content)) in names
        kept.append(block.kind in _AROUND or (inside and block.kind is not Kind.NOTE))
    return kept
