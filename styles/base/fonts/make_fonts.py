"""Make Feuillet's static fonts from their upstream families.

    python styles/base/fonts/make_fonts.py

needs ``fonttools``, ``fontpkg-atkinson-hyperlegible``, ``fontpkg-literata``, ``fontpkg-noto-sans`` and
``fontpkg-noto-sans-arabic``. The files it writes, the fonts and ``coverage.json``, are committed, so nobody
but a maintainer who changes the fonts has to run it.

Why fonts of our own: Atkinson Hyperlegible lacks the narrow no-break space that French sets
before ; ! ? and the no-break hyphen, and strikes its zero through; Literata comes as a variable
font only, which fontTools
stamps with the clock when an engine saves it again. Both licences (OFL 1.1) allow a changed
copy under another name: hence "Feuillet Sans", "Feuillet Serif",
"Feuillet World" (Noto Sans: Latin, Greek, Cyrillic) and "Feuillet Arabic" (Noto Sans Arabic).
"""

from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
EPOCH = 3_849_984_000  # 2026-01-01 in seconds since 1904: the font's own clock, never the machine's
# Latin with all its accents, Greek, Cyrillic, punctuation, currencies, letter-like signs, arrows, mathematics
WORLD = (
    *((0x20, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x206F)),
    *((0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF)),
)
ARABIC = (
    (0x20, 0x7E),
    (0xA0, 0xBF),
    (0x600, 0x6FF),
    (0x750, 0x77F),
    (0x2000, 0x206F),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFF),
)
NAMED = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}


def upstream(package: str, file: str) -> TTFont:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed")
    return TTFont(Path(spec.origin).parent / "files" / file, recalcTimestamp=False)


def add_spaces(font: TTFont) -> None:
    """Add the spaces and hyphens that typesetting needs and the family lacks."""
    cmap = font.getBestCmap()
    em = font["head"].unitsPerEm
    for tag in ("vhea", "vmtx"):  # metrics for vertical writing, which no page of ours uses
        if tag in font:
            del font[tag]
    space = font["hmtx"][cmap[0x20]][0]
    # name, code point, advance width: a narrow no-break space is about two thirds of a word space
    for name, code, width in (
        ("uni202F", 0x202F, round(space * 0.66)),
        ("uni2009", 0x2009, round(em / 5)),
        ("uni2007", 0x2007, font["hmtx"][cmap[ord("0")]][0]),
    ):
        if code not in cmap:
            font["glyf"][name] = Glyph()
            font["hmtx"][name] = (width, 0)
            point_at(font, code, name)
    if 0x2011 not in cmap:
        point_at(font, 0x2011, cmap.get(0x2010, cmap[0x2D]))
    if 0x2010 not in cmap:
        point_at(font, 0x2010, cmap[0x2D])


def open_zero(font: TTFont) -> None:
    """Take the stroke out of the figure zero: patients read "10 mg", not code.

    The counter is the outline again, made smaller to the extent that the two half counters span
    (in italics: after the slant is taken out).
    """
    slant = math.tan(math.radians(-font["post"].italicAngle))
    for name in ("zero", "zero.tf"):
        glyph = font["glyf"][name]
        if glyph.numberOfContours != 3:
            continue
        upright = [(x - slant * y, y) for x, y in glyph.coordinates]
        end = glyph.endPtsOfContours[0] + 1
        outer, inner = upright[:end], upright[end:]
        flags = list(glyph.flags[:end])
        box = lambda points: [(min(v), max(v)) for v in zip(*points, strict=True)]  # noqa: E731
        (ox0, ox1), (oy0, oy1) = box(outer)
        (ix0, ix1), (iy0, iy1) = box(inner)
        counter = [
            (ix0 + (x - ox0) * (ix1 - ix0) / (ox1 - ox0), iy0 + (y - oy0) * (iy1 - iy0) / (oy1 - oy0))
            for x, y in outer
        ]
        points = outer + counter[::-1]
        glyph.coordinates = GlyphCoordinates(
            [(round(x + slant * y), y if isinstance(y, int) else round(y)) for x, y in points]
        )
        glyph.flags = bytearray(flags + flags[::-1])
        glyph.endPtsOfContours = [end - 1, 2 * end - 1]
        glyph.numberOfContours = 2
        glyph.removeHinting()
        glyph.recalcBounds(font["glyf"])


def point_at(font: TTFont, code: int, glyph: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = glyph


def rename(font: TTFont, family: str, style: str) -> None:
    names = font["name"]
    weight = NAMED[style.removesuffix("Italic") or "Regular"]
    ribbi = style in ("Regular", "Italic", "Bold", "BoldItalic")
    spoken = style.replace("Italic", " Italic").strip()
    values = {
        1: family if ribbi else f"{family} {spoken}",
        2: spoken if ribbi else "Regular",
        3: f"1.0;{family.replace(' ', '')}-{style}",
        4: f"{family} {spoken}",
        5: "Version 1.000",
        6: f"{family.replace(' ', '')}-{style}",
        16: None if ribbi else family,
        17: None if ribbi else spoken,
        25: None,
    }
    for number, value in values.items():
        names.removeNames(nameID=number)
        if value is not None:
            names.setName(value, number, 3, 1, 0x409)
    for number in (7, 21, 22):
        names.removeNames(nameID=number)
    font["OS/2"].usWeightClass = weight
    for tag in ("STAT", "DSIG", "MVAR", "HVAR", "VVAR", "avar", "fvar"):
        if tag in font:
            del font[tag]


def subset_to(font: TTFont, *ranges: tuple[int, int]) -> TTFont:
    """``font`` with the characters in ``ranges`` alone, and all that shapes them."""
    wanted = subset.Options()
    wanted.layout_features = ["*"]
    wanted.name_IDs = ["*"]
    wanted.notdef_outline = True
    wanted.recalc_timestamp = False
    maker = subset.Subsetter(wanted)
    maker.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    maker.subset(font)
    return font


def save(font: TTFont, family: str, style: str) -> None:
    add_spaces(font)
    rename(font, family, style)
    font["head"].created = font["head"].modified = EPOCH
    path = HERE / f"{family.replace(' ', '')}-{style}.ttf"
    font.save(path, reorderTables=True)
    print(f"{path.name}: {path.stat().st_size // 1024} KiB, {len(font.getBestCmap())} characters")


def coverage() -> str:
    """The characters that each family draws, as JSON: of each family the first and last of each run."""
    table = {}
    for path in sorted(HERE.glob("*-Regular.ttf")):
        with TTFont(path, lazy=True) as font:
            table[str(font["name"].getDebugName(1))] = runs(sorted(font.getBestCmap()))
    rows = (f"  {json.dumps(family)}: {json.dumps(ranges)}" for family, ranges in table.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


def runs(codes: list[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for code in codes:
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def main() -> None:
    for style in ("Regular", "Bold", "Italic", "BoldItalic"):
        font = upstream("fontpkg_atkinson_hyperlegible", f"AtkinsonHyperlegible-{style}.ttf")
        open_zero(font)
        save(font, "Feuillet Sans", style)
    for style, axes in {"Medium": {"wght": 500, "opsz": 48}, "SemiBold": {"wght": 600, "opsz": 24}}.items():
        font = upstream("fontpkg_literata", "Literata[opsz,wght].ttf")
        save(instantiateVariableFont(font, axes), "Feuillet Serif", style)
    for style, weight in {"Regular": 400, "Bold": 700}.items():
        axes = {"wght": weight, "wdth": 100}
        font = instantiateVariableFont(upstream("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"), axes)
        save(subset_to(font, *WORLD), "Feuillet World", style)
        font = upstream("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf")
        save(subset_to(instantiateVariableFont(font, axes), *ARABIC), "Feuillet Arabic", style)
    (HERE / "coverage.json").write_text(coverage(), "utf-8")


if __name__ == "__main__":
    main()
