"""draft: what the reader of one kind of file hands back, or refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import (
    Exit,
    FeuilletError,
    Finding,
    Value,
    is_error,
)


class Draft(Value, frozen=True):
    """What a reader of one kind of file hands back."""

    title: str
    text: str
    findings: tuple[Finding, ...]
    media: Mapping[str, bytes] = {}
    name: str = ""


def refuse(*findings: Finding) -> FeuilletError:
    return FeuilletError(Exit.SOURCE, findings)


def require(findings: Sequence[Finding]) -> None:
    if any(map(is_error, findings)):
        raise refuse(*findings)
