"""Corrections by hand: what is wanted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np

from feretlab.core.errors import InputError
from feretlab.core.micrograph import Micrograph
from feretlab.core.particles import Particles
from feretlab.gui.session.correcting import correct
from feretlab.gui.session.corrections import (
    Correction,
    covered_by,
    nearly_same,
    particle_at,
    points_inside,
)
from feretlab.gui.session.drawing import (
    Place,
    Region,
    merged_region,
    polygon_region,
    reshaped_region,
    split_regions,
    without_region,
)
from feretlab.gui.session.drawing_click import clicked_region
from feretlab.gui.session.drawing_corners import outlined_anew
from feretlab.gui.session.entries import State
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr, tr_count

_PART_SHARE = 0.6
"""Of a region in a particle, from which it is a part of that."""
_REST_SHARE = 0.1
"""Of a particle, from which a rest is a particle too."""


class Corrector:
    """Turns what a user wants into corrections of the current entry, undoably.

    Each method raises `InputError`, with what to do, where it cannot be done.

    Parameters
    ----------
    session : Session
        Gives finding and selection.

    Attributes
    ----------
    touched : tuple of (int, int)
        A pixel inside each particle that the last correction left, to be selected
        once it is measured.
    """

    def __init__(self, session: Session) -> None:
        self.touched: tuple[tuple[int, int], ...] = ()
        self._session = session

    def delete(self) -> None:
        """Drop the selected particles."""
        chosen = self._chosen(1, tr("Select the particles to delete first."))
        title = tr("delete {count}").format(count=_particles(len(chosen)))
        self._do(title, Correction(kind="delete", at=self._points(chosen)))

    def add(self, outline: Sequence[Place]) -> None:
        """Add a particle by its outline, or redraw the one that is nearly the same."""
        region = polygon_region(outline, self._finding().particles.shape)
        if region is None:
            raise InputError(tr("The outline holds no pixel; draw it larger."))
        self._put(region)

    def add_clicked(self, micrograph: Micrograph, at: Place) -> None:
        """Add the object under a click by a threshold found around it."""
        point = int(at[0] // 1), int(at[1] // 1)
        height, width = micrograph.field.shape
        if not (0 <= point[0] < height and 0 <= point[1] < width):
            raise InputError(tr("Click inside the picture, above the info bar."))
        particles = self._finding().particles
        region = clicked_region(micrograph.field, point, particles)
        if region is None:
            raise InputError(
                tr("Nothing stands out there; draw the outline by hand instead.")
            )
        self._put(region)

    def add_found(self, region: Region, at: Place) -> None:
        """Add what a network sees under a click; a particle there gives way to it.

        Where it is a part of that particle, the rest stays a particle of its own.
        """
        particles = self._finding().particles
        under = particle_at(particles, (int(at[0] // 1), int(at[1] // 1)))
        if under is None:
            self._put(region)
            return
        common, rest = without_region(particles, under, region)
        area = int(particles.mask(under).sum())
        if common == area == int(region[0].sum()):
            raise InputError(tr("This particle is outlined as the network sees it."))
        is_part = common >= _PART_SHARE * region[0].sum()
        worth = [each for each in rest if each[0].sum() >= _REST_SHARE * area]
        if is_part and worth and nearly_same(particles, region) is None:
            self._replace(tr("split a particle"), [under], (region, *worth))
        else:
            self._replace(tr("redraw a particle"), [under], (region,))

    def merge(self) -> None:
        """Make one particle of the selected ones."""
        chosen = self._chosen(2, tr("Select two or more particles to merge first."))
        region = merged_region(self._finding().particles, chosen)
        title = tr("merge {count}").format(count=_particles(len(chosen)))
        self._replace(title, chosen, (region,))

    def split(self, line: Sequence[Place]) -> None:
        """Cut the particle that a line crosses; a selected one goes first."""
        particles = self._finding().particles
        index = _crossed(particles, line, self._session.selection)
        if index is None:
            raise InputError(tr("Draw the line across a particle."))
        parts = split_regions(particles, index, line)
        if len(parts) < 2:
            raise InputError(
                tr("The line does not part the particle; draw it from edge to edge.")
            )
        self._replace(tr("split a particle"), [index], parts)

    def reshape(self, stroke: Sequence[Place]) -> None:
        """Redraw part of the selected particle's outline."""
        message = tr("Select the one particle to reshape first.")
        chosen = self._chosen(1, message)
        if len(chosen) > 1:
            raise InputError(message)
        region = reshaped_region(self._finding().particles, chosen[0], stroke)
        if region is None:
            raise InputError(tr("Nothing would be left; delete the particle instead."))
        self._replace(tr("reshape a particle"), chosen, (region,))

    def outline_anew(
        self, index: int, path: Sequence[Place], key: str | None = None
    ) -> None:
        """Give a particle another outline; its holes stay.

        It is one of the current entry, or of the entry `key`.
        """
        particles = self._finding(key).particles
        region = outlined_anew(particles, index, path)
        if region is None:
            raise InputError(tr("Nothing would be left; delete the particle instead."))
        at = points_inside(particles, [index])
        correction = Correction(kind="replace", at=at, regions=(region,))
        self._do(tr("reshape a particle"), correction, key)

    def set_class(self, name: str) -> None:
        """Name the class of the selected particles."""
        name = name.strip()
        chosen = self._chosen(1, tr("Select the particles to classify first."))
        if not name:
            raise InputError(tr("Type the name of the class first."))
        title = tr("class {name}").format(name=name)
        self._do(title, Correction(kind="class", at=self._points(chosen), text=name))

    def exclude(self, reason: str) -> None:
        """Let the selected particles not count, for a reason."""
        reason = reason.strip()
        chosen = self._chosen(1, tr("Select the particles to exclude first."))
        if not reason:
            raise InputError(tr("Say why they do not count."))
        at = self._points(chosen)
        title = tr("exclude {count}").format(count=_particles(len(chosen)))
        self._do(title, Correction(kind="exclude", at=at, text=reason))

    def include(self) -> None:
        """Let the selected particles count again."""
        chosen = self._chosen(1, tr("Select the particles to include first."))
        title = tr("include {count}").format(count=_particles(len(chosen)))
        self._do(title, Correction(kind="exclude", at=self._points(chosen)))

    def _finding(self, key: str | None = None) -> Finding:
        key = self._key() if key is None else key
        finding = None if key is None else self._session.finding(key)
        if finding is None:
            raise InputError(
                tr("Analyse this image first, or begin with an empty result.")
            )
        return finding

    def _key(self) -> str | None:
        entry = self._session.current
        return None if entry is None else entry.key

    def _chosen(self, least: int, message: str) -> list[int]:
        count = len(self._finding().particles)
        chosen = sorted(index for index in self._session.selection if index < count)
        if len(chosen) < least:
            raise InputError(message)
        return chosen

    def _points(self, indices: Sequence[int]) -> tuple[tuple[int, int], ...]:
        return points_inside(self._finding().particles, indices)

    def _put(self, region: Region) -> None:
        same = nearly_same(self._finding().particles, region)
        if same is None:
            self._do(tr("add a particle"), Correction(kind="add", regions=(region,)))
        else:
            self._replace(tr("redraw a particle"), [same], (region,))

    def _replace(
        self, title: str, indices: Sequence[int], regions: tuple[Region, ...]
    ) -> None:
        at = self._points(indices)
        self._do(title, Correction(kind="replace", at=at, regions=regions))

    def _do(self, title: str, correction: Correction, key: str | None = None) -> None:
        key = self._key() if key is None else key
        assert key is not None
        if self._session.entry(key).state == State.MISSING:
            raise InputError(
                tr(
                    "The file of this image is missing, and no correction can be "
                    "measured without it: choose Image > Locate…, or Read again once "
                    "it is back."
                )
            )
        finding = self._finding(key)
        particles = finding.particles
        unmeasured = self._session.corrections(key).since(finding.corrections) or ()
        if _gone(unmeasured, particles) & _hit(correction, particles):
            # Where its measuring was cancelled, nothing else begins that again.
            self._session.corrections_changed.emit(key)
            raise InputError(
                tr(
                    "This particle was corrected before and is not measured yet: wait "
                    "until it is drawn anew, or undo the correction."
                )
            )
        correction = _known(correction, particles)
        left = _left_by(correction, particles.shape)
        if self._session.do(correct(self._session, key, title, correction)):
            self.touched = left
            if key == self._key():
                # Drawn until it is measured, they could be chosen for another one.
                gone = _gone([correction], particles)
                self._session.select(self._session.selection - gone)


def _known(correction: Correction, particles: Particles) -> Correction:
    """Note in a correction what will tell later whether it still applies."""
    hit = [particle_at(particles, point) for point in correction.at]
    areas = [0 if index is None else int(particles.mask(index).sum()) for index in hit]
    stays = set(covered_by(particles, correction.regions)) - set(hit)
    beside = points_inside(particles, sorted(stays)) if correction.regions else None
    return replace(correction, areas=tuple(areas), beside=beside)


def _hit(correction: Correction, particles: Particles) -> set[int]:
    """Give the particles that a correction is about."""
    hits = {particle_at(particles, point) for point in correction.at}
    return {hit for hit in hits if hit is not None}


def _gone(corrections: Iterable[Correction], particles: Particles) -> set[int]:
    """Give the particles that are there no longer after corrections."""
    takes = [each for each in corrections if each.kind in ("delete", "replace")]
    return {hit for each in takes for hit in _hit(each, particles)}


def _left_by(
    correction: Correction, shape: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    """Give a pixel inside each particle that a correction leaves."""
    if correction.kind in ("class", "exclude"):
        return correction.at
    if not correction.regions:
        return ()
    masks, corners = zip(*correction.regions, strict=True)
    left = Particles.from_masks(masks, corners, shape)
    return points_inside(left, range(len(left)))


def _crossed(
    particles: Particles, line: Sequence[Place], preferred: Collection[int]
) -> int | None:
    """Give the particle that most of a line lies in, or a preferred one it meets."""
    points = np.asarray(line, np.float64)
    along = np.linspace(0, len(points) - 1, 200)
    places = np.stack(
        [np.interp(along, np.arange(len(points)), side) for side in points.T], axis=1
    )
    pixels = [(int(y), int(x)) for y, x in np.floor(places).tolist()]
    hits = [particle_at(particles, pixel) for pixel in pixels]
    found = [hit for hit in hits if hit is not None]
    chosen = [hit for hit in found if hit in preferred] or found
    return max(set(chosen), key=chosen.count) if chosen else None


def _particles(count: int) -> str:
    return tr_count("{count} particle", "{count} particles", count)
