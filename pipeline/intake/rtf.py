"""rtf: an RTF text, read by pandoc, and looked through for what pandoc passes over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline import media, pandoc, untrusted
from pipeline.intake.draft import refuse
from pipeline.intake.ready import Changes, Picture, Ready
from pipeline.model import Finding, Place, error, warning
from pipeline.text import short

_RTF = re.compile(rb"\\([a-z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL)


def read(data: bytes, shown: str, changes: Changes) -> tuple[Ready, bytes]:
    """What is known of the RTF text ``data``, and pandoc's tree of it."""
    import tempfile

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
    """``data`` without those ends of struck-out and underlined words that pandoc takes for beginnings."""
    return data.replace(b"\\strike0", b"").replace(b"\\ulnone", b"\\ul0")


# What is not text, and is told: the code, and its variant, of each destination.
_DESTINATIONS = {
    "annotation": ("I020", ""),
    "header": ("I024", ""),
    "footer": ("I024", "footer"),
    "shptxt": ("I021", "moved"),
    "object": ("I022", ""),
}
_ALIASES = {f"{name}{which}": name for name in ("header", "footer") for which in "flr"}
_SKIPPED = frozenset(
    """
    fonttbl colortbl stylesheet info pict objdata generator listtable themedata datastore latentstyles
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)


def _findings(data: bytes, shown: str, changes: Changes) -> Iterator[Finding]:
    """What stands in an RTF text that pandoc passes over; the place is the number of the paragraph."""
    stack: list[str] = []
    where, number, depth = "", 1, 0
    held: dict[str, list[str]] = {}
    colour, coloured = 0, ""
    hidden = False
    for token in _RTF.finditer(data):
        word, _, code, _, brace, text = token.groups()
        if brace == b"{":
            depth += 1
            if depth > untrusted.DEEPEST:
                raise refuse(error("R017", Place(shown), variant="rtf"))
            stack.append(where)
        elif brace == b"}":
            before = stack.pop() if stack else ""
            depth = max(0, depth - 1)
            if where in _DESTINATIONS and before != where:
                words = " ".join("".join(held.pop(where, [])).split())
                yield from _finding_of(where, words, Place(shown, number))
            where = before
            if coloured:
                yield warning("I025", Place(shown, number), words=short(coloured, 120))
            colour, coloured = 0, ""
        elif word is not None:
            control = word.decode()
            control = _ALIASES.get(control, control)
            if control in _DESTINATIONS or control in _SKIPPED:
                where = control
            elif control in ("revised", "deleted") and token[2] != b"0" and where not in _SKIPPED:
                variant = "rtf-decided" if changes else "rtf"
                raise refuse(error("I019", Place(shown, number), variant=variant))
            elif control in ("par", "row") and not where:
                number += 1
            elif control == "cf" and not where:
                if coloured:
                    yield warning("I025", Place(shown, number), words=short(coloured, 120))
                    coloured = ""
                colour = int(token[2] or 0)
            elif control == "v" and token[2] != b"0" and not where and not hidden:
                hidden = True
                yield warning("I028", Place(shown, number), variant="rtf")
        else:
            piece = (
                bytes.fromhex(code.decode()).decode("cp1252", "replace")
                if code
                else (text or b"").decode("cp1252", "replace")
            )
            if where in _DESTINATIONS:
                held.setdefault(where, []).append(piece)
            elif not where and colour > 1:
                coloured += piece


def _finding_of(where: str, words: str, place: Place) -> Iterator[Finding]:
    code, variant = _DESTINATIONS[where]
    if where == "object":
        yield (
            warning(code, place, variant="words", words=short(words, 120)) if words else warning(code, place)
        )
    elif words:
        value = {"comment": words} if where == "annotation" else {"words": short(words, 120)}
        yield warning(code, place, variant=variant, **value)
