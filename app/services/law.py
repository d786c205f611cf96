"""A version of an act becomes law at this node from its first day on: checked once more, written down, told to the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue.acts import UnknownId
from app.catalogue.packs import FOLDER, check_text, read_text
from app.command import Unit, command
from app.domain.adopted import id_of
from app.domain.events import LawAdopted
from app.domain.roles import Right
from app.problems import Refused

LIST = FOLDER / "clauses.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLaw:
    name: str  # of the file: atyrau-2015-324@2017-01-10.toml
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    pack: str
    first: date


@command(Right.ADMINISTER, again=True)
def adopt(unit: Unit, given: NewLaw) -> InForce:
    """From a day after today: cases that were taken in keep the version of their day, and none that holds is replaced."""
    act = given.name.partition("@")[0]
    try:
        known = unit.catalogue.days_of(act)
    except UnknownId as wrong:
        raise Refused("act-unknown", act=act) from wrong
    if given.name in known:
        raise Refused("version-there", pack=given.name.removesuffix(".toml"))
    if problems := check_text(given.name, given.text, known=known, list_=LIST):
        first = problems[0]
        raise Refused("pack-faulty", file=first.file, place=first.key, says=first.says, do=first.do, n=len(problems))
    pack = read_text(given.name, given.text)
    if pack.from_ <= unit.today:
        raise Refused("pack-too-late", pack=pack.ref, first=pack.from_.isoformat(), today=unit.today.isoformat())
    fact = LawAdopted(act=pack.act, first=pack.from_, last=pack.to, on=unit.today, text=given.text)
    unit.record(id_of(pack.ref), fact)
    return InForce(pack=pack.ref, first=pack.from_)
