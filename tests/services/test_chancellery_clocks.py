"""Handed in at the licensor's own desk: every act's term begins with it, whichever steps the act names before it."""

from __future__ import annotations

from typing import Any

import pytest

from app.start import plain
from tests.world import AT, MG, NATURAL, World

DESKS = (
    (AT, "medical-licence", "duplicate", "licence", "chancellery", "take-in"),
    (AT, "medical-licence", "duplicate", "licence", "portal", "licensor"),
    (MG, "medical-licence", "duplicate", "licence", "chancellery", "licensor"),
    (MG, "phc-attachment", "attach", "", "chancellery", "licensor"),
    (MG, "phc-attachment", "attach", "", "portal", "licensor"),
)


@pytest.mark.parametrize(("act", "service", "variant", "object", "channel", "clock"), DESKS)
def test_the_term_begins_with_handing_in(
    file_here: World, act: str, service: str, variant: str, object: str, channel: str, clock: str
) -> None:
    file_here.at(act, file_here.now[act])
    app, desk = file_here.licensor, {AT: "chancellery.ad01", MG: "chancellery.md01"}[act]
    given: dict[str, Any] = {
        "service": service, "variant": variant, "object": object, "channel": channel,
        "applicant": {"kind": "natural", "number": NATURAL, "name": "Сұлтанова Әсел"},
    }  # fmt: skip
    accepted = plain(app.run("licensor_desk.accept", given, as_=desk).value)
    case = plain(app.ask("case.open", {"code": accepted["case"]}, as_=desk))["case"]
    assert clock in [c["step"] for c in case["running"] if c.get("due_by") or clock == "journal"]
    entered = act == MG and channel == "chancellery"
    assert bool(case.get("register_number")) is entered
    assert case["status"] == ("registered" if entered else "at-licensor")
