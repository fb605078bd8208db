"""What a request asks for, and what of it stands in the output folder already.

Apart from `build` because a build in which nothing has changed loads none of the stages.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import fingerprint, publish, source
from pipeline.model import Exit, FeuilletError, Finding, Order, Product, Report, Value, error, note
from pipeline.workspace import Workspace


class Plan(Value, frozen=True):
    """The orders that a request means, and what stands in the way of others.

    ``exit_code`` is `Exit.DONE` where nothing that was asked for is left out.
    """

    orders: tuple[Order, ...]
    findings: tuple[Finding, ...] = ()
    exit_code: Exit = Exit.DONE


def plan(
    workspace: Workspace,
    articles: Sequence[str] = (),
    products: Sequence[str] = (),
    clinics: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> Plan:
    """What a request means: everything where nothing is named.

    A product in one language is made once for each of ``languages``; one in several takes them all, in
    their order. Without ``languages`` it takes the article's own and then those it has catalogs for; a
    product that was not named and for which there are not enough is left out with a note. An article
    that cannot be read costs no other. Raises `FeuilletError` for a name that is not there.
    """
    known = {name: workspace.product(name) for name in products or workspace.products()}
    for tag in languages:
        workspace.language(tag)
    shops = clinics or ((workspace.default_clinic(),) if articles or workspace.articles() else ())
    for clinic in shops:
        workspace.clinic_file(clinic)
    folders = [workspace.article(article) for article in articles or workspace.articles()]
    orders: list[Order] = []
    findings: list[Finding] = []
    exit_code = Exit.DONE
    for folder in folders:
        try:
            own = source.language(folder, workspace.name(folder / "article.md"))
        except FeuilletError as problem:
            findings += problem.findings
            exit_code = max(exit_code, problem.exit_code)
            continue
        for name, product in known.items():
            editions = _editions(product, own, tuple(languages), folder)
            orders += [
                Order(folder.name, name, tags, clinic, product.suffix, bool(clinics))
                for tags in editions
                for clinic in shops
            ]
            if not editions:
                asked = bool(products)
                findings.append(_too_few(product, folder, languages, asked=asked))
                exit_code = max(exit_code, Exit.CONFIGURATION if asked else Exit.DONE)
    return Plan(tuple(orders), tuple(findings), exit_code)


def _editions(product: Product, own: str, asked: tuple[str, ...], folder: Path) -> list[tuple[str, ...]]:
    count = product.languages
    if asked and count == 1:
        return [(tag,) for tag in asked]
    catalogs = sorted(path.stem for path in folder.glob("*.po"))
    tags = asked or (own, *(tag for tag in catalogs if tag != own))[:count]
    return [tags] if len(tags) == count else []


_NUMBERS = {0: "no", 1: "one", 2: "two"}


def _too_few(product: Product, folder: Path, languages: Sequence[str], *, asked: bool) -> Finding:
    catalogs = sorted(path.stem for path in folder.glob("*.po"))
    count = len(languages or catalogs)
    has = f"{_NUMBERS.get(count, count)} {'was' if count == 1 else 'were'} named"
    if not languages:
        has = f"it has {_NUMBERS.get(count, count)} translation{'' if count == 1 else 's'}"
    message = f"“{product.name}” of “{folder.name}” needs {product.languages} languages; {has}."
    hint = "Put a catalog such as en.po beside the article, or name the languages: --languages fr,en"
    return (error if asked else note)("C006", message, hint)


def current(order: Order, workspace: Workspace, output: Path) -> Report | None:
    """What stands in ``output`` for ``order``, if nothing that it depends on has changed since."""
    return publish.current(order, output, key(order, workspace))


def key(order: Order, workspace: Workspace) -> str:
    """The digest of all that ``order`` depends on."""
    return fingerprint.key(order, workspace.article(order.article), workspace.styles)
