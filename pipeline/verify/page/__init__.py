"""layout: what was really laid out, measured, and held to the product's limits.

    finished PDF ──► pdfium ──► type, contrast, edges, overlaps, cuts, glyphs, ink, targets
    laid out pages ──────────► lines, spacing, breaks, headings, fill, frames

Each check is one function of `checks`; a place on paper is in mm from the page's left top corner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from pipeline.laid import LaidPage
from pipeline.model import Severity
from pipeline.verify.page.values import Limits, Mark, Measured, Page, Survey

if TYPE_CHECKING:
    from pipeline.verify.page.paper import PaperPage

__all__ = ["Limits", "Mark", "Measured", "Page", "Survey", "ink", "measure", "pictures", "survey"]


def measure(
    artifact_data: bytes, pages: Sequence[LaidPage] | None, limits: Limits, product_name: str
) -> tuple[Measured, ...]:
    """What breaks ``limits`` in a PDF, page by page.

    ``pages`` are what was laid out on each of its pages; without them, what only they know is not measured:
    lines, breaks, headings, fill, frames.
    """
    return survey(artifact_data, pages, limits, product_name).measured


def survey(data: bytes, pages: Sequence[LaidPage] | None, limits: Limits, product_name: str) -> Survey:
    """All that `measure` finds, and the figures of each page."""
    from pipeline.verify.page import checks, paper

    if pages is not None and len(pages) != (count := paper.count(data)):
        raise ValueError(f"{len(pages)} pages were laid out, and the PDF has {count}")
    matter = checks.Matter(product_name, limits, tuple(pages or ()))
    found = [measured for check in checks.OF_ALL for measured in check(matter)]
    figures = []
    for page in paper.pages(data):
        found += [measured for check in checks.OF_A_PAGE for measured in check(page, matter)]
        figures.append(_figures(page, pages[page.number - 1] if pages is not None else None))
    return Survey(tuple(figures), tuple(sorted(found, key=_order)))


def _order(measured: Measured) -> tuple[int, str, float, float, str]:
    mark, finding = measured.mark, measured.finding
    at = (mark.page, finding.code, mark.y, mark.x) if mark else (0, finding.code, 0.0, 0.0)
    return *at, str(finding.values)


def _figures(page: PaperPage, laid: LaidPage | None) -> Page:
    from pipeline.verify.page import checks

    glyphs = [glyph for word in page.words() for glyph in word.glyphs]
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs)
    lengths = checks.line_lengths(laid) if laid else []
    spacings = checks.line_spacings(laid) if laid else []
    ratios = [checks.word_contrast(page, word) for word in page.words()]
    edges = [checks.edge(page, word.box) for word in page.words()]
    return Page(
        number=page.number,
        width=round(page.width, 1),
        height=round(page.height, 1),
        smallest_type=min(sizes) if sizes else None,
        body=sizes.most_common(1)[0][0] if sizes else None,
        characters=median(lengths) if lengths else None,
        line_spacing=median(spacings) if spacings else None,
        contrast=round(min(ratios), 1) if ratios else None,
        edge=round(min(edges), 1) if edges else None,
        ink=round(checks.ink(page), 1),
        dark_area=round(checks.dark_area(page), 1),
        fill=round(checks.fill(laid), 1) if laid else None,
    )


def ink(data: bytes) -> tuple[float, ...]:
    """The share of each page of a PDF that ink covers, each point by how dark it is, in %."""
    from pipeline.verify.page import checks, paper

    numbers = range(1, paper.count(data) + 1)
    return tuple(checks.darkness(picture) for _, picture, _ in paper.pictures(data, numbers, paper.DPI))


# ── To be looked at ────────────────────────────────────────────────────────────────────────

_DPI = 110
_COLOURS = {Severity.ERROR: "#c00020", Severity.WARNING: "#c06000", Severity.NOTE: "#0060a0"}


def pictures(data: bytes, measured: Iterable[Measured], folder: Path) -> tuple[Path, ...]:
    """Write each page that something was found on as ``page-<number>.png``, the places outlined."""
    from PIL import ImageDraw, ImageFont

    from pipeline.verify.page import paper

    found: dict[int, list[Measured]] = {}
    for one in measured:
        if one.mark is not None:
            found.setdefault(one.mark.page, []).append(one)
    folder.mkdir(parents=True, exist_ok=True)
    scale, font = _DPI / 25.4, ImageFont.load_default(13)
    written = []
    for number, picture, (left, top) in paper.pictures(data, sorted(found), _DPI):
        draw = ImageDraw.Draw(picture)
        for one in found[number]:
            mark, colour = one.mark, _COLOURS[one.finding.severity]
            assert mark is not None  # noqa: S101  only those were kept
            x, y = (mark.x + left) * scale, (mark.y + top) * scale
            width, height = mark.width * scale, mark.height * scale
            draw.rectangle((x - 3, y - 3, x + width + 3, y + height + 3), outline=colour, width=2)
            label = f"{one.finding.code}"
            at = (min(max(0, x - 3), picture.width - 36), max(0, y - 19))
            draw.rectangle((at[0], at[1], at[0] + 36, at[1] + 16), fill=colour)
            draw.text((at[0] + 3, at[1] + 1), label, fill="white", font=font)
        path = folder / f"page-{number:03}.png"
        picture.save(path, optimize=True)
        written.append(path)
    return tuple(written)
