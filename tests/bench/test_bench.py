"""The benches themselves: honest pairs, the same rows on both sides, a lived-in store that verifies. No figure is judged."""

from __future__ import annotations

import importlib
import json
import sqlite3
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.bench import BENCHES, accept, asked, bench, generate, grown, listing, lookup, receipt, search, signing
from app.bench.generate import fill
from app.bench.house import WHO, application, house, plain_copy
from app.bench.limits import Limit
from app.bench.names import SURNAMES
from app.bench.pairs import Place, Result, exponent, pairs
from app.bench.plot import growth
from app.bench.table import markdown, table
from app.cli import main
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


def test_a_store_on_postgresql_is_filled_with_the_same_cases(ram: Path, postgres_url: str) -> None:
    folds = []
    (ram / "embedded").mkdir()
    (ram / "shared").mkdir()
    for name, url in (("embedded", None), ("shared", postgres_url)):
        with house(ram / name, url) as app:
            made = fill(app, 150, seed=5)
            folds.append([fold for fold in app.folds() if "AT01-01" in str(fold)])
            assert app.ask("case.open", {"code": made.numbers[70]}, as_=WHO).case.number == made.numbers[70]
            assert app.ask("queue.find", {"text": SURNAMES[1]}, as_=WHO)
            settings = app.settings
    assert sorted(folds[0]) == sorted(folds[1]) != []
    assert verify_store(settings)["intact"]


def test_a_large_store_is_filled_without_its_journal_and_its_lists_are_whole(ram: Path) -> None:
    with house(ram) as app:
        made = fill(app, 60, journal=False)
        with app.store.reading() as connection:
            events = connection.exec_driver_sql("SELECT count(*) FROM events WHERE device = 'AT01-01'").scalar_one()
        assert events <= 20
        assert len(app.ask("queue.all", {"sort": "applicant", "limit": 200}, as_=WHO)) == 60
        assert app.ask("case.open", {"code": made.numbers[30]}, as_=WHO).case.number == made.numbers[30]


# ---- sizes


def test_sizes_grow_tenfold_up_to_what_was_asked_for() -> None:
    assert grown.sizes_up_to(1_000_000) == (10_000, 100_000, 1_000_000)
    assert grown.sizes_up_to(10_000_000)[-1] == 10_000_000
    assert grown.sizes_up_to(1000) == (100, 1000)


def test_a_store_is_made_once_for_all_benches_of_a_run(ram: Path) -> None:
    place = Place(folder=ram, stores=ram / "stores", cases=60)
    with grown.lived_in(place, 60) as (app, first):
        number = app.store.id
    with grown.lived_in(place, 60) as (app, again):
        assert (app.store.id, again) == (number, first)


def test_a_lookup_and_a_search_are_measured_at_every_size(ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "ROUNDS", 2)
    monkeypatch.setattr(search, "ROUNDS", 2)
    monkeypatch.setattr(generate, "RARE", 20)
    place = Place(folder=ram, stores=ram / "stores", cases=600)
    for measured in (lookup, search):
        (result,) = measured.run(place)
        told = result.told()
        assert list(told["sizes"]) == ["60", "600"]
        assert told["growth_verdict"] in ("met", "missed")


@pytest.mark.parametrize("name", ["scans", "signing", "verify"])
def test_a_bench_of_keeping_tells_both_sides(ram: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module(f"app.bench.{name}")
    monkeypatch.setattr(module, "ROUNDS", 2)
    monkeypatch.setattr(module, "BYTES", 5000 if name == "scans" else module.__dict__.get("BYTES"), raising=False)
    (result,) = module.run(Place(folder=ram, stores=ram / "stores", cases=50))
    assert result.told()["verdict"] in ("met", "missed")


def test_the_windows_of_the_list_are_whole_programs() -> None:
    for name, code in listing.WINDOWS.items():
        compile(code, name, "exec")


# ---- for people

TOLD = {
    "benches": {
        "lookup": [{
            "what": "open a case", "ours_ms": 1.5, "raw_ms": 0.01, "ratio": 150.0, "measure": "ours / raw", "target": "<= 1",
            "verdict": "not judged here", "growth_exponent": 0.05, "growth_target": "<= 0.133", "growth_verdict": "met",
            "p99_ms": 2.5, "p99_target_ms": 16.0, "p99_verdict": "met",
            "sizes": {"10000": {"ours_ms": 1.0, "raw_ms": 0.01}, "1000000": {"ours_ms": 1.5, "raw_ms": 0.02}},
        }],
        "list": [{
            "what": "list of all cases", "ours_ms": 40.0, "raw_ms": 300.0, "ratio": 0.13, "measure": "ours / raw",
            "target": "<= 0.1", "verdict": "missed",
            "step_ms": 1.6, "step_ratio": 1.07, "step_target": "<= 1.2", "step_verdict": "met",
        }],
        "scans": [{
            "what": "store a scan", "ours_ms": 20.0, "raw_ms": 5.0, "ratio": 4.0, "measure": "ours / raw",
            "target": "<= 2.2", "verdict": "missed",
        }],
        "memory": [Limit(what="in the evening", value=170.5, unit="MiB", kind="at most", target=200).told()],
    },
}  # fmt: skip


def test_the_table_has_a_line_for_every_target() -> None:
    lines = table(TOLD).splitlines()
    assert len(lines) == 8
    assert lines[1].endswith("not judged here")
    assert "growth exponent" in lines[2] and "0.05" in lines[2] and lines[2].endswith("met")  # noqa: PT018
    assert "2.5 ms" in lines[3] and "<= 16.0 ms" in lines[3]  # noqa: PT018
    assert lines[4].endswith("missed")
    assert "1.07" in lines[5] and "1.6" not in lines[5] and lines[5].endswith("met")  # noqa: PT018
    assert lines[6].endswith("missed")
    assert "170.5 MiB" in lines[7] and lines[7].endswith("met")  # noqa: PT018
    assert len(markdown(TOLD).splitlines()) == 9


def test_the_picture_shows_every_side_that_was_measured_at_several_sizes() -> None:
    root = ElementTree.fromstring(growth(TOLD))
    said = " ".join(root.itertext())
    assert "open a case (0.09)" in said
    assert "open a case, raw (0.15)" in said
    assert "store a scan" not in said
    assert growth({"benches": {}}) == ""


def test_the_figures_are_kept_where_they_are_asked_for(
    ram: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(signing, "ROUNDS", 2)
    assert (
        main(["bench", "signing", "--store", f"sqlite:///{ram / 'a.db'}", "--table", "--out", str(tmp_path / "out")])
        == 0
    )
    said = capsys.readouterr()
    assert json.loads(said.out)["benches"]["signing"][0]["what"] == "sign in CMS"
    assert said.err.splitlines()[0].startswith("bench")
    assert json.loads((tmp_path / "out" / "bench.json").read_text())["benches"]
    assert "sign in CMS" in (tmp_path / "out" / "bench.md").read_text()
