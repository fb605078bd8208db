"""What the tests make of an article in this process, stage by stage: with the line's own functions."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec import structs

from pipeline import align, compare, line, printing, read
from pipeline.model import (
    Article,
    Artifact,
    Document,
    Edition,
    Exit,
    File,
    Finding,
    Language,
    Order,
    Product,
    Source,
    Styles,
    question,
)
from pipeline.session import Session
from pipeline.workspace import Workspace, files_in


def ask_about(word: str, patch: pytest.MonkeyPatch) -> None:
    """Let the comparison ask about each source text that holds ``word``."""

    def check(pair: compare.Pair) -> Iterator[Finding]:
        if word in pair.source.raw:
            yield pair.tell(question, "X023", source=word, target=pair.target.raw.split()[-1])

    patch.setattr(compare, "CHECKS", (*compare.CHECKS, check))


@cache
def _store() -> Path:
    """One store for this process, gone with it: what two tests make of the same values is made once."""
    folder = tempfile.mkdtemp(prefix="feuillet-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def session(home: Workspace) -> Session:
    return Session(home, _store())


def styles(home: Workspace, product: Product) -> Styles:
    """The style files that ``product`` may use."""
    order = Order("", product.name, ("fr", "en")[: product.languages], "tilleuls", product.suffix)
    return session(home).styles(product, order)


def source(folder: Path, shown: str = "article.md") -> Source:
    """The article that stands in ``folder``, wherever that is."""
    found = {name: path.read_bytes() for name, path in files_in(folder).items()}
    catalogs = {
        name.removesuffix(".po"): File(name, data) for name, data in found.items() if name.endswith(".po")
    }
    pictures = {name: data for name, data in found.items() if not name.endswith((".md", ".po"))}
    return Source(folder.name, File(shown, found["article.md"]), pictures, catalogs)


def article(folder: Path, shown: str = "article.md") -> Article:
    return read.article(source(folder, shown))


def aligned(article: Article, languages: tuple[str, ...], folder: Path) -> Edition:
    """``article`` beside the catalogs in ``folder``, whatever they say: without the parity gate."""
    catalogs = {path.stem: File(path.name, path.read_bytes()) for path in folder.glob("*.po")}
    edition, findings = align.edition(article, languages, catalogs)
    line.gate(Exit.SOURCE, findings)
    return edition


def prepare(order: Order, home: Workspace) -> Edition:
    """The edition of ``order``, once it has passed the parity gate."""
    whole, _ = line.aligned(order.article, order.languages, session(home))
    return align.only(whole, order.languages)


def lay_out(edition: Edition, product: Product, order: Order, home: Workspace) -> Document:
    """``edition`` composed as ``product``, which may differ from the one that ``order`` names."""
    run = session(home)
    cover = home.product(product.cover_of) if product.cover_of else None
    inputs = structs.replace(run.inputs(order), product=product, cover=cover)
    return line.document_of(edition, inputs, run)


def for_paper(
    artifact: Artifact, product: Product, language: Language, order: Order, home: Workspace
) -> Artifact:
    files = session(home).inputs(order).styles.files
    profile = files.get(product.press.profile) if product.press else None
    return printing.for_paper(artifact, product, order.languages[0], language.direction, profile)
