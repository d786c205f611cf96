"""A real window of its own process whose memory is read afterwards: `python -m tests.campaign.people_memory STORE KEY FOLDER`.

What is typed comes veiled, sign by sign, so that it lies in this process only where the program itself puts it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

VEIL = 0x55


def veiled(text: str) -> str:
    return bytes(b ^ VEIL for b in text.encode()).hex()


def main(store: str, key: str, folder: str) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ui.start import front_of

    application = QApplication(sys.argv[:1])
    front = front_of(store, key=key, folder=Path(folder))
    front.shell.show()
    front.start()

    def rest() -> None:
        for _ in range(4):
            while front.work.pending:
                application.processEvents()
                QTest.qWait(1)
            front.exchange.stop()
            application.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def type_into(line: Any, secret: bytes) -> None:
        for sign in secret:
            QTest.keyClick(line, chr(sign ^ VEIL))
            front.shell.wedge.give_back()

    rest()
    print("ready", flush=True)
    proven: list[Any] = []
    for order in sys.stdin.buffer:
        match order.split():
            case [b"enter", login, secret]:
                front.lock.login.line.setText(login.decode())
                front.lock.password.line.setFocus()
                type_into(front.lock.password.line, bytes.fromhex(secret.decode()))
                front.lock._enter()
                rest()
                print("in" if front.session is not None else "out", flush=True)
            case [b"prove", secret]:
                assert front.session is not None
                front.session.proving.ask(proven.append, proven.append)
                application.processEvents()
                type_into(front.shell.palette_.line, bytes.fromhex(secret.decode()))
                QTest.keyClick(front.shell.palette_.line, "\r")
                rest()
                print(type(proven.pop()).__name__ if proven else "nothing", flush=True)
            case [b"lock"]:
                front.shell.lock_asked.emit()
                rest()
                print("locked" if front.shell.locked else "open", flush=True)
            case [b"field", secret]:  # a planted fault: the field is not cleared
                front.lock.password.line.setText(bytes(b ^ VEIL for b in bytes.fromhex(secret.decode())).decode())
                print("written", flush=True)
            case [b"keep", secret]:  # another: what somebody keeps beside
                held = bytes(b ^ VEIL for b in bytes.fromhex(secret.decode())).decode()
                proven.append(held)
                print("kept", flush=True)
            case _:
                break
    front.shell.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
