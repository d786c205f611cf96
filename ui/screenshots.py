"""Every screen × language × theme as a picture, furnished by really doing a few days' work on a store of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui import screenshots_first, screenshots_law, screenshots_paper, screenshots_people

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from app.start import App
    from ui.desks.front import Front

SIZES = {"": (1366, 768), "-1920": (1920, 1080)}  # what a picture's name ends with
SIZE = SIZES[""]
QUICK = 80  # of a PNG: how little time goes into making it small
INSPECTOR, SECTOR, COURIER = "inspector.at01", "sector.at01", "courier.at01"
CHANCELLERY, HEAD, SPECIALIST = "chancellery.ad01", "head.ad01", "specialist.ad01"


def take(out: Path, *, guide: bool = False) -> int:
    """Writes `<screen>-<language>-<theme>.png` and `…-1920.png` for each; with `guide` also the help's own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tereze-") as folder:
        made = [name for name in pictures(Path(folder), out, guide=guide)]
    print(f"{len(made)} PNG: {out}")
    return 0


def pictures(folder: Path, out: Path, *, guide: bool = False) -> Iterator[str]:
    from app.start import HandClock
    from app.words import LANGUAGES
    from ui import look
    from ui.start import front_of

    clock = HandClock()
    front = front_of(f"sqlite:///{folder / 'demo.db'}", key=str(folder / "key"), demo=True, folder=folder, clock=clock)
    front.shell.resize(*SIZE)
    front.shell.show()
    try:
        front.known, front.ready = front.door.open(), True
        live(front, clock)
        if guide:
            from ui.help_pictures import renew

            lock(front)
            yield from renew(front)
        for name, stage in STAGES:
            stage(front)
            for lang in LANGUAGES:
                front.speak(lang)
                for theme in look.THEMES.values():
                    front.dress(theme, 1.0)
                    for end, size in SIZES.items():
                        front.shell.resize(*size)
                        settle(front)
                        file = f"{name}-{lang}-{theme.name}{end}.png"
                        keep(front.shell.grab().toImage(), out / file, QUICK)
                        yield file
    finally:
        front.shell.close()


def keep(image: QImage, file: Path, quality: int) -> None:
    """Written by Python, which says why a folder or a disk takes nothing: `QImage.save` only says that it did not."""
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG", quality):  # type: ignore[call-overload]
        raise OSError(0, "PNG", str(file))
    file.write_bytes(buffer.data().data())


def settle(front: Front) -> None:
    """Until everything that was asked has come and is painted."""
    from PySide6.QtCore import QEvent, QEventLoop
    from PySide6.QtWidgets import QApplication

    for _ in range(3):
        if front.work.pending:
            loop = QEventLoop()
            front.work.idle.connect(loop.quit)
            loop.exec()
        front.exchange.stop()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# ---- a few days' work


def live(front: Front, clock: Any) -> None:
    """Some weeks, as a demonstration has them: Wednesday, 16 November 2016, 10:42."""
    from app.start import Moment, live_in

    now = datetime.fromisoformat("2016-11-16T10:42:00+05:00")
    live_in(front.door.apps["centre"], front.door.apps["licensor"], clock=clock, until=now)
    clock.set("atyrau", Moment(now))
    front.exchange.run()
    settle(front)


def furnish(front: Front, clock: Any) -> None:
    from app.start import Moment

    centre, there = front.door.apps["centre"], front.door.apps["licensor"]
    at = lambda text: clock.set("atyrau", Moment(datetime.fromisoformat(f"2016-11-{text}+05:00")))  # noqa: E731
    legal = sorted(n for n in centre.persons.known() if n[4] in "456789")  # type: ignore[attr-defined]
    at("02T10:12:00")
    numbers = [accept(centre, legal[n], n) for n in range(5)]
    refuse(centre, legal[9])
    at("02T16:40:00")
    send(centre, there, numbers, front.door.exchange)
    at("03T09:20:00")
    consider(there, numbers[:3])
    for login, code in ((SPECIALIST, numbers[0]), (SPECIALIST, numbers[1])):
        there.run("licensor_desk.prepare", {"code": code}, as_=login)
    there.run("licensor_desk.sign", {"code": numbers[0]}, as_=HEAD)
    at("09T11:00:00")
    bring_back(centre, there, numbers[:1], front.door.exchange)
    at("16T09:31:00")
    late = [accept(centre, legal[n], n) for n in range(5, 8)]
    at("16T10:30:00")
    entered = centre.run("accumulation.enter", {"code": late[0]}, as_=SECTOR).value
    centre.run("accumulation.close", {"code": entered.registry, "cases": [entered.case]}, as_=SECTOR)
    centre.run("accumulation.enter", {"code": late[1]}, as_=SECTOR)
    accept(centre, legal[8], 8)
    accept(centre, legal[10], 9)
    at("16T10:42:00")
    front.exchange.run()
    settle(front)


def filled(app: App, number: str, n: int) -> dict[str, Any]:
    from app.domain.numbers import read_number

    answer = app.consult(number)
    kind = "natural" if read_number(number).kind == "iin" else "legal"
    given: dict[str, Any] = {
        "service": "medical-licence", "variant": ("issue", "reissue", "duplicate")[n % 3], "lang": "both",
        "applicant": {"kind": kind, "number": number, "name": answer.name.open(), "source": answer.register},
    }  # fmt: skip
    listed = app.ask("law.checklist", given, as_=INSPECTOR).documents
    given["documents"] = [
        {"document": d.id, "kind": d.kinds[0], "sheets": 1 + (i + n) % 5}
        for i, d in enumerate(listed)
        if not d.register and not d.optional
    ]
    return given


def accept(app: App, number: str, n: int) -> str:
    return "C-" + str(app.run("intake.accept", filled(app, number, n), as_=INSPECTOR).value.number)


def refuse(app: App, number: str) -> str:
    given = filled(app, number, 0)
    given["documents"] = given["documents"][2:]
    return "C-" + str(app.run("intake.refuse", given, as_=INSPECTOR).value.number)


def send(centre: App, there: App, codes: list[str], exchange: Callable[[], Any]) -> None:
    """Registry, courier, chancellery: each gives and takes as themselves."""
    entered = [centre.run("accumulation.enter", {"code": code}, as_=SECTOR).value for code in codes]
    registry = entered[0].registry
    given = {"code": registry, "cases": [e.case for e in entered]}
    centre.run("accumulation.close", given, as_=SECTOR)
    bag = centre.run("courier.give", {"registries": [registry], "to": "courier"}, as_=SECTOR).value
    centre.run("courier.take", {"code": bag.handover}, as_=COURIER)
    exchange()
    bag = there.run("courier.give", {"registries": [registry], "to": "chancellery"}, as_=COURIER).value
    there.run("courier.take", {"code": bag.handover}, as_=CHANCELLERY)
    exchange()


def consider(there: App, codes: list[str]) -> None:
    for code in codes:
        there.run("licensor_desk.take_in", {"code": code, "reference": "4452"}, as_=CHANCELLERY)
        there.run("licensor_desk.assign", {"code": code, "reference": SPECIALIST}, as_=HEAD)
    for code in codes[:2]:
        there.run("licensor_desk.examine", {"code": code, "complete": True}, as_=SPECIALIST)
        there.run("licensor_desk.enter_data", {"code": code}, as_=SPECIALIST)


def bring_back(
    centre: App, there: App, codes: list[str], exchange: Callable[[], Any], *, mark: bool = True
) -> None:  # fmt: skip
    bag = there.run("courier.give", {"cases": codes, "to": "courier"}, as_=CHANCELLERY).value
    there.run("courier.take", {"code": bag.handover}, as_=COURIER)
    exchange()
    bag = centre.run("courier.give", {"cases": codes, "to": "sector"}, as_=COURIER).value
    centre.run("courier.take", {"code": bag.handover}, as_=SECTOR)
    for code in codes if mark else ():
        centre.run("accumulation.mark_received", {"code": code, "cell": "Б-14"}, as_=SECTOR)
        centre.run("issue.take", {"code": code}, as_=INSPECTOR)


# ---- what stands on each picture


def enter(front: Front, login: str, place: str = "") -> None:
    front.shell.palette_.close_()
    if front.session is None or front.session.me.login != login:
        front.log_out()
        settle(front)
        front.enter(login, "")
        settle(front)
    if place:
        front.go(place)
    settle(front)


def lock(front: Front) -> None:
    front.log_out()
    front.show_lock()


def intake(front: Front) -> None:
    enter(front, INSPECTOR, "intake")


def intake_checked(front: Front) -> None:
    """A БИН typed, all papers there but the last two."""
    enter(front, INSPECTOR, "intake")
    desk: Any = front.desks["intake"]
    legal = sorted(n for n in front.door.apps["centre"].persons.known() if n[4] in "456789")  # type: ignore[attr-defined]
    desk.number(legal[11])
    settle(front)
    from ui.desks.visit import Mark
    from ui.parts.paper_editor import KINDS

    for n, document in enumerate(desk.visit.demanded(), 1):
        last = n == len(desk.visit.demanded())
        desk.visit.marks[document.id] = Mark(0 if last else KINDS.index(document.kinds[0]), n % 4 + 1)
    desk.check()
    settle(front)


def sector(front: Front) -> None:
    enter(front, SECTOR, "sector")
    desk: Any = front.desks["sector"]
    for row in desk.news.expected[:1]:
        front.scanned("C" + row.number.replace("-", ""))
        settle(front)


def sector_wrong(front: Front) -> None:
    sector(front)
    front.scanned("CAT010116999990")
    settle(front)


def shelf(front: Front) -> None:
    """A stock-take of one cell that has just begun."""
    enter(front, SECTOR, "sector")
    desk: Any = front.desks["sector"]
    desk.shelf.take("Б-14")
    settle(front)


def courier(front: Front) -> None:
    enter(front, SECTOR, "courier")


def case(front: Front) -> None:
    enter(front, INSPECTOR, "find")
    desk: Any = front.desks["find"]
    row = next(r for r in desk.waiting.newest.rows if r.status == "at-licensor")
    front.go("case", row.id)
    settle(front)


def process(front: Front) -> None:
    """The picture of a service, and where the case of the page before stands on it."""
    case(front)
    desk: Any = front.desks["case"]
    front.go("process", desk.opened.case.id)
    settle(front)


def release(front: Front) -> None:
    enter(front, INSPECTOR, "release")
    desk: Any = front.desks["release"]
    if desk.ready:
        desk.choose(desk.ready[0].id)


def scanner(front: Front) -> None:
    """Taught by three scans in a Kazakh layout."""
    from ui.devices.burst import Burst

    enter(front, INSPECTOR, "scanner")
    for slowest in (6, 9, 7):
        front.shell.wedge.tell(Burst("CAT010316000422", 'СФЕ№"№І"Ң№№№ҒӘӘ', slowest, "Enter"))
    settle(front)


def scan(front: Front) -> None:
    from ui.screenshots_scans import attached

    attached(front)


def scan_all(front: Front) -> None:
    from ui.screenshots_scans import all_attached

    all_attached(front)


def summary_behind(front: Front) -> None:
    """The cases behind the answer to «who is late»."""
    enter(front, "supervisor.at01", "summary")
    view: Any = front.desks["summary"].view
    view.go(3)
    view.boxes[3].opened.emit("parties")
    settle(front)


STAGES: tuple[tuple[str, Callable[[Front], None]], ...] = (
    ("lock", lock),
    ("intake", intake),
    ("intake-checked", intake_checked),
    ("scan", scan),
    ("scan-all", scan_all),
    ("find", lambda front: enter(front, INSPECTOR, "find")),
    ("case", case),
    ("process", process),
    ("release", release),
    ("sector", sector),
    ("sector-wrong", sector_wrong),
    ("deadlines", lambda front: enter(front, "supervisor.at01", "deadlines")),
    ("summary", lambda front: enter(front, "supervisor.at01", "summary")),
    ("summary-behind", summary_behind),
    ("settings", lambda front: enter(front, "administrator.at01", "settings")),
    ("taking", lambda front: enter(front, CHANCELLERY, "taking")),
    ("shelf", shelf),
    ("licensor", lambda front: enter(front, SPECIALIST, "licensor")),
    ("courier", courier),
    ("scanner", scanner),
    *screenshots_law.STAGES,
    ("printers", screenshots_paper.printers),
    ("ledger", screenshots_paper.ledger),
    ("paper", screenshots_paper.paper),
    *screenshots_people.STAGES,
    *screenshots_first.STAGES,
)
