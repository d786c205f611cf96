"""Every button: it is done, refused without the right, once when it is pressed twice, and no when its turn has passed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from app.command import COMMANDS, all_wishes
from app.domain.roles import Role, may
from app.problems import Refused
from app.start import App, exchange, listening, plain
from app.store.unit import new_id
from tests.services.ready_people import PEOPLE, PEOPLE_AGAIN
from tests.services.unclaimed import sent_back
from tests.world import AT, MG, PLACE, SK, VK, World, code, desk, who

Ready = tuple[str, str, Any]  # role, act, what is given
NARCOTICS, UNTOUCHED = "narcotics-licence", ("events", "operations", "papers", "drafts", "files")


@dataclass
class Scene:
    """A world whose two nodes exchange, and how far a case has come in it."""

    world: World
    link: str

    def sync(self) -> None:
        exchange(self.world.centre, self.link)

    def bag(self, act: str = AT) -> tuple[dict[str, Any], dict[str, Any]]:
        case = self.world.accepted(act=act)
        return case, self.world.given_to_courier(case, act=act)

    def with_courier(self, act: str = AT) -> dict[str, Any]:
        case, bag = self.bag(act)
        self.world.do("courier.take", {"code": bag["number"]}, "courier", act=act)
        return case

    def at_licensor(self, act: str = AT, **what: Any) -> dict[str, Any]:
        case = self.world.accepted(act=act, **what)
        bag = self.world.given_to_courier(case, act=act)
        self.world.do("courier.take", {"code": bag["number"]}, "courier", act=act)
        self.sync()
        return self.handed_in(case, act=act)

    def handed_in(self, case: dict[str, Any], *, act: str) -> dict[str, Any]:
        courier = who("courier", act)
        given = {"cases": [code(case)], "to": "chancellery"}
        bag = plain(self.world.licensor.run("courier.give", given, as_=courier).value)
        gobmp = self.world.case(code(case), act=act)["service"] == "gobmp-compliance"
        self.world.there("courier.take", {"code": bag["number"]}, "secretary" if gobmp else "chancellery", act=act)
        self.world.later(act, minutes=5)
        return case

    def registered(self, act: str, **what: Any) -> dict[str, Any]:
        """Of the electronic flow."""
        case = self.certified(act, **what)
        self.world.do("intake.send", {"code": code(case)}, act=act)
        self.sync()
        self.world.there("licensor_desk.register", {"code": code(case)}, "chancellery", act=act)
        return case

    def certified(self, act: str, **what: Any) -> dict[str, Any]:
        return dict(self.world.do("intake.certify", {"draft": self.world.draft(act=act, **what)}, act=act))

    def examined(self, *names: str) -> dict[str, Any]:
        """vko-2014-70: the specialist's steps, one after another."""
        return self.stepped(self.registered(VK), "take_in", "assign", *names, act=VK)

    def stepped(self, case: dict[str, Any], *names: str, act: str) -> dict[str, Any]:
        for name in names:
            role, given = LICENSOR[name]
            self.world.later(act, minutes=5)
            self.world.there(f"licensor_desk.{name}", {"code": code(case), **given}, role, act=act)
        return case

    def prepared(self, act: str = AT, **what: Any) -> dict[str, Any]:
        return self.stepped(self.at_licensor(act, **what), "take_in", "assign", "prepare", act=act)

    def signed(self, act: str = AT, **what: Any) -> dict[str, Any]:
        return self.stepped(self.prepared(act, **what), "sign", act=act)

    def back(self, act: str = AT, **what: Any) -> dict[str, Any]:
        """The result lies at the centre's sector."""
        case, courier = self.signed(act, **what), who("courier", act)
        bag = self.world.there("courier.give", {"cases": [code(case)], "to": "courier"}, "chancellery", act=act)
        self.world.licensor.run("courier.take", {"code": bag["number"]}, as_=courier)
        self.sync()
        bag = self.world.do("courier.give", {"cases": [code(case)], "to": "sector"}, "courier", act=act)
        self.world.do("courier.take", {"code": bag["number"]}, "sector", act=act)
        return {**case, "bag": bag["number"]}

    def to_release(self, **what: Any) -> dict[str, Any]:
        case = self.back(**what)
        self.world.do("accumulation.mark_received", {"code": code(case), "cell": "A-1"}, "sector")
        self.world.do("issue.take", {"code": code(case)})
        return case

    def released(self) -> dict[str, Any]:
        case = self.to_release()
        self.world.do("issue.release", {"code": code(case), "name": "Әсел"})
        return case


LICENSOR: dict[str, tuple[str, dict[str, Any]]] = {
    "take_in": ("chancellery", {"reference": "17"}),
    "assign": ("head", {"reference": "specialist"}),
    "examine": ("specialist", {"complete": True}),
    "confirm_registration": ("chancellery", {}),
    "enter_data": ("specialist", {}),
    "ask_body": ("specialist", {"reference": "1-04/112"}),
    "prepare": ("specialist", {}),
    "sign": ("head", {}),
    "journal": ("secretary", {"reference": "3"}),
}


def of(case: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": code(case), **more}


def incomplete(world: World) -> dict[str, Any]:
    draft = world.draft()
    return {**draft, "documents": draft["documents"][1:]}


def closed(s: Scene) -> dict[str, Any]:
    return s.world.closed_registry(s.world.accepted(), s.world.accepted())


def journalled(s: Scene) -> dict[str, Any]:
    case = s.at_licensor(service="gobmp-compliance", variant="participation", object="")
    s.world.later(AT, days=5)
    return s.stepped(case, "journal", act=AT)


READY: dict[str, Callable[[Scene], Ready]] = {
    "intake.accept": lambda s: ("inspector", AT, s.world.draft()),
    "intake.refuse": lambda s: ("inspector", AT, incomplete(s.world)),
    "intake.give_slip": lambda s: ("inspector", AT, {"service": "pharmaceutical-licence"}),
    "intake.record_no_data": lambda s: ("inspector", MG, {"draft": s.world.draft(act=MG), "register": "gbd-ul"}),
    "intake.certify": lambda s: ("inspector", MG, {"draft": s.world.draft(act=MG)}),
    "intake.send": lambda s: ("inspector", MG, of(s.certified(MG))),
    "intake.keep_scan": lambda s: ("inspector", AT, {"body": base64.b64encode(b"%PDF-1.4 scan").decode()}),
    "intake.save_draft": lambda s: ("inspector", AT, {"id": new_id(), "draft": s.world.draft()}),
    "intake.put_away_draft": lambda s: ("inspector", AT, {"id": new_id()}),
    "accumulation.take_in": lambda s: ("sector", AT, of(s.world.accepted())),
    "accumulation.enter": lambda s: ("sector", AT, of(s.world.accepted())),
    "accumulation.remove": lambda s: ("sector", AT, of(_entered(s))),
    "accumulation.close": lambda s: ("sector", AT, _to_close(s)),
    "accumulation.amend": lambda s: ("sector", AT, _to_amend(s)),
    "accumulation.mark_received": lambda s: ("sector", AT, of(s.back(), cell="B-2")),
    "accumulation.print_received": lambda s: ("sector", AT, {"code": s.back()["bag"]}),
    "accumulation.print_unclaimed": lambda s: ("sector", AT, (s.back(), {})[1]),
    "accumulation.tell_owner": lambda s: ("sector", AT, of(s.back(), by="message")),
    "accumulation.shelve": lambda s: ("sector", AT, of(s.back(), cell="C-3")),
    "courier.give": lambda s: ("sector", AT, {"registries": [closed(s)["number"]], "to": "courier"}),
    "courier.take": lambda s: ("courier", AT, {"code": s.bag()[1]["number"]}),
    "courier.refuse": lambda s: ("courier", AT, {"code": s.bag()[1]["number"], "reason": "the bag is torn"}),
    "courier.take_back": lambda s: ("sector", AT, {"code": s.bag()[1]["number"], "reason": "another courier comes"}),
    "courier.report_lost": lambda s: ("courier", AT, _lost(s)),
    "licensor_desk.register": lambda s: ("chancellery", MG, _sent(s)),
    "licensor_desk.take_in": lambda s: ("chancellery", AT, of(s.at_licensor(), reference="17")),
    "licensor_desk.confirm_registration": lambda s: ("chancellery", VK, of(s.registered(VK, service=NARCOTICS))),
    "licensor_desk.assign": lambda s: ("head", AT, of(s.stepped(s.at_licensor(), "take_in", act=AT), reference="x")),
    "licensor_desk.examine": lambda s: ("specialist", VK, of(s.examined(), complete=True)),
    "licensor_desk.enter_data": lambda s: ("specialist", VK, of(s.examined("examine"))),
    "licensor_desk.ask_body": lambda s: ("specialist", VK, of(s.examined("examine"), reference="1-04/112")),
    "licensor_desk.record_answer": lambda s: ("specialist", VK, _asked(s)),
    "licensor_desk.prepare": lambda s: ("specialist", AT, of(s.stepped(s.at_licensor(), "take_in", "assign", act=AT))),
    "licensor_desk.sign": lambda s: ("head", AT, of(s.prepared())),
    "licensor_desk.give_out": lambda s: ("chancellery", AT, of(s.signed())),
    "licensor_desk.journal": lambda s: ("secretary", AT, of(_gobmp(s), reference="3")),
    "licensor_desk.verify_documents": lambda s: ("secretary", AT, of(journalled(s), reference="2-11/5")),
    "licensor_desk.decide": lambda s: ("secretary", AT, of(journalled(s), compliant=False, reference="№ 4")),
    "issue.take": lambda s: ("inspector", AT, of(s.back())),
    "issue.release": lambda s: ("inspector", AT, of(s.to_release(), name="Әсел", number="871008401427")),
    "issue.tell_owner": lambda s: ("inspector", AT, of(s.back())),
    "issue.ask_back": lambda s: ("inspector", AT, of(sent_back(s.world, s.back()))),
    "issue.survey": lambda s: ("inspector", AT, of(s.released(), quality=3, information=1)),
    "upkeep.reprint": lambda s: ("inspector", AT, {"paper": s.world.accepted()["papers"][0]}),
    "upkeep.print_state": lambda s: ("inspector", AT, of(s.world.accepted())),
    "upkeep.print_separator": lambda s: ("sector", AT, of(s.world.accepted())),
    "calls.escalate": lambda s: ("inspector", AT, {"rungs": []}),
    "calls.remind": lambda s: ("supervisor", AT, of(s.world.accepted())),
    "calls.print_list": lambda s: ("inspector", AT, {"cases": [s.world.accepted()["case"]]}),
    "calls.print_process": lambda s: ("inspector", AT, of(s.world.accepted())),
    "papers.print_ledger": lambda s: ("inspector", AT, _reprinted(s)),
    "papers.record_sheet": lambda s: (
        "inspector",
        AT,
        {"paper": s.world.accepted()["papers"][0], "state": "used", "blank": "ҚҚ-0012345"},
    ),
    **PEOPLE,
}
# pressed once more it is the same again, or simply another of its kind: no refusal
AGAIN = {
    "intake.accept", "intake.refuse", "intake.give_slip", "intake.record_no_data", "intake.certify", "intake.keep_scan",
    "intake.save_draft", "intake.put_away_draft", "accumulation.mark_received", "accumulation.print_received",
    "accumulation.print_unclaimed", "accumulation.tell_owner", "issue.tell_owner", "accumulation.shelve", "upkeep.reprint",
    "upkeep.print_state", *PEOPLE_AGAIN, "upkeep.print_separator", "papers.print_ledger", "calls.escalate",
    "calls.print_list", "calls.print_process",
}  # fmt: skip
# tested where they are at home
ELSEWHERE = {
    "licensor_desk.accept", "upkeep.set_office", "upkeep.add_office", "upkeep.attach_text", "law.adopt",
    "overrides.request", "overrides.confirm", "signatures.keep",
}  # fmt: skip


def _reprinted(s: Scene) -> dict[str, Any]:
    s.world.do("upkeep.reprint", {"paper": s.world.accepted()["papers"][0], "reason": "lost"})
    return {}


def _entered(s: Scene) -> dict[str, Any]:
    case = s.world.accepted()
    s.world.do("accumulation.enter", of(case), "sector")
    return case


def _to_close(s: Scene) -> dict[str, Any]:
    case = s.world.accepted()
    entered = s.world.do("accumulation.enter", of(case), "sector")
    return {"code": entered["registry"], "cases": [case["case"]]}


def _to_amend(s: Scene) -> dict[str, Any]:
    first, second = s.world.accepted(), s.world.accepted()
    return {"code": s.world.closed_registry(first, second)["number"], "remove": [code(first)], "reason": "wrong case"}


def _asked(s: Scene) -> dict[str, Any]:
    case = s.examined("examine", "enter_data", "ask_body")
    return of(case, positive=True, reference="77-3")


def _lost(s: Scene) -> dict[str, Any]:
    _, bag = s.bag()
    s.world.do("courier.take", {"code": bag["number"]}, "courier")
    return {"code": bag["number"], "reason": "an accident on the road"}


def _sent(s: Scene) -> dict[str, Any]:
    case = s.certified(MG)
    s.world.do("intake.send", of(case), act=MG)
    s.sync()
    return of(case)


def _gobmp(s: Scene) -> dict[str, Any]:
    case = s.at_licensor(service="gobmp-compliance", variant="participation", object="")
    s.world.later(AT, days=5)
    return case


@contextmanager
def scene(world: World) -> Iterator[Scene]:
    with listening(world.licensor) as link:
        yield Scene(world, link)


def at_desk(name: str) -> bool:
    return name.startswith("licensor_desk.")


def person(name: str, role: str, act: str) -> str:
    return desk(role, act) if at_desk(name) else who(role, act)


def counted(world: World, name: str) -> dict[str, int]:
    return {t: world.rows(f"SELECT count(*) FROM {t}", licensor=at_desk(name))[0][0] for t in UNTOUCHED}


def stranger(name: str, act: str) -> str | None:
    """Somebody of that node who has no right to the command."""
    right = all_wishes()[name].right
    here = (
        ("chancellery", "head", "specialist", "secretary")
        if at_desk(name)
        else ("inspector", "sector", "courier", "supervisor")
    )
    role = next((r for r in here if not may(Role(r), right)), None)
    return person(name, role, act) if role else None


def test_every_command_is_tried_here_or_where_it_is_at_home() -> None:
    all_wishes()
    assert set(COMMANDS) == set(READY) | ELSEWHERE
    assert not set(READY) & ELSEWHERE


@pytest.mark.parametrize("name", READY)
def test_a_command_is_done_once_and_only_by_those_who_may(world: World, name: str) -> None:
    with scene(world) as s:
        role, act, given = READY[name](s)
        app: App = world.licensor if at_desk(name) else world.centre
        login, op, before = person(name, role, act), new_id(), counted(world, name)
        if other := stranger(name, act):
            with pytest.raises(Refused, match="no-right"):
                app.run(name, given, as_=other)
            assert counted(world, name) == before

        outcome = app.run(name, given, as_=login, op=op)
        done = counted(world, name)
        assert done["operations"] == before["operations"] + 1
        assert done != before
        assert not outcome.repeated

        again = app.run(name, given, as_=login, op=op)
        assert again.repeated
        assert plain(again.value) == plain(outcome.value)
        with pytest.raises(Refused, match="operation-differs"):
            app.run("intake.put_away_draft", {"id": new_id()}, as_=login, op=op)
        assert counted(world, name) == done

        if name in AGAIN:
            app.run(name, given, as_=login)
        else:
            with pytest.raises(Refused):
                app.run(name, given, as_=login)
            assert counted(world, name) == done
        undrawn = world.rows("SELECT id FROM papers WHERE file IS NULL", licensor=at_desk(name))
        assert not undrawn
        world.whole()


def given_a(*fields: str) -> list[str]:
    """Commands that are given one of these."""
    known = all_wishes()
    return sorted(n for n in READY if set(fields) & set(known[n].given.__dataclass_fields__))


@pytest.mark.parametrize("name", given_a("code", "registries", "paper"))
def test_a_command_about_a_strangers_thing_changes_nothing(file_here: World, name: str) -> None:
    """The same button at another centre: what is not theirs is not there."""
    with scene(file_here) as s:
        role, act, given = READY[name](s)
        other = SK if act != SK else AT
        before = counted(file_here, name)
        app = file_here.licensor if at_desk(name) else file_here.centre
        with pytest.raises(Refused) as no:
            app.run(name, given, as_=person(name, role, other))
        assert no.value.code.endswith("-unknown"), no.value.code
        assert counted(file_here, name) == before


@pytest.mark.parametrize("name", given_a("code"))
def test_nothing_is_found_when_the_code_is_nobodys(file_here: World, name: str) -> None:
    wanted = all_wishes()[name]
    role = next(r for r in Role if may(r, wanted.right))
    known = {PLACE[AT].centre.lower(), PLACE[AT].departments[0][0].lower()}
    assert known
    extra: dict[str, Any] = {
        "cases": [], "reason": "x", "cell": "A-1", "complete": True, "compliant": True, "reference": "1", "name": "x",
        "quality": 1, "information": 1, "positive": True,
    }  # fmt: skip
    for text in (
        "AT01-01-16-99999-",
        "C-AT01-01-16-00001-1",
        "",
        "x" * 36,
        "' OR 1=1 --",
        "C-",
        "0" * 400,
        "Ә\n",
        "١٢",
    ):
        given = {"code": text, **{k: v for k, v in extra.items() if k in wanted.given.__dataclass_fields__}}
        login = desk(role) if at_desk(name) else who(role)
        app = file_here.licensor if at_desk(name) else file_here.centre
        with pytest.raises(Refused) as no:
            app.run(name, given, as_=login)
        assert no.value.code in (
            "case-unknown",
            "code-invalid",
            "registry-unknown",
            "hand-over-unknown",
            "account-unknown",
        ), text
