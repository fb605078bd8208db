"""Catalogs of words (gettext's .po) and the reader's language, by the standard library alone.

The set-up speaks before anything is installed, so it cannot ask polib; and reading a catalog here takes a
tenth of the time that importing polib takes, which the command would pay at each start.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from functools import cache
from gettext import c2py
from pathlib import Path

LANGUAGES = ("en", "fr")
FOLDER = Path(__file__).parent / "messages"

_LINE = re.compile(r'^(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? +)?(".*")$', re.MULTILINE)
_PLURAL = re.compile(r"plural=(.+?);")
_decoded = json.JSONDecoder(strict=False).decode  # a quoted string of gettext is one of JSON


class Catalog:
    """The texts of one language, each found by its context and its id."""

    def __init__(self, entries: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
        self.entries = entries
        self._form = c2py(_PLURAL.findall(entries["", ""][0])[0])

    def find(self, context: str, name: str, count: int | None = None) -> str:
        """The text of an entry, in the form that ``count`` asks for; nothing where there is none."""
        forms = self.entries.get((context, name), ("",))
        return forms[self._form(count)] if count is not None and len(forms) > 1 else forms[0]


def read(text: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The entries of a ``.po`` file: the forms of each, by its context and its id."""
    entries: dict[tuple[str, str], tuple[str, ...]] = {}
    parts: list[tuple[str, str]] = []
    for keyword, quoted in _LINE.findall(text):
        word = _decoded(quoted) if "\\" in quoted else quoted[1:-1]
        if not keyword:
            parts[-1] = parts[-1][0], parts[-1][1] + word
            continue
        if parts and parts[-1][0] == "msgstr" and keyword != "msgstr":
            _put(parts, entries)
            parts = []
        parts.append((keyword, word))
    if parts:
        _put(parts, entries)
    return entries


def _put(parts: list[tuple[str, str]], entries: dict[tuple[str, str], tuple[str, ...]]) -> None:
    named = dict(parts)
    forms = tuple(word for keyword, word in parts if keyword == "msgstr")
    entries[named.get("msgctxt", ""), named["msgid"]] = forms


@cache  # the catalogs are part of the code: they do not change while it runs
def catalog(name: str, language: str) -> Catalog:
    """The catalog ``name`` of one of `LANGUAGES`."""
    return Catalog(read((FOLDER / language / f"{name}.po").read_text("utf-8")))


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
