"""The deadlines, furnished with fictional people."""

# ruff: noqa: E501 -- rows of fictional texts in two or three languages; broken up they are harder to compare
from __future__ import annotations

from tests.ui.demo_words import t


def board():
    """Picture f: three late, seven at risk."""
    from ui.parts.axis import AxisState, Bin, CountBox
    from ui.parts.strip import Strip, StripColumn
    from ui.screens.board_view import BoardState

    minutes, of = t("{n} мин", "{n} мин", "{n} min"), t("{n} мин-тан", "из {n} мин", "of {n} min")
    days = t("{n} ж. к.", "{n} р. д.", "{n} wd")

    def strip(id, tone, name, left, limit, holder, rung=""):
        return Strip(
            id=id, tone=tone, name=name, number=f"AT01-03-16-{id}", left=left, limit=limit, holder=holder, rung=rung
        )

    stage = t("{n}-саты", "ступень {n}", "rung {n}")
    hall = (
        strip("00041-0", "late", t("ЖК Құсайынов Т.", "ИП Құсайынов Т."), "+" + minutes.format(n=12), of.format(n=30), t("жинақтауға · Оразбаева Ж.", "в сектор · Оразбаева Ж."), stage.format(n=1)),
        strip("00043-Q", "risk", t("«Сау Бала» ЖШС", "ТОО «Сау Бала»"), minutes.format(n=3), of.format(n=15), t("қабылдау · Әлиев Р., 5-терезе", "приём · Әлиев Р., окно 5")),
        strip("00044-6", "risk", "Ермекова Ә. Н.", minutes.format(n=4), of.format(n=15), t("тіркеу · Ким О., 1-терезе", "регистрация · Ким О., окно 1")),
        strip("00045-4", "ok", t("«Көктем Мед» ЖШС", "ТОО «Көктем Мед»"), minutes.format(n=9), of.format(n=15), t("қабылдау · Оразбаева Ж., 3-терезе", "приём · Оразбаева Ж., окно 3")),
    )  # fmt: skip
    sector_ = (
        strip("00040-K", "risk", t("«Мейірім-7» ЖШС", "ТОО «Мейірім-7»"), minutes.format(n=25), t("3 сағаттан", "из 3 часов", "of 3 h"), t("ТМККК, тізілім · Сапарова Г.", "ГОБМП, реестр · Сапарова Г.")),
        strip("00042-2", "ok", t("«Жайық-Дәрігер» ЖШС", "ТОО «Жайық-Дәрігер»"), t("бс 20:00", "чт 20:00", "Thu 20:00"), t("1 ж. к.-нен", "из 1 р. д.", "of 1 wd"), t("тізілім · Сапарова Г.", "реестр · Сапарова Г.")),
    )  # fmt: skip
    couriers = (
        strip("00008-6", "late", t("Денсаулық сақтау басқармасы", "Управление здравоохранения"), "+" + minutes.format(n=26), of.format(n=15), t("18 іс · Бекенов А.", "18 дел · Бекенов А."), stage.format(n=2)),
        strip("00011-B", "risk", t("Денсаулық сақтау басқармасы", "Управление здравоохранения"), minutes.format(n=5), of.format(n=15), t("23 іс · «Қабылдады» күтуде", "23 дела · ждёт «Принял»")),
        strip("00009-8", "ok", t("ТМККК комиссиясы", "Комиссия по ГОБМП"), minutes.format(n=11), of.format(n=15), t("4 іс · 2-рейс", "4 дела · рейс 2")),
    )  # fmt: skip
    licensors = (
        strip("00009-G", "late", t("ЖК Петренко С.", "ИП Петренко С."), "+" + days.format(n=1), of.format(n=15), t("телнұсқа · Тлеубаева Н.", "дубликат · Тлеубаева Н."), stage.format(n=3)),
        strip("00014-0", "risk", t("«Ақ Шағала Мед» ЖШС", "ТОО «Ақ Шағала Мед»"), "18:30", t("бүгін", "сегодня", "today"), t("қайта ресімдеу · Исаев Д.", "переоформление · Исаев Д.")),
        strip("00017-5", "ok", t("«Каспий-Диагностика» ЖШС", "ТОО «Каспий-Диагностика»"), days.format(n=5), t("14 ж. к.-нен", "из 14 р. д.", "of 14 wd"), t("тексеру · Тлеубаева Н.", "проверка · Тлеубаева Н.")),
    )  # fmt: skip
    way = (strip("00006-R", "risk", t("«Нұр-Денсаулық» ЖШС", "ТОО «Нұр-Денсаулық»"), "18:30", t("бүгін", "сегодня", "today"), t("кеңсе → курьер", "канцелярия → курьер")),)  # fmt: skip
    shelf = (
        strip("00005-8", "ok", t("«Сау Бала» ЖШС", "ТОО «Сау Бала»"), minutes.format(n=6), of.format(n=15), t("залда · Ким О., 1-терезе", "в зале · Ким О., окно 1")),
        strip("00002-X", "wait", t("ЖК Құсайынов Т.", "ИП Құсайынов Т."), t("2 күн", "2 дня", "2 d."), t("сақтау", "хранить ещё", "to keep"), t("28 күн алынбады", "не забрано 28 дней")),
    )  # fmt: skip
    columns = (
        StripColumn(id="hall", icon="intake", title=t("Зал", "Зал", "Hall"), late=1, risk=2, total=31, strips=hall, more=25),
        StripColumn(id="sector", icon="sector", title=t("Жинақтау", "Сектор", "Sector"), risk=1, total=23, strips=sector_, more=19),
        StripColumn(id="courier", icon="courier", title=t("Курьерлер", "Курьеры", "Couriers"), late=1, risk=1, total=44, strips=couriers),
        StripColumn(id="licensor", icon="licensor", title=t("Қызмет берушілер", "Услуго\u00adдатели", "Licensors"), late=1, risk=2, total=96, strips=licensors, more=89),
        StripColumn(id="way", icon="box", title=t("Нәтиже жолда", "Результат в пути", "Results on the way"), risk=1, total=12, strips=way, more=2),
        StripColumn(id="shelf", icon="release", title=t("Беру және сақтау", "Выдача и хранение", "Release and keeping"), total=64, strips=shelf, more=61),
    )  # fmt: skip
    hours = ("11–12", "12–13", "13–14", "14–15", "15–16", "16–17", "17–18", "18–20")
    counts = ((4, 5), (0, 7), (0, 4), (0, 6), (0, 3), (0, 5), (0, 4), (3, 8))
    bins = [Bin(t("өткен", "просрочено", "late"), ("late",) * 3)]
    bins += [Bin(h, ("risk",) * r + ("ok",) * o) for h, (r, o) in zip(hours, counts, strict=True)]
    bins += [
        Bin(d, ("ok",) * n)
        for d, n in (
            (t("бс 17", "чт 17", "Thu 17"), 14),
            (t("жм 18", "пт 18", "Fri 18"), 11),
            (t("дс 21", "пн 21", "Mon 21"), 9),
        )
    ]
    return BoardState(
        axis=AxisState(
            counts=(
                CountBox(tone="late", words=t("Мерзімі өткен", "Просрочено", "Late"), value="3", note=t("ескісі: +1 ж. к.", "старшее: +1 р. д.", "oldest: +1 wd"), loud=True),
                CountBox(tone="risk", words=t("Мерзімі таяу", "Под риском", "At risk"), value="7", note=t("20 % дейін қалды", "осталось до 20 %", "up to 20 % left")),
                CountBox(tone="ok", words=t("Бүгін", "Сегодня", "Today"), value="48", note=t("20:00 дейінгі мерзім", "сроков до 20:00", "by 20:00")),
                CountBox(tone="wait", words=t("Кейін", "Дальше", "Later"), value="143"),
            ),
            bins=tuple(bins), now=t("қазір 11:04", "сейчас 11:04", "now 11:04"), later=97, later_words=t("кейін", "позже", "later"),
        ),
        columns=columns, whose=t("Кімдікі: бүкіл бөлім", "Чьи: весь отдел", "Whose: all"), which=t("Қызмет: бәрі", "Услуга: все", "Service: all"),
    )  # fmt: skip
