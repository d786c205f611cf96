"""What the first start asks for, step by step: kept in the user's folder after each step, so that a kill loses nothing."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from app.domain.roles import Role

FILE = "first-start.json"
STEPS = ("language", "place", "office", "licensor", "printers", "scanner", "people", "summary")
LATER = ("licensor", "printers", "scanner")  # what a person may leave for another day
LOGIN = re.compile(r"[a-z][a-z0-9.-]{1,39}")
CODE = re.compile(r"[A-Z]{2}[0-9]{2}")
DEVICE = re.compile(r"[0-9]{2}")
WORKERS = {
    "centre": (Role.INSPECTOR, Role.SECTOR, Role.COURIER, Role.SUPERVISOR),
    "licensor": (Role.CHANCELLERY, Role.HEAD, Role.SPECIALIST, Role.SECRETARY, Role.PROVIDER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Of one new store. `people`: a name for each role that somebody takes; `peer`: what the other side's node printed."""

    store: str = ""
    step: str = STEPS[0]
    reached: int = 0
    making: bool = False
    language: str = "ru"
    theme: str = "light"
    side: str = "centre"
    region: str = "atyrau"
    code: str = ""
    device: str = "01"
    windows: str = "1–6"
    name_ru: str = ""
    name_kk: str = ""
    branch_ru: str = ""
    branch_kk: str = ""
    address_ru: str = ""
    address_kk: str = ""
    phone: str = ""
    licensor_code: str = ""
    licensor_ru: str = ""
    licensor_kk: str = ""
    peer_address: str = ""
    peer: dict[str, Any] = field(default_factory=dict)
    printer: str = ""
    labels: str = ""
    scanner: dict[str, Any] = field(default_factory=dict)
    administrator: str = ""
    login: str = ""
    people: dict[str, str] = field(default_factory=dict)

    @property
    def at(self) -> int:
        return STEPS.index(self.step)

    @property
    def admin_login(self) -> str:
        return self.login or f"administrator.{self.code.lower()}"

    def to(self, n: int) -> Plan:
        n = max(0, min(n, len(STEPS) - 1))
        return replace(self, step=STEPS[n], reached=max(self.reached, n))


def faults(plan: Plan, step: str) -> dict[str, str]:
    """Field → the key of the sentence that says what is wrong with it. Empty: the step is done."""
    wrong: dict[str, str] = {}
    match step:
        case "place":
            if not CODE.fullmatch(plan.code):
                wrong["code"] = "first.wrong.code"
            if not DEVICE.fullmatch(plan.device):
                wrong["device"] = "first.wrong.device"
        case "office":
            for name in ("name_ru", "name_kk", "address_ru", "address_kk"):
                if not getattr(plan, name).strip():
                    wrong[name] = "first.wrong.empty"
        case "licensor" if plan.side == "centre" and (plan.licensor_code or plan.licensor_ru or plan.licensor_kk):
            if not CODE.fullmatch(plan.licensor_code) or plan.licensor_code == plan.code:
                wrong["licensor_code"] = "first.wrong.code"
            for name in ("licensor_ru", "licensor_kk"):
                if not getattr(plan, name).strip():
                    wrong[name] = "first.wrong.empty"
        case "people":
            if len(plan.administrator.split()) < 2:
                wrong["administrator"] = "first.wrong.name"
            if not LOGIN.fullmatch(plan.admin_login):
                wrong["login"] = "first.wrong.login"
            for role, name in plan.people.items():
                if name.strip() and len(name.split()) < 2:
                    wrong[f"people.{role}"] = "first.wrong.name"
        case "summary":
            for other in STEPS[:-1]:
                wrong |= faults(plan, other)
    return wrong


def kept(folder: Path, store: str) -> Plan:
    """As it was left, if it was for the same store."""
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
        known = {f.name for f in fields(Plan)}
        plan = Plan(**{k: v for k, v in found.items() if k in known})
        return plan if plan.store == store and plan.step in STEPS else Plan(store=store)
    except (OSError, ValueError, TypeError, AttributeError):
        return Plan(store=store)


def keep(folder: Path, plan: Plan) -> None:
    """Written beside and moved over: a power cut leaves the old one or the new one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = folder / f"{FILE}.new"
    beside.touch(mode=0o600)  # names of the people of the house stand in it
    beside.write_text(json.dumps(asdict(plan), ensure_ascii=False), "utf-8")
    beside.replace(folder / FILE)


def forget(folder: Path) -> None:
    (folder / FILE).unlink(missing_ok=True)
