"""``feuillet compare``: the comparison alone, of one pair of texts or a list, outside any workspace."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import reports, split
from pipeline.cli.language import Command, argument, option, say
from pipeline.cli.output import as_object, headline, paints, show, texts
from pipeline.model import Exit, FeuilletError, Finding, Place, Word, error
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.translate.pairs import Table

FILE = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
LANGUAGES = ("fr", "en")  # where nobody says which
FOUND = ("errors", "questions", "warnings")
COUNTED = ("pairs", *FOUND, "unread")
_WIDTH = 6  # of the column that says the line


@click.command(cls=Command)
@argument("file", required=False, type=FILE)
@option("--pair", nargs=2, metavar="TEXT TEXT")
@option("--languages", metavar="fr,en", default="")
@reports
def compare(
    workspace: Workspace, as_json: bool, file: Path | None, pair: tuple[str, str] | None, languages: str
) -> None:
    """Compare texts with their translations: those of a list, or one pair."""
    from pipeline import compare as gate
    from pipeline.translate import pairs

    asked = _tags(languages)
    path = workspace.glossary()
    terms = gate.glossary(path.read_bytes(), workspace.name(path)) if path else gate.NO_TERMS
    counts = dict.fromkeys(COUNTED, 0)
    findings: list[Finding] = []
    with ExitStack() as stack:
        table = _table(file, pair, {*workspace.languages(), *asked}, stack)
        source, target = _agreed(asked, table.languages, file)
        jobs = min(os.cpu_count() or 1, 8)
        for row, found in pairs.compared(table.rows, (source, target), terms, jobs):
            told = (row,) if isinstance(row, Finding) else found
            head = file is not None and not any(counts[name] for name in FOUND)
            counts["pairs"] += isinstance(row, pairs.Pair)
            for one in told:
                counts["unread" if one.code in pairs.UNREAD else f"{one.severity.value}s"] += 1
            if not as_json:
                _print(told, head=head)
            findings += told
    without = gate.not_compared(source, target)
    if as_json:
        tags = {"languages": (source, target), "not_compared": without}
        click.echo(as_object(**tags, **counts, findings=findings))
    else:
        click.echo(_sum(counts))
        if without:
            kinds = tuple(map(Word, without))
            click.echo(say("pairs without", source=Word(source), target=Word(target), kinds=kinds))
    wrong = Exit.CHECK if counts["errors"] else Exit.DONE
    sys.exit(max(wrong, Exit.SOURCE if counts["unread"] else Exit.DONE))


def _tags(languages: str) -> tuple[str, ...]:
    """The two languages that are asked for, or none."""
    from pipeline.translate.pairs import TAG

    tags = split(languages)
    if languages and (len(tags) != 2 or tags[0] == tags[1] or not all(map(TAG.fullmatch, tags))):
        raise click.UsageError(say("pairs languages", given=languages))
    return tags


def _table(
    file: Path | None, pair: tuple[str, str] | None, known: Collection[str], stack: ExitStack
) -> Table:
    """What is to be compared; a file that is opened for it is closed by ``stack``."""
    from pipeline.translate import pairs

    if file is not None and pair is None:
        stream = sys.stdin.buffer if str(file) == "-" else stack.enter_context(file.open("rb"))
        return pairs.read(stream, str(file), known)
    if file is None and pair is not None:
        return pairs.Table((), iter([pairs.pair(*pair)]))
    raise click.UsageError(say("pairs what"))


def _agreed(asked: tuple[str, ...], made: tuple[str, ...], file: Path | None) -> tuple[str, str]:
    """The languages to compare: those asked for, those that the head of the list names, or `LANGUAGES`."""
    if asked and made and asked != made:
        raise FeuilletError(Exit.USAGE, (error("X043", Place(str(file), 1), made=made, asked=asked),))
    source, target = asked or made or LANGUAGES
    return source, target


def _print(told: tuple[Finding, ...], *, head: bool) -> None:
    """What is found in a pair, as rows of a table; what cannot be read, as any command tells it."""
    from pipeline.translate.pairs import UNREAD

    show(one for one in told if one.code in UNREAD)
    rows = [one for one in told if one.code not in UNREAD]
    if rows and head:
        click.echo(f"{say('pairs line'):>{_WIDTH}}  {say('pairs found')}")
    for one in rows:
        name = dict(one.values).get("name", "")
        where = f"{one.place.line or ''}" + (f" ({name})" if name else "")
        lines = (headline(one, sys.stdout), *(f"  {text}" for text in texts(one, sys.stdout)))
        for line in lines:
            click.echo(f"{where:>{_WIDTH}}  {line}", color=paints(sys.stdout))
            where = ""


def _sum(counts: Mapping[str, int]) -> str:
    """How many pairs there were, and what was found in them."""
    always = ("errors", "questions")
    said = [
        say(f"pairs {name}", count=counts[name]) for name in COUNTED[1:] if counts[name] or name in always
    ]
    return say("pairs", count=counts["pairs"], counts=", ".join(said))
