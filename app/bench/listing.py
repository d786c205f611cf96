"""Three windows that the bench of the list starts: ours with its own list, Qt's table with all rows, Qt's table with none.

The table with all rows reads them as they are stored: it would have to sort them besides. Each prints one line of JSON;
they are started as text, since nothing here may open a window.
"""

from __future__ import annotations

WATCH = """
import gc, json, sys, time
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QAbstractTableModel, QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

STEP, STEPS = 36, 60
folder = Path(sys.argv[1])

class Eye(QObject):
    painted = False
    def eventFilter(self, thing, event):
        self.painted = self.painted or event.type() == QEvent.Type.Paint
        return False

def rest(done):
    while not done():
        QApplication.processEvents()
        time.sleep(0.0005)

def mib():
    gc.collect()
    status = Path("/proc/self/status")
    kib = status.read_text().split("VmRSS:")[1].split()[0] if status.exists() else 0
    return int(kib) / 1024

def steps(view, eye):
    bar, took = view.verticalScrollBar(), []
    for _ in range(STEPS):
        eye.painted = False
        began, worked = time.perf_counter(), time.thread_time()
        bar.setValue(bar.value() + STEP)
        rest(lambda: eye.painted)
        took.append((time.perf_counter() - began, time.thread_time() - worked))
    return {"steps": [wall for wall, _ in took], "cpu": [cpu for _, cpu in took]}

def seen(view):
    eye = Eye()
    view.viewport().installEventFilter(eye)
    return eye
"""

OURS = """
from datetime import datetime
from zoneinfo import ZoneInfo
from PySide6.QtTest import QTest
from app.domain.moment import Moment
from app.outside.clock import HandClock
from ui.start import front_of
app = QApplication.instance() or QApplication([])
clock = HandClock()
clock.set("atyrau", Moment(datetime(2016, 11, 16, 10, 30, tzinfo=ZoneInfo("Asia/Atyrau"))))
front = front_of(f"sqlite:///{folder / 'centre.db'}", key=str(folder / "tereze.key"), demo=True, folder=folder, clock=clock)
front.shell.resize(1366, 768)
front.shell.show()
front.start()
def still():
    front.exchange.stop()
    return front.work.pending == 0
rest(lambda: still() and front.ready)
lock = front.lock
lock.login.line.setText("inspector.at01")
lock.render(replace(lock.state, person="", login="inspector.at01"))
QTest.keyClick(lock.login.line, Qt.Key.Key_Return)
rest(lambda: still() and front.session is not None)
front.go("find")
rest(still)
desk = front.desks["find"]
desk.press("F4")
rest(still)
before = mib()
table = desk.view.table.list
eye = seen(table)
def order(column, first):
    eye.painted = False
    began = time.perf_counter()
    desk.view.sorted.emit(column)
    rest(lambda: still() and desk.waiting.newest.sort == column and desk.waiting.newest.reversed == first and eye.painted)
    return time.perf_counter() - began
orders = {}
for column in ("applicant", "number", "service", "status", "accepted", "due"):
    orders[column] = order(column, False)
    orders[column + " turned"] = order(column, True)
took = steps(table, eye)
size = [table.viewport().width(), table.viewport().height()]
print(json.dumps({"first": orders["applicant"], "orders": orders, "mib": mib() - before, "size": size, **took}), flush=True)
import os
os._exit(0)
"""

TABLE = """
class Model(QAbstractTableModel):
    rows = ()
    def __init__(self, many):
        super().__init__()
        self.many = many
    def rowCount(self, parent=None):
        return len(self.rows) or self.many
    def columnCount(self, parent=None):
        return 6
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if role == Qt.ItemDataRole.DisplayRole and self.rows:
            return self.rows[index.row()][index.column()]
        return None

app = QApplication([])
view = QTableView()
view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
view.resize(1366, 768)
"""

RAW = (
    TABLE
    + """
import sqlite3
model = Model(0)
view.setModel(model)
view.show()
eye = seen(view)
rest(lambda: eye.painted)
before, began = mib(), time.perf_counter()
eye.painted = False
plain = sqlite3.connect(folder / "plain.db")
columns = "number, applicant, service, status, accepted_at, due_by"
model.beginResetModel()
model.rows = plain.execute(f"SELECT {columns} FROM cases WHERE centre = 'AT01'").fetchall()
model.endResetModel()
rest(lambda: eye.painted)
print(json.dumps({"first": time.perf_counter() - began, "mib": mib() - before}), flush=True)
"""
)

EMPTY = (
    TABLE
    + """
model = Model(1_000_000)
view.setModel(model)
view.horizontalHeader().hide()
view.verticalHeader().hide()
view.resize(int(sys.argv[2]), int(sys.argv[3]))  # as large as the part of ours that rolls
view.show()
eye = seen(view)
rest(lambda: eye.painted)
print(json.dumps(steps(view, eye)), flush=True)
"""
)

WINDOWS = {name: WATCH + code for name, code in (("ours", OURS), ("raw", RAW), ("empty", EMPTY))}
