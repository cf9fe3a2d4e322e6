"""What the other side of a comparison knows about the images."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feretlab.core.comparison.files import image_name
from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.micrograph import PixelSize

_ENDING = re.compile(r"\.[A-Za-z]\w{1,3}$")  # of a file, and not of "TiO2 5.3nm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Fills gaps of one side by what the other one knows.

    Parameters
    ----------
    side : Measurements or None
        The other side; None where there is none yet.
    given : PixelSize or None
        A pixel size that stands above all.
    """

    side: Measurements | None
    given: PixelSize | None

    @property
    def names(self) -> dict[str, str]:
        """Names of the other side's images by what files may call them."""
        images = () if self.side is None else self.side.images
        known = {image_key(image.image): image.image for image in images}
        return known | {image.image.lower(): image.image for image in images}

    def named(self, stem: str) -> str:
        """Give the other side's name of an image, if it has it."""
        return _known(stem, self.names) or stem

    def labelled(self, labels: Sequence[str], file: str) -> list[str]:
        """Give the image of each row of a table.

        Parameters
        ----------
        labels : sequence of str
            What ImageJ's column Label says: the image's title, and after a colon the
            ROI's name. Some people number their particles there.
        file : str
            Name of the table without ending; tells the image of all rows where no
            label names one that the other side has.

        Returns
        -------
        list of str
            Empty where nothing tells the image.
        """
        titles = [label.split(":")[0] for label in labels]
        stems = {title: _ENDING.sub("", title) for title in titles}
        known = self.names
        found = {title: _known(stem, known) for title, stem in stems.items()}
        one = _known(file, known)
        files = [title for title, stem in stems.items() if title != stem]
        if one:
            # Numbers of particles may be names of images as well.
            is_told = all(found.values()) or any(found[title] for title in files)
        else:
            is_told = bool(files) or any(found.values())
        if not is_told:
            return [one] * len(labels)
        images = {title: found[title] or stem for title, stem in stems.items()}
        return [images[title] for title in titles]

    def measured(self, image: str) -> Measured | None:
        """Give what the other side has of an image."""
        if self.side is None:
            return None
        if len(self.side.images) == 1:
            return self.side.images[0]
        return self.side.image(image)

    def lacks(self, image: str) -> bool:
        """Tell whether there is another side without that image."""
        return self.side is not None and self.measured(image) is None

    def shape(self, image: str) -> tuple[int, int] | None:
        """Give height and width of an image."""
        known = self.measured(image)
        return (
            None if known is None or known.particles is None else known.particles.shape
        )

    def pixel_size(self, image: str, own: PixelSize | None) -> PixelSize | None:
        """Give the pixel size of an image, its own where nobody knows better."""
        known = self.measured(image)
        return self.given or (known and known.pixel_size_nm) or own


def image_key(stem: str) -> str:
    """Give what file names about one image have in common.

    Parameters
    ----------
    stem : str
        Name of a file without ending.

    Returns
    -------
    str
    """
    return image_name(stem).lower()


def _known(stem: str, names: Mapping[str, str]) -> str:
    """Give the other side's name of an image; empty where it has none."""
    return names.get(stem.lower(), names.get(image_key(stem), ""))
