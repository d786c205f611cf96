"""The whole day, really done: for every service and variant that a counter may take, the flow that its act sets.

Everything goes through the same commands as the window's buttons, on a centre's node and a licensor's node that exchange
over loopback. The journey moves its centres' clocks by hand, from 09:30 of a working day when the act was in force."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.journey.day import MORNING, Day, Tale, Told
from app.journey.flows import electronic_flow, paper_flow
from app.start import (
    PLACES,
    App,
    HandClock,
    Settings,
    WrongCall,
    build,
    initialise,
    key_place,
    licensor_store,
    listening,
    password_of,
    plain,
    verify_store,
)


def travel(out: Path, *, store: str | None = None, act: str | None = None, lang: str | None = None) -> int:
    """Runs the day, leaves papers and `journey.json`; 0 when both nodes verify and their cases are equal."""
    if act not in (None, *(place.act for place in PLACES)):
        raise WrongCall(f"there is no act {act!r}; there are {', '.join(place.act for place in PLACES)}")
    out.mkdir(parents=True, exist_ok=True)
    key = key_place(None if store else str(out / "journey.key"))
    store = store or f"sqlite:///{(out / 'journey.db').resolve()}"
    initialise(store, key=key, demo=True)
    clock, tale = HandClock(), Tale(out)
    with ExitStack() as stack:
        apps = []
        for address in (store, licensor_store(store)):
            apps.append(build(Settings(store=address, key=key, password=password_of(address, None)), clock=clock))
            stack.callback(apps[-1].close)
        link = stack.enter_context(listening(apps[1]))
        for place in PLACES:
            if act not in (None, place.act):
                continue
            zone = ZoneInfo(place.zone)
            start = datetime.combine(place.on, MORNING, zone)
            day = Day(place, apps[0], apps[1], clock, link, tale, lang if lang in ("ru", "kk") else "both", start)
            _one_act(day)
        differing = _differing(apps)
    verified = {
        side: verify_store(Settings(store=s, key=key, write=False))
        for side, s in (("centre", store), ("licensor", licensor_store(store)))
    }
    whole = all(v["intact"] for v in verified.values()) and not differing
    report = {
        "steps": tale.steps,
        "papers": [{k: v for k, v in p.items() if k != "id"} for p in tale.papers],
        "verified": verified,
        "differing": differing,
    }
    (out / "journey.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    print(
        f"{len(tale.steps)} steps, {len(tale.papers)} papers, both nodes {'agree' if whole else 'DO NOT AGREE'}",
        file=sys.stderr,
    )
    return 0 if whole else 1


def _one_act(day: Day) -> None:
    number = 0
    for offered in plain(day.centre.ask("law.services", {}, as_=day.who("inspector"))):
        if not offered["flow"]:
            if offered["why_not"] == "channel-not-offered":
                slip = day.at_centre("intake.give_slip", {"service": offered["service"], "lang": day.lang}, "inspector")
                Told(day, slip["case"], {"service": offered["service"], "variant": "", "object": ""})(
                    "information-slip", own=True
                )
            continue
        flow = paper_flow if offered["flow"] == "paper" else electronic_flow
        for n, variant in enumerate(offered["variants"]):
            objects = variant["objects"] or [""]
            flow(day, offered["service"], variant["id"], object=objects[n % len(objects)], number=number)
            number += 1


def _differing(apps: list[App]) -> list[str]:
    """Cases whose fold is not the same at both nodes; a case that was sent on and never came is one of them."""
    centre, licensor = (dict(app.folds()) for app in apps)
    stays = {n for n, state in centre.items() if json.loads(state)["status"] in ("refused", "slip", "no-data")}
    return sorted(n for n, state in centre.items() if n not in stays and licensor.get(n) != state)
