"""Which files the journal names that are not here yet: scans of cases that concern this node, and what shows a result.

Each chain is read once: a cursor `PEER files:DEVICE` says up to where all that it names is here, or wanted no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.store import tables
from app.store.receive import among, office_of

NAMING = ("application.accepted", "application.certified")
SIGNED = "result.signed"
RESULT = ""  # in place of a name: no event tells what the paper of the result will be called
RESULT_FORMS = ("licence", "licence-annex", "reasoned-refusal", "protocol-extract", "ticket")
AT_ONCE, PIECE = 200, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """`file` is a hash, or `RESULT`. `case` empty: its first event has not come, so nobody knows whose it is."""

    device: str
    seq: int
    case: str
    number: str
    file: str


@dataclass(frozen=True, kw_only=True)
class Concern:
    """A case as far as its files go."""

    id: str
    number: str
    licensor: str
    status: str
    erased: bool
    signed: bool
    forms: int  # papers that show its result
    scans: frozenset[str]

    @property
    def centre(self) -> str:
        return self.number.split("-", 1)[0]

    @property
    def offices(self) -> frozenset[str]:
        return frozenset((self.centre, self.licensor))


@dataclass(slots=True)
class _Here:
    """What of the cases and files of some events is in this store."""

    cases: dict[str, Concern] = field(default_factory=dict)
    files: dict[str, frozenset[str]] = field(default_factory=dict)  # name → offices that have it
    results: dict[str, int] = field(default_factory=dict)  # case → papers of its result


# made once: building a statement costs as much as running it
_e, _c, _d = tables.events.c, tables.cursors.c, tables.devices.c
_NAMED = (
    select(_e.seq, _e.subject, _e.kind, _e.facts)
    .where(_e.device == bindparam("device"), _e.seq > bindparam("after"), _e.kind.in_((*NAMING, SIGNED)))
    .order_by(_e.seq)
)
_NEXT_NAMED = _NAMED.limit(AT_ONCE)
_MARKS = select(_c.id, _c.seq).where(_c.id.startswith(bindparam("start")))
_DEVICES = select(_d.code, _d.local, _d.seq)


def mark(peer: str, device: str) -> str:
    return f"{peer} files:{device}"


def awaited(connection: Connection, peer: str, *, after: tuple[str, int] = ("", 0), limit: int) -> list[Awaited]:
    """The next ones, by chain and place."""
    found: list[Awaited] = []
    reach = _reach(connection, peer)
    for device, floor in sorted(reach.floors.items()):
        if device < after[0]:
            continue
        start = max(floor, after[1]) if device == after[0] else floor
        for one in _of_chain(connection, device, start, reach=reach):
            found.append(one)
            if len(found) >= limit:
                return found
    return found


def read_up_to(connection: Connection, peer: str) -> dict[str, int]:
    """How far each chain's files are all here; only chains that have gone on by a good piece."""
    far, reach = {}, _reach(connection, peer)
    for device, floor in reach.floors.items():
        newest = reach.newest[device]
        first = next(_of_chain(connection, device, floor, reach=reach), None) if newest - floor >= PIECE else None
        reached = newest if first is None else first.seq - 1
        if reached - floor >= PIECE:
            far[device] = reached
    return far


def concern(connection: Connection, case: str) -> Concern | None:
    return _cases(connection, {case}).get(case)


def holders(connection: Connection, file: str) -> frozenset[str]:
    """Offices that have the file: it was taken in there, or came from there."""
    return _held(connection, {file}).get(file, frozenset())


def named(connection: Connection, device: str, *, after: int) -> Iterator[tuple[str, str]]:
    """Case and file, as the other side will ask: what the events of one of our own chains name, from there on."""
    for row in connection.execute(_NAMED, {"device": device, "after": after}):
        yield from ((row.subject, name) for name in _names(row, own=False))


@dataclass(frozen=True, slots=True)
class _Reach:
    """The chains between this node and a peer, from where each is still to be read, and whose offices are whose."""

    floors: dict[str, int]
    newest: dict[str, int]
    ours: frozenset[str]
    theirs: frozenset[str]


def _reach(connection: Connection, peer: str) -> _Reach:
    marks = {row.id: row.seq for row in connection.execute(_MARKS, {"start": f"{peer} "})}
    devices = connection.execute(_DEVICES).all()
    theirs = [row.code for row in devices if not row.local and f"{peer} {row.code}" in marks]
    between = [row.code for row in devices if row.local or row.code in theirs]
    return _Reach(
        {code: marks.get(mark(peer, code), 0) for code in between}, {row.code: row.seq for row in devices},
        frozenset(office_of(row.code) for row in devices if row.local), frozenset(map(office_of, theirs)),
    )  # fmt: skip


def _of_chain(connection: Connection, device: str, after: int, *, reach: _Reach) -> Iterator[Awaited]:
    while True:
        rows = connection.execute(_NEXT_NAMED, {"device": device, "after": after}).all()
        named = [(row, names) for row in rows if (names := _names(row, own=office_of(device) in reach.ours))]
        here = _here(connection, {row.subject for row, _ in named}, {n for _, names in named for n in names if n})
        for row, names in named:
            for name in names:
                if (one := _awaited(here, device, row, name=name, reach=reach)) is not None:
                    yield one
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].seq


def _names(event: Any, *, own: bool) -> tuple[str, ...]:
    if event.kind == SIGNED:
        return () if own else (RESULT,)
    try:
        documents = json.loads(bytes(event.facts)).get("documents", ())
        return tuple(dict.fromkeys(d["scan"] for d in documents if isinstance(d.get("scan"), str)))
    except (ValueError, AttributeError, TypeError):
        return ()  # written by a newer program


def _awaited(here: _Here, device: str, event: Any, *, name: str, reach: _Reach) -> Awaited | None:
    case = here.cases.get(event.subject)
    if case is None:
        return Awaited(device=device, seq=event.seq, case="", number="", file=name)
    wanted = Awaited(device=device, seq=event.seq, case=case.id, number=case.number, file=name)
    if case.erased or not (case.offices & reach.ours and case.offices & reach.theirs):
        return None
    if name == RESULT:
        return wanted if case.centre in reach.ours and here.results.get(case.id, 0) < case.forms else None
    return wanted if name in case.scans and not has(case, here.files.get(name, frozenset()), reach.ours) else None


def has(case: Concern, offices: Iterable[str], ours: frozenset[str]) -> bool:
    """Whoever names a file that another office brought has not shown that they have it themselves."""
    return {case.centre, *(case.offices & ours)} <= set(offices)


def _here(connection: Connection, cases: set[str], files: set[str]) -> _Here:
    papers = among(connection, "papers", "subject", ids=cases, wanted=("subject", "form", "file"))
    results: dict[str, set[str]] = {}
    for row in papers:
        if row.form in RESULT_FORMS and row.file:
            results.setdefault(row.subject, set()).add(row.form)
    return _Here(_cases(connection, cases), _held(connection, files), {id: len(forms) for id, forms in results.items()})


def _held(connection: Connection, files: set[str]) -> dict[str, frozenset[str]]:
    rows = among(connection, "files", "sha256", ids=files, wanted=("sha256", "centre"))
    return {row.sha256: frozenset(row.centre.split()) for row in rows}


def _cases(connection: Connection, ids: set[str]) -> dict[str, Concern]:
    wanted = ("id", "number", "licensor", "status", "object", "state")
    return {row.id: _concern(row) for row in among(connection, "cases", "id", ids=ids, wanted=wanted)}


def _concern(row: Any) -> Concern:
    state = json.loads(row.state)
    both = row.object == "licence-and-annex" and not state.get("negative")
    return Concern(
        id=row.id, number=row.number, licensor=row.licensor, status=row.status, erased=state.get("erased") is not None,
        signed=bool(state.get("signed")), forms=2 if both else 1,
        scans=frozenset(d["scan"] for d in state.get("documents", ()) if d.get("scan")),
    )  # fmt: skip
