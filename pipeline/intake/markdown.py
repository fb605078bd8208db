"""markdown: an author’s Markdown, kept line by line but for leftovers, levels and spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pipeline import markup, read, source, toml
from pipeline.intake import bullets, leftovers
from pipeline.intake.draft import Draft, refuse, require
from pipeline.intake.leftovers import Candidate, Verdict
from pipeline.intake.outline import levels
from pipeline.intake.proof import passage, prove
from pipeline.intake.settings import front_matter, head, plain_words, read_front_matter
from pipeline.intake.writer import escape_heading
from pipeline.model import (
    ArticleSettings,
    Block,
    FeuilletError,
    Finding,
    Kind,
    Place,
    error,
    note,
    plain,
    warning,
)


def draft_of_article(text: str, shown: str) -> Draft:
    """Someone has decided about this article before: check it, and change nothing."""
    head, body, first_line = source.split(text, shown)
    toml.load(head.encode(), ArticleSettings, shown, 2)
    blocks, findings = read.parse(body, shown, first_line)
    findings += read.check_outline(blocks, shown)
    require(findings)
    return Draft(plain(blocks[0].content), text, findings)


_ATX = re.compile(r" {0,3}#{1,6}(?=\s|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")
_LEFT_OUT_KINDS = (Kind.TITLE, Kind.LEAD, Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)


def draft(text: str, shown: str, language: str) -> Draft:
    """Keep the author's lines as they are, but for leftovers, levels of headings and no-break spaces."""
    front, lines, first_line = front_matter(text)
    lines, listed = bullets.in_markdown([_plain_spaces(line) for line in lines], shown, first_line)
    settings, title, findings = read_front_matter(front, shown, language)
    findings += listed
    blocks, problems = read.parse("\n".join(lines), shown, first_line)
    require(problems)
    starts = Counter(block.place.line for block in blocks)
    spans = [_lines_of(blocks, index, lines, first_line, starts) for index in range(len(blocks))]
    candidates = [
        Candidate(plain(block.content), block.place.line, block.kind in _LEFT_OUT_KINDS and span is not None)
        for block, span in zip(blocks, spans, strict=True)
    ]
    verdicts = [
        verdict if block.kind in _LEFT_OUT_KINDS else None
        for verdict, block in zip(leftovers.verdicts(candidates), blocks, strict=True)
    ]
    try:
        made = _rewrite(lines, blocks, spans, verdicts, title, shown)
    except FeuilletError as problem:
        if problem.findings[0].code != "I003" or not any(verdict and verdict.out for verdict in verdicts):
            raise
        # Without the leftovers the rest would read differently (two lists would count on): keep them.
        verdicts = [verdict and Verdict(verdict.what, False) for verdict in verdicts]
        made = _rewrite(lines, blocks, spans, verdicts, title, shown)
    findings += [*leftovers.tell(candidates, verdicts, shown), *_pictures_to_copy(blocks), *made.findings]
    return Draft(made.title, head(settings, shown) + made.text, tuple(findings))


def _plain_spaces(line: str) -> str:
    """``line`` with plain spaces for no-break ones; at its start they are dropped, lest they indent it."""
    line = re.sub(r"[\v\f\x1c-\x1f\x85]", " ", line)
    start = re.match(r"\s*", line)
    at = start.end() if start else 0
    return re.sub(r"[\u00a0\u2007\u202f]", "", line[:at]) + re.sub(r"[\u00a0\u2007\u202f]", " ", line[at:])


def _lines_of(
    blocks: Sequence[Block], index: int, lines: Sequence[str], first_line: int, starts: Counter[int | None]
) -> range | None:
    """The lines that are this block and nothing else, as indexes; None where that is not plain to see.

    A heading may have two lines, the second its underline; anything else only one.
    """
    block = blocks[index]
    if block.place.line is None or starts[block.place.line] > 1:
        return None
    first = block.place.line - first_line
    last = first
    if block.kind in (Kind.TITLE, Kind.HEADING):
        if not _ATX.match(lines[first]):
            last = next((at for at in range(first + 1, len(lines)) if _UNDERLINE.match(lines[at])), -1)
        return range(first, last + 1) if last >= first else None
    alone = first + 1 >= len(lines) or not lines[first + 1].strip() or first + 1 + first_line in starts
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    holds_more = (
        block.kind is Kind.ITEM
        and after is not None
        and after.kind is Kind.ITEM
        and after.level > block.level
    )
    return range(first, first + 1) if alone and not holds_more and block.number is None else None


def _rewrite(
    lines: Sequence[str],
    blocks: Sequence[Block],
    spans: Sequence[range | None],
    verdicts: Sequence[Verdict | None],
    title: str,
    shown: str,
) -> Draft:
    """The lines of the article that stay, with the levels its headings have to have."""
    out = [bool(verdict and verdict.out) for verdict in verdicts]
    kept = [index for index in range(len(blocks)) if not out[index]]
    headings = [index for index in kept if blocks[index].kind in (Kind.TITLE, Kind.HEADING)]
    findings: list[Finding] = []

    first = blocks[kept[0]] if kept else None
    opens = bool(headings) and headings[0] == kept[0]
    own_title = opens and (not title or _is_only_title(blocks, headings, title))
    if not own_title and not title:
        line = first.place.line if first else None
        raise refuse(error("R005", Place(shown, line), variant="markdown"))
    if title and own_title and first:
        other = plain_words(title)
        if leftovers.key(plain(first.content)) != leftovers.key(other):
            findings.append(warning("I014", Place(shown), variant="title", title=other))

    new = levels([blocks[index].level for index in headings], own_title)
    result: list[str | None] = list(lines)
    for index, span in enumerate(spans):
        if out[index] and span is not None:
            for line in span:
                result[line] = None
    changed = [index for index, level in zip(headings, new, strict=True) if blocks[index].level != level]
    for index, level in zip(headings, new, strict=True):
        span = spans[index]
        if span is None:  # an empty heading has no line; the outline's check names it
            continue
        result[span.start] = _heading_line([lines[line] for line in span], level)
        for line in span[1:]:
            result[line] = None
    if changed:
        findings.append(note("I012", blocks[changed[0]].place, count=len(changed)))

    body = _tidy([*([] if own_title else [f"# {escape_heading(title)}", ""]), *_without(result)])
    outline = [
        msgspec.structs.replace(block, level=level, kind=Kind.TITLE if level == 1 else Kind.HEADING)
        for block, level in zip((blocks[index] for index in headings), new, strict=True)
    ]
    by_index = dict(zip(headings, outline, strict=True))
    expected = [by_index.get(index, blocks[index]) for index in kept]
    if not own_title:
        expected.insert(
            0, Block(Kind.TITLE, markup.parse([title], lambda _: Place(shown))[0][0], Place(shown), 1)
        )
    require(read.check_outline(expected, shown))
    prove(body, [passage(block) for block in expected], shown)
    return Draft(plain(expected[0].content), body, tuple(findings))


def _is_only_title(blocks: Sequence[Block], headings: Sequence[int], title: str) -> bool:
    """Whether the first heading is the article's title, not a section below the one in its head."""
    first = blocks[headings[0]]
    same = leftovers.key(plain(first.content)) == leftovers.key(plain_words(title))
    return same or (first.level == 1 and not any(blocks[index].level == 1 for index in headings[1:]))


def _heading_line(lines: Sequence[str], level: int) -> str:
    if len(lines) == 1:
        return "#" * level + _ATX.sub("", lines[0], count=1)
    words = " ".join(re.sub(r"(\\| {2,})$", "", line).strip() for line in lines[:-1])
    return f"{'#' * level} {escape_heading(words)}"


def _without(lines: Iterable[str | None]) -> list[str]:
    return [line for line in lines if line is not None]


def _tidy(lines: Iterable[str]) -> str:
    """``lines`` with single blank lines between them, and one line end at the end."""
    text = "\n".join(line if line.strip() else "" for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n").rstrip() + "\n"


def _pictures_to_copy(blocks: Sequence[Block]) -> Iterator[Finding]:
    for block in blocks:
        if block.kind is Kind.ALTERNATIVE:
            yield note("I015", block.place, picture=block.media)
