"""What a layout may use, and the tables that stand beside the fonts."""

from __future__ import annotations

import importlib.util

import pytest

from pipeline import compose, messages
from pipeline.compose import fonts
from pipeline.model import FeuilletError
from pipeline.workspace import Workspace
from tests.test_editions import edition, order
from tests.workbench import ROOT

HOME = Workspace(ROOT)
FONTS = ROOT / "styles" / "base" / "fonts"


def test_the_table_of_characters_is_what_the_fonts_have() -> None:
    spec = importlib.util.spec_from_file_location("make_fonts", FONTS / "make_fonts.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert (FONTS / "coverage.json").read_text("utf-8") == maker.coverage()
    drawn = fonts.coverage(HOME.look(HOME.product("brochure"), "tilleuls"))
    assert set(fonts.FALLBACKS) <= set(drawn)
    assert {"é", "\u202f", "’"} <= drawn["Feuillet Sans"]
    assert "ж" in drawn["Feuillet World"] - drawn["Feuillet Sans"]
    assert "ق" in drawn["Feuillet Arabic"] - drawn["Feuillet World"]


def test_the_date_of_a_document_may_be_given() -> None:
    asked = order("brochure", ("fr",))
    product = HOME.product("brochure")
    styles = HOME.look(product, "tilleuls")
    given = (edition(asked), product, HOME.clinic("tilleuls"), (HOME.language("fr"),), styles)
    assert compose.document(*given, epoch="1767225600").metadata["date"] == "2026-01-01T00:00:00Z"
    with pytest.raises(FeuilletError) as caught:
        compose.document(*given, epoch="demain")
    (finding,) = caught.value.findings
    assert finding.code == "C016"
    assert messages.tell(finding, "fr").message.startswith("SOURCE_DATE_EPOCH vaut «\u00a0demain\u00a0»")
