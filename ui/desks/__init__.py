"""The places of work, each a presenter behind a dumb view; opened when a person first goes there.

TO ADD A PLACE: its view in `ui/screens/`, its presenter in `ui/desks/`, a line here; its word is `window.place.<name>`.
"""

from __future__ import annotations

SCREENS: tuple[tuple[str, str, str], ...] = (  # name, "module:thing", the right that opens it
    ("find", "ui.desks.find:FindDesk", "see-cases"),
    ("intake", "ui.desks.intake:IntakeDesk", "accept-documents"),
    ("taking", "ui.desks.own_intake:OwnIntakeDesk", "take-in"),
    ("release", "ui.desks.release:ReleaseDesk", "release-result"),
    ("sector", "ui.desks.sector:SectorDesk", "keep-registry"),
    ("courier", "ui.desks.courier:CourierDesk", "hand-over"),
    ("licensor", "ui.desks.licensor:LicensorDesk", "see-cases"),
    ("sign", "ui.desks.licensor:SignDesk", "sign-result"),
    ("deadlines", "ui.desks.board:BoardDesk", "see-cases"),
    ("summary", "ui.desks.summary:SummaryDesk", "watch"),
    ("settings", "ui.desks.settings:SettingsDesk", "own-work"),
    ("scanner", "ui.desks.scanner:ScannerDesk", "own-work"),
    ("case", "ui.desks.case:CaseDesk", "see-cases"),
    ("process", "ui.desks.process:ProcessDesk", "see-cases"),
    ("printers", "ui.desks.printers:PrintersDesk", "own-work"),
    ("ledger", "ui.desks.ledger:LedgerDesk", "see-cases"),
    ("keys", "ui.desks.own_keys:KeysDesk", "own-work"),
    ("law", "ui.desks.law:LawDesk", "own-work"),
    ("new-law", "ui.desks.newlaw:NewLawDesk", "administer"),
)
