"""Put the pages of a PDF on sheets of paper that are printed on both sides, folded and stapled.

Saddle stitching: the sheets lie inside one another, the first outermost, and each holds four pages.

    sheet 1, outside:  last │ first        Turned over along its short edge, the back of the right
    sheet 1, inside: second │ last but 1   half is the left half of the other side.

Creep: sheet k, counted from 0 at the outside, is pushed out by the k sheets around it, and what is pushed
out is cut off. So its pages are moved towards the fold by k × the thickness of the paper; at most they
lose that much of the inner margin, and none of the text at the outer edge. 80 g office paper is 0.1 mm
thick, 135 g coated paper 0.11 mm. For ten sheets of office paper that is 0.9 mm at the innermost.

An imposed file is for paper. It says so in its title, has neither tags nor claims, and tells the printer
to turn the sheet along the short edge and to scale nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.printing import paper
from pipeline.printing.paper import POINTS, Box, Matrix, number

if TYPE_CHECKING:
    import pikepdf

Side: TypeAlias = tuple[
    int | None, int | None
]  # the pages on the left and on the right, from 0; None is blank

PURPOSE = "for printing, sheet imposition"

# Sheets that are sold (width and height, upright, in mm). Twice A5 is 1 mm narrower than A4: the pages then
# meet in the middle, at the fold.
_SHEETS = ((148, 210), (210, 297), (297, 420), (420, 594), (215.9, 279.4), (279.4, 431.8))
_NEARLY = 2 * POINTS


def order_for_saddle_stitch(count: int, *, right_to_left: bool = False) -> tuple[Side, ...]:
    """Which pages stand on each side of each sheet: outside, inside, outside, inside, from the outer sheet.

    Blank pages that fill the last sheet stand before the last page, so that the back cover stays the back.
    """
    blanks = -count % 4
    last = 1 if count > 1 else 0
    pages: list[int | None] = [*range(count - last), *[None] * blanks, *range(count - last, count)]
    sides: list[Side] = []
    for outer in range(0, len(pages) // 2, 2):
        sides.append((pages[-1 - outer], pages[outer]))
        sides.append((pages[outer + 1], pages[-2 - outer]))
    return tuple((right, left) for left, right in sides) if right_to_left else tuple(sides)


def order_side_by_side(count: int, *, right_to_left: bool = False) -> tuple[Side, ...]:
    """Pages two by two, in the order of reading."""
    sides = [(page, page + 1 if page + 1 < count else None) for page in range(0, count, 2)]
    return tuple((right, left) for left, right in sides) if right_to_left else tuple(sides)


def booklet(
    data: bytes,
    *,
    creep_mm: float = 0.0,
    marks: bool = False,
    right_to_left: bool = False,
    purpose: str = PURPOSE,
) -> bytes:
    """The pages of ``data`` on sheets to be printed on both sides, folded together and stapled in the fold.

    ``creep_mm`` is the thickness of the paper; ``marks`` asks for marks where to fold, and where to staple
    on the outermost side; ``purpose`` is what the title says after the article's, in the reader's language.
    """
    pdf = paper.open_pdf(data)
    order = order_for_saddle_stitch(len(pdf.pages), right_to_left=right_to_left)
    shifts = [side // 2 * creep_mm * POINTS for side in range(len(order))]
    _impose(pdf, order, shifts, marks=marks)
    _for_paper(pdf, data, order, purpose, right_to_left=right_to_left, both_sides=True)
    return paper.save(pdf)


def two_up(data: bytes, *, right_to_left: bool = False, purpose: str = PURPOSE) -> bytes:
    """The pages of ``data`` side by side, two on a sheet, in the order of reading."""
    pdf = paper.open_pdf(data)
    order = order_side_by_side(len(pdf.pages), right_to_left=right_to_left)
    _impose(pdf, order, [0.0] * len(order), marks=False)
    _for_paper(pdf, data, order, purpose, right_to_left=right_to_left, both_sides=False)
    return paper.save(pdf)


def _impose(pdf: pikepdf.Pdf, order: Sequence[Side], shifts: Sequence[float], *, marks: bool) -> None:
    """Replace the pages of ``pdf`` by sheets, those of each side moved towards the fold by its shift."""
    import pikepdf

    paper.untag(pdf)
    sources = [_form(page, pdf) for page in pdf.pages]
    areas = [paper.transformed(paper.box(form.BBox), _matrix(form)) for form in sources]
    cell = (
        max((x1 - x0 for x0, _, x1, _ in areas), default=0),
        max((y1 - y0 for _, y0, _, y1 in areas), default=0),
    )
    width, height = _sheet(*cell)
    del pdf.pages[:]
    for index, (side, shift) in enumerate(zip(order, shifts, strict=True)):
        names: dict[str, Any] = {}
        content: list[str] = []
        for right, page in enumerate(side):
            if page is not None:
                half = (width / 2, 0.0, width, height) if right else (0.0, 0.0, width / 2, height)
                content += _place(f"/Page{page + 1}", areas[page], half, shift, right=bool(right))
                names[f"/Page{page + 1}"] = sources[page]
        if marks:
            content += _marks(width, height, staples=index == 0)
        sheet = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, round(width, 4), round(height, 4)],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(names)),
            Contents=pdf.make_stream("\n".join(content).encode()),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(sheet)))


def _form(page: pikepdf.Page, pdf: pikepdf.Pdf) -> pikepdf.Object:
    """A page as a form that stands upright; what lies outside its trim box is cut off."""
    form = pdf.make_indirect(page.as_form_xobject())
    form.BBox = [round(side, 4) for side in paper.box(page.trimbox)]
    return form


def _matrix(form: pikepdf.Object) -> Matrix:
    a, b, c, d, e, f = (float(part) for part in form.get("/Matrix", paper.IDENTITY))
    return a, b, c, d, e, f


def _sheet(width: float, height: float) -> tuple[float, float]:
    """The sheet for two pages of this size side by side: one that is sold, if one nearly fits."""
    for narrow, long in _SHEETS:
        for across, up in ((long * POINTS, narrow * POINTS), (narrow * POINTS, long * POINTS)):
            if 0 <= across - 2 * width < _NEARLY and abs(up - height) < _NEARLY / 2:
                return across, up
    return 2 * width, height


def _place(name: str, area: Box, half: Box, shift: float, *, right: bool) -> Iterator[str]:
    """Draw a page in its half of the sheet: its inner edge ``shift`` over the fold, and cut there."""
    x0, y0, x1, y1 = area
    left, bottom, fold, top = half
    across = left - shift - x0 if right else fold + shift - x1
    up = (bottom + top - y0 - y1) / 2
    yield "q"
    yield f"{number(left)} {number(bottom)} {number(fold - left)} {number(top - bottom)} re W n"
    yield f"1 0 0 1 {number(across)} {number(up)} cm"
    yield f"{name} Do"
    yield "Q"


def _marks(width: float, height: float, *, staples: bool) -> Iterator[str]:
    """Broken lines where to fold, at both edges; strokes as long as a staple, at a quarter of the height."""
    fold, long, staple = width / 2, 7 * POINTS, 12 * POINTS
    yield "q 0 0 0 0.6 K 0.4 w [2 1.5] 0 d"
    for start, end in ((0, long), (height - long, height)):
        yield f"{number(fold)} {number(start)} m {number(fold)} {number(end)} l S"
    if staples:
        yield "[] 0 d 0.8 w"
        for middle in (height / 4, height * 3 / 4):
            low, high = middle - staple / 2, middle + staple / 2
            yield f"{number(fold)} {number(low)} m {number(fold)} {number(high)} l S"
            for end in (low, high):
                yield f"{number(fold - 2)} {number(end)} m {number(fold + 2)} {number(end)} l S"
    yield "Q"


def _for_paper(
    pdf: pikepdf.Pdf,
    data: bytes,
    order: Sequence[Side],
    purpose: str,
    *,
    right_to_left: bool,
    both_sides: bool,
) -> None:
    """Say in the file what it is for, and to the printer how to print it."""
    import pikepdf

    paper.describe(pdf, data, f"{paper.title_of(pdf)} – {purpose}", {})
    preferences = pikepdf.Dictionary(DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"))
    if both_sides:
        preferences.Duplex = pikepdf.Name.DuplexFlipShortEdge
    if right_to_left:
        preferences.Direction = pikepdf.Name.R2L
    pdf.Root.ViewerPreferences = preferences
    pdf.Root.PageLayout = pikepdf.Name.SinglePage
    labels: list[Any] = []
    for index, label in enumerate(_labels(order, both_sides=both_sides)):
        labels += [index, pikepdf.Dictionary(P=pikepdf.String(label))]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(labels))


def _labels(order: Iterable[Side], *, both_sides: bool) -> Iterator[str]:
    """The sheet and its side, and the pages on it: 1a (8, 1), 1b (2, 7), 2a …"""
    for index, side in enumerate(order):
        sheet = f"{index // 2 + 1}{'ab'[index % 2]}" if both_sides else str(index + 1)
        yield f"{sheet} ({', '.join('–' if page is None else str(page + 1) for page in side)})"
