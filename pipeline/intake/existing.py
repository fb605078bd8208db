"""existing: an import brings an article up to date that is there already."""

from __future__ import annotations

import re
from difflib import SequenceMatcher


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
