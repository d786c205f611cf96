"""The scans of a visit: brought by file, drop, paste or scanner; turned, laid in order, cut at separators; then kept.

What stands in the strip is not attached yet: it is when the store has committed it, and only then does the line say so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from app.problems import Refused, Unavailable
from ui.desks.attach_keep import Holder, Keeping, Place
from ui.desks.attach_overview import Overview
from ui.desks.attach_scan import Feeding
from ui.desks.attach_sheaf import Leaf
from ui.desks.attach_split import Cut, cut
from ui.desks.attach_state import AttachFacts, state_of
from ui.desks.scans import SCANS, pick_files
from ui.desks.session import Session
from ui.devices.foreign import Scanned, called, take
from ui.devices.line_sheets import line_sheets
from ui.look_words import count, say
from ui.parts.attached import AttachPanel, AttachState, Brought, brought


class Attaching(Keeping):
    def __init__(self, session: Session, panel: AttachPanel, holder: Holder, *, changed: Callable[[], None]) -> None:
        super().__init__(session, panel, holder, changed=changed)
        self.panel = panel
        self.feeding = Feeding(session)
        self.feeding.told = changed
        self.overview = Overview(session, changed, holder, box=lambda: self.leafing.box)
        panel.asked.connect(self.press)
        panel.chosen.connect(self._choose)
        panel.turned.connect(self._turn_over)
        panel.stepped.connect(self._step)
        panel.dropped.connect(self.add)
        panel.guard = self.escape
        panel.preview.wants.connect(self.leafing.want)

    # ---- which line

    def follow(self) -> None:
        """The line in front, or its file, is another one: it is opened when the panel is there to show it."""
        if not self.panel.isVisible():
            return
        now = (self.holder.visit_key(), self.holder.line())
        file = self.holder.scan_of(now[1])
        if now == (self.visit, self.line) and (file == self.file or self.edited):
            return
        self.flush()
        other = now != (self.visit, self.line)
        self.visit, self.line = now
        self.file, self.edited, self._before = file, False, []
        if other:
            self.wrong = self.note = ""
            self._ready = []
        self.leafing.clear()
        self._loading = bool(file)
        if not file:
            self._run_ready()
            return
        app, key = self.session.app, now
        self.session.read(
            lambda: app.file(file, as_=self.session.me.login),
            lambda body: self.leafing.open(body, self._loaded, self._failed) if key == (self.visit, self.line) else None,
            failed=self._failed, key="attach.file",
        )  # fmt: skip

    def _loaded(self, leaves: tuple[Leaf, ...]) -> None:
        self._loading = False
        self.leafing.lay(leaves, on=0)
        self._run_ready()

    def _run_ready(self) -> None:
        ready, self._ready = self._ready, []
        for then in ready:
            then()

    def _when_ready(self, then: Callable[[], None]) -> None:
        self.follow()
        self._ready.append(then) if self._loading else then()

    # ---- keys

    def press(self, key: str) -> None:
        match key:
            case "F4":
                self._when_ready(self._scan)
            case "Shift+F4":
                self.feeding.offer(self._failed)
            case "Ctrl+O":
                pick_files(self.session, say("attach.pick"), f"{say('desk.intake.scans')} ({SCANS})", self._picked)
            case "Ctrl+V":
                self._paste()
            case "R" | "Shift+R":
                self._edit(self.leafing.turned_leaf(self.leafing.on, 1 if key == "R" else -1))
            case "Alt+Left" | "Alt+Right":
                self._shift(-1 if key == "Alt+Left" else 1)
            case "Del":
                self._edit(tuple(f for n, f in enumerate(self.leafing.leaves) if n != self.leafing.on))
            case "Ctrl+Z":
                self._undo()
            case "S":
                self._split()
            case "P":
                self._separators()
            case "V":
                self.overview.turn()
            case "Enter":
                self._enter()

    def escape(self) -> bool:
        """The innermost thing only: a running scan, the view of all, then it is the window's."""
        if self.feeding.running:
            self.feeding.cancel()
            return True
        return self.overview.close_()

    def _enter(self) -> None:
        if line := self.overview.line():
            self.overview.close_()
            self.holder.go(line)
            self.panel.setFocus()

    def _choose(self, n: int) -> None:
        self.overview.go(n) if self.overview.on_ else self.leafing.go(n)

    def _turn_over(self, by: int) -> None:
        self.overview.go(self.overview.at + by) if self.overview.on_ else self.leafing.go(self.leafing.on + by)

    def _step(self, by: int) -> None:
        lines = [id for id, _ in self.holder.lines()]
        if lines:
            at = lines.index(self.line) if self.line in lines else 0
            self.holder.go(lines[max(0, min(len(lines) - 1, at + by))])
            self.panel.setFocus()

    # ---- what comes in

    def _picked(self, paths: list[Path]) -> None:
        self.add(Brought(tuple(paths)))

    def _paste(self) -> None:
        things = brought(QGuiApplication.clipboard().mimeData())
        if things:
            self.add(things)
        else:
            self.wrong = say("attach.nothing-to-paste")
            self.changed()

    def add(self, things: Brought) -> None:
        self._when_ready(lambda: self._add(things))

    def _add(self, things: Brought) -> None:
        """One that is wrong stops none of the others; what is wrong with it stands below the page."""
        if not things or not self.line:
            return
        place = self._place()
        self.busy, self.wrong, self.note = say("attach.opening"), "", ""
        self.changed()

        def read() -> tuple[list[Leaf], list[tuple[str, BaseException]]]:
            leaves: list[Leaf] = []
            wrongs: list[tuple[str, BaseException]] = []
            for thing in (*things.paths, *things.pictures):
                try:
                    leaves += place.sheaf.take(take(thing) if isinstance(thing, Path) else thing)
                except (Refused, OSError) as wrong:
                    wrongs.append((called(thing) if isinstance(thing, Path) else say("attach.picture"), wrong))
            return leaves, wrongs

        def have(found: tuple[list[Leaf], list[tuple[str, BaseException]]]) -> None:
            leaves, wrongs = found
            self.busy = ""
            self.wrong = " ".join(f"{name}: {self.told(wrong)}" for name, wrong in wrongs)
            if leaves:
                self._arrived(place, (*place.sheaf.laid, *leaves), on=len(place.sheaf.laid))
            place.sheaf.release()
            self.changed()

        self.session.work.aside(read, have, failed=lambda wrong: self._lost(place, wrong))

    def _scan(self) -> None:
        if self.feeding.running or not self.line:
            return
        place = self._place()
        self.wrong = self.note = ""
        self.feeding.scan(lambda scanned: self._scanned(place, scanned), lambda wrong: self._lost(place, wrong))

    def _scanned(self, place: Place, scanned: Scanned) -> None:
        """Pages that came before a jam are kept; why it stopped is said beside them."""
        self.wrong = self.told(Unavailable("scanner", scanned.stopped)) if scanned.stopped else ""
        if not scanned.pages:
            place.sheaf.release()
            self.changed()
            return
        sheaf, self.busy = place.sheaf, say("attach.reading")

        def read() -> tuple[list[Leaf], list[tuple[str, ...]]]:
            leaves = [leaf for page in scanned.pages for leaf in sheaf.take(page)]
            return leaves, [sheaf.codes(leaf) for leaf in leaves]

        def have(found: tuple[list[Leaf], list[tuple[str, ...]]]) -> None:
            self.busy = ""
            leaves, codes = found
            self._land(place, tuple(leaves), self._cut(place, tuple(codes)), before=sheaf.laid)

        self.session.work.aside(read, have, failed=lambda wrong: self._lost(place, wrong))
        self.changed()

    # ---- separators

    def _separators(self) -> None:
        """P: a sheet for each line of this list, to lay between the documents of a stack."""
        folder, names = self.session.folder / "papers", tuple(name for _, name in self.holder.lines())
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / "separators.pdf"
        try:
            line_sheets(str(path), names, note=say("attach.separator"))
        except OSError as wrong:
            self._failed(wrong)
            return
        self.session.open_paper(path)
        self.session.done(count("attach.separators", len(names)), say("attach.separators.do"))

    def _cut(self, place: Place, codes: tuple[tuple[str, ...], ...]) -> Cut:
        return cut(codes, tuple(id for id, _ in self.holder.lines()), front=place.line)

    def _split(self) -> None:
        """S: the stack in front is looked through for separator sheets."""
        place, leaves = self._place(), self.leafing.leaves
        self.busy, self.wrong = say("attach.reading"), ""
        self.changed()

        def have(codes: list[tuple[str, ...]]) -> None:
            self.busy = ""
            found = self._cut(place, tuple(codes))
            if found.separators:
                self._land(place, leaves, found, before=())
            else:
                self.note = say("attach.no-separators")
                place.sheaf.release()
                self.changed()

        self.session.work.aside(
            lambda: [place.sheaf.codes(leaf) for leaf in leaves], have, failed=lambda wrong: self._lost(place, wrong)
        )

    def _land(self, place: Place, leaves: tuple[Leaf, ...], found: Cut, *, before: tuple[Leaf, ...]) -> None:
        """The other lines' parts are kept first, one after another; only then do they leave the stack."""
        parts = {p.line: tuple(leaves[n] for n in p.sheets) for p in found.portions}
        mine, others = parts.pop(place.line, ()), list(parts.items())
        moved = len(others)

        def next_() -> None:
            if others:
                line, part = others[0]
                self._put(Place(place.visit, line, place.sheaf), part, gone, stay)
                return
            if found.separators:
                self.note = count("attach.split", moved + bool(mine))
            if found.unknown:
                self.wrong = count("attach.unknown-separators", found.unknown)
            self._arrived(place, (*before, *mine), on=len(before))
            place.sheaf.release()
            self.changed()

        def gone() -> None:
            others.pop(0)
            next_()

        def stay(wrong: BaseException) -> None:
            """What could not be kept elsewhere stays in the stack: no sheet is lost."""
            left = tuple(leaf for _, part in others for leaf in part)
            self._arrived(place, (*before, *mine, *left), on=len(before))
            self._lost(place, wrong)

        next_()

    def _put(
        self, place: Place, part: tuple[Leaf, ...], then: Callable[[], None], otherwise: Callable[[BaseException], None]
    ) -> None:
        """Sheets for another line: behind what it has already."""
        sheaf, app, file = place.sheaf, self.session.app, self.holder.scan_of(place.line)

        def join(body: bytes) -> None:
            make = lambda: sheaf.body((*(sheaf.take(body) if body else ()), *part))  # noqa: E731
            self._keep(place, make, pages=len(part), then=then, otherwise=otherwise)

        if file:
            self.session.read(lambda: app.file(file, as_=self.session.me.login), join, failed=otherwise)
        else:
            join(b"")

    # ---- showing

    def state(self) -> AttachState:
        if self.overview.on_:
            return self.overview.state()
        lines = self.holder.lines()
        number = next((n for n, (id, _) in enumerate(lines, 1) if id == self.holder.line()), 0)
        wrong = self.wrong or (self.told(self.leafing.unseen) if self.leafing.unseen else "")
        busy = self.busy
        if self.feeding.running:
            pages = self.feeding.pages
            busy = say("attach.looking") if pages < 0 else count("attach.scanning", pages)
        return state_of(AttachFacts(
            number=number, name=dict(lines).get(self.holder.line(), ""), leafing=self.leafing, kept=bool(self.file),
            edited=self.edited, loading=self._loading, busy=busy, wrong=wrong, note=self.note,
            undo=bool(self._before), scanning=self.feeding.running, others=any(self.holder.scan_of(id) for id, _ in lines),
        ))  # fmt: skip
