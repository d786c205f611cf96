"""For everyone: the controls of every state have names, a label leads to its line, and a choice can be made by its words."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit

from tests.ui.conftest import Opened
from tests.ui.demo_states import SCREENS
from tests.ui.stages import CONTROLS, MOST, walk
from ui.parts.field import Field
from ui.parts.segment import Choice, Segment

ROLE = QAccessible.Role


@pytest.mark.parametrize("name", SCREENS)
def test_every_state_of_a_screen_names_its_controls(opened: Opened, name: str) -> None:
    for state in SCREENS[name][1]:
        shell, _ = opened(name, state)
        for node in walk(QAccessible.queryAccessibleInterface(shell)):
            if node.role in CONTROLS:
                assert node.name.strip(" ,."), f"{node.role.name} {node.thing} at {node.left},{node.top}"
        assert MOST  # rows beyond it are alike


def test_a_fields_label_is_its_buddy(qtbot) -> None:
    field = Field("ИИН")
    qtbot.addWidget(field)
    assert field.label.buddy() is field.line
    interface = QAccessible.queryAccessibleInterface(field.line)
    assert isinstance(field.line, QLineEdit)
    assert interface.text(QAccessible.Text.Name) == "ИИН"


def test_a_choice_can_be_made_by_its_words(qtbot) -> None:
    segment = Segment(
        (Choice("a", "Оригинал", 1), Choice("b", "Копия", 2), Choice("c", "Нет", 0, blocked="—")), name="Вид"
    )
    qtbot.addWidget(segment)
    actions = QAccessible.queryAccessibleInterface(segment).actionInterface()
    assert actions.actionNames() == ["Оригинал", "Копия"]
    with qtbot.waitSignal(segment.chosen) as told:
        actions.doAction("Копия")
    assert told.args == ["b"]
    assert QAccessible.queryAccessibleInterface(segment).text(QAccessible.Text.Value) == "Копия"
