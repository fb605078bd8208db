"""Settings files: TOML that people write, read into typed values; what is wrong is told in their words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from pipeline.model import Exit, FeuilletError, Finding, Place, Word, error
from pipeline.text import nearest, short

S = TypeVar("S", bound=msgspec.Struct)


def load(
    data: bytes, kind: type[S], file: str, first_line: int = 1, inherited: Mapping[str, object] | None = None
) -> S:
    """Read TOML as the settings type ``kind``; an unknown key is an error that names the nearest known.

    What it does not say is taken from ``inherited``. ``first_line`` is the line of ``file`` that the text
    begins on.
    """
    values = dict(inherited or {})
    for key, value in parse(data, file, first_line).items():
        table = values.get(key)
        values[key] = {**table, **value} if isinstance(table, dict) and isinstance(value, dict) else value
    try:
        return msgspec.convert(values, kind, strict=True)
    except msgspec.ValidationError as problem:
        text = data.decode("utf-8-sig")
        raise _bad(_explain(str(problem), kind, text, file, first_line)) from None


def parse(data: bytes, file: str, first_line: int = 1) -> dict[str, object]:
    """Read TOML as plain values, which may be anything."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + first_line
        raise _bad(error("C010", Place(file, line))) from None
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _bad(error("C011", Place(file, first_line), variant="deep")) from None
    except tomllib.TOMLDecodeError as problem:
        raise _bad(_unreadable(str(problem), text, file, first_line)) from None


def _bad(finding: Finding) -> FeuilletError:
    return FeuilletError(Exit.CONFIGURATION, (finding,))


# ── What is no TOML ────────────────────────────────────────────────────────────────────────

_DAY = re.compile(r"^(?P<key>[^=]*=\s*)(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})\s*(#.*)?$")
_CURLY = re.compile(r"=\s*[«“”‘’]")
_QUOTES = re.compile(r'=\s*"[^"]*"\s*[^\s"#,\]]')  # words go on after the quotes were closed
_BARE = re.compile(r"=\s*[^\s\"'\[{\d+-]")


def _unreadable(problem: str, text: str, file: str, first_line: int) -> Finding:
    """What keeps ``text`` from being read, by the line that the parser stopped on."""
    rows = text.split("\n")
    found = re.search(r"at line (\d+)", problem)
    number = int(found[1]) if found else len(rows)
    row = rows[number - 1].strip() if number <= len(rows) else ""
    place = Place(file, first_line + number - 1)
    if day := _DAY.match(row):
        date = f"{day['year']}-{int(day['month']):02}-{int(day['day']):02}"
        return error("C011", place, variant="date", line=short(row), example=f"{day['key'].strip()} {date}")
    for variant, sign in (("curly", _CURLY), ("quotes", _QUOTES)):
        if sign.search(row):
            return error("C011", place, variant=variant, line=short(row))
    variant = next((name for said, name in _SAID.items() if said in problem), "")
    if not variant and _BARE.search(row):
        variant = "bare"
    return error("C011", place, variant=variant, line=short(row) or "…")


# What tomllib says, and the variant of the finding.
_SAID = {
    "Cannot overwrite a value": "twice",
    "Cannot declare": "twice",
    "Expected '=' after a key": "equals",
    "Unclosed array": "list",
    "end of a table declaration": "bracket",
    "Illegal character '\\n'": "end",
    "Unterminated string": "end",
    "Unescaped '\\'": "backslash",
    "Invalid date": "no date",
}


# ── What does not fit ──────────────────────────────────────────────────────────────────────

_EXAMPLES = {
    "str": '"…"',
    "int": "1",
    "bool": "true",
    "array": '["…", "…"]',
    "object": "",
    "date": "2026-03-01",
}


def _explain(problem: str, kind: type[msgspec.Struct], text: str, file: str, first_line: int) -> Finding:
    """msgspec's message in the words of someone who edits settings, with its line."""
    where = re.search(r" - at `\$([^`]*)`", problem)
    parts = re.findall(r"[A-Za-z_]+", where[1]) if where else []
    said = problem.split(" - at")[0]
    if found := re.match(r"Object contains unknown field `([^`]+)`", said):
        return _unknown(found[1], parts, kind, _line(text, found[1], file, first_line))
    if found := re.match(r"Object missing required field `([^`]+)`", said):
        place = _line(text, parts[-1], file, first_line) if parts else Place(file, first_line)
        table = ".".join(parts)
        return error("C013", place, variant="table" if parts else "", key=found[1], table=table)
    key = parts[-1] if parts else ""
    return _misfit(said, key, text, _line(text, key, file, first_line))


def _unknown(key: str, parts: Sequence[str], kind: type[msgspec.Struct], place: Place) -> Finding:
    """A setting that is not known where it stands; perhaps it belongs to another table of the file."""
    table = ".".join(parts)
    known = _fields(_inner(kind, parts))
    if parts and key in _fields(kind):
        return error("C012", place, variant="above", key=key, table=table)
    for name in _fields(kind):
        if not parts and (inner := _inner(kind, (name,))) is not kind and key in _fields(inner):
            return error("C012", place, variant="below", key=key, table=name)
    near = nearest(key, known)
    return error(
        "C012", place, variant="near" if near else "", key=key, near=near, known=tuple(sorted(known))
    )


def _misfit(said: str, key: str, text: str, place: Place) -> Finding:
    """What is wrong with the value of ``key``, and an example of a right one."""
    value = re.search(rf'(?m)^\s*"?{re.escape(key)}"?\s*=\s*(.+?)\s*$', text) if key else None
    shown = short(value[1].strip('"')) if value else "…"

    def wrong(variant: str, **values: str | int | Word | tuple[str, ...]) -> Finding:
        return error("C014", place, variant=variant, key=key, value=shown, **values)

    if "#[0-9a-f" in said.lower():
        return wrong("colour")
    if "matching regex" in said and "https?" in said:
        return wrong("address")
    if "matching regex" in said and key == "language":
        return wrong("language")
    if "matching regex" in said and key == "profile":
        return wrong("profile")
    if "matching regex" in said:
        choices = re.findall(r"[a-z+/]{3,}", said.split("regex", 1)[1].replace("\\\\", ""))
        return wrong("choice", choices=tuple(choices))
    if found := re.match(r"Expected `(\w+)` of length (<=|>=) (\d+)", said):
        return wrong("most" if found[2] == "<=" else "least", count=int(found[3]))
    if "RFC3339" in said or "`date`" in said:
        day = _DAY.match(f"{key} = {shown}")
        example = (
            f"{key} = {day['year']}-{int(day['month']):02}-{int(day['day']):02}"
            if day
            else f"{key} = 2026-03-01"
        )
        return wrong("date", example=example)
    if found := re.match(r"Expected `([\w| ]+)`, got `(\w+)`", said):
        wanted = found[1].split(" |")[0]
        example = _EXAMPLES.get(wanted, "")
        kinds = {"wanted": Word(f"type {wanted}"), "found": Word(f"type {found[2]}")}
        return wrong("type" if example else "table", example=f"{key} = {example}", **kinds)
    return wrong("", why=said)


def _fields(kind: type[msgspec.Struct]) -> list[str]:
    return [field.name for field in msgspec.structs.fields(kind)]


def _inner(kind: type[msgspec.Struct], parts: Sequence[str]) -> type[msgspec.Struct]:
    """The settings type that stands at ``parts`` below ``kind``."""
    for part in parts:
        for field in msgspec.structs.fields(kind):
            if field.name == part:
                inner = [
                    arg
                    for arg in _arguments(field.type)
                    if isinstance(arg, type) and issubclass(arg, msgspec.Struct)
                ]
                if inner:
                    kind = inner[0]
    return kind


def _arguments(kind: object) -> Iterable[object]:
    yield kind
    for argument in getattr(kind, "__args__", ()):
        yield from _arguments(argument)


def _line(text: str, key: str, file: str, first_line: int) -> Place:
    found = re.search(rf"(?m)^\s*(\[+)?[\w.\"]*\b{re.escape(key)}\b", text) if key else None
    return Place(file, first_line + text[: found.end()].count("\n") if found else first_line)
