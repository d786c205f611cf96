"""A store whose key lies under a passphrase: it is asked over the lock screen, and kept in memory alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.problems import Refused, Unavailable
from ui import problems
from ui.look_words import say

if TYPE_CHECKING:
    from ui.desks.front import Front

PURPOSE = "key"


def unseals(front: Front, wrong: BaseException) -> bool:
    """Whether it is only the passphrase that lacks; then it is asked for, and the store is opened with the answer."""
    needed = isinstance(wrong, Unavailable) and (wrong.what, wrong.status) == ("key", "passphrase-needed")
    mistyped = isinstance(wrong, Refused) and wrong.code == "passphrase-wrong"
    if not needed and not mistyped:
        return False
    title = say("window.lock.key") if needed else problems.told(wrong, front.folder / "reports").text

    def answered(purpose: str, text: str) -> None:
        if purpose != PURPOSE:
            return
        from app.start import passphrase_is

        front.shell.palette_.asked.disconnect(answered)
        passphrase_is(text)
        front.start()

    front.shell.palette_.asked.connect(answered)
    front.shell.offer(PURPOSE, title, (), secret=True)
    return True
