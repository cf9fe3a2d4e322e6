"""The image in the middle of the window: pixels, outlines, and drawing on them."""
