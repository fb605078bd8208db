"""The ``feuillet`` command: the only place that prints and exits."""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, Literal

import click
from msgspec import structs

from pipeline import __version__, messages
from pipeline.model import Exit, FeuilletError, Finding, Order, Place, Report, Severity, Word, error, is_error
from pipeline.session import Session
from pipeline.workspace import Workspace

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Later(click.Group):
    """A group whose larger commands are imported when they are asked for."""

    modules: ClassVar[dict[str, str]] = {"translate": "pipeline.cli.translate"}

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *self.modules})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in self.modules:
            found: click.Command = getattr(importlib.import_module(self.modules[name]), name)
            return found
        return super().get_command(context, name)


@click.group(cls=Later, context_settings=SETTINGS)
@click.version_option(__version__, prog_name="feuillet")
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Work on this folder.",
    metavar="DIR",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """From one article: a brochure to print, an ebook to send, a bilingual handout.

    A workspace is a folder with sources/ and, if it likes, styles/ laid over the ones that come with
    Feuillet. Without -C it is the current folder.
    """
    if not folder.is_dir():
        hint = "Check its name, or leave -C out to work in this folder."
        show((error("C008", f"There is no folder “{folder}”.", hint, Place(str(folder))),))
        sys.exit(Exit.CONFIGURATION)
    context.obj = Workspace(folder.resolve())


def reports(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the workspace, and let it show the findings it ends on."""

    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")
    @click.pass_obj
    @wraps(command)
    def wrapped(workspace: Workspace, /, as_json: bool, **arguments: Any) -> None:
        try:
            command(workspace, as_json=as_json, **arguments)
        except FeuilletError as problem:
            show(problem.findings)
            if as_json:
                nothing = {"artifacts": ()} if command.__name__ == "build" else {}
                click.echo(as_object(**nothing, findings=problem.findings))
            sys.exit(problem.exit_code)

    return wrapped


ARTICLES = click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
PRODUCTS = click.option(
    "--product", "products", multiple=True, metavar="NAME", help="This product alone (may be repeated)."
)
CLINICS = click.option(
    "--clinic", "clinics", multiple=True, metavar="NAME", help="For this clinic (may be repeated)."
)
GREY = click.option("--grey", is_flag=True, help="For a printer without colour.")
PRINT_SHOP = click.option("--print-shop", is_flag=True, help="For a commercial printer: bleed, marks, inks.")
CACHE_DIR = click.option(
    "--cache-dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep what was made for the next build here, instead of in .feuillet/.",
)
LANGUAGES = click.option(
    "--languages", default="", metavar="fr,en", help="In these languages, in this order."
)


@main.command()
@ARTICLES
@PRODUCTS
@CLINICS
@LANGUAGES
@GREY
@PRINT_SHOP
@click.option(
    "--output-dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Put the files here instead of build/.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), help="How many to make at a time; one a processor unless told."
)
@CACHE_DIR
@click.option("--force", is_flag=True, help="Make everything again, also what has not changed.")
@click.option("--prune", is_flag=True, help="Remove outputs that no longer match their source.")
@reports
def build(
    workspace: Workspace,
    as_json: bool,
    articles: tuple[str, ...],
    products: tuple[str, ...],
    clinics: tuple[str, ...],
    languages: str,
    grey: bool,
    print_shop: bool,
    output_dir: Path | None,
    cache_dir: Path | None,
    jobs: int | None,
    force: bool,
    prune: bool,
) -> None:
    """Make the files: everything, or what is named."""
    from pipeline import plan, publish

    output = (output_dir or workspace.root / "build").resolve()
    with session_for(workspace, cache_dir, anew=force) as session:
        asked = plan.plan(
            session,
            articles,
            products,
            clinics,
            split(languages),
            one_variant(grey=grey, print_shop=print_shop),
        )
        orders = asked.orders
        if not orders and not asked.findings:
            hint = "Put a text into sources/ with: feuillet import FILE"
            raise FeuilletError(Exit.SOURCE, (error("C007", "There is no article to build.", hint),))
        there = {} if force else {order: plan.current(order, session, output) for order in orders}
        pending = [order for order in orders if there.get(order) is None]
        made: dict[Order, Report] = {}
        if pending:
            from pipeline import line

            with progress(len(pending), quiet=as_json) as tell:
                reports = line.build_all(
                    pending, session, output, jobs=jobs or os.cpu_count() or 1, tell=tell
                )
            made = dict(zip(pending, reports, strict=True))
            session.store.prune_daily()
        done = [there.get(order) or made[order] for order in orders]
        failed = any(report.exit_code for report in done)  # first that is mended, then what is left over
        outdated = () if failed else plan.outdated(orders, session, output)
    old = {record.order for record, _ in outdated}
    removed = publish.remove(output, lambda record: record.order in old) if prune else ()
    found = [finding for report in done for finding in report.findings]
    found += [] if prune else [finding for _, finding in outdated]
    findings = tuple(dict.fromkeys((*asked.findings, *found)))
    show(findings)
    if as_json:
        artifacts = [artifact(report) for report in done if report.path]
        gone = {"removed": [str(path) for path in removed]} if prune else {}
        click.echo(as_object(artifacts=artifacts, **gone, findings=findings))
    else:
        for report in done:
            if report.path:
                click.echo(line_for(report))
        for path in removed:
            click.echo(f"{shown(str(path))}  removed")
    sys.exit(max((asked.exit_code, *(report.exit_code for report in done))))


@main.command()
@ARTICLES
@PRODUCTS
@CLINICS
@LANGUAGES
@GREY
@PRINT_SHOP
@click.option("--layout", "measured", is_flag=True, help="Lay the PDFs out, and measure their pages too.")
@click.option(
    "--pictures",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Show each place measured as a picture in DIR.",
)
@reports
def check(
    workspace: Workspace,
    as_json: bool,
    articles: tuple[str, ...],
    products: tuple[str, ...],
    clinics: tuple[str, ...],
    languages: str,
    grey: bool,
    print_shop: bool,
    measured: bool,
    pictures: Path | None,
) -> None:
    """Look for everything that would stop a build, and make nothing."""
    from pipeline import line, plan

    session = Session(workspace)
    asked = plan.plan(
        session,
        articles,
        products,
        clinics,
        split(languages),
        one_variant(grey=grey, print_shop=print_shop),
    )
    findings = tuple(dict.fromkeys((*asked.findings, *line.check(asked.orders, session))))
    show(findings)
    pages: dict[str, object] = {}
    if (measured or pictures) and not any(map(is_error, findings)):
        from pipeline.verify import page

        for order, data, survey in line.measure(asked.orders, session):
            found = [item.finding for item in survey.measured]
            findings += tuple(found)
            pages[order.path.as_posix()] = [structs.asdict(one) for one in survey.pages]
            if not as_json:
                click.echo(f"{order.path.as_posix()}\n{page.table(survey.pages)}")
            show(finding for finding in found if finding.severity is not Severity.NOTE)
            if pictures:
                page.pictures(data, survey.measured, pictures / order.path.with_suffix(""))
    if as_json:
        click.echo(as_object(**({"pages": pages} if pages else {}), findings=findings))
    elif not any(map(is_error, findings)):
        click.echo(f"{len(asked.orders)} outputs can be made.")
    sys.exit(Exit.CHECK if any(map(is_error, findings)) else Exit.DONE)


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@reports
def explain(workspace: Workspace, as_json: bool, path: Path) -> None:
    """Say why a file in the output folder is, or is not, up to date."""
    from pipeline import publish

    record, output = publish.find(path.absolute())
    changes = tuple(publish.changes(record, output, Session(workspace).ingredients(record.order)))
    if as_json:
        click.echo(
            as_object(path=str(path), current=not changes, changes=[structs.asdict(one) for one in changes])
        )
        return
    for change in changes:
        click.echo(messages.say(f"explain/{change.how}", messages.language_of(), **structs.asdict(change)))
    if not changes:
        click.echo(messages.say("explain/current", messages.language_of(), files=len(record.ingredients)))


@main.command()
@CACHE_DIR
@click.option("--clear", is_flag=True, help="Throw everything away.")
@click.option("--max-size", type=click.IntRange(0), metavar="MB", help="Keep this much at most.")
@click.option("--max-age", type=click.IntRange(0), metavar="DAYS", help="Keep what was used in this time.")
@reports
def cache(
    workspace: Workspace,
    as_json: bool,
    cache_dir: Path | None,
    clear: bool,
    max_size: int | None,
    max_age: int | None,
) -> None:
    """Say what is kept for the next build, or throw some of it away; nothing is lost by that but time."""
    from pipeline import store as stores

    store = Session(workspace, cache_dir).store
    gone = stores.Kept(0, 0)
    if clear:
        gone = store.clear()
    elif max_size is not None or max_age is not None:
        largest = stores.LARGEST if max_size is None else max_size * 1_000_000
        gone = store.prune(largest, stores.OLDEST if max_age is None else max_age)
    kept = store.kept()
    if as_json:
        click.echo(
            as_object(folder=str(store.folder), kept=kept._asdict(), removed=gone._asdict(), findings=())
        )
    else:
        language = messages.language_of()
        if gone.results:
            click.echo(messages.say("cache/gone", language, count=gone.results, size=size(gone.size)))
        where = shown(str(store.folder))
        click.echo(
            messages.say("cache/kept", language, count=kept.results, size=size(kept.size), folder=where)
        )


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--language", default="fr", metavar="TAG", show_default=True, help="The language of the text.")
@click.option("--name", metavar="SLUG", help="The article's name; made from its title unless told.")
@click.option("--accept-changes", "changes", flag_value="accept", help="Take all tracked changes.")
@click.option("--reject-changes", "changes", flag_value="reject", help="Go back to the text before them.")
@click.option("--update", is_flag=True, help="Bring an article that is there up to date; shows what changes.")
@reports
def import_(
    workspace: Workspace,
    as_json: bool,
    file: Path,
    language: str,
    name: str | None,
    changes: Literal["accept", "reject"] | None,
    update: bool,
) -> None:
    """Turn a file into an article: Word, OpenDocument, HTML, RTF, EPUB, Markdown or plain text.

    Finds the title, the lead and the headings, takes out what is left of a web page, and says what it
    could not carry.
    """
    from pipeline import intake, publish

    data = file.read_bytes()
    imported = intake.article(data, file.name, language, name, changes=changes or "")
    folder = workspace.sources / imported.name
    path = folder / "article.md"
    if update and path.exists():
        old = path.read_text("utf-8")
        imported = intake.update(old, imported, workspace.name(path))
        if difference := intake.difference(old, imported.text):
            click.echo(difference, err=True)
            if sys.stdin.isatty():
                click.confirm("Change the article so?", abort=True, err=True)
    text = imported.text.encode()
    if path.exists() and path.read_bytes() != text and not update:
        message = f"There is an article “{imported.name}” already, and it says something else."
        hint = "Give this one another name with --name, or bring that one up to date with --update."
        raise FeuilletError(Exit.USAGE, (error("I004", message, hint, Place(workspace.name(path))),))
    for picture, content in imported.media.items():
        publish.replace(folder / "media" / picture, content)
    publish.replace(path, text)
    if file.resolve() != path.resolve():
        publish.replace(folder / f"original{file.suffix.lower()}", data)
    show(imported.findings)
    if as_json:
        click.echo(as_object(article=imported.name, path=str(path), findings=imported.findings))
    else:
        click.echo(
            f"{shown(str(path))}  Read it, complete its settings, then: feuillet build {imported.name}"
        )


@main.command()
@click.argument("article")
@click.option("--format", "kind", type=click.Choice(["docx"]), default="docx", show_default=True)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it here."
)
@reports
def export(workspace: Workspace, as_json: bool, article: str, kind: str, output: Path | None) -> None:
    """Give an article to a colleague as a Word file, to be edited and imported again with --update."""
    from pipeline import publish, read
    from pipeline.intake import export as exporter

    path = output or Path(f"{article}.{kind}")
    publish.replace(path, exporter.docx(read.article(Session(workspace).source(article))))
    if as_json:
        click.echo(as_object(path=str(path), findings=()))
    else:
        click.echo(
            f"{shown(str(path.resolve()))}  Back with: feuillet import {path} --name {article} --update"
        )


@main.command()
@click.argument("title")
@click.option("--language", default="fr", metavar="TAG", show_default=True, help="The language of the text.")
@click.option("--name", metavar="SLUG", help="The article's name; made from its title unless told.")
@reports
def new(workspace: Workspace, as_json: bool, title: str, language: str, name: str | None) -> None:
    """Begin an article: a folder in sources/ with its settings and a title, ready to be written."""
    from pipeline import intake, markup, publish

    workspace.language(language)
    imported = intake.article(f"# {markup.escape_markdown(title)}\n\n…\n".encode(), "new.md", language, name)
    path = workspace.sources / imported.name / "article.md"
    if path.exists():
        message = f"There is an article “{imported.name}” already."
        raise FeuilletError(Exit.USAGE, (error("I004", message, "Choose another name with --name."),))
    publish.replace(path, imported.text.encode())
    if as_json:
        click.echo(as_object(article=imported.name, path=str(path), findings=()))
    else:
        click.echo(f"{shown(str(path))}  Write it, then: feuillet build {imported.name}")


@main.command()
@reports
def doctor(workspace: Workspace, as_json: bool) -> None:
    """Say what this machine has, what is missing, and how to get it."""
    from pipeline.setup import doctor as examiner

    checks = examiner.examine(workspace.root / "build")
    missing = [check for check in checks if check.needed and not check.found]
    findings = tuple(error("D002", f"{check.name} is missing.", check.help) for check in missing)
    if as_json:
        there = {check.name: check.found or None for check in checks}
        click.echo(as_object(there=there, findings=findings))
    else:
        for check in checks:
            sign = "✓" if check.found else ("✗" if check.needed else "–")
            found = check.found or ("missing" if check.needed else "not there; only the tests need it")
            click.echo(f"{sign} {check.name:<16} {found}")
            if not check.found:
                click.echo(f"  {check.help}")
        if not missing:
            click.echo("Everything that Feuillet needs is there.")
    sys.exit(Exit.TOOL if missing else Exit.DONE)


@main.command("list")
@reports
def list_(workspace: Workspace, as_json: bool) -> None:
    """Say which articles, products, clinics and languages there are."""
    there = {
        "articles": workspace.articles(),
        "products": workspace.products(),
        "clinics": workspace.clinics(),
        "languages": workspace.languages(),
    }
    if as_json:
        click.echo(as_object(**there, findings=()))
    else:
        for kind, names in there.items():
            click.echo(f"{kind:<10} {', '.join(names) or '–'}")


@main.command()
@click.option(
    "--output-dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Clean this folder instead of build/.",
)
@reports
def clean(workspace: Workspace, as_json: bool, output_dir: Path | None) -> None:
    """Take away the files that Feuillet has made; anything else in the folder stays."""
    from pipeline import publish

    gone = publish.remove((output_dir or workspace.root / "build").resolve())
    store = Session(workspace).store
    store.clear()
    with suppress(OSError):
        store.folder.parent.rmdir()
    if as_json:
        click.echo(as_object(removed=[str(path) for path in gone]))
    else:
        click.echo(f"{len(gone)} files removed.")


# ── What is printed ────────────────────────────────────────────────────────────────────────


@contextmanager
def session_for(workspace: Workspace, cache_dir: Path | None, *, anew: bool) -> Iterator[Session]:
    """A session for one command; ``anew`` gives it a store of its own, gone when it ends."""
    if not anew:
        yield Session(workspace, cache_dir)
        return
    with tempfile.TemporaryDirectory(prefix="feuillet-") as folder:
        yield Session(workspace, Path(folder))


def one_variant(*, grey: bool, print_shop: bool) -> str:
    if grey and print_shop:
        raise click.UsageError("A file is for a printer without colour (--grey) or for a --print-shop.")
    return "grey" if grey else "print-shop" if print_shop else ""


def split(languages: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in languages.split(",") if tag.strip())


MOST = 5  # findings of one code that are printed; --json has them all


def show(findings: Iterable[Finding]) -> None:
    """Print findings on standard error, one or two lines each; of many alike the first few."""
    shown_of: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for finding in findings:
        if shown_of[finding.code] == MOST and finding.severity is not Severity.WARNING:
            left_out[finding.code] += 1
            continue
        shown_of[finding.code] += 1
        place, told = finding.place, messages.tell(finding, messages.language_of())
        where = ":".join(str(part) for part in (place.file, place.line) if part is not None)
        message = f"{finding.severity.value} {finding.code}: {told.message}"
        click.echo(f"{where + ': ' if where else ''}{message}", err=True)
        if told.hint:
            click.echo(f"  Hint: {told.hint}", err=True)
    for code, count in left_out.items():
        click.echo(f"… and {count} more of {code}; --json lists them all.", err=True)


def line_for(report: Report) -> str:
    pages = f"{report.pages} page{'' if report.pages == 1 else 's'}, " if report.pages else ""
    fresh = " (unchanged)" if report.cached else ""
    return f"{shown(report.path)}  {pages}{size(report.size)}{fresh}"


def shown(path: str) -> str:
    """``path`` from the current folder where it lies below it."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"


def artifact(report: Report) -> dict[str, object]:
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
                **messages.tell(finding, messages.language_of())._asdict(),
                "values": {
                    name: value.key if isinstance(value, Word) else value for name, value in finding.values
                },
                "location": {
                    "file": finding.place.file,
                    "line": finding.place.line,
                    "segment": finding.place.segment,
                },
            }
            for finding in values["findings"]
        ]
    return json.dumps(values, ensure_ascii=False, indent=2)


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
