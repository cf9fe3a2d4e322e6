"""Texts of the application, through Qt's translations."""

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """Give a text in the user's language, where a translation is installed.

    Parameters
    ----------
    text : str
        In English.

    Returns
    -------
    str
    """
    return QCoreApplication.translate("feretlab", text)
