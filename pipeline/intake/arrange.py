"""arrange: what was carried from a document, as an article: its title first, in levels that hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from pipeline import read, workspace
from pipeline.inlines import changed, walk
from pipeline.intake import bullets, leftovers, office
from pipeline.intake.carry import CONTINUED, EMPTY, Carried
from pipeline.intake.draft import Draft, refuse, require
from pipeline.intake.leftovers import LONGEST_HEADING, Candidate
from pipeline.intake.normal import without_breaks
from pipeline.intake.outline import is_title, levels
from pipeline.intake.pictures import with_pictures
from pipeline.intake.proof import settle
from pipeline.intake.ready import Changes
from pipeline.intake.settings import of_document
from pipeline.model import (
    Block,
    Finding,
    Inline,
    Inlines,
    Kind,
    NoteMark,
    Place,
    Strong,
    Text,
    error,
    note,
    plain,
    warning,
)
from pipeline.text import short


def draft(data: bytes, suffix: str, shown: str, language: str, changes: Changes) -> Draft:
    """The document ``data``, which a program of the kind ``suffix`` wrote, as an article."""
    suffix, doubts = office.checked(data, suffix, shown)
    carried = office.read(data, suffix, shown, language, changes)
    findings = [*doubts, *carried.findings]
    blocks = list(carried.blocks)
    own = bool(carried.head)
    if not own:
        blocks, more = _without_leftovers(blocks, shown)
        findings += more
    blocks, more = _with_title(blocks, carried, shown)
    findings += more
    blocks, pictures, more = with_pictures(blocks, carried.pictures)
    findings += more
    if not own:
        blocks, more = bullets.in_blocks(blocks)
        findings += more
    blocks = _with_notes(_with_list_levels(blocks))
    if not own:
        findings += _fake_headings(blocks, shown)
    settings, blocks = of_document(blocks, carried, shown, language)
    body, blocks, more = settle(blocks, shown)
    findings += more
    problems = read.check_outline(blocks, shown)
    require([problem for problem in problems if problem.code != "R011"])
    findings += [
        warning("I031", block.place, picture=block.media)
        for block in blocks
        if block.kind is Kind.ALTERNATIVE and not plain(block.content).strip()
    ]
    name = carried.name if workspace.NAME.match(carried.name) else ""
    return Draft(plain(blocks[0].content), settings + body, tuple(dict.fromkeys(findings)), pictures, name)


def _without_leftovers(blocks: list[Block], shown: str) -> tuple[list[Block], list[Finding]]:
    kinds = (Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM)
    candidates = [
        Candidate(plain(block.content), block.place.line, block.kind in kinds and block.number is None)
        for block in blocks
    ]
    verdicts = [
        verdict if block.kind in kinds and plain(block.content) else None
        for verdict, block in zip(leftovers.verdicts(candidates), blocks, strict=True)
    ]
    kept = [block for verdict, block in zip(verdicts, blocks, strict=True) if not (verdict and verdict.out)]
    return kept, list(leftovers.tell(candidates, verdicts, shown))


# ── The title and the headings ─────────────────────────────────────────────────────────────


def _with_title(blocks: list[Block], carried: Carried, shown: str) -> tuple[list[Block], list[Finding]]:
    """The blocks with the title first and every heading on the level it has to have."""
    title, findings = _title(blocks, carried, shown)
    at = next((index for index, block in enumerate(blocks) if block is title), -1)
    if at > 0 and any(plain(block.content).strip() for block in blocks[:at]):
        words = short(plain(title.content))
        findings.append(note("I033", title.place, variant="title-moved", words=words))
    rest = [block for block in blocks if block is not title]
    headings = [block for block in rest if block.kind is Kind.HEADING]
    needed = levels([block.level for block in headings], own_title=False)
    was = [block.level + (title.kind is Kind.TITLE) for block in headings]
    if was != needed:
        count = sum(old != new for old, new in zip(was, needed, strict=True))
        findings.append(note("I012", Place(shown), count=count))
    given = iter(needed)
    rest = [_levelled(block, next(given)) if block.kind is Kind.HEADING else block for block in rest]
    content = title.content
    marks = tuple(inline for inline in walk(content) if isinstance(inline, NoteMark))
    if title.kind is Kind.PARAGRAPH or marks:
        content = (Text(" ".join(plain(content).split())),)
    if marks:
        rest = _with_marks(rest, marks, title.place)
        findings.append(warning("I033", title.place, variant="title-note"))
    return [Block(Kind.TITLE, without_breaks(content), title.place, 1), *rest], findings


def _title(blocks: Sequence[Block], carried: Carried, shown: str) -> tuple[Block, list[Finding]]:
    """The block that is the title, or one made of what the document gives as such; and what is to be more."""
    known = plain(carried.declared).strip()
    tops = [block for block in blocks if block.kind is Kind.HEADING and block.level == 1]
    headings = tops or [block for block in blocks[:1] if block.kind is Kind.HEADING]
    same = [top for top in tops if leftovers.key(plain(top.content)) == leftovers.key(known)]
    first = next((block for block in blocks if block.kind is Kind.PARAGRAPH), None)
    declared = Block(Kind.TITLE, carried.declared, Place(shown), 1)
    more: list[Finding] = []
    if carried.title:
        title = Block(Kind.TITLE, carried.title, Place(shown, 1), 1)
    elif headings and (same or len(tops) < 2 or not known):
        title = (same or headings)[0]
    elif not headings and first and is_title(plain(first.content).replace("\n", " ")):
        title = first
        more = [note("I038", first.place, title=plain(first.content))]
    else:
        title = declared
        more = [note("I038", Place(shown), variant="declared", title=known)]
    if not plain(title.content).strip():
        raise refuse(error("R005", Place(shown), variant="document"))
    return title, more


def _levelled(heading: Block, level: int) -> Block:
    return msgspec.structs.replace(heading, level=level, content=without_breaks(heading.content))


def _with_marks(blocks: list[Block], marks: Inlines, place: Place) -> list[Block]:
    """The blocks with footnotes' ``marks`` at the end of the first paragraph."""
    for index, block in enumerate(blocks):
        if block.kind is Kind.PARAGRAPH:
            moved = msgspec.structs.replace(block, content=(*block.content, *marks))
            return [*blocks[:index], moved, *blocks[index + 1 :]]
    return [Block(Kind.PARAGRAPH, marks, place), *blocks]


# ── Lists and footnotes ────────────────────────────────────────────────────────────────────


def _with_list_levels(blocks: list[Block]) -> list[Block]:
    """Lists as Markdown can write them: no level without one above it, no item without its list."""
    made: list[Block] = []
    for block in blocks:
        if block.kind is Kind.QUOTE and not (made and made[-1].kind is Kind.QUOTE):
            block = msgspec.structs.replace(block, starts=True)
        if block.kind is not Kind.ITEM:
            if (
                block.kind is Kind.PARAGRAPH
                and block.name == CONTINUED
                and made
                and made[-1].kind is Kind.ITEM
            ):
                block = Block(Kind.ITEM, block.content, block.place, made[-1].level, made[-1].number)
            made.append(
                block if block.kind is not Kind.PARAGRAPH else msgspec.structs.replace(block, name="")
            )
            continue
        above = made[-1] if made and made[-1].kind is Kind.ITEM else None
        if block.name == EMPTY and above is not None and above.level >= block.level:
            continue  # the list goes on below an item that stands there already
        level = min(block.level, (above.level if above else 0) + 1)
        number, starts = block.number, block.starts
        if not starts:
            parent = next(
                (item for item in reversed(made) if item.kind is Kind.ITEM and item.level == level), None
            )
            if above is None or parent is None:
                starts = True
            else:
                number = parent.number
        made.append(Block(Kind.ITEM, block.content, block.place, level, number, starts=starts))
    return made


def _with_notes(blocks: list[Block]) -> list[Block]:
    """Footnotes numbered in the order of their marks, each with its text, at the end."""
    texts: dict[int, list[Block]] = {}
    for block in blocks:
        if block.kind is Kind.NOTE and block.number is not None:
            texts.setdefault(block.number, []).append(block)
    numbers: dict[int, int] = {}

    def renumbered(inline: Inline) -> Inlines:
        if isinstance(inline, NoteMark):
            return (NoteMark(numbers.setdefault(inline.number, len(numbers) + 1)),)
        return (inline,)

    made = [
        msgspec.structs.replace(block, content=changed(block.content, renumbered))
        for block in blocks
        if block.kind is not Kind.NOTE
    ]
    for old, new in numbers.items():
        made += [msgspec.structs.replace(block, number=new) for block in texts.get(old, [])]
    return made


def _fake_headings(blocks: Sequence[Block], shown: str) -> Iterator[Finding]:
    """A short paragraph all in bold, followed by text, is often meant for a heading: offer it."""
    for block, after in pairwise(blocks):
        words = plain(block.content)
        whole = len(block.content) == 1 and isinstance(block.content[0], Strong)
        shaped = len(words) <= LONGEST_HEADING and not re.search(r"[.!…;,][»”’\"')\]]*$", words)
        if (
            block.kind is Kind.PARAGRAPH
            and whole
            and shaped
            and after.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.CELL)
        ):
            yield note("I030", Place(shown, block.place.line, words), words=words)
