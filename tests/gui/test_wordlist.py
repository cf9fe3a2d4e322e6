"""What translators are given, and that it is all they need."""

import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import PySide6
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QDialogButtonBox, QTabWidget

from feretlab.gui.pages import PAGES
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.texts import speak
from feretlab.gui.tour_dialogs import dialogs
from feretlab.gui.translations import speak_locale
from feretlab.gui.window.main_window import MainWindow
from feretlab.gui.wordlist import main, write_words

POLISH = QLocale(QLocale.Language.Polish, QLocale.Country.Poland)
PLURALS = ("usuń {count} obraz", "usuń {count} obrazy", "usuń {count} obrazów")


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    path = tmp_path_factory.mktemp("words") / "feretlab_pl.ts"
    write_words(path)
    return path


@pytest.fixture
def english(qapp):
    """Takes every language off again."""
    yield qapp
    speak(None)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def _messages(path):
    return {
        (each.findtext("source"), each.findtext("comment")): each
        for each in ElementTree.parse(path).getroot().iter("message")
    }


@pytest.mark.parametrize(
    "text",
    [
        ("remove {count} image", "remove {count} images"),
        ("change the recipe", None),
        ("Opening project {folder!r}", None),
        ("Take the last change back.", None),
        ("out of focus", None),
        ("Min Feret", None),
    ],
)
def test_the_list_holds_titles_of_changes_and_what_tables_declare(words, text):
    assert text in _messages(words)


def test_texts_end_in_one_kind_of_dots(words):
    texts = [text for text, _ in _messages(words)]

    assert [text for text in texts if text.endswith(("...", " …"))] == []


def test_a_count_has_as_many_forms_as_the_language(words):
    one = _messages(words)["remove {count} image", "remove {count} images"]

    assert one.get("numerus") == "yes"
    assert len(one.findall("translation/numerusform")) == len(PLURALS)


def test_every_text_that_the_window_asks_for_is_in_the_list(
    words, qtbot, tmp_path, make_finding
):
    asked = set()
    speak(lambda text, other, count: asked.add((text, other or None)) or text)
    try:
        Image.new("L", (64, 48)).save(tmp_path / "a.png")
        window = MainWindow(Preferences(tmp_path / "gui.json"), tmp_path)
        qtbot.addWidget(window, before_close_func=_give_up_work)
        (key,) = window.session.add_files([tmp_path / "a.png"])
        window.session.put_finding(key, make_finding("a", [10, 30, 20]))
        for page in PAGES:
            widget = window.show_page(page.id)
            for tabs in widget.findChildren(QTabWidget):
                for index in range(tabs.count()):
                    tabs.setCurrentIndex(index)
        for _, dialog in dialogs(window):
            dialog.show()
            dialog.close()
            dialog.deleteLater()
        qtbot.waitUntil(lambda: not window.jobs.running, timeout=60_000)
    finally:
        speak(None)

    assert not asked - set(_messages(words))
    assert len(asked) > 300


def _give_up_work(window):
    window.may_leave = lambda **_: True


def test_a_translation_beside_the_settings_is_spoken(words, english, qtbot, tmp_path):
    tree = ElementTree.parse(words)
    for each in tree.getroot().iter("message"):
        if each.findtext("source") == "remove {count} image":
            each.remove(each.find("translation"))
            done = ElementTree.SubElement(each, "translation")
            for form in PLURALS:
                ElementTree.SubElement(done, "numerusform").text = form
        if each.findtext("source") == "change the recipe":
            each.remove(each.find("translation"))
            ElementTree.SubElement(each, "translation").text = "zmień przepis"
    translated, folder = tmp_path / "feretlab_pl.ts", tmp_path / "translations"
    folder.mkdir()
    tree.write(translated, encoding="utf-8", xml_declaration=True)
    program = shutil.which("lrelease", path=PySide6.__path__[0])
    compiled = folder / "feretlab_pl.qm"
    subprocess.run([program, translated, "-qm", compiled], check=True)

    assert speak_locale(english, folder, POLISH)
    session = Session()
    keys = session.add_files([Path("/a.png"), Path("/b.png")])
    session.remove(keys)
    assert session.history.undo_title == "usuń 2 obrazy"
    session.set_recipe(session.recipe.model_copy(update={"threshold": 0.3}))
    assert session.history.undo_title == "zmień przepis"
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    assert buttons.buttons()[0].text().replace("&", "") == "Anuluj"


def test_without_a_translation_it_is_english(qapp, tmp_path):
    assert not speak_locale(qapp, tmp_path, POLISH)
    assert QCoreApplication.translate("", "change the recipe") == "change the recipe"


def test_a_list_that_cannot_be_written_is_told(tmp_path, capsys):
    assert main([str(tmp_path / "none" / "feretlab_de.ts")]) == 1
    assert "Writing the word list" in capsys.readouterr().err
