"""The line: read ──► align ──► compose ──► render ──► verify ──► publish."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Thread

import msgspec

from pipeline import align, compose, impose, plan, press, publish, read, render, verify, workers
from pipeline.model import (
    Artifact,
    Document,
    Edition,
    Exit,
    FeuilletError,
    Finding,
    Imposition,
    Language,
    Order,
    Product,
    Report,
    Severity,
    error,
)
from pipeline.workspace import Workspace


def build(order: Order, workspace: Workspace, output: Path) -> Report:
    """Make one output, from its source to its place below ``output``."""
    key = plan.key(order, workspace)
    edition = prepare(order, workspace)
    product = workspace.product(order.product)
    document = lay_out(edition, product, order, workspace)
    artifact = render.artifact(document)
    verify.require(artifact, edition, product)
    artifact = for_paper(artifact, product, workspace.language(order.languages[0]), order, workspace)
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


def for_paper(
    artifact: Artifact, product: Product, language: Language, order: Order, workspace: Workspace
) -> Artifact:
    """``artifact`` with what a printer needs, or as a print shop needs it, where ``product`` asks for it."""
    purpose = product.title.get(order.languages[0], product.name)
    right_to_left = language.direction == "rtl"
    if product.press is not None:
        asked = product.press
        profile = workspace.style(asked.profile)
        if profile is None:
            hint = "Put it below your own styles/, or leave the setting out."
            finding = error("E011", f"There is no colour profile “{asked.profile}”.", hint)
            raise FeuilletError(Exit.CONFIGURATION, (finding,))
        data, findings = press.convert(
            artifact.data,
            profile.read_bytes(),
            condition=asked.condition,
            marks=asked.marks,
            resolution=asked.resolution,
            colours=asked.colours,
            purpose=purpose,
        )
        return msgspec.structs.replace(artifact, data=data, findings=(*artifact.findings, *findings))
    match product.imposition:
        case Imposition("booklet", creep, marks):
            sheets = impose.booklet(
                artifact.data, creep_mm=creep, marks=marks, right_to_left=right_to_left, purpose=purpose
            )
        case Imposition("two-up"):
            sheets = impose.two_up(artifact.data, right_to_left=right_to_left, purpose=purpose)
        case _:
            return artifact
    return msgspec.structs.replace(artifact, sheets=sheets)


def build_all(
    orders: Sequence[Order], workspace: Workspace, output: Path, *, jobs: int, tell: Callable[[Report], None]
) -> tuple[Report, ...]:
    """Make every one of ``orders``, ``jobs`` at a time; ``tell`` is called with each as it is done.

    One output that fails costs no other. The reports come in the order of ``orders``.
    """
    warming = Thread(target=_quietly, args=(render.warm_up,))
    warming.start()
    for order in islice(_one_per_edition(orders), read.KEPT):
        _quietly(partial(prepare, order, workspace))
    warming.join()
    work = partial(_build_and_time, workspace=workspace, output=output)
    waiting = sorted(orders, key=lambda order: len(order.languages), reverse=True)  # what takes longest first
    reports: dict[Order, Report] = {}
    for index, result in workers.run(waiting, work, jobs=jobs):
        order = waiting[index]
        if isinstance(result, workers.Crashed):
            raise RuntimeError(f"While making {order.path}:\n{result}")
        reports[order] = _lost(order, result) if isinstance(result, workers.Lost) else result
        tell(reports[order])
    return tuple(reports[order] for order in orders)


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


def _one_per_edition(orders: Iterable[Order]) -> Iterable[Order]:
    return {(order.article, order.languages): order for order in orders}.values()


def _quietly(work: Callable[[], object]) -> None:
    """Do ``work`` ahead of time for its caches; if it fails, it fails again where it is told."""
    try:
        work()
    except FeuilletError:
        return
