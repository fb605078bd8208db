"""web: web pages, and ebooks, which are made of them, without what surrounds their text."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from base64 import b64decode
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pipeline import media, untrusted
from pipeline.intake.container import Container, cut_out, qn, text_of
from pipeline.intake.draft import refuse
from pipeline.intake.ready import MOST_PARAGRAPHS, Declared, Picture, Ready, declared, numbered, unnumbered
from pipeline.model import Finding, Place, Shown, Word, error, note, warning
from pipeline.text import short

_HTML = "html-native_divs"
_DROPPED = {"script", "style", "template", "noscript", "link", "meta", "base", "canvas"}
_CONTROLS = {"input", "button", "select", "textarea", "datalist", "option", "progress", "meter"}
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 li td th dt dd figcaption blockquote pre".split())  # noqa: SIM905
_EMBEDDED = {"iframe", "object", "embed", "video", "audio", "applet", "frame"}
_AROUND = re.compile(
    r"(?i)(^|[\s_-])(cookies?|consent|gdpr|rgpd|tarteaucitron|newsletter|breadcrumbs?|fil-d-?ariane|sidebar|share|sharing|"
    r"social|partage|related|comments?|advert(isement)?|ads?|popup|modal|skip-?link|menu|navbar|pagination)($|[\s_-])"
)
_PLAIN_PAGE = re.compile(
    r"(?i)inherit|initial|transparent|currentcolor|black|white|none|#(000|333|fff|0{6}|3{6}|f{6})|var\(.*"
    r"|rgba?\(\s*(\d+)[,\s]+\2[,\s]+\2.*"
)
_ROLES = {
    "navigation",
    "search",
    "banner",
    "contentinfo",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "complementary",
}


def ready_page(data: bytes, shown: str) -> Ready:
    """The text of the web page ``data``, with its paragraphs numbered."""
    root = _tree(_decoded(data, shown), shown)
    values = {}
    head = root.find("head")
    for element in [] if head is None else head:
        if element.tag == "title":
            values["title"] = text_of(element)
        elif element.tag == "meta":
            name = element.get("name", "").lower().removeprefix("dc.")
            name = {"author": "creator"}.get(name, name)
            if name in ("description", "keywords", "creator") and element.get("content"):
                values[name] = " ".join(element.get("content", "").split())
    if root.get("lang"):
        values["language"] = root.get("lang", "")
    body = root.find("body")
    page = _Page(shown)
    if body is not None:
        body = page.clean(body)
    return page.ready(body, declared(None, shown, also=values))


def ready_ebook(data: bytes, shown: str) -> Ready:
    """The text of the EPUB ``data``, page after page, with its paragraphs numbered."""
    container = Container(data, shown)
    encryption = container.read("META-INF/encryption.xml")
    if encryption and re.search(rb"Algorithm=\"(?![^\"]*(?:obfuscation|font))", encryption):
        raise refuse(error("I016", Place(shown), variant="protected"))
    inner = container.xml("META-INF/container.xml")
    name = next(
        (
            part.get("full-path", "")
            for part in ([] if inner is None else inner.iter())
            if part.tag.endswith("}rootfile")
        ),
        "",
    )
    package = container.xml(name) if name in container.sizes else None
    if package is None:
        raise refuse(error("I016", Place(shown), variant="no-text"))
    folder = posixpath.dirname(name)
    items = {item.get("id", ""): item for item in package.iter(qn("opf:item"))}
    spine = [
        items[ref.get("idref", "")] for ref in package.iter(qn("opf:itemref")) if ref.get("idref") in items
    ]
    pictures_there = {
        part
        for part in container.sizes
        if container.sizes[part] <= media.LARGEST and re.search(r"(?i)\.(png|jpe?g|svg|gif|webp)$", part)
    }
    page = _Page(shown, {})
    whole = Element("body")
    for item in spine:
        path = posixpath.normpath(posixpath.join(folder, item.get("href", "").split("#")[0]))
        if "nav" in item.get("properties", "").split() or path not in container.sizes:
            continue
        root = _tree(_decoded(container.read(path), shown), shown)
        body = root.find("body")
        if body is None:
            continue
        for image in body.iter("img"):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), image.get("src", "")))
            if target in pictures_there and page.files is not None:
                page.files = {**page.files, target: container.read(target, media.LARGEST)}
                image.set("src", target)
        whole.extend(page.clean(body))
    return page.ready(whole, declared(package.find(qn("opf:metadata")), shown))


class _Page:
    """Takes away what surrounds the text of a page, numbers its paragraphs, and says so."""

    def __init__(self, shown: str, files: Mapping[str, bytes] | None = None) -> None:
        self.shown = shown
        self.files = files
        self.findings: list[Finding] = []
        self.pictures: dict[str, Picture] = {}
        self.texts: dict[int, str] = {}
        self.scripts = 0
        self.number = 0

    def tell(self, code: str, *, variant: str = "", **values: Shown) -> None:
        place = Place(self.shown, self.number or None, self.texts.get(self.number))
        self.findings.append(warning(code, place, variant=variant, **values))

    def clean(self, body: Element) -> Element:
        """The element of ``body`` that holds its text, without what does not belong to it."""
        self._walk(body, inside=False)
        return self._main(body)

    def ready(self, body: Element | None, properties: Declared) -> Ready:
        """``body``, cleaned, for pandoc."""
        if self.scripts:
            self.findings.append(note("I035", Place(self.shown), variant="scripts", count=self.scripts))
        return Ready(
            _HTML,
            self._written(body, properties.title),
            (*self.findings, *properties.findings),
            self.pictures,
            properties.settings,
            properties.title,
            self.texts,
        )

    def _main(self, body: Element) -> Element:
        mains = [element for element in body.iter() if element.tag == "main" or element.get("role") == "main"]
        mains = mains or [element for element in body.iter() if element.tag == "article"]
        if len(mains) != 1 or len(text_of(mains[0])) * 3 < len(text_of(body)):
            return body
        parents = {child: parent for parent in body.iter() for child in parent}
        inside: Element | None = mains[0]
        kept = {mains[0]}
        while (inside := parents.get(inside) if inside is not None else None) is not None:
            kept.add(inside)
        for parent in kept - {mains[0]}:
            around = [parent.text or "", *(child.tail or "" for child in parent)]
            around += [text_of(child) for child in parent if child not in kept]
            if words := unnumbered(" ".join(" ".join(around).split())):
                self.number = 0
                self.tell("I035", variant="around", words=short(words, 180))
        return mains[0]

    def _walk(self, parent: Element, *, inside: bool) -> None:
        for child in list(parent):
            tag = _local_name(child)
            if tag in _DROPPED or tag == "comment":
                self.scripts += tag == "script"
                cut_out(parent, child)
            elif self._is_around(child, tag, inside):
                if words := text_of(child, " "):
                    self.tell("I035", words=short(words, 180))
                cut_out(parent, child)
            elif _is_unseen(child):
                if words := text_of(child):
                    self.tell("I028", variant="page", words=short(words, 120))
                cut_out(parent, child)
            elif tag in _EMBEDDED:
                if address := child.get("src") or child.get("data") or "":
                    self.tell("I022", variant="address", address=short(address))
                else:
                    self.tell("I022", variant="page")
                cut_out(parent, child)
            elif tag in _CONTROLS or (tag == "form" and len(text_of(child)) < 400):
                self._control(child, tag)
                cut_out(parent, child)
            elif tag == "svg":
                if words := text_of(child):
                    self.tell("I032", variant="drawing-words", words=short(words, 180))
                else:
                    self.tell("I032", variant="drawing")
                cut_out(parent, child)
            elif tag == "img":
                self._image(parent, child)
            else:
                if tag in _PARAGRAPHS:
                    self._count(child, mark=tag not in ("blockquote", "pre"))
                self._colour(child)
                self._walk(child, inside=inside or tag in ("main", "article"))

    def _control(self, element: Element, tag: str) -> None:
        words = text_of(element)
        types = ("checkbox", "radio", "text", None)
        if tag in ("form", "select", "textarea") or (tag == "input" and element.get("type") in types):
            if words:
                self.tell("I029", variant="form-words", words=short(words, 180))
            else:
                self.tell("I029", variant="form")
        elif tag == "button" and words:
            self.tell("I035", variant="button", words=short(words))

    def _count(self, element: Element, *, mark: bool) -> None:
        own = (element.text or "").strip()
        inner = any(child.tag in ("p", "ul", "ol", "table", "div", "h1", "h2", "h3") for child in element)
        if not text_of(element) or (inner and not own):
            return
        self.number += 1
        self.texts[self.number] = text_of(element)
        if mark:
            element.text = numbered(min(self.number, MOST_PARAGRAPHS)) + (element.text or "").lstrip(" \n\t")

    def _is_around(self, element: Element, tag: str, inside: bool) -> bool:
        if tag == "nav" or element.get("role", "") in _ROLES:
            return True
        if tag in ("header", "footer", "aside") and not inside and not _has_main(element):
            return not any(child.tag == "h1" for child in element.iter())
        name = f"{element.get('id', '')} {element.get('class', '')}"
        return (
            tag in ("div", "section", "aside", "ul", "ol", "p", "a", "span", "dialog")
            and bool(_AROUND.search(name))
            and (
                len(text_of(element)) < 1500
                and not any(child.tag in ("h1", "main", "article") for child in element.iter())
            )
        )

    def _image(self, parent: Element, image: Element) -> None:
        address = image.get("src", "").strip()
        alternative = " ".join(image.get("alt", "").split())
        found = re.match(r"(?i)data:image/[\w.+-]+(;[\w=-]+)*(;base64)?,", address)
        key = f"picture-{len(self.pictures) + 1}"
        data = b""
        if found:
            try:
                data = (
                    b64decode(address[found.end() :])
                    if ";base64," in found[0].lower()
                    else unquote_to_bytes(address[found.end() :])
                )
            except ValueError:
                data = b""
            address = ""
        elif self.files is not None:
            data = self.files.get(address, b"")
        tiny = "1" in (image.get("width"), image.get("height"))
        if data:
            self.pictures[key] = Picture(data, "", posixpath.basename(address), alternative)
            image.set("src", key)
            image.attrib.pop("title", None)
            return
        if address and not tiny:
            remote = re.match(r"(?i)(https?:)?//", address)
            self.tell(
                "I032",
                variant="remote" if remote else "absent",
                address=short(address),
                picture=alternative or Word("without a description"),
            )
        cut_out(parent, image)

    def _colour(self, element: Element) -> None:
        style = element.get("style", "")
        found = re.search(r"(?i)(?:^|;)\s*(background(?:-color)?|color)\s*:\s*([^;]+)", style)
        colour = (
            element.get("color", "") if element.tag == "font" else found[2].strip().lower() if found else ""
        )
        words = unnumbered(text_of(element))
        if (
            colour
            and words
            and element.tag in ("span", "font", "p", "strong", "b", "em", "td", "li", "div")
            and not _PLAIN_PAGE.fullmatch(colour)
        ):
            ground = found is not None and found[1].lower().startswith("background")
            self.tell("I025", variant="ground" if ground else "", words=short(words, 120))

    def _written(self, body: Element | None, title: str) -> bytes:
        html = Element("html")
        head = ElementTree.SubElement(html, "head")
        ElementTree.SubElement(head, "title").text = title
        if body is not None:
            body.tag, body.tail = "body", None
            html.append(body)
        text: bytes = ElementTree.tostring(html, encoding="utf-8", method="html")
        return b"<!DOCTYPE html>\n" + text


def _has_main(element: Element) -> bool:
    return any(child.tag in ("main", "article") for child in element.iter())


def _is_unseen(element: Element) -> bool:
    style = re.sub(r"\s", "", element.get("style", "")).lower()
    hidden = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    return hidden or "display:none" in style or "visibility:hidden" in style


def _decoded(data: bytes, shown: str) -> str:
    """A page as text: by its byte order mark, by what it declares, or as UTF-8; strictly, or not at all."""
    declared = re.search(rb"(?i)<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096])
    declared = declared or re.match(rb"<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", data)
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf-16"
    elif data[:3] == b"\xef\xbb\xbf" or name.replace("-", "") in ("utf16", "utf16le", "utf16be", "utf8"):
        name = "utf-8-sig"
    elif name in ("iso-8859-1", "latin1", "ascii", "us-ascii", "iso8859-1", "latin-1"):
        name = "windows-1252"  # as every browser reads them
    try:
        return unicodedata.normalize("NFC", data.decode(name))
    except (UnicodeDecodeError, LookupError) as problem:
        at = getattr(problem, "start", 0)
        encoding = "UTF-8" if name == "utf-8-sig" else name
        place = Place(shown, data[:at].count(b"\n") + 1)
        raise refuse(error("R002", place, variant="page", encoding=encoding)) from None


def _tree(text: str, shown: str) -> Element:
    import tinyhtml5  # type: ignore[import-untyped]

    text = re.sub(
        r"(?i)<(title|script|style|textarea|iframe|a|div|span|p)(\s[^<>]*)?/>", r"<\1\2></\1>", text
    )
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)
    try:
        root: Element = tinyhtml5.parse(unnumbered(text))
        for element in root.iter():
            element.tag = _local_name(element)
            for name in list(element.attrib):
                if not re.fullmatch(r"[A-Za-z][\w.-]*", str(name)):
                    del element.attrib[name]
        _deep(root)
    except RecursionError:
        raise refuse(error("R017", Place(shown), variant="page")) from None
    return root


def _local_name(element: Element) -> str:
    tag: object = element.tag  # a comment has a function there
    return tag.split("}")[-1] if isinstance(tag, str) else "comment"


def _deep(root: Element) -> None:
    level, elements = 0, [root]
    while elements:
        level += 1
        if level > untrusted.DEEPEST:
            raise RecursionError
        elements = [child for element in elements for child in element]
