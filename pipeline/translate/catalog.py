"""A catalog as values: read it, bring it up to the article, write it, the same bytes for the same contents.

A translation is never thrown away. What still fits is not touched; what may fit is fuzzy, with the source
it was made for; what fits nothing any more is obsolete and comes back when its source does.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline import align, source
from pipeline.model import Article, Block, Exit, FeuilletError, Finding, Key, Kind, Place, Value, error, plain
from pipeline.text import short

if TYPE_CHECKING:
    from polib import POEntry

# What editors write into a header: it differs from machine to machine and tells a translator nothing.
_PRIVATE = re.compile(
    r"^(POT-Creation-Date|PO-Revision-Date|Last-Translator|Report-Msgid-Bugs-To|X-Generator|X-Poedit-.*)$"
)


class Unit(Value, frozen=True):
    """What a catalog has one entry for: the blocks with the same words, and the heading they stand under."""

    number: int
    key: Key
    blocks: tuple[Block, ...]
    heading: str = ""

    @property
    def id(self) -> str:
        """A name for the segment that changes when its words do and at no other time."""
        return digest(self.key.context, self.key.text)[:12]

    @property
    def kind(self) -> Kind:
        return self.blocks[0].kind

    @property
    def label(self) -> str:
        """What the segment is, for a translator."""
        labels = dict.fromkeys(_label(block) for block in self.blocks)
        return ", ".join(labels)

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """The file and the line of each block; no line for a piece of the settings."""
        places = (
            (PurePosixPath(block.place.file or "article.md").name, str(block.place.line or ""))
            for block in self.blocks
        )
        return tuple(dict.fromkeys(places))


class Entry(Value, frozen=True):
    """One entry of a catalog. ``comments`` are the translator's, a line each."""

    key: Key
    text: str = ""
    fuzzy: bool = False
    previous: str = ""
    comments: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    line: int = 1
    plural: str = ""
    forms: tuple[tuple[int, str], ...] = ()

    def but(self, **changes: object) -> Entry:
        """This entry with some of its fields changed."""
        return Entry(**{**{name: getattr(self, name) for name in self.__struct_fields__}, **changes})


class Catalog(Value, frozen=True):
    """A catalog: its head, the entries of the article in its order, and those that fit nothing any more."""

    header: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()

    def by_key(self) -> dict[Key, Entry]:
        return {entry.key: entry for entry in self.entries}


class Updated(Value, frozen=True):
    """A catalog brought up to its article, and how many of its segments are what."""

    data: bytes
    counts: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


# ── Segments ───────────────────────────────────────────────────────────────────────────────

# They stand under no heading.
_PLAIN_KINDS = (
    Kind.TITLE,
    Kind.LEAD,
    Kind.KEY_POINT,
    Kind.METADATA,
    Kind.NOTE,
)


def units(article: Article) -> tuple[Unit, ...]:
    """The segments of ``article`` in its order, each once."""
    found: dict[Key, tuple[list[Block], str]] = {}
    above: dict[int, str] = {}
    for block in article.blocks:
        if not plain(block.content):
            continue
        if block.kind is Kind.HEADING:
            above = {level: words for level, words in above.items() if level < block.level}
        heading = "" if block.kind in _PLAIN_KINDS else next(reversed(above.values()), "")
        found.setdefault(align.key(block), ([], heading))[0].append(block)
        if block.kind is Kind.HEADING:
            above[block.level] = plain(block.content)
    return tuple(
        Unit(number, key, tuple(blocks), heading)
        for number, (key, (blocks, heading)) in enumerate(found.items(), 1)
    )


def _label(block: Block) -> str:
    return f"{block.kind.value}: {block.name}" if block.name else block.kind.value


def _notes(unit: Unit) -> tuple[str, ...]:
    """What a translator's tool shows above a segment: what it is, where it stands, what to mind."""
    hints = {
        Kind.KEY_POINT: "quote it word for word from the translation of the text it is taken from",
        Kind.ALTERNATIVE: f"read aloud in place of the figure {unit.blocks[0].media}",
    }
    under = (f"under: {unit.heading}",) if unit.heading else ()
    return (unit.label, *under, *((hints[unit.kind],) if unit.kind in hints else ()))


# ── Reading and writing ────────────────────────────────────────────────────────────────────


def load(data: bytes, shown: str) -> Catalog:
    """Read a catalog; raises `FeuilletError` when it is no UTF-8, no catalog, or contradicts itself."""
    import polib

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise stop(error("T005", Place(shown, line))) from None
    source.require_quotes(text, shown)
    try:
        file = polib.pofile(text, wrapwidth=0)
    # polib stumbles over what it does not expect with whatever exception comes of it.
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
        found = re.search(r"\(line (\d+)\)", str(problem))
        raise stop(error("T006", Place(shown, int(found[1]) if found else None))) from None
    entries = [_entry(entry) for entry in file if not entry.obsolete]
    gone = [_entry(entry) for entry in file if entry.obsolete]
    return Catalog(
        file.header,
        tuple((name, value) for name, value in file.metadata.items()),
        _once(entries, shown),
        tuple(gone),
    )


def _entry(entry: object) -> Entry:
    get = entry.__getattribute__
    flags = tuple(dict.fromkeys(get("flags")))
    return Entry(
        key=Key(get("msgid"), get("msgctxt") or ""),
        text=get("msgstr"),
        fuzzy="fuzzy" in flags,
        previous=get("previous_msgid") or "",
        comments=_lines(get("tcomment")),
        # Formats are not ours: gettext tools guess them from words such as “70% des”.
        flags=tuple(flag for flag in flags if flag != "fuzzy" and not flag.endswith("-format")),
        notes=_lines(get("comment")),
        places=tuple(get("occurrences")),
        line=get("linenum") or 1,
        plural=get("msgid_plural") or "",
        forms=tuple(sorted((get("msgstr_plural") or {}).items())),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _once(entries: Sequence[Entry], shown: str) -> tuple[Entry, ...]:
    """``entries`` with each key once. Two different translations of one segment are for a person to judge."""
    kept: dict[Key, Entry] = {}
    for entry in entries:
        there = kept.get(entry.key)
        if there is not None and there.text and entry.text and there.text != entry.text:
            place = Place(shown, entry.line, entry.key.text)
            raise stop(error("T010", place, text=short(entry.key.text), other=there.line))
        if there is None or not there.text:
            kept[entry.key] = entry
    return tuple(kept.values())


def dump(catalog: Catalog, name: str, language: str) -> bytes:
    """``catalog`` as a file: nothing in it of a machine, a person at a machine, or a day."""
    import polib

    file = polib.POFile(wrapwidth=0)
    file.header = catalog.header
    file.metadata = {
        **{key: value for key, value in catalog.metadata if not _PRIVATE.match(key)},
        "Project-Id-Version": name,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    file.extend(_po_entry(entry, obsolete=False) for entry in catalog.entries)
    file.extend(_po_entry(entry, obsolete=True) for entry in catalog.gone)
    return (str(file).rstrip("\n") + "\n").encode()


def _po_entry(entry: Entry, *, obsolete: bool) -> POEntry:
    import polib

    return polib.POEntry(
        msgid=entry.key.text,
        msgctxt=entry.key.context or None,
        msgstr=entry.text,
        msgid_plural=entry.plural,
        msgstr_plural=dict(entry.forms),
        obsolete=obsolete,
        comment="" if obsolete else "\n".join(entry.notes),
        tcomment="\n".join(entry.comments),
        occurrences=[] if obsolete else list(entry.places),
        flags=[*(["fuzzy"] if entry.fuzzy else []), *entry.flags],
        # polib cannot read the earlier source of an obsolete entry back.
        previous_msgid=(entry.previous or None) if entry.fuzzy and not obsolete else None,
    )


def stop(*findings: Finding) -> FeuilletError:
    return FeuilletError(Exit.SOURCE, findings)


# ── Bringing it up to the article ──────────────────────────────────────────────────────────


def update(article: Article, language: str, existing: bytes | None, shown: str = "") -> Updated:
    """The catalog of ``article`` in ``language``: new, or ``existing`` brought up to the article."""
    before = load(existing, shown or f"{language}.po") if existing is not None else Catalog()
    after, counts = renew(before, units(article))
    return Updated(dump(after, article.name, language), counts)


def renew(before: Catalog, wanted: Sequence[Unit]) -> tuple[Catalog, dict[str, int]]:
    """``before`` with an entry for each of ``wanted``, in their order, and how many changed in what way."""
    live = {entry.key: entry for entry in before.entries if not entry.plural}
    old = {entry.key: entry for entry in before.gone if entry.text and not entry.plural}
    taken: dict[Key, Entry] = {}
    back: set[Key] = set()
    for unit in wanted:
        entry = live.get(unit.key)
        if (entry is None or not entry.text) and unit.key in old:
            comments = dict.fromkeys((*(entry.comments if entry else ()), *old[unit.key].comments))
            taken[unit.key] = old[unit.key].but(comments=tuple(comments))
            back.add(unit.key)
        elif entry is not None:
            taken[unit.key] = entry
    open_units = [unit for unit in wanted if unit.key not in taken or not taken[unit.key].text]
    spare = [entry for entry in before.entries if entry.key not in taken and entry.text and not entry.plural]
    spare_gone = [entry for entry in before.gone if entry.text and entry.key not in back and not entry.plural]
    changed = _matches(before.entries, wanted, open_units, spare, spare_gone)
    used = {id(entry) for entry in changed.values()}
    entries = tuple(_renewed(unit, taken.get(unit.key), changed.get(unit.key)) for unit in wanted)
    left = [
        entry
        for entry in before.entries
        if (entry.key not in taken or entry.plural) and id(entry) not in used and not _is_blank(entry)
    ]
    kept_gone = [entry for entry in before.gone if entry.key not in back and id(entry) not in used]
    gone = dict.fromkeys(entry.but(notes=(), places=(), previous="", line=1) for entry in (*kept_gone, *left))
    after = Catalog(before.header, before.metadata, entries, tuple(gone))
    return after, {
        **count(entries),
        "new": sum(unit.key not in taken and unit.key not in changed for unit in wanted),
        "changed": len(changed),
        "restored": len(back),
        "gone": len(left),
    }


def count(entries: Iterable[Entry]) -> dict[str, int]:
    """How many segments there are, and how many of them are translated, fuzzy and missing."""
    states = Counter(
        "missing" if not entry.text.strip() else "fuzzy" if entry.fuzzy else "translated" for entry in entries
    )
    return {"segments": states.total(), **{name: states[name] for name in ("translated", "fuzzy", "missing")}}


def _is_blank(entry: Entry) -> bool:
    return not entry.text and not entry.comments and not any(text for _, text in entry.forms)


def _renewed(unit: Unit, entry: Entry | None, changed: Entry | None) -> Entry:
    """The entry for ``unit``: its own, or one made for an earlier source, or a new one."""
    if changed is not None:
        # A translation that was fuzzy already was made for a source earlier still.
        earlier = changed.previous if changed.fuzzy and changed.previous else changed.key.text
        previous = earlier if earlier != unit.key.text else ""
        comments = dict.fromkeys((*(entry.comments if entry else ()), *changed.comments))
        entry = changed.but(key=unit.key, fuzzy=True, previous=previous, comments=tuple(comments))
    entry = entry or Entry(unit.key)
    fuzzy = entry.fuzzy and bool(entry.text)
    return entry.but(
        notes=_notes(unit), places=unit.places, fuzzy=fuzzy, previous=entry.previous if fuzzy else "", line=1
    )


# How alike two sources have to be for the translation of one to be offered for the other: where one has
# taken the other's place between the same neighbours, where it stands among the same neighbours, elsewhere.
_IN_ITS_PLACE, _NEAR, _ANYWHERE = 0.35, 0.45, 0.65


def _matches(
    before: Sequence[Entry],
    wanted: Sequence[Unit],
    open_units: Sequence[Unit],
    spare: Sequence[Entry],
    spare_gone: Sequence[Entry],
) -> dict[Key, Entry]:
    """For each segment without a translation, the entry whose source it most likely comes from."""
    if not open_units or not (spare or spare_gone):
        return {}
    gap_of_old, gap_of_new = _gaps([entry.key for entry in before], [unit.key for unit in wanted])
    crowd_old = Counter(gap_of_old.get(entry.key) for entry in spare)
    crowd_new = Counter(gap_of_new.get(unit.key) for unit in open_units)
    candidates: list[tuple[float, int, int, int, Unit, Entry]] = []
    others = [(unit, words, Counter(words)) for unit in open_units for words in (_tokens(unit.key.text),)]
    rank = {entry.key: index for index, entry in enumerate(before)}
    for order, entry in enumerate((*spare, *spare_gone)):
        words = _tokens(entry.key.text)
        bag = Counter(words)
        matcher = SequenceMatcher(None, "", words, False)  # it prepares its second side, once
        gap = gap_of_old.get(entry.key) if order < len(spare) else None
        for unit, other, other_bag in others:
            if unit.key.context != entry.key.context:
                continue
            near = gap is not None and gap_of_new.get(unit.key) == gap
            alone = near and crowd_old[gap] == 1 and crowd_new[gap] == 1
            least = _IN_ITS_PLACE if alone else _NEAR if near else _ANYWHERE
            most = 2 * (bag & other_bag).total() / max(1, len(words) + len(other))
            if most < least and len(words) >= _SHORT:
                continue
            matcher.set_seq1(other)
            alike = _alike(matcher, entry.key.text, unit.key.text, min(len(words), len(other)))
            if alike >= least:
                score = alike + (0.2 if near else 0.0)
                apart = abs(rank.get(entry.key, 0) - unit.number)
                candidates.append((-score, apart, unit.number, order, unit, entry))
    candidates.sort(key=lambda candidate: candidate[:4])
    result: dict[Key, Entry] = {}
    used: set[int] = set()
    for _, _, _, order, unit, entry in candidates:
        if unit.key not in result and order not in used:
            result[unit.key] = entry
            used.add(order)
    return result


def _gaps(before: Sequence[Key], wanted: Sequence[Key]) -> tuple[dict[Key, int], dict[Key, int]]:
    """Which stretch between unchanged neighbours each changed key stands in, before and now."""
    old: dict[Key, int] = {}
    new: dict[Key, int] = {}
    for number, (tag, i1, i2, j1, j2) in enumerate(
        SequenceMatcher(None, before, wanted, False).get_opcodes()
    ):
        if tag == "replace":
            old.update(dict.fromkeys(before[i1:i2], number))
            new.update(dict.fromkeys(wanted[j1:j2], number))
    return old, new


_SHORT = 8  # words: below that, letters say more than words


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text.casefold())


def _alike(matcher: SequenceMatcher[str], one: str, other: str, words: int) -> float:
    """How alike two texts are, from 0 to 1: by words, and for short ones by letters as well."""
    alike = matcher.ratio()
    if words < _SHORT:
        alike = (alike + SequenceMatcher(None, one.casefold(), other.casefold(), False).ratio()) / 2
    return alike
