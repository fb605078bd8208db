"""The line: read ──► align ──► compose ──► render ──► verify ──► publish."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Thread

import msgspec

from pipeline import align, compose, fingerprint, publish, read, render, verify, workers
from pipeline.model import (
    Document,
    Edition,
    Exit,
    FeuilletError,
    Finding,
    Order,
    Product,
    Report,
    Severity,
    error,
)
from pipeline.workspace import Workspace

Tell = Callable[[Report], None]


def build(order: Order, workspace: Workspace, output: Path) -> Report:
    """Make one output, from its source to its place below ``output``."""
    key = _key(order, workspace)
    edition = prepare(order, workspace)
    product = workspace.product(order.product)
    document = lay_out(edition, product, order, workspace)
    artifact = render.artifact(document)
    verify.require(artifact, edition, product)
    return publish.write(artifact, order, output, key)


def prepare(order: Order, workspace: Workspace) -> Edition:
    """Read the article of ``order`` and align it with its catalogs."""
    folder = workspace.article(order.article)
    article = read.article(folder, workspace.name(folder / "article.md"))
    return align.edition(article, order.languages, folder, workspace.name(folder))


def lay_out(edition: Edition, product: Product, order: Order, workspace: Workspace) -> Document:
    """Compose ``edition`` with the workspace's styles, languages and clinic."""
    cover = workspace.product(product.cover_of) if product.cover_of else None
    languages = tuple(workspace.language(tag) for tag in order.languages)
    return compose.document(
        edition, product, workspace.clinic(order.clinic), languages, workspace.styles, cover
    )


def plan(
    workspace: Workspace,
    articles: Sequence[str] = (),
    products: Sequence[str] = (),
    clinics: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> tuple[Order, ...]:
    """The orders that a request means: everything where nothing is named.

    A product in one language is made once for each of ``languages``; one in several takes them all, in
    their order. Without ``languages`` it takes the article's own and then those it has catalogs for.
    """
    branded = bool(clinics)
    orders: list[Order] = []
    known = {name: workspace.product(name) for name in products or workspace.products()}
    for article in articles or workspace.articles():
        folder = workspace.article(article)
        own = read.language(folder, workspace.name(folder / "article.md"))
        for name, product in known.items():
            for tags in _editions(product, own, tuple(languages), folder):
                for clinic in clinics or (workspace.default_clinic(),):
                    workspace.clinic_file(clinic)
                    orders.append(Order(article, name, tags, clinic, product.suffix, branded))
    return tuple(orders)


def _editions(product: Product, own: str, asked: tuple[str, ...], folder: Path) -> list[tuple[str, ...]]:
    count = product.languages
    if not asked:
        catalogs = sorted(path.stem for path in folder.glob("*.po"))
        tags = (own, *(tag for tag in catalogs if tag != own))[:count]
    elif count == 1:
        return [(tag,) for tag in asked]
    else:
        tags = asked
    if len(tags) != count:
        has = f"{len(tags)} ({', '.join(tags)})"
        message = f"“{product.name}” of “{folder.name}” needs {count} languages and has {has}."
        hint = "Name them with --languages fr,en, and add the missing catalog beside the article."
        raise FeuilletError(Exit.CONFIGURATION, (error("C006", message, hint),))
    return [tags]


def build_all(
    orders: Sequence[Order],
    workspace: Workspace,
    output: Path,
    *,
    jobs: int = 0,
    force: bool = False,
    tell: Tell,
) -> tuple[Report, ...]:
    """Make every output that is not there already; ``tell`` is called with each as it is done.

    One output that fails costs no other. The reports come in the order of ``orders``.
    """
    reports: dict[int, Report] = {}
    for index, order in enumerate(orders):
        found = None if force else publish.current(order, output, _key(order, workspace))
        if found is not None:
            reports[index] = found
            tell(found)
    pending = [index for index in range(len(orders)) if index not in reports]
    if pending:
        warming = Thread(target=_quietly, args=(render.warm_up,))
        warming.start()
        for order in islice(_one_per_edition(orders[index] for index in pending), read.KEPT):
            _quietly(partial(prepare, order, workspace))
        warming.join()
        work = partial(_build_and_time, workspace=workspace, output=output)
        jobs = jobs or os.cpu_count() or 1
        pending.sort(key=lambda index: len(orders[index].languages), reverse=True)  # what takes longest first
        for position, result in workers.run([orders[index] for index in pending], work, jobs=jobs):
            index = pending[position]
            if isinstance(result, workers.Crashed):
                raise RuntimeError(f"While making {orders[index].path}:\n{result}")
            reports[index] = _lost(orders[index], result) if isinstance(result, workers.Lost) else result
            tell(reports[index])
    return tuple(reports[index] for index in range(len(orders)))


def check(orders: Sequence[Order], workspace: Workspace) -> tuple[Finding, ...]:
    """Everything that would stop ``orders`` from being built, short of laying them out; each finding once."""
    findings: dict[Finding, None] = {}
    for order in orders:
        try:
            edition = prepare(order, workspace)
            lay_out(edition, workspace.product(order.product), order, workspace)
        except FeuilletError as problem:
            findings |= dict.fromkeys(problem.findings)
    return tuple(findings)


def _build_and_time(order: Order, workspace: Workspace, output: Path) -> Report:
    start = time.perf_counter()
    try:
        report = build(order, workspace, output)
    except FeuilletError as problem:
        report = Report(order, findings=problem.findings, exit_code=problem.exit_code)
    return msgspec.structs.replace(report, seconds=round(time.perf_counter() - start, 3))


def _lost(order: Order, problem: workers.Lost) -> Report:
    hint = "Look in the article for something very large: a table, a picture, a paragraph of many pages."
    finding = Finding("E003", Severity.ERROR, f"{order.path} was given up: {problem}.", hint)
    return Report(order, findings=(finding,), exit_code=Exit.SOURCE)


def _key(order: Order, workspace: Workspace) -> str:
    return fingerprint.key(order, workspace.article(order.article), workspace.styles)


def _one_per_edition(orders: Iterable[Order]) -> Iterable[Order]:
    return {(order.article, order.languages): order for order in orders}.values()


def _quietly(work: Callable[[], object]) -> None:
    """Do ``work`` ahead of time for its caches; if it fails, it fails again where it is told."""
    try:
        work()
    except FeuilletError:
        return
