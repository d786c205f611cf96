"""Nothing of Qt is ever freed outside the window's thread."""

from __future__ import annotations

import gc
import threading
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from ui.sweep import Sweep


class Ring(QWidget):
    """A widget in a ring of references, as a desk and its view are: only the collector frees it."""

    freed: ClassVar[list[int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.ring = self

    def __del__(self) -> None:
        Ring.freed.append(threading.get_ident())


def busy_elsewhere(*, enabled: bool = False) -> None:
    """Another thread makes objects enough for the collector to run there."""

    def make() -> None:
        if enabled:
            gc.enable()
        kept: list[Any] = []
        for _ in range(200_000):
            kept.append([])

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()


def test_a_dead_ring_waits_for_the_window_s_own_thread(qapp: object) -> None:
    Ring.freed.clear()
    sweep = Sweep()
    try:
        for _ in range(20):
            Ring()
        busy_elsewhere()
        assert Ring.freed == []
        gc.collect()
        assert set(Ring.freed) == {threading.get_ident()}
        assert len(Ring.freed) == 20
    finally:
        sweep.stop()


def test_without_it_another_thread_frees_widgets(qapp: object) -> None:
    """The control: what the sweep is for really happens."""
    Ring.freed.clear()
    gc.collect()
    gc.disable()
    try:
        for _ in range(20):
            Ring()
        busy_elsewhere(enabled=True)
    finally:
        gc.enable()
    assert set(Ring.freed) - {threading.get_ident()}


def test_the_collector_is_its_own_again_when_the_last_window_has_closed(qapp: object) -> None:
    first, second = Sweep(), Sweep()
    first.stop()
    assert not gc.isenabled()
    second.stop()
    second.stop()
    assert gc.isenabled()
