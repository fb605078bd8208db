"""What a layout may use, and the tables that stand beside the fonts."""

from __future__ import annotations

import functools
import importlib.util
import re
import typing
from pathlib import Path

import msgspec
import pytest

from pipeline import compose, messages
from pipeline.compose import __main__ as reference
from pipeline.compose import context, fonts, layout, nodes
from pipeline.model import FeuilletError, Labels, Order, Styles
from pipeline.workspace import Workspace
from tests import making
from tests.test_editions import edition, order
from tests.workbench import ARTICLE, ROOT, workspace

HOME = Workspace(ROOT)
FONTS = ROOT / "styles" / "base" / "fonts"


def test_the_table_of_characters_is_what_the_fonts_have() -> None:
    spec = importlib.util.spec_from_file_location("make_fonts", FONTS / "make_fonts.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert (FONTS / "coverage.json").read_text("utf-8") == maker.coverage()
    drawn = fonts.coverage(making.styles(HOME, HOME.product("brochure")))
    assert set(fonts.FALLBACKS) <= set(drawn)
    assert {"é", "\u202f", "’"} <= drawn["Feuillet Sans"]
    assert "ж" in drawn["Feuillet World"] - drawn["Feuillet Sans"]
    assert "ق" in drawn["Feuillet Arabic"] - drawn["Feuillet World"]


def test_the_date_of_a_document_may_be_given() -> None:
    asked = order("brochure", ("fr",))
    product = HOME.product("brochure")
    styles = making.styles(HOME, product)
    asked_for = (edition(asked), product, HOME.clinic("tilleuls"), (HOME.language("fr"),), styles)
    assert compose.document(*asked_for, epoch="1767225600").metadata["date"] == "2026-01-01T00:00:00Z"
    with pytest.raises(FeuilletError) as caught:
        compose.document(*asked_for, epoch="demain")
    (finding,) = caught.value.findings
    assert finding.code == "C016"
    assert messages.tell(finding, "fr").message.startswith("SOURCE_DATE_EPOCH vaut «\u00a0demain\u00a0»")


# ── What a layout may use ──────────────────────────────────────────────────────────────────


@functools.cache
def given() -> tuple[context.Context, Styles]:
    asked, product = order("brochure", ("en",)), HOME.product("brochure")
    languages = (HOME.language("en"),)
    made = context.make(edition(asked), product, HOME.clinic("tilleuls"), languages, "2026-01-01T00:00:00Z")
    return made, making.styles(HOME, product)


def filled(template: str) -> str:
    """What a layout makes of the repository's article."""
    made, shipped = given()
    styles = Styles({**shipped.files, "products/x/layout.html.j2": template.encode()})
    functions = context.Functions(made.head, (HOME.language("en"),))
    return layout.fill("products/x/layout.html.j2", styles, made, functions)


BEGIN = """{% import "base/blocks.html.j2" as set with context %}{% set side = sides[0] %}"""
EXAMPLES = re.findall(r"(?m)^\| `(\w+)[^`]*` \| .*\| `(.*)` \|$", reference.reference())


def test_the_reference_is_what_the_code_says() -> None:
    said = reference.PATH.read_text("utf-8")
    assert said == reference.reference(), "make it anew: python -m pipeline.compose"
    for kind in (context.Context, context.Side, nodes.Node, nodes.Section, Labels):
        for name in kind.__struct_fields__:
            assert f"| `{name}` |" in said
    assert set(context.FUNCTIONS) == {"title_lines", "one_item", "qr"}


def test_each_example_works() -> None:
    """With some node of the article: a picture is in a figure alone, an item in a list."""
    assert len(EXAMPLES) > 100
    for name, example in EXAMPLES:
        assert any(_works(example.replace("\\|", "|"), index) for index in range(40)), (name, example)


def _works(example: str, index: int) -> bool:
    node = "{% set node = ([head] + nodes|list)[" + str(index) + "] %}{% set section = sections[1] %}"
    try:
        filled(f"{BEGIN}{node}{example}")
    except FeuilletError:
        return False
    return True


def test_each_name_is_documented_once() -> None:
    for kind in (context.Context, context.Side, nodes.Node, nodes.Section):
        for name, hint in typing.get_type_hints(kind, include_extras=True).items():
            (said,) = (extra for extra in hint.__metadata__ if isinstance(extra, msgspec.Meta))
            assert said.description, name
            assert said.examples, name


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("{{ sides[0].lables }}", "labels"),
        ("{{ sides[0].metadata.autor }}", "author"),
        ("{{ side.labels.adress }}", "address"),
        ("{{ set.contakt(side) }}", "contact"),
        ("{{ clinic.fone }}", "phone"),
        ("{{ keypoints }}", "key_points"),
        ("{{ title|uper }}", "upper"),
        ("{% if title is definde %}{% endif %}", "defined"),
        ("{{ title.uper() }}", "upper"),
        ("{% for node in nods %}{% endfor %}", "nodes"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(asked: str, near: str) -> None:
    with pytest.raises(FeuilletError) as caught:
        filled(f"{BEGIN}\n{asked}")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.line) == ("C031", 2)
    assert dict(finding.values)["near"] == near
    assert f"“{near}”" in messages.tell(finding, "en").hint


def test_a_product_may_have_sheets_of_its_own_for_its_variants(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w")
    own = folder / "styles" / "products" / "petit"
    own.mkdir(parents=True)
    (own / "product.toml").write_text('name = "petit"\nextends = "brochure"\n[title]\nfr = "Petit"\n')
    for name in ("style", "grey", "print-shop"):
        (own / f"{name}.css").write_text(f".{name} {{ color: black }}")
    home = Workspace(folder)
    files = {}
    for variant in ("", "grey", "print-shop"):
        product = home.product("petit", variant)
        asked = Order(ARTICLE, "petit", ("fr",), "tilleuls", "pdf", variant=variant)
        document = making.lay_out(making.prepare(asked, home), product, asked, home)
        files[variant] = [sheet.file.removeprefix("styles/") for sheet in document.sheets]
    shared = ["base/tokens.css", "base/pdf.css", "products/brochure/style.css", "products/petit/style.css"]
    clinic = ["languages", "clinics/tilleuls/clinic.toml", "clinics/tilleuls/theme.css"]
    assert files[""] == [*shared, *clinic]
    assert files["grey"] == [
        *shared,
        *clinic,
        "base/grey.css",
        "products/brochure/grey.css",
        "products/petit/grey.css",
    ]
    assert files["print-shop"] == [*shared, "base/print-shop.css", "products/petit/print-shop.css", *clinic]


def test_a_character_without_a_glyph_is_told_in_both_languages() -> None:
    asked = order("brochure", ("fr",))
    clinic = HOME.clinic("tilleuls")
    clinic = msgspec.structs.replace(clinic, settings=msgspec.structs.replace(clinic.settings, name="医"))
    product = HOME.product("brochure")
    with pytest.raises(FeuilletError) as caught:
        compose.document(
            edition(asked), product, clinic, (HOME.language("fr"),), making.styles(HOME, product)
        )
    (finding,) = caught.value.findings
    for language, said in (("en", "None of Feuillet’s fonts"), ("fr", "Aucune police de Feuillet")):
        message = messages.tell(finding, language).message
        assert message.startswith(said)
        assert "U+533B" in message
