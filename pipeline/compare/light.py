"""A catalog's Markdown as `Inlines`, for one segment and without pandoc: enough to compare markup by."""

from __future__ import annotations

import re

from pipeline.compare.languages import late
from pipeline.model import (
    Break,
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    Link,
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Text,
)

_MARKUP = late(
    r"\\(?P<escaped>[^\w\s])|(?P<break>\\\n)|\[\^(?P<note>\d+)\]|`(?P<code>[^`]+)`|"
    r"\[(?P<words>(?:[^\[\]\\]|\\.)+)\](?:\(<?(?P<target>[^\s()<>]+)>?\)|\{lang=(?P<lang>[\w-]+)\})|"
    r"\*\*(?P<strong>(?=\S)(?:[^*\\]|\\.|\*(?!\*))+?)\*\*|\*(?P<em>(?=\S)(?:[^*\\]|\\.)+?)\*|"
    r"(?<!\w)__(?P<strong2>(?=\S)[^_]+)__(?!\w)|(?<!\w)_(?P<em2>(?=\S)[^_]+)_(?!\w)|"
    r"\^(?P<sup>[^\s^]+)\^|~(?P<sub>[^\s~]+)~",
    re.DOTALL,
)


def inlines(text: str | Inlines) -> Inlines:
    """``text`` with its markup read; what is read already is given back."""
    if not isinstance(text, str):
        return text
    result: list[Inline] = []
    held, at = "", 0
    for match in _MARKUP().finditer(text):
        held += text[at : match.start()]
        at = match.end()
        if match["escaped"]:
            held += match["escaped"]
            continue
        if held:
            result.append(Text(held))
            held = ""
        result.append(_inline(match))
    held += text[at:]
    return (*result, Text(held)) if held else tuple(result)


def _inline(match: re.Match[str]) -> Inline:
    if match["break"]:
        return Break()
    if match["note"]:
        return NoteMark(int(match["note"]))
    if match["code"]:
        return Code(match["code"])
    if match["words"]:
        content = inlines(match["words"])
        return Link(content, match["target"]) if match["target"] else Foreign(content, match["lang"])
    if strong := match["strong"] or match["strong2"]:
        return Strong(inlines(strong))
    if emphasis := match["em"] or match["em2"]:
        return Emphasis(inlines(emphasis))
    if match["sup"]:
        return Superscript(inlines(match["sup"]))
    return Subscript(inlines(match["sub"]))
