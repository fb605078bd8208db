"""Products in two languages, asked for in one."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import polib
import pytest

from tests import oracles
from tests.workbench import ARTICLE, BASE, CASES, CATALOG, feuillet, outputs

PRODUCTS = ("handout", "handout-large")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alone")
    asked = [part for name in PRODUCTS for part in ("--product", name)]
    for tag in ("fr", "en"):
        done = feuillet("build", *asked, "--languages", tag, "--output-dir", str(folder), folder=BASE)
        assert (done.exit, done.stderr) == (0, "")
    return folder


def test_each_is_named_after_its_one_language(made: Path) -> None:
    assert set(outputs(made)) == {f"{ARTICLE}-{name}-{tag}.pdf" for name in PRODUCTS for tag in ("fr", "en")}


@pytest.mark.parametrize("name", PRODUCTS)
def test_it_holds_that_language_and_no_other(made: Path, name: str) -> None:
    entries = [entry for entry in polib.pofile(str(BASE / CATALOG)) if "heading" in (entry.comment or "")]
    assert len(entries) > 4
    for tag in ("fr", "en"):
        path = made / f"{ARTICLE}-{name}-{tag}.pdf"
        text = oracles.words(oracles.pdf_text(path))
        for entry in entries:
            said, unsaid = (entry.msgid, entry.msgstr) if tag == "fr" else (entry.msgstr, entry.msgid)
            assert oracles.first_missing(oracles.words(said), text) is None
            assert " ".join(oracles.words(unsaid)) not in " ".join(text)
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) == tag
            elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
            assert {str(element.Lang) for element in elements if "/Lang" in element} <= {tag}


def test_the_handout_is_text_with_headings_and_no_table_around_it(made: Path) -> None:
    """A table with one column would be read aloud as one."""
    with pikepdf.open(made / f"{ARTICLE}-handout-en.pdf") as pdf:
        kinds = [str(item.S) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        assert kinds.count("/Table") == 1
        assert kinds.count("/H1") == 1
        with pdf.open_outline() as outline:
            (title,) = outline.root
            assert [item.title for item in title.children][:2] == ["Key points", "Before you come"]


@pytest.mark.parametrize("name", PRODUCTS)
def test_it_conforms_and_keeps_to_its_limits(made: Path, name: str) -> None:
    for tag in ("fr", "en"):
        path = made / f"{ARTICLE}-{name}-{tag}.pdf"
        assert oracles.pdf_ua_1(path) == oracles.pdf_a(path) == oracles.read_aloud(path) == ()
    done = feuillet("check", "--layout", "--product", name, "--languages", "en", folder=BASE)
    # The picture of the base article has words too small for large print, in any number of languages.
    said = [line for line in done.stderr.splitlines() if line.startswith(("error", "warning"))]
    assert done.exit == 0
    assert [line for line in said if name == "handout" or "L010" not in line] == []


def test_from_right_to_left(tmp_path: Path) -> None:
    asked = ("--product", "handout", "--languages", "ar")
    done = feuillet("build", *asked, "--output-dir", str(tmp_path), folder=CASES / "languages")
    said = done.stderr + feuillet("check", "--layout", *asked, folder=CASES / "languages").stderr
    assert done.exit == 0
    assert set(re.findall(r"\b[A-Z]\d{3}\b", said)) <= {"X040"}  # what was not compared


def test_without_its_name_it_is_left_out(made: Path) -> None:
    """Where no product is named, one language means the products in one language."""
    done = feuillet("check", "--languages", "en", "--json", folder=BASE)
    assert done.exit == 0
    assert "handout" in done.stdout, "a note says that it is left out"
