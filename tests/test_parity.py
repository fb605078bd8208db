"""parity: cases as folders, and what holds for any pair.

A case of ``cases/parity/<check>/`` holds a file for each language, named by its tag (the source is ``fr``),
``comment`` (the entry's translator comment) and ``glossary.toml`` where it is about them, and ``findings``:
one line for each finding, or no such file where there is none.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import compare, messages
from pipeline.model import (
    Article,
    ArticleSettings,
    Block,
    Edition,
    FeuilletError,
    Key,
    Kind,
    Place,
    Segment,
    Severity,
    Text,
    is_error,
)
from tests.workbench import CASES, ROOT

Golden = Callable[[Path, str], None]
FOLDERS = sorted(path.parent for path in CASES.glob("parity/*/*/fr"))
NOT_A_CHECK = {"waivers"}

steady = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=False
)


def _text(path: Path) -> str:
    return path.read_text("utf-8").removesuffix("\n") if path.is_file() else ""


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_case(case: Path, golden: Golden) -> None:
    terms = case / "glossary.toml"
    glossary = compare.glossary(terms.read_bytes(), terms.name) if terms.is_file() else compare.NO_TERMS
    lines = []
    for path in sorted(
        path for path in case.iterdir() if re.fullmatch(r"[a-z]{2}", path.name) and path.name != "fr"
    ):
        found = compare.check_pair(
            _text(case / "fr"),
            _text(path),
            "fr",
            path.name,
            glossary=glossary,
            comment=_text(case / "comment"),
        )
        lines += [f"{one.severity.value} {one.code} {messages.tell(one, 'en').message}\n" for one in found]
        for one in found:
            for language in messages.LANGUAGES:
                told = messages.tell(one, language)
                assert told.message.endswith("."), (language, one)
                assert told.hint, (language, one)
    golden(case / "findings", "".join(lines))


def test_every_check_has_cases() -> None:
    checks = {check.__name__.removeprefix("check_") for check in compare.CHECKS}
    folders = {path.name: path for path in (CASES / "parity").iterdir()}
    assert set(folders) - NOT_A_CHECK == checks
    for name, folder in folders.items():
        cases = [path for path in folder.iterdir() if path.is_dir()]
        good = [case for case in cases if not (case / "findings").is_file()]
        assert len(cases) >= 4, name
        assert len(good) >= 2, name
        assert len(good) < len(cases), name


def test_each_code_is_told_and_in_the_table_and_in_a_case() -> None:
    room = ROOT / "pipeline" / "compare"
    said = {code for path in room.glob("*.py") for code in re.findall(r'"(X\d{3})"', path.read_text("utf-8"))}
    said -= {"X028"}  # of an edition, as the next
    said.discard("X040")  # of an edition: in test_questions.py
    for language in messages.LANGUAGES:
        assert {code for code in said if not messages.row(code, language)} == set()
    golden = [*CASES.glob("parity/*/*/findings"), *CASES.glob("translate/*/stderr")]
    cases = "".join(path.read_text("utf-8") for path in golden)
    assert said - set(re.findall(r"\b(X\d{3})\b", cases)) == set()


@pytest.mark.parametrize("name", [path.parent.name for path in ROOT.glob("sources/*/en.po")])
def test_committed_catalog(name: str) -> None:
    for entry in polib.pofile(str(ROOT / "sources" / name / "en.po")):
        if entry.msgstr and not entry.fuzzy and not entry.obsolete:
            assert not [
                one for one in compare.check_pair(entry.msgid, entry.msgstr, "fr", "en") if is_error(one)
            ]


# ── Editions, waivers, glossaries ──────────────────────────────────────────────────────────


def _edition(source: str, target: str) -> Edition:
    block = Block(Kind.PARAGRAPH, (Text(source),), Place("sources/essai/article.md", 7))
    article = Article("essai", ArticleSettings("fr"), (block,), {})
    texts, places = ((Text(target),), (Text(source),)), (Place("sources/essai/en.po", 9, source), block.place)
    return Edition(article, ("en", "fr"), (Segment(block, Key(source), texts, places),))


def test_edition_names_catalog_and_segment() -> None:
    (finding,) = compare.check(_edition("Prenez 2,5 mg.", "Take 25 mg."), compare.NO_TERMS, {})
    assert messages.tell(finding, "en").message == "The French says “2,5 mg”, the English “25 mg”."
    assert (
        messages.tell(finding, "fr").message
        == "«\u00a02,5 mg\u00a0» en français, mais «\u00a025 mg\u00a0» en anglais."
    )
    assert finding.place == Place("sources/essai/en.po", 9, "Prenez 2,5 mg.")


def test_a_translation_that_is_not_there_hides_no_other() -> None:
    """One segment without a translation is passed over; the next is compared."""
    edition = _edition("Prenez 2,5 mg.", "Take 25 mg.")
    gap = msgspec.structs.replace(edition.segments[0], texts=((), edition.segments[0].texts[1]))
    found = compare.check(
        msgspec.structs.replace(edition, segments=(gap, *edition.segments)), compare.NO_TERMS, {}
    )
    assert [one.code for one in found] == ["X004"]


SEGMENTS = (
    ("Prenez deux comprimés le matin avec de l’eau.", "Take two tablets in the morning with some water."),
    ("Gardez ce médicament au réfrigérateur.", "Keep this medicine in the refrigerator."),
    ("Appelez votre médecin si la fièvre dépasse 39 °C.", "Call your doctor if the fever is above 39°C."),
    ("Les effets fréquents : nausées, maux de tête.", "Common effects: nausea, headaches."),
    ("Apportez votre ordonnance et votre carte.", "Bring your prescription and your card."),
)


def _of(translations: Sequence[str]) -> list[tuple[str, str]]:
    return [(source, target) for (source, _), target in zip(SEGMENTS, translations, strict=False)]


def test_translations_beside_the_wrong_segment_are_one_finding() -> None:
    right = [target for _, target in SEGMENTS]
    assert compare.misplaced(_of(right), "fr", "en") == ()
    assert compare.misplaced(_of([right[0], right[2], right[1], *right[3:]]), "fr", "en") == ((1, 2, 0),)
    assert [run.by for run in compare.misplaced(_of([*right[1:], right[0]]), "fr", "en")] == [-1]
    blocks = [
        _edition(source, target).segments[0] for source, target in _of([right[1], right[0], *right[2:]])
    ]
    edition = msgspec.structs.replace(_edition(*SEGMENTS[0]), segments=tuple(blocks))
    found = compare.check(edition, compare.NO_TERMS, {})
    assert [one.code for one in found] == ["X028"]
    assert messages.tell(found[0], "en").message.startswith("The English of “Prenez deux comprimés")


HOSTILE = [
    *("a", "1 ", "1.", "a-", "ne ", "n’est pas ", "Prenez 2 mg. ", "a@", "/", "(", "٣ ", "Abc ", "B12 "),
    *("1 sur ", "ne dépassez pas plus de 3 mg ", "entre 2 et ", "\u202e\u0627 1 ", "vingt et "),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_text_that_repeats_itself_without_end_is_read(piece: str) -> None:
    """No recursion that a text can drive, and no exception."""
    text = piece * (10_000 // len(piece))
    assert compare.check_pair(text, text, "en", "en") is not None
    compare.check_pair(text, "Take 2 tablets.", "fr", "en")


def test_correct_text_is_hardly_ever_stopped() -> None:
    """What the rules were made with is the least that has to pass."""
    stopped = asked = count = 0
    for path in sorted(ROOT.glob("tests/bench/parity/development/*.toml")):
        for pair in tomllib.loads(path.read_text("utf-8"))["pair"]:
            (tag,) = set(pair) - {"fr", "error"}
            severities = {one.severity for one in compare.check_pair(pair["fr"], pair[tag], "fr", tag)}
            stopped += Severity.ERROR in severities
            asked += severities >= {Severity.QUESTION}
            count += 1
    assert count > 600
    assert stopped / count <= 0.01
    assert asked / count <= 0.04


def test_edition_heeds_waivers() -> None:
    source, target = "Prenez 2,5 mg.", "Take 25 mg."
    line = compare.waiver_line("X004", "Marie Dupont", datetime.date(2026, 11, 22), "a test", source, target)
    comments = {("en", Key(source)): f"Of the leaflet\n{line}"}
    assert compare.check(_edition(source, target), compare.NO_TERMS, comments) == ()
    changed = compare.check(_edition(source, "Take 26 mg."), compare.NO_TERMS, comments)
    assert [one.code for one in changed] == ["X004", "X031"]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_finding_says_what_to_type_to_waive_it(language: str) -> None:
    """Article, language, code, and the digest of both texts: no word of theirs reaches a shell."""
    source, target = "Prenez 2,5 mg '; rm -rf ~ #", "Take 25 mg '; rm -rf ~ #"
    (finding,) = compare.check(_edition(source, target), compare.NO_TERMS, {})
    digest = compare.digest(source, target)
    command = f"feuillet translate waive essai --language en --segment {digest} --code X004"
    assert messages.tell(finding, language).hint.endswith(command)
    assert compare.command("l'essai", "en; x", digest, "X004").startswith(
        """feuillet translate waive 'l'"'"'essai' --language 'en; x' """
    )


def test_glossary_that_cannot_be_read() -> None:
    for text in (
        '[[term]]\nfr = ["comprimé"]\n',
        '[[term]]\nfr = []\nen = ["tablet"]\n',
        "[[terms]]\n",
        "[[term\n",
    ):
        with pytest.raises(FeuilletError):
            compare.glossary(text.encode(), "glossary.toml")


def test_import_is_light() -> None:
    """No library that takes long is imported before it is needed."""
    late = ("babel", "difflib", "pypandoc", "PIL")
    code = f"import sys, pipeline.compare; print([name for name in {late} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ── What holds for any pair ────────────────────────────────────────────────────────────────

UNITS = st.sampled_from([("mg", "mg"), ("ml", "ml"), ("UI", "IU"), ("µg", "mcg"), ("comprimés", "tablets"),
                         ("gouttes", "drops"), ("heures", "hours"), ("jours", "days"),
                         ("%", "%")])  # fmt: skip
NUMBERS = st.decimals(min_value=2, max_value=9999, places=1)


def _french(value: object) -> str:
    text = f"{value:,}".replace(",", "\u202f").replace(".", ",")
    return text.removesuffix(",0")


def _english(value: object) -> str:
    return f"{value:,}".removesuffix(".0")


@settings(steady, max_examples=200)
@given(NUMBERS, NUMBERS, UNITS)
def test_a_changed_number_is_found(value: object, other: object, units: tuple[str, str]) -> None:
    source = f"Donnez {_french(value)} {units[0]}."
    same = compare.check_pair(source, f"Give {_english(value)} {units[1]}.", "fr", "en")
    assert not same
    changed = compare.check_pair(source, f"Give {_english(other)} {units[1]}.", "fr", "en")
    assert any(map(is_error, changed)) == (value != other)


@settings(steady, max_examples=100)
@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 23), st.integers(0, 59))
def test_a_changed_time_is_found(hour: int, minute: int, hour_: int, minute_: int) -> None:
    source = f"Le rendez-vous est à {hour} h {minute:02}."
    target = f"The appointment is at {hour_ % 12 or 12}.{minute_:02} {'am' if hour_ < 12 else 'pm'}."
    assert bool(compare.check_pair(source, target, "fr", "en")) == ((hour, minute) != (hour_, minute_))


WORDS = st.text(st.sampled_from("abeinp 0123456789.,;:-/%°+()'’«»\u202f\u00a0*_[]^~½²\n"), max_size=60)


@settings(steady, max_examples=200)
@given(
    WORDS | st.text(max_size=60),
    WORDS | st.text(max_size=60),
    st.sampled_from(["en", "fr", "ar", "en-US", "uk"]),
)
def test_any_text_is_read(source: str, target: str, tag: str) -> None:
    """No exception, the same answer twice, and a text agrees with itself in every number."""
    found = compare.check_pair(source, target, "fr", tag)
    assert found == compare.check_pair(source, target, "fr", tag)
    same = compare.check_pair(source, source, tag, tag)
    assert not [one for one in same if one.code <= "X014"]


@settings(steady, max_examples=100)
@given(st.lists(st.integers(2, 500), max_size=4), st.lists(st.integers(2, 500), max_size=4))
def test_numbers_are_compared_alike_from_either_side(ones: list[int], others: list[int]) -> None:
    source, target = " ; ".join(map(str, ones)), " ; ".join(map(str, others))
    there = {one.code for one in compare.check_pair(source, target, "fr", "en") if one.code <= "X008"}
    back = {one.code for one in compare.check_pair(target, source, "en", "fr") if one.code <= "X008"}
    assert there == back
