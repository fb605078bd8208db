"""publish: an `Artifact` becomes a file in the output folder, whole or not at all, with its record."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

from pipeline import fingerprint
from pipeline.model import Artifact, Exit, FeuilletError, Order, Place, Report, error

RECORDS = ".feuillet"


def write(artifact: Artifact, order: Order, output: Path, key: str) -> Report:
    """Put ``artifact`` where ``order`` says. What stood there before stays until the new file is whole."""
    path = output / order.path
    replace(path, artifact.data)
    if artifact.sheets:
        replace(_sheets(path), artifact.sheets)
    else:
        _sheets(path).unlink(missing_ok=True)  # those of an earlier build say what the file no longer does
    report = Report(
        order,
        path=str(path),
        pages=artifact.pages,
        size=len(artifact.data),
        sha256=hashlib.sha256(artifact.data).hexdigest(),
        findings=artifact.findings,
    )
    record = {
        "key": key,
        "pages": report.pages,
        "size": report.size,
        "sha256": report.sha256,
        "sheets": hashlib.sha256(artifact.sheets).hexdigest() if artifact.sheets else "",
        "libraries": fingerprint.libraries(),
    }
    replace(_record(order, output), json.dumps(record, indent=1).encode())
    return report


def current(order: Order, output: Path, key: str) -> Report | None:
    """What stands in the output folder for ``order``, if it was made of the same things and is untouched."""
    try:
        record = json.loads(_record(order, output).read_bytes())
        path = output / order.path
        if record["key"] != key or any(
            fingerprint.state(lib) != was for lib, was in record["libraries"].items()
        ):
            return None
        if hashlib.sha256(path.read_bytes()).hexdigest() != record["sha256"]:
            return None
        sheets = record["sheets"]
        if sheets and hashlib.sha256(_sheets(path).read_bytes()).hexdigest() != sheets:
            return None
        return Report(order, str(path), record["pages"], record["size"], record["sha256"], cached=True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _sheets(path: Path) -> Path:
    """Where the imposed sheets of ``path`` stand: beside it."""
    return path.with_name(f"{path.stem}-sheets{path.suffix}")


def _record(order: Order, output: Path) -> Path:
    return (
        output / RECORDS / f"{order.clinic}-{order.path.name}.json"
        if order.branded
        else (output / RECORDS / f"{order.path.name}.json")
    )


def replace(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` whole: first beside it, then in its place."""
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
    hint = "Choose another folder with --output-dir, or ask for the right to write there."
    message = f"The output cannot be written ({problem.strerror or problem})."
    return FeuilletError(Exit.CONFIGURATION, (error("P001", message, hint, Place(str(path))),))


def remove(output: Path) -> tuple[Path, ...]:
    """Take away every file that Feuillet has put into ``output``, and its records; the rest stays."""
    gone: list[Path] = []
    for record in sorted((output / RECORDS).glob("*.json")):
        name = record.name.removesuffix(".json")
        for path in (
            output / name,
            *(output / clinic / name.removeprefix(clinic + "-") for clinic in _folders(output)),
        ):
            for file in (path, _sheets(path)):
                if file.is_file():
                    file.unlink()
                    gone.append(file)
        record.unlink()
    for folder in (output / RECORDS, *(output / clinic for clinic in _folders(output))):
        with contextlib.suppress(OSError):
            folder.rmdir()
    return tuple(gone)


def _folders(output: Path) -> tuple[str, ...]:
    return tuple(path.name for path in output.iterdir() if path.is_dir()) if output.is_dir() else ()
