"""What macros want of an ImageJ without a display: ROI Manager and Results.

ImageJ's ROI Manager is a window, which Java refuses to construct without a display,
so that ``roiManager("count")`` fails there. Its lists do not need the window: the
object is allocated without running its constructors, then given what they would have
set, and put where ImageJ looks for an open ROI Manager.
"""

from typing import Any

from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.convert import place_of
from feretlab.fiji_bridge.jvm import java_class

_MANAGER = "ij.plugin.frame.RoiManager"
# As the field initialisers of ij.plugin.frame.RoiManager 1.54p.
_FLAGS = ("firstTime", "recordShowAll", "multiCropShow")
PROVIDED = "feretlab.roi_manager"
_DISTANCES = ("translateX", "translateY")


def provide_roi_manager() -> None:
    """Give a headless ImageJ the ROI Manager that macros and commands use."""
    manager_class = java_class(_MANAGER)
    if manager_class.getRawInstance() is not None:
        return
    unsafe = _field(java_class("sun.misc.Unsafe"), "theUnsafe").get(None)
    manager = unsafe.allocateInstance(manager_class.class_)
    names = java_class("javax.swing.DefaultListModel")()
    entries = java_class("javax.swing.JList")()
    entries.setModel(names)
    values: dict[str, Any] = {
        "rois": java_class("java.util.ArrayList")(),
        "list": entries,
        "listModel": names,
    }
    checkbox = java_class("java.awt.Checkbox")
    for name in ("showAllCheckbox", "labelsCheckbox"):
        values[name] = unsafe.allocateInstance(checkbox.class_)
    for name, value in values.items():
        _field(manager_class, name).set(manager, value)
    _field(manager_class, "defaultLineWidth").setInt(manager, 1)
    for name in _FLAGS:
        _field(manager_class, name).setBoolean(manager, True)
    for name in _DISTANCES:
        _field(manager_class, name).setDouble(manager, 10.0)
    _field(manager_class, "instance").set(None, manager)
    # By this command.ijm knows that it may ask for one.
    java_class("java.lang.System").setProperty(PROVIDED, "headless")


class Windowless:
    """Carries out or prepares the commands of ImageJ's that want a window."""

    def __init__(self) -> None:
        self._unseen_from: int | None = None

    def carries_out(self, name: str) -> bool:
        """Do what is to be done for a command of ImageJ's.

        Parameters
        ----------
        name : str
            Of any command.

        Returns
        -------
        bool
            Whether nothing is left to do.
        """
        if name == "ROI Manager...":
            return True  # it is there already
        if name == "Analyze Particles...":
            self._analyze(str(java.Macro.getOptions() or "").split())
        return name == "Measure" and self._measure()

    def _analyze(self, options: list[str]) -> None:
        """Give it the ROI Manager, which it looks for among windows."""
        manager = java.RoiManager.getRawInstance() if "add" in options else None
        java.ParticleAnalyzer.setRoiManager(manager)
        if manager is not None and "clear" in options:
            manager.runCommand("reset")  # as it does itself with one that it found
        rows = 0 if "clear" in options else int(java.Analyzer.getResultsTable().size())
        self._unseen_from = None if "display" in options else rows

    def _measure(self) -> bool:
        """Append a row; ImageJ would remove those before, which no window shows."""
        image = java.WindowManager.getCurrentImage()
        if image is None:
            return False
        table, measured = java.Analyzer.getResultsTable(), java.ResultsTable()
        java.Analyzer(image, java.Analyzer.getMeasurements(), measured).measure()
        # As in a window: rows of particles that were not to be displayed go.
        if self._unseen_from is not None and table.size() > self._unseen_from:
            table.deleteRows(self._unseen_from, table.size() - 1)
        self._unseen_from = None
        for row in range(measured.size()):
            _append(measured, row, table)
        return True


def _append(measured: Any, row: int, table: Any) -> None:
    """Copy a row to the end of another table, and print it as ImageJ does."""
    if table.size() == 0:
        table.setDefaultHeadings()
    table.incrementCounter()
    if measured.getLabel(row) is not None:
        table.addLabel(measured.getLabel(row))
    for heading in map(str, measured.getHeadings()):
        if heading != "Label":
            value = float(measured.getValue(heading, row))
            table.addValue(place_of(table, heading), value)
    if table.size() == 1:
        java.IJ.setColumnHeadings(table.getColumnHeadings())
    java.IJ.write(table.getRowAsString(table.size() - 1))


def _field(owner: Any, name: str) -> Any:
    field = owner.class_.getDeclaredField(name)
    field.setAccessible(True)
    return field
