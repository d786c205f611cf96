"""The end of the first start: the store is made by the same calls as on the command line. Again after a kill: it goes on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app import start
from app.domain.office import Office
from app.domain.pack import Text
from app.domain.personal import Personal, Secret
from app.services.account import NewAccount, NewPassword
from ui.desks.first_plan import Plan


@dataclass(frozen=True, slots=True)
class Made:
    """`place`: the file that the other side's administrator needs. `passwords`: login and first password of each."""

    place: Path
    passwords: tuple[tuple[str, str], ...] = field(repr=False)


def make(plan: Plan, password: Secret, *, key: str | None, folder: Path) -> Made:
    """Store, office, the other side, people. The administrator's password is their own, the others' are for one time."""
    start.initialise(
        plan.store, key=key, centre=plan.code, region=plan.region, device=plan.device, side=plan.side,  # type: ignore[arg-type]
        login=plan.admin_login, administrator=plan.administrator.strip(), password=password,
    )  # fmt: skip
    passwords: list[tuple[str, str]] = []
    with start.opened(start.Settings(store=plan.store, key=start.key_place(key))) as app:
        me = plan.admin_login
        proof = None if app.store.on_postgres else app.prove(me, password.open())
        if plan.side == "centre" and plan.licensor_code:
            app.run("upkeep.add_office", licensor_of(plan, app), as_=me)
        app.run("upkeep.set_office", office_of(plan, app), as_=me)
        known = {p.login for p in app.ask("house.people", {"limit": 200}, as_=me)}
        for account in accounts_of(plan):
            once = Secret(start.fresh_password())
            if account.login in known:  # a kill came between: what was given then nobody has read
                app.run("account.reset_password", NewPassword(login=account.login, password=once), as_=me, proof=proof)
            else:
                app.run("account.open", replace(account, password=once), as_=me, proof=proof)
            passwords.append((account.login, once.open()))
        about_us = start.meet(app, plan.peer, address=plan.peer_address.strip())
    place = folder / f"tereze-{plan.code}.json"
    place.write_text(json.dumps(about_us, ensure_ascii=False, indent=2), "utf-8")
    return Made(place, tuple(passwords))


def office_of(plan: Plan, app: start.App) -> Office:
    licensors = None
    if plan.side == "centre" and plan.licensor_code:
        licensors = dict.fromkeys(services_of(app.catalogue, plan.region), plan.licensor_code)
    return Office(
        code=plan.code, side=plan.side, region=plan.region, zone=app.catalogue.region(plan.region).zone,  # type: ignore[arg-type]
        name=Text(ru=plan.name_ru.strip(), kk=plan.name_kk.strip()),
        branch=Text(ru=plan.branch_ru.strip(), kk=plan.branch_kk.strip()),
        address=Text(ru=plan.address_ru.strip(), kk=plan.address_kk.strip()), phone=plan.phone.strip(),
        windows=plan.windows.strip(), licensors=licensors,
    )  # fmt: skip


def licensor_of(plan: Plan, app: start.App) -> Office:
    name = Text(ru=plan.licensor_ru.strip(), kk=plan.licensor_kk.strip())
    region = app.catalogue.region(plan.region)
    return Office(
        code=plan.licensor_code, side="licensor", region=plan.region, zone=region.zone, name=name, branch=region.name,
        address=Text(ru="—", kk="—"),
    )  # fmt: skip


def accounts_of(plan: Plan) -> tuple[NewAccount, ...]:
    device = f"{plan.code}-{plan.device}"
    return tuple(
        NewAccount(
            login=f"{role}.{plan.code.lower()}", role=role, office=plan.code, device=device, name=Personal(name.strip())
        )
        for role, name in plan.people.items()
        if name.strip()
    )


def services_of(catalogue: Any, region: str) -> tuple[str, ...]:
    """Every service that an act of the region knows, of today or of another day."""
    return tuple(dict.fromkeys(s for act in catalogue.acts if region in act.regions for s in act.services))
