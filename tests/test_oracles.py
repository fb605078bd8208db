"""What others say of the real outputs, and that they would notice if something were wrong.

The outputs are those of the committed article and of the base workspace, each built once. A longer article
is made on the spot, so that tables and lists break across pages.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from pipeline.model import Break, Code, Inlines, Kind, NoteMark, Text
from tests import making, oracles
from tests.workbench import ARTICLE, BASE, ROOT, edit, feuillet, workspace

pytestmark = pytest.mark.oracle

COMMITTED = "therapie-cellulaire"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


# Lines of words: outloud takes lines that differ in a number for page furniture.
SYLLABLES = ("bal", "cor", "dis", "fer", "gun", "lym", "mor", "nas", "pel", "rit")
ROWS = 60


@pytest.fixture(scope="session")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article whose table and lists are too long for a page, as a brochure and a handout."""
    folder = workspace(tmp_path_factory.mktemp("long"))
    text = (folder / "sources" / ARTICLE / "article.md").read_text("utf-8")
    catalog = (folder / "sources" / ARTICLE / "en.po").read_text("utf-8")
    names = [first + last for first in SYLLABLES for last in SYLLABLES]
    head = "| Mesure | Valeur | Remarque |\n| --- | --- | --- |\n"
    rows = "".join(f"| {name} | valeur {name[::-1]} | {name} noté |\n" for name in names[:ROWS])
    items = "".join(f"- {name} dans la longue liste\n" for name in names[:ROWS])
    counted = "".join(f"{number}. {name} après l’autre\n" for number, name in enumerate(names[:ROWS], 1))
    text += f"\n## Long\n\n{head}{rows}\n{items}\n{counted}"
    lines = [line for line in (head + rows).splitlines() if "---" not in line]
    added = {cell.strip() for line in lines for cell in line.strip("|").split("|")} | {"Long"}
    added |= {line.partition(" ")[2] for line in (items + counted).splitlines()}
    catalog += "".join(f'\nmsgid "{word}"\nmsgstr "{word[::-1]}"\n' for word in sorted(added))
    (folder / "sources" / ARTICLE / "article.md").write_text(text, "utf-8")
    (folder / "sources" / ARTICLE / "en.po").write_text(catalog, "utf-8")
    done = feuillet("build", "--product", "brochure", "--product", "handout", folder=folder)
    assert (done.exit, done.stderr) == (0, "")
    return folder / "build"


@pytest.fixture(scope="session")
def made(built: Path, committed: Path, long: Path) -> dict[str, Path]:
    """Every output under a short name."""
    base = built / "build"
    return {
        "committed brochure": committed / f"{COMMITTED}-brochure-fr.pdf",
        "committed ebook": committed / f"{COMMITTED}-ebook-fr.epub",
        "committed handout": committed / f"{COMMITTED}-handout-fr-en.pdf",
        "base brochure": base / f"{ARTICLE}-brochure-fr.pdf",
        "base ebook": base / f"{ARTICLE}-ebook-fr.epub",
        "base handout": base / f"{ARTICLE}-handout-fr-en.pdf",
        "long brochure": long / f"{ARTICLE}-brochure-fr.pdf",
        "long handout": long / f"{ARTICLE}-handout-fr-en.pdf",
    }


BROCHURES = ["committed brochure", "base brochure", "long brochure"]
HANDOUTS = ["committed handout", "base handout", "long handout"]
PDFS = [*BROCHURES, *HANDOUTS]
EPUBS = ["committed ebook", "base ebook"]


# ── The judges ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", PDFS)
def test_pdf_is_for_everyone_and_for_ever(name: str, made: dict[str, Path]) -> None:
    """PDF/UA-1 and PDF/A in one file."""
    assert oracles.pdf_ua_1(made[name]) == ()
    assert oracles.pdf_a(made[name]) == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", PDFS)
def test_pdf_reads_well_aloud(name: str, made: dict[str, Path]) -> None:
    assert oracles.read_aloud(made[name]) == ()


def checked(path: Path) -> tuple[str, ...]:
    """What EPUBCheck finds; where it cannot run, the test says so and why."""
    try:
        return oracles.epub_check(path)
    except oracles.NotRun as reason:
        pytest.skip(str(reason))


@pytest.mark.java
@pytest.mark.slow
@pytest.mark.parametrize("name", EPUBS)
def test_epub_is_valid(name: str, made: dict[str, Path]) -> None:
    assert checked(made[name]) == ()


Judge = Callable[[Path], tuple[str, ...]]
Breaker = Callable[[Path, Path], None]


@pytest.mark.parametrize(
    ("judge", "breaker", "name"),
    [
        (oracles.pdf_ua_1, oracles.break_pdf_ua, "base handout"),
        (oracles.pdf_a, oracles.break_pdf_a, "base handout"),
        (oracles.read_aloud, oracles.break_read_aloud, "base handout"),
        pytest.param(checked, oracles.break_epub, "base ebook", marks=pytest.mark.java),
    ],
    ids=["PDF/UA-1", "PDF/A", "read aloud", "EPUBCheck"],
)
def test_judges_bite(
    judge: Judge, breaker: Breaker, name: str, made: dict[str, Path], tmp_path: Path
) -> None:
    broken = tmp_path / f"broken{made[name].suffix}"
    breaker(made[name], broken)
    assert judge(broken)


# ── The words ──────────────────────────────────────────────────────────────────────────────


def said(content: Inlines) -> Iterator[str]:
    """The words of a segment as the page shows them: a footnote's mark is its number."""
    for inline in content:
        match inline:
            case Text(text) | Code(text):
                yield text
            case NoteMark(number):
                yield f" {number} "
            case Break():
                yield " "
            case _:
                yield from said(inline.content)


def source_words(folder: Path, *languages: str) -> list[list[str]]:
    """For each language the words of an article in reading order, alternative texts apart."""
    article = making.article(folder, "article.md")
    edition = making.aligned(article, languages, folder)
    apart = (Kind.METADATA, Kind.KEY_POINT, Kind.ALTERNATIVE)
    shown = [segment for segment in edition.segments if segment.block.kind not in apart]
    return [
        [word for segment in shown for word in oracles.words("".join(said(segment.texts[index])))]
        for index in range(len(languages))
    ]


def apart(words: list[str]) -> list[str]:
    """Words in letters and digits alone, so that it does not matter how small raised signs are glued."""
    return [sign for word in words for sign in re.findall(r"\d|[^\W\d]+|[^\w\s]", word)]


FOLDERS = {"committed": ROOT / "sources" / COMMITTED, "base": BASE / "sources" / ARTICLE}


@pytest.mark.parametrize("name", [name for name in (*PDFS, *EPUBS) if "long" not in name])
def test_every_word_in_order(name: str, made: dict[str, Path], tmp_path: Path) -> None:
    """Each language of an output says every word of the article in its order; a lost line is noticed."""
    folder = FOLDERS[name.split()[0]]
    languages = ("fr", "en") if "handout" in name else ("fr",)
    extract = oracles.epub_text if name in EPUBS else oracles.pdf_text
    found = apart(oracles.words(extract(made[name])))
    broken = tmp_path / f"broken{made[name].suffix}"
    oracles.break_text(made[name], broken)
    left = apart(oracles.words(extract(broken)))
    assert oracles.first_missing(found, left) is not None
    for words in source_words(folder, *languages):
        wanted = apart(words)
        missing = oracles.first_missing(wanted, found)
        assert missing is None, " ".join(wanted[max(0, missing - 20) : missing + 1])


# ── PDF, looked into ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", PDFS)
def test_pdf_says_what_it_is(name: str, made: dict[str, Path]) -> None:
    """Title, shown in the window; language; bookmarks, one a heading; marked as tagged."""
    with pikepdf.open(made[name]) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as xmp:
            assert str(pdf.docinfo.Title) == xmp["dc:title"]
            assert xmp["pdfuaid:part"] == "1"
            # A bag in XMP has no order, and pikepdf gives it as a set.
            assert set(xmp["dc:language"]) == ({"fr", "en"} if name in HANDOUTS else {"fr"})
            assert list(xmp["dc:publisher"]) == ["Clinique des Tilleuls"]
        title = "Bien préparer votre prise de sang" if "committed" not in name else "Comment les avancées"
        assert str(pdf.docinfo.Title).startswith(title)
        with pdf.open_outline() as outline:
            names = list(bookmarks(outline.root))
    assert names[0].startswith(title)
    if "base" in name:
        for heading in (
            "Avant de venir",
            "Pendant la prise de sang",
            "Après",
            "Les résultats",
            "Appelez-nous",
        ):
            assert any(found.replace("\u00a0", " ").startswith(heading) for found in names), heading


def bookmarks(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from bookmarks(item.children)


@pytest.mark.parametrize("name", BROCHURES)
def test_a_brochure_folds(name: str, made: dict[str, Path]) -> None:
    with pikepdf.open(made[name]) as pdf:
        assert len(pdf.pages) % 4 == 0
        for page in pdf.pages:
            assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The elements of a structure tree, from the top down, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


@pytest.mark.parametrize("name", HANDOUTS)
def test_each_side_of_a_handout_has_its_language(name: str, made: dict[str, Path]) -> None:
    """A screen reader changes its voice with the column: each cell of the outer table says its language."""
    with pikepdf.open(made[name]) as pdf:
        outer = next(item for item in elements(pdf.Root.StructTreeRoot) if item.S == "/Table")
        rows = [kid for part in outer.K for kid in part.K if kid.S == "/TR"]
        assert len(rows) > 10
        for row in rows:
            assert [str(cell.get("/Lang")) for cell in row.K] == ["fr", "en"]
        assert [str(cell.S) for cell in rows[0].K] == ["/TH", "/TH"]


@pytest.mark.parametrize("name", PDFS)
def test_page_furniture_is_no_text(name: str, made: dict[str, Path]) -> None:
    """What is painted is in the structure tree or an artifact: page numbers, heads said again."""
    with pikepdf.open(made[name]) as pdf:
        tree = pdf.Root.StructTreeRoot
        numbers = list(tree.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        artifacts = 0
        for page in pdf.pages:
            in_tree = parents[int(page.obj.StructParents)]
            for step in pikepdf.parse_content_stream(page):
                if str(step.operator) != "BDC":
                    continue
                tag, properties = step.operands
                if tag == "/Artifact":
                    artifacts += 1
                    assert "/MCID" not in properties
                else:
                    assert in_tree[int(properties.MCID)] is not None
        assert artifacts >= (len(pdf.pages) if name in HANDOUTS else 1)


@pytest.mark.parametrize("name", ["long brochure", "long handout"])
def test_a_table_and_lists_over_several_pages_stay_whole(name: str, made: dict[str, Path]) -> None:
    """One table, one head, every row; the list items all there."""
    with pikepdf.open(made[name]) as pdf:
        tables = [item for item in elements(pdf.Root.StructTreeRoot) if item.S == "/Table"]
        inner = [table for table in tables if sum(cell.S == "/TH" for cell in elements(table)) == 3]
        longest = [table for table in inner if sum(row.S == "/TR" for row in elements(table)) > 20]
        assert len(longest) == (2 if "handout" in name else 1)
        for table in longest:
            assert sum(row.S == "/TR" for row in elements(table)) == ROWS + 1
        items = sum(item.S == "/LI" for item in elements(pdf.Root.StructTreeRoot))
        assert items >= 2 * ROWS * (2 if "handout" in name else 1)


@pytest.mark.parametrize("name", ["base brochure", "base handout"])
def test_a_list_within_a_list_begins_at_one(name: str, made: dict[str, Path]) -> None:
    """The steps of a gesture are counted as the author counted them."""
    text = oracles.pdf_text(made[name])
    assert re.search(r"2\.\s+il prélève le sang", text)
    assert re.search(r"1\.\s+il désinfecte la peau", text)
    assert re.search(r"2\.\s+il pique une veine", text)
    assert re.search(r"3\.\s+il pose un pansement", text)


# ── EPUB, looked into ──────────────────────────────────────────────────────────────────────


@pytest.fixture(params=EPUBS)
def book(request: pytest.FixtureRequest, made: dict[str, Path]) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(made[request.param]) as opened:
        yield opened


def package(book: zipfile.ZipFile) -> ElementTree.Element:
    return ElementTree.fromstring(book.read("EPUB/content.opf"))


def pages(book: zipfile.ZipFile) -> dict[str, ElementTree.Element]:
    """Every page of the book by its name, parsed as XML."""
    names = [name for name in book.namelist() if name.endswith(".xhtml")]
    return {name: ElementTree.fromstring(book.read(name)) for name in names}


def metadata(book: zipfile.ZipFile, name: str) -> list[str]:
    return [meta.text or "" for meta in package(book).iter(f"{OPF}meta") if meta.get("property") == name]


def test_every_page_of_a_book_has_its_own_title_language_and_direction(book: zipfile.ZipFile) -> None:
    found = pages(book)
    titles = [page.findtext(f"{XHTML}head/{XHTML}title") for page in found.values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    for name, page in found.items():
        assert (page.get("lang"), page.get(XML_LANG), page.get("dir")) == ("fr", "fr", "ltr"), name
        headings = [*page.iter(f"{XHTML}h1"), *page.iter(f"{XHTML}h2")]
        assert len(headings) == (0 if name.endswith("cover.xhtml") else 1), name


def test_a_book_keeps_its_identifier(book: zipfile.ZipFile, tmp_path: Path) -> None:
    """A new version of a leaflet is the same book; its date and number of version may change."""
    root = package(book)
    (identifier,) = [
        item.text for item in root.iter(f"{DC}identifier") if item.get("id") == root.get("unique-identifier")
    ]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(identifier))
    if "prise-de-sang" not in str(book.filename):
        return
    folder = workspace(tmp_path / "work")
    edit(folder / "sources" / ARTICLE / "article.md", 'version = "1.2"', 'version = "1.3"')
    edit(folder / "sources" / ARTICLE / "article.md", "Votre médecin", "Votre docteur")
    assert feuillet("build", "--product", "ebook", folder=folder).exit == 0
    with zipfile.ZipFile(folder / "build" / f"{ARTICLE}-ebook-fr.epub") as later:
        assert f">{identifier}<" in later.read("EPUB/content.opf").decode()


def test_a_book_has_a_cover_and_our_fonts(book: zipfile.ZipFile) -> None:
    items = {item.get("href"): item for item in package(book).iter(f"{OPF}item")}
    (cover,) = [href for href, item in items.items() if "cover-image" in (item.get("properties") or "")]
    picture = book.read(f"EPUB/{cover}")
    assert picture.startswith(b"\x89PNG")
    assert 1400 <= int.from_bytes(picture[16:20]) <= 1401
    fonts = [href for href, item in items.items() if item.get("media-type") == "font/ttf"]
    assert len(fonts) == 3
    styles = book.read("EPUB/styles/stylesheet1.css").decode()
    for font in fonts:
        assert f"../{font}" in styles


def test_what_a_book_says_of_its_accessibility_is_true(book: zipfile.ZipFile) -> None:
    found = pages(book)
    images = [image for page in found.values() for image in page.iter(f"{XHTML}img")]
    assert images
    assert all((image.get("alt") or "").strip() for image in images)
    assert metadata(book, "schema:accessMode") == ["textual", "visual"]
    assert metadata(book, "schema:accessModeSufficient") == ["textual"]
    features = metadata(book, "schema:accessibilityFeature")
    assert sorted(features) == sorted(
        [
            "tableOfContents",
            "readingOrder",
            "structuralNavigation",
            "displayTransformability",
            "alternativeText",
        ]
    )
    assert metadata(book, "schema:accessibilityHazard") == ["none"]
    (summary,) = metadata(book, "schema:accessibilitySummary")
    assert "Aucun son, aucune animation" in summary
    active = {f"{XHTML}{tag}" for tag in ("audio", "video", "script", "iframe", "object", "canvas", "math")}
    assert not [node.tag for page in found.values() for node in page.iter() if node.tag in active]


def test_contents_of_a_book_lead_to_every_page(book: zipfile.ZipFile) -> None:
    found = pages(book)
    nav = found["EPUB/nav.xhtml"]
    (contents,) = [part for part in nav.iter(f"{XHTML}nav") if part.get(EPUB_TYPE) == "toc"]
    targets = [str(link.get("href")) for link in contents.iter(f"{XHTML}a")]
    for target in targets:
        page, _, anchor = target.partition("#")
        assert anchor in {node.get("id") for node in found[f"EPUB/{page}"].iter()}
    spine = [str(item.get("idref")) for item in package(book).iter(f"{OPF}itemref")]
    assert [Path(target.partition("#")[0]).stem for target in targets] == [
        name.removesuffix("_xhtml") for name in spine if name.startswith("ch")
    ]


def test_emphasis_within_a_link(made: dict[str, Path]) -> None:
    """A link is one link, with its emphasis in it; on the page nothing else lies over it."""
    with zipfile.ZipFile(made["base ebook"]) as book:
        link = '<a href="https://sante.example.org/resultats">votre <strong>médecin</strong></a>'
        assert any(link in book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    with pikepdf.open(made["base brochure"]) as pdf:
        found = [
            annotation
            for page in pdf.pages
            for annotation in page.get("/Annots", [])
            if str(annotation.get("/A", {}).get("/URI", "")) == "https://sante.example.org/resultats"
        ]
        assert found
        assert {str(annotation.Contents) for annotation in found} == {"votre médecin"}
        assert len({tuple(map(float, annotation.Rect)) for annotation in found}) == len(found)


def test_notes_of_a_book_can_be_reached(made: dict[str, Path]) -> None:
    with zipfile.ZipFile(made["base ebook"]) as book:
        found = pages(book)
    links = [
        str(link.get("href"))
        for name, page in found.items()
        for link in page.iter(f"{XHTML}a")
        if name.startswith("EPUB/text/") and not re.match(r"[a-z]+:", str(link.get("href")))
    ]
    (mark,) = [href for href in links if "#note" in href]
    page, _, anchor = mark.partition("#")
    assert anchor in {node.get("id") for node in found[f"EPUB/text/{page}"].iter()}
