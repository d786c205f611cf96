"""Faults of ours: told calmly with a number, the work kept, and a report that knows nothing about anybody."""

from __future__ import annotations

import faulthandler
import json
import logging
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter
from ui import last_words, report

NAME, NUMBER = "Оразбаева Жанар Мұратқызы", "871008401427"
ROOT = Path(__file__).resolve().parents[3]


def read(place: Path) -> dict[str, str]:
    with zipfile.ZipFile(place) as file:
        assert file.testzip() is None
        return {name: file.read(name).decode() for name in file.namelist()}


def only(folder: Path) -> Path:
    (found,) = folder.glob("*.zip")
    return found


def nothing_of(place: Path, *secrets: str) -> None:
    """Neither in the file as it lies, nor in any of its parts."""
    whole = place.read_bytes() + "".join(read(place).values()).encode()
    for secret in secrets:
        for word in secret.split():
            assert word.encode() not in whole, word


def broken(name: str, number: str) -> None:
    values = {"iin": number}
    raise KeyError(f"{name} {values['iin']}")


def test_a_report_says_the_place_and_no_value(tmp_path: Path) -> None:
    try:
        try:
            broken(NAME, NUMBER)
        except KeyError as first:
            raise RuntimeError(f"of {NAME}") from first
    except RuntimeError as wrong:
        number = report.write(wrong, tmp_path)
    parts = read(tmp_path / f"{number}.zip")
    assert set(parts) == {"report.json", "trace.txt", "log.txt"}
    assert "test_faults.py" in parts["trace.txt"]
    assert parts["trace.txt"].index("KeyError") < parts["trace.txt"].index("RuntimeError"), "the cause comes first"
    told = json.loads(parts["report.json"])
    assert told["number"] == number
    assert {"python", "qt", "system", "free_mib"} <= set(told["machine"])
    nothing_of(tmp_path / f"{number}.zip", NAME, NUMBER)


def test_a_line_of_the_log_keeps_only_what_stands_in_the_source(tmp_path: Path) -> None:
    lines, log = report.Remembered(logging.INFO), logging.getLogger("test.faults")
    log.setLevel(logging.INFO)
    log.addHandler(lines)
    try:
        log.info("a paper of %s was printed", NAME)
        log.info(f"composed of {NUMBER}")
        report.remember_qt("warning", f"QFile::open: no such file '{NAME}.pdf' of {NUMBER}")
    finally:
        log.removeHandler(lines)
    said = read(tmp_path / f"{report.write(ValueError(), tmp_path)}.zip")["log.txt"]
    assert "a paper of %s was printed" in said
    assert "QFile::open: no such file" in said
    nothing_of(only(tmp_path), NAME, NUMBER)


def test_the_folder_of_a_person_is_not_in_the_report(tmp_path: Path) -> None:
    code = compile("raise ValueError(1)", str(tmp_path / "Оразбаева" / "own.py"), "exec")
    with pytest.raises(ValueError, match="1") as caught:
        exec(code)  # a file that is nowhere near the program
    report.write(caught.value, tmp_path)
    nothing_of(only(tmp_path), "Оразбаева", str(tmp_path))


def test_a_fault_in_the_middle_of_an_intake_keeps_the_draft_and_says_so(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("intake")
    counter.type(KNOWN)
    counter.press("Enter")
    name = desk.visit.applicant.name
    assert name
    desk.view.changed.emit()
    before = QApplication.focusWidget()
    counter.front.work.write(lambda: broken(name, KNOWN))
    counter.rest()
    card = counter.front.shell.fault
    assert card.isVisible()
    assert QApplication.focusWidget() is before, "the person goes on typing"
    assert "Начатое сохранено" in card.accessibleName()
    place = only(counter.front.folder / "reports")
    assert place.stem in card.accessibleName()
    nothing_of(place, name, KNOWN)
    assert json.loads(read(place)["report.json"])["screen"] == "intake"
    (draft,) = counter.app().ask("queue.my_drafts", {}, as_=INSPECTOR)
    assert draft.draft.applicant.number.open() == KNOWN
    counter.press("Esc")
    assert not card.isVisible()


def test_a_planted_fault_of_the_transaction_is_told_and_nothing_is_half_done(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.screenshots import filled

    counter.log_in(INSPECTOR)
    counter.go("intake")
    monkeypatch.setenv("TEREZE_AT", "record.before:bug:*")
    counter.front.session.run("intake.accept", filled(counter.app(), KNOWN, 0))
    counter.rest()
    assert "всё" in counter.front.shell.fault.accessibleName().lower()
    name = counter.app().consult(KNOWN).name.open()
    place = only(counter.front.folder / "reports")
    assert "app/store/points.py" in read(place)["trace.txt"]
    nothing_of(place, KNOWN, *[w for w in name.split() if len(w) > 3])
    assert not counter.app().ask("queue.my_drafts", {}, as_=INSPECTOR)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager
def test_the_report_is_saved_where_the_person_wants_it(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.front.work.fault.emit(ZeroDivisionError())
    assert counter.front.shell.route("Ctrl+S")
    (dialog,) = counter.front.shell.findChildren(QFileDialog)
    wanted = counter.front.folder / "stick.zip"
    dialog.fileSelected.emit(str(wanted))
    dialog.reject()
    counter.rest()
    assert read(wanted) == read(only(counter.front.folder / "reports"))
    assert "Отчёт сохранён" in counter.told


def test_a_fault_in_another_thread_and_in_a_slot_reach_the_window(tmp_path: Path, qapp: QApplication) -> None:
    heard: list[BaseException] = []
    ears = last_words.Ears(tmp_path, heard.append)
    was, below = (sys.excepthook, threading.excepthook), faulthandler.is_enabled()
    ears.listen()
    try:
        thread = threading.Thread(target=broken, args=(NAME, NUMBER))
        thread.start()
        thread.join()
        sys.excepthook(ValueError, ValueError(), None)
    finally:
        ears.rest()
        sys.excepthook, threading.excepthook = was
        if below:
            faulthandler.enable(sys.__stderr__)
    assert [type(h) for h in heard] == [KeyError, ValueError]
    assert list(tmp_path.iterdir()) == []


def test_a_crash_below_python_is_told_at_the_next_start(tmp_path: Path) -> None:
    fall = (
        "import ctypes; from pathlib import Path; from ui.last_words import Ears\n"
        f"ears = Ears(Path({str(tmp_path)!r}), print); ears.listen(); iin = {NUMBER!r}\nctypes.string_at(0)"
    )
    done = subprocess.run([sys.executable, "-c", fall], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode != 0
    number = last_words.found_from_last_time(tmp_path)
    said = read(tmp_path / f"{number}.zip")["trace.txt"]
    assert "Segmentation fault" in said or "access violation" in said
    assert "string_at" in said
    nothing_of(only(tmp_path), NUMBER, str(tmp_path))
    assert last_words.found_from_last_time(tmp_path) == ""
