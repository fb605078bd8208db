"""How far an article's translations are: as numbers, as JSON, and as a page for the wall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from pipeline.model import Article, Finding, Key, Place, Value, note, plain
from pipeline.translate import catalog
from pipeline.translate.catalog import Catalog, Entry, Unit

REVIEWED, TRANSLATED, FUZZY, MISSING = "reviewed", "translated", "fuzzy", "missing"
STATES = (REVIEWED, TRANSLATED, FUZZY, MISSING)


class Cell(Value, frozen=True):
    """One segment in one language. ``review`` is who looked it over, whether or not that still fits."""

    number: int
    key: Key
    kind: str
    heading: str
    place: str
    source: str
    text: str
    previous: str
    state: str
    review: catalog.Review | None = None


class Progress(Value, frozen=True):
    """One language of an article. ``stale_since`` is the day of the oldest review that no longer fits."""

    language: str
    cells: tuple[Cell, ...]
    stale_since: str = ""

    def count(self, *states: str) -> int:
        return sum(cell.state in states for cell in self.cells)

    @property
    def counts(self) -> dict[str, int]:
        """Translated are those that a build takes; unreviewed those of them that nobody has looked over."""
        return {
            "segments": len(self.cells),
            "translated": self.count(REVIEWED, TRANSLATED),
            "fuzzy": self.count(FUZZY),
            "missing": self.count(MISSING),
            "unreviewed": self.count(TRANSLATED),
            "reviewed": self.count(REVIEWED),
        }


class Status(Value, frozen=True):
    article: str
    title: str
    language: str
    languages: tuple[Progress, ...]
    findings: tuple[Finding, ...] = ()


def status(article: Article, catalogs: Mapping[str, bytes], shown: Mapping[str, str] | None = None) -> Status:
    """How far each of ``catalogs``, by language, is with what the article says now. Reads no clock."""
    wanted = catalog.units(article)
    found: list[Finding] = []
    languages: list[Progress] = []
    for language, data in sorted(catalogs.items()):
        name = (shown or {}).get(language, f"{language}.po")
        before = catalog.load(data, name)
        after = catalog.renew(before, wanted)[0]
        found += _unsealed(before, name, article.name, language)
        cells = tuple(_cell(unit, entry) for unit, entry in zip(wanted, after.entries, strict=True))
        since = [cell.review.date for cell in cells if cell.review and not cell.review.fits]
        languages.append(Progress(language, cells, min(since, default="")))
    title = plain(article.blocks[0].content)
    return Status(article.name, title, article.language, tuple(languages), tuple(found))


def _cell(unit: Unit, entry: Entry) -> Cell:
    review = catalog.review(entry)
    state = (
        MISSING
        if not entry.text.strip()
        else FUZZY
        if entry.fuzzy
        else REVIEWED
        if review and review.fits
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
        review,
    )


def _unsealed(before: Catalog, shown: str, article: str, language: str) -> Sequence[Finding]:
    hint = (
        f"Put it down with: feuillet translate review {article} --language {language} --by NAME --date DATE"
    )
    return [
        note(
            "T024",
            "A review does not say which words it was for, so it does not count.",
            hint,
            Place(shown, entry.line, entry.key.text),
        )
        for entry in before.entries
        if catalog.unsealed(entry)
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
                "stale": sum(bool(cell.review and not cell.review.fits) for cell in progress.cells),
                "stale_since": progress.stale_since or None,
                "list": [
                    {
                        "number": cell.number,
                        "state": cell.state,
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

_NAMES = {"ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "uk": "Ukrainian"}
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")

# What each state is called, the sign that tells it without colour, and what to do about it.
_WORDS = {
    REVIEWED: ("Reviewed", "✓", "somebody has looked it over, and neither text has changed since"),
    TRANSLATED: ("Translated", "·", "ready to print; nobody has looked it over yet"),
    FUZZY: ("To check", "?", "the source has changed, or somebody was unsure; it stops a build"),
    MISSING: ("Missing", "", "not translated; it stops a build"),
}


def html(statuses: Sequence[Status]) -> str:
    """One page on its own, without script: each segment a cell, each cell opens on its two texts."""
    body = "\n".join(_article(status) for status in statuses) or "<p>There is no article yet.</p>"
    legend = "".join(
        f'<li><span class="cell {state}" aria-hidden="true"><b>{sign}</b></span>'
        f"<span><strong>{name}</strong> {escape(words)}</span></li>"
        for state, (name, sign, words) in _WORDS.items()
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>Translations</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<header class="page"><p class="house">Feuillet</p><h1>Translations</h1>\n'
        f'<ul class="legend">{legend}</ul></header>\n{body}\n</main>\n</body>\n</html>\n'
    )


def _article(status: Status) -> str:
    languages = "\n".join(_language(status, progress) for progress in status.languages)
    if not status.languages:
        command = f"feuillet translate update {status.article} --language en"
        languages = f'<p class="none">No translation yet. Begin one with: <code>{escape(command)}</code></p>'
    return (
        f'<article>\n<header class="article"><p class="name">{escape(status.article)}</p>\n'
        f'<h2 lang="{escape(status.language)}">{escape(status.title)}</h2></header>\n{languages}\n</article>'
    )


def _language(status: Status, progress: Progress) -> str:
    counts = progress.counts
    done, total = counts["translated"], counts["segments"]
    name = _NAMES.get(progress.language, progress.language)
    stale = sum(bool(cell.review and not cell.review.fits) for cell in progress.cells)
    figures = "".join(
        f'<div class="{state}{"" if progress.count(state) else " zero"}"><dt>{_WORDS[state][0]}</dt>'
        f"<dd>{progress.count(state)}</dd></div>"
        for state in STATES
    )
    verdict = _verdict(counts)
    since = (
        f'<p class="stale">{stale} review{"s" if stale > 1 else ""} no longer fit{"" if stale > 1 else "s"}, '
        f'the oldest of <time datetime="{progress.stale_since}">{progress.stale_since}</time>.</p>'
        if stale
        else ""
    )
    rows = "\n".join(
        f'<div class="row"><p{f" lang={status.language}" if said else ""}>{escape(name or said)}</p>\n<ul>'
        + "\n".join(_cell_html(status, progress, cell) for cell in cells)
        + "</ul></div>"
        for name, said, cells in _rows(progress.cells)
    )
    return (
        f'<section aria-label="{escape(name)}">\n<div class="sum">\n<h3>{escape(name)}</h3>\n'
        f'<p class="share"><b>{_percent(done, total)}</b><span>%</span></p>\n'
        f'<p class="verdict">{verdict}</p>\n<dl>{figures}</dl>\n{since}</div>\n'
        f'<div class="map">\n{rows}\n</div>\n</section>'
    )


_GROUPS = {"title": "Opening", "lead": "Opening", "footnote": "Footnotes", "key point": "Key points"}


def _rows(cells: Sequence[Cell]) -> Sequence[tuple[str, str, list[Cell]]]:
    """The cells by where they stand: a row for each heading and what is under it. A row is named by us, or
    by its heading."""
    rows: list[tuple[str, str, list[Cell]]] = []
    for cell in cells:
        name = "Settings" if cell.kind.startswith("metadata") else _GROUPS.get(cell.kind, "")
        if cell.kind == "heading":
            rows.append(("", cell.source, [cell]))
        elif rows and (not name or name == rows[-1][0]):
            rows[-1][2].append(cell)
        else:
            rows.append((name or "Opening", "", [cell]))
    return rows


def _percent(done: int, total: int) -> int:
    """Rounded down: 100 % means every one."""
    return 100 * done // total if total else 100


def _verdict(counts: Mapping[str, int]) -> str:
    total = counts["segments"]
    open_ones = counts["fuzzy"] + counts["missing"]
    if open_ones:
        return f"{open_ones} of {total} segments stop a build."
    if counts["unreviewed"]:
        return f"Ready to print; {counts['unreviewed']} of {total} segments wait for a review."
    return f"Ready to print, and all {total} segments reviewed."


def _cell_html(status: Status, progress: Progress, cell: Cell) -> str:
    name, sign, _ = _WORDS[cell.state]
    review = ""
    if cell.review:
        ended = "" if cell.review.fits else ", before a text changed"
        review = f"Reviewed by {cell.review.name}, {cell.review.date}{ended}"
    direction = ' dir="rtl"' if progress.language.split("-")[0] in _RIGHT_TO_LEFT else ""
    was = (
        f'<p class="was" lang="{escape(status.language)}"><b>The source was</b> {escape(cell.previous)}</p>'
        if cell.previous
        else ""
    )
    about = " · ".join(part for part in (cell.kind, cell.heading, cell.place) if part)
    text = escape(cell.text) or "<i>nothing yet</i>"
    return (
        f'<li><details name="{escape(status.article)}-{progress.language}">'
        f'<summary class="cell {cell.state}" title="{name}: {escape(catalog.short(cell.key.text))}">'
        f'<span class="hidden">{cell.number}, {escape(cell.kind)}: {name}</span>'
        f'<b aria-hidden="true">{sign}</b></summary>\n'
        f'<div class="texts"><p class="about"><b>{cell.number} · {name}</b> {escape(about)}</p>\n'
        f'<p class="source" lang="{escape(status.language)}">{escape(cell.key.text)}</p>\n'
        f'<p class="target" lang="{escape(progress.language)}"{direction}>{text}</p>\n{was}'
        f"{f'<p class=review>{escape(review)}</p>' if review else ''}</div></details></li>"
    )


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
dl { display: grid; grid-template-columns: repeat(4, auto); gap: 1.25rem; padding-top: 1.5rem;
  justify-content: start; }
dl div { display: flex; flex-direction: column-reverse; }
dt { font-size: .8125rem; color: var(--quiet); }
dd { font-size: 2rem; line-height: 1.1; font-weight: 700; }
dl .reviewed dd { color: var(--petrol); }
dl .fuzzy dd, dl .missing dd { color: var(--warm); }
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
.cell.missing { background: transparent; border: 2px dashed var(--warm); color: var(--warm); }
summary:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
summary:hover { filter: brightness(1.08); }
.texts { position: absolute; z-index: 1; top: calc(100% + .75rem); left: 0; right: 0;
  background: var(--tint);
  border: 1px solid var(--middle); box-shadow: 0 1rem 2.5rem rgb(16 25 27 / .18);
  padding: 1.25rem clamp(1rem, 2vw, 2rem) 1.4rem;
  border-radius: .3rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr));
  gap: .6rem 2.5rem; }
.about, .was, .review { grid-column: 1 / -1; font-size: .875rem; color: var(--quiet); }
.about b, .was b { color: var(--ink); }
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
