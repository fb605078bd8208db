"""Two lists laid beside each other in their order, by the path of least cost (after Gale and Church).

What lies beside what is a bead: so many of the one, so many of the other, or none. What a bead costs is for
the caller to say: the comparison lays sentences beside sentences, `translate.adopt` paragraphs of an old
translation beside the article's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from pipeline.text import fold

Bead = tuple[tuple[int, ...], tuple[int, ...]]
Step = tuple[int, int]
Cost = Callable[[int, int, int, int], float]  # of laying ``a`` from ``i`` beside ``b`` from ``j``
Table = dict[Step, tuple[float, Step]]  # for each point, the least cost of coming there, and the last step


def table(
    size: Step, shapes: Sequence[Step], cost: Cost, start: Step = (0, 0), band: int | None = None
) -> Table:
    """The least cost from ``start``, one of two opposite corners, to every point, by steps of ``shapes``.

    ``band`` is how far from the diagonal to look. Of steps that cost the same the first is taken.
    """
    n, m = size
    ahead = start == (0, 0)
    found: Table = {start: (0.0, (0, 0))}
    for i in range(n + 1) if ahead else range(n, -1, -1):
        middle = i * m // max(1, n)
        low, high = (0, m) if band is None else (max(0, middle - band), min(m, middle + band))
        for j in range(low, high + 1) if ahead else range(high, low - 1, -1):
            if (i, j) == start:
                continue
            best = (math.inf, (0, 0))
            for a, b in shapes:
                before = (i - a, j - b) if ahead else (i + a, j + b)
                reached = found.get(before)
                if reached is None:
                    continue
                x, y = before if ahead else (i, j)
                total = reached[0] + cost(x, y, a, b)
                if total < best[0]:
                    best = (total, (a, b))
            if best[0] < math.inf:
                found[i, j] = best
    return found


def path(found: Table, end: Step) -> tuple[Bead, ...]:
    """The beads from the first corner to ``end``."""
    beads: list[Bead] = []
    i, j = end
    while (i, j) != (0, 0):
        a, b = found[i, j][1]
        i, j = i - a, j - b
        beads.append((tuple(range(i, i + a)), tuple(range(j, j + b))))
    return tuple(reversed(beads))


@lru_cache(maxsize=1024)
def roots(text: str) -> frozenset[str]:
    """What two languages have in common: numbers, and the first letters of longer words.

    Names do, and most words of medicine: immunitaire and immune, though not génique and gene.
    """
    words = "".join(character if character.isalnum() else " " for character in fold(text)).split()
    return frozenset(word[:5] for word in words if len(word) >= 5 or word.isdecimal())
