"""The translators' round trip: cases as folders, what holds for any article, and what other tools say.

A case of ``cases/translate/`` is laid over the base workspace and holds

    command         the arguments of feuillet, one call a line; only the last may fail
    changes.diff    what its files say otherwise, as in ``test_cases``
    files/          files that are laid over the workspace
    question        a word of the source that the comparison asks about, where the case is about questions
    stdout, stderr  what has to be said, to the letter; nothing where there is no such file
    exit            the exit code, where it is not 0
    out/<file>      a file as it has to be afterwards; one that must not change is compared anyway
"""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import docx
import polib
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline import align, cli, messages
from pipeline.cli import translate as cli_translate
from pipeline.model import (
    Article,
    ArticleSettings,
    Block,
    Break,
    Code,
    Emphasis,
    FeuilletError,
    Inlines,
    Key,
    Kind,
    Link,
    NoteMark,
    Place,
    Strong,
    Superscript,
    Text,
)
from pipeline.translate import adopt, catalog, exchange, review, sheet, status
from tests import making
from tests.workbench import ARTICLE, BASE, CASES, CATALOG, ROOT, Done, edit, feuillet, workspace

Golden = Callable[[Path, str], None]

steady = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=False
)
many, some, few = (settings(steady, max_examples=count) for count in (60, 12, 6))

FOLDERS = sorted(path.parent for path in CASES.glob("translate/*/command"))
FORMATS = exchange.FORMATS


def run(folder: Path, *arguments: str, answers: str = "") -> Done:
    """Run ``feuillet`` in this process."""
    cli.main.add_command(cli_translate.translate)
    runner = CliRunner(env={"FEUILLET_LANG": "en"})
    done = runner.invoke(cli.main, ["-C", str(folder), *arguments], prog_name="feuillet", input=answers)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


# ── Cases ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = workspace(tmp_path / "w", case)
    monkeypatch.chdir(folder)
    if (case / "question").is_file():
        making.ask_about((case / "question").read_text("utf-8").strip(), monkeypatch)
    *before, last = (case / "command").read_text().splitlines()
    for line in before:
        assert run(folder, *shlex.split(line)).exit == 0
    catalogs = {path: path.read_bytes() for path in folder.rglob("*.po")}
    done = run(folder, *shlex.split(last))
    golden(case / "exit", f"{done.exit}\n" if done.exit else "")
    golden(case / "stderr", done.stderr.replace(str(folder), "…"))
    golden(case / "stdout", done.stdout.replace(str(folder), "…"))
    for wanted in sorted((case / "out").glob("*")):
        found = next((path for path in folder.rglob(wanted.name) if path.is_file()), None)
        golden(wanted, found.read_bytes().decode() if found else "")
    if done.exit:
        assert {path: path.read_bytes() for path in folder.rglob("*.po")} == catalogs
        if not done.stderr.startswith("Usage:"):
            # What a command shows before it refuses stands below a line that ends in a colon.
            told = [line for line in done.stderr.splitlines() if not re.match(r"  |.*:$", line)]
            assert all(
                re.fullmatch(r"(\S+: )?(error|question|warning) [A-Z]\d{3}: .+[^.]\.", line) for line in told
            )
            assert done.stderr.count("  Hint: ") == len(told)
    assert not list(folder.rglob(".writing-*"))


def test_each_code_is_told_and_in_the_table_and_in_a_case() -> None:
    room = ROOT / "pipeline"
    files = [*(room / "translate").glob("*.py"), room / "cli" / "translate.py"]
    said = {code for path in files for code in re.findall(r'"([RTX]\d{3})"', path.read_text("utf-8"))}
    said -= {"X001", "X042"}  # an example of what to type; a pair that takes too long, in test_compare.py
    for language in messages.LANGUAGES:
        assert {code for code in said if not messages.row(code, language)} == set()
    golden = [*CASES.glob("translate/*/stderr"), *CASES.glob("compare/*/stderr")]
    cases = "".join(path.read_text("utf-8") for path in golden)
    assert said - set(re.findall(r"\b([A-Z]\d{3})\b", cases)) == set()


# ── Articles and catalogs ──────────────────────────────────────────────────────────────────

WORDS = [
    *("le", "la", "des", "patient", "sang", "veine", "soignant", "résultat", "jour", "heure", "traitement"),
    *("rendez-vous", "œdème", "à", "où", "déjà", "souvent", "jamais", "5", "12", "mg", "3,5", "70%", "l’eau"),
    *("=1+1", "-5"),
]
phrase = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
odd = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), max_size=20
)
leaf = st.one_of(
    phrase.map(Text),
    odd.map(lambda words: Text(f"x{words}x")),
    st.builds(lambda word: Strong((Text(word),)), phrase),
    st.builds(lambda word: Emphasis((Text(word),)), phrase),
    st.builds(lambda word: Strong((Text(word), Text(" "), Emphasis((Text("vite"),)))), phrase),
    st.builds(lambda word: Link((Text(word),), "https://example.org/a_b"), phrase),
    st.just(Superscript((Text("12"),))),
    st.just(Code("a`*b")),
    st.just(Break()),
    st.integers(1, 3).map(NoteMark),
)
inlines = (
    st.lists(leaf, min_size=1, max_size=4)
    .filter(lambda parts: Break() not in (parts[0], parts[-1]))
    .map(lambda parts: tuple(part for leaf in parts for part in (Text(" "), leaf))[1:])
)
KINDS = [Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.ITEM, Kind.CELL, Kind.KEY_POINT, Kind.METADATA]


@st.composite
def blocks(draw: st.DrawFn, content: st.SearchStrategy[Inlines] = inlines) -> Block:
    kind = draw(st.sampled_from(KINDS))
    place = Place("sources/essai/article.md", draw(st.one_of(st.none(), st.integers(1, 99))))
    return Block(kind, draw(content), place, level=2 if kind is Kind.HEADING else 0)


def article(found: list[Block], name: str = "essai") -> Article:
    title = Block(Kind.TITLE, (Text("Un titre"),), Place("sources/essai/article.md", 5), level=1)
    return Article(name, ArticleSettings(language="fr"), (title, *found), {})


articles = st.lists(blocks(), min_size=1, max_size=9).map(article)

translations = st.one_of(
    st.just(""),
    phrase,
    odd.map(str.strip),
    st.sampled_from(
        ["=SUM(A1)", "'=1", "''-x", "-5 mg", 'a;b"c', "two\nlines", "**bold", " spaced ", "a\\\nb", "@x"]
    ),
)


@st.composite
def translated(draw: st.DrawFn, source: Article) -> bytes:
    """A catalog of ``source``, as translators leave it: half done, with comments, some of it fuzzy."""
    made = catalog.load(catalog.update(source, "en", None).data, "en.po")
    entries = []
    for entry in made.entries:
        text = draw(translations)
        comments = draw(
            st.sampled_from([(), ("a note",), ("feuillet: waive V010 Dr X, 2026-01-02: meant", "")])
        )
        fuzzy = bool(text) and draw(st.booleans())
        entry = entry.but(text=text, fuzzy=fuzzy, comments=comments, previous="avant" if fuzzy else "")
        if text.strip() and not fuzzy and draw(st.booleans()):
            entry = review.reviewed(entry, "Dr Martin", "2026-10-02")
        entries.append(entry)
    data = catalog.dump(catalog.Catalog(made.header, made.metadata, tuple(entries), made.gone), "essai", "en")
    return catalog.update(source, "en", data).data


@st.composite
def edited(draw: st.DrawFn, found: list[Block]) -> list[Block]:
    """``found`` after somebody has worked on it: blocks added, deleted, moved, changed by a word."""
    found = list(found)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(found) - 1)) if found else 0
        match draw(st.sampled_from(["add", "delete", "move", "change", "double"])):
            case "add":
                found.insert(at, draw(blocks()))
            case "delete" if len(found) > 1:
                del found[at]
            case "move" if found:
                found.insert(draw(st.integers(0, len(found) - 1)), found.pop(at))
            case "change" if found:
                old = found[at]
                found[at] = Block(old.kind, (*old.content, Text(" encore")), old.place, old.level)
            case "double" if found:
                found.append(found[at])
    return found


def texts(data: bytes) -> list[str]:
    return [entry.msgstr for entry in polib.pofile(data.decode())]


@many
@given(data=st.data(), source=articles)
def test_update_loses_nothing_and_ends(data: st.DataObject, source: Article) -> None:
    """Whatever happens to an article, every translation is still there, and what fits is untouched."""
    before = data.draw(translated(source))
    after_edit = article(data.draw(edited(list(source.blocks[1:]))))
    after = catalog.update(after_edit, "en", before).data
    assert catalog.update(after_edit, "en", after).data == after
    assert not {text for text in texts(before) if text} - set(texts(after))
    then, now = catalog.load(before, "en.po"), catalog.load(after, "en.po")
    assert [entry.key for entry in now.entries] == [unit.key for unit in catalog.units(after_edit)]
    old = then.by_key()
    for entry in now.entries:
        if entry.key in old and old[entry.key].text:
            was = old[entry.key]
            assert (entry.text, entry.fuzzy, entry.comments) == (was.text, was.fuzzy, was.comments)
        elif entry.text:
            assert entry.fuzzy or entry.key in {gone.key for gone in then.gone}
    comments = {line for entry in (*then.entries, *then.gone) for line in entry.comments if entry.text}
    assert comments <= {line for entry in (*now.entries, *now.gone) for line in entry.comments}
    # And back again: every translation that was sure is sure again.
    again = catalog.load(catalog.update(source, "en", after).data, "en.po").by_key()
    for entry in then.entries:
        assert not entry.text or again[entry.key].text in texts(before)


@pytest.mark.oracle
@few
@given(data=st.data(), source=articles)
def test_gettext_takes_the_catalog(data: st.DataObject, source: Article) -> None:
    if not shutil.which("msgfmt"):
        pytest.skip("gettext is not there")
    before = data.draw(translated(source))
    after = catalog.update(article(data.draw(edited(list(source.blocks[1:])))), "en", before).data
    done = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", "-"], input=after, capture_output=True, check=False
    )
    # gettext wants a translation to begin and end with a new line where its source does, and no other.
    complaints = [line for line in done.stderr.decode().splitlines() if ": error" in line]
    assert not [line for line in complaints if "both begin with" not in line and "both end with" not in line]


@pytest.mark.parametrize("format_", FORMATS)
@some
@given(data=st.data(), source=articles)
def test_out_and_back_changes_nothing(format_: str, data: st.DataObject, source: Article) -> None:
    before = data.draw(translated(source))
    out = exchange.export(source, "en", before, format_)
    assert exchange.export(source, "en", before, format_) == out
    back = exchange.import_(source, "en", before, out, format_)
    assert back.data == before
    assert not back.findings


# One edit of one translation, in a file as its program would write it.


def rewrite(format_: str, data: bytes, number: int, text: str) -> bytes:
    if format_ == "csv":
        import csv

        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
        rows[number][3] = text
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=",", lineterminator="\n").writerows(rows)
        return stream.getvalue().encode()
    if format_ == "docx":
        document = docx.Document(io.BytesIO(data))
        document.tables[0].rows[number].cells[2].text = text
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()
    root = ElementTree.fromstring(data)
    targets = root.findall(".//{*}trans-unit/{*}target")
    target = targets[number - 1]
    for child in list(target):
        target.remove(child)
    target.text = text
    return ElementTree.tostring(root, "utf-8", xml_declaration=True)


plain_blocks = blocks(phrase.map(lambda words: (Text(words),)))


@pytest.mark.parametrize("format_", FORMATS)
@some
@given(data=st.data(), found=st.lists(plain_blocks, min_size=1, max_size=6), text=phrase)
def test_one_edit_arrives_and_nothing_else_changes(
    format_: str, data: st.DataObject, found: list[Block], text: str
) -> None:
    source = article(found)
    before = data.draw(translated(source))
    then = catalog.load(before, "en.po")
    number = data.draw(st.integers(1, len(then.entries)))
    old = then.entries[number - 1]
    assume(not text.startswith(("=", "-")) and text != old.text.strip())
    out = rewrite(format_, exchange.export(source, "en", before, format_), number, text)
    now = catalog.load(exchange.import_(source, "en", before, out, format_).data, "en.po")
    for index, (one, other) in enumerate(zip(then.entries, now.entries, strict=True), 1):
        if index == number:
            assert (other.text, other.fuzzy, other.comments) == (text, old.fuzzy, old.comments)
        else:
            assert other.but(line=1) == one.but(line=1)
    assert [entry.but(line=1) for entry in now.gone] == [entry.but(line=1) for entry in then.gone]


# ── What other tools say ───────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def base() -> tuple[Article, bytes]:
    folder = BASE / "sources" / ARTICLE
    return making.article(folder, f"sources/{ARTICLE}/article.md"), (BASE / CATALOG).read_bytes()


@pytest.mark.oracle
def test_translate_toolkit_reads_our_xliff(base: tuple[Article, bytes]) -> None:
    """It is under the GPL, so it is only ever asked, never shipped."""
    xliff = pytest.importorskip("translate.storage.xliff")
    source, data = base
    fuzzy = data.replace(b"#. lead\n", b'#. lead\n#, fuzzy\n#| msgid "Avant"\n')
    store = xliff.xlifffile.parsestring(exchange.export(source, "en", fuzzy, "xliff"))
    units = [unit for unit in store.units if not unit.isheader()]
    wanted = catalog.load(catalog.update(source, "en", fuzzy).data, "en.po").entries
    assert [str(unit.source) for unit in units] == [entry.key.text for entry in wanted]
    assert [str(unit.target) for unit in units] == [entry.text for entry in wanted]
    states = [unit.xmlelement.find("{*}target").get("state") for unit in units]
    assert [state == "needs-review-translation" for state in states] == [entry.fuzzy for entry in wanted]
    assert "title" in units[0].getnotes()
    # A tool that writes the file again has kept all that import needs.
    units[2].target = "Before you arrive"
    back = exchange.import_(source, "en", fuzzy, bytes(store), "xliff")
    assert back.counts["changed"] == 1
    assert b'msgstr "Before you arrive"' in back.data


def test_word_reads_like_a_table(base: tuple[Article, bytes]) -> None:
    source, data = base
    document = docx.Document(io.BytesIO(exchange.export(source, "en", data, "docx")))
    section = document.sections[0]
    assert section.page_width > section.page_height
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["№", "French", "English", "State", "Key"]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    entries = catalog.load(catalog.update(source, "en", data).data, "en.po").entries
    assert [row.cells[2].text for row in table.rows[1:]] == [entry.text for entry in entries]
    assert all(row._tr.xpath(".//w:lock[@w:val='sdtContentLocked']") for row in table.rows[1:])
    assert table.rows[1].cells[2].paragraphs[0].style.name == "Heading 2"
    bold = [
        run.text for row in table.rows[2:] for par in row.cells[2].paragraphs for run in par.runs if run.bold
    ]
    assert "have an empty stomach" in bold


# ── Bad files ──────────────────────────────────────────────────────────────────────────────


def document_xml(data: bytes, change: Callable[[str], str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name == "word/document.xml" else text)
    return stream.getvalue()


def without_row(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    row = document.tables[0].rows[7]._tr
    row.getparent().remove(row)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_row_twice(data: bytes) -> bytes:
    rows = re.compile(r"<w:tr[ >].*?</w:tr>", re.DOTALL)
    return document_xml(data, lambda text: text.replace(rows.findall(text)[5], rows.findall(text)[5] * 2))


def struck_row(data: bytes) -> bytes:
    """A row that somebody has deleted with the changes tracked."""
    tracked = '<w:cantSplit/><w:del w:id="7" w:author="T"/>'

    def strike(text: str) -> str:
        at = text.index("</w:tr>")  # the end of the head
        return text[:at] + text[at:].replace("<w:cantSplit/>", tracked, 1)

    return document_xml(data, strike)


def bomb(_: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (sheet.UNPACKED + 1))
    return stream.getvalue()


def lying_bomb(data: bytes) -> bytes:
    """A zip that says its part is small."""
    packed = bytearray(bomb(data))
    size = (sheet.UNPACKED + 4).to_bytes(4, "little")
    while (at := packed.find(size)) >= 0:
        packed[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(packed)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
ADDRESS = b"https://sante.example.org/resultats)</ept>.</target>"

Change = Callable[[bytes], bytes]


def put(old: bytes, new: bytes, count: int = 1) -> Change:
    return lambda data: data.replace(old, new, count)


def cut(pattern: bytes) -> Change:
    return lambda data: re.sub(pattern, b"", data, count=1, flags=re.DOTALL)


def inside(old: str, new: str) -> Change:
    return lambda data: document_xml(data, lambda text: text.replace(old, new, 1))


BAD: dict[tuple[str, str], tuple[Change, str]] = {
    ("docx", "a row deleted"): (without_row, "T015"),
    ("docx", "a row struck out"): (struck_row, "T015"),
    ("docx", "a row twice"): (with_row_twice, "T015"),
    ("docx", "a bomb"): (bomb, "T011"),
    ("docx", "a bomb that lies"): (lying_bomb, "T011"),
    ("docx", "no zip"): (lambda _: b"hello", "T011"),
    ("docx", "half of it"): (lambda data: data[: len(data) // 2], "T011"),
    ("docx", "entities"): (inside("<w:document", ENTITIES.decode() + "<w:document"), "T011"),
    ("docx", "a lost letter"): (inside("blood", "bl\ufffdod"), "T012"),
    ("xliff", "entities"): (put(b"<xliff", ENTITIES + b"<xliff"), "T011"),
    ("xliff", "too deep"): (put(b"<body>", b"<body>" + b"<group>" * 5000), "T011"),
    ("xliff", "broken"): (put(b"</body>", b""), "T011"),
    ("xliff", "mixed encodings"): (put("é".encode(), b"\xe9"), "T012"),
    ("xliff", "says Latin-1"): (put(b"UTF-8", b"ISO-8859-1"), "T012"),
    ("xliff", "empty"): (lambda _: b"", "T011"),
    ("xliff", "too large"): (lambda data: data + b" " * sheet.LARGEST, "T011"),
    ("xliff", "another article"): (put(b"prise-de-sang", b"autre", -1), "T013"),
    ("xliff", "another language"): (put(b"sang fr en ", b"sang fr es "), "T013"),
    ("xliff", "a unit deleted"): (cut(b"<trans-unit.*?</trans-unit>"), "T015"),
    ("xliff", "a sign lost"): (cut(b'<ph id="2" ctype="x-footnote">[^<]*</ph>(?= you)'), "T016"),
    ("xliff", "a sign added"): (put(b">Bring with you", b">**Bring** with you"), "T016"),
    ("xliff", "an unsafe link"): (put(ADDRESS, b"javascript:x)</ept>.</target>"), "R007"),
    ("csv", "mixed encodings"): (lambda data: data + "1;é".encode("latin-1"), "T012"),
    ("csv", "a row deleted"): (cut(rb"\r\n9;[^\r]*"), "T015"),
    ("csv", "a row added"): (lambda data: data + b"99;paragraph;Bonjour;Hello;done;;\r\n", "T015"),
    ("csv", "a broken quote"): (lambda data: data + b'"abc', "T011"),
    ("csv", "not ours"): (lambda _: b"a;b\n1;2\n", "T011"),
}


@pytest.mark.parametrize(("format_", "name"), BAD, ids=lambda value: value.replace(" ", "-"))
def test_a_bad_file_is_one_finding(format_: str, name: str, base: tuple[Article, bytes]) -> None:
    source, data = base
    change, code = BAD[format_, name]
    good = exchange.export(source, "en", data, format_)
    bad = change(good)
    assert bad != good
    with pytest.raises(FeuilletError) as caught:
        exchange.import_(source, "en", data, bad, format_, shown="back")
    assert [finding.code for finding in caught.value.findings] == [code]
    for language in messages.LANGUAGES:
        told = messages.tell(caught.value.findings[0], language)
        assert told.message.endswith(".")
        assert told.hint


@pytest.fixture(scope="module")
def exported(base: tuple[Article, bytes]) -> dict[str, bytes]:
    return {format_: exchange.export(*base[:1], "en", base[1], format_) for format_ in FORMATS}


cuts = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 9), st.binary(max_size=6)),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize("format_", FORMATS)
@settings(many, suppress_health_check=list(HealthCheck))
@given(cuts=cuts)
def test_no_file_is_a_bug(
    format_: str,
    cuts: list[tuple[float, int, bytes]],
    base: tuple[Article, bytes],
    exported: dict[str, bytes],
) -> None:
    """Whatever comes back, it is taken or refused; nothing else happens."""
    source, before = base
    bad = bytearray(exported[format_])
    for share, length, junk in cuts:
        at = int(share * len(bad))
        bad[at : at + length] = junk
    try:
        exchange.import_(source, "en", before, bytes(bad), format_)
    except FeuilletError as problem:
        assert problem.findings


@some
@given(st.binary(max_size=60), st.integers(0, 5000))
def test_no_catalog_is_a_bug(junk: bytes, at: int) -> None:
    data = bytearray((BASE / CATALOG).read_bytes())
    data[at : at + len(junk)] = junk
    for bad in (bytes(data), junk):
        try:
            catalog.load(bad, "en.po")
        except FeuilletError as problem:
            assert problem.findings[0].code in ("T005", "T006", "T010")


def test_word_takes_tracked_changes_as_accepted(base: tuple[Article, bytes]) -> None:
    source, data = base
    changed = document_xml(
        exchange.export(source, "en", data, "docx"),
        lambda text: text.replace(
            "<w:t>Before you come</w:t></w:r>",
            "<w:t>Before you </w:t></w:r>"
            '<w:del w:id="1" w:author="T"><w:r><w:delText>come</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="T"><w:r><w:t>arrive</w:t></w:r></w:ins>',
        ),
    )
    back = exchange.import_(source, "en", data, changed, "docx")
    assert [finding.code for finding in back.findings] == ["T020"]
    assert b'msgstr "Before you arrive"' in back.data


def test_what_changed_on_both_sides_is_for_a_person(base: tuple[Article, bytes]) -> None:
    source, data = base
    out = exchange.export(source, "en", data, "xliff")
    theirs = out.replace(b">Before you come<", b">Before you arrive<")
    ours = data.replace(b"Before you come", b"Before your visit")
    assert b"Before your visit" in exchange.import_(source, "en", ours, out, "xliff").data
    with pytest.raises(FeuilletError) as caught:
        exchange.import_(source, "en", ours, theirs, "xliff")
    assert [finding.code for finding in caught.value.findings] == ["T021"]
    merged = exchange.import_(source, "en", ours, theirs, "xliff", merge=True)
    assert [finding.code for finding in merged.findings] == ["T021"]
    assert b"Before your visit" in merged.data


# ── Status ─────────────────────────────────────────────────────────────────────────────────


def standing(source: Article, **catalogs: bytes) -> status.Status:
    """The status of catalogs of which a build says nothing."""
    translations = [status.Translation(tag, data, f"{tag}.po", ()) for tag, data in catalogs.items()]
    return status.status(source, translations)


def test_a_review_holds_until_a_text_changes(base: tuple[Article, bytes]) -> None:
    source, data = base
    signed = review.sign(source, "en", data, "Dr Martin, cheffe", "2026-10-02")
    (progress,) = standing(source, en=signed.data).languages
    assert progress.counts["reviewed"] == progress.counts["segments"]
    assert progress.cells[0].review == review.Review("Dr Martin, cheffe", "2026-10-02", True)
    changed = signed.data.replace(b"Before you come", b"Before you arrive")
    (progress,) = standing(source, en=changed).languages
    assert (progress.counts["unreviewed"], progress.stale_since) == (1, "2026-10-02")
    assert catalog.update(source, "en", changed).data == changed


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_page_is_one_file_that_says_everything(base: tuple[Article, bytes], language: str) -> None:
    from html.parser import HTMLParser

    source, data = base
    page = status.html([standing(source, en=data, ar=catalog.update(source, "ar", None).data)], language)
    assert not re.search(r"<script|<link|<img|url\(|@import|\ssrc=|http-equiv", page)
    assert page.count("<details") == 2 * len(catalog.units(source))
    open_tags: list[str] = []

    class Checker(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta", "br"):
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    Checker().feed(page)
    assert not open_tags
    assert 'dir="rtl"' in page
    assert not re.search(r">page [a-z]|\{[a-z]+\}", page), "a line of no catalog"
    from html import escape

    for unit in catalog.units(source):
        assert escape(unit.key.text) in page


def test_a_text_cannot_break_the_page() -> None:
    source = article(
        [Block(Kind.PARAGRAPH, (Text('</style><script>alert("x")</script>'),), Place("article.md", 7))]
    )
    page = status.html([standing(source, en=catalog.update(source, "en", None).data)], "en")
    assert "<script" not in page


# ── Adopting ───────────────────────────────────────────────────────────────────────────────

MARKS = {Kind.TITLE: "# ", Kind.ITEM: "- ", Kind.QUOTE: "> "}
HELD = (Kind.TITLE, Kind.LEAD, Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)


def english(source: Article, data: bytes) -> list[tuple[Key, str]]:
    """The translation as a text of its own, as somebody might have it in a drawer."""
    there = catalog.load(data, "en.po").by_key()
    rows = []
    for block in source.blocks:
        if block.kind in HELD:
            mark = "#" * block.level + " " if block.kind is Kind.HEADING else MARKS.get(block.kind, "")
            rows.append((align.key(block), mark + there[align.key(block)].text.replace("[^1]", "")))
    return rows


def test_adopt_finds_the_pairs(base: tuple[Article, bytes]) -> None:
    source, data = base
    rows = english(source, data)
    adopted = adopt.adopt(source, "en", "\n\n".join(text for _, text in rows).encode(), "old.md")
    there = catalog.load(data, "en.po").by_key()
    for key, entry in catalog.load(adopted.data, "en.po").by_key().items():
        if not entry.fuzzy and entry.text:
            assert entry.text == there[key].text
    assert adopted.counts["missing"] < 20
    assert sum(pair.sure for pair in adopted.pairs) >= len(rows) // 2


@pytest.mark.slow
def test_adopt_trusts_nothing_near_a_gap(base: tuple[Article, bytes]) -> None:
    """With any one block missing, or one too many, what is taken for sure is right."""
    source, data = base
    rows = english(source, data)
    there = catalog.load(data, "en.po").by_key()
    for at in range(1, len(rows)):
        for extra in (None,) if at % 2 else ("Parking is free on Sundays.",):
            texts = [text for _, text in rows]
            if extra is None:
                del texts[at]
            else:
                texts.insert(at, extra)
            adopted = adopt.adopt(source, "en", "\n\n".join(texts).encode(), "old.md")
            wrong = [
                key.text
                for key, entry in catalog.load(adopted.data, "en.po").by_key().items()
                if entry.text and not entry.fuzzy and entry.text != there[key].text
            ]
            assert not wrong, (at, extra)
            said = [target for pair in adopted.pairs for target in pair.target]
            assert len(said) == len(texts), "a block of the text was lost"


def test_adopt_keeps_what_is_there(base: tuple[Article, bytes]) -> None:
    source, data = base
    ours = data.replace(b"Before you come", b"Before your visit")
    text = "\n\n".join(text for _, text in english(source, data)).encode()
    assert adopt.adopt(source, "en", text, "old.md", ours).data == catalog.update(source, "en", ours).data


# ── The real article ───────────────────────────────────────────────────────────────────────


def test_update_keeps_every_translation_of_the_base(base: tuple[Article, bytes]) -> None:
    source, data = base
    updated = catalog.update(source, "en", data)
    assert updated.counts["translated"] == updated.counts["segments"]
    assert sorted(texts(updated.data)) == sorted(texts(data))
    with tempfile.TemporaryDirectory() as name:
        folder = workspace(Path(name) / "w")
        assert run(folder, "translate", "update", "--language", "en").exit == 0
        assert run(folder, "translate", "update", "--language", "en").stdout.count("(") == 0
        said = json.loads(run(folder, "translate", "status", "--json").stdout)
        assert said["findings"] == []
        assert said["articles"][0]["languages"][0]["missing"] == 0


def commands(said: str) -> list[list[str]]:
    """What the findings say to type to waive them, without the name of the program."""
    return [shlex.split(line) for line in re.findall(r"feuillet (translate waive .+)", said)]


SIGNED = ("--by", "Dr Martin", "--date", "2026-10-02", "--reason", "a test")


def test_a_waiver_lets_one_finding_pass_until_a_text_changes(tmp_path: Path) -> None:
    """The gate stops another number; what it says to type, with a name and a reason, lets it by."""
    folder = workspace(tmp_path / "work")
    path = folder / CATALOG
    edit(path, "for 12 hours.", "for 13 hours.")
    stopped = feuillet("check", "--product", "handout", folder=folder)
    assert (stopped.exit, "X0" in stopped.stderr) == (6, True)
    for command in commands(stopped.stderr):
        done = feuillet(*command, *SIGNED, "--yes", folder=folder)
        assert done.exit == 0, done.stderr
    assert feuillet("check", "--product", "handout", folder=folder).exit == 0
    assert run(folder, "translate", "status", "--json").stdout.count('"ready": true') == 1
    edit(path, "for 13 hours.", "for 14 hours.")
    assert feuillet("check", "--product", "handout", folder=folder).exit == 6
    assert run(folder, "translate", "status", "--json").stdout.count('"ready": true') == 0


@pytest.mark.parametrize("answer", ["y", "n"])
def test_waive_asks_before_it_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """It shows both texts, asks for what it was not told, and writes after a yes alone."""
    folder = workspace(tmp_path / "work")
    path = folder / CATALOG
    edit(path, "for 12 hours.", "for 13 hours.")
    before = path.read_bytes()
    command, *_ = commands(run(folder, "translate", "status").stderr)
    monkeypatch.setattr(cli_translate, "_is_attended", lambda: True)
    answers = f"Dr Martin\n2026-10-02\nan idiom\n{answer}\n"
    done = run(folder, *command, answers=answers)
    assert "pendant 12 heures" in done.stderr
    assert "for 13 hours" in done.stderr
    assert "The French says “12 heures”, the English “13 hours”." in done.stderr
    if answer == "y":
        assert "Dr Martin, 2026-10-02: an idiom" in path.read_text("utf-8")
    else:
        assert path.read_bytes() == before


def test_one_translation_that_is_not_there_hides_no_other(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "work")
    edit(folder / CATALOG, "for 12 hours.", "for 13 hours.")
    edit(folder / CATALOG, 'msgstr "Before you come"', 'msgstr ""')
    done = run(folder, "translate", "status", "--json")
    (article_,) = json.loads(done.stdout)["articles"]
    (progress,) = article_["languages"]
    assert (progress["missing"], progress["stopped"], progress["ready"]) == (1, 1, False)
    assert [one["codes"] for one in progress["list"] if one["verdict"] == "stopped"] == [["X007"]]
