"""Set Feuillet up inside its own folder: what `make` runs before the first command.

    python3 -m pipeline.setup.bootstrap run

Everything that is Python goes into `.venv`, pinned and checked by hash. What the system lacks
comes from apt where we may use it; otherwise the set-up stops with the command that brings it.
It runs before anything is installed, hence the standard library alone; and it is, besides the
command line, the one module that prints: what it is doing, on standard error.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

from pipeline.setup import system
from pipeline.setup.system import Library, Program

VENV = Path(".venv")
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / "python"
WHOLE = VENV / ".installed"  # gone while packages are going in; names the folder they went into
MISSING_TOOL = 5


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
        stop(f"usage: python3 -m pipeline.setup.bootstrap {' | '.join(GOALS)}", 2)
    if sys.version_info < (3, 11):
        stop("Python 3.11 or later is needed.")
    say("setting up, this once …")
    started = time.monotonic()
    name, goal = arguments[0], GOALS[arguments[0]]
    with one_at_a_time():
        set_up(goal)
        for reached in (*goal.includes, name):
            (VENV / f".for-{reached}").touch()
    say(f"set up in {time.monotonic() - started:.0f} s")


def set_up(goal: Goal) -> None:
    absent = system.missing((*goal.needed, *goal.useful))
    venv = venv_package()
    wanted = (*((venv,) if venv else ()), *system.debian_packages(absent))
    apt = Apt(wanted) if wanted and Apt.allowed() else None
    if apt and venv:
        apt.wait()
    if not apt or venv:
        require(goal)
    install_packages(goal)
    if apt:
        apt.wait()
        require(goal)
    for program in system.missing(goal.useful):
        say(f"{program.name} is missing: the tests that need it will not run. {system.remedy((program,))}")


def require(goal: Goal) -> None:
    """Stop, with the command that helps, unless the system has what it must have."""
    absent, venv = system.missing(goal.needed), venv_package()
    if not absent and not venv:
        return
    names = [need.name for need in absent] + (["Python's venv"] if venv else [])
    command = system.remedy(absent, extra=venv)
    stop(f"this machine lacks {', '.join(names)}. Run this, then make again:\n\n{command}\n")


# ── From the system ────────────────────────────────────────────────────────────────────────


class Apt:
    """An installation by apt in the background, while Python's packages come in."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        say(f"installing system packages with apt: {' '.join(packages)}")
        self.packages = packages
        self.output = ""
        self.thread = threading.Thread(target=self._run)
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
        updated = _quiet([*apt, "update"])
        installed = _quiet([*apt, "install", "-y", "--no-install-recommends", *self.packages])
        if installed.returncode:
            self.output = updated.stdout + installed.stdout

    def wait(self) -> None:
        self.thread.join()
        if self.output:
            print(self.output, file=sys.stderr)
            say("apt could not install everything")
            self.output = ""
        importlib.invalidate_caches()


def venv_package() -> str:
    """The Debian package that Python lacks to make virtual environments; nothing where it can."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return ""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


# ── From the package index ─────────────────────────────────────────────────────────────────


def install_packages(goal: Goal) -> None:
    if not is_whole():
        make_venv()
    WHOLE.unlink(missing_ok=True)
    say(f"installing Python packages into {VENV} from {' and '.join(goal.locks)}")
    newer_pip(goal)
    locks = [part for lock in goal.locks for part in ("-r", lock)]
    pip("--require-hashes", *locks)
    pip("--no-index", "--no-build-isolation", "--editable", ".")
    WHOLE.write_text(f"{Path.cwd()}\n", "utf-8")
    if goal.node:
        say(f"installing Node packages into {goal.node}/node_modules")
        npm(goal.node)


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
        stop(f"Python cannot make the virtual environment {VENV}:\n{made.stdout}")
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
        if pinned := re.search(r"(?m)^pip==.*(\n +.*)*", Path(lock).read_text("utf-8")):
            alone = VENV / "pip.lock"
            alone.write_text(pinned[0], "utf-8")
            pip("--require-hashes", "-r", str(alone))


def pip(*arguments: str) -> None:
    """Install exactly what ``arguments`` name, whatever the user's own pip settings say about where."""
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
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if line.startswith("Collecting "):
            show(line.split()[1])
    show("")
    if process.wait():
        print("".join(lines[-30:]), file=sys.stderr)
        stop(
            "pip could not install the packages. Is this machine on line? Behind a proxy, set HTTPS_PROXY; "
            "with a package index of your own, set PIP_INDEX_URL. Then run make again."
        )


def npm(folder: str) -> None:
    path = os.pathsep.join((str(BIN.resolve()), os.environ.get("PATH", os.defpath)))
    command = [str(BIN / "npm"), "ci", "--prefix", folder, "--no-audit", "--no-fund"]
    done = _quiet(command, {**os.environ, "PATH": path})
    if done.returncode:
        stop(f"npm could not install the packages in {folder}:\n{done.stdout}")


# ── Small things ───────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait while another set-up runs in this folder."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with Path("pyproject.toml").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _quiet(command: list[str], environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as problem:
        return subprocess.CompletedProcess(command, 127, str(problem))


def say(message: str) -> None:
    print(f"feuillet: {message}", file=sys.stderr, flush=True)


def show(name: str) -> None:
    """On a terminal, the package that is coming in, over the one before."""
    if sys.stderr.isatty():
        print(
            f"\r\033[K{name and f'          {name} …'}", end="" if name else "\r", file=sys.stderr, flush=True
        )


def stop(message: str, code: int = MISSING_TOOL) -> NoReturn:
    say(message)
    sys.exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
