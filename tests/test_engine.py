"""The contract with the engine: what we follow of its inner parts is as it was when we read it.

A test that fails here after an update of WeasyPrint or pydyf is no defect of either. Read what has changed,
mend what follows it in ``pipeline/render/engine/``, and only then take over what the test says.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import io
import os
import pickle
import random
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import partial
from importlib import import_module, metadata, util
from pathlib import Path
from textwrap import dedent

import msgspec
import pikepdf
import pytest

from pipeline import render
from pipeline.laid import LaidPage
from pipeline.render.engine import Engine, abi, finish, layout, quick
from pipeline.render.engine.loaded import boxes, pydyf, weasyprint
from pipeline.render.engine.loaded import tags as followed
from tests.test_render_limits import PDF, page
from tests.workbench import ROOT, engine

UPSTREAM = ROOT / "pipeline" / "render" / "engine" / "upstream"

# ── What we follow ─────────────────────────────────────────────────────────────────────────

# The beginning of the SHA-256 of a whole file, or of what is defined in it.
DIGESTS = {
    "weasyprint/pdf/tags.py": "fae488b773686ea7",
    "weasyprint/text/ffi.py": "530e83118f7841d2",
    "weasyprint/pdf/stream.py Stream.marked": "ec40586e336bd55d",
    "weasyprint/document.py Page.__init__": "8632fc50553c4426",
    "weasyprint/document.py Document.copy": "c5957b44191dca2b",
    "weasyprint/document.py Document.write_pdf": "9a46242c558152ae",
    "weasyprint/layout/absolute.py AbsolutePlaceholder": "ec046e88c727dc40",
    "weasyprint/layout/percent.py percentage": "c75fddf0ecb77552",
    "weasyprint/urls.py FatalURLFetchingError": "d85772987aeb1b1b",
    "weasyprint/urls.py URLFetcher": "292c409a86bbec4c",
    "pydyf/__init__.py _to_bytes": "2d07f1549e6fba05",
    "pydyf/__init__.py Object": "625fbfc1e8ba0ff7",
    "pydyf/__init__.py Dictionary": "73d678da272d0827",
    "pydyf/__init__.py Stream.__init__": "4927bdec5cdfe22e",
    "pydyf/__init__.py Stream.data": "963ebf77b7c66206",
    "pydyf/__init__.py String": "0e75923678419915",
    "pydyf/__init__.py Array": "899df4b2473009d7",
    "pydyf/__init__.py PDF": "92fcbb84944146f6",
}
SIGNATURES = {
    "weasyprint.pdf.tags._build_box_tree": "(box, parent, pdf, page_number, nums, annotations, tags)",
    "weasyprint.document.Page": "(page_box)",
    "weasyprint.layout.percent.percentage": "(value, computed, refer_to)",
    "weasyprint.urls.URLFetcher.fetch": "(self, url, headers=None)",
    "weasyprint.urls.URLFetcherResponse": "(url, body=None, headers=None, status=200, **kwargs)",
    "pydyf.PDF.add_object": "(self, object_)",
    "pydyf.PDF.write": "(self, output, version=b'1.7', identifier=False, compress=False)",
}
# The classes of boxes that we tell apart, and what we ask of every one that is laid out.
KINDS = {
    "Box": "",
    "ParentBox": "Box",
    "PageBox": "ParentBox",
    "MarginBox": "ParentBox",
    "BlockLevelBox": "Box",
    "BlockBox": "BlockLevelBox",
    "LineBox": "ParentBox",
    "InlineBox": "ParentBox",
    "InlineBlockBox": "ParentBox",
    "TextBox": "Box",
    "ReplacedBox": "Box",
    "TableBox": "ParentBox",
    "TableCellBox": "ParentBox",
}
OF_EACH = ("element", "element_tag", "style", "position_x", "position_y", "width", "height")
OF_KIND = {
    "Box": ("border_box_x", "border_box_y", "border_width", "border_height", "is_absolutely_positioned"),
    "ParentBox": ("children", "descendants", "copy_with_children", "content_box_x", "content_box_y"),
    "InlineBlockBox": (),
    "PageBox": ("page_type", "margin_width", "margin_height"),
    "TextBox": ("text", "baseline"),
    "TableBox": ("column_widths",),
}
STYLES = (
    *("height", "width", "direction", "visibility", "position", "lang", "color", "background_color"),
    *("font_size", "font_family", "border_top_style", "border_left_style"),
)


def moved() -> Iterator[str]:
    """What of the engine is not as we know it."""
    for name, known in DIGESTS.items():
        if (found := digest(*name.split())) != known:
            yield f"{name}: {found}"
    for name, known in SIGNATURES.items():
        module, _, rest = name.partition(".")
        found: object = import_module(module)
        for part in rest.split("."):
            found = getattr(found, part)
        assert callable(found)
        if (said := str(inspect.signature(found))) != known:
            yield f"{name}{said}"
    for name, parent in KINDS.items():
        kind = getattr(boxes, name, None)
        if kind is None or (parent and not issubclass(kind, getattr(boxes, parent))):
            yield f"{name} is no {parent or 'class'}"


def digest(file: str, name: str = "") -> str:
    """Of a file of an installed package, or of the class or function of that name in it."""
    spec = util.find_spec(file.split("/")[0])
    assert spec is not None
    assert spec.origin is not None
    source = (Path(spec.origin).parent.parent / file).read_text("utf-8")
    for part in name.split(".") if name else ():
        node = next(node for node in ast.walk(ast.parse(source)) if getattr(node, "name", "") == part)
        source = dedent(ast.get_source_segment(source, node, padded=True) or "")
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def test_nothing_that_we_follow_has_moved() -> None:
    assert list(moved()) == []


@pytest.mark.parametrize("name", ["pydyf.PDF.add_object", "weasyprint.pdf.tags._build_box_tree"])
def test_what_moves_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name, lambda one, other: None)
    assert list(moved()) == [f"{name}(one, other)"]


def test_another_text_has_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DIGESTS, "pydyf/__init__.py PDF.write", digest("pydyf/__init__.py", "PDF.add_page"))
    assert [name.split(":")[0] for name in moved()] == ["pydyf/__init__.py PDF.write"]


def test_laid_out_boxes_have_what_we_ask_of_them() -> None:
    head = (
        "<html lang=fr><style>@page { @top-center { content: 'Tête' } } i { display: inline-block }</style>"
    )
    html = "<p>Un <b>mot</b> <i>là</i></p><table><tr><th>Un</th></tr></table>"
    laid_out = weasyprint.HTML(string=head + html).render()
    whole = laid_out.pages[0]._page_box
    found = [whole, *whole.descendants()]
    for name, attributes in OF_KIND.items():
        of_kind = [box for box in found if isinstance(box, getattr(boxes, name))]
        assert of_kind, name
        for box in of_kind:
            assert [at for at in (*OF_EACH, *attributes) if not hasattr(box, at)] == [], box
            assert [style for style in STYLES if box.style[style] is None] == []
    assert {box.is_table_wrapper for box in found} == {True, False}
    assert whole.page_type._fields == ("side", "blank", "name", "index", "groups")
    page = laid_out.pages[0]
    assert (page.width, page.height) == (whole.margin_width(), whole.margin_height())


def test_the_release_is_one_that_pyproject_allows() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert "weasyprint>=70,<71" in asked
    assert metadata.version("weasyprint").split(".")[0] == "70"


# ── The quick import ───────────────────────────────────────────────────────────────────────


def python(code: str, *, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a Python of its own, with nothing imported; packages in ``folder`` come first."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (folder, ROOT)))}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_prepared_declarations_are_those_of_the_installed_release() -> None:
    """Otherwise every start would take 0.4 s more, and nobody would be told."""
    assert quick.source_digest() == abi.SOURCE, "make them anew: python -m pipeline.render.engine.quick"
    done = python(
        "import ast; from pathlib import Path; from pipeline.render.engine import quick;"
        "made, kept = quick.abi_source(), Path(quick._ABI).read_text('utf-8');"
        "trees = [ast.dump(ast.parse(text)) for text in (made, kept)];"
        "assert trees[0] == trees[1], 'they differ: python -m pipeline.render.engine.quick'"
    )
    assert done.returncode == 0, done.stderr


def test_the_prepared_declarations_are_taken() -> None:
    """Nothing is parsed when the engine is imported as a build imports it."""
    done = python(
        "import cffi; cffi.FFI.cdef = None;"
        "from pipeline.render import Engine; Engine();"
        "from pipeline.render.engine import abi; from weasyprint.text import ffi; assert ffi.ffi is abi.ffi"
    )
    assert done.returncode == 0, done.stderr


RENDER = """
import sys
from pipeline.render.engine import quick
{change}
from tests.test_render_limits import PDF, page
from pipeline.render import Engine, artifact
import hashlib
made = artifact(page(PDF, body="<p>À l’hôpital</p>"), Engine())
import cffi
assert cffi.FFI.__module__ == "cffi.api", "cffi was left changed"
print(hashlib.sha256(made.data).hexdigest())
"""


def test_another_release_is_imported_as_it_is() -> None:
    """Where the declarations fit another release, or cffi cannot read them: the same bytes, later."""
    without = (
        "class No:\n    def find_spec(self, name, *_):\n"
        "        if name == 'pipeline.render.engine.abi': raise ImportError\n"
    )
    changes = [
        "",
        "quick.source_digest = lambda: 'another'",
        f"{without}sys.meta_path.insert(0, No())",
        "import weasyprint",
    ]
    made = [python(RENDER.format(change=change)) for change in changes]
    assert [done.returncode for done in made] == [0] * len(changes), made
    assert len({done.stdout for done in made}) == 1


def test_modules_that_are_loaded_later_work_when_called() -> None:
    done = python(
        "from pipeline.render.engine import loaded;"
        "import weasyprint.pdf.fonts, fontTools.subset; print(fontTools.subset.Options().__class__.__name__)"
    )
    assert (done.returncode, done.stdout) == (0, "Options\n"), done.stderr


# ── What is made once ──────────────────────────────────────────────────────────────────────


def test_two_engines_follow_the_tags_once() -> None:
    Engine()
    Engine()
    assert not hasattr(vars(followed._build_box_tree)["__wrapped__"], "__wrapped__")


def test_a_missing_library_is_told() -> None:
    done = python(
        "import sys\n"
        "class No:\n    def find_spec(self, name, *_):\n"
        "        if name == 'weasyprint': raise OSError('cannot load library libpango')\n"
        "sys.meta_path.insert(0, No())\n"
        "from pipeline.messages import tell\nfrom pipeline.model import FeuilletError\n"
        "from pipeline.render import Engine\n"
        "try:\n    Engine()\nexcept FeuilletError as problem:\n"
        "    print(int(problem.exit_code), *(' '.join(tell(one, 'en')) for one in problem.findings))\n"
    )
    assert done.stdout == (
        "5 A system library that sets text is missing (cannot load library libpango)."
        " Run “feuillet doctor”: it names the command that installs it.\n"
    ), done.stderr


def test_a_process_that_keeps_its_engine_ends_well() -> None:
    """Fonts that outlive the libraries they came from would bring it down on its way out."""
    done = python(
        "import sys; from pipeline.render import Engine; from tests.test_render_limits import PDF, page;"
        "sys.kept = [Engine()]; sys.kept.append(sys.kept); sys.kept[0].render(page(PDF))"
    )
    assert done.returncode == 0, done.stderr


def test_an_engine_can_be_sent_to_another_process() -> None:
    document = page(PDF)
    sent = pickle.loads(pickle.dumps(engine()))  # noqa: S301  our own
    assert sent.render(document) == engine().render(document)


def test_a_file_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    write = pydyf.PDF.write
    monkeypatch.setattr(pydyf.PDF, "write", lambda *a, **k: written.append(1) or write(*a, **k))
    engine().render(page(PDF))
    assert written == [1]


def test_no_stream_ends_in_a_line_end() -> None:
    """Of hundreds of files some would, in each of their streams; all of them can be read."""
    corrected, box, chance = 0, pydyf.Array([0, 0, 9, 9]), random.Random(0)
    for number in range(600):
        pdf = pydyf.PDF()
        content = pydyf.Stream([b"q", chance.randbytes(number).hex().encode(), b"Q"], compress=True)
        pdf.add_object(content)
        page_of_it = {"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": box}
        pdf.add_page(pydyf.Dictionary({**page_of_it, "Resources": pydyf.Dictionary()}))
        pdf.info["Title"] = pydyf.String("x" * (number % 97))
        finish._pack(pdf)
        target = io.BytesIO()
        pdf.write(target, b"1.7", identifier=True, compress=True)
        data = target.getvalue()
        assert re.search(rb"[\r\n]\nendstream", data) is None, number
        corrected += b"/Filter" not in data[data.rindex(b"/XRef") :]
        with pikepdf.open(io.BytesIO(data)) as read:
            assert len(read.pages) == 1
            assert read.check_pdf_syntax() == []
    assert corrected


# ── The size that fits ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", range(1, 14))
def test_the_largest_size_that_fits_is_found(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one by one from the largest would find it, in fewer steps; the smallest where none fits."""
    sizes = [float(30 - index) for index in range(count)]
    for fitting in (*sizes, 0.0):
        tried: list[float] = []
        monkeypatch.setattr(layout, "_in_size", partial(lay_out, fitting, tried))
        document = page(PDF)
        product = msgspec.structs.replace(document.product, sizes=tuple(sizes[::-1]), pages=1)
        document = msgspec.structs.replace(document, product=product)
        assert layout.fitted(document, None, None).size == max(fitting, sizes[-1])
        assert len(tried) == len(set(tried)) <= count.bit_length()


def lay_out(fitting: float, tried: list[float], size: float, *_: object) -> layout.Fitted:
    """As if a document fitted in type of at most ``fitting`` pt."""
    tried.append(size)
    return layout.Fitted(None, [], () if size <= fitting else ("over",), size)


# ── What leaves it ─────────────────────────────────────────────────────────────────────────

BODY = """<p class="aside">Un <b style="color: #8a3413">mot</b>,
 <a href="https://example.org/a">un lien</a> et <a href="#fin">la fin</a>.</p>
<p lang="en" style="break-before: page">A word</p><img src="feuillet:///a.svg" alt="Essai"/>
<p id="fin">Fin</p>"""


@pytest.fixture(scope="module")
def printed() -> tuple[bytes, tuple[LaidPage, ...]]:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    styles = "@page { size: 100mm 150mm; margin: 20mm } p { font: 12pt Feuillet Sans } img { width: 30mm }"
    document = page(PDF, body=BODY, styles=styles)
    artifact, pages = render.with_pages(
        msgspec.structs.replace(document, assets={"a.svg": picture}), engine()
    )
    return artifact.data, pages


def test_pages_are_plain_values(printed: tuple[bytes, tuple[LaidPage, ...]]) -> None:
    """They can be kept and sent, and are the same again."""
    _, pages = printed
    kept = msgspec.msgpack.encode(pages)
    assert msgspec.msgpack.decode(kept, type=tuple[LaidPage, ...]) == pages
    first, second = pages
    assert [one.number for one in pages] == [1, 2]
    assert [(round(one.width), round(one.height)) for one in pages] == [(100, 150)] * 2
    assert [round(side) for side in first.area] == [20, 20, 80, 130]
    assert {"aside"} <= first.classes
    (aside,) = (block for block in first.blocks if block.tag == "p" and "aside" in block.classes)
    runs = [run for line in aside.lines for run in line.runs]
    assert "".join(run.text for run in runs).startswith("Un mot, un lien")
    (bold,) = (run for run in runs if run.text == "mot")
    assert (bold.element, bold.font, bold.size, bold.language) == ("b", "Feuillet Sans", 12, "fr")
    assert bold.colour == (0x8A, 0x34, 0x13, 255)
    assert aside.box.holds(bold.box, 0.1)
    assert aside.lines[0].box.top < aside.lines[0].baseline < aside.lines[0].box.bottom
    (word,) = (block for block in second.blocks if block.source == "A word")
    assert word.language == "en"
    (picture,) = (block for block in second.blocks if not block.lines)
    assert (picture.tag, round(picture.box.width)) == ("img", 30)


def test_links_are_those_of_the_file(printed: tuple[bytes, tuple[LaidPage, ...]]) -> None:
    data, pages = printed
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, laid in enumerate(pages):
            there = [annotation.Rect for annotation in pdf.pages[number].get("/Annots", [])]
            assert len(there) == len(laid.links)
            height = float(pdf.pages[number].MediaBox[3])
            for link, (left, top, right, bottom) in zip(laid.links, there, strict=True):
                found = (float(left), height - float(top), float(right), height - float(bottom))
                assert [side * 25.4 / 72 for side in found] == pytest.approx(list(link.box), abs=0.01)
    assert [link.target for link in pages[0].links] == ["https://example.org/a", "fin"]


# ── Patches to be sent ─────────────────────────────────────────────────────────────────────

# What each patch is to make true, and is not without it.
DOES = {
    "pydyf-page-references.patch": """
import pydyf
pdf = pydyf.PDF()
for _ in range(3):
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
assert list(pdf.page_references) == [f"{number} 0 R".encode() for number in (3, 4, 5)], "other references"
done = pdf.page_references is pdf.page_references
""",
    "weasyprint-element-language.patch": """
import weasyprint
said = []
def look(_, pdf):
    said.extend(item["Lang"].string for item in pdf.objects if isinstance(item, dict) and "Lang" in item)
html = "<html lang=fr><title>A</title><p>Un<p lang=en>One"
weasyprint.HTML(string=html).write_pdf(pdf_tags=True, finisher=look)
done = sorted(said) == ["en", "fr"]
""",
    "weasyprint-margin-artifacts.patch": """
import io, pikepdf, weasyprint
style = "@page { @bottom-center { content: 'Page 1'; border: 1px solid; vertical-align: top } }"
html = f"<html lang=fr><title>A</title><style>{style}</style><p>Un"
pdf = pikepdf.open(io.BytesIO(weasyprint.HTML(string=html).write_pdf(pdf_tags=True)))
elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
spans = [item for item in elements if item.S == "/Span"]
steps = pikepdf.parse_content_stream(pdf.pages[0])
marked = [str(operands[0]) for operands, operator in steps if str(operator) == "BDC"]
done = len(spans) == 1 and sorted(marked) == ["/Artifact", "/Span"]
""",
}


@pytest.mark.skipif(shutil.which("git") is None, reason="git applies the patches")
@pytest.mark.parametrize("patch", sorted(DOES))
def test_a_patch_applies_and_does_what_it_says(patch: str, tmp_path: Path) -> None:
    package = patch.split("-")[0]
    spec = util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    shutil.copytree(Path(spec.origin).parent, tmp_path / package)
    code = f"{DOES[patch]}\nprint(done, {package}.__file__)"
    before = python(code, folder=tmp_path)
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    subprocess.run(["git", "apply", str(UPSTREAM / patch)], cwd=tmp_path, env=environment, check=True)
    after = python(code, folder=tmp_path)
    assert (before.stdout, after.stdout) == tuple(
        f"{done} {tmp_path / package / '__init__.py'}\n" for done in (False, True)
    ), before.stderr + after.stderr


def test_the_place_of_each_patch_is_named() -> None:
    assert sorted(path.name for path in UPSTREAM.iterdir()) == sorted(DOES)
    source = (UPSTREAM.parent / "tags.py").read_text("utf-8")
    assert [patch for patch in DOES if f"upstream/{patch}" not in source] == []
