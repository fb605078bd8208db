"""What the documents say is there, is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.workbench import ROOT, feuillet

CODE = re.compile(r"\b([A-Z])(\d{3})\b")
RANGE = re.compile(r"\b([A-Z])(\d{3})–[A-Z](\d{3})\b")


def listed(text: str) -> Iterator[str]:
    """Every code in ``text``, those between the ends of a range too."""
    for letter, first, last in RANGE.findall(text):
        yield from (f"{letter}{number:03}" for number in range(int(first), int(last) + 1))
    yield from (letter + number for letter, number in CODE.findall(text))


def test_every_code_is_in_the_table() -> None:
    """A code that Feuillet can say stands in the table of ARCHITECTURE.md, and the table has no others."""
    table = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("## Codes", 1)[1]
    said: set[str] = set()
    for path in (ROOT / "pipeline").rglob("*.py"):
        said |= set(re.findall(r"[\"']([CDEILMPRTVX]\d{3})[\"']", path.read_text("utf-8")))
    assert said - set(listed(table)) == set()
    assert set(listed(table)) - said == set()


def test_every_command_of_the_readme_is_there() -> None:
    """Each ``feuillet COMMAND`` and each ``make TARGET`` that README.md names."""
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = set(re.findall(r"feuillet (?:-C \S+ )?([a-z]+)", readme)) - {"is"}
    known = feuillet("--help", folder=ROOT).stdout
    assert {name for name in commands if not re.search(rf"(?m)^  {name} ", known)} == set()
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"(?m)(?:^    |`)make ([a-z-]+)", readme))
    assert {name for name in targets if not re.search(rf"(?m)^{name}:", makefile)} == set()


def test_every_picture_and_page_that_is_linked_is_there() -> None:
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        prose = re.sub(r"`[^`]*`", "", (ROOT / name).read_text("utf-8"))
        links = re.findall(r"\]\(([^)#:]+)\)", prose)
        assert [link for link in links if not (ROOT / link).exists()] == []
