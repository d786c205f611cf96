"""The benches themselves: honest pairs, the same rows on both sides, a lived-in store that verifies. No figure is judged."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from app.bench import BENCHES, accept, asked, bench, receipt
from app.bench.generate import SURNAMES, fill
from app.bench.house import WHO, application, house, plain_copy
from app.bench.pairs import Place, Result, exponent, pairs
from app.problems import WrongCall
from app.start import verify_store


def result(kind: str, ours: list[float], raw: list[float], target: float) -> Result:
    return Result(what="a thing", ours=ours, raw=raw, kind=kind, target=target)  # type: ignore[arg-type]


# ---- figures


def test_a_speed_is_met_when_ours_is_not_slower_than_asked() -> None:
    assert result("speed", [0.2, 0.4], [0.1, 0.2], 0.5).told()["verdict"] == "met"
    assert result("speed", [0.2, 0.4], [0.1, 0.19], 0.5).told()["verdict"] == "missed"


def test_a_time_is_met_when_ours_is_no_greater_part_than_asked() -> None:
    assert result("time", [0.06], [0.1], 0.6).told()["verdict"] == "met"
    assert result("time", [0.07], [0.1], 0.6).told()["verdict"] == "missed"


def test_the_ratio_is_the_median_of_pairs_and_not_of_sides() -> None:
    assert result("time", [1, 2, 30], [1, 1, 1000], 1).ratio == 1


def test_a_store_ten_times_larger_at_the_same_cost_has_exponent_zero() -> None:
    assert exponent((1000, 0.5), (10_000, 0.5)) == 0
    assert exponent((1000, 0.5), (10_000, 5.0)) == 1


def test_pairs_take_turns_and_do_not_measure_what_is_between() -> None:
    order: list[str] = []
    ours, raw = pairs(
        lambda: order.append("ours"), lambda: order.append("raw"), rounds=2, warm=1, between=lambda: order.append("-")
    )
    assert order == ["ours", "-", "raw"] * 3
    assert (len(ours), len(raw)) == (2, 2)


# ---- the call


def test_a_size_is_asked_for_behind_the_name() -> None:
    assert [asked(name) for name in ("search", "search@10k", "lookup@1m", "lookup@500")] == [
        ("search", None), ("search", 10_000), ("lookup", 1_000_000), ("lookup", 500),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["swim", "search@", "search@many", ""])
def test_an_unknown_bench_is_a_wrong_call(name: str) -> None:
    with pytest.raises(WrongCall):
        bench([name])


def test_the_answer_is_json_and_names_no_place_of_this_machine(ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accept, "ROUNDS", 2)
    told = json.dumps(bench(["accept"], store=f"sqlite:///{ram / 'a.db'}"))
    (line,) = json.loads(told)["benches"]["accept"]
    assert line["target"] == ">= 0.5"
    assert line["verdict"] in ("met", "missed")
    assert line["ratio"] > 0
    assert str(ram) not in told
    assert str(Path.home()) not in told
    assert list(ram.iterdir()) == []


def test_every_bench_can_be_opened() -> None:
    from importlib import import_module

    assert all(callable(import_module(f"app.bench.{name}").run) for name in BENCHES)


# ---- both sides do the same


def test_the_raw_side_writes_the_rows_that_ours_wrote(ram: Path) -> None:
    with house(ram) as app:
        plain = plain_copy(app, ram / "plain.db", rows_of=("devices",))
        app.run("intake.accept", application(app), as_=WHO, draw=False)
        written = accept.last_written(app)
        tables = sorted(name for name, _ in written)
        assert tables == ["cases", "devices", "events", "operations", "papers", "papers", "persons"]
        for name, row in written:
            plain.execute(accept.statement(name, tuple(row), "?"), tuple(row.values()))
        with app.store.reading() as connection:
            for name, row in written[:-1]:
                key = accept.WRITES[name]
                ask = f"SELECT {', '.join(row)} FROM {name} WHERE {key} = ?"
                ours = connection.exec_driver_sql(ask, (row[key],)).all()
                assert sorted(map(tuple, ours)) == sorted(plain.execute(ask, (row[key],)).fetchall())
        found = plain.execute("SELECT count(*) FROM case_search WHERE case_search MATCH 'дәрігер'").fetchone()
        assert found == (1,)
        assert plain.execute("SELECT serial FROM devices WHERE code = 'AT01-01'").fetchone() == (1,)
        assert plain.execute("PRAGMA synchronous").fetchone() == (2,)
        plain.close()


def test_the_plain_copy_is_readable_by_anybody(ram: Path) -> None:
    with house(ram) as app:
        plain_copy(app, ram / "plain.db", rows_of=("accounts",)).close()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(ram / "centre.db").execute("SELECT count(*) FROM accounts")
    reader = sqlite3.connect(ram / "plain.db")
    assert reader.execute("SELECT count(*) FROM accounts").fetchone()[0] > 0
    reader.close()


def test_the_bare_canvas_shows_the_texts_and_the_bars_of_our_receipt(ram: Path) -> None:
    from app.print import draw
    from tests.print.reading import closed, codes, pages

    facts = receipt.stored_facts(Place(folder=ram))
    page = receipt.seen(facts)
    receipt.register(page)
    ours, bare = draw(receipt.FORM, facts, "both"), receipt.bare(page)
    assert pages(ours) == pages(bare) == 1
    assert sorted(closed(ours)) == sorted(closed(bare))
    assert codes(ours) == codes(bare)
    assert codes(bare) != [[]]


# ---- a lived-in store


def test_a_generated_store_verifies_and_its_cases_are_found(ram: Path) -> None:
    with house(ram) as app:
        made = fill(app, 1000, seed=3)
        opened = app.ask("case.open", {"code": made.numbers[500]}, as_=WHO)
        assert opened.case.number == made.numbers[500]
        assert len(app.ask("queue.find", {"text": made.surnames[0][1:]}, as_=WHO)) == 1
        assert app.ask("queue.find", {"text": SURNAMES[0]}, as_=WHO)
        assert app.run("intake.accept", application(app), as_=WHO, draw=False).value.number.endswith(
            "01001" + app.ask("queue.find", {"text": "Жайық-Дәрігер"}, as_=WHO)[0].number[-2:]
        )
        settings = app.settings
    told = verify_store(settings)
    assert told["intact"], told


def test_the_same_seed_makes_the_same_cases(ram: Path) -> None:
    folds = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        (ram / name).mkdir()
        with house(ram / name) as app:
            fill(app, 50, seed=seed)
            folds.append(list(app.folds()))
    assert folds[0] == folds[1]
    assert folds[0] != folds[2]


def test_a_store_in_use_is_not_filled(ram: Path) -> None:
    with house(ram) as app:
        fill(app, 10)
        with pytest.raises(ValueError, match="empty"):
            fill(app, 10)
