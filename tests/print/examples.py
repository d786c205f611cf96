"""One lifelike paper of each form; the people and organisations are invented."""

from __future__ import annotations

from app.print.facts import Sheet
from tests.print.examples_clocks import CLOCKS, PROCESS
from tests.print.examples_counter import INFORMATION, LABEL, MARK, RECEIPT, REFUSAL, SEPARATOR, TICKET
from tests.print.examples_lists import COURIER_SHEET, HAND_OVER, LEDGER, REGISTRY_IN, REGISTRY_OUT, UNCLAIMED
from tests.print.examples_results import ANNEX, EXTRACT, LICENCE, REASONED, SLIP, STATE, SURVEY
from tests.print.examples_summary import SUMMARY

EXAMPLES: dict[str, Sheet] = {
    "acceptance-receipt": RECEIPT,
    "refusal-receipt": REFUSAL,
    "information-slip": INFORMATION,
    "slip": SLIP,
    "label": LABEL,
    "separator": SEPARATOR,
    "registry-out": REGISTRY_OUT,
    "registry-in": REGISTRY_IN,
    "hand-over-act": HAND_OVER,
    "courier-sheet": COURIER_SHEET,
    "licence": LICENCE,
    "licence-annex": ANNEX,
    "reasoned-refusal": REASONED,
    "protocol-extract": EXTRACT,
    "ticket": TICKET,
    "registration-mark": MARK,
    "state-of-case": STATE,
    "unclaimed-list": UNCLAIMED,
    "ledger": LEDGER,
    "survey": SURVEY,
    "summary": SUMMARY,
    "clock-list": CLOCKS,
    "process": PROCESS,
}
