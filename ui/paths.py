"""The paths of a day, walked in the real window by keys and scans alone, and counted: `tereze bench desk`.

A path is a TOML file: who logs in, what stood ready, each key and scan, and what must be true in the store afterwards.
TO ADD A PATH: a file in `tests/bench/desk/`. Its `count` never rises without a `because`.
"""

from __future__ import annotations

import os
import tempfile
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.start import App
    from ui.desks.front import Front

DAY = "2016-11-16T10:12:00+05:00"  # a Wednesday under the Atyrau act
SCANNER_MS, PERSON_MS = 4, 180  # between two keys
LONG = 20  # seconds until a step that brings nothing has failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Path_:
    """`limit` is what is asked of us, `count` what it is today; `walk` are keys, `scan:<what>` and `type:<text>`."""

    name: str
    login: str
    what: str
    limit: int
    count: int
    because: str = ""  # why it has risen, when it has
    ready: tuple[str, ...] = ()  # what was done before, by the same commands
    walk: tuple[str, ...] = ()
    then: dict[str, Any] = field(default_factory=dict)


class WentAstray(Exception):
    """A step of the path did not bring what it should: the window says something else than when the path was written."""


def read(file: Path) -> Path_:
    given = tomllib.loads(file.read_text("utf-8"))
    return Path_(**{**given, "ready": tuple(given.get("ready", ())), "walk": tuple(given["walk"])})


def walk_all(folder: Path) -> list[dict[str, Any]]:
    """Each path of the folder on a store of its own: keys, scans, the limit, and whether it is met."""
    return [walked(read(file)) for file in sorted(folder.glob("*.toml"))]


def walked(path: Path_) -> dict[str, Any]:
    """`WentAstray` when the end is not as the file says."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.start import HandClock, Moment
    from ui.start import front_of

    app = QApplication.instance() or QApplication([])
    clock = HandClock()
    clock.set("atyrau", Moment(datetime.fromisoformat(DAY)))
    with tempfile.TemporaryDirectory(prefix="tereze-path-") as place:
        folder = Path(place)
        store = f"sqlite:///{folder / 'demo.db'}"
        front = front_of(store, key=str(folder / "key"), demo=True, folder=folder, clock=clock)
        front.shell.resize(1366, 768)
        front.shell.show()
        try:
            front.known, front.ready = front.door.open(), True
            hands = Hands(front, path)
            for name in path.ready:
                READY[name](hands)
            hands.rest()
            front.show_lock()
            front.enter(path.login, "")
            hands.rest()
            for step in path.walk:
                hands.do(step)
            hands.check()
        finally:
            front.shell.close()
            front.shell.deleteLater()
            app.processEvents()
    keys = sum(len(step.removeprefix("type:")) if step.startswith("type:") else 1 for step in path.walk)
    scans = sum(step.startswith("scan:") for step in path.walk)
    return {
        "path": path.name, "what": path.what, "keys": keys - scans, "scans": scans, "count": keys, "written": path.count,
        "limit": path.limit, "met": keys <= path.limit, "because": path.because,
    }  # fmt: skip


class Hands:
    """A person at the keyboard with a scanner: what they do goes through the window's own event filter."""

    def __init__(self, front: Front, path: Path_) -> None:
        self.front, self.path = front, path
        self.at = 1_000  # milliseconds, on the keyboard's own clock
        known = sorted(self.centre.persons.known())  # type: ignore[attr-defined]
        self.codes = {"applicant": self.legal(11), "person": next(n for n in known if n[4] < "4")}

    @property
    def centre(self) -> App:
        return self.front.door.apps["centre"]

    @property
    def licensor(self) -> App:
        return self.front.door.apps["licensor"]

    def legal(self, nth: int) -> str:
        """A legal person of the demonstration's register."""
        return sorted(n for n in self.centre.persons.known() if n[4] in "456789")[nth]  # type: ignore[attr-defined]

    def rest(self) -> None:
        """Until everything that was asked has come and is painted."""
        from PySide6.QtCore import QEvent
        from PySide6.QtWidgets import QApplication

        end = time.monotonic() + LONG
        for _ in range(3):
            while self.front.work.pending:
                if time.monotonic() > end:
                    raise WentAstray(f"{self.path.name}: still under way: {self.front.work.under_way()}")
                QApplication.processEvents()
            self.front.exchange.stop()
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def do(self, step: str) -> None:
        kind, _, what = step.partition(":")
        match kind:
            case "scan":
                for n, key in enumerate((*self.codes[what], "Enter")):
                    self._strike(key, after=SCANNER_MS if n else PERSON_MS)
            case "type":
                for letter in what:
                    self._strike(letter, after=PERSON_MS)
                    self.front.shell.wedge.give_back()
            case _:
                self.front.shell.wedge.give_back()
                self._strike(step, after=PERSON_MS)
        self.rest()

    def _strike(self, key: str, *, after: int) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        *held, last = key.split("+") if len(key) > 1 else [key]
        modifiers = Qt.KeyboardModifier.NoModifier
        for name in held:
            modifiers |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier,
                          "Alt": Qt.KeyboardModifier.AltModifier}[name]  # fmt: skip
        code = getattr(Qt.Key, f"Key_{NAMES.get(last, last.upper())}", Qt.Key.Key_unknown)
        text = last if len(last) == 1 and not held else ""
        self.at += after
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            target = QApplication.focusWidget() or self.front.shell
            event = QKeyEvent(kind, int(code), modifiers, text)
            event.setTimestamp(self.at)  # struck when a hand or a scanner would have struck it
            QApplication.sendEvent(target, event)

    def check(self) -> None:
        """`then`: a query, what is given to it, and what its first row must hold."""
        then = self.path.then
        app = self.licensor if then.get("side") == "licensor" else self.centre
        if not then:
            return
        given = {
            k: self.codes.get(v.removeprefix("$"), v) if isinstance(v, str) else v for k, v in then["given"].items()
        }
        found = app.ask(then["query"], given, as_=then.get("as", self.path.login))
        row = found[0] if isinstance(found, tuple) and found else found
        for name, wanted in then["row"].items():
            seen = row
            for part in name.split("."):
                seen = (
                    [getattr(one, part, None) for one in seen] if isinstance(seen, tuple) else getattr(seen, part, None)
                )
            seen = list(seen) if isinstance(seen, tuple) else seen
            if seen != wanted and not (isinstance(seen, list) and wanted in seen):
                raise WentAstray(f"{self.path.name}: {name} is {seen!r} at the end, not {wanted!r}")


NAMES = {
    "Enter": "Return", "Esc": "Escape", "PgUp": "PageUp", "PgDn": "PageDown", " ": "Space", "-": "Minus", ".": "Period",
}  # fmt: skip


# ---- what stood ready


def met_before(hands: Hands) -> None:
    """The applicant was here last week."""
    from ui.screenshots import accept

    accept(hands.centre, hands.codes["applicant"], 0)


def accepted(hands: Hands) -> None:
    from ui.screenshots import accept

    for n in range(3):
        hands.codes[f"case{n + 1}"] = accept(hands.centre, hands.legal(n), n).replace("-", "")


def refused(hands: Hands) -> None:
    """Two documents were not there; the refusal's receipt is in the applicant's hand."""
    from ui.screenshots import refuse

    hands.codes["case1"] = refuse(hands.centre, hands.codes["applicant"]).replace("-", "")


def in_bag(hands: Hands) -> None:
    """A closed registry with three cases lies ready for the courier."""
    from ui.screenshots import SECTOR

    accepted(hands)
    entered = [
        hands.centre.run("accumulation.enter", {"code": hands.codes[f"case{n}"]}, as_=SECTOR).value for n in (1, 2, 3)
    ]
    given = {"code": entered[0].registry, "cases": [e.case for e in entered]}
    closed = hands.centre.run("accumulation.close", given, as_=SECTOR).value
    hands.codes["registry"] = "R" + closed.number.replace("-", "")


def given(hands: Hands) -> None:
    """…and the sector has given it; nobody has taken it yet."""
    from ui.screenshots import SECTOR

    in_bag(hands)
    bag = hands.centre.run("courier.give", {"registries": [hands.codes["registry"]], "to": "courier"}, as_=SECTOR).value
    hands.codes["handover"] = "H" + bag.number.replace("-", "")


def at_licensor(hands: Hands) -> None:
    from ui.screenshots import accept, send

    codes = [accept(hands.centre, hands.legal(n), n) for n in range(3)]
    send(hands.centre, hands.licensor, codes, hands.front.door.exchange)
    hands.codes |= {f"case{n + 1}": code.replace("-", "") for n, code in enumerate(codes)}


def examined(hands: Hands) -> None:
    from ui.screenshots import consider

    at_licensor(hands)
    consider(hands.licensor, [hands.codes[f"case{n}"] for n in (1, 2, 3)])


def result_arrived(hands: Hands) -> None:
    """The first result lies with the sector, not yet marked."""
    from ui.screenshots import HEAD, SPECIALIST, bring_back

    examined(hands)
    hands.licensor.run("licensor_desk.prepare", {"code": hands.codes["case1"]}, as_=SPECIALIST)
    hands.licensor.run("licensor_desk.sign", {"code": hands.codes["case1"]}, as_=HEAD)
    bring_back(hands.centre, hands.licensor, [hands.codes["case1"]], hands.front.door.exchange, mark=False)


def to_release(hands: Hands) -> None:
    from ui.screenshots import INSPECTOR, SECTOR

    result_arrived(hands)
    hands.centre.run("accumulation.mark_received", {"code": hands.codes["case1"], "cell": "Б-14"}, as_=SECTOR)
    hands.centre.run("issue.take", {"code": hands.codes["case1"]}, as_=INSPECTOR)


READY: dict[str, Callable[[Hands], None]] = {
    f.__name__.replace("_", "-"): f
    for f in (met_before, accepted, refused, in_bag, given, at_licensor, examined, result_arrived, to_release)
}
