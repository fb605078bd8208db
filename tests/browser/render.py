"""Pictures of an EPUB's pages, to look at: `python tests/browser/render.py book.epub out [--dark] …`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zipfile
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree

from ace import HERE, MissingTool, node, run

OPF = "{http://www.idpf.org/2007/opf}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"


def screenshot_epub(epub: Path, out_dir: Path, *, dark: bool, text_percent: int, width: int) -> list[Path]:
    """One PNG for each document of the spine, as a reading system of that width would show it."""
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="feuillet-render-") as scratch:
        book = Path(scratch, "book")
        with zipfile.ZipFile(epub) as archive:
            archive.extractall(book)
        look = f"{width}-{text_percent}" + ("-dark" if dark else "")
        shots = []
        for number, name in enumerate(_spine(book), start=1):
            png = out_dir.resolve() / f"{number:02}-{Path(name).stem}-{look}.png"
            shots.append({"url": (book / name).as_uri(), "png": str(png)})
        order = {"shots": shots, "dark": dark, "textPercent": text_percent, "width": width}
        run([node(), str(HERE / "screenshot.mjs"), json.dumps(order)], scratch)
    return [Path(shot["png"]) for shot in shots]


def _spine(book: Path) -> list[str]:
    container = ElementTree.parse(book / "META-INF" / "container.xml")
    opf = next(container.iter(f"{CONTAINER}rootfile")).attrib["full-path"]
    package = ElementTree.parse(book / opf)
    hrefs = {item.attrib["id"]: item.attrib["href"] for item in package.iter(f"{OPF}item")}
    order = (hrefs[ref.attrib["idref"]] for ref in package.iter(f"{OPF}itemref"))
    return [normpath(join(dirname(opf), unquote(href))) for href in order]


def main() -> int:
    parser = argparse.ArgumentParser(description="Take a picture of each document of an EPUB.")
    parser.add_argument("epub", type=Path)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--dark", action="store_true", help="as a reader who prefers dark pages sees it")
    parser.add_argument("--text-percent", type=int, default=100, help="size of text, 100 is usual")
    parser.add_argument("--width", type=int, default=390, help="of the window in pixels, 390 is a phone")
    asked = parser.parse_args()
    try:
        shots = screenshot_epub(
            asked.epub, asked.out_dir, dark=asked.dark, text_percent=asked.text_percent, width=asked.width
        )
    except MissingTool as error:
        print(f"render: {error}", file=sys.stderr)
        return 5
    print(*shots, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
