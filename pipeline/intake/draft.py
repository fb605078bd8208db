"""draft: what the reader of one kind of file hands back, or refuses; and what an import makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import Exit, FeuilletError, Finding, Value, is_error


class Imported(Value, frozen=True):
    """An article ready to be written: its name, the text of its ``article.md``, what was decided.

    ``media`` is the pictures that came with it, by their file names below ``media/``.
    """

    name: str
    text: str
    findings: tuple[Finding, ...]
    media: Mapping[str, bytes] = {}


class Draft(Value, frozen=True):
    """What a reader of one kind of file hands back."""

    title: str
    text: str
    findings: tuple[Finding, ...]
    media: Mapping[str, bytes] = {}
    name: str = ""


def refuse(*findings: Finding) -> FeuilletError:
    """The failure to raise where a file cannot be imported."""
    return FeuilletError(Exit.SOURCE, findings)


def require(findings: Sequence[Finding]) -> None:
    """Refuse the file if one of ``findings`` is an error."""
    if any(map(is_error, findings)):
        raise refuse(*findings)
