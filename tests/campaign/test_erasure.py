"""S33: a person is forgotten when their term is over – no byte at either node names them – and the chain still verifies."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.catalogue.keeping import KeepingFault, years_on
from app.domain import case as cases_of
from app.domain.codec import plain_bytes
from app.keeping.verify import verify_store
from app.problems import Refused, Unavailable
from app.services import erasure
from app.start import licensor_store
from app.store import erasing, sqlite, sqlite_writer, unit
from app.store.open import Store
from app.sync import incoming
from tests.atrest.planted import Search
from tests.campaign.counted import cases, ran
from tests.campaign.lives import Lives, fold_of, forget, hits, journal, live, meeting
from tests.store.furnished import tamper
from tests.world import AT, MG, SK, World, file_world

FEW = 5  # one of each kind: refused, nothing in the register, and released three times
TERM = 365 * 5 + 5


def years_later(world: World) -> None:
    for act in (AT, MG):
        world.later(act, days=TERM)


def verified(world: World) -> list[dict[str, Any]]:
    """Both nodes, read again from the beginning."""
    settings = [world.settings(url) for url in (world.url, licensor_store(world.url))]
    world.close()
    return [verify_store(one) for one in settings]


def named(lives: Lives) -> tuple[int, int]:
    """How often those who are to be forgotten are named at both nodes, and those who are not."""
    gone, kept = Search(lives.gone.values()), Search(lives.kept.values())
    both = (lives.world.centre, lives.world.licensor)
    return sum(hits(app, gone) for app in both), sum(hits(app, kept, told=True) for app in both)


# ---- the campaign


def test_nobody_is_named_at_either_node_when_their_term_was_over(world: World) -> None:
    count = cases(100, least=FEW)
    with meeting(world) as lives:
        live(lives, count)
        before, others = named(lives)
        assert before > count * 20
        assert others > 20
        years_later(world)
        chain = journal(world.centre)
        forget(lives)
        lives.sync()
        after, staying = named(lives)
        left = sum(fold_of(app, id).get("people") is not None for app in _both(world) for id in lives.gone)
        told = [fold_of(world.centre, id) for id in lives.gone]
        shared = [id for id in lives.gone if fold_of(world.licensor, id)]
        assert staying == others  # nobody else was touched
        assert set(chain) <= set(journal(world.centre))  # nothing of the chain is another
        assert all(one["erased"] and one["number"] and one["accepted_at"] for one in told)
        assert [fold_of(world.licensor, id) for id in shared] == [fold_of(world.centre, id) for id in shared]
    answers = verified(world)
    assert all(one["intact"] for one in answers), [one["first_wrong"] for one in answers]
    assert answers[0]["erased"] >= 2 * count  # the application, and the reason that was asked with
    assert answers[0]["papers_erased"] >= count
    assert not answers[0]["documents_away"]
    ran("S33", count, through=after + left)


def _both(world: World) -> tuple[Any, Any]:
    return world.centre, world.licensor


# ---- what the campaign would notice


@pytest.fixture(scope="module")
def lived(furnished_file: Path, ram_of_run: Path) -> tuple[Path, Lives]:
    """Few people at the end of their term, to be copied for each fault."""
    folder = Path(tempfile.mkdtemp(prefix="lived-", dir=ram_of_run))
    with file_world(furnished_file, folder) as world, meeting(world) as lives:
        live(lives, FEW)
        lives.world.close()
    return folder, lives


@pytest.fixture
def again(lived: tuple[Path, Lives], ram: Path) -> Iterator[Lives]:
    folder, before = lived
    with file_world(folder, ram) as world, meeting(world) as lives:
        world.now = dict(before.world.now)
        years_later(world)
        yield replace(before, world=world, link=lives.link)


def without(*words: str) -> Callable[[pytest.MonkeyPatch], None]:
    """The store's steps but those that begin so."""
    kept = tuple(step for step in erasing.STEPS if not step.startswith(words))
    assert len(kept) < len(erasing.STEPS)
    return lambda patch: patch.setattr(erasing, "STEPS", kept)


def only_own_papers(patch: pytest.MonkeyPatch) -> None:
    own = [step.replace("form IN (", "form IN ('none') AND form IN (") for step in erasing.STEPS]
    patch.setattr(erasing, "STEPS", tuple(own))


def fold_keeps(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cases_of, "_erased", lambda case, head, fact: replace(case, asked=None, erased=head.at))


def nothing(*_: object) -> None:
    pass


def open_pages(patch: pytest.MonkeyPatch) -> None:
    """SQLite leaves what was deleted where it stood."""
    opened = sqlite.Connection._set_up

    def forgetful(self: Any, read_only: bool) -> None:
        opened(self, read_only)
        self.raw.execute("PRAGMA secure_delete=OFF").fetchall()

    patch.setattr(sqlite.Connection, "_set_up", forgetful)


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "personal parts stay": without("DELETE FROM persons"),
    "facts of papers stay": without("UPDATE papers"),
    "files and their keys stay": without("DELETE FROM files"),
    "drafts stay": without("UPDATE drafts"),
    "lists of several people stay": only_own_papers,
    "the fold keeps the people": fold_keeps,
    "the other node does nothing": lambda patch: patch.setattr(incoming.Reception, "erase", nothing),
    "sealed files stay on the disk": lambda patch: patch.setattr(Store, "forget", nothing),
    "the writer passes over it": lambda patch: patch.setattr(sqlite_writer, "_erase", lambda driver, case: []),
    "pages are not overwritten": open_pages,
}


def test_every_fault_of_the_erasing_is_noticed(
    lived: tuple[Path, Lives], ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught = [fault for nth, fault in enumerate(FAULTS) if noticed(lived, ram / str(nth), monkeypatch, fault)]
    assert not noticed(lived, ram / "none", monkeypatch, "")
    assert caught == list(FAULTS)
    ran("S33", len(FAULTS) + 1, planted=(len(caught), len(FAULTS)))


def noticed(lived: tuple[Path, Lives], place: Path, patch: pytest.MonkeyPatch, fault: str) -> bool:
    folder, before = lived
    shutil.copytree(folder, place)
    with patch.context() as fresh, file_world(folder, place) as world, meeting(world) as opened:
        if fault:
            FAULTS[fault](fresh)
        world.now = dict(before.world.now)
        years_later(world)
        lives = replace(before, world=world, link=opened.link)
        forget(lives)
        lives.sync()
        try:
            search = Search(lives.gone.values())
            found = sum(hits(app, search) for app in _both(world))
        except (AssertionError, Unavailable):  # a file without its row, a row without its file
            return True
    return bool(found) or not all(one["intact"] for one in verified(world))


# ---- who may, and when


def refused(world: World, name: str, given: dict[str, Any], role: str, act: str = AT) -> str:
    with pytest.raises(Refused) as no:
        world.do(name, given, role, act=act)
    return no.value.code


def refused_here(world: World) -> str:
    draft = world.draft()
    return str(world.do("intake.refuse", draft | {"documents": draft["documents"][:1]})["case"])


def test_nobody_is_erased_before_the_term_or_by_one_person_or_while_the_case_runs(world: World) -> None:
    ended, running = refused_here(world), world.accepted()["case"]
    ask = {"what": "erase-people", "reason": "the term is over"}
    assert refused(world, "overrides.request", {"code": ended, **ask}, "sector") == "people-kept"
    world.later(days=365 * 5)  # the last day of the term is the fifth anniversary; two leap days are in it
    assert refused(world, "overrides.request", {"code": ended, **ask}, "sector") == "people-kept"
    world.later(days=3)
    assert refused(world, "overrides.request", {"code": running, **ask}, "sector") == "case-runs"
    assert refused(world, "overrides.request", {"code": ended, **ask}, "sector", SK) == "case-unknown"
    assert refused(world, "overrides.confirm", {"code": ended}, "supervisor") == "override-none"
    world.do("overrides.request", {"code": ended, **ask}, "supervisor")
    assert refused(world, "overrides.confirm", {"code": ended}, "supervisor") == "two-people"
    assert refused(world, "overrides.confirm", {"code": ended}, "sector") == "no-right"
    assert world.case(ended)["people"]


def test_an_erased_case_is_still_found_and_read_and_prints_nothing_of_them(world: World) -> None:
    ended = refused_here(world)
    (paper,) = (row.id for row in world.rows("SELECT id FROM papers WHERE subject = :s", s=ended))
    world.later(days=TERM)
    world.do("overrides.request", {"code": ended, "what": "erase-people", "reason": "over"}, "sector")
    world.do("overrides.confirm", {"code": ended}, "supervisor")
    opened = world.ask("case.open", {"code": ended})
    number = opened["case"]["number"]
    assert (opened["case"].get("people"), opened["papers"]) == (None, [])
    assert [row["number"] for row in world.ask("queue.find", {"text": number})] == [number]
    assert world.ask("case.history", {"code": ended})
    assert refused(world, "upkeep.reprint", {"paper": paper, "reason": "lost"}, "inspector") == "paper-erased"
    assert refused(world, "upkeep.print_state", {"code": ended}, "inspector") == "people-erased"
    again = {"code": ended, "what": "erase-people", "reason": "once more"}
    assert refused(world, "overrides.request", again, "sector") == "people-erased"
    assert world.centre.draw_waiting() == 0


# ---- erasing is no way around the journal


def test_a_personal_part_that_was_taken_away_without_an_event_is_named(file_here: World) -> None:
    ended = refused_here(file_here)
    (row,) = file_here.rows("SELECT id FROM events WHERE subject = :s", s=ended)
    state = fold_of(file_here.centre, ended)
    del state["people"]
    file_here.close()
    number = state["number"]
    tamper(
        file_here.settings(), "DELETE FROM persons WHERE event = :e",
        "UPDATE cases SET applicant = '', applicant_number = '', sorted_as = '', search = :search, state = :state"
        " WHERE id = :id",
        e=row.id, id=ended, search=f"{number} {number.replace('-', '')}".casefold(), state=plain_bytes(state).decode(),
    )  # fmt: skip
    wrong = verify_store(file_here.settings())["first_wrong"]
    assert (wrong["what"], wrong["row"]) == ("person-removed", row.id)


def test_names_that_were_put_back_are_named(again: Lives) -> None:
    world, (id, *_) = again.world, again.gone
    query = "SELECT p.* FROM persons p JOIN events e ON e.id = p.event WHERE e.subject = :s ORDER BY p.event"
    before = world.rows(query, s=id)[0]
    forget(again, ids=[id])
    assert [len(bytes(row.person)) for row in world.rows(query, s=id)].count(2) == len(world.rows(query, s=id))
    world.close()
    tamper(
        world.settings(), "INSERT INTO persons (event, centre, salt, person) VALUES (:e, :c, :s, :p)",
        e=before.event, c=before.centre, s=before.salt, p=before.person,
    )  # fmt: skip
    wrong = verify_store(world.settings())["first_wrong"]
    assert (wrong["what"], wrong["row"]) == ("person-left", before.event)


def erase_without_event(world: World, case: str) -> None:
    """The program changed by whoever runs it: the store is told to erase, and no event says so."""
    real = unit.Transaction.answer

    def also(self: Any, *given: Any) -> None:
        self.erase(case)
        real(self, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unit.Transaction, "answer", also)
        world.do("upkeep.print_state", {"code": case}, "supervisor")


def test_the_store_erases_nobody_without_the_event(world: World) -> None:
    ended = refused_here(world)
    with pytest.raises(Refused) as no:
        erase_without_event(world, ended)
    assert no.value.code == "store-refuses"
    assert world.case(ended)["people"]


def test_the_database_erases_nobody_of_a_case_that_runs_whatever_the_program_says(
    database_here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = database_here.accepted()["case"]
    monkeypatch.setattr(erasure, "check", lambda unit, case: None)
    monkeypatch.setattr(cases_of, "_erased", lambda case, head, fact: replace(case, asked=None, people=None))
    ask = {"code": running, "what": "erase-people", "reason": "changed by whoever runs it"}
    database_here.do("overrides.request", ask, "sector")
    assert refused(database_here, "overrides.confirm", {"code": running}, "supervisor") == "store-refuses"
    assert database_here.case(running)["people"]


# ---- the term


def test_the_term_ends_with_the_month_where_its_day_is_not_there() -> None:
    assert erasure.kept_until(date(2016, 2, 29), 5) == date(2021, 2, 28)
    assert erasure.kept_until(date(2016, 11, 16), 5) == date(2021, 11, 16)


def test_a_newer_term_holds_from_its_day_and_a_senseless_one_is_refused(tmp_path: Path) -> None:
    entry = '[[term]]\nfrom = {}\nsource = "reconstructed"\nyears = {}\n'
    two = tmp_path / "two.toml"
    two.write_text(entry.format("2013-01-01", 5) + entry.format("2020-01-01", 10))
    assert [years_on(day, two) for day in (date(2010, 1, 1), date(2019, 12, 31), date(2020, 1, 1))] == [5, 5, 10]
    for nth, text in enumerate(("", entry.format("2013-01-01", 0), entry.format("2020-01-01", 5) * 2)):
        wrong = tmp_path / f"{nth}.toml"
        wrong.write_text(text)
        with pytest.raises(KeepingFault):
            years_on(date(2021, 1, 1), wrong)
