"""CSV for a spreadsheet: UTF-8 with a mark that tells Excel so, semicolons as a French Excel wants them."""

from __future__ import annotations

import csv
import io
import re

from pipeline.translate import sheet
from pipeline.translate.sheet import DONE, STATES, Job, Row

_SIZE = 1_000_000  # characters of one cell


def write(made: Job) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    stamp = made.stamp
    writer.writerow(["number", "kind", stamp.source, stamp.target, "state", "note", f"key: {stamp}"])
    for row in made.rows:
        was = [f"changed; it said: {row.previous}"] if row.previous else []
        under = [f"under: {row.heading}"] if row.heading else []
        note = "\n".join((*under, *was, *row.comments))
        writer.writerow(
            [row.number, row.kind, _guard(row.source), _guard(row.target), row.state, _guard(note), row.name]
        )
    return stream.getvalue().encode("utf-8-sig")


# A spreadsheet takes a cell that begins with one of these for a formula, and might even run it.
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")


def _guard(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _unguard(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def read(data: bytes, shown: str) -> Job:
    text = sheet.decode(data, shown, "excel")
    if "\0" in text:
        raise sheet.unreadable(shown, "csv")
    head = text.split("\n", 1)[0]
    stamp = sheet.stamp(head)
    if stamp is None:
        raise sheet.unreadable(shown, "csv stamp")
    delimiter = max(";,\t", key=head.count)
    csv.field_size_limit(_SIZE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error:
        raise sheet.unreadable(shown, "csv", reader.line_num) from None
    rows = tuple(_row(cells, at) for at, cells in lines[1:] if any(cell.strip() for cell in cells))
    return Job(stamp, rows)


def _row(cells: list[str], at: int) -> Row:
    name = sheet.row_name(cells[6]) if len(cells) > 6 else None
    cells = [*cells, *[""] * 7]
    if name is None:  # a row that somebody added, or whose key was lost
        return Row(f"?{cells[6].strip()}", "", cells[2], cells[3], DONE, at)
    state = cells[4].strip().lower()
    return Row(*name, _unguard(cells[2]), _unguard(cells[3]), state if state in STATES else DONE, at)
