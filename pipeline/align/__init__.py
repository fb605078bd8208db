"""align: an `Article` and its catalogs become an `Edition`, each segment in every language asked for."""

from __future__ import annotations

import shlex
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

import msgspec

from pipeline import markup, source, typography
from pipeline.inlines import note_numbers
from pipeline.model import (
    Article,
    Block,
    Edition,
    Exit,
    FeuilletError,
    File,
    Finding,
    Inlines,
    Key,
    Kind,
    Place,
    Segment,
    Unsettled,
    Word,
    error,
    plain,
)
from pipeline.text import short

# Where the same words may need another translation, the catalog's context says what they are.
_CONTEXTS = {Kind.KEY_POINT: "key point"}


def key(block: Block) -> Key:
    """What a catalog finds ``block`` by: its words as Markdown, with a context for key points alone."""
    return Key(markup.to_markdown(block.content), _CONTEXTS.get(block.kind, ""))


def edition(
    article: Article, languages: tuple[str, ...], catalogs: Mapping[str, File]
) -> tuple[Edition, tuple[Finding, ...]]:
    """Put each block of ``article`` beside its translation into each of ``languages``.

    A translation that is missing, empty or fuzzy is an empty text, and a finding. Raises `FeuilletError` for
    a catalog that is not there or cannot be read.
    """
    keys = tuple(map(key, article.blocks))
    own = _Column(tuple((block.content, block.place, "") for block in article.blocks), ())
    columns = [
        own if language == article.language else _column(article, keys, language, catalogs.get(language))
        for language in languages
    ]
    segments = tuple(
        Segment(
            block,
            name,
            tuple(words for words, _, _ in cells),
            tuple(place for _, place, _ in cells),
            tuple(note for _, _, note in cells),
        )
        for block, name, *cells in zip(
            article.blocks, keys, *(column.cells for column in columns), strict=True
        )
    )
    findings = tuple(finding for column in columns for finding in column.findings)
    return Edition(article, languages, segments, (Unsettled(),) * len(languages)), findings


def only(whole: Edition, languages: tuple[str, ...]) -> Edition:
    """``whole`` in some of its languages, in their order."""
    at = [whole.languages.index(language) for language in languages]
    segments = tuple(
        msgspec.structs.replace(
            segment,
            texts=tuple(segment.texts[index] for index in at),
            places=tuple(segment.places[index] for index in at),
            notes=tuple(segment.notes[index] for index in at),
        )
        for segment in whole.segments
    )
    return Edition(whole.article, languages, segments, tuple(whole.unsettled[index] for index in at))


class _Column(NamedTuple):
    """One language of an edition: of each block its words, where they stand, what translators noted there."""

    cells: tuple[tuple[Inlines, Place, str], ...]
    findings: tuple[Finding, ...]


def _column(article: Article, keys: Sequence[Key], language: str, catalog: File | None) -> _Column:
    update = shlex.join(("feuillet", "translate", "update", article.name, "--language", language))
    if catalog is None:
        beside = PurePosixPath(article.blocks[0].place.file or "")
        place = Place(beside.with_name(f"{language}.po").as_posix())
        finding = error("T001", place, language=Word(language), command=update)
        raise FeuilletError(Exit.SOURCE, (finding,))
    entries = _entries(catalog)
    findings: list[Finding] = []
    texts: list[str] = []
    places: list[Place] = []
    notes: list[str] = []
    for block, segment in zip(article.blocks, keys, strict=True):
        entry = entries.get(segment)
        text, place = "", Place(catalog.name, entry.line if entry else None, segment.text)
        if not plain(block.content):  # nothing to translate: empty, or a footnote mark alone
            text, place = markup.to_markdown(block.content), block.place
        elif entry is None:
            findings.append(_lost("T002", block, segment, place, update))
        elif not entry.text.strip():
            findings.append(_lost("T003", block, segment, place))
        elif entry.fuzzy:
            findings.append(_lost("T004", block, segment, place))
        else:
            text = entry.text
        texts.append(text)
        places.append(place)
        notes.append(entry.comment if entry else "")
    words, problems = _parsed(texts, places)
    findings += problems
    findings += _check_notes(article.blocks, words, places)
    findings += _check_key_points(article.blocks, words, places)
    return _Column(tuple(zip(words, places, notes, strict=True)), tuple(findings))


def _lost(code: str, block: Block, segment: Key, place: Place, command: str = "") -> Finding:
    return error(code, place, words=short(segment.text), kind=Word(block.kind.value), command=command)


class _Entry(NamedTuple):
    text: str
    fuzzy: bool
    line: int
    comment: str


def _entries(file: File) -> Mapping[Key, _Entry]:
    """The entries of a catalog that are in use."""
    import polib

    try:
        text = unicodedata.normalize("NFC", file.data.decode("utf-8-sig"))
        source.require_quotes(text, file.name)
        source.require_printable(text, file.name)
        catalog = polib.pofile(text)
    except UnicodeDecodeError as problem:
        line = file.data[: problem.start].count(b"\n") + 1
        raise FeuilletError(Exit.SOURCE, (error("T005", Place(file.name, line)),)) from None
    except (OSError, ValueError):
        raise FeuilletError(Exit.SOURCE, (error("T006", Place(file.name)),)) from None
    return {
        Key(entry.msgid, entry.msgctxt or ""): _Entry(
            entry.msgstr, entry.fuzzy, entry.linenum or 1, entry.tcomment or ""
        )
        for entry in catalog
        if not entry.obsolete
    }


def _parsed(texts: Sequence[str], places: Sequence[Place]) -> tuple[tuple[Inlines, ...], tuple[Finding, ...]]:
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
    for block, text, place in zip(blocks, texts, places, strict=True):
        if text and sorted(note_numbers(block.content)) != sorted(note_numbers(text)):
            yield error("T008", place)


def _check_key_points(
    blocks: Sequence[Block], texts: Sequence[Inlines], places: Sequence[Place]
) -> Iterable[Finding]:
    """A key point is a quotation in every language: from the translation of the segment it is from."""
    letters = typography.letters
    said = [
        (letters(plain(block.content)), plain(text))
        for block, text in zip(blocks, texts, strict=True)
        if block.kind not in (Kind.KEY_POINT, Kind.METADATA)
    ]
    for block, text, place in zip(blocks, texts, places, strict=True):
        if block.kind is Kind.KEY_POINT and text:
            point = letters(plain(block.content))
            quoted = [translated for source, translated in said if translated and point in source]
            if quoted and not any(letters(plain(text)) in letters(translated) for translated in quoted):
                yield error("T009", place, point=plain(text), quoted=quoted[0])
