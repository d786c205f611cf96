"""The acts as a reader shows them: versions and their days, and everything that stands behind one clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from app.catalogue.acts import Act
from app.catalogue.clauses import ListedClause, derive_from
from app.catalogue.rules import CLAUSE, CLAUSE_KEYS, walk
from app.command import Asking
from app.domain.pack import Pack, Source, Text
from app.problems import Refused
from app.store.tables import texts


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionShown:
    pack: str
    first: date
    last: date
    made: date  # day of the act that made the version
    holds: bool  # in force here today
    adopted: bool = False  # not one of the program's own


@dataclass(frozen=True, slots=True, kw_only=True)
class ActShown:
    act: str
    title: Text
    regions: tuple[Text, ...]
    here: bool  # an act of this region
    text_attached: bool
    versions: tuple[VersionShown, ...]  # the newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    pack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """A clause as a version cites it; `service` narrows what is set by it."""

    pack: str
    clause: str
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBy:
    """What the version takes from the clause."""

    service: str
    part: str  # steps, documents, refusals …
    id: str
    words: Text | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    pack: str
    clause: str
    act: Text
    regulation: Text | None  # None: a Standard, a law, or the program's own
    standard: Text | None  # where the clause is of a Standard
    sets: tuple[SetBy, ...]
    attached: bool  # the act's text is held here
    text: str = ""  # the clause's words


def shown_act(asking: Asking, act: Act) -> ActShown:
    region, today = asking.office.region, asking.today
    here = region in act.regions
    current = (
        max((v.from_ for v in act.versions if v.from_ <= today), default=None) if act.holds(region, today) else None
    )
    versions = [
        VersionShown(
            pack=f"{act.id}@{v.from_.isoformat()}", first=v.from_, last=act.last_day(v), made=v.adopted,
            holds=v.from_ == current, adopted=f"{act.id}@{v.from_.isoformat()}" in asking.catalogue.adopted,
        )
        for v in reversed(act.versions)
    ]  # fmt: skip
    return ActShown(
        act=act.id, title=act.title, regions=tuple(asking.catalogue.region(r).name for r in act.regions), here=here,
        text_attached=_file_of(asking, act.id) is not None, versions=tuple(versions),
    )  # fmt: skip


def explain(asking: Asking, given: Pointed) -> Explained:
    """`Refused("clause-unknown")`: the version cites no such clause."""
    pack = asking.catalogue.pack(given.pack)
    sets = tuple(s for s in _sets(pack, given.clause) if given.service in ("", s.service))
    match = CLAUSE.fullmatch(given.clause)
    name = given.clause.partition("/")[0]
    regulation = next((r.name for r in pack.regulations if r.id == name), None)
    if not sets and (regulation is None or match is None):
        raise Refused("clause-unknown", clause=given.clause)
    held = words_of(asking, pack.act) if regulation is not None else None
    found = held.get(given.clause.split("(")[0]) if held else None
    services = {s.service for s in sets}
    standard = next((s.standard for s in pack.services if s.id in services), None) if name == "standard" else None
    return Explained(
        pack=pack.ref, clause=given.clause, act=pack.title, regulation=regulation, standard=standard, sets=sets,
        attached=held is not None, text=found.text if found else "",
    )  # fmt: skip


def _sets(pack: Pack, clause: str) -> list[SetBy]:
    found = []
    for key, entry, _ in walk(pack):
        for name in CLAUSE_KEYS:
            if getattr(entry, name, None) != clause:
                continue
            words = next(
                (getattr(entry, n) for n in ("name", "text", "title", "where", "reason") if hasattr(entry, n)), None
            )
            source: Source = getattr(entry, name.replace("clause", "source"), None) or "act"
            service, _, rest = key.partition(".")
            part = rest.partition("[")[0] if rest else name.removesuffix("_clause")
            own = name != "clause"  # of the service itself: who may apply, and for whom
            found.append(
                SetBy(
                    service=service.partition("(")[2].removesuffix(")"), part=name.removesuffix("_clause") if own else part,
                    id=str(getattr(entry, "id", getattr(entry, "form", getattr(entry, "variant", "")))) if not own else "",
                    words=None if own else words, source=source,
                )
            )  # fmt: skip
    return found


def words_of(asking: Asking, act: str) -> dict[str, ListedClause] | None:
    """Every clause of the act's attached text by `annex-1/10`; None: no text is attached."""
    file = _file_of(asking, act)
    return None if file is None else _derived(act, asking.file(file))


def _file_of(asking: Asking, act: str) -> str | None:
    found: str | None = asking.connection.execute(select(texts.c.file).where(texts.c.act == act)).scalar()
    return found


@lru_cache(maxsize=8)
def _derived(act: str, body: bytes) -> dict[str, ListedClause]:
    return {f"{r.regulation}/{c.number}": c for r in derive_from(act, body.decode()) for c in r.clauses}
