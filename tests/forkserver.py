"""A process that has the command loaded, and forks for each run of it what costs a second to load.

`workbench.feuillet` starts it with a socket as its standard input. A run is asked for by one byte on that
socket, and with it come three files: a socket of the run's own, on which stands what to run, and where its
standard output and its standard error go. The run is a process like any other, and ends as
``python -m pipeline`` does; its exit code goes back on its socket.

Only code is loaded before a fork, never a workspace: no run sees what another has read.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
from typing import NamedTuple

LATE = ("babel.dates", "polib", "pypdfium2")  # what the command imports no earlier than it needs it


class Run(NamedTuple):
    """What is asked for: the arguments, where, in which environment, and how long it may take."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]
    seconds: int


def ask(server: socket.socket, run: Run, stdout: int, stderr: int) -> int:
    """Let ``server`` do ``run``; the exit code is negative where a signal ended it."""
    ours, theirs = socket.socketpair()
    code = b""
    with ours, contextlib.suppress(ConnectionError):
        with theirs:
            socket.send_fds(server, [b"."], [theirs.fileno(), stdout, stderr])
        ours.sendall(json.dumps(run).encode())
        ours.shutdown(socket.SHUT_WR)
        code = ours.recv(16)
    assert code, "the server of processes has ended; why, stands on the standard error"
    return int(code)


def main() -> None:
    before = dict(os.environ)
    _load()
    loaded = {name: value for name, value in os.environ.items() if before.get(name) != value}
    run = _next(socket.socket(fileno=0))
    if run is None:
        return
    os.environ.clear()
    os.environ.update(run.environment | loaded)
    os.chdir(run.folder)
    sys.argv = ["feuillet", *run.arguments]
    signal.alarm(run.seconds)
    runpy.run_module("pipeline", run_name="__main__", alter_sys=True)


def _load() -> None:
    import pipeline

    modules = [module.name for module in pkgutil.walk_packages(pipeline.__path__, "pipeline.")]
    modules.remove("pipeline.__main__")  # each run runs it
    for name in (*modules, *LATE):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # else each run looks for garbage in all of it as it ends, and copies every page of it


def _next(asked: socket.socket) -> Run | None:
    """Wait for runs; come back with each in a process of its own, and in this one when there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the processes that wait for a run
    while True:
        byte, files, _, _ = socket.recv_fds(asked, 1, 3)
        if not byte:
            return None
        if os.fork() == 0:
            break
        for file in files:
            os.close(file)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    asker = socket.socket(fileno=files[0])
    with asker.makefile("rb") as said:
        run = Run(*json.loads(said.read()))
    process = os.fork()
    if process:
        asker.sendall(b"%d" % os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
        os._exit(0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    asker.close()
    _redirect(os.open(os.devnull, os.O_RDONLY), files[1], files[2])
    asked.detach()  # its number stands for the standard input now
    return run


def _redirect(*files: int) -> None:
    """Make ``files`` the standard input, output and error of this process."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)


if __name__ == "__main__":
    main()
