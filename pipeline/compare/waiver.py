"""Waivers: a person takes responsibility for one finding of one segment, in the catalog itself.

    # feuillet: waive X001 5f0c9a3e1b, Marie Dupont, 2026-11-22: the English idiom says it without a number
    msgid "…"
    msgstr "…"

The ten digits are of both texts; when either changes, the waiver falls. `waiver_line` writes the line. A
question is answered by the same line: right as it is, says who is named.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import shlex

from pipeline.compare.languages import late
from pipeline.compare.light import inlines
from pipeline.model import Finding, Inlines, Place, Value, error

_MARK = late(r"^\s*#?\s*feuillet\s*:\s*(.*)$", re.IGNORECASE)
_FORM = late(
    r"^waive\s+(?P<code>X\d{3})\s+(?P<digest>[0-9a-f]{10})\s*,\s*(?P<who>[^\s,:][^,:]*?)\s*,\s*"
    r"(?P<date>\d{4}-\d{2}-\d{2})\s*:\s*(?P<reason>\S.*?)\s*$"
)


class Waiver(Value, frozen=True):
    """Who lets a finding pass or answers a question, when, why, and for which two texts (``digest``)."""

    code: str
    digest: str
    who: str
    date: datetime.date
    reason: str


def digest(source: str | Inlines, target: str | Inlines) -> str:
    """Ten hexadecimal digits that change with either text."""
    from pipeline import markup  # only where there is a waiver

    texts = (markup.to_markdown(inlines(text)).strip() for text in (source, target))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:10]


def waiver_line(
    code: str, who: str, date: datetime.date, reason: str, source: str | Inlines, target: str | Inlines
) -> str:
    """The translator comment that waives ``code`` for these two texts, without the leading ``# ``."""
    reason = " ".join(reason.split())
    return f"feuillet: waive {code} {digest(source, target)}, {who}, {date.isoformat()}: {reason}"


def command(article: str, language: str, segment: str, code: str) -> str:
    """What to type to waive ``code`` for the two texts whose `digest` is ``segment``.

    No word of theirs stands in it: nothing that a text says can end up in a shell.
    """
    words = ("feuillet", "translate", "waive", article)
    return shlex.join((*words, "--language", language, "--segment", segment, "--code", code))


def can_be_waived(finding: Finding) -> bool:
    """Whether ``finding`` is of two texts, and so says how to waive it."""
    return any(name == "waive" for name, _ in finding.values)


def waivers(comment: str, place: Place) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    """The waivers in the translator comment of a catalog entry, and a finding for each malformed one."""
    found: list[Waiver] = []
    findings: list[Finding] = []
    for line in comment.splitlines():
        marked = _MARK().match(line)
        if not marked:
            continue
        form = _FORM().match(marked[1])
        try:
            if not form:
                raise ValueError
            day = datetime.date.fromisoformat(form["date"])
        except ValueError:
            findings.append(error("X030", place, said=marked[1].strip()))
            continue
        found.append(Waiver(form["code"], form["digest"], form["who"], day, form["reason"]))
    return tuple(found), tuple(findings)
