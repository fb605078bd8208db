"""A source file as text: decoded strictly, its settings apart from its words."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pipeline import workspace
from pipeline.model import ArticleSettings, Exit, FeuilletError, Finding, Place, error

FENCE = "+++"
LARGEST = 5_000_000  # bytes


def decode(data: bytes, shown: str) -> str:
    """``data`` as UTF-8 text in one normal form, with one kind of line end; strictly, or not at all."""
    if len(data) > LARGEST:
        raise _stop(error("R001", Place(shown), most=LARGEST // 1_000_000))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        hint = "Open it in your editor and save it again as UTF-8."
        raise _stop(error("R002", "The file is not UTF-8.", hint, Place(shown, line))) from None
    if not text.strip():
        raise _stop(error("R003", "The file is empty.", "Write a title, a lead and some text.", Place(shown)))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for number, row in enumerate(text.split("\n"), 1):
        for character in row:
            if unicodedata.category(character) == "Cc" and character != "\t":
                message = f"The line holds a control character (U+{ord(character):04X})."
                raise _stop(error("R014", message, "Delete it.", Place(shown, number)))
    return text


def split(text: str, shown: str) -> tuple[str, str, int]:
    """The settings between the two ``+++`` lines, the text after them, and the line it begins on."""
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        hint = "Begin the file with a line +++, the settings, and another line +++; or use “feuillet import”."
        raise _stop(error("R004", "The file does not begin with its settings.", hint, Place(shown, 1)))
    for index, line in enumerate(lines[1:], 1):
        if line.strip() == FENCE:
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 2
    raise _stop(error("R004", "The settings have no end.", "Close them with a line +++.", Place(shown, 1)))


def _stop(*findings: Finding) -> FeuilletError:
    return FeuilletError(Exit.SOURCE, findings)


def settings(head: str, shown: str) -> ArticleSettings:
    """The settings that stand between the two ``+++`` lines of ``shown``."""
    return workspace.load(head.encode(), ArticleSettings, shown, 2)


def settings_in(folder: Path, shown: str) -> ArticleSettings:
    """The settings of the article in ``folder``; its words are not looked at."""
    text = decode((folder / "article.md").read_bytes(), shown)
    return settings(split(text, shown)[0], shown)


def line_of(head: str, words: str) -> int | None:
    """The line of the file on which ``words`` stand in its settings ``head``, if they stand on one."""
    at = head.find(words) if words else -1
    return None if at < 0 else head.count("\n", 0, at) + 2


# One line of a catalog: a keyword, words between straight quotes, or both, also where it is obsolete (#~);
# or a comment.
_CATALOG_LINE = re.compile(
    r'(#~\s*)?(msgctxt\b|msgid_plural\b|msgid\b|msgstr\b(\[\d+\])?)?\s*"([^"\\]|\\.)*"|(#(?!~)|#~\|).*|#~?'
)


def require_quotes(text: str, shown: str) -> None:
    """Refuse a catalog with words outside quotes: polib takes their first and last letter for them."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare and not _CATALOG_LINE.fullmatch(bare):
            words = bare if len(bare) < 70 else bare[:67] + "…"
            message = f"The catalog cannot be read: this is no gettext: “{words}”."
            hint = "Put the text between straight quotes, or open the file in Poedit and save it."
            raise _stop(error("T006", message, hint, Place(shown, number)))
