"""What the licensor answers, and what the applicant is told."""

from __future__ import annotations

from app.domain.numbers import case_number
from app.print.facts import Both, Office, Party, Signer
from app.print.forms import licence, licence_annex, protocol_extract, reasoned_refusal, slip, state_of_case, survey
from tests.print.people import ATYRAU, COMPANY, HEAD, HEALTH, LICENCE_AND_ANNEX, MEDICAL, PROOF

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
                "Площадь кабинета недостаточна. По договору кабинет 11,2 м², по форме сведений — 16,0 м².",
                "Кабинет ауданы жеткіліксіз. Шартта кабинет 11,2 м² деп көрсетілген, мәліметтер нысанында — 16,0 м².",
            ),
            clause=Both("Стандарт, п. 10, 3)°", "Стандарт, 10-т., 3)°"),
        ),
        reasoned_refusal.Reason(
            text=Both(
                "Подготовка специалиста не подтверждена. Нет документа о повышении квалификации врача Ерғали Т. А.",
                "Маман даярлығы расталмады. Дәрігер Т. А. Ерғалидің біліктілігін арттыру туралы құжаты жоқ.",
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
    set_by=Both("приложение 4 к Регламенту", "Регламентке 4-қосымша"),
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
