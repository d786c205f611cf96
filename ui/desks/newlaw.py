"""A new version of an act: copy, edit, check, try, adopt – the same deeds as `tereze packs`, one after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.command import Outcome
from app.domain.differences import Difference
from app.domain.pack import Pack
from app.queries.law_read import ActShown, Ref
from app.queries.law_try import Copied, Copy, PackProblem, Trial, Tried, Written
from app.services.law import NewLaw
from ui.desks import newlaw_rows, texts
from ui.desks.desk import Desk
from ui.desks.scans import pick_file, pick_folder
from ui.desks.session import Session
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.grid import Cell, Row
from ui.parts.palette import Entry
from ui.screens.newlaw_view import NewLawState, NewLawView

STEPS = ("copy", "edit", "check", "try", "adopt")


@dataclass(slots=True)
class Way:
    """How far the version has come. What was found belongs to the words that stood in the file then."""

    path: Path | None = None
    step: str = "copy"
    text: str = ""  # of the file, when it was checked
    problems: tuple[PackProblem, ...] | None = None
    changed: tuple[Difference, ...] = ()
    packs: tuple[Pack, ...] = ()  # the version that is followed
    tried: Tried | None = None
    since: date | None = None
    adopted: str = ""
    done: set[str] = field(default_factory=set)


class NewLawDesk(Desk):
    watches = frozenset({"adopted"})
    view: NewLawView

    def __init__(self, session: Session) -> None:
        super().__init__(session, NewLawView())
        self.way = Way()
        self.begin_with = ""
        self.view.step_chosen.connect(self._choose)
        self.view.opened.connect(self._open_row)

    def open(self, what: str = "") -> None:
        """`what`: the version that is to be copied."""
        self.begin_with = what
        self.show()

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter" if self._through():
                self._go(STEPS[STEPS.index(self.way.step) + 1])
            case "F9" if self.way.step in ("check", "try"):
                self._check() if self.way.step == "check" else self._try()
            case "Ctrl+Enter":
                {"copy": self._copy, "edit": self._edit, "check": self._check, "try": self._try, "adopt": self._adopt}[
                    self.way.step
                ]()
            case "F3":
                pick_file(self.session, say("newlaw.f3"), "*.toml", self._take)
            case "F4" if self.way.path is not None:
                self.session.open_paper(self.way.path)
            case "F5" if self.way.step == "try":
                self.session.ask_words("newlaw.since", say("newlaw.f5.title"), self._since)

    def _through(self) -> bool:
        """Checked, or tried: the button leads on, and F9 does it again."""
        return self.way.step in ("check", "try") and self.way.step in self.way.done

    def _choose(self, step: str) -> None:
        self.way.step = step
        self.show()

    def _go(self, step: str, *, done: str = "") -> None:
        if done:
            self.way.done.add(done)
        self._choose(step)

    # ---- copy

    def _copy(self) -> None:
        def have(acts: tuple[ActShown, ...]) -> None:
            shown = [(a, v) for a in acts for v in a.versions]
            first = [av for av in shown if av[1].pack == self.begin_with] + [av for av in shown if av[1].holds]
            ordered = list(dict.fromkeys((*first, *shown)))
            entries = tuple(
                Entry(v.pack, say(f"desk.act.{a.act}"), say("newlaw.from", day=texts.date_of(v.first)), icon="norm")
                for a, v in ordered
            )
            self.session.offer("newlaw.copy", say("newlaw.copy.which"), entries, self._day)

        self.session.ask("law.acts", {}, have, key="law.acts")

    def _day(self, pack: str) -> None:
        def typed(text: str) -> None:
            day = texts.read_day(text)
            if day is None:
                self.session.note(say("newlaw.no-day"), text, tone="risk")
                return
            pick_folder(self.session, say("newlaw.copy.where"), lambda folder: self.copy(pack, day, folder))

        self.session.ask_words("newlaw.day", say("newlaw.copy.day", act=texts.act(pack)), typed)

    def copy(self, pack: str, first: date, folder: Path) -> None:
        def have(made: Copied) -> None:
            at = folder / made.name
            self.session.read(lambda: _write(at, made.text), lambda _: wrote(at, made), failed=unwritten)

        def wrote(at: Path, made: Copied) -> None:
            self.way = Way(path=at, step="edit", done={"copy"})
            self.session.done(say("newlaw.copied"), say("newlaw.old-ends", day=texts.date_of(made.old_ends)))
            self.show()

        def unwritten(wrong: BaseException) -> None:
            if isinstance(wrong, FileExistsError):
                self.session.note(say("newlaw.there"), say("newlaw.there.do"), tone="risk")
            elif isinstance(wrong, OSError):
                self.session.note(say("newlaw.unwritten"), wrong.strerror or "", tone="risk")
            else:
                self.session.trouble(wrong)

        self.session.ask("law.copied", Copy(pack=pack, first=first), have)

    def _take(self, path: Path) -> None:
        """A file that was begun before."""
        self.way = Way(path=path, step="check", done={"copy", "edit"})
        self.show()

    # ---- edit, check, try

    def _edit(self) -> None:
        if self.way.path is not None:
            self.session.open_paper(self.way.path)
            self._go("check", done="edit")

    def _with_text(self, then: Callable[[Written], None]) -> None:
        path = self.way.path
        if path is None:
            return

        def unread(wrong: BaseException) -> None:
            if isinstance(wrong, (OSError, UnicodeError)):
                self.session.note(say("newlaw.unread"), path.name, tone="risk")
            else:
                self.session.trouble(wrong)

        self.session.read(
            lambda: path.read_text("utf-8"), lambda text: then(Written(name=path.name, text=text)), failed=unread
        )

    def _check(self) -> None:
        app, login = self.session.app, self.session.me.login

        def check(given: Written) -> None:
            def ask() -> tuple[Any, ...]:
                problems = app.ask("law.checked", given, as_=login)
                if problems:
                    return problems, (), ()
                acts = app.ask("law.acts", {}, as_=login)
                old = max(
                    v.pack for a in acts for v in a.versions if v.pack < given.name and v.pack[:-10] == given.name[:-15]
                )
                return (
                    problems,
                    app.ask("law.changed", given, as_=login),
                    (app.ask("law.pack", Ref(pack=old), as_=login),),
                )

            def have(found: tuple[Any, ...]) -> None:
                self.way.problems, self.way.changed, self.way.packs = found
                self.way.text, self.way.tried = given.text, None
                self.way.done -= {"check", "try"}
                if not self.way.problems:
                    self.way.done |= {"edit", "check"}
                self.show()

            self.session.read(ask, have, key="newlaw.check")

        self._with_text(check)

    def _try(self) -> None:
        def try_(given: Written) -> None:
            def have(found: Tried) -> None:
                self.way.tried, self.way.text = found, given.text
                self.way.done.add("try")
                self.show()

            trial = Trial(name=given.name, text=given.text, since=self.way.since)
            self.session.ask("law.tried", trial, have, key="newlaw.try")

        self._with_text(try_)

    def _since(self, text: str) -> None:
        self.way.since = texts.read_day(text)
        if text.strip() and self.way.since is None:
            self.session.note(say("newlaw.no-day"), text, tone="risk")
        self.show()

    def _open_row(self, id: str) -> None:
        """A case that would differ."""
        if self.way.step == "try":
            self.session.go("case", id)

    # ---- adopt

    def _adopt(self) -> None:
        path = self.way.path
        assert path is not None
        entries = (
            Entry("yes", say("newlaw.adopt.yes", day=self._first()), path.name, icon="norm"),
            Entry("no", say("newlaw.adopt.no")),
        )  # fmt: skip
        self.session.offer("newlaw.adopt", say("newlaw.adopt.sure"), entries, self.adopt)

    def adopt(self, answer: str) -> None:
        """The words that were tried, not those that the file may have got since."""
        if answer != "yes" or self.way.path is None:
            return

        def done(outcome: Outcome) -> None:
            self.way.adopted = outcome.value.pack
            self.session.done(say("newlaw.adopted", day=texts.date_of(outcome.value.first)), outcome.value.pack)
            self._go("adopt", done="adopt")

        self.session.run("law.adopt", NewLaw(name=self.way.path.name, text=self.way.text), done)

    def _first(self) -> str:
        stem = self.way.path.stem if self.way.path else ""
        try:
            return texts.date_of(date.fromisoformat(stem.rpartition("@")[2]))
        except ValueError:
            return stem

    # ---- showing

    def retranslate(self) -> None:
        self.show()

    def _blocked(self, step: str) -> str:
        """Why the step's deed is not to be done yet."""
        w = self.way
        if step == "copy":
            return ""
        if w.path is None:
            return say("newlaw.first-copy")
        if step in ("try", "adopt") and "check" not in w.done:
            return say("newlaw.first-check")
        if step == "adopt" and "try" not in w.done:
            return say("newlaw.first-try")
        return say("newlaw.is-adopted") if step == "adopt" and w.adopted else ""

    def show(self) -> None:
        w = self.way
        tone, answer, columns, rows = newlaw_rows.found(self.session, w)
        name = w.path.name if w.path else ""
        steps = tuple(
            Row(s, (Cell(f"{n}. {say(f'newlaw.step.{s}')}", say(f"newlaw.step.{s}.under"),
                    shape="ok" if s in w.done else "info" if s == w.step else "wait", bold=s == w.step),))
            for n, s in enumerate(STEPS, 1)
        )  # fmt: skip
        hints = [Hint("F3", say("newlaw.f3.short"))]
        if w.path is not None:
            hints.append(Hint("F4", say("newlaw.f4")))
        if self._through():
            hints.append(Hint("F9", say("newlaw.f9")))
        if w.step == "try":
            hints.append(Hint("F5", say("newlaw.f5")))
        self.view.render(NewLawState(
            steps=steps, step=w.step, heading=say(f"newlaw.step.{w.step}"), file=str(w.path) if w.path else "",
            sentence=say(f"newlaw.do.{w.step}", name=name) if w.step in ("edit", "adopt") else say(f"newlaw.do.{w.step}"),
            tone=tone, answer=answer, columns=columns, rows=rows, hints=tuple(hints),
            main=Action(say("newlaw.main.next" if self._through() else f"newlaw.main.{w.step}"), blocked=self._blocked(w.step)),
        ))  # fmt: skip


def _write(at: Path, text: str) -> None:
    """What somebody has edited is never written over."""
    with at.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
