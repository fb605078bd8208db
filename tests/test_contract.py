"""What people and scripts rely on: names of outputs, the JSON, exit codes, what is built again."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Exit
from tests import oracles
from tests.workbench import (
    ARTICLE,
    BASE,
    CATALOG,
    ROOT,
    SOURCE,
    THREE,
    Done,
    add_clinic,
    edit,
    feuillet,
    outputs,
    workspace,
)

BROCHURE = f"{ARTICLE}-brochure-fr.pdf"
EBOOK = f"{ARTICLE}-ebook-fr.epub"
HANDOUT = f"{ARTICLE}-handout-fr-en.pdf"


@pytest.fixture
def folder(tmp_path: Path, built: Path) -> Path:
    """A workspace in which nothing was built yet, with a store in which the three products were."""
    folder = workspace(tmp_path / "work")
    shutil.copytree(built / ".feuillet", folder / ".feuillet")
    return folder


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    """A workspace in which everything was built, in its own place: a second build has nothing to do."""
    folder = tmp_path_factory.mktemp("warm") / "work"
    shutil.copytree(built, folder)
    assert feuillet("build", *THREE, folder=folder).exit == 0
    return folder


def told(done: Done) -> dict[str, Any]:
    """The one object on standard output."""
    return json.loads(done.stdout)


def cached(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> dict[str, bool]:
    """Build, and say of each output whether it was left as it was."""
    done = feuillet("build", "--json", *arguments, folder=folder, environment=environment)
    assert (done.exit, done.stderr) == (0, "")
    return {Path(made["path"]).name: made["cached"] for made in told(done)["artifacts"]}


def test_sheets_of_an_earlier_build_do_not_stay(folder: Path) -> None:
    assert feuillet("build", "--product", "booklet", folder=folder).exit == 0
    sheets = folder / "build" / f"{ARTICLE}-booklet-fr-sheets.pdf"
    assert sheets.is_file()
    own = folder / "styles" / "products" / "booklet"
    shutil.copytree(ROOT / "styles" / "products" / "booklet", own)
    settings = (own / "product.toml").read_text("utf-8")
    (own / "product.toml").write_text(
        settings.replace("[imposition]", "[limits]").split("kind =")[0], "utf-8"
    )
    assert feuillet("build", "--product", "booklet", folder=folder).exit == 0
    assert not sheets.exists()


def add_article(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    shutil.copytree(folder / "sources" / ARTICLE, folder / "sources" / name)
    for old, new in changes:
        edit(folder / "sources" / name / "article.md", old, new)


# ── Names ──────────────────────────────────────────────────────────────────────────────────


def test_what_is_left_out_is_named(folder: Path) -> None:
    """One line for each article says what cannot be made of it (C021), one which languages are not (C022)."""
    (folder / "sources" / ARTICLE / "es.po").write_text('msgid ""\nmsgstr ""\n', "utf-8")
    add_article(folder, "sans-traduction")
    for catalog in ("en.po", "es.po"):
        (folder / "sources" / "sans-traduction" / catalog).unlink()
    notes = {}
    for finding in findings_of(feuillet("check", "--json", folder=folder)):
        assert finding["severity"] == "note"
        notes.setdefault(finding["code"], []).append(finding["values"])
    bilingual = ["ebook-bilingual", "handout", "handout-facing", "handout-large"]
    assert [(one["article"], one["products"]) for one in notes["C021"]] == [
        (ARTICLE, ["leaflet"]),
        ("sans-traduction", [*bilingual, "leaflet"]),
    ]
    assert [(one["article"], one["languages"]) for one in notes["C022"]] == [(ARTICLE, ["es"])]
    assert "C021" not in feuillet("check", "--product", "poster", folder=folder).stderr


def test_names_of_everything(committed: Path) -> None:
    """Where nothing is named, everything is made."""
    name = "therapie-cellulaire"
    wanted = {f"{name}-brochure-fr.pdf", f"{name}-ebook-fr.epub", f"{name}-handout-fr-en.pdf"}
    assert set(outputs(committed)) >= wanted


def test_a_named_clinic_has_a_folder_of_its_own(folder: Path) -> None:
    add_clinic(folder, "lilas")
    arguments = ("--product", "brochure", "--clinic", "lilas", "--clinic", "tilleuls")
    assert feuillet("build", *arguments, folder=folder).exit == 0
    assert sorted(outputs(folder / "build")) == [f"lilas/{BROCHURE}", f"tilleuls/{BROCHURE}"]


def test_output_dir_and_languages(folder: Path) -> None:
    arguments = ("--product", "brochure", "--languages", "en", "--output-dir", "ailleurs")
    done = feuillet("build", *arguments, folder=folder)
    assert (done.exit, done.stderr) == (0, "")
    assert list(outputs(folder / "ailleurs")) == [f"{ARTICLE}-brochure-en.pdf"]
    assert not (folder / "build").exists()
    assert done.stdout.startswith(f"ailleurs/{ARTICLE}-brochure-en.pdf  ")


def test_languages_can_be_turned_round(folder: Path) -> None:
    assert feuillet("build", "--product", "handout", "--languages", "en,fr", folder=folder).exit == 0
    assert list(outputs(folder / "build")) == [f"{ARTICLE}-handout-en-fr.pdf"]


def test_one_language_makes_what_can_be_made_in_one(folder: Path) -> None:
    """Where no product is named, `--languages en` means the products in one language."""
    assert feuillet("build", "--languages", "en", folder=folder).exit == 0
    assert set(outputs(folder / "build")) >= {f"{ARTICLE}-brochure-en.pdf", f"{ARTICLE}-ebook-en.epub"}


def test_c_works_on_another_workspace(folder: Path, tmp_path: Path) -> None:
    done = feuillet("-C", "work", "build", "--product", "brochure", folder=tmp_path)
    assert (done.exit, done.stderr) == (0, "")
    assert done.stdout.startswith(f"work/build/{BROCHURE}  8 pages, ")
    assert list(outputs(folder / "build")) == [BROCHURE]


def test_outputs_can_be_read_by_everyone(built: Path) -> None:
    for path in (built / "build").glob("*.*"):
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o644


# ── JSON ───────────────────────────────────────────────────────────────────────────────────

FINDING = {"code": str, "severity": str, "message": str, "hint": str, "values": dict, "location": dict}
LOCATION = {"file": (str, type(None)), "line": (int, type(None)), "segment": (str, type(None))}
ARTIFACT = {
    "path": str,
    "product": str,
    "languages": list,
    "clinic": str,
    "pages": (int, type(None)),
    "bytes": int,
    "sha256": str,
    "cached": bool,
    "seconds": float,
}


def has_form(value: Mapping[str, object], form: Mapping[str, Any]) -> None:
    assert list(value) == list(form)
    for name, kind in form.items():
        assert isinstance(value[name], kind), f"{name} is {value[name]!r}"


def findings_of(done: Done) -> list[dict[str, Any]]:
    found = told(done)["findings"]
    for finding in found:
        has_form(finding, FINDING)
        has_form(finding["location"], LOCATION)
        assert finding["severity"] in ("error", "warning", "note")
    return found


def test_json_of_a_build(built: Path, tmp_path: Path) -> None:
    done = feuillet("build", *THREE, "--json", "--output-dir", str(tmp_path / "out"), folder=built)
    assert (done.exit, done.stderr) == (0, "")
    assert list(told(done)) == ["artifacts", "findings"]
    assert findings_of(done) == []
    made = told(done)["artifacts"]
    for artifact in made:
        has_form(artifact, ARTIFACT)
        data = Path(artifact["path"]).read_bytes()
        assert artifact["bytes"] == len(data)
        assert artifact["sha256"] == hashlib.sha256(data).hexdigest()
        assert artifact["cached"] is False
        assert 0 < artifact["seconds"] < 100
    assert [artifact["product"] for artifact in made] == ["brochure", "ebook", "handout"]
    assert [artifact["languages"] for artifact in made] == [["fr"], ["fr"], ["fr", "en"]]
    assert [artifact["pages"] for artifact in made] == [8, None, 3]
    assert {artifact["clinic"] for artifact in made} == {"tilleuls"}


def test_json_of_findings(folder: Path) -> None:
    edit(folder / CATALOG, 'msgstr "your prescription;"', 'msgstr ""')
    bad_build = ("build", "--product", "handout")
    for arguments, code in ((bad_build, Exit.SOURCE), (("check", *THREE), Exit.CHECK)):
        done = feuillet(*arguments, "--json", folder=folder)
        assert done.exit == code
        (finding,) = findings_of(done)
        assert (finding["code"], finding["severity"]) == ("T003", "error")
        assert finding["location"] == {"file": CATALOG, "line": 29, "segment": "votre ordonnance ;"}
        assert "error T003: " in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "--product", "brochur"),
        ("build", "rien"),
        ("build", "--product", "handout-facing", "--languages", "en"),
    ],
    ids=" ".join,
)
def test_json_of_a_build_always_lists_artifacts(arguments: tuple[str, ...], folder: Path) -> None:
    """A script reads the same fields whatever went wrong."""
    edit(folder / SOURCE, "+++\n", "+++\nmot de trop\n")
    done = feuillet(*arguments, "--json", folder=folder)
    assert done.exit in (Exit.SOURCE, Exit.CONFIGURATION)
    assert findings_of(done)
    assert told(done)["artifacts"] == []


def test_json_of_check_and_list(built: Path) -> None:
    done = feuillet("check", *THREE, "--json", folder=built)
    assert (done.exit, done.stderr, told(done)) == (0, "", {"findings": []})
    done = feuillet("list", "--json", folder=built)
    assert (done.exit, done.stderr) == (0, "")
    there = told(done)
    assert there["articles"] == [ARTICLE]
    assert set(there["products"]) >= {"brochure", "ebook", "handout"}
    assert "tilleuls" in there["clinics"]
    assert set(there["languages"]) >= {"en", "fr"}
    for name, known in there.items():
        assert known == sorted(known), name
    assert there["findings"] == []


def test_json_is_all_that_is_said_on_standard_output(folder: Path) -> None:
    add_article(folder, "mauvais", ("### Les résultats", "#### Les résultats"))
    done = feuillet("build", "--product", "brochure", "--json", folder=folder)
    assert done.exit == Exit.SOURCE
    assert [finding["code"] for finding in findings_of(done)] == ["R009"]
    assert [Path(made["path"]).name for made in told(done)["artifacts"]] == [BROCHURE]


# ── What is built again ────────────────────────────────────────────────────────────────────


def test_nothing_changed_nothing_built(warm: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (warm / "build").rglob("*") if path.is_file()}
    assert cached(warm, *THREE) == {BROCHURE: True, EBOOK: True, HANDOUT: True}
    assert {path: path.stat().st_mtime_ns for path in (warm / "build").rglob("*") if path.is_file()} == before
    assert feuillet("build", *THREE, folder=warm).stdout.count(" (unchanged)") == 3


def test_force_builds_again(warm: Path) -> None:
    before = outputs(warm / "build")
    assert cached(warm, "--force", "--product", "handout") == {HANDOUT: False}
    assert outputs(warm / "build") == before


def _article(folder: Path) -> None:
    edit(folder / SOURCE, "Votre médecin", "Votre docteur")
    edit(folder / CATALOG, "Votre médecin", "Votre docteur")


def _catalog(folder: Path) -> None:
    edit(folder / CATALOG, "your prescription", "the prescription")


def _picture(folder: Path) -> None:
    edit(folder / "sources" / ARTICLE / "media" / "garrot.en.svg", "#e8c9b0", "#e8c9b1")


def _glossary(folder: Path) -> None:
    """Other terms may stop a translation at the gate; the pages are the same."""
    (folder / "sources" / "glossary.toml").write_text("", "utf-8")


def _style(folder: Path) -> None:
    path = folder / "styles" / "products" / "handout" / "style.css"
    path.parent.mkdir(parents=True)
    path.write_text("@page { size: A4; margin: 20mm }\n")


def _label(folder: Path) -> None:
    path = folder / "styles" / "languages" / "en.toml"
    path.parent.mkdir(parents=True)
    shutil.copy(BASE.parents[2] / "styles" / "languages" / "en.toml", path)
    edit(path, '"Key points"', '"In short"')


def _damage(folder: Path) -> None:
    with (folder / "build" / HANDOUT).open("ab") as file:
        file.write(b"\n")


def _lose(folder: Path) -> None:
    (folder / "build" / HANDOUT).unlink()


def _lose_record(folder: Path) -> None:
    for path in (folder / "build" / ".feuillet").glob("*handout*"):
        path.write_text("{")


def test_what_changed_is_built_again(folder: Path) -> None:
    """Whatever the handout is made from; and the handout itself, which comes back as it was."""
    assert cached(folder, "--product", "handout") == {HANDOUT: False}
    for touch in (_article, _catalog, _picture, _glossary, _style, _label, _damage, _lose, _lose_record):
        assert cached(folder, "--product", "handout") == {HANDOUT: True}, f"before {touch.__name__}"
        before = outputs(folder / "build")
        touch(folder)
        assert cached(folder, "--product", "handout") == {HANDOUT: False}, f"after {touch.__name__}"
        same = outputs(folder / "build") == before
        assert same == (touch in (_glossary, _damage, _lose, _lose_record)), f"after {touch.__name__}"


def test_the_date_asked_for_is_in_the_file(warm: Path, tmp_path: Path) -> None:
    """SOURCE_DATE_EPOCH is part of what an output is made from, and stands in it."""
    folder = tmp_path / "work"
    shutil.copytree(warm, folder)
    epoch = {"SOURCE_DATE_EPOCH": "1000000000"}
    assert cached(folder, *THREE, environment=epoch) == {BROCHURE: False, EBOOK: False, HANDOUT: False}
    assert cached(folder, *THREE, environment=epoch) == {BROCHURE: True, EBOOK: True, HANDOUT: True}
    for name in (BROCHURE, HANDOUT):
        assert b"2001-09-09T01:46:40" in (folder / "build" / name).read_bytes()
    assert oracles.epub_text(folder / "build" / EBOOK) == oracles.epub_text(warm / "build" / EBOOK)


def test_a_date_that_is_none(folder: Path) -> None:
    done = feuillet(
        "build", "--product", "brochure", folder=folder, environment={"SOURCE_DATE_EPOCH": "hier"}
    )
    assert done.exit == Exit.CONFIGURATION
    assert "SOURCE_DATE_EPOCH" in done.stderr
    assert "Traceback" not in done.stderr


def test_clean_takes_away_what_was_made_and_nothing_else(warm: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    shutil.copytree(warm, folder)
    (folder / "build" / "lettre.txt").write_text("À garder.\n")
    assert feuillet("clean", folder=folder).stdout == "3 files removed.\n"
    assert [path.name for path in (folder / "build").iterdir()] == ["lettre.txt"]


# ── One costs no other ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("### Les résultats", "#### Les résultats"),
        ("# Bien préparer votre prise de sang\n", "\n"),
        ('language = "fr"\n', 'langue = "fr"\n'),
        ("+++\n", "\n"),
    ],
    ids=["level skipped", "no title", "unknown setting", "no settings"],
)
def test_a_bad_article_costs_no_other(old: str, new: str, folder: Path) -> None:
    add_article(folder, "a-mauvais", (old, new))
    done = feuillet("build", "--product", "brochure", folder=folder)
    assert done.exit in (Exit.SOURCE, Exit.CONFIGURATION)
    assert "sources/a-mauvais/article.md" in done.stderr
    assert list(outputs(folder / "build")) == [BROCHURE]


def test_an_article_without_a_catalog_costs_no_other(folder: Path) -> None:
    """It has no handout; all the rest is made."""
    add_article(folder, "a-traduire")
    (folder / "sources" / "a-traduire" / "en.po").unlink()
    done = feuillet("build", *THREE, folder=folder)
    assert done.exit != 0
    assert "a-traduire" in done.stderr
    assert sorted(outputs(folder / "build")) == [
        "a-traduire-brochure-fr.pdf",
        "a-traduire-ebook-fr.epub",
        BROCHURE,
        EBOOK,
        HANDOUT,
    ]


def test_the_codes_are_a_contract() -> None:
    assert {code.name: int(code) for code in Exit} == {
        "DONE": 0,
        "BUG": 1,
        "USAGE": 2,
        "SOURCE": 3,
        "CONFIGURATION": 4,
        "TOOL": 5,
        "CHECK": 6,
    }


# ── Styles of the workspace ───────────────────────────────────────────────────────────────


def test_a_style_of_the_workspace_wins(folder: Path) -> None:
    """A file of the workspace's own `styles/` stands in for the shipped one of that name."""
    _label(folder)
    assert feuillet("build", "--product", "handout", folder=folder).exit == 0
    text = oracles.pdf_text(folder / "build" / HANDOUT)
    assert "In short" in text
    assert "Key points" not in text
