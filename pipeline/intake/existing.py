"""existing: an import brings an article up to date that is there already."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from pipeline import read, source, toml
from pipeline.intake.draft import Imported
from pipeline.intake.proof import form, settle
from pipeline.intake.settings import without_placed
from pipeline.model import ArticleSettings, Place, warning


def update(existing: str, imported: Imported, shown: str) -> Imported:
    """``imported`` as it is to replace ``existing``, an ``article.md``: with the settings of that one.

    Where both say the same, the existing text stays as it is, to the letter.
    """
    head, old_body, first_line = source.split(existing, shown)
    settings = toml.load(head.encode(), ArticleSettings, shown, 2)
    _, new_body, _ = source.split(imported.text, shown)
    new = list(read.parse(new_body, shown)[0])
    old = list(read.parse(old_body, shown, first_line)[0])
    left, misplaced = without_placed(new, settings.figures)
    findings = list(imported.findings)
    if misplaced:
        files = {figure.file for figure in settings.figures}
        left = [block for block in new if block.media not in files]
        shown_too = {block.media for block in new}
        findings += [
            warning("I039", Place(shown), picture=figure.file)
            for figure in misplaced
            if figure.file in shown_too
        ]
    if [form(block) for block in left] == [form(block) for block in old]:
        return Imported(imported.name, existing, tuple(findings), imported.media)
    body = new_body if left == new else settle(left, shown)[0]
    text = f"{source.FENCE}\n{head}\n{source.FENCE}\n\n{body.lstrip()}"
    return Imported(imported.name, text, tuple(findings), imported.media)


def difference(old: str, new: str) -> str:
    """What changes from ``old`` to ``new``, paragraph by paragraph: ``-`` goes, ``+`` comes."""
    before, after = (
        [part.replace("\n", "\n  ") for part in re.split(r"\n\s*\n", text.strip())] for text in (old, new)
    )
    lines: list[str] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(1):
        if lines:
            lines.append("…")
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                lines += [f"  {part}" for part in before[old_from:old_to]]
                continue
            lines += [f"- {part}" for part in before[old_from:old_to]]
            lines += [f"+ {part}" for part in after[new_from:new_to]]
    return "\n\n".join(lines) + "\n" if lines else ""
