"""compose: an `Edition` becomes a `Document`, laid out by the product's Jinja2 template and style sheets."""

from __future__ import annotations

import datetime
import os
import re
import traceback
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from html import unescape
from io import BytesIO
from itertools import groupby
from pathlib import Path

import msgspec
from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError
from markupsafe import Markup, escape

from pipeline import grey, markup, typography
from pipeline.compose import qr
from pipeline.model import (
    PRINTED,
    PRINTED_IMPRINT,
    Clinic,
    Document,
    Edition,
    Exit,
    FeuilletError,
    Finding,
    Imprint,
    Inlines,
    Kind,
    Labels,
    Language,
    Place,
    Product,
    Segment,
    Sheet,
    Styles,
    error,
    plain,
    warning,
)

ORIGIN = "feuillet:///"


class Node(msgspec.Struct, frozen=True):
    """What a template sets: one block or a group of blocks, with its words in each language.

    ``html`` and ``words`` have one entry per language; ``children`` are the items of a list, the
    paragraphs of a quotation or of a footnote, the rows of a table, the cells of a row.
    """

    kind: str
    html: tuple[Markup, ...] = ()
    words: tuple[str, ...] = ()
    id: str = ""
    level: int = 0
    number: int | None = None
    images: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """A heading of the second level and what follows it; the first section may have no heading."""

    heading: Node | None
    nodes: tuple[Node, ...]


class Side(msgspec.Struct, frozen=True):
    """One language of an edition, with all that a page says in it besides the article."""

    tag: str
    name: str
    direction: str
    labels: Labels
    metadata: Mapping[str, str]
    date: str
    review: str
    hours: str
    service: str
    notice: str
    ebook: str
    translated: bool


def document(
    edition: Edition,
    product: Product,
    clinic: Clinic,
    languages: Sequence[Language],
    styles: Styles,
    cover: Product | None = None,
) -> Document:
    """Lay out ``edition`` as ``product`` for ``clinic``.

    ``languages`` are the settings of the edition's languages, in its order; ``styles`` the
    templates and style sheets; ``cover`` the product whose cover an ebook carries. Raises
    `FeuilletError` when a character has no glyph.
    """
    context = _context(edition, product, clinic, languages)
    findings = (
        *check_glyphs(edition, clinic, languages, styles),
        *check_pictures(edition, languages),
        *check_colours(clinic),
    )
    if findings:
        raise FeuilletError(findings[0][0], tuple(finding for _, finding in findings))
    front = None
    if cover is not None:
        front = _document(edition, cover, clinic, languages, context, styles, "base/cover.html.j2")
    return _document(edition, product, clinic, languages, context, styles, _layout(product, styles), front)


def _document(
    edition: Edition,
    product: Product,
    clinic: Clinic,
    languages: Sequence[Language],
    context: Mapping[str, object],
    styles: Styles,
    template: str,
    cover: Document | None = None,
) -> Document:
    codes: dict[str, bytes] = {}

    def code(address: str) -> str:
        """The address of a picture of ``address`` as a QR code."""
        name = f"qr/{len(codes) + 1}.svg"
        codes[name] = qr.svg(address)
        return ORIGIN + name

    html = _laid(template, styles, {**context, "product": product, "qr": code})
    names = ["base/tokens.css", f"base/{product.suffix}.css"]
    names += [f"products/{name}/style.css" for name in product.lineage]
    names += ["base/print-shop.css"] if product.press else []
    folder = f"styles/clinics/{clinic.name}"
    sheets = [
        *(_sheet(styles, name) for name in names),
        Sheet("styles/languages", _fonts(edition, languages)),
        Sheet(f"{folder}/clinic.toml", _colours(clinic)),
        Sheet(f"{folder}/theme.css", clinic.theme),
    ]
    assets = {**edition.article.media, "clinic/logo.svg": clinic.logo, **codes}
    if product.grey:
        sheets = [
            Sheet(sheet.file, grey.sheet(sheet.text)) for sheet in (*sheets, _sheet(styles, "base/grey.css"))
        ]
        assets = {name: grey.picture(data, name) for name, data in assets.items()}
    return Document(
        title=str(context["title"]),
        languages=edition.languages,
        html=html,
        sheets=tuple(sheets),
        assets=assets,
        metadata=_metadata(edition, clinic, context),
        product=product,
        fonts=_families(edition, languages, styles),
        cover=cover,
        findings=tuple(check_colour_alone(edition, product)) if product.grey else (),
    )


def _laid(template: str, styles: Styles, context: Mapping[str, object]) -> str:
    try:
        return _environment(styles).get_template(template).render(**context)
    except TemplateError as problem:
        line = getattr(problem, "lineno", None)
        for frame in traceback.extract_tb(problem.__traceback__):
            if frame.filename.endswith(".j2"):
                template, line = frame.filename, frame.lineno
        shown = f"styles/{getattr(problem, 'name', None) or template}"
        message = f"The layout cannot be used: {problem.message}."
        hint = "Look at the brackets on this line: {{ … }} and {% … %} come in pairs."
        if unknown := re.match(r"'(\w+)' is undefined", str(problem.message)):
            message = f"The layout asks for “{unknown[1]}”, which is not there."
            near = get_close_matches(unknown[1], list(context), 1, 0.5)
            hint = f"Did you mean “{near[0]}”?" if near else "Compare it with another product's layout."
        finding = error("C031", message, hint, Place(shown, line))
        raise FeuilletError(Exit.CONFIGURATION, (finding,)) from None


def _environment(styles: Styles) -> Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        return (styles.text(name), name, None) if name in styles.files else None

    environment = Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["one_item"] = _one_item
    return environment


def _one_item(node: Node, item: Node) -> Node:
    """A list that holds ``item`` alone, with the number it has in ``node``."""
    return msgspec.structs.replace(node, number=item.number, children=(item,))


def _layout(product: Product, styles: Styles) -> str:
    """The layout of ``product``: its own, or that of the nearest product it extends that has one."""
    for name in reversed(product.lineage):
        layout = f"products/{name}/layout.html.j2"
        if layout in styles.files:
            return layout
    hint = "Put a layout.html.j2 beside its product.toml; copy one from another product."
    raise _missing(
        f"products/{product.name}/layout.html.j2", f"The product “{product.name}” has no layout.", hint
    )


def _sheet(styles: Styles, name: str) -> Sheet:
    if name in styles.files:
        return Sheet(f"styles/{name}", styles.text(name))
    hint = "Put a style.css beside its product.toml; it may be empty."
    raise _missing(name, f"The product “{name.split('/')[1]}” has no style sheet.", hint)


def _missing(name: str, message: str, hint: str) -> FeuilletError:
    return FeuilletError(Exit.CONFIGURATION, (error("C030", message, hint, Place(f"styles/{name}")),))


# ── What templates are given ───────────────────────────────────────────────────────────────


def _context(
    edition: Edition, product: Product, clinic: Clinic, languages: Sequence[Language]
) -> dict[str, object]:
    segments = [
        segment for segment in edition.segments if segment.block.kind not in (Kind.KEY_POINT, Kind.METADATA)
    ]
    nodes = _nodes(segments, edition, languages, product.figures)
    title = next(node for node in nodes if node.kind == "title")
    lead = next((node for node in nodes if node.kind == "lead"), None)
    notes = tuple(node for node in nodes if node.kind == "note")
    body = [node for node in nodes if node.kind not in ("title", "lead", "note")]
    points = [segment for segment in edition.segments if segment.block.kind is Kind.KEY_POINT]
    return {
        "title": title.words[0],
        "head": title,
        "title_lines": lambda width, i=0: [
            whole_words(line, languages[i]) for line in typography.lines(title.words[i], languages[i], width)
        ],
        "lead": lead,
        "key_points": tuple(_leaf("key point", segment, languages) for segment in points),
        "sections": _sections(body),
        "nodes": tuple(body),
        "notes": notes,
        "sides": tuple(
            _side(edition, index, tag, language, clinic)
            for index, (tag, language) in enumerate(zip(edition.languages, languages, strict=True))
        ),
        "imprint": edition.article.settings.imprint,
        "keywords": ", ".join(edition.article.settings.keywords),
        # No-break spaces keep a number together, and in its order within text that runs from right to left.
        "clinic": msgspec.structs.replace(
            clinic.settings, phone=re.sub(r"(?<=\d) (?=\d)", "\u00a0", clinic.settings.phone)
        ),
        "dial": _dial(clinic.settings.phone),
        "logo": ORIGIN + "clinic/logo.svg",
        "cover_art": _image(edition.article.settings.cover, edition, edition.languages[0]),
        "created": _moment(edition.article.settings.imprint),
        "alone": len(edition.languages) == 1,
    }


def _side(edition: Edition, index: int, tag: str, language: Language, clinic: Clinic) -> Side:
    metadata = dict.fromkeys((*PRINTED, *PRINTED_IMPRINT), "") | {
        segment.block.name: typography.set_text(plain(segment.texts[index]), language.typography)
        for segment in edition.segments
        if segment.block.kind is Kind.METADATA
    }
    imprint = edition.article.settings.imprint
    settings = clinic.settings
    return Side(
        tag=tag,
        name=language.name,
        direction=language.direction,
        labels=_set_labels(language),
        metadata=metadata,
        date=_date(imprint.date, language) if imprint else "",
        review=_date(imprint.review, language) if imprint and imprint.review else "",
        hours=_in_language(settings.hours, tag, language),
        service=_in_language(settings.service, tag, language),
        notice=_in_language(settings.notice, tag, language),
        ebook=_ebook(edition, tag, clinic),
        translated=any(tag != edition.article.language for tag in edition.languages),
    )


def _dial(phone: str) -> str:
    """The first number in ``phone`` as a telephone dials it: its digits, perhaps after a plus."""
    number = re.search(r"\+?\d[\d\s.()/-]*", phone)
    return re.sub(r"[^\d+]", "", number[0]) if number else ""


def _ebook(edition: Edition, tag: str, clinic: Clinic) -> str:
    """Where the ebook in language ``tag`` is to be found on the web, if the article or the clinic says so."""
    article, folder = edition.article, clinic.settings.ebooks
    there = f"{folder.rstrip('/')}/{article.name}-ebook-{tag}.epub" if folder else ""
    return article.settings.ebook.get(tag, there)


def _in_language(texts: Mapping[str, str], tag: str, language: Language) -> str:
    return typography.set_text(texts[tag], language.typography) if tag in texts else ""


def _set_labels(language: Language) -> Labels:
    return Labels(
        **{
            key: typography.set_text(value, language.typography)
            for key, value in msgspec.structs.asdict(language.labels).items()
        }
    )


def _date(day: datetime.date, language: Language) -> str:
    from babel.dates import format_date

    return str(format_date(day, language.date, locale=language.locale))


def _moment(imprint: Imprint | None) -> str:
    """When the document was made, for its metadata: SOURCE_DATE_EPOCH, or the article's own date."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        if not re.fullmatch(r"\d{1,11}", epoch):
            message = f"SOURCE_DATE_EPOCH is “{epoch}”, which is no number of seconds."
            hint = "Take it out of the environment, or set it to a number such as 1767225600."
            raise FeuilletError(Exit.CONFIGURATION, (error("C016", message, hint),))
        moment = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{imprint.date.isoformat()}T00:00:00Z" if imprint else "2000-01-01T00:00:00Z"


def _metadata(edition: Edition, clinic: Clinic, context: Mapping[str, object]) -> dict[str, str]:
    """What an engine writes into a file's own metadata; every value is a plain string."""
    settings = edition.article.settings
    sides = context["sides"]
    side = sides[0]  # type: ignore[index]
    return {
        "article": edition.article.name,
        "title": str(context["title"]),
        "language": edition.languages[0],
        "direction": side.direction,
        "publisher": clinic.settings.name,
        "author": side.metadata.get("author", ""),
        "description": side.metadata.get("description", ""),
        "keywords": ", ".join(settings.keywords),
        "date": str(context["created"]),
        "number": settings.imprint.number if settings.imprint else edition.article.name,
        "version": settings.imprint.version if settings.imprint else "",
        "contents": side.labels.table_of_contents,
        "cover": side.labels.cover,
        "accessibility": side.labels.accessibility,
    }


# ── From flat segments to nested nodes ─────────────────────────────────────────────────────


def _nodes(
    segments: Sequence[Segment], edition: Edition, languages: Sequence[Language], width: str
) -> list[Node]:
    nodes: list[Node] = []
    headings = 0
    # The number of a table is part of its group: two tables may follow each other.
    for (kind, _), run in groupby(segments, key=_group):
        group = list(run)
        match kind:
            case "list":
                nodes += _lists(group, languages)
            case "table":
                nodes.append(_table(group, languages))
            case "quotation":
                nodes += _quotes(group, languages)
            case "figure":
                nodes += _figures(group, edition, languages, width)
            case "note":
                nodes += _notes(group, languages)
            case _:
                for segment in group:
                    headings += segment.block.kind is Kind.HEADING
                    nodes.append(_leaf(kind, segment, languages, f"part-{headings}"))
    return nodes


_GROUPS = {
    Kind.ITEM: "list",
    Kind.CELL: "table",
    Kind.QUOTE: "quotation",
    Kind.FIGURE: "figure",
    Kind.ALTERNATIVE: "figure",
    Kind.NOTE: "note",
}


def _group(segment: Segment) -> tuple[str, int | None]:
    block = segment.block
    return _GROUPS.get(block.kind, block.kind.value), block.number if block.kind is Kind.CELL else None


def _leaf(kind: str, segment: Segment, languages: Sequence[Language], name: str = "") -> Node:
    pairs = tuple(zip(segment.texts, languages, strict=True))
    texts = [typography.set_inlines(text, language.typography) for text, language in pairs]
    return Node(
        kind=kind,
        html=tuple(
            whole_words(_html(text, index), language) if segment.block.kind in _TITLES else _html(text, index)
            for index, (text, language) in enumerate(zip(texts, languages, strict=True))
        ),
        words=tuple(plain(text) for text in texts),
        id=name if segment.block.kind is Kind.HEADING else "",
        level=segment.block.level,
        number=segment.block.number,
    )


_TITLES = (Kind.TITLE, Kind.HEADING)


def _html(text: Inlines, index: int) -> Markup:
    return Markup(markup.to_html(text, f"note-{index}"))  # noqa: S704  to_html escapes every word


def whole_words(html: Markup | str, language: Language) -> Markup:
    """``html`` of a title, each group that a paged layout keeps on one line in a span of its own.

    A small word is kept with the word after it, a word with a hyphen is kept whole, and the last word is not
    left alone, if a line holds them.
    """
    parts = re.split(r"(<[^>]*>)", str(escape(html)))
    for index in range(0, len(parts), 2):
        groups = [*typography.joints(parts[index], language)]
        if index == len(parts) - 1 and len(groups) > 2 and _fits(end := " ".join(groups[-2:])):
            groups[-2:] = [end]
        parts[index] = " ".join(
            f'<span class="whole">{group}</span>' if re.search("[ -]", group) and _fits(group) else group
            for group in groups
        )
    return Markup("".join(parts))  # noqa: S704  escaped above, or Markup already


def _fits(group: str) -> bool:
    """Whether the narrowest line of a title, of some 24 characters, holds ``group``."""
    return len(unescape(group)) <= 24


def _lists(segments: Sequence[Segment], languages: Sequence[Language]) -> list[Node]:
    """Nested lists from items that know their depth; an ordered list carries the number it starts at."""
    lists: list[Node] = []
    index = 0
    while index < len(segments):
        level = segments[index].block.level
        ordered = segments[index].block.number is not None
        items: list[Node] = []
        first = segments[index].block.number
        while index < len(segments) and segments[index].block.level >= level:
            block = segments[index].block
            if block.level > level:
                end = next(
                    (i for i in range(index, len(segments)) if segments[i].block.level <= level),
                    len(segments),
                )
                inner = _lists(segments[index:end], languages)
                items[-1] = msgspec.structs.replace(items[-1], children=(*items[-1].children, *inner))
                index = end
                continue
            follows = items and (block.number or 0) == (items[-1].number or 0) + 1
            if block.starts and (
                (block.number is not None) != ordered or (ordered and items and not follows)
            ):
                break
            leaf = _leaf("paragraph", segments[index], languages)
            if block.starts or not items:
                items.append(Node("item", number=block.number, level=level, children=(leaf,)))
            else:
                items[-1] = msgspec.structs.replace(items[-1], children=(*items[-1].children, leaf))
            index += 1
        lists.append(
            Node("ordered list" if ordered else "list", level=level, number=first, children=tuple(items))
        )
    return lists


def _table(segments: Sequence[Segment], languages: Sequence[Language]) -> Node:
    rows = [
        Node("row", number=row, children=tuple(_leaf("cell", segment, languages) for segment in cells))
        for row, cells in groupby(segments, key=lambda segment: (segment.block.cell or (0, 0))[0])
    ]
    return Node("table", children=tuple(rows))


def _quotes(segments: Sequence[Segment], languages: Sequence[Language]) -> list[Node]:
    quotes: list[list[Node]] = []
    for segment in segments:
        if segment.block.starts or not quotes:
            quotes.append([])
        quotes[-1].append(_leaf("paragraph", segment, languages))
    return [Node("quotation", children=tuple(paragraphs)) for paragraphs in quotes]


def _notes(segments: Sequence[Segment], languages: Sequence[Language]) -> list[Node]:
    return [
        Node("note", number=number, children=tuple(_leaf("paragraph", segment, languages) for segment in run))
        for number, run in groupby(segments, key=lambda segment: segment.block.number)
    ]


def _figures(
    segments: Sequence[Segment], edition: Edition, languages: Sequence[Language], width: str
) -> list[Node]:
    figures: list[Node] = []
    for alternative, caption in zip(segments[::2], segments[1::2], strict=True):
        leaf = _leaf("figure", caption, languages)
        images = tuple(_image(caption.block.media, edition, tag, width) for tag in edition.languages)
        words = _leaf("figure", alternative, languages).words
        figures.append(msgspec.structs.replace(leaf, images=images, alternatives=words))
    return figures


def _image(name: str, edition: Edition, language: str, width: str = "wide") -> str:
    """The address of a picture: ``name.fr.narrow.svg`` before ``name.fr.svg`` before ``name.svg``."""
    if not name:
        return ""
    return ORIGIN + (_variant(name, edition, language, width) or name)


def _variant(name: str, edition: Edition, language: str, width: str = "wide") -> str | None:
    file = Path(name)
    suffixes = [f".{language}.{width}", f".{width}", f".{language}", ""]
    variants = (file.with_suffix(suffix + file.suffix).as_posix() for suffix in suffixes)
    return next((variant for variant in variants if variant in edition.article.media), None)


def _sections(nodes: Sequence[Node]) -> tuple[Section, ...]:
    sections: list[Section] = []
    heading: Node | None = None
    held: list[Node] = []
    for node in nodes:
        if node.kind == "heading" and node.level == 2:
            if heading or held:
                sections.append(Section(heading, tuple(held)))
            heading, held = node, []
        else:
            held.append(node)
    sections.append(Section(heading, tuple(held)))
    return tuple(sections)


def _fonts(edition: Edition, languages: Sequence[Language]) -> str:
    """The families of each language, as rules for what is in it, where they are not those of French."""
    usual = ("Feuillet Sans", "Feuillet Serif")
    # What stands within a page in another language takes over that language's families.
    within_another = (languages[0].text, languages[0].display) != usual
    rules = []
    for tag, language in zip(edition.languages, languages, strict=True):
        if within_another or (language.text, language.display) != usual:
            text = f'"{language.text}", "Feuillet Sans", sans-serif'
            display = f'"{language.display}", "Feuillet Serif", serif'
            here = f'[lang="{tag}"]'
            rules.append(
                f"{here}, {here} body {{ --text: {text}; --display: {display}; font-family: {text}; }}\n"
                f"{here} h1, {here} h2, {here} h3 {{ font-family: {display}; }}"
            )
    return "\n".join(rules)


# ── Colours and glyphs ─────────────────────────────────────────────────────────────────────

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def _colours(clinic: Clinic) -> str:
    """The clinic's colours as custom properties: a clinic overrides these and nothing else."""
    colours = clinic.settings.colours
    rules = [
        f"--{name}: {value};" for name, value in (("accent", colours.accent), ("warm", colours.warm)) if value
    ]
    return f":root {{ {' '.join(rules)} }}" if rules else ""


def check_colours(clinic: Clinic) -> Iterable[tuple[Exit, Finding]]:
    """A clinic's colours carry text on white, and have to be read."""
    for name, value in msgspec.structs.asdict(clinic.settings.colours).items():
        if value and (ratio := contrast(value)) < LEAST_CONTRAST:
            message = f"The colour {name} = {value} is too light to read: contrast {ratio:.1f} to 1 on white."
            hint = f"Choose a darker one, {LEAST_CONTRAST} to 1 or more."
            place = Place(f"styles/clinics/{clinic.name}/clinic.toml")
            yield Exit.CONFIGURATION, error("C020", message, hint, place)


def contrast(colour: str) -> float:
    """The contrast of ``#rrggbb`` against white, from 1 to 21, as WCAG 2.2 defines it."""
    return grey.contrast(1.0, grey.luminance(*(int(colour[i : i + 2], 16) for i in (1, 3, 5))))


def check_colour_alone(edition: Edition, product: Product) -> Iterable[Finding]:
    """A figure for a printer without colour says nothing by the hue of a shape alone."""
    told: set[tuple[str, tuple[str, str]]] = set()
    for segment in edition.segments:
        if segment.block.kind is not Kind.FIGURE:
            continue
        for tag in edition.languages:
            name = _variant(segment.block.media, edition, tag, product.figures) or ""
            pairs = grey.alike(edition.article.media[name]) if name.endswith(".svg") else ()
            for pair in pairs:
                if (name, pair) not in told:
                    told.add((name, pair))
                    message = f"Two colours of the picture “{name}” look the same in black and white: "
                    hint = "Make one of them darker, or give its shapes an outline, a pattern or a label."
                    place = segment.block.place
                    yield warning("M007", f"{message}{pair[0]} and {pair[1]}.", hint, place)


def check_pictures(edition: Edition, languages: Sequence[Language]) -> Iterable[tuple[Exit, Finding]]:
    """A figure that comes in languages has to come in those of the edition."""
    for segment in edition.segments:
        block = segment.block
        for tag, language in zip(edition.languages, languages, strict=True):
            if block.kind is Kind.FIGURE and _variant(block.media, edition, tag) is None:
                file = Path(block.media)
                message = f"The picture “{block.media}” does not come in {language.name}."
                hint = f"Put {file.stem}.{tag}{file.suffix} beside it, or one without words as {file.name}."
                yield Exit.SOURCE, error("M005", message, hint, block.place)


def check_glyphs(
    edition: Edition, clinic: Clinic, languages: Sequence[Language], styles: Styles
) -> Iterable[tuple[Exit, Finding]]:
    """A character that no font of ours has would be drawn by whatever font a machine happens to have."""
    known = frozenset().union(*(coverage(styles, family) for family in TEXT_FAMILIES))
    for segment in edition.segments:
        for text, place in zip(segment.texts, segment.places, strict=True):
            for character in sorted(set(plain(text)) - known):
                message = f"No font of Feuillet has the character “{character}” (U+{ord(character):04X})."
                yield Exit.SOURCE, error("L001", message, "Write it in another way.", place)
    for name, data in edition.article.media.items():
        if name.endswith(".svg"):
            words = unescape(re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace")))
            for character in sorted(set(words) - known - set("\t\r\n")):
                sign = f"“{character}” (U+{ord(character):04X})"
                message = f"No font of Feuillet has the character {sign}, which the picture “{name}” shows."
                hint = "Write it in another way, or turn the words of the picture into outlines."
                place = Place(edition.segments[0].block.place.file)
                yield Exit.SOURCE, error("L001", message, hint, place)
    settings = clinic.settings
    printed = [settings.name, *settings.address, settings.phone, settings.email, settings.website]
    printed += [
        text for texts in (settings.hours, settings.service, settings.notice) for text in texts.values()
    ]
    printed += [text for language in languages for text in msgspec.structs.asdict(language.labels).values()]
    for character in sorted(set("".join(printed)) - known):
        message = f"No font of Feuillet has the character “{character}” (U+{ord(character):04X})."
        place = Place(f"styles/clinics/{clinic.name}/clinic.toml")
        yield Exit.CONFIGURATION, error("L001", message, "Write it in another way.", place)


# The families that running text may fall back to, the first that has a character first.
TEXT_FAMILIES = ("Feuillet Sans", "Feuillet World", "Feuillet Arabic")


def coverage(styles: Styles, family: str) -> frozenset[str]:
    """Every character that a family of ours draws."""
    from fontTools.ttLib import TTFont

    name = f"base/fonts/{family.replace(' ', '')}-Regular.ttf"
    with TTFont(BytesIO(styles.files[name]), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _families(edition: Edition, languages: Sequence[Language], styles: Styles) -> tuple[str, ...]:
    """The families that an ebook has to carry: those of its languages, and the one its signs need."""
    named = {font for language in languages for font in (language.text, language.display)}
    words = set("".join(plain(text) for segment in edition.segments for text in segment.texts))
    missing = words - coverage(styles, "Feuillet Sans") - {"\n"}
    return tuple(sorted(named | {f for f in TEXT_FAMILIES[1:] if missing & coverage(styles, f)}))
