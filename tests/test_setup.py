"""setup: what a newcomer sees, in a copy of the project that has nothing yet. No test needs a network."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.setup import bootstrap, doctor, system
from tests.workbench import ROOT, feuillet

BOOTSTRAP = [sys.executable, "-m", "pipeline.setup.bootstrap", "packages"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the set-up needs of the project, without an environment."""
    folder = tmp_path / "feuillet"
    shutil.copytree(ROOT / "pipeline", folder / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "Makefile", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a package index that takes questions and answers none."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/simple"


def _environment(index: str, language: str = "en") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return {
        **kept,
        "FEUILLET_LANG": language,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": index,
        "PIP_RETRIES": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": "",
    }


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_ctrl_c_is_one_line_and_the_next_set_up_goes_on(clone: Path, silent: str) -> None:
    process = subprocess.Popen(
        BOOTSTRAP, cwd=clone, env=_environment(silent), stderr=subprocess.PIPE, text=True, process_group=0
    )
    with process:
        while not list(clone.glob(".venv/lib/*/site-packages/pip/__init__.py")):
            assert process.poll() is None
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1].splitlines(keepends=True)
    assert process.returncode == bootstrap.INTERRUPTED
    assert said == [
        "feuillet: setting up; this happens only once.\n",
        "feuillet: creating .venv, where everything goes.\n",
        "feuillet: set-up interrupted. Run make again to start over.\n",
    ]
    assert not (clone / bootstrap.WHOLE).exists()
    again = _set_up(clone, "http://127.0.0.1:9/simple")
    assert "creating .venv" in again.stderr


def _set_up(folder: Path, index: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        BOOTSTRAP,
        cwd=folder,
        env=_environment(index, language),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.slow
def test_no_network_is_told_in_one_line_and_what_pip_said_is_kept(clone: Path) -> None:
    done = _set_up(clone, "http://127.0.0.1:9/simple", "fr")
    assert done.returncode == bootstrap.MISSING_TOOL
    assert done.stderr.replace("\u00a0", " ").splitlines() == [
        "feuillet : installation ; elle n’a lieu qu’une fois.",
        "feuillet : création de .venv, où tout est installé.",
        "feuillet : le réseau ne répond pas ; nouvel essai.",
        (
            "feuillet : pas de réseau : les paquets n’ont pas pu être téléchargés. Connectez-vous, puis"
            " relancez make ; derrière un proxy, définissez d’abord HTTPS_PROXY (détails : .venv/setup.log)."
        ),
    ]
    assert "Connection refused" in (clone / bootstrap.LOG).read_text("utf-8")


def test_the_progress_of_pip_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    progress = bootstrap.Progress(9)
    progress.hear("Ignoring colorama: markers 'sys_platform == \"win32\"' don't match your environment\n")
    for number in range(6):
        progress.hear(f"Collecting markdown-it{number}==4.3.0 (from -r requirements.lock (line 542))\n")
    progress.hear(
        "Processing /opt/files/babel-2.18.0-py3-none-any.whl (from -r requirements.lock (line 3))\n"
    )
    progress.hear("Requirement already satisfied: pip==26.0 in ./.venv/lib (from -r requirements.lock)\n")
    progress.hear("Installing collected packages: babel, markdown-it0\n")
    assert capsys.readouterr().err.splitlines() == [
        "  2 of 8 packages: markdown-it1",
        "  4 of 8 packages: markdown-it3",
        "  6 of 8 packages: markdown-it5",
        "  8 of 8 packages: pip",
        "feuillet: unpacking 2 packages.",
    ]


@pytest.fixture
def installed(clone: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clone, set up with the packages that these tests run with."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", clone / ".venv"], check=True)
    packages = sysconfig.get_path("purelib", "venv", {"base": str(clone / ".venv")})
    Path(packages, "these.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    monkeypatch.chdir(clone)
    bootstrap.write_launcher()
    shutil.copytree(ROOT / "styles", clone / "styles")
    return clone


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there, pip's own launcher stays")
def test_the_command_goes_on_in_a_folder_that_was_moved(installed: Path, tmp_path: Path) -> None:
    moved = installed.rename(tmp_path / "un autre dossier")
    (tmp_path / "link").symlink_to(moved / ".venv/bin/feuillet")
    for command in (moved / ".venv/bin/feuillet", tmp_path / "link"):
        done = subprocess.run([command, "-C", moved, "doctor"], capture_output=True, text=True, check=False)
        assert (done.returncode, str(moved / "build") in done.stdout) == (0, True), done
    (moved / ".venv/bin/python").unlink()
    for language, told in (("fr", "Relancez make"), ("en", "Run make again")):
        environment = {**os.environ, "FEUILLET_LANG": language}
        done = subprocess.run(
            [moved / ".venv/bin/feuillet"], env=environment, capture_output=True, text=True, check=False
        )
        assert (done.returncode, told in done.stderr) == (bootstrap.MISSING_TOOL, True), done


def test_doctor_says_each_way_to_get_what_is_missing_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli import main

    monkeypatch.setattr(system, "load", lambda library: None)
    monkeypatch.setattr(system, "find", lambda program: "")
    monkeypatch.setattr(system, "this_system", lambda: "debian")
    monkeypatch.setattr(doctor, "_node", lambda: "")
    for language in ("en", "fr"):
        with pytest.raises(SystemExit) as ended:
            main(["--ui-language", language, "doctor"], prog_name="feuillet")
        assert ended.value.code == 5
    said = capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["doctor", "--json"], prog_name="feuillet")
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [finding["code"] for finding in findings] == ["D002"] * 6
    assert findings[0]["values"] == {"name": "GObject", "command": system.remedy(system.LIBRARIES)}
    english, french = said[: said.index("polices")], said[said.index("polices") :]
    assert english.count("libpango-1.0-0") == french.count("libpango-1.0-0") == 1
    assert "GObject, Pango, PangoFT2, HarfBuzz, HarfBuzz-subset, fontconfig\n  Run: sudo apt-get" in english
    assert "Java, pdftotext, Chromium\n  make test et make test-browser les installent" in french


def test_doctor_as_json() -> None:
    done = feuillet("--ui-language", "fr", "doctor", "--json", folder=ROOT)
    assert '"Python"' in done.stdout
    assert '"output folder"' in done.stdout


@pytest.mark.parametrize(
    ("language", "told"), [("en", "the brochure, to print"), ("fr", "la brochure, à imprimer")]
)
def test_make_says_what_there_is_in_both_languages(clone: Path, language: str, told: str) -> None:
    environment = {**os.environ, "FEUILLET_LANG": language}
    helped = subprocess.run(["make"], cwd=clone, env=environment, capture_output=True, text=True, check=True)
    assert f"  make pdf           {told}\n" in helped.stdout
    none = subprocess.run(
        ["make", "doctor", "PYTHONS=no-python-here"],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("relancez make" if language == "fr" else "run make again") in none.stderr
