"""F33: the machine sleeps in the middle of anything and wakes up: nothing is sent or done twice, and no window stands open."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.start import exchange, listening
from app.store.unit import new_id
from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.ui.conftest import _dressed as _dressed
from tests.ui.desks.counter import INSPECTOR, Counter
from tests.ui.desks.counter import counter as counter
from tests.ui.desks.test_locking import Hands
from tests.world import World, who
from ui.desks import watch

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
PATIENCE = 120.0
ROOT = Path(__file__).resolve().parents[2]
# a window in which an inspector sits; it says when they are in, and when it is locked
WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pathlib import Path
from ui.desks import watch
from ui.start import front_of
store, key, login, slept = sys.argv[1:5]
watch.SLEPT = float(slept)
app = QApplication(sys.argv[:1])
front = front_of(store, key=key, demo=True, folder=Path(key).parent)
front.shell.show()
front.start()
said = {"in": False}
def look():
    if front.ready and front.session is None and not said["in"]:
        front.enter(login, "")
    if front.session is not None and not said["in"]:
        said["in"] = True
        print("in", flush=True)
    if said["in"] and front.session is None:
        print("locked" if front.shell.locked else "open", flush=True)
        app.quit()
often = QTimer()
often.timeout.connect(look)
often.start(50)
app.exec()
front.shell.close()
"""


def program(*words: str, given: dict[str, Any] | None = None) -> subprocess.Popen[bytes]:
    """The real one, beside the tests."""
    pipe = subprocess.PIPE
    started = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe)
    if given is not None:
        assert started.stdin is not None
        started.stdin.write(json.dumps(given).encode())
    assert started.stdin is not None
    started.stdin.close()
    started.stdin = None
    return started


def asleep(process: subprocess.Popen[bytes], begin: float, meanwhile: Callable[[], None]) -> tuple[int, bytes]:
    """Stopped at some moment of its work, whatever happens meanwhile, and woken up again."""
    threading.Event().wait(begin)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGSTOP)
        try:
            meanwhile()
        finally:
            os.kill(process.pid, signal.SIGCONT)
    out, said = process.communicate(timeout=PATIENCE)
    return process.returncode, out + said


def slept_in_a_deed(world: World, draft: dict[str, Any], begin: float) -> list[str]:
    """`tereze do` sleeps; the same wish is pressed again by another program: one deed, and one answer."""
    world.close()  # one program writes the embedded store
    op, others = new_id(), list[tuple[int, bytes]]()
    words = ("-m", "app.cli", "do", "intake.accept", "-", "--as", who("inspector"), "--op", op)
    words += ("--store", world.url, "--key", str(world.key))

    def meanwhile() -> None:
        out, said = (second := program(*words, given=draft)).communicate(timeout=PATIENCE)
        others.append((second.returncode, out + said))

    first = asleep(program(*words, given=draft), begin, meanwhile)
    wrong = [f"{status}: {said!r}" for status, said in (first, *others) if status not in (0, 4)]
    if first[0] != 0 and all(status != 0 for status, _ in others):
        wrong.append("nobody's press was granted")
    world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)  # as the window does it after a sleep
    rows = world.rows("SELECT head FROM events WHERE kind = 'application.accepted'")
    mine = sum(json.loads(bytes(row.head))["op"] == op for row in rows)
    return wrong if mine == 1 else [*wrong, f"{mine} deeds of one wish"]


def slept_in_an_exchange(world: World, link: str, begin: float) -> list[str]:
    """`tereze sync --once` sleeps amid the sending, another is started meanwhile; what the licensor has then."""
    for _ in range(6):
        world.do("intake.accept", world.draft())
    _close_centre(world)
    words = ("-m", "app.cli", "sync", "--once", "--to", link, "--store", world.url, "--key", str(world.key))

    def meanwhile() -> None:
        (second := program(*words)).communicate(timeout=PATIENCE)
        assert second.returncode in (0, 4), second.returncode

    status, said = asleep(program(*words), begin, meanwhile)
    wrong = [] if status in (0, 4) else [f"{status}: {said!r}"]
    for _ in range(2):
        exchange(world.centre, link)
    ours = {(r.device, r.seq): bytes(r.row_hash) for r in world.rows("SELECT device, seq, row_hash FROM events")}
    theirs = [
        ((r.device, r.seq), bytes(r.row_hash))
        for r in world.rows("SELECT device, seq, row_hash FROM events", licensor=True)
        if r.device.startswith("AT")
    ]
    wrong += [f"twice or other: {key}" for key, row in theirs if ours.get(key) != row]
    cases_ = [r.id for r in world.rows("SELECT id FROM cases", licensor=True)]
    if len(theirs) != len({key for key, _ in theirs}) or len(cases_) != len(set(cases_)):
        wrong.append("the licensor has one thing twice")
    sent = [key for key in ours if key[0].startswith("AT")]
    if len(theirs) != len(sent):
        wrong.append(f"{len(theirs)} of {len(sent)} are there")
    return wrong


def _close_centre(world: World) -> None:
    app = world._apps.pop(world.url, None)
    if app is not None:
        app.close()


def test_a_deed_and_an_exchange_that_slept_are_done_once(file_here: World) -> None:
    random_, count = share("F33", 300, commit=2)
    draft, wrong = file_here.draft(), list[list[str]]()
    for n in range(count):
        begin = random_.uniform(0.1, 1.5)
        if n % 2:
            with listening(file_here.licensor) as link:
                bad = slept_in_an_exchange(file_here, link, begin)
        else:
            bad = slept_in_a_deed(file_here, draft, begin)
        wrong += [bad] if bad else []
    assert not wrong, wrong
    file_here.whole()
    ran("F33", count, through=len(wrong))


def locked_after(world: World, *, slept: float) -> bool:
    """A real window in a real process that really sleeps for a few seconds."""
    world.close()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, "-c", WINDOW, world.url, str(world.key), who("inspector"), str(slept)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in\n"
        os.kill(process.pid, signal.SIGSTOP)
        threading.Event().wait(5)
        os.kill(process.pid, signal.SIGCONT)
        try:
            out, _ = process.communicate(timeout=PATIENCE if slept < 60 else 4)
        except subprocess.TimeoutExpired:
            return False
        return out == b"locked\n"
    finally:
        process.kill()
        process.communicate()


def test_a_window_that_slept_is_locked_when_it_wakes(file_here: World) -> None:
    assert locked_after(file_here, slept=3.0)
    caught = WHOLE and not locked_after(file_here, slept=1e9)  # planted: a window that does not notice that it slept
    ran("F33", 1, planted=(int(caught), int(WHOLE)))


def test_a_window_that_does_not_notice_is_noticed(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault in a moment, by clocks that are moved by hand."""
    stands = []
    for slept in (watch.SLEPT, 1e9):
        monkeypatch.setattr(watch, "SLEPT", slept)
        hands = Hands(counter)
        counter.log_in(INSPECTOR)
        hands.gone(1, wall=600)
        counter.front._tick()
        counter.rest()
        stands.append(counter.front.session is not None)
        counter.front.log_out()
        counter.rest()
    ran("F33", 1, through=int(stands[0]), planted=(int(stands[1]), 1))
