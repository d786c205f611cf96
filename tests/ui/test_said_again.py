"""What stands over the work when the language is switched is said again in the new one."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Opened
from ui.look_words import again, count, say, speak
from ui.parts.palette import Entry
from ui.parts.toast import ToastState


def test_a_text_is_said_again_with_its_facts() -> None:
    text = say("desk.until", when=say("desk.late"), left="5")
    many = count("desk.unit.working-day", 5)
    speak("kk")
    assert again(text) == say("desk.until", when=say("desk.late"), left="5") != text
    assert again(many) == count("desk.unit.working-day", 5) != many
    speak("en")
    assert again(again(text)) == say("desk.until", when=say("desk.late"), left="5")
    assert again("AT01-01-16-00050-T") == "AT01-01-16-00050-T"


def test_message_and_list_follow_the_language_and_keep_what_was_typed(opened: Opened, qapp: QApplication) -> None:
    shell, _ = opened("find")
    shell.offer("x", say("desk.lock.people"), (Entry("late", say("desk.late")), Entry("risk", say("desk.risk"))))
    shell.tell(ToastState("risk", say("desk.late"), "AT01-01-16-00050-T"))
    shell.palette_.list.go("risk")
    shell.speak("kk")
    assert shell.palette_.title.words == say("desk.lock.people")
    assert [e.words for e in shell.palette_.entries] == [say("desk.late"), say("desk.risk")]
    assert shell.palette_.list.current() == "risk"
    assert shell.toast.state is not None
    assert (shell.toast.state.title, shell.toast.state.text) == (say("desk.late"), "AT01-01-16-00050-T")
    assert say("desk.late") in shell.toast.accessibleName()
