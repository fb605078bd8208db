"""Pictures and logos: what is carried of them, how large, in which colours, and under what name."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import msgspec
import pikepdf
import pytest
from PIL import ExifTags, Image, ImageCms, ImageDraw

from pipeline import compose, messages, render
from pipeline.compose import pictures
from pipeline.model import Edition, Kind, Order, Product
from pipeline.workspace import Workspace
from tests import making, oracles
from tests.workbench import ARTICLE, BASE, ROOT, SOURCE, edit, engine, feuillet, workspace

HOME = Workspace(BASE)
GPS = {1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)}


def picture(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red on the left, green on the right, so that which way up it is can be seen."""
    made = Image.new("RGB", (width, height), (200, 30, 30))
    ImageDraw.Draw(made).rectangle((width // 2, 0, width, height), fill=(30, 160, 60))
    if mode == "RGBA":
        made.putalpha(Image.linear_gradient("L").resize((width, height)))
    return made if made.mode == mode else made.convert(mode)


def saved(image: Image.Image, kind: str, **settings: object) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **settings)
    return held.getvalue()


def exif(orientation: int = 1, *, place: bool = True) -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = orientation
    made[ExifTags.Base.Model] = "Appareil d’essai"
    if place:
        made.get_ifd(ExifTags.IFD.GPSInfo).update(GPS)
    return made


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_leaves_its_place_behind(kind: str) -> None:
    data = saved(picture(400, 300), kind, exif=exif())
    assert opened(data).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    made = pictures.fitted(data, 1600)
    assert (opened(made).format, opened(made).size) == (kind, (400, 300))
    assert len(opened(made).getexif()) == 0
    assert b"Appareil" not in made
    assert pictures.look(made) == (400, 300, False)
    assert pictures.fitted(made, 1600) == made
    assert pictures.fitted(data, 1600) == made


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_comment_is_left_behind(kind: str) -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Jeanne Martin")
    said = {"comment": "Jeanne Martin"} if kind == "JPEG" else {"pnginfo": words}
    data = saved(picture(40, 30), kind, **said)
    assert b"Jeanne" in data
    assert b"Jeanne" not in pictures.fitted(data, 1600)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_a_picture_that_is_small_and_says_nothing_stays_byte_for_byte(kind: str, mode: str) -> None:
    if kind == "JPEG" and mode in ("P", "RGBA"):
        return
    data = saved(picture(400, 300, mode), kind, dpi=(300, 300))
    assert pictures.fitted(data, 400) is data


@pytest.mark.parametrize("most", [1600, 100])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_as_it_was_meant(orientation: int, most: int) -> None:
    """Red is on the left and green on the right, whichever way the camera was held."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = picture(400, 300)
    turned = upright.transpose(back[orientation]) if orientation in back else upright
    data = saved(turned, "JPEG", exif=exif(orientation), quality=95)
    assert pictures.look(data) == (400, 300, True)
    made = opened(pictures.fitted(data, most)).convert("RGB")
    assert made.size == ((400, 300) if most == 1600 else (100, 75))
    for x, wanted in ((made.width // 4, (200, 30, 30)), (3 * made.width // 4, (30, 160, 60))):
        found = made.getpixel((x, made.height // 2))
        assert all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_picture_is_made_smaller_in_its_own_colours(mode: str) -> None:
    before = picture(800, 400, "RGBA" if mode in ("RGBA", "LA") else "RGB")
    before = before.quantize(4) if mode == "P" else before.convert(mode)
    made = opened(pictures.fitted(saved(before, "PNG"), 200))
    assert (made.format, made.size) == ("PNG", (200, 100))
    assert made.has_transparency_data == (mode in ("LA", "RGBA"))
    for at in ((50, 20), (150, 80)):
        found = made.convert("RGBA").getpixel(at)
        wanted = before.convert("RGBA").getpixel((4 * at[0], 4 * at[1]))
        if mode != "1":
            assert all(abs(a - b) < 8 for a, b in zip(found, wanted, strict=True))


def test_a_palette_keeps_its_clear_colour() -> None:
    before = picture(800, 400).quantize(4)
    red = before.getpixel((5, 5))
    for most, said in ((200, {}), (800, {"exif": exif()})):
        made = opened(pictures.fitted(saved(before, "PNG", transparency=red, **said), most)).convert("RGBA")
        assert made.width == most
        assert made.getpixel((5, 5))[3] == 0
        assert made.getpixel((made.width - 5, 5))[3] == 255


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_colours_of_another_space_stay_what_they_were(kind: str) -> None:
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB", 0))
    srgb = pictures.fitted(saved(picture(40, 30), kind, icc_profile=other.tobytes()), 40)
    assert "sRGB" in ImageCms.getProfileDescription(other)
    assert srgb == saved(picture(40, 30), kind, icc_profile=other.tobytes()), "sRGB itself is left as it is"
    fogra = (ROOT / "styles/base/press/coated-fogra39.icc").read_bytes()
    if kind == "JPEG":
        inks = Image.new("CMYK", (40, 30), (255, 0, 0, 0))
        made = opened(pictures.fitted(saved(inks, "JPEG", icc_profile=fogra, quality=95), 40))
        red, green, blue = made.getpixel((20, 15))
        # The cyan of a press is darker than that of a screen, which a plain reckoning would give.
        assert made.mode == "RGB"
        assert red < 40
        assert 120 < green < 180
        assert 190 < blue < 240
        assert "icc_profile" not in made.info


def test_a_profile_that_cannot_be_read_stops_nothing() -> None:
    data = saved(picture(40, 30), "PNG", icc_profile=b"no profile", exif=exif())
    made = opened(pictures.fitted(data, 40))
    assert made.getpixel((5, 5)) == (200, 30, 30)
    assert "icc_profile" not in made.info


# ── In a product ───────────────────────────────────────────────────────────────────────────


def test_each_product_says_how_wide_its_pictures_are() -> None:
    shipped = Workspace(ROOT)
    assert shipped.product("ebook").pixels == 1600
    brochure = shipped.product("brochure")
    assert brochure.pixels == 2008  # 170 mm at 300 dots an inch
    assert shipped.product("brochure", "print-shop").pixels == 2008
    assert brochure.press is None
    press = shipped.product("print-shop").press
    finer = msgspec.structs.replace(brochure, press=msgspec.structs.replace(press, resolution=600))
    assert finer.pixels == 4016


def with_photograph(folder: Path, data: bytes) -> Path:
    made = workspace(folder)
    media = (made / SOURCE).parent / "media"
    media.mkdir(exist_ok=True)
    (media / "photo.jpg").write_bytes(data)
    edit(made / SOURCE, "\n## ", "\n![Deux couleurs](media/photo.jpg)\n\n## ")
    return made


def laid_out(folder: Path, name: str) -> tuple[Edition, Product, compose.Document]:
    home = Workspace(folder)
    product = home.product(name)
    order = Order(ARTICLE, name, ("fr",), "tilleuls", product.suffix)
    edition = making.prepare(order, home)
    return edition, product, making.lay_out(edition, product, order, home)


def test_a_large_photograph_is_told_and_carried_small(tmp_path: Path) -> None:
    data = saved(picture(4032, 3024), "JPEG", exif=exif(), quality=95)
    folder = with_photograph(tmp_path / "w", data)
    for name, wanted in (("ebook", (1600, 1200)), ("brochure", (2008, 1506))):
        edition, product, document = laid_out(folder, name)
        assert opened(document.assets["media/photo.jpg"]).size == wanted
        (told,) = compose.remarks(edition, document)
        figures = [s.block for s in edition.segments if s.block.media == "media/photo.jpg"]
        assert (told.code, told.place) == ("M008", figures[0].place)
        assert figures[0].kind in (Kind.ALTERNATIVE, Kind.FIGURE)
        assert messages.tell(told, "en").message == (
            f"In {product.name}, the picture “media/photo.jpg” was reduced from 4032 × 3024 to "
            f"{wanted[0]} × {wanted[1]} pixels, and the data stored with it, such as where it was taken, "
            "was removed."
        )
        again = laid_out(folder, name)[2]
        assert again.assets == document.assets
    done = feuillet("build", "--product", "ebook", "--languages", "fr", folder=folder)
    assert done.exit == 0, done
    assert "note M008: In ebook, the picture “media/photo.jpg” was reduced from 4032 × 3024" in done.stderr
    path = folder / "build" / f"{ARTICLE}-ebook-fr.epub"
    assert path.stat().st_size < len(data) + 300_000
    with zipfile.ZipFile(path) as book:
        (inside,) = [name for name in book.namelist() if name.endswith(".jpg")]
        assert book.read(inside) == laid_out(folder, "ebook")[2].assets["media/photo.jpg"]


def test_a_photograph_is_only_told_of_what_was_done(tmp_path: Path) -> None:
    for data, variant in (
        (saved(picture(2000, 1500), "JPEG"), "scaled"),
        (saved(picture(400, 300), "JPEG", exif=exif(6)), "cleaned"),
        (saved(picture(400, 300), "JPEG"), None),
    ):
        folder = with_photograph(tmp_path / str(variant), data)
        edition, _, document = laid_out(folder, "ebook")
        told = compose.remarks(edition, document)
        assert [finding.variant for finding in told] == ([variant] if variant else [])


def test_a_document_holds_what_it_shows_and_no_more() -> None:
    _, _, document = laid_out(BASE, "handout")
    assert set(document.assets) == {
        name
        for name in document.assets
        if f"feuillet:///{name}" in document.html or f"feuillet:///{name}" in document.styles
    }


# ── A logo ─────────────────────────────────────────────────────────────────────────────────


def with_logo(folder: Path, kind: str, suffix: str) -> Path:
    made = workspace(folder)
    clinic = made / "styles" / "clinics" / "tilleuls"
    clinic.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "styles" / "clinics" / "tilleuls" / "clinic.toml", clinic)
    edit(clinic / "clinic.toml", '"logo.svg"', f'"logo{suffix}"')
    (clinic / f"logo{suffix}").write_bytes(saved(picture(300, 100), kind))
    return made


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("JPEG", ".JPEG")])
def test_a_logo_of_pixels_goes_into_every_product(kind: str, suffix: str, tmp_path: Path) -> None:
    folder = with_logo(tmp_path / "w", kind, suffix)
    products = ("ebook", "brochure")
    asked = [part for name in products for part in ("--product", name)]
    done = feuillet("build", *asked, "--languages", "fr", folder=folder)
    assert (done.exit, done.stderr) == (0, "")
    book = folder / "build" / f"{ARTICLE}-ebook-fr.epub"
    with zipfile.ZipFile(book) as opened_book:
        package = next(name for name in opened_book.namelist() if name.endswith(".opf"))
        listed = opened_book.read(package).decode()
    assert f'media-type="image/{kind.lower()}"' in listed
    try:
        assert oracles.epub_check(book) == ()
    except oracles.NotRun as why:
        pytest.skip(str(why))


def test_a_logo_is_named_by_its_kind(tmp_path: Path) -> None:
    folder = with_logo(tmp_path / "w", "PNG", ".png")
    _, _, document = laid_out(folder, "brochure")
    assert "clinic/logo.png" in document.assets
    with pikepdf.open(io.BytesIO(render.artifact(document, engine()).data)) as pdf:
        sizes = {
            (int(item.Width), int(item.Height))
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        }
    assert (300, 100) in sizes
