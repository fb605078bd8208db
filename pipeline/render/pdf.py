"""Render to PDF with WeasyPrint: PDF/UA-1 and PDF/A-2a in one file, the same bytes each time.

What WeasyPrint leaves open is done in two places: `_tagging` while it builds the structure tree (the
language of each element, page furniture as artifacts), and `_finish` before it writes the file (the
PDF/UA identification beside the PDF/A one).
"""

from __future__ import annotations

import logging
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from html import escape
from itertools import chain
from typing import Any

from pipeline import workspace
from pipeline.model import NOWHERE, Artifact, Document, Exit, FeuilletError, Finding, error
from pipeline.render import quick, spread, wide

VARIANT = "pdf/a-2a"
FILLER = "ruled"  # the class of the lines that may fill pages, and of nothing else


@cache
def warm_up() -> Any:
    """Import WeasyPrint: once in a process, before any worker is forked from it."""
    # The engine may see our fonts and no others, whatever the machine has.
    os.environ["FONTCONFIG_FILE"] = str(workspace.SHIPPED / "base" / "fonts" / "fonts.conf")
    try:
        weasyprint = quick.weasyprint()
    except OSError as problem:
        hint = "Run “feuillet doctor”: it names the command that installs it."
        finding = error("D002", f"A system library that sets text is missing ({problem}).", hint)
        raise FeuilletError(Exit.TOOL, (finding,)) from None
    _patch_tags()
    return weasyprint


@cache
def _fonts(_process: int) -> Any:
    """The fonts as this process sees them: from 1.52 on, Pango's map has a thread that no fork inherits."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def render(document: Document) -> Artifact:
    """``document`` as PDF. Anything the engine warns of, and any file it asks for in vain, is an error."""
    return with_pages(document)[0]


def with_pages(document: Document) -> tuple[Artifact, list[Any]]:
    """``document`` as PDF, and the engine's pages that it was written from, to be measured."""
    fetcher = _fetcher(document.assets)
    pages: list[Any] = []
    data = b""
    with _log() as messages, suppress(_refusal()):
        laid_out, kept, overset, size = _fitted(document, fetcher)
        pages = spread.cut(kept)
        for page in pages:
            _keep_one_link(page)
        data = _write(laid_out.copy(pages), document)
    findings = [_reported(message, document) for message in messages]
    nothing = "Nothing is fetched from elsewhere."
    findings += [
        error("E002", f"The page asks for a file that is not part of it: {url}.", nothing)
        for url in fetcher.refused
    ]
    if findings:
        raise FeuilletError(Exit.CONFIGURATION, tuple(findings))
    artifact = Artifact(
        data,
        "application/pdf",
        len(pages),
        _words(spread.in_reading_order(pages)),
        overset=overset,
        type_size=size,
    )
    return artifact, pages


def _reported(message: str, document: Document) -> Finding:
    """What the engine has to say, with the place in a style sheet where it names one."""
    hint = "Look for it in the style sheets of the product and the clinic, and in the article’s pictures."
    place = NOWHERE
    if found := re.search(r" at (\d+):\d+", message):
        message = message.replace(found[0], "")
        place, hint = document.place_in_styles(int(found[1])), "Mend or delete this line of the style sheet."
    return error("E001", f"The engine reports: {message.rstrip('.')}.", hint, place)


def _write(laid_out: Any, document: Document) -> bytes:
    """The bytes of the laid out pages; as `_pack`, so that the streams of pydyf's own end well too.

    These are the last two, the objects and their index: one more object gives them other bytes.
    """
    data = b""
    has_spreads = any(map(spread.is_one, laid_out.pages))
    for padding in range(9):
        _tagging.__init__()  # type: ignore[misc]
        data = laid_out.write_pdf(
            finisher=lambda _, pdf, padding=padding: _finish(pdf, document, padding, has_spreads=has_spreads),
            pdf_variant=VARIANT,
            pdf_tags=True,
            custom_metadata=False,
        )
        if not re.search(rb"[\r\n]\nendstream", data[data.rindex(b"/ObjStm") :]):
            break
    return data


def _fitted(document: Document, fetcher: Any) -> tuple[Any, list[Any], tuple[str, ...], float]:
    """``document`` in the first of its sizes that fits, or the last.

    Also its pages, without those that are filler; the lines that they have no room for; that size in pt.
    """
    product = document.product
    sizes = list(product.sizes or (0.0,))
    while True:
        size = sizes.pop(0)
        styles = f"{document.styles}\nhtml {{ font-size: {size}pt }}" if size else document.styles
        laid_out = _lay_out(document.html, styles, fetcher)
        pages = _drop_filler(laid_out.pages, product.pages_multiple)
        overset = tuple(_overset(pages, product.pages) if product.pages else _off_paper(pages))
        if not overset or not sizes:
            return laid_out, pages, overset, size


def _lay_out(html: str, styles: str, fetcher: Any) -> Any:
    weasyprint, fonts = warm_up(), _fonts(os.getpid())
    sheet = weasyprint.CSS(string=styles, font_config=fonts, url_fetcher=fetcher, base_url="feuillet:///")
    page = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="feuillet:///")
    laid_out = page.render(stylesheets=[sheet], font_config=fonts)
    for mend in (wide.split, wide.level):
        if mend(page.etree_element, laid_out.pages):
            laid_out = page.render(stylesheets=[sheet], font_config=fonts)
    return laid_out


def _refusal() -> type[BaseException]:
    """What the fetcher raises to stop the engine at once; the findings say what was asked for."""
    warm_up()
    from weasyprint.urls import FatalURLFetchingError

    return FatalURLFetchingError  # type: ignore[no-any-return]


def _fetcher(assets: Mapping[str, bytes]) -> Any:
    """A fetcher that serves the verified ``assets`` and nothing else, and remembers what it refused."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    from pipeline.media import KINDS

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("feuillet",))
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002  the engine's own signature
            name = url.removeprefix("feuillet:///")
            if name not in assets:
                self.refused.append(url)
                raise FatalURLFetchingError(url)
            kind = KINDS["." + name.rsplit(".", 1)[-1].lower()]
            return URLFetcherResponse(url, assets[name], {"Content-Type": kind})

    return Fetcher()


@contextmanager
def _log() -> Iterator[list[str]]:
    """Gather what WeasyPrint and the libraries below it log at WARNING or above."""
    messages: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    handler = Handler(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.handlers[:], logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers[:], logger.propagate = [handler], False
    try:
        yield messages
    finally:
        for logger, (handlers, propagate) in zip(loggers, before, strict=True):
            logger.handlers[:], logger.propagate = handlers, propagate


# ── Pages ──────────────────────────────────────────────────────────────────────────────────


def _drop_filler(pages: list[Any], multiple: int) -> list[Any]:
    """Leave out pages that hold ruled lines alone, the last of them first, down to a number that folds."""
    filler = [page for page in pages if _is_filler(page._page_box)]
    count = sum(spread.count(page) for page in pages if page not in filler)
    kept = []
    for page in pages:
        if page in filler:
            if count % multiple == 0:
                continue
            count += spread.count(page)
        kept.append(page)
    return kept


def _is_filler(page_box: Any) -> bool:
    """Whether all that stands on a page are the ruled lines for notes."""
    from weasyprint.formatting_structure import boxes

    seen = False
    for box in _content(page_box):
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            return False
        seen = seen or (box.element is not None and box.element.get("class") == FILLER)
    return seen


def _overset(pages: Sequence[Any], most: int) -> Iterator[str]:
    """The lines that stand on a page after the first ``most``, or below what they stand in on theirs."""
    number = 0
    for page in pages:
        number += spread.count(page)
        area = page._page_box
        bottom = area.content_box_y() + area.height if number <= most else float("-inf")
        for line in _below(area, bottom):
            if words := " ".join(_text(line).split()):
                yield words
    yield from _off_paper(pages)


def _off_paper(pages: Iterable[Any]) -> Iterator[str]:
    """The words that run over an edge of their page."""
    from weasyprint.formatting_structure import boxes

    for page in pages:
        for box in _content(page._page_box):
            if isinstance(box, boxes.TextBox) and box.text.strip():
                right, bottom = box.position_x + box.width, box.position_y + box.height
                if box.position_x < -1 or right > page.width + 1 or bottom > page.height + 1:
                    yield " ".join(box.text.split())


def _below(box: Any, bottom: float) -> Iterator[Any]:
    """The lines in a box that end below ``bottom``, or below a block of a set height that they are in."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.LineBox) and _has_words(box):
        if box.position_y + box.height > bottom + 1:
            yield box
        return
    if isinstance(box, boxes.BlockBox) and box.style["height"] != "auto":
        bottom = min(bottom, box.content_box_y() + box.height)
    for child in _inside(box):
        yield from _below(child, bottom)


def _has_words(line: Any) -> bool:
    """Whether words stand in a line itself, not only in a block within it."""
    from weasyprint.formatting_structure import boxes

    return any(
        _has_words(child) if isinstance(child, boxes.InlineBox) else getattr(child, "text", "").strip()
        for child in line.children
    )


def _content(box: Any) -> Iterator[Any]:
    """A box and all in it in reading order, without page furniture."""
    yield box
    for child in _inside(box):
        yield from _content(child)


def _inside(box: Any) -> Iterator[Any]:
    """What stands directly in a box, without page furniture."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    for child in box.children if isinstance(box, boxes.ParentBox) else ():
        laid = child._box if isinstance(child, AbsolutePlaceholder) else child
        if not isinstance(laid, boxes.MarginBox):
            yield laid


def _keep_one_link(page: Any) -> None:
    """The engine lays a link over each emphasis inside a link as well; keep the outer one."""
    page.links = [link for link in page.links if link[3].element_tag.split(":")[0] == "a"]


def _words(pages: Iterable[Any]) -> str:
    """What is laid out: its words in reading order, what goes on after a page break with its beginning."""
    blocks: dict[tuple[int, str], list[str]] = {}
    for page in pages:
        for line in _lines(page._page_box):
            blocks.setdefault((id(line.element), line.element_tag), []).append(_text(line))
    return "\n".join(chain.from_iterable(blocks.values()))


def _lines(box: Any) -> Iterator[Any]:
    """The lines in a box, without those of page furniture and those within another line."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.LineBox):
        yield box
        return
    for child in _inside(box):
        yield from _lines(child)


def _text(box: Any) -> str:
    """What is laid out in a box: its words in reading order, lines apart."""
    from weasyprint.formatting_structure import boxes

    parts: list[str] = []
    for inner in _content(box):
        if isinstance(inner, boxes.TextBox):
            parts.append(inner.text)
        elif isinstance(inner, boxes.LineBox | boxes.BlockLevelBox):
            parts.append("\n")
    return "".join(parts)


# ── Structure ──────────────────────────────────────────────────────────────────────────────


class _Tagging:
    """What is seen of a file while its structure tree is built."""

    def __init__(self) -> None:
        self.furniture: set[tuple[int, int]] = set()  # (page, number of the marked content)
        self.begun: dict[tuple[int, str], tuple[int, Any]] = {}  # what an element stands for: (page, element)
        self.heads = 0  # how many table heads the engine is inside of


# WeasyPrint builds the tree of one file at a time; `render` begins a new one for each.
_tagging = _Tagging()

# What goes on after a page break is one element in the structure, not one on each page.
_WHOLE = {
    "/P",
    "/L",
    "/LI",
    "/LBody",
    "/Table",
    "/TBody",
    "/TR",
    "/TD",
    "/BlockQuote",
    "/Sect",
    "/Div",
    "/Art",
    "/Part",
}


class _References:
    """The references of a file's pages. pydyf writes all of them anew for each element that asks for one."""

    def __init__(self, pdf: Any) -> None:
        self.kids = pdf.pages["Kids"]  # of each page: its number, 0, R

    def __getitem__(self, index: int) -> bytes:
        return b"%d 0 R" % self.kids[3 * index]


@cache
def _patch_tags() -> None:
    """Follow WeasyPrint while it builds the structure tree: it offers no other way to change an element."""
    import pydyf
    from weasyprint.formatting_structure import boxes
    from weasyprint.pdf import tags

    build = tags._build_box_tree

    def tagging(
        box: Any,
        parent: Any,
        pdf: Any,
        page_number: int,
        nums: dict[int, Any],
        annotations: Any,
        marks: dict[Any, Any],
    ) -> Iterator[Any]:
        if isinstance(box, boxes.MarginBox):
            _set_aside(box, page_number, nums, marks)
            return
        source = getattr(box, "element", None)
        is_head = getattr(box, "is_header", False)
        _tagging.heads += is_head
        for element in build(box, parent, pdf, page_number, nums, annotations, marks):
            if source is None:
                yield element
                continue
            if language := source.get("lang"):
                element["Lang"] = pydyf.String(language)
            if annotation := box.link_annotation:
                annotation["Contents"] = pydyf.String(" ".join(_text(box).split()))
            if element["S"] == "/TH":
                element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
            _tagging.heads -= is_head
            if _tagging.heads:
                yield element
                continue
            page, begun = _tagging.begun.setdefault((id(source), element["S"]), (page_number, element))
            if page == page_number:
                yield element
            elif element["S"] == "/THead":
                _make_furniture(element, pdf, page_number, nums)
            elif element["S"] in _WHOLE:
                if element["S"] == "/Table":
                    _point_to_first_heads(box, element, begun)
                for kid in element["K"]:
                    pdf.objects[int(kid.split()[0])]["P"] = begun.reference
                begun["K"].extend(element["K"])
            else:
                yield element

    tags._build_box_tree = tagging
    pydyf.PDF.page_references = property(_References)


def _set_aside(box: Any, page_number: int, nums: dict[int, Any], marks: dict[Any, Any]) -> None:
    """Page furniture is no part of the text (ISO 14289-1, 7.8): no element, and an artifact in the stream."""
    for inner in box.descendants():
        if inner in marks:
            number = marks.pop(inner)["mcid"]
            nums[number] = "null"
            _tagging.furniture.add((page_number, number))


def _make_furniture(element: Any, pdf: Any, page_number: int, nums: dict[int, Any]) -> None:
    """A table's head said again on the next page is page furniture too."""
    for kid in element["K"]:
        if isinstance(kid, int):
            nums[kid] = "null"
            _tagging.furniture.add((page_number, kid))
        else:
            _make_furniture(pdf.objects[int(kid.split()[0])], pdf, page_number, nums)


def _point_to_first_heads(box: Any, element: Any, begun: Any) -> None:
    """The cells of a table that goes on name the heads of its first part, the only ones in the structure."""
    import pydyf

    for cell in box.descendants():
        mark = getattr(cell, "mark", None)
        if mark and "Headers" in mark.get("A", {}):
            names = (name.string.removeprefix(f"{element.number}-") for name in mark["A"]["Headers"])
            mark["A"]["Headers"] = pydyf.Array([pydyf.String(f"{begun.number}-{name}") for name in names])


def _finish(pdf: Any, document: Document, padding: int, *, has_spreads: bool) -> None:
    """The last touches before the file is written."""
    import pydyf

    for _ in range(padding):
        pdf.add_object(pydyf.Dictionary({}))
    _mark_artifacts(pdf)
    if has_spreads:
        spread.show_side_by_side(pdf, right_to_left=document.metadata["direction"] == "rtl")
    _identify(pdf, document)
    _map_every_glyph(pdf)
    if document.product.grey:
        _count_no_colour(pdf)
    _pack(pdf)


def _mark_artifacts(pdf: Any) -> None:
    import pydyf

    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    for number, page in enumerate(pages):
        stream = pdf.objects[int(page["Contents"].split()[0])].stream
        for index, properties in enumerate(stream):
            # A marked content is three operands in a row: its tag, its properties, BDC.
            if isinstance(properties, dict) and (number, properties.get("MCID")) in _tagging.furniture:
                stream[index - 1] = "/Artifact"
                stream[index] = pydyf.Dictionary({"Type": "/Pagination"})


# PDF/A asks that a namespace it does not know is described in the file itself (ISO 19005-2, 6.6.2.3.3).
_EXTENSION = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<dc:publisher><rdf:Bag><rdf:li>{publisher}</rdf:li></rdf:Bag></dc:publisher>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def _identify(pdf: Any, document: Document) -> None:
    """Say in the file's metadata that it is PDF/UA-1 as well, in which languages, and who publishes it."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.compress = False  # ISO 19005-2, 6.6.2.1: to be read without a decoder
    stream = metadata.stream
    extension = _EXTENSION.format(
        languages="".join(f"<rdf:li>{escape(language)}</rdf:li>" for language in document.languages),
        publisher=escape(document.metadata["publisher"]),
    )
    stream[0] = stream[0].replace(b"</rdf:RDF>", extension.encode() + b"</rdf:RDF>")


def _map_every_glyph(pdf: Any) -> None:
    """Give a glyph that adds nothing to its cluster, such as an Arabic mark, a character without width.

    The engine maps it to nothing at all, which no reader may find (ISO 14289-1, 7.21.7).
    """
    for item in pdf.objects:
        if isinstance(item, _stream_kind()) and b"begincmap" in item.stream:
            item.stream[:] = [
                line[:-2] + b"<200b>" if isinstance(line, bytes) and line.endswith(b" <>") else line
                for line in item.stream
            ]


def _count_no_colour(pdf: Any) -> None:
    """Write greys as shades of one ink: a printer counts a page with three equal parts as one in colour."""
    for item in pdf.objects:
        if isinstance(item, _stream_kind()):
            item.stream[:] = [_in_one_ink(part) for part in item.stream]


def _in_one_ink(part: Any) -> Any:
    operator = _ONE_INK.get(part[-3:]) if isinstance(part, bytes) else None
    parts = part.split() if operator else []
    return parts[0] + operator if len(parts) == 4 and len(set(parts[:3])) == 1 else part


_ONE_INK = {b" rg": b" g", b" RG": b" G"}


def _pack(pdf: Any) -> None:
    """Compress the streams so that none ends in a line end: readers that trim one would count it short."""
    for item in pdf.objects:
        if isinstance(item, _stream_kind()) and item.compress:
            data = b"\n".join(part if isinstance(part, bytes) else _bytes(part) for part in item.stream)
            packed = zlib.compress(data, 9)
            while packed[-1:] in b"\r\n":
                data += b"\n"
                packed = zlib.compress(data, 9)
            if "Length1" in item.extra:  # a font says how long it is
                item.extra["Length1"] = len(data)
            item.stream, item.compress = [packed], False
            item.extra["Filter"] = "/FlateDecode"


@cache
def _stream_kind() -> Any:
    import pydyf

    return pydyf.Stream


def _bytes(part: Any) -> bytes:
    from pydyf import _to_bytes

    return bytes(_to_bytes(part))
