"""Check EPUBs with Ace by DAISY: `python tests/browser/ace.py build/*.epub`.

Prints each violation, and exits 1 unless there are none, 5 when a tool is missing. Set up once with
`npm ci --prefix tests/browser` (node 20 or later) and a Chromium.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ACE = HERE / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
SECONDS = 300


class MissingTool(Exception):
    """Something that has to be installed first."""


def violations(epub: Path) -> tuple[str, ...]:
    """What Ace holds against an EPUB, as "rule (impact): description (place)"."""
    with tempfile.TemporaryDirectory(prefix="feuillet-ace-") as scratch:
        options = ["--silent", "--lang", "en", "--outdir", f"{scratch}/out"]
        said = run([node(), str(ACE), *options, str(epub.resolve())], scratch)
        report = Path(scratch, "out", "report.json")
        if not report.is_file():
            raise RuntimeError(f"{epub}: Ace wrote no report: {said}")
        return _violations(epub, json.loads(report.read_text(encoding="utf-8")))


def _violations(epub: Path, report: dict[str, object]) -> tuple[str, ...]:
    documents = report["assertions"]
    if not isinstance(documents, list) or not documents:
        raise RuntimeError(f"{epub}: Ace looked at no document")
    found = []
    for document in documents:
        for assertion in document["assertions"]:
            test, result = assertion["earl:test"], assertion["earl:result"]
            place = document["earl:testSubject"]["url"]
            if pointer := result.get("earl:pointer", {}).get("css"):
                place += " " + ", ".join(pointer)
            told = " ".join(result["dct:description"].split())
            found.append(f"{test['dct:title']} ({test['earl:impact']}): {told} ({place})")
    outcome = report["earl:result"]
    if outcome != {"earl:outcome": "fail" if found else "pass"}:
        raise RuntimeError(f"{epub}: Ace says {outcome} with {len(found)} violations")
    return tuple(found)


def node() -> str:
    """The node to run Ace or the browser with, once all that is needed is there."""
    found = shutil.which("node")
    if not found:
        raise MissingTool("node is missing (20 or later). Debian: apt-get install nodejs npm")
    if not ACE.is_file():
        raise MissingTool(f"Ace is not installed: npm ci --prefix {HERE}")
    chromium()
    return found


def chromium() -> str:
    """The browser: $CHROMIUM, or the first Chromium or Chrome on the PATH."""
    usual = ("chromium", "chromium-browser", "google-chrome")
    for name in (os.environ["CHROMIUM"],) if "CHROMIUM" in os.environ else usual:
        if found := shutil.which(name):
            return found
    raise MissingTool("Chromium is missing. Debian: apt-get install chromium; or set CHROMIUM to its path")


def run(command: list[str], scratch: str) -> str:
    """Run in a fresh home, the browser started by our wrapper; past the time limit both are ended."""
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": scratch,
        "TMPDIR": scratch,
        "CHROMIUM": chromium(),
        "PUPPETEER_EXECUTABLE_PATH": str(HERE / "chromium"),
        "CHROMIUM_PID": f"{scratch}/chromium.pid",
        # Milliseconds for the browser to start. Ace's own five seconds are short on a busy machine.
        "ACE_TIMEOUT_INITIAL": "60000",
    }
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=scratch,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=SECONDS)
    except BaseException:
        _end(process.pid)
        _end_browser(Path(environment["CHROMIUM_PID"]))
        process.wait()
        raise
    if process.returncode:
        raise RuntimeError(f"exit {process.returncode}: {' '.join(command)}\n{said}")
    return said


def _end_browser(pid: Path) -> None:
    """End the browser too: Puppeteer puts it in a process group of its own, and our wrapper notes which."""
    if pid.is_file():
        _end(int(pid.read_text(encoding="ascii")))


def _end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def main() -> int:
    parser = argparse.ArgumentParser(description="Check EPUBs with Ace by DAISY.")
    parser.add_argument("epub", nargs="+", type=Path)
    failed = False
    for epub in parser.parse_args().epub:
        if not epub.is_file():
            parser.error(f"no such file: {epub}")
        try:
            found = violations(epub)
        except MissingTool as error:
            print(f"ace: {error}", file=sys.stderr)
            return 5
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            print(f"ace: {epub}: not checked: {error}", file=sys.stderr)
            failed = True
            continue
        print(f"{epub}: {len(found)} found" if found else f"{epub}: no violations")
        for line in found:
            print(f"  {line}")
        failed = failed or bool(found)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
