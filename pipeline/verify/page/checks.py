"""The checks of the measured layout: one function each, from what was measured to what is to be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pipeline import colour, model
from pipeline.laid import Box, LaidBlock, LaidLine, LaidPage, around
from pipeline.model import Finding, Severity, Shown
from pipeline.text import short
from pipeline.verify.page.blocks import is_aside, is_heading, outside
from pipeline.verify.page.paper import SCALE, Glyph, Line, PaperPage, Word, colours, span
from pipeline.verify.page.values import Limits, Mark, Measured

if TYPE_CHECKING:
    from PIL.Image import Image

LARGE, LARGE_BOLD = 18.0, 14.0  # WCAG 2.2: what is large text, in pt
TARGET_SPACING = 24 * 25.4 / 96  # WCAG 2.2, 2.5.8: targets this far apart may be smaller
COLOUR = 8  # how far the parts of a colour are apart, of 255, for it to be no grey
CELL = 4.0  # a dark area is counted in squares of this size, in mm


class Matter(NamedTuple):
    """What the checks are given: the limits, a page of the PDF, and all pages as the engine laid them out."""

    product: str
    limits: Limits
    laid: tuple[LaidPage, ...] = ()


PageCheck = Callable[[PaperPage, Matter], Iterable[Measured]]
F = TypeVar("F")  # what is wrong with a word
WholeCheck = Callable[[Matter], Iterable[Measured]]


def _tell(
    matter: Matter,
    page: int,
    box: Box,
    severity: Severity,
    code: str,
    variant: str = "",
    **values: Shown,
) -> Measured:
    """A finding of what stands in ``box``: it says the product, the page and the place besides ``values``."""
    at = (box.left, box.top, max(box.width, 0), max(box.height, 0))
    said: dict[str, Shown] = {
        "product": matter.product,
        "page": page,
        "x": round(box.left),
        "y": round(box.top),
        **values,
    }
    finding = Finding(code, severity, values=tuple(said.items()), variant=variant)
    return Measured(finding, Mark(page, *(round(part, 1) for part in at)))


def _quoted(words: str) -> str:
    return short(words, 40)


def _together(words: Iterable[tuple[Word, F]]) -> Iterator[tuple[tuple[Word, ...], F]]:
    """Words that follow each other and have the same fault, as one: a paragraph is one finding, not fifty."""
    held: list[tuple[Word, F]] = []
    for word, fault in words:
        if held and not (fault == held[-1][1] and _is_near(held[-1][0], word)):
            yield tuple(one for one, _ in held), held[-1][1]
            held = []
        held.append((word, fault))
    if held:
        yield tuple(one for one, _ in held), held[-1][1]


def _is_near(one: Word, other: Word) -> bool:
    size = max(one.size, other.size) * 25.4 / 72
    down = other.box.top - one.box.bottom
    return down < 1.5 * size and one.box.top - other.box.bottom < 1.5 * size


def _box(words: Sequence[Word]) -> Box:
    return around([word.box for word in words])


def _text(words: Sequence[Word]) -> str:
    return _quoted(" ".join(word.text for word in words))


# ── Type ───────────────────────────────────────────────────────────────────────────────────


def check_smallest_type(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """No type is smaller than the product allows; marks that are raised have a limit of their own."""
    limits = matter.limits
    small = (
        (word, round(min(glyph.size for glyph in word.glyphs), 1))
        for word in page.words()
        if min(glyph.size for glyph in word.glyphs)
        < (limits.raised_type if word.raised else limits.smallest_type) - 0.05
    )
    for words, size in _together(small):
        least = limits.raised_type if words[0].raised else limits.smallest_type
        yield _tell(
            matter,
            page.number,
            _box(words),
            Severity.WARNING,
            "L010",
            text=_text(words),
            size=size,
            least=least,
        )


def check_body(matter: Matter) -> Iterator[Measured]:
    """The type that most of a language's text is set in is as large as its readers need."""
    sizes: dict[str, Counter[float]] = {}
    for block in _running(matter.laid, aside=False):
        counts = sizes.setdefault(block.language, Counter())
        for line in block.lines:
            counts[round(line.size, 1)] += len(line.text)
    for language, counts in sizes.items():
        size = counts.most_common(1)[0][0]
        if size < matter.limits.body - 0.05:
            page, box = next(
                (block.page, block.box)
                for block in _running(matter.laid, aside=False)
                if block.language == language and any(round(line.size, 1) == size for line in block.lines)
            )
            least, said = matter.limits.body, model.Word(language)
            yield _tell(matter, page, box, Severity.WARNING, "L011", language=said, size=size, least=least)


def check_characters(matter: Matter) -> Iterator[Measured]:
    """A line of running text is as long as an eye can follow; one page is judged as a whole."""
    least, most = matter.limits.characters
    for laid in matter.laid:
        lengths = line_lengths(laid)
        if len(lengths) >= 6 and not least <= (middle := median(lengths)) <= most:
            running = [block for block in _running((laid,), aside=False) if len(block.lines) > 1]
            box = around([line.box for block in running for line in block.lines])
            yield _tell(
                matter, laid.number, box, Severity.WARNING, "L012", characters=middle, least=least, most=most
            )


def line_lengths(laid: LaidPage) -> list[int]:
    """The characters of each line of running text that is full: the last line of a paragraph is not."""
    return [len(line.text) for block in _running((laid,), aside=False) for line in block.lines[:-1]]


def check_line_spacing(matter: Matter) -> Iterator[Measured]:
    """Lines stand apart, measured from baseline to baseline."""
    for block in _running(matter.laid, aside=True):
        for one, other in pairwise(block.lines):
            spacing = (other.baseline - one.baseline) / (max(one.size, other.size) * 25.4 / 72)
            if 0 < spacing < matter.limits.line_spacing - 0.01:
                box = around([line.box for line in block.lines])
                yield _tell(
                    matter,
                    block.page,
                    box,
                    Severity.WARNING,
                    "L013",
                    text=_quoted(one.text),
                    spacing=spacing,
                    least=matter.limits.line_spacing,
                )
                break


def line_spacings(laid: LaidPage) -> list[float]:
    return [
        round((other.baseline - one.baseline) / (max(one.size, other.size) * 25.4 / 72), 2)
        for block in _running((laid,), aside=False)
        for one, other in pairwise(block.lines)
        if other.baseline > one.baseline
    ]


def _running(pages: Sequence[LaidPage], *, aside: bool) -> Iterator[LaidBlock]:
    """Blocks of text that is no heading; with ``aside`` also those that are not there to be read on."""
    for laid in pages:
        for block in laid.blocks:
            is_text = block.lines and not block.in_text and not is_heading(block)
            if is_text and (aside or not is_aside(block)):
                yield block


# ── Contrast ───────────────────────────────────────────────────────────────────────────────


def check_contrast(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """Every word stands out from what really lies behind it (WCAG 2.2, 1.4.3)."""
    faint = (
        (word, found)
        for word in page.words()
        if (found := word_contrast(page, word)) < _contrast_wanted(word, matter.limits) - 0.05
    )
    for words, ratio in _together((word, round(found, 1)) for word, found in faint):
        least = _contrast_wanted(words[0], matter.limits)
        box = _box(words)
        yield _tell(
            matter, page.number, box, Severity.ERROR, "L014", text=_text(words), ratio=ratio, least=least
        )


def _contrast_wanted(word: Word, limits: Limits) -> float:
    bold = all(glyph.is_bold for glyph in word.glyphs)
    return limits.contrast_large if word.size >= (LARGE_BOLD if bold else LARGE) else limits.contrast


def word_contrast(page: PaperPage, word: Word) -> float:
    """The contrast of a word with what lies behind it: of the fifth of it that is worst to read."""
    if word not in page.ratios:
        page.ratios[word] = _word_contrast(page, word)
    return page.ratios[word]


def _word_contrast(page: PaperPage, word: Word) -> float:
    place = page.pixels(word.box)
    behind = page.bare.crop(place)
    red, green, blue = _colour(page, word, place)
    own = colour.luminance(red, green, blue)
    ratios = sorted(
        (colour.contrast(own, colour.luminance(*ground)), count) for count, ground in colours(behind)
    )
    wanted = behind.width * behind.height / 5
    for ratio, count in ratios:
        wanted -= count
        if wanted <= 0:
            return ratio
    return ratios[-1][0]


def _colour(page: PaperPage, word: Word, place: tuple[int, int, int, int]) -> tuple[float, float, float]:
    """The colour that a word has on paper: the one it asks for, unless something makes it fainter."""
    from PIL import ImageStat

    ink = page.ink.crop(place)
    red, green, blue, opacity = word.glyphs[0].colour
    _, most = span(ink)
    if most < 4:  # of the colour of what lies behind it, or covered: check_shown tells that
        return red, green, blue
    core = ink.point([255 if value >= most - 6 else 0 for value in range(256)])
    shown = ImageStat.Stat(page.seen.crop(place), core).mean
    near = all(abs(a - b) < 40 for a, b in zip(shown, (red, green, blue), strict=True))
    return (red, green, blue) if opacity == 255 and near else (shown[0], shown[1], shown[2])


# ── Breaks ─────────────────────────────────────────────────────────────────────────────────


def check_split_words(matter: Matter) -> Iterator[Measured]:
    """No word is split over two lines, with or without a hyphen (a word may break at its own)."""
    if matter.limits.split_words:
        return
    for chain in _chains(matter.laid):
        lines = [(part.page, line) for part in chain for line in part.lines]
        words = frozenset(" ".join(part.source for part in chain).replace("\u00ad", "").split())
        for (page, one), (_, other) in pairwise(lines):
            if split := _split(one, other, words):
                yield _tell(matter, page, one.box, Severity.WARNING, "L015", word=_quoted(split))


def _split(one: LaidLine, other: LaidLine, words: frozenset[str]) -> str:
    """The word that goes on from one line to the next, where one does."""
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
        if len(chain) > 1 and len(chain[0].lines) < matter.limits.orphans:
            yield _alone(matter, chain[0], "L016", matter.limits.orphans)


def check_widows(matter: Matter) -> Iterator[Measured]:
    """The last lines of a paragraph do not stay alone at the head of a page."""
    for chain in _chains(matter.laid):
        if len(chain) > 1 and len(chain[-1].lines) < matter.limits.widows:
            yield _alone(matter, chain[-1], "L017", matter.limits.widows)


def _alone(matter: Matter, block: LaidBlock, code: str, least: int) -> Measured:
    first, count = block.lines[0], len(block.lines)
    return _tell(
        matter,
        block.page,
        first.box,
        Severity.WARNING,
        code,
        count=count,
        text=_quoted(first.text),
        least=least,
    )


def _chains(pages: Sequence[LaidPage]) -> Iterator[tuple[LaidBlock, ...]]:
    """Each paragraph with its parts on all pages and in all columns that it runs over."""
    chains: dict[int, list[LaidBlock]] = {}
    for laid in pages:
        for block in laid.blocks:
            if not block.lines or block.in_text or block.repeated:
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


def _runs_over(one: LaidBlock, other: LaidBlock) -> bool:
    """Whether ``other`` is the same paragraph on the next page, or higher up in the next column."""
    if one.tag != other.tag:
        return False
    is_next_column = one.page == other.page and other.lines[0].baseline < one.lines[-1].baseline
    return is_next_column or other.page == one.page + 1


def check_headings(matter: Matter) -> Iterator[Measured]:
    """Below a heading there is some of what it announces."""
    for laid in matter.laid:
        for index, block in enumerate(laid.blocks):
            if not block.lines or block.in_text or not is_heading(block):
                continue
            after = _after(block, laid.blocks[index + 1 :], laid.area)
            ends = laid is matter.laid[-1] and not laid.blocks[index + 1 :]
            if after < matter.limits.after_heading and not ends:
                yield _tell(
                    matter,
                    laid.number,
                    block.box,
                    Severity.WARNING,
                    "L018",
                    text=_quoted(block.lines[0].text),
                    least=matter.limits.after_heading,
                )


def _after(heading: LaidBlock, following: Sequence[LaidBlock], area: Box) -> int:
    """How many lines stand below a heading, in what comes next; what comes next as a whole is enough.

    A title that stands alone in the upper half of its page is meant to.
    """
    for block in following:
        if is_heading(block) or block.in_text:
            continue
        if block.box.top < heading.box.top - 1:
            return 0
        return 99 if len(block.lines) < 2 else len(block.lines)
    return 0 if heading.box.bottom > (area.top + area.bottom) / 2 else 99


def check_fill(matter: Matter) -> Iterator[Measured]:
    """No page is nearly empty, unless by what stands on it, it may be."""
    for laid in matter.laid:
        share = fill(laid)
        if share < matter.limits.fill and not laid.classes.intersection(matter.limits.may_be_short):
            least = matter.limits.fill
            yield _tell(
                matter, laid.number, laid.area, Severity.WARNING, "L019", share=round(share), least=least
            )


def fill(laid: LaidPage) -> float:
    """The share of the text area's height that lines and pictures stand in, in %."""
    parts: list[tuple[float, float]] = []
    for block in laid.blocks:
        boxes = [line.box for line in block.lines] or [block.box]
        parts += [(max(box.top, laid.area.top), min(box.bottom, laid.area.bottom)) for box in boxes]
    used, reached = 0.0, laid.area.top
    for top, bottom in sorted(parts):
        used += max(0.0, bottom - max(top, reached))
        reached = max(reached, bottom)
    return 100 * used / laid.area.height if laid.area.height else 0.0


# ── Text in its place ──────────────────────────────────────────────────────────────────────


def check_edge(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """No text stands where a printer does not print."""
    near = ((word, "") for word in page.words() if 0 <= edge(page, word.box) < matter.limits.edge - 0.05)
    for words, _ in _together(near):
        found = round(min(edge(page, word.box) for word in words), 1)
        least = matter.limits.edge
        box = _box(words)
        yield _tell(
            matter,
            page.number,
            box,
            Severity.WARNING,
            "L020",
            text=_text(words),
            distance=found,
            least=least,
        )


def edge(page: PaperPage, box: Box) -> float:
    """How far ``box`` stands from the nearest edge of the trimmed page; below 0 beyond it."""
    return min(box.left, box.top, page.width - box.right, page.height - box.bottom)


def check_overlap(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """No text stands over other text."""
    told: set[tuple[int, int]] = set()
    for (one, first, left), (other, second, right) in _meeting(page.lines):
        width, height = left.box.overlap(right.box)
        least = min(g.box.width * g.box.height for g in (left, right))
        if (one, other) in told or min(width, height) < 0.2 or width * height < 0.15 * least:
            continue
        told.add((one, other))
        box = around([first.box, second.box])
        yield _tell(
            matter, page.number, box, Severity.ERROR, "L021", one=_text([first]), other=_text([second])
        )


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
            for found in outside(block, laid.area):
                text = _quoted(found.text)
                yield _tell(matter, laid.number, found.box, Severity.ERROR, "L022", found.what, text=text)


def check_off_page(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """No text goes beyond the paper."""
    off = ((word, "") for word in page.words() if edge(page, word.box) < 0)
    for words, _ in _together(off):
        yield _tell(matter, page.number, _box(words), Severity.ERROR, "L023", text=_text(words))


def check_shown(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """All that is written shows: nothing is cut off, and nothing lies over it."""
    hidden = (
        (word, "")
        for word in page.words()
        if edge(page, word.box) >= 0 and min(_shown(page, glyph) for glyph in word.glyphs) < _WHOLE
    )
    for words, _ in _together(hidden):
        share = max(_shown(page, glyph) for word in words for glyph in word.glyphs)
        variant = "cut" if share else ""
        yield _tell(matter, page.number, _box(words), Severity.ERROR, "L024", variant, text=_text(words))


_WHOLE = 0.85


def _shown(page: PaperPage, glyph: Glyph) -> float:
    """How much of a glyph's width or height its ink reaches over, as the picture shows it: from 0 to 1."""
    place = page.pixels(glyph.box)
    share = _reach(page.shows.crop(place).getbbox(), glyph.box)
    if share >= _WHOLE:
        return share
    ground = map(span, page.bare.crop(place).split())
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


def check_glyphs(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """Every character has a glyph of its own, not the box that stands for a missing one."""
    unknown = (
        (word, " ".join(f"U+{ord(glyph.text):04X}" for glyph in word.glyphs if not _is_drawn(glyph)))
        for word in page.words()
    )
    for words, points in _together((word, found) for word, found in unknown if found):
        yield _tell(
            matter, page.number, _box(words), Severity.ERROR, "L025", text=_text(words), points=str(points)
        )


def _is_drawn(glyph: Glyph) -> bool:
    return glyph.known and (glyph.box.width > 0 or glyph.box.height > 0)


# ── Ink ────────────────────────────────────────────────────────────────────────────────────


def check_ink(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """A page needs no more ink than the product allows, and holds no large dark area."""
    share, dark, limits = round(ink(page), 1), round(dark_area(page), 1), matter.limits
    whole = Box(0, 0, page.width, page.height)
    if share > limits.ink:
        yield _tell(matter, page.number, whole, Severity.WARNING, "L026", share=share, most=limits.ink)
    elif share > limits.ink_noted:
        yield _tell(matter, page.number, whole, Severity.NOTE, "L026", "noted", share=share)
    if dark > limits.dark_area:
        yield _tell(matter, page.number, whole, Severity.WARNING, "L027", share=dark, most=limits.dark_area)


def ink(page: PaperPage) -> float:
    """The share of the page that ink covers, each point by how dark it is, in %."""
    return darkness(_trimmed(page))


def darkness(picture: Image) -> float:
    """The share of a picture that ink covers, each point by how dark it is, in %."""
    from PIL import ImageStat

    return float(100 - ImageStat.Stat(picture.convert("L")).mean[0] / 2.55)


def dark_area(page: PaperPage) -> float:
    """The share of the page that is more dark than light, in squares of some mm, in %."""
    from PIL import Image

    size = (max(1, round(page.width / CELL)), max(1, round(page.height / CELL)))
    dark: Sequence[int] = _trimmed(page).resize(size, Image.Resampling.BOX).histogram()[:128]
    return 100 * sum(dark) / (size[0] * size[1])


def _trimmed(page: PaperPage) -> Image:
    return page.seen.crop(page.pixels(Box(0, 0, page.width, page.height))).convert("L")


def check_colour(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """A page for a printer without colour shows none: what is seen is what will be printed."""
    from PIL import ImageChops

    if matter.limits.colour:
        return
    red, green, blue = page.seen.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    apart = ImageChops.subtract(most, least).point([255 if value > COLOUR else 0 for value in range(256)])
    place = apart.getbbox()
    if place is None:
        return
    left, top = page.origin
    box = Box(*(at / SCALE - gone for at, gone in zip(place, (left, top, left, top), strict=True)))
    seen = colours(page.seen.crop(place))
    colour = max((count, rgb) for count, rgb in seen if max(rgb) - min(rgb) > COLOUR)[1]
    yield _tell(matter, page.number, box, Severity.ERROR, "L030", colour=f"#{bytes(colour).hex()}")


# ── Targets ────────────────────────────────────────────────────────────────────────────────


def check_targets(page: PaperPage, matter: Matter) -> Iterator[Measured]:
    """What is to be tapped is large enough, or far enough from the next (WCAG 2.2, 2.5.8).

    A link within a line of text is as high as the line, and may be.
    """
    targets = _targets(page.links)
    small = [box for box in targets if min(box.width, box.height) < matter.limits.target - 0.05]
    for box in small:
        if _is_in_text(page, box):
            continue
        crowded = any(_meets(box, other, other in small) for other in targets if other != box)
        severity = Severity.WARNING if crowded else Severity.NOTE
        variant = "" if crowded else "apart"
        width, height, least = round(box.width, 1), round(box.height, 1), matter.limits.target
        yield _tell(
            matter, page.number, box, severity, "L028", variant, width=width, height=height, least=least
        )


def _targets(links: Sequence[Box]) -> list[Box]:
    """Links, a link that lies within another left out."""
    return [
        box
        for index, box in enumerate(links)
        if not any(other.holds(box, 0.1) and (other != box or at < index) for at, other in enumerate(links))
    ]


def _meets(box: Box, other: Box, other_is_small: bool) -> bool:
    """Whether a circle around the middle of ``box`` meets another target, or the circle around that."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    away_x = max(other.left - x, 0, x - other.right)
    away_y = max(other.top - y, 0, y - other.bottom)
    if (away_x**2 + away_y**2) ** 0.5 < TARGET_SPACING / 2:
        return True
    middle_x, middle_y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
    return other_is_small and ((middle_x - x) ** 2 + (middle_y - y) ** 2) ** 0.5 < TARGET_SPACING


def _is_in_text(page: PaperPage, box: Box) -> bool:
    """Whether there is text beside the link on its line."""
    middle = (box.top + box.bottom) / 2
    for line in page.lines:
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
            is_code = not block.lines and any("qr" in name.split("-") for name in block.classes)
            side = min(block.box.width, block.box.height)
            if is_code and side < matter.limits.qr - 0.05:
                found, least = round(side, 1), matter.limits.qr
                yield _tell(matter, laid.number, block.box, Severity.WARNING, "L029", side=found, least=least)


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
