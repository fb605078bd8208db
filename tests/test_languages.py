"""Any pair of languages: columns, direction, fonts and the language of each side, on one small article."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest

from tests import oracles
from tests.workbench import CASES, feuillet

LANGUAGES = CASES / "languages"
OTHERS = {"es": "comprimido", "uk": "таблетку", "ar": "أقراص"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handout and the bilingual ebook in each pair, and the brochure in each language alone."""
    folder = tmp_path_factory.mktemp("languages")
    for tag in OTHERS:
        pair = ("--product", "handout", "--product", "ebook-bilingual", "--languages", f"fr,{tag}")
        for asked in (pair, ("--product", "brochure", "--languages", tag)):
            done = feuillet("build", *asked, "--output-dir", str(folder), folder=LANGUAGES)
            assert done.exit == 0
            assert not re.search("error|warning", done.stderr)  # a note may say what was not compared
    return folder


@pytest.mark.parametrize("tag", OTHERS)
def test_pdf_conforms_and_says_its_languages(made: Path, tag: str) -> None:
    for name in (f"paracetamol-handout-fr-{tag}.pdf", f"paracetamol-brochure-{tag}.pdf"):
        assert oracles.pdf_ua_1(made / name) == ()
        assert oracles.pdf_a(made / name) == ()
        # TXT-004: an Arabic letter has up to four forms, and marks that add no letter to their cluster
        said = [finding for finding in oracles.read_aloud(made / name) if not finding.startswith("TXT-004")]
        assert said == []
    with pikepdf.open(made / f"paracetamol-handout-fr-{tag}.pdf") as pdf:
        cells = [
            item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TD"
        ]
        assert {str(cell.Lang) for cell in cells} == {"fr", tag}
    with pikepdf.open(made / f"paracetamol-brochure-{tag}.pdf") as pdf:
        assert str(pdf.Root.Lang) == tag


@pytest.mark.parametrize("tag", ["es", "uk"])
def test_the_words_come_out_in_order(made: Path, tag: str) -> None:
    text = oracles.pdf_text(made / f"paracetamol-handout-fr-{tag}.pdf")
    assert OTHERS[tag] in text
    assert "01 99 00 00 00" in text.replace("\u00a0", " ")


def test_a_telephone_number_keeps_its_order_from_right_to_left(made: Path) -> None:
    """Bidirectional text would turn the groups of a number around; no-break spaces hold them together."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: it reads the line as it stands on the page")
    command = ["pdftotext", "-layout", str(made / "paracetamol-handout-fr-ar.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()
    assert text.replace("\u00a0", " ").count("01 99 00 00 00") == 2


@pytest.mark.parametrize("tag", OTHERS)
def test_the_ebook_says_the_language_and_direction_of_each_block(made: Path, tag: str) -> None:
    path = made / f"paracetamol-ebook-bilingual-fr-{tag}.epub"
    with zipfile.ZipFile(path) as book:
        pages = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
        fonts = " ".join(name for name in book.namelist() if name.endswith(".ttf"))
    direction = "rtl" if tag == "ar" else "ltr"
    assert f'lang="{tag}"' in pages
    assert f'dir="{direction}"' in pages
    assert {"es": "FeuilletSans", "uk": "FeuilletWorld", "ar": "FeuilletArabic"}[tag] in fonts
    assert OTHERS[tag] in oracles.epub_text(path)


def test_the_ebook_is_valid(made: Path) -> None:
    try:
        assert oracles.epub_check(made / "paracetamol-ebook-bilingual-fr-ar.epub") == ()
    except oracles.NotRun as why:
        pytest.skip(str(why))
