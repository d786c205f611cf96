"""One lifelike paper of each form; the people and organisations are invented."""

from __future__ import annotations

from app.domain.numbers import case_number
from app.print import lists
from app.print.facts import Both, Office, Party, Sheet, Signer
from app.print.forms import (
    acceptance_receipt,
    courier_sheet,
    hand_over_act,
    information_slip,
    label,
    licence,
    licence_annex,
    protocol_extract,
    reasoned_refusal,
    refusal_receipt,
    registration_mark,
    registry_in,
    registry_out,
    separator,
    slip,
    state_of_case,
    survey,
    ticket,
    unclaimed_list,
)

PROOF = "JBSWY3DPEBLW64TMMQQGC3TEEBTG64RAORUGKIDQMFYGK4TT" * 5

ATYRAU = Office(
    name=Both(
        "Государственная корпорация «Правительство для граждан»",
        "«Азаматтарға арналған үкімет» мемлекеттік корпорациясы",
    ),
    branch=Both("Филиал по Атырауской области, отдел № 1", "Атырау облысы бойынша филиал, № 1 бөлім"),
    address=Both("г. Атырау, ул. Бейбарыса, д. 112", "Атырау қ., Бейбарыс көшесі, 112-үй"),
    telephone="8 (7122) 00-01-42",
)
MEDICAL = Both("Выдача лицензии на медицинскую деятельность", "Медициналық қызметке лицензия беру")
LICENCE_AND_ANNEX = Both("получение лицензии и приложения к ней", "лицензия мен лицензияға қосымша алу")
COMPANY = Party(name=Both("ТОО «Жайық-Дәрігер»", "«Жайық-Дәрігер» ЖШС"), number="140640017300", legal=True)
WOMAN = Party(name=Both("Сейітқали Дана Ержанқызы", "Сейітқали Дана Ержанқызы"), number="880411400607")


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

CHECK = lists.Checkpoint(
    device="AT01-08",
    events=18452,
    head="9f2e6d33a3717ee826353a40",
    items="a330395cc0a53ad120773654",
)
ISSUE, REISSUE = Both("выдача: Л + П", "беру: Л + Қ"), Both("переоформление: Л+П", "қайта ресімдеу: Л+Қ")
SECTOR = lists.Place(name=Both("AT01", "AT01"), desk=Both("накопительный сектор", "жинақтау бөлімі"))
DEPARTMENT = lists.Place(
    name=Both("Управление здравоохранения", "Денсаулық сақтау басқармасы"), desk=Both("канцелярия", "кеңсе")
)
COURIER = Signer(name="Бекенов Арман Тілеуұлы", role=Both("курьер", "курьер"))
SECTOR_WORKER = Signer(name="Сапарова Гүлнар Маратқызы", role=Both("накопительный сектор", "жинақтау бөлімі"))
CHANCELLERY = Signer(name="Ізбасова Сәуле Қайратқызы", role=Both("канцелярия", "кеңсе"))
NAMES = (
    "«Жайық-Дәрігер» ЖШС",
    "ТОО «Ақ Шағала Мед»",
    "ТОО «Каспий-Диагностика»",
    "ИП Сүлейменова Райхан Қанатқызы",
    "ТОО «Центр восстановительного лечения и медицинской реабилитации „Нарын-Құм“»",
)


def _entry(n: int) -> registry_out.Entry:
    number = case_number("AT01", f"{n % 3 + 1:02}", year=2016, serial=40 + n)
    day = "2016-12-12" if n % 2 else "2016-11-23"
    asked = ISSUE if n % 2 else REISSUE
    return registry_out.Entry(
        number=number, applicant=NAMES[n % 5], asked=asked, documents=3 + n % 6, sheets=4 + n * 7 % 60, due_on=day,
        changed=n in (3, 23),
    )  # fmt: skip


REGISTRY_OUT = registry_out.Facts(
    office=ATYRAU,
    code="RAT01081600311H",
    number="AT01-08-16-00311-H",
    act="atyrau-2015-324",
    clause=Both("прил. 1, п. 10 4)", "1-қосымша, 10-т. 4)"),
    proof=PROOF,
    closed_at="2016-11-18T16:40:00+05:00",
    version=2,
    source=SECTOR,
    target=DEPARTMENT,
    groups=(
        registry_out.Group(name=MEDICAL, entries=tuple(_entry(n) for n in range(1, 20))),
        registry_out.Group(
            name=Both(
                "Определение соответствия поставщика услуг ГОБМП", "ТМККК берушінің талаптарға сәйкестігін анықтау"
            ),
            entries=tuple(_entry(n) for n in range(20, 24)),
        ),
    ),
    replaced=registry_out.Replaced(version=1, closed_at="2016-11-18T15:55:00+05:00", corrected=(3,), added=(23,)),
    made_by=SECTOR_WORKER,
    given_by=COURIER,
    taken_by=CHANCELLERY,
    checkpoint=CHECK,
)

HAND_OVER = hand_over_act.Facts(
    office=ATYRAU,
    code="HAT01081600674Z",
    number="AT01-08-16-00674-Z",
    act="atyrau-2015-324",
    clause=Both("прил. 1, п. 10 5)", "1-қосымша, 10-т. 5)"),
    instance=1,
    instance_for=Both("канцелярия", "кеңсе"),
    proof=PROOF,
    drawn_on="2016-11-18",
    chain=(
        hand_over_act.Holder(place=Both("Накопительный сектор", "Жинақтау бөлімі"), name="Сапарова Гүлнар Маратқызы"),
        hand_over_act.Holder(place=Both("Курьер", "Курьер"), name="Бекенов Арман Тілеуұлы"),
        hand_over_act.Holder(
            place=Both("Канцелярия услугодателя", "Көрсетілетін қызметті берушінің кеңсесі"),
            name="Ізбасова Сәуле Қайратқызы",
        ),
    ),
    giver=1,
    handed=(
        hand_over_act.Handed(
            number="R-AT01-08-16-00311-H", version=2, cases=23, documents=122, sheets=650, seals="004417, 004418"
        ),
    ),
    items="a330395cc0a53ad1207736546afff47359409375",
    gave=hand_over_act.Side(
        name="Бекенов Арман Тілеуұлы",
        role=Both("курьер", "курьер"),
        organisation=Both("Государственная корпорация", "Мемлекеттік корпорация"),
        at="2016-11-18T17:12:00+05:00",
        key="74fec0c33e96ab90",
    ),
    took=hand_over_act.Side(
        name="Ізбасова Сәуле Қайратқызы",
        role=Both("специалист канцелярии", "кеңсе маманы"),
        organisation=Both("Управление здравоохранения", "Денсаулық сақтау басқармасы"),
        at="2016-11-18T17:21:00+05:00",
        key="2b84b2a9020f8b08",
    ),
    counted=23,
    answers=Both("канцелярия, Ізбасова С. Қ.", "кеңсе, Ізбасова С. Қ."),
    nonce="78377b525757b494",
    valid_until="2016-11-18T17:27:00+05:00",
)


def _result(n: int, mark: registry_in.Mark = "here", reason: Both | None = None) -> registry_in.Entry:
    number = case_number("AT01", f"{n % 3 + 1:02}", year=2016, serial=40 + n)
    result = (
        Both("приложение", "қосымша")
        if n in (5, 7)
        else Both("отказ", "бас тарту")
        if n == 8
        else Both("лицензия", "лицензия")
    )
    cell = "" if mark == "missing" else "D-01" if mark != "here" else "A-12"
    sheets = 0 if mark == "missing" else 1 + n % 3
    return registry_in.Entry(
        number=number, applicant=NAMES[n % 5], mark=mark, result=result, sheets=sheets, cell=cell, reason=reason
    )


REGISTRY_IN = registry_in.Facts(
    office=ATYRAU,
    code="RAT010816003183",
    number="AT01-08-16-00318-3",
    act="atyrau-2015-324",
    clause=Both("прил. 1, п. 10 8)", "1-қосымша, 10-т. 8)"),
    proof=PROOF,
    marked_at="2016-12-12T16:48:00+05:00",
    source=lists.Place(name=Both("Управление здравоохранения", "Денсаулық сақтау басқармасы"), desk=Both("", "")),
    target=SECTOR,
    entries=(
        _result(1),
        _result(2),
        _result(
            3,
            "damaged",
            Both(
                "Лист 2 приложения порван, оттиск печати не читается.",
                "Қосымшаның 2-парағы жыртылған, мөр бедері оқылмайды.",
            ),
        ),
        _result(4),
        _result(
            5,
            "missing",
            Both("В списке есть, в пакете нет. Сообщено в 16:52.", "Тізімде бар, қапта жоқ. 16:52-де хабарланды."),
        ),
        *(_result(n) for n in range(6, 12)),
        _result(
            12,
            "extra",
            Both(
                "В списке нет, в пакете есть. Отложен; услугодатель должен прислать новую версию.",
                "Тізімде жоқ, қапта бар. Сақтауда тұр; қызмет беруші жаңа нұсқа жіберуі керек.",
            ),
        ),
    ),
    gave=COURIER,
    took=SECTOR_WORKER,
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
SHYMKENT = Office(
    name=ATYRAU.name,
    branch=Both(
        "Филиал по Южно-Казахстанской области, отдел № 2", "Оңтүстік Қазақстан облысы бойынша филиал, № 2 бөлім"
    ),
    address=Both("г. Шымкент, пр. Тауке хана, д. 205", "Шымкент қ., Тәуке хан даңғылы, 205-үй"),
    telephone="8 (7252) 00-03-11",
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
HEALTH = Office(
    name=Both("Управление здравоохранения Атырауской области", "Атырау облысының Денсаулық сақтау басқармасы"),
    branch=Both("Государственное учреждение", "Мемлекеттік мекеме"),
    address=Both("г. Атырау, ул. Желтоксан, д. 77", "Атырау қ., Желтоқсан көшесі, 77-үй"),
    telephone="8 (7122) 00-02-10",
)
HEAD = Signer(name="Қабдолов Ерлан Сағынұлы", role=Both("руководитель", "басшы"))
REASONED = reasoned_refusal.Facts(
    office=HEALTH,
    code="CAT01011600221J",
    number="AT01-01-16-00221-J",
    act="atyrau-2015-324",
    clause=Both("прил. 1, п. 5, 7", "1-қосымша, 5-т., 7-т."),
    proof=PROOF,
    fingerprint="597c28c381ef1fee",
    outgoing="05-12/1874",
    signed_on="2016-12-07",
    applicant=Party(name=Both("ТОО «Көктем Мед»", "«Көктем Мед» ЖШС"), number="150240022314", legal=True),
    address=Both("г. Атырау, ул. Махамбета, д. 18", "Атырау қ., Махамбет көшесі, 18-үй"),
    application="AT01-01-16-00221-J",
    accepted_on="2016-11-16",
    service=MEDICAL,
    asked=LICENCE_AND_ANNEX,
    refused=Both("В лицензии и приложении отказано.", "Лицензия мен қосымшадан бас тартылды."),
    why=Both("Несоответствие квалификационным требованиям", "Біліктілік талаптарына сәйкес емес"),
    reasons=(
        reasoned_refusal.Reason(
            text=Both(
                "Площадь кабинета недостаточна. По договору стоматологический кабинет 11,2 м², по форме сведений — 16,0 м².",
                "Кабинет ауданы жеткіліксіз. Шартта стоматология кабинеті 11,2 м² деп көрсетілген, мәліметтер нысанында — 16,0 м².",
            ),
            clause=Both("Стандарт, п. 10, 3)°", "Стандарт, 10-т., 3)°"),
        ),
        reasoned_refusal.Reason(
            text=Both(
                "Подготовка специалиста не подтверждена. Нет документа о повышении квалификации врача Ерғали Т. А. за последние пять лет.",
                "Маман даярлығы расталмады. Дәрігер Т. А. Ерғалидің соңғы бес жылдағы біліктілігін арттыру туралы құжаты жоқ.",
            ),
            clause=Both("Стандарт, п. 10, 3)°", "Стандарт, 10-т., 3)°"),
        ),
    ),
    head=HEAD,
    executor="Тілеубаева Нұргүл Кенжебекқызы",
)
EXTRACT = protocol_extract.Facts(
    office=HEALTH,
    code="CAT01021600123Y",
    number="AT01-02-16-00123-Y",
    act="atyrau-2015-324",
    clause=Both("прил. 2, п. 13 2)", "2-қосымша, 13-т. 2)"),
    proof=PROOF,
    fingerprint="5312fb609f603847",
    variant="participation",
    protocol="14",
    sat_at="2016-11-24T10:00:00+05:00",
    sat_until="2016-11-24T11:25:00+05:00",
    supplier=Party(name=Both("ТОО «Емші Атырау»", "«Емші Атырау» ЖШС"), number="130940041025", legal=True),
    application="AT01-02-16-00123-Y",
    accepted_on="2016-11-18",
    journal="31",
    representative="Мұқанова А. С.",
    complies=True,
    requirements=(
        protocol_extract.Requirement(
            text=Both("Действующая лицензия на медицинскую деятельность", "Қолданыстағы медициналық лицензия"), met=True
        ),
        protocol_extract.Requirement(
            text=Both("Специалисты по заявленным видам помощи", "Мәлімделген көмек түрлері бойынша мамандар"), met=True
        ),
        protocol_extract.Requirement(
            text=Both("Необходимое медицинское оборудование", "Қажетті медициналық жабдық"), met=True
        ),
        protocol_extract.Requirement(
            text=Both("Отсутствие налоговой задолженности", "Салық берешегінің жоқтығы"), met=True
        ),
    ),
    votes_for=7,
    votes_against=0,
    abstained=0,
    present=7,
    members=9,
    chair=HEAD,
    secretary=Signer(name="Нұрпейісова Айгүл Бақытқызы", role=Both("секретарь", "хатшы")),
)

LICENSEE = Party(
    name=Both(
        "товарищество с ограниченной ответственностью «Жайық-Дәрігер»",
        "«Жайық-Дәрігер» жауапкершілігі шектеулі серіктестігі",
    ),
    number="140640017300",
    legal=True,
)
ADDRESS = Both(
    "Атырауская область, г. Атырау, пр. Береке, д. 41, помещение 3",
    "Атырау облысы, Атырау қ., Береке даңғылы, 41-үй, 3-үй-жай",
)
LICENCE = licence.Facts(
    office=HEALTH,
    code="CAT010316000422",
    number="AT01-03-16-00042-2",
    act="atyrau-2015-324",
    clause=Both("прил. 1, п. 5", "1-қосымша, 5-т."),
    proof=PROOF,
    fingerprint="49cb34e27fc75301",
    licence="KZ84LAM00041270",
    issued_on="2016-12-08",
    licensee=LICENSEE,
    address=ADDRESS,
    activity=Both("Медицинская деятельность", "Медициналық қызмет"),
    annex="001",
    subtypes=5,
    validity=Both("Бессрочно · Республика Казахстан", "Мерзімсіз · Қазақстан Республикасы"),
    application="AT01-03-16-00042-2",
    accepted_on="2016-11-17",
    head=HEAD,
)
ANNEX = licence_annex.Facts(
    office=HEALTH,
    code="CAT010316000422",
    number="AT01-03-16-00042-2",
    act="atyrau-2015-324",
    clause=Both("прил. 1, п. 5", "1-қосымша, 5-т."),
    proof=PROOF,
    fingerprint="aac0e06b9adc3212",
    licence="KZ84LAM00041270",
    annex="001",
    issued_on="2016-12-08",
    licensee=COMPANY,
    address=ADDRESS,
    subtypes=(
        Both("Амбулаторно-поликлиническая помощь: терапия", "Амбулаториялық-емханалық көмек: терапия"),
        Both("Амбулаторно-поликлиническая помощь: педиатрия", "Амбулаториялық-емханалық көмек: педиатрия"),
        Both("Амбулаторно-поликлиническая помощь: кардиология", "Амбулаториялық-емханалық көмек: кардиология"),
        Both("Функциональная диагностика", "Функционалдық диагностика"),
        Both("Ультразвуковая диагностика", "Ультрадыбыстық диагностика"),
    ),
    application="AT01-03-16-00042-2",
    accepted_on="2016-11-17",
    head=HEAD,
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
UST_KAMENOGORSK = Office(
    name=Both(
        "Управление здравоохранения Восточно-Казахстанской области",
        "Шығыс Қазақстан облысының денсаулық сақтау басқармасы",
    ),
    branch=Both("Государственное учреждение", "Мемлекеттік мекеме"),
    address=Both("г. Усть-Каменогорск, ул. Головная, д. 2", "Өскемен қ., Головная көшесі, 2-үй"),
    telephone="8 (7232) 00-06-10",
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
STATE = state_of_case.Facts(
    office=ATYRAU,
    code="CAT010316000422",
    number="AT01-03-16-00042-2",
    as_of="2016-11-30T12:10:00+05:00",
    service=MEDICAL,
    steps=(
        state_of_case.Step(
            text=Both("Документы приняты", "Құжаттар қабылданды"), state="done", at="2016-11-17T15:20:00+05:00"
        ),
        state_of_case.Step(
            text=Both("Переданы услугодателю", "Көрсетілетін қызметті берушіге жіберілді"),
            state="done",
            at="2016-11-18T17:21:00+05:00",
        ),
        state_of_case.Step(text=Both("Рассматриваются", "Қаралып жатыр"), state="now", at="2016-12-09"),
        state_of_case.Step(
            text=Both("Результат привозят в отдел", "Нәтиже бөлімге әкелінеді"), state="ahead", at="2016-12-12"
        ),
        state_of_case.Step(text=Both("Выдача Вам", "Сізге беріледі"), state="ahead", at="2016-12-12T19:00:00+05:00"),
    ),
    verdict=Both("Всё в срок.", "Бәрі мерзімінде."),
    advice=Both("Вам пока ничего делать не нужно.", "Сізге әзірге ештеңе істеудің қажеті жоқ."),
)


def _unclaimed(n: int, days: int, calls: tuple[str, ...], what: unclaimed_list.Next) -> unclaimed_list.Entry:
    number = case_number("AT01", f"{n % 3 + 1:02}", year=2016, serial=40 + n)
    return unclaimed_list.Entry(
        cell=f"A-{n:02}", number=number, applicant=NAMES[n % 5], came_on="2016-12-12", return_by="2017-01-12", days=days,
        calls=calls, next=what,
    )  # fmt: skip


UNCLAIMED = unclaimed_list.Facts(
    office=ATYRAU,
    code="",
    number="AT01-2017-01-16",
    as_of="2017-01-16T09:00:00+05:00",
    centre="AT01",
    desk=Both("выдача", "беру"),
    entries=(
        _unclaimed(1, 35, ("2016-12-19", "2016-12-26", "2017-01-09"), "return"),
        _unclaimed(2, 33, ("2016-12-21", "2017-01-10"), "return"),
        _unclaimed(3, 28, ("2016-12-26",), "call"),
        _unclaimed(4, 11, (), "wait"),
    ),
    checked_by=SECTOR_WORKER,
)
SURVEY = survey.Facts(
    office=Office(
        name=Both(
            "Центр обслуживания населения Мангистауской области", "Маңғыстау облысының халыққа қызмет көрсету орталығы"
        ),
        branch=Both("Отдел № 1", "№ 1 бөлім"),
        address=Both("г. Актау, 15-й микрорайон, д. 67", "Ақтау қ., 15-шағын аудан, 67-үй"),
    ),
    code="",
    number="MN01-2013-05",
    act="mangystau-2013-3",
    clause=Both("п. 16, прил. 4", "16-т., 4-қосымша"),
    service=Both(
        "Выдача лицензии, переоформление, выдача дубликатов лицензии на медицинскую деятельность",
        "Медициналық қызметке лицензия беру, қайта ресімдеу, телнұсқаларын беру",
    ),
    centre="MN01",
    month="2013-05-01",
)
SLIP = slip.Facts(
    office=SURVEY.office,
    code=f"C{case_number('MN01', '02', year=2013, serial=318).replace('-', '')}",
    number=case_number("MN01", "02", year=2013, serial=318),
    kind="sent",
    at="2013-05-14T11:32:00+05:00",
    service=SURVEY.service,
    asked=Both("выдача лицензии", "лицензия беру"),
    applicant=Party(name=Both("ИП Әлиева Гүлмира Талғатқызы", "ЖК Әлиева Гүлмира Талғатқызы"), number="790205402216"),
    register_number="KZ12VBQ00031877",
    due_on="2013-06-04",
    what_next=Both(
        "Лицензиар проверит документы. Результат придёт в отдел: назовите номер дела.",
        "Лицензиар құжаттарды тексереді. Нәтиже бөлімге келеді: іс нөмірін айтыңыз.",
    ),
    operator="Нұрғалиев Ерлан Бекетұлы",
    window="2",
)
COURIER_SHEET = courier_sheet.Facts(
    office=ATYRAU,
    code=f"H{case_number('AT01', '08', year=2016, serial=675).replace('-', '')}",
    number=case_number("AT01", "08", year=2016, serial=675),
    day="2016-11-18",
    courier=COURIER,
    dispatched_by=SECTOR_WORKER,
    stops=tuple(
        courier_sheet.Stop(
            number=f"R-{case_number('AT01', '08', year=2016, serial=310 + n)}",
            source=Both("AT01, накопительный сектор", "AT01, жинақтау бөлімі"),
            target=Both("Управление здравоохранения, канцелярия", "Денсаулық сақтау басқармасы, кеңсе"),
            cases=10 + n,
            sheets=200 + n,
            seals="004417, 004418",
            deliver_by="2016-11-18T17:30:00+05:00",
        )
        for n in range(1, 4)
    ),
)

EXAMPLES: dict[str, Sheet] = {
    "acceptance-receipt": RECEIPT,
    "refusal-receipt": REFUSAL,
    "information-slip": INFORMATION,
    "slip": SLIP,
    "label": LABEL,
    "separator": SEPARATOR,
    "registry-out": REGISTRY_OUT,
    "registry-in": REGISTRY_IN,
    "hand-over-act": HAND_OVER,
    "courier-sheet": COURIER_SHEET,
    "licence": LICENCE,
    "licence-annex": ANNEX,
    "reasoned-refusal": REASONED,
    "protocol-extract": EXTRACT,
    "ticket": TICKET,
    "registration-mark": MARK,
    "state-of-case": STATE,
    "unclaimed-list": UNCLAIMED,
    "survey": SURVEY,
}
