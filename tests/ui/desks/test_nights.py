"""The backup of the night at the window: in a quiet minute, nobody waits for it, and a failure is told to whoever is there."""

from __future__ import annotations

from pathlib import Path

from app.keeping.nightly import copies
from tests.ui.desks.counter import INSPECTOR, SECTOR, Counter
from ui.desks.nights import QUIET


def set_up(counter: Counter, folder: Path) -> None:
    """Said for a demonstration, which has no nights of its own."""
    key = counter.app().settings.key
    key.with_name("backup.toml").write_text(f"folder = '{folder}'\nkeep = 2\n")


def quiet(counter: Counter) -> None:
    """A minute in which nobody touches anything has passed."""
    counter.front.watch.touched = counter.front.watch.ticks() - QUIET - 1
    counter.front.nights.look()
    counter.rest()


def test_a_copy_is_made_when_nobody_works_and_not_before(counter: Counter, tmp_path: Path) -> None:
    counter.log_in(INSPECTOR)
    set_up(counter, tmp_path / "nights")
    counter.front.watch.touched = counter.front.watch.ticks()
    counter.front.nights.look()
    counter.rest()
    assert copies(tmp_path / "nights") == []
    quiet(counter)
    assert len(copies(tmp_path / "nights")) == 1
    quiet(counter)
    assert len(copies(tmp_path / "nights")) == 1, "one a night"
    assert counter.front.nights.wrong is None


def test_a_demonstration_is_not_copied_unless_it_is_said(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    quiet(counter)
    assert not (counter.app().store.path.parent / "backups").exists()


def test_a_copy_that_failed_is_told_and_told_again_to_who_comes_next(counter: Counter, tmp_path: Path) -> None:
    counter.log_in(INSPECTOR)
    (tmp_path / "nights").write_text("a file where the folder should be")
    set_up(counter, tmp_path / "nights")
    quiet(counter)
    assert "backup" in counter.told.lower() or "копия" in counter.told or "көшірме" in counter.told
    counter.front.shell.toast.hide()
    counter.log_in(SECTOR)
    counter.front.nights.look()
    counter.rest()
    assert counter.front.nights.told is counter.front.session
    assert counter.front.nights.wrong is not None


def test_a_setting_that_nobody_knows_is_told(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.app().settings.key.with_name("backup.toml").write_text("hour = 99")
    quiet(counter)
    assert "backup.toml" in counter.told
