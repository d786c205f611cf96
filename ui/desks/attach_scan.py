"""The paper scanner at this workplace: which, how, and a stack from it, told page by page as they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.desks.session import Session
from ui.devices.foreign import DOTS, Device, Scanned, Scanner, Wish, scanner_here
from ui.look_words import say
from ui.parts.palette import Entry

SOURCES = {"feeder": (True, False), "both": (True, True), "glass": (False, False)}


def wish_of(kept: dict[str, Any]) -> Wish:
    """What this workplace remembers; a line that does not fit is as if it were not there."""
    device, dots = kept.get("device"), kept.get("dots")
    flags = {n: kept[n] for n in ("feeder", "both_sides", "colour") if isinstance(kept.get(n), bool)}
    wish = Wish(device=device if isinstance(device, str) else "", **flags)
    return replace(wish, dots=dots) if dots in DOTS else wish


class Feeding(QObject):
    """`begun` when a scan runs; then `done(Scanned)` or `away(wrong)`."""

    _came = Signal(int)

    def __init__(self, session: Session, scanner: Scanner | None = None) -> None:
        super().__init__()
        self.session, self.scanner = session, scanner or scanner_here()
        self.running, self.pages = False, 0
        self.devices: tuple[Device, ...] = ()
        self.told: Callable[[], None] = lambda: None
        self._came.connect(self._page)
        session.work.owned(self)

    def close(self) -> None:
        self.scanner.cancel()

    def _page(self, pages: int) -> None:
        self.pages = pages
        self.told()

    def scan(self, done: Callable[[Scanned], None], away: Callable[[BaseException], None]) -> None:
        """With what was used last; where nothing was, the one scanner there is, or a choice."""
        if self.running:
            return
        wish = wish_of(self.session.habits().paper_scanner)
        if wish.device:
            self._run(wish, done, away)
            return

        def found(devices: tuple[Device, ...]) -> None:
            if len(devices) == 1:
                self._keep(replace(wish, device=devices[0].id))
                self._run(replace(wish, device=devices[0].id), done, away)
            elif devices:
                self.choose(lambda: self.scan(done, away))
            else:
                done(Scanned(stopped="no-device"))

        self._look(found, away)

    def _look(self, found: Callable[[tuple[Device, ...]], None], away: Callable[[BaseException], None]) -> None:
        self.running, self.pages = True, -1
        self.told()

        def have(devices: tuple[Device, ...]) -> None:
            self.running, self.devices = False, devices
            found(devices)

        self.session.work.aside(self.scanner.devices, have, failed=lambda wrong: self._over(away, wrong))

    def _run(self, wish: Wish, done: Callable[[Scanned], None], away: Callable[[BaseException], None]) -> None:
        self.running, self.pages = True, 0
        self.told()
        self.session.work.aside(
            lambda: self.scanner.scan(wish, self._came.emit), lambda scanned: self._over(done, scanned),
            failed=lambda wrong: self._over(away, wrong),
        )  # fmt: skip

    def _over(self, then: Callable[[Any], None], what: Any) -> None:
        self.running = False
        then(what)

    def cancel(self) -> None:
        self.scanner.cancel()

    # ---- which and how

    def offer(self, away: Callable[[BaseException], None]) -> None:
        """Shift+F4: scanner, feeder or glass, resolution, colours – looked for anew each time."""
        self._look(lambda devices: self.choose(lambda: None), away)

    def choose(self, then: Callable[[], None]) -> None:
        self.told()
        entries = [
            Entry(f"{source}|{d.id}", d.name, say(f"attach.source.{source}"), icon="print")
            for d in self.devices
            for source in SOURCES
        ]
        now = wish_of(self.session.habits().paper_scanner)
        entries += [Entry(f"dots|{dots}", say("attach.dots", dots=dots), _now(now.dots == dots)) for dots in DOTS]
        entries += [
            Entry(f"colour|{on}", say(f"attach.{'colour' if on else 'grey'}"), _now(now.colour == on))
            for on in (False, True)
        ]
        if not self.devices:
            entries.insert(0, Entry("none", say("attach.no-scanner"), say("attach.no-scanner.do"), tone="risk"))

        def chosen(id: str) -> None:
            what, _, value = id.partition("|")
            if what in SOURCES:
                feeder, both = SOURCES[what]
                self._keep(replace(now, device=value, feeder=feeder, both_sides=both))
                then()
            elif what in ("dots", "colour"):
                self._keep(replace(now, dots=int(value)) if what == "dots" else replace(now, colour=value == "True"))
                self.choose(then)

        self.session.offer("attach.scanner", say("attach.scanner"), tuple(entries), chosen)

    def _keep(self, wish: Wish) -> None:
        self.session.keep(paper_scanner=asdict(wish))


def _now(on: bool) -> str:
    return say("attach.as-now") if on else ""
