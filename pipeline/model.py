"""The types that every stage shares: frozen values, no logic that needs an engine.

Article ──► Edition ──► Document ──► Artifact
one file    segments    HTML         bytes
            in n        ready for    ready for
            languages   an engine    build/
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping
from enum import Enum, IntEnum
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta


class Value(msgspec.Struct, frozen=True):
    """A plain frozen value."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value read from a file that people write: a key it does not know is an error."""


# ── What people are told ───────────────────────────────────────────────────────────────────


class Severity(Enum):
    """What a finding asks for. A question is for a person to answer: it stops nothing, and is counted."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"
    NOTE = "note"


class Place(Value, frozen=True):
    """Where a finding is: a file as the user named it, a line from 1, the segment's source text."""

    file: str | None = None
    line: int | None = None
    segment: str | None = None


NOWHERE = Place()


class Word(Value, frozen=True, tag=True):
    """A word among a finding's values that is said in the reader's language: a ``word`` of the catalogs."""

    key: str


Shown: TypeAlias = str | int | float | Word | tuple[str | Word, ...]


class Finding(Value, frozen=True):
    """One thing to tell the user, as a code and values; its words stand in the catalogs of `messages`.

    A code that has several sentences names one of them with ``variant``. ``values`` are pairs of a name and
    what stands for it, in the order they were given; ``count`` chooses between singular and plural.
    """

    code: str
    severity: Severity
    place: Place = NOWHERE
    values: tuple[tuple[str, Shown], ...] = ()
    variant: str = ""


class Exit(IntEnum):
    """The exit codes of the command. They are a contract."""

    DONE = 0
    BUG = 1
    USAGE = 2
    SOURCE = 3
    CONFIGURATION = 4
    TOOL = 5
    CHECK = 6


class FeuilletError(Exception):
    """A failure that the user can mend. Any other exception is a bug and keeps its traceback."""

    def __init__(self, exit_code: Exit, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{finding.code} {dict(finding.values)}" for finding in findings))
        self.exit_code = exit_code
        self.findings = findings


def error(code: str, place: Place = NOWHERE, /, variant: str = "", **values: Shown) -> Finding:
    return Finding(code, Severity.ERROR, place, tuple(values.items()), variant)


def question(code: str, place: Place = NOWHERE, /, variant: str = "", **values: Shown) -> Finding:
    return Finding(code, Severity.QUESTION, place, tuple(values.items()), variant)


def warning(code: str, place: Place = NOWHERE, /, variant: str = "", **values: Shown) -> Finding:
    return Finding(code, Severity.WARNING, place, tuple(values.items()), variant)


def note(code: str, place: Place = NOWHERE, /, variant: str = "", **values: Shown) -> Finding:
    return Finding(code, Severity.NOTE, place, tuple(values.items()), variant)


def is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def is_question(finding: Finding) -> bool:
    return finding.severity is Severity.QUESTION


# ── What an article says ───────────────────────────────────────────────────────────────────


class Text(Value, frozen=True, tag=True):
    text: str


class Break(Value, frozen=True, tag=True):
    """A line break that the author set."""


class Code(Value, frozen=True, tag=True):
    text: str


class Emphasis(Value, frozen=True, tag=True):
    content: tuple[Inline, ...]


class Strong(Value, frozen=True, tag=True):
    content: tuple[Inline, ...]


class Superscript(Value, frozen=True, tag=True):
    content: tuple[Inline, ...]


class Subscript(Value, frozen=True, tag=True):
    content: tuple[Inline, ...]


class Foreign(Value, frozen=True, tag=True):
    """Words in another language than the text around them: ``[words]{lang=en}``."""

    content: tuple[Inline, ...]
    language: str


class Link(Value, frozen=True, tag=True):
    content: tuple[Inline, ...]
    target: str


class NoteMark(Value, frozen=True, tag=True):
    """The mark of a footnote; its text is a block of its own (`Kind.NOTE`) with that number."""

    number: int


Inline: TypeAlias = (
    Text | Break | Code | Emphasis | Strong | Superscript | Subscript | Foreign | Link | NoteMark
)
Inlines: TypeAlias = tuple[Inline, ...]


def plain(content: Inlines) -> str:
    """The words of ``content`` without any markup; a break counts as a space."""
    return "".join(_plain(content))


def _plain(content: Inlines) -> Iterator[str]:
    for inline in content:
        match inline:
            case Text(text) | Code(text):
                yield text
            case Break():
                yield " "
            case NoteMark():
                pass
            case _:
                yield from _plain(inline.content)


class Kind(Enum):
    """The kinds of block. The set is closed: anything else in a source is a finding."""

    TITLE = "title"
    LEAD = "lead"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    QUOTE = "quotation"
    CELL = "table cell"
    FIGURE = "figure caption"
    ALTERNATIVE = "figure alternative text"
    NOTE = "footnote"
    KEY_POINT = "key point"
    METADATA = "metadata"


class Block(Value, frozen=True):
    """One block of an article, and one translatable unit: its words, and where it stands.

    ``level`` is the depth of a heading (from 2), of a list item or of a quotation (from 1).
    ``number`` is the number of an ordered list's item or of a footnote; for a cell, its table.
    ``cell`` is (row, column) from 0; row 0 is the table's head. ``media`` is the figure's file
    as the article names it. ``name`` is the field a piece of metadata comes from.
    ``starts`` is true for the first item of a list and the first paragraph of a quotation.
    """

    kind: Kind
    content: Inlines
    place: Place
    level: int = 0
    number: int | None = None
    cell: tuple[int, int] | None = None
    media: str = ""
    name: str = ""
    starts: bool = False


def is_part(block: Block) -> bool:
    """Whether a part of an article begins with ``block``: a heading of the second level."""
    return block.kind is Kind.HEADING and block.level == 2


class Key(Value, frozen=True):
    """What a catalog finds a segment by: its source text, and a context where one is needed."""

    text: str
    context: str = ""


class Figure(Settings, frozen=True):
    """A figure set by the metadata: after the block whose text begins with ``after``."""

    file: str
    alternative: str
    after: str
    caption: str = ""


class Imprint(Settings, frozen=True):
    """Who made this leaflet, when, from what: printed in every product."""

    number: str
    version: str
    date: datetime.date
    review: datetime.date | None = None
    author: str = ""
    reviewer: str = ""
    translator: str = ""
    translation_reviewer: str = ""
    sources: str = ""
    funding: str = ""


# The settings that are printed in words: segments like any other, translated like any other.
PRINTED = ("description", "audience")
PRINTED_IMPRINT = ("author", "reviewer", "translator", "translation_reviewer", "sources", "funding")


# An address that can be printed and read: without spaces, controls, or signs that turn the text around.
Address: TypeAlias = Annotated[
    str, Meta(pattern=r"^https?://[^\s<>\"\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+$")
]


class ArticleSettings(Settings, frozen=True):
    """The metadata at the head of an ``article.md``.

    ``ebook`` is the address of the ebook in each language, where it is not below `ClinicSettings.ebooks`;
    ``parts`` are the headings of those parts that a product carries which has no room for all.
    """

    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    imprint: Imprint | None = None
    description: str = ""
    audience: str = ""
    cover: str = ""
    keywords: tuple[str, ...] = ()
    key_points: Annotated[tuple[str, ...], Meta(max_length=5)] = ()
    figures: tuple[Figure, ...] = ()
    ebook: Mapping[str, Address] = {}
    parts: Mapping[str, tuple[str, ...]] = {}


class File(Value, frozen=True):
    """A file as it was read: its name as the user would write it, and its bytes."""

    name: str
    data: bytes


class Source(Value, frozen=True):
    """An article's folder as it stood when it was read: all that the line is given of it.

    ``pictures`` stand under their names below the folder, ``catalogs`` under their languages; ``outside`` are
    the names of links that lead to pictures elsewhere.
    """

    name: str
    text: File
    pictures: Mapping[str, bytes] = {}
    outside: tuple[str, ...] = ()
    catalogs: Mapping[str, File] = {}
    glossary: File | None = None


class Article(Value, frozen=True):
    """What one source file says: its metadata and its blocks, the title first."""

    name: str
    settings: ArticleSettings
    blocks: tuple[Block, ...]
    media: Mapping[str, bytes]

    @property
    def language(self) -> str:
        return self.settings.language


# ── The same in several languages ──────────────────────────────────────────────────────────


class Segment(Value, frozen=True):
    """A block, its words in each language of an edition, in the edition's order, and where those stand.

    ``notes`` are what translators wrote beside them in the catalogs, waivers among it. Words that are missing
    are an empty text.
    """

    block: Block
    key: Key
    texts: tuple[Inlines, ...]
    places: tuple[Place, ...]
    notes: tuple[str, ...] = ()


class Unsettled(Value, frozen=True):
    """What the comparison of a translation leaves to people.

    ``questions`` is how many nobody has answered, ``not_compared`` the kinds of fact that it cannot compare.
    """

    questions: int = 0
    not_compared: tuple[str, ...] = ()


class Edition(Value, frozen=True):
    """An article in one or more languages. Bilingual is not a special case.

    ``unsettled`` is what was left open in each of the languages; there is none before they were compared.
    """

    article: Article
    languages: tuple[str, ...]
    segments: tuple[Segment, ...]
    unsettled: tuple[Unsettled, ...] = ()


# ── What is asked for ──────────────────────────────────────────────────────────────────────


class Labels(Settings, frozen=True, kw_only=True):
    """The words that a product prints besides the article's, in one language."""

    accessibility: str
    address: str
    audience: str
    author: str
    contact: str
    contents: str
    cover: str
    date: str
    disclaimer: str
    email: str
    footnotes: str
    formats: str
    funding: str
    hours: str
    imprint: str
    key_points: str
    notes: str
    notes_hint: str
    not_compared: str = ""
    not_reviewed: str
    not_stated: str
    number: str
    phone: str
    questions: str = ""
    review: str
    reviewer: str
    scan: str
    sources: str
    stamp: str
    table_of_contents: str
    translation_not_reviewed: str
    translation_reviewer: str
    translator: str
    version: str
    website: str


class Typography(Settings, frozen=True):
    """How a language sets its spaces and quotes. Spaces are given by name: narrow, no-break, none."""

    quotes: tuple[str, str]
    before: Mapping[str, str] = {}
    inside_quotes: str = "none"
    percent: str = "none"
    bind: tuple[str, ...] = ()


class Language(Settings, frozen=True):
    """One file of ``styles/languages/``.

    ``facts`` are its words for what a comparison may not have compared (`compare.FACTS`); ``text`` and
    ``display`` are its families of fonts.
    """

    name: str
    date: str
    typography: Typography
    labels: Labels
    locale: str
    facts: Mapping[str, str] = {}
    direction: Annotated[str, Meta(pattern="^(ltr|rtl)$")] = "ltr"
    text: str = "Feuillet Sans"
    display: str = "Feuillet Serif"


class Colours(Settings, frozen=True):
    accent: Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")] = ""
    warm: Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")] = ""


class ClinicSettings(Settings, frozen=True):
    """The contents of a ``clinic.toml``; ``ebooks`` is the folder on the web that its ebooks are put into."""

    name: str
    address: tuple[str, ...]
    phone: str
    email: str = ""
    website: str = ""
    ebooks: Address | Literal[""] = ""
    hours: Mapping[str, str] = {}
    service: Mapping[str, str] = {}
    notice: Mapping[str, str] = {}
    logo: str = "logo.svg"
    example: bool = False
    colours: Colours = Colours()


class Clinic(Value, frozen=True):
    """Who publishes: the settings, the verified logo and the clinic's own style sheet."""

    name: str
    settings: ClinicSettings
    logo: bytes
    theme: str = ""


class Imposition(Settings, frozen=True):
    """How the pages lie on the sheets of a file of their own, for an ordinary printer.

    ``creep`` is the thickness of the paper in mm; ``marks`` asks for marks where to fold and to staple.
    """

    kind: Annotated[str, Meta(pattern="^(booklet|two-up)$")] = "booklet"
    creep: Annotated[float, Meta(ge=0, le=0.5)] = 0.0
    marks: bool = False


Percent: TypeAlias = Annotated[int, Meta(ge=0, le=100)]


class Press(Settings, frozen=True):
    """What a print shop is given: PDF/X-4 for the press of ``profile``, a file below ``styles/``.

    ``condition`` is the press's name in the registry of printing conditions; ``resolution`` the dots an inch
    below which a picture is a warning; ``colours`` the inks for a colour, in per cent of each plate.
    """

    profile: Annotated[str, Meta(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*\.icc$")] = (
        "base/press/coated-fogra39.icc"
    )
    condition: str = "FOGRA39"
    marks: bool = True
    resolution: Annotated[int, Meta(ge=72, le=2400)] = 300
    colours: Mapping[
        Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")], tuple[Percent, Percent, Percent, Percent]
    ] = {}


Share: TypeAlias = Annotated[float, Meta(ge=0, le=100)]
Length: TypeAlias = Annotated[float, Meta(ge=0, le=500)]


class Limits(Settings, frozen=True):
    """What a product's pages are held to: the ``[limits]`` table of a ``product.toml``.

    Type is in pt, lengths are in mm, shares in %. ``raised_type`` is for notes' marks and the like;
    ``characters`` are those of a line of running text, from and to; ``contrast_large`` is for type of 18 pt,
    or 14 pt bold; ``after_heading`` is how many lines follow a heading on its page; ``fill`` is the least
    share of the text area that a page uses, and ``may_be_short`` the classes of what may stand on a page that
    uses less; ``ink`` and ``dark_area`` are the most that a page may need, ``ink_noted`` what is mentioned;
    ``colour`` is whether a page may show any.
    """

    smallest_type: Length = 9.0
    raised_type: Length = 7.0
    body: Length = 12.0
    characters: tuple[int, int] = (45, 75)
    line_spacing: Annotated[float, Meta(ge=0, le=5)] = 1.3
    contrast: Annotated[float, Meta(ge=1, le=21)] = 4.5
    contrast_large: Annotated[float, Meta(ge=1, le=21)] = 3.0
    split_words: bool = False
    orphans: Annotated[int, Meta(ge=1, le=20)] = 2
    widows: Annotated[int, Meta(ge=1, le=20)] = 2
    after_heading: Annotated[int, Meta(ge=0, le=20)] = 2
    fill: Share = 15.0
    may_be_short: tuple[str, ...] = ("cover", "contact", "imprint", "ruled")
    edge: Length = 5.0
    ink: Share = 100.0
    ink_noted: Share = 15.0
    dark_area: Share = 100.0
    colour: bool = True
    target: Length = 6.0
    qr: Length = 20.0


SCREEN_PIXELS = 1600  # how wide a picture is that fills a large screen

TypeSize: TypeAlias = Annotated[float, Meta(ge=10, le=144)]  # none under 10 pt is ever taken to make text fit


# The formats that outputs come in: of each its media type, and how its files' names end.
FORMATS: Mapping[str, str] = {
    "application/pdf": "pdf",
    "application/epub+zip": "epub",
}


class Product(Settings, frozen=True):
    """What is asked for: the contents of a ``product.toml``.

    ``languages`` is how many it sets, and ``fewest`` how few it can be asked to (0: as many). ``carries`` is
    what it has room for: the whole article, the parts that the article names for it, or the key points.
    ``pages`` is how many pages all has to stand on (0: any number), in the largest of ``sizes``, in pt, in
    which it does. ``figures`` says which variant of a figure it prefers, where there is one;
    ``picture_width`` is the widest, in mm, that a picture is printed; ``extends`` is the product that it
    inherits settings, layout and style from; ``grey`` says that it is for a printer without colour.
    ``lineage`` is worked out when it is read: the folders to look in, the oldest first.
    """

    name: str
    title: Mapping[str, str]
    media_type: Annotated[str, Meta(pattern=f"^({'|'.join(map(re.escape, FORMATS))})$")]
    languages: Annotated[int, Meta(ge=1, le=3)] = 1
    fewest: Annotated[int, Meta(ge=0, le=3)] = 0
    carries: Annotated[str, Meta(pattern="^(all|parts|key-points)$")] = "all"
    pages: Annotated[int, Meta(ge=0, le=64)] = 0
    sizes: tuple[TypeSize, ...] = ()
    pages_multiple: Annotated[int, Meta(ge=1, le=64)] = 1
    cover_of: str = ""
    extends: str = ""
    lineage: tuple[str, ...] = ()
    figures: Annotated[str, Meta(pattern="^(wide|narrow)$")] = "wide"
    picture_width: Annotated[float, Meta(ge=10, le=1200)] = 216.0
    imposition: Imposition | None = None
    press: Press | None = None
    grey: bool = False
    limits: Limits = Limits()

    @property
    def suffix(self) -> str:
        return FORMATS[self.media_type]

    @property
    def pixels(self) -> int:
        """The most pixels that a picture in it is wide: more would not be seen."""
        if self.media_type != "application/pdf":
            return SCREEN_PIXELS
        return math.ceil(self.picture_width / 25.4 * (self.press or Press()).resolution)


# What any product that is printed can be made for besides.
VARIANTS = ("grey", "print-shop")


class Order(Value, frozen=True):
    """One output to make: an article as a product, in these languages, for this clinic.

    ``branded`` says that the clinic was asked for by name; its output then has a folder of its own.
    ``variant`` is one of `VARIANTS`, or nothing.
    """

    article: str
    product: str
    languages: tuple[str, ...]
    clinic: str
    suffix: str
    branded: bool = False
    variant: str = ""

    @property
    def path(self) -> Path:
        """Where the output stands below the output folder. The form of the name is a contract."""
        product = f"{self.product}-{self.variant}" if self.variant else self.product
        file = f"{self.article}-{product}-{'-'.join(self.languages)}.{self.suffix}"
        return Path(self.clinic, file) if self.branded else Path(file)


class Styles(Value, frozen=True):
    """The style files that one order may use, by their names below ``styles/``, such as ``base/pdf.css``."""

    files: Mapping[str, bytes]

    def text(self, name: str) -> str:
        """The text of a file. Raises `FeuilletError` where it is not UTF-8."""
        try:
            return self.files[name].decode("utf-8-sig")
        except UnicodeDecodeError:
            place = Place(f"styles/{name}")
            raise FeuilletError(Exit.CONFIGURATION, (error("C010", place),)) from None


class Inputs(Value, frozen=True):
    """All that one output is made from, as it stood when it was read; ``ingredients`` says so by digests."""

    source: Source
    product: Product
    cover: Product | None
    clinic: Clinic
    languages: tuple[Language, ...]
    styles: Styles
    epoch: str = ""
    ingredients: Mapping[str, str] = {}


# ── What is made ───────────────────────────────────────────────────────────────────────────


class Sheet(Value, frozen=True):
    """A style sheet, and the file that it comes from, as the user would write it."""

    file: str
    text: str


class Document(Value, frozen=True):
    """HTML, style sheets and the only assets an engine may see, each under its address."""

    title: str
    languages: tuple[str, ...]
    html: str
    sheets: tuple[Sheet, ...]
    assets: Mapping[str, bytes]
    metadata: Mapping[str, str]
    product: Product
    fonts: tuple[str, ...]
    cover: Document | None = None

    @property
    def styles(self) -> str:
        """The sheets one after another, in the order of the cascade."""
        return "\n".join(sheet.text for sheet in self.sheets)

    def place_in_styles(self, line: int) -> Place:
        """The file, and the line of it, that are ``line`` of `styles`, counted from 1."""
        for sheet in self.sheets:
            length = sheet.text.count("\n") + 1
            if line <= length:
                return Place(sheet.file, line)
            line -= length
        return NOWHERE


class Artifact(Value, frozen=True):
    """A finished output. ``text`` is what was really laid out, page after page, in reading order.

    ``overset`` are the lines that the pages of its product have no room for; ``type_size`` is the size that
    was taken of those that the product offers, in pt; ``sheets`` are the same pages imposed, to stand beside
    it.
    """

    data: bytes
    media_type: str
    pages: int | None
    text: str
    findings: tuple[Finding, ...] = ()
    overset: tuple[str, ...] = ()
    type_size: float = 0.0
    sheets: bytes = b""


class Report(Value, frozen=True):
    """What became of one order."""

    order: Order
    path: str = ""
    pages: int | None = None
    size: int = 0
    sha256: str = ""
    cached: bool = False
    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()
    exit_code: Exit = Exit.DONE
