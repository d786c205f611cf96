"""Furnished states of every screen, with fictional people: for tests, screenshots and whoever draws a screen."""

# ruff: noqa: E501 -- rows of fictional texts in two or three languages; broken up they are harder to compare
from __future__ import annotations

from tests.ui.demo_board import board
from tests.ui.demo_case import case
from tests.ui.demo_desk import find, licensor, release
from tests.ui.demo_first import (
    first_licensor,
    first_office,
    first_place,
    first_scanner,
    first_summary,
    settings_empty,
    settings_exchange,
    settings_look,
)
from tests.ui.demo_law import (
    law,
    law_compared,
    law_ended,
    law_nothing,
    newlaw,
    newlaw_adopt,
    newlaw_edit,
    newlaw_faulty,
    newlaw_tried,
)
from tests.ui.demo_printers import ledger, ledger_empty, printers, printers_none
from tests.ui.demo_process import no_process, process
from tests.ui.demo_scanner import scanner, scanner_away, scanner_camera
from tests.ui.demo_scans import scan_all, scan_kept, scan_none, scan_noted, scan_wrong
from tests.ui.demo_sector import courier, lock, sector, sector_wrong
from tests.ui.demo_summary import summary, summary_behind, summary_empty
from tests.ui.demo_words import t
from ui.parts.clockbox import ClockState
from ui.parts.documents import HeldRow, PaperRow
from ui.parts.field import FieldState
from ui.parts.topbar import BarState
from ui.parts.verdict import Verdict
from ui.screens.intake_view import ApplicantState, IntakeState, RepresentativeState


def bar() -> BarState:
    return BarState(
        "ok", t("Байланыста", "На связи", "Connected"), t("ср", "ср", "Wed") + " 16.11.2016", "10:42",
        "Ж. Оразбаева · 3", True,
    )  # fmt: skip


def _law() -> str:
    return t("Стандарт, 9-тармақ", "Стандарт, п. 9", "Standard, cl. 9")


def _papers() -> tuple[PaperRow, ...]:
    ok, law = t("Бар", "Есть", "Present"), _law()
    return (
        PaperRow(id="a", name=t("Заңды тұлғаның нысан бойынша өтініші", "Заявление юридического лица",
                 "Application of a legal person"), hint=t("1-қосымша", "форма, прил. 1", "form, annex 1"), clause=law,
                 kind=4, sheets=2, scans=1, tone="ok", verdict=ok),
        PaperRow(id="b", name=t("Өкілдің жеке басын куәландыратын құжат",
                 "Документ, удостоверяющий личность представителя", "Identity document of the representative"),
                 hint=t("салыстыру үшін, қайтарылады", "для сверки, возвращается", "compared and given back"),
                 clause=law, kind=1, sheets=1, until="14.02.2021", expires=True, tone="ok",
                 verdict=t("Салыстырылды", "Сверен", "Compared")),
        PaperRow(id="c", name=t("Өкілдің сенімхаты", "Доверенность представителя", "Power of attorney"),
                 reason=t("Мерзімі 4 күн бұрын өткен — жарамдысы керек", "Срок истёк 4 дня назад — нужна действующая",
                          "Expired 4 days ago — a valid one is needed"), clause=law,
                 kind=3, sheets=1, until="12.11.2016", expires=True, until_tone="bad", scans=1, tone="late",
                 verdict=t("Мерзімі өтті", "Просрочен", "Expired")),
        PaperRow(id="d", name=t("Лицензиялық алымның төленгенін растайтын құжаттың көшірмесі",
                 "Копия документа об уплате лицензионного сбора", "Copy of the proof that the fee was paid"),
                 hint=t("10 АЕК = 21 210 ₸", "10 МРП = 21 210 ₸", "10 MCI = 21 210 ₸"), clause=law, kind=2, sheets=1,
                 scans=1, tone="ok", verdict=ok),
        PaperRow(id="e", name=t("Біліктілік талаптарына сәйкестігін растайтын мәліметтер нысаны",
                 "Форма сведений о соответствии квалификационным требованиям",
                 "Form of particulars on the qualification requirements"),
                 reason=t("5-қосымша бойынша толтырылған нысан керек", "Нужна заполненная форма по приложению 5",
                          "The form of annex 5, filled in, is needed"), clause=law, kind=0, tone="late",
                 verdict=t("Ұсынылмаған", "Не представлен", "Not given")),
        PaperRow(id="f", name=t("Мамандардың дипломдары мен сертификаттары", "Дипломы и сертификаты специалистов",
                 "Diplomas and certificates of specialists"), hint=t("3 маман", "3 специалиста", "3 specialists"),
                 clause=law, kind=2, sheets=18, scans=18, tone="ok", verdict=ok),
        PaperRow(id="g", name=t("Үй-жайды жалға алу шарты", "Договор аренды помещения", "Lease of the premises"),
                 hint=t("мекенжайы өтінішпен сәйкес", "адрес совпадает с заявлением", "address as in the application"),
                 clause=law, kind=2, sheets=6, until="01.09.2018", scans=6, tone="ok", verdict=ok),
    )  # fmt: skip


def _held() -> tuple[HeldRow, ...]:
    return (
        HeldRow(t("Заңды тұлғаны мемлекеттік тіркеу", "Регистрация юридического лица", "Registration as legal person"),
                t("ЗТ МДБ", "ГБД ЮЛ", "State database of legal persons")),
        HeldRow(t("Санитариялық-эпидемиологиялық қорытынды", "Санитарно-эпидемиологическое заключение",
                  "Sanitary-epidemiological conclusion"),
                t("қызметті беруші алады", "получает услугодатель", "got by the licensor")),
    )  # fmt: skip


def _clocks(elapsed: int = 402) -> tuple[ClockState, ...]:
    return (
        ClockState(t("Қабылдау", "Приём", "Intake"), 900, elapsed),
        ClockState(t("Тіркеу", "Регистрация", "Registration"), 900),
        ClockState(t("Жинақтауға беру", "В сектор", "To the sector"), 1800),
    )


def intake_refused() -> IntakeState:
    """Picture a: two gaps, the lawful "no" is the one act open."""
    return IntakeState(
        service=t("Медициналық қызметке лицензия — беру", "Лицензия на медицинскую деятельность — выдача",
                  "Licence for medical activity — issue"),
        act=t("Атырау облысы, № 324 қаулы, 1-қосымша · 15.07.2016 бастап редакция",
              "Атырауская обл., пост. № 324, прил. 1 · редакция с 15.07.2016",
              "Atyrau region, resolution № 324, annex 1 · version of 15.07.2016"),
        clocks=_clocks(),
        applicant=ApplicantState(
            number=FieldState("140640017300", "ok", t("заңды тұлға", "юридическое лицо", "legal person")),
            name=FieldState(t("«Жайық-Дәрігер» ЖШС", "ТОО «Жайық-Дәрігер»"), "register"),
            address=t("Атырау қ., Береке даңғ., 41, 3-т. е. б.", "г. Атырау, пр. Береке, 41, н. п. 3"),
            source_tone="ok", source=t("ЗТ МДБ 10:37-де жауап берді", "ГБД ЮЛ ответил в 10:37", "Register answered 10:37"),
        ),
        representative=RepresentativeState(
            number=FieldState("880411400607", "ok", "11.04.1988"),
            name=FieldState("Сейітқали Дана Ержанқызы", "register"),
            power=FieldState(t("№ 1184, нотариаттық", "№ 1184, нотариальная", "№ 1184, notarised")),
            until=FieldState("12.11.2016", "bad"), phone=FieldState("701 000 41 17"), source_tone="ok",
            source=t("БНАЖ: берілген, кері қайтарылмаған", "ЕНИС: выдана, не отозвана", "Notaries: issued, not revoked"),
        ),
        papers=_papers(), held=_held(),
        verdict=Verdict(
            "late", t("Қабылдауға болмайды: 2 ескерту", "Принять нельзя: 2 замечания", "Cannot be accepted: 2 gaps"),
            t("№ 3 — мерзімі өткен, № 5 — ұсынылмаған", "№ 3 — срок истёк, № 5 — не представлен",
              "№ 3 expired, № 5 not given"),
            t("Регламент, 1-қосымша, 10-тармақ, 1-процесс", "Регламент, прил. 1, п. 10, процесс 1",
              "Regulation, annex 1, cl. 10, process 1"),
            t("8-қосымша бойынша бас тарту қолхаты\n2 дана, нөмірімен", "Расписка об отказе по прил. 8\n2 экземпляра, с номером",
              "Refusal receipt by annex 8\n2 copies, numbered")),
        receipt_lang="both", blocked=t("2 ескерту бар", "2 замечания", "2 gaps"), obstacle="e",
    )  # fmt: skip


def intake_complete() -> IntakeState:
    """Picture b: complete, one power of attorney soon at its end."""
    from dataclasses import replace

    ok = t("Бар", "Есть", "Present")
    base, papers = intake_refused(), list(_papers())
    papers[2] = replace(
        papers[2], reason=t("3 күннен кейін бітеді — қабылдауға кедергі емес", "Истекает через 3 дня — приёму не мешает",
        "Ends in 3 days — no obstacle"), until="19.11.2016", until_tone="warn", tone="risk",
        verdict=t("Мерзімі таяу", "Скоро истечёт", "Soon over"))  # fmt: skip
    papers[4] = replace(
        papers[4],
        reason="",
        hint=t("5-қосымша", "прил. 5", "annex 5"),
        kind=4,
        sheets=4,
        scans=4,
        tone="ok",
        verdict=ok,
    )
    assert base.representative is not None
    return replace(
        base, clocks=_clocks(559), papers=tuple(papers), receipt_lang="kk", blocked="", obstacle="",
        representative=replace(base.representative, until=FieldState("19.11.2016", "warn")),
        verdict=Verdict(
            "ok", t("Топтама толық: 7 құжат, 33 парақ", "Пакет полон: 7 документов, 33 листа", "Complete: 7 documents, 33 sheets"),
            t("Нәтиже 08.12.2016 дейін: 15 жұмыс күні, 1 желтоқсан — мереке",
              "Результат до 08.12.2016: 15 рабочих дней, 1 декабря — праздник", "Result by 08.12.2016: 15 working days"),
            t("Стандарт, 4-тармақ", "Стандарт, п. 4", "Standard, cl. 4"),
            t("Қолхат екі тілде басылады\nпринтер: Касса-3", "Расписка на двух языках\nпринтер: Касса-3",
              "Receipt in two languages\nprinter: Kassa-3")),
    )  # fmt: skip


def intake_empty() -> IntakeState:
    """A natural person has just sat down; nothing is entered."""
    return IntakeState(
        service=t("Медициналық қызметке лицензия — телнұсқа", "Лицензия на медицинскую деятельность — дубликат",
                  "Licence for medical activity — duplicate"),
        act=t("Атырау облысы, № 324 қаулы, 1-қосымша", "Атырауская обл., пост. № 324, прил. 1", "Atyrau, № 324, annex 1"),
        clocks=_clocks(12), applicant=ApplicantState(with_bin=False),
        papers=(PaperRow(id="a", name=t("Еркін нысандағы өтініш", "Заявление в произвольной форме", "Application"),
                         clause=_law()),),
        verdict=Verdict("wait", t("ЖСН-ді енгізіңіз", "Введите ИИН", "Enter the IIN"),
                        t("содан кейін құжаттарды белгілеңіз", "затем отметьте документы", "then mark the papers")),
        blocked=t("ЖСН енгізілмеген", "ИИН не введён", "No IIN"), obstacle="number",
    )  # fmt: skip


SCREENS = {
    "scans": ("tests.ui.demo_scans:ScansView", (scan_kept, scan_none, scan_wrong, scan_noted, scan_all)),
    "intake": ("ui.screens.intake_view:IntakeView", (intake_refused, intake_complete, intake_empty)),
    "sector": ("ui.screens.sector_view:SectorView", (sector, sector_wrong)),
    "courier": ("ui.screens.courier_view:CourierView", (courier,)),
    "case": ("ui.screens.case_view:CaseView", (case,)),
    "licensor": ("ui.screens.licensor_view:LicensorView", (licensor,)),
    "release": ("ui.screens.release_view:ReleaseView", (release,)),
    "find": ("ui.screens.find_view:FindView", (find,)),
    "deadlines": ("ui.screens.board_view:BoardView", (board,)),
    "process": ("ui.screens.process_view:ProcessView", (process, no_process)),
    "scanner": ("ui.screens.scanner_view:ScannerView", (scanner, scanner_away, scanner_camera)),
    "printers": ("ui.screens.printers_view:PrintersView", (printers, printers_none)),
    "ledger": ("ui.screens.ledger_view:LedgerView", (ledger, ledger_empty)),
    "first": (
        "ui.screens.first_view:FirstView",
        (first_place, first_office, first_licensor, first_scanner, first_summary),
    ),
    "settings": ("ui.screens.settings_view:SettingsView", (settings_look, settings_exchange, settings_empty)),
    "law": ("ui.screens.law_view:LawView", (law, law_ended, law_compared, law_nothing)),
    "new-law": (
        "ui.screens.newlaw_view:NewLawView",
        (newlaw, newlaw_edit, newlaw_faulty, newlaw_tried, newlaw_adopt),
    ),
    "lock": ("ui.screens.lock:Lock", (lock,)),
    "summary": ("ui.screens.summary_view:SummaryView", (summary, summary_behind, summary_empty)),
}
