"""first pages: the layout of each product's first page, as ``cases/first-pages/<product>.txt`` has it.

One line for each line of text and each picture: what it is, where it stands in mm, its type in pt, its words.
The fonts are our own, so it is the same everywhere. A change that is wanted is accepted with

    pytest tests/test_first_pages.py --accept

once the diff was read and `make previews` was looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import render
from pipeline.compose import abridge
from pipeline.model import Order
from pipeline.workspace import Workspace
from tests import making
from tests.workbench import CASES, ROOT, engine

HOME = Workspace(ROOT)


@pytest.mark.parametrize("name", HOME.products())
def test_first_page(name: str, golden: Callable[[Path, str], None]) -> None:
    golden(CASES / "first-pages" / f"{name}.txt", "".join(f"{row}\n" for row in first_page(name)))


def first_page(name: str) -> Iterator[str]:
    """The first page of the committed article as product ``name``; of an ebook, that is its cover."""
    product = HOME.product(name)
    languages = ("fr", "en")[: product.languages]
    order = Order("therapie-cellulaire", name, languages, "tilleuls", product.suffix)
    edition = abridge.edition(making.prepare(order, HOME), product)
    document = making.lay_out(edition, product, order, HOME)
    _, (page, *_) = render.with_pages(document.cover or document, engine())
    area = page.area
    yield f"text area {area.left:.0f} {area.top:.0f} {area.width:.0f} × {area.height:.0f} mm"
    for block in page.blocks:
        if not block.lines:
            box = block.box
            yield f"{block.tag} {box.left:.0f} {box.top:.0f} {box.width:.0f} × {box.height:.0f} mm"
        for row in block.lines:
            at = f"{row.box.left:.0f} {row.baseline:.0f}"
            yield f"{block.tag} {block.language} {at} mm {row.size:g} pt: {row.text}"
