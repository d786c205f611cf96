"""The hand-over: one gives, another takes, each as themselves; who answers for the papers changes with the second."""

from __future__ import annotations

from app.command import Outcome
from app.domain.handover import Handover
from app.domain.numbers import Code
from app.domain.roles import Right
from app.problems import Refused
from app.services.courier import End, Give, Take
from app.start import Proof
from ui.desks import texts
from ui.desks.courier_news import CourierNews, Here, Lot, news
from ui.desks.courier_sides import done_side, giving_side, onward, taking_side, waiting_side
from ui.desks.courier_way import holders, legs
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.look_words import by_alphabet, count, say
from ui.parts.palette import Entry
from ui.screens.courier_view import CourierState, CourierView, SideState

REASONS = ("seal", "count", "not-here", "other")


class CourierDesk(Desk):
    watches = frozenset({"case", "registry", "handover"})
    view: CourierView

    def __init__(self, session: Session) -> None:
        super().__init__(session, CourierView())
        self.news = CourierNews()
        self.left_out: set[str] = set()  # lots that are not given this time
        self.added: set[str] = set()  # spare lots that are
        self.read: set[str] = set()  # counted while taking: scanned, or by Enter on the line
        self.differs: dict[str, str] = {}  # lots that are not in the bag, or damaged
        self.front = ""  # the hand-over that is being counted: a new one waits behind it
        self.busy = False
        self.paper = ""
        self.view.parcel_opened.connect(self._toggle)

    def open(self, what: str = "") -> None:
        self.reload()

    def reload(self) -> None:
        store, me, told = self.session.app.store, self.session.me, self.session.told
        region = frozenset(o.code for o in store.offices.values() if o.region == me.office.region)
        here = Here(
            login=me.login, role=me.role, office=me.office.code, side=store.side, region=region, now=self.session.moment()
        )  # fmt: skip
        self.session.read(lambda: news(told, here), self._have, key="courier")

    def _have(self, found: CourierNews) -> None:
        self.news = found
        self.left_out &= {lot.id for lot in found.lots}
        self.added &= {lot.id for lot in found.spare}
        in_front = self.taking or self.given
        self.front = in_front.id if in_front else ""
        under_way = {lot.id for handover in (*found.toward, *found.mine) for lot in found.lots_of(handover)}
        self.read &= under_way
        self.differs = {id: what for id, what in self.differs.items() if id in under_way}
        self.show()

    # ---- which of the two is open

    @property
    def taking(self) -> Handover | None:
        return self._one_of(self.news.toward)

    @property
    def given(self) -> Handover | None:
        return None if self.taking else self._one_of(self.news.mine)

    def _one_of(self, handovers: tuple[Handover, ...]) -> Handover | None:
        """The one that was in front, else the one that waits longest: the newest stands first in the list."""
        return next((h for h in handovers if h.id == self.front), handovers[-1] if handovers else None)

    @property
    def counting(self) -> Handover | None:
        """What the taker goes through line by line: at their own machine, or at the giver's for the second signature."""
        return self.taking or self.given

    def uncounted(self) -> int:
        """The act says that all was counted: so each line is scanned, confirmed by hand, or named as missing or damaged."""
        lots = self.news.lots_of(self.counting) if self.counting else ()
        return sum(lot.id not in self.read and lot.id not in self.differs for lot in lots)

    def chosen(self) -> tuple[Lot, ...]:
        given = (lot for lot in self.news.lots if lot.id not in self.left_out)
        return (*given, *(lot for lot in self.news.spare if lot.id in self.added))

    # ---- scans and keys

    def scanned(self, code: Code) -> bool:
        line = code.line
        if (handover := self.counting) is not None and (self.taking or self._in(handover, code)):
            if code.kind == "H":  # another bag that is to be taken comes in front when it is scanned
                self.front = next((h.id for h in self.news.toward if h.number == code.number), self.front)
            handover = self.counting or handover
            if code.kind == "H":
                self.read |= (
                    {lot.id for lot in self.news.lots_of(handover)} if code.number == handover.number else set()
                )
            lot = next((x for x in self.news.lots_of(handover) if self._is(x, code)), None)
            if lot is not None:
                self.read.add(lot.id)
                self.differs.pop(lot.id, None)
            elif code.kind != "H" or code.number != handover.number:
                self.session.note(say("desk.courier.not-in-list"), line, tone="late")
            self.show()
            return True
        lot = next((x for x in (*self.news.lots, *self.news.spare) if self._is(x, code)), None)
        if lot is None:
            if code.kind in ("R", "H"):
                self.session.note(say("desk.courier.not-here"), line, tone="risk")
                return True
            return False
        self._include(lot)
        self.show()
        return True

    def _in(self, handover: Handover, code: Code) -> bool:
        return code.number == handover.number or any(self._is(lot, code) for lot in self.news.lots_of(handover))

    def _include(self, lot: Lot) -> None:
        if lot in self.news.spare:
            self.added.add(lot.id)
        else:
            self.left_out.discard(lot.id)

    @staticmethod
    def _is(lot: Lot, code: Code) -> bool:
        return lot.number == code.line or any(code.number == c.number for c in lot.cases)

    def _toggle(self, id: str) -> None:
        """Enter on a line: left out of what is given; while taking: it is here, not in the bag, damaged, here again."""
        if handover := self.counting:
            if any(lot.id == id for lot in self.news.lots_of(handover)):
                now = self.differs.pop(id, "read" if id in self.read else "")
                found = {"": "read", "read": "missing", "missing": "damaged", "damaged": "read"}[now]
                self.read = self.read | {id} if found == "read" else self.read - {id}
                if found != "read":
                    self.differs[id] = found
                self.show()
        elif any(lot.id == id for lot in self.news.lots):
            self.left_out ^= {id}
            self.show()
        elif any(lot.id == id for lot in self.news.spare):
            self.added ^= {id}
            self.show()

    def _all_here(self) -> None:
        """F4: whoever takes has counted the rest by hand; whoever gives leaves nothing out."""
        if handover := self.counting:
            self.read |= {lot.id for lot in self.news.lots_of(handover)} - self.differs.keys()
        self.left_out.clear()
        self.show()

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter" if self.taking:
                self._take(self.taking, self.session.me.login)
            case "Ctrl+Enter" if self.given:
                self._offer_takers(self.given)
            case "Ctrl+Enter":
                self.give()
            case "F8" if self.taking:
                self._refuse(self.taking)
            case "F8":
                self._report_lost()
            case "Ctrl+Z" if self.given:
                self._take_back(self.given)
            case "F4":
                self._all_here()
            case "F6" if self.session.may(Right.SEE_CASES):
                here = self.view.current()
                lots = sorted(self.in_hand(), key=lambda lot: lot.id != here)  # of the line in front, else of the first
                self.session.go("case", lots[0].cases[0].id) if lots and lots[0].cases else None
            case "F7":
                self._paper()

    def in_hand(self) -> tuple[Lot, ...]:
        """What this screen is about: what is counted, what may be given, what is on its way with me."""
        if handover := self.counting:
            return self.news.lots_of(handover)
        return self.chosen() or self.news.lots or self.news.spare

    def _paper(self) -> None:
        """What was made here last; else the sheet of the hand-over in front, which the other one has made."""
        none = lambda: self.session.note(say("desk.sector.no-paper"))  # noqa: E731
        handover = self.counting or next(iter(self.news.carried), None)
        if self.paper:
            self.session.show_paper(self.paper)
        elif handover is None:
            none()
        else:
            self.session.ask(
                "case.papers_of", {"code": handover.id},
                lambda found: self.session.show_paper(found[-1].id) if found else none(),
            )  # fmt: skip

    def give(self) -> None:
        lots = self.chosen()
        if not lots or self.busy:
            return
        receivers = [p.login for p in self.news.people if p.role == "courier"] if self.news.to == "courier" else []
        given = Give(
            registries=tuple(lot.id for lot in lots if lot.registry), cases=tuple(lot.id for lot in lots if not lot.registry),
            to=self.news.to, receiver=receivers[0] if len(receivers) == 1 else None,
        )  # fmt: skip

        def done(outcome: Outcome) -> None:
            self._done(outcome, "desk.courier.given", "desk.courier.given.text")

        self._do("courier.give", given, done)

    def _take(self, handover: Handover, login: str) -> None:
        """As the one who takes: at the machine where they stand, with their own name."""
        inside = {lot.id for lot in self.news.lots_of(handover)}
        differs = {id: what for id, what in self.differs.items() if id in inside}
        missing, damaged = (tuple(i for i, d in differs.items() if d == w) for w in ("missing", "damaged"))
        given = Take(code=handover.id, missing=missing, damaged=damaged)

        def done(outcome: Outcome) -> None:
            self.read -= inside
            self.differs = {id: what for id, what in self.differs.items() if id not in inside}
            self._done(outcome, "desk.courier.taken")

        if login == self.session.me.login:
            self._do("courier.take", given, done)
            return
        app = self.session.app
        self.busy = True
        self.show()

        def committed(outcome: Outcome) -> None:
            done(outcome)
            self.session.work.changed.emit(outcome.changed)

        def take(proof: Proof | None) -> None:
            self.session.work.write(
                lambda: app.run("courier.take", given, as_=login, proof=proof), committed, failed=self._failed
            )

        if app.entrance.asks:  # their own password and badge: a name that anybody may choose is no confirmation
            self.session.proving.ask(take, self._failed, login=login, name=self.name(login))
        else:
            take(None)

    def _offer_takers(self, handover: Handover) -> None:
        """The second signature at this machine: another person, by their own name."""
        if self.session.app.store.on_postgres:
            self.session.note(say("desk.courier.log-in"), say("desk.courier.log-in.text"))
            return
        people = [
            p for p in self.news.people
            if p.login != self.session.me.login and p.role == handover.to_holder and handover.receiver in (None, p.login)
        ]  # fmt: skip
        if not people:
            self.session.note(say("desk.courier.elsewhere"), say("desk.courier.elsewhere.text"))
            return
        entries = tuple(
            Entry(p.login, p.name, f"{say(f'desk.role.{p.role}')} · {p.login}", icon="courier")
            for p in by_alphabet(people, lambda p: p.name)
        )
        self.session.offer(
            "courier.taker", say("desk.courier.who-takes"), entries, lambda login: self._take(handover, login)
        )

    def _report_lost(self) -> None:
        """A bag that I took and do not have: which one, then what happened, in words."""
        bags = {h.id: h for h in self.news.carried}
        entries = tuple(
            Entry(h.id, f"H-{h.number}", texts.cases(len(h.cases)), icon="courier", tone="late") for h in bags.values()
        )

        def chosen(id: str) -> None:
            if id in bags:
                title = say("desk.courier.lost-how", number=f"H-{bags[id].number}")
                self.session.ask_words("courier.lost-how", title, lambda why: lost(bags[id], why))

        def lost(handover: Handover, why: str) -> None:
            self._do(
                "courier.report_lost", End(code=handover.id, reason=why), lambda o: self._done(o, "desk.courier.lost")
            )

        if bags:
            self.session.offer("courier.lost", say("desk.courier.report-lost"), entries, chosen)

    def _refuse(self, handover: Handover) -> None:
        entries = tuple(Entry(r, say(f"desk.courier.reason.{r}")) for r in REASONS)

        def chosen(reason: str) -> None:  # one of the list, or words of one's own
            if reason == "other":
                self.session.ask_words("courier.refuse-why", say("desk.courier.why"), chosen)
                return
            words = say(f"desk.courier.reason.{reason}") if reason in REASONS else reason
            self._end("courier.refuse", handover, words)

        self.session.offer("courier.refuse", say("desk.courier.why"), entries, chosen)

    def _take_back(self, handover: Handover) -> None:
        """A hand-over with a number, a signature and a printed sheet: not undone by a key alone."""
        words = say("desk.courier.take-back.then", number=f"H-{handover.number}")
        entry = Entry(
            "back", say("desk.courier.take-back"), texts.cases(len(handover.cases)), icon="courier", tone="late"
        )
        why = say("desk.courier.taken-back")
        self.session.offer(
            "courier.back",
            words,
            (entry,),
            lambda id: self._end("courier.take_back", handover, why, "desk.courier.void"),
        )

    def _end(self, command: str, handover: Handover, reason: str, text: str = "") -> None:
        def done(outcome: Outcome) -> None:
            self._done(outcome, "desk.courier.ended", text)

        self._do(command, End(code=handover.id, reason=reason), done)

    def _do(self, name: str, given: object, then: object) -> None:
        self.busy = True
        self.show()
        self.session.run(name, given, then, failed=self._failed)  # type: ignore[arg-type]

    def _done(self, outcome: Outcome, key: str, text: str = "") -> None:
        self.busy = False
        paper = outcome.value.paper
        if paper:
            self.paper = paper
            self.session.print((paper,))
        number = f"H-{outcome.value.number}"
        shown = {"action": say("desk.paper.show"), "key": "F7"} if paper else {}
        cases = texts.cases(outcome.value.cases)
        self.session.done(say(key, number=number), say(text, cases=cases) if text else cases, **shown)
        self.reload()

    def _failed(self, wrong: BaseException) -> None:
        self.busy = False
        self.session.trouble(wrong)
        self.reload() if isinstance(wrong, Refused) else self.show()

    # ---- showing

    def retranslate(self) -> None:
        self.show()

    def show(self) -> None:
        n = self.news
        if self.taking is not None:
            give, take = done_side(self, self.taking), taking_side(self, self.taking)
        elif self.given is not None:
            give, take = done_side(self, self.given), waiting_side(self, self.given)
        else:
            give, take = giving_side(self), SideState(under=say("desk.courier.second"))
        blocked = ""
        if self.taking is None and self.given is None and not self.chosen():
            away = not n.lots and n.holder == "courier" and n.spare
            key = onward(self) if away else "desk.courier.none-chosen" if n.lots else "desk.courier.nothing"
            blocked = say(key)
        elif left := self.uncounted():
            blocked = count("desk.courier.uncounted", left)
        ends = self._ends()
        self.view.render(CourierState(
            holders=holders(*ends), legs=legs(self.session, self.in_hand(), *ends), give=give, take=take,
            undo=self.given is not None, norm=self.session.may(Right.SEE_CASES),
            counting=self.counting is not None, busy=self.busy, blocked=blocked, has_refusal=self.taking is not None,
            take_words="" if ends[1] == "courier" else say("desk.courier.sign-take"),
            second=self._eighth(),
        ))  # fmt: skip

    def _eighth(self) -> str:
        """F8: whoever is to take does not, and they are no courier everywhere."""
        if self.taking is not None:
            return "" if self.news.holder == "courier" else say("desk.courier.do-not-take")
        return say("desk.courier.report-lost") if self.news.carried else ""

    def name(self, login: str | None) -> str:
        found = next((p for p in self.news.people if p.login == login), None)
        return found.name if found else login or ""

    def _ends(self) -> tuple[str, str]:
        handover = self.taking or self.given
        if handover is not None:
            return handover.from_holder, handover.to_holder
        if self.news.holder == "courier" and self.news.spare and not self.news.lots and not self.added:
            return "courier", "chancellery" if self.session.app.store.side == "centre" else "sector"
        return self.news.holder or "sector", self.news.to
