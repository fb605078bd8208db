"""The command in the language of whoever types it: help, click's own sentences, lines that are printed.

The words stand in ``command.po``. What a command or an option does is found there by its name, so the code
that declares it holds no help.
"""

from __future__ import annotations

import gettext
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import click

from pipeline import messages
from pipeline.catalogs import LANGUAGES, language_of
from pipeline.model import Shown

_KEY = "feuillet.language"
_ASK = "--ui-language"


def language(context: click.Context | None = None) -> str:
    """The language of a command: of the one that is running, unless ``context`` names another."""
    return str((context or click.get_current_context()).meta[_KEY])


def say(name: str, /, **values: Shown) -> str:
    """A line of ``command.po`` in that language."""
    return messages.say(name, language(), **values)


def agrees(question: str) -> bool:
    """Ask on standard error, and say whether the answer is yes."""
    asked = f"{question} [{say('yes or no')}]"
    answer = click.prompt(asked, default="", show_default=False, prompt_suffix=" ", err=True)
    return answer.strip().lower() in say("yes").split(", ")


def confirm(question: str) -> None:
    """Ask on standard error, and abort the command unless the answer is yes."""
    if not agrees(question):
        raise click.Abort


# ── Help, by name ──────────────────────────────────────────────────────────────────────────


def _path(context: click.Context) -> str:
    """The words that name a command, such as "translate export"; nothing for ``feuillet`` itself."""
    if context.parent is None:
        return ""
    return f"{_path(context.parent)} {context.info_name}".strip()


def _metavar(text: str, context: click.Context) -> str:
    """``text`` with the words in capitals, which stand for values, in the reader's language."""
    speaks = language(context)
    return re.sub(
        r"\b[A-Z]{2,}\b", lambda found: messages.text("metavar", found[0], speaks) or found[0], text
    )


class Option(click.Option):
    """An option whose help stands in the catalog: for its command ("build --force"), the group, or all."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None:
            return None
        name, path = max(self.opts, key=len), _path(ctx).split()
        names = [" ".join((*path[:length], name)) for length in range(len(path), -1, -1)]
        text = next(filter(None, (messages.text("help", one, language(ctx)) for one in names)), "")
        return record[0], f"{text}  {record[1]}".strip()

    def make_metavar(self, ctx: click.Context) -> str:
        return _metavar(super().make_metavar(ctx), ctx)


class Argument(click.Argument):
    """An argument that is called by its name in the reader's language."""

    def make_metavar(self, ctx: click.Context) -> str:
        return _metavar(super().make_metavar(ctx), ctx)


class Command(click.Command):
    """A command whose help stands in the catalog, under its path: "build", "translate export"."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_metavar(piece, ctx) for piece in super().collect_usage_pieces(ctx)]

    @property
    def help(self) -> str | None:
        """What the help says of the command: the text of the catalog, else that of the code.

        click reads it from a command's own help and from that of the group above it.
        """
        context = click.get_current_context(silent=True)
        if context is None:
            return self._help
        path = _path(context) if context.command is self else f"{_path(context)} {self.name}"
        return messages.text("help", path.strip() or "feuillet", language(context)) or self._help

    @help.setter  # noqa: A003
    def help(self, text: str | None) -> None:
        self._help = text


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


class Program(Group):
    """The command as a whole: it takes ``--ui-language`` wherever that stands in the line."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        line = sys.argv[1:] if args is None else args
        with _click_speaks(_asked(_taken_out(line)[1])):
            return super().main(args, *rest, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        others, asked = _taken_out(args)
        ctx.meta[_KEY] = _asked(asked)
        return super().parse_args(ctx, [*asked, *others])


def _taken_out(line: Sequence[str]) -> tuple[list[str], list[str]]:
    """The line without ``--ui-language`` and its value, and those two alone."""
    others: list[str] = []
    asked: list[str] = []
    words = iter(line)
    for word in words:
        if word == "--":
            others += [word, *words]
        elif word == _ASK:
            asked += [word, *([value] if (value := next(words, None)) is not None else [])]
        else:
            (asked if word.startswith(f"{_ASK}=") else others).append(word)
    return others, asked


def _asked(asked: list[str]) -> str:
    """The language to speak where ``asked`` was asked for."""
    return language_of(asked[-1].rpartition("=")[2] if asked else "")


@contextmanager
def _click_speaks(language: str) -> Iterator[None]:
    """Let click say its own sentences in ``language`` inside the block.

    click asks gettext, which knows a language from environment variables alone. Setting those would reach the
    engines too, for Pango chooses fonts by LANGUAGE. So the two functions of gettext that click's modules
    have imported by name are replaced there for as long as the command runs.
    """
    if language == "en":  # the language that click is written in
        yield
        return

    def one(text: str) -> str:
        return messages.text("click", text, language) or text

    def several(singular: str, plural: str, count: int) -> str:
        return messages.text("click", singular, language, count) or (singular if count == 1 else plural)

    ours = {gettext.gettext: one, gettext.ngettext: several}
    replaced = [
        (module, name, function)
        for module in [found for key, found in sys.modules.items() if key.startswith("click.")]
        for name, function in vars(module).items()
        if name in ("_", "ngettext") and function in ours
    ]
    for module, name, function in replaced:
        setattr(module, name, ours[function])
    try:
        yield
    finally:
        for module, name, function in replaced:
            setattr(module, name, function)


option = partial(click.option, cls=Option)
argument = partial(click.argument, cls=Argument)
ui_language = option(_ASK, type=click.Choice(LANGUAGES), expose_value=False)
