"""Every stage of the pictures, looked at once: nothing is cut, nothing stays in another language, and everybody can read it."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from app.words import FOLDER, LANGUAGES
from tests.ui.stages import CONTROLS, Node, Stage, every_stage
from tests.ui.test_contrast import SHAPE, TEXT
from ui import look

pytestmark = pytest.mark.timeout(1800)  # who comes first waits for the walk, on a machine that does other things too
ROLE = QAccessible.Role
NO_KIND = {ROLE.Client, ROLE.NoRole}
ROW = 24  # of one line on the screen: things whose middles are nearer stand beside each other
# Of one spelling in Kazakh and Russian, by the dictionaries of both.
COGNATES = {
    "инспектор",
    "курьер",
    "медиана",
    "масштаб",
    "файл",
    "бланк",
    "принтер",
    "сканер",
    "реестр",
    "процесс",
    "минут",
}
PEOPLES = re.compile(r"(?<![\w.@-])[a-zа-яёәіңғүұқөһ]{4,}(?![\w@]|\.\w)")  # a word that begins small: no name, no code
TYPED = re.compile(
    r"^(Государственная корпорация|Филиал по|Сәтбаев көшесі|.*мемлекеттік корпорациясы|.*бойынша филиал)"
)
LATIN = re.compile(r"(?<![\w.@/-])[a-z]{4,}(?![\w@/]|\.\w)")
FILE = re.compile(r"^(/|[A-Z]:).*\.\w+$")
PLAIN_LATIN = {"tereze", "sqlite", "bluetooth", "keyboard"}


@pytest.fixture(scope="module")
def stages(qapp: QApplication) -> tuple[Stage, ...]:
    """A minute and more. Who asks what all of them show stands in this file: the others would walk them again."""
    return tuple(every_stage())


# ---- nothing is cut


def test_nothing_is_cut_on_any_stage(stages: tuple[Stage, ...]) -> None:
    """The furnished window: both sizes of the pictures, three languages, 100 to 150 percent."""
    assert {f"{stage.name} {fault}" for stage in stages for fault in stage.faults} == set()


# ---- words


def keys() -> frozenset[str]:
    heads = set()
    for po in (FOLDER / "ru").glob("*.po"):
        with po.open("rb") as file:
            ids = [m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file, locale="ru") if m.id]
            heads |= {key.split(".")[0] for key in ids}
    return frozenset(heads)


def small_words(text: str) -> set[str]:
    return set(PEOPLES.findall(text)) - COGNATES


def test_no_text_stays_the_same_in_kazakh_and_in_russian(stages: tuple[Stage, ...]) -> None:
    """A visible text or one for readers with a word in it; names, codes and what somebody typed have none that begins small."""
    same = {
        f"{stage.name}: {text}"
        for stage in stages
        for text in stage.texts["kk"] & stage.texts["ru"]
        if small_words(text) and not TYPED.match(text) and not FILE.match(text)
    }
    assert same == set()


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_no_english_is_left_when_another_language_is_spoken(stages: tuple[Stage, ...], lang: str) -> None:
    """Each stage began in English."""
    left = {f"{s.name}: {t}" for s in stages for t in s.texts[lang] if set(LATIN.findall(t)) - PLAIN_LATIN}
    assert left == set()


def test_no_bare_key_is_shown(stages: tuple[Stage, ...]) -> None:
    bare = re.compile(rf"(?<![\w.@-])(?:{'|'.join(map(re.escape, sorted(keys())))})\.[a-z][a-z0-9.-]*[a-z0-9](?![\w@])")
    shown = {
        f"{stage.name} {lang}: {found[0]}"
        for stage in stages
        for lang in LANGUAGES
        for text in stage.texts[lang]
        if (found := bare.search(text)) and not found[0].endswith((".key", ".db", ".json"))
    }
    assert shown == set()


# ---- for everyone


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


# ---- ink


def test_what_is_painted_can_be_read_on_every_stage(stages: tuple[Stage, ...]) -> None:
    """Of shorter texts the thin strokes never reach the full ink between two pixels."""
    inks = [(stage.name, ink) for stage in stages for ink in stage.inks if sum(c.isalpha() for c in ink.text) >= 6]
    assert len(inks) > 1000
    pale = {
        f"{name} {ink.theme} {ink.text!r}: {ink.ratio:.2f}"
        for name, ink in inks
        if ink.ratio < (SHAPE if ink.large else TEXT)
    }
    assert pale == set()
