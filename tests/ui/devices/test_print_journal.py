"""What was handed to a printer is on the disk before anything else is done: the power may go at any moment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ui.devices.print_journal import FILE, Print, PrintJournal

LABEL = Print(paper="p-1", kind="label", code="CAT01011600001E", device="AT01-01", at="2016-11-17T04:30:00.000Z")


def test_each_step_of_a_paper_is_synced_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced, on_the_disk = os.fsync, list[str]()

    def fsync(handle: int) -> None:
        synced(handle)
        if os.fstat(handle).st_ino == (tmp_path / FILE).stat().st_ino:
            on_the_disk.append(PrintJournal(tmp_path).papers["p-1"].state)

    monkeypatch.setattr(os, "fsync", fsync)
    journal = PrintJournal(tmp_path)
    journal.due(LABEL)
    journal.handed("p-1", "zpl://label", "")
    journal.done("p-1", "printer")
    assert on_the_disk == ["due", "handed", "done"]
