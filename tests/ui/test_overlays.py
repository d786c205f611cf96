"""What lies over the work – keys, help, a fault – is never cut, in any language, at large letters on a low screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import Opened
from tests.ui.test_fits import cut
from ui.look_text import Drawn, traced
from ui.look_words import say
from ui.parts.fault import FaultState
from ui.parts.keymap import KeyMap
from ui.parts.palette import Entry
from ui.shell import Shell


def faults(drawn: list[Drawn]) -> set[str]:
    return {f"{d.text!r} on {type(d.on).__name__}: {cut(d)}" for d in drawn if cut(d)}


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("over", ["keys", "help", "fault", "told"])
def test_no_text_over_the_work_is_cut(opened: Opened, over: str, lang: str, scale: float) -> None:
    shell, _ = opened("intake", lang=lang, scale=scale)
    shown = lay(shell, over)
    with traced() as drawn:
        shell.grab()
    assert shown.isVisible()
    assert faults(drawn) == set()


def lay(shell: Shell, over: str):
    match over:
        case "keys":
            shell.route("F1")
            return shell.keymap
        case "help":
            shell.open_help()
            return shell.help
        case "told":
            tell(shell)
            return shell.palette_
    shell.fault.say(FaultState("A1B2C3", kept=False, begun=True))
    return shell.fault


def tell(shell: Shell) -> None:
    shell.offer(
        "once", say("people.one-time", login="a.b"), (Entry("once", "k7-Qm", say("people.one-time.text")),), told=True
    )


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_what_is_only_told_has_no_line_to_type_in_and_goes_by_a_key(opened: Opened, key: Qt.Key) -> None:
    shell, _ = opened("intake", lang="ru")
    before = shell.focusWidget()
    tell(shell)
    assert not shell.palette_.line.isVisible()
    assert "k7-Qm" in shell.palette_.accessibleName()
    QTest.keyClicks(shell.focusWidget(), "typed")
    assert shell.palette_.line.text() == ""
    QTest.keyClick(shell.focusWidget(), key)
    assert shell.palette_.isHidden()
    assert shell.focusWidget() is before
    assert (shell.palette_.accessibleName(), shell.palette_.entries) == ("", ())
    shell.offer("list", "…", (Entry("x", "x"),))
    assert shell.palette_.line.isVisible()


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_key_of_the_map_stands_on_it_at_large_letters(opened: Opened, lang: str) -> None:
    shell, _ = opened("intake", lang=lang, scale=1.5)
    shell.route("F1")
    with traced() as drawn:
        shell.keymap.grab()
    lowest = max(d.bottom for d in drawn if isinstance(d.on, KeyMap))
    assert lowest <= shell.keymap.height()
