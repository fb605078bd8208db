"""render: a `Document` becomes an `Artifact`, by the engine for its media type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.model import Artifact, Document
from pipeline.render import epub, pdf

RENDERERS: Mapping[str, Callable[[Document], Artifact]] = {
    "application/pdf": pdf.render,
    "application/epub+zip": epub.render,
}


def artifact(document: Document) -> Artifact:
    """Render ``document`` as its product asks. Raises `FeuilletError` with all that the engine had to say."""
    return RENDERERS[document.product.media_type](document)


warm_up = pdf.warm_up
with_pages = pdf.with_pages
