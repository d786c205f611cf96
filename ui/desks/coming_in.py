"""At the lock screen: login and password, the badge beside it, a first password changed, an ЭЦП. Nothing here is remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.numbers import read_number
from app.domain.password import ALONE
from app.problems import Refused, Unavailable
from ui import problems
from ui.desks.reading import locked_words
from ui.look_words import again, language, say

if TYPE_CHECKING:
    from app.queries.house import Me
    from app.start import App, Proof
    from ui.desks.front import Front


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody who is in with a one-time password; `first`: what they typed as their own, to be typed again."""

    login: str
    app: App
    me: Me
    proof: Proof
    first: str = ""


class ComingIn:
    """Of one window. `front.let_in` is where it ends."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.badge = ""  # scanned for this log-in
        self.change: Change | None = None

    @property
    def lock(self) -> Any:
        return self.front.lock

    def without_password(self) -> None:
        """A demonstration asks for none."""
        lock = self.lock
        login = lock.state.login if lock.state.person else lock.login.text().strip() or lock.state.login
        if login and not lock.password.text() and self.front.door.asks_nobody:
            self.enter(login, "")

    def enter(self, login: str, password: str) -> None:
        front = self.front
        if not front.ready or front.session is not None or self.lock.state.wait:
            return
        if self.change is not None:
            self._own(self.change, password)
            return
        self.lock.render(replace(self.lock.state, wait=say("desk.lock.entering"), error=""))
        badge = self.badge
        front.work.read(
            lambda: front.door.enter(login, password, badge), lambda found: self._entered(login, *found),
            failed=self._not_entered,
        )  # fmt: skip

    def _not_entered(self, wrong: BaseException) -> None:
        """The badge is asked for once the password was right: then the password stays in its field until it is scanned."""
        front = self.front
        needs_badge = isinstance(wrong, Refused) and wrong.code == "badge-needed"
        if not needs_badge:
            self.lock.forget()
            self.badge = ""
        front.show_lock(problems.told(wrong, front.folder / "reports").text)
        if not needs_badge:
            self.lock.shown()

    def scanned(self, code: str) -> None:
        """A badge is half of a log-in; anything else waits until somebody is in."""
        read = read_number(code)
        if read.code_kind != "P" or read.problem or self.front.door.asks_nobody or self.change is not None:
            self.front.said(locked_words(code))
            return
        self.badge = code
        if self.lock.password.text():
            self.enter(self.lock.login.text().strip() or self.lock.state.login, self.lock.password.text())
        else:
            self.lock.render(replace(self.lock.state, told=say("people.badge-read"), error=""))

    def _entered(self, login: str, app: App, me: Me, proof: Proof) -> None:
        self.badge = ""
        self.lock.forget()
        if not proof.once:
            self.front.let_in(login, app, me, proof)
            return
        self.change = Change(login, app, me, proof)
        self._ask(say("people.own.new"), say("people.own.why", least=ALONE))

    # ---- the first password is somebody else's: it is replaced before anything else

    def _ask(self, prompt: str, told: str, error: str = "") -> None:
        self.lock.forget()
        words = {"prompt": prompt, "told": told, "error": error, "wait": "", "colleagues": ()}
        self.lock.render(replace(self.lock.state, **words))
        self.lock.password.setFocus()

    def _own(self, change: Change, password: str) -> None:
        if not change.first:
            self.change = replace(change, first=password)
            self._ask(say("people.own.again"), say("people.own.again.why"))
            return
        if password != change.first:
            self._once_more(change, say("people.own.differ"))
            return
        self.lock.render(replace(self.lock.state, wait=say("desk.lock.entering"), error=""))

        def changed() -> Proof:
            given = {"password": password}
            change.app.run("account.change_password", given, as_=change.me.login, proof=change.proof)
            return change.app.entrance.renewed(change.proof)

        def done(proof: Proof) -> None:
            self.change = None
            self.front.let_in(change.login, change.app, change.me, proof)

        self.front.work.write(changed, done, failed=lambda wrong: self._refused(change, wrong))

    def _refused(self, change: Change, wrong: BaseException) -> None:
        text = problems.told(wrong, self.front.folder / "reports").text
        if isinstance(wrong, Refused) and wrong.code.startswith("password-") and wrong.code != "password-once":
            self._once_more(change, text)
            return
        self.give_up()
        self.front.show_lock(text)

    def _once_more(self, change: Change, error: str) -> None:
        self.change = replace(change, first="")
        self._ask(say("people.own.new"), say("people.own.why", least=ALONE), error)

    def again(self) -> None:
        """In another language, what is asked for and told here stands as it stood."""
        now = self.lock.state
        kept = {
            "prompt": again(now.prompt),
            "told": again(now.told),
            "error": again(now.error),
            "wait": again(now.wait),
        }
        state = replace(self.front.lock_state(), **kept)
        self.front.shell.show_training(state.training)
        self.lock.render(replace(state, colleagues=()) if self.change is not None else state)

    def give_up(self) -> None:
        """Another person, another start."""
        self.change, self.badge = None, ""

    # ---- by ЭЦП

    def by_signature(self) -> None:
        """F5: the store's challenge is signed by the person's key. Without a verification set up the password is the way."""
        front, door = self.front, self.front.door
        login = self.lock.state.login if self.lock.state.person else self.lock.login.text().strip()
        if not front.ready or front.session is not None or self.lock.state.wait or self.change is not None:
            return
        if not any(app.judging for app in door.apps.values()):
            self.front.said(problems.told(Unavailable("signature", "not-there"), front.folder / "reports").text)
            return
        if not login:
            self.lock.login.setFocus()
            return
        from ui.devices.key import key_here

        key = key_here(language())
        self.lock.render(replace(self.lock.state, wait=say("signature.waits"), error=""))

        def came(found: tuple[App, Me, Proof] | None) -> None:
            if found is None:
                front.show_lock(say("signature.cancelled"))
            else:
                self._entered(login, *found)

        front.work.aside(lambda: door.enter_by_key(login, key), came, failed=self._not_entered)
