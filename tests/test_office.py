"""Word and back: no word lost, whatever an article holds; and no file that an importer falls over."""

# ruff: noqa: E501  (strategies read best on one line)

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline import intake, read, source, untrusted
from pipeline.intake import export, normal
from pipeline.messages import tell
from pipeline.model import (
    NOWHERE,
    Article,
    ArticleSettings,
    Block,
    Break,
    Code,
    Emphasis,
    FeuilletError,
    Foreign,
    Imprint,
    Inlines,
    Kind,
    Link,
    NoteMark,
    Place,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from pipeline.workspace import NAME
from tests import make_office_cases as make
from tests import making
from tests.make_office_cases import png
from tests.workbench import ARTICLE, BASE

few = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


def form(block: Block) -> tuple[object, ...]:
    """What a block says, whatever line it stands on; marks on spaces alone say nothing."""
    starts = block.starts and block.kind in (Kind.ITEM, Kind.QUOTE)
    kind = Kind.PARAGRAPH if block.kind is Kind.LEAD else block.kind
    level = block.level if kind in (Kind.HEADING, Kind.ITEM) else 0
    return kind, level, block.number, block.cell, block.media, starts, normal.canonical(block.content)


def said(blocks: tuple[Block, ...]) -> list[tuple[object, ...]]:
    return [form(block) for block in blocks]


def back(imported: intake.Imported, files: dict[str, bytes]) -> Article:
    """The article that an import makes, read as any other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, imported.name)
        (folder / "media").mkdir(parents=True)
        (folder / "article.md").write_text(imported.text, "utf-8")
        for file, data in {
            **files,
            **{f"media/{file}": data for file, data in imported.media.items()},
        }.items():
            (folder / file).write_bytes(data)
        return making.article(folder, "article.md")


# ── Any article ────────────────────────────────────────────────────────────────────────────

LETTERS = "aeiostnrlÉéàçœ0123456789"
SIGNS = ".,;:!?…’'\"«»()[]{}<>*_`~^&#@$%+-=/\\|"
word = st.one_of(
    st.text(LETTERS, min_size=1, max_size=8),
    st.builds(
        "{}{}{}".format, st.text(LETTERS, max_size=3), st.sampled_from(SIGNS), st.text(LETTERS, max_size=3)
    ),
    st.sampled_from(
        ["-", "+", "1.", "2)", "#", ">", "|", ":::", "---", "=====", "&amp;", "<b>", "[x]", "!", "5 mg"]
    ),
)
words = st.lists(word, min_size=1, max_size=5).map(" ".join)
leaf = st.one_of(
    words.map(Text),
    st.text(LETTERS + "*_[]<&`|", min_size=1, max_size=6).map(Code),
    st.text(LETTERS, min_size=1, max_size=4).map(lambda text: Superscript((Text(text),))),
    st.text(LETTERS, min_size=1, max_size=4).map(lambda text: Subscript((Text(text),))),
)
marked = st.one_of(
    leaf,
    words.map(lambda text: Strong((Text(text),))),
    words.map(lambda text: Emphasis((Text(text),))),
    words.map(lambda text: Strong((Text("un "), Emphasis((Text(text),))))),
    st.builds(lambda text, tag: Foreign((Text(text),), tag), words, st.sampled_from(["en", "de", "pt-BR"])),
    st.builds(
        lambda text, end: Link((Text(text),), f"https://example.org/{end}"),
        words,
        st.sampled_from(["", "a_b", "?q=1&r=2"]),
    ),
)


def sentence(parts: list) -> Inlines:
    inlines = [Text("Le")]
    for part in parts:
        inlines += [Text(" "), part]
    return normal.canonical(inlines)


running = st.lists(marked, min_size=1, max_size=3).map(sentence)
broken = st.builds(lambda one, two: normal.canonical((*one, Break(), *two)), running, running)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article of any shape that `read` gives, with everything Markdown can say in it."""
    blocks: list[Block] = [
        Block(Kind.TITLE, draw(running), NOWHERE, 1),
        Block(Kind.PARAGRAPH, draw(running), NOWHERE),
    ]
    notes: list[Block] = []
    tables = level = 0

    def add(kind: Kind, content: Inlines, **more: object) -> None:
        blocks.append(Block(kind, content, NOWHERE, **more))

    for _ in range(draw(st.integers(1, 6))):
        match draw(st.sampled_from(["heading", "paragraph", "note", "list", "quote", "table", "figure"])):
            case "heading":
                level = draw(st.integers(1, min(level + 1, 5)))
                add(Kind.HEADING, draw(running), level=level + 1)
            case "paragraph":
                add(Kind.PARAGRAPH, draw(st.one_of(running, broken)))
            case "note":
                number = (notes[-1].number or 0) + 1 if notes else 1
                add(Kind.PARAGRAPH, (*draw(running), NoteMark(number)))
                texts = draw(st.lists(running, min_size=1, max_size=2))
                notes += [Block(Kind.NOTE, text, NOWHERE, number=number) for text in texts]
            case "list":
                deep, counts = 0, {}
                for _ in range(draw(st.integers(1, 5))):
                    deep = draw(st.integers(1, min(deep + 1, 3)))
                    counts = {at: count for at, count in counts.items() if at <= deep}
                    if deep not in counts:
                        counts[deep] = draw(st.sampled_from([None, 1, 4]))
                    elif counts[deep] is not None:
                        counts[deep] += 1
                    add(Kind.ITEM, draw(running), level=deep, number=counts[deep], starts=True)
                    if draw(st.integers(0, 4)) == 0:
                        add(Kind.ITEM, draw(running), level=deep, number=counts[deep])
                add(Kind.PARAGRAPH, draw(running))
            case "quote":
                for index in range(draw(st.integers(1, 2))):
                    add(Kind.QUOTE, draw(running), level=1, starts=index == 0)
            case "table":
                tables += 1
                columns = draw(st.integers(1, 3))
                for row in range(draw(st.integers(1, 3))):
                    for column in range(columns):
                        content = draw(st.one_of(running, st.just(())))
                        add(Kind.CELL, content, number=tables, cell=(row, column))
            case "figure":
                file = draw(st.sampled_from(["media/a.png", "media/b.svg"]))
                add(Kind.ALTERNATIVE, (Text(draw(words)),), media=file)
                add(
                    Kind.FIGURE,
                    draw(st.one_of(words.map(lambda text: (Text(text),)), st.just(()))),
                    media=file,
                )
    if not any(plain(block.content) for block in blocks[1:]):
        add(Kind.PARAGRAPH, (Text("Fin."),))
    point = draw(st.sampled_from([(), (plain(blocks[1].content),)]))
    settings_ = ArticleSettings(
        "fr", description=draw(st.one_of(st.just(""), words)), keywords=("un", "deux"), key_points=point
    )
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="4" height="2"/></svg>'
    return Article("essai", settings_, tuple(blocks + notes), {"media/a.png": png(), "media/b.fr.svg": svg})


@settings(few, max_examples=20)
@given(articles())
def test_an_article_comes_back_from_word_as_it_was(article: Article) -> None:
    made = export.docx(article)
    imported = intake.article(made, "x.docx", "fr")
    again = back(imported, dict(article.media))
    words_only = [block for block in again.blocks if block.kind not in (Kind.KEY_POINT, Kind.METADATA)]
    lost = {finding.code for finding in imported.findings}
    assert lost <= {"I037"}
    if not lost:
        assert said(tuple(words_only)) == said(article.blocks)
    assert [plain(block.content) for block in words_only] == [
        plain(normal.canonical(block.content)) for block in article.blocks
    ]
    assert again.settings == article.settings
    assert (imported.name, set(imported.media)) == (
        "essai",
        {Path(v).name for b in article.blocks if b.media for v in article.media if v.startswith(b.media[:7])},
    )


def test_the_articles_that_are_here_come_back_as_they_were() -> None:
    for folder in (
        BASE / "sources" / ARTICLE,
        Path(__file__).parent.parent / "sources" / "therapie-cellulaire",
    ):
        article = making.article(folder, "article.md")
        made = export.docx(article)
        assert made == export.docx(article)  # the same bytes
        imported = intake.article(made, "x.docx", "en")
        assert imported.findings == ()
        assert imported.name == folder.name
        again = back(imported, dict(article.media))
        assert (said(again.blocks), again.settings) == (said(article.blocks), article.settings)
        # Nothing was changed in Word, so nothing changes in the article, to the letter.
        existing = (folder / "article.md").read_text("utf-8")
        assert intake.update(existing, imported, "article.md").text == existing


def test_what_a_colleague_changes_in_word_is_all_that_changes() -> None:
    folder = BASE / "sources" / ARTICLE
    existing = (folder / "article.md").read_text("utf-8")
    made = export.docx(making.article(folder, "article.md"))
    edited = rewritten(made, "word/document.xml", lambda text: text.replace("rougit", "rougit, suinte"))
    updated = intake.update(existing, intake.article(edited, "x.docx", "fr"), "article.md")
    assert source.split(updated.text, "")[0] == source.split(existing, "")[0]
    assert "rougit, suinte" in updated.text
    shown = intake.difference(existing, updated.text)
    assert "- Appelez si le bras gonfle, rougit ou fait mal." in shown
    assert "+ Appelez si le bras gonfle, rougit, suinte ou fait mal." in shown
    assert intake.difference(existing, existing) == ""


def test_a_figure_that_was_changed_in_word_is_told() -> None:
    folder = BASE / "sources" / ARTICLE
    existing = (folder / "article.md").read_text("utf-8")
    made = export.docx(making.article(folder, "article.md"))
    edited = rewritten(
        made, "word/document.xml", lambda text: text.replace("moins d’une minute", "deux minutes")
    )
    imported = intake.article(edited, "x.docx", "fr")
    assert "Le garrot reste en place deux minutes." in imported.text
    updated = intake.update(existing, imported, "article.md")
    assert "I039" in {finding.code for finding in updated.findings}
    assert back(updated, {f"media/{p.name}": p.read_bytes() for p in (folder / "media").iterdir()})


def rewritten(data: bytes, part: str, change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    return make.zipped(parts)


def test_an_exported_file_opens_elsewhere() -> None:
    """With a library that is not ours: its parts are whole, its pictures have their words, its styles their names."""
    docx = pytest.importorskip("docx")
    article = making.article(BASE / "sources" / ARTICLE, "article.md")
    document = docx.Document(io.BytesIO(export.docx(article)))
    assert document.paragraphs[0].text == "Bien préparer votre prise de sang"
    assert document.paragraphs[0].style.name == "Title"
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        "Avant de venir",
        "Pendant la prise de sang",
        "Après",
    ]
    xml = document.element.xml
    assert 'descr="Un bras tendu, un garrot au-dessus du coude."' in xml
    assert "svgBlip" in xml


def test_a_link_in_a_footnote_alone_is_kept() -> None:
    """Nothing in the text itself uses the prefix that the link in the footnote needs."""
    link = Link((Text("la page"),), "https://example.org/")
    blocks = (
        Block(Kind.TITLE, (Text("Titre"),), NOWHERE, 1),
        Block(Kind.PARAGRAPH, (Text("Un texte."), NoteMark(1)), NOWHERE),
        Block(Kind.NOTE, (Text("Voir "), link), NOWHERE, number=1),
    )
    imported = intake.article(
        export.docx(Article("essai", ArticleSettings("fr"), blocks, {})), "x.docx", "fr"
    )
    assert "[^1]: Voir [la page](https://example.org/)" in imported.text


def test_settings_are_written_as_they_were() -> None:
    import datetime
    import tomllib

    import msgspec

    imprint = Imprint("X-1", "2.0", datetime.date(2026, 1, 2), author='Le "Dr" \\ Blanc')
    ebook, parts = {"fr": "https://example.org/a"}, {"leaflet": ("Une « partie »", "L’autre")}
    given_ = ArticleSettings("fr", imprint, "Un\ttexte", keywords=("a", "b"), ebook=ebook, parts=parts)
    assert msgspec.convert(tomllib.loads(export.settings_text(given_)), ArticleSettings) == given_


# ── Any Word file ──────────────────────────────────────────────────────────────────────────

text_of_a_run = st.text(LETTERS + SIGNS.replace("<", "").replace("&", "") + "  ", min_size=1, max_size=12)
look = st.sampled_from(
    [
        "",
        "",
        "<w:b/>",
        "<w:i/>",
        "<w:b/><w:i/>",
        '<w:vertAlign w:val="superscript"/>',
        "<w:strike/>",
        '<w:color w:val="FF0000"/>',
        "<w:smallCaps/>",
    ]
)
run = st.builds(make.run, text_of_a_run, look)
paragraph = st.one_of(
    st.lists(run, min_size=1, max_size=5).map(lambda runs: make.p(*runs)),
    st.builds(
        lambda text, level, numbers: make.p(text, level=level, numbers=numbers),
        text_of_a_run,
        st.integers(0, 2),
        st.integers(1, 2),
    ),
    st.builds(
        lambda text, style: make.p(text, style=style),
        text_of_a_run,
        st.sampled_from(["Heading1", "Heading4", "Quote", "Caption", "ListContinue"]),
    ),
    st.builds(
        lambda one, two: make.table([make.cell(one), make.cell(two)], [make.cell(two, one, span=2)]),
        st.deferred(lambda: simple),
        st.deferred(lambda: simple),
    ),
    text_of_a_run.map(lambda text: make.p("Avant", make.box(make.p(text)))),
)
simple = st.lists(run, min_size=1, max_size=2).map(lambda runs: make.p(*runs))


@settings(few, max_examples=20)
@given(st.lists(paragraph, min_size=1, max_size=8))
def test_every_word_of_a_word_file_arrives_or_is_told(body: list[str]) -> None:
    data = make.docx(make.start("Un titre"), *body)
    imported = intake.article(data, "x.docx", "fr")
    blocks, findings = read.parse(source.split(imported.text, "")[1], "")
    assert not findings
    told = " ".join(tell(finding, "en").message for finding in imported.findings if finding.code == "I010")
    wanted = letters(" ".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", without_fallbacks("".join(body)))))
    found = letters(" ".join(plain(block.content) for block in blocks) + told)
    assert not wanted - found
    again = intake.article(imported.text.encode(), "article.md", "fr")
    assert again.text == imported.text
    assert intake.article(data, "x.docx", "fr") == imported
    assert NAME.match(imported.name)


def without_fallbacks(xml: str) -> str:
    return re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml)


def letters(text: str):
    from collections import Counter

    return Counter(re.sub(r"[^\w]", "", text))


# ── Any bytes ──────────────────────────────────────────────────────────────────────────────

SEEDS = [(f"x{suffix}", data) for suffix, data in make.FILES.values()]


@settings(few, max_examples=40)
@given(st.sampled_from(SEEDS), st.data())
def test_a_damaged_file_gives_an_article_or_a_finding(seed: tuple[str, bytes], data: st.DataObject) -> None:
    name, content = seed
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        content = (
            content[:at] + data.draw(st.binary(max_size=3)) + content[at + data.draw(st.integers(0, 3)) :]
        )
    refused_or_whole(content, name)


@settings(few, max_examples=20)
@given(
    st.text('<>/&;"=! abplititletablerdhrefsrcspan12', max_size=120),
    st.sampled_from(["word/document.xml", "x.html", "x.rtf"]),
)
def test_damaged_markup_gives_an_article_or_a_finding(text: str, where: str) -> None:
    if where.startswith("word/"):
        refused_or_whole(
            make.docx(
                make.start(), files={where: f"<w:document {make.XMLNS}><w:body>{text}</w:body></w:document>"}
            ),
            "x.docx",
        )
    elif where == "x.html":
        refused_or_whole(f"<html><body><h1>Titre</h1><p>Un.</p>{text}".encode(), where)
    else:
        refused_or_whole(
            rf"{{\rtf1 Titre\par {text.replace('<', chr(92)).replace('>', '{')}\par}}".encode(), where
        )


def refused_or_whole(content: bytes, name: str) -> None:
    try:
        imported = intake.article(content, name, "fr")
    except FeuilletError as problem:
        assert all(tell(finding, "fr").message and finding.place.file for finding in problem.findings)
    else:
        assert read.parse(source.split(imported.text, "")[1], "")[0]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (
            make.zipped({f"word/{n}.xml": b"" for n in range(3001)} | {"word/document.xml": b"<x/>"}),
            "x.docx",
            "I017",
        ),
        (make.docx(make.start(), files={"word/styles.xml": "<a>" * 400 + "</a>" * 400}), "x.docx", "R017"),
        (b"<p>" * 10 + b"<div>" * 2000 + b"x", "x.html", "R017"),
        (rb"{\rtf1" + b"{" * 2000 + b"x", "x.rtf", "R017"),
        (b"", "x.docx", "R003"),
        (b"  \n", "x.html", "R003"),
        (b"\0" * 50_000_001, "x.docx", "I017"),
        (b"%PDF-1.7 x", "x.docx", "I016"),
    ],
    ids=["many parts", "deep XML", "deep HTML", "deep RTF", "empty", "blank", "large", "PDF"],
)
def test_what_no_document_is(data: bytes, name: str, code: str) -> None:
    with pytest.raises(FeuilletError) as caught:
        intake.article(data, name, "fr")
    assert [finding.code for finding in caught.value.findings] == [code]


def test_the_user_s_name_for_a_file_reaches_no_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    seen: list[str] = []
    run_ = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda command, **more: (seen.extend(command), run_(command, **more))[1]
    )
    for suffix in (".docx", ".odt", ".rtf", ".epub", ".html"):
        data = next(
            data
            for name, (kind, data) in make.FILES.items()
            if kind == suffix and name.endswith(("good", "page"))
        )
        intake.article(data, f"-o evil+RTS{suffix}", "fr")
    assert seen
    assert not [part for part in seen if "evil" in part]


def test_the_cases_are_what_the_script_makes() -> None:
    for name, (suffix, data) in make.FILES.items():
        assert (make.CASES / name / f"input{suffix}").read_bytes() == data, name


def test_places_are_paragraphs() -> None:
    body = make.docx(
        make.start(),
        make.p("Un."),
        make.table([make.cell(make.p("a")), make.cell(make.p(make.run("rouge", make.RED)))]),
    )
    (finding,) = intake.article(body, "x.docx", "fr").findings
    assert finding.place == Place("x.docx", 5, "rouge")


# ── Opening what strangers made ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"../a.xml": b""}, "names"),
        ({"word/../../a.xml": b""}, "names"),
        ({"/etc/a.xml": b""}, "names"),
        ({"C:\\a.xml": b""}, "names"),
        ({f"{n}.xml": b"" for n in range(untrusted.MOST_PARTS + 1)}, "parts"),
        ({"a.xml": b"\0" * 2_000_000}, "ratio"),
    ],
    ids=["above", "above in the middle", "from the root", "from a drive", "many parts", "grows"],
)
def test_a_package_that_no_document_is(parts: dict[str, bytes], reason: str) -> None:
    with pytest.raises(untrusted.Refused) as caught:
        untrusted.Package(make.zipped(parts))
    assert caught.value.reason == reason


def test_a_part_may_not_be_larger_than_what_is_asked_for() -> None:
    package = untrusted.Package(make.zipped({"a.xml": b"12345"}))
    assert (package.read("a.xml", 5), package.read("b.xml")) == (b"12345", b"")
    with pytest.raises(untrusted.Refused) as caught:
        package.read("a.xml", 4)
    assert (caught.value.reason, caught.value.most) == ("part size", 4)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE x [<!ENTITY e "eeee">]><x>&e;</x>', "document type"),
        ("<!DOCTYPE x><x/>", "document type"),
        ("<x>" * 301 + "</x>" * 301, "depth"),
        ("<x>", "broken"),
        ("<y:x/>", "broken"),
        ("<x>\0</x>", "broken"),
        (b'<?xml version="1.0" encoding="no-such"?><x/>', "broken"),
        ("<x>\ud800</x>", "broken"),
    ],
)
def test_xml_that_is_refused(text: str | bytes, reason: str) -> None:
    with pytest.raises(untrusted.Refused) as caught:
        untrusted.xml(text)
    assert caught.value.reason == reason


def test_what_stands_around_xml_is_named() -> None:
    root, instructions = untrusted.tree('<?xml version="1.0"?><?one a?><x><!-- c --><?two?></x><?three?>')
    assert (root.tag, len(root), instructions) == ("x", 0, ("one", "two", "three"))
