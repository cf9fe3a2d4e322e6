"""Java's and ImageJ's classes by their short names, looked up on first use.

``java.IJ`` is ``ij.IJ``; asking for a name starts ImageJ where it is not running.
"""

from typing import Any

from feretlab.fiji_bridge.jvm import java_class

_FULL_NAMES = {
    "Analyzer": "ij.plugin.filter.Analyzer",
    "ByteProcessor": "ij.process.ByteProcessor",
    "CommandListener": "ij.CommandListener",
    "Executer": "ij.Executer",
    "FloatProcessor": "ij.process.FloatProcessor",
    "GenericDialog": "ij.gui.GenericDialog",
    "GraphicsEnvironment": "java.awt.GraphicsEnvironment",
    "HeadlessException": "java.awt.HeadlessException",
    "IJ": "ij.IJ",
    "ImageJ": "ij.ImageJ",
    "ImagePlus": "ij.ImagePlus",
    "ImageStack": "ij.ImageStack",
    "LUT": "ij.process.LUT",
    "Line": "ij.gui.Line",
    "Interpreter": "ij.macro.Interpreter",
    "Macro": "ij.Macro",
    "Measurements": "ij.measure.Measurements",
    "Menu": "java.awt.Menu",
    "MenuItem": "java.awt.MenuItem",
    "Menus": "ij.Menus",
    "ParticleAnalyzer": "ij.plugin.filter.ParticleAnalyzer",
    "Recorder": "ij.plugin.frame.Recorder",
    "ResultsTable": "ij.measure.ResultsTable",
    "Roi": "ij.gui.Roi",
    "RoiDecoder": "ij.io.RoiDecoder",
    "RoiEncoder": "ij.io.RoiEncoder",
    "RoiManager": "ij.plugin.frame.RoiManager",
    "ShortProcessor": "ij.process.ShortProcessor",
    "Thread": "java.lang.Thread",
    "ThresholdToSelection": "ij.plugin.filter.ThresholdToSelection",
    "WindowManager": "ij.WindowManager",
}


def __getattr__(name: str) -> Any:
    if name not in _FULL_NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return java_class(_FULL_NAMES[name])
