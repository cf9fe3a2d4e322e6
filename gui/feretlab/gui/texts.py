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


def tr_count(count: int, one: str, many: str, **values: object) -> str:
    """Give a text that fits a number, in the user's language.

    Parameters
    ----------
    count : int
        How many there are; stands for ``{count}`` in the texts.
    one, many : str
        In English, for one and for any other number.
    **values : object
        What stands for other names in braces.

    Returns
    -------
    str
    """
    text = tr(one) if count == 1 else tr(many)
    return text.format(count=count, **values)
