"""The pictures of the law at hand: the reader, two versions compared, a clause beside the work, a new version."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.desks.front import Front

ATYRAU = ("atyrau-2015-324@2015-12-06", "atyrau-2015-324@2016-07-15")
ADMINISTRATOR = "administrator.at01"


def law(front: Front) -> None:
    """The version in force, at the step of accepting."""
    desk = _reader(front)
    desk.view.table.list.go("medical-licence:steps:3")


def law_compared(front: Front) -> None:
    desk = _reader(front)
    desk.compare(ATYRAU[0])


def law_clause(front: Front) -> None:
    """The clause of the reader's line, over the register of cases."""
    from ui.desks.clause import show_clause
    from ui.screenshots import INSPECTOR, enter, settle

    enter(front, INSPECTOR, "find")
    assert front.session is not None
    show_clause(front.session, ATYRAU[1], "annex-1/10(2)", source="act", service="medical-licence")
    settle(front)


def new_law(front: Front) -> None:
    """Copied; accepting takes 20 minutes now, and so most past cases would have had another end."""
    from ui.screenshots import enter, settle

    enter(front, ADMINISTRATOR, "new-law")
    desk: Any = front.desks["new-law"]
    (front.folder / "atyrau-2015-324@2017-01-10.toml").unlink(missing_ok=True)
    desk.copy(ATYRAU[1], date(2017, 1, 10), front.folder)
    settle(front)
    path: Path = desk.way.path
    text = path.read_text("utf-8")
    at = text.index('id = "prepare"')
    at = text.index("limit = ", at)
    path.write_text(text[:at] + "limit = 7" + text[text.index("\n", at) :], "utf-8")
    desk._choose("check")
    desk.press("Ctrl+Enter")
    settle(front)


def new_law_tried(front: Front) -> None:
    from ui.screenshots import settle

    new_law(front)
    desk: Any = front.desks["new-law"]
    desk._choose("try")
    desk.press("Ctrl+Enter")
    settle(front)


def _reader(front: Front) -> Any:
    from ui.screenshots import enter, settle

    enter(front, ADMINISTRATOR, "law")
    desk: Any = front.desks["law"]
    desk.read(ATYRAU[1])
    settle(front)
    return desk


STAGES = (
    ("law", law),
    ("law-compared", law_compared),
    ("law-clause", law_clause),
    ("new-law", new_law),
    ("new-law-tried", new_law_tried),
)
