"""A user's way through ImageJ's window: menu, dialog, recorder, errors, a macro.

    xvfb-run -a -s "-screen 0 1400x900x24" \
        python tests/fiji_bridge/window_session.py IMAGE [PICTURES]

Prints what was seen as JSON. With PICTURES, a folder, screenshots are kept there.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from feretlab.fiji_bridge import java, jvm
from feretlab.fiji_bridge.commands import Commands
from feretlab.fiji_bridge.convert import to_array
from feretlab.fiji_bridge.macro_files import install
from feretlab.fiji_bridge.window import add_menu

_MACRO = Path(__file__).parents[2] / "docs" / "steps.ijm"
_PATIENCE = 240  # seconds; machines may be busy
_ESCAPE = 27
_MENU_AT = (320, 13)  # of "Plugins", from the window's corner


def main(image: Path, pictures: Path | None) -> dict[str, object]:
    """Walk the way; give what was seen."""
    jvm.start(headless=False)
    plugins = _plugins_folder()
    window = java.ImageJ()
    commands = Commands()
    add_menu()
    recorder = java.Recorder()
    java.IJ.open(str(image))
    seen: dict[str, object] = {"menu": _labels()}
    seen["findable"] = [str(name) for name in java.Menus.getCommands().keySet()]
    seen |= _segment_by_dialog(recorder, pictures)
    seen |= _escape(recorder)
    seen["told"] = _error_dialog()
    recorder.close()
    java.Interpreter().run('close("*");', "")
    seen["macro"] = _macro(image)
    if pictures is not None:
        _arrange()
        _photograph(pictures / "fiji-results.png")
        _open_menu(window)
        _photograph(pictures / "fiji-menu.png", (0, 0, 740, 500))
    commands.close()
    seen["installed"] = _installed(plugins)
    return seen


def _segment_by_dialog(recorder: object, pictures: Path | None) -> dict[str, object]:
    """Fill in the dialog, then replay what the Recorder wrote."""
    _click("FeretLab Segment...")
    dialog = _dialog("FeretLab Segment")
    fields = dialog.getStringFields()
    fields.get(1).setText("0.25")  # threshold
    fields.get(2).setText("1")  # scale
    if pictures is not None:
        time.sleep(2)  # until it is painted
        bounds = dialog.getBounds()
        corner = int(bounds.x), int(bounds.y)
        far = corner[0] + int(bounds.width), corner[1] + int(bounds.height)
        _photograph(pictures / "fiji-dialog.png", (*corner, *far))
    _press(dialog, 0)
    first = _pixels(_until(lambda: _image("_mask")))
    line = _until(lambda: _recorded(recorder, "FeretLab Segment..."))
    _image("_mask").close()
    java.Interpreter().run(line, "")
    again = _pixels(_until(lambda: _image("_mask")))
    _image("_mask").close()
    return {
        "recorded": line,
        "replayed the same": bool(np.array_equal(first, again)),
        "pixels inside": int((first > 0).sum()),
    }


def _escape(recorder: object) -> dict[str, object]:
    """Leave a dialog by Escape: nothing happens, nothing is recorded."""
    _click("FeretLab Measure...")
    dialog = _dialog("FeretLab Measure")
    event = jvm.java_class("java.awt.event.KeyEvent")
    dialog.keyPressed(event(dialog, event.KEY_PRESSED, 0, 0, _ESCAPE, "\x1b"))
    _until(lambda: not dialog.isVisible())
    _until(lambda: "Measure" not in _threads())
    return {
        "rows after escape": int(java.Analyzer.getResultsTable().size()),
        "recorded after escape": _recorded(recorder, "FeretLab Measure..."),
    }


def _error_dialog() -> str:
    """Ask for what cannot be; give what ImageJ's dialog tells."""
    _click("FeretLab Segment...")
    dialog = _dialog("FeretLab Segment")
    dialog.getStringFields().get(1).setText("7")
    _press(dialog, 0)
    _until(lambda: not dialog.isVisible())
    message = _dialog("FeretLab Segment")
    told = _text_of(message)
    message.dispose()
    _until(lambda: "FeretLab" not in _threads())
    return told


def _text_of(message: object) -> str:
    """Give what an ImageJ message dialog says."""
    label = jvm.java_class("ij.gui.MultiLineLabel")
    field = label.class_.getDeclaredField("lines")
    field.setAccessible(True)
    labels = [part for part in _parts(message) if isinstance(part, label)]
    return " ".join(str(line) for part in labels for line in field.get(part))


def _parts(window: object) -> Iterator[object]:
    """Give all components of a window, those in panels too."""
    for part in window.getComponents():
        yield part
        if isinstance(part, jvm.java_class("java.awt.Container")):
            yield from _parts(part)


def _macro(image: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        argument = f"{image},{folder}"
        text = _MACRO.read_text(encoding="utf-8")
        said = str(java.Interpreter().run(text, argument))
        return f"{said}; {', '.join(sorted(p.name for p in Path(folder).iterdir()))}"


def _plugins_folder() -> Path:
    """Give ImageJ an own folder for plugins; without any so far."""
    folder = Path(tempfile.mkdtemp(prefix="imagej-"))
    (folder / "plugins").mkdir()
    (folder / "ij.jar").touch()
    jvm.java_class("java.lang.System").setProperty("plugins.dir", str(folder))
    return folder


def _installed(folder: Path) -> dict[str, object]:
    """Use installed commands; nothing else of FeretLab listens any more."""
    install(folder)
    java.Menus.updateImageJMenus()
    java.IJ.selectWindow(str(_image("_labels").getTitle()))
    recorder = java.Recorder()
    _clear()
    _click("FeretLab Measure...")
    dialog = _dialog("FeretLab Measure")
    dialog.getStringFields().get(0).setText("3")  # pixel size
    _press(dialog, 0)
    # It is recorded with the first command that it runs itself, before any row.
    _until(lambda: "Measure" not in _threads())
    line = _recorded(recorder, "FeretLab Measure...")
    table = java.Analyzer.getResultsTable
    first = [float(area) for area in table().getColumn("Area")]
    recorder.close()
    _clear()
    java.Interpreter().run(line, "")
    again = [float(area) for area in table().getColumn("Area")]
    return {
        "menu": _labels(),
        "recorded": line,
        "replayed the same": first == again,
        "areas": first,
        "told": _installed_error(),
        "log": str(java.IJ.getLog()),
        "traces shown": _has_window("Exception"),
    }


def _installed_error() -> str:
    """Call an installed command wrongly, in a macro that would go on."""
    told: list[str] = []

    def close() -> None:
        message = _dialog("FeretLab Measure")
        told.append(_text_of(message))
        message.dispose()

    closer = threading.Thread(target=close)
    closer.start()
    try:
        java.Interpreter().run(
            'run("FeretLab Measure...", "bad=1"); print("went on");', ""
        )
    except jvm.java_class("java.lang.RuntimeException") as error:
        told.append(str(error))
    closer.join(_PATIENCE)
    return "; ".join(told)


def _clear() -> None:
    java.IJ.run("Clear Results")


def _has_window(title: str) -> bool:
    titles = java.WindowManager.getNonImageTitles()
    return title in [str(shown) for shown in titles]


def _menu() -> object:
    plugins = java.Menus.getImageJMenu("Plugins")
    items = [plugins.getItem(i) for i in range(plugins.getItemCount())]
    return next(item for item in items if str(item.getLabel()) == "FeretLab")


def _labels() -> list[str]:
    menu = _menu()
    return [str(menu.getItem(i).getLabel()) for i in range(menu.getItemCount())]


def _click(name: str) -> None:
    menu = _menu()
    item = menu.getItem(_labels().index(name))
    event = jvm.java_class("java.awt.event.ActionEvent")
    item.dispatchEvent(event(item, event.ACTION_PERFORMED, name))


def _dialog(title: str) -> object:
    dialog = jvm.java_class("java.awt.Dialog")

    def find() -> object | None:
        for window in jvm.java_class("java.awt.Window").getWindows():
            shown = isinstance(window, dialog) and window.isVisible()
            if shown and str(window.getTitle()) == title:
                return window
        return None

    return _until(find)


def _press(dialog: object, index: int) -> None:
    button = dialog.getButtons()[index]
    event = jvm.java_class("java.awt.event.ActionEvent")
    dialog.actionPerformed(event(button, event.ACTION_PERFORMED, "OK"))


def _image(ending: str) -> object | None:
    for number in java.WindowManager.getIDList() or []:
        image = java.WindowManager.getImage(number)
        if str(image.getTitle()).endswith(ending):
            return image
    return None


def _pixels(image: object) -> np.ndarray:
    return to_array(image.getProcessor())


def _recorded(recorder: object, name: str) -> str:
    lines = str(recorder.getText()).splitlines()
    return next((line for line in lines if name in line), "")


def _threads() -> str:
    return " ".join(str(t.getName()) for t in java.Thread.getAllStackTraces().keySet())


def _until(look: object) -> object:
    """Give what comes of looking, once it is something."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise TimeoutError(f"waited {_PATIENCE} s for {look}")


def _arrange() -> None:
    """Put images, ROI Manager and Results beside each other."""
    java.IJ.getInstance().setLocation(0, 0)
    x = 0
    for ending in ("_labels", "_mask", ".tif"):
        shown = _image(ending).getWindow()
        shown.setLocation(x, 110)
        shown.toFront()
        x += int(shown.getWidth()) + 10
    manager = java.RoiManager.getInstance()
    manager.setLocation(0, 560)
    java.IJ.selectWindow(_image(".tif").getID())
    manager.runCommand("Show All")
    results = java.WindowManager.getWindow("Results")
    results.setLocation(230, 560)
    results.setSize(1160, 330)
    time.sleep(3)


def _open_menu(window: object) -> None:
    robot = jvm.java_class("java.awt.Robot")()
    corner = window.getLocationOnScreen()
    x, y = int(corner.x) + _MENU_AT[0], int(corner.y) + _MENU_AT[1]
    left = jvm.java_class("java.awt.event.InputEvent").BUTTON1_DOWN_MASK
    robot.mouseMove(x, y)
    robot.mousePress(left)
    robot.mouseRelease(left)
    time.sleep(2)
    robot.mouseMove(x + 10, y + 22)
    robot.mousePress(left)
    robot.mouseRelease(left)
    time.sleep(2)


def _photograph(path: Path, box: tuple[int, int, int, int] | None = None) -> None:
    """Keep the screen, or a part of it, in few colours."""
    toolkit = jvm.java_class("java.awt.Toolkit").getDefaultToolkit()
    area = jvm.java_class("java.awt.Rectangle")(toolkit.getScreenSize())
    shot = jvm.java_class("java.awt.Robot")().createScreenCapture(area)
    height, width = int(shot.getHeight()), int(shot.getWidth())
    packed = np.array(shot.getRGB(0, 0, width, height, None, 0, width))
    packed = packed.astype(np.int32).view(np.uint32).reshape(height, width)
    colours = np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=-1)
    picture = Image.fromarray(colours.astype(np.uint8)).crop(box)
    picture.quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    chosen = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), chosen)) + "\n")
    sys.stdout.flush()
    jvm.java_class("java.lang.System").exit(0)
