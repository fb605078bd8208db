"""The ``feuillet`` command: the only place that prints and exits.

What a command and its options say in the help stands in the catalogs, under their names.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import click
from msgspec import structs

from pipeline import __version__
from pipeline.cli.language import Option, Program, argument, confirm, language, option, say, ui_language
from pipeline.cli.output import artifact, as_object, examined, figures, line_for, progress, show, shown, size
from pipeline.model import Exit, FeuilletError, Order, Place, Report, Severity, error, is_error, is_question
from pipeline.session import Session
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.verify.page import Survey

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Later(Program):
    """A group whose larger commands are imported when they are asked for."""

    modules: ClassVar[dict[str, str]] = {
        "compare": "pipeline.cli.compare",
        "translate": "pipeline.cli.translate",
    }

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *self.modules})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in self.modules:
            found: click.Command = getattr(importlib.import_module(self.modules[name]), name)
            return found
        return super().get_command(context, name)


@click.group(cls=Later, context_settings=SETTINGS)
@click.version_option(__version__, prog_name="feuillet", help="", cls=Option)
@ui_language
@option("-C", "folder", type=click.Path(path_type=Path), default=Path(), metavar="DIR")
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """From one article: a brochure to print, an ebook to send, a bilingual handout."""
    if not folder.is_dir():
        show((error("C008", Place(str(folder)), folder=str(folder)),))
        sys.exit(Exit.CONFIGURATION)
    context.obj = Workspace(folder.resolve())


def reports(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the workspace, and let it show the findings it ends on."""

    @option("--json", "as_json", is_flag=True)
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


ARTICLES = argument("articles", nargs=-1, metavar="[ARTICLE]...")
PRODUCTS = option("--product", "products", multiple=True, metavar="NAME")
CLINICS = option("--clinic", "clinics", multiple=True, metavar="NAME")
GREY = option("--grey", is_flag=True)
PRINT_SHOP = option("--print-shop", is_flag=True)
LANGUAGES = option("--languages", default="", metavar="fr,en")
LANGUAGE = option("--language", default="fr", metavar="TAG", show_default=True)
NAME = option("--name", metavar="SLUG")
CACHE_DIR = option("--cache-dir", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
OUTPUT_DIR = option("--output-dir", type=click.Path(path_type=Path), metavar="DIR")


@main.command()
@ARTICLES
@PRODUCTS
@CLINICS
@LANGUAGES
@GREY
@PRINT_SHOP
@OUTPUT_DIR
@option("--jobs", type=click.IntRange(1, 256), metavar="N")
@CACHE_DIR
@option("--force", is_flag=True)
@option("--prune", is_flag=True)
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
        if not orders and not asked.findings and not prune:
            raise FeuilletError(Exit.SOURCE, (error("C007"),))
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
            click.echo(f"{shown(str(path))}  {say('pruned')}")
        if questions := sum(map(is_question, findings)):
            click.echo(say("questions", count=questions))
    sys.exit(max((asked.exit_code, *(report.exit_code for report in done))))


@main.command()
@ARTICLES
@PRODUCTS
@CLINICS
@LANGUAGES
@GREY
@PRINT_SHOP
@option("--layout", "measured", is_flag=True)
@option("--pictures", type=click.Path(path_type=Path), metavar="DIR")
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
        for order, data, survey in line.measure(asked.orders, session):
            found = [item.finding for item in survey.measured]
            findings += tuple(found)
            pages[order.path.as_posix()] = [structs.asdict(one) for one in survey.pages]
            if not as_json:
                click.echo(f"{order.path.as_posix()}\n{figures(survey.pages, language())}")
            show(finding for finding in found if finding.severity is not Severity.NOTE)
            if pictures and data:
                _show_pictures(data, survey, pictures / order.path.with_suffix(""))
    if as_json:
        click.echo(as_object(**({"pages": pages} if pages else {}), findings=findings))
    else:
        count, questions = len(asked.orders), sum(map(is_question, findings))
        said = [] if any(map(is_error, findings)) else [say("possible", count=count)]
        said += [say("questions", count=questions)] if questions else []
        click.echo(" ".join(said) + "\n" if said else "", nl=False)
    sys.exit(Exit.CHECK if any(map(is_error, findings)) else Exit.DONE)


def _show_pictures(data: bytes, survey: Survey, folder: Path) -> None:
    from pipeline import publish
    from pipeline.verify import page

    try:
        page.pictures(data, survey.measured, folder)
    except OSError as problem:
        raise publish.unwritable(folder, problem) from None


@main.command()
@argument("path", type=click.Path(path_type=Path), metavar="FILE")
@reports
def explain(workspace: Workspace, as_json: bool, path: Path) -> None:
    """Say why a file in the output folder is, or is not, up to date."""
    from pipeline import plan, publish

    record, output = publish.find(path.absolute())
    changes = tuple(plan.explained(record, Session(workspace), output))
    if as_json:
        click.echo(
            as_object(
                path=str(path),
                current=not changes,
                changes=[structs.asdict(one) for one in changes],
                findings=(),
            )
        )
        return
    for change in changes:
        click.echo(say(f"explain/{change.how}", **structs.asdict(change)))
    if not changes:
        click.echo(say("explain/current", files=len(record.ingredients)))


@main.command()
@CACHE_DIR
@option("--clear", is_flag=True)
@option("--max-size", type=click.IntRange(0, 10**6), metavar="MB")
@option("--max-age", type=click.IntRange(0, 36_500), metavar="DAYS")
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
        if gone.results:
            click.echo(say("cache/gone", count=gone.results, size=size(gone.size)))
        where = shown(str(store.folder))
        click.echo(say("cache/kept", count=kept.results, size=size(kept.size), folder=where))


@main.command("import")
@argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@LANGUAGE
@NAME
@option("--accept-changes", "changes", flag_value="accept")
@option("--reject-changes", "changes", flag_value="reject")
@option("--update", is_flag=True)
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
    """Turn a file into an article."""
    from pipeline import intake, publish

    workspace.language(language)
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
                confirm(say("change"))
    text = imported.text.encode()
    if path.exists() and path.read_bytes() != text and not update:
        taken = error("I004", Place(workspace.name(path)), variant="differs", name=imported.name)
        raise FeuilletError(Exit.USAGE, (taken,))
    for picture, content in imported.media.items():
        publish.replace(folder / "media" / picture, content)
    publish.replace(path, text)
    if file.resolve() != path.resolve():
        publish.replace(folder / f"original{file.suffix.lower()}", data)
    show(imported.findings)
    if as_json:
        click.echo(as_object(article=imported.name, path=str(path), findings=imported.findings))
    else:
        click.echo(f"{shown(str(path))}  {say('imported', name=imported.name)}")


@main.command()
@argument("article")
@option("--format", "kind", type=click.Choice(["docx"]), default="docx", show_default=True)
@option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
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
        click.echo(f"{shown(str(path.resolve()))}  {say('exported', path=str(path), name=article)}")


@main.command()
@argument("title")
@LANGUAGE
@NAME
@reports
def new(workspace: Workspace, as_json: bool, title: str, language: str, name: str | None) -> None:
    """Begin an article: a folder in sources/ with its settings and a title, ready to be written."""
    from pipeline import intake, markup, publish

    workspace.language(language)
    imported = intake.article(f"# {markup.escape_markdown(title)}\n\n…\n".encode(), "new.md", language, name)
    path = workspace.sources / imported.name / "article.md"
    if path.exists():
        raise FeuilletError(Exit.USAGE, (error("I004", name=imported.name),))
    publish.replace(path, imported.text.encode())
    if as_json:
        click.echo(as_object(article=imported.name, path=str(path), findings=()))
    else:
        click.echo(f"{shown(str(path))}  {say('begun', name=imported.name)}")


@main.command()
@reports
def doctor(workspace: Workspace, as_json: bool) -> None:
    """Say what this machine has, what is missing, and how to get it."""
    from pipeline.setup import doctor as examiner

    checks = examiner.examine(workspace.root / "build")
    missing = tuple(check.finding for check in checks if check.needed and not check.found)
    if as_json:
        there = {check.name: check.found or None for check in checks}
        click.echo(as_object(there=there, findings=missing))
    else:
        examined(checks)
        if not missing:
            click.echo(say("nothing missing"))
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
            click.echo(f"{say(kind):<10} {', '.join(names) or '–'}")


@main.command()
@OUTPUT_DIR
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
        click.echo(as_object(removed=[str(path) for path in gone], findings=()))
    else:
        click.echo(say("removed", count=len(gone)))


# ── What they share ────────────────────────────────────────────────────────────────────────


@contextmanager
def session_for(workspace: Workspace, cache_dir: Path | None, *, anew: bool) -> Iterator[Session]:
    """A session for one command; ``anew`` gives it a store of its own, gone when it ends."""
    if not anew:
        yield Session(workspace, cache_dir)
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="feuillet-") as folder:
        yield Session(workspace, Path(folder))


def one_variant(*, grey: bool, print_shop: bool) -> str:
    if grey and print_shop:
        raise click.UsageError(say("one variant"))
    return "grey" if grey else "print-shop" if print_shop else ""


def split(languages: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in languages.split(",") if tag.strip())
