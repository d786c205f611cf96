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


def generations_of(sweep: Sweep, times: int) -> list[int]:
    """Which were swept, while new objects come and stay."""
    seen: list[int] = []
    kept: list[list[int]] = []
    heard = lambda phase, told: seen.append(told["generation"]) if phase == "start" else None  # noqa: E731
    gc.callbacks.append(heard)
    try:
        for _ in range(times):
            kept += [[n] for n in range(50)]
            sweep.sweep()
    finally:
        gc.callbacks.remove(heard)
    return seen


def test_old_objects_wait_until_nobody_is_at_the_keys_but_not_for_ever(qapp: object) -> None:
    before, rest = gc.get_threshold(), [False]
    sweep = Sweep(rests=lambda: rest[0])
    sweep._timer.stop()  # swept by hand here
    gc.set_threshold(10, 1, 2)
    try:
        gc.collect()
        assert set(generations_of(sweep, 12)) == {0, 1}, "somebody works"
        assert gc.get_count()[2] > 2, "it is due"
        rest[0] = True
        assert generations_of(sweep, 1) == [2]
        rest[0] = False
        assert 2 in generations_of(sweep, 100), "who never rests has it done all the same"
    finally:
        gc.set_threshold(*before)
        sweep.stop()
