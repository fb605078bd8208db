"""Words that two languages have in common: by their first letters, and by the word lists of both.

`anchors` gives the words of a text as keys that a translation of it has too. `Senses` finds the forms of a
list in a text, the longest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.compare.languages import Table, base, late, table
from pipeline.compare.tokens import normal
from pipeline.text import fold

_WORD = late(r"[^\W\d_]+(?:'(?:s(?!\w)|(?=[^\W\d_])))?|\d+(?:[.,]\d+)?")
_FIGURE = late(r"\d+")
_ROOT = 5  # letters that a word of medicine has in both languages


class Sense(NamedTuple):
    """What one form of a list stands for."""

    name: str
    soft: bool
    start: int
    end: int
    shown: str


class Senses:
    """The forms of a list, to be found in texts: whole words, phrases, ``stem*``; ``~`` marks a soft one."""

    def __init__(self, lines: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._whole: dict[str, list[_Form]] = {}
        self._stems: dict[str, list[_Form]] = {}
        for name, forms in lines:
            for form in forms:
                words = tuple(_WORD().findall(form.lstrip("~").rstrip("*").replace("-", " ")))
                if words:
                    made = _Form(name, form.startswith("~"), words, form.endswith("*"))
                    where = self._stems if made.stem and len(words) == 1 else self._whole
                    where.setdefault(words[0], []).append(made)
        self._longest = max(map(len, self._stems), default=0)

    def find(self, low: str) -> Iterator[tuple[Sense, ...]]:
        """The senses at each place of ``low``, a text in lower case: those of the longest form that fits."""
        words = _words(low)
        i = 0
        while i < len(words):
            found = self._at(words, i)
            size = max((len(form.words) for form in found), default=1)
            if found:
                yield tuple(_sense(form, words, i, low) for form in found if len(form.words) == size)
            i += size

    def find_in_groups(self, low: str) -> Iterator[Sense]:
        """The senses in ``low``, each group by itself: the longest form wins and uses its words up.

        The group is what stands before "/" in a name. A form of "-" stands for nothing, in all groups.
        """
        words = _words(low)
        used: dict[str, int] = {}
        for i in range(len(words)):
            found = self._at(words, i)
            nothing = max((len(form.words) for form in found if form.name == NOTHING), default=0)
            groups: dict[str, list[_Form]] = {}
            for form in found:
                if form.name != NOTHING:
                    groups.setdefault(group(form.name), []).append(form)
            for name in used if nothing else ():
                used[name] = max(used[name], i)
            for name, forms in groups.items():
                size = max(len(form.words) for form in forms)
                if i < max(used.get(name, 0), used.get(NOTHING, 0)):
                    continue
                if size > nothing:
                    used[name] = i + size
                    yield from (_sense(form, words, i, low) for form in forms if len(form.words) == size)
            if nothing:
                used[NOTHING] = max(used.get(NOTHING, 0), i + nothing)

    def _at(self, words: Sequence[tuple[str, int, int]], i: int) -> list[_Form]:
        """The forms that begin at a word."""
        word = words[i][0]
        found = [form for form in self._whole.get(word, ()) if form.fits(words, i)]
        for end in range(min(len(word), self._longest), 2, -1):
            found += self._stems.get(word[:end], ())
        return found


class _Form(NamedTuple):
    name: str
    soft: bool
    words: tuple[str, ...]
    stem: bool

    def fits(self, words: Sequence[tuple[str, int, int]], i: int) -> bool:
        if i + len(self.words) > len(words):
            return False
        last = len(self.words) - 1
        for n, wanted in enumerate(self.words):
            word = words[i + n][0]
            if not (word.startswith(wanted) if self.stem and n == last else word == wanted):
                return False
        return True


NOTHING = "-"


def group(name: str) -> str:
    return name.partition("/")[0]


def _words(low: str) -> list[tuple[str, int, int]]:
    return [(match[0].removesuffix("'s"), match.start(), match.end()) for match in _WORD().finditer(low)]


def _sense(form: _Form, words: Sequence[tuple[str, int, int]], i: int, low: str) -> Sense:
    start, end = words[i][1], words[i + len(form.words) - 1][2]
    return Sense(form.name, form.soft, start, end, low[start:end])


def _lines(tag: str, name: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a list of the language: what it is about, and its forms."""
    path = files("pipeline.compare.languages").joinpath(tag, name)
    if not path.is_file():
        return
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            about, _, forms = line.partition(":")
            yield about.strip(), [form.strip() for form in forms.split(",") if form.strip()]


@lru_cache(maxsize=16)
def senses(tag: str, name: str) -> Senses | None:
    """The list ``name`` ("concepts", "lexicon") of the language; none where it has no such list."""
    lines = list(_lines(base(tag), f"{name}.txt"))
    return Senses(lines) if lines else None


class Anchor(NamedTuple):
    """A word of content: what it may stand for in another language, and where it stands."""

    keys: frozenset[str]
    start: int
    end: int
    known: bool  # it stands in the word list, so a translation of it can be told


@lru_cache(maxsize=1024)
def anchors(text: str, tag: str) -> tuple[Anchor, ...]:
    """The words of content of ``text``, which is `tokens.normal`."""
    words = table(tag)
    idle: frozenset[str] = words.function_words if words else frozenset()
    low = text.lower()
    listed: dict[int, set[str]] = {}
    lexicon, concepts = senses(tag, "lexicon"), senses(tag, "concepts")
    for found in lexicon.find(low) if lexicon else ():
        listed.setdefault(found[0].start, set()).update(one.name for one in found)
    for one in concepts.find_in_groups(low) if concepts else ():
        listed.setdefault(one.start, set()).add(one.name)
    result: list[Anchor] = []
    for match in _WORD().finditer(low):
        word = match[0]
        names = listed.get(match.start(), set())
        if word in idle or word.rstrip("'") in idle:
            continue
        if word[0].isdecimal():
            continue
        if not names and len(word) < 3:
            continue
        keys = set(names)
        bare = fold(word)
        if len(bare) >= _ROOT:
            keys.add("=" + bare[:_ROOT])
        elif not names:
            keys.add("=" + bare)
        result.append(Anchor(frozenset(keys), *match.span(), bool(names)))
    return tuple(result)


def keys(text: str, tag: str) -> frozenset[str]:
    """What a whole text has in common with a translation: its words, and its figures."""
    known = normal(text)
    figures = {f"#{match[0]}" for match in _FIGURE().finditer(known)}
    return frozenset(key for anchor in anchors(known, tag) for key in anchor.keys) | figures


def expected_ratio(source: Table, target: Table) -> float:
    """How long a target text is for a source text of length one."""
    return target.length / source.length


@lru_cache(maxsize=4096)
def known(word: str, language: str) -> bool:
    """Whether ``word``, in lower case, is a word of the language or a form of one."""
    import simplemma  # its word lists take half a second: only where a word looks out of place

    try:
        return bool(simplemma.is_known(word, lang=language))
    except ValueError:  # a language that it has no list for
        return False
