"""WeasyPrint behind one wall: a `Document` goes in, a PDF and plain values come out.

    import      quick, abi, loaded    WeasyPrint in less than half its time, with our fonts alone
    laying out  layout, wide, spread  in the size that fits; tables too large; pages that face each other
    walking     walk, values          the engine's boxes; and what of them leaves as `pipeline.laid`
    writing     tags, finish          the structure tree; PDF/UA and PDF/A in one, the same bytes each time

Only this folder imports WeasyPrint, pydyf and fontTools: a contract of import-linter holds it, and
``tests/test_engine.py`` holds what it follows of their inner parts. ``upstream/`` has patches for them.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pipeline.laid import LaidPage
from pipeline.model import Artifact, Document, Exit, FeuilletError, Finding, error

if TYPE_CHECKING:
    from pipeline.render.engine.loaded import FontConfiguration, Page

__all__ = ["Engine"]


class Engine:
    """What prints. Made once in a run, before workers are forked from it, and passed to whoever renders.

    Raises `FeuilletError` where a library of the system is missing.
    """

    def __init__(self) -> None:
        try:
            from pipeline.render.engine import tags
        except OSError as problem:
            raise FeuilletError(Exit.TOOL, (error("D002", variant="text", said=str(problem)),)) from None
        tags.follow()
        self._fonts_of: dict[int, FontConfiguration] = {}

    def __reduce__(self) -> tuple[type[Engine], tuple[()]]:
        """Where processes are not forked, each makes its own."""
        return Engine, ()

    def render(self, document: Document) -> Artifact:
        """``document`` as PDF. Anything it warns of, and any file it asks for in vain, is an error."""
        return self._print(document)[0]

    def with_pages(self, document: Document) -> tuple[Artifact, tuple[LaidPage, ...]]:
        """``document`` as PDF, and what was laid out on each of its pages."""
        from pipeline.render.engine.values import laid_pages

        artifact, pages = self._print(document)
        return artifact, laid_pages(pages)

    def _print(self, document: Document) -> tuple[Artifact, Sequence[Page]]:
        from pipeline.render.engine import finish, layout, spread, walk
        from pipeline.render.engine.loaded import FatalURLFetchingError

        fetcher = layout.Fetcher(document.assets)
        pages: list[Page] = []
        data, size = b"", 0.0
        overset: tuple[str, ...] = ()
        with _log() as messages, suppress(FatalURLFetchingError):  # what it asked for is told below
            laid_out, kept, overset, size = layout.fitted(document, fetcher, self._fonts())
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

    def _fonts(self) -> FontConfiguration:
        """This process's fonts: from 1.52 on, Pango's map has a thread that no fork inherits."""
        from pipeline.render.engine.loaded import FontConfiguration

        process = os.getpid()
        if process not in self._fonts_of:
            self._fonts_of[process] = FontConfiguration()
        return self._fonts_of[process]


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
