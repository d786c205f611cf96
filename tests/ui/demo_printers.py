"""Furnished states of the printers' place and of the ledger."""

# ruff: noqa: E501 -- rows of fictional texts in three languages
from __future__ import annotations

from tests.ui.demo_words import t
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.grid import Cell, Row
from ui.screens.ledger_view import LedgerState
from ui.screens.printers_view import KindRow, MachineRow, PrintersState, WaitingRow

KINDS = (
    "acceptance-receipt", "refusal-receipt", "information-slip", "slip", "label", "separator", "registry-out", "registry-in",
    "hand-over-act", "courier-sheet", "licence", "licence-annex", "reasoned-refusal", "protocol-extract",
)  # fmt: skip


def _kind(id: str) -> KindRow:
    match id:
        case "*":
            return KindRow(id=id, kind=say("printers.all"), printer="Kyocera-ECOSYS", mode=say("printers.mode.at-once"))
        case "label":
            return KindRow(
                id=id, kind=say(f"desk.form.{id}"), printer="zpl://10.0.0.20:9100", mode=say("printers.mode.at-once"),
                how=say("printers.how.dpi.short", n=300),
            )  # fmt: skip
        case "licence" | "licence-annex":
            return KindRow(
                id=id, kind=say(f"desk.form.{id}"), printer="HP-LaserJet-M404", mode=say("printers.mode.preview"), how="Tray-2",
            )  # fmt: skip
    return KindRow(id=id, kind=say(f"desk.form.{id}"), printer=say("printers.as-all"), mode="", own=False)


def printers() -> PrintersState:
    return PrintersState(
        kinds=tuple(_kind(k) for k in ("*", *KINDS)),
        machines=(
            MachineRow(name="HP-LaserJet-M404", tone="late", state=say("away.printer.paper-out")),
            MachineRow(name="Kyocera-ECOSYS", tone="ok", state=say("printers.state.ready")),
            MachineRow(name="zpl://10.0.0.20:9100", tone="late", state=say("away.printer.gone")),
        ),
        waiting=(
            WaitingRow(id="1", name=say("desk.form.acceptance-receipt"), code="C-AT01-03-16-00042-2", state=say("printers.state.handed")),
            WaitingRow(id="2", name=say("desk.form.label"), code="D-AT01-03-16-00042-2", state=say("away.printer.gone")),
        ),
    )  # fmt: skip


def printers_none() -> PrintersState:
    row = KindRow(id="*", kind=say("printers.all"), printer=say("printers.none"), mode="")
    return PrintersState(kinds=(row, *(_kind(k) for k in KINDS if k not in ("label", "licence", "licence-annex"))))


def _line(n: int, form: str, code: str, what: Cell, why: str) -> Row:
    who = ("Оразбаева Ж. М.", "Сәрсенова Г. Б.", "Тілеубаев Д. Е.")[n % 3]
    login = ("inspector.at01", "sector.at01", "inspector.at02")[n % 3]
    return Row(str(n), (
        Cell(f"16.11.2016 {10 - n // 3:02}:{(47 - 7 * n) % 60:02}", small=True), Cell(who, f"{login} · AT01-0{n % 3 + 1}"),
        Cell(say(f"desk.form.{form}"), code), what, Cell(why, small=True),
    ))  # fmt: skip


def ledger() -> LedgerState:
    reason = lambda r: say(f"printers.reason.{r}")  # noqa: E731
    blank = t("ҚҚ 0012345", "КК 0012345", "KK 0012345")
    return LedgerState(
        rows=(
            _line(0, "licence", "C-AT01-03-16-00039-K", Cell(say("ledger.used", blank=blank), shape="info"), "—"),
            _line(1, "licence-annex", "C-AT01-03-16-00039-K", Cell(say("ledger.spoilt.blank", blank=blank), shape="stop"), reason("wrong-paper")),
            _line(2, "acceptance-receipt", "C-AT01-03-16-00042-2", Cell(say("ledger.copied", n=1), icon="print"), reason("not-printed")),
            _line(3, "acceptance-receipt", "C-AT01-03-16-00042-2", Cell(say("ledger.copied", n=2), icon="print"), reason("asked")),
            _line(4, "registry-out", "R-AT01-02-16-00007-1", Cell(say("ledger.copied", n=1), icon="print"), reason("spoilt")),
            _line(5, "label", "D-AT01-03-16-00041-4", Cell(say("ledger.spoilt"), shape="stop"), reason("jam")),
            _line(6, "refusal-receipt", "C-AT01-03-16-00040-6", Cell(say("ledger.copied", n=1), icon="print"), reason("wrong-language")),
        ),
        hints=(Hint("F7", say("ledger.print")),),
        main=Action(say("ledger.record.short"), sentence=say("ledger.record")),
    )  # fmt: skip


def ledger_empty() -> LedgerState:
    return LedgerState(main=Action(say("ledger.record.short"), sentence=say("ledger.record")))
