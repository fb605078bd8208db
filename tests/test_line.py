"""The line: pure stages, remembered by what went into them; nothing is made below a value that stayed."""

from __future__ import annotations

import re
import shlex
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

from pipeline import align, compare, compose, line, plan, printing, publish, read, render, verify
from pipeline.compose import abridge
from pipeline.model import Exit, FeuilletError, Order, Report
from pipeline.session import Session
from pipeline.workspace import Workspace
from tests import making
from tests.workbench import (
    ARTICLE,
    BASE,
    CATALOG,
    ROOT,
    SOURCE,
    THREE,
    edit,
    engine,
    feuillet,
    outputs,
    workspace,
)

HANDOUT = Order(ARTICLE, "handout", ("fr", "en"), "tilleuls", "pdf")
BROCHURE = Order(ARTICLE, "brochure", ("fr",), "tilleuls", "pdf")
STAGES = (
    *(read.article, read.remarks, align.edition, compare.gate, compose.document, compose.remarks),
    *(render.artifact, verify.findings, printing.for_paper),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return workspace(tmp_path / "work")


def build(folder: Path, order: Order, *, cache: Path | None = None) -> Report:
    return line.build(order, Session(Workspace(folder), cache), folder / "build")


def no_engine() -> None:
    raise AssertionError("the engine was asked for")


def build_without_engine(folder: Path, order: Order, *, cache: Path | None = None) -> Report:
    """Build what needs no layout: it fails where anything has to be laid out."""
    session = Session(Workspace(folder), cache)
    session.engine = no_engine
    return line.build(order, session, folder / "build")


# ── Values ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("order", [BROCHURE, HANDOUT], ids=lambda order: order.product)
def test_what_a_stage_makes_is_the_same_when_it_was_kept(order: Order) -> None:
    """Written down and read again, each value of the line is equal: a kept one is as good as a new one."""
    home = Workspace(BASE)
    run = making.session(home)
    inputs = run.inputs(order)
    article = read.article(inputs.source)
    aligned = align.edition(article, order.languages, inputs.source.catalogs)
    carried = abridge.edition(aligned[0], inputs.product)
    document = line.document_of(carried, inputs, run)
    artifact = render.artifact(document, engine())
    made = {
        read.article: article,
        read.remarks: read.remarks(article),
        align.edition: aligned,
        compare.gate: compare.gate(aligned[0], None),
        compose.document: document,
        compose.remarks: compose.remarks(carried, document),
        render.artifact: artifact,
        verify.findings: verify.findings(artifact, carried, inputs.product),
        printing.for_paper: printing.for_paper(artifact, inputs.product, "fr", "ltr", None),
    }
    assert made.keys() == set(STAGES)
    for stage, value in made.items():
        kind = get_type_hints(stage)["return"]
        kept = msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=kind)
        assert kept == value, stage.__qualname__
        assert msgspec.msgpack.encode(kept) == msgspec.msgpack.encode(value)


def test_an_article_is_read_once_for_all_its_products(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is made of an edition, pandoc reads it once, and its translation once."""
    calls = []
    called = line.read.pandoc.run

    def counted(arguments, *rest, **more):
        calls.append(arguments)
        return called(arguments, *rest, **more)

    monkeypatch.setattr(line.read.pandoc, "run", counted)
    for product, languages in (
        ("brochure", ("fr",)),
        ("handout", ("fr", "en")),
        ("handout-large", ("fr", "en")),
    ):
        build(folder, Order(ARTICLE, product, languages, "tilleuls", "pdf"))
    assert len([one for one in calls if "json" in one]) == 2


# ── Early cut-off ──────────────────────────────────────────────────────────────────────────


def _comment(folder: Path) -> None:
    edit(folder / CATALOG, "#. list item\n", "# A word with the nurse.\n#. list item\n")


def _another_product(folder: Path) -> None:
    own = folder / "styles" / "products" / "booklet" / "style.css"
    own.parent.mkdir(parents=True)
    own.write_text("h1 { color: black }\n")


def _another_language(folder: Path) -> None:
    (folder / "sources" / ARTICLE / "es.po").write_text('msgid ""\nmsgstr ""\n', "utf-8")


def _a_picture_that_nothing_shows(folder: Path) -> None:
    shutil.copy(
        folder / "sources" / ARTICLE / "media" / "garrot.fr.svg", folder / "sources" / ARTICLE / "x.svg"
    )


def _a_comment_in_a_style_sheet_s_layout(folder: Path) -> None:
    own = folder / "styles" / "products" / "handout" / "layout.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text(
        "{# nothing new #}\n" + (ROOT / "styles/products/handout/layout.html.j2").read_text("utf-8")
    )


@pytest.mark.parametrize(
    "touch",
    [
        _comment,
        _another_product,
        _another_language,
        _a_picture_that_nothing_shows,
        _a_comment_in_a_style_sheet_s_layout,
    ],
    ids=lambda touch: touch.__name__.strip("_"),
)
def test_what_leaves_the_pages_as_they_are_needs_no_layout(
    folder: Path, touch: Callable[[Path], None]
) -> None:
    build(folder, HANDOUT)
    before = outputs(folder / "build")
    touch(folder)
    build_without_engine(folder, HANDOUT)
    assert outputs(folder / "build") == before


def test_what_a_product_does_not_print_needs_no_layout(folder: Path) -> None:
    """A clinic's opening hours, for a product without them."""
    product = folder / "styles" / "products" / "mots"
    product.mkdir(parents=True)
    (product / "product.toml").write_text(
        'name = "mots"\nmedia_type = "application/pdf"\n[title]\nfr = "Mots"\n'
    )
    (product / "style.css").write_text("@page { size: A4; margin: 2cm }\n")
    (product / "layout.html.j2").write_text(
        '{% import "base/blocks.html.j2" as set with context %}\n'
        '<!DOCTYPE html><html lang="{{ sides[0].tag }}">'
        "<head>{{ set.head(title, sides, keywords, created) }}</head>"
        "<body><h1>{{ head.html[0] }}</h1>{% if lead %}<p>{{ lead.html[0] }}</p>{% endif %}"
        "{% for point in key_points %}<p>{{ point.html[0] }}</p>{% endfor %}"
        "{% for node in nodes %}{{ set.block(node, 0) }}{% endfor %}"
        "{{ set.footnotes(notes, 0) }}</body></html>\n"
    )
    clinic = folder / "styles" / "clinics" / "tilleuls"
    clinic.mkdir(parents=True)
    for name in ("clinic.toml", "logo.svg"):
        shutil.copy(ROOT / "styles" / "clinics" / "tilleuls" / name, clinic / name)
    order = Order(ARTICLE, "mots", ("fr",), "tilleuls", "pdf")
    build(folder, order)
    edit(clinic / "clinic.toml", "de 9 h à 17 h", "de 8 h à 16 h")
    build_without_engine(folder, order)


def test_a_word_needs_a_layout(folder: Path) -> None:
    """The other side of the same: `build_without_engine` can fail."""
    build(folder, HANDOUT)
    edit(folder / CATALOG, "your prescription", "the prescription")
    with pytest.raises(AssertionError, match="engine"):
        build_without_engine(folder, HANDOUT)


def test_a_font_is_part_of_what_is_rendered(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder, HANDOUT)
    shipped = tmp_path / "styles"
    shutil.copytree(ROOT / "styles", shipped)
    with (shipped / "base" / "fonts" / "FeuilletSans-Regular.ttf").open("ab") as font:
        font.write(b"\0")
    monkeypatch.setattr("pipeline.session.SHIPPED", shipped)
    with pytest.raises(AssertionError, match="engine"):
        build_without_engine(folder, HANDOUT)


def test_a_store_works_in_another_folder(folder: Path, tmp_path: Path) -> None:
    """Nothing in a key names a place: what was made in one folder is found from another."""
    cache = tmp_path / "cache"
    build(folder, HANDOUT, cache=cache)
    other = workspace(tmp_path / "elsewhere" / "deeper")
    build_without_engine(other, HANDOUT, cache=cache)
    assert outputs(other / "build") == outputs(folder / "build")


def test_a_damaged_result_is_made_again(folder: Path) -> None:
    build(folder, HANDOUT)
    before = outputs(folder / "build")
    for path in (folder / ".feuillet" / "store").glob("*/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    build(folder, HANDOUT)
    assert outputs(folder / "build") == before


# ── What was told ──────────────────────────────────────────────────────────────────────────


def test_all_that_is_wrong_is_told_together(folder: Path) -> None:
    """An empty translation hides no difference elsewhere, and an error no warning."""
    edit(folder / CATALOG, 'msgstr "your prescription;"', 'msgstr ""')
    edit(folder / CATALOG, "for 12 hours.", "for 13 *hours*.")
    with pytest.raises(FeuilletError) as caught:
        line.composed(HANDOUT, making.session(Workspace(folder)))
    assert caught.value.exit_code is Exit.SOURCE
    assert {finding.code for finding in caught.value.findings} >= {"T003", "X007", "X012"}


def test_an_unchanged_output_repeats_what_was_told_of_it(folder: Path) -> None:
    edit(folder / SOURCE, "Apportez :", "• Venez.\n• Apportez :")
    arguments = ("build", "--product", "brochure", "--json")
    first, second = (feuillet(*arguments, folder=folder) for _ in range(2))
    assert "R022" in first.stderr
    assert second.stderr == first.stderr


# ── Records ────────────────────────────────────────────────────────────────────────────────


def _clinic(folder: Path, name: str) -> None:
    clinic = folder / "styles" / "clinics" / name
    clinic.mkdir(parents=True)
    for file in ("clinic.toml", "logo.svg"):
        shutil.copy(ROOT / "styles" / "clinics" / "tilleuls" / file, clinic / file)


def test_outputs_with_like_names_have_records_of_their_own(folder: Path) -> None:
    """Article ``x`` of clinic ``lilas`` is not article ``lilas-x``."""
    _clinic(folder, "lilas")
    shutil.copytree(folder / "sources" / ARTICLE, folder / "sources" / f"lilas-{ARTICLE}")
    assert feuillet("build", ARTICLE, "--product", "poster", "--clinic", "lilas", folder=folder).exit == 0
    own = folder / "build" / f"lilas-{ARTICLE}-poster-fr.pdf"
    own.write_bytes(b"somebody else's")
    assert feuillet("clean", folder=folder).stdout == "1 file removed.\n"
    assert list(outputs(folder / "build")) == [own.name]
    assert (
        feuillet(
            "build", f"lilas-{ARTICLE}", "--product", "poster", "--clinic", "tilleuls", folder=folder
        ).exit
        == 0
    )
    assert feuillet("build", ARTICLE, "--product", "poster", "--clinic", "lilas", folder=folder).exit == 0
    assert len(list(publish.records(folder / "build"))) == 2


def test_clean_leaves_what_somebody_put_in_the_place_of_an_output(folder: Path) -> None:
    assert feuillet("build", "--product", "poster", folder=folder).exit == 0
    path = folder / "build" / f"{ARTICLE}-poster-fr.pdf"
    path.write_bytes(b"signed by the doctor")
    assert feuillet("clean", folder=folder).stdout == "0 files removed.\n"
    assert path.read_bytes() == b"signed by the doctor"


@pytest.mark.parametrize("name", ["../../sources/x.pdf", "/etc/passwd"])
def test_a_record_speaks_for_its_own_output_alone(folder: Path, name: str) -> None:
    assert feuillet("build", "--product", "poster", folder=folder).exit == 0
    record = folder / "build" / ".feuillet" / f"{ARTICLE}-poster-fr.pdf.json"
    said = msgspec.json.decode(record.read_bytes())
    said["files"][name] = "0" * 64
    record.write_bytes(msgspec.json.encode(said))
    assert list(publish.records(folder / "build")) == []


def test_an_output_of_an_article_that_is_gone_is_named_and_pruned(folder: Path) -> None:
    shutil.copytree(folder / "sources" / ARTICLE, folder / "sources" / "ancien")
    assert feuillet("build", "ancien", "--product", "poster", folder=folder).exit == 0
    shutil.rmtree(folder / "sources" / "ancien")
    done = feuillet("build", ARTICLE, "--product", "poster", folder=folder)
    assert "build/ancien-poster-fr.pdf: warning P002: This file no longer has a source" in done.stderr
    done = feuillet("build", ARTICLE, "--product", "poster", "--prune", folder=folder)
    assert (done.stderr, "build/ancien-poster-fr.pdf  removed" in done.stdout) == ("", True)
    assert list(outputs(folder / "build")) == [f"{ARTICLE}-poster-fr.pdf"]


def test_one_word_makes_its_own_outputs_anew(folder: Path) -> None:
    for name in ("b", "c"):
        shutil.copytree(folder / "sources" / ARTICLE, folder / "sources" / name)
    assert feuillet("build", *THREE, folder=folder).exit == 0
    edit(folder / "sources" / "b" / "article.md", "autour de votre bras", "autour de votre poignet")
    done = feuillet("build", "--product", "brochure", "--product", "ebook", folder=folder)
    made = [row.split("  ")[0] for row in done.stdout.splitlines() if "(unchanged)" not in row]
    assert made == ["build/b-brochure-fr.pdf", "build/b-ebook-fr.epub"]


# ── What is not ours ───────────────────────────────────────────────────────────────────────


def test_a_cache_throws_away_what_is_its_own_alone(folder: Path) -> None:
    """A folder that somebody gives to --cache-dir may hold anything, also below names such as “de”."""
    theirs = folder / "docs" / "de" / "brief.txt"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("à garder")
    assert feuillet("build", "--product", "poster", "--cache-dir", "docs", folder=folder).exit == 0
    assert feuillet("cache", "--cache-dir", "docs", "--clear", folder=folder).exit == 0
    assert [path for path in (folder / "docs").rglob("*") if path.is_file()] == [theirs]


def test_folders_that_were_empty_before_stay(folder: Path) -> None:
    assert feuillet("build", "--product", "poster", folder=folder).exit == 0
    (folder / "build" / "photos").mkdir()
    assert feuillet("clean", folder=folder).stdout == "1 file removed.\n"
    assert [path.name for path in (folder / "build").iterdir()] == ["photos"]


def test_sheets_of_somebody_else_stay(folder: Path) -> None:
    theirs = folder / "build" / f"{ARTICLE}-poster-fr-sheets.pdf"
    theirs.parent.mkdir()
    theirs.write_bytes(b"mine")
    assert feuillet("build", "--product", "poster", folder=folder).exit == 0
    assert theirs.read_bytes() == b"mine"


def test_what_cannot_be_told_is_not_pruned(folder: Path) -> None:
    """Another date asked for, or a product whose settings cannot be read, makes no output out of date."""
    assert feuillet("build", "--product", "poster", "--product", "brochure", folder=folder).exit == 0
    product = folder / "styles" / "products" / "poster"
    shutil.copytree(ROOT / "styles" / "products" / "poster", product)
    with (product / "product.toml").open("a") as settings:
        settings.write("oops oops\n")
    epoch = {"SOURCE_DATE_EPOCH": "1700000000"}
    done = feuillet("build", "--product", "brochure", "--prune", folder=folder, environment=epoch)
    assert (done.exit, "removed" in done.stdout) == (0, False)
    assert len(outputs(folder / "build")) == 2


def test_two_outputs_with_one_name_are_refused(folder: Path) -> None:
    shutil.copytree(folder / "sources" / ARTICLE, folder / "sources" / f"{ARTICLE}-brochure")
    product = folder / "styles" / "products" / "print-shop"
    assert feuillet("build", ARTICLE, "--product", "brochure", "--print-shop", folder=folder).exit == 0
    assert not product.exists()
    done = feuillet("build", f"{ARTICLE}-brochure", "--product", "print-shop", folder=folder)
    assert (done.exit, "error P004" in done.stderr) == (Exit.CONFIGURATION, True)


def test_a_logo_of_the_workspace_is_laid_over_the_shipped_one(folder: Path) -> None:
    clinic = folder / "styles" / "clinics" / "tilleuls"
    clinic.mkdir(parents=True)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20"/></svg>'
    (clinic / "logo.svg").write_text(svg)
    (clinic / "theme.css").write_text("h1 { color: #222 }\n")
    found = Workspace(folder).clinic("tilleuls")
    assert (found.logo, found.theme) == (svg.encode(), "h1 { color: #222 }\n")


def test_the_cover_may_be_that_of_a_product_that_extends_another(folder: Path) -> None:
    product = folder / "styles" / "products" / "livre"
    product.mkdir(parents=True)
    (product / "product.toml").write_text('name = "livre"\nextends = "ebook"\ncover_of = "large-print"\n')
    (product / "style.css").write_text("")
    assert feuillet("build", "--product", "livre", folder=folder).exit == 0


def test_the_command_that_makes_an_output_again_makes_that_one(folder: Path) -> None:
    _clinic(folder, "lilas")
    asked = ("--product", "brochure", "--languages", "en", "--clinic", "lilas", "--grey")
    assert feuillet("build", *asked, folder=folder).exit == 0
    edit(folder / SOURCE, 'version = "1.2"', 'version = "1.3"')
    poster = ("build", "--product", "poster", "--clinic", "tilleuls")
    done = feuillet(*poster, folder=folder)
    (command,) = re.findall(r"feuillet (build \S+ --product brochure [^–]*?) –", done.stderr)
    assert feuillet(*shlex.split(command), folder=folder).exit == 0
    assert "P002" not in feuillet(*poster, folder=folder).stderr


def test_a_name_says_nothing_to_an_ebook(folder: Path) -> None:
    """Pictures whose names differ in what a file cannot say, or are called as the cover; a title."""
    own = folder / "sources" / ARTICLE
    colours = {"pré.svg": "#0000ff", "prè.svg": "#00ff00", "cover.svg": "#ff0000"}
    for name, colour in colours.items():
        square = f'<rect width="9" height="9" fill="{colour}"/>'
        (own / name).write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{square}</svg>')
    shown = "".join(f"![Un carré]({name})\n\n" for name in colours)
    edit(folder / SOURCE, "Apportez :", f"{shown}Apportez :")
    edit(folder / SOURCE, "# Bien préparer votre prise de sang", "# Bien préparer A\\\\D \\\\1")
    assert feuillet("build", "--product", "ebook", folder=folder).exit == 0
    with zipfile.ZipFile(folder / "build" / f"{ARTICLE}-ebook-fr.epub") as book:
        pictures = b"".join(book.read(name) for name in book.namelist() if name.endswith(".svg"))
    assert all(colour.encode() in pictures for colour in colours.values())


def test_what_is_recorded_is_what_was_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes while an output is made leaves it out of date, not recorded as made of it."""
    _clinic(folder, "tilleuls")
    only = align.only

    def meanwhile(*given: Any) -> Any:
        edit(folder / "styles" / "clinics" / "tilleuls" / "clinic.toml", "01 99 00 00 00", "01 99 00 00 09")
        shutil.copy(
            folder / "sources" / ARTICLE / "media" / "garrot.fr.svg", folder / "sources" / ARTICLE / "x.svg"
        )
        return only(*given)

    monkeypatch.setattr(align, "only", meanwhile)
    build(folder, BROCHURE)
    now = Session(Workspace(folder))
    assert plan.current(BROCHURE, now, folder / "build") is None
    (record,) = publish.records(folder / "build")
    found = publish.changes(record, folder / "build", now.ingredients(BROCHURE))
    assert {(change.how, change.name) for change in found} == {
        ("changed", "styles/clinics/tilleuls/clinic.toml"),
        ("new", f"sources/{ARTICLE}/x.svg"),
    }
