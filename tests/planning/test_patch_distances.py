"""Distances between the edges of polygons: those of GEOS for every pair, whatever the shapes."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.planning.connectivity.distances import links
from ecr_toolkit.planning.connectivity.patches import patches_of


def polygon(*rings):
    made = ogr.Geometry(ogr.wkbPolygon)
    for points in rings:
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for x, y in points:
            ring.AddPoint_2D(float(x), float(y))
        ring.CloseRings()
        made.AddGeometry(ring)
    return made


def box(left, bottom, right, top):
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def star(random, x, y, radius, corners):
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = radius * random.uniform(0.3, 1, corners)
    return list(zip(x + reach * np.cos(angles), y + reach * np.sin(angles)))


def scattered(seed, count):
    """Stars on a loose grid, some of them rings with another star in the hole."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        x, y = 10_000 * (number % 5) + random.uniform(0, 2000), 10_000 * (number // 5) + random.uniform(0, 2000)
        corners = int(random.integers(3, 90))
        if number % 3:
            made.append(polygon(star(random, x, y, random.uniform(10, 3900), corners)))
        else:
            made.append(polygon(box(x - 3900, y - 3900, x + 3900, y + 3900), star(random, x, y, 3800, corners)))
            made.append(polygon(star(random, x, y, 500, 17)))
    return [one for one in made if one.IsValid()]


def measured(polygons, cutoff=math.inf):
    found = links(polygons, cutoff, Feedback())
    return dict(zip(zip(found.first.tolist(), found.second.tolist()), found.metres.tolist()))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 14))
def test_distances_are_those_of_geos(seed, count):
    polygons = patches_of(scattered(seed, count), Feedback(), minimum_km2=0).polygons
    found = measured(polygons)
    pairs = list(itertools.combinations(range(len(polygons)), 2))
    assert list(found) == pairs
    for one, other in pairs:
        assert found[one, other] == pytest.approx(polygons[one].Distance(polygons[other]), abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), cutoff=st.floats(0, 30_000))
def test_the_cutoff_keeps_the_pairs_that_are_closer_and_no_other(seed, cutoff):
    polygons = scattered(seed, 12)
    assert measured(polygons, cutoff) == {pair: metres for pair, metres in measured(polygons).items()
                                          if metres <= cutoff}


def test_parcels_of_pairs_and_of_boxes_do_not_show(monkeypatch):
    polygons = scattered(3, 30)
    expected = measured(polygons, 20_000)
    monkeypatch.setattr("ecr_toolkit.planning.connectivity.distances._PAIRS", 7)
    monkeypatch.setattr("ecr_toolkit.planning.connectivity.distances._BOXES", 50)
    assert measured(polygons, 20_000) == expected


def test_a_point_in_common_is_no_distance_and_just_at_the_cutoff_is_kept():
    polygons = [polygon(box(0, 0, 10, 10)), polygon(box(10, 10, 20, 20)), polygon(box(25, 0, 30, 5)),
                polygon([(10, -5), (5, 0.0), (0, -5)])]  # the last touches the first inside of an edge
    assert measured(polygons, 15) == {(0, 1): 0, (0, 2): 15, (0, 3): 0, (1, 2): pytest.approx(math.sqrt(50)),
                                      (1, 3): pytest.approx(math.sqrt(125))}
    assert (0, 2) not in measured(polygons, 14.999)


def test_nothing_to_measure():
    assert not measured([]) and not measured([polygon(box(0, 0, 1, 1))])


def test_cancelling_stops_the_measuring():
    class Stop(Feedback):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        links(scattered(1, 10), 1e9, Stop())


def test_areas_that_share_a_line_dissolve_and_those_that_share_a_point_do_not():
    """Four squares of 4 km²: two share a side, the third a corner, the fourth overlaps half of the third."""
    km = 1000
    areas = [polygon(box(0, 0, 2 * km, 2 * km)), polygon(box(2 * km, 0, 4 * km, 2 * km)),
             polygon(box(4 * km, 2 * km, 6 * km, 4 * km)), polygon(box(5 * km, 2 * km, 7 * km, 4 * km)),
             polygon(box(20 * km, 0, 20.5 * km, km))]
    patches = patches_of(areas, Feedback())
    assert patches.areas_km2.tolist() == [8, 6] and patches.members == [[0, 1], [2, 3]]
    assert patches.single_km2.tolist() == [4, 4, 4, 4]
    assert (patches.dropped, patches.dropped_km2) == (1, 0.5)
    assert measured(patches.polygons) == {(0, 1): 0}


def test_a_patch_in_the_hole_of_another_is_its_own_and_an_area_in_parts_belongs_to_both():
    km = 1000
    around = polygon(box(0, 0, 10 * km, 10 * km), box(2 * km, 2 * km, 8 * km, 8 * km))
    both = ogr.Geometry(ogr.wkbMultiPolygon)
    both.AddGeometry(polygon(box(4 * km, 4 * km, 6 * km, 6 * km)))
    both.AddGeometry(polygon(box(0, 0, km, km)))
    patches = patches_of([around, both], Feedback())
    assert patches.areas_km2.tolist() == [64, 4] and patches.members == [[0, 1], [1]]
    assert patches.single_km2.tolist() == [64, 5]
    assert measured(patches.polygons) == {(0, 1): 2 * km}


def test_patches_abroad_come_last_and_do_not_overlap_with_ours():
    km = 1000
    patches = patches_of([polygon(box(0, 0, 4 * km, 4 * km))], Feedback(),
                         transboundary=[polygon(box(3 * km, 0, 8 * km, 4 * km)), polygon(box(0, 9 * km, km, 9.5 * km))])
    assert patches.transboundary == 1 and patches.areas_km2.tolist() == [16, 16] and len(patches.members) == 1
    assert measured(patches.polygons) == {(0, 1): 0}
