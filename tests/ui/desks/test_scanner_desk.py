"""The page of the scanner: three scans teach the workplace, nothing else comes of them, and what is absent is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.ui.desks.counter import INSPECTOR, Counter, accepted
from tests.world import World
from ui.desks.door import Door
from ui.desks.front import Front
from ui.devices.burst import Burst
from ui.devices.teaching import PATIENT, Taught, learn
from ui.shell import Shell

CODE = "CAT010316000422"


def burst(slowest: int = 8, end: str = "Enter", code: str = CODE) -> Burst:
    return Burst(code, 'СФЕ"ә"', slowest, end)


@pytest.mark.parametrize(
    ("bursts", "found"),
    [
        ((), Taught()),
        ((burst(), burst()), Taught()),
        ((burst(6), burst(9), burst(7)), Taught(lesson="learned", gap_ms=30, least=6, end="Enter")),
        ((burst(40), burst(35), burst(42)), Taught(lesson="learned", gap_ms=94, least=6, end="Enter")),
        ((burst(88), burst(89), burst(90)), Taught(lesson="learned", gap_ms=100, least=6, end="Enter")),
        ((burst(88), burst(91), burst(90)), Taught(lesson="slow")),
        ((burst(code="12345"),) * 3, Taught(lesson="learned", gap_ms=30, least=5, end="Enter")),
        ((burst(end="Tab"), burst(), burst()), Taught(lesson="ends-differ")),
        ((burst(), burst(end="")), Taught(lesson="no-end")),
    ],
)
def test_what_three_scans_teach(bursts: tuple[Burst, ...], found: Taught) -> None:
    assert learn(bursts) == found


@pytest.fixture
def desk(counter: Counter) -> Any:
    counter.log_in(INSPECTOR)
    return counter.go("scanner")


def kept(counter: Counter) -> dict[str, Any]:
    return dict(json.loads((counter.front.folder / "window.json").read_text("utf-8"))["scanner"])


def tell(counter: Counter, *bursts: Burst) -> None:
    for one in bursts:
        counter.front.shell.wedge.tell(one)
        counter.rest()


def test_three_scans_are_kept_as_the_settings_of_the_workplace(counter: Counter, desk: Any) -> None:
    wedge = counter.front.shell.wedge
    assert (wedge.thresholds, wedge.taught) == (PATIENT, True)
    tell(counter, burst(20), burst(30), burst(25))
    assert "Сканер понят: до 70 мс" in desk.view.teach.accessibleName()
    assert (kept(counter)["gap_ms"], kept(counter)["end"]) == (70, "Enter")
    assert ("Между клавишами", "до 70 мс") in desk.view.state.settings
    counter.press("Ctrl+Enter")
    assert counter.view.name == "settings"
    assert (wedge.thresholds.gap_ms, wedge.taught) == (70, False)


def test_nothing_comes_of_a_test_scan_and_the_page_left_behind_lets_scans_pass(counter: Counter, desk: Any) -> None:
    code = accepted(counter).replace("-", "")
    tell(counter, burst(code=code))
    assert counter.view.name == "scanner"
    assert "дело" in desk.view.teach.slots[0].accessibleName()
    assert 'СФЕ"ә"' in desk.view.teach.slots[0].accessibleName(), "the keys as the layout wrote them"
    counter.go("find")
    tell(counter, burst(code=code))
    assert counter.view.name == "case"


def test_a_locked_window_is_taught_nothing(counter: Counter, desk: Any) -> None:
    counter.press("F12")
    assert not counter.front.shell.wedge.taught
    tell(counter, burst())
    assert counter.front.lock.state.error


def test_a_code_without_an_end_key_is_shown_with_what_to_do(counter: Counter, desk: Any) -> None:
    tell(counter, burst())
    counter.front.shell.wedge.unended.emit(burst(end=""))
    assert "без завершающей клавиши" in desk.view.teach.accessibleName()
    assert "Suffix: Enter" in desk.view.teach.accessibleName()
    tell(counter, burst())
    assert "осталось: 1" in desk.view.teach.accessibleName(), "the one without an end does not count"
    counter.press("F4")
    assert "осталось: 3" in desk.view.teach.accessibleName()


def test_a_port_is_chosen_by_its_name_and_said_when_it_is_away(counter: Counter, desk: Any) -> None:
    counter.press("F3")
    assert "keys:" in [e.id for e in counter.front.shell.palette_.entries]
    desk._chosen(str(counter.front.folder / "no-such-port"))
    counter.choose("115200")
    assert (kept(counter)["kind"], kept(counter)["speed"]) == ("serial", 115200)
    assert "no-such-port нет" in desk.view.state.device
    assert desk.view.state.tone == "risk"
    desk._chosen("keys:")
    assert kept(counter)["kind"] == "keys"
    assert "печатает как клавиатура" in desk.view.state.device


def test_a_camera_that_is_not_there_is_said_in_a_sentence_with_what_to_do(counter: Counter, desk: Any) -> None:
    desk.view.kind_chosen.emit("camera")
    counter.rest()
    assert "камера не найдена" in desk.view.state.device
    assert "F3" in desk.view.state.device


def test_good_scans_can_be_silenced_and_bad_ones_cannot(counter: Counter, desk: Any) -> None:
    heard: list[str] = []
    counter.front.reading.sounds.played.connect(heard.append)
    assert not counter.front.habits.quiet
    desk.press("Alt+3")
    assert json.loads((counter.front.folder / "window.json").read_text("utf-8"))["quiet"] is True
    tell(counter, burst(), burst(), burst())
    assert heard == [], "success keeps still"
    counter.go("find")
    tell(counter, burst(code="CAT010116999990"))
    assert heard == ["late"]
    counter.go("scanner")
    desk.press("Alt+1")
    assert heard == ["late", "ok"], "the button that tries it is always heard"


def test_what_the_workplace_remembers_is_used_at_the_next_start(counter: Counter, desk: Any, file_here: World) -> None:
    tell(counter, burst(20), burst(30), burst(25))
    second = Front(Shell(), Door(file_here.url, str(file_here.key)), counter.front.folder)
    assert second.shell.wedge.thresholds.gap_ms == 70
    second.shell.close()
