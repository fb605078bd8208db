"""The pictures of an article: where each stands in a language, and as a product needs them.

A photograph comes with what the camera wrote into it, such as the place where it was taken, and with more
pixels than any page shows. What a product carries has neither.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.model import Article

ORIGIN = "feuillet:///"

# What Pillow tells of a picture that says how to show it, and nothing of where it comes from.
_HOW_TO_SHOW = frozenset(
    {
        *("adobe", "adobe_transform", "chromaticity", "dpi", "gamma", "icc_profile", "interlace", "jfif"),
        *("jfif_density", "jfif_unit", "jfif_version", "progression", "progressive", "srgb", "transparency"),
    }
)
_QUALITY = 90


def address(name: str, article: Article, language: str, width: str = "wide") -> str:
    """The address of a picture: ``name.fr.narrow.svg`` before ``name.fr.svg`` before ``name.svg``."""
    return ORIGIN + (variant(name, article, language, width) or name) if name else ""


def variant(name: str, article: Article, language: str, width: str = "wide") -> str | None:
    """The file that shows ``name`` in ``language``, if there is one."""
    file = Path(name)
    suffixes = [f".{language}.{width}", f".{width}", f".{language}", ""]
    variants = (file.with_suffix(suffix + file.suffix).as_posix() for suffix in suffixes)
    return next((one for one in variants if one in article.media), None)


def is_raster(name: str) -> bool:
    return not name.lower().endswith(".svg")


class Look(NamedTuple):
    """A picture made of pixels as it is seen: its size upright, and whether it holds other data besides."""

    width: int
    height: int
    has_data: bool


def look(data: bytes) -> Look:
    """What the verified PNG or JPEG ``data`` is."""
    with _opened(data) as image:
        width, height = reversed(image.size) if _lies(image) else image.size
        return Look(width, height, _has_data(image))


def fitted(data: bytes, most: int) -> bytes:
    """The verified PNG or JPEG ``data`` upright, in sRGB, at most ``most`` pixels wide, and nothing besides.

    A picture that is all that already stays as it is, byte for byte.
    """
    from PIL import Image, ImageOps

    with _opened(data) as image:
        width, height, has_data = look(data)
        profile = _foreign_profile(image)
        if width <= most and not has_data and profile is None:
            return data
        kind = "PNG" if image.format == "PNG" else "JPEG"
        made: Image.Image = image
        if width > most:
            made = _scalable(image)
            # A JPEG is read no larger than it is needed.
            made.thumbnail((height, most) if _lies(image) else (most, height), Image.Resampling.LANCZOS)
        made = ImageOps.exif_transpose(made)
    if profile is not None:
        made = _in_srgb(made, profile)
    elif made.mode == "CMYK":
        made = made.convert("RGB")
    made.info = {name: said for name, said in made.info.items() if name == "transparency"}
    out = io.BytesIO()
    made.save(out, kind, optimize=True, **({"quality": _QUALITY} if kind == "JPEG" else {}))
    return out.getvalue()


def _opened(data: bytes) -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])


def _lies(image: Any) -> bool:
    """Whether a picture is said to be turned by a quarter, as a camera writes it that was held upright."""
    from PIL import ExifTags

    return int(image.getexif().get(ExifTags.Base.Orientation, 1)) in range(5, 9)


def _has_data(image: Any) -> bool:
    """Whether a picture says more than how to show it: a place, a camera, a date, a comment, a preview."""
    if image.format == "PNG":
        image.load()  # words may follow the picture
        return not _HOW_TO_SHOW.issuperset(image.info)
    return any(
        name not in ("APP0", "APP14") and not content.startswith(b"ICC_PROFILE\0")
        for name, content in image.applist
    )


def _scalable(image: Any) -> Any:
    """``image`` in colours that can be mixed: those of a palette cannot."""
    clear = image.has_transparency_data
    if image.mode in ("1", "L", "LA"):
        wanted = "LA" if clear else "L"
    else:
        wanted = "RGBA" if clear else image.mode if image.mode == "CMYK" else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _foreign_profile(image: Any) -> Any:
    """The colour profile of a picture, where it has one that can be read and is not sRGB."""
    from PIL import ImageCms

    if not image.info.get("icc_profile"):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        return None if "sRGB" in ImageCms.getProfileDescription(profile) else profile
    except (OSError, ImageCms.PyCMSError):
        return None


def _in_srgb(image: Any, profile: Any) -> Any:
    """``image`` with the colours that it has by ``profile``, as sRGB says them."""
    from PIL import Image, ImageCms

    clear = image.has_transparency_data
    whole = _scalable(image)
    alpha: Any = whole.getchannel("A") if clear else None
    bare = whole.convert(whole.mode.removesuffix("A")) if clear else whole
    try:
        made: Any = ImageCms.profileToProfile(
            bare, profile, ImageCms.createProfile("sRGB"), outputMode="RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )  # fmt: skip
    except ImageCms.PyCMSError:  # a profile of another kind of picture
        made = bare.convert("RGB")
    if bare.mode == "L":
        made = made.convert("L")
    return Image.merge(made.mode + "A", (*made.split(), alpha)) if clear else made
