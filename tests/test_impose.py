"""Sheets to print, fold and staple: each page once, in the order in which the folded sheets are read."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from pipeline.printing import impose
from pipeline.printing.paper import POINTS, number
from tests.workbench import ARTICLE, ROOT

A5 = (419.5276, 595.2756)
COUNTS = st.integers(0, 200)


def pdf(
    count: int, size: tuple[float, float] = A5, rotate: int = 0, content: str = "", trim: float = 0.0
) -> bytes:
    """A PDF whose page n has its letter, A and on, at its middle, and has a frame inside its edge."""
    made = pikepdf.new()
    width, height = size
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for index in range(count):
        words = (
            f"/P <</MCID 0>> BDC BT /F 24 Tf {width / 2 - 50} {height / 2} Td ({chr(65 + index)}) Tj ET EMC\n"
        )
        frame = f"0 0 1 RG 2 w 20 20 {width - 40} {height - 40} re S\n"
        page = made.add_blank_page(page_size=(width, height))
        page.obj.Contents = made.make_stream((content or frame + words).encode())
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        if rotate:
            page.obj.Rotate = rotate
        if trim:
            page.obj.TrimBox = [trim, trim, width - trim, height - trim]
    made.docinfo["/Title"] = "An article"
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


def pictures(data: bytes, scale: float = 1.0) -> list[Image.Image]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=scale).to_pil().convert("L") for page in document]


def dark(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box around all that is darker than grey."""
    return picture.point(lambda light: 255 * (light < 128)).getbbox()


def difference(one: Image.Image, other: Image.Image) -> int:
    """How much the two pictures differ where they differ most."""
    return int(ImageChops.difference(one, other).getextrema()[1])


def halves(data: bytes) -> list[tuple[str, str]]:
    """What is printed on the left and on the right half of each side."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            found.append(
                tuple(
                    text.get_text_bounded(left=left, bottom=0, right=left + width / 2, top=height).strip()
                    for left in (0, width / 2)
                )
            )
    return found


def fold(sides: list[tuple[object, object]]) -> list[object]:
    """Print sheets on both sides, turned along the short edge, nest them, fold them, and leaf through."""
    sheets = [(sides[i], sides[i + 1]) for i in range(0, len(sides), 2)]
    # The right half of the outside is a leaf whose back is the left half of the inside; the first leaves
    # come from the outermost sheet inwards, then the left halves from the innermost outwards.
    first = [page for outside, inside in sheets for page in (outside[1], inside[0])]
    second = [page for outside, inside in reversed(sheets) for page in (inside[1], outside[0])]
    return first + second


# ── The order ──────────────────────────────────────────────────────────────────────────────


def test_eight_pages_are_two_sheets() -> None:
    assert impose.order_for_saddle_stitch(8) == ((7, 0), (1, 6), (5, 2), (3, 4))


def test_blank_pages_stand_before_the_back_cover() -> None:
    assert impose.order_for_saddle_stitch(6) == ((5, 0), (1, None), (None, 2), (3, 4))
    assert impose.order_for_saddle_stitch(1) == ((None, 0), (None, None))
    assert impose.order_for_saddle_stitch(0) == ()


@given(COUNTS)
def test_every_page_stands_once_and_the_rest_is_blank(count: int) -> None:
    sides = impose.order_for_saddle_stitch(count)
    pages = [page for side in sides for page in side]
    assert sorted(page for page in pages if page is not None) == list(range(count))
    assert len(pages) % 4 == 0
    assert pages.count(None) == -count % 4


@given(st.integers(1, 50).map(lambda sheets: 4 * sheets))
def test_the_pages_of_each_side_add_up_to_the_same(count: int) -> None:
    for left, right in impose.order_for_saddle_stitch(count):
        assert left is not None
        assert right is not None
        assert left + right == count - 1


@given(st.integers(2, 200))
def test_folded_sheets_are_read_in_order(count: int) -> None:
    read = fold(list(impose.order_for_saddle_stitch(count)))
    blanks = [None] * (-count % 4)
    assert read == [*range(count - 1), *blanks, count - 1]


@given(COUNTS)
def test_from_right_to_left_is_the_mirror(count: int) -> None:
    mirrored = tuple((right, left) for left, right in impose.order_for_saddle_stitch(count))
    assert impose.order_for_saddle_stitch(count, right_to_left=True) == mirrored


@given(COUNTS)
def test_side_by_side_is_in_order(count: int) -> None:
    pages = [page for side in impose.order_side_by_side(count) for page in side]
    assert pages == [*range(count), *[None] * (count % 2)]


@given(st.floats(-5000, 5000))
def test_a_number_is_written_as_a_pdf_wants_it(value: float) -> None:
    assert abs(float(number(value)) - value) < 1e-4
    assert "e" not in number(value)
    assert number(value) != "-0"


# ── The sheets ─────────────────────────────────────────────────────────────────────────────


@given(st.integers(1, 14), st.booleans(), st.booleans())
@settings(max_examples=20, deadline=None)
def test_the_printed_sheets_fold_into_the_book(count: int, marks: bool, right_to_left: bool) -> None:
    printed = halves(impose.booklet(pdf(count), creep_mm=0.2, marks=marks, right_to_left=right_to_left))
    if right_to_left:
        printed = [(right, left) for left, right in printed]
    read = fold(list(printed))
    words = [chr(65 + index) for index in range(count)]
    blanks = [""] * (-count % 4)
    assert read == ([*words[:-1], *blanks, words[-1]] if count > 1 else [*words, *blanks])


def test_two_a5_pages_lie_on_a4_and_others_on_twice_their_width() -> None:
    for size, sheet in (
        (A5, (841.89, 595.28)),
        ((300.0, 500.0), (600.0, 500.0)),
        ((396.0, 612.0), (792, 612)),
    ):
        with pikepdf.open(io.BytesIO(impose.booklet(pdf(4, size)))) as made:
            assert [float(x) for x in made.pages[0].mediabox] == pytest.approx([0, 0, *sheet], abs=0.01)


def test_a_page_is_printed_as_it_was_and_at_its_size() -> None:
    size = (400.0, 600.0)
    page = pictures(pdf(1, size))[0]
    sheet = pictures(impose.booklet(pdf(1, size)))[0]
    assert difference(sheet.crop((400, 0, 800, 600)), page) <= 2
    assert dark(sheet.crop((0, 0, 400, 600))) is None


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_stands_upright(turn: int) -> None:
    source = pdf(1, (400.0, 600.0) if turn == 180 else (600.0, 400.0), rotate=turn)
    page, sheet = pictures(source)[0], pictures(impose.booklet(source))[0]
    assert page.size == (400, 600)
    assert dark(sheet.crop((400, 0, 800, 600))) == dark(page)
    assert difference(sheet.crop((400, 0, 800, 600)), page) <= 64  # a hair's breadth at the edges of letters


def test_what_lies_outside_the_trim_is_cut_off() -> None:
    black = "0 g -100 -100 2000 2000 re f"
    sheet = pictures(impose.booklet(pdf(2, (420.0, 620.0), content=black, trim=10)))[0]
    assert sheet.size == (800, 600)
    assert dark(sheet) == (0, 0, 800, 600)


@pytest.mark.parametrize("creep", [0.1, 0.5])
def test_pages_of_inner_sheets_move_towards_the_fold(creep: float) -> None:
    """Sheet k by k times the thickness of the paper, on either side of the fold; the outermost not at all."""
    scale = 10
    sides = pictures(impose.booklet(pdf(16, (100.0, 90.0)), creep_mm=creep), scale)
    for index, side in enumerate(sides):
        left = dark(side.crop((0, 22 * scale, 100 * scale, 25 * scale)))
        right = dark(side.crop((100 * scale, 22 * scale, 200 * scale, 25 * scale)))
        assert left is not None
        assert right is not None
        moved = index // 2 * creep * POINTS
        assert left[2] / scale == pytest.approx(81 + moved, abs=0.2)  # the frame's line, 19 from the fold
        assert right[0] / scale == pytest.approx(19 - moved, abs=0.2)


def test_nothing_crosses_the_fold() -> None:
    black = "0 g 0 0 400 600 re f"
    side = pictures(impose.booklet(pdf(5, (400.0, 600.0), content=black), creep_mm=2))[2]
    assert (
        dark(side.crop((0, 0, 399, 600))) is None
    )  # blank beside page 3, which has moved 2 mm over the fold
    assert dark(side) == (400, 0, 794, 600)


def test_marks_are_drawn_only_where_asked_for() -> None:
    bare, marked = (pictures(impose.booklet(pdf(8), marks=marks)) for marks in (False, True))
    middle = bare[0].width // 2
    for index, (without, drawn) in enumerate(zip(bare, marked, strict=True)):
        changed = ImageChops.difference(without, drawn)
        left, _, right, _ = changed.getbbox() or (0, 0, 0, 0)
        assert middle - 4 <= left < right <= middle + 4
        staples = changed.crop((0, 60, changed.width, 535)).getbbox()
        assert (staples is not None) == (index == 0)


# ── What the file says ─────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def brochure(built: Path) -> bytes:
    return (built / "build" / f"{ARTICLE}-brochure-fr.pdf").read_bytes()


@pytest.mark.parametrize("make", [impose.booklet, impose.two_up])
def test_an_imposed_file_claims_nothing_and_says_what_it_is_for(make: object, brochure: bytes) -> None:
    assert callable(make)
    with pikepdf.open(io.BytesIO(make(brochure))) as made:
        assert not made.check_pdf_syntax()
        title = str(made.docinfo["/Title"])
        xmp = made.Root.Metadata.read_bytes().decode()
        for key in ("/StructTreeRoot", "/MarkInfo", "/OutputIntents", "/Outlines", "/Names"):
            assert key not in made.Root
        assert made.Root.ViewerPreferences.PrintScaling == "/None"
        assert ("/Duplex" in made.Root.ViewerPreferences) == (make is impose.booklet)
        streams = [made.pages[0].Contents.read_bytes()]
        streams += [
            item.read_bytes()
            for item in made.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"
        ]
        assert not any(mark in stream for stream in streams for mark in (b"BDC", b"EMC", b"MCID"))
        assert all("/Annots" not in page.obj for page in made.pages)
    assert title.endswith(" – for printing, sheet imposition")
    assert title in xmp
    assert "pdfuaid" not in xmp
    assert "pdfaid" not in xmp


def test_the_printer_is_told_how_to_turn_the_sheet_and_the_labels_say_what_is_on_it() -> None:
    made = pikepdf.open(io.BytesIO(impose.booklet(pdf(6), right_to_left=True)))
    assert made.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
    assert made.Root.ViewerPreferences.Direction == "/R2L"
    assert [page.label for page in made.pages] == ["1a (1, 6)", "1b (–, 2)", "2a (3, –)", "2b (5, 4)"]


def test_the_same_bytes_each_time_and_from_anywhere(brochure: bytes, tmp_path: Path) -> None:
    here = impose.booklet(brochure, creep_mm=0.1, marks=True)
    assert here == impose.booklet(brochure, creep_mm=0.1, marks=True)
    (tmp_path / "in.pdf").write_bytes(brochure)
    code = (
        "from pathlib import Path; from pipeline.printing import impose;"
        "Path('out.pdf').write_bytes(impose.booklet(Path('in.pdf').read_bytes(), creep_mm=0.1, marks=True))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "out.pdf").read_bytes() == here
