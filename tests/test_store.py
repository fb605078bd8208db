"""The store: results are whole or not there, for any number of processes, and no longer than wanted."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from pipeline.store import Kept, Store
from tests.workbench import feuillet, workspace

KEY, OTHER = "ab" + "0" * 62, "cd" + "1" * 62
DAY = 86_400


def file_of(store: Store, key: str) -> Path:
    return store.folder / key[:2] / key[2:]


def age(store: Store, key: str, days: float) -> None:
    used = time.time() - days * DAY
    os.utime(file_of(store, key), (used, used))


def test_what_is_put_is_there(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert store.get(KEY) is None
    store.put(KEY, b"made")
    store.put(OTHER, b"")
    assert (store.get(KEY), store.get(OTHER)) == (b"made", b"")
    assert Store(tmp_path / "store").get(KEY) == b"made"


@pytest.mark.parametrize("at", [0, 31, 32, 35])
def test_a_flipped_byte_is_found(tmp_path: Path, at: int) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"made")
    whole = bytearray(file_of(store, KEY).read_bytes())
    whole[at] ^= 1
    file_of(store, KEY).write_bytes(whole)
    assert store.get(KEY) is None
    assert not file_of(store, KEY).exists()


@pytest.mark.parametrize("length", [0, 10, 34])
def test_a_file_cut_short_is_found(tmp_path: Path, length: int) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"made")
    with file_of(store, KEY).open("r+b") as file:
        file.truncate(length)
    assert store.get(KEY) is None


def test_a_store_that_cannot_be_written_keeps_nothing() -> None:
    store = Store(Path(os.devnull) / "store")
    store.put(KEY, b"made")
    assert store.get(KEY) is None
    assert store.kept() == store.prune() == store.clear() == Kept(0, 0)


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"x" * 68)  # 100 bytes with the digest
    store.put(OTHER, b"y" * 68)
    age(store, KEY, 2)
    age(store, OTHER, 1)
    assert store.prune(largest=250) == Kept(0, 0)
    assert store.prune(largest=150) == Kept(1, 100)
    assert (store.get(KEY), store.get(OTHER)) == (None, b"y" * 68)


def test_what_was_not_used_for_long_goes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"old")
    store.put(OTHER, b"old, but used")
    age(store, KEY, 100)
    age(store, OTHER, 100)
    assert store.get(OTHER)  # which is a use
    assert store.prune().results == 1
    assert (store.get(KEY), store.get(OTHER)) == (None, b"old, but used")


def test_it_is_pruned_once_a_day(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"old")
    age(store, KEY, 100)
    store.prune_daily()
    assert store.get(KEY) is None
    store.put(KEY, b"old")
    age(store, KEY, 100)
    store.prune_daily()
    assert store.get(KEY) == b"old"


def test_what_somebody_writes_now_stays(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"made")
    writing = file_of(store, KEY).with_name(".writing-x")
    writing.write_bytes(b"ma")
    assert store.clear() == Kept(1, 36)
    assert writing.exists()


def _work(folder: Path, number: int) -> None:
    store = Store(folder)
    for index in range(200):
        data = bytes([index % 7]) * (1000 + index)
        store.put(f"{index % 20:064}", data)
        found = store.get(f"{(index + number) % 20:064}")
        assert found is None or len(set(found)) == 1
        if index % 50 == 49:
            store.prune(largest=5000)


def test_several_processes_use_one_store(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_work, args=(tmp_path, number)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert not list(tmp_path.rglob(".writing-*"))


def test_the_command_says_what_is_kept_and_throws_it_away(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    assert feuillet("build", "--product", "poster", folder=folder).exit == 0
    done = feuillet("cache", folder=folder)
    assert done.stdout.endswith(" in .feuillet/store\n")
    assert not done.stdout.startswith("0 ")
    assert feuillet("cache", "--max-age", "30", folder=folder).stdout == done.stdout
    cleared = feuillet("cache", "--clear", folder=folder).stdout
    assert cleared.endswith("0 results, 1 kB, in .feuillet/store\n") or " 0 results" in cleared
    assert not (folder / ".feuillet" / "store").exists()
    # Nothing but time was lost.
    again = feuillet("build", "--product", "poster", folder=folder)
    assert (again.exit, again.stdout.count("(unchanged)")) == (0, 1)


def test_the_cache_may_stand_elsewhere(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "work")
    asked = ("build", "--product", "poster", "--cache-dir", str(tmp_path / "cache"))
    assert feuillet(*asked, folder=folder).exit == 0
    assert Store(tmp_path / "cache").kept().results > 0
    assert not (folder / ".feuillet").exists()
