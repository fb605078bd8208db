"""What a request asks for, and what of it stands in the output folder already.

Apart from `build` because a build in which nothing has changed loads none of the stages.
"""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from msgspec import structs

from pipeline import publish, source
from pipeline.model import (
    ArticleSettings,
    Exit,
    FeuilletError,
    Finding,
    Order,
    Place,
    Product,
    Report,
    Severity,
    Value,
    error,
    note,
    warning,
)
from pipeline.session import Session
from pipeline.text import nearest
from pipeline.workspace import Workspace


class Plan(Value, frozen=True):
    """The orders that a request means, and what stands in the way of others.

    ``exit_code`` is `Exit.DONE` where nothing that was asked for is left out.
    """

    orders: tuple[Order, ...]
    findings: tuple[Finding, ...] = ()
    exit_code: Exit = Exit.DONE


def plan(
    session: Session,
    articles: Sequence[str] = (),
    products: Sequence[str] = (),
    clinics: Sequence[str] = (),
    languages: Sequence[str] = (),
    variant: str = "",
) -> Plan:
    """What a request means: everything where nothing is named, each in ``variant`` if one is given.

    A product in one language is made once for each of ``languages``; one in several takes them all, in
    their order. Without ``languages`` it takes the article's own and then those it has catalogs for. A
    product that was not named is left out with a note where there are not enough of them, or where it does
    not come in ``variant``; and without, where the article does not say what of it the product carries. An
    article that cannot be read costs no other. Raises `FeuilletError` for a name that is not there.
    """
    workspace = session.workspace
    known = {name: session.product(name, variant) for name in products or workspace.products()}
    refused = {name: _without_variant(session.product(name), variant) for name in known}
    for tag in languages:
        session.language(tag)
    articles, clinics = tuple(dict.fromkeys(articles)), tuple(dict.fromkeys(clinics))
    languages = tuple(dict.fromkeys(languages))
    shops = clinics or ((workspace.default_clinic(),) if articles or workspace.articles() else ())
    for clinic in shops:
        workspace.clinic_file(clinic)
    folders = [workspace.article(article) for article in articles or workspace.articles()]
    orders: list[Order] = []
    findings = [warning("R024", Place(workspace.name(path))) for path in workspace.misnamed()]
    exit_code = Exit.DONE
    for folder in folders:
        try:
            settings = source.settings_in(folder, workspace.name(folder / "article.md"))
        except FeuilletError as problem:
            findings += problem.findings
            exit_code = max(exit_code, problem.exit_code)
            continue
        catalogs = _catalogs(folder, workspace.languages())
        findings += _unknown_catalogs(workspace, folder)
        findings += _unknown_parts(settings, workspace, folder)
        findings += _overdue(settings, workspace.name(folder / "article.md"), session.today)
        left_out = []
        for name, product in known.items():
            if not products and not _is_asked_for(product, settings):
                left_out.append(name)
                continue
            fewest = product.fewest if products and product.fewest else product.languages
            editions = _editions(product, fewest, settings.language, tuple(languages), catalogs)
            hindrance = (
                refused[name]
                or _nothing_to_carry(product, settings, folder)
                or (
                    None
                    if editions
                    else _too_few(product, folder, languages or catalogs, named=bool(languages))
                )
            )
            if hindrance is not None and products:
                findings.append(hindrance)
                exit_code = max(exit_code, Exit.CONFIGURATION)
                continue
            if (reason := refused[name]) is not None:
                findings.append(structs.replace(reason, severity=Severity.NOTE))
                continue
            if hindrance is not None:
                left_out.append(name)
                continue
            orders += [
                Order(folder.name, name, tags, clinic, product.suffix, bool(clinics), variant)
                for tags in editions
                for clinic in shops
            ]
        if left_out:
            findings.append(_left_out(folder, left_out))
        if not products and not languages:
            findings += _other_languages(folder, orders, catalogs)
    return Plan(tuple(orders), tuple(findings), exit_code)


def _left_out(folder: Path, products: Sequence[str]) -> Finding:
    """Where all is made that can be, what cannot be made of an article."""
    command = shlex.join(("feuillet", "build", folder.name, "--product", products[0]))
    return note("C021", article=folder.name, products=tuple(products), command=command)


def _other_languages(folder: Path, orders: Sequence[Order], catalogs: Sequence[str]) -> list[Finding]:
    """The languages of an article that nothing is made in."""
    made = {tag for order in orders if order.article == folder.name for tag in order.languages}
    others = tuple(tag for tag in catalogs if tag not in made)
    if not others:
        return []
    command = shlex.join(("feuillet", "build", folder.name, "--languages", others[0]))
    return [note("C022", article=folder.name, languages=others, command=command)]


def _catalogs(folder: Path, known: Collection[str]) -> list[str]:
    """The languages that an article has a catalog for."""
    return sorted(path.stem for path in folder.glob("*.po") if path.stem in known)


def _unknown_catalogs(workspace: Workspace, folder: Path) -> list[Finding]:
    """Catalogs that nothing is made of, for they are not called after a language."""
    known = workspace.languages()
    return [
        warning("C023", Place(workspace.name(path)), languages=known)
        for path in sorted(folder.glob("*.po"))
        if path.stem not in known
    ]


def _editions(
    product: Product, fewest: int, own: str, asked: tuple[str, ...], catalogs: Sequence[str]
) -> list[tuple[str, ...]]:
    count = product.languages
    if asked and count == 1:
        return [(tag,) for tag in asked]
    if asked:
        return [asked] if fewest <= len(asked) <= count else []
    tags = (own, *(tag for tag in catalogs if tag != own))[:count]
    return [tags] if len(tags) == count else []


def _without_variant(product: Product, variant: str) -> Finding | None:
    """Why ``product`` does not come in ``variant``."""
    variant = variant or ("grey" if product.grey else "")
    if not variant:
        return None
    if product.media_type != "application/pdf":
        return error("C018", product=product.name, asked=variant)
    if product.press is not None:
        return error("C018", variant="press", product=product.name, asked=variant)
    return None


def _unknown_parts(settings: ArticleSettings, workspace: Workspace, folder: Path) -> list[Finding]:
    """The products that an article names parts for, and that there are not."""
    there = workspace.products()
    place = Place(workspace.name(folder / "article.md"))
    found = []
    for name in settings.parts:
        if name not in there:
            near = nearest(name, there)
            found.append(warning("C019", place, variant="near" if near else "", name=name, near=near))
    return found


def _overdue(settings: ArticleSettings, shown: str, today: datetime.date) -> list[Finding]:
    """A leaflet that somebody was to look at again before ``today``."""
    review = settings.imprint.review if settings.imprint else None
    if review is None or review >= today:
        return []
    return [warning("R023", Place(shown), date=review.isoformat())]


def _is_asked_for(product: Product, settings: ArticleSettings) -> bool:
    """Whether an article says what of it ``product`` carries, where it has no room for all."""
    if product.carries == "key-points":
        return bool(settings.key_points)
    return product.carries == "all" or product.name in settings.parts


def _nothing_to_carry(product: Product, settings: ArticleSettings, folder: Path) -> Finding | None:
    """Why ``product`` cannot be made of this article. One that carries parts is tried with all of them."""
    if product.carries != "key-points" or settings.key_points:
        return None
    return error("C017", product=product.name, article=folder.name)


def _too_few(product: Product, folder: Path, languages: Sequence[str], *, named: bool) -> Finding:
    return error(
        "C006",
        variant="" if named else "catalogs",
        product=product.name,
        article=folder.name,
        needed=product.languages,
        count=len(languages),
    )


def current(order: Order, session: Session, output: Path) -> Report | None:
    """What stands in ``output`` for ``order``, if nothing that it depends on has changed since."""
    return publish.current(order, output, session.ingredients(order))


def outdated(
    orders: Sequence[Order], session: Session, output: Path
) -> tuple[tuple[publish.Record, Finding], ...]:
    """The outputs of an earlier build, besides those of ``orders``, that no longer match their source.

    Looked at are those of the same articles, and those of articles that are gone.
    """
    found = []
    asked, articles = set(orders), {order.article for order in orders}
    there = set(session.workspace.articles())
    for record in publish.records(output):
        order = record.order
        if order in asked or (order.article in there and order.article not in articles):
            continue
        change = _change(record, session, output)
        if change is not None:
            place = Place(session.workspace.name(output / order.path))
            told = warning("P002", place, variant=change.how, name=change.name, command=command_for(order))
            found.append((record, told))
    return tuple(found)


def command_for(order: Order) -> str:
    """What to type to make one output again."""
    command = ["feuillet", "build", order.article, "--product", order.product]
    command += ["--languages", ",".join(order.languages)]
    command += ["--clinic", order.clinic] if order.branded else []
    return shlex.join([*command, f"--{order.variant}"] if order.variant else command)


def explained(record: publish.Record, session: Session, output: Path) -> Iterator[publish.Change]:
    """All that an output was made from and that is no longer so."""
    order = record.order
    try:
        ingredients = session.ingredients(order)
    except FeuilletError as problem:
        places = {"C001": f"sources/{order.article}", "C002": f"styles/products/{order.product}"}
        gone = next((places[one.code] for one in problem.findings if one.code in places), None)
        if gone is None:
            raise
        yield publish.Change("gone", gone)
        return
    yield from publish.changes(record, output, ingredients)


def _change(record: publish.Record, session: Session, output: Path) -> publish.Change | None:
    """The first change in an output's own source or styles; a newer Feuillet alone says nothing else."""
    try:
        changes = explained(record, session, output)
        return next((change for change in changes if change.how in ("changed", "new", "gone")), None)
    except FeuilletError:  # it cannot be told while its settings cannot be read
        return None
