"""The supervisor's summary of half a fictional month."""

from __future__ import annotations

from app.print.facts import Both
from app.print.forms import summary
from app.report.cards import cards
from app.words import words
from tests.print.people import ATYRAU, SECTOR_WORKER
from tests.report.half_month import counted

SUMMARY = summary.Facts(
    office=ATYRAU,
    code="",
    number="AT01 · 01.11.2016–15.11.2016",
    first="2016-11-01",
    last="2016-11-15",
    at="2016-11-16T11:30:00+05:00",
    scope=Both("весь отдел, все услуги", "бүкіл бөлім, барлық қызмет"),
    by=SECTOR_WORKER,
    cards_kk=cards(counted(), words("kk"), side="centre"),
    cards_ru=cards(counted(), words("ru"), side="centre"),
    counts=(576, 524, 12),
)
