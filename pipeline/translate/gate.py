"""What a build says of a translation: what keeps it from being aligned, and what the comparison finds."""

from __future__ import annotations

from pipeline import align, compare
from pipeline.model import Article, Edition, File, Finding, Key, Value, is_question


class Gate(Value, frozen=True):
    """The segments, those without a translation empty, and all findings, each once."""

    edition: Edition
    findings: tuple[Finding, ...]

    @property
    def questions(self) -> dict[Key, tuple[Finding, ...]]:
        """The questions that nobody has answered, by the segments that they are about."""
        asked = [finding for finding in self.findings if is_question(finding)]
        return {
            segment.key: found
            for segment in self.edition.segments
            if (found := tuple(one for one in asked if one.place == segment.places[0]))
        }


def gate(article: Article, language: str, catalog: File | None, glossary: File | None) -> Gate:
    """Align ``article`` with its catalog as far as that goes, and compare what is aligned.

    Raises `FeuilletError` where the catalog is not there, or cannot be read.
    """
    edition, findings = align.edition(article, (language,), {language: catalog} if catalog else {})
    return Gate(edition, tuple(dict.fromkeys((*findings, *compare.gate(edition, glossary)))))
