"""render: a `Document` becomes an `Artifact`, by the engine for its media type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.laid import LaidPage
from pipeline.model import Artifact, Document
from pipeline.render import epub
from pipeline.render.engine import Engine

__all__ = ["Engine", "artifact", "with_pages"]


def artifact(document: Document, engine: Engine) -> Artifact:
    """Render ``document`` as its product asks. Raises `FeuilletError` with all that the engine had to say."""
    return RENDERERS[document.product.media_type](document, engine)


def with_pages(document: Document, engine: Engine) -> tuple[Artifact, tuple[LaidPage, ...]]:
    """``document`` as PDF, and what was laid out on each of its pages."""
    return engine.with_pages(document)


def _pdf(document: Document, engine: Engine) -> Artifact:
    return engine.render(document)


RENDERERS: Mapping[str, Callable[[Document, Engine], Artifact]] = {
    "application/pdf": _pdf,
    "application/epub+zip": epub.render,
}
