"""intake: plain text, Markdown or what an office program wrote becomes an ``article.md``.

    file ──► pieces ──► leftovers out ──► title, headings, lists ──► Markdown ──► proof

The words of an article are not ours to change. Only a whole line that belongs to the web page around the
article is ever taken out, always with a finding; in doubt the line stays, with a finding that asks. The
last step reads the result back and compares it word for word with what had to be in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from pipeline import read, source, workspace
from pipeline.intake import arrange, markdown, office, plain_text
from pipeline.intake.draft import refuse
from pipeline.intake.existing import difference
from pipeline.intake.names import slug
from pipeline.intake.proof import form, settle
from pipeline.intake.ready import Changes
from pipeline.intake.settings import (
    without_placed,
)
from pipeline.model import (
    ArticleSettings,
    Exit,
    FeuilletError,
    Finding,
    Place,
    Value,
    error,
    warning,
)

KINDS = (".txt", ".md", *office.KINDS)


class Imported(Value, frozen=True):
    """An article ready to be written: its name, the text of its ``article.md``, what was decided.

    ``media`` is the pictures that came with it, by their file names below ``media/``.
    """

    name: str
    text: str
    findings: tuple[Finding, ...]
    media: Mapping[str, bytes] = {}


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
        hint = "Use small letters without accents, digits and single hyphens: therapie-cellulaire."
        raise FeuilletError(Exit.USAGE, (error("I002", f"“{name}” cannot name an article.", hint),))
    suffix = PurePath(file_name).suffix.lower()
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
        message = f"Feuillet does not import files of the kind “{suffix or file_name}”."
        hint = f"It knows {', '.join(KINDS)}: save the text as one of them."
        raise refuse(error("I001", message, hint, Place(file_name)))
    findings = tuple(sorted(draft.findings, key=lambda finding: finding.place.line or 0))
    chosen = name or draft.name or slug(draft.title, PurePath(file_name).stem)
    return Imported(chosen, draft.text, findings, draft.media)


# The first bytes of a zip file, of Word before 2007, of RTF.
_BINARY = re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf\d")


def update(existing: str, imported: Imported, shown: str) -> Imported:
    """``imported`` as it is to replace ``existing``, an ``article.md``: with the settings of that one.

    Where both say the same, the existing text stays as it is, to the letter.
    """
    head, old_body, first_line = source.split(existing, shown)
    settings = workspace.load(head.encode(), ArticleSettings, shown, 2)
    _, new_body, _ = source.split(imported.text, shown)
    new = list(read.parse(new_body, shown)[0])
    old = list(read.parse(old_body, shown, first_line)[0])
    left, misplaced = without_placed(new, settings.figures)
    findings = list(imported.findings)
    if misplaced:
        files = {figure.file for figure in settings.figures}
        left = [block for block in new if block.media not in files]
        for figure in misplaced:
            if any(block.media == figure.file for block in new):
                message = f"The figure {figure.file} has another place, caption or text in the document."
                hint = "The settings were kept: change them under [[figures]] if they are to be the same."
                findings.append(warning("I039", message, hint, Place(shown)))
    if [form(block) for block in left] == [form(block) for block in old]:
        return Imported(imported.name, existing, tuple(findings), imported.media)
    body = new_body if left == new else settle(left, shown)[0]
    text = f"{source.FENCE}\n{head}\n{source.FENCE}\n\n{body.lstrip()}"
    return Imported(imported.name, text, tuple(findings), imported.media)


__all__ = ["Imported", "article", "difference", "update"]
