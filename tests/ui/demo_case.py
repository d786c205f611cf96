"""A case half-way, furnished with fictional people."""

# ruff: noqa: E501 -- rows of fictional texts in two or three languages; broken up they are harder to compare
from __future__ import annotations

from tests.ui.demo_words import t


def case():
    """Picture e: at the licensor, day 9 of 14; the courier was late once."""
    from ui.parts.lanes import LaneStep
    from ui.screens.case_view import CasePaper, CaseRemark, CaseState

    m15 = t("15 мин", "15 мин", "15 min")
    steps = (
        LaneStep(lane=1, title=t("Қабылдау", "Приём", "Intake"), who=t("Оразбаева Ж., 3-терезе", "Оразбаева Ж., окно 3"), plan=m15,
                 fact="02.11 10:12–10:21", spent=t("9 мин", "9 мин", "9 min"), share=0.6, phase="done"),
        LaneStep(lane=1, title=t("Тіркеу, қолхат", "Регистрация, расписка", "Registration, receipt"), who=t("Оразбаева Ж., 3-терезе", "Оразбаева Ж., окно 3"),
                 plan=m15, fact="02.11 10:21–10:25", spent=t("4 мин", "4 мин", "4 min"), share=0.27, phase="done"),
        LaneStep(lane=2, title=t("Жинақтауға беру", "Передача в сектор", "To the sector"), who=t("қабылдады: Сапарова Г.", "принял: Сапарова Г."),
                 plan=t("30 мин, 10:55 дейін", "30 мин, до 10:55", "30 min, by 10:55"), fact="02.11 10:47", spent=t("22 мин", "22 мин", "22 min"), share=0.73, phase="done"),
        LaneStep(lane=2, title=t("Тізілім және жолдау", "Реестр и отправка", "Registry and sending"), who=t("R-…-00008-6, 6-жол", "R-…-00008-6, строка 6"),
                 plan=t("1 ж. к., 03.11 дейін", "1 р. д., до 03.11", "1 wd, by 03.11"), fact="03.11 14:05", spent=t("14 сағ 18 мин", "14 ч 18 мин", "14 h 18 min"), share=0.66, phase="done"),
        LaneStep(lane=3, title=t("Курьер → кеңсе", "Курьер → канцелярия", "Courier → chancellery"), who=t("Бекенов А. Т., 3-рейс", "Бекенов А. Т., рейс 3"), plan=m15,
                 fact="03.11 14:30–14:52", spent=t("+7 мин", "+7 мин", "+7 min"), share=1, phase="done", tone="late"),
        LaneStep(lane=4, title=t("Қарау", "Рассмотрение", "Consideration"), who="Тлеубаева Н. К.", plan=t("14 ж. к., 23.11 дейін", "14 р. д., до 23.11", "14 wd, by 23.11"),
                 fact=t("03.11-ден бері", "идёт с 03.11", "since 03.11"), spent=t("14-тен 9-күн", "день 9 из 14", "day 9 of 14"), share=0.64, phase="now",
                 parts=(("ok", t("журнал 15 мин", "журнал 15 мин", "journal 15 min")), ("ok", t("тағайындалды 15 мин", "назначено 15 мин", "assigned 15 min")),
                        ("ok", t("толықтығы 1 ж. к.", "полнота 1 р. д.", "completeness 1 wd")), ("wait", t("талаптарды тексеру", "проверка требований", "requirements")))),
        LaneStep(lane=4, title=t("Нәтиже → курьерге", "Результат → курьеру", "Result → courier"), who=t("кеңсе", "канцелярия", "chancellery"), plan=t("1 ж. к., 24.11 дейін", "1 р. д., до 24.11", "1 wd, by 24.11")),
        LaneStep(lane=3, title=t("Курьер → жинақтау", "Курьер → сектор", "Courier → sector"), plan=m15),
        LaneStep(lane=2, title=t("Жинақтау → инспектор", "Сектор → инспектор", "Sector → inspector"), plan=m15),
        LaneStep(lane=1, title=t("Беру", "Выдача", "Release"), who=t("кезекте күту", "ожидание в очереди", "waiting in the queue"), plan=m15),
    )  # fmt: skip
    return CaseState(
        number="AT01-03-16-00017-5", badges=(("info", t("Қызмет берушіде", "У услугодателя", "At the licensor")), ("ok", t("Мерзімінде", "В срок", "In time"))),
        applicant=t("«Каспий-Диагностика» ЖШС", "ТОО «Каспий-Диагностика»"),
        applicant_rest=t(" · БСН 091040009606 · өкілі Мұқанов Е. С.", " · БИН 091040009606 · представитель Муканов Е. С."),
        service=t("Медициналық қызметке лицензия, беру · Атырау облысы, № 324 қаулы, 1-қосымша", "Лицензия на медицинскую деятельность, выдача · Атырауская обл., пост. № 324, прил. 1"),
        holder="Тлеубаева Н. К.", holder_place=t("Денсаулық сақтау басқармасы, лицензиялау бөлімі", "Управление здравоохранения, отдел лицензирования"),
        due_label=t("Нәтиже орталықта", "Результат в центре до", "Result at the centre by"), due=t("бс 24.11.2016", "чт 24.11.2016", "Thu 24.11.2016"),
        due_left=t("6 жұмыс күні қалды", "осталось 6 рабочих дней", "6 working days left"), steps=steps, why_title=t("Неге 23.11.2016", "Почему 23.11.2016", "Why 23.11.2016"),
        why=t("Қызмет берушіде 14 жұмыс күні, қабылдау күні (03.11) есептелмейді. 5–6, 12–13 және 19–20 қараша демалыстары өткізілді; мерзім ішінде мереке жоқ.",
              "14 рабочих дней у услугодателя, день приёма (03.11) не считается. Выходные 5–6, 12–13 и 19–20 ноября пропущены; праздников в сроке нет."),
        why_clause=t("Регламент, 1-қосымша, 7-тармақ", "Регламент, прил. 1, п. 7", "Regulation, annex 1, cl. 7"), why_rest=t(" · 2016 күнтізбесі", " · календарь 2016", " · calendar 2016"),
        papers=(
            CasePaper("1", t("Қабылдау қолхаты", "Расписка о приёме", "Acceptance receipt"), "02.11 10:25 · ru + kk", t("2 бет", "2 стр.", "2 p.")),
            CasePaper("2", t("Құжаттар, 7 (скан)", "Документы, 7 (скан)", "Documents, 7 (scan)"), "02.11 10:24", t("35 п.", "35 л.", "35 sh.")),
            CasePaper("3", t("Тізілім R-AT01-03-16-00008-6", "Реестр R-AT01-03-16-00008-6", "Registry R-AT01-03-16-00008-6"), "03.11 14:01", t("3 бет", "3 стр.", "3 p.")),
            CasePaper("4", t("Тапсыру парағы, 2 қол", "Лист передачи, 2 подписи", "Hand-over sheet"), "03.11 14:52", t("1 бет", "1 стр.", "1 p.")),
        ),
        remarks=(CaseRemark("late", t("Курьер 7 минутқа кешікті", "Курьер задержался на 7 минут", "The courier was 7 minutes late"),
                            t("«Кеңседегі кезек» — Бекенов А., 03.11 14:55. Жалпы мерзімге әсер етпейді.", "«Очередь в канцелярии» — Бекенов А., 03.11 14:55. На общий срок не влияет.")),),
    )  # fmt: skip
