"""Call pandoc: never an untrusted name on the command line, always a time and a memory limit."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from pipeline.model import NOWHERE, Exit, FeuilletError, Place, error

SECONDS = 30
MEGABYTES = 512

_HINT = "Look for something very large or unusual in it, and split the article if it is long."

# The Markdown of an article. Left out are the extensions that would turn plain words into something
# else: a paragraph that begins with an initial into a list, two prices into mathematics.
MARKDOWN = (
    "commonmark_x-smart-emoji-fancy_lists-tex_math_dollars-yaml_metadata_block-implicit_header_references"
    "-definition_lists-task_lists-strikeout-raw_attribute-alerts"
)


@cache
def path() -> str:
    """The pandoc that pypandoc_binary carries, found without the 70 ms that importing pypandoc costs."""
    spec = importlib.util.find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for name in ("pandoc", "pandoc.exe"):
            binary = Path(folder, "files", name)
            if binary.is_file():
                return str(binary)
    raise FeuilletError(
        Exit.TOOL,
        (error("D001"),),
    )


def run(
    arguments: Sequence[str],
    data: bytes,
    *,
    place: Place = NOWHERE,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """Give ``data`` to pandoc on standard input and return what it writes.

    ``arguments`` come from Feuillet alone; the files they name stand in ``folder``. Raises
    `FeuilletError` when pandoc fails or takes more than ``seconds`` or `MEGABYTES`.
    """
    # GHCRTS could make pandoc overwrite files; the locale could change what it writes.
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    command = [path(), "+RTS", f"-M{MEGABYTES}M", "-RTS", *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            cwd=folder,
            env={**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **(environment or {})},
        )
    except subprocess.TimeoutExpired:
        raise FeuilletError(
            Exit.SOURCE,
            (error("R012", place, seconds=seconds),),
        ) from None
    if done.returncode != 0:
        said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
        raise FeuilletError(
            Exit.SOURCE,
            (error("R013", place, said=said[0].rstrip(".") if said else "…"),),
        )
    return done.stdout


# A wrapper around a word or a space that is not the first of its run; the first one's position is enough.
_WRAPPED = re.compile(
    rb'(?<=,)\{"t":"Span","c":\[\["",\[\],\[\["wrapper","1"\],\["data-pos","[^"]*"\]\]\],'
    rb'\[(\{"t":"(?:Space|SoftBreak|Str","c":"(?:[^"\\]|\\.)*)"\})\]\]\}'
)


def tree(markdown: str, *, place: Place = NOWHERE, positions: bool = False) -> list[dict[str, Any]]:
    """The blocks of pandoc's syntax tree of ``markdown``, read in the sandbox, perhaps with positions."""
    arguments = ["--sandbox", "--from", MARKDOWN + ("+sourcepos" if positions else ""), "--to", "json"]
    written = run(arguments, markdown.encode(), place=place)
    if positions:  # four fifths of what pandoc writes, and of the time and memory that reading it takes
        written = _WRAPPED.sub(rb"\1", written)
    try:
        blocks: list[dict[str, Any]] = msgspec.json.decode(written)["blocks"]
    except RecursionError:
        raise FeuilletError(Exit.SOURCE, (error("R017", place),)) from None
    return blocks
