"""How far an article's translations are: as numbers, as JSON, and as a page for the wall."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from html import escape

from pipeline import messages
from pipeline.model import (
    Article,
    Finding,
    Key,
    Place,
    Shown,
    Value,
    Word,
    is_error,
    is_question,
    note,
    plain,
)
from pipeline.text import CLOSE, OPEN, around, marks, read_otherwise, short
from pipeline.translate import catalog, review
from pipeline.translate.catalog import Catalog, Entry, Unit
from pipeline.translate.review import Review

REVIEWED, TRANSLATED, FUZZY, MISSING = "reviewed", "translated", "fuzzy", "missing"
STATES = (REVIEWED, TRANSLATED, FUZZY, MISSING)

# What is said of a finished segment: a build stops at it, or a question about it is open.
STOPPED, QUESTIONED = "stopped", "questioned"


class Translation(Value, frozen=True):
    """A catalog, the name it is shown by, and what a build says of it (`gate`)."""

    language: str
    data: bytes
    shown: str
    findings: tuple[Finding, ...]


class Cell(Value, frozen=True):
    """One segment in one language. ``review`` is who looked it over, whether or not that still fits.

    ``findings`` are what a build says of it, where it is finished.
    """

    number: int
    key: Key
    kind: str
    heading: str
    place: str
    source: str
    text: str
    previous: str
    state: str
    review: Review | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> str:
        if any(map(is_error, self.findings)):
            return STOPPED
        return QUESTIONED if self.questions else ""

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What nobody has answered yet."""
        return tuple(filter(is_question, self.findings))


class Progress(Value, frozen=True):
    """One language of an article. ``stale_since`` is the day of the oldest review that no longer fits.

    ``ready`` is true where nothing in the translation stops a build.
    """

    language: str
    cells: tuple[Cell, ...]
    ready: bool
    stale_since: str = ""

    def count(self, *states: str) -> int:
        return sum(cell.state in states or cell.verdict in states for cell in self.cells)

    @property
    def counts(self) -> dict[str, int]:
        """Translated are those that are finished: some of them stop a build, are questioned or unreviewed.

        ``questions`` are the open ones; the others are segments.
        """
        return {
            "segments": len(self.cells),
            "translated": self.count(REVIEWED, TRANSLATED),
            "fuzzy": self.count(FUZZY),
            "missing": self.count(MISSING),
            "stopped": self.count(STOPPED),
            "questioned": self.count(QUESTIONED),
            "questions": sum(len(cell.questions) for cell in self.cells),
            "unreviewed": self.count(TRANSLATED),
            "reviewed": self.count(REVIEWED),
        }


class Status(Value, frozen=True):
    article: str
    title: str
    language: str
    languages: tuple[Progress, ...]
    findings: tuple[Finding, ...] = ()


def status(article: Article, translations: Sequence[Translation]) -> Status:
    """How far each of ``translations`` is with what the article says now. Reads no clock."""
    wanted = catalog.units(article)
    told: list[Finding] = []
    languages: list[Progress] = []
    for made in sorted(translations, key=lambda one: one.language):
        before = catalog.load(made.data, made.shown)
        after = catalog.renew(before, wanted)[0]
        lines = {entry.key: entry.line for entry in before.entries}
        found = [_about(unit.key, lines.get(unit.key), made.findings) for unit in wanted]
        cells = tuple(map(_cell, wanted, after.entries, found))
        # What is not finished says so itself.
        unfinished = {
            finding
            for cell, findings in zip(cells, found, strict=True)
            if cell.state in (FUZZY, MISSING)
            for finding in findings
        }
        told += _unsealed(before, made.shown, article.name, made.language)
        told += [finding for finding in made.findings if finding not in unfinished]
        since = [cell.review.date for cell in cells if cell.review and not cell.review.fits]
        finished = not any(cell.state in (FUZZY, MISSING) for cell in cells)
        ready = finished and not any(map(is_error, made.findings))
        languages.append(Progress(made.language, cells, ready, min(since, default="")))
    title = plain(article.blocks[0].content)
    return Status(article.name, title, article.language, tuple(languages), tuple(told))


def _about(key: Key, line: int | None, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(
        finding
        for finding in findings
        if finding.place.segment == key.text and finding.place.line in (None, line)
    )


def _cell(unit: Unit, entry: Entry, findings: tuple[Finding, ...]) -> Cell:
    made = review.latest(entry)
    finished = bool(entry.text.strip()) and not entry.fuzzy
    state = (
        MISSING
        if not entry.text.strip()
        else FUZZY
        if entry.fuzzy
        else REVIEWED
        if made and made.fits
        else TRANSLATED
    )
    file, line = unit.places[0]
    place = f"{file}:{line}" if line else file
    return Cell(
        unit.number,
        unit.key,
        unit.label,
        unit.heading,
        place,
        plain(unit.blocks[0].content),
        entry.text,
        entry.previous,
        state,
        made,
        findings if finished else (),
    )


def _unsealed(before: Catalog, shown: str, article: str, language: str) -> Sequence[Finding]:
    command = shlex.join(("feuillet", "translate", "review", article, "--language", language))
    return [
        note("T024", Place(shown, entry.line, entry.key.text), command=command)
        for entry in before.entries
        if review.unsealed(entry)
    ]


def to_json(status: Status) -> dict[str, object]:
    """``status`` in the form that a script reads: part of the contract."""
    return {
        "article": status.article,
        "title": status.title,
        "language": status.language,
        "languages": [
            {
                "language": progress.language,
                **progress.counts,
                "ready": progress.ready,
                "stale": sum(bool(cell.review and not cell.review.fits) for cell in progress.cells),
                "stale_since": progress.stale_since or None,
                "list": [
                    {
                        "number": cell.number,
                        "state": cell.state,
                        "verdict": cell.verdict or None,
                        "codes": sorted({finding.code for finding in cell.findings}),
                        "questions": sorted({finding.code for finding in cell.questions}),
                        "kind": cell.kind,
                        "place": cell.place,
                        "source": cell.key.text,
                        "translation": cell.text,
                        "previous": cell.previous or None,
                        "reviewed_by": cell.review.name if cell.review else None,
                        "reviewed_on": cell.review.date if cell.review else None,
                        "review_fits": cell.review.fits if cell.review else None,
                    }
                    for cell in progress.cells
                ],
            }
            for progress in status.languages
        ],
    }


# ── The page ───────────────────────────────────────────────────────────────────────────────

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")

# The sign that tells each state, or what is said of a finished segment, without colour.
_SIGNS = {STOPPED: "✗", QUESTIONED: "!", REVIEWED: "✓", TRANSLATED: "·", FUZZY: "?", MISSING: ""}
_SHOWN = (*STATES, STOPPED, QUESTIONED)


def html(statuses: Sequence[Status], language: str) -> str:
    """One page on its own, in ``language``, without script: each segment a cell that opens on its texts."""
    return _Page(language).html(statuses)


class _Page:
    """The page in the language of whoever reads it."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, line: str, **values: Shown) -> str:
        return escape(messages.say(f"page {line}", self.language, **values))

    def word(self, key: str) -> str:
        """A word of the catalogs, as it stands at the beginning of a line."""
        said = messages.say("word", self.language, word=Word(key))
        return escape(said[:1].upper() + said[1:])

    def html(self, statuses: Sequence[Status]) -> str:
        body = "\n".join(map(self.article, statuses)) or f"<p>{self.say('empty')}</p>"
        title = self.say("title")
        legend = "".join(
            f'<li><span class="cell {state}" aria-hidden="true"><b>{_SIGNS[state]}</b></span>'
            f"<span><strong>{self.say(state)}</strong> {self.say(f'{state} means')}</span></li>"
            for state in _SHOWN
        )
        return (
            f'<!DOCTYPE html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
            f'<header class="page"><p class="house">Feuillet</p><h1>{title}</h1>\n'
            f'<ul class="legend">{legend}</ul></header>\n{body}\n</main>\n</body>\n</html>\n'
        )

    def article(self, status: Status) -> str:
        languages = "\n".join(self.progress(status, progress) for progress in status.languages)
        if not status.languages:
            command = shlex.join(("feuillet", "translate", "update", status.article, "--language", "en"))
            languages = f'<p class="none">{self.say("begin")} <code>{escape(command)}</code></p>'
        return (
            f'<article>\n<header class="article"><p class="name">{escape(status.article)}</p>\n'
            f'<h2 lang="{escape(status.language)}">{escape(status.title)}</h2></header>\n'
            f"{languages}\n</article>"
        )

    def progress(self, status: Status, progress: Progress) -> str:
        counts = progress.counts
        name = self.word(progress.language)
        stale = sum(bool(cell.review and not cell.review.fits) for cell in progress.cells)
        figures = "".join(
            f'<div class="{state}{"" if progress.count(state) else " zero"}"><dt>{self.say(state)}</dt>'
            f"<dd>{progress.count(state)}</dd></div>"
            for state in _SHOWN
        )
        since = (
            f'<p class="stale">{self.say("stale", count=stale, date=progress.stale_since)}</p>'
            if stale
            else ""
        )
        rows = "\n".join(
            f'<div class="row"><p{f" lang={status.language}" if said else ""}>'
            f"{escape(said) or self.say(group)}</p>\n<ul>"
            + "\n".join(self.cell(status, progress, cell) for cell in cells)
            + "</ul></div>"
            for group, said, cells in _rows(progress.cells)
        )
        share = _percent(counts["translated"] - counts["stopped"], counts["segments"])
        return (
            f'<section aria-label="{name}">\n<div class="sum">\n<h3>{name}</h3>\n'
            f'<p class="share"><b>{share}</b><span>%</span></p>\n'
            f'<p class="verdict">{self.verdict(status, progress)}</p>\n<dl>{figures}</dl>\n{since}</div>\n'
            f'<div class="map">\n{rows}\n</div>\n</section>'
        )

    def verdict(self, status: Status, progress: Progress) -> str:
        """Whether the translation can be printed as it is, and what else is to be done."""
        counts = progress.counts
        total = counts["segments"]
        blocked = counts["fuzzy"] + counts["missing"] + counts["stopped"]
        if blocked:
            said = [self.say("verdict stops", count=blocked, total=total)]
        elif progress.ready:
            said = [self.say("verdict ready")]
        else:
            said = [self.say("verdict elsewhere", command=shlex.join(("feuillet", "check", status.article)))]
        if counts["questions"]:
            said.append(self.say("verdict questions", count=counts["questions"]))
        if counts["unreviewed"]:
            said.append(self.say("verdict unreviewed", count=counts["unreviewed"], total=total))
        elif progress.ready:
            said.append(self.say("verdict reviewed"))
        return " ".join(said)

    def cell(self, status: Status, progress: Progress, cell: Cell) -> str:
        name = self.say(cell.verdict or cell.state)
        kind = ", ".join(
            ": ".join((self.word(label.split(": ")[0]), *map(escape, label.split(": ")[1:])))
            for label in cell.kind.split(", ")
        )
        direction = ' dir="rtl"' if progress.language.split("-")[0] in _RIGHT_TO_LEFT else ""
        was = (
            f'<p class="was" lang="{escape(status.language)}"><b>{self.say("was")}</b> '
            f"{escape(cell.previous)}</p>"
            if cell.previous
            else ""
        )
        about = " · ".join(part for part in (kind, escape(cell.heading), escape(cell.place)) if part)
        text = escape(cell.text) or f"<i>{self.say('nothing')}</i>"
        found = "".join(
            f'<p class="found"><b>{finding.code}</b> {self.told(finding)}</p>{self.sides(finding)}'
            for finding in cell.findings
        )
        classes = " ".join(part for part in (cell.state, cell.verdict) if part)
        return (
            f'<li><details name="{escape(status.article)}-{progress.language}">'
            f'<summary class="cell {classes}" title="{name}: {escape(short(cell.key.text))}">'
            f'<span class="hidden">{cell.number}, {kind}: {name}</span>'
            f'<b aria-hidden="true">{_SIGNS[cell.verdict or cell.state]}</b></summary>\n'
            f'<div class="texts"><p class="about"><b>{cell.number} · {name}</b> {about}</p>\n'
            f'<p class="source" lang="{escape(status.language)}">{escape(cell.key.text)}</p>\n'
            f'<p class="target" lang="{escape(progress.language)}"{direction}>{text}</p>\n{was}{found}'
            f"{self.review(cell)}</div></details></li>"
        )

    def told(self, finding: Finding) -> str:
        return escape(" ".join(messages.tell(finding, self.language)))

    def sides(self, finding: Finding) -> str:
        """The two texts of a finding where words of theirs are marked, and what those were read as."""
        values = {name: str(value) for name, value in finding.values}
        shown = [(values.get(f"{side}_text", ""), values.get(f"{side}_read", "")) for side in _SIDES]
        if not any(marks(text) for text, _ in shown):
            return ""  # the texts as they are stand above
        return "".join(self.side(text, read) for text, read in shown if text)

    def side(self, text: str, read: str) -> str:
        other = read_otherwise(text, read)
        said = f" <i>{self.say('read', read=other)}</i>" if other else ""
        return f'<p class="side" dir="auto">{_with_marks(text)}{said}</p>'

    def review(self, cell: Cell) -> str:
        if cell.review is None:
            return ""
        line = "review" if cell.review.fits else "review ended"
        said = self.say(line, name=cell.review.name, date=cell.review.date)
        return f'<p class="review">{said}</p>'


_SIDES = ("source", "target")


def _with_marks(text: str) -> str:
    return escape(around(text)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")


_GROUPS = {"title": "opening", "lead": "opening", "footnote": "footnotes", "key point": "key points"}


def _rows(cells: Sequence[Cell]) -> Sequence[tuple[str, str, list[Cell]]]:
    """The cells by where they stand: a row for each heading and what is under it. A row is named by us, or
    by its heading."""
    rows: list[tuple[str, str, list[Cell]]] = []
    for cell in cells:
        name = "settings" if cell.kind.startswith("metadata") else _GROUPS.get(cell.kind, "")
        if cell.kind == "heading":
            rows.append(("", cell.source, [cell]))
        elif rows and (not name or name == rows[-1][0]):
            rows[-1][2].append(cell)
        else:
            rows.append((name or "opening", "", [cell]))
    return rows


def _percent(done: int, total: int) -> int:
    """Rounded down: 100 % means every one."""
    return 100 * done // total if total else 100


_STYLE = """\
:root {
  --ground: #ffffff; --ink: #1d2b2f; --quiet: #56676b; --rule: #d5e2e0; --tint: #eef5f4;
  --petrol: #12505b; --middle: #8fb7b5; --warm: #b3481e; --on: #ffffff; --sheet: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10191b; --ink: #e6efee; --quiet: #9fb2b4; --rule: #2b3b3e; --tint: #19262a;
    --petrol: #7cc4c4; --middle: #35666b; --warm: #f0986c; --on: #10191b; --sheet: #162225;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 "Feuillet Sans", "Atkinson Hyperlegible", "Segoe UI", system-ui, sans-serif;
  font-variant-numeric: lining-nums tabular-nums;
}
main { max-width: 92rem; margin: 0 auto; padding: clamp(1.5rem, 4vw, 4.5rem); }
.house, .name { color: var(--quiet); font-size: .875rem; letter-spacing: .02em; }
h1 { font-size: clamp(2.5rem, 5vw, 4.25rem); line-height: 1; letter-spacing: -.025em; font-weight: 700; }
header.page { display: grid; grid-template-columns: 1fr; gap: .5rem;
  padding-bottom: clamp(2rem, 4vw, 4rem); }
.legend { list-style: none; padding: 1.5rem 0 0; display: grid; gap: .75rem 2rem;
  grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.legend li { display: grid; grid-template-columns: 2.25rem 1fr; gap: .85rem; align-items: start;
  font-size: .875rem; line-height: 1.35; color: var(--quiet); }
.legend strong { display: block; color: var(--ink); font-size: 1rem; }
article { border-top: 3px solid var(--ink); padding: 1.25rem 0 clamp(3rem, 6vw, 6rem); }
header.article { max-width: 62rem; padding-bottom: clamp(1.5rem, 3vw, 3rem); }
h2 { font-size: clamp(1.4rem, 2.2vw, 2rem); line-height: 1.2; letter-spacing: -.01em; text-wrap: balance; }
section { display: grid; grid-template-columns: minmax(17rem, 24rem) 1fr; gap: 2rem clamp(2rem, 5vw, 5rem);
  align-items: start; padding: 1.5rem 0 2.5rem; }
section + section { border-top: 1px solid var(--rule); padding-top: 2.5rem; }
h3 { font-size: 1.25rem; line-height: 1.2; }
.share { display: flex; align-items: baseline; color: var(--petrol); line-height: .82;
  padding: 1.1rem 0 .9rem; }
.share b { font-size: clamp(6rem, 12vw, 10.5rem); letter-spacing: -.06em; font-weight: 700;
  margin-left: -.05em; }
.share span { font-size: 2.5rem; font-weight: 400; padding-left: .35rem; }
.verdict { font-size: 1.125rem; line-height: 1.35; max-width: 22rem; }
dl { display: grid; grid-template-columns: repeat(3, auto); gap: 1.25rem; padding-top: 1.5rem;
  justify-content: start; }
dl div { display: flex; flex-direction: column-reverse; }
dt { font-size: .8125rem; color: var(--quiet); }
dd { font-size: 2rem; line-height: 1.1; font-weight: 700; }
dl .reviewed dd { color: var(--petrol); }
dl .fuzzy dd, dl .missing dd, dl .stopped dd, dl .questioned dd { color: var(--warm); }
dl .zero dd { color: var(--quiet); font-weight: 400; }
time { white-space: nowrap; }
.stale { padding-top: 1rem; font-size: .9375rem; color: var(--warm); max-width: 22rem; }
.map { --side: clamp(2.1rem, 3.3vw, 3.25rem); display: grid; gap: .45rem; }
.row { display: grid; grid-template-columns: minmax(7rem, 15rem) 1fr; gap: 1.25rem; }
.row > p { font-size: .8125rem; line-height: 1.3; color: var(--quiet); align-self: start;
  min-height: var(--side);
  display: flex; align-items: center; justify-content: end; text-align: right; text-wrap: balance; }
.row ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .45rem; }
.row ul { position: relative; }
details[open] > .cell { outline: 3px solid var(--ink); outline-offset: 2px; }
.cell { display: grid; place-items: center; width: var(--side, 2.25rem); height: var(--side, 2.25rem);
  border-radius: .3rem; font-size: 1.25rem; line-height: 1; border: 2px solid transparent; }
summary { list-style: none; cursor: pointer; position: relative; }
summary::-webkit-details-marker { display: none; }
.cell.reviewed { background: var(--petrol); color: var(--on); }
.cell.translated { background: var(--middle); color: var(--ink); }
.cell.fuzzy { background: var(--warm); color: var(--on); border-radius: 50%; }
.cell.questioned { border-color: var(--warm); }
.cell.stopped { background: var(--warm); color: var(--on); }
.cell.missing { background: transparent; border: 2px dashed var(--warm); color: var(--warm); }
summary:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
summary:hover { filter: brightness(1.08); }
.texts { position: absolute; z-index: 1; top: calc(100% + .75rem); left: 0; right: 0;
  background: var(--tint);
  border: 1px solid var(--middle); box-shadow: 0 1rem 2.5rem rgb(16 25 27 / .18);
  padding: 1.25rem clamp(1rem, 2vw, 2rem) 1.4rem;
  border-radius: .3rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr));
  gap: .6rem 2.5rem; }
.about, .was, .review, .found { grid-column: 1 / -1; font-size: .875rem; color: var(--quiet); }
.found { overflow-wrap: anywhere; }
.side { font-size: .9375rem; overflow-wrap: anywhere; }
.side i { color: var(--quiet); }
mark { background: none; color: var(--warm); font-weight: 700; text-decoration: underline; }
.about b, .was b, .found b { color: var(--ink); }
.was { text-decoration-line: none; border-left: 3px solid var(--warm); padding-left: .75rem; }
.source, .target { white-space: pre-line; max-width: 38rem; overflow-wrap: anywhere; }
.target { color: var(--petrol); }
.none { font-size: 1.125rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
@media (max-width: 70rem) { section { grid-template-columns: 1fr; } }
@media (max-width: 40rem) { .row { grid-template-columns: 1fr; gap: .3rem; padding-bottom: .6rem; }
  .row > p { justify-content: start; text-align: left; min-height: 0; } }
@media print { .map { --side: 1.6rem; } body { print-color-adjust: exact; } }
"""
