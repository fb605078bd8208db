"""Questions: what the comparison is not sure of is asked, counted, answered by name, and stops nothing."""

from __future__ import annotations

import datetime
import io
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cli, compare, line, messages, text
from pipeline.cli import output
from pipeline.cli import translate as cli_translate
from pipeline.model import Finding, Order, Place, Report, Word, error, question, warning
from pipeline.session import Session
from pipeline.workspace import Workspace
from tests import making, oracles
from tests.test_translate import run
from tests.workbench import ARTICLE, CATALOG, SOURCE, edit, feuillet, outputs, workspace

WORD = "garrot"  # stands in three passages
HANDOUT = Order(ARTICLE, "handout", ("fr", "en"), "tilleuls", "pdf")
BROCHURE = Order(ARTICLE, "brochure", ("en",), "tilleuls", "pdf")
SIGNED = ("--by", "Dr Martin", "--date", "2026-10-02")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return workspace(tmp_path / "work")


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison asks about three passages."""
    making.ask_about(WORD, monkeypatch)


def build(folder: Path, order: Order, engine: Callable[[], Any] | None = None) -> Report:
    session = Session(Workspace(folder))
    if engine:
        session.engine = engine
    return line.build(order, session, folder / "build")


def no_engine() -> None:
    raise AssertionError("the engine was asked for")


def text_of(folder: Path, order: Order) -> str:
    return " ".join(oracles.pdf_text(folder / "build" / order.path).split())


def commands(said: str) -> list[list[str]]:
    return [shlex.split(found) for found in re.findall(r"feuillet (translate waive .+)", said)]


# ── Told and counted ───────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("asking")
def test_a_question_stops_nothing_and_is_told(folder: Path) -> None:
    done = run(folder, "check", ARTICLE, "--product", "handout")
    assert done.exit == 0
    assert done.stdout == "1 output can be made. 3 questions are open.\n"
    assert done.stderr.count("question X023: ") == 3
    assert "  French: Le garrot reste en place moins d’une minute.\n" in done.stderr
    assert "note X040: 3 questions about the English are still to be answered.\n" in done.stderr
    french = run(folder, "--ui-language", "fr", "check", ARTICLE, "--product", "handout")
    assert "question X023\u00a0: " in french.stderr
    assert french.stdout.endswith("3 questions sont ouvertes.\n")


@pytest.mark.usefixtures("asking")
def test_a_question_is_one_in_json(folder: Path) -> None:
    (asked, *_) = (
        one
        for one in msgspec.json.decode(run(folder, "check", "--product", "handout", "--json").stdout)[
            "findings"
        ]
        if one["code"] == "X023"
    )
    assert asked["severity"] == "question"
    assert asked["values"]["source_text"] == "Le soignant serre un garrot autour de votre bras."
    assert asked["values"]["target_text"] == "The nurse puts a tight band around your arm."


@pytest.mark.usefixtures("asking")
def test_status_counts_questions_and_lists_them(folder: Path) -> None:
    said = msgspec.json.decode(run(folder, "translate", "status", "--json").stdout)
    (progress,) = said["articles"][0]["languages"]
    assert (progress["questions"], progress["questioned"], progress["ready"]) == (3, 3, True)
    asked = [cell for cell in progress["list"] if cell["verdict"] == "questioned"]
    assert [cell["questions"] for cell in asked] == [["X023"]] * 3
    run(folder, "translate", "status", "--html", str(folder / "page.html"))
    page = (folder / "page.html").read_text("utf-8")
    assert page.count('class="cell translated questioned"') == 3
    assert "3 questions are open." in page


def test_a_warning_is_no_question(folder: Path) -> None:
    edit(
        folder / CATALOG,
        "The nurse puts a tight band around your arm.",
        "*The nurse* puts a tight band around your arm.",
    )
    said = msgspec.json.decode(run(folder, "translate", "status", "--json").stdout)
    assert {one["severity"] for one in said["findings"]} == {"warning"}
    (progress,) = said["articles"][0]["languages"]
    assert (progress["questions"], progress["questioned"]) == (0, 0)


# ── On the imprint ─────────────────────────────────────────────────────────────────────────

SAID = "Open questions 3"


@pytest.mark.parametrize("order", [HANDOUT, BROCHURE], ids=lambda order: order.product)
def test_the_imprint_of_a_working_copy_counts_them(
    order: Order, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder, order)
    before = outputs(folder / "build")
    assert "Open questions" not in text_of(folder, order)
    making.ask_about(WORD, monkeypatch)
    folder = workspace(folder.parent / "asked")  # with a store of its own
    report = build(folder, order)
    assert text_of(folder, order).count(SAID) == 1
    assert "Questions sans réponse" not in text_of(folder, order)  # the French is no translation
    assert [one.values[0] for one in report.findings if one.code == "X040"] == [("count", 3)]
    assert outputs(folder / "build") != before
    # Answered, all is as it was.
    for command in commands(run(folder, "translate", "status").stderr):
        assert run(folder, *command, *SIGNED, "--reason", "an arm", "--yes").exit == 0
    report = build(folder, order)
    assert outputs(folder / "build") == before
    assert not [one for one in report.findings if one.code == "X040"]


@pytest.mark.usefixtures("asking")
def test_the_same_count_needs_no_layout(folder: Path) -> None:
    build(folder, HANDOUT)
    edit(folder / CATALOG, "#. list item\n", "# A word with the nurse.\n#. list item\n")
    build(folder, HANDOUT, no_engine)
    command, *_ = commands(run(folder, "translate", "status").stderr)
    assert run(folder, *command, *SIGNED, "--reason", "an arm", "--yes").exit == 0
    with pytest.raises(AssertionError, match="engine"):
        build(folder, HANDOUT, no_engine)


@pytest.mark.usefixtures("asking")
def test_a_reviewed_translation_is_no_working_copy(folder: Path) -> None:
    edit(folder / SOURCE, "[imprint]\n", '[imprint]\ntranslation_reviewer = "Dr Martin"\n')
    named = 'msgid "Dr Martin"\nmsgstr "Dr Martin"\n'
    with (folder / CATALOG).open("a", encoding="utf-8") as file:
        file.write(f"\n{named}")
    report = build(folder, BROCHURE)
    assert "Dr Martin" in text_of(folder, BROCHURE)
    assert "Open questions" not in text_of(folder, BROCHURE)
    assert "X040" in {one.code for one in report.findings}  # the build says it anyway


def test_what_is_not_compared_is_said_in_every_language() -> None:
    home = Workspace(Path())
    for tag in home.languages():
        language = home.language(tag)
        assert set(language.facts) == set(compare.FACTS), tag
        assert language.labels.questions and language.labels.not_compared
    assert compare.not_compared("fr", "en") == compare.not_compared("de", "de") == ()
    assert set(compare.not_compared("fr", "qaa")) <= set(compare.FACTS)
    assert compare.not_compared("fr", "qaa")


def test_a_language_without_a_table_says_what_was_not_compared(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "pipeline.compare.unsettled.not_compared", lambda one, other: ("units", "times") * (one != other)
    )
    report = build(folder, HANDOUT)
    (told,) = (one for one in report.findings if one.code == "X040")
    assert (
        messages.tell(told, "en").message
        == "Between French and English, these are not compared: units, times."
    )
    assert "Not compared with the original units and times" in text_of(folder, HANDOUT)


# ── Answered by name, for the two texts it names ───────────────────────────────────────────


@pytest.mark.parametrize("answer", ["y", "n"])
@pytest.mark.usefixtures("asking")
def test_a_review_asks_what_the_comparison_asks(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    """What is answered with yes is answered by name and reviewed; the rest is neither."""
    monkeypatch.setattr(cli_translate, "_is_attended", lambda: True)
    asked = ("translate", "review", ARTICLE, "--language", "en", *SIGNED, "--segment", "10")
    done = run(folder, *asked, answers=f"{answer}\n\n")
    assert "Le soignant serre un garrot autour de votre bras." in done.stderr
    assert "Is it right as it is (X023)? [y/N]" in done.stderr
    held = (folder / CATALOG).read_text("utf-8")
    assert done.exit == (0 if answer == "y" else 3)
    assert ("reviewed: Dr Martin, 2026-10-02" in held) == (answer == "y")
    assert ("Dr Martin, 2026-10-02: right as it is\n" in held) == (answer == "y")
    left = len(commands(run(folder, "translate", "status").stderr))
    assert left == (2 if answer == "y" else 3)


@pytest.mark.usefixtures("asking")
def test_an_answer_stands_though_another_question_is_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_translate, "_is_attended", lambda: True)
    asked = ("translate", "review", ARTICLE, "--language", "en", *SIGNED)
    done = run(folder, *asked, "--segment", "10", "--segment", "11", answers="y\n\nn\n")
    assert (done.exit, "T032" in done.stderr) == (3, True)
    assert len(commands(run(folder, "translate", "status").stderr)) == 2
    # The same for all passages: those without an open question are put down.
    done = run(folder, *asked, answers="n\nn\n")
    assert (done.exit, done.stdout.split("(")[-1]) == (0, "40 reviewed)\n")


@pytest.mark.usefixtures("asking")
def test_the_page_marks_the_words_and_says_what_was_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(pair: compare.Pair) -> Iterator[Finding]:
        if WORD in pair.source.raw:
            (found,) = (pair.tell(question, "X023", source=WORD, target="<b>"),)
            values = dict(found.values) | {"source_text": "Un ⟦<garrot>⟧.", "source_read": "a band"}
            yield msgspec.structs.replace(found, values=tuple(values.items()))

    monkeypatch.setattr(compare, "CHECKS", (check,))
    run(folder, "translate", "status", "--html", str(folder / "page.html"))
    page = (folder / "page.html").read_text("utf-8")
    assert '<p class="side" dir="auto">Un <mark>&lt;garrot&gt;</mark>. <i>read as “a band”</i></p>' in page


def _by_copying_its_line(folder: Path, line: str) -> None:
    """Into the entry of another passage."""
    edit(folder / CATALOG, "#. figure caption\n", f"# {line}\n#. figure caption\n")


def _by_a_catalog_from_elsewhere(folder: Path, line: str) -> None:
    """Somebody else's catalog, with a waiver for the words that they had there."""
    held = (folder / CATALOG).read_text("utf-8")
    old = 'msgid "Le soignant serre un garrot autour de votre bras."\n'
    held = held.replace(old, f"# {line}\n{old}").replace("a tight band around", "a tight strap around")
    (folder / CATALOG).write_text(held, "utf-8")


def _by_an_import(folder: Path, line: str) -> None:
    """A translator's file that changes the words under a waiver, and carries it along as a note."""
    old = 'msgid "Le soignant serre un garrot autour de votre bras."\n'
    edit(folder / CATALOG, old, f"# {line}\n{old}")
    sent = folder / "sent.csv"
    asked = (ARTICLE, "--language", "en")
    assert run(folder, "translate", "export", *asked, "--format", "csv", "--output", str(sent)).exit == 0
    edit(sent, "a tight band around", "a tight strap around")
    done = run(folder, "translate", "import", ARTICLE, str(sent), "--language", "en")
    assert "X031" in done.stderr


def _by_an_update(folder: Path, line: str) -> None:
    """The source changes; the comment follows the translation to its new source."""
    old = 'msgid "Le soignant serre un garrot autour de votre bras."\n'
    edit(folder / CATALOG, old, f"# {line}\n{old}")
    edit(folder / SOURCE, "serre un garrot autour", "serre bien un garrot autour")
    edit(folder / SOURCE, 'after = "Le soignant serre"', 'after = "Le soignant serre bien"')
    assert run(folder, "translate", "update", ARTICLE, "--language", "en").exit == 0
    text = (folder / CATALOG).read_text("utf-8")
    (folder / CATALOG).write_text(re.sub(r"#, fuzzy\n(#\| .*\n)+", "", text), "utf-8")  # confirmed as it was


def _by_an_import_of_a_new_file(folder: Path, line: str) -> None:
    """A file cannot bring a waiver: a note in it is a note."""
    sent = folder / "sent.csv"
    asked = (ARTICLE, "--language", "en")
    assert run(folder, "translate", "export", *asked, "--format", "csv", "--output", str(sent)).exit == 0
    text = sent.read_bytes().decode("utf-8-sig")
    row = next(one for one in text.splitlines() if "autour de votre bras" in one)
    cells = row.split(";")
    cells[5] = line.replace(":", " :")
    sent.write_text(text.replace(row, ";".join(cells)).replace("a tight band", "a tight strap"), "utf-8")
    assert run(folder, "translate", "import", ARTICLE, str(sent), "--language", "en").exit == 0
    assert "feuillet: waive" not in (folder / CATALOG).read_text("utf-8")


@pytest.mark.parametrize(
    "arrive",
    [
        _by_copying_its_line,
        _by_a_catalog_from_elsewhere,
        _by_an_import,
        _by_an_import_of_a_new_file,
        _by_an_update,
    ],
    ids=lambda arrive: arrive.__name__.strip("_"),
)
@pytest.mark.usefixtures("asking")
def test_an_answer_is_refused_for_another_text(folder: Path, arrive: Callable[[Path, str], None]) -> None:
    """However it comes to stand beside other words: the question stays open, and the answer is told."""
    source, target = (
        "Le soignant serre un garrot autour de votre bras.",
        "The nurse puts a tight band around your arm.",
    )
    day = datetime.date(2026, 10, 2)
    answer = compare.waiver_line("X023", "Dr Martin", day, "a test", source, target)
    arrive(folder, answer)
    done = run(folder, "check", ARTICLE, "--product", "handout")
    assert done.exit == 0, done.stderr
    assert done.stdout.endswith("3 questions are open.\n")
    assert ("X031" in done.stderr) == ("feuillet: waive" in (folder / CATALOG).read_text("utf-8"))
    assert len(commands(run(folder, "translate", "status").stderr)) == 3


def test_a_waiver_of_an_error_is_refused_for_another_text(folder: Path) -> None:
    """The same for what stops a build, in the command itself: nothing is written for words it was not for."""
    edit(folder / CATALOG, "for 12 hours.", "for 13 hours.")
    command, *_ = commands(feuillet("check", "--product", "handout", folder=folder).stderr)
    edit(folder / CATALOG, "for 13 hours.", "for 14 hours.")
    before = (folder / CATALOG).read_bytes()
    done = run(folder, *command, *SIGNED, "--reason", "a test", "--yes")
    assert (done.exit, "T029" in done.stderr) == (2, True)
    assert (folder / CATALOG).read_bytes() == before


@pytest.mark.parametrize(
    ("who", "reason"), [(" ", "a test"), ("Dr Martin", " "), ("", "a test"), ("Dr: Martin", "a test")]
)
def test_an_answer_needs_a_name_and_a_reason(who: str, reason: str) -> None:
    line = compare.waiver_line("X023", who, datetime.date(2026, 10, 2), reason, "a", "b")
    (told,) = compare.check_pair("Bonjour.", "Hello.", "fr", "en", comment=line)
    assert told.code == "X030"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2 mg", "2\u00a0mg "),
        ("2 mg", "2 mg."),
        ("**2** mg", "2 mg"),
        ("[ici](https://a.example)", "[ici](https://b.example)"),
        ("2[^1]", "2"),
        ("2 mg", "2 MG"),
        ("non-", "non"),
        ("10^2^", "102"),
    ],
)
def test_any_change_of_a_text_ends_an_answer(one: str, other: str) -> None:
    same = compare.digest(one, "b")
    assert same != compare.digest(other, "b")
    assert compare.digest("b", one) != compare.digest("b", other)
    assert compare.digest(one, "b") != compare.digest("b", one)


# ── What is shown ──────────────────────────────────────────────────────────────────────────

TEXT = "Prenez 2,5 mg le soir, et 1 mg le matin."
TOLD = {
    "source_language": Word("fr"),
    "target_language": Word("en"),
    "source": "2,5 mg",
    "target": "25 mg",
    "waive": "feuillet translate waive …",
    "source_text": "Prenez ⟦2,5 mg⟧ le soir.",
    "target_text": "Take ⟦25 mg⟧ in the evening.",
}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(finding: Finding, language: str, monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    with click.Context(cli.main) as context:
        context.meta["feuillet.language"] = language
        output.show([finding])
    return stream.getvalue()


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "en.po:9: question X004: The French says “2,5 mg”, the English “25 mg”.",
                "  French: Prenez ⟦2,5 mg⟧ le soir. – read as “2.5 mg once”",
                "  English: Take ⟦25 mg⟧ in the evening.",
            ],
        ),
        (
            "fr",
            [
                (
                    "en.po:9: question X004 : «\u00a02,5 mg\u00a0» en français, "
                    "mais «\u00a025 mg\u00a0» en anglais."
                ),
                "  Français : Prenez ⟦2,5 mg⟧ le soir. – lu comme «\u00a02.5 mg once\u00a0»",
                "  Anglais : Take ⟦25 mg⟧ in the evening.",
            ],
        ),
    ],
)
def test_both_texts_are_shown_and_what_was_read(
    language: str, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the marked words were read as is said where it is not what they say."""
    asked = question("X004", Place("en.po", 9), **TOLD, source_read="2.5 mg once", target_read="25 mg")
    said = shown(asked, language, monkeypatch, io.StringIO())
    assert said.replace("\u00a0:", " :").splitlines()[:3] == lines


def test_a_terminal_shows_colours_and_the_words_in_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    colours = set()
    for make in (error, question, warning):
        found = make("X004", Place("en.po", 9), **TOLD, source_read="", target_read="")
        said = shown(found, "en", monkeypatch, Terminal())
        assert "Prenez \x1b[1m2,5 mg\x1b[0m le soir." in said
        assert not re.search("[⟦⟧]", said)
        colours.add(re.findall(r"\x1b\[\d+m", said)[0])
    assert len(colours) == 3
    monkeypatch.setenv("NO_COLOR", "1")
    asked = question("X004", Place("en.po", 9), **TOLD, source_read="", target_read="")
    assert "\x1b" not in shown(asked, "en", monkeypatch, Terminal())


def test_a_text_cannot_command_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    told = TOLD | {"source": "\x1b[2J", "source_text": "a ⟦\x1b[2J\u202e⟧\x9b b"}
    asked = question("X004", Place("en.po", 9), **told, source_read="\x07", target_read="")
    said = shown(asked, "en", monkeypatch, Terminal())
    assert not re.search("\x1b\\[2J|[\u202e\x9b\x07]", said)


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([], TEXT),
        ([(7, 13)], "Prenez ⟦2,5 mg⟧ le soir, et 1 mg le matin."),
        ([(26, 30), (7, 13)], "Prenez ⟦2,5 mg⟧ le soir, et ⟦1 mg⟧ le matin."),
    ],
)
def test_words_are_marked(spans: list[tuple[int, int]], said: str) -> None:
    made = text.marked(TEXT, spans)
    assert made == said
    assert text.marks(made) == tuple(TEXT[start:end] for start, end in sorted(spans))
    assert text.around(made) == made


def test_brackets_of_a_text_are_no_marks() -> None:
    assert text.marked("a ⟦b⟧ c", [(6, 7)]) == "a [b] ⟦c⟧"


@given(st.integers(0, 400), st.integers(1, 60), st.integers(0, 400), st.integers(60, 300))
def test_a_long_text_is_shortened_around_its_marks(before: int, words: int, after: int, most: int) -> None:
    found = "m " * words
    made = text.marked(f"{'a ' * before}{found}{'z ' * after}", [(2 * before, 2 * before + 2 * words - 1)])
    said = text.around(made, most)
    assert len(said) <= most + 10
    assert said.count("⟦") == said.count("⟧") == 1
    assert said.startswith("…") == (not made.startswith(said[:8]))
    assert text.around(said, 1000) == said


def test_of_many_marks_some_are_shown() -> None:
    made = text.marked("a " * 5000, [(2 * n, 2 * n + 1) for n in range(0, 5000, 50)])
    said = text.around(made, 120)
    assert (said.count("⟦"), len(said) <= 140) == (4, True)
