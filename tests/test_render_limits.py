"""Nothing is fetched, and nothing runs for ever."""

from __future__ import annotations

import io
import itertools
import os
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline import line, messages, pandoc, read, workers
from pipeline.model import Document, Exit, FeuilletError, Order, Product, Sheet
from pipeline.render import artifact
from pipeline.workspace import Workspace
from tests import making
from tests.workbench import ARTICLE, BASE, edit, engine, feuillet, workspace

# ── Nothing is fetched ─────────────────────────────────────────────────────────────────────


class Server(HTTPServer):
    """A web server on this machine that remembers what it was asked for."""

    asked: list[str]


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.end_headers()
        self.wfile.write(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Answer) as running:
        running.asked = []
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


HOME = Workspace(BASE)
PDF, EPUB = (
    msgspec.structs.replace(HOME.product(name), pages_multiple=1, cover_of="")
    for name in ("brochure", "ebook")
)


@cache
def real(name: str) -> Document:
    """The base workspace's article, composed as a product without a cover."""
    product = PDF if name == PDF.name else EPUB
    order = Order(ARTICLE, product.name, ("fr",), "tilleuls", product.suffix)
    return making.lay_out(making.prepare(order, HOME), product, order, HOME)


def page(product: Product, body: str = "", head: str = "", styles: str = "") -> Document:
    """A page that says hardly anything, and asks for what is given."""
    html = (
        f'<!DOCTYPE html><html lang="fr"><head><title>Essai</title>{head}</head>'
        f"<body><h1>Essai</h1>{body}<p>Texte.</p></body></html>"
    )
    return msgspec.structs.replace(
        real(product.name), html=html, sheets=(Sheet("test.css", styles),), assets={}, cover=None
    )


ADDRESSES = {
    "web": "http://127.0.0.1:{port}/x.svg",
    "file": "file:///etc/passwd",
    "data": "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>",
    "path": "/etc/passwd",
    "above": "../../../../../../etc/passwd",
}
WAYS = {
    "image": {"body": '<img src="{address}" alt="Essai"/>'},
    "object": {"body": '<object data="{address}" type="image/svg+xml">Essai</object>'},
    "sheet": {"head": '<link rel="stylesheet" href="{address}"/>'},
    "style": {"styles": 'p {{ background: url("{address}") }}'},
    "font": {"styles": '@font-face {{ font-family: x; src: url("{address}") }} p {{ font-family: x }}'},
    "import": {"styles": '@import "{address}";'},
}


# pandoc leaves these out of a book by itself.
LEFT_OUT = ("object", "sheet")
ASKED = [(kind, "image") for kind in ADDRESSES] + [
    (kind, way) for kind in ("web", "file") for way in WAYS if way != "image"
]


@pytest.mark.parametrize("product", [PDF, EPUB], ids=["pdf", "epub"])
@pytest.mark.parametrize(("kind", "way"), ASKED, ids=map("-".join, ASKED))
def test_what_a_layout_asks_for_is_refused(kind: str, way: str, product: Product, server: Server) -> None:
    """Whichever way a page asks for what is not part of it, nobody is asked, and the build says so."""
    address = ADDRESSES[kind].format(port=server.server_port)
    parts = {name: text.format(address=address) for name, text in WAYS[way].items()}
    try:
        made = artifact(page(product, **parts), engine())
    except FeuilletError as problem:
        assert {finding.code for finding in problem.findings} <= {"E001", "E002"}
    else:
        assert product is EPUB, "not refused"
        with zipfile.ZipFile(io.BytesIO(made.data)) as book:
            assert not [name for name in book.namelist() if b"root:" in book.read(name)], (
                "a file of this machine is in it"
            )
            assert not [name for name in book.namelist() if name.startswith("EPUB/media/")], "it was put in"
            assert not [name for name in book.namelist() if address.encode() in book.read(name)], (
                "it is still asked for"
            )
        assert way in LEFT_OUT, "not refused"
    assert server.asked == []


def test_a_plain_page_is_not_refused() -> None:
    assert artifact(page(PDF), engine()).pages == 1
    assert artifact(page(EPUB), engine()).data.startswith(b"PK")


@pytest.mark.parametrize("kind", ADDRESSES)
def test_what_an_article_asks_for_is_refused(kind: str, server: Server, tmp_path: Path) -> None:
    """A picture that lies elsewhere is refused when the article is read, before any engine sees it."""
    folder = workspace(tmp_path / "work") / "sources" / ARTICLE
    address = (
        ADDRESSES[kind].format(port=server.server_port)
        if kind != "data"
        else "data:image/png;base64,iVBORw0KGgo="
    )
    edit(folder / "article.md", "## Après\n", f"![Essai]({address})\n\n## Après\n")
    with pytest.raises(FeuilletError) as caught:
        making.article(folder, "article.md")
    assert caught.value.exit_code is Exit.SOURCE
    assert {finding.code for finding in caught.value.findings} <= {"M001", "M002", "M004", "M006"}
    assert server.asked == []


# ── Nothing runs for ever ──────────────────────────────────────────────────────────────────


def work(piece: str) -> str:
    """A piece of work that does as it is told."""
    match piece:
        case "hang":
            time.sleep(60)
        case "eat":
            return str(len(bytearray(1 << 33)))
        case "die":
            os.kill(os.getpid(), 9)
        case "crash":
            raise ValueError("a bug")
    return piece.upper()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits")
@pytest.mark.parametrize("jobs", [1, 3])
def test_a_lost_worker_costs_no_other(jobs: int) -> None:
    pieces = ["one", "hang", "two", "eat", "three", "die", "four", "crash", "five"]
    start = time.monotonic()
    done = dict(workers.run(pieces, work, jobs=jobs, seconds=1, megabytes=2048))
    assert time.monotonic() - start < 20
    assert sorted(done) == list(range(len(pieces)))
    assert [done[index] for index in (0, 2, 4, 6, 8)] == ["ONE", "TWO", "THREE", "FOUR", "FIVE"]
    assert isinstance(done[1], workers.Lost)
    assert (done[1].why, done[1].figure) == ("time", 1)
    assert isinstance(done[3], workers.Lost)
    assert (done[3].why, done[3].figure) == ("memory", 2048)
    assert isinstance(done[5], workers.Lost)
    assert (done[5].why, done[5].figure) == ("killed", -9)
    assert isinstance(done[7], workers.Crashed)
    assert "ValueError: a bug" in str(done[7])


def test_an_output_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named (E003), and the others are made."""
    folder = workspace(tmp_path)
    orders = [Order(ARTICLE, name, ("fr",), "tilleuls", "pdf") for name in ("poster", "brochure")]
    build = line._build_and_time

    def slow(order: Order, **rest: Any) -> Any:
        if order.product == "brochure":
            time.sleep(60)
        return build(order, **rest)

    monkeypatch.setattr(line, "_build_and_time", slow)
    monkeypatch.setattr(workers, "run", partial(workers.run, seconds=20))
    session = making.session(Workspace(folder))
    poster, brochure = line.build_all(orders, session, tmp_path / "build", jobs=2, tell=lambda _: None)
    assert (poster.exit_code, Path(poster.path).is_file()) == (Exit.DONE, True)
    (finding,) = brochure.findings
    assert (finding.code, finding.variant, brochure.exit_code) == ("E003", "time", Exit.SOURCE)
    assert (
        messages.tell(finding, "en").message == "Feuillet gave up on this file: it took more than 20 seconds."
    )


def test_without_pandoc_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pandoc.path.cache_clear()
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    try:
        with pytest.raises(FeuilletError) as caught:
            pandoc.path()
    finally:
        pandoc.path.cache_clear()
    (finding,) = caught.value.findings
    assert (finding.code, caught.value.exit_code) == ("D001", Exit.TOOL)


def test_what_is_too_large_is_named(tmp_path: Path) -> None:
    """A text of more than 5 MB (R001), a picture of more than 20 (M003); neither is read to its end."""
    folder = tmp_path / "grand"
    (folder / "media").mkdir(parents=True)
    text = folder / "article.md"
    text.write_text('+++\nlanguage = "fr"\n+++\n\n# Titre\n\n![Un plan](media/plan.png)\n')
    with (folder / "media" / "plan.png").open("wb") as picture:
        picture.truncate(20_000_001)
    with pytest.raises(FeuilletError) as caught:
        making.article(folder)
    assert [finding.code for finding in caught.value.findings] == ["M003"]
    with text.open("ab") as file:
        file.truncate(5_000_001)
    with pytest.raises(FeuilletError) as caught:
        making.article(folder)
    assert [finding.code for finding in caught.value.findings] == ["R001"]


def test_workers_that_are_not_waited_for_are_ended() -> None:
    """Whoever stops listening leaves no process behind."""
    results = workers.run(["one", "hang", "hang"], work, jobs=3, seconds=30)
    assert next(results) == (0, "ONE")
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "text",
    [
        "[" * 40_000,
        "[a](" * 8_000,
        "*a **b " * 20_000,
        "> " * 3_000 + "a",
        "![" * 20_000,
        "`" * 9_999 + "a " * 9_999,
    ],
    ids=["brackets", "links", "stars", "quotations", "pictures", "ticks"],
)
def test_a_text_cannot_keep_pandoc_busy(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read, or given up in time with the place of the article."""
    monkeypatch.setitem(pandoc.run.__kwdefaults__, "seconds", 1.0)
    start = time.monotonic()
    try:
        read.parse(f"# Titre\n\n{text}\n", "article.md")
    except FeuilletError as problem:
        (finding,) = problem.findings
        assert finding.code in ("R012", "R013", "R017")
        assert finding.place.file == "article.md"
        assert messages.tell(finding, "en").hint
    assert time.monotonic() - start < 8


def test_settings_nested_deeply_are_refused(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "work")
    edit(
        folder / "sources" / ARTICLE / "article.md",
        "keywords = [",
        f"keywords = {'[' * 5000}{']' * 5000}\nx = [",
    )
    done = feuillet("build", "--product", "brochure", folder=folder)
    assert done.exit == Exit.CONFIGURATION
    assert "Traceback" not in done.stderr


def test_a_picture_that_unfolds_is_refused(tmp_path: Path) -> None:
    """A billion laughs: entities that stand for entities."""
    folder = workspace(tmp_path / "work") / "sources" / ARTICLE
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in itertools.pairwise(names))
    (folder / "media" / "garrot.fr.svg").write_text(
        f'<!DOCTYPE svg [<!ENTITY a "ha">{entities}]>'
        '<svg xmlns="http://www.w3.org/2000/svg"><text>&j;</text></svg>'
    )
    start = time.monotonic()
    with pytest.raises(FeuilletError) as caught:
        making.article(folder, "article.md")
    assert [finding.code for finding in caught.value.findings] == ["M004"]
    assert time.monotonic() - start < 5
