"""Is what is kept what was written? The whole store read again, or one printed paper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Connection

from app.domain import codec
from app.domain.case import Case
from app.domain.moment import Instant
from app.domain.numbers import CodeKind, read_number
from app.domain.registry import Registry
from app.keeping import handed
from app.keeping.chains import journal_of, read_chains
from app.keeping.given_back import missing
from app.keeping.papers import read_papers, redrawn
from app.keeping.refold import compare, read_folds
from app.keeping.reread import (
    Look,
    Wrong,
    read_files,
    read_pages,
    read_strays,
    said,
)
from app.keeping.typed import read_types
from app.problems import Unavailable, WrongCall
from app.proof import checkpoint, cose, listed, receipt
from app.proof.checkpoint import Checkpoint
from app.proof.handed import Forged
from app.store import leading, tables, told
from app.store.open import Store, key_file, open_store

if TYPE_CHECKING:
    from app.settings import Settings

READINGS = (
    read_pages, read_types, read_chains, read_folds, read_strays, handed.read_handovers, read_files, read_papers,
)  # fmt: skip
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")  # a scan; a changed PDF of ours is none
SIGNED_FROM = 60  # letters: no number is as long, no signed code as short
CASE, REGISTRY, HANDOVER = ("cases", "case"), ("registries", "registry"), ("handovers", "hand-over")
TABLES: dict[CodeKind | None, tuple[tuple[str, str], ...]] = {
    "C": (CASE,), "D": (CASE,), "R": (REGISTRY,), "H": (HANDOVER,), None: (CASE, REGISTRY, HANDOVER),
}  # fmt: skip


def verify_store(settings: Settings, anchor: str | None = None, sheets: Sequence[Checkpoint] = ()) -> dict[str, Any]:
    """Reads the whole store again. `anchor`: `device:seq:head`, one or several, as an earlier answer says it.

    `sheets`: checkpoints from old papers, whose signatures were judged before.
    """
    anchors = anchors_of(anchor)
    try:
        store = _open(settings)
    except Unavailable as fault:
        if (wrong := _spoilt(fault)) is None:
            raise
        return {"intact": False, "store": None, "events": 0, "chains": {}, "first_wrong": wrong.told()}
    look = Look(store, anchors, sheet={point.device: point for point in sheets})
    try:
        with snapshot(store) as connection:
            for read in READINGS:
                read(connection, look)
        _answered(store, settings)
        if look.restored:
            raise look.restored
    except Wrong as wrong:
        return look.answer(wrong)
    except Unavailable as fault:
        if (spoilt := _spoilt(fault)) is None:
            raise
        return look.answer(spoilt)
    finally:
        store.close()
    return look.answer(None)


def _answered(store: Store, settings: Settings) -> None:
    """A shared store that fails over to a standby which lagged is whole, and shorter than what it answered."""
    if not store.on_postgres:
        return
    if gone := told.lost(store, told.place(settings.key.parent, store), mine=settings.login):
        lost = [asdict(one) for one in gone]
        raise Wrong("answered-and-gone", "operations", gone[0].op, n=len(gone), lost=lost)


def _open(settings: Settings) -> Store:
    key = None
    if not settings.store.startswith("postgresql"):
        if not settings.key.exists():  # a reader never makes a key
            raise Unavailable("key", "not-there", path=str(settings.key))
        key = key_file(settings.key)
    return open_store(settings.store, key=key, write=False, login=settings.login, password=settings.password)


def _spoilt(fault: Unavailable) -> Wrong | None:
    """A page that does not decrypt looks like a wrong key when it is the first one: the answer names both."""
    damaged = fault.what == "store" and fault.status in ("wrong-key", "damaged")
    return Wrong("page-damaged", "store", "file") if damaged else None


@contextmanager
def snapshot(store: Store) -> Iterator[Connection]:
    """One state of the store for all that is read, while others go on writing."""
    with store.reading() as connection:
        if store.on_postgres:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
            leading.take_time(connection)
        yield connection


def anchors_of(told: str | None) -> dict[str, dict[int, str]]:
    """`AT01-01:42:0b9c…`, at least the 16 digits that stand on papers. A text that is no anchor: ValueError."""
    found: dict[str, dict[int, str]] = {}
    if told is not None and not told.strip():  # of a script whose variable was never set: all would be well without it
        raise WrongCall("an anchor is device:seq:head, not ''")
    for one in (told or "").split():
        parts = one.lower().split(":")
        if len(parts) != 3 or not parts[1].isdecimal() or len(parts[2]) < 16 or set(parts[2]) - set("0123456789abcdef"):
            raise WrongCall(f"an anchor is device:seq:head, not {one!r}")
        if int(parts[1]):
            at = found.setdefault(parts[0].upper(), {})
            before = at.get(int(parts[1]), "")
            alike = parts[2].startswith(before) or before.startswith(parts[2])
            at[int(parts[1])] = max(before, parts[2], key=len) if alike else f"{before} {parts[2]}"  # no head is both
    return found


# ---- one paper, one code


def verify_code(settings: Settings, paper: str | None = None, code: str | None = None) -> dict[str, Any]:
    """Whether a printed paper, or the thing that its bars name, is of this store and as it was made."""
    body = _bytes(Path(paper)) if paper is not None else b""
    if body.startswith(PICTURES):
        from app.keeping.scanned import verify_scan  # starts a child process: only for a picture

        return verify_scan(settings, body)
    store = _open(settings)
    try:
        with snapshot(store) as connection:
            local = {d.code: bool(d.local) for d in connection.execute(select(tables.devices))}
            look = Look(store, {}, local=local, missing=missing(connection))
            return _paper(connection, body) if paper is not None else _code(connection, look, code or "")
    except Wrong as wrong:
        return {"intact": False, "why": wrong.told()["text"], "first_wrong": wrong.told()}
    finally:
        store.close()


def _bytes(paper: Path) -> bytes:
    try:
        return paper.read_bytes()
    except OSError as fault:
        raise WrongCall(f"{paper} cannot be read: {fault.strerror}") from fault


def not_intact(why: str, **facts: object) -> dict[str, Any]:
    return {"intact": False, "why": said(f"verify.why.{why}", **facts), "problem": why}


def _paper(connection: Connection, body: bytes) -> dict[str, Any]:
    """By its SHA-256: one changed byte makes another paper."""
    name = hashlib.sha256(body).hexdigest()
    row = connection.execute(_papers().where(tables.papers.c.file == name)).first()
    if row is None:
        return {**not_intact("paper-unknown"), "sha256": name}
    redrawn(row)
    about = {}
    for table, what in TABLES[None]:
        if subject := _row(connection, table, id=row.subject):
            about = {"what": what, "number": subject.number, "status": subject.status}
    return {"intact": True, "sha256": name, "paper": _told(row), **about}


def _code(connection: Connection, look: Look, code: str) -> dict[str, Any]:
    """By the text in the bars, with hyphens or without: what it is, whether its events and papers are intact.

    By the text of a signed code: also who signed it, and whether the journal says the same.
    """
    if signed_text(code):
        return _statement(connection, look, code)
    read = read_number(code)
    if read.problem or read.kind not in ("code", "case"):
        return not_intact("code-invalid", code=code)
    if read.code_kind not in TABLES:
        return not_intact("code-not-kept", code=code)
    number = read.value.removeprefix(f"{read.code_kind}-")
    for table, what in TABLES[read.code_kind]:
        row = _row(connection, table, number=number)
        if row is None:
            continue
        journal = journal_of(connection, row.id)
        if not journal:
            raise Wrong("row-without-events", table, row.id)
        compare(connection, look, [(row.id, journal)])
        papers = connection.execute(_papers().where(tables.papers.c.subject == row.id)).all()
        for paper in papers:
            if paper.file:
                redrawn(paper)
        return {
            "intact": True, "what": what, "id": row.id, "number": row.number, "status": row.status,
            "version": row.version, "papers": [_told(p) for p in papers],
        }  # fmt: skip
    return not_intact("code-unknown", code=code)


def _statement(connection: Connection, look: Look, code: str) -> dict[str, Any]:
    try:
        statement = cose.read(cose.from_text(code))
        said_there = receipt.told(statement.claims)
    except cose.NotSigned as wrong:
        return not_intact("no-statement", reading=wrong.why)
    device = _row(connection, "devices", code=statement.key)
    signed = {"statement": said_there, "signed_by": statement.key}
    if device is None or not device.public_key:
        return {**not_intact("key-unknown", device=statement.key), **signed}
    if not statement.check(bytes(device.public_key)):
        return {**not_intact("signature-wrong", device=statement.key), **signed}
    answer = _code(connection, look, f"C{said_there['number']}")
    if not answer["intact"]:
        return {**answer, **signed}
    if other := receipt.differs(statement.claims, _case(connection, answer["id"])):
        return {**not_intact("statement-differs", about=other), **signed}
    return {**answer, **signed}


def signed_text(told: str) -> bool:
    """Whether this is the text of a square, and no number and no name of a file."""
    return len(told) > SIGNED_FROM and not set(told) - set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567 \n\r"
    )


def verify_sheet(settings: Settings, told: str, *, case: str | None = None) -> dict[str, Any]:
    """An old sheet against the store of today: its checkpoint contradicts whoever rewrote the journal since, with any key.

    `case`: whether that number was in the sheet's registry, with the strip that shows it and names no other case, or
    with its neighbours, which show that it was not. Another signed text is judged for itself, as `--code` does.
    """
    try:
        statement = cose.read(cose.from_text(told))
        point = checkpoint.read(statement)
    except cose.NotSigned:
        return _verify_act(settings, told, case=case) or verify_code(settings, code=told)
    store = _open(settings)
    try:
        with snapshot(store) as connection:
            device = _row(connection, "devices", code=point.device)
            numbers = _numbers_on(connection, point)
    finally:
        store.close()
    sheet = {
        "device": point.device, "events": point.count, "head": point.head.hex(), "root": point.root.hex(),
        "list": point.list, "items": point.items.hex(), "at": Instant(datetime.fromtimestamp(point.at, UTC)).iso(),
    }  # fmt: skip
    if device is None or not device.public_key:
        return {**not_intact("key-unknown", device=point.device), "sheet": sheet}
    if not statement.check(bytes(device.public_key)):
        return {**not_intact("signature-wrong", device=point.device), "sheet": sheet}
    if point.list and numbers is None:
        return {**not_intact("list-differs", number=point.list), "sheet": sheet}
    answer = {**verify_store(settings, sheets=(point,)), "sheet": sheet}
    return {**answer, "case": handed.shown(case.removeprefix("C-"), numbers or ())} if case else answer


def _verify_act(settings: Settings, told: str, *, case: str | None) -> dict[str, Any] | None:
    """The square of a hand-over's act: judged from itself and the device's public key, then laid beside the store."""
    try:
        act = handed.read_act(cose.from_text(told))
        if act is None:
            return None
        given, taken = act.judged()
    except cose.NotSigned:
        return None
    except Forged as wrong:
        return not_intact(f"hand-over-{wrong.why}")
    signed = {"hand_over": handed.told(given, taken, act)}
    store = _open(settings)
    try:
        with snapshot(store) as connection:
            device = _row(connection, "devices", code=act.statement.key)
            if device is None or not device.public_key:
                return {**not_intact("key-unknown", device=act.statement.key), **signed}
            if not act.statement.check(bytes(device.public_key)):
                return {**not_intact("signature-wrong", device=act.statement.key), **signed}
            here, codes = handed.in_store(connection, act, given, local=bool(device.local))
    except Forged as wrong:
        return {**not_intact(f"hand-over-{wrong.why}"), **signed}
    finally:
        store.close()
    shown = {"case": handed.shown(f"C{case.removeprefix('C-')}", codes)} if case and codes else {}
    return {"intact": True, **signed, "store": here, **shown}


def _numbers_on(connection: Connection, point: Checkpoint) -> tuple[str, ...] | None:
    """The numbers of the sheet's registry as this store has them; None: no edition that it knows was this one."""
    query = select(tables.registries.c.state).where(func.replace(tables.registries.c.number, "-", "") == point.list)
    state = connection.execute(query).scalar()
    try:
        registry = codec.load(Registry, state) if state is not None else None
    except ValueError:  # the row is spoilt: it knows nothing
        return None
    for lines in (registry.lines, registry.before) if registry else ():
        numbers = tuple(line.number for line in lines)
        if listed.root(numbers) == point.items:
            return numbers
    return None


def _case(connection: Connection, id: str) -> Case:
    return codec.load(Case, _row(connection, "cases", id=id).state)


def _row(connection: Connection, table: str, **where: str) -> Any:
    return connection.execute(select(tables.metadata.tables[table]).filter_by(**where)).first()


def _papers() -> Select[Any]:
    p, f = tables.papers, tables.files
    return select(*p.columns, f.c.sha256).join_from(p, f, f.c.sha256 == p.c.file, isouter=True).order_by(p.c.id)


def _told(paper: Any) -> dict[str, Any]:
    return {
        "form": paper.form, "lang": paper.lang, "code": paper.code, "copy": paper.copy, "sha256": paper.file,
        "drawn": paper.file is not None,
    }  # fmt: skip
