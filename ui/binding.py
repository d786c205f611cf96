"""Qt is imported through here where a start is waited for: what PySide says of wrong calls is read with the first of them.

PySide carries 3,600 lines of Python inside its library, without their bytecode: at each start they are unpacked, compiled and
run, a third of what an empty window takes. They write the text of "called with wrong argument types", and signatures for
editors. docs/decisions/033-lean-binding.md
"""

from __future__ import annotations

import builtins
import sys
import zlib
from collections.abc import Callable
from threading import RLock
from types import ModuleType
from typing import Any

from ui.binding_enums import make_in_one_go

WITHIN = "shibokensupport.signature."
NAMES = ("mapping", "errorhandler", "layout", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool")
LATE = {WITHIN + name for name in NAMES}
FROM_C = {WITHIN + "mapping": "update_mapping"}  # the one function that C looks for in a module's dictionary
# What C reaches of these modules is not promised: so only with sources that were tried.
TRIED = {0x3202B77C: "6.11.3", 0x4962E97F: "6.12.0"}


def import_qt() -> None:
    """PySide6 without what nobody here asks for. Where its sources are others, it is imported as anybody does."""
    make_in_one_go()
    before = sys.meta_path
    sys.meta_path = _Finders(before)
    try:
        import PySide6.QtWidgets  # noqa: F401
    finally:
        before[:] = sys.meta_path
        sys.meta_path = before
    import_plainly()


def import_plainly() -> None:
    """PySide reads the source of every module that is imported after it, to see whether it may ask for `__feature__`.

    Nobody here does; and it is a third of what a start takes, and keeps 18 MiB of sources in memory.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


class _Finders(list[Any]):
    """`sys.meta_path` while PySide puts the finder of its own sources there."""

    def insert(self, at: Any, finder: Any) -> None:
        if fingerprint(finder) in TRIED:
            finder.exec_module = _late(finder.exec_module)
        super().insert(at, finder)


def fingerprint(finder: Any) -> int:
    """Of all the sources that this finder finds; -1: it is no finder of PySide's."""
    inside = getattr(getattr(finder, "zfile", None), "infolist", list)()
    told = sorted(f"{one.filename} {one.CRC}" for one in inside)
    return zlib.crc32("\n".join(told).encode()) if told else -1


def _late(read: Callable[[ModuleType], None]) -> Callable[[ModuleType], None]:
    """Reads a module of `LATE` when something of it is asked for."""
    alone = RLock()

    def exec_module(module: ModuleType) -> None:
        name = module.__name__
        if name not in LATE:
            return read(module)
        reading = False

        def asked(what: str) -> Any:
            nonlocal reading
            if what.startswith("__"):
                raise AttributeError(what)
            with alone:
                if module.__dict__.get("__getattr__") is asked:
                    if reading:
                        raise AttributeError(what)  # as of any module that is not through yet
                    reading = True
                    try:
                        _read_as(name, module, read)
                    finally:
                        reading = False
                    del module.__dict__["__getattr__"]
            return getattr(module, what)

        module.__dict__["__getattr__"] = asked
        if known := FROM_C.get(name):
            module.__dict__[known] = lambda: asked(known)()

    return exec_module


def _read_as(name: str, module: ModuleType, read: Callable[[ModuleType], None]) -> None:
    """PySide publishes its modules under a second name, and finds their sources by the first."""
    spec = module.__spec__
    assert spec is not None
    published, spec.name = spec.name, name
    try:
        read(module)
    finally:
        spec.name = published
