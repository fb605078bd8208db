"""What one order costs in rooms: ``python -m tests.bench.rooms``.

Builds the handout of the committed article in this process, with a store of its own, and counts the rooms
that were entered, how often each stage was done, and how often pandoc was called; then again from the store.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from pipeline import line, pandoc
from pipeline.model import Order
from pipeline.session import Session
from pipeline.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
ORDER = Order("therapie-cellulaire", "handout", ("fr", "en"), "tilleuls", "pdf")


def count(work: Callable[[Session], object], store: Path) -> tuple[set[str], Counter[str], int]:
    """The rooms that ``work`` enters, the stages that it does, and its calls of pandoc."""
    rooms: set[str] = set()
    done: Counter[str] = Counter()
    calls = 0
    package = str(ROOT / "pipeline") + "/"
    run, do = pandoc.run, Session.do

    def counted(*arguments: Any, **options: Any) -> bytes:
        nonlocal calls
        calls += 1
        return run(*arguments, **options)

    def staged(
        self: Session, stage: Callable[..., Any], *inputs: object, **tools: Callable[[], object]
    ) -> Any:
        def made(*given: object, **with_: object) -> Any:
            done[f"{stage.__module__.removeprefix('pipeline.')}.{stage.__name__}"] += 1
            return stage(*given, **with_)

        for name in ("__module__", "__name__", "__qualname__", "__annotations__", "__wrapped__"):
            setattr(made, name, getattr(stage, name, stage))
        return do(self, made, *inputs, **tools)

    def seen(frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(package):
            rooms.add(file.removeprefix(package).split("/")[0].removesuffix(".py"))

    pandoc.run, Session.do = counted, staged  # type: ignore[method-assign, assignment]
    session = Session(Workspace(ROOT), store)
    sys.setprofile(seen)
    try:
        work(session)
    finally:
        sys.setprofile(None)
        pandoc.run, Session.do = run, do  # type: ignore[method-assign]
    return rooms, done, calls


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="feuillet-bench-") as name:
        output, store = Path(name, "build"), Path(name, "store")
        for title in ("from nothing", "with all in the store"):
            rooms, done, calls = count(lambda session: line.build(ORDER, session, output), store)
            print(
                f"{title}: {len(rooms)} rooms and floors, "
                f"{sum(done.values())} stages done, {calls} calls of pandoc"
            )
            print(f"  {', '.join(sorted(rooms))}")
            print(f"  {', '.join(f'{stage} {times}' for stage, times in done.items()) or 'no stage'}")


if __name__ == "__main__":
    main()
