"""Where things are: a workspace laid over the styles that come with Feuillet, and its settings files."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TypeVar

import msgspec

from pipeline import media, toml
from pipeline.model import (
    VARIANTS,
    Clinic,
    ClinicSettings,
    Exit,
    FeuilletError,
    Finding,
    Language,
    Order,
    Place,
    Press,
    Product,
    Styles,
    error,
)
from pipeline.text import nearest

S = TypeVar("S", bound=msgspec.Struct)

_PACKAGE = Path(__file__).resolve().parent
# A wheel carries the styles inside the package; a checkout has them beside it.
SHIPPED = next(folder for folder in (_PACKAGE / "_styles", _PACKAGE.parent / "styles") if folder.is_dir())

# What a page for a printer without colour may need at most, in % of its area.
GREY_INK, GREY_DARK_AREA = 10.0, 1.5

_NO_STYLE = (".md", ".py", ".pyc", ".txt", "preview.png")  # what else lies there, and changes no page

NAME = re.compile(r"^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$")


def read_bounded(path: Path) -> bytes:
    """The bytes of a file, but no more than one byte beyond what any may have."""
    with path.open("rb") as file:
        return file.read(media.LARGEST + 1)


class Workspace(msgspec.Struct, frozen=True):
    """A folder with ``sources/`` and, if it likes, ``styles/`` laid over the shipped ones."""

    root: Path
    reader: Callable[[Path], bytes] = read_bounded

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
        return tuple(sorted(path.parent.name for path in self.sources.glob("*/article.md") if path.is_file()))

    def misnamed(self) -> tuple[Path, ...]:
        """Files that were meant to be an article's text, and are not called so."""
        return tuple(
            path
            for path in sorted(self.sources.glob("*/[Aa][Rr][Tt][Ii][Cc][Ll][Ee]*.[mMtT]*"))
            if not (path.parent / "article.md").is_file()
        )

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

    def article_files(self, name: str) -> dict[str, Path]:
        """The files that the article ``name`` is made from, by their names below its folder."""
        return files_in(self.article(name))

    def glossary(self) -> Path | None:
        path = self.sources / "glossary.toml"
        return path if path.is_file() else None

    def all_styles(self) -> dict[str, Path]:
        """Every file below ``styles/``, by name; the workspace's own over the shipped ones."""
        found: dict[str, Path] = {}
        for base in reversed(self.styles):
            for folder, folders, names in os.walk(base):
                folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
                below = "" if folder == str(base) else f"{Path(folder).relative_to(base).as_posix()}/"
                if base != SHIPPED and below == "base/fonts/":
                    continue  # the fonts are Feuillet's own: a page cannot depend on others
                for name in sorted(names):
                    if not name.startswith(".") and not name.endswith(_NO_STYLE):
                        found[below + name] = Path(folder, name)
        return found

    def read(self, path: Path) -> bytes:
        """The bytes of a file; of one that is larger than any may be, so many that this is seen."""
        return self.reader(path)

    # ── What it says ───────────────────────────────────────────────────────────────────────

    def article(self, name: str) -> Path:
        path = self.sources / name / "article.md"
        # One look, not a list of all, for it is asked for each of thousands; a name too long is not there.
        if PurePath(name).name != name or name == ".." or not os.path.isfile(path):  # noqa: PTH113
            raise unknown("C001", name, self.articles())
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
        is_one_folder = PurePath(name).name == name and not name.startswith(".")
        path = self.style(f"products/{name}/product.toml") if is_one_folder else None
        if path is not None and not NAME.match(name):
            place = Place(f"styles/products/{name}")
            raise _bad(error("C002", place, variant="name", name=name, near="", known=()))
        if path is None:
            raise unknown("C002", name, self.products())
        if name.endswith(tuple(f"-{variant}" for variant in VARIANTS)):
            endings = tuple(f"-{variant}" for variant in VARIANTS)
            raise _bad(error("C018", Place(self.name(path)), variant="name", name=name, endings=endings))
        data, shown = self.read(path), self.name(path)
        parent = toml.parse(data, shown).get("extends")
        if parent is None:
            return msgspec.structs.replace(toml.load(data, Product, shown), lineage=(name,))
        if parent in (*seen, name):
            raise _bad(error("C015", Place(shown), name=name))
        base = self._product(str(parent), (*seen, name))
        own = toml.load(data, Product, shown, inherited=msgspec.to_builtins(base))
        if own.media_type != "application/pdf" and (own.press or own.imposition):
            raise _bad(error("C018", Place(shown), variant="settings", name=name))
        return msgspec.structs.replace(own, lineage=(*base.lineage, name))

    def language(self, tag: str) -> Language:
        path = self.style(f"languages/{tag}.toml") if re.match(r"^[A-Za-z0-9-]+$", tag) else None
        if path is None:
            raise unknown("C003", tag, self.languages())
        return toml.load(self.read(path), Language, self.name(path))

    def default_clinic(self) -> str:
        """The clinic to publish for where none is named: the only one that is no example, or the example."""
        settings = {name: self._clinic_settings(name) for name in self.clinics()}
        real = [name for name, clinic in settings.items() if not clinic.example] or list(settings)
        if len(real) != 1:
            raise _bad(error("C005", variant="" if real else "none", clinics=tuple(real)))
        return real[0]

    def clinic_file(self, name: str) -> Path:
        # Any name that a folder can have, but none that leads elsewhere.
        is_one_folder = PurePath(name).name == name and not name.startswith(".")
        path = self.style(f"clinics/{name}/clinic.toml") if is_one_folder else None
        if path is None:
            raise unknown("C004", name, self.clinics())
        return path

    def _clinic_settings(self, name: str) -> ClinicSettings:
        path = self.clinic_file(name)
        return toml.load(self.read(path), ClinicSettings, self.name(path))

    def clinic(self, name: str) -> Clinic:
        path, settings = self.clinic_file(name), self._clinic_settings(name)
        own = [base / "clinics" / name for base in reversed(self.styles)]
        there = {file.name: file for folder in own if folder.is_dir() for file in sorted(folder.iterdir())}
        logos = {
            name: self.read(file)
            for name, file in there.items()
            if file.suffix.lower() in media.KINDS and file.is_file()
        }
        logo, findings = media.among(logos, settings.logo, path.parent.name, Place(self.name(path)))
        if findings:
            raise FeuilletError(Exit.CONFIGURATION, findings)
        theme = f"clinics/{name}/theme.css"
        sheets = Styles({theme: self.read(there["theme.css"])} if "theme.css" in there else {})
        return Clinic(name, settings, logo, sheets.text(theme) if sheets.files else "")


def usable(name: str, product: Product, owners: Collection[str], order: Order) -> bool:
    """Whether ``order`` may use the file ``name`` below ``styles/``; it looks in the products ``owners``."""
    room, _, rest = name.partition("/")
    owner = rest.partition("/")[0]
    match room:
        case "base":
            is_profile = rest.startswith("press/")
            return not is_profile or (product.press is not None and name == product.press.profile)
        case "products":
            return owner in owners
        case "clinics":
            return bool(owner == order.clinic)
        case "languages":
            return rest.removesuffix(".toml") in order.languages
    return product.press is not None and name == product.press.profile


def files_in(folder: Path) -> dict[str, Path]:
    """What an article in ``folder`` is made from: its text, its catalogs, its pictures."""
    found = {"article.md": folder / "article.md"}
    for path in sorted(folder.rglob("*")):
        is_catalog = path.suffix == ".po" and path.parent == folder
        if not (is_catalog or path.suffix.lower() in media.KINDS) or not path.is_file():
            continue
        with suppress(UnicodeEncodeError):  # a name that is not UTF-8 cannot be named in an article
            path.name.encode()
            found[path.relative_to(folder).as_posix()] = path
    return found


def leads_out(path: Path, folder: Path) -> bool:
    """Whether ``path``, which is named below ``folder``, really lies elsewhere."""
    return not os.path.realpath(path).startswith(
        os.path.realpath(folder) + os.sep
    )  # pathlib takes thrice the time


def unknown(code: str, name: str, known: Sequence[str]) -> FeuilletError:
    """The error for a name that is not there, with the nearest that is."""
    near = nearest(name, known)
    variant = "near" if near else "" if known else "none"
    return _bad(error(code, variant=variant, name=name, near=near, known=tuple(known)))


def _bad(finding: Finding) -> FeuilletError:
    return FeuilletError(Exit.CONFIGURATION, (finding,))
