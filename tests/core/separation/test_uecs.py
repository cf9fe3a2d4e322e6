import math

import numpy as np
import pytest
from scipy import ndimage
from scipy.spatial import ConvexHull

from feretlab.core.separation import uecs
from feretlab.core.separation.outline import convexity_of
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.uecs import uecs_regions

PARAMETERS = SeparateParameters(method="uecs")


def _discs(*centres, radius=20):
    y, x = np.mgrid[:80, :160]
    return np.any([np.hypot(y - cy, x - cx) <= radius for cy, cx in centres], axis=0)


def _opened(mask, steps):
    """What scipy leaves of a mask after eroding and dilating by both elements."""
    square = np.zeros((3, 3), bool)
    square[1:, 1:] = True
    cross = ndimage.generate_binary_structure(2, 1)
    elements = [(square, cross)[step % 2] for step in range(steps)]
    for element in elements:
        mask = ndimage.binary_erosion(mask, element)
    for element in elements[::-1]:
        mask = ndimage.binary_dilation(mask, element)
    return mask


# Neighbours in turn around a pixel, from the east through the south.
_TURNS = ((0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1))


def _perimeter(mask):
    """Length of the outer chain of pixels, by Moore's neighbour tracing."""
    inside = set(map(tuple, np.argwhere(mask)))
    here, code, codes, first = min(inside), 7, [], None
    while True:
        begin = code + 6 if code % 2 == 0 else code + 5
        found = ((begin + k) % 8 for k in range(8))
        code = next(
            c
            for c in found
            if (here[0] + _TURNS[c][0], here[1] + _TURNS[c][1]) in inside
        )
        if (here, code) == first:
            break
        first = first or (here, code)
        codes.append(code)
        here = (here[0] + _TURNS[code][0], here[1] + _TURNS[code][1])
    odd = sum(code % 2 for code in codes)
    corners = sum(codes[i] != codes[i - 1] for i in range(len(codes)))
    return 0.980 * (len(codes) - odd) + 1.406 * odd - 0.091 * corners


def _is_convex(mask, hollow=0.05):
    points = np.argwhere(mask)
    hull = ConvexHull(points)
    grid = np.argwhere(np.ones(mask.shape, bool))
    area = (grid @ hull.equations[:, :2].T + hull.equations[:, 2] < 1e-7).all(1).sum()
    convex = hull.area / _perimeter(mask) > 0.95
    return convex and 1 - len(points) / area < hollow


def _uecs(blob, min_marker_px):
    """Ultimate erosion as one reads it, every part drawn in the whole picture."""
    if _is_convex(blob, math.inf):
        return [blob]
    square, cross = np.zeros((3, 3), bool), ndimage.generate_binary_structure(2, 1)
    square[1:, 1:] = True
    elements, regions, todo = (square, cross), [], [(0, blob)]
    while todo:
        steps, part = todo.pop()
        if part.sum() < min_marker_px:
            continue
        if _is_convex(part):
            for step in range(steps)[::-1]:
                part = ndimage.binary_dilation(part, elements[step % 2]) & blob
            regions += [part] if _is_convex(part) else []
            continue
        left = ndimage.binary_erosion(part, elements[steps % 2])
        labels, count = ndimage.label(left, np.ones((3, 3)))
        todo += [(steps + 1, labels == i + 1) for i in range(count)]
    return regions


@pytest.mark.parametrize("seed", range(12))
def test_agglomerates_part_as_the_definition_says(seed):
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:90, :90]
    mask = np.zeros((90, 90), bool)
    for cy, cx, radius, stretch in rng.uniform((30, 30, 6, 1), (60, 60, 16, 2), (6, 4)):
        mask |= np.hypot((y - cy) * stretch, x - cx) < radius
    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    blob = labels == np.bincount(labels[labels > 0]).argmax()
    found = []
    for region in uecs_regions(blob, PARAMETERS, 30):
        whole = np.zeros(blob.shape, bool)
        (top, left), (height, width) = region.corner, region.mask.shape
        whole[top : top + height, left : left + width] = region.mask
        found.append(whole)
    expected = _uecs(blob, 30)
    assert sorted(m.tobytes() for m in found) == sorted(m.tobytes() for m in expected)
    assert expected


def test_a_convex_blob_stays_whole():
    blob = _discs((40, 40))
    (region,) = uecs_regions(blob, PARAMETERS, 30)
    assert region.mask.sum() == blob.sum()


def test_two_discs_are_parted():
    blob = _discs((40, 40), (40, 76))
    regions = uecs_regions(blob, PARAMETERS, 30)
    assert len(regions) == 2
    assert all(0.75 < region.mask.sum() / (np.pi * 400) < 1.05 for region in regions)


def test_regions_are_openings_by_the_two_elements():
    blob = _discs((40, 40), (40, 76))
    regions = uecs_regions(blob, PARAMETERS, 30)
    union = np.zeros(blob.shape, bool)
    for region in regions:
        (y, x), (height, width) = region.corner, region.mask.shape
        union[y : y + height, x : x + width] |= region.mask
    assert any((union == _opened(blob, steps)).all() for steps in range(1, 20))


def test_small_parts_are_no_markers():
    blob = _discs((40, 40), (40, 76))
    assert uecs_regions(blob, PARAMETERS, 5000) == []


def test_a_hollow_blob_is_left_out():
    comb = np.zeros((60, 90), bool)
    comb[:6] = True
    comb[:, ::6] = comb[:, 1::6] = True
    assert convexity_of(np.pad(comb, 1))[0] < 0.5
    assert uecs_regions(comb, PARAMETERS, 1) == []


@pytest.mark.parametrize(("min_convexity", "areas"), [(0.95, []), (0.8, [True])])
def test_a_bent_rod_is_whole_or_nothing(min_convexity, areas):
    y, x = np.mgrid[-90:91, -90:91]
    rod = (abs(np.hypot(y, x) - 80) <= 4) & (abs(np.arctan2(y, x)) <= np.radians(75))
    parameters = SeparateParameters(method="uecs", uecs_min_convexity=min_convexity)
    found = uecs_regions(rod, parameters, 30)
    assert [region.mask.sum() == rod.sum() for region in found] == areas


def test_a_huge_blob_is_thinned_out_not_waited_for(monkeypatch):
    monkeypatch.setattr(uecs, "_BUDGET", 400_000)
    y, x = np.mgrid[:460, :460]
    blob = (np.hypot(y - 140, x - 140) < 138) | (np.hypot(y - 320, x - 320) < 138)
    regions = uecs_regions(blob, PARAMETERS, 30)
    assert len(regions) == 2
    assert all(0.8 < region.mask.sum() / (np.pi * 138**2) < 1.05 for region in regions)


@pytest.mark.parametrize("column", [38, 39])
def test_a_neck_that_breaks_when_thinned_out_joins_nothing(monkeypatch, column):
    y, x = np.mgrid[:90, :150]
    blob = (np.hypot(y - 50, x - 40) < 30) | (np.hypot(y - 50, x - 96) < 30)
    blob[4:10, 36:42] = True
    blob[10:22, column] = True
    blob = blob[4:81, 10:127]
    monkeypatch.setattr(uecs, "_BUDGET", 34_000)
    assert uecs._stride(blob) == 2
    regions = uecs.uecs_regions(blob, SeparateParameters(method="uecs"), 30)
    areas = sorted(int(region.mask.sum()) for region in regions)
    np.testing.assert_allclose(areas[-2:], [2821, 2821], rtol=0.05)
