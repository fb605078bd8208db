"""messages: every word that Feuillet tells a person, in the language of whoever reads it.

One folder per language, with two gettext catalogs: ``findings.po`` holds what is said of each code, and
``command.po`` what the command prints. Poedit opens both. An entry of ``findings.po`` is found by its context
and its id:

    msgctxt "message"  msgid "R001"        what is wrong
    msgctxt "hint"     msgid "R001"        what to do
    msgctxt "table"    msgid "R001"        its row in the table of codes
    msgctxt "message"  msgid "R001/near"   the same for a variant; where it has none, that of the code stands
    msgctxt "word"     msgid "list item"   a word that stands for a value (`model.Word`)

``{name}`` in a text stands for the value of that name. A text with a plural is chosen by the value ``count``.
"""

from __future__ import annotations

import gettext
import io
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.model import Finding, Shown, Word

LANGUAGES = ("en", "fr")
_FOLDER = Path(__file__).parent


class Told(NamedTuple):
    """A finding in words: what is wrong, and what to do."""

    message: str
    hint: str


def tell(finding: Finding, language: str) -> Told:
    """``finding`` in the words of ``language``, one of `LANGUAGES`."""
    if finding.message:
        return Told(finding.message, finding.hint)
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


def say(text: str, language: str, /, **values: Shown) -> str:
    """A line of the command, named by its id in ``command.po``."""
    return _look("line", text, values, language, "command") or text


def _look(
    context: str, name: str, values: Mapping[str, Shown], language: str, catalog: str = "findings"
) -> str:
    """The text of an entry with its values in it; nothing where there is none."""
    texts = _catalog(language, catalog)
    count = values.get("count")
    found = name
    if isinstance(count, int):
        found = texts.npgettext(context, name, name, count)
    if found == name:
        found = texts.pgettext(context, name)
    if found == name:
        return ""
    return found.format_map({key: _shown(value, language) for key, value in values.items()})


def _shown(value: Shown, language: str) -> str:
    match value:
        case Word(key):
            return _look("word", key, {}, language) or key
        case tuple():
            return ", ".join(value)
        case float():
            digits = f"{value:.2f}".rstrip("0").rstrip(".")
            return digits.replace(".", ",") if language == "fr" else digits
        case _:
            return str(value)


@cache  # the catalogs are part of the code: they do not change while it runs
def _catalog(language: str, name: str) -> gettext.GNUTranslations:
    import polib

    files = sorted((_FOLDER / language).glob(f"{name}*.po"))
    whole = polib.pofile(files[0].read_text("utf-8"))
    for file in files[1:]:
        whole.extend(polib.pofile(file.read_text("utf-8")))
    return gettext.GNUTranslations(io.BytesIO(whole.to_binary()))


def language_of(asked: str = "", environment: Mapping[str, str] = os.environ) -> str:
    """The language to speak: the one ``asked`` for, then FEUILLET_LANG, then the locale; else English."""
    for tag in (asked, environment.get("FEUILLET_LANG", "")):
        if tag[:2].lower() in LANGUAGES:
            return tag[:2].lower()
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if tag := environment.get(name, ""):
            return "fr" if tag.lower().startswith("fr") else "en"
    return _language_of_the_system()


def _language_of_the_system() -> str:
    if sys.platform != "win32":
        return "en"
    import ctypes

    french = 0x0C  # the primary language of a LANGID
    return "fr" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == french else "en"
