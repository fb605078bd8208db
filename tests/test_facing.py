"""Facing pages: the same segments at the same height on both pages of a spread, in a booklet that folds."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import polib
import pypdfium2
import pytest
from pypdfium2 import raw

from tests import oracles
from tests.workbench import ARTICLE, BASE, CASES, CATALOG, SOURCE, feuillet, workspace

PRODUCT = "handout-facing"
FILE = f"{ARTICLE}-{PRODUCT}-fr-en.pdf"
NEAR = 0.5  # mm
WORDS = ["".join(parts) for parts in product("bdgk", "aou", ("mel", "ton", "vir"), ("a", "i", "o", "u"))]
ROWS = 40


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facing")
    done = feuillet("build", "--product", PRODUCT, "--output-dir", str(folder), folder=BASE)
    assert (done.exit, done.stderr) == (0, "")
    return folder / FILE


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article with a paragraph and a table longer than a page, in English longer than in French."""
    folder = workspace(tmp_path_factory.mktemp("long"))
    cells = WORDS[:ROWS]
    text = "| Mesure | Remarque |\n| --- | --- |\n" + "".join(
        f"| {cell}re | {cell} noté |\n" for cell in cells
    )
    spoken = f"Voici des mots : {', '.join(WORDS * 2)}."
    pairs = {"Longue partie": "Long part", "Mesure": "Measure", "Remarque": "Remark"}
    pairs |= {f"{cell}re": f"{cell}ry" for cell in cells}
    pairs |= {f"{cell} noté": f"{cell} that was noted down" for cell in cells}
    pairs |= {spoken: f"Here are words: {', '.join(f'{word}ley' for word in WORDS * 2)}."}
    with (folder / SOURCE).open("a", encoding="utf-8") as source:
        source.write(f"\n## Longue partie\n\n{spoken}\n\n{text}")
    with (folder / CATALOG).open("a", encoding="utf-8") as catalog:
        catalog.writelines(f'\nmsgid "{one}"\nmsgstr "{other}"\n' for one, other in pairs.items())
    done = feuillet("build", "--product", PRODUCT, folder=folder)
    assert (done.exit, done.stderr) == (0, "")
    return folder / "build" / FILE


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """French with Arabic, and Arabic with French."""
    folder = tmp_path_factory.mktemp("arabic")
    for pair in ("fr,ar", "ar,fr"):
        asked = ("--product", PRODUCT, "--languages", pair, "--output-dir", str(folder))
        done = feuillet("build", *asked, folder=CASES / "languages")
        assert (done.exit, done.stderr) == (0, "")
    return folder


# ── What stands where ──────────────────────────────────────────────────────────────────────


class Token(NamedTuple):
    text: str
    baseline: float  # mm below the head of the page


def tokens(path: Path) -> list[list[Token]]:
    """The words of each page, in the form of `oracles.words`, with where they stand."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [list(_tokens(page)) for page in document]
    finally:
        document.close()


def _tokens(page: Any) -> Iterator[Token]:
    text = page.get_textpage()
    all_of_it = "".join(chr(raw.FPDFText_GetUnicode(text.raw, index)) for index in range(text.count_chars()))
    for found in re.finditer(r"\S+", all_of_it):
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text.raw, found.start(), x, y)
        for word in oracles.words(found[0]):
            yield Token(word, (page.get_height() - y.value) * 25.4 / 72)


def pairs(catalog: Path) -> list[tuple[list[str], list[str]]]:
    """The words of each segment of two or more in both languages; those with marks of notes are left out."""
    entries = [entry for entry in polib.pofile(str(catalog)) if "[^" not in entry.msgid]
    both = [(oracles.words(_plain(entry.msgid)), oracles.words(_plain(entry.msgstr))) for entry in entries]
    return [(one, other) for one, other in both if min(len(one), len(other)) > 1]


def _plain(markdown: str) -> str:
    return re.sub(r"\]\([^)]*\)|[*~^\[\]]", "", markdown)


def places(wanted: list[str], pages: list[list[Token]]) -> list[tuple[int, float]]:
    """Where a segment begins: pages from 1, and baselines."""
    return [
        (number, page[at].baseline)
        for number, page in enumerate(pages, 1)
        for at in range(len(page) - len(wanted) + 1)
        if [token.text for token in page[at : at + len(wanted)]] == wanted
    ]


def apart(path: Path) -> list[str]:
    """The segments that do not stand at the same height, French on an even page and English on the next."""
    pages = tokens(path)
    found = []
    for french, english in pairs(BASE / CATALOG):
        # The first place of a key point is its own; the second is within the paragraph that it is taken from.
        ones = [place for place in places(french, pages) if 1 < place[0] < len(pages)][:1]
        others = [place for place in places(english, pages) if 1 < place[0] < len(pages)][:1]
        if len(ones) != len(others) or any(
            one[0] % 2 or other[0] != one[0] + 1 or abs(one[1] - other[1]) > NEAR
            for one, other in zip(ones, others, strict=False)
        ):
            found.append(" ".join(french))
    return found


def test_each_segment_begins_on_both_pages_at_the_same_height(base: Path) -> None:
    pages = tokens(base)
    seen = [french for french, _ in pairs(BASE / CATALOG) if places(french, pages)]
    assert len(seen) > 25
    assert apart(base) == []


def test_a_page_that_is_lost_or_moved_would_be_found(base: Path, tmp_path: Path) -> None:
    with pikepdf.open(base) as pdf:
        del pdf.pages[2]
        pdf.save(tmp_path / "lost.pdf")
    assert len(apart(tmp_path / "lost.pdf")) > 5
    with pikepdf.open(base) as pdf:
        moved = pdf.make_stream(b"1 0 0 1 0 -2 cm")
        pdf.pages[2].Contents = pikepdf.Array([moved, pdf.pages[2].Contents])
        pdf.save(tmp_path / "moved.pdf")
    assert len(apart(tmp_path / "moved.pdf")) > 5


def test_what_is_longer_than_a_page_goes_on_on_the_next_spread(long: Path) -> None:
    pages = tokens(long)
    for start, wanted, head in (
        (2, oracles.words(", ".join(WORDS * 2)), "Mesure Remarque"),
        (3, oracles.words(", ".join(f"{word}ley" for word in WORDS * 2)), "Measure Remark"),
    ):
        side = pages[start - 1 : -1 : 2]
        text = [token.text for page in side for token in page if not token.text.isdigit()]
        assert oracles.first_missing(wanted, text) is None
        assert sum(bool(places(head.split(), [page])) for page in side) > 1, (
            "the head of a table goes with it"
        )
        assert sum(wanted[-1] in [token.text for token in page] for page in side) >= 1
    ones, others = places(["Voici", "des", "mots"], pages), places(["Here", "are", "words"], pages)
    assert places(["Longue", "partie"], pages)[0][0] == ones[0][0], "its heading stands alone"
    assert [page for page, _ in others] == [page + 1 for page, _ in ones]
    assert abs(ones[0][1] - others[0][1]) < NEAR
    assert set(WORDS) & {token.text for token in pages[ones[0][0] + 1]}, (
        "the paragraph is no longer than a page"
    )


# ── A booklet ──────────────────────────────────────────────────────────────────────────────


def test_it_folds_and_opens_like_a_booklet(base: Path) -> None:
    sheets = base.with_name(base.name.replace(".pdf", "-sheets.pdf"))
    with pikepdf.open(base) as pdf, pikepdf.open(sheets) as printed:
        assert len(pdf.pages) % 4 == 0
        assert len(printed.pages) == len(pdf.pages) / 2
        assert {tuple(round(float(side)) for side in page.mediabox) for page in pdf.pages} == {
            (0, 0, 420, 595)
        }
        assert pdf.Root.PageLayout == pikepdf.Name.TwoPageRight
        assert "/Direction" not in pdf.Root.ViewerPreferences


def test_each_page_says_its_language_and_its_number(base: Path) -> None:
    pages = [[token.text for token in page] for page in tokens(base)]
    for number, words in enumerate(pages[1:-1], 2):
        assert words[-1] == str(number)
        assert ("English" if number % 2 else "Français") in words
        assert ("Français" if number % 2 else "English") not in words
    assert {"Français", "English"} <= set(pages[0])


def test_notes_fill_both_pages_of_a_spread(base: Path, long: Path) -> None:
    """The lines for notes stand on both sides; a page without words but its furniture has a fellow."""
    for path in (base, long):
        pages = tokens(path)
        empty = [number for number, page in enumerate(pages, 1) if len(page) < 3]
        assert len(empty) in (0, 2)
        assert [number % 2 for number in empty] in ([], [0, 1])


def test_from_right_to_left_the_first_language_stands_on_the_right(arabic: Path) -> None:
    with pikepdf.open(arabic / f"paracetamol-{PRODUCT}-ar-fr.pdf") as pdf:
        assert pdf.Root.PageLayout == pikepdf.Name.TwoPageRight
        assert pdf.Root.ViewerPreferences.Direction == pikepdf.Name.R2L
    for pair, french, outer in (("fr-ar", 1, min), ("ar-fr", 2, max)):
        path = arabic / f"paracetamol-{PRODUCT}-{pair}.pdf"
        assert "comprimés" in [token.text for token in tokens(path)[french]]
        document = pypdfium2.PdfDocument(path)
        numbers = document[1].get_textpage()
        place = numbers.get_charbox(numbers.count_chars() - 1)[0]
        assert outer(place, 210) == place, "the number of page 2 stands at the inner edge"
        document.close()


# ── Structure ──────────────────────────────────────────────────────────────────────────────


def test_one_language_is_read_before_the_other(base: Path, long: Path) -> None:
    """Each is one part of the document, on the pages of its side, and says its language."""
    for path in (base, long):
        with pikepdf.open(path) as pdf:
            numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
            document = pdf.Root.StructTreeRoot.K[0]
            parts = [kid for kid in document.K if str(kid.S) == "/Part"]
            assert [str(part.Lang) for part in parts] == ["fr", "en"]
            for part, side, language in zip(parts, (0, 1), ("fr", "en"), strict=True):
                elements = list(_elements(part))
                with_text = [e for e in elements if any(isinstance(kid, int) for kid in _kids(e))]
                assert len(with_text) > 50
                assert {numbers[e.Pg.objgen] % 2 for e in with_text} == {side}
                assert {str(e.Lang) for e in elements if "/Lang" in e} == {language}


def _elements(element: Any) -> Iterator[Any]:
    yield element
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def test_bookmarks_say_headings_in_both_languages(base: Path) -> None:
    with pikepdf.open(base) as pdf, pdf.open_outline() as outline:
        (title,) = outline.root
        names = [item.title for item in title.children]
        assert "Avant de venir – Before you come" in names
        assert len(names) == len(set(names))


def test_it_conforms(base: Path, long: Path, arabic: Path) -> None:
    paths = [base, long, *(arabic / f"paracetamol-{PRODUCT}-{pair}.pdf" for pair in ("fr-ar", "ar-fr"))]
    for path in paths:
        assert oracles.pdf_ua_1(path) == ()
        assert oracles.pdf_a(path) == ()
        # TXT-004: an Arabic letter has up to four forms
        assert [said for said in oracles.read_aloud(path) if not said.startswith("TXT-004")] == []


def test_its_pages_keep_to_its_limits() -> None:
    done = feuillet("check", "--layout", "--product", PRODUCT, folder=BASE)
    assert (done.exit, done.stderr) == (0, "")
