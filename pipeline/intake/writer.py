"""writer: blocks as Markdown that reads as these blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline import markup
from pipeline.model import Block, Inlines, Kind, plain

_BLOCK_START = re.compile(r"[-+](?=\s|$)|-(?=[-\s]*$)|#(?=#{0,5}(?:\s|$))|>|\||:::")
_NUMBER_START = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")


def escape(text: str) -> str:
    """``text`` as one line of Markdown that is a paragraph of these words, whatever it begins with."""
    escaped = markup.escape_markdown(text)
    if _BLOCK_START.match(escaped):
        return "\\" + escaped
    return _NUMBER_START.sub(r"\1\\\2", escaped, count=1) if _NUMBER_START.match(escaped) else escaped


def escape_heading(markdown: str) -> str:
    """In a heading only number signs at the end mean something."""
    return re.sub(r"(^|\s)(#+)$", r"\1\\\2", markdown)


def written(blocks: Sequence[Block]) -> str:
    """The Markdown of blocks."""
    parts: list[str] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        end = index + 1
        match block.kind:
            case Kind.TITLE | Kind.HEADING:
                parts.append(f"{'#' * block.level} {escape_heading(_inline(block.content))}")
            case Kind.ITEM:
                while end < len(blocks) and blocks[end].kind is Kind.ITEM:
                    end += 1
                parts.append(_list(blocks[index:end]))
            case Kind.QUOTE:
                while end < len(blocks) and blocks[end].kind is Kind.QUOTE and not blocks[end].starts:
                    end += 1
                parts.append(
                    "\n>\n".join(_indented(quote.content, "> ", "> ") for quote in blocks[index:end])
                )
            case Kind.CELL:
                while (
                    end < len(blocks) and blocks[end].kind is Kind.CELL and blocks[end].number == block.number
                ):
                    end += 1
                parts.append(_table(blocks[index:end]))
            case Kind.ALTERNATIVE:
                caption = (
                    plain(blocks[end].content)
                    if end < len(blocks) and blocks[end].kind is Kind.FIGURE
                    else ""
                )
                end += 1
                title = re.sub(r'([\\"])|&(?=#?\w+;)', lambda match: "\\" + match[0], caption)
                words = markup.escape_markdown(plain(block.content))
                parts.append(f"![{words}]({block.media}" + (f' "{title}")' if caption else ")"))
            case Kind.NOTE:
                while (
                    end < len(blocks) and blocks[end].kind is Kind.NOTE and blocks[end].number == block.number
                ):
                    end += 1
                first = f"[^{block.number}]: "
                texts = [_indented(part.content, "    ", "    ") for part in blocks[index:end]]
                parts.append("\n\n".join([first + texts[0].removeprefix("    "), *texts[1:]]))
            case _:
                parts.append(_indented(block.content, "", ""))
        index = end
    return "\n\n".join(parts) + "\n"


def _inline(content: Inlines) -> str:
    """``content`` as Markdown; an exclamation mark before a bracket would make a picture of it."""
    written = ""
    for inline in content:
        piece = markup.to_markdown((inline,))
        if written.endswith("!") and piece.startswith("["):
            written = written[:-1] + "\\!"
        written += piece
    return written


def _indented(content: Inlines, first: str, following: str) -> str:
    """``content`` as a paragraph, whose lines cannot be taken for anything else."""
    lines = _inline(content).split("\n")
    return "\n".join((following if index else first) + _guarded(line) for index, line in enumerate(lines))


def _guarded(line: str) -> str:
    if _BLOCK_START.match(line) or re.match(r"=+\s*$|-+[\s|:-]*$|:[\s|:-]*$", line):
        return "\\" + line
    if re.match(r"\[\^\d+\]:", line):
        return line.replace("]:", "]\\:", 1)
    return _NUMBER_START.sub(r"\1\\\2", line, count=1) if _NUMBER_START.match(line) else line


def _table(cells: Sequence[Block]) -> str:
    rows: dict[int, list[str]] = {}
    for cell in cells:
        words = re.sub(r"(?<!\\)\|", r"\\|", _inline(cell.content).replace("\\\n", " "))
        rows.setdefault(cell.cell[0] if cell.cell else 0, []).append(words)
    lines = ["| " + " | ".join(row) + " |" for row in rows.values()]
    return "\n".join([lines[0], "|" + " --- |" * len(next(iter(rows.values()))), *lines[1:]])


def _list(items: Sequence[Block]) -> str:
    lines: list[str] = []
    columns: list[int] = [0]  # where the text of each level begins, the page itself first
    counts: list[int | None] = []
    signs: list[str] = []
    empty = False
    for item in items:
        if not item.starts:
            column = " " * columns[item.level]
            lines += ["", _indented(item.content, column, column)]
            continue
        deeper = item.level > len(counts)
        del counts[item.level :], columns[item.level + 1 :]
        signs = signs[: item.level]
        fresh = True
        if deeper:
            counts.append(item.number)
            columns.append(0)
            signs.append(".")
        else:
            before = counts[-1]
            fresh = item.number != (None if before is None else before + 1)
            if fresh and before is not None and item.number is not None:
                signs[-1] = {".": ")", ")": "."}[signs[-1]]
            counts[-1] = item.number
        mark = "- " if item.number is None else f"{item.number}{signs[-1]} "
        indent = columns[item.level - 1]
        columns[item.level] = indent + len(mark)
        if lines and (empty or (fresh and (not deeper or item.number not in (None, 1)))):
            lines.append("")
        inner = " " * columns[item.level]
        lines.append(" " * indent + _indented(item.content, mark, inner).rstrip())
        empty = not item.content
    return "\n".join(lines)
