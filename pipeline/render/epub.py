"""Render to EPUB 3.3: pandoc packs the pages, and what its writer leaves open is put right in the package."""

from __future__ import annotations

import io
import json
import re
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path

from pipeline import pandoc, workspace
from pipeline.model import Artifact, Document, Exit, FeuilletError, Finding, error
from pipeline.render.engine import Engine

COVER_WIDTH = 1400  # pixels
NAMESPACE = uuid.UUID(
    "6f0d0b8e-54a4-5b3e-9d6f-0e1a7c6a6c11"
)  # Feuillet's own, for identifiers that never change
FACES = {  # of each family: weight and style
    "Feuillet Sans": {"400": "Regular", "700": "Bold"},
    "Feuillet Serif": {"500 600": "SemiBold"},
    "Feuillet World": {"400": "Regular", "700": "Bold"},
    "Feuillet Arabic": {"400": "Regular", "700": "Bold"},
}


def render(document: Document, engine: Engine) -> Artifact:
    """``document`` as an EPUB; its cover is a page that ``engine`` prints. Raises `FeuilletError`."""
    findings = tuple(foreign(document))
    if findings:
        raise FeuilletError(Exit.CONFIGURATION, findings)
    with tempfile.TemporaryDirectory(prefix="feuillet-") as name:
        folder = Path(name)
        arguments = _lay_ready(document, folder, engine)
        epoch = _epoch(document.metadata["date"])
        packed = pandoc.run(
            [*arguments, "--output", "-"],
            _html(document).encode(),
            environment={"SOURCE_DATE_EPOCH": epoch},
            folder=folder,
        )
    data, text = _put_right(packed, document)
    return Artifact(data, "application/epub+zip", None, text)


# What makes pandoc or a reading system load something, in a page and in a style sheet.
_LOADS = re.compile(
    r"<(?:iframe|object|embed|video|audio|source|track|script|link|style|base|svg|math|frame|input)\b[^>]*>"
    r"|<img\b[^>]*>|(?:srcset|poster|background|data)\s*=\s*[\"'][^\"']*[\"']",
    re.IGNORECASE,
)
_OWN = re.compile(r'\ssrc="feuillet:///([^"]*)"')
_SHEET_LOADS = re.compile(r"(?i)url\([^)]*\)?|@import[^;]*;?|@font-face|expression\(")


def foreign(document: Document) -> Iterator[Finding]:
    """What a page or a style sheet asks for that is not one of its verified assets."""
    for found in _LOADS.finditer(document.html):
        asset = _OWN.search(found[0])
        if not (found[0].startswith("<img") and asset and unescape(asset[1]) in document.assets):
            yield error("E002", asked=found[0][:120])
    for found in _SHEET_LOADS.finditer(document.styles):
        yield error("E002", variant="style", asked=found[0][:120])


def _lay_ready(document: Document, folder: Path, engine: Engine) -> list[str]:
    """Put style sheet, fonts, pictures and metadata into ``folder``; the arguments that name them."""
    arguments = ["--from", "html", "--to", "epub3", "--split-level", "2", "--toc", "--toc-depth", "2"]
    arguments += ["--epub-title-page=false", "--css", "style.css", "--metadata-file", "metadata.json"]
    (folder / "metadata.json").write_text(json.dumps(_metadata(document), ensure_ascii=False), "utf-8")
    faces = []
    for family in document.fonts:
        for weight, style in FACES[family].items():
            font = f"{family.replace(' ', '')}-{style}.ttf"
            (folder / font).write_bytes((workspace.SHIPPED / "base" / "fonts" / font).read_bytes())
            arguments += ["--epub-embed-font", font]
            source = f'src: url("../fonts/{font}")'
            faces.append(f'@font-face {{ font-family: "{family}"; font-weight: {weight}; {source}; }}')
    (folder / "style.css").write_text("\n".join([*faces, document.styles]), "utf-8")
    for asset, name in _files(document).items():
        (folder / name).write_bytes(document.assets[asset])
    if document.cover is not None:
        (folder / "cover.png").write_bytes(_cover(engine.render(document.cover).data))
        arguments += ["--epub-cover-image", "cover.png"]
    return arguments


def _files(document: Document) -> dict[str, str]:
    """A plain file name for each picture: a number, for two names may differ in what a file cannot say."""
    return {
        asset: f"picture-{number}.{asset.rsplit('.', 1)[-1]}" for number, asset in enumerate(document.assets)
    }


def _html(document: Document) -> str:
    files = _files(document)
    return re.sub(r'(?<=src=")feuillet:///([^"]*)', lambda match: files[unescape(match[1])], document.html)


def _cover(printed: bytes) -> bytes:
    """The first page of a PDF as a PNG."""
    import pypdfium2
    from PIL import Image

    page = pypdfium2.PdfDocument(printed)[0]
    image = page.render(scale=COVER_WIDTH / page.get_width()).to_pil().convert("RGB")
    target = io.BytesIO()
    # 256 colours by octree: a quarter of the bytes, in a tenth of the time that the best palette takes.
    image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        target, "PNG", compress_level=6
    )
    return target.getvalue()


def _epoch(moment: str) -> str:
    from datetime import datetime

    return str(int(datetime.fromisoformat(moment).timestamp()))


def identifier(document: Document) -> str:
    """The same leaflet keeps its identifier from version to version (EPUB 3.3, 5.5.3.1.1)."""
    what = (
        document.metadata["publisher"],
        document.metadata["number"],
        document.metadata["article"],
        *document.languages,
    )
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, '|'.join(what))}"


def _metadata(document: Document) -> dict[str, object]:
    known = document.metadata
    pictures = "<img" in document.html
    modes = ["textual", "visual"] if pictures else ["textual"]
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"]
    values: dict[str, object] = {
        "title": known["title"],
        "lang": known["language"],
        "dir": known["direction"],
        "identifier": [{"text": identifier(document)}],
        "publisher": known["publisher"],
        "date": known["date"][:10],
        "description": known["description"],
        "subject": known["keywords"].split(", ") if known["keywords"] else [],
        "creator": [{"text": known["author"], "role": "aut"}] if known["author"] else [],
        "toc-title": known["contents"],
        "accessModes": modes,
        "accessModeSufficient": ["textual"],
        # pandoc claims alternativeText of its own accord; it is true: no picture passes without one.
        "accessibilityFeatures": [*features, "alternativeText"] if pictures else features,
        "accessibilityHazards": ["none"],
        "accessibilitySummary": known["accessibility"],
    }
    return {key: value for key, value in values.items() if value not in ("", [])}


# ── After pandoc ───────────────────────────────────────────────────────────────────────────


def _put_right(packed: bytes, document: Document) -> tuple[bytes, str]:
    """Amend the package; its bytes and its words in reading order."""
    pages: list[str] = []
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(target, "w") as result:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith(".xhtml"):
                text = _page(data.decode(), document)
                data = text.encode()
                if "/text/" in entry.filename:
                    pages.append(_printed(text))
            elif entry.filename.endswith(".opf"):
                data = _package(data.decode(), document).encode()
            kind = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            made = zipfile.ZipInfo(entry.filename, entry.date_time)
            made.external_attr = 0o644 << 16
            result.writestr(made, data, kind, 9)
    return target.getvalue(), "\n".join(pages)


def _page(text: str, document: Document) -> str:
    """A page as pandoc wrote it, with its own title, its direction, and its furniture in its language."""
    known = {name: escape(value) for name, value in document.metadata.items()}
    heading = re.search(r"<h[12][^>]*>(.*?)</h[12]>", text, re.DOTALL)
    title = re.sub(r"<[^>]+>", "", heading[1]) if heading else known["title"]
    if '<body id="cover">' in text:
        title = known["cover"]
        # An image with an alternative in place of a drawing that says nothing.
        image = re.search(r'xlink:href="([^"]+)"', text)
        shown = f'<img src="{image[1] if image else ""}" alt="{known["cover"]} : {known["title"]}"/>'
        text = re.sub(r"<svg.*?</svg>", lambda _: shown, text, flags=re.DOTALL)
    text = re.sub(r"<title>.*?</title>", lambda _: f"<title>{title}</title>", text, count=1, flags=re.DOTALL)
    text = re.sub(r"(<html [^>]*?)>", rf'\1 dir="{known["direction"]}">', text, count=1)
    text = re.sub(r"\s*<style>\s*</style>", "", text)
    return text.replace(">Cover</a>", f">{known['cover']}</a>").replace(
        ">Table of Contents</a>", f">{known['contents']}</a>"
    )


def _package(text: str, document: Document) -> str:
    """The package document: what pandoc says of the cover page and of the direction, put right."""
    known = {name: escape(value) for name, value in document.metadata.items()}
    text = text.replace('title="Cover"', f'title="{known["cover"]}"')
    text = text.replace('href="text/cover.xhtml" media-type="application/xhtml+xml" properties="svg"',
                        'href="text/cover.xhtml" media-type="application/xhtml+xml"')  # fmt: skip
    return text.replace("<spine ", f'<spine page-progression-direction="{known["direction"]}" ')


def _printed(text: str) -> str:
    """The words of a page, without its markup."""
    body = text[text.index("<body") :]
    return unescape(
        re.sub(r"<[^>]+>", "", re.sub(r"</(p|li|h\d|div|td|th|figcaption)>|<br */?>", "\n", body))
    )
