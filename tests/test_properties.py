"""What holds for any article, any words, any catalog, any machine."""

from __future__ import annotations

import itertools
import os
import re
import tempfile
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from pipeline import align, markup, publish, render, typography, verify
from pipeline.model import (
    NOWHERE,
    Break,
    Code,
    Emphasis,
    FeuilletError,
    Foreign,
    Inline,
    Inlines,
    Kind,
    Link,
    NoteMark,
    Order,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from pipeline.workspace import Workspace
from tests import making, oracles
from tests.workbench import ARTICLE, BASE, THREE, engine, feuillet, outputs, workspace

steady = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    print_blob=False,
)
many, more, some, few = (settings(steady, max_examples=count) for count in (150, 60, 25, 6))


# ── Words with markup ──────────────────────────────────────────────────────────────────────

LETTERS = "aeiostnrlÉéàçœ0123456789"
SIGNS = ".,;:!?…’'\"«»()[]{}<>*_`~^&#@$%+-=/\\|"
words = st.text(LETTERS, min_size=1, max_size=8)
spoken = st.lists(
    st.one_of(words, st.builds("{}{}{}".format, words, st.sampled_from(SIGNS), words)), min_size=1, max_size=5
).map(" ".join)


def nest(children: st.SearchStrategy[Inlines]) -> st.SearchStrategy[Inline]:
    return st.one_of(
        st.builds(Emphasis, children),
        st.builds(Strong, children),
        st.builds(Foreign, children, st.sampled_from(["en", "de", "pt-BR"])),
        st.builds(
            Link,
            children,
            st.sampled_from(["https://example.org/a_b", "mailto:a@example.org", "tel:+33199000000"]),
        ),
    )


leaves = st.one_of(
    st.builds(Text, spoken),
    st.builds(Code, st.text(LETTERS + "`*[]<&", min_size=1, max_size=6)),
    st.builds(NoteMark, st.integers(1, 30)),
    st.builds(Superscript, words.map(lambda word: (Text(word),))),
    st.builds(Subscript, words.map(lambda word: (Text(word),))),
)


def spaced(parts: list[Inline]) -> Inlines:
    """The parts with a space between each and the next, as in a sentence."""
    joined = [part for pair in zip(parts, itertools.repeat(Text(" ")), strict=False) for part in pair][:-1]
    return tuple(markup.merge(joined))


sentences = st.lists(
    st.recursive(
        leaves, lambda inner: nest(st.lists(inner, min_size=1, max_size=2).map(spaced)), max_leaves=4
    ),
    min_size=1,
    max_size=4,
).map(spaced)


def has(content: Inlines, kind: type, within: type | None = None) -> bool:
    """Whether a part of that kind stands anywhere in ``content``, or within a part of another."""
    return any(
        (within is None and isinstance(part, kind))
        or has(
            getattr(part, "content", ()),
            kind,
            None if within is not None and isinstance(part, within) else within,
        )
        for part in content
    )


@more
@given(st.lists(sentences, min_size=1, max_size=6))
@example(
    [
        (Text("- pas une liste"),),
        (Text("1. ni celle-ci"),),
        (Text("# ni un titre"),),
        (Text("> ni une citation"),),
    ]
)
@example([(Text("une ligne"), Break(), Text("une autre"))])
@example([(Text("AT&amp;T a_b_c 2*3*4 <b> [x] ^a^ ~b~ `c` \\* {.d}"),)])
def test_markdown_says_the_same(texts: list[Inlines]) -> None:
    """What is written into a catalog is read from it as it was."""
    # `***a***` is one thing to Markdown, whichever of the two was meant to be outside.
    apart = ((Link, Link), (NoteMark, Link), *itertools.product((Emphasis, Strong), repeat=2))
    assume(not any(has(text, *pair) for text in texts for pair in apart))
    written = [markup.to_markdown(text) for text in texts]
    read_back, findings = markup.parse(written, lambda _: NOWHERE)
    assert not findings
    assert list(read_back) == texts


@pytest.mark.parametrize(
    "text",
    [
        (Text("Attention !"), Link((Text("ici"),), "https://example.org")),
        (Text("Voyez "), Link((Text("a (b) c"),), "https://example.org/a_(b)")),
        (Text("a"), Superscript((Text("2 + 3"),)), Text("b")),
        (Text("prix : 5 $ à 10 $, a@b, :-) et |x|"),),
        (Text("https://example.org écrit en clair"),),
        (Emphasis((Text("a"), Strong((Text("b"),)))), Text(" c")),
        (Strong((Emphasis((Text("a"),)), Text(" b"))),),
        (Text("fin\\"),),
        (Code("``"), Text(" et "), Code(" a ")),
    ],
    ids=[
        "exclamation",
        "brackets",
        "spaces raised",
        "signs",
        "address",
        "nested",
        "nested again",
        "backslash",
        "code",
    ],
)
def test_markdown_says_the_same_of(text: Inlines) -> None:
    read_back, findings = markup.parse([markup.to_markdown(text)], lambda _: NOWHERE)
    assert not findings
    assert read_back == (text,)


@many
@given(sentences)
def test_html_says_the_words_and_no_others(text: Inlines) -> None:
    html = markup.to_html(text)
    said = re.sub(r"<a class=\"note-mark\".*?</a>|<[^>]*>", "", html)
    from html import unescape

    assert unescape(said) == plain(text)


# ── Typography ─────────────────────────────────────────────────────────────────────────────

LANGUAGES = {tag: Workspace(BASE).language(tag) for tag in ("fr", "en")}
prose = st.lists(
    st.one_of(
        words,
        st.sampled_from(
            [
                *"«»“”\"'’!?;:%()…",
                "70%",
                "12 mg",
                "37 °C",
                "1 000 000",
                "14:30",
                "aujourd'hui",
                "d'un",
                '"mot"',
            ]
        ),
        st.sampled_from(
            ["https://example.org/a?b=c:d", "a@example.org", "« mot »", "« mot »", "5 %", "quoi ?"]
        ),
    ),
    max_size=8,
)


@pytest.mark.parametrize("tag", LANGUAGES)
@many
@given(parts=prose, glue=st.sampled_from([" ", "", "\u00a0"]))
def test_typography_changes_no_letter(tag: str, parts: list[str], glue: str) -> None:
    """Spaces, quotes and apostrophes are ours; every other character stays, in its order."""
    text = glue.join(parts)
    done = typography.set_text(text, LANGUAGES[tag].typography)
    assert typography.letters(done) == typography.letters(text)
    kept = re.compile(r"[\s\"'’‘“”«»\u202f\u00a0]")
    assert kept.sub("", done) == kept.sub("", text)


@pytest.mark.parametrize("tag", LANGUAGES)
@many
@given(parts=prose, glue=st.sampled_from([" ", "", "\u00a0"]))
def test_typography_done_twice_is_done_once(tag: str, parts: list[str], glue: str) -> None:
    once = typography.set_text(glue.join(parts), LANGUAGES[tag].typography)
    assert typography.set_text(once, LANGUAGES[tag].typography) == once


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("70% des patients", "70\u00a0% des patients"),
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("Pourquoi?", "Pourquoi\u202f?"),
        ("à 14:30 précises", "à 14:30 précises"),
        ("aujourd'hui", "aujourd’hui"),
        ('le "mot" juste', "le «\u202fmot\u202f» juste"),
        ("« mot »", "«\u202fmot\u202f»"),
        ("12 mg", "12\u00a0mg"),
        ("1 000 000 euros", "1\u202f000\u202f000 euros"),
        ("https://example.org/a?b:c", "https://example.org/a?b:c"),
        ("avant : après", "avant\u00a0: après"),
    ],
)
def test_french_typography(given_: str, wanted: str) -> None:
    assert typography.set_text(given_, LANGUAGES["fr"].typography) == wanted


# ── Articles ───────────────────────────────────────────────────────────────────────────────

WORDS = [
    "le", "la", "une", "des", "patient", "sang", "veine", "bras", "soignant", "analyse", "résultat",
    "jour", "heure", "traitement", "douleur", "médecin", "peau", "rendez-vous", "aiguille", "tube",
    "œdème", "être", "à", "jeun", "où", "déjà", "très", "peu", "souvent", "jamais", "5", "12", "mg",
    "ml", "3,5", "l’eau", "d’abord",
]  # fmt: skip
phrase = st.lists(st.sampled_from(WORDS), min_size=2, max_size=14).map(
    lambda some_words: " ".join(some_words).capitalize()
)
inline = st.one_of(
    phrase,
    phrase.map("**{}**".format),
    phrase.map("*{}*".format),
    phrase.map("[{}](https://example.org/x)".format),
    phrase.map("B~12~ {}".format),
    phrase.map("10^12^ {}".format),
)
running = st.lists(inline, min_size=1, max_size=3).map(lambda parts: ". ".join(parts) + ".")


@st.composite
def block(draw: st.DrawFn, number: int) -> str:
    kind = draw(
        st.sampled_from(["paragraph", "list", "ordered", "nested", "table", "quotation", "note", "heading"])
    )
    match kind:
        case "list":
            return "\n".join(f"- {item}" for item in draw(st.lists(running, min_size=1, max_size=4)))
        case "ordered":
            start = draw(st.integers(1, 5))
            items = draw(st.lists(running, min_size=1, max_size=4))
            return "\n".join(f"{start + index}. {item}" for index, item in enumerate(items))
        case "nested":
            inner = "\n".join(
                f"   {index}. {item}"
                for index, item in enumerate(draw(st.lists(running, min_size=1, max_size=3)), 1)
            )
            return f"1. {draw(running)}\n{inner}\n2. {draw(running)}"
        case "table":
            columns = draw(st.integers(1, 3))
            rows = [[draw(phrase) for _ in range(columns)] for _ in range(draw(st.integers(2, 4)))]
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            return "\n".join([lines[0], "|" + " --- |" * columns, *lines[1:]])
        case "quotation":
            return "> " + draw(running)
        case "note":
            return f"{draw(phrase)}[^n{number}].\n\n[^n{number}]: {draw(running)}"
        case "heading":
            return f"## {draw(phrase)}\n\n{draw(running)}"
    return draw(running)


@st.composite
def articles(draw: st.DrawFn, least: int = 1, most: int = 8) -> str:
    """The text of an article.md of any shape that Feuillet sets."""
    blocks = [draw(block(number)) for number in range(draw(st.integers(least, most)))]
    head = '+++\nlanguage = "fr"\n+++\n'
    return "\n\n".join([head, f"# {draw(phrase)}", draw(running), f"## {draw(phrase)}", *blocks]) + "\n"


def catalog_for(folder: Path) -> polib.POFile:
    """A catalog in which every word of the article is said in capitals."""
    catalog = polib.POFile()
    for part in making.article(folder, "article.md").blocks:
        key = align.key(part)
        if plain(part.content) and not catalog.find(key.text, msgctxt=key.context or False):
            catalog.append(
                polib.POEntry(msgid=key.text, msgstr=_louder(key.text), msgctxt=key.context or None)
            )
    return catalog


def _louder(text: str) -> str:
    """Markdown with its words in capitals; addresses, notes and languages as they are."""
    parts = re.split(r"(\]\([^)]*\)|\[\^\d+\]|\{[^}]*\})", text)
    return "".join(part if index % 2 else part.upper() for index, part in enumerate(parts))


def place(text: str, folder: Path, name: str = "essai") -> Path:
    article = folder / "sources" / name
    article.mkdir(parents=True, exist_ok=True)
    (article / "article.md").write_text(text, "utf-8")
    return article


WORD = re.compile(r"\w+")


def source_words(text: str) -> list[str]:
    """The words of an article's Markdown in reading order, found without Feuillet: footnotes come last."""
    body = text.split("+++\n", 2)[2]
    notes = "\n".join(re.findall(r"(?m)^\[\^n\d+\]: (.*)$", body))
    body = re.sub(r"(?m)^\[\^n\d+\]: .*$", "", body)
    body = re.sub(r"\[\^n\d+\]|\]\([^)]*\)|(?m:^ *\d+\. )|[\^~]", " ", body)
    return oracles.words(
        re.sub(r"[*|>#\[\]]|---|(?m:^ *- )", " ", body + "\n" + re.sub(r"\]\([^)]*\)|[*\[\]^~]", " ", notes))
    )


def bare(found: list[str]) -> list[str]:
    """Letters and digits alone: signs that only mark up, and how raised digits are glued, do not matter."""
    return [part for word in found for part in re.findall(r"\d|[^\W\d_]+", word)]


@some
@given(articles())
def test_every_word_is_read_and_aligned(text: str) -> None:
    """No word is lost, added or moved between the source file and the edition, in either language."""
    with tempfile.TemporaryDirectory() as name:
        folder = place(text, Path(name))
        catalog_for(folder).save(str(folder / "en.po"))
        edition = making.aligned(making.article(folder, "article.md"), ("fr", "en"), folder)
    shown = [segment for segment in edition.segments if segment.block.kind is not Kind.METADATA]
    expected = bare(source_words(text))
    for index in (0, 1):
        found = bare([word for segment in shown for word in oracles.words(plain(segment.texts[index]))])
        assert found == (expected if index == 0 else bare([word.upper() for word in expected]))


@few
@given(articles(least=3))
def test_every_word_reaches_every_product(text: str) -> None:
    """In each product and language, by an extraction that is not ours."""
    with tempfile.TemporaryDirectory() as name:
        folder = place(text, Path(name))
        catalog_for(folder).save(str(folder / "en.po"))
        home = Workspace(Path(name))
        expected = bare(source_words(text))
        for product, languages in (("brochure", ("fr",)), ("ebook", ("fr",)), ("handout", ("fr", "en"))):
            settings_ = home.product(product)
            order = Order("essai", product, languages, "tilleuls", settings_.suffix)
            # The parity gate rightly stops a translation that is the French in capitals.
            article = making.article(folder, "article.md")
            edition = making.aligned(article, languages, folder)
            artifact = render.artifact(making.lay_out(edition, settings_, order, home), engine())
            verify.require(artifact, edition, settings_)
            path = Path(name, order.path.name)
            path.write_bytes(artifact.data)
            said = oracles.epub_text(path) if path.suffix == ".epub" else oracles.pdf_text(path)
            found = bare(oracles.words(said))
            for tag in languages:
                wanted = expected if tag == "fr" else bare([word.upper() for word in expected])
                missing = oracles.first_missing(wanted, found)
                if missing is not None and path.suffix == ".pdf":
                    # PDFium may see no space between two words that another reader tells apart.
                    missing = oracles.first_missing(wanted, bare(oracles.words(oracles.pdftotext(path))))
                assert missing is None, (product, tag, wanted[max(0, missing - 15) : missing + 1])
            if path.suffix == ".pdf":
                assert oracles.pdf_ua_1(path) == ()


def test_lists_that_follow_each_other_keep_their_numbers(tmp_path: Path) -> None:
    """A count that begins again is a list of its own."""
    text = '+++\nlanguage = "fr"\n+++\n\n# Titre\n\nChapeau.\n\n1. un\n2. deux\n\n1) trois\n2) quatre\n'
    place(text, tmp_path)
    home = Workspace(tmp_path)
    order = Order("essai", "ebook", ("fr",), "tilleuls", "epub")
    html = making.lay_out(making.prepare(order, home), home.product("ebook"), order, home).html
    assert len(re.findall(r"<ol\b", html)) == 2


# ── Catalogs ───────────────────────────────────────────────────────────────────────────────


@some
@given(st.randoms(use_true_random=False), st.lists(phrase, max_size=5))
def test_the_order_of_a_catalog_does_not_matter(random, left_over: list[str]) -> None:
    """Nor do entries that are obsolete or belong to nothing, comments, or where its lines break."""
    source = BASE / "sources" / ARTICLE
    article = making.article(source, "article.md")
    expected = making.aligned(article, ("fr", "en"), source)
    catalog = polib.pofile(str(source / "en.po"))
    entries = list(catalog)
    random.shuffle(entries)
    shuffled = polib.POFile(wrapwidth=random.choice([20, 78, 1000]))
    shuffled.metadata = catalog.metadata
    for entry in entries:
        entry.comment = random.choice(["", "note"])
        shuffled.append(entry)
    for text in left_over:
        shuffled.append(polib.POEntry(msgid=text, msgstr="left over"))
        shuffled.append(polib.POEntry(msgid=entries[0].msgid, msgstr="obsolete", obsolete=True))
    with tempfile.TemporaryDirectory() as name:
        shuffled.save(str(Path(name, "en.po")))
        found = making.aligned(article, ("fr", "en"), Path(name))
    assert [segment.texts for segment in found.segments] == [segment.texts for segment in expected.segments]


@some
@given(st.data())
def test_a_translation_that_is_not_there_is_named(data: st.DataObject) -> None:
    """Whatever entries are missing, empty or fuzzy: one finding each, at its place, and nothing else."""
    source = BASE / "sources" / ARTICLE
    article = making.article(source, "article.md")
    catalog = polib.pofile(str(source / "en.po"))
    chosen = data.draw(
        st.dictionaries(st.integers(0, len(catalog) - 1), st.sampled_from("med"), min_size=1, max_size=4)
    )
    wanted = set()
    for index, how in sorted(chosen.items(), reverse=True):
        entry = catalog[index]
        wanted.add(({"m": "T002", "e": "T003", "d": "T004"}[how], entry.msgid))
        if how == "m":
            del catalog[index]
        elif how == "e":
            entry.msgstr = ""
        else:
            entry.flags.append("fuzzy")
    with tempfile.TemporaryDirectory() as name:
        catalog.save(str(Path(name, "en.po")))
        with pytest.raises(FeuilletError) as caught:
            making.aligned(article, ("fr", "en"), Path(name))
    assert {(finding.code, finding.place.segment) for finding in caught.value.findings} == wanted


# ── Bytes ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_same_bytes_anywhere(built: Path, tmp_path: Path) -> None:
    """In another folder, for another user, in another language, time zone and order of work."""
    first = outputs(built / "build")
    assert len(first) == 3
    for index, (arguments, environment) in enumerate(
        [
            (
                ("--jobs", "1"),
                {
                    "HOME": str(tmp_path / "home"),
                    "LC_ALL": "C",
                    "TZ": "Pacific/Auckland",
                    "PYTHONHASHSEED": "1",
                },
            ),
            (
                ("--jobs", "2"),
                {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "77", "USER": "nobody"},
            ),
        ]
    ):
        folder = workspace(tmp_path / f"an other place {index}")
        done = feuillet("build", *THREE, *arguments, folder=folder, environment=environment)
        assert (done.exit, done.stderr) == (0, "")
        assert outputs(folder / "build") == first


@some
@given(old=st.binary(max_size=50), new=st.binary(max_size=5000))
def test_a_file_is_replaced_whole(old: bytes, new: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "below", "file.pdf")
        publish.replace(path, old)
        assert path.read_bytes() == old
        publish.replace(path, new)
        assert path.read_bytes() == new
        assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    """If the disk is full in the middle of a file, the old one is still there and nothing else is."""
    resource = pytest.importorskip("resource")
    path = tmp_path / "file.pdf"
    publish.replace(path, b"old")
    process = os.fork() if hasattr(os, "fork") else pytest.skip("no fork")
    if process == 0:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            publish.replace(path, b"new" * 1000)
        except FeuilletError as problem:
            os._exit(7 if problem.findings[0].code == "P001" else 8)
        os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 7
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
