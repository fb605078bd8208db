"""proof: the finished Markdown is read back, and has to say what was to be in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from pipeline import read
from pipeline.intake import normal
from pipeline.intake.draft import refuse, require
from pipeline.intake.leftovers import (
    shorten,
)
from pipeline.intake.writer import written
from pipeline.model import (
    Block,
    FeuilletError,
    Finding,
    Inline,
    Inlines,
    Kind,
    Place,
    Text,
    error,
    is_error,
    plain,
    warning,
)

Said = tuple[tuple[str, ...], int | None]


def said_by(block: Block) -> Said:
    return tuple(plain(block.content).split()), block.number if block.kind is Kind.ITEM else None


def prove(body: str, expected: Sequence[Said], shown: str) -> tuple[Block, ...]:
    """Read the finished Markdown back: it has to say what is ``expected``, block by block, word for word."""
    blocks, findings = read.parse(body, shown)
    require(findings)
    for said, block in zip(expected, blocks, strict=False):
        if said != said_by(block):
            raise cannot(shown, " ".join(said[0]))
    if len(expected) != len(blocks):
        raise cannot(shown, body)
    return blocks


def cannot(shown: str, text: str) -> FeuilletError:
    message = f"The passage “{shorten(text)}” would not come out word for word."
    hint = "Write it in a simpler way, or begin the file with +++ settings to keep it as it is."
    return refuse(error("I003", message, hint, Place(shown, None, text)))


def settle(blocks: list[Block], shown: str) -> tuple[str, list[Block], list[Finding]]:
    """Write the blocks, read them back, and where they read differently, say the same with fewer marks."""
    findings: list[Finding] = []
    blocks = [
        msgspec.structs.replace(block, content=normal.canonical(block.content), name="") for block in blocks
    ]
    steps: Counter[int] = Counter()
    body = ""
    for _ in range(40):
        body = written(blocks)
        back, problems = read.parse(body, shown)
        wanted = [form(block) for block in blocks]
        found = [form(block) for block in back]
        bad = [
            index
            for index, wanted_form in enumerate(wanted)
            if index >= len(found) or found[index] != wanted_form
        ]
        if not bad and len(found) == len(wanted) and not any(map(is_error, problems)):
            return body, blocks, findings
        # Where the number of blocks differs, only the first that is wrong is known to be.
        bad = bad if len(found) == len(wanted) else bad[:1]
        changed = False
        for index in bad:
            block = blocks[index]
            steps[index] += 1
            simpler = (
                _loosened(block.content) if steps[index] == 1 else normal.canonical(_bare(block.content))
            )
            if simpler == block.content and steps[index] == 1:
                steps[index] = 2
                simpler = normal.canonical(_bare(block.content))
            if simpler != block.content:
                changed = True
                blocks[index] = msgspec.structs.replace(block, content=simpler)
                if steps[index] == 2:
                    message = (
                        f"Bold, italics or links in “{shorten(plain(block.content))}” could not be kept."
                    )
                    findings.append(warning("I037", message, "Set them again in article.md.", block.place))
        if not changed:
            raise cannot(shown, plain(blocks[bad[0]].content) if bad else body)
    raise cannot(shown, body)


def form(block: Block) -> tuple[object, ...]:
    kind = Kind.PARAGRAPH if block.kind is Kind.LEAD else block.kind
    starts = block.starts and kind in (Kind.ITEM, Kind.QUOTE)
    content = normal.canonical(block.content)
    level = block.level if kind in (Kind.HEADING, Kind.ITEM) else 0
    return kind, level, block.number, block.cell, block.media, starts, content


def _bare(content: Inlines) -> Inlines:
    return tuple(inline for inline, _ in normal.runs(content))


def _loosened(content: Inlines) -> Inlines:
    """``content`` with the signs at the ends of bold and italic words set outside them."""
    atoms: list[tuple[Inline, frozenset[tuple[str, str]]]] = []
    for inline, marks in normal.runs(content):
        if isinstance(inline, Text):
            atoms += [(Text(character), marks) for character in inline.text]
        else:
            atoms.append((inline, marks))
    changed = True
    while changed:
        changed = False
        for index, (inline, marks) in enumerate(atoms):
            if not (isinstance(inline, Text) and marks and not inline.text.isalnum()):
                continue
            for beside in (index - 1, index + 1):
                other = atoms[beside] if 0 <= beside < len(atoms) else None
                gone = {
                    mark
                    for mark in marks
                    if other and mark not in other[1] and mark[0] in ("Strong", "Emphasis")
                }
                if gone and other and isinstance(other[0], Text) and not other[0].text.isspace():
                    atoms[index] = (inline, marks - gone)
                    changed = True
                    break
    return normal.joined(atoms)
