"""What Qt says itself – a file dialog, the menu of a line – in the window's language, switched with it."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

_COUNTRY = QLocale.Country.Kazakhstan
_LOCALES = {
    "kk": QLocale(QLocale.Language.Kazakh, _COUNTRY), "ru": QLocale(QLocale.Language.Russian, _COUNTRY),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}  # fmt: skip
_spoken: QTranslator | None = None


def speak(lang: str) -> None:
    """Qt's sentences stand in the code in English, so English has no file."""
    global _spoken
    QLocale.setDefault(_LOCALES[lang])
    app = QApplication.instance()
    if app is None:
        return
    if _spoken is not None:
        app.removeTranslator(_spoken)
        _spoken = None
    found = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if lang != "en" and found.load(f"qtbase_{lang}", folder):
        app.installTranslator(found)
        _spoken = found
