"""publish: an `Artifact` becomes a file in the output folder, whole or not at all, with its record.

A record says of one output which files it is, what it was made from, and what was told of it. It stands in
``.feuillet/`` below the output folder, under the path of the output itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from pipeline import fingerprint
from pipeline.model import Artifact, Exit, FeuilletError, Finding, Order, Place, Report, Value, error

RECORDS = ".feuillet"


class Record(Value, frozen=True):
    """What is known of one output: its files by name, each with its digest, and what they were made from."""

    order: Order
    files: Mapping[str, str]
    ingredients: Mapping[str, str]
    libraries: Mapping[str, list[int]]
    pages: int | None
    size: int
    findings: tuple[Finding, ...] = ()


def write(
    artifact: Artifact,
    order: Order,
    output: Path,
    ingredients: Mapping[str, str],
    findings: tuple[Finding, ...] = (),
) -> Report:
    """Put ``artifact`` where ``order`` says. What stood there before stays until the new file is whole."""
    path, earlier = output / order.path, record_of(order, output)
    if earlier is not None and _subject(earlier.order) != _subject(order):
        names = {"other": earlier.order.product, "article": earlier.order.article}
        raise FeuilletError(Exit.CONFIGURATION, (error("P004", Place(str(path)), **names),))
    made = {path: artifact.data} | ({sheets(path): artifact.sheets} if artifact.sheets else {})
    for file, data in made.items():
        replace(file, data)
    if earlier is not None:  # its sheets say what the file no longer does
        _take_away(earlier, output, keep=made)
    record = Record(
        order,
        files={file.relative_to(output).as_posix(): _digest(data) for file, data in made.items()},
        ingredients=ingredients,
        libraries=fingerprint.loaded_libraries(),
        pages=artifact.pages,
        size=len(artifact.data),
        findings=findings,
    )
    replace(_place(order, output), msgspec.json.format(msgspec.json.encode(record), indent=1))
    return _report(record, output, cached=False)


def _report(record: Record, output: Path, *, cached: bool) -> Report:
    order = record.order
    return Report(
        order,
        path=str(output / order.path),
        pages=record.pages,
        size=record.size,
        sha256=record.files[order.path.as_posix()],
        cached=cached,
        findings=record.findings,
    )


def current(order: Order, output: Path, ingredients: Mapping[str, str]) -> Report | None:
    """What stands in the output folder for ``order``, if it was made of the same things and is untouched."""
    record = record_of(order, output)
    if record is None or next(changes(record, output, ingredients), None) is not None:
        return None
    return _report(record, output, cached=True)


# ── Why an output is not up to date ────────────────────────────────────────────────────────


class Change(Value, frozen=True):
    """One difference between what an output was made from and what there is now.

    ``how`` is ``changed``, ``new``, ``gone``, ``release`` or ``environment`` (``before`` and ``now`` are its
    values), ``code``, ``libraries``, or ``touched`` for a file that is not the one that was made.
    """

    how: str
    name: str
    before: str = ""
    now: str = ""


def changes(record: Record, output: Path, ingredients: Mapping[str, str]) -> Iterator[Change]:
    """What changed since ``record`` was made: first what is cheap to see."""
    before = record.ingredients
    for name in sorted({*before, *ingredients}):
        was, now = before.get(name), ingredients.get(name)
        if was == now:
            continue
        kind, _, rest = name.partition(" ")
        if kind == "release":
            yield Change("release", rest, was or "", now or "")
        elif kind == "environment":
            yield Change("environment", rest, was or "–", now or "–")
        elif kind == "code":
            yield Change("code", rest)
        else:
            yield Change("new" if was is None else "gone" if now is None else "changed", name)
    for path, state in record.libraries.items():
        if fingerprint.state(path) != state:
            yield Change("libraries", path)
    for name, digest in record.files.items():
        try:
            touched = _digest((output / name).read_bytes()) != digest
        except OSError:
            touched = True
        if touched:
            yield Change("touched", name)


# ── Records ────────────────────────────────────────────────────────────────────────────────


def _place(order: Order, output: Path) -> Path:
    return output / RECORDS / f"{order.path.as_posix()}.json"


def record_of(order: Order, output: Path) -> Record | None:
    """The record of what was last made for ``order``; nothing where there is none that can be read."""
    return _load(_place(order, output), output)


def _load(file: Path, output: Path) -> Record | None:
    try:
        record = msgspec.json.decode(file.read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError):
        return None
    # A record speaks for the output it is named after, and for nothing outside the folder.
    own = {record.order.path.as_posix(), sheets(record.order.path).as_posix()}
    fits = _place(record.order, output) == file and record.order.path.as_posix() in record.files
    return record if fits and own.issuperset(record.files) else None


def find(path: Path) -> tuple[Record, Path]:
    """The record of the output that ``path`` is a file of, and the output folder it stands in."""
    for output in (path.parent, path.parent.parent):
        for record in records(output):
            if path.relative_to(output).as_posix() in record.files:
                return record, output
    raise FeuilletError(Exit.USAGE, (error("P003", Place(str(path))),))


def records(output: Path) -> Iterator[Record]:
    """The record of every output in a folder."""
    folder = output / RECORDS
    for file in sorted((*folder.glob("*.json"), *folder.glob("*/*.json"))):
        if (record := _load(file, output)) is not None:
            yield record


def remove(output: Path, wanted: Callable[[Record], bool] = lambda _: True) -> tuple[Path, ...]:
    """Take away the outputs whose record is ``wanted``, with their records.

    A file that is no longer the one that was made stays, as all else.
    """
    gone: list[Path] = []
    for record in [record for record in records(output) if wanted(record)]:
        gone += _take_away(record, output)
        place = _place(record.order, output)
        place.unlink(missing_ok=True)
        for folder in (place.parent, output / RECORDS, (output / record.order.path).parent):
            if folder != output:
                with contextlib.suppress(OSError):
                    folder.rmdir()
    return tuple(gone)


def _take_away(record: Record, output: Path, keep: Collection[Path] = ()) -> list[Path]:
    """Remove the files of an output that are still those that were made."""
    gone = []
    for name, digest in record.files.items():
        path = output / name
        if path in keep or path.is_symlink() or not path.is_file():
            continue
        if _digest(path.read_bytes()) == digest:
            path.unlink()
            gone.append(path)
    return gone


def _subject(order: Order) -> tuple[str, str, str]:
    """What an output is of; two with one path may differ in it, where names meet by chance."""
    return order.article, order.product, order.variant


# ── Files ──────────────────────────────────────────────────────────────────────────────────


def sheets(path: Path) -> Path:
    """Where the imposed sheets of ``path`` stand: beside it."""
    return path.with_name(f"{path.stem}-sheets{path.suffix}")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def replace(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` whole: first beside it, then in its place."""
    import tempfile  # a build in which nothing has changed writes nothing

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    except OSError as problem:
        raise unwritable(path.parent, problem) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as problem:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise unwritable(path, problem) from None


def unwritable(path: Path, problem: OSError) -> FeuilletError:
    finding = error("P001", Place(str(path)), why=problem.strerror or str(problem))
    return FeuilletError(Exit.CONFIGURATION, (finding,))
