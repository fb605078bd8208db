"""messages: every word that people are told stands in the catalogs, in both languages, and can be said."""

from __future__ import annotations

import ast
import functools
import importlib.util
import io
import re
import string
from collections.abc import Iterator
from pathlib import Path

import click
import polib
import pytest

from pipeline import catalogs, cli, messages
from pipeline.cli.language import confirm, say
from pipeline.messages.__main__ import PAGE, page
from pipeline.model import Severity, Word, error
from tests.conftest import Golden
from tests.workbench import CASES, ROOT, feuillet

SOURCES = sorted((ROOT / "pipeline").rglob("*.py"))
CODE = re.compile(r"[CDEILMPRTVX]\d{3}")
TELLERS = {"error", "warning", "note", "Finding", "question", "tell", "mention"}
NAMES = ("findings", "command", "setup")
CONTEXTS = {
    "findings": {"", "message", "hint", "table", "word"},
    "command": {"", "line", "help", "metavar", "click"},
    "setup": {"", "line"},
}

GOLDEN = ("stderr", "stdout", "findings")  # the files of a case that hold what was told

# Codes that no case holds, and the test that does.
ELSEWHERE = {
    "C016": "test_layouts.py::test_the_date_of_a_document_may_be_given",
    "C022": "test_contract.py::test_what_is_left_out_is_named",
    "D001": "test_render_limits.py::test_without_pandoc_it_is_said_how_to_get_it",
    "E003": "test_render_limits.py::test_an_output_that_takes_too_long_is_given_up",
    "M008": "test_pictures.py::test_a_large_photograph_is_told_and_carried_small",
    "M003": "test_render_limits.py::test_what_is_too_large_is_named",
    "P004": "test_line.py::test_two_outputs_with_one_name_are_refused",
    "R001": "test_render_limits.py::test_what_is_too_large_is_named",
    "D002": "test_setup.py::test_doctor_says_each_way_to_get_what_is_missing_once",
    "E010": "test_press.py::test_a_picture_with_too_few_dots_is_a_warning",
    "E011": "test_press.py::test_what_cannot_be_printed_is_refused",
    "E012": "test_press.py::test_a_named_colour_with_too_much_ink_is_a_warning",
    "E013": "test_press.py::test_what_cannot_be_printed_is_refused",
    "E014": "test_press.py::test_what_cannot_be_printed_is_refused",
    "E015": "test_press.py::test_what_cannot_be_printed_is_refused",
    "E016": "test_press.py::test_an_address_too_long_for_paper_is_refused",
    "L031": "test_grey.py::test_a_product_may_be_grey_of_itself",
    "M007": "test_grey.py::test_a_picture_that_tells_by_colour_alone_is_a_warning",
    "X042": "test_compare.py::test_a_pair_that_takes_too_long_costs_no_other",
    "X028": "test_parity.py::test_translations_beside_the_wrong_segment_are_one_finding",
    "X040": "test_questions.py::test_the_imprint_of_a_working_copy_counts_them",
    "R012": "test_render_limits.py::test_a_text_cannot_keep_pandoc_busy",
    "R013": "test_render_limits.py::test_a_text_cannot_keep_pandoc_busy",
}

# ── What the source says ───────────────────────────────────────────────────────────────────


@functools.cache
def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Every finding that is made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in TELLERS and node.args:
            yield node


def _codes(tree: ast.AST) -> set[str]:
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in strings if isinstance(value, str) and CODE.fullmatch(value)}


@functools.cache
def said() -> frozenset[str]:
    """Every code that the source holds."""
    return frozenset().union(*map(_codes, _trees().values()))


def _entries(name: str, language: str) -> list[polib.POEntry]:
    return list(polib.pofile((catalogs.FOLDER / language / f"{name}.po").read_text("utf-8")))


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


CATALOGS = [(name, language) for name in NAMES for language in catalogs.LANGUAGES]
in_each_catalog = pytest.mark.parametrize(("name", "language"), CATALOGS)
in_each_language = pytest.mark.parametrize("language", catalogs.LANGUAGES)


# ── The catalogs ───────────────────────────────────────────────────────────────────────────


@in_each_catalog
def test_they_are_read_as_polib_reads_them(name: str, language: str) -> None:
    theirs = {(entry.msgctxt or "", entry.msgid): tuple(_texts(entry)) for entry in _entries(name, language)}
    ours = {key: forms for key, forms in catalogs.catalog(name, language).entries.items() if key[1]}
    assert ours == theirs


def test_a_catalog_is_read_as_polib_reads_it(tmp_path: Path) -> None:
    """Also what no catalog of ours holds today."""
    text = (
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        '# a remark\n#: place:3\n#, python-format\nmsgctxt "line"\nmsgid "a \\"word\\""\n'
        'msgstr ""\n"one\\n"\n"two\\\\\\t"\n\n'
        'msgid "b"\nmsgid_plural "bs"\nmsgstr[0] "x"\nmsgstr[1] ""\n"y"\n\n#~ msgid "gone"\n#~ msgstr "z"\n'
    )
    theirs = {
        (entry.msgctxt or "", entry.msgid): tuple(_texts(entry))
        for entry in polib.pofile(text)
        if not entry.obsolete
    }
    assert len(theirs) == 2
    read = catalogs.read(text)
    assert {key: forms for key, forms in read.items() if key[1]} == theirs
    assert [catalogs.Catalog(read).find("", "b", count) for count in (0, 1, 2)] == ["x", "x", "y"]


@in_each_catalog
def test_each_entry_is_whole_and_stands_once(name: str, language: str) -> None:
    entries = _entries(name, language)
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete or not all(_texts(entry))] == []
    assert {entry.msgctxt or "" for entry in entries} <= CONTEXTS[name]
    keys = [(entry.msgctxt, entry.msgid) for entry in entries]
    assert [key for key in keys if keys.count(key) > 1] == []
    assert [entry.msgid for entry in entries if entry.msgid_plural and len(_texts(entry)) != 2] == []


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_entries_with_the_same_values(name: str) -> None:
    """But for click, whose English is its own: there a text may leave out a value, and name no other."""
    english, french = (
        {
            (entry.msgctxt, entry.msgid): entry
            for entry in _entries(name, language)
            if entry.msgctxt != "click"
        }
        for language in ("en", "fr")
    )
    assert english.keys() ^ french.keys() == set()
    for key, entry in english.items():
        of_english, of_french = ([_values(text) for text in _texts(one)] for one in (entry, french[key]))
        assert of_english == of_french, key
    for entry in _entries(name, "fr"):
        if entry.msgctxt == "click":
            named = _values(entry.msgid) | _values(entry.msgid_plural)
            assert all(_values(text) <= named for text in _texts(entry)), entry.msgid


@pytest.mark.parametrize("name", NAMES)
def test_french_is_set_as_french_is(name: str) -> None:
    """No-break spaces where they belong, curly apostrophes, French quotation marks, one ellipsis."""
    for entry in _entries(name, "fr"):
        for text in _texts(entry):
            words = re.sub(
                r"feuillet: waive\b.*|= (\[[^]]*\]|\"[^\"]*\")|%\(\w+\)s|\{[^{}]*\}|https?://\S+|\{\{.*?\}\}|\b[A-Z]:\\\S*",
                "x",
                text,
            )
            assert not re.search(r"[^\u00a0\u202f(][;!?»%]|[^\u00a0\u202f\w/]:(?!\S)|\w:(?:\s|$)", words), (
                text
            )
            assert not re.search(r"«(?!\u00a0)", words), text
            assert not re.search(r"['\"“”]|\.\.\.", words), text


@in_each_language
def test_english_and_french_end_their_sentences(language: str) -> None:
    """A message is one sentence; a row of the table is none."""
    for entry in _entries("findings", language):
        for text in _texts(entry):
            if entry.msgctxt == "message":
                assert re.fullmatch(r"(?s)\S.*[^.\s]\.", text), text
            elif entry.msgctxt == "table":
                assert not text.endswith("."), text


# ── Codes ──────────────────────────────────────────────────────────────────────────────────


@in_each_language
def test_every_code_can_be_told(language: str) -> None:
    """Its message, its hint and its row in the table."""
    texts = catalogs.catalog("findings", language).entries
    told = {
        context: {key.split("/")[0] for at, key in texts if at == context} for context in CONTEXTS["findings"]
    }
    assert said() - told["message"] == set()
    assert said() - told["hint"] == set()
    assert said() - told["table"] == set()


@in_each_language
def test_the_catalogs_hold_no_code_that_is_not_said(language: str) -> None:
    codes = {
        key.split("/")[0]
        for context, key in catalogs.catalog("findings", language).entries
        if context in ("message", "hint", "table") and key[1:]
    }
    assert codes - said() == set()


def test_values_that_are_shown_are_given() -> None:
    """Each value that the words of a code name is passed by some finding with that code."""
    given: dict[str, set[str]] = {}
    unknown: set[str] = set()
    for tree in _trees().values():
        for call in _calls(tree):
            codes = _codes(call.args[0])
            for code in codes:
                given.setdefault(code, set()).update(word.arg for word in call.keywords if word.arg)
            if any(word.arg is None for word in call.keywords) or not isinstance(call.args[0], ast.Constant):
                unknown |= codes
    for entry in _entries("findings", "en"):
        code = entry.msgid.split("/")[0]
        if entry.msgctxt in ("message", "hint") and code in given.keys() - unknown:
            assert set().union(*map(_values, _texts(entry))) - given[code] == set(), entry.msgid


def test_words_that_stand_for_values_are_used() -> None:
    held = {entry.msgid for entry in _entries("findings", "en") if entry.msgctxt == "word"}
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    kinds = ("node ", "type ", "it is broken, or not a ")  # the rest of these comes from elsewhere
    assert {word for word in held if f'"{word}"' not in source and not word.startswith(kinds)} == set()


def test_every_code_occurs_in_a_case_or_in_a_test() -> None:
    held: set[str] = set()
    for path in CASES.rglob("*"):
        if path.is_file() and (path.stem in GOLDEN or path.suffix in (".txt", ".toml")):
            held |= set(re.findall(CODE, path.read_bytes().decode("utf-8", "replace")))
    for code, test in ELSEWHERE.items():
        file, name = test.split("::")
        tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
        found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name]
        assert [node for node in found if code in ast.unparse(node)], (
            f"{test} is not there, or does not say {code}"
        )
    assert ELSEWHERE.keys() & held == set()
    assert said() - held - ELSEWHERE.keys() == set()


def test_the_page_of_codes_is_up_to_date(golden: Golden) -> None:
    golden(PAGE, page())


# ── Telling ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 files removed.", "0 fichier supprimé."),
        (1, "1 file removed.", "1 fichier supprimé."),
        (2, "2 files removed.", "2 fichiers supprimés."),
    ],
)
def test_each_language_has_its_plural(count: int, english: str, french: str) -> None:
    assert messages.say("removed", "en", count=count) == english
    assert messages.say("removed", "fr", count=count) == french


def test_a_value_is_written_as_the_language_writes_it() -> None:
    assert messages.say("megabytes", "en", size=1.2) == "1.2 MB"
    assert messages.say("megabytes", "fr", size=1.2) == "1,2\u00a0Mo"
    finding = error("D002", name=Word("fonts"), variant="fonts")
    assert messages.tell(finding, "en").message == "Missing: fonts."
    assert messages.tell(finding, "fr").message == "Il manque\u00a0: polices."


def test_a_variant_falls_back_to_its_code() -> None:
    other = error("I004", variant="differs", name="a")
    unknown = error("I004", variant="unknown", name="a")
    plain = messages.tell(error("I004", name="a"), "en")
    assert messages.tell(other, "en").message != plain.message
    assert messages.tell(unknown, "en") == plain


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        ("", {}, "en"),
        ("", {"LANG": "C.UTF-8"}, "en"),
        ("", {"LANG": "fr_FR.UTF-8"}, "fr"),
        ("", {"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ("", {"LANG": "de_DE.UTF-8"}, "en"),
        ("", {"LANG": "fr_FR.UTF-8", "FEUILLET_LANG": "en"}, "en"),
        ("", {"LANG": "en_GB.UTF-8", "FEUILLET_LANG": "FR"}, "fr"),
        ("", {"LANG": "fr_FR.UTF-8", "FEUILLET_LANG": "de"}, "fr"),
        ("en", {"FEUILLET_LANG": "fr"}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for(asked: str, environment: dict[str, str], language: str) -> None:
    assert catalogs.language_of(asked, environment) == language


# ── The command ────────────────────────────────────────────────────────────────────────────


def _commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{above} {name}".strip(), command
        if isinstance(command, click.Group):
            yield from _commands(command, name)


def test_every_command_and_option_has_its_help_and_there_is_no_other() -> None:
    held = {entry.msgid for entry in _entries("command", "en") if entry.msgctxt == "help"}
    wanted = set()
    for path, command in [("", cli.main), *_commands(cli.main)]:
        wanted.add(path or "feuillet")
        for option in command.params:
            if isinstance(option, click.Option):
                name = max(option.opts, key=len)
                parts = path.split()
                names = [" ".join((*parts[:length], name)) for length in range(len(parts), -1, -1)]
                wanted.add(next((one for one in names if one in held), names[0]))
    assert wanted - held == set()
    assert held - wanted == set()


def _lines(folder: str) -> tuple[set[str], set[str], set[str]]:
    """Of the files below ``folder``: the ids of lines that are said, how ids begin, and every string."""
    said_: set[str] = set()
    beginnings: set[str] = set()
    strings: set[str] = set()
    for path, tree in _trees().items():
        if not path.relative_to(ROOT).as_posix().startswith(folder):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            if isinstance(node, ast.Call) and node.args and _called(node) in ("say", "stop", "told"):
                first = node.args[0]
                choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                said_ |= {choice.value for choice in choices if isinstance(choice, ast.Constant)}
    return said_, beginnings, strings


def test_every_line_that_is_said_is_there_and_no_other() -> None:
    severities = {severity.value for severity in Severity}
    for name, sayer, users in (
        ("command", "pipeline/cli/", "pipeline/"),
        ("setup", "pipeline/setup/bootstrap.py", "pipeline/setup/bootstrap.py"),
    ):
        held = {entry.msgid for entry in _entries(name, "en") if entry.msgctxt == "line"}
        assert _lines(sayer)[0] - held == set()
        _, beginnings, strings = _lines(users)
        begun = tuple(one for one in beginnings if one.endswith((" ", "/")) and len(one) > 4)
        unused = {line for line in held - strings - severities if line.partition(" ")[2] not in strings}
        assert {line for line in unused if not line.startswith(begun)} == set()


def _click_says() -> dict[str, str]:
    """Every sentence that click hands to gettext, with its plural."""
    spec = importlib.util.find_spec("click")
    assert spec is not None
    assert spec.origin is not None
    sentences: dict[str, str] = {}
    for path in Path(spec.origin).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in ("_", "ngettext"):
                words = [part.value for part in node.args if isinstance(part, ast.Constant)]
                if words:
                    sentences[words[0]] = words[1] if _called(node) == "ngettext" else ""
    return sentences


# What click says where Feuillet never goes: editors, colours, pagers, completion, prompts for passwords,
# mistakes of whoever declares a command; and what it says as it is imported, before there is a language.
NOT_REACHED = re.compile(
    r"Editing failed|Windows error|DeprecationWarning|Could not determine|No options defined|defined twice"
    r"|Arguments take exactly|Boolean option|continue|Confirm the action|start character|Bash|entered values"
    r"|Repeat for|Unknown (color|standard)|invalid input|^(file|directory|path|d)$"
)


def test_click_speaks_french_whatever_it_says() -> None:
    """Fails where a new release of click says something new."""
    reached = {one: many for one, many in _click_says().items() if not NOT_REACHED.search(one)}
    held = {
        entry.msgid: entry.msgid_plural for entry in _entries("command", "fr") if entry.msgctxt == "click"
    }
    assert reached.items() - held.items() == set()
    assert held.keys() - reached.keys() - {"required"} == set()  # click hands that one over in a variable


ENGLISH = re.compile(
    r"\b(the|Usage|Options:|Commands:|Error|Try|No such|Missing|Invalid|Show|default|Aborted|There|is)\b"
)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("--help", "Utilisation : feuillet [OPTIONS] COMMANDE [ARGUMENTS]..."),
        ("build --help", "--output-dir DOSSIER"),
        ("import --help", "[par défaut : fr]"),
        ("", "Commandes :"),
        ("buidl", "La commande « buidl » n’existe pas. Vouliez-vous dire 'build' ?"),
        ("build --forc", "L’option « --forc » n’existe pas. Vouliez-vous dire '--force' ?"),
        ("build --jobs", "L’option « --jobs » demande une valeur."),
        ("build --jobs x", "Valeur incorrecte pour '--jobs' : « x » n’est pas un nombre valable."),
        ("build --jobs 900", "900 n’est pas dans l’intervalle"),
        ("build --grey --print-shop", "Choisissez --grey ou --print-shop, pas les deux."),
        ("list a b", "Arguments en trop : a b"),
        ("new", "Il manque l’argument 'TITRE'."),
        ("import rien.docx", "« rien.docx » n’existe pas."),
        ("export a --format pdf", "« pdf » n’est pas 'docx'."),
        ("-C rien list", "rien: erreur C008 : Le dossier « rien » n’existe pas.\n  Conseil : Vérifiez"),
        ("--ui-language de list", "« de » ne fait pas partie de : 'en', 'fr'."),
    ],
)
def test_the_command_speaks_french(
    line: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEUILLET_LANG", "fr")
    with pytest.raises(SystemExit):
        cli.main(line.split(), prog_name="feuillet")
    printed = capsys.readouterr()
    french = (printed.out + printed.err).replace("\u00a0", " ")
    assert told in french
    if "--help" not in line and line:
        assert not ENGLISH.search(french)


@pytest.mark.parametrize("line", ["--ui-language fr build --help", "build --help --ui-language=fr"])
def test_the_language_can_be_asked_for_before_and_after_the_command(line: str) -> None:
    """The real command, as people type it, against what the environment says."""
    done = feuillet(*line.split(), folder=ROOT)
    assert "Utilisation\u00a0: feuillet build [OPTIONS] [ARTICLE]..." in done.stdout
    assert "Afficher cette aide et quitter." in done.stdout
    by_environment = feuillet("build", "--help", folder=ROOT, environment={"FEUILLET_LANG": "fr"})
    assert by_environment.stdout == done.stdout


@pytest.mark.parametrize(
    ("language", "answer", "goes_on"),
    [
        ("fr", "o", True),
        ("fr", "Oui", True),
        ("fr", "n", False),
        ("fr", "", False),
        ("en", "y", True),
        ("en", "o", False),
    ],
)
def test_a_question_is_answered_in_the_language_it_is_asked_in(
    language: str,
    answer: str,
    goes_on: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))
    context = click.Context(cli.main)
    with context:
        cli.main.parse_args(context, ["--ui-language", language, "list"])
        if goes_on:
            confirm(say("change"))
        else:
            with pytest.raises(click.Abort):
                confirm(say("change"))
    asked = {"fr": "Appliquer ces modifications\u00a0? [o/N] ", "en": "Make these changes? [y/N] "}
    assert capsys.readouterr().err == asked[language]


def test_click_is_left_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    for language, told in (("fr", "Erreur"), ("en", "Error")):
        with pytest.raises(SystemExit):
            cli.main(["--ui-language", language, "buidl"], prog_name="feuillet")
        assert f"{told}" in capsys.readouterr().err


def test_json_holds_the_code_the_values_and_the_words_of_that_language() -> None:
    done = feuillet("import", "README.md", "--name", "a b", "--json", "--ui-language", "fr", folder=ROOT)
    assert '"severity": "error"' in done.stdout
    missing = feuillet(
        "new", "--name", "therapie-cellulaire", "X", "--json", "--ui-language", "fr", folder=ROOT
    )
    assert '"message": "Il existe déjà un article «\u00a0therapie-cellulaire\u00a0»."' in missing.stdout
    assert '"name": "therapie-cellulaire"' in missing.stdout
