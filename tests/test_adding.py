"""To add X, touch Y: what that table of ARCHITECTURE.md says, done.

What is code is added to a copy of Feuillet, and that copy is run from nothing, as a user runs it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polib
import pytest

from pipeline import render
from pipeline.model import FORMATS, Exit
from tests import oracles
from tests.workbench import (
    ARTICLE,
    CASES,
    ROOT,
    SOURCE,
    Done,
    add_clinic,
    edit,
    feuillet,
    outputs,
    start,
    workspace,
)

SHIPPED = ROOT / "styles"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return workspace(tmp_path / "work")


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of Feuillet to add code to."""
    code = tmp_path / "code"
    shutil.copytree(ROOT / "pipeline", code / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SHIPPED, code / "styles", ignore=shutil.ignore_patterns("preview.png"))
    return code


def run(code: Path, *arguments: str, folder: Path, speaks: str = "en") -> Done:
    """Run the Feuillet that stands in ``code``."""
    return start(*arguments, folder=folder, environment={"PYTHONPATH": str(code), "FEUILLET_LANG": speaks})


def findings(done: Done) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


# ── Folders and files ──────────────────────────────────────────────────────────────────────


def test_an_article_is_a_folder(folder: Path) -> None:
    shutil.copytree(folder / "sources" / ARTICLE, folder / "sources" / "analyses")
    assert feuillet("build", "analyses", "--product", "brochure", folder=folder).exit == 0
    assert list(outputs(folder / "build")) == ["analyses-brochure-fr.pdf"]


def test_a_clinic_is_a_folder(folder: Path) -> None:
    """A clinic that is no example takes the example's place, in its own name and colour."""
    add_clinic(folder, "lilas")
    there = json.loads(feuillet("list", "--json", folder=folder).stdout)
    assert set(there["clinics"]) >= {"lilas", "tilleuls"}
    assert feuillet("build", "--product", "brochure", folder=folder).exit == 0
    text = " ".join(oracles.words(oracles.pdf_text(folder / "build" / f"{ARTICLE}-brochure-fr.pdf")))
    assert "Clinique lilas" in text
    assert "Tilleuls" not in text
    assert oracles.pdf_ua_1(folder / "build" / f"{ARTICLE}-brochure-fr.pdf") == ()


def test_a_product_is_a_folder(folder: Path) -> None:
    """A large-print edition, with a layout, a style and limits of its own."""
    product = folder / "styles" / "products" / "grands-caracteres"
    product.mkdir(parents=True)
    (product / "product.toml").write_text(
        'name = "grands-caracteres"\nmedia_type = "application/pdf"\n\n'
        '[title]\nfr = "Grands caractères"\n\n[limits]\nsmallest_type = 19\nfill = 0\n',
        "utf-8",
    )
    (product / "style.css").write_text(
        "@page { size: A4; margin: 2cm }\nhtml { font-size: 18pt; line-height: 1.5 }\n"
    )
    (product / "layout.html.j2").write_text(
        '{% import "base/blocks.html.j2" as set with context %}\n'
        '<!DOCTYPE html>\n<html lang="{{ sides[0].tag }}">\n'
        "<head>{{ set.head(title, sides, keywords, created) }}</head>\n"
        "<body><h1>{{ head.html[0] }}</h1>{% if lead %}<p>{{ lead.html[0] }}</p>{% endif %}\n"
        "<ul>{% for point in key_points %}<li>{{ point.html[0] }}</li>{% endfor %}</ul>\n"
        "{% for node in nodes %}{{ set.block(node, 0) }}{% endfor %}\n"
        "{{ set.footnotes(notes, 0) }}</body></html>\n",
        "utf-8",
    )
    asked = ("--product", "grands-caracteres")
    assert feuillet("build", *asked, folder=folder).exit == 0
    made = folder / "build" / f"{ARTICLE}-grands-caracteres-fr.pdf"
    assert list(outputs(folder / "build")) == [made.name]
    assert oracles.pdf_ua_1(made) == ()
    assert oracles.pdf_a(made) == ()
    done = feuillet("check", "--layout", "--json", *asked, folder=folder)
    assert done.exit == 0, "its limits are warnings"
    assert {(found["code"], found["values"]["least"]) for found in findings(done)} == {("L010", 19.0)}


# ── A language ─────────────────────────────────────────────────────────────────────────────

GERMAN = """
from pipeline.compare.languages import NOT, Cue, Table

TABLE = Table(
    tag="de",
    decimal=",",
    numbers={"ein": 1, "eine": 1, "vier": 4},
    units={
        **dict.fromkeys(("tablette", "tabletten"), ("tablet", 1.0)),
        **dict.fromkeys(("tropfen",), ("drop", 1.0)),
        **dict.fromkeys(("stunde", "stunden"), ("min", 60.0)),
        **dict.fromkeys(("tag", "tage"), ("min", 1440.0)),
    },
    per=frozenset(("pro",)),
    cues=(Cue(r"nie|kein\\w*|nicht", NOT),),
    function_words=frozenset(("sie", "und", "mit", "den", "das", "wie", "nie")),
)
"""
TRANSLATED = {
    "Votre traitement par paracétamol": "Ihre Behandlung mit Paracetamol",
    "Ce médicament calme la douleur et fait baisser la fièvre.": "Es lindert Schmerzen und senkt Fieber.",
    "Comment le prendre": "Wie Sie es einnehmen",
    "Prenez 1 comprimé de 500 mg, puis attendez au moins 6 heures. Ne dépassez jamais 4 comprimés de 500 mg "
    "par jour.": "Nehmen Sie 1 Tablette mit 500 mg und warten Sie mindestens 6 Stunden. Nehmen Sie nie mehr "
    "als 4 Tabletten mit 500 mg pro Tag.",
    "Avalez-le avec un grand verre d’eau.": "Schlucken Sie es mit einem großen Glas Wasser.",
    "Ne buvez pas d’alcool.": "Trinken Sie keinen Alkohol.",
}
POINT = "Ne dépassez jamais 4 comprimés de 500 mg par jour."
POINT_TRANSLATED = "Nehmen Sie nie mehr als 4 Tabletten mit 500 mg pro Tag."


def add_german(folder: Path) -> None:
    """The language's file, and a catalog of the article in ``folder``."""
    settings = (SHIPPED / "languages" / "es.toml").read_text("utf-8")
    german = settings.replace('"Español"', '"Deutsch"').replace('"es_ES"', '"de_DE"')
    (folder / "styles" / "languages").mkdir(parents=True)
    (folder / "styles" / "languages" / "de.toml").write_text(german, "utf-8")
    catalog = polib.POFile()
    catalog.metadata = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
    catalog.extend(polib.POEntry(msgid=text, msgstr=translated) for text, translated in TRANSLATED.items())
    catalog.append(polib.POEntry(msgctxt="key point", msgid=POINT, msgstr=POINT_TRANSLATED))
    catalog.save(str(folder / "sources" / "paracetamol" / "de.po"))


def test_a_language_is_a_file_and_a_table_of_words(code: Path, tmp_path: Path) -> None:
    """Without a table it is printed, and compared by its figures alone; with one, by its units and words."""
    folder = tmp_path / "work"
    shutil.copytree(CASES / "languages", folder)
    add_german(folder)
    catalog = folder / "sources" / "paracetamol" / "de.po"
    asked = ("build", "--json", "--product", "handout", "--languages", "fr,de")
    edit(catalog, "6 Stunden", "6 Tage")
    edit(catalog, "Trinken Sie keinen Alkohol", "Trinken Sie viel Wasser")
    assert run(code, *asked, folder=folder).exit == 0
    (code / "pipeline" / "compare" / "languages" / "de.py").write_text(GERMAN, "utf-8")
    done = run(code, *asked, folder=folder)
    assert done.exit == Exit.CHECK
    assert [(found["code"], found["values"]["source"]) for found in findings(done)] == [
        ("X007", "6 heures"),
        ("X013", "ne buvez pas"),
    ]
    edit(catalog, "6 Tage", "6 Stunden")
    edit(catalog, "Trinken Sie viel Wasser", "Trinken Sie keinen Alkohol")
    done = run(code, *asked, folder=folder)
    assert done.exit == 0
    assert [found["code"] for found in findings(done)] == ["X040"], "it has no lists of words"
    text = oracles.pdf_text(folder / "build" / "paracetamol-handout-fr-de.pdf")
    assert "Schlucken Sie es" in text


# ── A check ────────────────────────────────────────────────────────────────────────────────

CHECK = '''
def check_title(_: Artifact, edition: Edition, product: Product) -> Iterator[Finding]:
    """A title is not shouted."""
    title = plain(edition.segments[0].block.content)
    if title.isupper():
        yield error("V009", edition.segments[0].block.place, product=product.name, title=title)


CHECKS: tuple'''
TOLD = {
    "en": ("“{title}” is set in capitals.", "Write it in small letters."),
    "fr": ("« {title} » est en capitales.", "Écrivez-le en minuscules."),
}


def test_a_check_is_a_function_and_its_words(code: Path, folder: Path) -> None:
    verify = code / "pipeline" / "verify" / "__init__.py"
    edit(verify, "\nCHECKS: tuple", CHECK)
    edit(verify, "check_pages)", "check_pages, check_title)")
    for language, (message, hint) in TOLD.items():
        words = code / "pipeline" / "messages" / language / "findings.po"
        with words.open("a", encoding="utf-8") as file:
            file.write(f'\nmsgctxt "message"\nmsgid "V009"\nmsgstr "{message}"\n')
            file.write(f'\nmsgctxt "hint"\nmsgid "V009"\nmsgstr "{hint}"\n')
    asked = ("build", "--product", "brochure")
    assert run(code, *asked, folder=folder).exit == 0
    title = "Bien préparer votre prise de sang"
    edit(folder / SOURCE, f"# {title}", f"# {title.upper()}")
    for language, (message, hint) in TOLD.items():
        done = run(code, *asked, folder=folder, speaks=language)
        assert done.exit == Exit.CHECK
        assert message.format(title=title.upper()) in done.stderr
        assert hint in done.stderr


# ── An output format ───────────────────────────────────────────────────────────────────────

PLAIN_TEXT = '''
import re
from html import unescape

from pipeline.model import Artifact, Document
from pipeline.render.engine import Engine


def render(document: Document, _: Engine) -> Artifact:
    """The words of ``document``, one block a line."""
    body = document.html.partition("<body>")[2]
    blocks = re.split(r"</(?:p|h\\d|li|td|th|figcaption)>", body)
    words = "".join(f"{unescape(re.sub('<[^>]*>', '', block)).strip()}\\n" for block in blocks)
    return Artifact(words.encode(), "text/plain", None, words)
'''


def test_an_output_format_is_its_name_a_renderer_and_a_style(code: Path, folder: Path) -> None:
    model, render = code / "pipeline" / "model.py", code / "pipeline" / "render" / "__init__.py"
    edit(
        model,
        '"application/epub+zip": "epub",\n',
        '"application/epub+zip": "epub",\n    "text/plain": "txt",\n',
    )
    edit(render, "from pipeline.render import epub", "from pipeline.render import epub, text")
    edit(render, "epub.render,\n", 'epub.render,\n    "text/plain": text.render,\n')
    (code / "pipeline" / "render" / "text.py").write_text(PLAIN_TEXT, "utf-8")
    (code / "styles" / "base" / "txt.css").touch()
    product = folder / "styles" / "products" / "texte"
    product.mkdir(parents=True)
    (product / "product.toml").write_text(
        'name = "texte"\nextends = "ebook"\nmedia_type = "text/plain"\ncover_of = ""\n', "utf-8"
    )
    (product / "style.css").touch()
    done = run(code, "build", "--product", "texte", folder=folder)
    assert (done.exit, done.stderr) == (0, "")
    assert list(outputs(folder / "build")) == [f"{ARTICLE}-texte-fr.txt"]
    text = (folder / "build" / f"{ARTICLE}-texte-fr.txt").read_text("utf-8")
    assert "\nvotre ordonnance\u202f;\n" in text
    edit(code / "pipeline" / "render" / "text.py", "blocks)", "blocks[:20])")  # verify reads what it gives
    done = run(code, "build", "--product", "texte", folder=folder)
    assert done.exit == Exit.CHECK
    assert "V001" in done.stderr


def test_every_format_has_a_renderer() -> None:
    assert set(render.RENDERERS) == set(FORMATS)
