"""An address as a QR code: an SVG picture that scales."""

from __future__ import annotations

from typing import Any

from pipeline.model import Exit, FeuilletError, error
from pipeline.text import short

QUIET = 4  # modules of white around it (ISO/IEC 18004, 6.3.8)
LARGEST_VERSION = 10  # 57 modules; beyond, a code of that size is hard to read


def svg(address: str) -> bytes:
    """``address`` as a QR code with error correction M, black on white, its quiet zone around it.

    One unit is one module. Raises `FeuilletError` for an address too long to be read from paper.
    """
    rows = _modules(address)
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{start + QUIET} {y + QUIET}h{end - start}v1h-{end - start}z"
        for y, row in enumerate(rows)
        for start, end in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}"'
        ' shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#ffffff"/><path fill="#000000" d="{path}"/></svg>\n'
    ).encode()


def _modules(address: str) -> tuple[bytearray, ...]:
    import segno

    try:
        code: Any = segno.make(address, error="m", micro=False, boost_error=False)
    except segno.DataOverflowError:
        code = None
    if code is None or code.version > LARGEST_VERSION:
        raise FeuilletError(Exit.CONFIGURATION, (error("E016", address=short(address)),))
    return tuple(code.matrix)


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where the dark modules of a row begin and end."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and runs[-1][1] == x:
            runs[-1] = (runs[-1][0], x + 1)
        elif dark:
            runs.append((x, x + 1))
    return runs
