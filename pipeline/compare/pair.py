"""Two texts, and what is read from them once for all checks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from pipeline.compare import denials, differences, quantities
from pipeline.compare.beads import Bead
from pipeline.compare.denials import Said
from pipeline.compare.glossary import Glossary
from pipeline.compare.languages import NO_TABLE, NOT, Table, base, late, table
from pipeline.compare.quantities import Fact, Way
from pipeline.compare.tokens import normal, sentences
from pipeline.compare.vocabulary import Anchor, anchors, expected_ratio, senses
from pipeline.compare.waiver import command, digest
from pipeline.model import Finding, Inlines, Place, Shown, Word, plain
from pipeline.text import marked

Span = tuple[int, int]
NOTHING: tuple[Span, ...] = ()

_SPACED = late(r"\d \d{3}(?!\d)")


class Side:
    """One of the two texts."""

    def __init__(self, content: Inlines, language: str, words: Table) -> None:
        self.content, self.language, self.words = content, language, words
        self.raw = plain(content).strip()
        self.text = normal(self.raw).strip()
        self.low = self.text.lower() if len(self.text.lower()) == len(self.text) else self.text

    @property
    def written(self) -> str:
        """The text as it stands, where each character of ``text`` is at the place of one of it; else that."""
        return self.raw if len(self.raw) == len(self.text) else self.text

    @cached_property
    def _sentences(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        return sentences(self.text, self.words)

    @property
    def sentences(self) -> tuple[str, ...]:
        return self._sentences[0]

    @property
    def ends(self) -> tuple[int, ...]:
        return self._sentences[1]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each sentence begins."""
        return (0, *self.ends[:-1])

    @cached_property
    def said(self) -> tuple[Said, ...]:
        return denials.read(self.low, self.words.tag, self.ends)

    def said_in(self, sentences: Sequence[int]) -> Sequence[Said]:
        """The cues in sentences that follow each other."""
        first, last = sentences[0], sentences[-1]
        start = bisect_left(self.said, first, key=lambda said: said.sentence)
        return self.said[start : bisect_right(self.said, last, key=lambda said: said.sentence)]

    def anchors_in(self, start: int, end: int) -> Sequence[Anchor]:
        """The words that begin from ``start`` to before ``end``."""
        first = bisect_left(self.anchors, start, key=lambda anchor: anchor.start)
        return self.anchors[first : bisect_left(self.anchors, end, key=lambda anchor: anchor.start)]

    @cached_property
    def answers(self) -> frozenset[str]:
        """The keys of all its words."""
        return frozenset(key for anchor in self.anchors for key in anchor.keys)

    def reading(self, way: Way = quantities.PLAIN) -> quantities.Reading:
        denied = tuple((one.start, one.end) for one in self.said if one.cue.kind == NOT)
        return quantities.read(self.text, self.words, way, denied)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        return anchors(self.text, self.words.tag)

    @cached_property
    def keys(self) -> tuple[frozenset[str], ...]:
        """The keys of the words of each sentence, and its numbers."""
        found: list[set[str]] = [set() for _ in self.ends]
        for anchor in self.anchors:
            found[self._sentence(anchor.start)] |= anchor.keys
        for fact in self.reading().facts:
            found[self._sentence(fact.start)] |= {f"#{value}" for _, value in fact.meanings}
        return tuple(map(frozenset, found))

    def _sentence(self, place: int) -> int:
        return min(bisect_right(self.ends, place), len(self.ends) - 1)


class Pair:
    """A source, its translation, and what lies beside what."""

    def __init__(
        self,
        source: Inlines,
        target: Inlines,
        source_language: str,
        target_language: str,
        article: str,
        place: Place,
        glossary: Glossary,
    ) -> None:
        self.place, self.glossary, self.article = place, glossary, article
        tables = table(source_language), table(target_language)
        # Units and number words are compared where both languages have a table, digits always.
        self.known = all(tables)
        one, other = (tables[0], tables[1]) if tables[0] and tables[1] else (NO_TABLE, NO_TABLE)
        self.source, self.target = Side(source, source_language, one), Side(target, target_language, other)
        self.both = bool(self.source.raw) and bool(self.target.raw)

    def tell(
        self,
        severity: Callable[..., Finding],
        code: str,
        variant: str = "",
        /,
        marks: tuple[Iterable[Span], Iterable[Span]] = (NOTHING, NOTHING),
        read: tuple[str, str] = ("", ""),
        **values: Shown,
    ) -> Finding:
        """A finding on this pair: in which languages, ``values``, both texts with the words that it is about
        marked, what they were read as, and how to waive it.
        """
        source, target = self.source, self.target
        return severity(
            code,
            self.place,
            variant=variant,
            source_language=_language(source.language, target.language),
            target_language=_language(target.language, source.language),
            **values,
            source_text=marked(source.written, _apart(marks[0])),
            target_text=marked(target.written, _apart(marks[1])),
            source_read=read[0],
            target_read=read[1],
            waive=command(self.article, target.language, self.digest, code),
        )

    @cached_property
    def digest(self) -> str:
        return digest(self.source.content, self.target.content)

    @cached_property
    def listed(self) -> bool:
        """Whether both languages have a list of words, by which one can be told to answer another."""
        return all(senses(side.words.tag, "lexicon") for side in (self.source, self.target))

    @cached_property
    def same(self) -> bool:
        return self.both and bare(self.source.raw) == bare(self.target.raw)

    @cached_property
    def beads(self) -> tuple[Bead, ...]:
        source, target = self.source, self.target
        if len(source.sentences) == len(target.sentences) == 1:
            return (((0,), (0,)),)
        ratio = expected_ratio(source.words, target.words)
        return differences.counterparts(source.sentences, target.sentences, ratio, source.keys, target.keys)

    @cached_property
    def lonely(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The sentences without a counterpart."""
        if not self.known:
            return (), ()
        return (
            tuple(i for left, right in self.beads if not right for i in left),
            tuple(j for left, right in self.beads if not left for j in right),
        )

    @cached_property
    def readings(self) -> tuple[quantities.Reading, quantities.Reading]:
        """Both texts, read so that they differ least: what has two readings is read as they agree."""
        best = self.source.reading(), self.target.reading()
        least = len(differences.differences(*best))
        ways = [Way(apart=True)]
        if least and _SPACED().search(self.source.text + "|" + self.target.text):
            ways += [Way(spaced=True), Way(spaced=True, apart=True)]
        for one, other in ((one, other) for one in (Way(), *ways) for other in (Way(), *ways)):
            if not least:
                break
            again = self.source.reading(one), self.target.reading(other)
            count = len(differences.differences(*again))
            if count < least:
                best, least = again, count
        return best

    @cached_property
    def differences(self) -> tuple[differences.Difference, ...]:
        return differences.differences(*self.readings)

    @cached_property
    def contradictions(self) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        lost: list[Said] = []
        added: list[Said] = []
        for left, right in self.beads:
            if left and right:
                one, other = denials.contradictions(
                    self.source.said_in(left),
                    self.target.said_in(right),
                    self._together(left, right),
                )
                lost += one
                added += other
        return tuple(lost), tuple(added)

    def is_plain(self, said: Said, side: Side, other: Side) -> bool:
        """Whether what ``said`` denies is said on the other side too, and so without the denial.

        Where it is not, the other side may say the same in other words: "n'y touchez pas", "leave it alone".
        Without word lists nobody can tell, and a missing no is taken for one.
        """
        if not self.listed:
            return True
        first = [*side.anchors_in(said.start, said.end), *side.anchors_in(said.end, said.end + _BY)[:2]]
        return any(not anchor.keys.isdisjoint(other.answers) for anchor in first)

    def _together(self, left: Sequence[int], right: Sequence[int]) -> Callable[[Said, Said], float]:
        one = self.source.starts[left[0]], self.source.ends[left[-1]]
        other = self.target.starts[right[0]], self.target.ends[right[-1]]

        def apart(a: Said, b: Said) -> float:
            if not self._by(self.source, a).isdisjoint(self._by(self.target, b)):
                return -1.0
            here = (a.start - one[0]) / max(1, one[1] - one[0])
            there = (b.start - other[0]) / max(1, other[1] - other[0])
            return abs(here - there)

        return apart

    @staticmethod
    def _by(side: Side, said: Said) -> frozenset[str]:
        """The words that a negation stands by."""
        near = side.anchors_in(said.start - 6, said.end + _BY)
        return frozenset(key for anchor in near for key in anchor.keys)


_BY = 30  # characters after a negation in which the words stand that it denies


def shown(fact: Fact | None) -> str:
    return fact.shown if fact else ""


def span(fact: Fact | Said | None) -> tuple[Span, ...]:
    return ((fact.start, fact.end),) if fact else NOTHING


def bare(text: str) -> str:
    return " ".join(normal(text).casefold().split())


def _apart(spans: Iterable[Span]) -> list[Span]:
    """``spans`` in their order, without what overlaps."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        if end > start and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


def _language(tag: str, other: str) -> Word:
    """The language ``tag`` by its name; by its whole tag beside another variety of the same."""
    return Word(tag if base(other) == base(tag) else base(tag))
