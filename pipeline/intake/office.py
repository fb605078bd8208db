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
from pipeline.intake.container import (
    Container,
    stop,
)
from pipeline.intake.ready import (
    Changes,
)
from pipeline.model import (
    Finding,
    Place,
    warning,
)

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
        names = Container(data, shown).sizes
        if "word/document.xml" in names or any(
            re.fullmatch(r"word/document\d*\.xml", name) for name in names
        ):
            return ".docx"
        if "mimetype" in names:
            mime = Container(data, shown).read("mimetype", 200)
            if mime.strip() == b"application/epub+zip":
                return ".epub"
            if mime.strip().startswith(b"application/vnd.oasis.opendocument.text"):
                return ".odt"
        return (
            ".xlsx" if "xl/workbook.xml" in names else ".pptx" if "ppt/presentation.xml" in names else ".zip"
        )
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return ".encrypted" if "EncryptedPackage".encode("utf-16-le") in data else ".doc"
    if start[:5] == b"%PDF-":
        return ".pdf"
    if re.match(rb"(?i)(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", start):
        return ".html"
    return ""


_OTHERS = {
    ".xlsx": ("an Excel workbook", "Copy what belongs to the article into a Word document."),
    ".pptx": ("a PowerPoint presentation", "Copy what belongs to the article into a Word document."),
    ".zip": ("a zip archive of something else", "Unpack it, and import the document that it holds."),
    ".doc": ("a Word file of before 2007, or another old format", "Open it in Word and save it as .docx."),
    ".encrypted": ("protected by a password", "Open it in Word, take the password away and save it again."),
    ".pdf": ("a PDF", "Import the document that it was made from."),
    "": ("nothing that Feuillet knows", "Open it in Word and save it as .docx."),
}


def checked(data: bytes, suffix: str, shown: str) -> tuple[str, tuple[Finding, ...]]:
    """The suffix to read ``data`` by, and a finding where that is not the one in its name."""
    if len(data) > LARGEST:
        raise stop("I017", "The file is larger than 50 MB.", "Make its pictures smaller.", shown)
    if not data.strip():
        raise stop("R003", "The file is empty.", "Write a title, a lead and some text.", shown)
    found = kind_of(data, shown)
    if found == "" and suffix in (".html", ".htm"):
        found = ".html"
    if found in _OTHERS:
        what, hint = _OTHERS[found]
        raise stop("I016", f"The file is {what}.", hint, shown)
    if KINDS[found] == KINDS.get(suffix):
        return found, ()
    message = f"The file is {KINDS[found]}, whatever its name says; it was read as that."
    return found, (warning("I018", message, f"Give it a name that ends in {found}.", Place(shown)),)


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
