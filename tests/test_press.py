"""PDF/X-4 for a print shop, and QR codes: every colour is ink, black text is black ink alone, codes are read.

No free validator knows PDF/X-4, so `pdf_x_4` holds a file to what ISO 15930-7 asks for; the tests show that
it finds each fault in a broken copy. Where Ghostscript is there, it separates the plates.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from pipeline import media
from pipeline.compose import qr
from pipeline.model import FeuilletError, Severity
from pipeline.printing import press
from pipeline.render.engine import layout
from pipeline.render.engine.loaded import weasyprint
from pipeline.workspace import SHIPPED
from tests.workbench import ROOT

PROFILE = (SHIPPED / "base" / "press" / "coated-fogra39.icc").read_bytes()
PART = st.integers(0, 255).map(lambda part: part / 255)


# ── A validator of our own ─────────────────────────────────────────────────────────────────

_COLOURS = re.compile(rb"(?<![\w/.])(rg|RG)(?![\w])")


def pdf_x_4(data: bytes) -> list[str]:
    """What ISO 15930-7 asks for and ``data`` does not give."""
    return list(_problems(data))


def _problems(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield from pdf.check_pdf_syntax()
        if pdf.is_encrypted or "/ID" not in pdf.trailer:
            yield "encrypted, or without an ID"
        intents = [item for item in pdf.Root.get("/OutputIntents", []) if item.S == "/GTS_PDFX"]
        if len(intents) != 1 or len(pdf.Root.OutputIntents) != 1:
            yield "not one output intent"
        else:
            embedded = intents[0].get("/DestOutputProfile")
            if embedded is None or not str(intents[0].get("/OutputConditionIdentifier", "")):
                yield "no printing condition, or no profile"
            else:
                profile = ImageCms.ImageCmsProfile(io.BytesIO(embedded.read_bytes())).profile
                if (profile.xcolor_space.strip(), profile.device_class.strip(), int(embedded.N)) != (
                    *("CMYK", "prtr"),
                    4,
                ):
                    yield "the profile is not of a CMYK printer"
        xmp = pdf.Root.Metadata.read_bytes().decode() if "/Metadata" in pdf.Root else ""
        if "/Filter" in pdf.Root.get("/Metadata", {}):
            yield "metadata that need a decoder"
        for wanted in (
            "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
            "<pdf:Trapped>False</pdf:Trapped>",
            *("<xmp:CreateDate>", "<xmp:ModifyDate>", "<xmp:MetadataDate>", "<dc:title>"),
            *("<xmpMM:DocumentID>", "<xmpMM:VersionID>", "<xmpMM:RenditionClass>"),
        ):
            if wanted not in xmp:
                yield f"no {wanted}"
        if str(pdf.docinfo.get("/Trapped")) not in ("/True", "/False"):
            yield "nothing said of trapping"
        for key in ("/AcroForm", "/AA", "/OpenAction", "/StructTreeRoot"):
            if key in pdf.Root:
                yield f"a catalog with {key}"
        for number, page in enumerate(pdf.pages, 1):
            yield from (f"page {number}: {problem}" for problem in _page(page.obj))
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                yield from _object(item)
            elif isinstance(item, pikepdf.Stream):
                yield from _stream(item)


def _page(page: pikepdf.Object) -> Iterator[str]:
    if "/TrimBox" not in page or "/ArtBox" in page:
        yield "no trim box, or an art box as well"
        return
    boxes = [[float(x) for x in page[key]] for key in ("/TrimBox", "/BleedBox", "/MediaBox") if key in page]
    for inner, outer in pairwise(boxes):
        if not (outer[0] <= inner[0] < inner[2] <= outer[2] and outer[1] <= inner[1] < inner[3] <= outer[3]):
            yield "a box that is not inside the next"
    if "/Annots" in page:
        yield "annotations"
    if page.get("/Group", {}).get("/CS", "/DeviceCMYK") != "/DeviceCMYK":
        yield "transparency is mixed in another space"


def _object(item: pikepdf.Object) -> Iterator[str]:
    if item.get("/Type") == "/FontDescriptor" and not any(f"/FontFile{n}" in item for n in ("", "2", "3")):
        yield f"the font {item.get('/FontName')} is not embedded"
    if "/TR" in item or "/HTP" in item:
        yield "a transfer function"
    if item.get("/ShadingType") is not None and _is_light(item.ColorSpace):
        yield "a gradient of light"


def _stream(item: pikepdf.Stream) -> Iterator[str]:
    if item.get("/Subtype") == "/Image":
        if "/ColorSpace" in item and _is_light(item.ColorSpace):
            yield "a picture of light"
    elif (
        item.get("/Subtype") == "/Form" or "/PatternType" in item or not item.keys() - {"/Length", "/Filter"}
    ):
        content = item.read_bytes()
        if _COLOURS.search(content) and b"begincmap" not in content:
            yield "a colour of light"
        if "/Group" in item and _is_light(item.Group.get("/CS", pikepdf.Name.DeviceCMYK)):
            yield "a group mixed in light"


def _is_light(space: object) -> bool:
    return str(space[0] if isinstance(space, pikepdf.Array) else space) not in (
        *("/DeviceCMYK", "/DeviceGray", "/Separation", "/Pattern"),
    )


# ── A page with everything on it ───────────────────────────────────────────────────────────

GRADIENT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><defs>
<linearGradient id="a"><stop offset="0" stop-color="#f00"/>
<stop offset="1" stop-color="#00f" stop-opacity=".2"/>
</linearGradient>
<radialGradient id="b"><stop offset="0" stop-color="#0a0"/><stop offset=".5" stop-color="#ff0"/>
<stop offset="1" stop-color="#12505b"/></radialGradient>
<mask id="m"><rect width="100" height="100" fill="#fff"/><circle cx="50" cy="50" r="20" fill="#000"/></mask>
</defs>
<rect width="100" height="50" fill="url(#a)"/>
<rect y="50" width="100" height="50" fill="url(#b)" mask="url(#m)"/>
</svg>"""

PAGE = """<html lang="en"><head><title>A page with everything</title>
<meta name="dcterms.created" content="2026-11-22T00:00:00Z"/></head><body>
<h1 style="color:#12505b">Title</h1><p>Text in ink. <a href="https://example.org">A link</a></p>
<p style="color:lab(50% 40 -60)">A colour in Lab</p><p style="color:device-cmyk(0 1 0 0)">Magenta</p>
<p style="color:#888; opacity:.5">Grey, half there</p>
<div style="height:2cm; background:linear-gradient(to right, #b3481e, rgb(18 80 91 / 20%))"></div>
<img src="feuillet:///gradient.svg" style="width:4cm"/>
<img src="feuillet:///photo.png" style="width:2cm"/><img src="feuillet:///photo.jpg" style="width:2cm"/>
<div style="height:2cm; background:url(feuillet:///tile.png); background-size:1cm"></div></body></html>"""


def picture(kind: str, side: int = 300, mode: str = "RGB") -> bytes:
    image = Image.linear_gradient("L").resize((side, side))
    image = Image.merge("RGB", [image, image.rotate(90), image.rotate(180)])
    if mode == "RGBA":
        image.putalpha(Image.radial_gradient("L").resize((side, side)))
    out = io.BytesIO()
    image.convert(mode).save(out, kind)
    return out.getvalue()


@cache
def everything(bleed: str = "3mm", side: int = 300) -> bytes:
    """A PDF from the engine with every way it has to write a colour."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetcher = layout.Fetcher(
        {
            "gradient.svg": GRADIENT.encode(),
            "photo.png": picture("PNG", side, "RGBA"),
            "photo.jpg": picture("JPEG", side),
            "tile.png": picture("PNG", side, "P"),
        }
    )
    sheet = weasyprint.CSS(
        string=f"@page{{size:A5; bleed:{bleed}}} html{{font-family:'Feuillet Sans'; color:#1d2b2f}}"
        " body{background:#eef5f4}",
        font_config=fonts,
        url_fetcher=fetcher,
    )
    page = weasyprint.HTML(string=PAGE, url_fetcher=fetcher, base_url="feuillet:///")
    return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-2a"))


@cache
def converted() -> bytes:
    data, findings = press.convert(everything(), PROFILE)
    assert findings == ()
    return data


def test_the_engine_writes_light_and_the_press_gets_ink() -> None:
    before = pdf_x_4(everything())
    assert {"a colour of light", "a gradient of light", "a picture of light"} <= set(before)
    assert pdf_x_4(converted()) == []


def _drop(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return change


def _page_key(key: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[key] = value

    return change


def _light(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"1 0 0 rg")


def _claim(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(text.replace(b"PDF/X-4<", b"PDF/X-3<"))


def _font(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]


BROKEN: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "no output intent": _drop("/OutputIntents"),
    "no metadata": _drop("/Metadata"),
    "another claim": _claim,
    "a colour of light": _light,
    "a font that is not there": _font,
    "a trim box larger than the bleed": _page_key("/TrimBox", pikepdf.Array([-50, -50, 900, 900])),
    "a link": _page_key("/Annots", pikepdf.Array([])),
}


@pytest.mark.parametrize("name", BROKEN)
def test_our_validator_finds_what_is_broken(name: str) -> None:
    pdf = pikepdf.open(io.BytesIO(converted()))
    BROKEN[name](pdf)
    out = io.BytesIO()
    pdf.save(out)
    assert pdf_x_4(out.getvalue())


# ── Ink ────────────────────────────────────────────────────────────────────────────────────


@cache
def inks() -> press.Inks:
    return press.Inks(PROFILE, {"#12505B": (90, 40, 45, 30)})


@pytest.mark.parametrize("colour", ["#000000", "#1d2b2f", "#111111", "#0a1014"])
def test_black_and_nearly_black_are_black_ink_alone(colour: str) -> None:
    assert inks().ink(*(part / 255 for part in press._rgb(colour))) == press.BLACK


@given(PART)
def test_a_grey_is_black_ink_alone_and_a_lighter_one_takes_less(part: float) -> None:
    ink = inks().ink(part, part, part)
    assert ink[:3] == (0, 0, 0)
    assert ink[3] >= inks().ink(*[min(1.0, part + 0.1)] * 3)[3]


@given(PART, PART, PART)
@settings(deadline=None)
def test_no_colour_takes_more_ink_than_dries(red: float, green: float, blue: float) -> None:
    ink = inks().ink(red, green, blue)
    assert all(0 <= part <= 100 for part in ink)
    assert sum(ink) <= press.MOST_INK


@given(PART, PART, PART)
@settings(deadline=None)
def test_ink_looks_like_the_colour_it_stands_for(red: float, green: float, blue: float) -> None:
    """Back through the profile, a colour keeps its lightness: text stays as dark as it was."""
    ink = inks().ink(red, green, blue)
    lab = ImageCms.createProfile("LAB", 5000)
    there = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB", 1)
    back = ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(PROFILE)), lab, "CMYK", "LAB", 1)
    light = Image.new("RGB", (1, 1), tuple(round(part * 255) for part in (red, green, blue)))
    paint = Image.new("CMYK", (1, 1), tuple(round(part * 2.55) for part in ink))
    wanted = press._lab(ImageCms.applyTransform(light, there), 0)[0]
    found = press._lab(ImageCms.applyTransform(paint, back), 0)[0]
    assert abs(wanted - found) < 32  # the most that a screen shows and ink cannot: pure blue, pure green
    assert found > wanted - 20


def test_white_is_paper_and_named_colours_have_their_own_inks() -> None:
    assert inks().ink(1, 1, 1) == press.WHITE
    assert inks().ink(0x12 / 255, 0x50 / 255, 0x5B / 255) == (90, 40, 45, 30)


def test_black_text_prints_over_and_other_ink_knocks_out() -> None:
    with pikepdf.open(io.BytesIO(converted())) as pdf:
        page = pdf.pages[0].obj
        text = b"\n".join(part.read_bytes() for part in page.Contents)
        states = page.Resources.ExtGState
        assert re.search(rb"\n0 0 0 1 k\n/FeuilletOver gs\n", text)
        assert re.search(rb"\n0 1 0 0 k\n", text)  # device-cmyk() as the style sheet says it
        assert (states["/FeuilletOver"].op, states["/FeuilletOver"].OPM) == (True, 1)
        assert not states["/FeuilletOut"].op


@pytest.mark.oracle
@pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript separates the plates")
def test_black_text_is_on_one_plate(tmp_path: Path) -> None:
    fonts = weasyprint.text.fonts.FontConfiguration()
    html = '<p style="font: 40pt Feuillet Sans; color: #1d2b2f">All of this is text</p>'
    source = weasyprint.HTML(string=f"<html><style>@page{{size:A6; bleed:3mm}}</style>{html}</html>")
    data, _ = press.convert(source.write_pdf(font_config=fonts, pdf_variant="pdf/a-2a"), PROFILE, marks=False)
    (tmp_path / "in.pdf").write_bytes(data)
    subprocess.run(
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", "-r50", "-sOutputFile=%d.tif", "in.pdf"],
        cwd=tmp_path,
        check=True,
    )
    lightest = {
        plate: Image.open(tmp_path / f"1({plate}).tif").convert("L").getextrema()[0]
        for plate in ("Cyan", "Magenta", "Yellow", "Black")
    }
    assert lightest["Black"] < 20
    assert {lightest[plate] for plate in ("Cyan", "Magenta", "Yellow")} == {255}


# ── Pages, pictures, findings ──────────────────────────────────────────────────────────────


def test_marks_stand_outside_the_bleed_and_the_page_is_as_large_as_it_was() -> None:
    with pikepdf.open(io.BytesIO(converted())) as pdf:
        page = pdf.pages[0].obj
        trim, bleed, sheet = ([float(x) for x in page[key]] for key in ("/TrimBox", "/BleedBox", "/MediaBox"))
    millimetre = 72 / 25.4
    assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx(
        [148 * millimetre, 210 * millimetre], abs=0.01
    )
    assert trim[0] - bleed[0] == pytest.approx(3 * millimetre, abs=0.01)
    assert bleed[0] - sheet[0] == pytest.approx(9 * millimetre, abs=0.01)
    bare, _ = press.convert(everything(), PROFILE, marks=False)
    with pikepdf.open(io.BytesIO(bare)) as pdf:
        assert [float(x) for x in pdf.pages[0].mediabox] == pytest.approx(bleed, abs=0.01)
    assert pdf_x_4(bare) == []


def test_a_picture_keeps_its_size_and_its_mask() -> None:
    def shapes(data: bytes) -> list[tuple[int, int, bool]]:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return sorted(
                (int(item.Width), int(item.Height), "/SMask" in item)
                for item in pdf.objects
                if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
            )

    assert shapes(converted()) == shapes(everything())
    assert any(mask for _, _, mask in shapes(converted()))


def test_a_picture_with_too_few_dots_is_a_warning() -> None:
    _, findings = press.convert(everything(side=120), PROFILE)
    assert {finding.code for finding in findings} == {"E010"}
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert any(dict(finding.values)["dots"] == 152 for finding in findings)  # 120 dots on 2 cm
    assert press.convert(everything(side=120), PROFILE, resolution=72)[1] == ()


def test_a_named_colour_with_too_much_ink_is_a_warning() -> None:
    _, findings = press.convert(everything(), PROFILE, colours={"#12505b": (100, 100, 100, 50)})
    assert [finding.code for finding in findings] == ["E012"]


def refused(data: bytes, profile: bytes = PROFILE) -> set[str]:
    with pytest.raises(FeuilletError) as problem:
        press.convert(data, profile)
    return {finding.code for finding in problem.value.findings}


def _changed(content: bytes, **resources: object) -> bytes:
    pdf = pikepdf.open(io.BytesIO(everything()))
    page = pdf.pages[0]
    for key, value in resources.items():
        page.obj.Resources["/" + key] = value
    page.contents_add(content)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_what_cannot_be_printed_is_refused() -> None:
    rgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert refused(everything(), rgb) == {"E011"}
    assert refused(everything(), b"no profile") == {"E011"}
    spot = pikepdf.Dictionary(
        Spot=pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.Gold, pikepdf.Name.DeviceRGB, {}])
    )
    assert refused(_changed(b"/Spot cs 1 scn", ColorSpace=spot)) == {"E013"}
    inline = b"BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI"
    assert refused(_changed(inline)) == {"E013"}
    plain = pikepdf.Dictionary(
        F=pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    assert refused(_changed(b"BT ET", Font=plain)) == {"E014"}
    assert refused(everything(bleed="0mm")) == {"E015"}


def test_the_same_bytes_each_time_at_any_hour_and_from_anywhere(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(everything())
    (tmp_path / "profile.icc").write_bytes(PROFILE)
    code = (
        "from pathlib import Path; from pipeline.printing import press;"
        "source, profile = (Path(name).read_bytes() for name in ('in.pdf', 'profile.icc'));"
        "Path('out.pdf').write_bytes(press.convert(source, profile)[0])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "out.pdf").read_bytes() == converted()
    assert b"2026-11-22T00:00:00Z" in converted()


# ── QR codes ───────────────────────────────────────────────────────────────────────────────

ADDRESS = "https://tilleuls.example.org/therapie-cellulaire-ebook-fr.epub"
PATHS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.~/?=&%é", max_size=90)


def drawn(svg: bytes, module: int = 4) -> Image.Image:
    """The picture as it prints, read back from its own path."""
    size = int(re.search(rb'width="(\d+)"', svg)[1])  # type: ignore[index]
    image = Image.new("L", (size * module, size * module), 255)
    for x, y, width in re.findall(rb"M(\d+) (\d+)h(\d+)v1", svg):
        left, top, right = int(x) * module, int(y) * module, (int(x) + int(width)) * module
        image.paste(0, (left, top, right, top + module))
    return image


@given(PATHS)
@settings(max_examples=60, deadline=None)
def test_a_code_is_read_back_by_a_decoder_that_is_not_ours(path: str) -> None:
    address = f"https://example.org/{path}"
    code = qr.svg(address)
    assert media.examine(code, ".svg") == ""
    found = zxingcpp.read_barcodes(drawn(code))
    assert [item.text for item in found] == [address]


def test_a_code_has_its_quiet_zone_and_its_size() -> None:
    code = qr.svg(ADDRESS)
    image = drawn(code, 1)
    assert image.point(lambda light: 255 - light).getbbox() == (
        *(qr.QUIET, qr.QUIET),
        *(image.width - qr.QUIET, image.height - qr.QUIET),
    )
    assert qr.svg(ADDRESS) == code


def test_an_address_too_long_for_paper_is_refused() -> None:
    for length in (400, 5000):
        with pytest.raises(FeuilletError) as problem:
            qr.svg("https://example.org/" + "a" * length)
        assert problem.value.findings[0].code == "E016"
