"""The line: read ──► align ──► compose ──► render ──► verify ──► publish."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from threading import Thread

import msgspec

from pipeline import align, compose, plan, publish, read, render, verify, workers
from pipeline.compose import abridge
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
    error,
    is_error,
    note,
)
from pipeline.printing import impose, press
from pipeline.verify import page
from pipeline.workspace import Workspace


def build(order: Order, workspace: Workspace, output: Path, engine: render.Engine) -> Report:
    """Make one output, from its source to its place below ``output``."""
    key = plan.key(order, workspace)
    product = workspace.product(order.product, order.variant)
    edition = abridge.edition(prepare(order, workspace), product)
    document = lay_out(edition, product, order, workspace)
    artifact = render.artifact(document, engine)
    verify.require(artifact, edition, product)
    artifact = for_paper(artifact, product, workspace.language(order.languages[0]), order, workspace)
    notes = (ink_cover(artifact, order),) if product.grey else ()
    artifact = msgspec.structs.replace(artifact, findings=(*document.findings, *artifact.findings, *notes))
    return publish.write(artifact, order, output, key)


def prepare(order: Order, workspace: Workspace) -> Edition:
    """Read the article of ``order``, align it with its catalogs, and let it pass the parity gate."""
    folder = workspace.article(order.article)
    article = read.article(folder, workspace.name(folder / "article.md"))
    edition = align.edition(article, order.languages, folder, workspace.name(folder))
    findings = differences(order, workspace)
    if any(map(is_error, findings)):
        raise FeuilletError(Exit.CHECK, tuple(filter(is_error, findings)))
    return edition


def differences(order: Order, workspace: Workspace) -> tuple[Finding, ...]:
    """Where the translations of ``order`` do not say what the article says: a number, a dose, a negation …"""
    folder = workspace.article(order.article)
    shown = workspace.name(folder)
    article = read.article(folder, f"{shown}/article.md")
    others = tuple(tag for tag in order.languages if tag != article.language)
    if not others:
        return ()
    edition = align.edition(article, (article.language, *others), folder, shown)
    return _compared(_Pairs(edition, others, folder, shown, workspace))


class _Pairs:
    """An edition to be compared, known by what it was made from: its words and its translators' comments."""

    def __init__(
        self, edition: Edition, others: tuple[str, ...], folder: Path, shown: str, workspace: Workspace
    ) -> None:
        self.edition = edition
        self.comments = align.comments(others, folder, shown)
        self.glossary = workspace.sources / "glossary.toml"
        terms = self.glossary.read_bytes() if self.glossary.is_file() else b""
        self.known_by = (edition.languages, edition.segments, tuple(self.comments.items()), terms)

    def __hash__(self) -> int:
        return hash(self.known_by)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pairs) and self.known_by == other.known_by


# Several products of one edition compare it once.
@lru_cache(maxsize=8)
def _compared(pairs: _Pairs) -> tuple[Finding, ...]:
    from pipeline import compare

    glossary = compare.glossary(pairs.glossary) if pairs.glossary.is_file() else None
    return compare.check(pairs.edition, glossary, pairs.comments)


def lay_out(edition: Edition, product: Product, order: Order, workspace: Workspace) -> Document:
    """Compose ``edition`` with the workspace's styles, languages and clinic."""
    cover = workspace.product(product.cover_of) if product.cover_of else None
    languages = tuple(workspace.language(tag) for tag in order.languages)
    styles = workspace.look(product, order.clinic)
    return compose.document(edition, product, workspace.clinic(order.clinic), languages, styles, cover)


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


def ink_cover(artifact: Artifact, order: Order) -> Finding:
    """How much ink the pages of an output need, measured on the finished file."""
    shares = page.ink(artifact.data)
    most = max(range(len(shares)), key=shares.__getitem__)
    return note(
        "L031",
        output=str(order.path),
        average=round(sum(shares) / len(shares), 1),
        most=round(shares[most], 1),
        page=most + 1,
    )


def build_all(
    orders: Sequence[Order], workspace: Workspace, output: Path, *, jobs: int, tell: Callable[[Report], None]
) -> tuple[Report, ...]:
    """Make every one of ``orders``, ``jobs`` at a time; ``tell`` is called with each as it is done.

    One output that fails costs no other. The reports come in the order of ``orders``.
    """
    warming = Thread(target=_quietly, args=(render.Engine,))
    warming.start()
    for order in islice(_one_per_edition(orders), read.KEPT):
        _quietly(partial(prepare, order, workspace))
    warming.join()
    work = partial(_build_and_time, workspace=workspace, output=output, engine=render.Engine())
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
            product = workspace.product(order.product, order.variant)
            edition = abridge.edition(prepare(order, workspace), product)
            document = lay_out(edition, product, order, workspace)
            findings |= dict.fromkeys(document.findings)
            findings |= dict.fromkeys(differences(order, workspace))
        except FeuilletError as problem:
            findings |= dict.fromkeys(problem.findings)
    return tuple(findings)


def measure(orders: Sequence[Order], workspace: Workspace) -> Iterator[tuple[Order, bytes, page.Survey]]:
    """Lay out each of ``orders`` that is a PDF, and measure its pages against its product's limits."""
    engine = render.Engine()
    for order in orders:
        product = workspace.product(order.product, order.variant)
        if product.media_type == "application/pdf":
            edition = abridge.edition(prepare(order, workspace), product)
            document = lay_out(edition, product, order, workspace)
            artifact, pages = render.with_pages(document, engine)
            survey = page.survey(artifact.data, pages, product.limits, product.name)
            wrong = tuple(map(page.Measured, verify.findings(artifact, edition, product)))
            yield (
                order,
                artifact.data,
                msgspec.structs.replace(survey, measured=(*wrong, *survey.measured)),
            )


def _build_and_time(order: Order, workspace: Workspace, output: Path, engine: render.Engine) -> Report:
    start = time.perf_counter()
    try:
        report = build(order, workspace, output, engine)
    except FeuilletError as problem:
        report = Report(order, findings=problem.findings, exit_code=problem.exit_code)
    return msgspec.structs.replace(report, seconds=round(time.perf_counter() - start, 3))


def _lost(order: Order, problem: workers.Lost) -> Report:
    finding = error("E003", variant=problem.why, output=str(order.path), **problem.values)
    return Report(order, findings=(finding,), exit_code=Exit.SOURCE)


def _one_per_edition(orders: Iterable[Order]) -> Iterable[Order]:
    return {(order.article, order.languages): order for order in orders}.values()


def _quietly(work: Callable[[], object]) -> None:
    """Do ``work`` ahead of time for its caches; if it fails, it fails again where it is told."""
    try:
        work()
    except FeuilletError:
        return
