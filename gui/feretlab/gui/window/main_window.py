"""The window: the list on the left, the image in the middle, pages on the right."""

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QMessageBox,
    QToolBar,
    QWidget,
)

from feretlab.gui.actions.files import ask_project_folder, open_paths
from feretlab.gui.actions.menus import ActionSet
from feretlab.gui.canvas.canvas import Canvas
from feretlab.gui.context import Context
from feretlab.gui.controllers.corrections import CorrectionApplier
from feretlab.gui.controllers.loading import Loader
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.controllers.project_lock import Holder
from feretlab.gui.controllers.projects import Projects, images_in
from feretlab.gui.dialogs.error_box import ErrorBox
from feretlab.gui.dialogs.leaving import LeaveDialog
from feretlab.gui.dialogs.occupied import OccupiedBox
from feretlab.gui.dialogs.recovering import RecoverBox
from feretlab.gui.popups import open_dialog
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.texts import tr
from feretlab.gui.window.image_and_pages import ImageAndPages
from feretlab.gui.window.image_panel import ImagePanel
from feretlab.gui.window.job_status import JobStatus
from feretlab.gui.window.log_panel import LogPanel
from feretlab.gui.window.page_tabs import PageTabs
from feretlab.gui.window.read_only_bar import ReadOnlyBar
from feretlab.gui.window.typing_keys import TypingKeys
from feretlab.gui.worker import Job, Jobs

_LAYOUT_VERSION = 1
_ENDING_MS = 5000
_SAYING_MS = 8000
_LOG_HEIGHT = 140
_TITLE_BAR = 40  # the system's, of which a new window does not know yet


class MainWindow(QMainWindow):
    """The application's one window; arranges, and holds nothing that matters.

    Parameters
    ----------
    preferences : Preferences
        What is remembered between runs.
    state_folder : Path
        Where unsaved work is kept for after a crash.
    """

    def __init__(self, preferences: Preferences, state_folder: Path) -> None:
        super().__init__()
        self.setObjectName("feretlab")
        self.setAcceptDrops(True)
        self.session = Session()
        self.jobs = Jobs()
        self.preferences = preferences
        self.loader = Loader(self.session, self.jobs)
        micrographs = Micrographs()
        self.context = Context(
            session=self.session,
            jobs=self.jobs,
            canvas=Canvas(self.session, micrographs, self.jobs),
            show_error=self.show_error,
            looks=Looks(micrographs),
            preferences=preferences,
        )
        self.corrections = CorrectionApplier(self.session, micrographs, self.jobs)
        self.projects = Projects(
            self.session, micrographs, self.jobs, preferences, state_folder
        )
        self.projects.failed.connect(self.show_error)
        self.projects.occupied.connect(self._ask_about_occupied)
        self.projects.changed.connect(self._name)
        self.session.history.changed.connect(self._name)
        self._arrange()
        self.commands = ActionSet(self)
        self._fill_bars()
        self.images.set_menu(self.commands.images_menu)
        self._restore_layout()
        self._name()
        if preferences.problem:
            self.session.log(preferences.problem)
        QTimer.singleShot(0, self._begin)

    # What actions need

    @property
    def frame(self) -> QWidget:
        """Itself, as parent of dialogs."""
        return self

    def show_page(self, id_: str) -> QWidget:
        """Bring a page to the front and give its widget."""
        return self.pages.show_page(id_)

    def trigger(self, id_: str) -> None:
        """Do an action of the table."""
        self.commands.action(id_).trigger()

    def is_enabled(self, id_: str) -> bool:
        """Tell whether an action can be done now."""
        return self.commands.action(id_).isEnabled()

    def show_error(self, what: str, error: Exception) -> None:
        """Tell what failed, and why, in a dialog with a way to copy the details."""
        self.session.log(f"{what}: {error}")
        open_dialog(ErrorBox(what, error, self))

    def may_leave(self, *, is_closing: bool = False) -> bool:
        """Ask about what would be lost; false to stay."""
        if self._work():
            ask = LeaveDialog(self.jobs, self._work, self, is_closing=is_closing)
            is_over = ask.exec()
            ask.deleteLater()
            if not is_over:
                return False
        if self.projects.is_saved:
            return True
        if self.projects.folder is not None and self.projects.save_now():
            return True
        return self._ask_to_save()

    def offer_recovery(self) -> None:
        """Ask about work that an earlier run could not save."""
        for folder in self.projects.recoverable():
            if self._ask_to_recover(folder):
                return

    # Qt's events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths and event.source() is None:
            open_paths(self, paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask, remember how the window looks, and end all work."""
        if not self.may_leave(is_closing=True):
            event.ignore()
            return
        self._remember_layout()
        self.jobs.close(_ENDING_MS)
        self.projects.close()
        self.log.close_log()
        for page in self.pages.made:
            page.close()
        event.accept()

    # Inside

    def _work(self) -> list[Job]:
        """Give work of which something would be lost; saving waits for itself."""
        saving = self.projects.job
        return [job for job in self.jobs.lasting if job is not saving]

    def _arrange(self) -> None:
        self._typing_keys = TypingKeys(self)
        self.images = ImagePanel(self.session, self.loader)
        self.pages = PageTabs(self.context)
        self.log = LogPanel(self.session)
        self.read_only_bar = ReadOnlyBar(
            self.projects, self.session, lambda: self.trigger("file.save_as")
        )
        both = ImageAndPages(self.context.canvas, self.pages)
        self.setCentralWidget(self.read_only_bar.above(both))
        area = Qt.DockWidgetArea
        left, below = area.LeftDockWidgetArea, area.BottomDockWidgetArea
        self.images_dock = self._dock("images", tr("Micrographs"), self.images, left)
        self.log_dock = self._dock("log", tr("Log"), self.log, below)
        self.resizeDocks([self.log_dock], [_LOG_HEIGHT], Qt.Orientation.Vertical)
        self.log_dock.hide()
        self.projects.noted.connect(self.log_dock.show)
        self.statusBar().addPermanentWidget(JobStatus(self.jobs))
        self.session.logged.connect(self._say)

    def _dock(
        self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea
    ) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        self._typing_keys.watch(dock)
        return dock

    def _fill_bars(self) -> None:
        self.commands.fill_menu_bar(self.menuBar())
        toolbar = QToolBar(tr("Main"), self)
        toolbar.setObjectName("toolbar")
        toolbar.setMovable(False)
        self.commands.fill_toolbar(toolbar)
        self.addToolBar(toolbar)

    def _begin(self) -> None:
        """Do what can wait until the window stands."""
        self.pages.page_made.connect(self._introduce)
        self.pages.show_page(self.preferences.value.page)
        self.pages.shown.connect(lambda id_: self.preferences.update(page=id_))
        self.commands.refresh()

    def _say(self, line: str) -> None:
        self.statusBar().showMessage(line, _SAYING_MS)

    def _introduce(self, page: QWidget) -> None:
        """Tell the page that analyses what is selected in the list."""
        from feretlab.gui.pages.analyse import AnalysePage

        if isinstance(page, AnalysePage):
            page.run_bar.set_selected(self.images.selected_keys)

    def _name(self) -> None:
        folder, shown = self.projects.folder, self.projects.read_only
        name = folder.name if folder is not None else tr("Unsaved project")
        if shown is not None:
            name = tr("{name} (read-only)").format(name=shown.name)
        self.setWindowTitle(f"{name}[*] – FeretLab")
        self.setWindowModified(not self.projects.is_saved)

    def _ask_to_save(self) -> bool:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            tr("Unsaved work"),
            tr("Save the project before it is closed?"),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            folder = ask_project_folder(self)
            return folder is not None and self.projects.save_now(folder)
        return answer == buttons.Discard

    def _ask_about_occupied(self, holder: Holder) -> None:
        box = OccupiedBox(holder, self)
        answer = box.ask()
        box.deleteLater()
        if answer == "read-only":
            self.projects.open_read_only(holder.folder)
        elif answer == "copy":
            copy = ask_project_folder(self)
            if copy is not None:
                self.projects.open_copy(holder.folder, copy)

    def _ask_to_recover(self, folder: Path) -> bool:
        box = RecoverBox(images_in(folder), self)
        answer = box.ask()
        box.deleteLater()
        if answer == "recover":
            self.projects.recover(folder)
        elif answer == "delete":
            self.projects.discard(folder)
        return answer == "recover"

    def _remember_layout(self) -> None:
        self.preferences.update(
            geometry=_text(self.saveGeometry()),
            layout=_text(self.saveState(_LAYOUT_VERSION)),
        )

    def _restore_layout(self) -> None:
        value = self.preferences.value
        if not value.geometry or not self.restoreGeometry(_bytes(value.geometry)):
            screen = QGuiApplication.primaryScreen().availableSize()
            height = min(950, screen.height() - _TITLE_BAR)
            self.resize(min(1500, screen.width()), height)
        self.restoreState(_bytes(value.layout), _LAYOUT_VERSION)


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode("ascii", "replace"))
