"""Print a document, and tell all that the engine had to say of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from pipeline.model import Artifact, Document, Exit, FeuilletError, Finding, error
from pipeline.render.engine import finish, layout, spread, tags, walk
from pipeline.render.engine.loaded import FatalURLFetchingError, FontConfiguration, Page
from pipeline.render.engine.values import laid_pages

__all__ = ["laid_pages", "print_document", "tags"]


def print_document(document: Document, fonts: FontConfiguration) -> tuple[Artifact, Sequence[Page]]:
    """``document`` as PDF, and the pages that it was written from. Raises `FeuilletError`."""
    fetcher = layout.Fetcher(document.assets)
    pages: list[Page] = []
    data, size = b"", 0.0
    overset: tuple[str, ...] = ()
    with _log() as messages, suppress(FatalURLFetchingError):  # what it asked for is told below
        laid_out, kept, overset, size = layout.fitted(document, fetcher, fonts)
        pages = spread.cut(kept)
        for page in pages:
            _keep_one_link(page)
        data = finish.write(laid_out, pages, document)
    if findings := _findings(messages, fetcher.refused, document):
        raise FeuilletError(Exit.CONFIGURATION, findings)
    artifact = Artifact(
        data,
        "application/pdf",
        len(pages),
        walk.text_of_pages(spread.in_reading_order(pages)),
        overset=overset,
        type_size=size,
    )
    return artifact, pages


def _keep_one_link(page: Page) -> None:
    """The engine lays a link over each emphasis inside a link as well; keep the outer one."""
    page.links = [link for link in page.links if link[3].element_tag.split(":")[0] == "a"]


def _findings(messages: Sequence[str], refused: Sequence[str], document: Document) -> tuple[Finding, ...]:
    """What the engine said, and what it was refused, each once: it may try a document in several sizes."""
    said = (_reported(message, document) for message in dict.fromkeys(messages))
    return (*said, *(error("E002", asked=url) for url in dict.fromkeys(refused)))


def _reported(message: str, document: Document) -> Finding:
    """What the engine has to say, with the place in a style sheet where it names one."""
    if found := re.search(r" at (\d+):\d+", message):
        said = message.replace(found[0], "").rstrip(".")
        return error("E001", document.place_in_styles(int(found[1])), variant="style", said=said)
    return error("E001", said=message.rstrip("."))


@contextmanager
def _log() -> Iterator[list[str]]:
    """Gather what WeasyPrint and the libraries below it log at WARNING or above."""
    messages: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    handler = Handler(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.handlers[:], logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers[:], logger.propagate = [handler], False
    try:
        yield messages
    finally:
        for logger, (handlers, propagate) in zip(loggers, before, strict=True):
            logger.handlers[:], logger.propagate = handlers, propagate
