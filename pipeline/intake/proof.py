"""proof: the finished Markdown is read back, and has to say what was to be in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from pipeline import read
from pipeline.intake import normal
from pipeline.intake.draft import refuse, require
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
from pipeline.text import short

Passage: TypeAlias = tuple[tuple[str, ...], int | None]  # words, and the number of a counted item


def passage(block: Block) -> Passage:
    """What ``block`` has to say once it has been written and read back."""
    return tuple(plain(block.content).split()), block.number if block.kind is Kind.ITEM else None


def prove(body: str, expected: Sequence[Passage], shown: str) -> tuple[Block, ...]:
    """Read the finished Markdown back: it has to say what is ``expected``, block by block, word for word."""
    blocks, findings = read.parse(body, shown)
    require(findings)
    for wanted, block in zip(expected, blocks, strict=False):
        if wanted != passage(block):
            raise _cannot(shown, " ".join(wanted[0]))
    if len(expected) != len(blocks):
        raise _cannot(shown, body)
    return blocks


def _cannot(shown: str, text: str) -> FeuilletError:
    return refuse(error("I003", Place(shown, None, text), passage=short(text)))


def settle(blocks: list[Block], shown: str) -> tuple[str, list[Block], list[Finding]]:
    """Write the blocks, read them back, and where they read differently, say the same with fewer marks."""
    findings: list[Finding] = []
    blocks = [
        msgspec.structs.replace(block, content=normal.canonical(block.content), name="") for block in blocks
    ]
    steps: Counter[int] = Counter()
    for _ in range(40):
        body = written(blocks)
        back, problems = read.parse(body, shown)
        wanted, found = list(map(form, blocks)), list(map(form, back))
        bad = [index for index, one in enumerate(wanted) if index >= len(found) or found[index] != one]
        if not bad and len(found) == len(wanted) and not any(map(is_error, problems)):
            return body, blocks, findings
        # Where the number of blocks differs, only the first that is wrong is known to be.
        bad = bad if len(found) == len(wanted) else bad[:1]
        simpler = {index: _simpler(blocks[index].content, steps, index) for index in bad}
        if all(content == blocks[index].content for index, content in simpler.items()):
            raise _cannot(shown, plain(blocks[bad[0]].content) if bad else body)
        for index, content in simpler.items():
            block = blocks[index]
            if content != block.content and steps[index] == 2:
                findings.append(warning("I037", block.place, passage=short(plain(block.content))))
            blocks[index] = msgspec.structs.replace(block, content=content)
    raise _cannot(shown, plain(blocks[0].content))


def _simpler(content: Inlines, steps: Counter[int], index: int) -> Inlines:
    """The words of block ``index`` with fewer marks than before; ``steps`` counts what was tried for each."""
    steps[index] += 1
    if steps[index] == 1:
        loosened = _loosened(content)
        if loosened != content:
            return loosened
        steps[index] = 2
    return normal.canonical(inline for inline, _ in normal.runs(content))


def form(block: Block) -> tuple[object, ...]:
    """What ``block`` says, wherever it stands and however its marks were set."""
    kind = Kind.PARAGRAPH if block.kind is Kind.LEAD else block.kind
    starts = block.starts and kind in (Kind.ITEM, Kind.QUOTE)
    content = normal.canonical(block.content)
    level = block.level if kind in (Kind.HEADING, Kind.ITEM) else 0
    return kind, level, block.number, block.cell, block.media, starts, content


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
