"""Version, licence, and what FeretLab is built on."""

import sys
from importlib.metadata import PackageNotFoundError, metadata, requires, version

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.texts import tr

_LONGEST = 60
# Of what is used in part; as a whole ncempy is under the GPL.
_PARTS = {"ncempy": "MIT (ncempy.io, the part that is used)"}


class AboutDialog(QDialog):
    """Tells versions and licences, to be copied into a report.

    Parameters
    ----------
    parent : QWidget
        The window.
    """

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About FeretLab"))
        self.resize(41 * self.fontMetrics().height(), 560)
        self.parts = parts()
        about = QLabel(
            tr(
                "<h2>FeretLab {version}</h2><p>Measures nanoparticles in electron "
                "micrographs: outlines, size and shape of every particle, measured "
                "as ImageJ measures.</p><p>Licence: BSD-3-Clause. Python {python}, "
                "Qt {qt}.</p>"
            ).format(
                version=version("feretlab"),
                python=sys.version.split()[0],
                qt=qVersion(),
            )
        )
        about.setWordWrap(True)
        table = QTreeWidget()
        table.setHeaderLabels([tr("Built on"), tr("Version"), tr("Licence")])
        table.setRootIsDecorated(False)
        table.setAlternatingRowColors(True)
        table.addTopLevelItems([QTreeWidgetItem(list(part)) for part in self.parts])
        table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton(tr("&Copy"))
        copy.clicked.connect(self.copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (about, table, buttons):
            layout.addWidget(widget)

    def copy(self) -> None:
        """Put versions and licences on the clipboard."""
        head = f"FeretLab {version('feretlab')}, Python {sys.version.split()[0]}"
        lines = [f"{name} {number} ({licence})" for name, number, licence in self.parts]
        QGuiApplication.clipboard().setText("\n".join([head, *lines]))


def parts() -> list[tuple[str, str, str]]:
    """Give the installed distributions that FeretLab asks for.

    Returns
    -------
    list of (str, str, str)
        Name, version and licence, in alphabetical order.
    """
    found = {}
    for requirement in requires("feretlab") or ():
        name = _name_of(requirement)
        try:
            licence = _PARTS.get(name) or licence_of(name)
            found[name.casefold()] = (name, version(name), licence)
        except PackageNotFoundError:
            continue
    return [found[name] for name in sorted(found) if name != "feretlab"]


def licence_of(name: str) -> str:
    """Give the licence that a distribution states.

    Parameters
    ----------
    name : str
        Of an installed distribution.

    Returns
    -------
    str
        One short line; empty where it states none.
    """
    about = metadata(name)
    stated = (about.get_all("License-Expression") or [""])[0]
    if not stated:
        classes = about.get_all("Classifier") or []
        kinds = [each for each in classes if each.startswith("License ::")]
        stated = ", ".join(each.rpartition(" :: ")[2] for each in kinds)
    if not stated:
        stated = (about.get_all("License") or [""])[0].strip().split("\n")[0]
    return stated if len(stated) <= _LONGEST else stated[: _LONGEST - 1] + "…"


def _name_of(requirement: str) -> str:
    """Cut a requirement such as ``numpy>=2; extra == "x"`` behind its name."""
    for index, character in enumerate(requirement):
        if not (character.isalnum() or character in "-_."):
            return requirement[:index]
    return requirement
