"""Reads a pack file strictly: one file of dated law in, either the whole `Pack` or every fault at once.

`read_pack` is for the counter (cached, parsed only when a case needs it); `check_pack` for whoever writes the law down.
"""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.catalogue import prepared
from app.catalogue.faults import Fault
from app.catalogue.rules import faults_inside, faults_of_clauses, faults_of_neighbours
from app.domain import pack as law
from app.domain.pack import Pack

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "packs"


@dataclasses.dataclass(frozen=True, slots=True)
class PackProblem:
    """One fault of a pack file: where it stands, and what its writer has to do."""

    file: str
    key: str
    clause: str  # of the entry that is at fault, or ""
    says: str
    do: str
    code: str = ""  # and its facts: by them the window says the same in its language
    facts: dict[str, str] = dataclasses.field(default_factory=dict)


class PackFaulty(Exception):
    """The file is no pack; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: list[PackProblem]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.file}: {p.key}: {p.says}" for p in problems))


def read_pack(path: Path | str) -> Pack:
    """The pack of this file, complete and sound in itself; the same object for the same unchanged file."""
    at = Path(path)
    return _read(at, at.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, written: int) -> Pack:
    body, faults = _body(path)
    if body is not None and (known := prepared.of(path, body)) is not None:
        return known
    pack, faults = _parse_bytes(body) if body is not None else (None, faults)
    sound = _sound(pack, faults, path.name)
    if body is not None and path.parent == FOLDER:  # the program's own: an administrator's may lie anywhere
        prepared.keep(path, body, sound)
    return sound


@lru_cache(maxsize=16)
def read_text(name: str, text: str) -> Pack:
    """The same of a pack that is no file here: one that this node adopted, or that an administrator is writing."""
    pack, faults = _parse_bytes(text.encode())
    return _sound(pack, faults, name)


def _sound(pack: Pack | None, faults: list[Fault], name: str) -> Pack:
    if pack is not None:
        faults = faults_inside(pack, name)
    if pack is None or faults:
        raise PackFaulty(problems_of(name, faults))
    return pack


def check_pack(path: Path | str, *, clauses: Path | None = None) -> list[PackProblem]:
    """Every fault of the file, also against its neighbours of the same act and the list of the act's clauses."""
    at = Path(path)
    pack, faults = _parse(at)
    if pack is not None:
        faults = faults_inside(pack, at.name)
        faults += faults_of_neighbours(pack, at.name, _periods(at, pack.act))
        faults += faults_of_clauses(pack, _listed(clauses or _clauses_beside(at), pack.act))
    return problems_of(at.name, faults)


def check_text(name: str, text: str, *, known: Mapping[str, tuple[date, date]], list_: Path) -> list[PackProblem]:
    """Every fault of a pack that is to follow the `known` versions: file → first and last day. One that is in force
    before it ends the day before it begins, whatever its own file says; no other may claim a day of it."""
    pack, faults = _parse_bytes(text.encode())
    if pack is not None:
        later = {file: days for file, days in known.items() if days[0] >= pack.from_}
        faults = faults_inside(pack, name)
        faults += faults_of_neighbours(pack, name, later)
        faults += faults_of_clauses(pack, _listed(list_, pack.act))
    return problems_of(name, faults)


def problems_of(name: str, faults: list[Fault]) -> list[PackProblem]:
    return [PackProblem(name, f.key, f.clause, f.says, f.do, f.code, _told(f)) for f in faults]


def _told(fault: Fault) -> dict[str, str]:
    return {name: str(value) for name, value in fault.facts.items()}


def _parse(path: Path) -> tuple[Pack | None, list[Fault]]:
    body, faults = _body(path)
    return _parse_bytes(body) if body is not None else (None, faults)


def _body(path: Path) -> tuple[bytes | None, list[Fault]]:
    try:
        return path.read_bytes(), []
    except FileNotFoundError:
        return None, [Fault("", "", "no-file")]
    except OSError as closed:  # a folder, a file without rights
        return None, [Fault("", "", "unreadable", {"why": closed.strerror})]


def _parse_bytes(body: bytes) -> tuple[Pack | None, list[Fault]]:
    try:
        table = tomllib.loads(body.decode("utf-8"))
    except UnicodeDecodeError as wrong:
        return None, [Fault("", "", "not-utf8", {"at": wrong.start})]
    except tomllib.TOMLDecodeError as wrong:
        return None, [Fault("", "", "not-toml", {"why": wrong})]
    from pydantic import ValidationError

    try:
        # through JSON, so that arrays become tuples and dates are read, and everything else stays strict
        return _adapter().validate_json(json.dumps(table, default=date.isoformat)), []
    except ValidationError as wrong:
        return None, [_type_fault(table, error) for error in wrong.errors(include_url=False)]


@cache
def _adapter() -> TypeAdapter[Pack]:
    from pydantic import ConfigDict, TypeAdapter  # 100 ms that a start without a pack need not wait for

    config = ConfigDict(extra="forbid", strict=True, alias_generator=lambda name: name.rstrip("_"))
    for kind in vars(law).values():
        if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == law.__name__:
            kind.__pydantic_config__ = config  # type: ignore[attr-defined]
    return TypeAdapter(Pack)


def _type_fault(table: dict[str, Any], error: Any) -> Fault:
    key, clause, at = "", "", table
    for part in error["loc"]:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else str(part)
        try:
            at = at[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(at, dict):
            clause = str(at.get("clause", clause))
            key += f"({at['id']})" if isinstance(part, int) and "id" in at else ""
    match error["type"]:
        case "missing":
            return Fault(key, clause, "key-missing")
        case "extra_forbidden" | "unexpected_keyword_argument":
            return Fault(key, clause, "key-unknown")
        case "literal_error":
            return Fault(key, clause, "not-one-of", {"known": error["ctx"]["expected"]})
    return Fault(key, clause, "value-wrong", {"why": error["msg"]})


def _periods(path: Path, act: str) -> dict[str, tuple[date, date]]:
    """First and last day of the act's other files in the folder. One that cannot be read is a fault of its own."""
    periods = {}
    for other in sorted(path.parent.glob(f"{act}@*.toml")):
        if other.name == path.name:
            continue
        try:
            table = tomllib.loads(other.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue
        match table:
            case {"from": date() as first, "to": date() as last}:
                periods[other.name] = (first, last)
    return periods


def _clauses_beside(path: Path) -> Path:
    beside = path.parent / "clauses.toml"
    return beside if beside.exists() else FOLDER / "clauses.toml"


def _listed(path: Path, act: str) -> dict[str, tuple[str, ...]]:
    """The act's clauses by regulation. An act whose text is not held has none."""
    if not path.exists():
        return {}
    listed: dict[str, tuple[str, ...]] = {}
    for entry in tomllib.loads(path.read_text("utf-8")).get("regulations", ()):
        if entry["act"] == act:
            listed[entry["regulation"]] = tuple(clause["number"] for clause in entry["clauses"])
    return listed
