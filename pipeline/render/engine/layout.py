"""Lay a document out: in the largest of its product's sizes of type that fits, without needless filler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.media import KINDS
from pipeline.model import Document
from pipeline.render.engine import spread, walk, wide
from pipeline.render.engine.loaded import (
    FatalURLFetchingError,
    FontConfiguration,
    Page,
    URLFetcher,
    URLFetcherResponse,
    boxes,
    weasyprint,
)

FILLER = "ruled"  # the class of the lines that may fill pages, and of nothing else


class Fitted(NamedTuple):
    """A document as it was laid out in type of ``size`` pt (0: the style sheets' own).

    ``pages`` are those to be written, without needless filler; ``overset`` the lines they have no room for.
    """

    laid_out: weasyprint.Document
    pages: list[Page]
    overset: tuple[str, ...]
    size: float


class Fetcher(URLFetcher):  # type: ignore[misc]  # the engine carries no types
    """Serves the verified ``assets`` and nothing else, and remembers what it refused."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("feuillet",))
        self.assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002  the engine's signature
        name = url.removeprefix("feuillet:///")
        if name not in self.assets:
            self.refused.append(url)
            raise FatalURLFetchingError(url)
        kind = KINDS["." + name.rsplit(".", 1)[-1].lower()]
        return URLFetcherResponse(url, self.assets[name], {"Content-Type": kind})


def fitted(document: Document, fetcher: Fetcher, fonts: FontConfiguration) -> Fitted:
    """``document`` in the largest of its sizes that fits, or in the smallest.

    Found by bisection: what fits in one size fits in all smaller ones. That is so in practice, though nothing
    makes it so: a line that breaks elsewhere may be one line more. What is taken was itself laid out and
    fits, unless it is the smallest.
    """
    sizes = sorted(document.product.sizes or (0.0,), reverse=True)
    found: Fitted | None = None
    first, last = 0, len(sizes) - 1
    while first < last:
        middle = (first + last) // 2
        tried = _in_size(sizes[middle], document, fetcher, fonts)
        if tried.overset:
            first = middle + 1
        else:
            found, last = tried, middle
    if found is not None and found.size == sizes[last]:
        return found
    return _in_size(sizes[last], document, fetcher, fonts)


def _in_size(size: float, document: Document, fetcher: Fetcher, fonts: FontConfiguration) -> Fitted:
    product = document.product
    styles = f"{document.styles}\nhtml {{ font-size: {size}pt }}" if size else document.styles
    laid_out = _lay_out(document.html, styles, fetcher, fonts)
    pages = _drop_filler(laid_out.pages, product.pages_multiple)
    overset = tuple(_overset(pages, product.pages) if product.pages else _off_paper(pages))
    return Fitted(laid_out, pages, overset, size)


def _lay_out(html: str, styles: str, fetcher: Fetcher, fonts: FontConfiguration) -> weasyprint.Document:
    sheet = weasyprint.CSS(string=styles, font_config=fonts, url_fetcher=fetcher, base_url="feuillet:///")
    page = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="feuillet:///")
    laid_out = page.render(stylesheets=[sheet], font_config=fonts)
    for mend in (wide.split, wide.level):
        if mend(page.etree_element, laid_out.pages):
            laid_out = page.render(stylesheets=[sheet], font_config=fonts)
    return laid_out


# ── Filler ─────────────────────────────────────────────────────────────────────────────────


def _drop_filler(pages: Sequence[Page], multiple: int) -> list[Page]:
    """Leave out pages that hold ruled lines alone, the last of them first, down to a number that folds."""
    filler = [page for page in pages if _is_filler(page)]
    count = sum(spread.count(page) for page in pages if page not in filler)
    kept = []
    for page in pages:
        if page in filler:
            if count % multiple == 0:
                continue
            count += spread.count(page)
        kept.append(page)
    return kept


def _is_filler(page: Page) -> bool:
    """Whether all that stands on a page are the ruled lines for notes."""
    seen = False
    for box in walk.content(page._page_box):
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            return False
        seen = seen or (box.element is not None and box.element.get("class") == FILLER)
    return seen


# ── What does not fit ──────────────────────────────────────────────────────────────────────


def _overset(pages: Sequence[Page], most: int) -> Iterator[str]:
    """The lines that stand on a page after the first ``most``, or below what they stand in on theirs."""
    number = 0
    for page in pages:
        number += spread.count(page)
        area = page._page_box
        bottom = area.content_box_y() + area.height if number <= most else float("-inf")
        for line in _below(area, bottom):
            if words := " ".join(walk.text(line).split()):
                yield words
    yield from _off_paper(pages)


def _off_paper(pages: Iterable[Page]) -> Iterator[str]:
    """The words that run over an edge of their page."""
    for page in pages:
        for box in walk.content(page._page_box):
            if isinstance(box, boxes.TextBox) and box.text.strip():
                right, bottom = box.position_x + box.width, box.position_y + box.height
                if box.position_x < -1 or right > page.width + 1 or bottom > page.height + 1:
                    yield " ".join(box.text.split())


def _below(box: boxes.Box, bottom: float) -> Iterator[boxes.LineBox]:
    """The lines in a box that end below ``bottom``, or below a block of a set height that they are in."""
    if isinstance(box, boxes.LineBox) and any(text.text.strip() for text in walk.texts(box)):
        if box.position_y + box.height > bottom + 1:
            yield box
        return
    if isinstance(box, boxes.BlockBox) and box.style["height"] != "auto":
        bottom = min(bottom, box.content_box_y() + box.height)
    for child in walk.inside(box):
        yield from _below(child, bottom)
