"""A source file as text: decoded strictly, its settings apart from its words."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pipeline import toml
from pipeline.model import ArticleSettings, Exit, FeuilletError, Finding, Place, error
from pipeline.text import short

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
        raise _stop(error("R002", Place(shown, line))) from None
    if not text.strip():
        raise _stop(error("R003", Place(shown), variant="file"))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    require_printable(text, shown)
    return text


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # the category Cc of Unicode


def require_printable(text: str, shown: str) -> None:
    """Refuse control characters, but for tabs and the ends of lines."""
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _stop(error("R014", Place(shown, line), character=f"U+{ord(found[0]):04X}"))


def split(text: str, shown: str) -> tuple[str, str, int]:
    """The settings between the two ``+++`` lines, the text after them, and the line it begins on."""
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        raise _stop(error("R004", Place(shown, 1)))
    for index, line in enumerate(lines[1:], 1):
        if line.strip() == FENCE:
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 2
    raise _stop(error("R004", Place(shown, 1), variant="end"))


def _stop(*findings: Finding) -> FeuilletError:
    return FeuilletError(Exit.SOURCE, findings)


def settings(head: str, shown: str) -> ArticleSettings:
    """The settings that stand between the two ``+++`` lines of ``shown``."""
    return toml.load(head.encode(), ArticleSettings, shown, 2)


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
            raise _stop(error("T006", Place(shown, number), variant="line", words=short(bare)))
