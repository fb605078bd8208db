"""Run independent pieces of work in processes of their own, each with a time and a memory limit.

A process is forked for each piece, from a parent that has its engines loaded: a piece that hangs or is
killed takes nothing with it.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

SECONDS = 300.0
MEGABYTES = 3072


class Lost(Exception):
    """A piece of work that did not come back: for want of ``time`` or ``memory``, or because it ``died``."""

    def __init__(self, why: str, **values: int | float) -> None:
        super().__init__(why)
        self.why = why
        self.values = values


class Crashed(Exception):
    """A bug in a piece of work; the message is its traceback."""


def run(
    pieces: Sequence[T],
    work: Callable[[T], R],
    *,
    jobs: int,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Iterator[tuple[int, R | Lost | Crashed]]:
    """Yield (index, result) for each of ``pieces`` as it is done, at most ``jobs`` at a time."""
    context: Any = multiprocessing.get_context(
        "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    )
    waiting = list(enumerate(pieces))[::-1]
    running: dict[Any, tuple[int, Any, float]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                index, piece = waiting.pop()
                receiver, sender = context.Pipe(duplex=False)
                process = context.Process(target=_child, args=(sender, work, piece, megabytes), daemon=True)
                process.start()
                sender.close()
                running[receiver] = (index, process, time.monotonic() + seconds)
            ready = wait(
                list(running), timeout=max(0.0, min(end for _, _, end in running.values()) - time.monotonic())
            )
            for receiver in [
                *ready,
                *(r for r, (_, _, end) in running.items() if r not in ready and end < time.monotonic()),
            ]:
                index, process, _ = running.pop(receiver)
                yield index, _result(receiver, process, in_time=receiver in ready, seconds=seconds)
    finally:
        for _, process, _ in running.values():
            process.kill()


def _result(receiver: Connection, process: Any, *, in_time: bool, seconds: float) -> Any:
    result: Any = Lost("time", seconds=seconds)
    if in_time:
        try:
            result = receiver.recv()
        except EOFError:
            process.join()
            result = Lost("died", status=process.exitcode)
    else:
        process.kill()
    receiver.close()
    process.join()
    return result


def _child(sender: Connection, work: Callable[[Any], Any], piece: Any, megabytes: int) -> None:
    gc.freeze()  # what the parent has loaded stays: looking through it again would copy every page of it
    # What a layout makes stays too, until it is written: looking for garbage in all of it, again and again
    # as it grows, takes a tenth of the time of a long article and finds next to nothing.
    gc.set_threshold(50_000, 20, 1_000_000)
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limit on this system
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    try:
        result = work(piece)
    except MemoryError:
        result = Lost("memory")
    except BaseException:  # noqa: BLE001  the parent shows it
        result = Crashed(traceback.format_exc())
    sender.send(result)
    sender.close()
