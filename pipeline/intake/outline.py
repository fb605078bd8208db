"""outline: one title, and no level of heading left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.intake.draft import refuse
from pipeline.model import (
    FeuilletError,
    Place,
    error,
)

LONGEST_TITLE = 200  # characters


def is_title(text: str) -> bool:
    """A title has letters, and does not go on like a paragraph."""
    return (
        len(text) <= LONGEST_TITLE
        and any(map(str.isalpha, text))
        and not re.search(r"[.;:,][»”’\"')\]]*$", text)
    )


def no_title(place: Place, hint: str) -> FeuilletError:
    return refuse(error("R005", "The article has no title.", hint, place))


def levels(levels: Sequence[int], own_title: bool) -> list[int]:
    """The levels that headings need: one title, all else below it, and no step down of more than one."""
    result = [1] if own_title else []
    above: list[int] = []
    for level in levels[len(result) :]:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        result.append(min(len(above) + 1, 6))
    return result
