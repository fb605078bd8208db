"""export: an article as a Word file that a colleague can edit, and that `intake` reads back without a loss.

What Word has no place for (the settings, the names of pictures) travels in a part of its own.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import PurePath
from typing import Any

import msgspec

from pipeline import pandoc
from pipeline.intake import exported
from pipeline.model import (
    Article,
    ArticleSettings,
    Block,
    Break,
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    Kind,
    Link,
    NoteMark,
    Place,
    Strong,
    Subscript,
    Superscript,
    Text,
    Value,
    plain,
)

Node = dict[str, Any]

_API = [1, 23, 1]  # the version of pandoc's tree that is written here
_UNDATED = datetime.date(2000, 1, 1)
_EMPTY: Node = {"t": "Str", "c": "\u00a0"}  # pandoc leaves out what is empty


class _Picture(Value, frozen=True):
    """A picture as Word is to hold it, with a PNG for programs that know no SVG."""

    reference: str
    name: str
    data: bytes
    raster: bytes
    kind: str


def docx(article: Article) -> bytes:
    """``article`` as a Word file; the same article gives the same bytes."""
    pictures = {block.media: _picture(article, block.media) for block in article.blocks if block.media}
    writer = _Writer(article, pictures)
    date = article.settings.imprint.date if article.settings.imprint else _UNDATED
    seconds = int(datetime.datetime.combine(date, datetime.time(), datetime.UTC).timestamp())
    packed = pandoc.run(
        ["--sandbox", "--from", "json", "--to", "docx"],
        json.dumps(writer.document(), ensure_ascii=False).encode(),
        place=Place(article.name),
        environment={"SOURCE_DATE_EPOCH": str(max(seconds, 0))},
    )
    return _finished(packed, article, [picture for picture in pictures.values() if picture.data], date)


# ── Blocks to pandoc's tree ────────────────────────────────────────────────────────────────


class _Writer:
    def __init__(self, article: Article, pictures: Mapping[str, _Picture]) -> None:
        self.article = article
        self.pictures = pictures
        self.notes: dict[int, list[Block]] = {}
        for block in article.blocks:
            if block.kind is Kind.NOTE and block.number is not None:
                self.notes.setdefault(block.number, []).append(block)

    def document(self) -> Node:
        settings = self.article.settings
        title = next((block for block in self.article.blocks if block.kind is Kind.TITLE), None)
        meta: dict[str, Node] = {"lang": _string(settings.language)}
        if title:
            meta["title"] = {"t": "MetaInlines", "c": self.inlines(title.content)}
        if settings.description:
            meta["description"] = _string(settings.description)
        if settings.keywords:
            meta["keywords"] = {"t": "MetaList", "c": [_string(word) for word in settings.keywords]}
        return {"pandoc-api-version": _API, "meta": meta, "blocks": list(self.blocks())}

    def blocks(self) -> Iterator[Node]:
        blocks = [
            block
            for block in self.article.blocks
            if block.kind not in (Kind.TITLE, Kind.NOTE, Kind.KEY_POINT, Kind.METADATA)
        ]
        at = 0
        while at < len(blocks):
            block = blocks[at]
            end = at + 1
            match block.kind:
                case Kind.HEADING:
                    yield {"t": "Header", "c": [block.level - 1, ["", [], []], self.inlines(block.content)]}
                case Kind.ITEM:
                    while end < len(blocks) and blocks[end].kind is Kind.ITEM:
                        end += 1
                    yield from self.lists(blocks[at:end], 1)
                case Kind.QUOTE:
                    words = _para(self.inlines(block.content))
                    yield (
                        {"t": "BlockQuote", "c": [words]}
                        if block.starts
                        else _styled(exported.CONTINUED_QUOTE, words)
                    )
                case Kind.CELL:
                    while (
                        end < len(blocks)
                        and blocks[end].kind is Kind.CELL
                        and blocks[end].number == block.number
                    ):
                        end += 1
                    yield self.table(blocks[at:end])
                case Kind.ALTERNATIVE:
                    end += 1
                    yield self.figure(block, blocks[at + 1])
                case _:
                    yield _para(self.inlines(block.content))
            at = end

    def lists(self, items: Sequence[Block], level: int) -> Iterator[Node]:
        """The lists that ``items`` make on this level, deeper ones inside them."""
        number: int | None = None
        start: int | None = None
        entries: list[list[Node]] = []
        at = 0
        while at < len(items):
            item = items[at]
            end = at + 1
            while end < len(items) and items[end].level > level:
                end += 1
            if item.starts and entries and item.number != (None if number is None else number + 1):
                yield _list(start, entries)
                entries = []
            if not entries:
                start = item.number
            words = self.inlines(item.content)
            if item.starts or not entries:
                entries.append([{"t": "Plain", "c": words or [_EMPTY]}])
                number = item.number
            else:
                entries[-1].append(_styled(exported.CONTINUED_ITEM, _para(words)))
            entries[-1] += self.lists(items[at + 1 : end], level + 1)
            at = end
        if entries:
            yield _list(start, entries)

    def table(self, cells: Sequence[Block]) -> Node:
        rows: dict[int, list[Node]] = {}
        for cell in cells:
            row = cell.cell[0] if cell.cell else 0
            words = self.inlines(cell.content)
            content = [{"t": "Plain", "c": words}] if words else []
            rows.setdefault(row, []).append([["", [], []], {"t": "AlignDefault"}, 1, 1, content])  # type: ignore[arg-type]
        lines: list[Any] = [[["", [], []], row] for _, row in sorted(rows.items())]
        for line in lines:
            if not any(cell[4] for cell in line[1]):
                line[1][0][4] = [{"t": "Plain", "c": [_EMPTY]}]
        width = max(len(line[1]) for line in lines)
        columns = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": 1 / width}] for _ in range(width)]
        head, body = [["", [], []], lines[:1]], [["", [], []], 0, [], lines[1:]]
        return {"t": "Table", "c": [["", [], []], [None, []], columns, head, [body], [["", [], []], []]]}

    def figure(self, block: Block, caption: Block) -> Node:
        picture = self.pictures[block.media]
        if not picture.data:
            return _para([{"t": "Str", "c": f"[{block.media}]"}])
        address = f"data:{picture.kind};base64,{base64.b64encode(picture.raster).decode()}"
        alternative = [{"t": "Str", "c": plain(block.content)}]
        image = {"t": "Image", "c": [["", [], []], alternative, [address, block.media]]}
        if not caption.content:
            return _para([image])
        words = [_para(self.inlines(caption.content))]
        return {"t": "Figure", "c": [["", [], []], [None, words], [{"t": "Plain", "c": [image]}]]}

    def inlines(self, content: Inlines) -> list[Node]:
        return [node for inline in content for node in self._inline(inline)]

    def _inline(self, inline: Inline) -> Iterable[Node]:
        match inline:
            case Text(text):
                for part in re.findall(r" |[^ ]+", text):
                    yield {"t": "Space"} if part == " " else {"t": "Str", "c": part}
            case Break():
                yield {"t": "LineBreak"}
            case Code(text):
                yield {"t": "Code", "c": [["", [], []], text]}
            case Emphasis(inner):
                yield {"t": "Emph", "c": self.inlines(inner)}
            case Strong(inner):
                yield {"t": "Strong", "c": self.inlines(inner)}
            case Superscript(inner):
                yield {"t": "Superscript", "c": self.inlines(inner)}
            case Subscript(inner):
                yield {"t": "Subscript", "c": self.inlines(inner)}
            case Link(inner, target):
                yield {"t": "Link", "c": [["", [], []], self.inlines(inner), [target, ""]]}
            case Foreign(inner, language):
                attributes = [["lang", language], ["custom-style", f"{exported.FOREIGN_STYLE}{language}"]]
                yield {"t": "Span", "c": [["", [], attributes], self.inlines(inner)]}
            case NoteMark(number):
                yield {
                    "t": "Note",
                    "c": [_para(self.inlines(part.content)) for part in self.notes.get(number, [])],
                }


def _string(text: str) -> Node:
    return {"t": "MetaString", "c": text}


def _para(content: list[Node]) -> Node:
    return {"t": "Para", "c": content}


def _styled(style: str, *blocks: Node) -> Node:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], list(blocks)]}


def _list(start: int | None, entries: list[list[Node]]) -> Node:
    if start is None:
        return {"t": "BulletList", "c": entries}
    return {"t": "OrderedList", "c": [[start, {"t": "Decimal"}, {"t": "Period"}], entries]}


# ── Pictures ───────────────────────────────────────────────────────────────────────────────


def _picture(article: Article, reference: str) -> _Picture:
    """The variant of a picture that the article's own language calls for."""
    path = PurePath(reference)
    own = f"{path.stem}.{article.language}{path.suffix}"
    wanted = [reference, (path.parent / own).as_posix()]
    variants = [
        name for name in sorted(article.media) if name.startswith(f"{path.with_suffix('').as_posix()}.")
    ]
    name = next((name for name in (*wanted[::-1], *variants) if name in article.media), "")
    data = article.media.get(name, b"")
    suffix = path.suffix.lower()
    if suffix == ".svg":
        return _Picture(reference, name, data, _stand_in(data, reference), "image/png")
    return _Picture(reference, name, data, data, "image/png" if suffix == ".png" else "image/jpeg")


def _stand_in(svg: bytes, reference: str) -> bytes:
    """A grey PNG of the size of a drawing, for programs that cannot show the drawing itself."""
    head = svg[:2000].decode("utf-8", "replace")
    box = re.search(r"viewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)", head)
    sides = [re.search(rf"<svg[^>]*\s{side}\s*=\s*[\"']([\d.]+)", head) for side in ("width", "height")]
    try:
        width, height = (float(box[1]), float(box[2])) if box else (float(side[1]) for side in sides if side)
    except ValueError:
        width, height = 400.0, 300.0
    scale = 600 / max(width, height, 1)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    line = b"\x00" + b"\xff" * ((columns + 7) // 8)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", columns, rows, 1, 3, 0, 0, 0)),
        (b"PLTE", b"\xc8\xc8\xc8\xee\xee\xee"),
        (b"tEXt", b"Comment\x00" + reference.encode("ascii", "replace")),
        (b"IDAT", zlib.compress(line * rows, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


# ── The finished file ──────────────────────────────────────────────────────────────────────

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def _finished(packed: bytes, article: Article, pictures: Sequence[_Picture], date: datetime.date) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = parts["word/document.xml"].decode()
    relations = [
        f'<Relationship Id="rIdFeuillet" Type="{_RELATION}/customXml" Target="../{exported.OWN_PART}" />'
    ]
    vectors = {picture.reference: picture for picture in pictures if picture.reference.endswith(".svg")}
    for index, (reference, picture) in enumerate(vectors.items(), 1):
        parts[f"word/media/drawing{index}.svg"] = picture.data
        relations.append(
            f'<Relationship Id="rIdSvg{index}" Type="{_RELATION}/image" Target="media/drawing{index}.svg" />'
        )
        extension = (
            '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
            f'<asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="rIdSvg{index}" /></a:ext></a:extLst>'
        )
        title = f'title="{escape(reference)}"'
        document = re.sub(
            r"(?s)<w:drawing>.*?</w:drawing>",
            lambda found, title=title, extension=extension: (  # type: ignore[misc]
                re.sub(r'(<a:blip r:embed="[^"]*") ?/>', rf"\1>{extension}</a:blip>", found[0])
                if title in found[0]
                else found[0]
            ),
            document,
        )
    parts["word/document.xml"] = document.encode()
    parts["word/_rels/document.xml.rels"] = _before(
        parts["word/_rels/document.xml.rels"], "</Relationships>", "".join(relations)
    )
    if vectors:
        types = '<Default Extension="svg" ContentType="image/svg+xml" />'
        parts["[Content_Types].xml"] = re.sub(
            rb"(<Types[^>]*>)", rb"\1" + types.encode(), parts["[Content_Types].xml"], count=1
        )
    parts["word/styles.xml"] = _styles(parts["word/styles.xml"])
    parts[exported.OWN_PART] = _own_part(article, pictures)
    packed_again = io.BytesIO()
    with zipfile.ZipFile(packed_again, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (max(date.year, 1980), date.month, date.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed_again.getvalue()


def _before(part: bytes, end: str, more: str) -> bytes:
    return part.replace(end.encode(), more.encode() + end.encode())


def _styles(part: bytes) -> bytes:
    """What goes on looks like what it goes on from."""
    text = part.decode()
    for name, like in ((exported.CONTINUED_QUOTE, "BlockText"), (exported.CONTINUED_ITEM, "BodyText")):
        pattern = rf'(<w:name w:val="{name}" />\s*<w:basedOn w:val=")[^"]*'
        text = re.sub(pattern, rf"\g<1>{like}", text)
    return text.encode()


def _own_part(article: Article, pictures: Sequence[_Picture]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    address = exported.OWN.strip("{}")
    lines.append(f'<article xmlns="{address}" name="{escape(article.name)}">')
    lines.append(f"<settings>{escape(settings_text(article.settings))}</settings>")
    for picture in pictures:
        for data in dict.fromkeys((picture.data, picture.raster)):
            digest = hashlib.sha256(data).hexdigest()
            names = f'reference="{escape(picture.reference)}" file="{escape(picture.name)}"'
            lines.append(f'<picture {names} sha256="{digest}" />')
    return "\n".join([*lines, "</article>", ""]).encode()


def settings_text(settings: ArticleSettings) -> str:
    """Settings as the TOML at the head of an article, without those that say nothing."""
    lines: list[str] = []
    tables: list[str] = []
    for key, value in _given(settings):
        if isinstance(value, msgspec.Struct):
            tables += ["", f"[{key}]", *(f"{name} = {_toml(inner)}" for name, inner in _given(value))]
        elif isinstance(value, dict):
            tables += ["", f"[{key}]", *(f"{_toml(name)} = {_toml(inner)}" for name, inner in value.items())]
        elif key == "figures":
            for figure in value:
                tables += ["", "[[figures]]", *(f"{name} = {_toml(inner)}" for name, inner in _given(figure))]
        else:
            lines.append(f"{key} = {_toml(value)}")
    return "\n".join([*lines, *tables])


def _given(value: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    for field in msgspec.structs.fields(value):
        given = getattr(value, field.name)
        if given not in ("", (), {}, None):
            yield field.name, given


def _toml(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
