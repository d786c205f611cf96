"""PySide's own words are read late, and are the same words."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from ui.binding import LATE, TRIED

ROOT = Path(__file__).resolve().parent.parent.parent
WRONG = """
import sys
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(["x", "-platform", "offscreen"])
class One(QObject):
    told = Signal(int)
one, label, heard = One(), QLabel("a"), []
one.told.connect(heard.append)
one.told.emit(3)
read = [name for name in LATE if "__getattr__" not in vars(sys.modules[name])]
def say(call):
    try:
        print(call())
    except Exception as wrong:
        print(type(wrong).__name__, wrong)
say(lambda: label.setText(3))
say(lambda: label.resize("a", 2, 3))
say(lambda: label.move(QPoint(1, 2), 3))
say(lambda: label.setAlignment("left"))
say(lambda: label.nothing)
say(lambda: QLabel(parrent=None))
say(lambda: one.told.emit("a", "b"))
say(lambda: QLabel.setText.__signature__)
say(lambda: QLabel.__init__.__signature__)
say(lambda: Qt.AlignmentFlag(99999999))
say(lambda: heard)
import PySide6.support.signature.lib.enum_sig as sig
say(lambda: (sig.ExactEnumerator.__name__, sorted(name for name in vars(sig) if not name.startswith("__"))))
print("read", sorted(read))
"""


def told(begin: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"LATE = {sorted(LATE)!r}\n{begin}\n{WRONG}"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert not done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(PySide6.__version__ not in TRIED.values(), reason="these sources of PySide were not tried")
def test_a_wrong_call_is_told_in_the_same_words_and_nothing_of_it_is_read_before() -> None:
    plain, ours = told("import PySide6.QtCore"), told("import ui.binding; ui.binding.import_qt()")
    assert ours[:-1] == plain[:-1]
    assert len(plain) > 12, plain
    assert ours[-1] == "read []"
    assert plain[-1] == f"read {sorted(LATE)}"


def test_sources_that_were_not_tried_are_imported_as_anybody_does() -> None:
    ours = told("import ui.binding; ui.binding.TRIED.clear(); ui.binding.import_qt()")
    assert ours[-1] == f"read {sorted(LATE)}"


def test_the_pinned_binding_was_tried() -> None:
    """A new PySide is tried before it is pinned: its fingerprint goes into `TRIED` when the first test holds with it."""
    pinned = (ROOT / "installer/requirements-run.txt").read_text("utf-8").lower()
    assert set(re.findall(r"^pyside6-essentials==(\S+)", pinned, re.MULTILINE)) == set(TRIED.values())
