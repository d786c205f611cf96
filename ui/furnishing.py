"""What stands around the screens of a window and lies over them: built at once, or while somebody types at the lock screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from ui.devices.wedge import Thresholds, Wedge
from ui.parts.clause import ClauseSheet
from ui.parts.fault import FaultCard
from ui.parts.foot import Foot
from ui.parts.help import Help
from ui.parts.keymap import KeyMap
from ui.parts.palette import Palette
from ui.parts.rail import Rail
from ui.parts.toast import Toast
from ui.parts.topbar import BarState, TopBar
from ui.places import CENTRE_PLACES, SETTINGS, Place

if TYPE_CHECKING:
    from ui.shell import Shell


def build(
    shell: Shell, places: tuple[Place, ...] | None, *, training: bool, thresholds: Thresholds | None
) -> Iterator[None]:
    """Comes back after each part that takes its time; what is shut behind the lock screen is never seen."""
    shell.rail = Rail(places or CENTRE_PLACES, SETTINGS, shell)
    shell.grid.addWidget(shell.rail, 0, 0, 3, 1)
    shell.rail.setVisible(not shell.locked)
    yield
    shell.top = TopBar(shell)
    shell.grid.addWidget(shell.top, 0, 1)
    shell.top.setVisible(not shell.locked)
    yield
    shell.foot = Foot(shell)
    shell.grid.addWidget(shell.foot, 2, 1)
    shell.foot.setVisible(not shell.locked)
    for part in (shell.stack, shell.foot, shell.hazard):  # read, and reached by Tab, in this order
        part.raise_()
    yield
    shell.toast, shell.palette_ = Toast(shell), Palette(shell)
    yield
    shell.keymap, shell.fault = KeyMap(shell), FaultCard(shell)
    yield
    shell.help = Help(shell)
    yield
    shell.clause = ClauseSheet(shell)
    shell.over = (shell.toast, shell.palette_, shell.keymap, shell.fault, shell.help, shell.clause)
    yield
    shell.keymap.more.connect(shell.open_help)
    shell.wedge = Wedge(shell, thresholds=thresholds or Thresholds(), wanted=shell.in_front)
    shell.wedge.scanned.connect(shell.take_scan)
    shell.rail.chosen.connect(shell.place_chosen)
    shell.top.language_chosen.connect(shell.language_chosen)
    shell.top.lock_asked.connect(shell.lock_asked)
    shell.top.scan.asked.connect(shell.searched)
    shell.foot.pressed.connect(shell.route)
    shell.foot.acted.connect(shell.route)
    shell.foot.refused.connect(lambda _: shell.obstacle())
    shell.toast.acted.connect(shell.toast_key)
    app = QApplication.instance()
    if app is not None:
        app.installEventFilter(shell)  # one filter for all: it asks the wedge about plain typing
    shell.show_bar(BarState(training=training))
