"""What the page Correct offers, one record each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A button of the page.

    Parameters
    ----------
    id, title, help, icon, key
        What it is called, what it does in one line, and its shortcut.
    tool : str
        Tool of the canvas that it takes; empty where it acts at once.
    """

    id: str
    title: str
    help: str
    icon: str
    key: str
    tool: str = ""


DEEDS = (
    Deed(
        id="outline",
        title="Outline",
        help="Add a particle: click its corners; Enter closes, Escape drops.",
        icon="fa6s.draw-polygon",
        key="P",
        tool="polygon",
    ),
    Deed(
        id="freehand",
        title="Freehand",
        help="Add a particle: draw around it with the button held.",
        icon="fa6s.pencil",
        key="A",
        tool="freehand",
    ),
    Deed(
        id="click",
        title="Click",
        help="Add the particle that the network sees where you click, however unsure "
        "it is.",
        icon="fa6s.wand-magic-sparkles",
        key="W",
        tool="click",
    ),
    Deed(
        id="grey",
        title="Click, by grey",
        help="Add what stands out by its grey value where you click.",
        icon="fa6s.circle-half-stroke",
        key="G",
        tool="click",
    ),
    Deed(
        id="split",
        title="Split",
        help="Draw a line across a particle, from edge to edge.",
        icon="fa6s.scissors",
        key="X",
        tool="line",
    ),
    Deed(
        id="corners",
        title="Corners",
        help="Drag a corner of the selected outline; double-click the line to insert "
        "one, Ctrl+click or Del to drop it; Enter accepts, Escape puts back.",
        icon="fa6s.up-down-left-right",
        key="V",
        tool="corners",
    ),
    Deed(
        id="reshape",
        title="Redraw part",
        help="Draw from inside the selected particle to add what the stroke "
        "encloses, from outside to cut it off.",
        icon="fa6s.bezier-curve",
        key="R",
        tool="freehand",
    ),
    Deed(
        id="merge",
        title="Merge",
        help="Make one particle of the selected ones.",
        icon="fa6s.object-group",
        key="M",
    ),
    Deed(
        id="delete",
        title="Delete",
        help="Drop the selected particles.",
        icon="fa6s.trash",
        key="Del",
    ),
    Deed(
        id="class",
        title="Set class",
        help="Give the selected particles the class written here.",
        icon="fa6s.tag",
        key="C",
    ),
    Deed(
        id="exclude",
        title="Exclude",
        help="Keep the selected particles out of all results, for the reason here.",
        icon="fa6s.ban",
        key="E",
    ),
    Deed(
        id="include",
        title="Include",
        help="Let the selected particles count again.",
        icon="fa6s.rotate-left",
        key="I",
    ),
)
