"""What the command prints: findings, closing lines, JSON, the bar that shows how far it is."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from pipeline import messages
from pipeline.cli.language import language, say
from pipeline.model import Finding, Report, Severity, Shown, Word
from pipeline.text import CLOSE, OPEN, around, read_otherwise

if TYPE_CHECKING:
    from pipeline.setup.doctor import Check
    from pipeline.verify.page import Page

MOST = 5  # errors and notes of one code that are printed; --json has them all
COLOURS = {
    Severity.ERROR: "red",
    Severity.QUESTION: "magenta",
    Severity.WARNING: "yellow",
    Severity.NOTE: "blue",
}
# What a terminal would do something with, or that turns the text around it.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def show(findings: Iterable[Finding]) -> None:
    """Print findings on standard error, each with its texts and a hint; of many alike the first few."""
    shown_of: Counter[tuple[str, Severity]] = Counter()
    left_out: Counter[str] = Counter()
    for finding in findings:
        kind = finding.code, finding.severity
        if shown_of[kind] == MOST and finding.severity in (Severity.ERROR, Severity.NOTE):
            left_out[finding.code] += 1
            continue
        shown_of[kind] += 1
        place, told = finding.place, messages.tell(finding, language())
        where = ":".join(str(part) for part in (place.file, place.line) if part is not None)
        _echo(f"{where + ': ' if where else ''}{headline(finding, sys.stderr)}", sys.stderr)
        for line in texts(finding, sys.stderr):
            _echo(f"  {line}", sys.stderr)
        if told.hint:
            _echo(f"  {say('hint', hint=told.hint)}", sys.stderr)
    for code, count in left_out.items():
        _echo(say("more", code=code, count=count), sys.stderr)


def headline(finding: Finding, stream: IO[str]) -> str:
    """What ``finding`` is, its code and its message, on one line; on a terminal in its colour."""
    message = _seen(messages.tell(finding, language()).message)
    said = say(finding.severity.value, code=finding.code, message=message)
    if not paints(stream):
        return said
    kind, code, rest = said.partition(finding.code)
    return click.style(kind + code, fg=COLOURS[finding.severity], bold=True) + rest


def texts(finding: Finding, stream: IO[str]) -> Iterator[str]:
    """The two texts that ``finding`` is about, the words marked, and what they were read as; or nothing."""
    values = dict(finding.values)
    for side in ("source", "target"):
        text = str(values.get(f"{side}_text", ""))
        if text:
            yield side_line(values[f"{side}_language"], text, str(values[f"{side}_read"]), stream)


def side_line(tag: Shown, text: str, read: str, stream: IO[str]) -> str:
    """A language, a marked text in it, and what the marked words were read as, if they say it otherwise."""
    name, other = say("word", word=tag), read_otherwise(text, read)
    said = say(
        "text read" if other else "text",
        language=name[:1].upper() + name[1:],
        text=_seen(around(text)),
        read=_seen(other),
    )
    if not paints(stream):
        return said
    return re.sub(f"{OPEN}([^{CLOSE}]*){CLOSE}", lambda found: click.style(found[1], bold=True), said)


def paints(stream: IO[str]) -> bool:
    """Whether ``stream`` is a terminal whose reader wants colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def _seen(text: str) -> str:
    """``text`` without what a terminal would not show but obey."""
    return _UNSEEN.sub(lambda found: "\n" if found[0] == "\n" else "\N{REPLACEMENT CHARACTER}", text)


def _echo(line: str, stream: IO[str]) -> None:
    click.echo(line, file=stream, color=paints(stream))


def line_for(report: Report) -> str:
    """The closing line of an output: its path, its pages, its size."""
    pages = f"{say('pages', count=report.pages)}, " if report.pages else ""
    fresh = f" ({say('unchanged')})" if report.cached else ""
    return f"{shown(report.path)}  {pages}{size(report.size)}{fresh}"


def shown(path: str) -> str:
    """``path`` from the current folder where it lies below it."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def size(count: int) -> str:
    """So many bytes, as people say it."""
    if count >= 1_000_000:
        return say("megabytes", size=round(count / 1_000_000, 1))
    return say("kilobytes", size=max(1, round(count / 1000)))


def artifact(report: Report) -> dict[str, object]:
    """An output as `as_object` holds it."""
    return {
        "path": report.path,
        "product": report.order.product,
        **({"variant": report.order.variant} if report.order.variant else {}),
        "languages": report.order.languages,
        "clinic": report.order.clinic,
        "pages": report.pages,
        "bytes": report.size,
        "sha256": report.sha256,
        "cached": report.cached,
        "seconds": report.seconds,
    }


def as_object(**values: Any) -> str:
    """One JSON object, in the form that is a contract."""
    if "findings" in values:
        values["findings"] = [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                **messages.tell(finding, language())._asdict(),
                "values": {name: _bare(value) for name, value in finding.values},
                "location": {
                    "file": finding.place.file,
                    "line": finding.place.line,
                    "segment": finding.place.segment,
                },
            }
            for finding in values["findings"]
        ]
    return json.dumps(values, ensure_ascii=False, indent=2)


def _bare(value: Shown) -> object:
    """``value`` as a script reads it: a word by its key."""
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    return value.key if isinstance(value, Word) else value


COLUMNS = (
    "number",
    "smallest_type",
    "body",
    "characters",
    "line_spacing",
    "contrast",
    "edge",
    "ink",
    "dark_area",
    "fill",
)


def figures(pages: Iterable[Page], language: str) -> str:
    """What was measured on each page, as a table; a dash where there is nothing to measure."""
    rows = [[messages.say(f"column {name}", language) for name in COLUMNS]]
    for page in pages:
        values = (getattr(page, name) for name in COLUMNS)
        rows.append(["–" if value is None else messages.number(value, language) for value in values])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def examined(checks: Iterable[Check]) -> None:
    """A line for each thing that was looked for; then how to get what is missing, each way said once."""
    ways: dict[str, list[str]] = {}
    for check in checks:
        sign = "✓" if check.found else ("✗" if check.needed else "–")
        name = messages.word(check.name, language())
        click.echo(f"{sign} {name:<18} {check.found or say('missing' if check.needed else 'for tests')}")
        if not check.found:
            ways.setdefault(messages.tell(check.finding, language()).hint, []).append(name)
    for way, names in ways.items():
        click.echo(f"\n{', '.join(names)}\n  {way}")


@contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[Callable[[Report], None]]:
    """A bar on a terminal; nothing where there is none, for the closing lines say it all."""
    if quiet or total < 2 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("…", total=total)

        def advance(report: Report) -> None:
            bar.update(task, advance=1, description=report.order.path.name)

        yield advance
