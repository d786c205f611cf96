"""For everyone: each control has a name and a kind, lists tell their rows, and reading and Tab go as the eye goes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit

from tests.ui.conftest import Opened
from tests.ui.demo_states import SCREENS
from tests.ui.stages import MOST, Node, Stage, walk
from ui import look
from ui.parts.field import Field
from ui.parts.segment import Choice, Segment

ROLE = QAccessible.Role
CONTROLS = {
    ROLE.Button,
    ROLE.RadioButton,
    ROLE.CheckBox,
    ROLE.ComboBox,
    ROLE.EditableText,
    ROLE.List,
    ROLE.Table,
    ROLE.ListItem,
}
NO_KIND = {ROLE.Client, ROLE.NoRole}
ROW = 24  # of one line on the screen: things whose middles are nearer stand beside each other


def test_every_control_has_a_name_and_a_kind(stages: tuple[Stage, ...]) -> None:
    wrong = {
        f"{stage.name}: {node.role.name} {node.thing} at {node.left},{node.top}"
        for stage in stages
        for node in stage.nodes
        if (node.role in CONTROLS or node.focusable) and (not node.name.strip(" ,.") or node.role in NO_KIND)
    }
    assert wrong == set()


def test_a_window_at_rest_paints_nothing(stages: tuple[Stage, ...]) -> None:
    """A part that orders its own next drawing burns a whole core, and the person sees nothing of it. Twice: a caret blinks."""
    wrong = {f"{stage.name}: {thing} {n}" for stage in stages for thing, n in stage.restless.items() if n > 2}
    assert wrong == set()


def test_every_name_says_something(stages: tuple[Stage, ...]) -> None:
    """No leftovers of empty facts such as «, ,»."""
    wrong = {
        f"{stage.name}: {node.thing} {node.name!r}"
        for stage in stages
        for node in stage.nodes
        if node.name and (not any(c.isalnum() for c in node.name) or ", ," in node.name or node.name.startswith(", "))
    }
    assert wrong == set()


def test_lists_tell_all_their_rows(stages: tuple[Stage, ...]) -> None:
    lists = [(s.name, n) for s in stages for n in s.nodes if n.role in (ROLE.List, ROLE.Table)]
    assert lists
    assert {
        f"{name}: {n.name} has {n.rows} and tells {n.children}" for name, n in lists if n.children < n.rows
    } == set()


def test_a_screen_reader_goes_as_the_eye_goes(stages: tuple[Stage, ...]) -> None:
    """Of two neighbours in one group the earlier is not wholly below or, in one line, to the right of the later.

    What lies over the window is read last, wherever it stands.
    """
    wrong = {
        f"{stage.name}: {a.thing} {a.name[:30]!r} before {b.thing} {b.name[:30]!r}"
        for stage in stages
        for a, b in neighbours(stage.nodes)
        if (a.top >= b.bottom and a.right > b.left)
        or (abs(a.top + a.bottom - b.top - b.bottom) < ROW and a.left >= b.right)
    }
    assert wrong == set()


def neighbours(nodes: tuple[Node, ...]) -> list[tuple[Node, Node]]:
    """Brothers in the tree, one after the other; rows of a list keep their model's order by themselves."""
    last: dict[int, Node] = {}
    found = []
    for node in nodes:
        last = {depth: n for depth, n in last.items() if depth <= node.depth}
        before = last.get(node.depth)
        over = node.depth == 1 and node.thing not in ("Rail", "TopBar", "QStackedWidget", "Foot")
        seen = node.right > node.left and node.bottom > node.top and not over
        if before is not None and seen and ROLE.ListItem not in (node.role, before.role):
            found.append((before, node))
        if seen:
            last[node.depth] = node
    return found


def test_tab_goes_from_the_top_to_the_foot_and_has_no_trap(stages: tuple[Stage, ...]) -> None:
    """Each column downwards; nothing is visited twice on one way round."""
    wrong = set()
    for stage in stages:
        names = [name for name, _, _ in stage.order]
        assert len(stage.order) == len(set(stage.order)), f"{stage.name}: {names}"
        for (one, x, y), (other, left, top) in zip(stage.order, stage.order[1:], strict=False):
            if top < y - ROW and left <= x:  # upwards is the way only into the next column
                wrong.add(f"{stage.name}: {one} ({x},{y}) → {other} ({left},{top})")
    assert wrong == set()


@pytest.mark.parametrize("theme", look.THEMES)
def test_the_focus_is_seen_wherever_tab_leads(stages: tuple[Stage, ...], theme: str) -> None:
    assert {f"{s.name}: {control}" for s in stages for control in s.rings.get(theme, [])} == set()


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
