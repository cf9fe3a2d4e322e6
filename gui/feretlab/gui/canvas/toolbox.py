"""The tools of the canvas, each one line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Something the left mouse button does.

    Parameters
    ----------
    id : str
        Name for `Canvas.set_tool`.
    title, help : str
        On its button and in its tooltip.
    icon : str
        Name of an icon.
    shortcut : str
        Key while the canvas has the focus; empty for none.
    on_bar : bool
        Whether the canvas has a button for it; the others belong to pages.
    """

    id: str
    title: str
    help: str
    icon: str
    shortcut: str = ""
    on_bar: bool = False


TOOLS = (
    Tool(
        id="select",
        title="Select",
        help="Click a particle; Ctrl adds, Shift spans a rectangle, a drag pans.",
        icon="fa6s.arrow-pointer",
        shortcut="S",
        on_bar=True,
    ),
    Tool(
        id="pan",
        title="Pan",
        help="Drag the picture; the middle button does so at any time.",
        icon="fa6s.hand",
        shortcut="H",
        on_bar=True,
    ),
    Tool(
        id="ruler",
        title="Ruler",
        help="Drag a line to read a length; Shift keeps it straight.",
        icon="fa6s.ruler",
        shortcut="L",
        on_bar=True,
    ),
    Tool(
        id="caliper",
        title="Caliper",
        help="Drag from edge to edge; the length goes into the manual table.",
        icon="fa6s.ruler-horizontal",
        shortcut="K",
        on_bar=True,
    ),
    Tool(
        id="calibrate",
        title="Calibrate",
        help="Drag along the scale bar, then type its length.",
        icon="fa6s.ruler-combined",
        on_bar=True,
    ),
    Tool(
        id="polygon",
        title="Polygon",
        help="Click corners; Enter, a double click or the first corner closes.",
        icon="fa6s.draw-polygon",
    ),
    Tool(
        id="freehand",
        title="Freehand",
        help="Draw the outline with the button held.",
        icon="fa6s.pencil",
    ),
    Tool(
        id="line",
        title="Line",
        help="Draw a line with the button held.",
        icon="fa6s.scissors",
    ),
    Tool(
        id="corners",
        title="Corners",
        help="Drag a corner; a double click inserts one, Ctrl and a click drop it.",
        icon="fa6s.up-down-left-right",
    ),
    Tool(
        id="click",
        title="Click",
        help="Click the middle of a particle.",
        icon="fa6s.wand-magic-sparkles",
    ),
)
