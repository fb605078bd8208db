"""``feuillet translate``: the translators' round trip. The command line loads it when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli import ARTICLES, reports
from pipeline.cli.output import as_object, show, shown
from pipeline.model import Article, Exit, FeuilletError, Finding, Place, error
from pipeline.session import Session
from pipeline.workspace import Workspace

ARTICLE = click.argument("name", metavar="ARTICLE")
LANGUAGE = click.option("--language", required=True, metavar="TAG", help="The language to translate into.")


@click.group()
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
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a page.")
@reports
def status(workspace: Workspace, as_json: bool, articles: tuple[str, ...], page: Path | None) -> None:
    """Say how far each article is in each language."""
    from pipeline import publish
    from pipeline.translate import status as states

    made = []
    for name in articles or workspace.articles():
        article, folder = _article(workspace, name), workspace.article(name)
        paths = [path for path in sorted(folder.glob("*.po")) if path.stem != article.language]
        made.append(
            states.status(
                article,
                {path.stem: path.read_bytes() for path in paths},
                {path.stem: workspace.name(path) for path in paths},
            )
        )
    findings = [finding for one in made for finding in one.findings]
    show(findings)
    if page:
        publish.replace(page, states.html(made).encode())
    if as_json:
        articles_ = [states.to_json(one) for one in made]
        click.echo(as_object(articles=articles_, page=str(page) if page else None, findings=findings))
        return
    for one in made:
        for progress in one.languages:
            since = f", stale since {progress.stale_since}" if progress.stale_since else ""
            more = _counted(progress.counts, ("unreviewed",))
            line = _state(progress.counts) + (f", {more}" if more else "") + since
            click.echo(f"{one.article}  {progress.language}  {line}")
        if not one.languages:
            click.echo(f"{one.article}  –   no translation yet")
    if page:
        click.echo(shown(str(page)))


@translate.command()
@ARTICLE
@LANGUAGE
@click.option(
    "--format",
    "format_",
    type=click.Choice(["xliff", "docx", "csv"]),
    default="xliff",
    show_default=True,
    help="XLIFF for translators' tools, a Word table, or CSV for a spreadsheet.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it there."
)
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
        message = "There is such a file already, and it holds something else."
        hint = "It may be a translator's work: import it first, or name another file with --output."
        raise FeuilletError(Exit.USAGE, (error("T028", message, hint, Place(str(target))),))
    publish.replace(target, data)
    if as_json:
        click.echo(as_object(path=str(target), format=format_, findings=()))
    else:
        back = f"feuillet translate import {name} {target} --language {language}"
        click.echo(f"{shown(str(target))}  Back with: {back}")


@translate.command("import")
@ARTICLE
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@LANGUAGE
@click.option("--merge", is_flag=True, help="Take what still fits, also from a file for an older source.")
@reports
def import_(workspace: Workspace, as_json: bool, name: str, file: Path, language: str, merge: bool) -> None:
    """Take the translations back from a file that came from a translator."""
    from pipeline.translate import exchange

    article, path = _open(workspace, name, language)
    format_ = exchange.format_of(file.suffix)
    if format_ is None:
        message = (
            f"The file cannot be read: Feuillet does not know files of the kind “{file.suffix or file.name}”."
        )
        hint = f"It knows {', '.join(exchange.SUFFIXES.values())}."
        raise FeuilletError(Exit.SOURCE, (error("T011", message, hint, Place(file.name)),))
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
    _end(path, imported.counts, ("changed", "confirmed"), imported.findings, as_json=as_json)


@translate.command()
@ARTICLE
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@LANGUAGE
@reports
def adopt(workspace: Workspace, as_json: bool, name: str, file: Path, language: str) -> None:
    """Make a catalog of a translation that exists already, as text or Markdown.

    Shows what it laid beside what. What it is not sure of is fuzzy. A translation in the catalog stays.
    """
    from pipeline import source
    from pipeline.translate import adopt as adoption
    from pipeline.translate import catalog

    article, path = _open(workspace, name, language)
    data = _limited(file, source.LARGEST)
    adopted = adoption.adopt(article, language, data, file.name, _read(path), workspace.name(path))
    _write(path, adopted.data)
    if as_json:
        pairs = [
            {"source": pair.source, "target": pair.target, "sure": pair.sure, "why": pair.why or None}
            for pair in adopted.pairs
        ]
        show(adopted.findings)
        click.echo(as_object(path=str(path), pairs=pairs, **adopted.counts, findings=adopted.findings))
        return
    for pair in adopted.pairs:
        sign = "✓" if pair.sure else "?"
        why = f"  ({pair.why})" if pair.why else ""
        for side, texts in (("  ", pair.source), ("→ ", pair.target)):
            click.echo(f"{sign} {side}{catalog.short(' ¶ '.join(texts), 90) or '–'}{why}")
            sign, why = " ", ""
    _end(path, adopted.counts, ("adopted",), adopted.findings, as_json=False)


@translate.command()
@ARTICLE
@LANGUAGE
@click.option("--by", "reviewer", required=True, metavar="NAME", help="Who looked the translation over.")
@click.option(
    "--date", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="On which day."
)
@click.option(
    "--segment", "numbers", type=int, multiple=True, metavar="N", help="This one alone (may be repeated)."
)
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
    """Put down that somebody has looked a translation over. It counts until either text changes."""
    from pipeline.translate import catalog

    article, path = _open(workspace, name, language)
    data = _read(path)
    if data is None:
        hint = f"Make one with: feuillet translate update {name} --language {language}"
        message = f"The article has no translation into “{language}”."
        raise FeuilletError(Exit.SOURCE, (error("T001", message, hint, Place(workspace.name(path))),))
    day = date.date().isoformat()
    signed = catalog.sign(article, language, data, reviewer, day, numbers, workspace.name(path))
    _write(path, signed.data)
    _end(path, signed.counts, ("signed",), signed.findings, as_json=as_json)


@translate.command()
@ARTICLE
@LANGUAGE
@click.option("--segment", "number", type=int, required=True, metavar="N", help="The number of the segment.")
@click.option("--code", required=True, metavar="X001", help="The finding of the parity gate to let pass.")
@click.option("--by", "who", required=True, metavar="NAME", help="Who answers for it.")
@click.option(
    "--date", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="On which day."
)
@click.option("--reason", required=True, metavar="TEXT", help="Why both texts say the same after all.")
@reports
def waive(
    workspace: Workspace,
    as_json: bool,
    name: str,
    language: str,
    number: int,
    code: str,
    who: str,
    date: Any,
    reason: str,
) -> None:
    """Let one finding on one segment pass, with a name and a reason. It falls when either text changes."""
    from pipeline import compare
    from pipeline.translate import catalog

    article, path = _open(workspace, name, language)
    data, place = _read(path) or b"", Place(workspace.name(path))
    if not data:
        message = f"The article has no translation into “{language}”."
        raise FeuilletError(Exit.SOURCE, (error("T001", message, "Make one with translate update.", place),))
    entry = catalog.translation(article, language, data, number, workspace.name(path))
    line = compare.waiver_line(code, who, date.date(), reason, entry.key.text, entry.text)
    read, findings = compare.waivers(line, place)
    if findings or len(read) != 1:
        raise FeuilletError(Exit.USAGE, findings)
    _write(path, catalog.annotate(article, language, data, entry.key, line, workspace.name(path)).data)
    if as_json:
        click.echo(as_object(path=str(path), waiver=line, findings=()))
    else:
        click.echo(f"{shown(str(path))}  {line}")


# ── What they share ────────────────────────────────────────────────────────────────────────


def _article(workspace: Workspace, name: str) -> Article:
    from pipeline import read

    return read.article(Session(workspace).source(name))


def _open(workspace: Workspace, name: str, language: str) -> tuple[Article, Path]:
    """The article, and where its catalog in ``language`` stands or will stand."""
    workspace.language(language)
    article = _article(workspace, name)
    if language == article.language:
        message = f"The article is in “{language}” itself."
        hint = "Name the language to translate into with --language."
        raise FeuilletError(Exit.USAGE, (error("T025", message, hint),))
    return article, workspace.article(name) / f"{language}.po"


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


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
    return f"{counts['segments']} segments: {_counted(counts, ('translated', 'fuzzy', 'missing'))}"


def _counted(counts: Any, names: Sequence[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in names if counts[name])


def _end(
    path: Path, counts: Any, changes: Sequence[str], findings: Sequence[Finding], *, as_json: bool
) -> None:
    show(findings)
    if as_json:
        click.echo(as_object(path=str(path), **counts, findings=findings))
    else:
        click.echo(f"{shown(str(path))}  {_state(counts)} ({_counted(counts, changes) or 'nothing changed'})")
