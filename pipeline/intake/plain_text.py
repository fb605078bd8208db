"""plain_text: lines become pieces, and pieces titles, headings, lists and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from pipeline import markup, read
from pipeline.intake import bullets, leftovers
from pipeline.intake.draft import Draft, refuse, require
from pipeline.intake.leftovers import CAPITAL, LONGEST_HEADING, SENTENCE_END, Candidate, is_sentence
from pipeline.intake.outline import is_title
from pipeline.intake.proof import Passage, prove
from pipeline.intake.settings import head
from pipeline.intake.writer import escape, escape_heading
from pipeline.model import Place, Value, error, note
from pipeline.text import short

DEEPEST_LIST = 6  # levels


class _Line(Value, frozen=True):
    number: int
    indent: int
    text: str

    @property
    def width(self) -> int:
        return self.indent + len(self.text)


class _Piece(Value, frozen=True):
    """A paragraph, a heading or a list item: its words on one line, and where it began.

    ``mark`` is what a list item was marked with; ``plain`` is the piece with its mark, as it was written.
    """

    line: int
    lines: int
    text: str
    mark: str = ""
    indent: int = 0

    @property
    def plain(self) -> str:
        return f"{self.mark} {self.text}" if self.mark else self.text

    @property
    def number(self) -> int | None:
        return int(self.mark[:-1]) if self.mark[:1].isdigit() else None


_SPACES = re.compile(r"[ \t\v\f\x1c-\x1f\x85\u00a0\u2007\u202f]+")
_ITEM = re.compile(rf"([-*{bullets.SURE}{bullets.DOUBTFUL}]|[0-9]{{1,3}}[.)]) (\S.*)")


def _pieces(text: str) -> list[_Piece]:
    """Cut plain text into pieces: at blank lines, at list items, and at line ends that an author set."""
    groups = _groups(text)
    width = _wrap_width(groups)
    return [_piece(lines) for group in groups for lines in _joined(group, width)]


def _groups(text: str) -> list[list[_Line]]:
    """The lines of ``text`` with their spaces tidied, grouped between blank lines."""
    groups: list[list[_Line]] = [[]]
    for number, raw in enumerate(text.split("\n"), 1):
        tidy = _SPACES.sub(" ", raw.expandtabs(4)).strip()
        if not tidy:
            groups.append([])
            continue
        indent = re.match(r"[ \u00a0\u2007\u202f]*", raw.expandtabs(4))
        groups[-1].append(_Line(number, indent.end() if indent else 0, tidy))
    return [group for group in groups if group]


def _wrap_width(groups: Sequence[Sequence[_Line]]) -> int:
    """The width at which an editor broke the lines, or 0 where each line is a paragraph.

    The evidence is a line of 45 to 100 characters that stops in the middle of a sentence. Two of
    them are needed, and a third of all line ends inside paragraphs have to be like that.
    """
    ends = [(line, after) for group in groups for line, after in pairwise(group)]
    ends = [(line, after) for line, after in ends if not _ITEM.fullmatch(after.text)]
    cut = [line.width for line, after in ends if _is_cut(line, after)]
    return max(cut) if len(cut) >= 2 and len(cut) * 3 >= len(ends) else 0


def _is_cut(line: _Line, after: _Line) -> bool:
    """Whether ``line`` stops in the middle of a sentence that ``after`` goes on with."""
    return 45 <= line.width <= 100 and not SENTENCE_END.search(line.text) and after.text[0].islower()


def _joined(group: Sequence[_Line], width: int) -> Iterator[list[_Line]]:
    """The lines of one group, those of one piece together."""
    run: list[_Line] = []
    items = 0
    for line in group:
        before = run[-1] if run else None
        if _ITEM.fullmatch(line.text) and (before is None or items or SENTENCE_END.search(before.text)):
            items += 1
            joined = False
        elif before is None:
            joined = False
        elif _ITEM.fullmatch(run[0].text) and line.indent >= run[0].indent + 2:
            joined = True
        else:
            # An editor breaks a line where the next word would not have fitted; people do so earlier.
            fits = before.width + 1 + len(line.text.split(" ")[0]) <= width
            joined = width > 0 and (_is_cut(before, line) or (not fits and before.width <= width * 1.2))
        if not joined and run:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _piece(lines: Sequence[_Line]) -> _Piece:
    text = " ".join(line.text for line in lines)
    item = _ITEM.fullmatch(text)
    mark, words = (item[1], item[2]) if item else ("", text)
    return _Piece(lines[0].number, len(lines), words, mark, lines[0].indent)


def _with_lists(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Keep the mark of a true list item; of any other piece the mark is part of its words."""
    made: list[_Piece] = []
    for index, piece in enumerate(pieces):
        if piece.mark and not _is_item(pieces, index):
            piece = _Piece(piece.line, piece.lines, piece.plain)
        elif piece.mark == bullets.SECOND and made and made[-1].mark:
            above = made[-1]
            deeper = above.indent if above.mark == piece.mark else above.indent + 2
            piece = msgspec.structs.replace(piece, indent=max(piece.indent, deeper))
        made.append(piece)
    return made


def _is_item(pieces: Sequence[_Piece], index: int) -> bool:
    """Numbers have to count up, and a mark that can be a sign of its own (``*``, ``–``) has to come twice."""
    piece = pieces[index]
    beside = [_beside(pieces, index, -1), _beside(pieces, index, +1)]
    if piece.number is not None:
        return any(
            other and other.number == piece.number + step and other.mark[-1] == piece.mark[-1]
            for other, step in zip(beside, (-1, +1), strict=True)
        )
    marks = [other.mark for other in beside if other]
    if piece.mark == "*" or (piece.mark == "-" and piece.text[0].isdigit()):
        return piece.mark in marks
    return piece.mark in ("", "-") or bullets.is_bullet(piece.mark, marks)


def _beside(pieces: Sequence[_Piece], index: int, step: int) -> _Piece | None:
    """The nearest item before or after on the same level, in the same unbroken run of items."""
    at = index + step
    while 0 <= at < len(pieces) and pieces[at].mark and pieces[at].indent >= pieces[index].indent:
        if pieces[at].indent == pieces[index].indent:
            return pieces[at]
        at += step
    return None


def draft(text: str, shown: str, language: str) -> Draft:
    pieces = _pieces(text)
    candidates = [
        Candidate(piece.text, piece.line, piece.lines == 1 and piece.number is None) for piece in pieces
    ]
    verdicts = leftovers.verdicts(_with_numbers(candidates, pieces))
    findings = list(leftovers.tell(candidates, verdicts, shown))
    kept = [
        (piece, verdict)
        for piece, verdict in zip(pieces, verdicts, strict=True)
        if not (verdict and verdict.out)
    ]
    marked = [piece for piece, _ in kept]
    pieces = _with_lists(marked)
    for was, piece in zip(marked, pieces, strict=True):
        if was.mark and was.mark in bullets.DOUBTFUL and not piece.mark:
            values = {"line": short(piece.text), "mark": was.mark}
            findings.append(note("I040", Place(shown, piece.line), variant="kept", **values))
    if not pieces or pieces[0].mark or not is_title(pieces[0].text):
        place = Place(shown, pieces[0].line if pieces else None)
        raise refuse(error("R005", place, variant="text"))
    allowed = [not verdict or verdict.section for _, verdict in kept]
    headings = _headings(pieces, allowed)
    for index, doubtful in headings.items():
        if doubtful:
            piece = pieces[index]
            findings.append(note("I011", Place(shown, piece.line), line=piece.text))
    body = _body(pieces, headings)
    blocks = prove(body, [_passage(piece) for piece in pieces], shown)
    require(read.check_outline(blocks, shown))
    return Draft(pieces[0].text, head({"language": language}, shown) + body, tuple(findings))


def _with_numbers(candidates: Sequence[Candidate], pieces: Sequence[_Piece]) -> list[Candidate]:
    """A lone “5. min read” is judged with its number; an item of a counted list stays where it is."""
    return [
        candidate
        if piece.number is None or _is_item(pieces, index)
        else Candidate(piece.plain, candidate.line, piece.lines == 1)
        for index, (candidate, piece) in enumerate(zip(candidates, pieces, strict=True))
    ]


def _headings(pieces: Sequence[_Piece], allowed: Sequence[bool]) -> dict[int, bool]:
    """Which pieces are headings, and whether that is in doubt.

    A heading has the shape of one and stands before running text. Of two such lines in a row the first
    is doubtful; of more than two all but the last are lines of text.
    """
    found: dict[int, bool] = {}
    shaped = [
        index > 0 and allowed[index] and _has_heading_shape(piece, pieces[index + 1 : index + 2])
        for index, piece in enumerate(pieces)
    ]
    index = 1
    while index < len(pieces):
        if not shaped[index]:
            index += 1
            continue
        start = index
        while index < len(pieces) and shaped[index]:
            index += 1
        if index == len(pieces):  # nothing stands below: these are the article's last lines
            break
        length = index - start
        below, last = pieces[index], pieces[index - 1]
        if not (below.mark or is_sentence(below.text)):
            continue
        # A list or a shorter paragraph below, and a line that may be the lead, leave a doubt.
        doubtful = bool(below.mark) or len(below.text) <= len(last.text) or index - 1 == 1 or length > 2
        found[index - 1] = doubtful
        if length == 2:
            found[start] = True
    return found


def _has_heading_shape(piece: _Piece, below: Sequence[_Piece]) -> bool:
    first = piece.text.split(" ")[0]
    return (
        not piece.mark
        and piece.lines <= 2
        and len(piece.text) <= LONGEST_HEADING
        and any(map(str.isalpha, piece.text))
        and bool(re.match(r"[^\W_]|[«“\"'(¿¡]", piece.text))
        and not (first.isalpha() and first.islower())
        and not re.search(r"[.!…;:,][»”’\"')\]]*$", piece.text)
        and not re.search(rf"\w{{4,}}[.…;] +{CAPITAL}", piece.text)
        and not (
            below and not below[0].mark and len(below[0].text) < len(piece.text) and len(piece.text) > 80
        )
    )


def _body(pieces: Sequence[_Piece], headings: dict[int, bool]) -> str:
    parts = [f"# {escape_heading(markup.escape_markdown(pieces[0].text))}"]
    index = 1
    while index < len(pieces):
        piece = pieces[index]
        if piece.mark:
            end = index
            while end < len(pieces) and pieces[end].mark:
                end += 1
            parts.append(_list(pieces[index:end]))
            index = end
            continue
        if index in headings:
            parts.append(f"## {escape_heading(markup.escape_markdown(piece.text))}")
        else:
            parts.append(escape(piece.text))
        index += 1
    return "\n\n".join(parts) + "\n"


class _Level:
    """An open list: how far its source was indented, how far its text is, and what it counts."""

    def __init__(self, indent: int, column: int, number: int | None, sign: str) -> None:
        self.indent = indent
        self.column = column
        self.number = number
        self.sign = sign


def _list(items: Sequence[_Piece]) -> str:
    """Items in a row, as lists inside lists where they were indented."""
    lines: list[str] = []
    open_lists: list[_Level] = []
    for item in items:
        while len(open_lists) > 1 and item.indent < open_lists[-1].indent:
            open_lists.pop()
        fresh = not open_lists or (
            item.indent >= open_lists[-1].indent + 2 and len(open_lists) < DEEPEST_LIST
        )
        if fresh:
            column = open_lists[-1].column + len(_sign(open_lists[-1])) if open_lists else 0
            open_lists.append(_Level(item.indent, column, item.number, item.mark[-1]))
        level = open_lists[-1]
        if not fresh:
            goes_on = item.number == (None if level.number is None else level.number + 1)
            if not goes_on:
                # Markdown would count on from a list of the same sign, so the next list takes the other.
                same = level.number is not None and item.number is not None
                level.sign = ({".": ")", ")": "."}[level.sign]) if same else item.mark[-1]
                fresh = True
            level.number = item.number
        if lines and fresh and (len(open_lists) == 1 or item.number is not None):
            lines.append("")  # without it a list that begins with another number than 1 would not be one
        lines.append(" " * level.column + _sign(level) + escape(item.text))
    return "\n".join(lines)


def _sign(level: _Level) -> str:
    return "- " if level.number is None else f"{level.number}{level.sign} "


def _passage(piece: _Piece) -> Passage:
    return tuple(piece.text.split()), piece.number if piece.mark else None
