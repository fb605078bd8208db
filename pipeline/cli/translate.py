"""``feuillet translate``: the translators' round trip. The command line loads it when it is asked for."""

from __future__ import annotations

import datetime
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import messages
from pipeline.cli import ARTICLES, reports
from pipeline.cli.language import Group, agrees, argument, confirm, option, say
from pipeline.cli.language import language as spoken
from pipeline.cli.output import as_object, show, shown
from pipeline.cli.output import texts as texts_of
from pipeline.model import Article, Exit, FeuilletError, Finding, Place, Segment, Word, error, is_question
from pipeline.session import Session
from pipeline.text import marks
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.translate.adopt import Pair
    from pipeline.translate.gate import Gate
    from pipeline.translate.status import Progress

ARTICLE = argument("name", metavar="ARTICLE")
DAY = click.DateTime(["%Y-%m-%d"])
LANGUAGE = option("--language", required=True, metavar="TAG")


@click.group(cls=Group)
def translate() -> None:
    """Catalogs for translators: make them, send them out, take them back, see how far they are."""


@translate.command()
@ARTICLES
@LANGUAGE
@reports
def update(workspace: Workspace, as_json: bool, articles: tuple[str, ...], language: str) -> None:
    """Bring catalogs up to their articles: new segments empty, changed ones fuzzy, gone ones kept aside."""
    from pipeline.translate import catalog

    done = []
    for name in articles or workspace.articles():
        article, path = _open(workspace, name, language)
        done.append((name, path, catalog.update(article, language, _read(path), workspace.name(path))))
    for _, path, updated in done:
        _write(path, updated.data)
    findings = [finding for _, _, updated in done for finding in updated.findings]
    show(findings)
    if as_json:
        catalogs = [
            {"article": name, "language": language, "path": str(path), **updated.counts}
            for name, path, updated in done
        ]
        click.echo(as_object(catalogs=catalogs, findings=findings))
    else:
        for _, path, updated in done:
            changes = _counted(updated.counts, ("new", "changed", "restored", "gone"))
            click.echo(f"{shown(str(path))}  {_state(updated.counts)}{f' ({changes})' if changes else ''}")


@translate.command()
@ARTICLES
@option("--html", "page", type=click.Path(path_type=Path), metavar="FILE")
@reports
def status(workspace: Workspace, as_json: bool, articles: tuple[str, ...], page: Path | None) -> None:
    """Say how far each article is in each language, and what of it would stop a build."""
    from pipeline import publish
    from pipeline.translate import status as states

    made = []
    for name in articles or workspace.articles():
        article, folder = _article(workspace, name), workspace.article(name)
        paths = [
            path for path in sorted(folder.glob("*.po")) if path.stem != article.language and path.is_file()
        ]
        translations = [
            states.Translation(
                path.stem,
                path.read_bytes(),
                workspace.name(path),
                _gate(workspace, article, path).findings,
            )
            for path in paths
        ]
        made.append(states.status(article, translations))
    findings = [finding for one in made for finding in one.findings]
    show(findings)
    if page:
        publish.replace(page, states.html(made, spoken()).encode())
    if as_json:
        articles_ = [states.to_json(one) for one in made]
        click.echo(as_object(articles=articles_, page=str(page) if page else None, findings=findings))
        return
    for one in made:
        for progress in one.languages:
            since = f", {say('stale since', date=progress.stale_since)}" if progress.stale_since else ""
            more = _counted(progress.counts, ("unreviewed",))
            line = _state(progress.counts) + (f", {more}" if more else "") + since + _verdict(progress)
            click.echo(f"{one.article}  {progress.language}  {line}")
        if not one.languages:
            click.echo(f"{one.article}  –   {say('no translation')}")
    if page:
        click.echo(shown(str(page)))


@translate.command()
@ARTICLE
@LANGUAGE
@option(
    "--format", "format_", type=click.Choice(["xliff", "docx", "csv"]), default="xliff", show_default=True
)
@option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@reports
def export(
    workspace: Workspace, as_json: bool, name: str, language: str, format_: str, output: Path | None
) -> None:
    """Write the segments into a file for a translator."""
    from pipeline import publish
    from pipeline.translate import exchange

    article, path = _open(workspace, name, language)
    target = output or Path(f"{name}-{language}{exchange.SUFFIXES[format_]}")
    data = exchange.export(article, language, _read(path), format_, workspace.name(path))
    if target.exists() and target.read_bytes() != data:
        raise FeuilletError(Exit.USAGE, (error("T028", Place(str(target))),))
    publish.replace(target, data)
    if as_json:
        click.echo(as_object(path=str(target), format=format_, findings=()))
    else:
        back = f"feuillet translate import {name} {target} --language {language}"
        click.echo(f"{shown(str(target))}  {say('sent', command=back)}")


@translate.command("import")
@ARTICLE
@argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@LANGUAGE
@option("--merge", is_flag=True)
@reports
def import_(workspace: Workspace, as_json: bool, name: str, file: Path, language: str, merge: bool) -> None:
    """Take the translations back from a file that came from a translator, and compare them."""
    from pipeline.translate import exchange

    article, path = _open(workspace, name, language)
    format_ = exchange.format_of(file.suffix)
    if format_ is None:
        known = tuple(exchange.SUFFIXES.values())
        finding = error("T011", Place(file.name), variant="kind", name=file.name, known=known)
        raise FeuilletError(Exit.SOURCE, (finding,))
    imported = exchange.import_(
        article,
        language,
        _read(path),
        _limited(file, exchange.LARGEST),
        format_,
        merge=merge,
        shown=file.name,
        shown_catalog=workspace.name(path),
    )
    _write(path, imported.data)
    brought = {key.text for key in imported.finished}
    said = _gate(workspace, article, path).findings
    findings = (*imported.findings, *(finding for finding in said if finding.place.segment in brought))
    _end(path, imported.counts, ("changed", "confirmed"), findings, as_json=as_json)


@translate.command()
@ARTICLE
@argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@LANGUAGE
@reports
def adopt(workspace: Workspace, as_json: bool, name: str, file: Path, language: str) -> None:
    """Make a catalog of a translation that exists already, as text or Markdown.

    Shows what it laid beside what. What it is not sure of is fuzzy. A translation in the catalog stays.
    """
    from pipeline import source
    from pipeline.text import short
    from pipeline.translate import adopt as adoption

    article, path = _open(workspace, name, language)
    data = _limited(file, source.LARGEST)
    adopted = adoption.adopt(article, language, data, file.name, _read(path), workspace.name(path))
    _write(path, adopted.data)
    if as_json:
        pairs = [
            {"source": pair.source, "target": pair.target, "sure": pair.sure, "why": _doubt(pair) or None}
            for pair in adopted.pairs
        ]
        show(adopted.findings)
        click.echo(as_object(path=str(path), pairs=pairs, **adopted.counts, findings=adopted.findings))
        return
    for pair in adopted.pairs:
        sign = "✓" if pair.sure else "?"
        why = f"  ({_doubt(pair)})" if pair.doubt else ""
        for side, texts in (("  ", pair.source), ("→ ", pair.target)):
            click.echo(f"{sign} {side}{short(' ¶ '.join(texts), 90) or '–'}{why}")
            sign, why = " ", ""
    _end(path, adopted.counts, ("adopted",), adopted.findings, as_json=False)


@translate.command()
@ARTICLE
@LANGUAGE
@option("--by", "reviewer", required=True, metavar="NAME")
@option("--date", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
@option("--segment", "numbers", type=int, multiple=True, metavar="N")
@reports
def review(
    workspace: Workspace,
    as_json: bool,
    name: str,
    language: str,
    reviewer: str,
    date: Any,
    numbers: tuple[int, ...],
) -> None:
    """Put down that somebody has looked a translation over. It counts until either text changes.

    Asks what the comparison asks, where somebody is there; a passage with an open question is not put down.
    """
    from pipeline.translate import catalog
    from pipeline.translate import review as reviews

    article, path = _open(workspace, name, language)
    data, shown_ = _existing(workspace, article, path), workspace.name(path)
    found = _gate(workspace, article, path)
    asked = found.questions
    day, units = date.date(), catalog.units(article)
    # What cannot be put down is refused before anything is asked.
    reviews.sign(article, language, data, reviewer, day.isoformat(), numbers, shown_)
    if asked and _is_attended():
        named = {unit.key for unit in units if unit.number in numbers or not numbers}
        for passage in (one for one in found.edition.segments if one.key in named & asked.keys()):
            lines = _answers(passage, article.language, language, asked[passage.key], reviewer, day)
            for line in lines:
                data = reviews.waive(article, language, data, {passage.key}, line, shown_).data
            if len(lines) == len({one.code for one in asked[passage.key]}):
                del asked[passage.key]
        _write(path, data)  # an answer stands, whatever becomes of the review
    signed = reviews.sign(article, language, data, reviewer, day.isoformat(), numbers, shown_, asked)
    _write(path, signed.data)
    _end(path, signed.counts, ("signed",), signed.findings, as_json=as_json)


@translate.command()
@ARTICLE
@LANGUAGE
@option("--segment", required=True, metavar="KEY")
@option("--code", required=True, metavar="X001")
@option("--by", "who", metavar="NAME")
@option("--date", type=DAY, metavar="YYYY-MM-DD")
@option("--reason", metavar="TEXT")
@option("--yes", is_flag=True)
@reports
def waive(
    workspace: Workspace,
    as_json: bool,
    name: str,
    language: str,
    segment: str,
    code: str,
    who: str | None,
    date: datetime.datetime | None,
    reason: str | None,
    yes: bool,
) -> None:
    """Let one finding on one passage pass, with a name and a reason. It falls when either text changes.

    The finding says what to type. Shows both texts and what is found in them, and asks before it writes.
    """
    from pipeline import compare
    from pipeline.translate import review as reviews

    article, path = _open(workspace, name, language)
    data = _existing(workspace, article, path)
    found = _gate(workspace, article, path)
    passages = [
        one for one in found.edition.segments if compare.digest(one.block.content, one.texts[0]) == segment
    ]
    if not passages:
        command = shlex.join(("feuillet", "translate", "status", name))
        raise FeuilletError(Exit.USAGE, (error("T029", segment=segment, command=command),))
    passage, place = passages[0], passages[0].places[0]
    findings = [one for one in found.findings if one.place == place and compare.can_be_waived(one)]
    codes = tuple(dict.fromkeys(one.code for one in findings))
    if code not in codes:
        variant = "" if codes else "nothing"
        raise FeuilletError(Exit.USAGE, (error("T030", place, variant=variant, asked=code, found=codes),))
    findings = [one for one in findings if one.code == code]
    asks = all(map(is_question, findings))
    _echo_passage(passage, article.language, language, findings, "answer found" if asks else "waive found")
    if not yes and not _is_attended():
        raise FeuilletError(Exit.USAGE, (error("T031", place),))
    who = who or _ask("answer who" if asks else "waive who", "--by", str)
    today = datetime.datetime.now(datetime.UTC).astimezone().date()
    date = date or _ask("waive when", "--date", DAY, today.isoformat())
    reason = reason or _ask("answer why" if asks else "waive why", "--reason", str)
    line = _waiver(passage, code, who, date.date(), reason)
    if not yes:
        confirm(say("answer ask" if asks else "waive ask", code=code))
    keys = {one.key for one in passages}
    _write(path, reviews.waive(article, language, data, keys, line, workspace.name(path)).data)
    if as_json:
        click.echo(as_object(path=str(path), waiver=line, findings=()))
    else:
        click.echo(f"{shown(str(path))}  {line}")


def _waiver(passage: Segment, code: str, who: str, day: datetime.date, reason: str) -> str:
    """The line that waives ``code`` for the two texts of ``passage``, or answers it; it can be read back."""
    from pipeline import compare

    line = compare.waiver_line(code, who, day, reason, passage.block.content, passage.texts[0])
    read, problems = compare.waivers(line, passage.places[0])
    if problems or len(read) != 1:
        raise FeuilletError(Exit.USAGE, (error("T026", passage.places[0], variant="waiver", who=who),))
    return line


def _answers(
    passage: Segment, source: str, target: str, asked: Sequence[Finding], who: str, day: datetime.date
) -> list[str]:
    """Ask a reviewer each of the questions about ``passage``; a line for each that is answered with yes."""
    lines = []
    for code in dict.fromkeys(one.code for one in asked):
        _echo_passage(passage, source, target, [one for one in asked if one.code == code], "answer found")
        if agrees(say("answer ask", code=code)):
            reason = _ask("answer why", "--reason", str, say("answer default"))
            lines.append(_waiver(passage, code, who, day, reason))
    return lines


def _echo_passage(
    segment: Segment, source: str, target: str, findings: Sequence[Finding], heading: str
) -> None:
    """Both texts and, under the line ``heading``, what is found in them, on standard error."""
    from pipeline import markup

    said = "\n".join(
        "\n".join((f"{one.code} {messages.tell(one, spoken()).message}", *_marked(one))) for one in findings
    )
    for line, tag, text in (
        ("waive source", source, segment.key.text),
        ("waive target", target, markup.to_markdown(segment.texts[0])),
        (heading, "", said),
    ):
        click.echo(say(line, language=Word(tag)), err=True)
        click.echo("".join(f"  {row}\n" for row in text.split("\n")), err=True, nl=False)


def _marked(finding: Finding) -> Sequence[str]:
    """The texts of ``finding`` once more where words of theirs are marked."""
    both = "".join(str(value) for name, value in finding.values if name in ("source_text", "target_text"))
    return tuple(texts_of(finding, sys.stderr)) if marks(both) else ()


def _is_attended() -> bool:
    """Whether somebody is there who can answer."""
    return sys.stdin.isatty()


def _ask(line: str, name: str, kind: Any, default: str | None = None) -> Any:
    """What was not told is asked for, where somebody is there to answer."""
    if not _is_attended():
        raise click.MissingParameter(param_hint=f"'{name}'", param_type="option")
    return click.prompt(say(line), type=kind, default=default, err=True)


# ── What they share ────────────────────────────────────────────────────────────────────────


def _article(workspace: Workspace, name: str) -> Article:
    from pipeline import read

    return read.article(Session(workspace).source(name))


def _open(workspace: Workspace, name: str, language: str) -> tuple[Article, Path]:
    """The article, and where its catalog in ``language`` stands or will stand."""
    workspace.language(language)
    article = _article(workspace, name)
    if language == article.language:
        raise FeuilletError(Exit.USAGE, (error("T025", language=Word(language)),))
    return article, workspace.article(name) / f"{language}.po"


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _existing(workspace: Workspace, article: Article, path: Path) -> bytes:
    data = _read(path)
    if data is None:
        command = shlex.join(("feuillet", "translate", "update", article.name, "--language", path.stem))
        finding = error("T001", Place(workspace.name(path)), language=Word(path.stem), command=command)
        raise FeuilletError(Exit.SOURCE, (finding,))
    return data


def _gate(workspace: Workspace, article: Article, path: Path) -> Gate:
    """What a build would say of the catalog at ``path``."""
    from pipeline.translate.gate import gate

    source = Session(workspace).source(article.name)
    return gate(article, path.stem, source.catalogs.get(path.stem), source.glossary)


def _limited(path: Path, most: int) -> bytes:
    """The file, but no more of it than a byte beyond what is allowed, which tells that it is too large."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _write(path: Path, data: bytes) -> None:
    """Write a catalog, whole or not at all; one that would stay the same is left alone."""
    from pipeline import publish

    if _read(path) != data:
        publish.replace(path, data)


def _state(counts: Any) -> str:
    counted = _counted(counts, ("translated", "fuzzy", "missing"))
    return say("passages", count=counts["segments"], counts=counted)


def _counted(counts: Any, names: Sequence[str]) -> str:
    return ", ".join(say(f"count {name}", count=counts[name]) for name in names if counts[name])


def _verdict(progress: Progress) -> str:
    """What of a translation would stop a build, though it is finished, and how many questions are open."""
    counts = progress.counts
    blocked = counts["stopped"] + counts["fuzzy"] + counts["missing"]
    said = [say(f"status {name}", count=counts[name]) for name in ("stopped", "questions") if counts[name]]
    if not progress.ready and not blocked:
        said.append(say("status elsewhere"))
    return "".join(f", {line}" for line in said)


def _doubt(pair: Pair) -> str:
    """What makes a pair of an adopted translation unsure, in words."""
    match pair.doubt:
        case "":
            return ""
        case "kinds":
            source, target = (Word(kind.value) for kind in pair.kinds)
            return say("doubt kinds", source=source, target=target)
        case "several":
            return say("doubt several", source=len(pair.source), target=len(pair.target))
        case other:
            return say(f"doubt {other}")


def _end(
    path: Path, counts: Any, changes: Sequence[str], findings: Sequence[Finding], *, as_json: bool
) -> None:
    show(findings)
    if as_json:
        click.echo(as_object(path=str(path), **counts, findings=findings))
    else:
        click.echo(
            f"{shown(str(path))}  {_state(counts)} ({_counted(counts, changes) or say('nothing changed')})"
        )
