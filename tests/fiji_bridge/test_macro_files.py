"""Commands for an ImageJ that is started on its own."""

import os
import subprocess
import zipfile

import pytest

from feretlab.core.cli.main import main
from feretlab.core.errors import FileError
from feretlab.fiji_bridge.commands import offered
from feretlab.fiji_bridge.headless import PROVIDED
from feretlab.fiji_bridge.macro import run_macro
from feretlab.fiji_bridge.macro_files import JAR, MARK, install, literal, uninstall


@pytest.fixture(params=["ij.jar", "jars/ij-1.54p.jar"])
def imagej_folder(tmp_path, request):
    """A folder laid out like ImageJ's, or like Fiji's."""
    folder = tmp_path / "Fiji.app"
    (folder / "plugins").mkdir(parents=True)
    jar = folder / request.param
    jar.parent.mkdir(exist_ok=True)
    jar.touch()
    return folder


def test_every_command_is_offered_by_its_name(imagej_folder):
    macros = _macros(install(imagej_folder))
    assert set(macros) == set(offered())
    assert all(text.isascii() for text in macros.values())


def test_uninstalling_takes_exactly_those_away(imagej_folder):
    plugins = imagej_folder / "plugins"
    install(imagej_folder)
    (plugins / "Other_.jar").write_bytes(b"x")
    (plugins / "Other_.ijm").write_text("x", encoding="utf-8")
    assert main(["fiji", "--uninstall", str(imagej_folder)]) == 0
    assert {path.name for path in plugins.rglob("*")} == {"Other_.jar", "Other_.ijm"}


@pytest.mark.parametrize("act", [install, uninstall])
def test_files_of_an_older_version_go(imagej_folder, act):
    folder = imagej_folder / "plugins" / "FeretLab"
    folder.mkdir()
    (folder / "FeretLab_Gone....ijm").write_text(f"{MARK}\n", encoding="ascii")
    (folder / "FeretLab_Mine.ijm").write_text("// my own", encoding="utf-8")
    act(imagej_folder)
    assert [path.name for path in folder.iterdir()] == ["FeretLab_Mine.ijm"]
    (folder / "FeretLab_Mine.ijm").write_text(MARK, encoding="ascii")
    act(imagej_folder)
    assert not folder.exists()


def test_nothing_is_left_after_uninstalling(imagej_folder):
    install(imagej_folder)
    install(imagej_folder)
    uninstall(imagej_folder)
    assert list((imagej_folder / "plugins").iterdir()) == []
    assert uninstall(imagej_folder) == []


def test_a_file_of_somebody_else_is_not_overwritten(imagej_folder):
    own = imagej_folder / "plugins" / JAR
    own.write_text("my own", encoding="utf-8")
    with pytest.raises(FileError, match=r"did not put there.*Rename it first"):
        install(imagej_folder)
    assert own.read_text(encoding="utf-8") == "my own"


def test_uninstalling_where_nothing_is_says_so(imagej_folder, capsys):
    assert main(["fiji", "--uninstall", str(imagej_folder)]) == 0
    assert "Nothing of FeretLab's is in " in "".join(capsys.readouterr())


@pytest.mark.parametrize("word", ["--install", "--uninstall"])
def test_a_folder_that_is_no_imagej_is_one_line(tmp_path, word, capsys):
    assert main(["fiji", word, str(tmp_path / "absent")]) == 1
    told = capsys.readouterr().err
    assert "expected the folder Fiji.app, Fiji or ImageJ" in told
    assert told.count("\n") == 1


@pytest.mark.java
@pytest.mark.parametrize("text", ["C:\\Users\\né w\\python.exe", 'say "so"', "µ\n中"])
def test_a_macro_reads_a_literal_as_it_was_meant(running_imagej, text):
    assert run_macro(f"return {literal(text)};") == text


@pytest.mark.java
@pytest.mark.slow
def test_an_installed_command_gives_what_the_bridges_own_gives(
    fresh_imagej, imagej_folder, discs, bright_model
):
    if (imagej_folder / "jars").exists():
        pytest.skip("the files are the same in both kinds of folder")
    path = imagej_folder / "analyze.ijm"
    macros = _macros(install(imagej_folder))
    path.write_text(macros["FeretLab Analyze..."], encoding="ascii")
    options = f"model=[{bright_model}] scale=1 invert=no method=none"
    look = """text = getTitle() + " " + nImages + " " + roiManager("count");
    text += " " + nResults; getPixelSize(unit, width, height);
    getStatistics(area, mean, min, max);
    text += " " + unit + " " + width + " " + max;
    for (i = 0; i < nResults; i++) text += " " + getResultLabel(i)
        + " " + d2s(getResult("MinFeret", i), 9) + " " + d2s(getResult("Mean", i), 9)
        + " " + d2s(getResult("Confidence", i), 6) + " " + getResultString("Class", i);
    selectImage("discs.tif"); return text + " " + selectionType();"""
    begin = f'open("{discs}"); makeOval(5, 5, 100, 110);'
    expected = run_macro(f'{begin} run("FeretLab Analyze...", "{options}"); {look}')
    run_macro('close("*"); run("Clear Results"); roiManager("reset");')
    # No listener: an ImageJ that knows nothing of FeretLab.
    interpreter = fresh_imagej("ij.macro.Interpreter")()
    macro = f'{begin} runMacro("{path}", "{options}"); {look}'
    assert str(interpreter.run(macro, "")) == expected
    assert expected.startswith("discs_labels 2 2 2 nm 2 2 discs.tif")


@pytest.mark.java
@pytest.mark.slow
@pytest.mark.parametrize(
    ("begin", "options", "told"),
    [
        ("", "connectivity=8", "Looking for the front image: found none open"),
        ('open("{discs}");', "bad=1", "Reading option 'bad': no such one"),
    ],
)
def test_an_installed_command_that_fails_ends_the_macro_around_it(
    fresh_imagej, imagej_folder, discs, capfd, begin, options, told
):
    if (imagej_folder / "jars").exists():
        pytest.skip("the files are the same in both kinds of folder")
    _add_to_menu(fresh_imagej, imagej_folder)
    macro = f'{begin.format(discs=discs)} run("FeretLab Measure...", "{options}");'
    with pytest.raises(fresh_imagej("java.lang.RuntimeException"), match="canceled"):
        fresh_imagej("ij.macro.Interpreter")().run(f'{macro} print("went on");', "")
    said = capfd.readouterr().out
    assert f"FeretLab Measure: {told}" in said
    assert "went on" not in said


@pytest.mark.java
@pytest.mark.slow
def test_without_a_roi_manager_an_installed_command_does_the_rest(
    fresh_imagej, imagej_folder, discs, capfd
):
    if (imagej_folder / "jars").exists():
        pytest.skip("the files are the same in both kinds of folder")
    _add_to_menu(fresh_imagej, imagej_folder)
    system = fresh_imagej("java.lang.System")
    provided = system.clearProperty(PROVIDED)  # as in a Fiji started on its own
    macro = f"""open("{discs}"); setThreshold(100, 255); run("Convert to Mask");
    run("FeretLab Separate...", "method=none"); getStatistics(area, mean, min, max);
    return "" + max + " " + roiManager("count");"""
    try:
        returned = fresh_imagej("ij.macro.Interpreter")().run(macro, "")
    finally:
        system.setProperty(PROVIDED, provided)
    assert str(returned) == "3 0"
    assert (
        "FeretLab Separate...: no ROIs, for want of a window" in capfd.readouterr().out
    )


@pytest.mark.java
@pytest.mark.slow
def test_one_that_fails_in_a_headless_fiji_is_a_line_on_stderr_and_status_1(
    fiji_folder, tmp_path
):
    done = _headless_fiji(fiji_folder, tmp_path, 'newImage("a", "8-bit", 9, 9, 1);')
    assert done.stderr == (
        "FeretLab Measure: Reading option 'bad': no such one, expected pixel_size_nm, "
        "connectivity, kind, add_rois.\n"
    )
    assert (done.returncode, done.stdout) == (1, "")


def _headless_fiji(folder, scratch, begin):
    """Call an installed command wrongly in a Fiji started on its own."""
    install(folder)
    macro = scratch / "wrong.ijm"
    wrong = 'run("FeretLab Measure...", "bad=1"); print("went on");'
    macro.write_text(f"{begin} {wrong}", encoding="ascii")
    paths = os.pathsep.join(f"{folder / name}/*" for name in ("jars", "plugins"))
    opened = [f"--add-opens=java.{name}=ALL-UNNAMED" for name in _OPENED]
    java = ["java", "-Djava.awt.headless=true", f"-Dplugins.dir={folder}", *opened]
    command = [*java, "-cp", paths, "net.imagej.Main", str(macro)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=200
    )
    uninstall(folder)  # other tests wait for the commands to come up in it
    return done


_OPENED = "base/java.lang", "base/java.util", "desktop/java.awt"


def _macros(jar):
    """Give the macros that ImageJ finds in a jar, by their commands' names."""
    with zipfile.ZipFile(jar) as archive:
        found = {}
        for line in archive.read("plugins.config").decode("ascii").splitlines():
            menu, name, runner = line.split(", ")
            path = runner.removeprefix('ij.plugin.Macro_Runner("JAR:')
            assert menu == "Plugins>FeretLab"
            text = archive.read(path.removesuffix('")')).decode("ascii")
            found[name.strip('"')] = text
    return found


def _add_to_menu(imagej, folder):
    """Make ImageJ know the commands, as it does of its plugins folder."""
    commands = imagej("ij.Menus").getCommands()
    if commands is None:
        begin = imagej("ij.IJ").class_.getDeclaredMethod("init")
        begin.setAccessible(True)
        begin.invoke(None)
        commands = imagej("ij.Menus").getCommands()
    for number, (name, text) in enumerate(_macros(install(folder)).items()):
        path = folder / f"{number}.ijm"
        path.write_text(text, encoding="ascii")
        commands.put(name, f'ij.plugin.Macro_Runner("{path}")')
