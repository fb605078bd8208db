"""The finished PDF as a reader sees it, through pdfium: where each glyph stands, and what shows of it.

Every page is rendered twice, as it is and without its text. What differs is the ink of the text; what the
second one shows is what lies behind it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from pipeline.laid import Box, around

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage
    from pypdfium2.raw import FPDF_FONT, FPDF_GLYPHPATH, FPDF_LINK, FPDF_PAGEOBJECT, FPDF_PATHSEGMENT

MM = 25.4 / 72  # one pt
DPI = 200
SCALE = DPI / 25.4  # pixels in a mm
SHOWS = 16  # how much the picture has to change, of 255, for ink to count
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe"
_BOXES = range(0x2500, 0x2600)  # characters that may look like the box of a missing glyph


class Glyph(NamedTuple):
    """One character that is drawn: ``box`` is its outline's, ``size`` in pt, ``baseline`` in mm."""

    text: str
    box: Box
    baseline: float
    size: float
    colour: tuple[int, int, int, int]
    font: str
    known: bool

    @property
    def is_bold(self) -> bool:
        name = self.font.lower()
        return any(word in name for word in ("bold", "black", "heavy")) and not any(
            word in name for word in ("semi", "demi")
        )


class Missing(NamedTuple):
    """What a font draws for a character that it does not have: an outline in ems from the glyph's origin."""

    outline: Box
    steps: int  # how many lines it is made of


class Word(NamedTuple):
    """Glyphs in one run, without a space between. ``raised`` is a mark above or below its line."""

    glyphs: tuple[Glyph, ...]
    raised: bool = False

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def box(self) -> Box:
        return around([glyph.box for glyph in self.glyphs])

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)


class Line(NamedTuple):
    words: tuple[Word, ...]

    @property
    def box(self) -> Box:
        return around([word.box for word in self.words])


class PaperPage(NamedTuple):
    """One page: its measures in mm, its lines, its links, and its two pictures with the ink between them."""

    number: int
    width: float
    height: float
    origin: tuple[float, float]  # the trimmed page's left top corner in the pictures, in mm
    lines: tuple[Line, ...]
    links: tuple[Box, ...]
    seen: Image
    bare: Image
    ink: Image
    shows: Image  # black where there is no ink that an eye would see
    ratios: dict[Word, float]  # the contrast of each word, once it is known

    def pixels(self, box: Box, margin: int = 0) -> tuple[int, int, int, int]:
        """Where ``box`` lies in the pictures, grown by ``margin`` pixels, and cut at their edges."""
        left, top = self.origin
        return (
            max(0, min(self.seen.width - 1, int((box.left + left) * SCALE) - margin)),
            max(0, min(self.seen.height - 1, int((box.top + top) * SCALE) - margin)),
            max(1, min(self.seen.width, int((box.right + left) * SCALE) + 1 + margin)),
            max(1, min(self.seen.height, int((box.bottom + top) * SCALE) + 1 + margin)),
        )

    def words(self) -> Iterator[Word]:
        for line in self.lines:
            yield from line.words


@contextmanager
def opened(data: bytes) -> Iterator[PdfDocument]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def count(data: bytes) -> int:
    with opened(data) as document:
        return len(document)


def pages(data: bytes) -> Iterator[PaperPage]:
    """The pages of a PDF, one after the other."""
    with opened(data) as document:
        missing: dict[str, Missing | None] = {}
        for number in range(len(document)):
            page = document[number]
            try:
                yield _page(page, number + 1, missing)
            finally:
                page.close()


def _page(page: PdfPage, number: int, missing: dict[str, Missing | None]) -> PaperPage:
    from pypdfium2 import raw

    trim = page.get_trimbox()
    crop = page.get_cropbox()
    lines = _lines(_spelt(page, trim, missing))
    links = tuple(_links(page, trim))
    seen = _picture(page)
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=15):
        raw.FPDFTextObj_SetTextRenderMode(item.raw, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    bare = _picture(page)
    ink = _difference(seen, bare)
    return PaperPage(
        number=number,
        width=(trim[2] - trim[0]) * MM,
        height=(trim[3] - trim[1]) * MM,
        origin=((trim[0] - crop[0]) * MM, (crop[3] - trim[3]) * MM),
        lines=lines,
        links=links,
        seen=seen,
        bare=bare,
        ink=ink,
        shows=ink.point([255 if value >= SHOWS else 0 for value in range(256)]),
        ratios={},
    )


def _picture(page: PdfPage) -> Image:
    picture: Image = page.render(scale=DPI / 72, may_draw_forms=False).to_pil()
    return picture.convert("RGB")


def colours(picture: Image) -> list[tuple[int, tuple[int, int, int]]]:
    """The colours in a picture, each with how many of its points have it."""
    # Pillow's type is for pictures of any kind, and for too many colours: there are none.
    return picture.getcolors(picture.width * picture.height)  # type: ignore[return-value]


def span(channel: Image) -> tuple[int, int]:
    """The least and the greatest value in a picture of one channel."""
    return channel.getextrema()  # type: ignore[return-value]  # Pillow's type is for pictures of any kind


def _difference(one: Image, other: Image) -> Image:
    """How much two pictures differ in each point, in the channel in which they differ most."""
    from PIL import ImageChops

    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def pictures(
    data: bytes, numbers: Sequence[int], dpi: int
) -> Iterator[tuple[int, Image, tuple[float, float]]]:
    """Each page of ``numbers`` as a picture, with its trimmed corner in it, in mm."""
    with opened(data) as document:
        for number in numbers:
            page = document[number - 1]
            trim, crop = page.get_trimbox(), page.get_cropbox()
            picture = page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("RGB")
            page.close()
            yield number, picture, ((trim[0] - crop[0]) * MM, (crop[3] - trim[3]) * MM)


# ── Glyphs, words, lines ───────────────────────────────────────────────────────────────────


def _spelt(page: PdfPage, trim: Sequence[float], missing: dict[str, Missing | None]) -> Iterator[Word]:
    """The words of a page in the order in which they are read."""
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        held: list[Glyph] = []
        run = None
        for index in range(text.count_chars()):
            character = chr(raw.FPDFText_GetUnicode(text.raw, index))
            item = raw.FPDFText_GetTextObject(text.raw, index)
            here = ctypes.cast(item, ctypes.c_void_p).value
            is_space = character.isspace() or raw.FPDFText_IsGenerated(text.raw, index)
            if held and (is_space or here != run):
                yield Word(tuple(held))
                held = []
            run = here
            if is_space or character in _UNSEEN or not here:
                continue
            if raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                continue
            held.append(_glyph(text, index, "-" if character == "\x02" else character, item, trim, missing))
        if held:
            yield Word(tuple(held))
    finally:
        text.close()


def _glyph(
    text: PdfTextPage,
    index: int,
    character: str,
    item: FPDF_PAGEOBJECT,
    trim: Sequence[float],
    missing: dict[str, Missing | None],
) -> Glyph:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text.raw, index, matrix)
    size = raw.FPDFText_GetFontSize(text.raw, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(text.raw, index, *colour)
    left, bottom, right, top = text.get_charbox(index)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text.raw, index, name, len(name), flags)
    font = name.value.decode("utf-8", "replace")
    upright = abs(matrix.b) < 1e-3 and abs(matrix.c) < 1e-3
    if font not in missing:
        missing[font] = _missing_glyph(raw.FPDFTextObj_GetFont(item))
    known = True
    if upright and size and (blank := missing[font]) and ord(character) not in _BOXES:
        own = Box(
            (left - x.value) / size,
            (y.value - top) / size,
            (right - x.value) / size,
            (y.value - bottom) / size,
        )
        known = any(abs(a - b) > 0.015 for a, b in zip(own, blank.outline, strict=True)) or (
            blank.steps != _steps(item, character)
        )
    return Glyph(
        text=character,
        box=Box((left - trim[0]) * MM, (trim[3] - top) * MM, (right - trim[0]) * MM, (trim[3] - bottom) * MM),
        baseline=(trim[3] - y.value) * MM,
        size=size,
        colour=tuple(part.value for part in colour),  # type: ignore[arg-type]
        font=font,
        known=known,
    )


def _missing_glyph(font: FPDF_FONT) -> Missing | None:
    """The glyph for a missing character in a font, where it is drawn in straight lines, as boxes are.

    It is what the font draws for U+FFFF, which Unicode will never make a character.
    """
    from pypdfium2 import raw

    path = raw.FPDFFont_GetGlyphPath(font, 0xFFFF, 1.0)
    steps = [raw.FPDFGlyphPath_GetGlyphPathSegment(path, index) for index in range(_length(path))]
    if not steps or any(map(_is_curve, steps)):
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    places = []
    for step in steps:
        raw.FPDFPathSegment_GetPoint(step, x, y)
        places.append((x.value, -y.value))
    across, down = zip(*places, strict=True)
    return Missing(Box(min(across), min(down), max(across), max(down)), len(steps))


def _is_curve(step: FPDF_PATHSEGMENT) -> bool:
    from pypdfium2 import raw

    return bool(raw.FPDFPathSegment_GetType(step) == raw.FPDF_SEGMENT_BEZIERTO)


def _steps(item: FPDF_PAGEOBJECT, character: str) -> int:
    """How many lines and curves the glyph of ``character`` is made of."""
    from pypdfium2 import raw

    return _length(raw.FPDFFont_GetGlyphPath(raw.FPDFTextObj_GetFont(item), ord(character), 1.0))


def _length(path: FPDF_GLYPHPATH | None) -> int:
    """How many steps a glyph's outline has; none where there is no such glyph."""
    from pypdfium2 import raw

    return max(0, raw.FPDFGlyphPath_CountGlyphSegments(path)) if path else 0


def _lines(words: Iterator[Word]) -> tuple[Line, ...]:
    """Words that follow each other on one baseline; a mark that is raised stays in its line."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and _goes_on(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(Line(tuple(_raise(line))) for line in lines)


def _goes_on(before: Word, word: Word) -> bool:
    size = max(before.size, word.size) * MM
    step = abs(before.glyphs[-1].baseline - word.glyphs[0].baseline)
    one, other = before.box, word.box
    gap = max(other.left - one.right, one.left - other.right)
    if step < 0.05 * size:
        return -0.3 * size < gap < 1.5 * size
    return step < 0.6 * size and -0.3 * size < gap < 0.5 * size and before.size != word.size


def _raise(line: Sequence[Word]) -> Iterator[Word]:
    largest = max(line, key=lambda word: word.size)
    for word in line:
        step = abs(word.glyphs[0].baseline - largest.glyphs[0].baseline)
        small = word.size < 0.9 * largest.size
        yield word._replace(raised=small and step > 0.08 * largest.size * MM)


def _links(page: PdfPage, trim: Sequence[float]) -> Iterator[Box]:
    """The links of a page; the pieces of one that runs over several lines are one."""
    from pypdfium2 import raw

    found: list[tuple[object, Box]] = []
    start, link, rect = ctypes.c_int(), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page.raw, start, link):
        if not raw.FPDFLink_GetAnnotRect(link, rect):
            continue
        box = Box(
            (rect.left - trim[0]) * MM,
            (trim[3] - max(rect.top, rect.bottom)) * MM,
            (rect.right - trim[0]) * MM,
            (trim[3] - min(rect.top, rect.bottom)) * MM,
        )
        target = _target(page, link)
        if found and found[-1][0] == target and abs(box.top - found[-1][1].bottom) < 1:
            box = around((found.pop()[1], box))
        found.append((target, box))
    for _, box in found:
        yield box


def _target(page: PdfPage, link: FPDF_LINK) -> object:
    """Where a link leads, in a form that tells it from others."""
    from pypdfium2 import raw

    document = page.pdf.raw
    if action := raw.FPDFLink_GetAction(link):
        address = ctypes.create_string_buffer(2048)
        if raw.FPDFAction_GetURIPath(document, action, address, len(address)):
            return address.value
    if not (place := raw.FPDFLink_GetDest(document, link)):
        return None
    has_x, has_y, has_zoom = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFDest_GetLocationInPage(place, has_x, has_y, has_zoom, x, y, zoom)
    return raw.FPDFDest_GetDestPageIndex(document, place), x.value, y.value
