"""A planted fault: a store that does not look whether it did this wish already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app import start
from app.store.entry import Entry, enter
from app.store.unit import Transaction


def forget_wishes(planted: pytest.MonkeyPatch) -> None:
    """Neither at the beginning nor when the same press at the same moment has come first."""
    planted.setattr(start, "enter", _as_if_new)
    planted.setattr(Transaction, "done", lambda self: None)


def _as_if_new(*asked: Any, **more: Any) -> Entry:
    return replace(enter(*asked, **more), done=None)
