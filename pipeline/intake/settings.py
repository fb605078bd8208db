"""settings: the head of an imported article, from YAML, from a document, or its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from pipeline import markup, pandoc, source, toml
from pipeline.intake.carry import Carried
from pipeline.model import ArticleSettings, Block, Figure, Finding, Kind, Place, plain, warning


def head(values: Mapping[str, str | Sequence[str]], shown: str) -> str:
    """The settings at the head of an article, in TOML, known to be valid."""
    # The strings of JSON are strings of TOML too.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    toml.load("\n".join(lines).encode(), ArticleSettings, shown)
    return "\n".join([source.FENCE, *lines, source.FENCE, "", ""])


def front_matter(text: str) -> tuple[list[str], list[str], int]:
    """The YAML lines between two ``---``, the lines of the text, and the number of the text's first line."""
    lines = text.split("\n")
    opened = lines[0].rstrip() == "---" and re.match(r"\s*(#|[\w\"'][^:]*:(\s|$))", "\n".join(lines[1:]))
    if opened:
        for index, line in enumerate(lines[1:], 1):
            if line.rstrip() in ("---", "..."):
                return lines[1:index], lines[index + 1 :], index + 2
    return [], lines, 1


def read_front_matter(
    lines: Sequence[str], shown: str, language: str
) -> tuple[dict[str, str | list[str]], str, list[Finding]]:
    """The settings and the title (as Markdown) that a YAML head gives, and what it holds besides.

    A head that says ``fr-FR`` agrees with a ``language`` of ``fr``, which is then taken as it is.
    """
    settings: dict[str, str | list[str]] = {"language": language}
    title = ""
    findings: list[Finding] = []
    for key, value in _metadata(lines, shown).items():
        place = Place(
            shown,
            next((at for at, line in enumerate(lines, 2) if re.match(rf"['\"]?{re.escape(key)}\b", line)), 1),
        )
        found = _FITS[key](value) if key in _FITS else None
        if not found:
            variant = "imprint" if key in ("author", "date") else ""
            findings.append(warning("I014", place, variant=variant, key=key))
        elif key == "title" and isinstance(found, str):
            title = found
        elif key in ("description", "keywords"):
            settings[key] = found
        elif isinstance(found, str) and found.split("-")[0] != language.split("-")[0]:
            settings["language"] = found
    return settings, title, findings


def _metadata(lines: Sequence[str], shown: str) -> dict[str, markup.Node]:
    """The head of a file as pandoc reads it: each value a node of its tree."""
    if not lines:
        return {}
    reader = pandoc.MARKDOWN.replace("-yaml_metadata_block", "+yaml_metadata_block")
    data = "\n".join(["---", *lines, "---", ""]).encode()
    tree = json.loads(
        pandoc.run(["--sandbox", "--from", reader, "--to", "json"], data, place=Place(shown, 1))
    )
    meta: dict[str, markup.Node] = tree["meta"]
    return meta


def _as_markdown(value: markup.Node) -> str:
    """A value of the head as one line of Markdown, or nothing where it is not words."""
    if value["t"] == "MetaString":
        return markup.escape_markdown(" ".join(value["c"].split()))
    if value["t"] == "MetaBlocks" and len(value["c"]) == 1 and value["c"][0]["t"] in ("Para", "Plain"):
        value = {"t": "MetaInlines", "c": value["c"][0]["c"]}
    if value["t"] != "MetaInlines":
        return ""
    reader = markup.Reader(lambda _: Place())
    words = markup.to_markdown(reader.inlines(value["c"]))
    return "" if reader.findings or reader.notes or "\n" in words else words.strip()


def _as_text(value: markup.Node) -> str:
    words = _as_markdown(value)
    return plain_words(words) if words else ""


def _as_language(value: markup.Node) -> str:
    tag = _as_text(value)
    try:
        return msgspec.convert({"language": tag}, ArticleSettings).language
    except msgspec.ValidationError:
        return ""


def _keywords(value: markup.Node) -> list[str]:
    words = (
        [_as_text(item) for item in value["c"]] if value["t"] == "MetaList" else _as_text(value).split(",")
    )
    return [word.strip() for word in words if word.strip()]


_FITS: dict[str, Callable[[markup.Node], str | list[str]]] = {
    "language": _as_language,
    "lang": _as_language,
    "title": _as_markdown,
    "description": _as_text,
    "keywords": _keywords,
}


def plain_words(markdown: str) -> str:
    """The words of one line of Markdown."""
    return plain(markup.parse([markdown], lambda _: Place())[0][0])


def of_document(blocks: list[Block], carried: Carried, shown: str, language: str) -> tuple[str, list[Block]]:
    """The settings at the head; for an exported article its own, with the figures that they place."""
    if not carried.head:
        values: dict[str, str | Sequence[str]] = {"language": language}
        declared = str(carried.settings.get("language", ""))
        if declared and declared.split("-")[0] != language.split("-")[0]:
            values["language"] = declared
        values.update(
            {key: carried.settings[key] for key in ("description", "keywords") if key in carried.settings}
        )
        return head(values, shown), blocks
    settings = toml.load(carried.head.encode(), ArticleSettings, shown)
    left, misplaced = without_placed(blocks, settings.figures)
    own = carried.head
    if misplaced:
        own, left = _without_figures(own), blocks
    return f"{source.FENCE}\n{own.strip()}\n{source.FENCE}\n\n", left


def _without_figures(head: str) -> str:
    return re.sub(r"(?ms)^\[\[figures\]\].*?(?=^\[|\Z)", "", head).strip() + "\n"


def without_placed(blocks: list[Block], figures: Sequence[Figure]) -> tuple[list[Block], list[Figure]]:
    """The blocks without the pictures that ``figures`` put just there, and the figures that differ."""
    left = list(blocks)
    misplaced = []
    for figure in reversed(figures):
        at = next((i for i, block in enumerate(left) if plain(block.content).startswith(figure.after)), None)
        pair = [] if at is None else left[at + 1 : at + 3]
        wanted = [(Kind.ALTERNATIVE, figure.alternative), (Kind.FIGURE, figure.caption)]
        if (
            at is not None
            and [(block.kind, plain(block.content)) for block in pair] == wanted
            and all(block.media == figure.file for block in pair)
        ):
            del left[at + 1 : at + 3]
        else:
            misplaced.append(figure)
    return left, misplaced
