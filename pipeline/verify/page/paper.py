"""The finished PDF as a reader sees it, through pdfium: where each glyph stands, and what shows of it.

Every page is rendered twice, as it is and without its text. What differs is the ink of the text; what the
second one shows is what lies behind it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

MM = 25.4 / 72  # one pt
DPI = 200
SCALE = DPI / 25.4  # pixels in a mm
SHOWS = 16  # how much the picture has to change, of 255, for ink to count
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe"
_BOXES = range(0x2500, 0x2600)  # characters that may look like the box of a missing glyph


class Box(NamedTuple):
    """A rectangle: mm from the left and the top edge of the trimmed page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def overlap(self, other: Box) -> tuple[float, float]:
        """How wide and how high both lie over each other; not above 0 where they do not."""
        return (
            min(self.right, other.right) - max(self.left, other.left),
            min(self.bottom, other.bottom) - max(self.top, other.top),
        )


def around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


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
    """What a font draws for a character that it does not have: its outline in ems from the glyph's origin."""

    outline: Box
    steps: int | None  # how many lines it is made of; None where there are curves


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


class Sheet(NamedTuple):
    """One page: its measures in mm, its lines, its links, and its two pictures with the ink between them."""

    number: int
    width: float
    height: float
    origin: tuple[float, float]  # the trimmed page's left top corner in the pictures, in mm
    lines: tuple[Line, ...]
    links: tuple[Box, ...]
    seen: Any
    bare: Any
    ink: Any
    shows: Any  # black where there is no ink that an eye would see
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
def opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def count(data: bytes) -> int:
    with opened(data) as document:
        return len(document)


def sheets(data: bytes) -> Iterator[Sheet]:
    """The pages of a PDF, one after the other."""
    with opened(data) as document:
        missing: dict[str, Missing | None] = {}
        for number in range(len(document)):
            page = document[number]
            try:
                yield _sheet(page, number + 1, missing)
            finally:
                page.close()


def _sheet(page: Any, number: int, missing: dict[str, Missing | None]) -> Sheet:
    from pypdfium2 import raw

    trim = page.get_trimbox()
    crop = page.get_cropbox()
    lines = _lines(_words(page, trim, missing))
    links = tuple(_links(page, trim))
    seen = _picture(page)
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=15):
        raw.FPDFTextObj_SetTextRenderMode(item.raw, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    bare = _picture(page)
    ink = _difference(seen, bare)
    return Sheet(
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


def _picture(page: Any) -> Any:
    return page.render(scale=DPI / 72, may_draw_forms=False).to_pil().convert("RGB")


def _difference(one: Any, other: Any) -> Any:
    """How much two pictures differ in each point, in the channel in which they differ most."""
    from PIL import ImageChops

    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def pictures(data: bytes, numbers: Sequence[int], dpi: int) -> Iterator[tuple[int, Any, tuple[float, float]]]:
    """Each page of ``numbers`` as a picture, with its trimmed corner in it, in mm."""
    with opened(data) as document:
        for number in numbers:
            page = document[number - 1]
            trim, crop = page.get_trimbox(), page.get_cropbox()
            picture = page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("RGB")
            page.close()
            yield number, picture, ((trim[0] - crop[0]) * MM, (crop[3] - trim[3]) * MM)


# ── Glyphs, words, lines ───────────────────────────────────────────────────────────────────


def _words(page: Any, trim: Sequence[float], missing: dict[str, Missing | None]) -> Iterator[Word]:
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
    text: Any,
    index: int,
    character: str,
    item: Any,
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
        missing[font] = _missing_glyph(item)
    known = True
    if upright and size and (blank := missing[font]) and ord(character) not in _BOXES:
        own = Box(
            (left - x.value) / size,
            (y.value - top) / size,
            (right - x.value) / size,
            (y.value - bottom) / size,
        )
        known = any(abs(a - b) > 0.015 for a, b in zip(own, blank.outline, strict=True)) or (
            blank.steps is not None and blank.steps != _steps(item, character)
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


def _missing_glyph(item: Any) -> Missing | None:
    """The glyph for a missing character in the font of a piece of text, where the file says what it is."""
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.ttLib import TTFont, TTLibError
    from pypdfium2 import raw

    font = raw.FPDFTextObj_GetFont(item)
    size = ctypes.c_size_t()
    raw.FPDFFont_GetFontData(font, None, 0, size)
    if not size.value:
        return None
    data = (ctypes.c_uint8 * size.value)()
    raw.FPDFFont_GetFontData(font, data, size.value, size)
    try:
        with TTFont(BytesIO(bytes(data)), lazy=True) as there:
            glyphs = there.getGlyphSet()
            pen, steps = BoundsPen(glyphs), RecordingPen()
            glyph = glyphs[there.getGlyphOrder()[0]]
            glyph.draw(pen)
            glyph.draw(steps)
            em = there["head"].unitsPerEm
    except (TTLibError, KeyError, AssertionError):  # a kind of font that says nothing of it
        return None
    if pen.bounds is None:
        return None
    left, bottom, right, top = (part / em for part in pen.bounds)
    is_straight = all(name in ("moveTo", "lineTo", "closePath") for name, _ in steps.value)
    return Missing(Box(left, -top, right, -bottom), len(steps.value) if is_straight else None)


def _steps(item: Any, character: str) -> int:
    """How many lines and curves the glyph of ``character`` is made of."""
    from pypdfium2 import raw

    path = raw.FPDFFont_GetGlyphPath(raw.FPDFTextObj_GetFont(item), ord(character), 12.0)
    return int(raw.FPDFGlyphPath_CountGlyphSegments(path)) if path else 0


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


def _links(page: Any, trim: Sequence[float]) -> Iterator[Box]:
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


def _target(page: Any, link: Any) -> object:
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
