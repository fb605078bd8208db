"""What stands in the way of a page: a sign without a glyph, a picture or a colour that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from pathlib import Path

import msgspec

from pipeline import colour
from pipeline.compose import fonts, grey, pictures
from pipeline.model import (
    Clinic,
    Edition,
    Exit,
    FeuilletError,
    Finding,
    Kind,
    Language,
    Place,
    Product,
    Styles,
    Word,
    error,
    plain,
    warning,
)

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def require(edition: Edition, clinic: Clinic, languages: Sequence[Language], styles: Styles) -> None:
    """Raise `FeuilletError` with all that stands in the way of ``edition`` for ``clinic``."""
    of_source = (*glyphs(edition, styles), *pictures_in_languages(edition))
    of_settings = (*glyphs_of_clinic(clinic, languages, styles), *colours(clinic))
    if of_source or of_settings:
        raise FeuilletError(Exit.SOURCE if of_source else Exit.CONFIGURATION, (*of_source, *of_settings))


def glyphs(edition: Edition, styles: Styles) -> Iterator[Finding]:
    """A character that no font of ours has would be drawn by whatever font a machine happens to have."""
    known = _known(styles)
    for segment in edition.segments:
        for text, place in zip(segment.texts, segment.places, strict=True):
            yield from _without_glyph(set(plain(text)) - known, place)
    place = Place(edition.segments[0].block.place.file)
    for name, data in edition.article.media.items():
        if not pictures.is_raster(name):
            words = unescape(re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace")))
            for character in sorted(set(words) - known - set("\t\r\n")):
                yield error("L001", place, variant="picture", **_shown(character), picture=name)


def glyphs_of_clinic(clinic: Clinic, languages: Sequence[Language], styles: Styles) -> Iterator[Finding]:
    """The same for what a clinic and a language print."""
    settings = clinic.settings
    printed = [settings.name, *settings.address, settings.phone, settings.email, settings.website]
    printed += [
        text for texts in (settings.hours, settings.service, settings.notice) for text in texts.values()
    ]
    printed += [text for language in languages for text in msgspec.structs.asdict(language.labels).values()]
    place = Place(f"styles/clinics/{clinic.name}/clinic.toml")
    yield from _without_glyph(set("".join(printed)) - _known(styles), place)


def _known(styles: Styles) -> frozenset[str]:
    drawn = fonts.coverage(styles)
    return frozenset().union(*(drawn[family] for family in fonts.FALLBACKS))


def _without_glyph(characters: Iterable[str], place: Place) -> Iterator[Finding]:
    for character in sorted(characters):
        yield error("L001", place, **_shown(character))


def _shown(character: str) -> dict[str, str]:
    return {"character": character, "codepoint": f"U+{ord(character):04X}"}


def pictures_in_languages(edition: Edition) -> Iterator[Finding]:
    """A figure that comes in languages has to come in those of the edition."""
    for segment in edition.segments:
        block = segment.block
        for tag in edition.languages:
            if block.kind is Kind.FIGURE and pictures.variant(block.media, edition.article, tag) is None:
                file = Path(block.media)
                in_language = f"{file.stem}.{tag}{file.suffix}"
                yield error(
                    "M005", block.place, name=block.media, language=Word(tag),
                    in_language=in_language, without_words=file.name,
                )  # fmt: skip


def colours(clinic: Clinic) -> Iterator[Finding]:
    """A clinic's colours carry text on white, and have to be read."""
    place = Place(f"styles/clinics/{clinic.name}/clinic.toml")
    for name, value in msgspec.structs.asdict(clinic.settings.colours).items():
        if value and (contrast := _contrast(value)) < LEAST_CONTRAST:
            yield error("C020", place, name=name, colour=value, contrast=contrast, least=LEAST_CONTRAST)


def _contrast(value: str) -> float:
    """The contrast of ``#rrggbb`` against white, from 1 to 21, rounded down: what is told as enough is."""
    light = colour.luminance(*(int(value[i : i + 2], 16) for i in (1, 3, 5)))
    return int(10 * colour.contrast(1.0, light)) / 10


def colour_alone(edition: Edition, product: Product) -> Iterator[Finding]:
    """A figure for a printer without colour says nothing by the hue of a shape alone."""
    told: set[tuple[str, tuple[str, str]]] = set()
    for segment in edition.segments:
        if segment.block.kind is not Kind.FIGURE:
            continue
        for tag in edition.languages:
            name = pictures.variant(segment.block.media, edition.article, tag, product.figures)
            if name is None or pictures.is_raster(name):
                continue
            for pair in grey.alike(edition.article.media[name]):
                if (name, pair) not in told:
                    told.add((name, pair))
                    place = segment.block.place
                    yield warning("M007", place, name=name, one=pair[0], other=pair[1])
