"""Set Feuillet up inside its own folder: what `make` runs before the first command.

    python3 -m pipeline.setup.bootstrap run

Everything that is Python goes into `.venv`, pinned and checked by hash. What the system lacks
comes from apt where we may use it; otherwise the set-up stops with the command that brings it.
It runs before anything is installed, hence the standard library alone; and it is, besides the
command line, the one module that prints: what it is doing, on standard error. Its words stand in
``messages/<language>/setup.po``. Where it is interrupted, the next one begins again.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

from pipeline.catalogs import LANGUAGES, catalog, language_of
from pipeline.setup import system
from pipeline.setup.system import Library, Program

VENV = Path(".venv")
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / "python"
WHOLE = VENV / ".installed"  # gone while packages are going in; names the folder they went into
LOG = VENV / "setup.log"
MISSING_TOOL = 5
INTERRUPTED = 130


class Goal(NamedTuple):
    """What to set up: pinned packages, what the system must have, what it should have.

    ``includes`` names the goals that are reached along with it.
    """

    locks: tuple[str, ...]
    needed: tuple[Library | Program, ...] = ()
    useful: tuple[Program, ...] = ()
    node: str = ""
    includes: tuple[str, ...] = ()


_TESTS = (system.JAVA, system.PDFTOTEXT)
GOALS = {
    "packages": Goal(("requirements.lock",)),
    "run": Goal(("requirements.lock",), system.LIBRARIES),
    "test": Goal(("requirements-test.lock",), system.LIBRARIES, _TESTS, includes=("run",)),
    "bench": Goal(
        ("requirements-test.lock", "requirements-bench.lock"),
        system.LIBRARIES,
        _TESTS,
        includes=("run", "test"),
    ),
    "browser": Goal(
        ("requirements-test.lock", "requirements-browser.lock"),
        (*system.LIBRARIES, system.CHROMIUM),
        _TESTS,
        node="tests/browser",
        includes=("run", "test"),
    ),
}


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in GOALS:
        stop("usage", 2, goals=" | ".join(GOALS))
    if sys.version_info < (3, 11):
        stop("old python")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # make starts us without
    try:
        reach(arguments[0])
    except KeyboardInterrupt:
        stop("interrupted", INTERRUPTED)


def reach(name: str) -> None:
    """Set up what the goal ``name`` needs, and record that it was done."""
    say("starting")
    started, goal = time.monotonic(), GOALS[name]
    with one_at_a_time():
        set_up(goal)
        for reached in (*goal.includes, name):
            (VENV / f".for-{reached}").touch()
    say("done", seconds=round(time.monotonic() - started))


def set_up(goal: Goal) -> None:
    absent = system.missing((*goal.needed, *goal.useful))
    venv = venv_package()
    wanted = (*((venv,) if venv else ()), *system.debian_packages(absent))
    apt = Apt(wanted) if wanted and Apt.allowed() else None
    try:
        if apt and venv:
            apt.wait()
        if not apt or venv:
            require(goal)
        install_packages(goal)
        if apt:
            apt.wait()
            require(goal)
    except KeyboardInterrupt:
        if apt:
            apt.give_up()
        raise
    for program in system.missing(goal.useful):
        say("tests lack", name=program.name, command=system.remedy((program,)))


def require(goal: Goal) -> None:
    """Stop, with the command that helps, unless the system has what it must have."""
    absent, venv = system.missing(goal.needed), venv_package()
    if not absent and not venv:
        return
    names = ", ".join([need.name for need in absent] + (["venv"] if venv else []))
    stop("lacks", names=names, command=system.remedy(absent, extra=venv))


# ── From the system ────────────────────────────────────────────────────────────────────────


class Apt:
    """An installation by apt in the background, while Python's packages come in."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        say("apt", packages=" ".join(packages))
        self.packages = packages
        self.output = ""
        self.given_up = False
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    @staticmethod
    def allowed() -> bool:
        """Whether there is an apt that we may use without a password."""
        if not shutil.which("apt-get"):
            return False
        return os.geteuid() == 0 or _quiet(["sudo", "-n", "true"]).returncode == 0

    def _run(self) -> None:
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        apt = [
            *sudo,
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-qq",
            "-o",
            "DPkg::Lock::Timeout=120",
        ]
        # In a process group of its own, so that Ctrl-C does not leave a package half installed.
        updated = _quiet([*apt, "update"], process_group=0)
        if self.given_up:
            return
        installed = _quiet(
            [*apt, "install", "-y", "--no-install-recommends", *self.packages], process_group=0
        )
        if installed.returncode:
            self.output = updated.stdout + installed.stdout

    def wait(self) -> None:
        if self.thread.is_alive():
            say("waiting for apt")
        self.thread.join()
        if self.output:
            keep(self.output)
            say("apt failed", log=LOG)
            self.output = ""
        importlib.invalidate_caches()

    def give_up(self) -> None:
        """Start nothing more, and let apt finish its current step."""
        self.given_up = True
        if self.thread.is_alive():
            say("apt ends")
            self.thread.join()


def venv_package() -> str:
    """The Debian package that Python lacks to make virtual environments; nothing where it can."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return ""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


# ── From the package index ─────────────────────────────────────────────────────────────────


def install_packages(goal: Goal) -> None:
    if not is_whole():
        say("environment", folder=VENV)
        make_venv()
    WHOLE.unlink(missing_ok=True)
    newer_pip(goal)
    locks = [part for lock in goal.locks for part in ("-r", lock)]
    pip("--require-hashes", *locks, total=len(pinned(goal)))
    pip("--no-index", "--no-build-isolation", "--editable", ".")
    write_launcher()
    WHOLE.write_text(f"{Path.cwd()}\n", "utf-8")
    if goal.node:
        say("node", folder=f"{goal.node}/node_modules")
        npm(goal.node)


def pinned(goal: Goal) -> set[str]:
    """The names of the packages that the goal's locks pin."""
    return {
        name for lock in goal.locks for name in re.findall(r"(?m)^([\w.-]+)==", Path(lock).read_text("utf-8"))
    }


LAUNCHER = """\
#!/bin/sh
''':'
bin=$(dirname -- "$(realpath -- "$0")")
if [ ! -x "$bin/python" ]; then
  case "${{FEUILLET_LANG:-${{LC_ALL:-${{LC_MESSAGES:-$LANG}}}}}}" in
    fr*) echo {fr} >&2 ;;
    *) echo {en} >&2 ;;
  esac
  exit {code}
fi
exec "$bin/python" "$0" "$@"
'''
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from pipeline.cli import main

main()
"""


def write_launcher() -> None:
    """A `feuillet` that looks for its Python beside itself, and for its code above: pip's names the folder
    that it was installed in, and says nothing where that was moved.

    It is a shell's script up to ``exec``; for Python that part is a string.
    """
    if sys.platform != "win32":
        words = {tag: shlex.quote(told("no python", tag)) for tag in LANGUAGES}
        path = BIN / "feuillet"
        path.write_text(LAUNCHER.format(code=MISSING_TOOL, **words), "utf-8")
        path.chmod(0o755)


def is_whole() -> bool:
    """Whether the environment was finished, in this folder, by a Python that is still there."""
    with contextlib.suppress(OSError):
        if WHOLE.read_text("utf-8") == f"{Path.cwd()}\n":
            return _quiet([str(PYTHON), "-m", "pip", "--version"]).returncode == 0
    return False


def make_venv() -> None:
    """A fresh environment, with the pip that came with Python: unpacked, as ensurepip takes seconds."""
    wheel = pip_wheel()
    options = ["--without-pip"] if wheel else []
    made = _quiet([sys.executable, "-m", "venv", "--clear", *options, str(VENV)])
    if made.returncode:
        stop("no environment", folder=VENV, why=made.stdout)
    if wheel:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))


def pip_wheel() -> Path | None:
    ensurepip = importlib.util.find_spec("ensurepip")
    places = [sysconfig.get_config_var("WHEEL_PKG_DIR")]
    if ensurepip and ensurepip.submodule_search_locations:
        places.append(Path(ensurepip.submodule_search_locations[0], "_bundled"))
    return next((wheel for place in places if place for wheel in Path(place).glob("pip-*.whl")), None)


def newer_pip(goal: Goal) -> None:
    """Where a lock pins pip, put that one in before the rest, so that it installs the rest."""
    for lock in goal.locks:
        if newer := re.search(r"(?m)^pip==.*(\n +.*)*", Path(lock).read_text("utf-8")):
            alone = VENV / "pip.lock"
            alone.write_text(newer[0], "utf-8")
            pip("--require-hashes", "-r", str(alone))


def pip(*arguments: str, total: int = 0) -> None:
    """Install exactly what ``arguments`` name, whatever the user's own pip settings say about where.

    ``total`` is how many packages that is, where there is something to show.
    """
    # Python compiles a module when it first imports it, which is sooner than compiling them all; where it
    # may not, every start would be slow.
    compiling = () if sys.dont_write_bytecode else ("--no-compile",)
    command = [str(PYTHON), "-m", "pip", "install", "--no-deps", *compiling, *arguments]
    dropped = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment |= {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    process = subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    progress, lines = Progress(total), []
    try:
        for line in process.stdout or ():
            lines.append(line)
            progress.hear(line)
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        progress.wipe()
        raise
    progress.wipe()
    if process.wait():
        keep("".join(lines))
        if progress.off_line:
            stop("no network", log=LOG)
        reasons = [line.removeprefix("ERROR: ").strip() for line in lines if line.startswith("ERROR: ")]
        stop("pip failed", why=(reasons or [""])[-1], log=LOG)


class Progress:
    """How far pip is, from what it prints: over the line before on a terminal, now and then elsewhere."""

    OFF_LINE = re.compile(
        r"Retrying \(|NewConnection|NameResolution|Timeout|ProxyError|Connection (refused|reset|aborted)"
    )
    PACKAGE = re.compile(r"(?:Collecting|Processing|Requirement already satisfied:) (\S+)")
    STEPS = 4  # lines where there is no terminal

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.off_line = False

    def hear(self, line: str) -> None:
        if self.OFF_LINE.search(line) and not self.off_line:
            self.off_line = True
            self.wipe()
            say("trying again")
        elif line.startswith("Ignoring "):  # a package for another system
            self.total -= 1
        elif package := self.PACKAGE.match(line):
            self.off_line = False
            self.done += 1
            self._show(re.split(r"==|-\d", Path(package[1]).name)[0])
        elif line.startswith("Installing collected packages: ") and self.total:
            self.wipe()
            say("unpacking", count=line.count(",") + 1)

    def wipe(self) -> None:
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _show(self, name: str) -> None:
        if not self.total:
            return
        line = told("fetching", language_of(), done=self.done, total=self.total, name=name)
        if sys.stderr.isatty():
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
        elif self.done % max(1, self.total // self.STEPS) == 0:
            print(line, file=sys.stderr, flush=True)


def npm(folder: str) -> None:
    path = os.pathsep.join((str(BIN.resolve()), os.environ.get("PATH", os.defpath)))
    command = [str(BIN / "npm"), "ci", "--prefix", folder, "--no-audit", "--no-fund"]
    done = _quiet(command, {**os.environ, "PATH": path})
    if done.returncode:
        keep(done.stdout)
        stop("npm failed", folder=folder, log=LOG)


# ── Small things ───────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait while another set-up runs in this folder."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with Path("pyproject.toml").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _quiet(
    command: list[str], environment: dict[str, str] | None = None, process_group: int | None = None
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603
            command,
            env=environment,
            process_group=process_group,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as problem:
        return subprocess.CompletedProcess(command, 127, str(problem))


def keep(output: str) -> None:
    """Keep what a program printed in the log, for whoever is asked for help."""
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as file:
        file.write(output)


def told(name: str, language: str, /, **values: object) -> str:
    """A line of ``setup.po``."""
    return catalog("setup", language).find("line", name).format_map(values)


def say(name: str, /, **values: object) -> None:
    language = language_of()
    print(told("say", language, line=told(name, language, **values)), file=sys.stderr, flush=True)


def stop(name: str, code: int = MISSING_TOOL, /, **values: object) -> NoReturn:
    say(name, **values)
    sys.exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
