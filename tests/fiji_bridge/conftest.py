"""The one ImageJ of a test run, and a picture to work on."""

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import tifffile


@pytest.fixture(scope="session")
def running_imagej():
    """ImageJ 1.54p without a window; skipped where Java or ImageJ is missing."""
    from feretlab.core.errors import FeretLabError
    from feretlab.fiji_bridge import jvm

    try:
        jvm.start()
    except FeretLabError as error:
        pytest.skip(str(error))
    return jvm.java_class


@pytest.fixture
def fresh_imagej(running_imagej):
    """The same with no image, no ROI and no row."""
    from feretlab.fiji_bridge.macro import run_macro

    run_macro('close("*"); run("Clear Results"); roiManager("reset");')
    return running_imagej


@pytest.fixture(scope="session")
def discs(tmp_path_factory):
    """Four bright discs, two of which touch, at 2 nm a pixel; the file's path."""
    rows, columns = np.mgrid[:120, :160]
    pixels = np.full(rows.shape, 20, np.uint8)
    for row, column, radius in ((30, 30, 12), (30, 53, 12), (80, 40, 15), (80, 120, 9)):
        pixels[(rows - row) ** 2 + (columns - column) ** 2 <= radius**2] = 220
    path = tmp_path_factory.mktemp("discs") / "discs.tif"
    tifffile.imwrite(
        path,
        pixels,
        photometric="minisblack",
        resolution=(0.5, 0.5),
        resolutionunit="NONE",
        description="ImageJ=1.54p\nunit=nm\n",
        metadata=None,
    )
    return path


# What Fiji's own jars have and Maven Central has not, as far as the start asks for it;
# of classes of imglib2-imglyb, which PyImageJ wants, a Fiji as downloaded has none.
_GATEWAY = {
    "net/imagej/ImageJ.java": """package net.imagej;
    public class ImageJ {
        public ImageJ() { net.imagej.patcher.LegacyInjector.preinit(); }
        public ImageJ ui() { return this; }
        public void showUI() throws Exception {
            new ij.ImageJ();
            new Thread(() -> {
                while (!ij.Menus.getCommands().containsKey("FeretLab Measure..."))
                    ij.IJ.wait(100);
                System.exit(0);  // as Fiji does when its window is closed
            }).start();
        }
        public void dispose() { System.out.println("disposed"); }
    }""",
    "net/imagej/Main.java": """package net.imagej;
    public class Main {
        public static void main(String[] arguments) {
            net.imagej.patcher.LegacyInjector.preinit();
            ij.IJ.runMacroFile(arguments[0]);
        }
    }""",
    "org/scijava/Context.java": "package org.scijava; public class Context { }",
    "Plugin.java": """public class Plugin {
        public static String leaveThread() {
            new Thread(() -> { while (true) ij.IJ.wait(1000); }, "left behind").start();
            return "left";
        }
    }""",
}


@pytest.fixture(scope="session")
def fiji_folder(tmp_path_factory, running_imagej):
    """The real ImageJ and a stand-in for ImageJ2, in a folder laid out like a Fiji."""
    if shutil.which("javac") is None or shutil.which("jar") is None:
        pytest.skip("no javac on this machine: no stand-in for ImageJ2")
    folder = tmp_path_factory.mktemp("fiji") / "Größe & Maß" / "Fiji.app"
    jars = folder / "jars"
    jars.mkdir(parents=True)
    (folder / "plugins").mkdir()
    parted = str(running_imagej("java.lang.System").getProperty("java.class.path"))
    for jar in map(Path, parted.split(os.pathsep)):
        if jar.suffix == ".jar" and "org.jpype" not in jar.name:
            shutil.copy(jar, jars)
    sources = tmp_path_factory.mktemp("sources")
    for name, text in _GATEWAY.items():
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_text(text, encoding="ascii")
    classes = tmp_path_factory.mktemp("classes")
    javac = ["javac", "-cp", f"{jars}/*", "-d", str(classes)]
    subprocess.run([*javac, *(str(sources / name) for name in _GATEWAY)], check=True)
    made = jars / "imagej-2.17.0.jar"
    subprocess.run(["jar", "cf", str(made), "-C", str(classes), "."], check=True)
    return folder
