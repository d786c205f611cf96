"""The window's library must not eat Python: PySide6 6.12.0 on CPython 3.11 takes a `None` away with each call."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QLabel


@pytest.mark.usefixtures("qapp")
def test_calls_that_return_nothing_do_not_drain_none() -> None:
    label = QLabel()
    before = sys.getrefcount(None)
    for number in range(5_000):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 500


@pytest.mark.usefixtures("qapp")
def test_signals_do_not_drain_true() -> None:
    label = QLabel()
    before = sys.getrefcount(True)
    for number in range(2_000):
        label.linkActivated.emit(str(number))
    assert abs(sys.getrefcount(True) - before) < 500
