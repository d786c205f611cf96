"""What holds for every test: nothing unexpected passes – no warning, no log record, no thread left behind."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = (
    "offscreen"  # before anything imports Qt; a test in a real window starts a program of its own
)
for name in (
    "TEREZE_STORE",
    "TEREZE_KEY",
    "TEREZE_PASSWORD",
    "PGPASSFILE",
    "PGHOST",
    "PGUSER",
    "PGPORT",
):
    os.environ.pop(name, None)  # what the developer's own shell has set is not the tests' business
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

from tests.postgres import postgres_server, postgres_url  # noqa: E402, F401  (fixtures)
from tests.screen import x_server  # noqa: E402, F401

settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile("here", deadline=None, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# Of third parties, each with its reason; reviewed when a dependency moves.
FORGIVEN_WARNINGS: tuple[str, ...] = ()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "xcb: opens a real window on an X server that the tests start")
    for line in ("error", *FORGIVEN_WARNINGS):
        config.addinivalue_line("filterwarnings", line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("qt_log_level_fail") is None:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What the campaigns ran, whichever process ran them."""
    done = [report for report in terminalreporter.stats.get("", ()) if getattr(report, "when", "") == "teardown"]
    for line in sorted(said for report in done for name, said in report.user_properties if name == "campaign"):
        terminalreporter.write_line(line)


class Unexpected(logging.Handler):
    """Collects what is logged at WARNING and above, to be compared with what the test said it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def judge(self) -> None:
        said = [(record.name, record.levelname, record.getMessage()) for record in self.records]
        wrong = [one for one in said if not any(one[0].startswith(n) and t in one[2] for n, t in self.expected)]
        absent = [e for e in self.expected if not any(n.startswith(e[0]) and e[1] in text for n, _, text in said)]
        assert not wrong, f"logged and not expected: {wrong}"
        assert not absent, f"expected in the log, and not there: {absent}"


@pytest.fixture(autouse=True)
def _log() -> Iterator[Unexpected]:
    judge = Unexpected()
    root = logging.getLogger()
    root.addHandler(judge)
    yield judge
    root.removeHandler(judge)
    judge.judge()


@pytest.fixture
def expect_log(_log: Unexpected) -> Callable[[str, str], None]:
    """`expect_log("app.sync", "parked")`: a warning of that logger with that text must come, and is then no fault."""
    return lambda logger, text: _log.expected.append((logger, text))


@pytest.fixture(autouse=True)
def _threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]
    for thread in left:
        thread.join(timeout=30)  # one that is on its way out may finish
    assert not [t for t in left if t.is_alive()], f"threads left behind: {left}"


@pytest.fixture(autouse=True)
def _struck() -> None:
    """The first time that a boundary is met is the first time in this test."""
    if points := sys.modules.get("app.store.points"):
        points._met.clear()


@pytest.fixture(scope="module", autouse=True)
def _swept() -> Iterator[None]:
    """What outlives a module (texts of acts, laid-out words) is not looked through at every sweep of the modules after it."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def ram_of_run() -> Iterator[Path]:
    """A folder in memory for the whole run, where there is such a thing; PostgreSQL passes through as another user."""
    shared = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="tereze-", dir=shared if os.access(shared, os.W_OK) else None))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def ram(ram_of_run: Path) -> Iterator[Path]:
    """A folder in memory for one test: stores lie here, except where surviving a power cut is the point."""
    folder = Path(tempfile.mkdtemp(dir=ram_of_run))
    yield folder
    shutil.rmtree(folder)
