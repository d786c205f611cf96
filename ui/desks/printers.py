"""Printers of this workplace: each kind of paper to its own, printed at once, shown first or only kept; tried on paper."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from app.problems import Unavailable
from app.queries.papers import PaperKind, TestSheet
from ui import problems
from ui.desks.desk import Desk
from ui.desks.paper_name import line_of as code_line
from ui.desks.session import Session
from ui.devices import printer
from ui.devices.printer import DPI, MODES, MOST_COPIES, Way, line_of, way_of
from ui.look_words import say
from ui.parts.palette import Entry
from ui.parts.toast import ToastState
from ui.screens.printers_view import KindRow, MachineRow, PrintersState, PrintersView, WaitingRow

LABEL = "label"


class PrintersDesk(Desk):
    watches = frozenset({"case"})
    view: PrintersView

    def __init__(self, session: Session) -> None:
        super().__init__(session, PrintersView())
        self.kinds: tuple[str, ...] = ()
        self.machines: tuple[str, ...] = ()
        self.standing: dict[str, str] = {}
        self.asked = False
        self.view.chosen.connect(lambda _: self.offer_printers())
        self.view.waiting_opened.connect(lambda _: self.session.printing.offer_waiting())

    def open(self, what: str = "") -> None:
        self.session.ask("papers.kinds", {}, self._have_kinds, key="printers.kinds")
        self.look()

    def reload(self) -> None:
        self.show()

    def _have_kinds(self, kinds: tuple[PaperKind, ...]) -> None:
        self.kinds = tuple(k.form for k in kinds)
        self.show()

    def look(self) -> None:
        """Which printers there are and how they stand; asked aside, for one that is off answers late."""
        named = self._named()

        def ask() -> tuple[tuple[str, ...], dict[str, str]]:
            try:
                machines = printer.printers()
            except Unavailable:
                machines = ()
            return machines, {name: printer.standing(name) for name in {*machines, *named}}

        self.session.work.aside(ask, self._have_machines, failed=self.session.trouble, key="printers.machines")

    def _have_machines(self, found: tuple[tuple[str, ...], dict[str, str]]) -> None:
        self.machines, self.standing = found
        self.asked = True
        self.show()

    # ---- what is kept

    def _kept(self) -> dict[str, Any]:
        return self.session.habits().printers

    def _named(self) -> tuple[str, ...]:
        """Printers that a line names, there or not."""
        kept = self._kept()
        return tuple(sorted({way_of(kept, kind).printer for kind in kept} - {""}))

    def way(self, kind: str) -> Way:
        return way_of(self._kept(), kind)

    def set(self, kind: str, way: Way | None) -> None:
        kept = {k: v for k, v in self._kept().items() if k != kind}
        if way is not None:
            kept[kind] = line_of(way)
        self.session.keep(printers=kept)
        self.show()

    def current(self) -> str:
        return self.view.table.list.current() or "*"

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                self.offer_printers()
            case "F3":
                entries = tuple(Entry(m, say(f"printers.mode.{m}")) for m in MODES)
                self.session.offer("printers.mode", self._title("printers.do.mode"), entries, self._mode)
            case "F4":
                self._offer_how()
            case "F7":
                self.test()
            case "F9":
                self.session.printing.offer_waiting()

    def _title(self, key: str) -> str:
        return f"{self._name(self.current())} · {say(key)}"

    def offer_printers(self) -> None:
        kind = self.current()
        known = tuple(dict.fromkeys((*self.machines, *self._named())))
        entries = [Entry(f"name:{n}", n, self._state(n)[1], icon="print") for n in known]
        entries.append(Entry("none", say("printers.none"), icon="paper"))
        entries.append(Entry("net", say("printers.net"), say("printers.net.text"), icon="plus"))
        if kind != "*":
            entries.append(Entry("as-all", say("printers.do.as-all"), icon="undo"))
        title = self._title("printers.do.printer")
        self.session.offer("printers.printer", title, tuple(entries), lambda id: self._printer(kind, id))

    def _printer(self, kind: str, id: str) -> None:
        match id.partition(":"):
            case ("as-all", _, _):
                self.set(kind, None)
            case ("none", _, _):
                self.set(kind, Way())
            case ("net", _, _):
                typed = lambda address: self.take(kind, address.strip())  # noqa: E731
                self.session.ask_words("printers.net", say("printers.net.type"), typed)
            case ("name", _, name):
                self.take(kind, name)

    def take(self, kind: str, name: str) -> None:
        """From now on; a kind that was only kept is printed at once, since a printer was chosen for it."""
        if "://" in name:
            try:
                printer.printer_net.place(name)
            except Unavailable as wrong:
                self._say(wrong)
                return
        way = self.way(kind)
        mode = way.mode if way.printer else "at-once"
        self.set(kind, replace(way, printer=name, mode=mode, tray=""))
        self.look()

    def _mode(self, mode: str) -> None:
        kind = self.current()
        if mode in MODES:
            self.set(kind, replace(self.way(kind), mode=mode))

    def _offer_how(self) -> None:
        kind = self.current()
        way = self.way(kind)

        def have(trays: tuple[str, ...]) -> None:
            entries = [Entry(f"dpi:{n}", say("printers.how.dpi", n=n), tone="ok" if n == way.dpi else "") for n in DPI]
            entries += [
                Entry(f"copies:{n}", say("printers.how.copies", n=n), tone="ok" if n == way.copies else "")
                for n in range(1, MOST_COPIES + 1)
            ]
            if trays:
                entries.append(Entry("tray:", say("printers.how.tray.any"), tone="" if way.tray else "ok"))
            entries += [
                Entry(f"tray:{t}", say("printers.how.tray", tray=t), tone="ok" if t == way.tray else "") for t in trays
            ]
            title = self._title("printers.do.how")
            self.session.offer("printers.how", title, tuple(entries), lambda id: self._how(kind, id))

        self.session.work.aside(
            lambda: printer.trays(way.printer), have, failed=lambda _: have(()), key="printers.trays"
        )

    def _how(self, kind: str, id: str) -> None:
        way = self.way(kind)
        match id.partition(":"):
            case ("dpi", _, n):
                way = replace(way, dpi=int(n))
            case ("copies", _, n):
                way = replace(way, copies=int(n))
            case ("tray", _, tray):
                way = replace(way, tray=tray)
        self.set(kind, way)

    # ---- tried

    def test(self) -> None:
        """A sheet that means nothing: a label for a printer of labels, else a page. Its bars are to be read by the scanner."""
        kind = self.current()
        way = self.way(kind)
        if not way.printer:
            self.session.note(say("printers.test.no-printer"), self._name(kind), tone="risk")
            return
        form = LABEL if kind == LABEL or way.net else "separator"

        def have(sheet: TestSheet) -> None:
            pdf = base64.b64decode(sheet.pdf)
            sent = say("printers.test.read", code=sheet.code)
            self.session.work.aside(
                lambda: printer.hand_over(pdf, replace(way, copies=1), sheet.code),
                lambda _: self.session.done(say("printers.test.sent"), sent), failed=self._say,
            )  # fmt: skip

        self.session.ask("papers.test_sheet", {"form": form}, have)

    def _say(self, wrong: BaseException) -> None:
        if not isinstance(wrong, Unavailable):
            self.session.trouble(wrong)
            return
        told = problems.told(wrong, self.session.folder / "reports")
        self.session.shell.tell(ToastState("late", told.title, told.text))

    # ---- showing

    def retranslate(self) -> None:
        self.show()

    def _name(self, kind: str) -> str:
        return say("printers.all") if kind == "*" else say(f"desk.form.{kind}")

    def _state(self, name: str) -> tuple[str, str]:
        if not self.asked or name not in self.standing:
            return "wait", say("printers.state.asking")
        status = self.standing[name]
        return ("late", say(f"away.printer.{status}")) if status else ("ok", say("printers.state.ready"))

    def _how_words(self, way: Way) -> str:
        parts = []
        if way.printer:
            parts.append(say("printers.how.dpi.short", n=way.dpi) if way.net or way.dpi != 203 else "")
            parts.append(say("printers.how.copies", n=way.copies) if way.copies > 1 else "")
            parts.append(way.tray)
        return " · ".join(p for p in parts if p)

    def _row(self, kind: str) -> KindRow:
        kept = self._kept()
        own, way = kind in kept or kind == "*", self.way(kind)
        if not own:
            as_all = say("printers.as-all")
            return KindRow(id=kind, kind=self._name(kind), printer=as_all, mode="", own=False)
        mode = say(f"printers.mode.{way.mode}") if way.printer else ""
        return KindRow(
            id=kind, kind=self._name(kind), printer=way.printer or say("printers.none"), mode=mode,
            how=self._how_words(way),
        )  # fmt: skip

    def show(self) -> None:
        names = tuple(dict.fromkeys((*self.machines, *self._named())))
        waiting = self.session.printing.journal.waiting(self.session.printing.device)
        self.view.render(PrintersState(
            kinds=tuple(self._row(k) for k in ("*", *self.kinds)),
            machines=tuple(MachineRow(name=n, tone=self._state(n)[0], state=self._state(n)[1]) for n in names),
            waiting=tuple(
                WaitingRow(
                    id=p.paper, name=self._name(p.kind), code=code_line(p.code),
                    state=say(f"away.printer.{p.wrong}") if p.wrong else say(f"printers.state.{p.state}"),
                )
                for p in waiting
            ),
        ))  # fmt: skip
