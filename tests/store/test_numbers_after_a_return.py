"""No number is given out twice when a copy is brought back, though the year has changed between it and the loss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain import events as e
from app.domain import facts as f
from app.domain.moment import Moment
from app.domain.numbers import case_number
from app.domain.people import Applicant, People
from app.domain.personal import Personal
from app.keeping.backup import bring_back, copy
from app.start import Settings
from app.store.open import open_store
from app.store.unit import new_id
from tests.store.furnished import BEGAN, DEVICE, NAME, WHAT, ask, key_of, record, settings_of


def given(settings: Settings, *years: int) -> list[str]:
    """Numbers of acceptances, one in each of these years by the clock."""

    def in_year(year: int) -> Any:
        def deed(t: Any) -> Any:
            serial = t.next_serial(year)
            number = case_number("AT01", "01", year=t.device["year"], serial=serial)
            taken = f.Taken(document="application", kind="original", sheets=2, scan=None)
            person = People(applicant=Applicant(kind="legal", number=Personal("140640017300"), name=NAME))
            course = f.Course(done=("accept",), started=(f.Started(step="to-sector", due_by=Moment(BEGAN)),))
            fact = e.ApplicationAccepted(number=number, what=WHAT, documents=(taken,), course=course, person=person)
            return t.record(new_id(), fact)

        return deed

    store = open_store(settings.store, key=key_of(settings), write=True)
    try:
        return [str(record(store, DEVICE, in_year(year))[0].number) for year in years]
    finally:
        store.close()


def back(settings: Settings, elsewhere: str, ram: Path) -> Settings:
    bring_back(ram / "copy.tar", elsewhere, key=settings.key)
    return settings_of(elsewhere, ram)


def test_a_copy_of_december_is_brought_back_in_january(settings: Settings, elsewhere: str, ram: Path) -> None:
    """Of the second of January receipts are out, then the disk is lost."""
    copy(settings, ram / "copy.tar")
    lost = given(settings, 2017, 2017, 2017)
    anew = given(back(settings, elsewhere, ram), 2017, 2017)
    assert [number[:16] for number in anew] == ["AT01-01-17-01001", "AT01-01-17-01002"]
    assert not set(lost) & set(anew)


def test_a_year_that_begins_after_the_return_begins_with_one(settings: Settings, elsewhere: str, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    there = back(settings, elsewhere, ram)
    assert ask(there, "SELECT DISTINCT leap FROM devices")[0].leap == 1000
    anew = given(there, 2016, 2017, 2018)
    assert [number[:16] for number in anew] == ["AT01-01-16-01005", "AT01-01-17-00001", "AT01-01-18-00001"]


def test_one_leap_serves_one_year(settings: Settings, elsewhere: str, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    anew = given(back(settings, elsewhere, ram), 2017, 2018)
    assert [number[:16] for number in anew] == ["AT01-01-17-01001", "AT01-01-18-00001"]


def test_an_older_copy_is_brought_back_after_a_newer_one(embedded: Settings, ram: Path) -> None:
    """On Wednesday papers are out that only the store knows which Tuesday's copy became; then that one is lost too."""
    copy(embedded, ram / "monday.tar")
    given(embedded, 2016, 2016)
    copy(embedded, ram / "tuesday.tar")
    (ram / "tuesday.tar").rename(ram / "copy.tar")
    wednesday = given(back(embedded, f"sqlite:///{ram}/one/again.db", ram), *[2016] * 5)
    (ram / "monday.tar").rename(ram / "copy.tar")
    anew = given(back(embedded, f"sqlite:///{ram}/two/again.db", ram), *[2016] * 8)
    assert not set(wednesday) & set(anew)
