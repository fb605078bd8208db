"""rtf: an RTF text, read by pandoc, and looked through for what pandoc passes over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import media, pandoc, untrusted
from pipeline.intake.container import (
    stop,
)
from pipeline.intake.leftovers import shorten
from pipeline.intake.ready import (
    Changes,
    Picture,
    Ready,
)
from pipeline.model import (
    Finding,
    Place,
    warning,
)

_RTF = re.compile(rb"\\([a-z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL)


def read(data: bytes, shown: str, changes: Changes) -> tuple[Ready, bytes]:
    import tempfile
    from pathlib import Path

    findings = tuple(_findings(data, shown, changes))
    with tempfile.TemporaryDirectory(prefix="feuillet-") as name:
        arguments = ["--sandbox", "--from", "rtf", "--to", "json", "--extract-media", "m"]
        output = pandoc.run(arguments, _plain_signs(data), place=Place(shown), folder=Path(name))
        pictures = {
            f"m/{path.relative_to(Path(name, 'm')).as_posix()}": Picture(path.read_bytes(), "", "")
            for path in sorted(Path(name, "m").rglob("*"))
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= media.LARGEST
        }
    return Ready("rtf", b"", findings, pictures), output


def _plain_signs(data: bytes) -> bytes:
    return data.replace(b"\\strike0", b"").replace(b"\\ulnone", b"\\ul0")


def _findings(data: bytes, shown: str, changes: Changes) -> Iterator[Finding]:
    """What stands in an RTF text that pandoc passes over; the place is the number of the paragraph."""
    stack: list[str] = []
    where, number, depth = "", 1, 0
    held: dict[str, list[str]] = {}
    colour, coloured = 0, ""
    seen: set[str] = set()
    names = {
        "annotation": ("I020", "A comment was left out", "See whether the text has to say it."),
        "header": ("I024", "The header of the pages was left out", "Write what readers need into the text."),
        "footer": ("I024", "The footer of the pages was left out", "Write what readers need into the text."),
        "shptxt": (
            "I021",
            "The words of a text box may stand elsewhere now",
            "See that they are in article.md.",
        ),
        "object": ("I022", "An embedded object was left out", "Copy what readers need into the text."),
    }
    aliases = {
        "headerf": "header",
        "headerl": "header",
        "headerr": "header",
        "footerf": "footer",
        "footerl": "footer",
        "footerr": "footer",
    }
    skipped = {
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "objdata",
        "generator",
        "listtable",
        "themedata",
        "datastore",
        "latentstyles",
    }
    for token in _RTF.finditer(data):
        word, _, code, _, brace, text = token.groups()
        if brace == b"{":
            depth += 1
            if depth > untrusted.DEEPEST:
                raise stop("R017", "The text is nested too deeply to be read.", "Save it as .docx.", shown)
            stack.append(where)
        elif brace == b"}":
            before = stack.pop() if stack else ""
            depth = max(0, depth - 1)
            if where in names and before != where:
                code_, message, hint = names[where]
                words = " ".join("".join(held.pop(where, [])).split())
                if words or where == "object":
                    full = f"{message}: “{shorten(words, 30)}”" if words else f"{message}."
                    yield warning(code_, full, hint, Place(shown, number))
            where = before
            if coloured:
                yield _coloured(coloured, shown, number)
            colour, coloured = 0, ""
        elif word is not None:
            control = word.decode()
            control = aliases.get(control, control)
            if control in names or control in skipped:
                where = control
            elif control in ("revised", "deleted") and token[2] != b"0" and where not in skipped:
                hint = "Decide about them in Word, and save the text again" + (
                    " (in RTF they cannot be taken or refused from here)." if changes else "."
                )
                raise stop("I019", "The document has tracked changes.", hint, shown, number)
            elif control in ("par", "row") and not where:
                number += 1
            elif control == "cf" and not where:
                if coloured:
                    yield _coloured(coloured, shown, number)
                    coloured = ""
                colour = int(token[2] or 0)
            elif control == "v" and token[2] != b"0" and not where and "v" not in seen:
                seen.add("v")
                yield warning(
                    "I028",
                    "Hidden words may have been kept or lost.",
                    "Look for them in Word.",
                    Place(shown, number),
                )
        else:
            piece = (
                bytes.fromhex(code.decode()).decode("cp1252", "replace")
                if code
                else (text or b"").decode("cp1252", "replace")
            )
            if where in names:
                held.setdefault(where, []).append(piece)
            elif not where and colour > 1:
                coloured += piece


def _coloured(words: str, shown: str, number: int) -> Finding:
    message = f"The words “{shorten(words.strip(), 20)}” are coloured; an article has no colours of its own."
    hint = "If the colour means something, say it in words, or set it **in bold**."
    return warning("I025", message, hint, Place(shown, number))
