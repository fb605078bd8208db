"""import: cases as folders, and what has to hold for any text at all.

A case is a folder with ``input.txt``, ``input.md``, ``input.docx`` …, and what comes of it: ``expected.md``,
``findings.txt`` (severity, code, line, message), ``exit`` where it is not 0, ``media.txt`` where pictures
come along. ``language`` is ``fr`` where nothing else is said; ``changes`` is what ``--accept-changes`` or
``--reject-changes`` says, ``name`` what ``--name`` says; ``existing.md`` is an article to be brought up to
date. `tests.make_office_cases` makes the inputs that no editor can write.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import intake, read, source
from pipeline.messages import tell
from pipeline.model import ArticleSettings, FeuilletError, Finding, Kind, plain
from pipeline.toml import load
from pipeline.workspace import NAME

CASES = sorted(
    path for path in Path(__file__).with_name("cases").joinpath("import").iterdir() if path.is_dir()
)

# Each example costs one to four calls of pandoc.
few = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def body_of(text: str) -> str:
    return source.split(text, "article.md")[1]


def said(text: str) -> list[str]:
    """Every word of an ``article.md``, in order, with the numbers of counted lists."""
    blocks, findings = read.parse(body_of(text), "article.md")
    assert not findings
    words = []
    for block in blocks:
        if block.kind is Kind.ITEM and block.number is not None:
            words.append(f"{block.number}")
        words += plain(block.content).split()
    return words


def lines_of(findings: tuple[Finding, ...]) -> str:
    return "".join(
        f"{finding.severity.value} {finding.code} {finding.place.line or '-'} {tell(finding, 'en').message}\n"
        for finding in findings
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, golden) -> None:
    source = next(case.glob("input.*"))
    given = {
        path.name: path.read_text("utf-8").strip()
        for path in case.iterdir()
        if path.name in ("language", "changes", "name")
    }
    existing = case / "existing.md"
    text, exit_code, media = "", 0, ""
    try:
        imported = intake.article(
            source.read_bytes(),
            source.name,
            given.get("language", "fr"),
            given.get("name"),
            changes=given.get("changes", ""),
        )
        if existing.is_file():
            imported = intake.update(existing.read_text("utf-8"), imported, existing.name)
        text, findings = imported.text, imported.findings
        media = "".join(f"{name} {len(data)}\n" for name, data in imported.media.items())
    except FeuilletError as problem:
        exit_code, findings = int(problem.exit_code), problem.findings
    golden(case / "expected.md", text)
    golden(case / "findings.txt", lines_of(findings))
    golden(case / "exit", f"{exit_code}\n" if exit_code else "")
    golden(case / "media.txt", media)
    if text and "I031" not in {finding.code for finding in findings}:
        again = intake.article(text.encode(), "article.md", "en")
        assert again.text == text
        assert again.name == imported.name


@pytest.mark.parametrize(
    "case", [case for case in CASES if (case / "expected.md").is_file()], ids=lambda case: case.name
)
def test_expected_articles_are_valid(case: Path) -> None:
    text = (case / "expected.md").read_text("utf-8")
    head, body, _ = source.split(text, "article.md")
    load(head.encode(), ArticleSettings, "article.md", 2)
    blocks, findings = read.parse(body, "article.md")
    problems = (*findings, *read.check_outline(blocks, "article.md"))
    assert not [problem for problem in problems if problem.code != "R011"]  # which import asks for, and keeps
    assert blocks[0].kind is Kind.TITLE


def test_the_words_of_the_seed_are_kept() -> None:
    """All that differs is what the findings say: two lines, each one web leftover."""
    source = Path(__file__).with_name("cases") / "import" / "seed" / "input.txt"
    lines = source.read_text("utf-8").splitlines()
    imported = intake.article(source.read_bytes(), source.name, "fr")
    out = {finding.place.line for finding in imported.findings}
    kept = [line for number, line in enumerate(lines, 1) if number not in out]
    assert len(out) == 2
    assert said(imported.text) == " ".join(kept).split()
    kinds = [block.kind for block in read.parse(body_of(imported.text), "article.md")[0]]
    assert kinds[:3] == [Kind.TITLE, Kind.LEAD, Kind.HEADING]
    assert kinds.count(Kind.HEADING) == 8


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (
            "Comment les avancées en thérapie cellulaire offrent-elles un espoir ?",
            "avancees-therapie-cellulaire-espoir",
        ),
        ("L’œdème et vous", "oedeme"),
        ("What is lupus?", "lupus"),
        ("Où et quand ?", "ou-et-quand"),
        ("Ω", "fichier"),
        ("Votre rendez-vous à l’hôpital de jour", "rendez-hopital-jour"),
    ],
)
def test_names(title: str, name: str) -> None:
    assert intake.slug(title, "fichier") == name


def test_a_name_can_be_given() -> None:
    assert intake.article(b"Titre\n\nUn texte.", "x.txt", "fr", "mon-article").name == "mon-article"
    with pytest.raises(FeuilletError) as caught:
        intake.article(b"Titre\n\nUn texte.", "x.txt", "fr", "../ailleurs")
    assert [finding.code for finding in caught.value.findings] == ["I002"]


# ── For any text ───────────────────────────────────────────────────────────────────────────

SIGNS = r"abé’€  .,;:!?*_`~^<>[](){}#+-=|\/&$%@\"'0123456789«»…–"
word = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyzéàçœ", min_size=1, max_size=10),
    st.text(SIGNS.replace(" ", ""), min_size=1, max_size=8),
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp", "Cf", "Mn", "Me"]),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(
        [
            "#",
            "##",
            ">",
            "+",
            "|",
            ":::",
            "---",
            "===",
            "***",
            "1.5",
            "a_b",
            "<5",
            "&amp;",
            "<b>",
            "[^1]:",
            "2019.",
        ]
    ),
)
# A list's mark would be taken for one, and not be a word any more.
MARK = re.compile(r"[-*•▪◦‣·–—]|\d{1,3}[.)]")
# A line that begins with a small letter may go on with the line above, the title even.
paragraph = (
    st.lists(word, min_size=1, max_size=25)
    .map(lambda words: ["La", *words] if words[0][0].islower() else words)
    .filter(lambda words: not MARK.fullmatch(words[0]))
    .map(" ".join)
)
title = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=5), max_size=5).map(
    lambda words: " ".join(["Titre", *words])
)
plain_text = st.builds(
    lambda title, paragraphs, join, width: join.join(
        [
            title,
            *(
                textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False) if width else p
                for p in paragraphs
            ),
        ]
    ),
    title,
    st.lists(paragraph, min_size=1, max_size=6),
    st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\n \n\n"]),
    st.sampled_from([0, 0, 72, 78]),
)


def words_of(text: str) -> list[str]:
    """The words of a generated text as import is to keep them (in the normal form of Unicode)."""
    return source.decode(text.encode(), "x.txt").split()


@few
@given(plain_text)
def test_every_word_reaches_the_blocks_in_order(text: str) -> None:
    # A line that wrapping made begin with a mark may become a list: compare without marks.
    imported = intake.article(text.encode(), "x.txt", "fr")
    if any(finding.code == "I010" for finding in imported.findings):
        return
    bare = [re.sub(r"^(\d{1,3})[.)]$", r"\1", word) for word in words_of(text) if word not in "-*•–—·"]
    assert [
        w
        for w in (re.sub(r"^(\d{1,3})[.)]$", r"\1", word) for word in said(imported.text))
        if w not in "-*•–—·"
    ] == bare


@few
@given(plain_text)
def test_import_is_idempotent(text: str) -> None:
    once = intake.article(text.encode(), "x.txt", "fr")
    again = intake.article(once.text.encode(), "article.md", "fr")
    assert (again.text, again.name) == (once.text, once.name)
    assert NAME.match(once.name)
    # Also without its settings, when nothing says that someone has decided about it before.
    bare = intake.article(body_of(once.text).encode(), "x.md", "fr")
    assert bare.text == once.text


markdown = st.lists(
    st.one_of(
        paragraph,
        st.builds(lambda level, text: f"{'#' * level} {text}", st.integers(1, 6), title),
        st.builds(lambda text, line: f"{text}\n{line}", title, st.sampled_from(["---", "==="])),
        st.lists(paragraph, min_size=1, max_size=3).map(
            lambda items: "\n".join(f"- {item}" for item in items)
        ),
        st.lists(paragraph, min_size=1, max_size=3).map(
            lambda items: "\n".join(f"1. {item}" for item in items)
        ),
        paragraph.map(lambda text: f"> {text}"),
        st.sampled_from(
            [
                "Lire aussi : Un autre article",
                "Publicité",
                "## Articles similaires",
                "- Lire aussi : Un titre",
            ]
        ),
    ),
    min_size=1,
    max_size=8,
).map(lambda blocks: "\n\n".join(["# Titre", *blocks]))


@few
@given(markdown)
def test_markdown_is_idempotent_or_refused(text: str) -> None:
    try:
        once = intake.article(text.encode(), "x.md", "fr")
    except FeuilletError as problem:
        assert problem.findings
        return
    assert intake.article(once.text.encode(), "article.md", "fr").text == once.text
    assert intake.article(body_of(once.text).encode(), "x.md", "fr").text == once.text


@settings(few, max_examples=40)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(str.encode),
        st.text("#-*>+=|:\n ab1.[]()`~_", max_size=80).map(str.encode),
    ),
    st.sampled_from(["x.txt", "x.md", "x", "x.docx"]),
)
def test_any_bytes_give_an_article_or_an_error_for_the_user(data: bytes, name: str) -> None:
    try:
        imported = intake.article(data, name, "fr")
    except FeuilletError as problem:
        assert all(tell(finding, "fr").message and finding.place.file for finding in problem.findings)
    else:
        assert said(imported.text)
