"""Articles of any length, in French with an English catalog, the same each time."""

from __future__ import annotations

import itertools
import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline import compare

PAIRS = Path(__file__).parent.parent / "parity" / "development"
FILES = ("first.toml", "second.toml", "third.toml", "fourth.toml")


class Pair(NamedTuple):
    fr: str
    en: str


HEAD = """+++
language = "fr"
description = "{2}"
keywords = ["mesure"]
key_points = [
  "{0}",
  "{1}",
]

[imprint]
number = "MESURE-01"
version = "1.0"
date = 2026-11-22
+++
"""
DESCRIPTION = Pair("Un article aussi long que l’on veut.", "An article as long as one likes.")
TITLE = Pair("Bien vivre avec votre traitement", "Living well with your treatment")
LEAD = Pair(
    "Cette page réunit ce que vous devez savoir de votre traitement.",
    "This page brings together what you need to know about your treatment.",
)
TOPICS = [
    ("Avant l’examen", "Before the examination"),
    ("Pendant le traitement", "During treatment"),
    ("Le retour à la maison", "Going home"),
    ("Vos médicaments de tous les jours", "Your everyday medicines"),
    ("Les effets à surveiller", "Effects to look out for"),
    ("Vos questions", "Your questions"),
]
CELLS = [
    ("Quand", "When"),
    ("Combien", "How much"),
    ("le matin", "in the morning"),
    ("500 mg", "500 mg"),
    ("le soir", "in the evening"),
    ("250 mg", "250 mg"),
    ("avant le repas", "before the meal"),
    ("10 ml", "10 ml"),
]


class Block(NamedTuple):
    """Some Markdown, and the segments in it with their translations."""

    markdown: str
    segments: tuple[Pair, ...]


def write(folder: Path, blocks: int) -> None:
    """Write an article with so many ``blocks``, and its catalog, into ``folder``."""
    folder.mkdir(parents=True)
    sentences = _sentences()
    points = sentences[:2]
    first = Pair(" ".join(p.fr for p in points), " ".join(p.en for p in points))
    body = [
        Block(f"# {TITLE.fr}", (TITLE, DESCRIPTION)),
        _paragraph(LEAD),
        _paragraph(first),
        *itertools.islice(_blocks(sentences[2:]), blocks),
    ]
    markdown = "\n\n".join(
        [HEAD.format(*(point.fr for point in points), DESCRIPTION.fr), *(b.markdown for b in body)]
    )
    (folder / "article.md").write_text(markdown + "\n", "utf-8")
    catalog = {pair.fr: pair.en for block in body for pair in block.segments}
    entries = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n']
    entries += [f'msgid "{fr}"\nmsgstr "{en}"\n' for fr, en in catalog.items()]
    entries += [f'msgctxt "key point"\nmsgid "{point.fr}"\nmsgstr "{point.en}"\n' for point in points]
    (folder / "en.po").write_text("\n".join(entries), "utf-8")


def _sentences() -> list[Pair]:
    """The gate's own pairs that it lets pass without a word, and that have no markup."""
    pairs = [
        Pair(**entry) for file in FILES for entry in tomllib.loads((PAIRS / file).read_text("utf-8"))["pair"]
    ]
    return [
        pair
        for pair in pairs
        if not re.search(r'[\\`*_\[\]<>^~{}&"]', pair.fr + pair.en) and not _differ(pair)
    ]


def _differ(pair: Pair) -> bool:
    return bool(compare.check_pair(pair.fr, pair.en, "fr", "en"))


def _blocks(sentences: list[Pair]) -> Iterator[Block]:
    """Sections of about a page: paragraphs, headings, a list, now and then a table or a quotation."""
    rng = random.Random(2026)

    def some(least: int, most: int) -> Pair:
        while True:
            chosen = rng.sample(sentences, rng.randint(least, most))
            pair = Pair(" ".join(p.fr for p in chosen), " ".join(p.en for p in chosen))
            if not _differ(pair):
                return pair

    for number in itertools.count(1):
        topic = TOPICS[number % len(TOPICS)]
        heading = Pair(f"{topic[0]}, partie {number}", f"{topic[1]}, part {number}")
        yield Block(f"## {heading.fr}", (heading,))
        yield _paragraph(some(3, 6))
        yield _paragraph(some(2, 4), strong=True)
        items = [some(1, 2) for _ in range(rng.randint(3, 6))]
        mark = "1." if number % 3 == 0 else "-"
        yield Block("\n".join(f"{mark} {item.fr}" for item in items), tuple(items))
        yield _paragraph(some(3, 6))
        below = Pair(f"À retenir, partie {number}", f"To remember, part {number}")
        yield Block(f"### {below.fr}", (below,))
        yield _paragraph(some(4, 7))
        if number % 4 == 0:
            yield _table([Pair(*cell) for cell in CELLS])
        if number % 4 == 2:
            quoted = some(1, 3)
            yield Block(f"> {quoted.fr}", (quoted,))
        yield _paragraph(some(2, 5))


def _paragraph(pair: Pair, *, strong: bool = False) -> Block:
    if strong:
        pair = Pair(*(re.sub(r"^\w+", r"**\g<0>**", text) for text in pair))
    return Block(pair.fr, (pair,))


def _table(cells: list[Pair]) -> Block:
    rows = [f"| {a.fr} | {b.fr} |" for a, b in zip(cells[::2], cells[1::2], strict=True)]
    return Block("\n".join([rows[0], "| --- | --- |", *rows[1:]]), tuple(cells))
