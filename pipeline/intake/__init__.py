"""intake: plain text, Markdown or what an office program wrote becomes an ``article.md``.

    text, Markdown ──► pieces ─┐
                               ├──► leftovers out ──► title, headings, lists ──► Markdown ──► proof
    document ──► blocks ───────┘

The words of an article are not ours to change. Only a whole line that belongs to the web page around the
article is ever taken out, always with a finding; in doubt the line stays, with a finding that asks. The
last step reads the result back and compares it word for word with what had to be in it.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from pipeline import source, workspace
from pipeline.intake import arrange, markdown, office, plain_text
from pipeline.intake.draft import Draft, Imported, refuse
from pipeline.intake.existing import difference, update
from pipeline.intake.names import slug
from pipeline.intake.ready import Changes
from pipeline.model import Exit, FeuilletError, Place, error, warning

__all__ = ["KINDS", "Imported", "article", "difference", "update"]

KINDS = (".txt", ".md", *office.KINDS)


def article(
    data: bytes, file_name: str, language: str, name: str | None = None, *, changes: Changes = ""
) -> Imported:
    """Turn ``data``, the contents of ``file_name``, into an article in ``language``.

    ``name`` is the name of the article's folder; without it, it is made from the title. A Markdown file
    that begins with ``+++`` is an article already and comes back as it is. ``changes`` says what becomes of
    tracked changes; without it a document that has some is refused.

    Raises `FeuilletError` when the kind of file is not known, or when it cannot be read, is empty, has no
    title, or holds something that Feuillet cannot set.
    """
    if name is not None and not workspace.NAME.match(name):
        raise FeuilletError(Exit.USAGE, (error("I002", name=name),))
    path = _meant(file_name)
    draft = _draft(data, path, file_name, language, changes)
    findings = draft.findings
    if path.name != PurePath(file_name).name:
        findings = (*findings, warning("I018", Place(file_name), variant="markdown", name=path.name))
    findings = tuple(sorted(findings, key=lambda finding: finding.place.line or 0))
    return Imported(name or draft.name or slug(draft.title, path.stem), draft.text, findings, draft.media)


def _meant(file_name: str) -> PurePath:
    """The name that was meant: Notepad writes “article.md” as “article.md.txt”, and Windows hides the end."""
    path = PurePath(file_name)
    return path.with_suffix("") if file_name.lower().endswith(".md.txt") else path


# The first bytes of a zip file, of Word before 2007, of RTF.
_BINARY = re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf\d")


def _draft(data: bytes, path: PurePath, shown: str, language: str, changes: Changes) -> Draft:
    suffix = path.suffix.lower()
    if suffix in office.KINDS or _BINARY.match(data):
        return arrange.draft(data, suffix, shown, language, changes)
    if not suffix:
        raise refuse(error("I001", Place(shown), variant="no-suffix", known=KINDS))
    if suffix not in KINDS:
        raise refuse(error("I001", Place(shown), kind=suffix, known=KINDS))
    text = source.decode(data, shown)
    if suffix == ".txt":
        return plain_text.draft(text, shown, language)
    if text.split("\n", 1)[0].strip() == source.FENCE:
        return markdown.draft_of_article(text, shown)
    return markdown.draft(text, shown, language)
