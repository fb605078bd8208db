"""What the documents say is there, is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.workbench import ROOT, feuillet


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
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CODES.md"):
        prose = re.sub(r"`[^`]*`", "", (ROOT / name).read_text("utf-8"))
        links = re.findall(r"\]\(([^)#:]+)\)", prose)
        assert [link for link in links if not (ROOT / link).exists()] == []


def test_what_the_readme_says_that_a_command_prints_is_what_it_prints(tmp_path: Path) -> None:
    """Each ``$ feuillet …`` with the lines below it."""
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r"(?m)^    \$ feuillet (.+)\n((?:    .*\n)+)", readme)
    assert shown
    for line, printed in shown:
        done = feuillet(*shlex.split(line), folder=tmp_path)
        assert done.stdout == "".join(part[4:] for part in printed.splitlines(keepends=True))
