"""Scans on the pictures of the program: fictional papers drawn here, attached as a person would attach them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen

from ui.parts.attached import Brought, png_of

if TYPE_CHECKING:
    from ui.desks.front import Front

WIDE, HIGH = 1240, 1754  # A4 at 150 dpi
ROWS = (
    ("Үй-жай", "Береке даңғ., 41, 3-т. е. б.; 214,6 м²; жалға алу шарты 01.09.2018 дейін"),
    ("Жабдық", "УДЗ аппараты — 1; ЭКГ — 2; зарарсыздандырғыш — 2"),
    ("Мамандар", "3 дәрігер, 4 мейіргер; жоғары білім, өтілі 5 жылдан астам"),
    ("Қосалқы түрі", "Ересектерге амбулаториялық-емханалық көмек: терапия, кардиология"),
)


def sheet(n: int) -> bytes:
    """A form of particulars, filled in; each sheet says which it is."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    p = QPainter(image)
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(QPen(Qt.GlobalColor.black, 2))
    _write(p, 120, 110, 1000, "Стандартқа 5-қосымша, нысан", 30, align=Qt.AlignmentFlag.AlignRight)
    _write(p, 120, 230, 1000, "Біліктілік талаптарына сәйкестігін растайтын мәліметтер нысаны", 44, bold=True,
           align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
    _write(p, 120, 400, 1000, f"«Жайық-Дәрігер» ЖШС · {n}-парақ", 34)
    y = 480
    for head, text in ROWS if n % 2 else ROWS[::-1]:
        p.drawRect(QRectF(120, y, 280, 170))
        p.drawRect(QRectF(400, y, 720, 170))
        _write(p, 140, y + 20, 240, head, 32)
        _write(p, 420, y + 20, 680, text, 32)
        y += 170
    _write(p, 120, y + 90, 1000, "Басшы ______________ Жолдасов Н. Б.", 34)
    p.end()
    return png_of(image)


def _write(p: QPainter, x: float, y: float, wide: float, text: str, size: int, *, bold: bool = False,
           align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:  # fmt: skip
    font = QFont("Noto Sans")
    font.setPixelSize(size)
    font.setBold(bold)
    p.setFont(font)
    p.drawText(QRectF(x, y, wide, 260), align | Qt.TextFlag.TextWordWrap, text)


def attached(front: Front) -> None:
    """The scan of one document lies over the list, its second sheet turned."""
    from ui.screenshots import intake_checked, settle

    intake_checked(front)
    desk: Any = front.desks["intake"]
    desk.view.papers.list.go(desk.visit.demanded()[3].id)
    desk.scan()
    desk.attaching.add(Brought(pictures=tuple(sheet(n) for n in range(1, 5))))
    settle(front)
    desk.attaching.leafing.go(1)
    desk.attaching.press("R")
    desk.attaching.flush()
    desk.attaching.leafing.go(0)
    settle(front)


def nothing_attached(front: Front) -> None:
    """An empty line asks for its scan."""
    from ui.screenshots import settle

    attached(front)
    desk: Any = front.desks["intake"]
    desk.view.papers.list.go(desk.visit.demanded()[4].id)
    desk.attaching.follow()
    desk.show()
    settle(front)


def all_attached(front: Front) -> None:
    """Every scan of the visit."""
    from ui.screenshots import settle

    attached(front)
    desk: Any = front.desks["intake"]
    for n in (0, 1, 5):
        desk.view.papers.list.go(desk.visit.demanded()[n].id)
        desk.attaching.follow()
        settle(front)
        desk.attaching.add(Brought(pictures=(sheet(n + 1),)))
        settle(front)
    desk.attaching.press("V")
    settle(front)


def case_scans(front: Front) -> None:
    """A case whose papers were scanned, and one of them looked at."""
    from ui.screenshots import settle

    attached(front)
    desk: Any = front.desks["intake"]
    last = desk.visit.demanded()[-1]
    desk.visit.marks[last.id] = replace(desk.visit.marks[next(iter(desk.visit.marks))], scan="")
    desk.view.panel.left.emit()
    desk.check()
    settle(front)
    desk.accept()
    settle(front)
    front.go("case", front.session.app.ask("queue.all", {}, as_=front.session.me.login)[0].id)
    settle(front)
    front.desks["case"].press("Ctrl+S")
    settle(front)


STAGES = (("case-scan", case_scans), ("scan", attached), ("scan-none", nothing_attached), ("scan-all", all_attached))
