"""A paper is known to be on its way before the printer has a byte of it: a crash in between prints no second original."""

from __future__ import annotations

import pytest

from tests.ui.desks.counter import INSPECTOR, Counter, counter
from tests.ui.desks.test_printing import label_to, printing, set_up, take_in
from tests.ui.printer_stand_in import printer_stand_in
from ui.devices import printer
from ui.devices.print_journal import PrintJournal
from ui.devices.printer import Way

__all__ = ["counter"]


def test_a_paper_is_written_down_as_handed_over_before_the_printer_has_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.log_in(INSPECTOR)
    hand_over, on_the_disk = printer.hand_over, list[tuple[str, str]]()

    def looked_at(pdf: bytes, way: Way, code: str) -> str:
        kept = PrintJournal(printing(counter).journal.folder)  # as the next start would read it
        on_the_disk.extend((one.state, one.printer) for one in kept.papers.values() if one.code == code and one.printer)
        return hand_over(pdf, way, code)

    monkeypatch.setattr(printer, "hand_over", looked_at)
    with printer_stand_in() as there:
        set_up(counter, label=label_to(there))
        take_in(counter)
        assert on_the_disk == [("handed", there.zpl)]
    assert len(there.got) == 1
