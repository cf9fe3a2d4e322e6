"""A ROI Manager for an ImageJ without a display.

ImageJ's is a window, which Java refuses to construct without a display, so that
``roiManager("count")`` fails there. Its lists do not need the window: the object
is allocated without running its constructors, then given what they would have
set, and put where ImageJ looks for an open ROI Manager.
"""

from typing import Any

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


def _field(owner: Any, name: str) -> Any:
    field = owner.class_.getDeclaredField(name)
    field.setAccessible(True)
    return field
