"""layout: cases as folders, each a page that breaks one check.

A case of ``cases/layout/`` holds

    page.html, page.css   the page, laid out with the engine's own settings, after ``base.css``
    product.toml          the table [limits], where they are not the usual ones
    findings              what has to be found: severity, code, message, and the place in mm; nothing where
                          there is no such file
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from pipeline import messages
from pipeline.cli import output
from pipeline.laid import LaidPage
from pipeline.model import Document, Finding, Order, Severity, Sheet
from pipeline.render.engine import pdf
from pipeline.verify import page as layout
from pipeline.verify.page import Limits, Mark, Measured, checks
from pipeline.workspace import Workspace
from tests import making
from tests.workbench import ARTICLE, BASE, CASES, ROOT, engine

FOLDERS = sorted(path.parent for path in CASES.glob("layout/*/page.html"))
HOME = Workspace(BASE)
CODE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 3">'
    b'<path d="M0 0h1v1h-1zM2 0h1v1h-1zM0 2h1v1h-1z"/></svg>'
)

Golden = Callable[[Path, str], None]


class Made(NamedTuple):
    data: bytes
    pages: Sequence[LaidPage]


def make(document: Document) -> Made:
    """``document`` as the engine prints it, though it may have something to say of it: a missing glyph."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_findings", lambda *_: ())
        artifact, pages = engine().with_pages(document)
    return Made(artifact.data, pages)


@cache
def shipped(product: str, workspace: Workspace = HOME, article: str = ARTICLE) -> Document:
    """An article, composed as ``product``."""
    asked = workspace.product(product)
    order = Order(article, product, ("fr", "en")[: asked.languages], "tilleuls", "pdf")
    return making.lay_out(making.prepare(order, workspace), asked, order, workspace)


@cache
def page(case: Path) -> Made:
    document = msgspec.structs.replace(
        shipped("brochure"),
        html=(case / "page.html").read_text("utf-8"),
        sheets=tuple(
            Sheet(path.name, path.read_text("utf-8"))
            for path in (case.parent / "base.css", case / "page.css")
        ),
        assets={"code.svg": CODE},
        cover=None,
        product=msgspec.structs.replace(shipped("brochure").product, pages_multiple=1),
    )
    return make(document)


def limits(case: Path) -> Limits:
    path = case / "product.toml"
    said = tomllib.loads(path.read_text("utf-8"))["limits"] if path.is_file() else {}
    return msgspec.convert(said, Limits)


@cache
def found(case: Path) -> tuple[Measured, ...]:
    return findings(case)


def findings(case: Path) -> tuple[Measured, ...]:
    return layout.measure(*page(case), limits(case), case.name)


def told(measured: Measured) -> str:
    finding, mark = measured.finding, measured.mark
    said = messages.tell(finding, "en")
    assert said.hint.endswith(".")
    assert re.fullmatch(r"In \S+, page \d+.*: .+[^.]\.", said.message), said.message
    text = f"{finding.severity.value} {finding.code}: {said.message}\n"
    if mark is not None:
        text += f"  page {mark.page}: {mark.x:.0f}, {mark.y:.0f}, {mark.width:.0f} × {mark.height:.0f} mm\n"
    return text


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.name)
def test_case(case: Path, golden: Golden) -> None:
    golden(case / "findings", "".join(map(told, found(case))))


def test_each_case_breaks_one_check() -> None:
    """A page that is made to break one check breaks no other."""
    for case in FOLDERS:
        assert len({measured.finding.code for measured in found(case)}) <= 1, case.name


def test_a_page_that_keeps_the_limits_has_no_findings() -> None:
    clean = [case for case in FOLDERS if case.name.startswith("clean")]
    assert len(clean) >= 3
    assert [found(case) for case in clean] == [()] * len(clean)


def test_every_check_bites() -> None:
    """Each check has a case, and without that check nothing is found there."""
    for of in ("OF_A_PAGE", "OF_ALL"):
        for check in getattr(checks, of):
            rest = tuple(other for other in getattr(checks, of) if other is not check)
            assert any(_changes(case, of, rest) for case in _cases_of(check)), check.__name__


# The cases of each check are named after what they break.
CASES_OF = {
    "check_smallest_type": "smallest-type",
    "check_contrast": "contrast",
    "check_edge": "edge",
    "check_overlap": "text-over-text",
    "check_off_page": "off-the-page",
    "check_shown": "cut-off",
    "check_glyphs": "missing-glyph",
    "check_ink": "ink-limited",
    "check_colour": "colour",
    "check_targets": "link-target",
    "check_body": "body",
    "check_characters": "characters-too-many",
    "check_line_spacing": "line-spacing",
    "check_split_words": "split-word",
    "check_orphans": "orphan",
    "check_widows": "widow",
    "check_headings": "heading-at-the-foot",
    "check_fill": "nearly-empty",
    "check_outside": "out-of-its-frame",
    "check_qr": "qr-code",
}


def _cases_of(check: Callable[..., object]) -> list[Path]:
    return [case for case in FOLDERS if case.name == CASES_OF[check.__name__]]


def _changes(case: Path, name: str, rest: tuple[Any, ...]) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, name, rest)
        return findings(case) == () != (case / "findings").read_text("utf-8")


@pytest.mark.parametrize("product", ["brochure", "handout"])
def test_products_keep_their_limits_with_odd_content_too(product: str) -> None:
    """`test_editions` holds all of them to their limits, with the article that is committed."""
    document = shipped(product)
    made = make(document)
    survey = layout.survey(*made, document.product.limits, product)
    assert [told(one) for one in survey.measured if one.finding.severity is not Severity.NOTE] == []
    assert [figures.number for figures in survey.pages] == list(range(1, len(made.pages) + 1))
    for figures in survey.pages:
        assert (figures.width, figures.height) == (210, 297)
        assert 0 < figures.ink < 15


def test_the_figures_of_a_page() -> None:
    case = CASES / "layout" / "clean"
    (figures,) = layout.survey(*page(case), Limits(), "clean").pages
    assert figures.smallest_type == 8.5
    assert figures.body == 12
    assert figures.line_spacing == 1.5
    assert 45 <= (figures.characters or 0) <= 75
    assert 14 < (figures.contrast or 0) < 15
    assert 15 <= (figures.edge or 0) < 16.5
    assert output.figures([figures], "en").splitlines()[1].split()[:3] == ["1", "8.5", "12"]
    assert output.figures([figures], "fr").splitlines()[1].split()[:3] == ["1", "8,5", "12"]


def test_a_file_alone_is_measured_as_far_as_it_goes() -> None:
    case = CASES / "layout" / "contrast"
    alone = layout.survey(page(case).data, None, Limits(), "contrast")
    assert [one.finding.code for one in alone.measured] == ["L014"]
    assert alone.pages[0].characters is None
    assert alone.pages[0].smallest_type == 12


def test_pages_that_are_not_the_file_s_are_refused() -> None:
    case = CASES / "layout" / "orphan"
    with pytest.raises(ValueError, match="1 pages were laid out, and the PDF has 2"):
        layout.measure(page(case).data, page(case).pages[:1], Limits(), "orphan")


def test_places_are_outlined(tmp_path: Path) -> None:
    from PIL import Image, ImageChops

    case = CASES / "layout" / "nearly-empty"
    made = page(case)
    mark = Mark(2, 20, 30, 40, 10)
    measured = [Measured(Finding("L014", Severity.ERROR, "Seen.", "Mend it."), mark)]
    paths = layout.pictures(made.data, measured, tmp_path / "pictures")
    assert [path.name for path in paths] == ["page-002.png"]
    (clean,) = layout.pictures(
        made.data, [msgspec.structs.replace(measured[0], mark=Mark(2, 140, 205, 0, 0))], tmp_path
    )
    with Image.open(paths[0]) as one, Image.open(clean) as other:
        left, top, _, _ = ImageChops.difference(one, other).getbbox()
        scale = one.width / 148
    assert abs(left / scale - 20) < 2
    assert 24 < top / scale < 31
    assert layout.pictures(made.data, [], tmp_path / "none") == ()


def test_limits_refuse_what_they_do_not_know() -> None:
    for said in ({"smalest_type": 9}, {"contrast": 0.5}, {"characters": [45]}, {"fill": 101}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(said, Limits)


def test_every_code_is_of_one_check() -> None:
    source = (ROOT / "pipeline" / "verify" / "page" / "checks.py").read_text("utf-8")
    codes = re.findall(r'"(L\d{3})"', source)
    assert "L001" not in codes
    assert set(codes) == {f"L{number:03}" for number in range(10, 31)}
