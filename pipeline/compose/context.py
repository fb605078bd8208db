"""What a layout is given: values by name, and functions that it may call.

What is said here of each of them is what ``styles/LAYOUTS.md`` says.
"""

from __future__ import annotations

import datetime
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Annotated, Any

import msgspec
from markupsafe import Markup

from pipeline import typography
from pipeline.compose import pictures, qr
from pipeline.compose.nodes import Node, Section, doc, leaf, nodes, sections, whole_words
from pipeline.model import (
    PRINTED,
    PRINTED_IMPRINT,
    Clinic,
    ClinicSettings,
    Edition,
    Imprint,
    Kind,
    Labels,
    Language,
    Product,
    Value,
    plain,
)


class Side(Value, frozen=True):
    """One language of an edition, with all that a page says in it besides the article."""

    tag: Annotated[str, doc("The code of the language.", '<div lang="{{ side.tag }}">')]
    name: Annotated[str, doc("The language as it calls itself: Français.", "{{ side.name }}")]
    direction: Annotated[str, doc("“ltr” or “rtl”, as it is written.", '<div dir="{{ side.direction }}">')]
    labels: Annotated[Labels, doc("The words of the language’s file.", "{{ side.labels.contact }}")]
    metadata: Annotated[
        Mapping[str, str],
        doc(
            "The article’s settings that are printed; what it does not say is empty. Names: "
            + ", ".join((*PRINTED, *PRINTED_IMPRINT))
            + ".",
            "{{ side.metadata.author or side.labels.not_stated }}",
        ),
    ]
    date: Annotated[str, doc("The date of the imprint in words, or nothing.", "{{ side.date }}")]
    review: Annotated[str, doc("When the article is to be reviewed, or nothing.", "{{ side.review }}")]
    hours: Annotated[str, doc("When the clinic answers the telephone, or nothing.", "{{ side.hours }}")]
    service: Annotated[str, doc("The department of the clinic, or nothing.", "{{ side.service }}")]
    notice: Annotated[str, doc("What else the clinic prints, or nothing.", "{{ side.notice }}")]
    ebook: Annotated[
        str, doc("Where the ebook in this language is on the web, or nothing.", "{{ side.ebook }}")
    ]
    translated: Annotated[
        bool,
        doc(
            "Whether the product holds a translation: its translators are then named.",
            "{% if side.translated %}{{ side.labels.translator }}{% endif %}",
        ),
    ]

    questions: Annotated[
        int,
        doc(
            "How many questions about the translation nobody has answered; 0 in the article’s own language.",
            "{% if side.questions %}{{ side.labels.questions }} {{ side.questions }}{% endif %}",
        ),
    ]
    not_compared: Annotated[
        str,
        doc(
            "What of the translation could not be compared with the original, or nothing.",
            "{{ side.not_compared }}",
        ),
    ]


class Context(Value, frozen=True):
    """The values that a layout is given."""

    title: Annotated[str, doc("The title in the first language, as plain words.", "{{ title }}")]
    head: Annotated[Node, doc("The title in each language.", "<h1>{{ head.html[0] }}</h1>")]
    lead: Annotated[
        Node | None,
        doc("The lead in each language, or none.", "{% if lead %}<p>{{ lead.html[0] }}</p>{% endif %}"),
    ]
    key_points: Annotated[
        tuple[Node, ...],
        doc("The key points.", "{% for point in key_points %}<li>{{ point.html[0] }}</li>{% endfor %}"),
    ]
    sections: Annotated[
        tuple[Section, ...],
        doc(
            "The article by its headings of the second level.",
            "{% for section in sections if section.heading %}{{ section.heading.html[0] }}{% endfor %}",
        ),
    ]
    nodes: Annotated[
        tuple[Node, ...],
        doc("The same in one row.", "{% for node in nodes %}{{ set.block(node, 0) }}{% endfor %}"),
    ]
    notes: Annotated[tuple[Node, ...], doc("The footnotes.", "{{ set.footnotes(notes, 0) }}")]
    sides: Annotated[
        tuple[Side, ...],
        doc(
            "The languages of the product, in its order.",
            "{% for side in sides %}{{ side.name }}{% endfor %}",
        ),
    ]
    imprint: Annotated[
        Imprint | None,
        doc("The article’s imprint, or none.", "{% if imprint %}{{ imprint.number }}{% endif %}"),
    ]
    keywords: Annotated[str, doc("The article’s keywords, between commas.", "{{ keywords }}")]
    clinic: Annotated[
        ClinicSettings,
        doc("The contents of clinic.toml; the telephone number keeps together.", "{{ clinic.phone }}"),
    ]
    dial: Annotated[str, doc("The telephone number as a telephone dials it.", '<a href="tel:{{ dial }}">')]
    logo: Annotated[
        str, doc("The address of the clinic’s logo.", '<img src="{{ logo }}" alt="{{ clinic.name }}"/>')
    ]
    cover_art: Annotated[
        str,
        doc(
            "The address of the picture on the cover, or nothing.",
            """<div style="background-image: url('{{ cover_art }}')"></div>""",
        ),
    ]
    created: Annotated[str, doc("When the document was made, as ISO 8601 says it.", "{{ created }}")]
    alone: Annotated[bool, doc("Whether the product is in one language.", "{% if alone %}…{% endif %}")]
    product: Annotated[Product, doc("The contents of product.toml.", "{{ product.name }}")]


class Functions:
    """What a layout may call. ``codes`` are the QR codes that it asked for, by their names as assets."""

    def __init__(self, title: Node, languages: Sequence[Language]) -> None:
        self._title = title
        self._languages = languages
        self.codes: dict[str, bytes] = {}

    def by_name(self) -> Mapping[str, Callable[..., Any]]:
        return {name: getattr(self, name) for name in FUNCTIONS}

    def title_lines(self, width: int, i: int = 0) -> list[Markup]:
        """The title in language `i`, broken by sense into lines of about `width` characters.

        {{ title_lines(26)|join(" <br/>"|safe) }}
        """
        language = self._languages[i]
        lines = typography.lines(self._title.words[i], language, width)
        return [whole_words(line, language) for line in lines]

    def one_item(self, node: Node, item: Node) -> Node:
        """A list that holds `item` alone, with the number that it has in the list `node`.

        {% for item in node.children %}{{ set.list(one_item(node, item), 0) }}{% endfor %}
        """
        return msgspec.structs.replace(node, number=item.number, children=(item,))

    def qr(self, address: str) -> str:
        """The address of a picture that shows `address` as a QR code.

        <img class="qr" src="{{ qr(side.ebook) }}" alt="{{ side.labels.scan }} {{ side.ebook }}"/>
        """
        name = f"qr/{len(self.codes) + 1}.svg"
        self.codes[name] = qr.svg(address)
        return pictures.ORIGIN + name


FUNCTIONS = {
    name: function
    for name, function in inspect.getmembers(Functions, inspect.isfunction)
    if name in ("title_lines", "one_item", "qr")
}


def make(
    edition: Edition, product: Product, clinic: Clinic, languages: Sequence[Language], created: str
) -> Context:
    """What a layout of ``product`` is given of ``edition``; ``created`` is when the document was made."""
    article = edition.article
    set_apart = (Kind.KEY_POINT, Kind.METADATA)
    made = nodes(
        [segment for segment in edition.segments if segment.block.kind not in set_apart],
        edition,
        languages,
        product.figures,
    )
    title = next(node for node in made if node.kind == "title")
    body = tuple(node for node in made if node.kind not in ("title", "lead", "note"))
    points = (segment for segment in edition.segments if segment.block.kind is Kind.KEY_POINT)
    # No-break spaces keep a number together, and in its order within text that runs from right to left.
    phone = re.sub(r"(?<=\d) (?=\d)", "\u00a0", clinic.settings.phone)
    return Context(
        title=title.words[0],
        head=title,
        lead=next((node for node in made if node.kind == "lead"), None),
        key_points=tuple(leaf("key point", segment, languages) for segment in points),
        sections=sections(body),
        nodes=body,
        notes=tuple(node for node in made if node.kind == "note"),
        sides=tuple(
            _side(edition, index, tag, language, clinic)
            for index, (tag, language) in enumerate(zip(edition.languages, languages, strict=True))
        ),
        imprint=article.settings.imprint,
        keywords=", ".join(article.settings.keywords),
        clinic=msgspec.structs.replace(clinic.settings, phone=phone),
        dial=_dial(clinic.settings.phone),
        logo=pictures.ORIGIN + logo(clinic),
        cover_art=pictures.address(article.settings.cover, article, edition.languages[0]),
        created=created,
        alone=len(edition.languages) == 1,
        product=product,
    )


def logo(clinic: Clinic) -> str:
    """The name of the clinic's logo as an asset, which says of what kind it is."""
    return f"clinic/logo{PurePath(clinic.settings.logo).suffix.lower()}"


def _side(edition: Edition, index: int, tag: str, language: Language, clinic: Clinic) -> Side:
    metadata = dict.fromkeys((*PRINTED, *PRINTED_IMPRINT), "") | {
        segment.block.name: typography.set_text(plain(segment.texts[index]), language.typography)
        for segment in edition.segments
        if segment.block.kind is Kind.METADATA
    }
    imprint = edition.article.settings.imprint
    settings, left = clinic.settings, edition.unsettled[index]
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
        questions=left.questions,
        not_compared=_listed(
            [language.facts[name] for name in left.not_compared if name in language.facts], language
        ),
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


def _listed(words: Sequence[str], language: Language) -> str:
    if not words:
        return ""
    from babel.lists import format_list

    return typography.set_text(format_list(words, locale=language.locale), language.typography)


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
