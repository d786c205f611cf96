"""F16: clocks that are wrong, jump or lie about their zone: order, numbers, terms and signatures hold all the same."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.moment import Instant, Moment
from app.domain.office import Office
from app.outside.clock import SystemClock
from app.outside.revocation import APART, WRONG, Revocation, Sources
from app.outside.trust import judging_in
from app.problems import Refused
from app.signed import sign
from app.signing import cms as library
from app.store.unit import Transaction
from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.signing import pki
from tests.signing.test_at_the_case import OPERATOR, OPERATORS, Key, bind, certified, lay
from tests.signing.test_revocation import Centre, standing
from tests.world import AT, MG, PLACE, World, code, who

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
ROOT = Path(__file__).resolve().parents[2]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = (
    timedelta(0), HOUR, -HOUR, DAY, -DAY, timedelta(minutes=3), timedelta(minutes=-3), timedelta(days=60),
    timedelta(days=-60), timedelta(days=-17_000), timedelta(days=8_500),
)  # fmt: skip


# decades off there is no act, or another way in
NO_ACT = ("no-act-in-force", "act-text-not-held", "document-expired", "channel-not-offered", "calendar-ended")


class WrongClock(SystemClock):
    """A machine's clock as somebody set it; `leaps` it makes at each look, as in the middle of a deed."""

    def __init__(self, moments: dict[str, datetime] | None = None) -> None:
        self.off, self.leaps, self.moments = timedelta(0), timedelta(0), moments or {}

    def instant(self) -> Instant:
        self.off += self.leaps
        return Instant(datetime.now(UTC) + self.off)

    def moment(self, office: Office) -> Moment:
        known = self.moments.get(office.region)
        return Moment(known + self.off) if known else super().moment(office)


# ---- order and numbers


def wrong_after_jumps(world: World, clock: WrongClock, random_: random.Random) -> list[str]:
    """Five deeds at one case and its neighbour, the clock set anew before each: the order is that in which they were done."""
    clock.off, done = timedelta(0), []
    first = world.accepted()
    deeds: tuple[tuple[str, Any, str], ...] = (
        ("accumulation.enter", {"code": code(first)}, "sector"), ("accumulation.remove", {"code": code(first)}, "sector"),
        ("intake.accept", None, "inspector"), ("upkeep.reprint", {"paper": first["papers"][0], "reason": "lost"}, "inspector"),
        ("intake.accept", None, "inspector"),
    )  # fmt: skip
    for n, (name, given, role) in enumerate(deeds):
        clock.off, clock.leaps = random_.choice(JUMPS), random_.choice((timedelta(0), timedelta(seconds=-40)))
        try:
            world.do(name, given or world.draft(), role)
            done.append(name)
        except Refused as no:
            if no.code not in NO_ACT and len(done) == n:  # what came before it was done
                raise
    clock.leaps = clock.off = timedelta(0)
    rows = world.rows("SELECT version, kind FROM events WHERE subject = :c ORDER BY version", c=first["case"])
    kinds = [row.kind for row in rows]
    wanted = ["application.accepted"]
    if "accumulation.enter" in done and "accumulation.remove" in done:
        entered, removed = (next((n for n, k in enumerate(kinds) if w in k), -1) for w in ("entered", "removed"))
        if not 0 < entered < removed:
            wanted.append(f"entered before removed, but {kinds}")
    wrong = [] if kinds[0] == wanted[0] and len(wanted) == 1 else [f"{wanted}: {kinds}"]
    numbers = [row.number for row in world.rows("SELECT number FROM cases")]
    if len(numbers) != len(set(numbers)):
        wrong.append("a number came twice")
    if len({row.id for row in world.rows("SELECT id FROM events")}) != world.count("events"):
        wrong.append("an id came twice")
    try:
        world.whole()
    except AssertionError as hole:
        wrong.append(str(hole))
    return wrong


def _serial_of_the_clock(self: Transaction, year: int) -> int:
    """Numbering that believes the clock: a new year begins at one, also when it was there already."""
    if self.device["year"] != year:
        self.device["year"], self.device["serial"] = year, 0
    self.device["serial"] += 1
    return int(self.device["serial"])


def test_order_is_the_chains_and_no_number_comes_twice(file_here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    random_, count = share("F16", 400, commit=12)
    clock = WrongClock({PLACE[AT].region: file_here.now[AT]})
    file_here.centre.clock = clock
    wrong = [bad for _ in range(count) if (bad := wrong_after_jumps(file_here, clock, random_))]
    assert not wrong, wrong[:4]
    with monkeypatch.context() as planted:
        planted.setattr(Transaction, "next_serial", _serial_of_the_clock)
        caught = _noticed(file_here, clock, random_)
    ran("F16", count, through=len(wrong), planted=(int(caught), 1))


def _noticed(world: World, clock: WrongClock, random_: random.Random) -> bool:
    for _ in range(40):
        try:
            if wrong_after_jumps(world, clock, random_):
                return True
        except Exception as fault:  # the store's own key of numbers is a second door behind the first
            return "number" in str(fault) or "moved-meanwhile" in str(fault)
    return False


# ---- terms: the act's zone by the program's own rules, whatever the machine believes


ASKS = """
import json, sys
import app
exec(sys.argv[1])
from app.law import due
for asked in json.load(sys.stdin):
    print(json.dumps(due(**asked)["due_by"]))
"""
ZONE = {"atyrau-2015-324": 5, "mangystau-2013-3": 5, "vko-2014-70": 6, "sko-2015-333": 6}  # hours, in the acts' days
SERVICES = {
    AT: "medical-licence",
    MG: "medical-licence",
    "sko-2015-333": "medical-licence",
    "vko-2014-70": "medical-licence",
}


def answers(asked: list[dict[str, Any]], *, before: str = "pass", **environment: str) -> list[str | None]:
    """What the program says in a process of its own, on a machine that believes what it is told."""
    done = subprocess.run(
        [sys.executable, "-c", ASKS, before], input=json.dumps(asked), capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, **environment}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def stale(folder: Path) -> Path:
    """Zone data of a machine that nobody updated: every zone of Kazakhstan at +6, and none of the office's own."""
    import tzdata

    ours = Path(tzdata.__file__).parent / "zoneinfo" / "Asia"
    (folder / "Asia").mkdir(parents=True)
    for name in ("Almaty", "Atyrau", "Aqtau", "Aqtobe", "Oral", "Qyzylorda", "Qostanay"):
        shutil.copy(ours / "Thimphu", folder / "Asia" / name)
    return folder


def questions(random_: random.Random, number: int) -> list[dict[str, Any]]:
    found = []
    for _ in range(number):
        act = random_.choice(list(SERVICES))
        on = PLACE[act].on + timedelta(days=random_.randrange(0, 300))
        at = datetime(on.year, on.month, on.day, random_.randrange(0, 24), random_.randrange(60), tzinfo=UTC)
        found.append({
            "act": act, "service": SERVICES[act], "variant": "issue", "step": random_.choice(("accept", "licensor", "release")),
            "start": at.isoformat()[:16],  # local to the act's centre
        })  # fmt: skip
    return found


def test_terms_are_the_acts_whatever_the_machine_believes_of_its_zone(ram: Path) -> None:
    random_, number = share("F16", 500, commit=25)
    asked, old = questions(random_, number), stale(ram / "old")
    true = answers(asked)
    offsets = [(ZONE[q["act"]], due) for q, due in zip(asked, true, strict=True) if due]
    assert len(offsets) > number // 6
    wrong = sum(f"+0{hours}:00" != due[-6:] for hours, due in offsets)
    machines = (
        {"TZ": "America/New_York"}, {"TZ": "Pacific/Kiritimati"}, {"PYTHONTZPATH": str(old)},
        {"PYTHONTZPATH": str(old), "TZ": "Asia/Almaty"},
    )  # fmt: skip
    for machine in machines:
        wrong += sum(a != b for a, b in zip(answers(asked, **machine), true, strict=True))
    caught = [
        answers(asked, before=f"import zoneinfo; zoneinfo.reset_tzpath([{str(old)!r}])") != true,
        answers(asked, before="import app.law, datetime; app.law.ZoneInfo = lambda _: datetime.timezone.utc") != true,
    ]
    ran("F16", number * (1 + len(machines)), through=wrong, planted=(sum(caught), len(caught)))


# ---- signing


SKEWS = (
    timedelta(seconds=60), timedelta(seconds=-60), timedelta(minutes=6), timedelta(minutes=-6), HOUR, -HOUR, DAY, -DAY,
    datetime(1970, 1, 2, tzinfo=UTC) - datetime(2026, 11, 20, tzinfo=UTC),
    datetime(2038, 1, 20, tzinfo=UTC) - datetime(2026, 11, 20, tzinfo=UTC),
)  # fmt: skip


class Honest(Centre):
    """НУЦ, whose clock is right: what it says is of this moment, and good for a while."""

    def __init__(self, *, stamps: bool) -> None:
        super().__init__()
        self.stamps = stamps

    def answer(self, path: str, body: bytes) -> Any:
        at = datetime.now(UTC).replace(microsecond=0)
        match path:
            case "/ocsp":
                asked = library.ocsp.OCSPRequest.load(body)["tbs_request"]["request_list"][0]
                number = asked["req_cert"]["serial_number"].native
                owner = next(o for o in (OPERATORS, pki.CA, pki.TSA) if pki.serial(o) == number)
                by = pki.ROOT if owner == pki.CA else pki.RESPONDER
                return 200, pki.ocsp_answer(owner, by=by, at=at - timedelta(seconds=1), until=at + DAY * 3)
            case "/tsp":
                return (200, pki.stamp_answer(body, at=at)) if self.stamps else (503, b"")
            case _:
                by = pki.ROOT if "root" in path else pki.CA
                return 200, pki.revocations(by=by, at=at - timedelta(seconds=1), until=at + DAY * 3)


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in's head of an answer says the time of НУЦ."""
    import tests.signing.test_revocation as stand

    now = lambda *_, **__: format_datetime(datetime.now(UTC), usegmt=True)  # noqa: E731
    monkeypatch.setattr(stand, "format_datetime", now)


@pytest.fixture
def signing(file_here: World) -> World:
    folder = file_here.key.parent / "trust"
    lay(folder)
    bind(file_here, "centre", who("inspector", MG), OPERATOR, by=who("administrator", MG))
    file_here.centre.judging = judging_in(folder, file_here.centre.clock)
    return file_here


def false_time(world: World, centre: Honest, skew: timedelta, *, leap: bool) -> list[str]:
    """Signed on a machine whose clock is off, or is set in the middle of it: *valid* with a false time, or nothing."""
    case, clock = certified(world), WrongClock()
    judging = world.centre.judging
    sources = Sources(
        ocsp=f"{centre.address}/ocsp", lists=(f"{centre.address}/ca.crl", f"{centre.address}/root.crl"),
        stamps=f"{centre.address}/tsp" if centre.stamps else "",
    )  # fmt: skip
    gathers = Revocation(sources, judging.trust, clock)
    key = Key(OPERATORS)
    if leap:  # set while the token asks for its PIN
        ask = key.sign
        key.sign = lambda *given: (setattr(clock, "off", skew), ask(*given))[1]  # type: ignore[method-assign]
    else:
        clock.off = skew
    world.centre.clock, before = _both(world, clock), world.centre.clock
    try:
        outcome = sign(
            world.centre, code(case), "certification", login=who("inspector", MG), signer=key, gathers=gathers
        )
    except Refused as no:
        kept = world.count("events WHERE kind = 'signature.kept'")
        return [] if no.code in ("clock-wrong", "signature-invalid") else [f"{no.code} {kept}"]
    finally:
        world.centre.clock = before
    judged = outcome.value.judgement
    off = abs((judged.at.utc - datetime.now(UTC)).total_seconds())
    if judged.verdict == "valid" and off > WRONG:
        return [f"valid at {judged.at.iso()} by {judged.time}, {off:.0f} s off"]
    if abs(skew.total_seconds()) < APART and judged.verdict != "valid":
        return [f"{judged.reason} with a clock that is well enough"]
    return []


class _both(SystemClock):
    """Legal time as the world has it, real time as the wrong clock."""

    def __init__(self, world: World, wrong: WrongClock) -> None:
        self.world, self.wrong = world, wrong

    def instant(self) -> Instant:
        return self.wrong.instant()

    def moment(self, office: Office) -> Moment:
        return self.world.clock.moment(office)


def test_nobody_signs_with_a_false_time(signing: World, dated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    (random_, count), wrong = share("F16", 100, commit=2 * len(SKEWS)), list[list[str]]()
    for stamps in (False, True):
        with standing(Honest(stamps=stamps)) as centre:
            for n in range(count // 2):
                bad = false_time(signing, centre, SKEWS[n % len(SKEWS)], leap=random_.random() < 0.5)  # type: ignore[arg-type]
                wrong += [bad] if bad else []
    assert not wrong, wrong[:4]
    with monkeypatch.context() as planted, standing(Honest(stamps=False)) as centre:
        planted.setattr(Revocation, "_clock", lambda *_: [])  # nobody looks at the other's clock
        caught = any(false_time(signing, centre, skew, leap=False) for skew in SKEWS[2:8])  # type: ignore[arg-type]
    ran("F16", count, through=len(wrong), planted=(int(caught), 1))
