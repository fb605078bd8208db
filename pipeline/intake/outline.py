"""outline: one title, and no level of heading left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_TITLE = 200  # characters


def is_title(text: str) -> bool:
    """A title has letters, and does not go on like a paragraph."""
    return (
        len(text) <= LONGEST_TITLE
        and any(map(str.isalpha, text))
        and not re.search(r"[.;:,][»”’\"')\]]*$", text)
    )


def levels(given: Sequence[int], own_title: bool) -> list[int]:
    """The levels that headings of ``given`` levels need: one title, and no step down of more than one.

    ``own_title`` is whether the first of them is the title; without it the title stands apart.
    """
    result = [1] if own_title else []
    above: list[int] = []
    for level in given[len(result) :]:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        result.append(min(len(above) + 1, 6))
    return result
