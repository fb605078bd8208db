"""What files for a printer or a print shop share: no tags, their own metadata, the same bytes each time.

A file made for paper is nothing to read on a screen, so it must not claim to be accessible or archival:
the structure, the marks that point to it and every claim in the metadata are taken out. pikepdf is imported
late, for it takes longer to load than an ebook's package takes to pack.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

POINTS = 72 / 25.4  # to a millimetre
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def open_pdf(data: bytes) -> pikepdf.Pdf:
    import pikepdf

    return pikepdf.open(io.BytesIO(data))


def save(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """``pdf`` as bytes that depend on nothing but what it holds."""
    import pikepdf

    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        fix_metadata_version=False,
        recompress_flate=False,
        object_stream_mode=options.pop("object_streams", pikepdf.ObjectStreamMode.generate),
        **options,
    )
    return out.getvalue()


def number(value: float) -> str:
    """A number as it stands in a PDF: four places at most, none without need."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does ``first``, then ``then``."""
    a, b, c, d, e, f = first
    A, B, C, D, E, F = then  # noqa: N806  as the PDF standard writes them
    return a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F


def box(value: Any) -> Box:
    """A rectangle of a PDF, its lower left corner first."""
    x0, y0, x1, y1 = (float(side) for side in value)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def transformed(area: Box, matrix: Matrix) -> Box:
    """The rectangle around ``area`` once ``matrix`` has moved it."""
    a, b, c, d, e, f = matrix
    corners = [(area[x], area[y]) for x in (0, 2) for y in (1, 3)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every form and pattern that the pages use, each once, in the order of first use."""
    import pikepdf

    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [page.obj for page in pdf.pages]
    while waiting:
        owner = waiting.pop(0)
        resources: Any = owner.get("/Resources", {})
        found: list[Any] = []
        for kind in ("/XObject", "/Pattern"):
            found += [item for _, item in sorted(dict(resources.get(kind, {})).items())]
        for _, state in sorted(dict(resources.get("/ExtGState", {})).items()):
            mask = state.get("/SMask")
            if isinstance(mask, pikepdf.Dictionary):
                found.append(mask.G)
        for item in found:
            if (
                isinstance(item, pikepdf.Stream)
                and item.objgen not in seen
                and item.get("/Subtype") != "/Image"
            ):
                seen.add(item.objgen)
                waiting.append(item)
                yield item


# ── What a screen reader would use ─────────────────────────────────────────────────────────


def untag(pdf: pikepdf.Pdf) -> None:
    """Take out the structure and what only a screen can use: marks, links, bookmarks, names."""
    for key in (
        *("/StructTreeRoot", "/MarkInfo", "/OutputIntents", "/Outlines", "/Names", "/Dests", "/OpenAction"),
        *("/AcroForm", "/AA", "/PageLabels", "/PageMode", "/PageLayout", "/PieceInfo", "/AF"),
    ):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in ("/StructParents", "/Tabs", "/Annots", "/AA", "/PieceInfo", "/Thumb"):
            if key in page.obj:
                del page.obj[key]
        _unmark(page.obj, pdf)
    for stream in streams(pdf):
        for key in ("/StructParents", "/StructParent", "/PieceInfo"):
            if key in stream:
                del stream[key]
        _unmark(stream, pdf)


def _unmark(owner: pikepdf.Object, pdf: pikepdf.Pdf) -> None:
    """Take the marks of tagged content out of a page's or a form's stream."""
    import pikepdf

    kept: list[Any] = []
    open_marks: list[bool] = []  # whether each mark that is open stays: layers are no tags
    for instruction in pikepdf.parse_content_stream(owner):
        operator = str(instruction.operator)
        match operator:
            case "BMC" | "BDC":
                open_marks.append(instruction.operands[0] == pikepdf.Name.OC)
                if open_marks[-1]:
                    kept.append(instruction)
            case "EMC":
                if not open_marks or open_marks.pop():
                    kept.append(instruction)
            case "MP" | "DP":
                pass
            case _:
                kept.append(instruction)
    replace_content(owner, pikepdf.unparse_content_stream(kept), pdf)


def replace_content(owner: pikepdf.Object, content: bytes, pdf: pikepdf.Pdf) -> None:
    """Give a page or a form other contents."""
    import pikepdf

    if isinstance(owner, pikepdf.Stream):
        owner.write(content)
    else:
        owner.Contents = pdf.make_stream(content)


# ── Metadata ───────────────────────────────────────────────────────────────────────────────

_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}


def describe(pdf: pikepdf.Pdf, source: bytes, title: str, claims: Mapping[str, str]) -> None:
    """Write the metadata anew: ``title``, the dates and names the file had, and ``claims`` (XMP names).

    The file's ids are a digest of ``source``, so the same source gives the same ids.
    """
    import pikepdf

    info = {key: str(value) for key, value in pdf.docinfo.items()}
    made = info.get("/CreationDate", "D:20000101000000Z")
    changed = info.get("/ModDate", made)
    for key in list(pdf.docinfo.keys()):
        if key not in ("/Author", "/Subject", "/Keywords", "/Creator", "/Producer"):
            del pdf.docinfo[key]
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/CreationDate"] = made
    pdf.docinfo["/ModDate"] = changed
    name = uuid.UUID(bytes=hashlib.sha256(source + title.encode()).digest()[:16], version=4)
    values = {
        "xmp:CreateDate": _iso(made),
        "xmp:ModifyDate": _iso(changed),
        "xmp:MetadataDate": _iso(changed),
        "xmp:CreatorTool": info.get("/Creator", ""),
        "pdf:Producer": info.get("/Producer", ""),
        "pdf:Keywords": info.get("/Keywords", ""),
        "xmpMM:DocumentID": f"uuid:{name}",
        "xmpMM:InstanceID": f"uuid:{name}",
        "xmpMM:RenditionClass": "default",
        "xmpMM:VersionID": "1",
        **claims,
    }
    fields = [f"<{key}>{_escape(value)}</{key}>" for key, value in sorted(values.items()) if value]
    fields.append(_alternative("dc:title", title))
    if author := info.get("/Author"):
        fields.append(f"<dc:creator><rdf:Seq><rdf:li>{_escape(author)}</rdf:li></rdf:Seq></dc:creator>")
    if subject := info.get("/Subject"):
        fields.append(_alternative("dc:description", subject))
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in _SPACES.items())
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""{spaces}>\n' + "\n".join(fields) + "\n</rdf:Description>\n"
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )
    stream = pdf.make_stream(packet.encode())
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = stream


def _alternative(key: str, text: str) -> str:
    return f'<{key}><rdf:Alt><rdf:li xml:lang="x-default">{_escape(text)}</rdf:li></rdf:Alt></{key}>'


def _escape(text: str) -> str:
    return escape(text, quote=False)


def _iso(date: str) -> str:
    """A PDF date (D:20261122000000Z) as XMP writes it."""
    digits = date.removeprefix("D:")
    day = f"{digits[:4]}-{digits[4:6] or '01'}-{digits[6:8] or '01'}"
    time = f"{digits[8:10] or '00'}:{digits[10:12] or '00'}:{digits[12:14] or '00'}"
    zone = digits[14:].replace("'", ":").strip(":")
    return f"{day}T{time}{zone or 'Z'}"


def title_of(pdf: pikepdf.Pdf) -> str:
    return str(pdf.docinfo.get("/Title", "")) or "…"
