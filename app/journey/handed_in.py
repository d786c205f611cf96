"""What is handed in at the counters of the journey: complete applications, and the same with gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.journey.day import Day
from app.start import Moment

REFUSED_FOR = {  # what the incomplete sets lack: other documents and other kinds of gap each time
    0: ("missing",), 1: ("wrong-kind",), 2: ("no-sheets",), 3: ("expired", "missing"),
}  # fmt: skip


def draft(day: Day, service: str, variant: str, *, object: str, number: int, flow: str) -> dict[str, Any]:
    """A complete application: the applicant from the register, every document that the list of this case asks for."""
    people = day.centre.tell("known")
    legal = [n for n in people if n[4] in "456789"]
    natural = [n for n in people if n[4] not in "456789"]
    applicant, kind = (
        (legal[number % len(legal)], "legal") if number % 3 != 2 else (natural[number % len(natural)], "natural")
    )
    if service == "gobmp-compliance":
        applicant, kind = legal[number % len(legal)], "legal"
    answer = day.centre.tell("consult", number=applicant)
    given: dict[str, Any] = {
        "service": service, "variant": variant, "object": object, "channel": "counter", "lang": day.lang,
        "applicant": {
            "kind": kind, "number": applicant, "name": answer["name"], "address": answer["address"],
            "source": answer["register"],
        },
        "begun_at": Moment(day.now - timedelta(minutes=6)).iso(),
    }  # fmt: skip
    if number % 2 == 0 and kind == "legal":
        someone = natural[(number + 3) % len(natural)]
        given["representative"] = {
            "number": someone, "name": day.centre.tell("consult", number=someone)["name"],
            "authority": {"number": f"{1100 + number}", "valid_until": str(day.now.date() + timedelta(300)), "notarised": True},
        }  # fmt: skip
    if service == "gobmp-compliance":
        given["filing_ends_on"] = str(day.now.date() + timedelta(2))
    if variant != "issue":
        given["paper_licence"] = True
    given["documents"] = [line for line in _papers_of(day, given)]
    return given


def _papers_of(day: Day, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    listed = day.asked("law.checklist", given)["documents"]
    for n, document in enumerate(listed):
        if document.get("register") or document["optional"]:
            continue
        line = {"document": document["id"], "kind": document["kinds"][0], "sheets": 1 + n % 4}
        if document["expires"]:
            line["valid_until"] = str(day.now.date() + timedelta(200))
        yield line


def spoilt(given: dict[str, Any], *, number: int, today: date, expiring: set[str]) -> dict[str, Any]:
    """The same application with gaps: something missing, in the wrong kind, without sheets, or past its last day."""
    documents = [dict(d) for d in given["documents"]]
    kinds = REFUSED_FOR[number % 4]
    target = documents[number % len(documents)]
    if "missing" in kinds:
        documents.remove(target)
        target = documents[(number + 1) % len(documents)]
    if "wrong-kind" in kinds:
        target["kind"] = "electronic"
    if "no-sheets" in kinds:
        target["sheets"] = 0
    if "expired" in kinds:
        for document in documents:
            if document["document"] in expiring:
                document["valid_until"] = str(today - timedelta(4))
    return {**given, "documents": documents}
