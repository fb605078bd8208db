"""How light a colour is, as WCAG 2.2 counts it: luminance, the contrast of two, the grey that equals it."""

from __future__ import annotations

WEIGHTS = (0.2126, 0.7152, 0.0722)


def luminance(red: float, green: float, blue: float) -> float:
    """The relative luminance of a colour of sRGB, its parts from 0 to 255: 0 for black, 1 for white."""
    return sum(weight * linear(part) for weight, part in zip(WEIGHTS, (red, green, blue), strict=True))


def contrast(one: float, other: float) -> float:
    """The contrast of two luminances, from 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def level(of: float) -> int:
    """The grey of a luminance: each of its three parts, from 0 to 255."""
    part = 12.92 * of if of <= 0.0031308 else 1.055 * of ** (1 / 2.4) - 0.055
    return round(255 * min(1.0, max(0.0, part)))


def linear(part: float) -> float:
    """One part of a colour of sRGB, from 0 to 255, as an amount of light from 0 to 1."""
    value = part / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
