"""What a pack must keep beyond its types, so that no counter meets a step, a text or a term that contradicts itself."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any, get_args

from app.catalogue.faults import Fault
from app.domain.pack import ApplicantKind, Pack, Service, Step, Text

OUTSIDE = ("standard", "law", "own")  # what may stand in a clause's first part without being a regulation of the act
CLAUSE = re.compile(r"(?P<regulation>[a-z][a-z0-9-]*)/(?P<number>\d+(?:-\d+)?)(?P<part>(?:\([^()\s][^()]*\))*)")
ELSEWHERE = re.compile(rf"(?:{'|'.join(OUTSIDE)})/\S+")
CLAUSE_KEYS = ("clause", "applicants_clause", "representative_clause")


def faults_inside(pack: Pack, file: str) -> list[Fault]:
    """Faults that the file shows by itself."""
    found = list(_frame(pack, file))
    for key, entry, clause in walk(pack):
        if isinstance(entry, Text):
            found += _text(key, entry, clause)
        else:
            found += _clause(pack, key, entry)
        if isinstance(entry, Step):
            found += _limit(key, entry)
    for i, service in enumerate(pack.services):
        key = f"services[{i}]({service.id})"
        found += [*_names(key, service), *_orders(key, service), *_doubles(key, service)]
    return found


def walk(entry: Any, key: str = "", clause: str = "") -> Iterator[tuple[str, Any, str]]:
    """Each dataclass of the pack with its key, and the clause of the nearest entry that has one."""
    clause = getattr(entry, "clause", clause)
    yield key, entry, clause
    for field in dataclasses.fields(entry):
        name, value = field.name.rstrip("_"), getattr(entry, field.name)
        below = f"{key}.{name}" if key else name
        if dataclasses.is_dataclass(value):
            yield from walk(value, below, clause)
        elif isinstance(value, tuple):
            for i, each in enumerate(value):
                if dataclasses.is_dataclass(each):
                    own = getattr(each, "id", "")
                    yield from walk(each, f"{below}[{i}]" + (f"({own})" if own else ""), clause)


def _frame(pack: Pack, file: str) -> Iterator[Fault]:
    if pack.from_ > pack.to:
        yield Fault("to", "", "days-turned", {"last": pack.to, "first": pack.from_})
    if file != f"{pack.ref}.toml":
        yield Fault("from", "", "file-name", {"file": file, "ref": pack.ref})
    known = [regulation.id for regulation in pack.regulations]
    yield from _twice("regulations", known)
    yield from _twice("services", [service.id for service in pack.services])
    for i, service in enumerate(pack.services):
        if service.regulation not in known:
            facts = {"one": service.regulation, "known": ", ".join(known)}
            yield Fault(f"services[{i}]({service.id}).regulation", "", "regulation-unknown", facts)


def _twice(key: str, ids: list[Any]) -> Iterator[Fault]:
    for one in sorted({i for i in ids if ids.count(i) > 1}):
        yield Fault(key, "", "twice", {"one": one})


def _text(key: str, text: Text, clause: str) -> Iterator[Fault]:
    for lang in ("ru", "kk"):
        if not text.in_(lang).strip():
            yield Fault(f"{key}.{lang}", clause, "text-empty", {"lang": lang})


def _clause(pack: Pack, key: str, entry: Any) -> Iterator[Fault]:
    known = [regulation.id for regulation in pack.regulations]
    for name in CLAUSE_KEYS:
        clause = getattr(entry, name, None)
        if clause is None:
            continue
        at = f"{key}.{name}"
        source = getattr(entry, name.replace("clause", "source"), None)
        if not clause.strip():
            yield Fault(at, "", "clause-missing")
        elif ELSEWHERE.fullmatch(clause):
            if source == "act":
                yield Fault(at, clause, "clause-elsewhere", {"clause": clause})
        elif not (match := CLAUSE.fullmatch(clause)):
            yield Fault(at, clause, "clause-shape", {"clause": clause})
        elif match["regulation"] not in known:
            facts = {"one": match["regulation"], "known": ", ".join((*known, *OUTSIDE))}
            yield Fault(at, clause, "regulation-unknown", facts)


def _limit(key: str, step: Step) -> Iterator[Fault]:
    if (step.limit is None) != (step.unit is None):
        yield Fault(key, step.clause, "unit-missing" if step.unit is None else "limit-missing")
    if step.limit is not None and step.limit < 1:
        yield Fault(f"{key}.limit", step.clause, "limit-low", {"n": step.limit})
    if step.unit == "same-day" and step.limit not in (None, 1):
        yield Fault(f"{key}.limit", step.clause, "same-day")


def _names(key: str, service: Service) -> Iterator[Fault]:
    """Entries that name a variant, an object, a channel or a kind of applicant which the service does not have."""
    has: dict[str, set[str]] = {
        "variants": {v.id for v in service.variants},
        "objects": {o for v in service.variants for o in v.objects},
        "channels": {c.id for c in service.channels},
    }
    values: dict[str, set[str]] = {
        "variant": has["variants"],
        "object": has["objects"],
        "channel": has["channels"],
        "applicant": set(get_args(ApplicantKind)),
        "representative": {"yes", "no"},
        "paid-by-gateway": {"yes", "no"},
        "paper-licence": {"yes", "no"},
        "age": {"adult", "child"},
    }
    for name in ("steps", "papers", "refusals", "results", "documents", "fees"):
        for i, entry in enumerate(getattr(service, name)):
            at = f"{key}.{name}[{i}]" + (f"({entry.id})" if hasattr(entry, "id") else "")
            named = {kind: getattr(entry, kind, ()) for kind in has}
            if name == "papers":  # a slip is handed out just where the service is not offered
                del named["channels"]
            named["variants"] = (*named["variants"], *([entry.variant] if hasattr(entry, "variant") else ()))
            for kind, ids in named.items():
                for one in sorted(set(ids) - has[kind]):
                    yield Fault(f"{at}.{kind}", entry.clause, "not-in-service", {"one": one})
            for condition in getattr(entry, "when", ()):
                allowed = values.get(condition.field)
                if allowed is not None and condition.value not in allowed:
                    facts = {"field": condition.field, "value": condition.value, "known": ", ".join(sorted(allowed))}
                    yield Fault(f"{at}.when", entry.clause, "never", facts)


def _orders(key: str, service: Service) -> Iterator[Fault]:
    known = {step.id for step in service.steps}
    for i, step in enumerate(service.steps):
        for name in ("after", "unless"):
            for one in getattr(step, name):
                if one not in known or one == step.id:
                    code = "waits-for-itself" if one == step.id else "step-unknown"
                    yield Fault(f"{key}.steps[{i}]({step.id}).{name}", step.clause, code, {"one": one})


def _doubles(key: str, service: Service) -> Iterator[Fault]:
    yield from _twice(f"{key}.channels", [c.id for c in service.channels])
    yield from _twice(f"{key}.variants", [v.id for v in service.variants])
    steps = list(enumerate(service.steps))
    for (_, first), (j, second) in combinations(steps, 2):
        if first.id == second.id and (both := [c for c in cells(service) if _meet(first, c) and _meet(second, c)]):
            at = f"{key}.steps[{j}]({second.id})"
            yield Fault(at, second.clause, "step-twice", {"cell": " × ".join(filter(None, both[0]))})
    for (i, first_), (j, second_) in combinations(enumerate(service.documents), 2):
        if first_.id == second_.id and set(first_.when) == set(second_.when):
            at = f"{key}.documents[{j}]({second_.id})"
            yield Fault(at, second_.clause, "document-twice", {"i": i})


def cells(service: Service) -> list[tuple[str, str, str]]:
    """Every variant × object × channel of the service; a service without objects has the object \"\"."""
    return [
        (variant.id, thing, channel.id)
        for variant in service.variants
        for thing in (variant.objects or ("",))
        for channel in service.channels
    ]


def _meet(step: Step, cell: tuple[str, str, str]) -> bool:
    return step.meets(variant=cell[0], object=cell[1], channel=cell[2])


def faults_of_neighbours(pack: Pack, file: str, others: Mapping[str, tuple[date, date]]) -> list[Fault]:
    """Two versions of an act that claim the same day."""
    return [
        Fault("to", "", "overlaps", {"name": name, "first": first, "last": last})
        for name, (first, last) in others.items()
        if pack.from_ <= last and first <= pack.to
    ]


def faults_of_clauses(pack: Pack, listed: Mapping[str, tuple[str, ...]]) -> list[Fault]:
    """Clauses that the pack neither carries out nor calls not executable, and clauses that the act has not."""
    cited: dict[tuple[str, str], str] = {}
    for key, entry, _ in walk(pack):
        for name in CLAUSE_KEYS:
            if match := CLAUSE.fullmatch(getattr(entry, name, None) or ""):
                cited.setdefault((match["regulation"], match["number"]), f"{key}.{name}")
    held = {service.regulation for service in pack.services}
    found = [
        Fault(at, f"{regulation}/{number}", "clause-unknown")
        for (regulation, number), at in cited.items()
        if regulation in listed and number not in listed[regulation]
    ]
    for regulation in listed:
        for number in listed[regulation]:
            if regulation in held and (regulation, number) not in cited:
                found.append(Fault("not_executable", f"{regulation}/{number}", "clause-uncited"))
    return found
