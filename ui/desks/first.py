"""The first start: a person who never saw the program makes a store of their own, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from app.domain.codec import plain_object
from app.domain.password import ALONE, fault
from app.domain.personal import Secret
from app.problems import Refused, Unavailable
from app.start import Catalogue
from ui import look
from ui.desks import texts
from ui.desks.first_plan import LATER, STEPS, WORKERS, Plan, faults, forget, keep, kept
from ui.devices.foreign import take
from ui.keys import Action, Hint
from ui.look_words import language, say
from ui.parts.grid import Cell, Column, Row
from ui.parts.segment import Choice
from ui.screens.first_view import Ask, FirstState, FirstView, StepLine

if TYPE_CHECKING:
    from ui.desks.door import Door
    from ui.desks.first_making import Made
    from ui.shell import Shell
    from ui.work import Work

TYPED = {
    "place": ("code", "device"),
    "office": ("name_ru", "name_kk", "branch_ru", "branch_kk", "address_ru", "address_kk", "phone", "windows"),
    "licensor": ("licensor_code", "peer_address", "licensor_ru", "licensor_kk"),
    "people": ("administrator", "login"),
}  # fmt: skip
MONO = ("code", "device", "licensor_code", "peer_address", "login")


class FirstStart(QObject):
    """Not a desk of a session: nobody has logged in yet. `made(login)` when the store is there."""

    def __init__(
        self, shell: Shell, door: Door, work: Work, *, folder: Path, made: Callable[[str], None],
        speak: Callable[[str], None], dress: Callable[[Any, float], None], keep_habits: Callable[..., None],
        trouble: Callable[[BaseException], object],
    ) -> None:  # fmt: skip
        super().__init__(shell)
        self.shell, self.door, self.work, self.folder = shell, door, work, folder
        self.made, self.speak, self.dress, self.keep_habits, self.trouble = made, speak, dress, keep_habits, trouble
        self.plan = kept(folder, door.store)
        self.tried = False  # faults are shown once a person wanted to go on
        self.busy = False
        self.own = {
            "password": "",
            "password_again": "",
        }  # the administrator's; in no file, so asked again after a kill
        self.given: tuple[tuple[str, str], ...] = ()  # login and one-time password, shown once
        self.regions = Catalogue.load().regions
        self.machines: tuple[str, ...] = ()
        self.view = FirstView()
        shell.add(self.view)
        self.view.answered.connect(self.answer)
        self.view.pressed.connect(self.press)
        self.view.taught.connect(self._taught)

    def open(self) -> None:
        self.show()
        self.shell.go("first")
        self._enter_step()

    # ---- answers

    def answer(self, id: str, value: str) -> None:
        p = self.plan
        if id == "language":
            self.plan = replace(p, language=value)
            self.speak(value)
        elif id == "theme":
            self.plan = replace(p, theme=value)
            self.dress(look.THEMES[value], look.now().scale)
        elif id.startswith("people."):
            self.plan = replace(p, people={**p.people, id.removeprefix("people."): value})
        elif id in self.own:
            self.own[id] = value
        elif id in {f.name for f in fields(Plan)}:
            self.plan = replace(p, **{id: value.strip().upper() if id in ("code", "licensor_code") else value})
        self._keep()

    def _taught(self, taught: Any) -> None:
        from ui.parts.teach import lesson_kept

        self.plan = replace(self.plan, scanner=lesson_kept(taught))
        self._keep()

    def _keep(self) -> None:
        keep(self.folder, self.plan)
        self.show()

    # ---- steps

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter" if self.given:
                self._end()
            case _ if self.given:
                pass
            case "Ctrl+Enter":
                self.forward()
            case "F9" if self.plan.step in LATER:
                self._to(self.plan.at + 1)
            case "Esc":
                self._to(self.plan.at - 1)
            case "F4" if self.plan.step == "licensor":
                self._pick_peer()
            case "F3" if self.plan.step == "scanner":
                self.view.teach.retry()
            case "F1":
                self.shell.keymap.open(self.view.state.title, self._keys())

    def forward(self) -> None:
        if self.busy:
            return
        if self.faults(self.plan.step):
            self.tried = True
            self.show()
            self.view.first_obstacle()
        elif self.plan.step == "summary":
            self._make()
        else:
            self._to(self.plan.at + 1)

    def faults(self, step: str) -> dict[str, str]:
        wrong = faults(self.plan, step)
        if step in ("people", "summary"):
            if fault(self.own["password"], login=self.plan.admin_login, office=self.plan.code):
                wrong["password"] = "first.wrong.password"
            elif self.own["password"] != self.own["password_again"]:
                wrong["password_again"] = "first.wrong.password-again"
        return wrong

    def _to(self, n: int) -> None:
        if self.busy or n < 0:
            return
        self.tried = False
        if self.plan.step == "scanner":
            self.view.teach.end()
        self.plan = self.plan.to(n)
        self._keep()
        self._enter_step()

    def _enter_step(self) -> None:
        if self.plan.step == "scanner":
            self.view.teach.begin(self.shell.wedge)
        if self.plan.step == "printers":
            self.work.read(self._look_for_printers, self._have_printers, failed=self.trouble, key="first.printers")

    @staticmethod
    def _look_for_printers() -> tuple[str, ...]:
        from ui.devices import printer

        try:
            return printer.printers()
        except Unavailable:
            return ()

    def _have_printers(self, found: tuple[str, ...]) -> None:
        self.machines = found
        self.show()

    def _pick_peer(self) -> None:
        dialog = QFileDialog(self.shell, say("first.peer.file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("*.json")
        dialog.fileSelected.connect(lambda path: self.take_peer(Path(path)))
        dialog.open()

    def take_peer(self, path: Path) -> None:
        """What the other side's node printed: its id and its devices' keys."""
        try:
            found = plain_object(take(path).decode())
            devices = {str(code): bytes.fromhex(key).hex() for code, key in found["devices"].items()}
            peer = {"id": str(found["id"]), "devices": devices}
        except (Refused, OSError, ValueError, TypeError, KeyError, AttributeError):
            from ui.parts.toast import ToastState

            self.shell.tell(ToastState("risk", say("first.peer.wrong"), say("first.peer.wrong.text")))
            return
        first = next(iter(devices), "")
        self.plan = replace(
            self.plan, peer=peer, licensor_code=self.plan.licensor_code or first.rsplit("-", 1)[0]
        )  # fmt: skip
        self._keep()

    # ---- the end

    def _make(self) -> None:
        from ui.desks.first_making import make

        self.busy, self.plan = True, replace(self.plan, making=True)
        self._keep()
        plan, password = self.plan, Secret(self.own["password"])
        self.work.write(
            lambda: make(plan, password, key=self.door.key, folder=self.folder), self._is_made, failed=self._not_made
        )  # fmt: skip

    def _not_made(self, wrong: BaseException) -> None:
        self.busy = False
        self.show()
        self.trouble(wrong)

    def _is_made(self, made: Made) -> None:
        kept_as = {}
        if self.plan.scanner:
            kept_as["scanner"] = self.plan.scanner
        if printers := self._printers():
            kept_as["printers"] = printers
        self.keep_habits(**kept_as)
        forget(self.folder)
        self.busy = False
        self.own = dict.fromkeys(self.own, "")
        self.given = made.passwords
        self.show() if self.given else self._end()

    def _end(self) -> None:
        """The passwords are written down: they are not shown again."""
        self.given = ()
        self.show()
        self.made(self.plan.admin_login)

    def _printers(self) -> dict[str, Any]:
        from ui.devices.printer import Way, line_of

        found = {}
        for kind, name in (("*", self.plan.printer), ("label", self.plan.labels)):
            if name in self.machines:
                found[kind] = line_of(Way(printer=name, mode="at-once"))
        return found

    # ---- what is shown

    def retranslate(self) -> None:
        self.show()

    def show(self) -> None:
        if self.given:
            rows = tuple(Row(login, (Cell(login), Cell(password, bold=True))) for login, password in self.given)
            self.view.render(FirstState(
                steps=tuple(StepLine(s, say(f"first.step.{s}"), self._short(s), "done") for s in STEPS), at="passwords",
                title=say("first.passwords"), sentence=say("first.passwords.text"), lines=rows,
                columns=(Column(say("first.ask.login"), 240), Column(say("first.passwords"))),
                main=Action(say("first.passwords.go")),
            ))  # fmt: skip
            return
        step = self.plan.step
        nexts = STEPS[self.plan.at + 1] if step != "summary" else ""
        wants = next((s for s in STEPS[:-1] if self.faults(s)), "") if step == "summary" else ""
        blocked = (
            say("first.making") if self.busy else say("first.wants", step=say(f"first.step.{wants}")) if wants else ""
        )
        words = say("first.next", step=say(f"first.step.{nexts}")) if nexts else say("first.make")
        later = Action(say("first.later"), "F9") if step in LATER else None
        self.view.render(FirstState(
            steps=tuple(self._line(n, s) for n, s in enumerate(STEPS)), at=step, title=say(f"first.{step}.title"),
            sentence=say(f"first.{step}.text"), asks=self._asks(), scans=step == "scanner", lines=self._lines(),
            columns=(Column(say("first.col.what"), 240), Column(say("first.col.answer"))),
            note_title=say(f"first.{step}.note-title"), note=self._note(), hints=self._hints(),
            main=Action(words, blocked=blocked), later=later,
        ))  # fmt: skip

    def _line(self, n: int, step: str) -> StepLine:
        if n == self.plan.at:
            return StepLine(step, say(f"first.step.{step}"), state="now")
        done = n < self.plan.reached and not self.faults(step)
        return StepLine(step, say(f"first.step.{step}"), self._short(step) if done else "", "done" if done else "ahead")

    def _short(self, step: str) -> str:
        p = self.plan
        match step:
            case "language":
                return f"{say(f'first.lang.{p.language}')}, {say(f'desk.theme.{p.theme}').lower()}"
            case "place":
                return f"{p.code}-{p.device} · {texts.text(self._region().name)}"
            case "office":
                return (p.branch_kk if language() == "kk" else p.branch_ru) or p.phone
            case "licensor":
                return p.licensor_code or say("first.left")
            case "printers":
                return p.printer if p.printer in self.machines else say("first.pdf")
            case "scanner":
                return say("first.learned", ms=p.scanner["gap_ms"]) if p.scanner else say("first.left")
            case "people":
                return say("first.people.count", n=1 + sum(bool(v.strip()) for v in p.people.values()))
        return ""

    def _region(self) -> Any:
        return next(r for r in self.regions if r.id == self.plan.region)

    def _hints(self) -> tuple[Hint, ...]:
        hints = [Hint("Esc", say("first.back"))] if self.plan.at else []
        if self.plan.step == "licensor":
            hints.append(Hint("F4", say("first.peer.file-short")))
        if self.plan.step == "scanner":
            hints.append(Hint("F3", say("first.scan-again")))
        return tuple(hints)

    def _keys(self) -> tuple[Hint, ...]:
        state = self.view.state
        actions = (a for a in (state.main, state.later) if a is not None)
        return (*state.hints, *(Hint(a.key, a.words, a.blocked) for a in actions))

    def _note(self) -> str:
        if self.plan.step == "licensor" and self.plan.peer:
            return say("first.peer.known", devices=", ".join(self.plan.peer["devices"]))
        if self.plan.step == "place":
            return say(f"first.hours.{self.plan.side}", zone=self._region().zone)
        if self.plan.step == "people":
            return say("first.people.note", login=f"inspector.{self.plan.code.lower()}")
        return say(f"first.{self.plan.step}.note")

    def _ask(self, id: str, value: str = "", **more: Any) -> Ask:
        wrong = self.faults(self.plan.step).get(id, "") if self.tried else ""
        label = say(f"desk.role.{id[7:]}") if id.startswith("people.") else say(f"first.ask.{id}")
        reason = say(wrong) if wrong else say("first.ask.code.reason") if id == "code" else ""
        if id == "password" and not wrong:
            reason = say("first.ask.password.reason", least=ALONE)
        return Ask(id=id, label=label, value=value, bad=bool(wrong), reason=reason, mono=id in MONO, **more)

    def _asks(self) -> tuple[Ask, ...]:
        p = self.plan
        match p.step:
            case "language":
                langs = tuple(Choice(c, say(f"first.lang.{c}"), n) for n, c in enumerate(("kk", "ru", "en"), 1))
                themes = tuple(Choice(t, say(f"desk.theme.{t}"), n) for n, t in enumerate(look.THEMES, 1))
                return self._ask("language", p.language, choices=langs), self._ask("theme", p.theme, choices=themes)
            case "place":
                sides = tuple(Choice(s, say(f"first.side.{s}"), n) for n, s in enumerate(("centre", "licensor"), 1))
                regions = tuple(Choice(r.id, texts.text(r.name), n) for n, r in enumerate(self.regions, 1))
                return (
                    self._ask("side", p.side, choices=sides), self._ask("region", p.region, choices=regions),
                    self._ask("code", p.code), self._ask("device", p.device),
                )  # fmt: skip
            case "licensor" if p.side == "licensor":
                return (self._ask("peer_address", p.peer_address, whole=True),)
            case "printers":
                machines = tuple(Choice(m, m, n) for n, m in enumerate(self.machines[:9], 1))
                pdf = (Choice("", say("first.pdf"), 0),)
                return tuple(
                    self._ask(id, v if v in self.machines else "", choices=(*pdf, *machines))
                    for id, v in (("printer", p.printer), ("labels", p.labels))
                )
            case "people":
                login = p.login or (p.admin_login if p.code else "")
                first = (
                    self._ask("administrator", p.administrator), self._ask("login", login),
                    *(self._ask(id, value, secret=True) for id, value in self.own.items()),
                )  # fmt: skip
                return (*first, *(self._ask(f"people.{r}", p.people.get(r, "")) for r in WORKERS[p.side]))
        return tuple(self._ask(id, getattr(p, id)) for id in TYPED.get(p.step, ()))

    def _lines(self) -> tuple[Row, ...]:
        if self.plan.step != "summary":
            return ()
        rows = []
        for step in STEPS[:-1]:
            wrong = bool(self.faults(step))
            words = say("first.wants-this") if wrong else self._short(step) or "—"
            shape = "risk" if wrong else "ok"
            rows.append(Row(step, (Cell(say(f"first.step.{step}"), bold=True), Cell(words, shape=shape))))
        return tuple(rows)


def open_guide(front: Any) -> FirstStart:
    """Over the lock screen, in the window that found no store."""

    def made(login: str) -> None:
        front.last, front.wrong = login, None
        front.work.read(front.door.open, front._opened, failed=front._not_opened)

    def speak(lang: str) -> None:
        front.shell.speak(lang)
        guide.show()
        front._keep()

    guide = FirstStart(
        front.shell, front.door, front.work, folder=front.folder, made=made, speak=speak, dress=front.dress,
        keep_habits=front.keep, trouble=front.faults.tell,
    )  # fmt: skip
    guide.plan = replace(guide.plan, language=language(), theme=look.theme().name)
    guide.open()
    return guide
