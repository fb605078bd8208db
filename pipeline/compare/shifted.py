"""Translations that stand beside the wrong segment: two that were swapped, or a run of them shifted by one.

Each segment is laid beside the translations before and after its own, by the words and figures that both
have. A translation that has little in common with its own source and much with the next is one finding for
the whole run, instead of some for every segment in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Keys = frozenset[str]


class Run(NamedTuple):
    """Segments ``first`` to ``last``, both counted, whose translations stand ``by`` places further on.

    ``by`` is 0 where two neighbours have been swapped.
    """

    first: int
    last: int
    by: int


_MORE = 2  # words that the other translation must have in common beyond the segment's own
_RUN = 3  # segments in a row that are a shift, and no chance


def runs(source: Sequence[Keys], target: Sequence[Keys]) -> tuple[Run, ...]:
    """The runs among segments whose words have the keys ``source`` and ``target``, in their order."""
    count = min(len(source), len(target))
    own = [len(source[i] & target[i]) for i in range(count)]
    found: list[Run] = []
    i = 0
    while i < count:
        run = (
            _swap(i, source, target, own)
            or _shift(i, source, target, own, 1)
            or _shift(i, source, target, own, -1)
        )
        if run:
            found.append(run)
            i = run.last + 1
        else:
            i += 1
    return tuple(found)


def _better(i: int, j: int, source: Sequence[Keys], target: Sequence[Keys], own: Sequence[int]) -> bool:
    """Whether the translation ``j`` answers the segment ``i`` much better than its own does."""
    if not (0 <= j < len(own)) or not source[i] or not target[j]:
        return False
    common = len(source[i] & target[j])
    return common >= own[i] + _MORE and own[i] * 3 <= common


def _swap(i: int, source: Sequence[Keys], target: Sequence[Keys], own: Sequence[int]) -> Run | None:
    there = _better(i, i + 1, source, target, own) and i + 1 < len(own)
    return Run(i, i + 1, 0) if there and _better(i + 1, i, source, target, own) else None


def _shift(i: int, source: Sequence[Keys], target: Sequence[Keys], own: Sequence[int], by: int) -> Run | None:
    """A run from ``i``; short segments that tell nothing may stand in it."""
    last, sure, j, idle = i, 0, i, 0
    while j < len(own) and idle < 3:
        if _better(j, j + by, source, target, own):
            last, sure, idle = j, sure + 1, 0
        elif not sure or own[j] >= _MORE:
            break
        else:
            idle += 1
        j += 1
    return Run(i, last, by) if sure >= _RUN else None
