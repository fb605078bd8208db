"""``python -m pipeline.messages`` writes CODES.md: every code, and what it says, in each language."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from pipeline.catalogs import LANGUAGES, catalog

PAGE = Path(__file__).parents[2] / "CODES.md"
HEAD = """\
# Codes

Everything that Feuillet tells you has a code. Its letter says what it is about; it never changes its meaning.
The words are in `pipeline/messages/`, and `python -m pipeline.messages` makes this page from them.
"""


def page() -> str:
    """The page, from the rows that the catalogs hold."""
    rows = {
        language: {name: forms[0] for (context, name), forms in entries.items() if context == "table"}
        for language in LANGUAGES
        for entries in [catalog("findings", language).entries]
    }
    parts = [HEAD]
    for letter, codes in groupby(sorted(name for name in rows["en"] if name[1:]), key=lambda code: code[0]):
        parts.append(f"\n## {letter}: {' · '.join(rows[language][letter] for language in LANGUAGES)}\n\n")
        parts.append(f"| code | {' | '.join(LANGUAGES)} |\n| --- |{' --- |' * len(LANGUAGES)}\n")
        parts += [
            f"| {code} | {' | '.join(rows[tag].get(code, '') for tag in LANGUAGES)} |\n" for code in codes
        ]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
