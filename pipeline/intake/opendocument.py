"""opendocument: an OpenDocument text made ready for pandoc, and told what pandoc would lose of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pipeline import media
from pipeline.intake.container import (
    Container,
    cut_out,
    pack,
    qn,
    serialize,
    stop,
    text_of,
)
from pipeline.intake.leftovers import shorten
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
from pipeline.model import (
    Finding,
    Place,
    note,
    warning,
)


def ready(data: bytes, shown: str, changes: Changes) -> Ready:
    container = Container(data, shown)
    if (manifest := container.read("META-INF/manifest.xml")) and b"encryption-data" in manifest:
        hint = "Open it, take the password away and save it again."
        raise stop("I016", "The file is protected by a password.", hint, shown)
    root, styles = container.xml("content.xml"), container.xml("styles.xml")
    body = None if root is None else root.find(f"{qn('office:body')}/{qn('office:text')}")
    if root is None or body is None:
        raise stop(
            "I016", "The OpenDocument file has no text in it.", "Open it and save it again as .odt.", shown
        )
    findings: list[Finding] = []
    texts: dict[int, str] = {}

    def tell(code: str, message: str, hint: str, number: int = 0) -> None:
        findings.append(warning(code, message, hint, Place(shown, number or None, texts.get(number))))

    tracked = body.find(qn("text:tracked-changes"))
    if tracked is not None and len(tracked):
        if changes != "accept":
            hint = "Decide about them in LibreOffice (Edit, Track Changes)"
            hint += (
                "; or say --accept-changes to take them all."
                if not changes
                else ": from here they can only be taken all, with --accept-changes."
            )
            first = shorten(text_of(tracked))
            count = "a tracked change" if len(tracked) == 1 else f"{len(tracked)} tracked changes"
            message = f"The document has {count}" + (f"; among them “{first}”." if first else ".")
            raise stop("I019", message, hint, shown)
        body.remove(tracked)
    looks = _looks(root, styles)
    for parent in list(body.iter()):
        for child in list(parent):
            if child.tag in (
                qn("text:table-of-content"),
                qn("text:illustration-index"),
                qn("text:alphabetical-index"),
            ):
                message = "The table of contents was left out: Feuillet makes its own."
                findings.append(note("I036", message, "", Place(shown)))
                parent.remove(child)
            elif child.tag == qn("office:forms"):
                if len(child):
                    tell("I029", "Form fields were left out.", "Write in words what readers are to fill in.")
                parent.remove(child)
    _boxes(body)
    for number, paragraph in enumerate(_paragraphs(body), 1):
        if number > MOST_PARAGRAPHS:
            raise stop(
                "I017", f"The document has more than {MOST_PARAGRAPHS} paragraphs.", "Split it.", shown
            )
        for element in paragraph.iter():
            element.text = unnumbered(element.text or "")
        for parent in list(paragraph.iter()):
            for child in list(parent):
                if child.tag in (qn("office:annotation"), qn("office:annotation-end")):
                    whose = (qn("dc:creator"), qn("dc:date"))
                    if words := " ".join(text_of(part) for part in child if part.tag not in whose):
                        tell(
                            "I020",
                            f"A comment was left out: “{words}”",
                            "See whether the text has to say it.",
                            number,
                        )
                    cut_out(parent, child)
        words = text_of(paragraph)
        texts[number] = words
        if paragraph.attrib.pop(BOX, None) and words:
            message = f"The words of a text box stand in the text now: “{shorten(words, 20)}”"
            tell("I021", message, "See that they stand where they belong.", number)
        is_heading = paragraph.tag == qn("text:h")
        for element in paragraph.iter():
            said = text_of(element)
            look = looks.get(element.get(qn("text:style-name"), ""), "")
            if look == "hidden" and said:
                message = f"The words “{shorten(said, 20)}” are hidden in the document; they were kept."
                tell("I028", message, "Delete them from article.md if nobody is to read them.", number)
            elif look and said and not is_heading:
                message = f"The words “{shorten(said, 20)}” are {look}; an article has no colours of its own."
                hint = "If the colour means something, say it in words, or set it **in bold**."
                tell("I025", message, hint, number)
            elif element.tag in (qn("draw:object"), qn("draw:object-ole")):
                message = "An embedded object (a formula, a chart or a sheet) was left out."
                tell(
                    "I022",
                    message,
                    "Copy what readers need into the text, as words, a table or a picture.",
                    number,
                )
        if words:
            paragraph.text = numbered(number) + (paragraph.text or "")
    for name in ("header", "footer"):
        for words in dict.fromkeys(
            text_of(part) for part in ([] if styles is None else styles.iter(qn(f"style:{name}")))
        ):
            if re.search(r"[^\W\d_]", words):
                message = f"The {name} of the pages was left out: “{shorten(words, 20)}”"
                tell("I024", message, "Write what readers need into the text or the settings.")
    pictures = {}
    for frame in body.iter(qn("draw:frame")):
        image = frame.find(qn("draw:image"))
        if image is not None:
            target = posixpath.normpath(image.get(qn("xlink:href"), ""))
            said = frame.findtext(qn("svg:desc")) or frame.findtext(qn("svg:title")) or ""
            size = container.sizes.get(target, 0)
            raw = container.read(target, media.LARGEST) if 0 < size <= media.LARGEST else b""
            pictures[target] = Picture(raw, "", posixpath.basename(target), said)
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
        (*findings, *properties.findings),
        pictures,
        properties.settings,
        properties.title,
        texts,
    )


def _paragraphs(body: Element) -> Iterator[Element]:
    for child in body:
        if child.tag in (qn("text:p"), qn("text:h")):
            yield child
        elif child.tag not in (qn("draw:frame"), qn("text:tracked-changes")):
            yield from _paragraphs(child)


def _looks(root: Element, styles: Element | None) -> dict[str, str]:
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
                look = f"coloured ({colour.lower()})"
            elif automatic and ground not in ("", "transparent") and not PLAIN_COLOURS.fullmatch(ground[1:]):
                look = f"on a coloured ground ({ground.lower()})"
            looks[style.get(qn("style:name"), "")] = look
    return looks


def _boxes(body: Element) -> None:
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
