"""The window as a whole."""

import logging
import sys
import threading
import time

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QMessageBox

from feretlab.gui.app import show_uncaught_errors
from feretlab.gui.controllers.project_lock import Holder
from feretlab.gui.dialogs.error_box import ErrorBox
from feretlab.gui.dialogs.leaving import LeaveDialog
from feretlab.gui.dialogs.occupied import OccupiedBox
from feretlab.gui.pages import PAGES
from feretlab.gui.session.project_folder import ProjectFolder
from feretlab.gui.session.session import Session


@pytest.fixture
def two_images(tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    for name in ("a", "b"):
        grey = np.arange(48 * 64, dtype=np.uint8).reshape(48, 64)
        Image.fromarray(grey).save(folder / f"{name}.png")
    return folder


def test_a_dropped_folder_becomes_rows_with_thumbnails(window, qtbot, two_images):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(two_images))])
    drop = QDropEvent(
        QPointF(QPoint(20, 20)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    qtbot.waitUntil(
        lambda: [entry.shape for entry in window.session.entries] == [(48, 64)] * 2,
        timeout=60_000,
    )

    keys = [entry.key for entry in window.session.entries]
    assert all(window.loader.thumbnail(key) is not None for key in keys)
    assert window.preferences.value.recent_files


def test_undo_is_offered_with_the_title_of_the_change(window, qtbot, two_images):
    window.session.add_files([two_images / "a.png"])
    window.commands.refresh()

    assert window.commands.action("edit.undo").text() == "Undo add 1 image"
    window.trigger("edit.undo")
    assert window.session.entries == ()


@pytest.mark.parametrize("shortcut", ["Ctrl+Y", "Ctrl+Shift+Z"])
def test_both_keys_redo(window, qtbot, two_images, shortcut):
    window.session.add_files([two_images / "a.png"])
    window.trigger("edit.undo")
    window.commands.refresh()

    keys = QKeySequence(shortcut)[0]
    qtbot.keyClick(window, keys.key(), keys.keyboardModifiers())
    assert len(window.session.entries) == 1


def test_no_image_is_removed_by_a_key_that_deletes_a_word(window, qtbot, two_images):
    window.session.add_files([two_images / name for name in ("a.png", "b.png")])
    window.commands.refresh()
    box = window.images.filter_box
    window.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "b")
    qtbot.keyClick(box, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)

    assert (box.text(), len(window.session.entries)) == ("", 2)


def test_the_next_image_alone_is_selected_while_its_shortcut_is_held(
    window, qtbot, two_images
):
    keys = window.session.add_files([two_images / name for name in ("a.png", "b.png")])
    window.commands.refresh()
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)

    assert window.session.current.key == keys[1]
    assert window.images.selected_keys() == (keys[1],)


def test_an_error_is_shown_with_details_to_copy(window, qapp):
    window.show_error("read a file", ValueError("seven"))

    (box,) = window.findChildren(ErrorBox)
    box.copy()
    assert "ValueError: seven" in qapp.clipboard().text()
    box.close()


def test_nothing_is_asked_before_an_untouched_window_closes(window):
    assert window.close()


def _answer(monkeypatch, button):
    asked = []

    def question(*words, **_):
        asked.append(words[2])
        return button

    monkeypatch.setattr(QMessageBox, "question", question)
    return asked


def test_unsaved_work_is_asked_about_before_the_window_closes(
    window, monkeypatch, two_images
):
    keys = window.session.add_files([two_images / "a.png"])
    window.session.give_pixel_size(keys, 2.0)
    window.jobs.wait()
    asked = _answer(monkeypatch, QMessageBox.StandardButton.Cancel)

    assert not window.may_leave()
    assert asked


def test_to_cancel_all_work_leaves_the_chosen_image_being_read(
    window, qtbot, two_images
):
    _, second = window.session.add_files(sorted(two_images.glob("*.png")))
    canvas = window.context.canvas
    qtbot.waitUntil(lambda: canvas.micrograph is not None)
    gate = threading.Event()
    counting = window.jobs.start("count", lambda _: gate.wait(10))
    window.session.show(second)
    window.commands.refresh()
    window.trigger("edit.stop")
    with qtbot.waitSignal(counting.cancelled):
        gate.set()

    qtbot.waitUntil(lambda: canvas.micrograph is not None)


@pytest.fixture
def ask_to_leave(window, qtbot):
    """Begin to close the window, and act in the dialog that asks about work."""

    def ask(act):
        told = []

        def look():
            for dialog in window.findChildren(LeaveDialog):
                told.append(dialog.text.text())
                act(dialog)

        QTimer.singleShot(0, look)
        return window.close(), told

    return ask


def _count_until_stopped(progress):
    while True:
        progress.report(0, 1)
        time.sleep(0.01)


def test_work_under_way_is_named_before_the_window_closes(window, ask_to_leave):
    gate = threading.Event()
    window.jobs.start("count", lambda _: gate.wait(30))
    closed, (told,) = ask_to_leave(lambda dialog: dialog.stay_button.click())

    assert not closed
    assert "• count" in told
    assert window.jobs.running
    gate.set()


def test_a_process_is_work_too(window, ask_to_leave):
    stopped = []
    job = window.jobs.adopt("Running steps.ijm", lambda: stopped.append(job.finish()))
    closed, (told,) = ask_to_leave(lambda dialog: dialog.cancel_button.click())

    assert "Running steps.ijm" in told
    assert len(stopped) == 1
    assert closed


def test_the_window_waits_for_work_and_closes(window, ask_to_leave):
    gate, ends = threading.Event(), []
    window.jobs.start("count", lambda _: gate.wait(30), done=ends.append)

    def wait(dialog):
        dialog.wait_button.click()
        assert "closes by itself" in dialog.text.text()
        gate.set()

    closed, _ = ask_to_leave(wait)
    assert closed
    assert ends == [True]


def test_work_is_cancelled_and_the_window_closes(window, ask_to_leave):
    ends = []
    job = window.jobs.start("count", _count_until_stopped)
    job.cancelled.connect(lambda: ends.append("cancelled"))
    closed, _ = ask_to_leave(lambda dialog: dialog.cancel_button.click())

    assert closed
    assert ends == ["cancelled"]


def test_drawing_is_not_asked_about(window, ask_to_leave):
    window.jobs.start("draw", _count_until_stopped, is_passing=True)
    closed, told = ask_to_leave(lambda dialog: dialog.reject())

    assert closed
    assert told == []


def _saved_elsewhere(folder, image):
    """Save a project, and mark it as another process would."""
    session = Session()
    session.add_files([image])
    ProjectFolder(folder).write(session.snapshot())
    return Holder(folder=folder, pid=4711, host="bench")


def test_an_occupied_project_is_opened_read_only_on_request(
    window, qtbot, monkeypatch, two_images, tmp_path
):
    holder = _saved_elsewhere(tmp_path / "project", two_images / "a.png")
    monkeypatch.setattr(OccupiedBox, "exec", lambda box: box.read_only_button.click())
    window.projects.occupied.emit(holder)
    qtbot.waitUntil(lambda: bool(window.session.entries), timeout=60_000)

    assert "project (read-only)" in window.windowTitle()
    assert window.projects.folder is None


def test_a_read_only_project_says_so_and_leads_to_a_copy(
    window, qtbot, monkeypatch, two_images, tmp_path
):
    assert not window.read_only_bar.isVisible()
    holder = _saved_elsewhere(tmp_path / "project", two_images / "a.png")
    window.projects.open_read_only(holder.folder)
    qtbot.waitUntil(lambda: bool(window.session.entries), timeout=60_000)
    bar = window.read_only_bar
    assert bar.isVisible()
    assert "project is open read-only" in bar.text.text()

    window.session.give_pixel_size([window.session.entries[0].key], 2.0)
    assert bar.text.text().startswith("Not done: calibrate 1 image. project is open")
    assert window.session.entries[0].given_size_nm is None

    chosen = str(tmp_path / "copy"), ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: chosen)
    bar.button.click()
    qtbot.waitUntil(lambda: window.projects.is_saved, timeout=60_000)
    assert window.projects.folder == tmp_path / "copy"
    assert not bar.isVisible()


def test_an_occupied_project_is_not_opened_without_an_answer(
    window, monkeypatch, two_images, tmp_path
):
    holder = _saved_elsewhere(tmp_path / "project", two_images / "a.png")
    asked = []
    monkeypatch.setattr(OccupiedBox, "exec", lambda box: asked.append(box.text()))
    window.projects.occupied.emit(holder)

    assert "process 4711 on bench" in asked[0]
    assert not window.jobs.running
    assert window.session.entries == ()


def test_an_error_that_nobody_caught_is_shown(window, monkeypatch, capsys):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    show_uncaught_errors(window)

    sys.excepthook(ValueError, ValueError("nobody caught this"), None)

    (box,) = window.findChildren(ErrorBox)
    assert "nobody caught this" in box.details
    assert "nobody caught this" in capsys.readouterr().err
    box.close()


def test_every_page_opens_and_comes_to_the_front(window, qtbot):
    for page in PAGES:
        widget = window.show_page(page.id)
        assert window.pages.currentWidget().isAncestorOf(widget)
    assert len(window.pages.made) == len(PAGES)
    qtbot.waitUntil(lambda: not window.jobs.running, timeout=60_000)


def test_lines_of_the_session_and_warnings_stand_in_the_log(window, qtbot):
    window.session.log("a line")
    logging.getLogger("somewhere").warning("odd")

    qtbot.waitUntil(lambda: "somewhere: odd" in window.log.text.toPlainText())
    assert "a line" in window.log.text.toPlainText()


def test_all_tabs_fit_on_a_small_screen(window, qtbot):
    window.resize(1280, 800)
    bar = window.pages.tabBar()
    last = lambda: bar.tabRect(bar.count() - 1)  # noqa: E731

    qtbot.waitUntil(lambda: last().right() < window.pages.width())
    assert last().left() > 0


def test_a_new_window_leaves_room_for_its_title_bar(window):
    screen = window.screen().availableSize()

    assert window.height() <= screen.height() - 40
    assert window.width() <= screen.width()


def test_what_a_project_lacks_is_shown_in_the_log(window, qtbot, two_images, tmp_path):
    _saved_elsewhere(tmp_path / "project", two_images / "a.png")
    (two_images / "a.png").unlink()
    assert not window.log_dock.isVisible()
    window.projects.open(tmp_path / "project")

    qtbot.waitUntil(window.log_dock.isVisible, timeout=60_000)
    assert "the file is missing" in window.log.text.toPlainText()


@pytest.mark.parametrize(
    "action", ["help.about", "help.shortcuts", "help.palette", "file.preferences"]
)
def test_a_dialog_is_let_go_of_once_it_is_closed(window, qtbot, action):
    before = window.findChildren(QDialog)
    window.trigger(action)
    (dialog,) = (one for one in window.findChildren(QDialog) if one not in before)
    dialog.reject()
    del dialog

    qtbot.waitUntil(lambda: len(window.findChildren(QDialog)) == len(before))


def test_the_menu_of_the_list_is_let_go_of_once_it_is_closed(window, qtbot, two_images):
    window.session.add_files([two_images / "a.png"])
    before = window.findChildren(QMenu)
    window.images._open_menu(QPoint(5, 5))
    (menu,) = (one for one in window.findChildren(QMenu) if one not in before)
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    del menu

    qtbot.waitUntil(lambda: len(window.findChildren(QMenu)) == len(before))


def test_results_are_exported_from_the_menu(
    window, two_images, make_finding, monkeypatch, tmp_path
):
    (key,) = window.session.add_files([two_images / "a.png"])
    window.commands.refresh()
    assert not window.is_enabled("file.export")
    window.session.put_finding(key, make_finding("a", [10]))
    window.commands.refresh()
    folders, asked = [], lambda *_: str(tmp_path)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", asked)
    monkeypatch.setattr(window.show_page("analyse"), "export", folders.append)
    window.trigger("file.export")

    assert folders == [tmp_path]
