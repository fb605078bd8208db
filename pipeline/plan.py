"""What a request asks for, and what of it stands in the output folder already.

Apart from `build` because a build in which nothing has changed loads none of the stages.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import fingerprint, publish, source
from pipeline.model import Exit, FeuilletError, Order, Product, Report, error
from pipeline.workspace import Workspace


def orders(
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
    planned: list[Order] = []
    known = {name: workspace.product(name) for name in products or workspace.products()}
    for article in articles or workspace.articles():
        folder = workspace.article(article)
        own = source.language(folder, workspace.name(folder / "article.md"))
        for name, product in known.items():
            for tags in _editions(product, own, tuple(languages), folder):
                for clinic in clinics or (workspace.default_clinic(),):
                    workspace.clinic_file(clinic)
                    planned.append(Order(article, name, tags, clinic, product.suffix, branded))
    return tuple(planned)


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


def current(order: Order, workspace: Workspace, output: Path) -> Report | None:
    """What stands in ``output`` for ``order``, if nothing that it depends on has changed since."""
    return publish.current(order, output, key(order, workspace))


def key(order: Order, workspace: Workspace) -> str:
    """The digest of all that ``order`` depends on."""
    return fingerprint.key(order, workspace.article(order.article), workspace.styles)
