"""Papers of the counter: receipts, label, separator, slip of information, ticket, mark."""

from __future__ import annotations

from app.domain.numbers import case_number
from app.print.facts import Both, Office, Party
from app.print.forms import (
    acceptance_receipt,
    information_slip,
    label,
    refusal_receipt,
    registration_mark,
    separator,
    ticket,
)
from tests.print.people import ATYRAU, COMPANY, LICENCE_AND_ANNEX, MEDICAL, PROOF, SHYMKENT, UST_KAMENOGORSK, WOMAN


def _document(ru: str, kk: str, kind: acceptance_receipt.Kind, sheets: int, **more: str) -> acceptance_receipt.Document:
    return acceptance_receipt.Document(name=Both(ru, kk), kind=kind, sheets=sheets, **more)


RECEIPT = acceptance_receipt.Facts(
    office=ATYRAU,
    code="CAT010316000422",
    number="AT01-03-16-00042-2",
    act="atyrau-2015-324",
    clause=Both("прил. 1", "1-қосымша"),
    demanded=Both("п. 10 2)", "10-т. 2)"),
    proof=PROOF,
    fingerprint="0b9cf00a584ce9ac",
    accepted_at="2016-11-17T15:20:00+05:00",
    service=MEDICAL,
    asked=LICENCE_AND_ANNEX,
    applicant=COMPANY,
    representative=WOMAN,
    release_at="2016-12-12T19:00:00+05:00",
    release_reconstructed=True,
    release_place=Both(
        "Отдел № 1, окна 1–6,\nул. Бейбарыса, д. 112,\nг. Атырау",
        "№ 1 бөлім, 1–6-терезелер,\nБейбарыс көшесі, 112-үй,\nАтырау қ.",
    ),
    hours=Both("пн–сб 09:00–20:00", "дс–сб 09:00–20:00"),
    kept_until="2017-01-12",
    documents=(
        _document("Заявление юридического лица", "Заңды тұлғаның өтініші", "original", 2),
        _document(
            "Документ об уплате лицензионного сбора", "Лицензиялық алымның төленгенін растайтын құжат", "copy", 1
        ),
        _document(
            "Форма сведений о соответствии квалификационным требованиям",
            "Біліктілік талаптарына сәйкестік туралы мәліметтер нысаны",
            "original",
            7,
        ),
        _document("Дипломы и сертификаты специалистов", "Мамандардың дипломдары мен сертификаттары", "copy", 18),
        _document("Договор аренды помещения", "Үй-жайды жалға алу шарты", "copy", 6, valid_until="2018-09-01"),
        _document("Доверенность", "Сенімхат", "notarised-copy", 1, number="1192", valid_until="2017-11-14"),
    ),
    returned=(Both("удостоверение представителя", "өкілдің жеке куәлігі"),),
    inspector="Оразбаева Жанар Мұратқызы",
    window="3",
)
REFUSAL = refusal_receipt.Facts(
    office=ATYRAU,
    code="CAT01031600039R",
    number="AT01-03-16-00039-R",
    act="atyrau-2015-324",
    clause=Both("п. 10 1)", "10-т. 1)"),
    set_by=Both("приложение 8 к Стандарту", "Стандартқа 8-қосымша"),
    proof=PROOF,
    fingerprint="3ff6c05723bb069d",
    refused_at="2016-11-16T10:57:00+05:00",
    applicant=COMPANY,
    bearer=WOMAN,
    service=MEDICAL,
    asked=LICENCE_AND_ANNEX,
    basis=Both("Регламент, п. 10 1); Закон, ст. 20, п. 2°", "Регламент, 10-т. 1); Заң, 20-бап, 2-т.°"),
    findings=(
        refusal_receipt.Finding(
            document=Both("Доверенность представителя", "Сенімхат"),
            word="expired",
            about=Both(
                "Доверенность № 1184 действовала до 12.11.2016.", "№ 1184 сенімхат 12.11.2016 дейін жарамды болған."
            ),
            clause=Both("Стандарт, п. 9°", "Стандарт, 9-т.°"),
            remedy=Both(
                "Принесите действующую доверенность и её копию.",
                "Қолданыстағы сенімхатты және оның көшірмесін әкеліңіз.",
            ),
        ),
        refusal_receipt.Finding(
            document=Both(
                "Форма сведений о соответствии квалификационным требованиям",
                "Біліктілік талаптарына сәйкестік туралы мәліметтер нысаны",
            ),
            word="missing",
            clause=Both("Стандарт, п. 9, прил. 5°", "Стандарт, 9-т., 5-қосымша°"),
            remedy=Both(
                "Заполните и подпишите форму. Бланк дают в этом отделе.",
                "Нысанды толтырып, қол қойыңыз. Бланк осы бөлімде беріледі.",
            ),
        ),
        refusal_receipt.Finding(
            document=Both("Документ об уплате лицензионного сбора", "Лицензиялық алымның төленгенін растайтын құжат"),
            word="missing",
            clause=Both("Стандарт, п. 9°", "Стандарт, 9-т.°"),
            remedy=Both(
                "Оплатите 10 МРП = 21 210 ₸ и принесите копию. При оплате на портале копия не нужна.",
                "10 АЕК = 21 210 ₸ төлеп, көшірмесін әкеліңіз. Портал арқылы төленсе, көшірме керек емес.",
            ),
        ),
        refusal_receipt.Finding(
            document=Both("Договор аренды помещения", "Үй-жайды жалға алу шарты"),
            word="missing",
            about=Both("Права собственности в регистре тоже нет.", "Меншік құқығы тіркелімде де жоқ."),
            clause=Both("Стандарт, п. 9°", "Стандарт, 9-т.°"),
            remedy=Both("Принесите договор и его копию.", "Шартты және оның көшірмесін әкеліңіз."),
        ),
    ),
    documents=3,
    sheets=21,
    hours=Both("пн–сб, 09:00–20:00", "дс–сб, 09:00–20:00"),
    inspector="Оразбаева Жанар Мұратқызы",
    window="3",
    notes=(Both("Закон «О государственных услугах».", "Заң: «Мемлекеттік көрсетілетін қызметтер туралы»."),),
)
LABEL = label.Facts(
    office=ATYRAU,
    code="DAT010316000422",
    number="AT01-03-16-00042-2",
    centre="AT01",
    service=Both("мед. лицензия", "мед. лицензия"),
    variant=Both("выдача", "беру"),
    documents=6,
    sheets=35,
    accepted_on="2016-11-17",
)
SEPARATOR = separator.Facts(
    office=ATYRAU,
    code="DAT010316000422",
    number="AT01-03-16-00042-2",
    accepted_at="2016-11-17T15:20:00+05:00",
    service=MEDICAL,
    documents=6,
    sheets=35,
)
INFORMATION = information_slip.Facts(
    office=SHYMKENT,
    code="CSK02041700117M",
    number="SK02-04-17-00117-M",
    act="sko-2015-333",
    clause=Both("прил. 1, п. 1", "1-қосымша, 1-т."),
    given_at="2017-03-14T11:05:00+06:00",
    service=Both("Выдача лицензии на фармацевтическую деятельность", "Фармацевтикалық қызметке лицензия беру"),
    asked=Both("получение лицензии", "лицензия алу"),
    ways=(
        information_slip.Way(
            where=Both("Управление здравоохранения области, канцелярия", "Облыстың Денсаулық сақтау басқармасы, кеңсе"),
            how=Both(
                "г. Шымкент, ул. Желтоксан, д. 20, пн–пт 09:00–18:30, перерыв 13:00–14:30°",
                "Шымкент қ., Желтоқсан көшесі, 20-үй, дс–жм 09:00–18:30, үзіліс 13:00–14:30°",
            ),
        ),
        information_slip.Way(
            where=Both("Портал: egov.kz или elicense.kz", "Портал: egov.kz немесе elicense.kz"),
            how=Both("нужна ЭЦП; подать можно из дома", "ЭЦҚ керек; өтініш үйден беріледі"),
        ),
    ),
    inspector="Әбдіраман Нұрсұлтан Жомартұлы",
    window="4",
)
TICKET = ticket.Facts(
    office=Office(
        name=Both("КГП на ПХВ «Городская поликлиника „Үлбі“»", "«Үлбі қалалық емханасы» ШЖҚ КМК"),
        branch=Both("Восточно-Казахстанская область", "Шығыс Қазақстан облысы"),
        address=Both("г. Усть-Каменогорск, пр. Абая, д. 14", "Өскемен қ., Абай даңғылы, 14-үй"),
        telephone="8 (7232) 00-05-50",
    ),
    code="CVK030218008717",
    number="VK03-02-18-00871-7",
    act="vko-2015-314",
    clause=Both("п. 3, 5, 8", "3-т., 5-т., 8-т."),
    proof=PROOF,
    person=Party(name=Both("Қасымова Ләззат Ерболқызы", "Қасымова Ләззат Ерболқызы"), number="620314401378"),
    from_on="2018-02-13",
    place=Both(
        "Городская поликлиника «Үлбі», участок № 7, 1 этаж, каб. 112",
        "«Үлбі» қалалық емханасы, № 7 учаске, 1-қабат, 112-кабинет",
    ),
    doctor="Темірғали Бота Асқарқызы",
    telephone="8 (7232) 00-05-51",
    given_by="Рахметова Сания Маратқызы",
    desk=Both("кабинет статистики", "статистикалық кабинет"),
    applied_at="2018-02-12T10:40:00+06:00",
    given_at="2018-02-13T09:25:00+06:00",
    free_form=Both("Свободная форма (п. 3).", "Еркін нысан (3-т.)."),
)
MARK = registration_mark.Facts(
    office=UST_KAMENOGORSK,
    code=f"C{case_number('VK01', '02', year=2014, serial=117).replace('-', '')}",
    number=case_number("VK01", "02", year=2014, serial=117),
    act="vko-2014-70",
    clause=Both("(3), п. 8", "(3), 8-т."),
    variant="date-time-initials",
    registered_at="2014-06-10T10:05:00+06:00",
    applicant=Party(name=Both("ТОО «Алтай Фарм»", "«Алтай Фарм» ЖШС"), number="110540012346", legal=True),
    service=Both("Выдача лицензии на фармацевтическую деятельность", "Фармацевтикалық қызметке лицензия беру"),
    asked=Both("получение лицензии", "лицензия алу"),
    specialist="Омарова Динара Серікқызы",
)
