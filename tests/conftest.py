"""What the tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workbench import ROOT, THREE, feuillet, workspace

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

Golden = Callable[[Path, str], None]


def pytest_configure(config: pytest.Config) -> None:
    # WeasyPrint leaves its colour profile open; that is not ours to mend.
    config.addinivalue_line("filterwarnings", "ignore:unclosed file .*sRGB2014:ResourceWarning")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what comes out as the new golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """``golden(path, text)``: ``text`` has to be what the file holds; with ``--accept`` it becomes it.

    An empty ``text`` stands for a file that is not there.
    """

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--accept"):
            if text:
                path.write_bytes(text.encode())
            else:
                path.unlink(missing_ok=True)
        expected = path.read_bytes().decode() if path.is_file() else ""
        assert text == expected, f"{path} differs; look at it, then: pytest --accept"

    return compare


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base workspace with the three products, built once; only to be read."""

    def build(folder: Path) -> None:
        done = feuillet("build", *THREE, folder=workspace(folder))
        assert (done.exit, done.stderr) == (0, ""), done

    return _made_once("built", build, tmp_path_factory)


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all products of the articles that the repository holds, built once; only to be read."""

    def build(folder: Path) -> None:
        store = tmp_path_factory.mktemp("store")
        done = feuillet("build", "--output-dir", str(folder), "--cache-dir", str(store), folder=ROOT)
        assert (done.exit, done.stderr) == (0, ""), done

    return _made_once("committed", build, tmp_path_factory)


def _made_once(name: str, make: Callable[[Path], None], factory: pytest.TempPathFactory) -> Path:
    """The folder ``name`` that ``make`` fills: for all workers of xdist, by the one that comes first."""
    own = factory.getbasetemp()
    folder = (own.parent if fcntl and "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with folder.with_suffix(".lock").open("a") as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        whole = folder.with_suffix(".whole")
        if not whole.exists():
            make(folder)
            whole.touch()
    return folder
