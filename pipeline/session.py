"""One run of Feuillet: what was read, what was made, the store, the engine. Made per run, and passed down."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import msgspec

from pipeline import fingerprint
from pipeline.model import Clinic, File, Inputs, Language, Order, Product, Source, Styles
from pipeline.store import Store
from pipeline.workspace import SHIPPED, Workspace, leads_out, read_bounded, usable

if TYPE_CHECKING:
    from pipeline.render import Engine

V = TypeVar("V")
EPOCH = "SOURCE_DATE_EPOCH"
_OF_ARTICLES = ("_source", "_article_ingredients", "article_files")  # what is held for each article
FOLDER = ".feuillet"  # below the workspace: what Feuillet keeps for itself


def _today() -> datetime.date:
    """The day that review dates are compared with: FEUILLET_TODAY, which the tests set, or the calendar's."""
    with suppress(ValueError):
        return datetime.date.fromisoformat(os.environ.get("FEUILLET_TODAY", ""))
    return datetime.datetime.now().astimezone().date()


def _is_read(name: str) -> bool:
    return name.endswith((".css", ".j2", ".json", ".icc"))


class Session:
    """What one run holds. A process that is forked from it has all that was read and made before."""

    def __init__(self, workspace: Workspace, store: Path | None = None) -> None:
        self.workspace = msgspec.structs.replace(workspace, reader=self.data)
        self.store = Store(store or workspace.root / FOLDER / "store")
        self.epoch = os.environ.get(EPOCH, "")
        self.today = _today()
        self._file_digests: dict[Path, str] = {}
        self._settings: dict[tuple[object, ...], Any] = {}
        self._made: dict[str, object] = {}
        self._digests: dict[int, tuple[object, bytes]] = {}  # with the value, so that its id stays its own

    # ── What is there ──────────────────────────────────────────────────────────────────────

    def product(self, name: str, variant: str = "") -> Product:
        return self._once(self.workspace.product, name, variant)

    def language(self, tag: str) -> Language:
        return self._once(self.workspace.language, tag)

    def clinic(self, name: str) -> Clinic:
        return self._once(self.workspace.clinic, name)

    def source(self, article: str) -> Source:
        """The article's folder as it stands: its text, pictures and catalogs, and the glossary of all."""
        return self._once(self._source, article)

    def _source(self, article: str) -> Source:
        paths = self._once(self.workspace.article_files, article)
        folder = self.workspace.article(article)
        shown = self.workspace.name(folder)
        catalogs = {path.stem: path for name, path in paths.items() if name.endswith(".po")}
        pictures = {name: path for name, path in paths.items() if path.suffix not in (".md", ".po")}
        outside = tuple(name for name, path in pictures.items() if leads_out(path, folder))
        glossary = self.workspace.glossary()
        return Source(
            name=article,
            text=File(f"{shown}/article.md", self.data(paths["article.md"])),
            pictures={name: self.data(path) for name, path in pictures.items() if name not in outside},
            outside=outside,
            catalogs={tag: File(f"{shown}/{tag}.po", self.data(path)) for tag, path in catalogs.items()},
            glossary=File(self.workspace.name(glossary), self.data(glossary)) if glossary else None,
        )

    def inputs(self, order: Order) -> Inputs:
        """All that the output of ``order`` is made from."""
        product = self.product(order.product, order.variant)
        return Inputs(
            source=self.source(order.article),
            product=product,
            cover=self.product(product.cover_of) if product.cover_of else None,
            clinic=self.clinic(order.clinic),
            languages=tuple(map(self.language, order.languages)),
            styles=self.styles(product, order),
            epoch=self.epoch,
            ingredients=self.ingredients(order),
        )

    def ingredients(self, order: Order) -> dict[str, str]:
        """What an output is made from, by name: the digests of its files, and what Feuillet itself adds."""
        own = {f"sources/{order.article}/{tag}.po" for tag in order.languages}
        of_article = self._once(self._article_ingredients, order.article)
        found = {
            name: digest for name, digest in of_article.items() if name in own or not name.endswith(".po")
        }
        styles = self._style_files(self.product(order.product, order.variant), order)
        found |= {f"styles/{name}": self.digest(path) for name, path in styles.items()}
        found |= {f"code {room}": digest for room, digest in self._code.items()}
        found |= {f"release {name}": release for name, release in self._releases.items()}
        return found | ({f"environment {EPOCH}": self.epoch} if self.epoch else {})

    def _article_ingredients(self, article: str) -> dict[str, str]:
        folder = self.workspace.article(article)
        found = {
            f"sources/{article}/{name}": "elsewhere" if leads_out(path, folder) else self.digest(path)
            for name, path in self._once(self.workspace.article_files, article).items()
        }
        if (glossary := self.workspace.glossary()) is not None:
            found["sources/glossary.toml"] = self.digest(glossary)
        return found

    def styles(self, product: Product, order: Order) -> Styles:
        """The style files that ``product`` may use for ``order``; the engine reads fonts by itself."""
        paths = self._style_files(product, order)
        return Styles({name: self._once(self.data, path) for name, path in paths.items() if _is_read(name)})

    def _style_files(self, product: Product, order: Order) -> dict[str, Path]:
        cover = self.product(product.cover_of).lineage if product.cover_of else ()
        owners = {*product.lineage, *cover}
        there = self._once(self.workspace.all_styles)
        return {name: path for name, path in there.items() if usable(name, product, owners, order)}

    def data(self, path: Path) -> bytes:
        """The bytes of a file, which `digest` is of from then on."""
        data = read_bounded(path)
        self._file_digests[path] = hashlib.sha256(data).hexdigest()
        return data

    def digest(self, path: Path) -> str:
        if path not in self._file_digests:
            self.data(path)
        return self._file_digests[path]

    def forget(self) -> None:
        """Let go of articles and of what was made of them: thousands would fill the memory."""
        self._made.clear()
        self._digests.clear()
        self._settings = {key: value for key, value in self._settings.items() if key[0] not in _OF_ARTICLES}

    def _once(self, make: Callable[..., V], *arguments: object) -> V:
        key = (make.__name__, *arguments)
        if key not in self._settings:
            self._settings[key] = make(*arguments)
        found: V = self._settings[key]
        return found

    @cached_property
    def _code(self) -> dict[str, str]:
        return fingerprint.code()

    @cached_property
    def _releases(self) -> dict[str, str]:
        return fingerprint.releases()

    # ── What is made ───────────────────────────────────────────────────────────────────────

    def do(self, stage: Callable[..., V], *inputs: object, **tools: Callable[[], object]) -> V:
        """What ``stage`` makes of ``inputs``, or has made of the same ones before, in any run.

        ``inputs`` are frozen values or bytes. ``tools`` are made when they are needed, and are no part
        of what the result is kept under.
        """
        room = stage.__module__.split(".")[1]
        own = [room, stage.__qualname__, self._code[room]]
        own += [
            f"{name} {self._releases.get(name, '')}"
            for name in ("python", "zlib", *fingerprint.ENGINES[room])
        ]
        if room == "render":
            own += self._sets_text
        key = fingerprint.digest([*(part.encode() for part in own), *map(self._digest, inputs)])
        if key in self._made:
            return self._made[key]  # type: ignore[return-value]
        kind = get_type_hints(stage)["return"]
        kept = self.store.get(key)
        if kept is None:
            made = stage(*inputs, **{name: tool() for name, tool in tools.items()})
            kept = msgspec.msgpack.encode(made)
            self.store.put(key, kept)
        else:
            made = msgspec.msgpack.decode(kept, type=kind)
        self._digests[id(made)] = made, hashlib.sha256(kept).digest()
        self._made[key] = made
        return made

    def _digest(self, value: object) -> bytes:
        if id(value) not in self._digests:
            data = value if isinstance(value, bytes) else msgspec.msgpack.encode(value)
            self._digests[id(value)] = value, hashlib.sha256(data).digest()
        return self._digests[id(value)][1]

    @cached_property
    def _sets_text(self) -> list[str]:
        """The versions of the system's libraries that set text, as they say them themselves; our fonts."""
        from pipeline.setup import system

        libraries = [f"{one.name} {system.version(one, system.load(one))}" for one in system.LIBRARIES]
        folder = SHIPPED / "base" / "fonts"
        fonts = sorted((*folder.glob("*.ttf"), *folder.glob("*.conf")))
        return [*libraries, *(f"{font.name} {self.digest(font)}" for font in fonts)]

    def engine(self) -> Engine:
        """The engine, imported when it is first asked for."""
        return self._once(self._engine)

    def _engine(self) -> Engine:
        from pipeline.render import Engine

        return Engine()
