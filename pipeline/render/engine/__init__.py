"""WeasyPrint behind one wall: a `Document` goes in, a PDF and plain values come out.

    import      quick, abi, loaded    WeasyPrint in less than half its time, with our fonts alone
    laying out  layout, wide, spread  in the size that fits; tables too large; pages that face each other
    printing    pdf                   all of it, and what the engine has to say
    walking     walk, values          the engine's boxes; and what of them leaves as `pipeline.laid`
    writing     tags, finish          the structure tree; PDF/UA and PDF/A in one, the same bytes each time

Only this folder imports WeasyPrint, pydyf and fontTools: a contract of import-linter holds it, and
``tests/test_engine.py`` holds what it follows of their inner parts. ``upstream/`` has patches for them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from weakref import finalize

from pipeline.laid import LaidPage
from pipeline.model import Artifact, Document, Exit, FeuilletError, error

if TYPE_CHECKING:
    from pipeline.render.engine.loaded import FontConfiguration

__all__ = ["Engine"]


class Engine:
    """What prints. Made once in a run, before workers are forked from it, and passed to whoever renders.

    Raises `FeuilletError` where a library of the system is missing.
    """

    def __init__(self) -> None:
        try:
            from pipeline.render.engine import pdf
        except OSError as problem:
            raise FeuilletError(Exit.TOOL, (error("D002", variant="text", said=str(problem)),)) from None
        pdf.tags.follow()
        self._fonts_of: dict[int, FontConfiguration] = {}
        # At the end of the process they have to go before the libraries that free them.
        finalize(self, self._fonts_of.clear)

    def __reduce__(self) -> tuple[type[Engine], tuple[()]]:
        """Where processes are not forked, each makes its own."""
        return Engine, ()

    def render(self, document: Document) -> Artifact:
        """``document`` as PDF. Anything it warns of, and any file it asks for in vain, is an error."""
        from pipeline.render.engine import pdf

        return pdf.print_document(document, self._fonts())[0]

    def with_pages(self, document: Document) -> tuple[Artifact, tuple[LaidPage, ...]]:
        """``document`` as PDF, and what was laid out on each of its pages."""
        from pipeline.render.engine import pdf

        artifact, pages = pdf.print_document(document, self._fonts())
        return artifact, pdf.laid_pages(pages)

    def _fonts(self) -> FontConfiguration:
        """This process's fonts: from 1.52 on, Pango's map has a thread that no fork inherits."""
        from pipeline.render.engine.loaded import FontConfiguration

        process = os.getpid()
        if process not in self._fonts_of:
            self._fonts_of[process] = FontConfiguration()
        return self._fonts_of[process]
