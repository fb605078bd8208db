"""Import WeasyPrint in less than half its time. Every command that makes a PDF waits for it.

Two things cost most of the 0.8 s: cffi parses 16 kB of C declarations, which are the same each time
(0.4 s), and fontTools loads its subsetter and its variable-font machinery, which HarfBuzz and our
static fonts leave without work (0.15 s). So the declarations are kept parsed in ``abi.py``, and those
modules are loaded when something in them is called. Where WeasyPrint is another release than the one
``abi.py`` was made from, it is imported as it is.

    python -m pipeline.render.engine.quick        makes abi.py anew, after an update of WeasyPrint or cffi
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

_LATER = ("fontTools.subset", "fontTools.varLib", "fontTools.varLib.instancer")
_ABI = Path(__file__).with_name("abi.py")


@contextmanager
def imports() -> Iterator[None]:
    """Within it, ``import weasyprint`` takes less than half its time."""
    if "weasyprint" in sys.modules:
        yield
        return
    with _declarations_parsed(), _loaded_later():
        yield


@contextmanager
def _declarations_parsed() -> Iterator[None]:
    try:
        from pipeline.render.engine import abi
    except ImportError:  # a release of cffi that cannot read it
        yield
        return
    if source_digest() != abi.SOURCE:
        yield
        return
    import cffi

    original = cffi.FFI
    cffi.FFI = lambda: abi.ffi
    try:
        yield
    finally:
        cffi.FFI = original


def source_digest() -> str:
    """The digest of the file of WeasyPrint that holds the declarations."""
    spec = importlib.util.find_spec("weasyprint")
    if spec is None or spec.origin is None:
        return ""
    return hashlib.sha256(Path(spec.origin).with_name("text").joinpath("ffi.py").read_bytes()).hexdigest()


class _Later(ModuleType):
    """Stands for a module until something in it is called."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **options)

        return call


@contextmanager
def _loaded_later() -> Iterator[None]:
    import fontTools

    stand_ins = {name: _Later(name) for name in _LATER if name not in sys.modules}
    sys.modules.update(stand_ins)
    if "fontTools.subset" in stand_ins:
        fontTools.subset = stand_ins["fontTools.subset"]
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]
        if "fontTools.subset" in stand_ins:
            del fontTools.subset


_HEAD = '''"""WeasyPrint's declarations of Pango and HarfBuzz, parsed. Made by quick.py beside it."""

# mypy: ignore-errors

import _cffi_backend

SOURCE = "{digest}"


class Prepared(_cffi_backend.FFI):
    def cdef(self, source):
        """They are parsed already."""


'''


def abi_source() -> str:
    """The text of ``abi.py`` for the installed WeasyPrint and cffi."""
    import cffi

    said: list[str] = []

    class Listening(cffi.FFI):  # type: ignore[misc]
        def cdef(self, source: str, *arguments: object, **options: object) -> None:
            said.append(source)
            super().cdef(source, *arguments, **options)

    original, cffi.FFI = cffi.FFI, Listening
    try:
        importlib.import_module("weasyprint.text.ffi")
    finally:
        cffi.FFI = original
    ffi = cffi.FFI()
    for source in said:
        ffi.cdef(source)
    ffi.set_source("pipeline.render.engine.abi", None)
    target = io.StringIO()
    ffi.emit_python_code(target)
    made = target.getvalue()
    body = made[made.index("ffi = ") :].replace("_cffi_backend.FFI(", "Prepared(")
    return _HEAD.format(digest=source_digest()) + body


if __name__ == "__main__":
    _ABI.write_text(abi_source(), "utf-8")
    print(f"{_ABI.name}: {_ABI.stat().st_size} bytes")
