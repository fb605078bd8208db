"""office: Word, OpenDocument, RTF, EPUB and web pages become blocks, and nothing is dropped in silence.

    bytes ──► opened with limits ──► looked through, paragraphs numbered ──► pandoc ──► blocks

pandoc never sees the file itself: a container is packed anew from the parts that matter, each parsed by a
parser that knows no document types, and with a mark at the start of each paragraph, so that whatever is
found later can name the paragraph it stands in. Pictures do not pass through pandoc at all.
"""

from __future__ import annotations

import re

from pipeline import pandoc
from pipeline.intake import opendocument, rtf, web, word
from pipeline.intake.carry import Carried, carried
from pipeline.intake.container import Container
from pipeline.intake.draft import refuse
from pipeline.intake.ready import Changes
from pipeline.model import Finding, Place, Word, error, warning

KINDS = {
    ".docx": "a Word document",
    ".odt": "an OpenDocument text",
    ".html": "a web page",
    ".htm": "a web page",
    ".rtf": "an RTF text",
    ".epub": "an ebook",
}

LARGEST = 50_000_000  # bytes of a file


def kind_of(data: bytes, shown: str) -> str:
    """The suffix that a file's contents call for; nothing where they are no kind that is known here.

    Raises `FeuilletError` for a container that nobody can open.
    """
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{\\rtf"):
        return ".rtf"
    if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _kind_of_package(Container(data, shown))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return ".encrypted" if "EncryptedPackage".encode("utf-16-le") in data else ".doc"
    if start[:5] == b"%PDF-":
        return ".pdf"
    if re.match(rb"(?i)(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", start):
        return ".html"
    return ""


def _kind_of_package(package: Container) -> str:
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in package.sizes):
        return ".docx"
    declared = package.read("mimetype", 200).strip()
    if declared == b"application/epub+zip":
        return ".epub"
    if declared.startswith(b"application/vnd.oasis.opendocument.text"):
        return ".odt"
    if "xl/workbook.xml" in package.sizes:
        return ".xlsx"
    return ".pptx" if "ppt/presentation.xml" in package.sizes else ".zip"


# What people try to import that cannot be; each is a variant of I016.
_OTHERS = {
    ".xlsx": "workbook",
    ".pptx": "presentation",
    ".zip": "archive",
    ".doc": "old",
    ".encrypted": "locked",
    ".pdf": "pdf",
    "": "unknown",
}


def checked(data: bytes, suffix: str, shown: str) -> tuple[str, tuple[Finding, ...]]:
    """The suffix to read ``data`` by, and a finding where that is not the one in its name."""
    place = Place(shown)
    if len(data) > LARGEST:
        raise refuse(error("I017", place, most=LARGEST // 1_000_000))
    if not data.strip():
        raise refuse(error("R003", place, variant="import"))
    found = kind_of(data, shown)
    if found == "" and suffix in (".html", ".htm"):
        found = ".html"
    if found in _OTHERS:
        raise refuse(error("I016", place, variant=_OTHERS[found]))
    if KINDS[found] == KINDS.get(suffix):
        return found, ()
    return found, (warning("I018", place, kind=Word(KINDS[found]), suffix=found),)


def read(data: bytes, suffix: str, shown: str, language: str, changes: Changes = "") -> Carried:
    """What the file ``data`` of the kind ``suffix`` (see `checked`) says.

    Raises `FeuilletError` where it cannot be opened, unpacks to too much, or holds tracked changes and
    ``changes`` does not say what to do with them.
    """
    match suffix:
        case ".docx":
            ready = word.ready(data, shown, changes)
        case ".odt":
            ready = opendocument.ready(data, shown, changes)
        case ".epub":
            ready = web.ready_ebook(data, shown)
        case ".rtf":
            return carried(*rtf.read(data, shown, changes), shown, language)
        case _:
            ready = web.ready_page(data, shown)
    arguments = ["--sandbox", "--from", ready.reader, "--to", "json"]
    if ready.reader.startswith("docx"):
        arguments.append(f"--track-changes={changes or 'accept'}")
    output = pandoc.run(arguments, ready.data, place=Place(shown))
    return carried(ready, output, shown, language)
