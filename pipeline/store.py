"""The store: what stages have made, kept under the digest of what it was made from.

One file for each result, written whole and then put in its place, so that any number of processes may use one
store at once. A file begins with the digest of what follows: one that was damaged is thrown away when it is
read, and the result made again. Nothing in a key names a place, a time or a machine, so a store may be copied
to another one; and it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_DIGEST = hashlib.sha256().digest_size
_DAY = 86_400.0
LARGEST = 1_000_000_000  # bytes that a store may hold after it was pruned
_MARK = ".feuillet-pruned"  # its time is that of the last pruning
_OWN = re.compile(r"[0-9a-f]{62}|\.writing-.*")
OLDEST = 90  # days after which a result that nobody asked for is thrown away


class Kept(NamedTuple):
    """How much a store holds: results, and bytes."""

    results: int
    size: int


class Store:
    """The results below ``folder``. A store that cannot be written keeps nothing, and nobody is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """What is kept under ``key``, if it is there and whole."""
        path = self._path(key)
        try:
            whole = path.read_bytes()
        except OSError:
            return None
        data = whole[_DIGEST:]
        if hashlib.sha256(data).digest() != whole[:_DIGEST]:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _DAY:  # so that pruning sees what is in use
                os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        import tempfile  # a build in which nothing has changed keeps nothing

        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(data).digest())
                    file.write(data)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink()
                raise

    def kept(self) -> Kept:
        sizes = [size for _, size, _ in self._files()]
        return Kept(len(sizes), sum(sizes))

    def prune(self, largest: int = LARGEST, oldest: float = OLDEST) -> Kept:
        """Throw away what was not used for ``oldest`` days, then the longest unused beyond ``largest`` bytes.

        What was thrown away.
        """
        room, now = largest, time.time()
        gone: list[tuple[Path, int]] = []
        for used, size, path in sorted(self._files(), reverse=True):
            room -= size
            if room < 0 or now - used > oldest * _DAY:
                with contextlib.suppress(OSError):
                    path.unlink()
                    gone.append((path, size))
        for folder in {path.parent for path, _ in gone}:
            with contextlib.suppress(OSError):
                folder.rmdir()
        return Kept(len(gone), sum(size for _, size in gone))

    def prune_daily(self) -> None:
        """Prune, unless that was done within a day."""
        mark = self.folder / _MARK
        with contextlib.suppress(OSError):
            if not mark.exists() or time.time() - mark.stat().st_mtime > _DAY:
                self.prune()
                mark.touch()

    def clear(self) -> Kept:
        """Throw everything away, and the folder, where nothing else is in it."""
        gone = self.prune(largest=-1)
        mark = self.folder / _MARK
        with contextlib.suppress(OSError):
            if gone.results or mark.exists():
                mark.unlink(missing_ok=True)
                self.folder.rmdir()
        return gone

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Each result: when it was last used, its size, its file; those left half-written too."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if not _OWN.fullmatch(path.name):  # the folder may hold what is not ours
                continue
            with contextlib.suppress(OSError):
                state = path.stat()
                if path.name.startswith(".") and time.time() - state.st_mtime < _DAY:
                    continue  # being written
                yield state.st_mtime, state.st_size, path
