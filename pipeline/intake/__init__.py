"""intake: plain text, Markdown or what an office program wrote becomes an ``article.md``.

    file ──► pieces ──► leftovers out ──► title, headings, lists ──► Markdown ──► proof

The words of an article are not ours to change. Only a whole line that belongs to the web page around the
article is ever taken out, always with a finding; in doubt the line stays, with a finding that asks. The
last step reads the result back and compares it word for word with what had to be in it.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from pipeline import source, workspace
from pipeline.intake import arrange, markdown, office, plain_text
from pipeline.intake.draft import Imported, refuse
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
    path = PurePath(file_name)
    if is_doubled := file_name.lower().endswith(".md.txt"):
        path = path.with_suffix("")
    suffix = path.suffix.lower()
    if suffix in (".txt", ".md") and not _BINARY.match(data):
        text = source.decode(data, file_name)
        if suffix == ".txt":
            draft = plain_text.draft(text, file_name, language)
        elif text.split("\n", 1)[0].strip() == source.FENCE:
            draft = markdown.draft_of_article(text, file_name)
        else:
            draft = markdown.draft(text, file_name, language)
    elif suffix in KINDS or _BINARY.match(data):
        draft = arrange.draft(data, suffix, file_name, language, changes)
    else:
        place = Place(file_name)
        if suffix:
            raise refuse(error("I001", place, kind=suffix, known=KINDS))
        raise refuse(error("I001", place, variant="no-suffix", known=KINDS))
    findings = tuple(sorted(draft.findings, key=lambda finding: finding.place.line or 0))
    if is_doubled and suffix == ".md" and not _BINARY.match(data):
        renamed = warning("I018", Place(file_name), variant="markdown", name=path.name)
        findings = (renamed, *findings)
    chosen = name or draft.name or slug(draft.title, path.stem)
    return Imported(chosen, draft.text, findings, draft.media)


# The first bytes of a zip file, of Word before 2007, of RTF.
_BINARY = re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf\d")
