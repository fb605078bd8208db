"""align: an `Article` and its catalogs become an `Edition`, each segment in every language asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pipeline import markup, source, typography
from pipeline.model import (
    Article,
    Block,
    Edition,
    Exit,
    FeuilletError,
    Finding,
    Inlines,
    Key,
    Kind,
    NoteMark,
    Place,
    Segment,
    error,
    is_error,
    plain,
)

# Where the same words may need another translation, the catalog's context says what they are.
_CONTEXTS = {Kind.KEY_POINT: "key point"}


_UPDATE = "feuillet translate update {} --language {}"


def key(block: Block) -> Key:
    """What a catalog finds ``block`` by: its words as Markdown, with a context for key points alone."""
    return Key(markup.to_markdown(block.content), _CONTEXTS.get(block.kind, ""))


def edition(article: Article, languages: tuple[str, ...], folder: Path, shown: str) -> Edition:
    """Put each block of ``article`` beside its translation from ``folder/<language>.po``.

    Raises `FeuilletError` with a finding for every segment that is missing or fuzzy.
    """
    findings: list[Finding] = []
    columns: list[tuple[Inlines, ...]] = []
    places: list[tuple[Place, ...]] = []
    for language in languages:
        if language == article.language:
            columns.append(tuple(block.content for block in article.blocks))
            places.append(tuple(block.place for block in article.blocks))
        else:
            texts, where, found = _translation(article, folder / f"{language}.po", shown, language)
            columns.append(texts)
            places.append(where)
            findings += found
    if any(map(is_error, findings)):
        raise FeuilletError(Exit.SOURCE, tuple(findings))
    rows = zip(article.blocks, zip(*columns, strict=True), zip(*places, strict=True), strict=True)
    segments = tuple(Segment(block, key(block), texts, where) for block, texts, where in rows)
    return Edition(article, languages, segments)


def comments(languages: Iterable[str], folder: Path, shown: str) -> dict[tuple[str, Key], str]:
    """What translators have written beside the segments of each catalog in ``folder``: waivers among it."""
    return {
        (language, segment): entry.comment
        for language in languages
        if (path := folder / f"{language}.po").is_file()
        for segment, entry in _catalog(path.read_bytes(), f"{shown}/{path.name}").items()
        if entry.comment
    }


def _translation(
    article: Article, path: Path, folder: str, language: str
) -> tuple[tuple[Inlines, ...], tuple[Place, ...], tuple[Finding, ...]]:
    shown = f"{folder}/{path.name}"
    if not path.is_file():
        hint = "Make one with: " + _UPDATE.format(article.name, language)
        return (
            (),
            (),
            (error("T001", f"The article has no translation into “{language}”.", hint, Place(shown)),),
        )
    entries = _catalog(path.read_bytes(), shown)
    findings: list[Finding] = []
    found: list[tuple[str, Place]] = []
    for block in article.blocks:
        if not plain(block.content):  # nothing to translate: empty, or a footnote mark alone
            found.append((markup.to_markdown(block.content), block.place))
            continue
        segment = key(block)
        place = Place(shown, None, segment.text)
        entry = entries.get(segment)
        if entry is None:
            findings.append(
                _lost(
                    "T002",
                    "There is no translation of",
                    block,
                    segment,
                    place,
                    _UPDATE.format(article.name, language),
                )
            )
        elif not entry.text.strip():
            place = Place(shown, entry.line, segment.text)
            findings.append(_lost("T003", "The translation is empty for", block, segment, place, "Write it."))
        elif entry.fuzzy:
            place = Place(shown, entry.line, segment.text)
            hint = "Check it against the French and take the “fuzzy” flag out."
            findings.append(_lost("T004", "The translation is marked fuzzy for", block, segment, place, hint))
        else:
            found.append((entry.text, Place(shown, entry.line, segment.text)))
    where = tuple(place for _, place in found)
    if findings:
        return (), (), tuple(findings)
    texts, problems = _parsed(tuple(text for text, _ in found), where)
    findings += problems
    findings += _check_notes(article.blocks, texts, where)
    findings += _check_key_points(article.blocks, texts, where)
    return texts, where, tuple(findings)


def _lost(code: str, what: str, block: Block, segment: Key, place: Place, hint: str) -> Finding:
    words = segment.text if len(segment.text) < 70 else segment.text[:67] + "…"
    return error(code, f"{what} the {block.kind.value} “{words}”.", hint, place)


class _Entry:
    def __init__(self, text: str, fuzzy: bool, line: int, comment: str) -> None:
        self.text, self.fuzzy, self.line, self.comment = text, fuzzy, line, comment


@lru_cache(maxsize=8)
def _catalog(data: bytes, shown: str) -> Mapping[Key, _Entry]:
    import polib

    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
        source.require_quotes(text, shown)
        _check_characters(text, shown)
        catalog = polib.pofile(text)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        finding = error("T005", "The catalog is not UTF-8.", "Save it again as UTF-8.", Place(shown, line))
        raise FeuilletError(Exit.SOURCE, (finding,)) from None
    except (OSError, ValueError) as problem:
        finding = error(
            "T006", f"The catalog cannot be read: {problem}.", "Open it in Poedit and save it.", Place(shown)
        )
        raise FeuilletError(Exit.SOURCE, (finding,)) from None
    entries: dict[Key, _Entry] = {}
    for entry in catalog:
        if not entry.obsolete:
            entries[Key(entry.msgid, entry.msgctxt or "")] = _Entry(
                entry.msgstr, entry.fuzzy, entry.linenum or 1, entry.tcomment or ""
            )
    return entries


def _check_characters(text: str, shown: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        bare, place = line.strip(), Place(shown, number)
        for character in bare:
            if unicodedata.category(character) == "Cc" and character != "\t":
                message = f"The line holds a control character (U+{ord(character):04X})."
                raise FeuilletError(Exit.SOURCE, (error("R014", message, "Delete it.", place),))


# Several orders for one edition parse its catalog once; a build forks its workers after this is filled.
@lru_cache(maxsize=8)
def _parsed(
    texts: tuple[str, ...], places: tuple[Place, ...]
) -> tuple[tuple[Inlines, ...], tuple[Finding, ...]]:
    filled = [index for index, text in enumerate(texts) if text]
    parsed, findings = markup.parse([texts[index] for index in filled], lambda i: places[filled[i]])
    result: list[Inlines] = [()] * len(texts)
    for index, content in zip(filled, parsed, strict=True):
        result[index] = content
    return tuple(result), findings


def _check_notes(
    blocks: Sequence[Block], texts: Sequence[Inlines], places: Sequence[Place]
) -> Iterable[Finding]:
    """A translation has to carry the same footnote marks as its source."""
    for block, text, place in zip(blocks, texts, places, strict=False):
        if sorted(_marks(block.content)) != sorted(_marks(text)):
            hint = "Keep each mark, such as [^1], in the translation."
            yield error("T008", "The footnote marks differ from the source.", hint, place)


def _marks(content: Inlines) -> Iterable[int]:
    for inline in content:
        if isinstance(inline, NoteMark):
            yield inline.number
        elif hasattr(inline, "content"):
            yield from _marks(inline.content)


def _check_key_points(
    blocks: Sequence[Block], texts: Sequence[Inlines], places: Sequence[Place]
) -> Iterable[Finding]:
    """A key point is a quotation in every language: from the translation of the segment it is from."""
    letters = typography.letters
    said = [
        (letters(plain(block.content)), plain(text))
        for block, text in zip(blocks, texts, strict=False)
        if block.kind not in (Kind.KEY_POINT, Kind.METADATA)
    ]
    for block, text, place in zip(blocks, texts, places, strict=False):
        if block.kind is Kind.KEY_POINT:
            point = letters(plain(block.content))
            quoted = [translated for source, translated in said if point in source]
            if quoted and not any(letters(plain(text)) in letters(translated) for translated in quoted):
                hint = f"Quote it from: “{quoted[0]}”"
                yield error("T009", f"The key point “{plain(text)}” is not in the translation.", hint, place)
