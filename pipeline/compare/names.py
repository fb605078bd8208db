"""Names and acronyms: those of one side that the other does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import zip_longest

from pipeline.compare.languages import Table, base, late
from pipeline.compare.pair import Pair, Side
from pipeline.compare.vocabulary import known
from pipeline.model import Finding, error, question
from pipeline.text import fold

_CAPITALISED = late(r"(?:(?<=^)|(?<=[\s(«\"'-]))([A-ZÀ-ÞŒ][a-zà-ÿœ]+(?:[-'][A-ZÀ-ÞŒ]?[a-zà-ÿœ]+)*)")


def check_names(pair: Pair) -> Iterator[Finding]:
    """A name of one side alone, where the other has a name that the first does not."""
    if not pair.both or pair.same or not pair.known:
        return
    source, titled = _names(pair.source)
    target, titled_ = _names(pair.target)
    if not source and not target:
        return
    have = _folded(pair.target.raw), _folded(pair.source.raw)
    lost = [name for name in source if not _known(name, have[0])]
    added = [name for name in target if not _known(name, have[1])]
    for name in [name for name in lost if name in titled]:
        other = next((one for one in added if one in titled_), "")
        lost.remove(name)
        if other:
            added.remove(other)
        yield _answered(pair, "X015", name, other)
    lost = [name for name in lost if added and not _common(name, pair.source)]
    added = [name for name in added if lost and not _common(name, pair.target)]
    for name in lost:
        near = next((one for one in added if not _same_place(name, one, pair)), "")
        if near:
            added.remove(near)
            yield _answered(pair, "X015", name, near)


def _names(side: Side) -> tuple[list[str], set[str]]:
    words = side.words
    names: list[str] = []
    titled: set[str] = set()
    for sentence in side.sentences:
        for match in _CAPITALISED().finditer(sentence):
            before = sentence[max(0, match.start() - 40) : match.start()].rstrip(" («\"'")
            name = match[1]
            word = name.lower()
            title = re.search(r"([\w]+)\.?$", before)
            has_title = bool(title and title[1].lower() in words.titles and title[1][0].isupper())
            if word in words.titles and not has_title:
                continue
            at_start = (
                not before
                or before[-1] in ".:!?…–—•»”;"
                or len(sentence) - len(sentence.lstrip()) == match.start()
            )
            if has_title:
                titled.add(name)
            elif at_start or word in words.common_names or len(name) < 3:
                continue
            # A name of several words with a common one among them is an institution, and is translated.
            around = sentence[max(0, match.start() - 28) : match.end() + 28].lower()
            if not has_title and any(
                common in words.common_names for common in re.findall(r"[\w-]+", around)
            ):
                continue
            if name not in names:
                names.append(name)
    return names, titled


def _letters(name: str) -> str:
    return re.sub(r"[\d-]", "", name)


def _answered(
    pair: Pair, code: str, source: str, target: str, severity: Callable[..., Finding] = question
) -> Finding:
    """What the source names and the target names instead; one of them may name nothing."""
    variant = "added" if not source else "lost" if not target else ""
    marks = _places(pair.source.text, source), _places(pair.target.text, target)
    return pair.tell(severity, code, variant, marks=marks, source=source, target=target)


def _places(text: str, name: str) -> tuple[tuple[int, int], ...]:
    start = text.find(name) if name else -1
    return ((start, start + len(name)),) if start >= 0 else ()


def _common(name: str, side: Side) -> bool:
    """Whether a name is a word of its language that has a capital for some other reason."""
    return known(name.lower(), base(side.language)) or "-" in name


def _folded(text: str) -> str:
    return fold(text).replace("œ", "oe")


def _known(name: str, text: str) -> bool:
    """Whether ``text`` has the name, or one that begins alike: "Genève", "Geneva"."""
    folded = _folded(name)
    return folded in text or (len(folded) > 4 and re.search(r"\b" + re.escape(folded[:4]), text) is not None)


def _same_place(name: str, other: str, pair: Pair) -> bool:
    """Whether these are one country or tongue by two names, as CLDR has them."""
    return (_folded(name), _folded(other)) in _territories(
        pair.source.language.split("-")[0], pair.target.language.split("-")[0]
    ) or _near(_folded(name), _folded(other))


def _near(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio() >= 0.6


@lru_cache(maxsize=4)
def _territories(source: str, target: str) -> frozenset[tuple[str, str]]:
    try:
        from babel import Locale  # 40 ms: only where names differ

        one, other = Locale(source), Locale(target)
    except Exception:  # noqa: BLE001 - an unknown locale has no names for us
        return frozenset()
    pairs = {(one.territories[key], other.territories.get(key, "")) for key in one.territories}
    pairs |= {(one.languages[key], other.languages.get(key, "")) for key in one.languages}
    return frozenset((_folded(a), _folded(b)) for a, b in pairs)


_ACRONYM = late(r"\b(?:[A-ZÉ]{2,6}(?:-\d+)?|[A-Za-z]{1,4}\d{1,3}[A-Za-z]?)\b")


def check_acronyms(pair: Pair) -> Iterator[Finding]:
    """An acronym that neither stands on the other side nor has its translation there."""
    if not pair.both or pair.same or not pair.known:
        return
    if pair.source.raw.isupper() or pair.target.raw.isupper():
        return
    source = _acronyms(pair.source.raw, pair.source.words)
    target = _acronyms(pair.target.raw, pair.target.words)
    if not source and not target:
        return
    low = _folded(pair.target.raw), _folded(pair.source.raw)
    lost = [name for key, name in source.items() if key not in target and name.casefold() not in low[0]]
    added = [name for key, name in target.items() if key not in source and name.casefold() not in low[1]]
    digits = [name for name in lost if any(map(str.isdecimal, name))]
    digits_ = [name for name in added if any(map(str.isdecimal, name))]
    for name, other in zip_longest(digits, digits_, fillvalue=""):
        # B12 is another vitamin than B6
        same = _letters(name) == _letters(other)
        yield _answered(pair, "X016", name, other, error if same else question)
    # Without digits, an acronym may be spelled out; two different ones may be each other's translation,
    # unless one of them is known and says otherwise.
    for name in lost:
        if name not in digits and name.lower() in pair.source.words.acronyms:
            other = next((one for one in added if one.lower() in pair.target.words.acronyms), "")
            if other:
                yield _answered(pair, "X016", name, other)


def _acronyms(text: str, words: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ACRONYM().finditer(text):
        name = match[0]
        low = name.lower()
        if re.fullmatch(r"(?:[IVXLC]+|[0-9]+h[0-9]*|h\d+|x\d+)", name):
            continue
        found.setdefault(words.acronyms.get(low, low), name)
    return found
