"""opendocument: an OpenDocument text made ready for pandoc, and told what pandoc would lose of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from pipeline import media
from pipeline.intake.container import Container, cut_out, pack, qn, serialize, text_of
from pipeline.intake.draft import refuse
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
from pipeline.model import Finding, Place, Shown, error, note, warning
from pipeline.text import short


def ready(data: bytes, shown: str, changes: Changes) -> Ready:
    """The OpenDocument text ``data``, packed anew, with its paragraphs numbered."""
    container = Container(data, shown)
    if b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise refuse(error("I016", Place(shown), variant="locked"))
    root, styles = container.xml("content.xml"), container.xml("styles.xml")
    body = None if root is None else root.find(f"{qn('office:body')}/{qn('office:text')}")
    if root is None or body is None:
        raise refuse(error("I016", Place(shown), variant="no-text"))
    scan = _Scan(shown, changes, _looks(root, styles))
    scan.run(body)
    scan.around(styles)
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": serialize(root)}
    if styles is not None:
        parts["styles.xml"] = container.read("styles.xml")
    parts.update(
        {name: b"-" for name in container.sizes if name.startswith("Pictures/") and name != "Pictures/"}
    )
    properties = declared(container.xml("meta.xml"), shown)
    return Ready(
        "odt",
        pack(parts),
        (*scan.findings, *properties.findings),
        _pictures(body, container),
        properties.settings,
        properties.title,
        scan.texts,
    )


class _Scan:
    """Looks a text through for what pandoc would lose, numbers its paragraphs, lifts its text boxes."""

    def __init__(self, shown: str, changes: Changes, looks: Mapping[str, str]) -> None:
        self.shown = shown
        self.changes = changes
        self.looks = looks
        self.findings: list[Finding] = []
        self.texts: dict[int, str] = {}
        self.number = 0

    def tell(self, code: str, *, variant: str = "", **values: Shown) -> None:
        place = Place(self.shown, self.number or None, self.texts.get(self.number))
        self.findings.append(warning(code, place, variant=variant, **values))

    def run(self, body: Element) -> None:
        self._tracked(body)
        self._page_parts(body)
        _boxes(body)
        for paragraph in _paragraphs(body):
            self.number += 1
            if self.number > MOST_PARAGRAPHS:
                raise refuse(error("I017", Place(self.shown), variant="paragraphs", most=MOST_PARAGRAPHS))
            self._paragraph(paragraph)

    def _tracked(self, body: Element) -> None:
        tracked = body.find(qn("text:tracked-changes"))
        if tracked is None or not len(tracked):
            return
        if self.changes != "accept":
            variant = "opendocument-rejected" if self.changes else "opendocument"
            first = short(text_of(tracked)) or "…"
            raise refuse(error("I019", Place(self.shown), variant=variant, count=len(tracked), first=first))
        body.remove(tracked)

    def _page_parts(self, body: Element) -> None:
        for parent in list(body.iter()):
            for child in list(parent):
                if child.tag in _TABLES_OF_CONTENTS:
                    self.findings.append(note("I036", Place(self.shown)))
                    parent.remove(child)
                elif child.tag == qn("office:forms"):
                    if len(child):
                        self.tell("I029", variant="fields")
                    parent.remove(child)

    def _paragraph(self, paragraph: Element) -> None:
        for element in paragraph.iter():
            element.text = unnumbered(element.text or "")
        self._comments(paragraph)
        words = text_of(paragraph)
        self.texts[self.number] = words
        if paragraph.attrib.pop(BOX, None) and words:
            self.tell("I021", words=short(words, 120))
        for element in paragraph.iter():
            styled = text_of(element)
            look = self.looks.get(element.get(qn("text:style-name"), ""), "")
            if look == "hidden" and styled:
                self.tell("I028", words=short(styled, 120))
            elif look and styled and paragraph.tag != qn("text:h"):
                self.tell("I025", variant="ground" if look == "ground" else "", words=short(styled, 120))
            elif element.tag in (qn("draw:object"), qn("draw:object-ole")):
                self.tell("I022")
        if words:
            paragraph.text = numbered(self.number) + (paragraph.text or "")

    def _comments(self, paragraph: Element) -> None:
        for parent in list(paragraph.iter()):
            for child in list(parent):
                if child.tag in (qn("office:annotation"), qn("office:annotation-end")):
                    whose = (qn("dc:creator"), qn("dc:date"))
                    if words := " ".join(text_of(part) for part in child if part.tag not in whose):
                        self.tell("I020", comment=words)
                    cut_out(parent, child)

    def around(self, styles: Element | None) -> None:
        """Tell what stands in the headers and footers of pages."""
        self.number = 0
        for name, variant in (("header", ""), ("footer", "footer")):
            parts = [] if styles is None else styles.iter(qn(f"style:{name}"))
            for words in dict.fromkeys(map(text_of, parts)):
                if re.search(r"[^\W\d_]", words):
                    self.tell("I024", variant=variant, words=short(words, 120))


_TABLES_OF_CONTENTS = tuple(
    map(qn, ("text:table-of-content", "text:illustration-index", "text:alphabetical-index"))
)


def _pictures(body: Element, container: Container) -> dict[str, Picture]:
    pictures = {}
    for frame in body.iter(qn("draw:frame")):
        image = frame.find(qn("draw:image"))
        if image is not None:
            target = posixpath.normpath(image.get(qn("xlink:href"), ""))
            alternative = frame.findtext(qn("svg:desc")) or frame.findtext(qn("svg:title")) or ""
            size = container.sizes.get(target, 0)
            raw = container.read(target, media.LARGEST) if 0 < size <= media.LARGEST else b""
            pictures[target] = Picture(raw, "", posixpath.basename(target), alternative)
    return pictures


def _paragraphs(body: Element) -> Iterator[Element]:
    for child in body:
        if child.tag in (qn("text:p"), qn("text:h")):
            yield child
        elif child.tag not in (qn("draw:frame"), qn("text:tracked-changes")):
            yield from _paragraphs(child)


def _looks(root: Element, styles: Element | None) -> dict[str, str]:
    """What each style does that may mean something: ``hidden``, or a colour of ``letters`` or ``ground``."""
    looks = {}
    for tree in (root, *([] if styles is None else [styles])):
        for style in tree.iter(qn("style:style")):
            properties = style.find(qn("style:text-properties"))
            if properties is None:
                continue
            colour, ground = properties.get(qn("fo:color"), ""), properties.get(qn("fo:background-color"), "")
            automatic = tree is root
            look = ""
            if properties.get(qn("text:display")) == "none":
                look = "hidden"
            elif automatic and colour and not PLAIN_COLOURS.fullmatch(colour[1:]):
                look = "letters"
            elif automatic and ground not in ("", "transparent") and not PLAIN_COLOURS.fullmatch(ground[1:]):
                look = "ground"
            looks[style.get(qn("style:name"), "")] = look
    return looks


def _boxes(body: Element) -> None:
    """Lift the paragraphs of text boxes out of them, to stand after the paragraph they hang on."""
    parents = {child: parent for parent in body.iter() for child in parent}
    for box in list(body.iter(qn("draw:text-box"))):
        paragraph: Element | None = box
        while paragraph is not None and paragraph.tag not in (qn("text:p"), qn("text:h")):
            paragraph = parents.get(paragraph)
        if paragraph is None or paragraph not in parents:
            continue
        at = list(parents[paragraph]).index(paragraph) + 1
        for offset, inner in enumerate(list(box)):
            box.remove(inner)
            parents[paragraph].insert(at + offset, inner)
            parents[inner] = parents[paragraph]
            if not any(True for _ in inner.iter(qn("draw:image"))):  # a picture with its caption is no loss
                inner.set(BOX, "1")
        frame = parents[box]
        if frame in parents:
            cut_out(parents[frame], frame)
