"""Readable copies of papers, where no printer took them: a week in the user's folder."""

from __future__ import annotations

import os

from tests.ui.desks.counter import INSPECTOR, Counter
from tests.ui.desks.test_printing import take_in


def test_a_readable_copy_lies_in_the_folder_for_a_week_and_nothing_of_anybody_else_s_goes(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    take_in(counter)
    folder = counter.front.folder / "papers"
    (receipt, label) = sorted(folder.iterdir())
    own = folder / "my notes.pdf"
    own.write_bytes(b"mine")
    day = counter.app().clock.instant().utc.timestamp()
    for path, days in ((receipt, 8), (label, 6), (own, 80)):
        os.utime(path, (day - days * 86400,) * 2)
    counter.log_in(INSPECTOR)
    counter.rest()
    assert sorted(folder.iterdir()) == sorted([label, own])
