"""word: a Word file made ready for pandoc, and told what pandoc would lose of it."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pipeline import media
from pipeline.intake.container import Container, pack, qn, serialize
from pipeline.intake.draft import refuse
from pipeline.intake.exported import OWN
from pipeline.intake.ready import (
    BOX,
    MOST_PARAGRAPHS,
    PLAIN_COLOURS,
    Changes,
    Picture,
    Ready,
    declared,
    numbered,
    unnumbered,
)
from pipeline.model import Finding, Place, Shown, Word, error, note, warning
from pipeline.text import short

_TRACKED = tuple(map(qn, ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:cellIns", "w:cellDel")))
_WORD_TEXTS = (qn("w:t"), qn("w:delText"))


def _words(element: Element, tags: Sequence[str] = _WORD_TEXTS) -> str:
    """The words in ``element``, also those that were struck out; a space between paragraphs."""
    pieces = []
    for part in element.iter():
        if part.tag in tags:
            pieces.append(part.text or "")
        if part.tag in (qn("w:p"), qn("a:p"), qn("w:tab"), qn("w:br"), qn("a:t")):
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def _attribute(element: Element | None, name: str) -> str:
    return "" if element is None else element.get(qn(name), "")


def _is_on(element: Element | None) -> bool:
    return element is not None and element.get(qn("w:val"), "true") not in ("0", "false", "off", "none")


_STRICT = {  # the same in the strict variant of the standard
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
}


def ready(data: bytes, shown: str, changes: Changes) -> Ready:
    """The Word file ``data``, packed anew from the parts that matter, with its paragraphs numbered."""
    container = Container(data, shown)
    main = next((name for name in container.sizes if re.fullmatch(r"word/document\d*\.xml", name)), "")
    document = container.xml(main)
    if document is None or document.find(qn("w:body")) is None:
        strict = document is not None and document.tag.split("}")[0][1:] in _STRICT
        raise refuse(error("I016", Place(shown), variant="strict" if strict else "no-text"))
    scan = _Scan(container, document, main, shown, changes)
    scan.run()
    parts = {
        "[Content_Types].xml": container.read("[Content_Types].xml"),
        "_rels/.rels": container.read("_rels/.rels"),
        main: serialize(document),
    }
    folder, name = posixpath.split(main)
    for part in (
        f"{folder}/_rels/{name}.rels",
        "word/_rels/footnotes.xml.rels",
        "word/_rels/endnotes.xml.rels",
    ):
        if part in container.sizes:
            container.xml(part)
            parts[part] = container.read(part)
    for part in ("styles", "numbering", "settings"):
        if container.xml(f"word/{part}.xml") is not None:
            parts[f"word/{part}.xml"] = container.read(f"word/{part}.xml")
    for part, tree in scan.notes.items():
        parts[part] = serialize(tree)
    for part in container.sizes:
        if part.startswith("word/media/"):
            parts[part] = b"-"  # pandoc drops a picture whose bytes are not there; the bytes do not matter
    properties = declared(container.xml("docProps/core.xml"), shown)
    findings = (*scan.findings, *properties.findings)
    return Ready(
        "docx+styles",
        pack(parts),
        findings,
        scan.pictures,
        properties.settings,
        properties.title,
        scan.texts,
        scan.head,
        scan.name,
    )


class _Scan:
    """Looks a Word file through for what pandoc would lose, numbers its paragraphs, lifts its text boxes."""

    def __init__(
        self, container: Container, document: Element, main: str, shown: str, changes: Changes
    ) -> None:
        self.container = container
        self.document = document
        self.main = main
        self.shown = shown
        self.changes = changes
        self.findings: list[Finding] = []
        self.pictures: dict[str, Picture] = {}
        self.texts: dict[int, str] = {}
        self.notes: dict[str, Element] = {}
        self.number = 0
        self.name = ""
        self.head, self.own = self._own()
        self.relations = self._relations()
        self.styles = self._style_names()

    def place(self) -> Place:
        return Place(self.shown, self.number or None, self.texts.get(self.number))

    def tell(self, code: str, *, variant: str = "", **values: Shown) -> None:
        self.findings.append(warning(code, self.place(), variant=variant, **values))

    def run(self) -> None:
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            tree = self.container.xml(part)
            if tree is not None:
                self.notes[part] = tree
        self._tracked()
        body = self.document.find(qn("w:body"))
        assert body is not None  # noqa: S101  seen by the caller
        self._rows(body)
        self._tables_of_contents(body)
        self._boxes(body)
        self._paragraphs(body)
        for tree in self.notes.values():
            for paragraph in tree.iter(qn("w:p")):
                self._paragraph(paragraph)
        self.number = 0
        self._comments()
        self._around()

    # What an exported file brings along

    def _own(self) -> tuple[str, dict[str, Picture]]:
        root = None
        for name in sorted(self.container.sizes):
            if re.fullmatch(
                r"customXml/[\w-]+\.xml", name
            ) and b"feuillet.example/settings" in self.container.read(name):
                root = self.container.xml(name)
        if root is None or root.tag != f"{OWN}article":
            return "", {}
        own = {
            picture.get("sha256", ""): Picture(b"", picture.get("reference", ""), picture.get("file", ""))
            for picture in root.findall(f"{OWN}picture")
        }
        self.name = root.get("name", "")
        return root.findtext(f"{OWN}settings", "").strip("\n"), own

    def _relations(self) -> dict[str, tuple[str, bool]]:
        folder, name = posixpath.split(self.main)
        root = self.container.xml(f"{folder}/_rels/{name}.rels")
        relations = {}
        for relation in [] if root is None else root:
            target = relation.get("Target", "")
            outside = relation.get("TargetMode") == "External"
            if not outside:
                target = (
                    posixpath.normpath(posixpath.join(folder, target)) if target[:1] != "/" else target[1:]
                )
            relations[relation.get("Id", "")] = (target, outside)
        return relations

    def _style_names(self) -> dict[str, str]:
        root = self.container.xml("word/styles.xml")
        return {
            style.get(qn("w:styleId"), ""): _attribute(style.find(qn("w:name")), "w:val").lower()
            for style in ([] if root is None else root.findall(qn("w:style")))
        }

    def _style(self, paragraph: Element) -> str:
        found = _attribute(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"), "w:val")
        return self.styles.get(found, found.lower())

    # Tracked changes

    def _tracked(self) -> None:
        count, first = 0, ""
        for root in (self.document, *self.notes.values()):
            for element in root.iter():
                if element.tag in _TRACKED:
                    count += 1
                    first = first or _words(element)
        if not count or self.changes:
            return
        self.number = self._number_of_first_change()
        place = Place(self.shown, self.number or None)
        raise refuse(error("I019", place, count=count, first=short(first) or "…"))

    def _number_of_first_change(self) -> int:
        body = self.document.find(qn("w:body"))
        for number, paragraph in enumerate([] if body is None else _own_paragraphs(body), 1):
            if any(element.tag in _TRACKED for element in paragraph.iter()):
                return number
        return 0

    def _rows(self, body: Element) -> None:
        """Rows of a table that were added or taken out, which pandoc does not know about."""
        gone = qn("w:del") if self.changes != "reject" else qn("w:ins")
        for table in list(body.iter(qn("w:tbl"))):
            for row in table.findall(qn("w:tr")):
                if row.find(f"{qn('w:trPr')}/{gone}") is not None:
                    table.remove(row)

    # Parts of the page

    def _tables_of_contents(self, body: Element) -> None:
        count = 0
        for parent in list(body.iter()):
            for child in list(parent):
                gallery = _attribute(
                    child.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}"), "w:val"
                )
                listed = child.tag == qn("w:p") and re.fullmatch(
                    r"toc \d|toc heading|table of figures", self._style(child)
                )
                if gallery == "Table of Contents" or listed:
                    parent.remove(child)
                    count += 1
        if count:
            self.findings.append(note("I036", Place(self.shown)))

    def _boxes(self, body: Element) -> None:
        """Lift the words of text boxes out of their drawings, to stand after the paragraph they hang on."""
        parents = {child: parent for parent in body.iter() for child in parent}
        for paragraph in list(body.iter(qn("w:p"))):
            holders = [
                (run, child)
                for run in paragraph.iter(qn("w:r"))
                for child in list(run)
                if child.tag in (qn("mc:AlternateContent"), qn("w:drawing"), qn("w:pict"))
            ]
            lifted: list[Element] = []
            for run, holder in holders:
                if parents.get(paragraph) is None or _inside(paragraph, parents, qn("w:txbxContent")):
                    continue
                chosen = holder.find(qn("mc:Choice")) if holder.tag == qn("mc:AlternateContent") else holder
                chosen = holder if chosen is None else chosen
                boxes = list(chosen.iter(qn("w:txbxContent")))
                drawings = list(chosen.iter(qn("a:blip")))
                for box in boxes:
                    for inner in list(box):
                        inner.set(BOX, "1")
                        lifted.append(inner)
                    for child in list(box):
                        box.remove(child)
                if boxes and not drawings:
                    run.remove(holder)
                elif holder.tag == qn("mc:AlternateContent") and chosen is not holder:
                    at = list(run).index(holder)
                    run.remove(holder)
                    for offset, child in enumerate(list(chosen)):
                        run.insert(at + offset, child)
            if lifted:
                parent = parents[paragraph]
                at = list(parent).index(paragraph) + 1
                for offset, inner in enumerate(lifted):
                    parent.insert(at + offset, inner)

    def _comments(self) -> None:
        root = self.container.xml("word/comments.xml")
        if root is None:
            return
        places: dict[str, int] = {}
        body = self.document.find(qn("w:body"))
        for number, paragraph in enumerate([] if body is None else _own_paragraphs(body), 1):
            for element in paragraph.iter():
                if element.tag in (qn("w:commentRangeStart"), qn("w:commentReference")):
                    places.setdefault(element.get(qn("w:id"), ""), number)
        for comment in root.iter(qn("w:comment")):
            text = _words(comment)
            if text:
                self.number = places.get(comment.get(qn("w:id"), ""), 0)
                if author := comment.get(qn("w:author"), ""):
                    self.tell("I020", variant="author", comment=text, author=author)
                else:
                    self.tell("I020", comment=text)

    def _around(self) -> None:
        self.number = 0
        seen = set()
        for name in sorted(self.container.sizes):
            if found := re.fullmatch(r"word/(header|footer)\d*\.xml", name):
                root = self.container.xml(name)
                words = "" if root is None else _words(root)
                if root is not None:
                    marks = [path.get("string", "") for path in root.iter(qn("v:textpath"))]
                    words = " ".join([words, *marks]).strip()
                if re.search(r"[^\W\d_]", words) and words not in seen:
                    seen.add(words)
                    self.tell(
                        "I024", variant="footer" if found[1] == "footer" else "", words=short(words, 120)
                    )
        for _ in self.document.iter(qn("w:altChunk")):
            self.tell("I022", variant="document")
        if any(name.endswith("vbaProject.bin") for name in self.container.sizes):
            self.tell("I022", variant="macros")

    # Paragraphs

    def _paragraphs(self, body: Element) -> None:
        for paragraph in _own_paragraphs(body):
            self.number += 1
            if self.number > MOST_PARAGRAPHS:
                raise refuse(error("I017", Place(self.shown), variant="paragraphs", most=MOST_PARAGRAPHS))
            words = _words(paragraph)
            self.texts[self.number] = words
            self._paragraph(paragraph)
            if words:
                first = 1 if paragraph.find(qn("w:pPr")) is not None else 0
                run = Element(qn("w:r"))
                ElementTree.SubElement(run, qn("w:t")).text = numbered(self.number)
                paragraph.insert(first, run)

    def _paragraph(self, paragraph: Element) -> None:
        for text in paragraph.iter(qn("w:t")):
            text.text = unnumbered(text.text or "")
        if paragraph.attrib.pop(BOX, None) and (words := _words(paragraph)):
            self.tell("I021", words=short(words, 120))
        style = self._style(paragraph)
        self._runs(paragraph, is_heading=style.startswith("heading") or style in ("title", "subtitle"))
        self._pictures(paragraph)
        self._objects(paragraph)
        self._fields(paragraph)

    def _runs(self, paragraph: Element, *, is_heading: bool) -> None:
        linked = {run for link in paragraph.iter(qn("w:hyperlink")) for run in link.iter(qn("w:r"))}
        looks: list[tuple[str, str]] = []
        whole = paragraph.find(f"{qn('w:pPr')}/{qn('w:shd')}")
        for run in paragraph.iter(qn("w:r")):
            properties = run.find(qn("w:rPr"))
            words = "".join(part.text or "" for part in run if part.tag in _WORD_TEXTS)
            if not words:
                continue
            look = ""
            if properties is not None and _is_on(properties.find(qn("w:vanish"))):
                look = "hidden"
            elif not is_heading and run not in linked:
                look = _look(properties, whole)
            if looks and (looks[-1][0] == look or (not words.strip() and look == "")):
                looks[-1] = (looks[-1][0], looks[-1][1] + words)
            else:
                looks.append((look, words))
        for look, words in looks:
            if look == "hidden" and words.strip():
                self.tell("I028", words=short(words, 120))
            elif look and words.strip():
                self.tell("I025", variant="ground" if look == "ground" else "", words=short(words, 120))

    def _pictures(self, paragraph: Element) -> None:
        for drawing in list(paragraph.iter(qn("w:drawing"))):
            blips = list(drawing.iter(qn("a:blip")))
            for blip in blips[:1]:
                vector = next(blip.iter(qn("asvg:svgBlip")), None)
                wanted = [
                    _attribute(vector, "r:embed"),
                    _attribute(blip, "r:embed"),
                    _attribute(blip, "r:link"),
                ]
                data, target = self._bytes(wanted)
                properties = next(drawing.iter(qn("wp:docPr")), None)
                if properties is None:
                    continue
                key = f"picture-{len(self.pictures) + 1}"
                self.pictures[key] = self._known(data, wanted, target)
                properties.set("title", key)
            if len(blips) > 1:
                self.tell("I032", variant="group", count=len(blips))
            uri = next((data.get("uri", "") for data in drawing.iter(qn("a:graphicData"))), "")
            if not blips and uri.rsplit("/", 1)[-1] in ("chart", "chartex", "diagram"):
                words = self._graphic_words(drawing)
                kind = "diagram" if uri.endswith("diagram") else "chart"
                if words:
                    self.tell("I022", variant=f"{kind}-words", words=short(words, 200))
                else:
                    self.tell("I022", variant=kind)

    def _bytes(self, wanted: Sequence[str]) -> tuple[bytes, str]:
        for identity in wanted:
            target, outside = self.relations.get(identity, ("", False))
            if outside:
                return b"", target
            if target in self.container.sizes:
                if self.container.sizes[target] > media.LARGEST:
                    return b"", posixpath.basename(target)
                return self.container.read(target, media.LARGEST), posixpath.basename(target)
        return b"", ""

    def _known(self, data: bytes, wanted: Sequence[str], target: str) -> Picture:
        """The picture, under the names that the article it was exported from knows it by."""
        for identity in wanted:
            part = self.relations.get(identity, ("", True))[0]
            if part in self.container.sizes and self.own:
                raw = self.container.read(part, media.LARGEST)
                if known := self.own.get(hashlib.sha256(raw).hexdigest()):
                    stood_in = known.name.endswith(".svg") and not raw.lstrip().startswith(b"<")
                    return Picture(b"" if stood_in else raw, known.reference, known.name)
        return Picture(data, "", target)

    def _graphic_words(self, drawing: Element) -> str:
        words = []
        for element in drawing.iter():
            for value in element.attrib.values():
                target, outside = self.relations.get(value, ("", True))
                if not outside and re.search(r"/(charts|diagrams)/(chart|data)", "/" + target):
                    root = self.container.xml(target)
                    if root is not None:
                        words.append(
                            _words(
                                root, (qn("a:t"), "{http://schemas.openxmlformats.org/drawingml/2006/chart}v")
                            )
                        )
        return " ".join(words)

    def _objects(self, paragraph: Element) -> None:
        for element in paragraph.iter():
            if element.tag == qn("w:object"):
                kind = next((part.get("ProgID", "") for part in element.iter(qn("o:OLEObject"))), "")
                program = _PROGRAMS.get(kind.split(".")[0])
                if program:
                    self.tell("I022", variant="program", program=program)
                else:
                    self.tell("I022")

    def _fields(self, paragraph: Element) -> None:
        for element in paragraph.iter():
            if element.tag == qn("w:ffData"):
                self.tell("I029", kind=Word("a field to fill in"))
            if element.tag != qn("w:sdtPr"):
                continue
            kinds = [_FIELDS[local] for child in element if (local := child.tag.split("}")[1]) in _FIELDS]
            items = element.iter(qn("w:listItem"))
            choices = tuple(filter(None, (item.get(qn("w:displayText"), "") for item in items)))
            if kinds and choices:
                self.tell("I029", variant="choices", choices=choices)
            elif kinds:
                self.tell("I029", kind=Word(kinds[0]))


def _inside(element: Element, parents: Mapping[Element, Element], tag: str) -> bool:
    while (parent := parents.get(element)) is not None:
        if parent.tag == tag:
            return True
        element = parent
    return False


def _own_paragraphs(body: Element) -> Iterator[Element]:
    """The paragraphs of a text in order, without those that a drawing holds."""
    for child in body:
        if child.tag == qn("w:p"):
            yield child
        elif child.tag not in (qn("w:drawing"), qn("w:pict"), qn("mc:AlternateContent")):
            yield from _own_paragraphs(child)


_FIELDS = {
    "checkbox": "a box to tick",
    "dropDownList": "a list to choose from",
    "comboBox": "a list to choose from",
    "date": "a date to choose",
}

# What a document calls a program whose object it holds, and what people call it.
_PROGRAMS = {
    "Excel": "Excel",
    "PowerPoint": "PowerPoint",
    "Word": "Word",
    "Visio": "Visio",
    "AcroExch": "PDF",
}


def _look(properties: Element | None, whole: Element | None) -> str:
    """What about the colour of a run may mean something: its ``letters``, the ``ground`` behind them."""
    colour = _attribute(None if properties is None else properties.find(qn("w:color")), "w:val")
    if colour and not PLAIN_COLOURS.fullmatch(colour):
        return "letters"
    for shade in (None if properties is None else properties.find(qn("w:shd")), whole):
        fill = _attribute(shade, "w:fill")
        if fill and not PLAIN_COLOURS.fullmatch(fill):
            return "ground"
    return ""
