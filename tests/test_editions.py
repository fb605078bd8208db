"""The family of editions: what each product carries, how it folds, and what it is held to."""

from __future__ import annotations

import functools
import io
import re
import shutil
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from pipeline import compose, render, verify
from pipeline.compose import abridge
from pipeline.model import Article, Edition, Kind, Order, Product, Segment, Severity, plain
from pipeline.verify import page as layout
from pipeline.workspace import Workspace
from tests import making, oracles
from tests.test_press import pdf_x_4
from tests.workbench import ARTICLE, BASE, CASES, ROOT, edit, engine, feuillet, workspace

HOME = Workspace(ROOT)
REAL = "therapie-cellulaire"
POINTS = 72 / 25.4
PRINTED = [name for name in HOME.products() if HOME.product(name).suffix == "pdf"]
PLAIN = [name for name in PRINTED if HOME.product(name).press is None]


def order(product: str, languages: tuple[str, ...], article: str = REAL, variant: str = "") -> Order:
    return Order(article, product, languages, "tilleuls", "pdf", variant=variant)


def edition(asked: Order, home: Workspace = HOME) -> Edition:
    return abridge.edition(making.prepare(asked, home), home.product(asked.product, asked.variant))


@functools.cache
def made(asked: Order, home: Workspace = HOME) -> tuple[bytes, layout.Survey, tuple[str, ...]]:
    """The PDF for an order, what was measured of it, and what verify says against it."""
    product = home.product(asked.product, asked.variant)
    carried = edition(asked, home)
    artifact, pages = render.with_pages(making.lay_out(carried, product, asked, home), engine())
    survey = layout.survey(artifact.data, pages, product.limits, product.name)
    return artifact.data, survey, tuple(f.code for f in verify.findings(artifact, carried, product))


def both_ways(product: str) -> list[tuple[str, ...]]:
    count = HOME.product(product).languages
    return [("fr",), ("en",)] if count == 1 else [("fr", "en"), ("en", "fr")]


FAMILY = [order(name, languages) for name in PLAIN for languages in both_ways(name)]


# ── All of them ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("asked", FAMILY, ids=lambda asked: asked.path.stem.removeprefix(f"{REAL}-"))
def test_a_shipped_product_keeps_its_limits(asked: Order) -> None:
    """In both languages nothing is over what its product.toml allows."""
    _, survey, wrong = made(asked)
    told = [one.finding for one in survey.measured if one.finding.severity is not Severity.NOTE]
    assert (told, wrong) == ([], ())


@pytest.mark.oracle
@pytest.mark.parametrize("asked", FAMILY, ids=lambda asked: asked.path.stem.removeprefix(f"{REAL}-"))
def test_a_shipped_product_is_for_everyone(asked: Order, tmp_path: Path) -> None:
    """PDF/UA-1 and PDF/A, and nothing to be mended before it is read aloud, in both languages."""
    path = tmp_path / asked.path.name
    path.write_bytes(made(asked)[0])
    assert (oracles.pdf_ua_1(path), oracles.pdf_a(path), oracles.read_aloud(path)) == ((), (), ())


@pytest.mark.parametrize("product", PLAIN)
def test_any_product_goes_to_a_print_shop(product: str) -> None:
    asked = order(product, both_ways(product)[0], variant="print-shop")
    pressed = HOME.product(product, "print-shop")
    carried = edition(asked)
    artifact = render.artifact(making.lay_out(carried, pressed, asked, HOME), engine())
    verify.require(artifact, carried, pressed)
    data = making.for_paper(artifact, pressed, HOME.language("fr"), asked, HOME).data
    assert pdf_x_4(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            trim, bleed = ([float(side) for side in box] for box in (page.trimbox, page.bleedbox))
            assert [round((t - b) / POINTS, 1) for t, b in zip(trim, bleed, strict=True)] == [3, 3, -3, -3]


# ── What a product carries ─────────────────────────────────────────────────────────────────


def whole() -> Edition:
    return making.prepare(order("leaflet", ("fr",), ARTICLE), Workspace(BASE))


def with_parts(*headings: str) -> Edition:
    all_of_it = whole()
    settings = msgspec.structs.replace(all_of_it.article.settings, parts={"leaflet": headings})
    article: Article = msgspec.structs.replace(all_of_it.article, settings=settings)
    return msgspec.structs.replace(all_of_it, article=article)


def said(segments: tuple[Segment, ...], kind: Kind) -> list[str]:
    return [plain(segment.block.content) for segment in segments if segment.block.kind is kind]


def test_a_leaflet_carries_the_parts_that_are_named() -> None:
    carried = abridge.edition(with_parts("Après"), HOME.product("leaflet")).segments
    assert said(carried, Kind.HEADING)[0] == "Après"
    assert "Avant de venir" not in said(carried, Kind.HEADING)
    for kind in (Kind.TITLE, Kind.LEAD, Kind.KEY_POINT, Kind.METADATA):
        assert said(carried, kind) == said(whole().segments, kind)
    assert said(carried, Kind.NOTE) == [], "a footnote came along that nothing points to"
    order_of = {id(segment): index for index, segment in enumerate(whole().segments)}
    assert len(carried) < len(order_of)


def test_a_footnote_comes_along_with_its_mark() -> None:
    carried = abridge.edition(with_parts("Avant de venir"), HOME.product("leaflet")).segments
    assert len(said(carried, Kind.NOTE)) == 1
    assert carried[-1].block.kind in (Kind.METADATA, Kind.KEY_POINT, Kind.NOTE)


def test_what_is_carried_keeps_its_order() -> None:
    all_of_it = with_parts("Après", "Avant de venir")
    carried = abridge.edition(all_of_it, HOME.product("leaflet")).segments
    places = [all_of_it.segments.index(segment) for segment in carried]
    assert places == sorted(places)


def test_a_poster_carries_the_gist() -> None:
    carried = abridge.edition(whole(), HOME.product("poster")).segments
    kinds = {segment.block.kind for segment in carried}
    assert kinds == {Kind.TITLE, Kind.KEY_POINT, Kind.ALTERNATIVE, Kind.FIGURE, Kind.METADATA}
    assert len(said(carried, Kind.FIGURE)) == 1


def test_other_products_carry_all() -> None:
    for name in set(HOME.products()) - {"leaflet", "poster"}:
        assert abridge.edition(with_parts("Après"), HOME.product(name)) == with_parts("Après")


# ── The folded leaflet ─────────────────────────────────────────────────────────────────────

OUTSIDE, INSIDE = (97, 197), (100, 200)  # where it is folded, in mm from the left: the narrow panel goes in


def text_boxes(data: bytes, number: int) -> list[tuple[float, float]]:
    """Where the words of a page begin and end, in mm from the left."""
    document = pypdfium2.PdfDocument(data)
    page = document[number].get_textpage()
    boxes = [page.get_rect(index) for index in range(page.count_rects())]
    return [(left / POINTS, right / POINTS) for left, _, right, _ in boxes]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_printed_over_a_fold(language: str) -> None:
    data = made(order("leaflet", (language,)))[0]
    for number, folds in enumerate((OUTSIDE, INSIDE)):
        boxes = text_boxes(data, number)
        assert boxes
        for fold in folds:
            assert [box for box in boxes if box[0] - 4 < fold < box[1] + 4] == []
        for left, right in zip((0, *folds), (*folds, 297), strict=True):
            assert any(left < box[0] and box[1] < right for box in boxes), f"nothing in {left}–{right} mm"


def test_from_right_to_left_the_panels_are_the_mirror() -> None:
    asked = order("leaflet", ("ar",), "paracetamol")
    data = made(asked, Workspace(CASES / "languages"))[0]
    for fold in (100, 200):
        assert [box for box in text_boxes(data, 0) if box[0] - 4 < fold < box[1] + 4] == []
    cover = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded(0, 0, 100 * POINTS, 595)
    assert re.search(r"[\u0600-\u06ff]", cover)
    assert all(box[0] > 200 for box in text_boxes(data, 1))


def test_more_text_is_set_smaller_and_never_under_ten_points() -> None:
    leaflet = HOME.product("leaflet")
    sizes = {}
    for name, headings in {"short": ("Après",), "long": ()}.items():
        carried = abridge.edition(with_parts(*headings) if headings else whole(), leaflet)
        asked = order("leaflet", ("fr",), ARTICLE)
        sizes[name] = render.artifact(
            making.lay_out(carried, leaflet, asked, Workspace(BASE)), engine()
        ).type_size
    assert 10 <= sizes["long"] <= sizes["short"] == leaflet.sizes[0]
    assert min(leaflet.sizes) == 10
    builtins = msgspec.to_builtins(leaflet)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**builtins, "sizes": [9.5]}, Product)


# ── The poster ─────────────────────────────────────────────────────────────────────────────


def codes(data: bytes) -> list[str]:
    picture = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("product", ["poster", "leaflet"])
def test_a_code_leads_to_the_ebook(product: str) -> None:
    data = made(order(product, ("en",)))[0]
    assert codes(data) == [f"https://tilleuls.example.org/documents/{REAL}-ebook-en.epub"]


def test_an_article_may_name_the_address_itself(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    source = folder / "sources" / ARTICLE / "article.md"
    edit(source, "[[figures]]", '[ebook]\nfr = "https://example.org/livre"\n\n[[figures]]')
    done = feuillet("build", "--product", "poster", folder=folder)
    assert (done.exit, done.stderr) == (0, "")
    assert codes((folder / "build" / f"{ARTICLE}-poster-fr.pdf").read_bytes()) == [
        "https://example.org/livre"
    ]


def test_without_an_address_there_is_no_code() -> None:
    clinic = HOME.clinic("tilleuls")
    settings = msgspec.structs.replace(clinic.settings, ebooks="")
    poster, asked = HOME.product("poster"), order("poster", ("fr",))
    document = compose.document(
        edition(asked),
        poster,
        msgspec.structs.replace(clinic, settings=settings),
        (HOME.language("fr"),),
        making.styles(HOME, poster),
    )
    artifact = render.artifact(document, engine())
    assert codes(artifact.data) == []
    assert not [name for name in document.assets if name.startswith("qr/")]
    assert artifact.overset == ()


def test_two_telephone_numbers_have_their_place(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    clinic = folder / "styles" / "clinics" / "essai"
    shutil.copytree(ROOT / "styles" / "clinics" / "tilleuls", clinic)
    edit(clinic / "clinic.toml", '"01 99 00 00 00"', '"01 99 00 00 00 (jour) – 01 99 00 00 99 (nuit)"')
    edit(clinic / "clinic.toml", "example = true", "")
    home = Workspace(folder)
    for product in ("poster", "leaflet", "brochure", "handout"):
        asked = Order(ARTICLE, product, ("fr", "en")[: home.product(product).languages], "essai", "pdf")
        data, survey, wrong = made(asked, home)
        errors = [one.finding for one in survey.measured if one.finding.severity is Severity.ERROR]
        assert (errors, wrong) == ([], ())
        text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
        assert re.search(r"99\s00\s00\s99\s\(nuit\)", text), product


def test_pages_are_counted_as_they_are_printed() -> None:
    """Without what is filler, and a spread as the two pages it becomes."""
    for product, pages in (("brochure", 8), ("handout-facing", 24)):
        asked = order(product, both_ways(product)[0])
        for most, fits in ((pages, True), (pages - 1, False)):
            limited = msgspec.structs.replace(HOME.product(product), pages=most)
            artifact = render.artifact(making.lay_out(edition(asked), limited, asked, HOME), engine())
            assert artifact.pages == pages
            assert (artifact.overset == ()) == fits


# ── Variants ───────────────────────────────────────────────────────────────────────────────


def test_a_variant_is_named_after_the_product(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    done = feuillet("build", "--product", "leaflet", "--print-shop", "--json", folder=folder)
    assert done.exit == 0, done
    assert '"variant": "print-shop"' in done.stdout
    assert [path.name for path in (folder / "build").glob("*.pdf")] == [
        f"{ARTICLE}-leaflet-print-shop-fr.pdf"
    ]
