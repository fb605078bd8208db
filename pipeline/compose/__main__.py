"""Write ``styles/LAYOUTS.md``: what a layout may use, as the code says it.

python -m pipeline.compose
"""

from __future__ import annotations

import inspect
import re
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping

import msgspec
from markupsafe import Markup

from pipeline.compose.context import FUNCTIONS, Context, Side
from pipeline.compose.nodes import Node, Section
from pipeline.model import ClinicSettings, Imprint, Labels, Product
from pipeline.workspace import SHIPPED

PATH = SHIPPED / "LAYOUTS.md"

_HEAD = """\
# What a layout may use

Made from the code by `python -m pipeline.compose`; do not edit it here.

A product is a folder in `styles/products/`: `product.toml` says what it is, `layout.html.j2` is its page and
`style.css` its look. A layout is a [Jinja2](https://jinja.palletsprojects.com/) template. It begins with
`{% import "base/blocks.html.j2" as set with context %}` where it uses the macros below. Whatever it prints is
escaped. What it asks for and does not exist stops the build, with the line and the nearest name (C031).

`product.toml` may say `extends = "brochure"`: the settings and the layout that a product does not have are
then those of the other. The style sheets follow each other, a later one over an earlier one:

1. `base/tokens.css`, then `base/pdf.css` or `base/epub.css`
2. `style.css` of the product that is extended, then the product's own
3. for a print shop: `print-shop.css` of `base/`, then that of the product, if it has one
4. the clinic's colours and its `theme.css`
5. for a printer without colour: `grey.css` of `base/`, then that of the product, if it has one; all colours
   are then turned into greys
"""

_CLASSES = """\
## Classes with a meaning

| class | means |
| --- | --- |
| `ruled` | a line to write on, alone in its element; a page of nothing else is left out where the number of pages allows it (`pages_multiple`) |
| `qr` | a QR code: its size is checked |
| `data` | a table of the article: split where it is too wide |
| `whole` | words that stay on one line |
| `address` | runs from left to right in every language |
| `key-points` | a tinted panel; in grey, one with a rule around it |
| `stamp` | the frame of a stamp |
| `aside` | to be looked up rather than read on: its lines are not measured as running text |
| `contact`, `cover`, `footnotes`, `imprint`, `notice` | the same, of what every product has |
| `disclaimer`, `note-mark` | the last words of the imprint; the mark of a footnote |

`may_be_short` in `[limits]` names the classes of what may stand alone on a page.
"""  # noqa: E501  rows of a table


def reference() -> str:
    """The text of ``styles/LAYOUTS.md``."""
    return "\n".join(
        (
            _HEAD,
            "## Values",
            "",
            *_documented(Context),
            *(row for kind in (Side, Node, Section) for row in (*_section(kind), *_documented(kind))),
            *(row for name, kind in _SETTINGS.items() for row in (*_section(kind), *_plain(name, kind))),
            *_labels(),
            "## Functions",
            "",
            *_functions(),
            "## Macros",
            "",
            "All stand in `base/blocks.html.j2`; `i` is the place of a language in `sides`, from 0.",
            "",
            *_macros(),
            _CLASSES.rstrip(),
            "",
        )
    )


_SETTINGS: Mapping[str, type[msgspec.Struct]] = {
    "imprint": Imprint,
    "clinic": ClinicSettings,
    "product": Product,
}


def _section(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    said = inspect.getdoc(kind) or ""
    return f"## {kind.__name__}", "", re.sub(r"``", "`", said), ""


def _documented(kind: type[msgspec.Struct]) -> Iterator[str]:
    yield from ("| name | is | what | for example |", "| --- | --- | --- | --- |")
    for name, hint in typing.get_type_hints(kind, include_extras=True).items():
        (said,) = (extra for extra in hint.__metadata__ if isinstance(extra, msgspec.Meta))
        example = (said.examples or [""])[0]
        yield _row(f"`{name}`", _kind(hint), said.description or "", f"`{example}`")
    yield ""


def _plain(of: str, kind: type[msgspec.Struct]) -> Iterator[str]:
    yield from ("| name | is | for example |", "| --- | --- | --- |")
    for name, hint in typing.get_type_hints(kind, include_extras=True).items():
        yield _row(f"`{name}`", _kind(hint), f"`{{{{ {of}.{name} }}}}`")
    yield ""


def _labels() -> Iterator[str]:
    english = tomllib.loads((SHIPPED / "languages" / "en.toml").read_text("utf-8"))["labels"]
    yield from (
        "## Labels",
        "",
        "The words that a page prints besides the article’s, in each language’s file.",
    )
    yield from ("", "| name | in English | for example |", "| --- | --- | --- |")
    for name in Labels.__struct_fields__:
        yield _row(f"`{name}`", english[name], f"`{{{{ side.labels.{name} }}}}`")
    yield ""


def _functions() -> Iterator[str]:
    yield from ("| name | gives | for example |", "| --- | --- | --- |")
    for name, function in FUNCTIONS.items():
        what, example = (inspect.getdoc(function) or "").split("\n\n")
        parameters = list(inspect.signature(function).parameters.values())[1:]
        asked = ", ".join(
            str(parameter.replace(annotation=inspect.Parameter.empty)) for parameter in parameters
        )
        yield _row(f"`{name}({asked})`", " ".join(what.split()), f"`{example}`")
    yield ""


def _macros() -> Iterator[str]:
    text = (SHIPPED / "base" / "blocks.html.j2").read_text("utf-8")
    yield from ("| name | sets |", "| --- | --- |")
    for said, name in re.findall(r"\{# (.+) #\}\n\{% macro ([^%]+?) %\}", text):
        yield _row(f"`set.{name}`", re.sub(r"(\{%.*%\}|\{\{.*\}\})", r"`\1`", said))
    yield ""


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


_KINDS: Mapping[object, str] = {
    str: "text",
    bool: "true or false",
    int: "number",
    float: "number",
    Markup: "HTML",
}


def _kind(hint: object) -> str:
    """A type as someone who writes a layout says it."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _kind(arguments[0])
    if origin in (typing.Union, types.UnionType):
        known = dict.fromkeys(_kind(one) for one in arguments if one is not type(None))
        return " or ".join(known) + (", or none" if type(None) in arguments else "")
    if origin is typing.Literal:
        return "text"
    if origin is tuple:
        inside = _kind(arguments[0])
        return f"list of {inside}" if arguments[-1] is Ellipsis else f"{len(arguments)} × {inside}"
    if origin is Mapping:
        return f"{_kind(arguments[1])} by name"
    if hint in _KINDS:
        return _KINDS[hint]
    return str(getattr(hint, "__name__", hint))


if __name__ == "__main__":
    PATH.write_text(reference(), "utf-8")
