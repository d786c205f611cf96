"""From what the journal holds to the facts of a paper. One function a form; what it returns is stored and drawn for ever.

TO ADD A PAPER: its form in `app/print/forms/`, and here a function in the module of its kind, named in `COMPOSERS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from app.domain.codec import to_json

COMPOSERS: dict[str, str] = {  # form → "module:function"
    "clock-list": "clocks:list_facts",
    "process": "clocks:process_facts",
    "acceptance-receipt": "receipts:acceptance",
    "refusal-receipt": "receipts:refusal",
    "information-slip": "receipts:information_slip_facts",
    "slip": "receipts:slip_facts",
    "label": "receipts:label_facts",
    "separator": "receipts:separator_facts",
    "registration-mark": "receipts:registration_mark_facts",
    "ticket": "receipts:ticket_facts",
    "registry-out": "lists:out",
    "registry-in": "lists:back",
    "hand-over-act": "lists:act",
    "courier-sheet": "lists:sheet",
    "unclaimed-list": "lists:unclaimed",
    "licence": "results:licence_facts",
    "licence-annex": "results:licence_annex_facts",
    "reasoned-refusal": "results:reasoned_refusal_facts",
    "protocol-extract": "results:protocol_extract_facts",
    "state-of-case": "results:state_of_case_facts",
    "survey": "results:survey_facts",
    "ledger": "ledger:facts",
}


def compose(form: str, unit: Any, subject: Any, **more: Any) -> dict[str, Any]:
    """The facts of a paper about `subject`, as JSON. `unit` is the command's setting; `more` is what the command knows."""
    facts = composer(form)(unit, subject, **more)
    plain: dict[str, Any] = to_json(facts)
    return plain


def composer(form: str) -> Callable[..., Any]:
    """What gathers the facts of a form; its module is opened when it is first needed."""
    module, _, name = COMPOSERS[form].partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(f"app.print.compose.{module}"), name)
    return function
