"""compose: an `Edition` becomes a `Document`, laid out by the product's Jinja2 template and style sheets.

| module | does |
| --- | --- |
| `abridge` | of an edition, what a product has room for |
| `nodes` | flat segments as nested nodes |
| `context` | what a layout is given, which ``styles/LAYOUTS.md`` is made from |
| `layout` | the product's layout, filled in; what is wrong with one |
| `sheets` | the product's style sheets, in the order of the cascade |
| `fonts` | which of our families has which character |
| `pictures` | the pictures, as a product needs them |
| `grey` | sheets and pictures in grey |
| `qr` | an address as a picture |
| `checks` | what stands in the way of a page |
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from markupsafe import escape

from pipeline.compose import checks, fonts, grey, layout, pictures, sheets
from pipeline.compose import context as contexts
from pipeline.compose.context import Context, Functions
from pipeline.model import (
    Clinic,
    Document,
    Edition,
    Exit,
    FeuilletError,
    Finding,
    Imprint,
    Kind,
    Language,
    Place,
    Product,
    Styles,
    error,
    note,
)


def document(
    edition: Edition,
    product: Product,
    clinic: Clinic,
    languages: Sequence[Language],
    styles: Styles,
    cover: Product | None = None,
    epoch: str = "",
) -> Document:
    """Lay out ``edition`` as ``product`` for ``clinic``.

    ``languages`` are the settings of the edition's languages, in its order; ``styles`` the templates and
    style sheets; ``cover`` the product whose cover an ebook carries; ``epoch`` the value of
    SOURCE_DATE_EPOCH, where it is set. Raises `FeuilletError` for all that stands in the way.
    """
    checks.require(edition, clinic, languages, styles)
    created = _created(epoch, edition.article.settings.imprint)
    context = contexts.make(edition, product, clinic, languages, created)
    front = None
    if cover is not None:
        front_page = msgspec.structs.replace(context, product=cover)
        front = _document(edition, cover, clinic, languages, front_page, styles, "base/cover.html.j2")
    return _document(edition, product, clinic, languages, context, styles, layout.of(product, styles), front)


def remarks(edition: Edition, document: Document) -> tuple[Finding, ...]:
    """What is to be told of ``document``, though it can be made of ``edition``."""
    alone = checks.colour_alone(edition, document.product) if document.product.grey else ()
    return (*alone, *_made_smaller(edition, document))


def _document(
    edition: Edition,
    product: Product,
    clinic: Clinic,
    languages: Sequence[Language],
    context: Context,
    styles: Styles,
    template: str,
    cover: Document | None = None,
) -> Document:
    functions = Functions(context.head, languages)
    html = layout.fill(template, styles, context, functions)
    cascade = sheets.cascade(edition, product, clinic, languages, styles)
    assets = {**edition.article.media, contexts.logo(clinic): clinic.logo, **functions.codes}
    shown = html + "".join(sheet.text for sheet in cascade)
    return Document(
        title=context.title,
        languages=edition.languages,
        html=html,
        sheets=cascade,
        assets={
            name: _asset(name, data, product)
            for name, data in assets.items()
            if str(escape(pictures.ORIGIN + name)) in shown
        },
        metadata=_metadata(edition, clinic, context),
        product=product,
        fonts=fonts.families(edition, languages, styles),
        cover=cover,
    )


def _asset(name: str, data: bytes, product: Product) -> bytes:
    """A picture as ``product`` needs it."""
    data = pictures.fitted(data, product.pixels) if pictures.is_raster(name) else data
    return grey.picture(data, name) if product.grey else data


def _made_smaller(edition: Edition, document: Document) -> Iterator[Finding]:
    """The article's pictures that a document carries otherwise than they are, each once."""
    article = edition.article
    file = edition.segments[0].block.place.file
    places = {
        name: segment.block.place
        for segment in edition.segments
        if segment.block.kind is Kind.FIGURE
        for tag in edition.languages
        if (name := pictures.variant(segment.block.media, article, tag, document.product.figures))
    }
    assets = {**(document.cover.assets if document.cover else {}), **document.assets}
    for name, data in article.media.items():
        if pictures.is_raster(name) and name in assets:
            before, after = pictures.look(data), pictures.look(assets[name])
            scaled = after.width < before.width
            if scaled or before.has_data:
                yield note(
                    "M008",
                    places.get(name, Place(file)),
                    variant="" if scaled and before.has_data else "scaled" if scaled else "cleaned",
                    name=name,
                    product=document.product.name,
                    before=_pixels(before),
                    after=_pixels(after),
                )


def _pixels(look: pictures.Look) -> str:
    return f"{look.width} × {look.height}"


def _created(epoch: str, imprint: Imprint | None) -> str:
    """When a document was made, for its metadata: SOURCE_DATE_EPOCH, or the article's own date."""
    if not epoch:
        return f"{imprint.date.isoformat()}T00:00:00Z" if imprint else "2000-01-01T00:00:00Z"
    if not re.fullmatch(r"\d{1,11}", epoch):
        raise FeuilletError(Exit.CONFIGURATION, (error("C016", epoch=epoch),))
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _metadata(edition: Edition, clinic: Clinic, context: Context) -> Mapping[str, str]:
    """What an engine writes into a file's own metadata; every value is a plain string."""
    imprint = context.imprint
    side = context.sides[0]
    return {
        "article": edition.article.name,
        "title": context.title,
        "language": edition.languages[0],
        "direction": side.direction,
        "publisher": clinic.settings.name,
        "author": side.metadata["author"],
        "description": side.metadata["description"],
        "keywords": context.keywords,
        "date": context.created,
        "number": imprint.number if imprint else edition.article.name,
        "version": imprint.version if imprint else "",
        "contents": side.labels.table_of_contents,
        "cover": side.labels.cover,
        "accessibility": side.labels.accessibility,
    }
