"""Where a person may go in the window: the lines of the rail on each side, and the places without a line."""

from __future__ import annotations

from ui.parts.rail import Place

CENTRE_PLACES = (
    Place("find", "find", "1"), Place("intake", "intake", "2"), Place("release", "release", "3"),
    Place("sector", "sector", "4"), Place("courier", "courier", "5"), Place("deadlines", "deadlines", "6"),
    Place("summary", "summary", "7"),
)  # fmt: skip
LICENSOR_PLACES = (
    Place("find", "find", "1"), Place("taking", "intake", "9"), Place("licensor", "licensor", "2"), Place("sign", "sign", "3"),
    Place("release", "release", "4"), Place("courier", "courier", "5"), Place("deadlines", "deadlines", "6"),
    Place("summary", "summary", "7"),
)  # fmt: skip
SETTINGS = Place("settings", "settings", "8")
# Places without a line in the rail: the settings and Ctrl+K lead there. TO ADD ONE: a line here and in `ui.desks.SCREENS`.
ELSEWHERE: tuple[Place, ...] = (
    Place("scanner", "scan"), Place("keys", "keys"), Place("printers", "print"), Place("ledger", "journal"),
    Place("process", "process"), Place("law", "norm"), Place("new-law", "plus"),
)  # fmt: skip
