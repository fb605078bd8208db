"""Write laid out pages as PDF/UA-1 and PDF/A-2a in one file, the same bytes each time."""

from __future__ import annotations

import zlib
from html import escape

from pipeline.model import Document
from pipeline.render.engine import spread, tags
from pipeline.render.engine.loaded import Page, pydyf, weasyprint

VARIANT = "pdf/a-2a"


def write(laid_out: weasyprint.Document, pages: list[Page], document: Document) -> bytes:
    """The bytes of ``pages``, which ``laid_out`` became."""
    data: bytes = laid_out.copy(pages).write_pdf(
        finisher=lambda _, pdf: _finish(pdf, document, has_spreads=any(map(spread.is_one, pages))),
        pdf_variant=VARIANT,
        pdf_tags=True,
        custom_metadata=False,
    )
    return data


def _finish(pdf: pydyf.PDF, document: Document, *, has_spreads: bool) -> None:
    """The last touches before the file is written."""
    tags.mark_furniture(pdf)
    if has_spreads:
        spread.show_side_by_side(pdf, right_to_left=document.metadata["direction"] == "rtl")
    _identify(pdf, document)
    _map_every_glyph(pdf)
    if document.product.grey:
        _count_no_colour(pdf)
    _pack(pdf)


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


def _identify(pdf: pydyf.PDF, document: Document) -> None:
    """Say in the file's metadata that it is PDF/UA-1 as well, in which languages, and who publishes it."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.compress = False  # ISO 19005-2, 6.6.2.1: to be read without a decoder
    stream = metadata.stream
    extension = _EXTENSION.format(
        languages="".join(f"<rdf:li>{escape(language)}</rdf:li>" for language in document.languages),
        publisher=escape(document.metadata["publisher"]),
    )
    stream[0] = stream[0].replace(b"</rdf:RDF>", extension.encode() + b"</rdf:RDF>")


def _map_every_glyph(pdf: pydyf.PDF) -> None:
    """Give a glyph that adds nothing to its cluster, such as an Arabic mark, a character without width.

    The engine maps it to nothing at all, which no reader may find (ISO 14289-1, 7.21.7).
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            item.stream[:] = [
                line[:-2] + b"<200b>" if isinstance(line, bytes) and line.endswith(b" <>") else line
                for line in item.stream
            ]


def _count_no_colour(pdf: pydyf.PDF) -> None:
    """Write greys as shades of one ink: a printer counts a page with three equal parts as one in colour."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            item.stream[:] = [_in_one_ink(part) for part in item.stream]


def _in_one_ink(part: object) -> object:
    """An operator that sets a colour, as one that sets a grey, if it is one; all else as it is."""
    if not isinstance(part, bytes) or (operator := _ONE_INK.get(part[-3:])) is None:
        return part
    parts = part.split()
    return parts[0] + operator if len(parts) == 4 and len(set(parts[:3])) == 1 else part


_ONE_INK = {b" rg": b" g", b" RG": b" G"}


# ── Compression ────────────────────────────────────────────────────────────────────────────


def _pack(pdf: pydyf.PDF) -> None:
    """Compress the streams so that none ends in a line end: readers that trim one would count it short.

    Also the two that pydyf adds while it writes the file, its objects and their index.
    """
    for item in pdf.objects:
        _pack_stream(item)
    add = pdf.add_object

    def add_packed(item: pydyf.Object) -> None:
        add(item)
        _pack_stream(item)

    pdf.add_object = add_packed


def _pack_stream(item: pydyf.Object) -> None:
    if not (isinstance(item, pydyf.Stream) and item.compress):
        return
    data = b"\n".join(map(pydyf._to_bytes, item.stream))
    if item.extra.get("Type") == "/XRef" and _ends_a_line(data):
        item.compress = False  # it is a table, to which no byte may be added; as it is, it ends in a zero
        return
    while _ends_a_line(data):
        data += b"\n"
    if "Length1" in item.extra:  # a font says how long it is
        item.extra["Length1"] = len(data)
    item.stream, item.compress = [zlib.compress(data, 9)], False
    item.extra["Filter"] = "/FlateDecode"


def _ends_a_line(data: bytes) -> bool:
    """Whether ``data`` ends in CR or LF once it is compressed. The last bytes are then its Adler-32."""
    return zlib.adler32(data) & 0xFF in b"\r\n"
