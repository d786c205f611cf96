"""The longest process that there is, as the window shows it with a case on it."""

from __future__ import annotations

from dataclasses import replace

from app.catalogue.packs import FOLDER, read_pack
from app.domain.swimlanes import process_of
from tests.ui.demo_words import t
from ui.desks.process import plain_box
from ui.look_words import say
from ui.parts.swim import SwimState
from ui.screens.process_view import ProcessState

DONE = ("visit", "accept", "register", "to-sector", "dispatch", "courier-to-licensor")
NOW = ("licensor", "take-in")


def process() -> ProcessState:
    service = read_pack(FOLDER / "atyrau-2015-324@2016-07-15.toml").services[0]
    drawn = process_of(service, variant="issue", object="licence", channel="counter")
    boxes = {}
    for b in drawn.boxes:
        phase = "done" if b.step.id in DONE else "now" if b.step.id in NOW else "ahead"
        limit = "02.11 16:40" if phase == "done" else plain_box(b).limit
        boxes[b.step.id] = replace(plain_box(b), phase=phase, limit=limit, tone="risk" if phase == "now" else "")
    return ProcessState(
        service=t("Медициналық қызметке лицензия беру · беру", "Выдача лицензии на медицинскую деятельность · выдача",
                  "Licence for medical activity · issue"),
        under=t("Атырау облысы, № 324 қаулы · 15.07.2016 бастап редакция", "Атырауская область, постановление № 324",
                "Atyrau region, № 324"),
        number="AT01-01-16-00005-6", number_rest=t("Қызмет берушіде", "У услугодателя", "At the licensor"),
        swim=SwimState(process=drawn, lanes=tuple(say(f"process.actor.{a}") for a in drawn.lanes), boxes=boxes),
        title=say("desk.step.completeness"), title_rest=t("мерзімі 1 жұмыс күні", "срок 1 рабочий день", "1 working day"),
        text=t("Маман құжаттар топтамасының толықтығын тексереді", "Специалист проверяет полноту пакета документов",
               "The specialist checks that the documents are complete"),
        clause=t("1-қосымша, 7-т. 3)", "прил. 1, п. 7 3)", "annex 1, cl. 7 3)"),
        refusals_title=say("process.refusals.title") + ": ",
        refusals=t("құжаттар топтамасы толық емес", "неполный пакет документов", "the documents are not complete"),
    )  # fmt: skip


def no_process() -> ProcessState:
    return ProcessState()
