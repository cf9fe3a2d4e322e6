"""Menus, toolbar and shortcuts, made from the table of actions."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar

from feretlab.gui.actions.action import Action, named
from feretlab.gui.actions.shell import Shell
from feretlab.gui.actions.table import ACTIONS, MENUS
from feretlab.gui.icons import icon
from feretlab.gui.texts import tr

_TOOLBAR_ICON = QSize(20, 20)


class ActionSet(QObject):
    """The table's actions as Qt's, enabled and titled as things stand.

    Parameters
    ----------
    shell : Shell
        What they work on.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.frame)  # ends with the window
        self._shell = shell
        self._actions = {action.id: self._make(action) for action in ACTIONS}
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.refresh)
        self._listen()

    def action(self, id_: str) -> QAction:
        """Give one of them."""
        return self._actions[id_]

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Add all menus."""
        for title in MENUS:
            menu = bar.addMenu(tr(title))
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.refresh)
            self._fill(menu, [each for each in ACTIONS if each.menu == title])

    def fill_toolbar(self, toolbar: QToolBar) -> None:
        """Add what stands in the toolbar."""
        toolbar.setIconSize(_TOOLBAR_ICON)
        self._fill(toolbar, [each for each in ACTIONS if each.on_toolbar])

    def images_menu(self) -> QMenu:
        """Make the menu of the list of images."""
        self.refresh()
        menu = QMenu(self._shell.frame)
        menu.setToolTipsVisible(True)
        self._fill(menu, [each for each in ACTIONS if each.on_images])
        return menu

    def refresh(self) -> None:
        """Look again at what can be done now."""
        for each in ACTIONS:
            shown = self._actions[each.id]
            if each.enabled:
                shown.setEnabled(named(each.enabled)(self._shell))
            if each.checked:
                shown.setChecked(named(each.checked)(self._shell))
            if each.label:
                shown.setText(named(each.label)(self._shell))

    def _refresh_later(self, *_: object) -> None:
        self._later.start()

    def _listen(self) -> None:
        session, jobs = self._shell.context.session, self._shell.context.jobs
        for signal in (
            session.entries_changed,
            session.entry_changed,
            session.current_changed,
            session.finding_changed,
            session.selection_changed,
            session.history.changed,
            self._shell.preferences.changed,
        ):
            signal.connect(self._refresh_later)
        jobs.changed.connect(self._refresh_later)

    def _make(self, each: Action) -> QAction:
        action = QAction(tr(each.title), self._shell.frame)
        action.setObjectName(each.id)
        keys = [QKeySequence(key) for key in each.keys]
        native = QKeySequence.SequenceFormat.NativeText
        shown = ", ".join(key.toString(native) for key in keys)
        action.setToolTip(tr(each.help) + (f" ({shown})" if shown else ""))
        action.setStatusTip(tr(each.help))
        if each.icon:
            action.setIcon(icon(each.icon))
        action.setShortcuts(keys)
        action.setCheckable(bool(each.checked))
        if each.choices:
            action.setMenu(self._submenu(each))
        else:
            action.triggered.connect(self._doer(each))
        self._shell.frame.addAction(action)
        return action

    def _doer(self, each: Action) -> Callable[[], None]:
        arguments = (each.argument,) if each.argument else ()

        def do() -> None:
            named(each.handler)(self._shell, *arguments)
            self._later.start()

        return do

    def _submenu(self, each: Action) -> QMenu:
        menu = QMenu(self._shell.frame)

        def fill() -> None:
            menu.clear()
            for title, act in named(each.choices)(self._shell):
                menu.addAction(title).triggered.connect(act)
            if menu.isEmpty():
                menu.addAction(tr("Nothing yet")).setEnabled(False)

        menu.aboutToShow.connect(fill)
        return menu

    def _fill(self, target: QMenu | QToolBar, actions: list[Action]) -> None:
        group = None
        for each in actions:
            if group is not None and each.group != group:
                target.addSeparator()
            group = each.group
            target.addAction(self._actions[each.id])
