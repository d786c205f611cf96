"""All the papers that the program prints.

TO ADD A FORM: write `app/print/forms/<form>.py` with a frozen dataclass `Facts(Sheet)` (text, numbers, truth, tuples and
dataclasses of these: it is stored as JSON and must give the same paper for ever) and `draw(facts, language) -> bytes`;
put its texts into `resources/words/*/papers.po` (its title as `papers.form.<name>`), its line here, and an example into
`tests/print/examples.py`. What notices if you forgot: every form × language is drawn and read back in `tests/print/`.
"""

from __future__ import annotations

# name, "module:function" (opened when first needed); its title for the window is the text `papers.form.<name>`
FORMS: tuple[tuple[str, str], ...] = (
    ("acceptance-receipt", "app.print.forms.acceptance_receipt:draw"),
    ("refusal-receipt", "app.print.forms.refusal_receipt:draw"),
    ("information-slip", "app.print.forms.information_slip:draw"),
    ("slip", "app.print.forms.slip:draw"),
    ("label", "app.print.forms.label:draw"),
    ("separator", "app.print.forms.separator:draw"),
    ("registry-out", "app.print.forms.registry_out:draw"),
    ("registry-in", "app.print.forms.registry_in:draw"),
    ("hand-over-act", "app.print.forms.hand_over_act:draw"),
    ("courier-sheet", "app.print.forms.courier_sheet:draw"),
    ("licence", "app.print.forms.licence:draw"),
    ("licence-annex", "app.print.forms.licence_annex:draw"),
    ("reasoned-refusal", "app.print.forms.reasoned_refusal:draw"),
    ("protocol-extract", "app.print.forms.protocol_extract:draw"),
    ("ticket", "app.print.forms.ticket:draw"),
    ("registration-mark", "app.print.forms.registration_mark:draw"),
    ("state-of-case", "app.print.forms.state_of_case:draw"),
    ("unclaimed-list", "app.print.forms.unclaimed_list:draw"),
    ("survey", "app.print.forms.survey:draw"),
    ("clock-list", "app.print.forms.clock_list:draw"),
    ("process", "app.print.forms.process:draw"),
    ("ledger", "app.print.forms.ledger:draw"),
    ("summary", "app.print.forms.summary:draw"),
)
