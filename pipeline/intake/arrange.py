"""arrange: what was carried from a document, as an article: its title first, in levels that hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from pipeline import read, workspace
from pipeline.intake import leftovers, normal, office
from pipeline.intake.carry import CONTINUED, EMPTY, Carried
from pipeline.intake.draft import Draft, require
from pipeline.intake.leftovers import (
    LONGEST_HEADING,
    Candidate,
    fold,
    shorten,
)
from pipeline.intake.outline import is_title, levels, no_title
from pipeline.intake.pictures import with_pictures
from pipeline.intake.proof import settle
from pipeline.intake.ready import Changes
from pipeline.intake.settings import (
    of_document,
)
from pipeline.model import (
    Block,
    Break,
    Code,
    Finding,
    Inline,
    Inlines,
    Kind,
    NoteMark,
    Place,
    Strong,
    Text,
    note,
    plain,
    warning,
)


def draft(data: bytes, suffix: str, shown: str, language: str, changes: Changes) -> Draft:
    suffix, findings_ = office.checked(data, suffix, shown)
    carried = office.read(data, suffix, shown, language, changes)
    findings = [*findings_, *carried.findings]
    blocks = list(carried.blocks)
    own = bool(carried.head)
    if not own:
        blocks, said = _without_leftovers(blocks, shown)
        findings += said
    blocks, said = _with_title(blocks, carried, shown)
    findings += said
    blocks, pictures, said = with_pictures(blocks, carried.pictures)
    findings += said
    blocks = _with_notes(_with_list_levels(blocks))
    if not own:
        findings += _fake_headings(blocks, shown)
    settings, blocks = of_document(blocks, carried, shown, language)
    body, blocks, said = settle(blocks, shown)
    findings += said
    problems = read.check_outline(blocks, shown)
    require([problem for problem in problems if problem.code != "R011"])
    for block in blocks:
        if block.kind is Kind.ALTERNATIVE and not plain(block.content).strip():
            message = f"The picture {block.media} has no alternative text."
            hint = (
                "Write what it shows between the brackets of ![…] in article.md; until then nothing is built."
            )
            findings.append(warning("I031", message, hint, block.place))
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


def _with_title(blocks: list[Block], carried: Carried, shown: str) -> tuple[list[Block], list[Finding]]:
    """The blocks with the title first and every heading on the level it has to have."""
    findings: list[Finding] = []
    styled = carried.settings.get("title") == "own"
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    tops = [block for block in headings if block.level == 1]
    known = plain(carried.title).strip()
    title: Block | None = None
    if styled:
        title = Block(Kind.TITLE, carried.title, Place(shown, 1), 1)
    elif len(tops) > 1 and known and not any(fold(known) == fold(plain(top.content)) for top in tops):
        title = Block(Kind.TITLE, carried.title, Place(shown), 1)
        message = f"The title “{known}” was taken from the properties of the file."
        findings.append(
            note("I038", message, "Change the first line of article.md to have another.", Place(shown))
        )
    elif headings and (tops or blocks[0] is headings[0]):
        title = next((top for top in tops if fold(plain(top.content)) == fold(known)), (tops or headings)[0])
    elif (first := next((block for block in blocks if block.kind is Kind.PARAGRAPH), None)) and is_title(
        plain(first.content).replace("\n", " ")
    ):
        title = first
        message = f"The first line “{plain(first.content)}” was taken for the title."
        findings.append(note("I038", message, "Set it in the style “Title” to be sure of it.", first.place))
    elif known:
        title = Block(Kind.TITLE, carried.title, Place(shown), 1)
        message = f"The title “{known}” was taken from the properties of the file."
        findings.append(
            note("I038", message, "Change the first line of article.md to have another.", Place(shown))
        )
    if title is None or not plain(title.content).strip():
        hint = "Set its title in the style “Title”, or as a heading of the first level, and import it again."
        raise no_title(Place(shown), hint)
    at = next((index for index, block in enumerate(blocks) if block is title), -1)
    if at > 0 and any(plain(block.content).strip() for block in blocks[:at]):
        message = f"The title “{shorten(plain(title.content))}” was moved before what stood above it."
        findings.append(note("I033", message, "See that the text still begins well.", title.place))
    rest = [block for block in blocks if block is not title]
    new = levels([block.level for block in rest if block.kind is Kind.HEADING], own_title=False)
    given = iter(new)
    rest = [
        msgspec.structs.replace(block, level=next(given)) if block.kind is Kind.HEADING else block
        for block in rest
    ]
    was = [
        block.level + (1 if styled or title.kind is Kind.TITLE else 0)
        for block in headings
        if block is not title
    ]
    if was != new:
        count = sum(old != new for old, new in zip(was, new, strict=True))
        what = "A heading has" if count == 1 else f"{count} headings have"
        message = f"{what} a new level, so that there is one title and no level is left out."
        findings.append(note("I012", message, "Look at the # signs in article.md.", Place(shown)))
    words = title.content
    marks = [inline for inline, _ in normal.runs(words) if isinstance(inline, NoteMark)]
    unmarked = _plain_line(words)
    if title.kind is Kind.PARAGRAPH or marks:
        words = (Text(unmarked),)
    if marks:
        following = next((index for index, block in enumerate(rest) if block.kind is Kind.PARAGRAPH), None)
        if following is None:
            rest.insert(0, Block(Kind.PARAGRAPH, tuple(marks), title.place))
        else:
            moved = (*rest[following].content, *marks)
            rest[following] = msgspec.structs.replace(rest[following], content=moved)
        message = "The footnote of the title stands in the first paragraph now: a cover cannot show it."
        findings.append(warning("I033", message, "See that it stands where it belongs.", title.place))
    return [Block(Kind.TITLE, _one_line(words), title.place, 1), *map(_heading_in_one_line, rest)], findings


def _plain_line(content: Inlines) -> str:
    return " ".join(plain(content).split())


def _heading_in_one_line(block: Block) -> Block:
    if block.kind is Kind.HEADING:
        return msgspec.structs.replace(block, content=_one_line(block.content))
    return block


def _one_line(content: Inlines) -> Inlines:
    return normal.without_breaks(content)


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
    made = [
        msgspec.structs.replace(block, content=_renumbered(block.content, numbers))
        for block in blocks
        if block.kind is not Kind.NOTE
    ]
    for old, new in numbers.items():
        made += [msgspec.structs.replace(block, number=new) for block in texts.get(old, [])]
    return made


def _renumbered(content: Inlines, numbers: dict[int, int]) -> Inlines:
    made: list[Inline] = []
    for inline in content:
        if isinstance(inline, NoteMark):
            made.append(NoteMark(numbers.setdefault(inline.number, len(numbers) + 1)))
        elif isinstance(inline, Text | Code | Break):
            made.append(inline)
        else:
            made.append(msgspec.structs.replace(inline, content=_renumbered(inline.content, numbers)))
    return tuple(made)


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
            message = f"The paragraph “{words}” is all in bold: it may be meant for a heading."
            hint = "If it is one, write ## and a space before it in article.md, and take the stars away."
            yield note("I030", message, hint, Place(shown, block.place.line, words))
