"""Colours as greys of the same luminance, so that contrasts stay what they were: in sheets and pictures.

Luminance is that of WCAG 2.2. A grey stays as it is written; a picture without colour, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from pipeline.colour import WEIGHTS, contrast, level, linear, luminance

# ── Style sheets ───────────────────────────────────────────────────────────────────────────

# Where the name of a colour is a colour; elsewhere it may be a page, a counter or a font.
_COLOURED = re.compile(
    r"(?i)--|.*color$|.*shadow$|background|border|outline|column-rule|text-decoration|(fill|stroke)$"
)


def sheet(css: str) -> str:
    """A style sheet, each colour in its declarations a grey."""
    import tinycss2

    return str(tinycss2.serialize(_rules(tinycss2.parse_component_value_list(css))))


def _rules(tokens: Sequence[Any]) -> list[Any]:
    """Rules, or what is in a rule: declarations end at a semicolon, anything else with a block in braces."""
    made: list[Any] = []
    held: list[Any] = []
    for token in tokens:
        if token.type == "{} block":
            token.content = _rules(token.content)
            made += [*held, token]
            held = []
        elif token.type == "literal" and token.value == ";":
            made += [*_declaration(held), token]
            held = []
        else:
            held.append(token)
    return made + _declaration(held)


def _declaration(tokens: list[Any]) -> list[Any]:
    said = [token for token in tokens if token.type not in ("whitespace", "comment")]
    if len(said) < 3 or said[0].type != "ident" or said[1] != ":":
        return tokens
    start = tokens.index(said[1]) + 1
    return tokens[:start] + _values(tokens[start:], named=bool(_COLOURED.match(said[0].value)))


def _values(tokens: Sequence[Any], *, named: bool) -> list[Any]:
    import tinycss2

    made: list[Any] = []
    for token in tokens:
        colour = _colour(token) if named or token.type != "ident" else None
        if colour is not None:
            made += tinycss2.parse_component_value_list(colour)
            continue
        if token.type == "function":
            token.arguments = _values(token.arguments, named=named)
        made.append(token)
    return made


def _colour(token: Any) -> str | None:
    """The grey of a colour, written as one; nothing where there is no colour, or a grey already."""
    from tinycss2.color5 import parse_color

    if token.type not in ("hash", "ident", "function"):
        return None
    colour = parse_color(token)
    if colour is None or colour == "currentcolor":
        return None
    of = _luminance(colour)
    if of is None:
        return None
    grey = level(of)
    return (
        f"#{grey:02x}{grey:02x}{grey:02x}"
        if colour.alpha == 1
        else f"rgba({grey}, {grey}, {grey}, {colour.alpha:g})"
    )


def _luminance(colour: Any) -> float | None:
    """The luminance of a colour in any of the spaces that the engine sets; nothing for a grey of sRGB."""
    parts = [part or 0.0 for part in colour.coordinates]
    match colour.space:
        case "srgb" | "hsl" | "hwb":
            red, green, blue = (255 * part for part in colour.to("srgb").coordinates)
            return (
                None if max(red, green, blue) - min(red, green, blue) < 1e-6 else luminance(red, green, blue)
            )
        case "lab" | "lch":
            return float(colour.to("xyz-d50").coordinates[1])
        case "oklab" | "oklch":
            return float(colour.to("xyz-d65").coordinates[1])
        case "xyz" | "xyz-d50" | "xyz-d65":
            return float(parts[1])
        case "device-cmyk":
            *inks, black = parts
            return luminance(*(255 * (1 - ink) * (1 - black) for ink in inks))
    return None


# ── Pictures ───────────────────────────────────────────────────────────────────────────────

_PAINTS = ("fill", "stroke", "color", "stop-color", "flood-color", "lighting-color")


def picture(data: bytes, name: str) -> bytes:
    """A verified picture in greys, of the same kind, its transparency kept."""
    return _drawing(data) if name.lower().endswith(".svg") else _raster(data)


def _drawing(data: bytes) -> bytes:
    from xml.etree import ElementTree

    import tinycss2

    root = ElementTree.fromstring(data)  # noqa: S314  verified: no document type, so no entities
    changed = False
    for element in root.iter():
        for key, value in element.items():
            tokens = tinycss2.parse_component_value_list(value) if key in (*_PAINTS, "style") else []
            made = tinycss2.serialize(_rules(tokens) if key == "style" else _values(tokens, named=True))
            if tokens and made != value:
                element.set(key, made)
                changed = True
    return bytes(ElementTree.tostring(root, encoding="utf-8")) if changed else data


def _raster(data: bytes) -> bytes:
    import io

    from PIL import Image, ImageMath

    with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
        if image.mode in ("1", "L", "LA", "I", "I;16", "F"):
            return data
        kind = image.format
        whole = image.convert("RGBA" if image.has_transparency_data else "RGB")
    bands = whole.split()
    parts = [band.point(table, "I") for band, table in zip(bands, _tables(), strict=False)]
    total = ImageMath.lambda_eval(
        lambda said: said["red"] + said["green"] + said["blue"],
        **dict(zip(("red", "green", "blue"), parts, strict=True)),
    )
    grey = total.point(_levels(), "L")
    if len(bands) == 4:
        grey = Image.merge("LA", (grey, bands[3]))
    out = io.BytesIO()
    settings = {"quality": 92} if kind == "JPEG" else {}
    grey.save(out, kind, optimize=True, **settings)
    return out.getvalue()


_STEPS = 65535  # of luminance: fine enough for the darkest greys


@cache
def _tables() -> tuple[list[int], ...]:
    return tuple([round(_STEPS * weight * linear(part)) for part in range(256)] for weight in WEIGHTS)


@cache
def _levels() -> list[int]:
    return [level(step / _STEPS) for step in range(_STEPS + 1)]


# ── What is told apart by colour alone ─────────────────────────────────────────────────────

LEAST_CONTRAST = 1.15  # of two greys that an eye tells apart
LEAST_HUE = 32  # how far two colours of one luminance are apart, of 255, for their hues to differ

_SHAPES = ("path", "rect", "circle", "ellipse", "polygon", "polyline", "line")
_NOT_SHOWN = ("clipPath", "mask", "marker", "symbol")
_LOOKS = ("fill", "stroke", "stroke-dasharray")

Rgb = tuple[int, int, int]


class _Look(NamedTuple):
    """How a shape of a drawing is painted; nothing where it is not."""

    fill: Rgb | None
    stroke: Rgb | None
    dashes: str


def alike(drawing: bytes) -> tuple[tuple[str, str], ...]:
    """The pairs of colours of a verified SVG that only their hue tells apart, each once.

    Shapes are compared as they are painted: one with an outline is told apart from one without.
    """
    from xml.etree import ElementTree

    root = ElementTree.fromstring(drawing)  # noqa: S314  verified: no document type, so no entities
    looks = sorted(dict.fromkeys(_looks(root, {})), key=repr)
    pairs = (pair for one, other in combinations(looks, 2) for pair in _told_apart_by_hue(one, other))
    return tuple(dict.fromkeys((_hex(min(pair)), _hex(max(pair))) for pair in pairs))


def _looks(element: Any, above: Mapping[str, str]) -> Iterator[_Look]:
    """How each shape in ``element`` is painted, with what it inherits."""
    said = {**above, **{key: value for key, value in element.items() if key in _LOOKS}}
    said |= {
        name.strip(): value.strip()
        for name, colon, value in (part.partition(":") for part in element.get("style", "").split(";"))
        if colon and name.strip() in _LOOKS
    }
    name = str(element.tag).rsplit("}", 1)[-1]
    if name in _NOT_SHOWN:
        return
    fill = "none" if name == "line" else said.get("fill", "black")
    if name in _SHAPES and not any("url(" in value for value in (fill, said.get("stroke", ""))):
        look = _Look(_rgb(fill), _rgb(said.get("stroke", "none")), said.get("stroke-dasharray", "none"))
        if look.fill or look.stroke:
            yield look
    for child in element:
        yield from _looks(child, said)


def _rgb(value: str) -> Rgb | None:
    from tinycss2.color5 import parse_color

    colour = parse_color(value)
    if colour is None or colour == "currentcolor" or colour.space not in ("srgb", "hsl", "hwb"):
        return None
    red, green, blue = (round(255 * part) for part in colour.to("srgb").coordinates)
    return red, green, blue


def _told_apart_by_hue(one: _Look, other: _Look) -> Iterator[tuple[Rgb, Rgb]]:
    pairs = ((one.fill, other.fill), (one.stroke, other.stroke))
    if one.dashes == other.dashes and all(_equally_dark(a, b) for a, b in pairs):
        for a, b in pairs:
            if a and b and _hues_differ(a, b):
                yield a, b


def _equally_dark(one: Rgb | None, other: Rgb | None) -> bool:
    if one is None or other is None:
        return one is other
    return contrast(luminance(*one), luminance(*other)) < LEAST_CONTRAST


def _hues_differ(one: Rgb, other: Rgb) -> bool:
    apart = [a - b for a, b in zip(one, other, strict=True)]
    return max(apart) - min(apart) >= LEAST_HUE


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)
