"""The workplace's scanner: taught by three test scans, chosen among keyboard, ports and cameras, heard. Nothing is done."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QImage

from ui.desks.desk import Desk
from ui.desks.reading import Reading
from ui.desks.session import Session
from ui.devices.camera import cameras
from ui.devices.setup import SPEEDS, Setup, kept
from ui.devices.teaching import Taught
from ui.look_words import say
from ui.parts.palette import Entry
from ui.parts.teach import lesson_kept
from ui.screens.scanner_view import ScannerState, ScannerView


class ScannerDesk(Desk):
    watches = frozenset()
    view: ScannerView

    def __init__(self, session: Session) -> None:
        super().__init__(session, ScannerView())
        assert session.reading is not None
        self.reading: Reading = session.reading
        self.view.teach.taught.connect(self._taught)
        self.view.kind_chosen.connect(self._kind)
        self.view.came.connect(lambda: self.view.teach.begin(session.shell.wedge))
        self.view.went.connect(self._went)
        self.reading.camera.changed.connect(self.show)
        self.reading.camera.seen.connect(self._seen)
        self.reading.port().changed.connect(self.show)

    def open(self, what: str = "") -> None:
        self.show()

    def _went(self) -> None:
        """Scans go to their places again, at the speed that was found."""
        self.view.teach.end()
        self.session.shell.wedge.thresholds = self.reading.setup.thresholds

    # ---- what was found or chosen

    def _taught(self, taught: Taught) -> None:
        """Kept at once: a person with a scanner in the hand has no key to press."""
        if taught.end in ("Enter", "Tab"):  # a port and a camera have no pauses between keys to learn
            self._keep(replace(self.reading.setup, **lesson_kept(taught)))
        self.session.sound("ok")
        self.show()

    def _keep(self, setup: Setup) -> None:
        self.session.keep(scanner=kept(setup))
        self.reading.use(setup)
        self.show()

    def _kind(self, kind: str) -> None:
        """The port is asked for; the first camera there is will do."""
        if kind == "serial" and not self.reading.setup.port:
            self._offer()
            self.show()
            return
        self._keep(replace(self.reading.setup, kind=kind))

    def _seen(self, image: QImage) -> None:
        if self.view.isVisible():
            self.view.preview.show_picture(image)

    # ---- keys

    def press(self, key: str) -> None:
        match key:
            case "F3":
                self._offer()
            case "F4":
                self.view.teach.retry()
            case "Alt+1":
                self.reading.sounds.play("ok", test=True)
            case "Alt+2":
                self.reading.sounds.play("late", test=True)
            case "Alt+3":
                self.session.keep(quiet=not self.session.habits().quiet)
                self.show()
            case "Ctrl+Enter":
                self.session.go("settings", "")

    def _offer(self) -> None:
        """Every device there is now; one that is away stays chosen and comes back by itself."""
        from ui.devices.serial import ports

        entries = [Entry("keys:", say("scanner.kind.keys"), icon="keys")]
        found = dict(ports())
        if (mine := self.reading.setup.port) and mine not in found:
            found[mine] = ""
        entries += [
            Entry(f"serial:{n}", f"{say('scanner.kind.serial')} {n}", more, icon="scan") for n, more in found.items()
        ]
        entries += [Entry(f"camera:{id}", f"{say('scanner.kind.camera')} {name}", icon="eye") for id, name in cameras()]
        self.session.offer("scanner.device", say("scanner.device.choose"), tuple(entries), self._chosen)

    def _chosen(self, id: str) -> None:
        kind, _, which = id.partition(":")
        setup = self.reading.setup
        match kind:
            case "serial":
                self._speed(which)
            case "camera":
                self._keep(replace(setup, kind="camera", camera=which))
            case "keys":
                self._keep(replace(setup, kind="keys"))
            case _ if id.strip():  # typed: a port that no list knows, such as one behind a converter
                self._speed(id.strip())

    def _speed(self, port: str) -> None:
        def chosen(speed: str) -> None:
            if speed.isdigit() and int(speed) in SPEEDS:
                self._keep(replace(self.reading.setup, kind="serial", port=port, speed=int(speed)))

        entries = tuple(Entry(str(n), str(n)) for n in SPEEDS)
        self.session.offer("scanner.speed", say("scanner.speed.of", port=port), entries, chosen)

    # ---- showing

    def retranslate(self) -> None:
        self.show()

    def show(self) -> None:
        setup, quiet = self.reading.setup, self.session.habits().quiet
        tone, device = self._device(setup)
        heard = self.reading.sounds.device
        sounds = (
            say("scanner.sounds.quiet" if quiet else "scanner.sounds.on") if heard else say("scanner.sounds.absent")
        )
        self.view.render(ScannerState(
            kind=setup.kind, tone=tone, device=device, settings=_facts(setup), quiet=quiet, sounds=sounds,
            sounds_tone="ok" if heard else "risk", preview=setup.kind == "camera" and self.reading.camera.state == "open",
        ))  # fmt: skip

    def _device(self, setup: Setup) -> tuple[str, str]:
        """What is connected; else what is not, and what to do."""
        match setup.kind:
            case "serial":
                state = self.reading.port().state
                tone = "ok" if state == "open" else "risk"
                return tone, say(f"scanner.serial.{state}", port=setup.port, speed=setup.speed)
            case "camera":
                camera = self.reading.camera
                state = "absent" if camera.state == "unset" else camera.state
                return "ok" if state == "open" else "risk", say(f"scanner.camera.{state}", name=camera.name)
        return "ok", say("scanner.keys.ready")


def _facts(setup: Setup) -> tuple[tuple[str, str], ...]:
    end = say(f"scanner.end.{setup.end.lower()}") if setup.end else say("scanner.set.end.any")
    return (
        (say("scanner.set.gap"), say("scanner.set.gap.value", n=setup.gap_ms)),
        (say("scanner.set.least"), say("scanner.set.least.value", n=setup.least)),
        (say("scanner.set.end"), end),
        (say("scanner.set.blank"), say("scanner.set.blank.value", n=setup.blank_ms)),
    )
