"""A new version before it is adopted: copied, checked, and tried on the cases that this office had."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.catalogue.acts import Catalogue
from app.catalogue.copying import Copied as Copied
from app.catalogue.copying import copied
from app.catalogue.faults import Fault
from app.catalogue.packs import FOLDER, PackFaulty, check_text, problems_of, read_text
from app.catalogue.packs import PackProblem as PackProblem
from app.command import Asking
from app.domain import codec
from app.domain.case import Case, Status
from app.domain.moment import Moment
from app.domain.pack import Pack
from app.domain.trial import Change, judge
from app.problems import Refused
from app.store.tables import cases

LIST = FOLDER / "clauses.toml"
MOST = 5000  # cases of one trial: the newest of the period
SHOWN = 500  # of those that would differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    pack: str
    first: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    name: str  # of the file: atyrau-2015-324@2017-01-10.toml
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Cases that were handed in from `since` to `until`, both days included; left out: all there are."""

    name: str
    text: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    id: str
    number: str
    status: Status
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    pack: str
    looked_at: int
    same: int
    differ: int
    erased: int  # whose people are erased: what hangs on the applicant could not be tried
    untold: int  # with a clock whose start is not known any more
    more: bool  # the period had more cases than were looked at
    changes: dict[str, int]  # kind of change → cases
    cases: tuple[Differs, ...]  # the newest first, at most 500


def copy(asking: Asking, given: Copy) -> Copied:
    """`Refused("pack-faulty")`: no later day than the version that is copied."""
    try:
        return copied(asking.catalogue.pack(given.pack), asking.catalogue.text(given.pack), first=given.first)
    except PackFaulty as wrong:
        raise refused(wrong) from wrong


def check(catalogue: Catalogue, given: Written) -> tuple[PackProblem, ...]:
    act = given.name.partition("@")[0]
    known = catalogue.days_of(act) if act in {one.id for one in catalogue.acts} else {}
    found = check_text(given.name, given.text, known=known, list_=LIST)
    if not known and not found:
        fault = Fault("act", "", "act-unknown", {"act": act})
        found = problems_of(given.name, [fault])
    return tuple(found)


def sound(given: Written | Trial) -> Pack:
    try:
        return read_text(given.name, given.text)
    except PackFaulty as wrong:
        raise refused(wrong) from wrong


def followed(catalogue: Catalogue, new: Pack) -> Pack:
    """The version that is in force the day before the new one begins; of a first one there is none."""
    known = [v.from_ for v in catalogue.act(new.act).versions if v.from_ < new.from_]
    if not known:
        raise Refused("version-follows-none", pack=new.ref)
    return catalogue.pack(f"{new.act}@{max(known).isoformat()}")


def refused(wrong: PackFaulty) -> Refused:
    first = wrong.problems[0]
    return Refused("pack-faulty", file=first.file, place=first.key, says=first.says, do=first.do, n=len(wrong.problems))


def attempt(asking: Asking, given: Trial) -> Tried:
    """`Refused("pack-faulty")`: the file is no pack; `checked` names every fault."""
    new = sound(given)
    asking.catalogue.act(new.act)
    rows = _cases(asking, new.act, given)
    clockwork, kinds = asking.clockwork(), Counter[str]()
    differ: list[Differs] = []
    looked = erased = untold = 0
    for state in rows[:MOST]:
        case = codec.load(Case, state)
        if case.what is None or case.accepted_at is None:
            continue
        looked += 1
        erased += case.people is None
        judged = judge(case, asking.law_of(case.what)[1], new.service(case.what.service), clockwork=clockwork)
        untold += bool(judged.untold)
        if judged.changes:
            kinds.update({c.kind for c in judged.changes})
            differ.append(Differs(id=case.id, number=case.number, status=case.status, changes=judged.changes))
    return Tried(
        pack=new.ref, looked_at=looked, same=looked - len(differ), differ=len(differ), erased=erased, untold=untold,
        more=len(rows) > MOST, changes=dict(kinds.most_common()), cases=tuple(differ[:SHOWN]),
    )  # fmt: skip


def _cases(asking: Asking, act: str, given: Trial) -> list[str]:
    mine = cases.c.centre if asking.office.side == "centre" else cases.c.licensor
    chosen = select(cases.c.state).where(mine == asking.office.code, cases.c.act == act)
    if given.since:
        chosen = chosen.where(cases.c.accepted_at >= _edge(given.since, time.min, asking.zone))
    if given.until:
        chosen = chosen.where(cases.c.accepted_at <= _edge(given.until, time.max, asking.zone))
    found = asking.connection.execute(chosen.order_by(cases.c.row.desc()).limit(MOST + 1))
    return list(found.scalars().all())


def _edge(day: date, at: time, zone: ZoneInfo) -> str:
    return Moment(datetime.combine(day, at, zone)).iso()
