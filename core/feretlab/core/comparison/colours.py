"""What pairs, misses and false finds are drawn in, in reports and on the screen."""

from feretlab.core.io.axes import GREEN, ORANGE, PURPLE

PAIR, MISS, FALSE_FIND = GREEN, ORANGE, PURPLE
LEGEND = "Green: pairs; orange: misses, manual alone; purple: automatic alone."
