"""Languages that were put beside the settings, spoken by Qt's translators."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from feretlab.gui.texts import speak

FOLDER = "translations"
"""Beside the settings; holds ``feretlab_de.qm`` and the like."""
_CONTEXT = ""  # lupdate's, for texts that stand in functions and not in a C++ class


def speak_locale(
    application: QCoreApplication, folder: Path, locale: QLocale | None = None
) -> bool:
    """Speak the user's language where a translation is installed, English otherwise.

    Parameters
    ----------
    application : QCoreApplication
        Gets the translators.
    folder : Path
        Where ``feretlab_LANGUAGE.qm`` is looked for.
    locale : QLocale or None
        The language; None takes the system's.

    Returns
    -------
    bool
        Whether there is a translation.
    """
    locale = locale or QLocale()
    ours = QTranslator(application)
    if not ours.load(locale, "feretlab", "_", str(folder)):
        return False
    application.installTranslator(ours)
    # Qt's own buttons; without ours they stay English too, one language a window.
    its = QTranslator(application)
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if its.load(locale, "qtbase", "_", place):
        application.installTranslator(its)
    speak(_spoken)
    return True


def _spoken(text: str, other: str, count: int) -> str:
    return QCoreApplication.translate(_CONTEXT, text, other, count)
