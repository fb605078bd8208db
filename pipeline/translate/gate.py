"""What a build says of a translation: what keeps it from being aligned, and what the comparison finds."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipeline import align, compare
from pipeline.compare import Glossary
from pipeline.model import Article, Edition, FeuilletError, Finding, Value, is_error


class Gate(Value, frozen=True):
    """Those segments that can be compared, and all findings, each once."""

    edition: Edition
    findings: tuple[Finding, ...]


def gate(article: Article, language: str, folder: Path, shown: str, glossary: Glossary) -> Gate:
    """Align ``article`` with ``folder/<language>.po`` as far as that goes, and compare what is aligned.

    Raises `FeuilletError` where the catalog is not there, or cannot be read.
    """
    edition, findings = _aligned(article, language, folder, shown)
    comments = align.comments((language,), folder, shown)
    found = (*findings, *compare.check(edition, glossary, comments))
    return Gate(edition, tuple(dict.fromkeys(found)))


def _aligned(
    article: Article, language: str, folder: Path, shown: str
) -> tuple[Edition, tuple[Finding, ...]]:
    """The edition of those blocks of ``article`` that have a translation, and why the others have none."""
    try:
        return align.edition(article, (language,), folder, shown), ()
    except FeuilletError as problem:
        lost = {finding.place.segment for finding in problem.findings if is_error(finding)}
        blocks = tuple(block for block in article.blocks if align.key(block).text not in lost)
        if len(blocks) == len(article.blocks):  # it is not about any block
            raise
        rest = msgspec.structs.replace(article, blocks=blocks)
        edition, findings = _aligned(rest, language, folder, shown)
        return edition, (*problem.findings, *findings)
