"""All the papers that the program prints.

TO ADD A FORM: write `app/print/forms/<form>.py` with a frozen dataclass `Facts(Sheet)` (text, numbers, truth, tuples and
dataclasses of these: it is stored as JSON and must give the same paper for ever) and `draw(facts, language) -> bytes`; put
its texts into `resources/words/*/papers.po`, its line here, and an example into `tests/print/examples.py`. What notices
if you forgot: every form × language is drawn, read back and compared in `tests/print/`.
"""

from __future__ import annotations

# name, module (opened when first needed), key of its title for the window
FORMS: tuple[tuple[str, str, str], ...] = (
    ("acceptance-receipt", "app.print.forms.acceptance_receipt", "papers.receipt.title"),
    ("refusal-receipt", "app.print.forms.refusal_receipt", "papers.refusal.title"),
    ("information-slip", "app.print.forms.information_slip", "papers.slip_info.paper"),
    ("slip", "app.print.forms.slip", "papers.slip.title"),
    ("label", "app.print.forms.label", "papers.label.name"),
    ("separator", "app.print.forms.separator", "papers.separator.title"),
    ("registry-out", "app.print.forms.registry_out", "papers.registry_out.title"),
    ("registry-in", "app.print.forms.registry_in", "papers.registry_in.title"),
    ("hand-over-act", "app.print.forms.hand_over_act", "papers.handover.title"),
    ("courier-sheet", "app.print.forms.courier_sheet", "papers.courier.title"),
    ("licence", "app.print.forms.licence", "papers.licence.title"),
    ("licence-annex", "app.print.forms.licence_annex", "papers.annex.title"),
    ("reasoned-refusal", "app.print.forms.reasoned_refusal", "papers.reasoned.title"),
    ("protocol-extract", "app.print.forms.protocol_extract", "papers.extract.title"),
    ("ticket", "app.print.forms.ticket", "papers.ticket.title"),
    ("registration-mark", "app.print.forms.registration_mark", "papers.mark.title"),
    ("state-of-case", "app.print.forms.state_of_case", "papers.state.title"),
    ("unclaimed-list", "app.print.forms.unclaimed_list", "papers.unclaimed.title"),
    ("survey", "app.print.forms.survey", "papers.survey.title"),
)
