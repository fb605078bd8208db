"""Lists of pairs: two columns of a table, a text and its translation; read line by line, and compared.

A list is a stranger's file: it may be no table, too large, or written to keep a comparison busy. What cannot
be read is told with its line, and costs no other line, unless nothing after it can be trusted.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from msgspec import structs

from pipeline import compare, workers
from pipeline.model import NOWHERE, Exit, FeuilletError, Finding, Place, Shown, Value, Word, error

LARGEST = 20_000_000  # bytes of a list
MOST = 200_000  # pairs
LONGEST = 100_000  # characters of a text
GIVEN_UP = 20  # lines that cannot be read, or compared in time: then it is no list, or a hostile one

UNREAD = ("X041", "X042")  # the codes of what was not compared

_SAMPLE = 20  # lines that say how the columns are parted
_BATCH = 500  # pairs that one process compares
_SECONDS, _MEGABYTES = 20.0, 1024  # what it may take for that

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_HEADS = frozenset(
    ["source", "target", "src", "tgt", "source_text", "target_text", "original", "traduction", "translation"]
)
_QUOTED = re.compile('"((?:[^"]|"")*)"')
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Pair(Value, frozen=True):
    """A text and its translation, the line of the list that they begin on, and what that calls them."""

    source: str
    target: str
    place: Place = NOWHERE
    name: str = ""


class Table(NamedTuple):
    """A list: the languages that its head names, if it does; its pairs, a finding for one that is none."""

    languages: tuple[str, ...]
    rows: Iterator[Pair | Finding]


# ── Reading ────────────────────────────────────────────────────────────────────────────────


def read(stream: BinaryIO, shown: str, known: Collection[str]) -> Table:
    """The list in ``stream``, parted by tabs, semicolons or commas; ``known`` are languages a head may name.

    Raises `FeuilletError` where it is no list.
    """
    lines = _lines(stream, shown)
    sample = list(islice(lines, _SAMPLE))
    if not any(line.strip() for line in sample):
        raise _stop(error("X041", Place(shown), variant="empty"))
    separator, width = _form(sample, shown)
    every = chain(sample, lines)
    rows = _of_tabs(every) if separator == "\t" else _of_commas(every, separator, shown)
    rows = ((line, cells) for line, cells in rows if any(map(str.strip, cells)))
    first = next(rows)
    head = tuple(cell.strip() for cell in first[1])[-2:]
    languages: tuple[str, ...] = head if set(head) <= set(known) and len(set(head)) == 2 else ()
    is_head = bool(languages) or {cell.lower() for cell in head} <= _HEADS
    return Table(languages, _pairs(rows if is_head else chain([first], rows), width, shown))


def _lines(stream: BinaryIO, shown: str) -> Iterator[str]:
    """The lines of ``stream`` with their ends, decoded strictly; no more of it than is allowed."""
    size = number = 0
    while data := stream.readline(LARGEST + 1):
        size, number = size + len(data), number + 1
        if size > LARGEST:
            raise _stop(error("X041", Place(shown), variant="size", most=LARGEST // 1_000_000))
        try:
            yield data.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise _stop(error("X041", Place(shown, number), variant="encoding")) from None


def _form(sample: Sequence[str], shown: str) -> tuple[str, int]:
    """What parts the columns, and how many they are: what gives most lines of the sample two, or three."""
    best, separator, width = 0, "", 0
    for one in "\t;,":
        rows = _of_tabs(iter(sample)) if one == "\t" else enumerate(csv.reader(sample, delimiter=one))
        try:
            widths = Counter(len(cells) for _, cells in rows)
        except csv.Error:
            continue
        for columns in (2, 3):
            if widths[columns] > best:
                best, separator, width = widths[columns], one, columns
    if not best:
        raise _stop(error("X041", Place(shown, 1), variant="no table"))
    return separator, width


def _of_tabs(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Cells between tabs. One in quotes, as a spreadsheet writes it, is taken out of them."""
    for number, line in enumerate(lines, 1):
        yield number, [_unquoted(cell) for cell in line.rstrip("\r\n").split("\t")]


def _unquoted(cell: str) -> str:
    found = _QUOTED.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


def _of_commas(lines: Iterator[str], separator: str, shown: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the line that it begins on."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            # What follows a quotation mark that is not closed may be anything.
            raise _stop(error("X041", Place(shown, begins), variant="quotes", most=LONGEST)) from None
        if cells is None:
            return
        yield begins, cells


def _pairs(rows: Iterator[tuple[int, list[str]]], width: int, shown: str) -> Iterator[Pair | Finding]:
    """The pairs of ``rows``; where they can be read no further, a finding is the last."""
    try:
        for count, (line, cells) in enumerate(rows, 1):
            if count > MOST:
                raise _stop(error("X041", Place(shown, line), variant="many", most=MOST))
            while len(cells) > width and not cells[-1].strip():
                cells = cells[:-1]
            if len(cells) == width:
                *names, source, target = cells
                yield pair(source, target, Place(shown, line), " ".join(names).strip())
            else:
                yield error("X041", Place(shown, line), variant="columns", count=len(cells), wanted=width)
    except FeuilletError as problem:
        yield from problem.findings


def pair(source: str, target: str, place: Place = NOWHERE, name: str = "") -> Pair | Finding:
    """A pair of texts, or why it is none."""
    source, target = (text.replace("\r\n", "\n").strip() for text in (source, target))
    if control := _CONTROL.search(f"{source}\n{target}"):
        return error("X041", place, variant="control", character=f"U+{ord(control[0]):04X}")
    if max(len(source), len(target)) > LONGEST:
        return error("X041", place, variant="long", most=LONGEST)
    return Pair(source, target, structs.replace(place, segment=source), name)


def _stop(*findings: Finding) -> FeuilletError:
    return FeuilletError(Exit.SOURCE, findings)


# ── Comparing ──────────────────────────────────────────────────────────────────────────────


def compared(
    rows: Iterator[Pair | Finding], languages: tuple[str, str], glossary: compare.Glossary, jobs: int
) -> Iterator[tuple[Pair | Finding, tuple[Finding, ...]]]:
    """Each of ``rows``, in their order, with what is found in it; ``jobs`` processes share the work.

    A pair that takes too long, or too much memory, is an X042. Where too many of the rows can be neither read
    nor compared, a finding says so, and is the last.
    """
    work = partial(_compare, languages=languages, glossary=glossary)
    bad = 0
    while batches := [batch for _ in range(jobs) if (batch := _batch(rows))]:
        found = _run(batches, work, jobs)
        for row, findings in zip(chain.from_iterable(batches), found, strict=True):
            yield row, findings
            bad += isinstance(row, Finding) or any(one.code == "X042" for one in findings)
            if bad == GIVEN_UP:
                place = structs.replace(row.place, segment=None)
                yield error("X041", place, variant="given up", most=bad), ()
                return


def _batch(rows: Iterator[Pair | Finding]) -> list[Pair | Finding]:
    """The next of ``rows``, as many as are compared at once."""
    batch: list[Pair | Finding] = []
    size = 0
    while len(batch) < _BATCH and size < LONGEST and (row := next(rows, None)):
        batch.append(row)
        size += len(row.source) + len(row.target) if isinstance(row, Pair) else 0
    return batch


_Found = list[tuple[Finding, ...]]


def _run(
    batches: list[list[Pair | Finding]], work: Callable[[list[Pair | Finding]], _Found], jobs: int
) -> Iterator[tuple[Finding, ...]]:
    """What is found in each row of ``batches``. One batch that is lost is compared again, pair by pair."""
    results = dict(workers.run(batches, work, jobs=jobs, seconds=_SECONDS, megabytes=_MEGABYTES))
    for index, batch in enumerate(batches):
        match results[index]:
            case workers.Crashed() as crash:
                raise RuntimeError(f"While comparing lines from {batch[0].place.line}:\n{crash}")
            case workers.Lost() as lost if len(batch) == 1:
                yield (error("X042", batch[0].place, variant=lost.why, figure=lost.figure),)
            case workers.Lost():
                yield from _run([[row] for row in batch], work, jobs)
            case found:
                yield from found


def _compare(
    batch: list[Pair | Finding], languages: tuple[str, str], glossary: compare.Glossary
) -> list[tuple[Finding, ...]]:
    return [_findings(row, languages, glossary) if isinstance(row, Pair) else () for row in batch]


def _findings(pair: Pair, languages: tuple[str, str], glossary: compare.Glossary) -> tuple[Finding, ...]:
    found = compare.check_pair(pair.source, pair.target, *languages, place=pair.place, glossary=glossary)
    named: tuple[tuple[str, Shown], ...] = (("name", pair.name),) if pair.name else ()
    # There is no catalog that could hold a waiver.
    kept: dict[str, Shown] = {"waive": Word("leave both as they are")}
    return tuple(
        structs.replace(one, values=(*((name, kept.get(name, value)) for name, value in one.values), *named))
        for one in found
    )
