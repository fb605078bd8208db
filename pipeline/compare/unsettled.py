"""What a comparison leaves to people: questions that nobody has answered, and what it did not compare."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

import msgspec

from pipeline.compare import not_compared
from pipeline.model import Edition, Finding, Unsettled, Word, is_question, note


def edition(compared: Edition, findings: Iterable[Finding]) -> Edition:
    """``compared`` with what the comparison, which has found ``findings``, leaves open in each language."""
    source = compared.article.language
    asked = [finding.place for finding in dict.fromkeys(findings) if is_question(finding)]
    made = []
    for index, language in enumerate(compared.languages):
        own = {segment.places[index] for segment in compared.segments}
        questions = sum(place in own for place in asked)
        made.append(Unsettled(questions, not_compared(source, language)))
    return msgspec.structs.replace(compared, unsettled=tuple(made))


def remarks(compared: Edition) -> Iterator[Finding]:
    """A note for each translation in which something is left open."""
    article = compared.article
    for index, language in enumerate(compared.languages):
        left = compared.unsettled[index]
        if left == Unsettled():
            continue
        review = ("feuillet", "translate", "review", article.name, "--language", language)
        yield note(
            "X040",
            msgspec.structs.replace(compared.segments[0].places[index], line=None, segment=None),
            variant="" if not left.not_compared else "both" if left.questions else "not compared",
            count=left.questions,
            language=Word(language),
            source_language=Word(article.language),
            kinds=tuple(map(Word, left.not_compared)),
            command=shlex.join(review),
        )
