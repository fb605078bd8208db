"""The line: read ──► align ──► compare ──► compose ──► render ──► verify ──► publish.

`build` is the whole of it, read straight down: one call a stage, and every gate in sight. `composed` is its
first half, which a check stops at. A stage is a function from frozen values to a frozen value; the session
gives back what it has made of the same values before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from threading import Thread

from msgspec import structs

from pipeline import align, compare, compose, printing, publish, read, render, verify, workers
from pipeline.compare import unsettled
from pipeline.compose import abridge
from pipeline.model import (
    Artifact,
    Document,
    Edition,
    Exit,
    FeuilletError,
    Finding,
    Inputs,
    Order,
    Place,
    Report,
    Value,
    error,
    is_error,
    note,
)
from pipeline.session import Session
from pipeline.verify import page


class Composed(Value, frozen=True):
    """An order ready to be rendered: what it was made from, what of the article it carries, its document."""

    inputs: Inputs
    edition: Edition
    document: Document
    findings: tuple[Finding, ...] = ()


def build(order: Order, session: Session, output: Path) -> Report:
    """Make one output, from its source to its place below ``output``."""
    ready = composed(order, session)
    inputs, product = ready.inputs, ready.inputs.product
    artifact = session.do(render.artifact, ready.document, engine=session.engine)
    gate(Exit.CHECK, session.do(verify.findings, artifact, ready.edition, product))
    profile = inputs.styles.files.get(product.press.profile) if product.press else None
    tag, direction = order.languages[0], inputs.languages[0].direction
    artifact = session.do(printing.for_paper, artifact, product, tag, direction, profile)
    ink = (ink_cover(artifact, order, session),) if product.grey else ()
    findings = (*ready.findings, *artifact.findings, *ink)
    return publish.write(artifact, order, output, inputs.ingredients, findings)


def composed(order: Order, session: Session) -> Composed:
    """What ``order`` is rendered from. Raises `FeuilletError` with all that stands in its way."""
    inputs = session.inputs(order)
    whole, remarks = aligned(order.article, order.languages, session)
    carried = abridge.edition(align.only(whole, order.languages), inputs.product)
    document = document_of(carried, inputs, session)
    remarks += session.do(compose.remarks, carried, document)
    return Composed(inputs, carried, document, remarks)


def document_of(edition: Edition, inputs: Inputs, session: Session) -> Document:
    """The document that ``edition`` is as the product, for the clinic and in the styles of ``inputs``."""
    return session.do(
        compose.document,
        edition,
        inputs.product,
        inputs.clinic,
        inputs.languages,
        inputs.styles,
        inputs.cover,
        inputs.epoch,
    )


def aligned(
    article: str, languages: tuple[str, ...], session: Session
) -> tuple[Edition, tuple[Finding, ...]]:
    """The article in its own language and in ``languages``, once it has passed the parity gate.

    It knows then what the gate leaves to people.
    """
    source = session.source(article)
    said = session.do(read.article, source)
    tags = tuple(dict.fromkeys((said.language, *languages)))
    catalogs = {tag: source.catalogs[tag] for tag in tags if tag in source.catalogs}
    edition, missing = session.do(align.edition, said, tags, catalogs)
    differences = session.do(compare.gate, edition, source.glossary)
    gate(Exit.SOURCE if any(map(is_error, missing)) else Exit.CHECK, (*missing, *differences))
    edition = unsettled.edition(edition, differences)
    return edition, (*session.do(read.remarks, said), *differences, *unsettled.remarks(edition))


def gate(exit_code: Exit, findings: tuple[Finding, ...]) -> None:
    """Stop, if there is an error among ``findings``, and tell them all."""
    if any(map(is_error, findings)):
        raise FeuilletError(exit_code, findings)


def ink_cover(artifact: Artifact, order: Order, session: Session) -> Finding:
    """How much ink the pages of an output need, measured on the finished file."""
    shares = session.do(page.ink, artifact.data)
    most = max(range(len(shares)), key=shares.__getitem__)
    average = round(sum(shares) / len(shares), 1)
    place = Place(order.path.as_posix())
    return note("L031", place, average=average, most=round(shares[most], 1), page=most + 1)


# ── Many orders ────────────────────────────────────────────────────────────────────────────


def build_all(
    orders: Sequence[Order], session: Session, output: Path, *, jobs: int, tell: Callable[[Report], None]
) -> tuple[Report, ...]:
    """Make every one of ``orders``, ``jobs`` at a time; ``tell`` is called with each as it is done.

    One output that fails costs no other. The reports come in the order of ``orders``.
    """
    editions = list(dict.fromkeys((order.article, order.languages) for order in orders))
    prepare = partial(_prepare, session=session)
    warming = Thread(target=_quietly, args=(session.engine,))
    warming.start()
    # Several orders share an edition: each is made once, and found in the store by all that need it. Those of
    # the first article are made here, while the engine is imported.
    first = [edition for edition in editions if edition[0] == editions[0][0]]
    for edition in first:
        prepare(edition)
    warming.join()
    for _ in workers.run(editions[len(first) :], prepare, jobs=jobs):
        pass
    work = partial(_build_and_time, session=session, output=output)
    waiting = sorted(orders, key=lambda order: len(order.languages), reverse=True)  # what takes longest first
    reports: dict[Order, Report] = {}
    for index, result in workers.run(waiting, work, jobs=jobs):
        order = waiting[index]
        if isinstance(result, workers.Crashed):
            raise RuntimeError(f"While making {order.path}:\n{result}")
        reports[order] = _lost(order, result) if isinstance(result, workers.Lost) else result
        tell(reports[order])
    return tuple(reports[order] for order in orders)


def check(orders: Sequence[Order], session: Session) -> tuple[Finding, ...]:
    """Everything that would stop ``orders`` from being built, short of laying them out; each finding once."""
    findings: dict[Finding, None] = {}
    for _, of_article in groupby(orders, key=lambda order: order.article):
        for order in of_article:
            try:
                findings |= dict.fromkeys(composed(order, session).findings)
            except FeuilletError as problem:
                findings |= dict.fromkeys(problem.findings)
        session.forget()
    return tuple(findings)


def measure(orders: Sequence[Order], session: Session) -> Iterator[tuple[Order, bytes, page.Survey]]:
    """Lay out each of ``orders`` that is a PDF, and measure its pages against its product's limits."""
    for order in orders:
        product = session.product(order.product, order.variant)
        if product.media_type == "application/pdf":
            try:
                ready = composed(order, session)
                artifact, pages = render.with_pages(ready.document, engine=session.engine())
            except FeuilletError as problem:
                yield order, b"", page.Survey((), tuple(map(page.Measured, problem.findings)))
                continue
            survey = page.survey(artifact.data, pages, product.limits, product.name)
            wrong = map(page.Measured, verify.findings(artifact, ready.edition, product))
            yield order, artifact.data, structs.replace(survey, measured=(*wrong, *survey.measured))


def _prepare(edition: tuple[str, tuple[str, ...]], session: Session) -> None:
    """Have an edition in the store; if it cannot be made, the builds of its orders say why."""
    article, languages = edition
    _quietly(partial(aligned, article, languages, session))


def _build_and_time(order: Order, session: Session, output: Path) -> Report:
    start = time.perf_counter()
    try:
        report = build(order, session, output)
    except FeuilletError as problem:
        report = Report(order, findings=problem.findings, exit_code=problem.exit_code)
    return structs.replace(report, seconds=round(time.perf_counter() - start, 3))


def _lost(order: Order, problem: workers.Lost) -> Report:
    place = Place(order.path.as_posix())
    finding = error("E003", place, variant=problem.why, figure=problem.figure)
    return Report(order, findings=(finding,), exit_code=Exit.SOURCE)


def _quietly(work: Callable[[], object]) -> None:
    """Do ``work`` ahead of time; errors are ignored here, the build raises them again."""
    try:
        work()
    except FeuilletError:
        return
