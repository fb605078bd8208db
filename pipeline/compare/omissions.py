"""What was left out of a translation, and what was left in the source language."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.compare.languages import base, late, table
from pipeline.compare.pair import Pair, Side, Span
from pipeline.compare.tokens import normal, sentences_of
from pipeline.compare.vocabulary import Anchor, expected_ratio, known, senses
from pipeline.model import Finding, Foreign, Inlines, error, is_error, plain, question
from pipeline.text import short

# ── Left in the source language ────────────────────────────────────────────────────────────


def is_foreign(pair: Pair) -> bool:
    """The target is in the source language: one finding says so, and nothing else is compared."""
    return pair.known and any(map(is_error, _sentences(pair)))


def untranslated(pair: Pair) -> Iterator[Finding]:
    """Sentences, or else words, that stand in the target as they stood in the source."""
    found = tuple(_sentences(pair))
    yield from found
    if not found and pair.known and not pair.same:
        yield from _words(pair)


def _sentences(pair: Pair) -> Iterator[Finding]:
    if not pair.both or base(pair.source.language) == base(pair.target.language):
        return
    own = plain(_own(pair.target.content))
    text = normal(own)
    source, target = table(pair.source.language), table(pair.target.language)
    tokens = re.findall(r"[^\W\d_]+'?", text.lower())
    lower = re.findall(r"\b[^\W\d_A-ZÀ-Þ][^\W\d_]{3,}", text)
    if pair.same and tokens:
        foreign = source is not None and any(token in source.function_words for token in tokens)
        ours = target is not None and any(token in target.function_words for token in tokens)
        accented = any(not token.isascii() for token in lower) and base(pair.target.language) == "en"
        if (foreign and not ours) or len(lower) >= 2 or accented:
            yield pair.tell(error, "X019", tag=pair.source.language)
        return
    if source is None or target is None:
        return
    theirs, ours_ = (
        source.function_words - target.function_words,
        target.function_words - source.function_words,
    )
    for sentence in sentences_of(own, pair.target.words):
        words = re.findall(r"[^\W\d_]+'?", sentence.lower())
        strange = sum(word in theirs for word in words)
        own_count = sum(word in ours_ or word.rstrip("'") in ours_ for word in words)
        if strange >= 2 and strange > 2 * own_count and len(words) >= 4:
            sure = len(sentence) > 0.6 * len(text) or strange >= 4
            said = short(sentence, 60)
            yield pair.tell(error if sure else question, "X019", "part", said=said, tag=pair.source.language)


def _own(content: Inlines) -> Inlines:
    """``content`` without the words that it marks as another language's."""
    return tuple(inline for inline in content if not isinstance(inline, Foreign))


_LOWER = late(r"(?<![\w'.@/-])(?:[^\W\d_A-ZÀ-Þ]|(?:(?<=^)|(?<=[.!?:] ))[^\W\d_])[^\W\d_]{3,}(?![\w@/])")


def _words(pair: Pair) -> Iterator[Finding]:
    """A word that also stands in the source, that the source's language knows and the target's does not."""
    if base(pair.source.language) == base(pair.target.language):
        return
    text = normal(plain(_own(pair.target.content)))
    if not text[:1].isalpha() and not text:
        return
    theirs = {match[0].lower() for match in _LOWER().finditer(pair.source.text)}
    if not theirs:
        return
    left: list[Span] = [
        match.span()
        for match in _LOWER().finditer(text)
        if match[0].lower() in theirs and _is_strange(match[0].lower(), pair)
    ]
    if left:
        said = ", ".join(dict.fromkeys(text[start:end] for start, end in left))
        same = text.strip() == pair.target.text
        marks = ((), left) if same else ((), ())
        yield pair.tell(
            question, "X019", "words", marks=marks, said=short(said, 60), tag=pair.source.language
        )


# Languages of whose words simplemma misses so few that one it does not know is none. In others it takes words
# like "virus" for strange, and a word has to stand in our own list of the source's.
_WHOLE = frozenset(["en"])


def _is_strange(word: str, pair: Pair) -> bool:
    target = pair.target
    if word in target.words.function_words or word in target.words.units:
        return False
    listed = senses(pair.source.words.tag, "lexicon")
    if base(target.language) not in _WHOLE and not (listed and any(True for _ in listed.find(word))):
        return False
    return known(word, base(pair.source.language)) and not known(word, base(target.language))


# ── Left out ───────────────────────────────────────────────────────────────────────────────

_ALONE, _ANSWERED = 1.0, -1.3
_UNLISTED = 0.45  # a word that no list has may be said in any way
_RUN, _LENGTH = 0.1, 0.2  # what a run weighs, and how much more a missing length says of a long sentence
_WORTH = 0.8  # what is asked for
_SHORT = 0.92  # of the length that the other side leads to expect, above which nothing is missing


def cut(pair: Pair) -> Iterator[Finding]:
    """A question for the longest run of words without an answer, in each direction."""
    ratio = expected_ratio(pair.source.words, pair.target.words)
    for left, right in pair.beads:
        if not left or not right:
            continue
        here, there = _bead(pair.source, left), _bead(pair.target, right)
        expected = max(1.0, (here[1] - here[0]) * ratio)
        actual = max(1, there[1] - there[0])
        for side, place, other, place_, share, variant in (
            (pair.source, here, pair.target, there, actual / expected, "lost"),
            (pair.target, there, pair.source, here, expected / actual, "added"),
        ):
            run = _longest(_inside(side.anchors, place), _inside(other.anchors, place_), share)
            if run:
                mine = ((run[0].start, run[-1].end),)
                marks = (mine, ()) if variant == "lost" else ((), mine)
                said = short(side.text[mine[0][0] : mine[0][1]], 60)
                yield pair.tell(question, "X027", variant, marks=marks, said=said)
                return


def _bead(side: Side, sentences: Sequence[int]) -> Span:
    return side.starts[sentences[0]], min(side.ends[sentences[-1]], len(side.text))


def _inside(anchors: Sequence[Anchor], place: Span) -> Sequence[Anchor]:
    start, end = (bisect_left(anchors, edge, key=lambda anchor: anchor.start) for edge in place)
    return anchors[start:end]


def _longest(ones: Sequence[Anchor], others: Sequence[Anchor], share: float) -> list[Anchor] | None:
    """The run of ``ones`` that weighs most and has no answer, if it is enough for a side so much shorter."""
    if share >= 1.0 or len(ones) < 3:
        return None
    answers: set[str] = set()
    for other in others:
        answers |= other.keys
    best, best_run = 0.0, (0, 0)
    total, start = 0.0, 0
    for i, one in enumerate(ones):
        weight = _ANSWERED if not one.keys.isdisjoint(answers) else _ALONE if one.known else _UNLISTED
        if total <= 0:
            total, start = 0.0, i
        total += weight
        if total > best:
            best, best_run = total, (start, i + 1)
    weight = _RUN * best + (1 - share) * (1 + _LENGTH * math.sqrt(len(ones)))
    enough = best >= _ALONE and share < _SHORT and weight >= _WORTH
    run = ones[best_run[0] : best_run[1]]
    return list(run) if enough and len(run) > 1 else None  # one word may always be said in another way
