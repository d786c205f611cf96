"""Every button that changes a case, at both nodes, and hands that press them: each press is done, or refused in words."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.command import COMMANDS
from app.domain.case import ENDED
from app.problems import Refused
from app.start import exchange, listening, verify_store
from app.store.unit import new_id
from tests.sync.net import Deed, bad_net
from tests.world import AT, MG, SK, VK, World, desk, who

ACTS = (AT, SK, MG, VK)
ELECTRONIC = (MG, VK)
# known to (centre, licensor); what is not here is known to both
AT_HOME = {
    "intake.refuse": (True, False),
    "intake.record_no_data": (True, False),
    "licensor_desk.accept": (False, True),
}
HOLDERS = {"inspector", "sector", "courier", "chancellery", "applicant", "lost"}
COMES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    # act, command, what is asked for
    (AT, "intake.accept", {}),
    (AT, "intake.accept", {"variant": "reissue"}),
    (AT, "intake.accept", {"service": "gobmp-compliance", "variant": "participation", "object": ""}),
    (SK, "intake.accept", {"variant": "duplicate"}),
    (SK, "intake.accept", {}),
    (MG, "intake.certify", {}),
    (VK, "intake.certify", {}),
    (VK, "intake.certify", {"service": "narcotics-licence"}),
    (AT, "licensor_desk.accept", {"channel": "chancellery"}),
    (AT, "intake.refuse", {}),
    (MG, "intake.record_no_data", {}),
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A case as those who press know it."""

    act: str
    id: str
    number: str
    came: str  # by which button

    @property
    def code(self) -> str:
        return f"C-{self.number}"


@dataclass(slots=True)
class Hands:
    """Whoever happens to press something, somewhere; what was done and what was refused."""

    world: World
    cases: list[Thing] = field(default_factory=list)
    bags: dict[str, str] = field(default_factory=dict)  # case → the hand-over it was last given in
    story: list[str] = field(default_factory=list)
    done: int = 0
    refused: int = 0

    def press(self, side: str, name: str, given: Any, *, login: str, again: bool = False) -> Any:
        """`again`: the finger slips, and the same press comes twice; it must be the same answer, and no second deed."""
        app, op = self.world.centre if side == "centre" else self.world.licensor, new_id()
        try:
            outcome = app.run(name, given, as_=login, op=op, draw=False)
        except Refused:
            self.refused += 1
            return None
        self.done += 1
        self.story.append(f"{login} {name}")
        if again:
            second = app.run(name, given, as_=login, op=op, draw=False)
            assert second.repeated, name
            assert second.value == outcome.value, name
        return outcome.value

    def push(self, button: Button, thing: Thing, *, again: bool = False) -> bool:
        given = button.given(self, thing)
        if given is None:
            return False
        at_home = button.side == "centre" or button.role == "courier"
        login = who(button.role, thing.act) if at_home else desk(button.role, thing.act)
        value = self.press(button.side, button.name, given, login=login, again=again)
        if value is not None and button.name == "courier.give":
            self.bags[thing.id] = value.handover
        return value is not None

    def goes_on(self, thing: Thing, luck: random.Random, *, times: int = 1) -> None:
        """Buttons that are lawful now and bring the case further; where there is none, people wait for the exchange."""
        further = [b for b in BUTTONS if b.onward]
        for _ in range(times):
            # a give is always lawful for a holder, so it comes last: else a bag would be given again and again
            order = sorted(luck.sample(further, len(further)), key=lambda b: b.name == "courier.give")
            if not any(self.push(b, thing, again=luck.random() < 0.1) for b in order):
                self.exchange()

    def comes(self, act: str, name: str, what: dict[str, Any]) -> None:
        """Somebody with an application."""
        draft = self.world.draft(act=act, **what)
        if name == "intake.refuse":
            draft["documents"] = draft["documents"][1:]
        given = {"intake.certify": {"draft": draft}, "intake.record_no_data": {"draft": draft, "register": "gbd-ul"}}
        side, login = (
            ("licensor", desk("chancellery", act)) if name.startswith("lic") else ("centre", who("inspector", act))
        )
        value = self.press(side, name, given.get(name, draft), login=login)
        assert value is not None, f"{name} of {act}: a complete application was refused"
        self.cases.append(Thing(act, value.case, value.number, name))

    def time(self, **by: int) -> None:
        for act in ACTS:
            self.world.later(act, **by)

    def exchange(self, deeds: tuple[Deed, ...] = ()) -> None:
        """`deeds`: what the net does to the first questions; with any, one side may get its part and the other not."""
        with listening(self.world.licensor) as address, bad_net(address, iter(deeds)) as between:
            exchange(self.world.centre, between if deeds else address)

    # ---- what holds whoever pressed

    def numbers_differ(self) -> None:
        numbers = [thing.number for thing in self.cases]
        assert len(numbers) == len(set(numbers)), numbers

    def one_holder(self, thing: Thing) -> None:
        assert self.seen(thing).get("holder", "chancellery") in HOLDERS, thing

    def seen(self, thing: Thing) -> dict[str, Any]:
        """The centre's own picture; nothing of a case that did not come here yet."""
        try:
            return self.world.case(thing.id, act=thing.act)
        except Refused as no:
            if no.code != "case-unknown":
                raise
            return {}

    def going(self) -> list[Thing]:
        """Those that somebody still waits for."""
        return [t for t in self.cases if self.seen(t).get("status") not in ENDED]

    def released(self) -> int:
        return sum(self.seen(thing).get("status") == "released" for thing in self.cases)

    def whole_and_equal(self) -> None:
        """At the end, after everything that waited has passed."""
        self.exchange()
        self.exchange()
        centre, licensor = dict(self.world.centre.folds()), dict(self.world.licensor.folds())
        for thing in self.cases:
            there = (thing.number in centre, thing.number in licensor)
            assert there == AT_HOME.get(thing.came, (True, True)), (thing, there)
            if all(there):
                assert licensor[thing.number] == centre[thing.number], thing.number
            self.one_holder(thing)
        self.numbers_differ()
        for app in (self.world.centre, self.world.licensor):
            answer = verify_store(self.world.settings(app.store.url))
            assert answer["intact"], answer["first_wrong"]


Given = Callable[[Hands, Thing], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Button:
    """At which node, who presses it, with what; `onward`: it brings a case further on its way to the applicant."""

    side: str
    name: str
    role: str
    given: Given
    onward: bool = True


def code(hands: Hands, thing: Thing) -> dict[str, Any]:
    return {"code": thing.code}


def also(**more: Any) -> Given:
    return lambda hands, thing: {"code": thing.code, **more}


def give(to: str) -> Given:
    return lambda hands, thing: {"cases": [thing.code], "to": to}


def bag(**more: Any) -> Given:
    def given(hands: Hands, thing: Thing) -> dict[str, Any] | None:
        known = hands.bags.get(thing.id)
        return {"code": known, **more} if known else None

    return given


def of_registry(make: Callable[[str, Thing], dict[str, Any]]) -> Given:
    def given(hands: Hands, thing: Thing) -> dict[str, Any] | None:
        registry = hands.seen(thing).get("registry")
        return make(registry, thing) if registry else None

    return given


def closing(hands: Hands, thing: Thing) -> dict[str, Any] | None:
    """With what lies in the registry, as the screen of the sector shows it."""
    registry = hands.seen(thing).get("registry")
    if not registry:
        return None
    opened = hands.world.ask("registry.open", {"code": registry}, "sector", act=thing.act)
    return {"code": registry, "cases": [case["id"] for case in opened["cases"]]}


def called(hands: Hands, thing: Thing) -> dict[str, Any]:
    steps = ("register", "to-sector", "dispatch", "courier-to-licensor", "take-in", "prepare", "release")
    return {"rungs": [{"case": thing.id, "step": step, "rung": "late"} for step in steps]}


def sheet(**more: Any) -> Given:
    def given(hands: Hands, thing: Thing) -> dict[str, Any] | None:
        found = paper(hands, thing)
        return {**found, **more} if found else None

    return given


def paper(hands: Hands, thing: Thing) -> dict[str, Any] | None:
    rows = hands.world.rows("SELECT id FROM papers WHERE copy = 0 AND subject = :c", c=thing.id)
    return {"paper": rows[0].id} if rows else None


BUTTONS: tuple[Button, ...] = (
    # paper: counter, sector, courier
    Button("centre", "accumulation.take_in", "sector", code),
    Button("centre", "accumulation.enter", "sector", code),
    Button("centre", "accumulation.close", "sector", closing),
    Button("centre", "courier.give", "sector", of_registry(lambda r, thing: {"registries": [r], "to": "courier"})),
    Button("centre", "courier.take", "courier", bag()),
    Button("licensor", "courier.give", "courier", give("chancellery")),
    Button("licensor", "courier.take", "chancellery", bag()),
    Button("licensor", "courier.take", "secretary", bag()),
    # the licensor's desk
    Button("licensor", "licensor_desk.register", "chancellery", code),
    Button("licensor", "licensor_desk.confirm_registration", "chancellery", code),
    Button("licensor", "licensor_desk.take_in", "chancellery", also(reference="17")),
    Button("licensor", "licensor_desk.journal", "secretary", also(reference="3")),
    Button("licensor", "licensor_desk.assign", "head", also(reference="specialist")),
    Button("licensor", "licensor_desk.examine", "specialist", also(complete=True)),
    Button("licensor", "licensor_desk.enter_data", "specialist", code),
    Button("licensor", "licensor_desk.ask_body", "specialist", also(reference="1-04/112")),
    Button("licensor", "licensor_desk.record_answer", "specialist", also(positive=True, reference="77-3")),
    Button("licensor", "licensor_desk.verify_documents", "secretary", also(reference="2-11/5")),
    Button("licensor", "licensor_desk.decide", "secretary", also(compliant=True, reference="№ 4")),
    Button("licensor", "licensor_desk.prepare", "specialist", code),
    Button("licensor", "licensor_desk.sign", "head", code),
    Button("licensor", "licensor_desk.give_out", "chancellery", code),
    # and back
    Button("licensor", "courier.give", "chancellery", give("courier")),
    Button("licensor", "courier.give", "secretary", give("courier")),
    Button("licensor", "courier.take", "courier", bag()),
    Button("centre", "courier.give", "courier", give("sector")),
    Button("centre", "courier.take", "sector", bag()),
    Button("centre", "issue.take", "inspector", code),
    Button("centre", "issue.release", "inspector", also(name="Сейітқали Дана")),
    Button("centre", "issue.survey", "inspector", also(quality=3, information=1)),
    # electronic
    Button("centre", "intake.send", "inspector", code),
    # what goes back, aside or wrong, or only makes a paper
    Button("centre", "accumulation.remove", "sector", code, onward=False),
    Button(
        "centre", "accumulation.amend", "sector", onward=False,
        given=of_registry(lambda r, thing: {"code": r, "remove": [thing.code], "reason": "wrong case"}),
    ),
    Button("centre", "accumulation.mark_received", "sector", also(cell="A-1"), onward=False),
    Button("centre", "accumulation.mark_received", "sector", also(state="damaged", reason="wet"), onward=False),
    Button("centre", "accumulation.shelve", "sector", also(cell="A-2", found=False), onward=False),
    Button("centre", "accumulation.print_received", "sector", bag(), onward=False),
    Button("centre", "accumulation.print_unclaimed", "sector", lambda hands, thing: {}, onward=False),
    Button("centre", "accumulation.tell_owner", "sector", code, onward=False),
    Button("centre", "issue.tell_owner", "inspector", code, onward=False),
    Button("centre", "issue.ask_back", "inspector", code, onward=False),
    Button("centre", "courier.refuse", "courier", bag(reason="the bag is torn"), onward=False),
    Button("centre", "courier.take_back", "sector", bag(reason="another courier comes"), onward=False),
    Button("centre", "courier.report_lost", "courier", bag(reason="an accident on the road"), onward=False),
    Button("centre", "overrides.request", "sector", also(what="lost-found", reason="found in the other car"), onward=False),
    Button("centre", "overrides.confirm", "supervisor", code, onward=False),
    Button("licensor", "courier.refuse", "chancellery", bag(reason="one case is missing"), onward=False),
    Button("licensor", "licensor_desk.examine", "specialist", also(complete=False), onward=False),
    Button(
        "licensor", "licensor_desk.record_answer", "specialist", also(positive=False, reference="77-4"), onward=False
    ),
    Button("licensor", "licensor_desk.decide", "secretary", also(compliant=False, reference="№ 5"), onward=False),
    Button("licensor", "licensor_desk.prepare", "specialist", also(result="reasoned-refusal"), onward=False),
    Button("centre", "calls.remind", "sector", code, onward=False),
    Button("licensor", "calls.remind", "chancellery", code, onward=False),
    Button("centre", "calls.escalate", "inspector", called, onward=False),
    Button("centre", "papers.record_sheet", "inspector", sheet(state="spoilt", reason="torn"), onward=False),
    Button("centre", "papers.record_sheet", "inspector", sheet(state="used", blank="АБ 001"), onward=False),
    Button("centre", "upkeep.reprint", "inspector", paper, onward=False),
    Button("centre", "upkeep.print_state", "inspector", code, onward=False),
    Button("centre", "upkeep.print_separator", "sector", code, onward=False),
)  # fmt: skip
# of no case, or with a key in the hand:
# people, offices, acts' texts, drafts, scans that nothing refers to yet, the slip that says where else
NO_CASE = {
    "account.open", "account.close", "account.set_role", "account.unlock", "account.bind_signature",
    "account.change_password", "account.reset_password", "account.issue_badge", "account.revoke_badge",
    "account.revoke_key", "account.count",
    "upkeep.set_office", "upkeep.add_office", "upkeep.attach_text", "intake.give_slip", "intake.keep_scan",
    "intake.save_draft", "intake.put_away_draft", "law.adopt",
    "signatures.keep", "calls.print_list", "calls.print_process", "papers.print_ledger",
}  # fmt: skip


def untold() -> set[str]:
    """Commands of the program that stand neither among the buttons nor among what changes no case."""
    return set(COMMANDS) ^ ({b.name for b in BUTTONS} | {name for _, name, _ in COMES} | NO_CASE)
