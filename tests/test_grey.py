"""grey: for a printer without colour. Greys of the same luminance, and files in which no colour is left."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pikepdf
import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tinycss2.color5 import parse_color

from pipeline import colour, compose, line, plan, render
from pipeline.compose import grey
from pipeline.model import Order, Severity
from pipeline.verify import page as layout
from pipeline.workspace import Workspace
from tests import making, oracles
from tests.workbench import ARTICLE, BASE, ROOT, SOURCE, Done, edit, engine, feuillet, workspace

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
PARTS = st.integers(0, 255)
RGB = st.tuples(PARTS, PARTS, PARTS)
HOME = Workspace(ROOT)
PAPER = [
    name for name in HOME.products() if (said := HOME.product(name)).suffix == "pdf" and said.press is None
]


def hex_of(rgb: tuple[int, ...]) -> str:
    return "#" + bytes(rgb).hex()


# ── Luminance ──────────────────────────────────────────────────────────────────────────────


@given(RGB)
def test_a_grey_has_the_luminance_of_its_colour(rgb: tuple[int, int, int]) -> None:
    """As near as 256 greys allow: no other is nearer, but for what a step amounts to in rounding."""
    wanted = colour.luminance(*rgb)
    level = colour.level(wanted)
    assert (
        colour.luminance(*[max(0, level - 1)] * 3) <= wanted <= colour.luminance(*[min(255, level + 1)] * 3)
    )


@given(RGB, RGB)
def test_a_contrast_stays_what_it_was(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    before = colour.contrast(colour.luminance(*one), colour.luminance(*other))
    levels = [colour.level(colour.luminance(*rgb)) for rgb in (one, other)]
    after = colour.contrast(*(colour.luminance(*[level] * 3) for level in levels))
    assert after == pytest.approx(before, rel=0.03)


@given(PARTS)
def test_a_grey_stays_what_it_is(part: int) -> None:
    assert colour.level(colour.luminance(part, part, part)) == part


# ── Style sheets ───────────────────────────────────────────────────────────────────────────

COLOURS = st.one_of(
    RGB.map(hex_of),
    RGB.map(lambda rgb: f"rgb{rgb}"),
    st.tuples(st.integers(0, 360), st.integers(0, 100), st.integers(0, 100)).map(
        lambda said: f"hsl({said[0]} {said[1]}% {said[2]}% / 0.5)"
    ),
    st.sampled_from(["tomato", "TEAL", "lab(50% 40 20)", "oklch(60% .1 200)", "device-cmyk(1 .2 0 .3)"]),
)


def colours_in(css: str) -> Iterator[tuple[float, ...]]:
    """The colours that a style sheet names, wherever they stand."""

    def walk(tokens: list[object]) -> Iterator[object]:
        for token in tokens:
            yield token
            yield from walk(getattr(token, "content", None) or getattr(token, "arguments", None) or [])

    for token in walk(tinycss2.parse_component_value_list(css)):
        if token.type in ("hash", "function") and (colour := parse_color(token)):
            yield tuple(colour.to("srgb").coordinates)


@given(COLOURS, COLOURS)
def test_no_colour_is_left_in_a_sheet(one: str, other: str) -> None:
    css = (
        f"@page {{ @bottom-left {{ color: {one} }} }} :root {{ --x: {other}; }}"
        f" @media print {{ a:hover {{ background: linear-gradient(to right, {one}, {other} 3mm) }} }}"
        f" h1 {{ border: 1pt solid var(--x, {one}) !important; & b {{ color: {other} }} }}"
    )
    made = grey.sheet(css)
    found = list(colours_in(made))
    assert len(found) == 6
    assert all(max(parts) - min(parts) < 1e-6 for parts in found)
    assert grey.sheet(made) == made


def test_what_is_no_colour_stays_as_it_is() -> None:
    css = (
        '/* red */ #fade .tan:is(#c00), a::before { content: "teal #f00"; page: tan;\n'
        "  string-set: red attr(x); font-family: Tan; color: currentColor;\n"
        "  background: transparent url(#f00); border: 1pt solid #777 }\n"
        '@page tan { margin: 0 } @font-face { font-family: coral; src: url("red.ttf") }'
    )
    assert grey.sheet(css) == css


def test_the_shipped_sheets_lose_nothing_but_their_colours() -> None:
    for path in [*ROOT.glob("styles/base/*.css"), *ROOT.glob("styles/products/*/style.css")]:
        css = path.read_text("utf-8")
        apart = re.compile(r"#[0-9a-f]{3,6}\b|\btransparent\b")
        assert apart.sub("·", grey.sheet(css)) == apart.sub("·", css), path


# ── Pictures ───────────────────────────────────────────────────────────────────────────────


def test_a_drawing_is_turned_into_greys_wherever_it_says_a_colour() -> None:
    drawing = SVG.format(
        '<defs><linearGradient id="a"><stop offset="0" stop-color="tomato"/>'
        '<stop offset="1" style="stop-color: #12505b; stop-opacity: .5"/></linearGradient></defs>'
        '<g fill="#b3481e" stroke="rgb(18, 80, 91)"><rect width="4" style="fill:hsl(120 50% 50%)"/></g>'
        '<path fill="url(#a)" stroke="#333" d="M0 0h3"/><text fill="currentColor">tomato #b3481e</text>'
    ).encode()
    made = grey.picture(drawing, "a.svg")
    found = [
        value
        for element in ElementTree.fromstring(made).iter()
        for key, value in element.items()
        if key in ("fill", "stroke", "stop-color", "style")
    ]
    greys = [value for text in found for value in re.findall(r"#[0-9a-f]+", text) if value != "#a"]
    assert len(greys) == 6
    assert all(value == "#333" or value[1:3] == value[3:5] == value[5:] for value in greys)
    assert "url(#a)" in found
    assert "tomato #b3481e" in made.decode()
    assert grey.picture(made, "a.svg") == made
    assert grey.alike(made) == ()


def test_a_drawing_without_colour_stays_byte_for_byte() -> None:
    drawing = SVG.format('<!-- red --><path fill="#000000" d="M0 0h3"/><rect fill="white"/>').encode()
    assert grey.picture(drawing, "qr/1.svg") is drawing


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photograph_keeps_its_kind_and_its_transparency(mode: str, kind: str) -> None:
    if kind == "JPEG" and mode != "RGB":
        return
    colours = [(179, 72, 30), (18, 80, 91), (188, 215, 216), (7, 3, 1), (119, 119, 119)]
    picture = Image.new("RGBA" if mode == "RGBA" else "RGB", (8 * len(colours), 8))
    for index, rgb in enumerate(colours):
        picture.paste((*rgb, 40 * index + 60) if mode == "RGBA" else rgb, (8 * index, 0, 8 * index + 8, 8))
    if mode == "P":
        picture = picture.quantize(8)
    held = io.BytesIO()
    picture.save(held, kind, **({"quality": 100, "subsampling": 0} if kind == "JPEG" else {}))
    made = grey.picture(held.getvalue(), f"a.{kind.lower()}")
    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.size) == (kind, picture.size)
        assert image.mode == ("LA" if mode == "RGBA" else "L")
        for index, rgb in enumerate(colours):
            found = image.getpixel((8 * index + 4, 4))
            level, alpha = found if isinstance(found, tuple) else (found, 255)
            assert abs(level - colour.level(colour.luminance(*rgb))) <= (1 if kind == "PNG" else 4)
            assert alpha == (40 * index + 60 if mode == "RGBA" else 255)
    assert grey.picture(made, f"a.{kind.lower()}") == made


# ── Colour alone ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("shapes", "pairs"),
    [
        ('<rect fill="#c0392b"/><circle fill="#00773d"/>', 1),
        ('<g fill="#c0392b"><rect/></g><circle style="fill: #00773d"/>', 1),
        ('<path stroke="#c0392b" fill="none"/><path stroke="#00773d" fill="none"/>', 1),
        ('<rect fill="#c0392b"/><circle fill="#ffffff"/>', 0),  # one is darker
        ('<rect fill="#767676"/><circle fill="#7a7a7a"/>', 0),  # greys
        ('<rect fill="#c0392b" stroke="#000"/><circle fill="#00773d"/>', 0),  # one has an outline
        ('<path stroke="#c0392b" stroke-dasharray="2"/><path stroke="#00773d"/>', 0),  # one is dashed
        ('<clipPath><rect fill="#c0392b"/></clipPath><circle fill="#00773d"/>', 0),  # one is not shown
        ('<text fill="#c0392b">a</text><circle fill="#00773d"/>', 0),  # one is words
    ],
)
def test_two_shapes_that_only_their_hue_tells_apart(shapes: str, pairs: int) -> None:
    found = grey.alike(SVG.format(shapes).encode())
    assert found == (("#00773d", "#c0392b"),) * pairs


def test_a_picture_that_tells_by_colour_alone_is_a_warning(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w")
    article = folder / SOURCE
    drawing = SVG.format(
        '<rect width="4" height="9" fill="#c0392b"/><circle cx="6" cy="4" r="2" fill="#00773d"/>'
    )
    (article.parent / "media").mkdir(exist_ok=True)
    (article.parent / "media" / "feux.svg").write_text(drawing)
    edit(article, "\n## ", "\n![Deux feux](media/feux.svg)\n\n## ")
    for command in (("build", "--force"), ("check",)):
        done = feuillet(
            *command, "--grey", "--json", "--product", "brochure", "--languages", "fr", folder=folder
        )
        (found,) = [one for one in json.loads(done.stdout)["findings"] if one["code"] == "M007"]
        assert (done.exit, found["severity"]) == (0, "warning")
        assert "media/feux.svg" in found["message"]
        assert "#00773d and #c0392b" in found["message"]
        assert found["location"]["file"] == SOURCE
    done = feuillet("check", "--product", "brochure", "--languages", "fr", folder=folder)
    assert "M007" not in done.stderr


# ── What is composed ───────────────────────────────────────────────────────────────────────


def order(product: str, home: Workspace, article: str) -> Order:
    asked = home.product(product, "grey")
    return Order(article, product, ("fr", "en")[: asked.languages], "tilleuls", "pdf", variant="grey")


def composed(product: str, folder: Path = BASE, article: str = ARTICLE) -> compose.Document:
    home = Workspace(folder)
    asked = order(product, home, article)
    return making.lay_out(making.prepare(asked, home), home.product(product, "grey"), asked, home)


def test_the_clinic_s_colours_its_theme_and_its_logo_are_turned(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w")
    clinic = folder / "styles" / "clinics" / "tilleuls"
    clinic.mkdir(parents=True, exist_ok=True)
    shipped = ROOT / "styles" / "clinics" / "tilleuls"
    settings = (shipped / "clinic.toml").read_text("utf-8").replace("#b3481e", "#8a1538")
    (clinic / "clinic.toml").write_text(settings, "utf-8")
    (clinic / "logo.svg").write_text(SVG.format('<rect width="9" height="9" fill="#8a1538"/>'), "utf-8")
    (clinic / "theme.css").write_text(
        "h1 { color: rebeccapurple; background: rgb(250 240 230 / .5) }", "utf-8"
    )
    document = composed("brochure", folder)
    assert "#8a1538" not in document.styles
    assert "rebeccapurple" not in document.styles
    purple, linen = (colour.level(colour.luminance(*rgb)) for rgb in ((102, 51, 153), (250, 240, 230)))
    theme = f"h1 {{ color: {hex_of((purple,) * 3)}; background: rgba({linen}, {linen}, {linen}, 0.5) }}"
    assert theme in document.styles
    assert b"#8a1538" not in document.assets["clinic/logo.svg"]
    assert all(max(parts) - min(parts) < 1e-6 for parts in colours_in(document.styles))
    coloured = Workspace(folder)
    edition = making.prepare(order("brochure", coloured, ARTICLE), coloured)
    plain = making.lay_out(
        edition, coloured.product("brochure"), order("brochure", coloured, ARTICLE), coloured
    )
    assert "rebeccapurple" in plain.styles
    assert compose.remarks(edition, plain) == ()


def test_a_product_may_be_grey_of_itself(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w")
    for name, said in {"gris": 'extends = "handout"\n', "livre": 'extends = "ebook"\n'}.items():
        product = folder / "styles" / "products" / name
        product.mkdir(parents=True)
        (product / "product.toml").write_text(f'name = "{name}"\n{said}grey = true\n[title]\nfr = "Gris"\n')
        (product / "style.css").write_text("")
    asked = Workspace(folder).product("gris")
    assert asked.grey
    assert (asked.limits.ink, asked.limits.dark_area, asked.limits.colour) == (10, 1.5, False)
    done = feuillet("build", "--product", "gris", folder=folder)
    assert done.exit == 0, done
    assert re.search(r"-gris-fr-en\.pdf: note L031: Ink covers \d\.\d% of a page on average", done.stderr)
    assert colour_operators((folder / "build" / f"{ARTICLE}-gris-fr-en.pdf").read_bytes()) == []
    refused = feuillet("build", "--product", "livre", folder=folder)
    assert refused.exit == 4
    assert "C018" in refused.stderr


# ── What is made ───────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def grey_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """Every printed product of the repository's article in grey, in its own languages; only to be read."""
    folder = tmp_path_factory.mktemp("grey")
    done = feuillet("build", "--grey", "--json", "--output-dir", str(folder), folder=ROOT)
    assert done.exit == 0, done
    return folder, done


def colour_operators(data: bytes) -> list[str]:
    """Every operator in a PDF that asks for more than one ink, and each picture that has more."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [page.obj for page in pdf.pages]
        streams += [
            item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/PatternType" in item
        ]
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form":
                streams.append(item)
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
                found += [] if item.get("/ColorSpace", "/DeviceGray") == "/DeviceGray" else [repr(item)]
        for stream in streams:
            for instruction in pikepdf.parse_content_stream(stream):
                operator = str(instruction.operator)
                if operator in ("rg", "RG", "k", "K", "cs", "CS"):
                    found.append(f"{[str(part) for part in instruction.operands]} {operator}")
    return found


def test_no_colour_is_left_in_the_files(grey_files: tuple[Path, Done]) -> None:
    paths = [path for path in sorted(grey_files[0].glob("*.pdf")) if "sheets" not in path.name]
    assert {path.name for path in paths} >= {
        f"therapie-cellulaire-{name}-grey-{'fr-en' if name.startswith('handout') else 'fr'}.pdf"
        for name in PAPER
    }
    for path in paths:
        assert colour_operators(path.read_bytes()) == [], path.name
        with pikepdf.open(path) as pdf:
            assert any(str(said.operator) == "g" for said in pikepdf.parse_content_stream(pdf.pages[0]))


def test_the_ink_is_reported_and_measured(grey_files: tuple[Path, Done]) -> None:
    folder, done = grey_files
    findings = json.loads(done.stdout)["findings"]
    said = {Path(one["location"]["file"]).name: one for one in findings if one["code"] == "L031"}
    assert {Path(one["path"]).name for one in json.loads(done.stdout)["artifacts"]} == set(said)
    for name, one in said.items():
        shares = layout.ink((folder / name).read_bytes())
        assert one["severity"] == "note"
        assert f"{round(sum(shares) / len(shares), 1):g}% of a page on average" in one["message"]
        assert (
            f"at most {round(max(shares), 1):g}%, on page {shares.index(max(shares)) + 1}." in one["message"]
        )
        assert max(shares) < 10


@pytest.mark.oracle
@pytest.mark.parametrize("product", PAPER)
def test_the_files_stay_accessible(product: str, grey_files: tuple[Path, Done]) -> None:
    tags = "fr-en" if product.startswith("handout") else "fr"
    path = grey_files[0] / f"therapie-cellulaire-{product}-grey-{tags}.pdf"
    assert [*oracles.pdf_ua_1(path), *oracles.pdf_a(path)] == []


@pytest.mark.slow
@pytest.mark.parametrize("product", ["brochure", "leaflet", "poster"])
def test_the_pages_keep_their_limits(product: str) -> None:
    asked = (order(product, HOME, "therapie-cellulaire"),)
    ((_, _, survey),) = line.measure(asked, making.session(HOME))
    assert [one.finding for one in survey.measured if one.finding.severity is not Severity.NOTE] == []


def test_a_photograph_is_drawn_in_one_ink_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    document = composed("brochure")
    held = io.BytesIO()
    Image.new("RGBA", (40, 40), (179, 72, 30, 128)).save(held, "PNG")
    photograph = grey.picture(held.getvalue(), "a.png")
    html = document.html.replace("</article>", '<p><img src="feuillet:///a.png" alt="Essai"/></p></article>')
    assert html != document.html
    document = msgspec.structs.replace(document, html=html, assets={**document.assets, "a.png": photograph})
    data = render.artifact(document, engine()).data
    assert colour_operators(data) == []
    assert render.artifact(document, engine()).data == data


# ── What is asked for ──────────────────────────────────────────────────────────────────────


def test_what_is_not_printed_or_for_a_press_is_refused(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w")
    for product, why in (
        ("ebook", "it is not printed"),
        ("print-shop", "it is already made for a print shop"),
    ):
        done = feuillet("build", "--grey", "--product", product, folder=folder)
        assert done.exit == 4
        assert f"error C018: “{product}” has no “grey” version: {why}." in done.stderr
    asked = plan.plan(making.session(Workspace(folder)), variant="grey")
    assert {one.variant for one in asked.orders} == {"grey"}
    assert {one.code for one in asked.findings} == {"C018", "C021"}
    assert {one.severity for one in asked.findings} == {Severity.NOTE}
