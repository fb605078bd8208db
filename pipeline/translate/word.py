"""A Word table, for translators who have Word alone: source on the left, translation on the right.

Markup stands there as Markdown, set in the form it asks for: two grey stars, bold words, two grey stars.
Number, source and key are locked, so that Word itself keeps them and the rows they stand in from being lost.
What comes back is read with the standard library, for it is a stranger's file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from pipeline.translate import sheet
from pipeline.translate.sheet import CHECK, DONE, NEW, STATES, Job, Piece, Row

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_INK, _PETROL, _WARM, _QUIET = "1D2B2F", "12505B", "B3481E", "5B6B70"
_TINT, _WARM_TINT, _RULE = "EEF5F4", "FBEFE9", "B9CCC9"
_WIDTHS = (1.5, 10.9, 10.9, 2.6, 1.2)  # centimetres; A4 across, less its margins
_FONT = "Calibri"
_NAMES = {"ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "uk": "Ukrainian"}
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
_DAY = (1980, 1, 1, 0, 0, 0)  # the first day a zip knows; the same for every file


# ── Writing ────────────────────────────────────────────────────────────────────────────────


def write(made: Job) -> bytes:
    import docx

    document = docx.Document()
    _set_up(document, made)
    stamp = made.stamp
    names = [_NAMES.get(tag, tag) for tag in (stamp.source, stamp.target)]
    table = document.add_table(rows=0, cols=len(_WIDTHS))
    _table_form(table)
    _head(table, ("№", *names, "State", "Key"))
    texts = [text for row in made.rows for text in (row.source, row.target)]
    split = iter(sheet.split(texts))
    for row, source, target in zip(made.rows, split, split, strict=True):
        _row(table, row, source, target, stamp)
    stream = io.BytesIO()
    document.save(stream)
    return _steady(stream.getvalue())


def _set_up(document: Document, made: Job) -> None:
    import datetime

    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt, RGBColor

    stamp = made.stamp
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.3)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.3)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style: Any = document.styles[name]
        style.font.name = _FONT
        style.font.color.rgb = RGBColor.from_string(_INK if name == "Normal" else _PETROL)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if "heme" in attribute:  # a theme's font would win over ours
                del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            _set(fonts, f"w:{script}", _FONT)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.2
    for name, size in (("Heading 1", 20), ("Heading 2", 13)):
        heading: Any = document.styles[name]
        heading.font.size, heading.font.bold = Pt(size), True
        heading.paragraph_format.space_before = Pt(0)
        heading.paragraph_format.space_after = Pt(2)
    properties = document.core_properties
    day = datetime.datetime(*_DAY, tzinfo=datetime.UTC).replace(tzinfo=None)
    properties.author = properties.last_modified_by = "Feuillet"
    properties.title = f"{stamp.article}: {stamp.source} – {stamp.target}"
    properties.created = properties.modified = day
    properties.comments, properties.revision, properties.language = "", 1, stamp.target
    names = [_NAMES.get(tag, tag) for tag in (stamp.source, stamp.target)]
    document.add_heading(f"{stamp.article}: {names[0]} to {names[1]}", 1)
    how = (
        f"Write into the column “{names[1]}”. Keep every sign such as **, *, ^, ~, [^1] and [ ]( ) around "
        "the words that it belongs to. “check” means that the source has changed or that somebody was "
        "unsure: put the translation right, then delete the word “check”. Add and delete no rows."
    )
    lines = (how, str(stamp))
    for line, size in zip(lines, (11, 8), strict=True):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(6)
        _run(paragraph, line, colour=_QUIET if size == 8 else _INK, size=size)


def _table_form(table: Table) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm

    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>'
        for side in ("top", "bottom", "insideH")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 80), ("left", 115), ("bottom", 80), ("right", 115))
    )
    table.autofit = False  # the widths are ours
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    form: Any = table._tbl.tblPr
    layout = next(child for child in form if child.tag.endswith("}tblLayout"))
    # Word insists on the order of these.
    layout.addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{rules}</w:tblBorders>"))
    layout.addnext(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))


def _new_row(table: Table) -> tuple[_Cell, ...]:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    row: Any = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells: tuple[_Cell, ...] = tuple(row.cells)
    for cell, width in zip(cells, _WIDTHS, strict=True):
        cell.width = Cm(width)
    return cells


def _head(table: Table, names: Sequence[str]) -> None:
    from docx.oxml import OxmlElement

    for cell, name in zip(_new_row(table), names, strict=True):
        _shade(cell, _PETROL)
        _run(cell.paragraphs[0], name, colour="FFFFFF", bold=True, size=8 if name == "Key" else 11)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _row(
    table: Table, row: Row, source: Sequence[Piece], target: Sequence[Piece], stamp: sheet.Stamp
) -> None:
    number, left, right, state, key = _new_row(table)
    _run(number.paragraphs[0], str(row.number), colour=_QUIET)
    kind = number.add_paragraph()
    _run(kind, row.kind, colour=_QUIET, size=8)
    style = {"title": "Heading 2", "heading": "Heading 2"}.get(row.kind)
    for cell, content, tag in ((left, source, stamp.source), (right, target, stamp.target)):
        paragraph = cell.paragraphs[0]
        if style:
            paragraph.style = style
        _write(paragraph, content, tag)
    _run(state.paragraphs[0], row.state, colour=_WARM if row.state in (CHECK, NEW) else _PETROL, bold=True)
    if row.previous:
        _run(state.add_paragraph(), f"was: {row.previous}", colour=_QUIET, size=8)
    for comment in row.comments:
        _run(state.add_paragraph(), comment, colour=_QUIET, size=8)
    _run(key.paragraphs[0], row.name, colour=_QUIET, size=5)
    for cell in (number, left, key):
        for paragraph in cell.paragraphs:
            _lock(paragraph)
    _shade(left, _TINT)
    if row.state in (CHECK, NEW):
        _shade(right, _WARM_TINT)


def _write(paragraph: Paragraph, content: Sequence[Piece], language: str) -> None:
    from docx.oxml import OxmlElement

    if language.split("-")[0] in _RIGHT_TO_LEFT:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    open_kinds: list[str] = []
    for piece in content:
        if piece.role == "close":
            open_kinds.pop()
        _run(
            paragraph,
            piece.text,
            colour=_INK if piece.role == "words" and "link" not in open_kinds else _PETROL,
            bold="bold" in open_kinds or None,
            italic="italic" in open_kinds,
            raised={"x-superscript": True, "x-subscript": False}.get(open_kinds[-1]) if open_kinds else None,
            language=language,
        )
        if piece.role == "open":
            open_kinds.append(piece.kind)


def _run(
    paragraph: Paragraph,
    text: str,
    *,
    colour: str,
    bold: bool | None = None,
    italic: bool = False,
    size: float = 0,
    raised: bool | None = None,
    language: str = "",
) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run()
    for index, line in enumerate(re.split(r"[\r\n]", text)):
        if index:
            run.add_break()
        run.add_text(line)
    run.font.color.rgb = RGBColor.from_string(colour)
    if bold is not None:
        run.bold = bold
    if italic:
        run.italic = True
    if size:
        run.font.size = Pt(size)
    if raised is not None:
        run.font.superscript, run.font.subscript = raised or None, (not raised) or None
    if language:
        mark = OxmlElement("w:lang")
        _set(mark, "w:val", language)
        _set(mark, "w:bidi", language)
        if language.split("-")[0] in _RIGHT_TO_LEFT:
            run.font.rtl = True
        run._r.get_or_add_rPr().append(mark)


def _lock(paragraph: Paragraph) -> None:
    """Put the words of ``paragraph`` into a content control that Word lets nobody change or delete."""
    from docx.oxml import OxmlElement

    control, form, lock, content = map(OxmlElement, ("w:sdt", "w:sdtPr", "w:lock", "w:sdtContent"))
    _set(lock, "w:val", "sdtContentLocked")
    form.append(lock)
    for run in paragraph.runs:
        content.append(run._r)
    control.append(form)
    control.append(content)
    paragraph._p.append(control)


def _shade(cell: _Cell, colour: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    form = cell._tc.get_or_add_tcPr()
    form.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'))


def _set(element: Any, name: str, value: str) -> None:
    from docx.oxml.ns import qn

    element.set(qn(name), value)


def _steady(data: bytes) -> bytes:
    """The same zip with one date for every part, so that the same table is the same to the byte."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            if part.filename.endswith("thumbnail.jpeg"):
                continue
            text = old.read(part)
            if part.filename == "_rels/.rels":
                text = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", text)
            info = zipfile.ZipInfo(part.filename, _DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, text)
    return stream.getvalue()


# ── Reading ────────────────────────────────────────────────────────────────────────────────


def read(data: bytes, shown: str) -> Job:
    part = sheet.unpack(data, "word/document.xml", shown)
    body = sheet.xml(re.sub(r"^\s*<\?xml[^>]*\?>", "", sheet.decode(part, shown, "word")), shown)
    stamp = sheet.stamp(_text(body))
    if stamp is None:
        raise sheet.unreadable(shown, "word stamp")
    lines = [[_text(cell) for cell in _children(row, "tc")] for row in _rows(body)]
    rows = tuple(_read_row(cells, at) for at, cells in enumerate(lines) if cells and not _is_head(cells))
    changes = any(_name(element) in ("ins", "del", "moveFrom", "moveTo") for element in body.iter())
    return Job(stamp, rows, changes)


def _is_head(cells: Sequence[str]) -> bool:
    return cells[0] == "№"


def _read_row(cells: Sequence[str], at: int) -> Row:
    name = sheet.row_name(cells[-1])
    if name is None or len(cells) != len(_WIDTHS):
        return Row(f"?{cells[-1][:20]}", "", cells[1] if len(cells) > 1 else "", "", "", at)
    first = (cells[3].split() or [""])[0].lower()
    return Row(*name, cells[1], cells[2], first if first in STATES else DONE, at)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _rows(body: Element) -> Iterator[Element]:
    """The rows of all tables but those that somebody has struck out."""
    for row in body.iter():
        if _name(row) == "tr":
            form = next(_children(row, "trPr"), None)
            if form is None or not any(_name(child) == "del" for child in form):
                yield row


def _children(element: Element, name: str) -> Iterator[Element]:
    """The elements ``name`` in ``element``, also those inside a content control."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _children(child, name)


_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_LEFT_OUT = ("del", "moveFrom", "delText", "instrText", "Fallback", "pPr", "rPr", "tcPr", "trPr", "sdtPr")


def _text(element: Element) -> str:
    """The words of ``element`` as they read once all changes are accepted, a line for each paragraph."""
    paragraphs = [line for line in ("".join(part) for part in _paragraphs(element)) if line.strip()]
    return "\n".join(paragraphs)


def _paragraphs(element: Element) -> Iterator[Iterator[str]]:
    for child in element:
        if _name(child) == "p":
            yield _characters(child)
        elif _name(child) not in _LEFT_OUT:
            yield from _paragraphs(child)


def _characters(element: Element) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _LEFT_OUT:
            yield from _characters(child)
