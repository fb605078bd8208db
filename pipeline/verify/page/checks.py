"""The checks of the measured layout: one function each, from what was measured to what is to be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from pipeline import colour
from pipeline.model import Finding, Severity
from pipeline.verify.page.boxes import Block, Laid, Row
from pipeline.verify.page.paper import SCALE, Box, Glyph, Line, Sheet, Word, around
from pipeline.verify.page.values import Limits, Mark, Measured

LARGE, LARGE_BOLD = 18.0, 14.0  # WCAG 2.2: what is large text, in pt
TARGET_SPACING = 24 * 25.4 / 96  # WCAG 2.2, 2.5.8: targets this far apart may be smaller
COLOUR = 8  # how far the parts of a colour are apart, of 255, for it to be no grey
CELL = 4.0  # a dark area is counted in squares of this size, in mm


class Matter(NamedTuple):
    """What the checks are given: the limits, a page of the PDF, and all pages as the engine laid them out."""

    product: str
    limits: Limits
    laid: tuple[Laid, ...] = ()


PageCheck = Callable[[Sheet, Matter], Iterable[Measured]]
WholeCheck = Callable[[Matter], Iterable[Measured]]


def _tell(
    matter: Matter, page: int, box: Box | None, code: str, severity: Severity, message: str, hint: str
) -> Measured:
    where = f"In {matter.product}, page {page}"
    mark = None
    if box is not None:
        where += f", {box.left:.0f} mm from the left and {box.top:.0f} mm from the top"
        mark = Mark(
            page, *(round(part, 1) for part in (box.left, box.top, max(box.width, 0), max(box.height, 0)))
        )
    return Measured(Finding(code, severity, f"{where}: {message}.", hint), mark)


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= 40 else f"“{words[:39].rstrip()}…”"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _together(words: Iterable[tuple[Word, object]]) -> Iterator[tuple[tuple[Word, ...], object]]:
    """Words that follow each other and have the same fault, as one: a paragraph is one finding, not fifty."""
    held: list[Word] = []
    fault: object = None
    for word, found in words:
        near = bool(held) and found == fault and _is_near(held[-1], word)
        if held and not near:
            yield tuple(held), fault
            held = []
        held.append(word)
        fault = found
    if held:
        yield tuple(held), fault


def _is_near(one: Word, other: Word) -> bool:
    size = max(one.size, other.size) * 25.4 / 72
    down = other.box.top - one.box.bottom
    return down < 1.5 * size and one.box.top - other.box.bottom < 1.5 * size


def _box(words: Sequence[Word]) -> Box:
    return around([word.box for word in words])


def _words(words: Sequence[Word]) -> str:
    return _quoted(" ".join(word.text for word in words))


# ── Type ───────────────────────────────────────────────────────────────────────────────────


def check_smallest_type(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """No type is smaller than the product allows; marks that are raised have a limit of their own."""
    limits = matter.limits
    small = (
        (word, round(min(glyph.size for glyph in word.glyphs), 1))
        for word in sheet.words()
        if min(glyph.size for glyph in word.glyphs)
        < (limits.raised_type if word.raised else limits.smallest_type) - 0.05
    )
    for words, size in _together(small):
        least = limits.raised_type if words[0].raised else limits.smallest_type
        message = f"{_words(words)} is set in {size} pt; {_number(least)} pt is the least"
        hint = "Set it larger, or say it in fewer words."
        yield _tell(matter, sheet.number, _box(words), "L010", Severity.WARNING, message, hint)


def check_body(matter: Matter) -> Iterator[Measured]:
    """The type that most of a language's text is set in is as large as its readers need."""
    sizes: dict[str, Counter[float]] = {}
    for block in _running(matter.laid, aside=False):
        counts = sizes.setdefault(block.language, Counter())
        for row in block.rows:
            counts[round(row.size, 1)] += len(row.text)
    for language, counts in sizes.items():
        size = counts.most_common(1)[0][0]
        if size < matter.limits.body - 0.05:
            page, box = next(
                (block.page, block.box)
                for block in _running(matter.laid, aside=False)
                if block.language == language and any(round(row.size, 1) == size for row in block.rows)
            )
            where = f" in “{language}”" if language else ""
            least = _number(matter.limits.body)
            message = f"the text{where} is set in {_number(size)} pt; {least} pt is the least"
            hint = "Set font-size of html in the product’s style.css."
            yield _tell(matter, page, box, "L011", Severity.WARNING, message, hint)


def check_characters(matter: Matter) -> Iterator[Measured]:
    """A line of running text is as long as an eye can follow; one page is judged as a whole."""
    least, most = matter.limits.characters
    for laid in matter.laid:
        blocks = [block for block in _running((laid,), aside=False) if len(block.rows) > 1]
        lengths = line_lengths(laid)
        if len(lengths) >= 6 and not least <= (middle := median(lengths)) <= most:
            message = f"a line of text has {_number(middle)} characters; {least} to {most} are wanted"
            hint = "Change the width of the column, or the size of the type."
            box = around([row.box for block in blocks for row in block.rows])
            yield _tell(matter, laid.number, box, "L012", Severity.WARNING, message, hint)


def line_lengths(laid: Laid) -> list[int]:
    """The characters of each line of running text that is full: the last line of a paragraph is not."""
    return [len(row.text) for block in _running((laid,), aside=False) for row in block.rows[:-1] if row.text]


def check_line_spacing(matter: Matter) -> Iterator[Measured]:
    """Lines stand apart, measured from baseline to baseline."""
    for block in _running(matter.laid, aside=True):
        for one, other in pairwise(block.rows):
            spacing = (other.baseline - one.baseline) / (max(one.size, other.size) * 25.4 / 72)
            if 0 < spacing < matter.limits.line_spacing - 0.01:
                least = _number(matter.limits.line_spacing)
                message = f"the lines of {_quoted(one.text)} stand {_number(spacing)} of their type apart; "
                message += f"{least} is the least"
                hint = "Give it a larger line-height."
                box = around([row.box for row in block.rows])
                yield _tell(matter, block.page, box, "L013", Severity.WARNING, message, hint)
                break


def line_spacings(laid: Laid) -> list[float]:
    return [
        round((other.baseline - one.baseline) / (max(one.size, other.size) * 25.4 / 72), 2)
        for block in _running((laid,), aside=False)
        for one, other in pairwise(block.rows)
        if other.baseline > one.baseline
    ]


def _running(pages: Sequence[Laid], *, aside: bool) -> Iterator[Block]:
    """Blocks of text that is no heading; with ``aside`` also those that are not there to be read on."""
    for laid in pages:
        for block in laid.blocks:
            if block.rows and not block.is_heading and not block.is_inline and (aside or not block.is_aside):
                yield block


# ── Contrast ───────────────────────────────────────────────────────────────────────────────


def check_contrast(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """Every word stands out from what really lies behind it (WCAG 2.2, 1.4.3)."""
    faint = (
        (word, found)
        for word in sheet.words()
        if (found := word_contrast(sheet, word)) < _contrast_wanted(word, matter.limits) - 0.05
    )
    for words, ratio in _together((word, round(found, 1)) for word, found in faint):
        least = _number(_contrast_wanted(words[0], matter.limits))
        message = f"{_words(words)} has a contrast of {ratio} to 1; {least} to 1 is the least"
        hint = "Make the text darker, or what lies behind it lighter."
        yield _tell(matter, sheet.number, _box(words), "L014", Severity.ERROR, message, hint)


def _contrast_wanted(word: Word, limits: Limits) -> float:
    bold = all(glyph.is_bold for glyph in word.glyphs)
    return limits.contrast_large if word.size >= (LARGE_BOLD if bold else LARGE) else limits.contrast


def word_contrast(sheet: Sheet, word: Word) -> float:
    """The contrast of a word with what lies behind it: of the fifth of it that is worst to read."""
    if word not in sheet.ratios:
        sheet.ratios[word] = _word_contrast(sheet, word)
    return sheet.ratios[word]


def _word_contrast(sheet: Sheet, word: Word) -> float:
    place = sheet.pixels(word.box)
    behind = sheet.bare.crop(place)
    red, green, blue = _colour(sheet, word, place)
    own = colour.luminance(red, green, blue)
    area = behind.width * behind.height
    colours = behind.getcolors(area)
    ratios = sorted((colour.contrast(own, colour.luminance(*ground)), count) for count, ground in colours)
    wanted = area / 5
    for ratio, count in ratios:
        wanted -= count
        if wanted <= 0:
            return ratio
    return ratios[-1][0]


def _colour(sheet: Sheet, word: Word, place: tuple[int, int, int, int]) -> tuple[float, float, float]:
    """The colour that a word has on paper: the one it asks for, unless something makes it fainter."""
    from PIL import ImageStat

    ink = sheet.ink.crop(place)
    red, green, blue, opacity = word.glyphs[0].colour
    most = ink.getextrema()[1]
    if most < 4:  # of the colour of what lies behind it, or covered: check_shown tells that
        return red, green, blue
    core = ink.point([255 if value >= most - 6 else 0 for value in range(256)])
    shown = ImageStat.Stat(sheet.seen.crop(place), core).mean
    near = all(abs(a - b) < 40 for a, b in zip(shown, (red, green, blue), strict=True))
    return (red, green, blue) if opacity == 255 and near else (shown[0], shown[1], shown[2])


# ── Breaks ─────────────────────────────────────────────────────────────────────────────────


def check_split_words(matter: Matter) -> Iterator[Measured]:
    """No word is split over two lines, with or without a hyphen (a word may break at its own)."""
    if matter.limits.split_words:
        return
    for chain in _chains(matter.laid):
        rows = [(part.page, row) for part in chain for row in part.rows]
        words = frozenset().union(*(part.words for part in chain))
        for (page, one), (_, other) in pairwise(rows):
            if split := _split(one, other, words):
                message = f"the word {_quoted(split)} is split at the end of a line"
                hint = "Switch hyphenation off, or give it more room."
                yield _tell(matter, page, one.box, "L015", Severity.WARNING, message, hint)


def _split(one: Row, other: Row, words: frozenset[str]) -> str:
    """The word that goes on from one row to the next, where one does."""
    if not one.text or not other.text:
        return ""
    first, second = one.text.split()[-1], other.text.split()[0]
    bare = first.rstrip("\u00ad\u2010-")
    if not bare or not bare[-1].isalnum() or not second[0].isalnum() or _has_no_spaces(bare[-1]):
        return ""
    whole = bare + second
    # A word that is longer than a line goes on over several: what is left of it is a part of a word.
    if any(whole in word for word in words) and first not in words:
        return whole
    return ""


def _has_no_spaces(character: str) -> bool:
    """Scripts that set no spaces between words break wherever their own rules say."""
    return 0x0E00 <= ord(character) < 0x1800 or ord(character) >= 0x2E80


def check_orphans(matter: Matter) -> Iterator[Measured]:
    """The first lines of a paragraph do not stay alone at the foot of a page."""
    for chain in _chains(matter.laid):
        if len(chain) > 1 and len(chain[0].rows) < matter.limits.orphans:
            row = chain[0].rows[0]
            message = f"{_lines_of(chain[0].rows)} of {_quoted(row.text)} stand alone at the foot"
            hint = f"{matter.limits.orphans} lines or more belong together: set orphans in style.css."
            yield _tell(matter, chain[0].page, row.box, "L016", Severity.WARNING, message, hint)


def check_widows(matter: Matter) -> Iterator[Measured]:
    """The last lines of a paragraph do not stay alone at the head of a page."""
    for chain in _chains(matter.laid):
        if len(chain) > 1 and len(chain[-1].rows) < matter.limits.widows:
            row = chain[-1].rows[0]
            message = f"{_lines_of(chain[-1].rows)} of {_quoted(row.text)} stand alone at the head"
            hint = f"{matter.limits.widows} lines or more belong together: set widows in style.css."
            yield _tell(matter, chain[-1].page, row.box, "L017", Severity.WARNING, message, hint)


def _lines_of(rows: Sequence[Row]) -> str:
    return "1 line" if len(rows) == 1 else f"{len(rows)} lines"


def _chains(pages: Sequence[Laid]) -> Iterator[tuple[Block, ...]]:
    """Each paragraph with its parts on all pages and in all columns that it runs over."""
    chains: dict[int, list[Block]] = {}
    for laid in pages:
        for block in laid.blocks:
            if not block.rows or block.is_inline or block.is_repeated:
                continue
            chain = chains.get(block.element)
            if chain and _runs_over(chain[-1], block):
                chain.append(block)
            else:
                if chain:
                    yield tuple(chain)
                chains[block.element] = [block]
    for chain in chains.values():
        yield tuple(chain)


def _runs_over(one: Block, other: Block) -> bool:
    """Whether ``other`` is the same paragraph on the next page, or higher up in the next column."""
    if one.tag != other.tag:
        return False
    is_next_column = one.page == other.page and other.rows[0].baseline < one.rows[-1].baseline
    return is_next_column or other.page == one.page + 1


def check_headings(matter: Matter) -> Iterator[Measured]:
    """Below a heading there is some of what it announces."""
    for laid in matter.laid:
        for index, block in enumerate(laid.blocks):
            if not block.is_heading or not block.rows or block.is_inline:
                continue
            after = _after(block, laid.blocks[index + 1 :], laid.area)
            ends = laid is matter.laid[-1] and not laid.blocks[index + 1 :]
            if after < matter.limits.after_heading and not ends:
                message = f"the heading {_quoted(block.rows[0].text)} stands at the foot"
                hint = f"{matter.limits.after_heading} lines or more follow a heading: set break-after."
                yield _tell(matter, laid.number, block.box, "L018", Severity.WARNING, message, hint)


def _after(heading: Block, following: Sequence[Block], area: Box) -> int:
    """How many lines stand below a heading, in what comes next; what comes next as a whole is enough.

    A title that stands alone in the upper half of its page is meant to.
    """
    for block in following:
        if block.is_heading or block.is_inline:
            continue
        if block.box.top < heading.box.top - 1:
            return 0
        return 99 if len(block.rows) < 2 else len(block.rows)
    return 0 if heading.box.bottom > (area.top + area.bottom) / 2 else 99


def check_fill(matter: Matter) -> Iterator[Measured]:
    """No page is nearly empty, unless by what stands on it, it may be."""
    for laid in matter.laid:
        share = fill(laid)
        if share < matter.limits.fill and not laid.classes.intersection(matter.limits.may_be_short):
            message = f"the page is nearly empty: {share:.0f} % of its height is used"
            hint = f"{_number(matter.limits.fill)} % is the least: let it run on, or take something out."
            yield _tell(matter, laid.number, laid.area, "L019", Severity.WARNING, message, hint)


def fill(laid: Laid) -> float:
    """The share of the text area's height that lines and pictures stand in, in %."""
    parts: list[tuple[float, float]] = []
    for block in laid.blocks:
        boxes = [row.box for row in block.rows] or [block.box]
        parts += [(max(box.top, laid.area.top), min(box.bottom, laid.area.bottom)) for box in boxes]
    used, reached = 0.0, laid.area.top
    for top, bottom in sorted(parts):
        used += max(0.0, bottom - max(top, reached))
        reached = max(reached, bottom)
    return 100 * used / laid.area.height if laid.area.height else 0.0


# ── Text in its place ──────────────────────────────────────────────────────────────────────


def check_edge(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """No text stands where a printer does not print."""
    near = ((word, "") for word in sheet.words() if 0 <= edge(sheet, word.box) < matter.limits.edge - 0.05)
    for words, _ in _together(near):
        least = min(edge(sheet, word.box) for word in words)
        message = f"{_words(words)} stands {least:.1f} mm from the edge; "
        message += f"{_number(matter.limits.edge)} mm is the least"
        hint = "Give the page wider margins: printers leave its edge white."
        yield _tell(matter, sheet.number, _box(words), "L020", Severity.WARNING, message, hint)


def edge(sheet: Sheet, box: Box) -> float:
    """How far ``box`` stands from the nearest edge of the trimmed page; below 0 beyond it."""
    return min(box.left, box.top, sheet.width - box.right, sheet.height - box.bottom)


def check_overlap(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """No text stands over other text."""
    told: set[tuple[int, int]] = set()
    for (one, first, left), (other, second, right) in _meeting(sheet.lines):
        width, height = left.box.overlap(right.box)
        least = min(g.box.width * g.box.height for g in (left, right))
        if (one, other) in told or min(width, height) < 0.2 or width * height < 0.15 * least:
            continue
        told.add((one, other))
        message = f"{_words([first])} and {_words([second])} stand over each other"
        hint = "Give them more room: a larger line-height, or a height that grows."
        box = around([first.box, second.box])
        yield _tell(matter, sheet.number, box, "L021", Severity.ERROR, message, hint)


_At = tuple[int, Word, Glyph]


def _meeting(lines: Sequence[Line]) -> Iterator[tuple[_At, _At]]:
    """Glyphs of different lines whose boxes may meet, each pair once."""
    cells: dict[tuple[int, int], list[_At]] = {}
    for number, line in enumerate(lines):
        for word in line.words:
            for glyph in word.glyphs:
                here = (number, word, glyph)
                box = glyph.box
                places = [
                    (x, y)
                    for x in range(int(box.left // CELL), int(box.right // CELL) + 1)
                    for y in range(int(box.top // CELL), int(box.bottom // CELL) + 1)
                ]
                for place in places:
                    for there in cells.get(place, ()):
                        if there[0] != number:
                            yield there, here
                    cells.setdefault(place, []).append(here)


def check_outside(matter: Matter) -> Iterator[Measured]:
    """No text goes beyond its column, the frame around it, or the text area."""
    for laid in matter.laid:
        for block in laid.blocks:
            for found in block.outside:
                message = f"{_quoted(found.text)} goes beyond {found.what}"
                hint = "Let it break, or give it more room."
                yield _tell(matter, laid.number, found.box, "L022", Severity.ERROR, message, hint)


def check_off_page(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """No text goes beyond the paper."""
    off = ((word, "") for word in sheet.words() if edge(sheet, word.box) < 0)
    for words, _ in _together(off):
        message = f"{_words(words)} goes beyond the edge of the page"
        hint = "Let it break, or give it more room."
        yield _tell(matter, sheet.number, _box(words), "L023", Severity.ERROR, message, hint)


def check_shown(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """All that is written shows: nothing is cut off, and nothing lies over it."""
    hidden = (
        (word, "")
        for word in sheet.words()
        if edge(sheet, word.box) >= 0 and min(_shown(sheet, glyph) for glyph in word.glyphs) < _WHOLE
    )
    for words, _ in _together(hidden):
        share = max(_shown(sheet, glyph) for word in words for glyph in word.glyphs)
        what = "is cut off" if share else "is not seen"
        message = f"{_words(words)} {what}: something covers it, or it does not fit"
        hint = "Give it a height that grows, and look for what lies over it."
        yield _tell(matter, sheet.number, _box(words), "L024", Severity.ERROR, message, hint)


_WHOLE = 0.85


def _shown(sheet: Sheet, glyph: Glyph) -> float:
    """How much of a glyph's width or height its ink reaches over, as the picture shows it: from 0 to 1."""
    place = sheet.pixels(glyph.box)
    share = _reach(sheet.shows.crop(place).getbbox(), glyph.box)
    if share >= _WHOLE:
        return share
    ground = sheet.bare.crop(place).getextrema()
    if all(low - 24 <= own <= high + 24 for own, (low, high) in zip(glyph.colour, ground, strict=False)):
        return 1.0  # of the colour of what lies behind it: check_contrast tells it
    return share


def _reach(shown: tuple[int, int, int, int] | None, box: Box) -> float:
    """How far the ink in ``shown``, in points of the picture, reaches over ``box``."""
    if shown is None:
        return 0.0 if max(box.width, box.height) >= 0.1 else 1.0
    slack = 2.5  # the picture's points are coarse
    wide, high = box.width * SCALE, box.height * SCALE
    across = min(1.0, (shown[2] - shown[0] + slack) / wide) if wide > slack else 1.0
    down = min(1.0, (shown[3] - shown[1] + slack) / high) if high > slack else 1.0
    return max(0.01, min(across, down))


def check_glyphs(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """Every character has a glyph of its own, not the box that stands for a missing one."""
    unknown = (
        (word, " ".join(f"U+{ord(glyph.text):04X}" for glyph in word.glyphs if not _is_drawn(glyph)))
        for word in sheet.words()
    )
    for words, characters in _together((word, found) for word, found in unknown if found):
        message = f"{_words(words)} has a character that the font does not have ({characters})"
        hint = "Write it in another way, or set it in a font that has it."
        yield _tell(matter, sheet.number, _box(words), "L025", Severity.ERROR, message, hint)


def _is_drawn(glyph: Glyph) -> bool:
    return glyph.known and (glyph.box.width > 0 or glyph.box.height > 0)


# ── Ink ────────────────────────────────────────────────────────────────────────────────────


def check_ink(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """A page needs no more ink than the product allows, and holds no large dark area."""
    share, dark = ink(sheet), dark_area(sheet)
    limits = matter.limits
    hint = "Use lighter tints and smaller areas: toner costs money, and smears."
    page = Box(0, 0, sheet.width, sheet.height)
    if share > limits.ink:
        message = f"ink covers {share:.1f} % of the page; {_number(limits.ink)} % is the most"
        yield _tell(matter, sheet.number, page, "L026", Severity.WARNING, message, hint)
    elif share > limits.ink_noted:
        message = f"ink covers {share:.1f} % of the page"
        yield _tell(matter, sheet.number, page, "L026", Severity.NOTE, message, hint)
    if dark > limits.dark_area:
        message = f"{dark:.1f} % of the page is dark; {_number(limits.dark_area)} % is the most"
        yield _tell(matter, sheet.number, page, "L027", Severity.WARNING, message, hint)


def ink(sheet: Sheet) -> float:
    """The share of the page that ink covers, each point by how dark it is, in %."""
    return darkness(_trimmed(sheet))


def darkness(picture: Any) -> float:
    """The share of a picture that ink covers, each point by how dark it is, in %."""
    from PIL import ImageStat

    return float(100 - ImageStat.Stat(picture.convert("L")).mean[0] / 2.55)


def dark_area(sheet: Sheet) -> float:
    """The share of the page that is more dark than light, in squares of some mm, in %."""
    from PIL import Image

    size = (max(1, round(sheet.width / CELL)), max(1, round(sheet.height / CELL)))
    dark: Sequence[int] = _trimmed(sheet).resize(size, Image.Resampling.BOX).histogram()[:128]
    return 100 * sum(dark) / (size[0] * size[1])


def _trimmed(sheet: Sheet) -> Any:
    return sheet.seen.crop(sheet.pixels(Box(0, 0, sheet.width, sheet.height))).convert("L")


def check_colour(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """A page for a printer without colour shows none: what is seen is what will be printed."""
    from PIL import ImageChops

    if matter.limits.colour:
        return
    red, green, blue = sheet.seen.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    apart = ImageChops.subtract(most, least).point([255 if value > COLOUR else 0 for value in range(256)])
    place = apart.getbbox()
    if place is None:
        return
    left, top = sheet.origin
    box = Box(*(at / SCALE - gone for at, gone in zip(place, (left, top, left, top), strict=True)))
    inside = sheet.seen.crop(place)
    colours = inside.getcolors(inside.width * inside.height)
    colour = max((count, rgb) for count, rgb in colours if max(rgb) - min(rgb) > COLOUR)[1]
    message = f"the page shows a colour, #{bytes(colour).hex()}, and is for a printer without"
    hint = (
        "Style sheets and pictures are turned into greys: look for it in the layout, in its style attributes."
    )
    yield _tell(matter, sheet.number, box, "L030", Severity.ERROR, message, hint)


# ── Targets ────────────────────────────────────────────────────────────────────────────────


def check_targets(sheet: Sheet, matter: Matter) -> Iterator[Measured]:
    """What is to be tapped is large enough, or far enough from the next (WCAG 2.2, 2.5.8).

    A link within a line of text is as high as the line, and may be.
    """
    targets = _targets(sheet.links)
    small = [box for box in targets if min(box.width, box.height) < matter.limits.target - 0.05]
    for box in small:
        if _is_in_text(sheet, box):
            continue
        crowded = any(_meets(box, other, other in small) for other in targets if other != box)
        severity = Severity.WARNING if crowded else Severity.NOTE
        message = f"the link is {box.width:.1f} × {box.height:.1f} mm; "
        message += f"{_number(matter.limits.target)} mm each way is the least"
        message += " where another is near" if crowded else ", but none other is near"
        hint = "Make it a block with padding, or set it apart."
        yield _tell(matter, sheet.number, box, "L028", severity, message, hint)


def _targets(links: Sequence[Box]) -> list[Box]:
    """Links, a link that lies within another left out."""
    return [
        box
        for index, box in enumerate(links)
        if not any(_holds(other, box) and (other != box or at < index) for at, other in enumerate(links))
    ]


def _holds(outer: Box, inner: Box) -> bool:
    slack = 0.1
    return (
        outer.left <= inner.left + slack
        and outer.top <= inner.top + slack
        and outer.right >= inner.right - slack
        and outer.bottom >= inner.bottom - slack
    )


def _meets(box: Box, other: Box, other_is_small: bool) -> bool:
    """Whether a circle around the middle of ``box`` meets another target, or the circle around that."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    away_x = max(other.left - x, 0, x - other.right)
    away_y = max(other.top - y, 0, y - other.bottom)
    if (away_x**2 + away_y**2) ** 0.5 < TARGET_SPACING / 2:
        return True
    middle_x, middle_y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
    return other_is_small and ((middle_x - x) ** 2 + (middle_y - y) ** 2) ** 0.5 < TARGET_SPACING


def _is_in_text(sheet: Sheet, box: Box) -> bool:
    """Whether there is text beside the link on its line."""
    middle = (box.top + box.bottom) / 2
    for line in sheet.lines:
        inside = [word for word in line.words if _holds_middle(box, word.box)]
        if inside and line.box.top < middle < line.box.bottom and len(inside) < len(line.words):
            return True
    return False


def _holds_middle(outer: Box, inner: Box) -> bool:
    x, y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom


def check_qr(matter: Matter) -> Iterator[Measured]:
    """A QR code is large enough for any telephone. Its box is known by a class with “qr” in its name."""
    for laid in matter.laid:
        for block in laid.blocks:
            is_code = not block.rows and any("qr" in name.split("-") for name in block.classes)
            side = min(block.box.width, block.box.height)
            if is_code and side < matter.limits.qr - 0.05:
                message = f"the QR code is {side:.1f} mm wide; {_number(matter.limits.qr)} mm is the least"
                hint = "Set it larger."
                yield _tell(matter, laid.number, block.box, "L029", Severity.WARNING, message, hint)


# What is asked of each page of the finished PDF, and of all pages as the engine laid them out.
OF_A_PAGE: tuple[PageCheck, ...] = (
    check_smallest_type,
    check_contrast,
    check_edge,
    check_overlap,
    check_off_page,
    check_shown,
    check_glyphs,
    check_ink,
    check_colour,
    check_targets,
)
OF_ALL: tuple[WholeCheck, ...] = (
    check_body,
    check_characters,
    check_line_spacing,
    check_split_words,
    check_orphans,
    check_widows,
    check_headings,
    check_fill,
    check_outside,
    check_qr,
)
