"""Long and odd content: in every product no text is lost, none stands over another, none is cut off."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import msgspec
import pypdfium2
import pytest

from pipeline import messages, render, typography, verify
from pipeline.compose import abridge
from pipeline.laid import LaidPage
from pipeline.model import Artifact, Order, Product, Severity
from pipeline.verify import page as layout
from pipeline.verify.page.blocks import Outside, outside
from pipeline.workspace import Workspace
from tests import making, odd
from tests.workbench import ARTICLE, BASE, engine

PRODUCTS = tuple(map(Workspace(BASE).product, Workspace(BASE).products()))
# The articles that a product cannot hold, being one sheet or one side of it: name it here, and them.
CANNOT_HOLD = {"leaflet": ("tableau-long", "soixante-pages"), "poster": ("tableau-long", "demi-page")}


def printed(article: str) -> list[str]:
    """The products that ``article`` is tried with. A press gets another product's pages, with bleed."""
    return [
        product.name
        for product in PRODUCTS
        if product.media_type == "application/pdf"
        and (product.press is None or article == "demi-page")
        and article not in CANNOT_HOLD.get(product.name, ())
    ]


EBOOKS = [p.name for p in PRODUCTS if p.media_type == "application/epub+zip"]

pytestmark = pytest.mark.slow


class Made(NamedTuple):
    product: Product
    artifact: Artifact
    pages: Sequence[LaidPage]

    @property
    def texts(self) -> list[str]:
        """What another engine reads on each page of the finished PDF."""
        with pypdfium2.PdfDocument(self.artifact.data) as document:
            return [page.get_textpage().get_text_bounded() for page in document]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(odd.write(tmp_path_factory.mktemp("odd")))


@cache
def made(article: str, name: str, workspace: Workspace) -> Made:
    """``article`` as the product ``name``: it passes the parity gate, the engine and the check of words."""
    product = workspace.product(name)
    order = Order(article, name, ("fr", "en")[: product.languages], "tilleuls", product.suffix)
    edition = abridge.edition(making.prepare(order, workspace), product)
    document = making.lay_out(edition, product, order, workspace)
    if product.media_type == "application/pdf":
        artifact, pages = render.with_pages(document, engine())
    else:
        artifact, pages = render.artifact(document, engine()), []
    verify.require(artifact, edition, product)
    return Made(product, artifact, pages)


def errors(made: Made) -> list[str]:
    """What the survey of the pages finds wrong: text over text, out of its column, off the page, cut off."""
    survey = layout.survey(made.artifact.data, made.pages, made.product.limits, made.product.name)
    found = (one.finding for one in survey.measured if one.finding.severity is Severity.ERROR)
    return [f"{finding.code} {messages.tell(finding, 'en').message}" for finding in found]


def beyond(made: Made) -> list[Outside]:
    """What goes beyond its column, its frame or the text area: what `errors` sees first, in less time."""
    return [found for page in made.pages for block in page.blocks for found in outside(block, page.area)]


def test_what_is_odd_about_it() -> None:
    article = odd.ARTICLES["bizarre"]
    assert len(odd.WORD) == 80
    assert len(odd.TITLE.fr) >= 200
    assert sum(odd.WORD in pair.fr for _, pairs in article.blocks for pair in pairs) >= 8


@pytest.mark.parametrize(
    ("article", "product"),
    [(article, product) for article in ("bizarre", "demi-page") for product in printed(article)],
)
def test_all_of_it_has_its_place(article: str, product: str, home: Workspace) -> None:
    """A title of 200 letters, a word of 80 everywhere, deep lists, a table and a figure too large, notes."""
    assert errors(made(article, product, home)) == []


@pytest.mark.parametrize("product", [name for name in printed("bizarre") if name not in CANNOT_HOLD])
def test_a_wide_table_loses_no_cell(product: str, home: Workspace) -> None:
    """No word of a cell is broken: its column goes below the others instead."""
    text = "".join(made("bizarre", product, home).texts)
    for row in range(1, odd.WIDE_ROWS + 1):
        for column in range(1, odd.COLUMNS):
            assert f"programmation{row}x{column}" in text


@pytest.mark.parametrize("product", printed("tableau-long"))
def test_the_head_of_a_long_table_stands_on_each_of_its_pages(product: str, home: Workspace) -> None:
    article = made("tableau-long", product, home)
    rows = {"Contrôle": r"contrôle\s+(\d+)", "Check": r"check\s+(\d+)"}
    days: dict[str, list[list[int]]] = {}
    for head, pattern in list(rows.items())[: article.product.languages]:
        days[head] = [[int(day) for day in re.findall(pattern, text)] for text in article.texts]
        assert list(chain(*days[head])) == list(range(1, odd.ROWS + 1))
        bare = [
            text for text, found in zip(article.texts, days[head], strict=True) if found and head not in text
        ]
        assert bare == []
    if product in ("handout", "handout-facing"):  # a row stands beside its translation, to the last page
        assert list(filter(None, days["Contrôle"])) == list(filter(None, days["Check"]))


@pytest.mark.parametrize("product", ["brochure", "handout"])
def test_what_is_longer_than_a_page_goes_on(product: str, home: Workspace) -> None:
    """On two pages, with the other language or a table's head between, a paragraph is still whole."""
    assert beyond(made("long-paragraphe", product, home)) == []


@pytest.mark.parametrize("product", ["brochure", "ebook"])
def test_sixty_pages(product: str, home: Workspace) -> None:
    article = made("soixante-pages", product, home)
    assert product == "ebook" or len(article.pages) >= 60
    assert beyond(article) == []


@pytest.mark.parametrize("product", EBOOKS)
@pytest.mark.parametrize("article", ["bizarre", "demi-page", "tableau-long"])
def test_an_ebook_holds_all_of_it(article: str, product: str, home: Workspace) -> None:
    assert made(article, product, home).artifact.text


def test_cells_may_change_places_and_nothing_else(home: Workspace) -> None:
    """A table that comes in parts has its cells in another order; anything else out of order is an error."""
    article = made("bizarre", "brochure", home)
    order = Order("bizarre", "brochure", ("fr",), "tilleuls", "pdf")
    edition = making.prepare(order, home)

    def found(text: str) -> list[str]:
        changed = msgspec.structs.replace(article.artifact, text=text)
        told = verify.check_words(changed, edition, article.product)
        return [messages.tell(finding, "en").message for finding in told]

    text = article.artifact.text
    assert found(_exchanged(text, "programmation1x2\n", "programmation5x9\n")) == []
    (message,) = found(text.replace("programmation1x2\n", ""))
    assert "programmation1x2” is missing" in message
    first, second = (typography.letters(odd.prose(note, 2).fr) for note in (101, 102))
    (message,) = found(_exchanged(typography.letters(text), first, second))
    assert "is out of order" in message


def _exchanged(text: str, one: str, other: str) -> str:
    assert (text.count(one), text.count(other)) == (1, 1)
    return text.replace(one, "§").replace(other, one).replace("§", other)


def test_a_document_whose_tables_fit_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times = []
    engine()
    html = sys.modules["weasyprint"].HTML
    lay_out = html.render
    monkeypatch.setattr(html, "render", lambda *a, **k: times.append(1) or lay_out(*a, **k))
    made.__wrapped__(ARTICLE, "handout", Workspace(BASE))
    assert len(times) == 1
