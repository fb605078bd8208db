"""Where things are: a workspace laid over the styles that come with Feuillet, and its settings files."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline import media
from pipeline.model import (
    VARIANTS,
    Clinic,
    ClinicSettings,
    Exit,
    FeuilletError,
    Finding,
    Language,
    Place,
    Press,
    Product,
    Styles,
    error,
)

S = TypeVar("S", bound=msgspec.Struct)

_PACKAGE = Path(__file__).resolve().parent
# A wheel carries the styles inside the package; a checkout has them beside it.
SHIPPED = next(folder for folder in (_PACKAGE / "_styles", _PACKAGE.parent / "styles") if folder.is_dir())

# What a page for a printer without colour may need at most, in % of its area.
GREY_INK, GREY_DARK_AREA = 10.0, 1.5

_STYLE_KINDS = frozenset((".css", ".j2", ".json"))

NAME = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class Workspace(msgspec.Struct, frozen=True):
    """A folder with ``sources/`` and, if it likes, ``styles/`` laid over the shipped ones."""

    root: Path

    @property
    def sources(self) -> Path:
        return self.root / "sources"

    @property
    def styles(self) -> tuple[Path, ...]:
        """The folders to look for styles in, the workspace's own first."""
        own = self.root / "styles"
        return (own, SHIPPED) if own.is_dir() and own.resolve() != SHIPPED else (SHIPPED,)

    def name(self, path: Path) -> str:
        """``path`` as the user would write it."""
        for base in (self.root, SHIPPED.parent, Path.cwd()):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return str(path)

    # ── What there is ──────────────────────────────────────────────────────────────────────

    def articles(self) -> tuple[str, ...]:
        return tuple(sorted(path.parent.name for path in self.sources.glob("*/article.md")))

    def products(self) -> tuple[str, ...]:
        return self._styles("products/*/product.toml", lambda path: path.parent.name)

    def clinics(self) -> tuple[str, ...]:
        return self._styles("clinics/*/clinic.toml", lambda path: path.parent.name)

    def languages(self) -> tuple[str, ...]:
        return self._styles("languages/*.toml", lambda path: path.stem)

    def _styles(self, pattern: str, name: Callable[[Path], str]) -> tuple[str, ...]:
        return tuple(sorted({name(path) for base in self.styles for path in base.glob(pattern)}))

    def style(self, relative: str) -> Path | None:
        """The file ``relative`` below the first styles folder that has it."""
        return next((path for base in self.styles if (path := base / relative).is_file()), None)

    def look(self, product: Product, clinic: str) -> Styles:
        """The style files that ``product`` may use for ``clinic``, its own over the shipped."""
        products = {*product.lineage, *([product.cover_of] if product.cover_of else [])}
        wanted = ["base/*", "base/fonts/*.json"]
        wanted += [f"products/{name}/*" for name in sorted(products)]
        wanted += [f"clinics/{clinic}/theme.css"]
        files: dict[str, bytes] = {}
        for base in reversed(self.styles):
            for pattern in wanted:
                for path in sorted(base.glob(pattern)):
                    if path.is_file() and path.suffix in _STYLE_KINDS:
                        files[path.relative_to(base).as_posix()] = path.read_bytes()
        return Styles(files)

    # ── What it says ───────────────────────────────────────────────────────────────────────

    def article(self, name: str) -> Path:
        path = self.sources / name / "article.md"
        # One look, not a list of all, for it is asked for each of thousands; a name too long is not there.
        if path.parent.parent != self.sources or name == ".." or not os.path.isfile(path):  # noqa: PTH113
            raise unknown("C001", "article", name, self.articles(), "sources/")
        return self.sources / name

    def product(self, name: str, variant: str = "") -> Product:
        """The product ``name``, with what it inherits; in the one of `VARIANTS` that is named."""
        product = self._product(name, ())
        if variant == "print-shop":
            product = msgspec.structs.replace(product, press=product.press or Press())
        if variant == "grey" or product.grey:
            limits = msgspec.structs.replace(
                product.limits,
                ink=min(product.limits.ink, GREY_INK),
                dark_area=min(product.limits.dark_area, GREY_DARK_AREA),
                colour=False,
            )
            product = msgspec.structs.replace(product, grey=True, limits=limits)
        return product

    def _product(self, name: str, seen: tuple[str, ...]) -> Product:
        path = self.style(f"products/{name}/product.toml") if NAME.match(name) else None
        if path is None:
            raise unknown("C002", "product", name, self.products(), "styles/products/")
        if name.endswith(tuple(f"-{variant}" for variant in VARIANTS)):
            message = f"A product cannot be called “{name}”: so the files of a variant are called."
            hint = (
                f"Give it a name that does not end in {' or '.join(f'-{variant}' for variant in VARIANTS)}."
            )
            raise _bad(error("C018", message, hint, Place(self.name(path))))
        data, shown = path.read_bytes(), self.name(path)
        parent = parse(data, shown).get("extends")
        if parent is None:
            return msgspec.structs.replace(load(data, Product, shown), lineage=(name,))
        if parent in (*seen, name):
            message, hint = f"“{name}” extends itself.", "Let it extend a product that stands on its own."
            raise _bad(error("C015", message, hint, Place(shown)))
        base = self._product(str(parent), (*seen, name))
        own = load(data, Product, shown, inherited=msgspec.to_builtins(base))
        if own.media_type != "application/pdf" and (own.press or own.imposition):
            message = f"“{name}” is not printed: it has neither sheets nor inks."
            raise _bad(error("C018", message, "Take out [press] and [imposition].", Place(shown)))
        return msgspec.structs.replace(own, lineage=(*base.lineage, name))

    def language(self, tag: str) -> Language:
        path = self.style(f"languages/{tag}.toml") if re.match(r"^[A-Za-z0-9-]+$", tag) else None
        if path is None:
            raise unknown("C003", "language", tag, self.languages(), "styles/languages/")
        return load(path.read_bytes(), Language, self.name(path))

    def default_clinic(self) -> str:
        """The clinic to publish for where none is named: the only one that is no example, or the example."""
        settings = {
            name: load(self.clinic_file(name).read_bytes(), ClinicSettings, name) for name in self.clinics()
        }
        real = [name for name, clinic in settings.items() if not clinic.example] or list(settings)
        if len(real) != 1:
            hint = f"Name one with --clinic: {', '.join(real) or 'styles/clinics/ is empty'}."
            message = "There are several clinics." if real else "There is no clinic."
            raise FeuilletError(Exit.CONFIGURATION, (error("C005", message, hint),))
        return real[0]

    def clinic_file(self, name: str) -> Path:
        path = self.style(f"clinics/{name}/clinic.toml") if NAME.match(name) else None
        if path is None:
            raise unknown("C004", "clinic", name, self.clinics(), "styles/clinics/")
        return path

    def clinic(self, name: str) -> Clinic:
        path = self.clinic_file(name)
        settings = load(path.read_bytes(), ClinicSettings, self.name(path))
        logo, findings = media.read(path.parent, settings.logo, Place(self.name(path)))
        if findings:
            raise FeuilletError(Exit.CONFIGURATION, findings)
        theme = path.parent / "theme.css"
        return Clinic(name, settings, logo, theme.read_text("utf-8") if theme.is_file() else "")


def unknown(code: str, what: str, name: str, known: Sequence[str], folder: str) -> FeuilletError:
    """The error for a name that is not there, with the nearest that is."""
    near = nearest(name, known)
    hint = f"Did you mean “{near}”?" if near else f"There is: {', '.join(known) or 'none yet'} (in {folder})."
    return FeuilletError(Exit.CONFIGURATION, (error(code, f"There is no {what} “{name}”.", hint),))


def nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), 1, 0.5)), "")


def load(
    data: bytes, kind: type[S], file: str, first_line: int = 1, inherited: Mapping[str, object] | None = None
) -> S:
    """Read TOML as the settings type ``kind``; an unknown key is an error that names the nearest known.

    What it does not say is taken from ``inherited``.
    """
    values = dict(inherited or {})
    for key, value in parse(data, file, first_line).items():
        table = values.get(key)
        values[key] = {**table, **value} if isinstance(table, dict) and isinstance(value, dict) else value
    try:
        return msgspec.convert(values, kind, strict=True)
    except msgspec.ValidationError as problem:
        text = data.decode("utf-8")
        raise _bad(_explain(str(problem), kind, text, file, first_line)) from None


def parse(data: bytes, file: str, first_line: int = 1) -> dict[str, object]:
    """Read TOML as plain values, which may be anything."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + first_line
        raise _bad(
            error("C010", "The file is not UTF-8.", "Save it again as UTF-8.", Place(file, line))
        ) from None
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        message, hint = "The settings are nested too deeply to be read.", "Take brackets out."
        raise _bad(error("C011", message, hint, Place(file, first_line))) from None
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"at line (\d+)", str(problem))
        line = int(found[1]) + first_line - 1 if found else first_line
        why = str(problem).split(" (at")[0]
        why = {"Invalid value": "the value on this line is not in quotes"}.get(why, why[:1].lower() + why[1:])
        hint = 'Each line is a name, = and a value; put words between straight quotes: name = "…"'
        raise _bad(error("C011", f"The settings cannot be read: {why}.", hint, Place(file, line))) from None


def _bad(finding: Finding) -> FeuilletError:
    return FeuilletError(Exit.CONFIGURATION, (finding,))


_HAS_TO_BE = {
    "str": ("words in straight quotes", '"…"'),
    "int": ("a whole number", "1"),
    "bool": ("true or false", "true"),
    "array": ("a list", '["…", "…"]'),
    "object": ("a table", ""),
    "date": ("a date", "2026-03-01"),
}
_IS = {
    "str": "words",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
}


def _explain(problem: str, kind: type[msgspec.Struct], text: str, file: str, first_line: int) -> Finding:
    """msgspec's message in the words of someone who edits settings, with its line."""
    where = re.search(r" - at `\$([^`]*)`", problem)
    parts = re.findall(r"[A-Za-z_]+", where[1]) if where else []
    said = problem.split(" - at")[0]
    if found := re.match(r"Object contains unknown field `([^`]+)`", said):
        key = found[1]
        known = [field.name for field in msgspec.structs.fields(_inner(kind, parts))]
        near = nearest(key, known)
        hint = f"Did you mean “{near}”?" if near else f"Known here: {', '.join(sorted(known))}."
        return error("C012", f"“{key}” is not a setting here.", hint, _line(text, key, file, first_line))
    if found := re.match(r"Object missing required field `([^`]+)`", said):
        inside = f" in [{'.'.join(parts)}]" if parts else ""
        hint = f'Add a line such as: {found[1]} = "…"'
        place = _line(text, parts[-1], file, first_line) if parts else Place(file, first_line)
        return error("C013", f"The setting “{found[1]}” is missing{inside}.", hint, place)
    key = parts[-1] if parts else ""
    message, hint = _misfit(said, key, text)
    return error("C014", message, hint, _line(text, key, file, first_line))


def _misfit(said: str, key: str, text: str) -> tuple[str, str]:
    """What is wrong with the value of ``key``, and an example of a right one."""
    value = re.search(rf'(?m)^\s*"?{re.escape(key)}"?\s*=\s*(.+?)\s*$', text) if key else None
    shown = value[1].strip('"') if value else "…"
    if "#[0-9a-f" in said.lower():
        return f"“{shown}” is not a colour.", f'Write it as six signs: {key} = "#4b2e83"'
    if "matching regex" in said and "https?" in said:
        return f"“{shown}” is not an address on the web.", 'Write it whole: "https://…"'
    if "matching regex" in said and key == "language":
        return f"“{shown}” is not the code of a language.", 'Write two letters: language = "fr"'
    if "matching regex" in said:
        choices = re.findall(r"[a-z+/]{3,}", said.split("regex", 1)[1].replace("\\\\", ""))
        return f"“{shown}” is not known here.", f"Write one of: {', '.join(choices)}."
    if found := re.match(r"Expected `(\w+)` of length (<=|>=) (\d+)", said):
        most = found[2] == "<="
        return (
            f"“{key}” has {'more' if most else 'fewer'} than {found[3]} entries.",
            "Take some out." if most else "",
        )
    if "RFC3339" in said or "`date`" in said:
        return f"“{shown}” is not a date.", f"Write year-month-day, without quotes: {key} = 2026-03-01"
    if found := re.match(r"Expected `([\w| ]+)`, got `(\w+)`", said):
        wanted, example = _HAS_TO_BE.get(found[1].split(" |")[0], (found[1], ""))
        is_now = _IS.get(found[2], found[2])
        return f"“{key}” has to be {wanted}; it is {is_now}.", f"{key} = {example}" if example else ""
    return f"The value of “{key}” does not fit: {said}.", ""


def _inner(kind: type[msgspec.Struct], parts: Sequence[str]) -> type[msgspec.Struct]:
    """The settings type that stands at ``parts`` below ``kind``."""
    for part in parts:
        for field in msgspec.structs.fields(kind):
            if field.name == part:
                inner = [
                    arg
                    for arg in _arguments(field.type)
                    if isinstance(arg, type) and issubclass(arg, msgspec.Struct)
                ]
                if inner:
                    kind = inner[0]
    return kind


def _arguments(kind: object) -> Iterable[object]:
    yield kind
    for argument in getattr(kind, "__args__", ()):
        yield from _arguments(argument)


def _line(text: str, key: str, file: str, first_line: int) -> Place:
    found = re.search(rf"(?m)^\s*(\[+)?[\w.\"]*\b{re.escape(key)}\b", text) if key else None
    return Place(file, first_line + text[: found.end()].count("\n") if found else first_line)
