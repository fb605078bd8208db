"""messages: every word that Feuillet tells a person, in the language of whoever reads it.

One folder per language, with gettext catalogs that Poedit opens: ``findings.po`` holds what is said of each
code, ``command.po`` what the command prints, ``setup.po`` what the set-up says. An entry is found by its
context and its id:

    msgctxt "message"  msgid "R001"        what is wrong
    msgctxt "hint"     msgid "R001"        what to do
    msgctxt "table"    msgid "R001"        its row in the table of codes
    msgctxt "message"  msgid "R001/near"   the same for a variant; where it has none, that of the code stands
    msgctxt "word"     msgid "list item"   a word that stands for a value (`model.Word`)

    msgctxt "line"     msgid "removed"         what the command prints
    msgctxt "help"     msgid "build --force"   help for an option of one command; "--json" of any; "build"
    msgctxt "metavar"  msgid "FILE"            what stands for a value in the help
    msgctxt "click"    msgid "Usage:"          what click says itself, named by its English

``{name}`` in a text stands for the value of that name. A text with a plural is chosen by the value ``count``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.catalogs import LANGUAGES, catalog
from pipeline.model import Finding, Shown, Word

__all__ = ["LANGUAGES", "Told", "number", "row", "say", "tell", "text", "word"]


class Told(NamedTuple):
    """A finding in words: what is wrong, and what to do."""

    message: str
    hint: str


def tell(finding: Finding, language: str) -> Told:
    """``finding`` in the words of ``language``, one of `LANGUAGES`."""
    values = dict(finding.values)
    return Told(
        _of_code("message", finding, values, language) or finding.code,
        _of_code("hint", finding, values, language),
    )


def _of_code(context: str, finding: Finding, values: Mapping[str, Shown], language: str) -> str:
    variant = f"{finding.code}/{finding.variant}"
    text = _look(context, variant, values, language) if finding.variant else ""
    return text or _look(context, finding.code, values, language)


def row(code: str, language: str) -> str:
    """What the table of codes says of ``code``; nothing where it does not know it."""
    return _look("table", code, {}, language)


def word(key: str, language: str) -> str:
    """A word that stands for a value, or the key itself, which may be a name."""
    return _look("word", key, {}, language) or key


def number(value: float, language: str) -> str:
    """``value`` with at most two decimals, written as the language writes it."""
    digits = f"{value:.2f}".rstrip("0").rstrip(".")
    return digits.replace(".", ",") if language == "fr" else digits


def say(name: str, language: str, /, **values: Shown) -> str:
    """A line of the command, named by its id in ``command.po``."""
    return _look("line", name, values, language, "command") or name


def text(context: str, name: str, language: str, count: int | None = None) -> str:
    """A text of ``command.po`` as it stands there; nothing where there is none."""
    return catalog("command", language).find(context, name, count)


def _look(
    context: str, name: str, values: Mapping[str, Shown], language: str, source: str = "findings"
) -> str:
    """The text of an entry with its values in it; nothing where there is none."""
    count = values.get("count")
    found = catalog(source, language).find(context, name, count if isinstance(count, int) else None)
    return found.format_map({key: _shown(value, language) for key, value in values.items()})


def _shown(value: Shown, language: str) -> str:
    match value:
        case Word(key):
            return word(key, language)
        case tuple():
            return ", ".join(_shown(part, language) for part in value)
        case float():
            return number(value, language)
        case _:
            return str(value)
