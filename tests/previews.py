"""Make the picture of each product's pages: ``styles/products/<product>/preview.png``.

    make previews

A PDF is shown page beside page; an ebook as a phone shows its first files, where Chromium is there.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image

ROOT = Path(__file__).parent.parent
GROUND = "#c9d3d3"
GAP = 14


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pipeline", "build", "--output-dir", folder], check=True, cwd=ROOT
        )
        products = sorted((ROOT / "styles" / "products").iterdir(), key=lambda path: -len(path.name))
        for path in sorted(Path(folder).glob("therapie-cellulaire-*")):
            product = next((p.name for p in products if f"-{p.name}-" in path.name), "")
            if product and not path.stem.endswith("-sheets"):
                pages = pdf_pages(path) if path.suffix == ".pdf" else ebook_pages(path, Path(folder))
                if pages:
                    save(sheet(pages, 4), ROOT / "styles" / "products" / product / "preview.png")


def pdf_pages(path: Path) -> list[Image.Image]:
    """The pages, at twice their size: few are shown larger, and the cover of facing pages on the right."""
    document = pypdfium2.PdfDocument(path)
    width = 330 if len(document) > 2 else 520
    pages = [page.render(scale=2 * width / page.get_width()).to_pil().convert("RGB") for page in document]
    with pikepdf.open(path) as pdf:
        faces = pdf.Root.get("/PageLayout") == pikepdf.Name.TwoPageRight
    return [Image.new("RGB", pages[0].size, GROUND), *pages] if faces else pages


def ebook_pages(path: Path, folder: Path) -> list[Image.Image]:
    sys.path.insert(0, str(ROOT / "tests" / "browser"))
    try:
        from render import screenshot_epub

        files = screenshot_epub(path, folder / "ebook", dark=False, text_percent=100, width=420)
    except (ImportError, OSError, RuntimeError) as problem:
        print(f"The ebook's preview stays as it is: {problem}", file=sys.stderr)
        return []
    return [Image.open(file).convert("RGB").crop((0, 0, 840, 1190)) for file in files[:8]]


def sheet(pages: Sequence[Image.Image], columns: int) -> Image.Image:
    """All ``pages`` on one picture, at half their size."""
    columns = min(columns, len(pages))
    width, height = pages[0].width // 2, pages[0].height // 2
    rows = -(-len(pages) // columns)
    result = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GROUND)
    for index, page in enumerate(pages):
        row, column = divmod(index, columns)
        small = page.resize((width, height), Image.Resampling.LANCZOS)
        result.paste(small, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return result


def save(picture: Image.Image, path: Path) -> None:
    picture.quantize(255, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, "PNG", optimize=True
    )
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
