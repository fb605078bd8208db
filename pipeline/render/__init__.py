"""render: a `Document` becomes an `Artifact`, by the engine for its media type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.model import Artifact, Document
from pipeline.render import epub, pdf

RENDERERS: Mapping[str, Callable[[Document], Artifact]] = {
    "application/pdf": pdf.render,
    "application/epub+zip": epub.render,
}


class Engine:
    """The engine, imported."""

    def __init__(self) -> None:
        pdf.warm_up()


def artifact(document: Document, engine: Engine | None = None) -> Artifact:  # noqa: ARG001
    """Render ``document`` as its product asks. Raises `FeuilletError` with all that the engine had to say."""
    return RENDERERS[document.product.media_type](document)


def with_pages(document: Document, engine: Engine | None = None) -> tuple[Artifact, list[Any]]:  # noqa: ARG001
    return pdf.with_pages(document)
