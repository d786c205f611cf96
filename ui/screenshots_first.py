"""Stages of the pictures: the first start, a section of the settings, help over the work, a fault told calmly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.desks.front import Front


def guide_at(step: str) -> Callable[[Front], None]:
    """The first start of a store that is not there, at one of its steps."""

    def stage(front: Front) -> None:
        from ui.desks.first import open_guide
        from ui.desks.first_plan import STEPS

        front.log_out()
        if front.guide is None:
            front.guide = open_guide(front)
        guide: Any = front.guide
        guide.plan = replace(
            guide.plan, step=step, reached=STEPS.index(step), code="AT05", phone="8 (7000) 00-05-55",
            name_ru="Государственная корпорация «Правительство для граждан»",
            name_kk="«Азаматтарға арналған үкімет» мемлекеттік корпорациясы",
            branch_ru="Филиал по Атырауской области, отдел № 5", branch_kk="Атырау облысы бойынша филиал, № 5 бөлім",
            address_ru="г. Атырау, ул. Сәтбаева, д. 5", address_kk="Сәтбаев көшесі, 5-үй, Атырау қ.",
            administrator="Жүнісов Ерлан Қайратұлы", people={"inspector": "Оразбаева Жанар Мұратқызы"},
        )  # fmt: skip
        guide.show()
        front.shell.go("first")

    return stage


def section(name: str) -> Callable[[Front], None]:
    def stage(front: Front) -> None:
        from ui.screenshots import enter, settle

        enter(front, "administrator.at01", "settings")
        desk: Any = front.desks["settings"]
        desk.choose(name)
        settle(front)

    return stage


def help_over(front: Front) -> None:
    from ui.screenshots import INSPECTOR, enter

    enter(front, INSPECTOR, "intake")
    front.shell.open_help()


def fault_over(front: Front) -> None:
    from ui.screenshots import INSPECTOR, enter, settle

    front.shell.help.close_()
    enter(front, INSPECTOR, "intake")
    front.faults.tell(ZeroDivisionError())
    settle(front)


def after(front: Front) -> None:
    """The window as every other stage expects it."""
    front.shell.fault.hide()
    front.shell.help.close_()


STAGES = (
    ("first-office", guide_at("office")),
    ("first-scanner", guide_at("scanner")),
    ("first-summary", guide_at("summary")),
    ("settings-exchange", section("exchange")),
    ("settings-law", section("law")),
    ("help", help_over),
    ("fault", fault_over),
    ("settings-look", lambda front: (after(front), section("look")(front))),
)
