"""The layout of a product: a Jinja2 template, filled in. What is wrong with one is told with its line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateNotFound, UndefinedError
from jinja2.utils import missing

from pipeline.compose.context import Context, Functions
from pipeline.model import Exit, FeuilletError, Finding, Place, Product, Styles, error
from pipeline.text import nearest

_PACKAGE = Path(__file__).resolve().parent.parent


def of(product: Product, styles: Styles) -> str:
    """The layout of ``product``: its own, or that of the nearest product it extends that has one."""
    for name in reversed(product.lineage):
        layout = f"products/{name}/layout.html.j2"
        if layout in styles.files:
            return layout
    place = Place(f"styles/products/{product.name}/layout.html.j2")
    finding = error("C030", place, variant="layout", product=product.name)
    raise FeuilletError(Exit.CONFIGURATION, (finding,))


def fill(template: str, styles: Styles, context: Context, functions: Functions) -> str:
    """The page that ``template`` makes of ``context``. Raises `FeuilletError` where it cannot be used."""
    names = {**msgspec.structs.asdict(context), **functions.by_name()}
    environment = _environment(styles)
    try:
        return environment.get_template(template).render(names)
    except FeuilletError:
        raise
    except Exception as problem:
        place = _place(problem)
        if place is None:
            raise
        finding = _explained(problem, place, environment, styles, names)
        raise FeuilletError(Exit.CONFIGURATION, (finding,)) from None


def _environment(styles: Styles) -> Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        return (styles.text(name), name, None) if name in styles.files else None

    return Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=_Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


# ── What is wrong with a layout ────────────────────────────────────────────────────────────


class _NotThere(UndefinedError):
    """A name that was asked for and is not there; ``of`` is the value that it was asked of, if any."""

    def __init__(self, message: str | None, name: str, of: object) -> None:
        super().__init__(message)
        self.name = name
        self.of = of


class _Unknown(StrictUndefined):
    """What a name stands for that is not there: an error wherever it is used."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: Callable[[str], Exception] = UndefinedError,  # noqa: ARG002  always the same kind here
    ) -> None:
        def not_there(message: str) -> Exception:
            return _NotThere(message, str(name), obj)

        super().__init__(hint, obj, name, not_there)  # type: ignore[arg-type]


def _place(problem: Exception) -> Place | None:
    """Where in a template ``problem`` arose; nothing where that was in code that it called."""
    for frame in reversed(traceback.extract_tb(problem.__traceback__)):
        if frame.filename.endswith(".j2"):
            return Place(f"styles/{frame.filename}", frame.lineno)
        if Path(frame.filename).is_relative_to(_PACKAGE):
            break
    return None


def _explained(
    problem: Exception, place: Place, environment: Environment, styles: Styles, names: Iterable[str]
) -> Finding:
    if isinstance(problem, _NotThere):
        return _unknown(problem.name, names if problem.of is missing else _names(problem.of), place)
    if isinstance(problem, TemplateNotFound):
        layouts = (name for name in styles.files if name.endswith(".j2"))
        return _unknown(str(problem.name), layouts, place)
    if found := re.match(r"No (filter|test) named '([^']+)'", str(problem)):
        return _unknown(found[2], environment.filters if found[1] == "filter" else environment.tests, place)
    return error("C031", place, why=str(problem).rstrip("."))


def _unknown(name: str, known: Iterable[str], place: Place) -> Finding:
    near = nearest(name, known)
    if near:
        return error("C031", place, variant="near", name=name, near=near)
    return error("C031", place, variant="unknown", name=name)


def _names(value: object) -> Iterable[str]:
    """What a template may ask ``value`` for."""
    if isinstance(value, msgspec.Struct):
        return value.__struct_fields__
    if isinstance(value, Mapping):
        return map(str, value)
    return (name for name in dir(value) if not name.startswith("_"))
