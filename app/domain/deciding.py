"""What may still be decided of a case at the licensor's: what was found before binds what is given in the end."""

from __future__ import annotations

from app.domain.case import Case
from app.domain.pack import Actor, Refusal, Result, Service

LICENSORS: tuple[Actor, ...] = ("licensor", "specialist", "commission", "provider")
OF_THE_SET = ("documents-incomplete", "incomplete-for-licensor", "expired-for-licensor")
CONSIDERING = ("enter-data", "ask-body", "body-answers")  # steps of a set that was found complete
UNTIL_SIGNED = ("take-in", "assign", "completeness", *CONSIDERING, "verify-documents", "commission")
REACHED = ("registered", "take-in", "assign")  # before these nobody has the case who could answer it


def found_wanting(case: Case) -> bool:
    """An incomplete set, or a state body's no: from here the act knows a refusal alone.

    vko-2014-70 cl. 5 (1), 8 (1), condition 1; sko-2015-333 annex 3, cl. 5 (4)–(5); atyrau-2015-324 annex 1, cl. 7 (3)
    """
    return case.outcome in ("incomplete", "negative") and not case.signed


def not_reached(service: Service, case: Case) -> str:
    """The step that is still in the way of any answer, a refusal too; empty: the case lies with who answers it."""
    what = case.what
    assert what is not None
    steps = (service.step(id, variant=what.variant, object=what.object, channel=what.channel) for id in REACHED)
    return next((s.id for s in steps if s is not None and not s.optional and not case.is_done(s.id)), "")


def against(service: Service, case: Case, result: Result) -> tuple[str, str]:
    """Why this result may not be prepared, as a code, and the step that is in its way; two empty words: it may."""
    what = case.what
    assert what is not None
    if (
        service.step("commission", variant=what.variant, object=what.object, channel=what.channel)
        and not result.negative
    ):
        if not case.is_done("commission"):  # atyrau-2015-324 annex 2, cl. 13: an extract of a protocol
            return "step-before", "commission"
        if says_no(result.id) != (case.outcome == "non-compliant"):
            return "result-against-protocol", "commission"
        return "", ""
    if not result.negative and found_wanting(case):
        return "found-wanting", "prepare"
    if result.id == "end-of-consideration" and case.outcome != "incomplete":
        return "set-not-incomplete", "completeness"
    return "", ""


def fits(result: str, ground: str) -> bool:
    """The consideration is ended over what the set lacks, and over nothing else."""
    return result != "end-of-consideration" or ground in OF_THE_SET


def says_no(result: str) -> bool:
    """Of an extract from a protocol: of non-compliance. Both are results, and neither a refusal."""
    return result.startswith("non-")


def grounds(service: Service, *, variant: str, channel: str) -> tuple[Refusal, ...]:
    """On which the licensor may refuse; a counter's and a portal's are theirs."""
    return tuple(r for r in service.grounds(variant=variant, channel=channel) if r.by in LICENSORS)


def result_forms(case: Case) -> tuple[str, ...]:
    """Which papers show a result that was prepared, the chief one first."""
    assert case.what is not None
    if case.negative:
        return ("reasoned-refusal",)
    if case.what.service == "gobmp-compliance":
        return ("protocol-extract",)
    if case.what.service == "phc-attachment":
        return ("ticket",)
    of_object = {"annex": ("licence-annex",), "licence-and-annex": ("licence", "licence-annex")}
    return of_object.get(case.what.object, ("licence",))
