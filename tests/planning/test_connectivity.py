"""PC, ECA, ProtConn and dPC: the worked example E10, and a plain computation on random networks."""

import itertools
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import open_layer
from ecr_toolkit.planning.connectivity.dispersal import Dispersal
from ecr_toolkit.planning.connectivity.distances import Links, links
from ecr_toolkit.planning.connectivity.indices import DEFAULT, REPORTED, connectivity, cutoff_m, gain
from ecr_toolkit.planning.connectivity.network import Network
from ecr_toolkit.planning.connectivity.patches import patches_of

BRAZIL = (Path(__file__).resolve().parents[2].parent / "shared" / "data" / "brazil_conservation_units"
          / "UNC_21_BR_CEM_V2.shp")
E10_AREAS = [100.0, 60.0, 40.0]
E10_METRES = {(0, 1): 5000.0, (0, 2): 20_000.0, (1, 2): 8000.0}


def linked(metres, cutoff=math.inf):
    """Links from {(one, other): metres}."""
    pairs = sorted(metres)
    first, second = np.array(pairs, np.int32).reshape(-1, 2).T
    return Links(first, second, np.array([metres[pair] for pair in pairs], np.float64), cutoff)


def network(areas, metres, transboundary=0, cutoff=math.inf):
    return Network.of(np.array(areas), linked(metres, cutoff), Feedback(), transboundary)


def figures(areas, metres, land=1000.0, transboundary=0, **settings):
    return connectivity(network(areas, metres, transboundary), land, Feedback(), **settings)


# the worked example

def test_e10_indices():
    """methods.md E10."""
    found = figures(E10_AREAS, E10_METRES)
    assert found.pcnum_km4 == pytest.approx(29_691, abs=0.5)
    assert found.eca_km2 == pytest.approx(172.31, abs=0.005)
    assert found.probability_of_connectivity == pytest.approx(0.029691, abs=5e-7)
    assert found.protected == pytest.approx(20)
    assert found.connected == pytest.approx(17.231, abs=5e-4)
    assert found.unconnected == pytest.approx(2.7689, abs=5e-5)
    assert found.relative == pytest.approx(86.156, abs=5e-4)
    assert found.from_protected == pytest.approx(71.550, abs=5e-4)
    assert found.from_transboundary == 0 and found.from_unprotected == pytest.approx(100 - 71.550, abs=5e-4)


def test_e10_importance():
    importance = figures(E10_AREAS, E10_METRES, importance=True).importance
    assert importance.total == pytest.approx([73.201, 54.195, 25.617], abs=5e-4)
    assert importance.total == pytest.approx(importance.intra + importance.flux + importance.connector)
    # only between the first and the third does the second carry anything: 2·100·40·(p* 0.40613 − direct 0.25)
    assert importance.connector == pytest.approx([0, 100 * 8000 * (math.sqrt(0.5) * 0.5 ** 0.8 - 0.25) / 29_691.167, 0])


def test_e10_within_and_contiguous():
    """The first patch is made of two areas of 60 that overlap by 20; sqrt(Σ b²) = 111.36, times sqrt(200/220)."""
    found = figures(E10_AREAS, E10_METRES, single_km2=[60, 60, 60, 40])
    single = math.sqrt(3 * 60 ** 2 + 40 ** 2)
    assert found.within == pytest.approx(100 * single * math.sqrt(200 / 220) / 172.311, abs=1e-3)
    assert found.within + found.contiguous == pytest.approx(100)


def test_e10_with_a_patch_abroad():
    """A patch abroad 1 km from the first and the third: p* there becomes 0.5^0.2, its area is no one's."""
    found = figures([*E10_AREAS, 500.0], {**E10_METRES, (0, 3): 1000.0, (2, 3): 1000.0}, transboundary=1)
    one_two, one_three, two_three = 0.5 ** 0.5, 0.5 ** 0.2, 0.5 ** 0.7  # from the second to the third: over the first
    pcnum = 15_200 + 2 * (6000 * one_two + 4000 * one_three + 2400 * two_three)
    assert found.pcnum_km4 == pytest.approx(pcnum) and found.patches == 3 and found.area_km2 == 200
    assert found.from_transboundary == pytest.approx(100 * (1 - math.sqrt(29_691.167 / pcnum)))
    assert found.from_protected + found.from_transboundary + found.from_unprotected == pytest.approx(100)


# a plain computation: Floyd and Warshall's, and everything again without the node

def plain_products(count, metres, dispersal, without=None):
    chance = np.eye(count)
    for (one, other), distance in metres.items():
        if without not in (one, other):
            chance[one, other] = chance[other, one] = dispersal.probability ** (distance / dispersal.median_m)
    for stop in range(count):
        chance = np.maximum(chance, np.outer(chance[:, stop], chance[stop]))
    return chance


def plain_pcnum(areas, metres, dispersal, without=None):
    areas = np.array([0 if number == without else area for number, area in enumerate(areas)])
    return float(areas @ plain_products(len(areas), metres, dispersal, without) @ areas)


@st.composite
def networks(draw):
    """Areas, distances (some 0, many alike, some pairs without) and how many of the last nodes lie abroad."""
    count = draw(st.integers(1, 11))
    areas = draw(st.lists(st.floats(1, 500), min_size=count, max_size=count))
    length = st.one_of(st.none(), st.sampled_from([0.0, 0.0, 1000.0, 2000.0, 3000.0]), st.floats(0, 60_000))
    metres = {pair: draw(length) for pair in itertools.combinations(range(count), 2)}
    return areas, {pair: value for pair, value in metres.items() if value is not None}, draw(st.integers(0, count // 3))


def without_limit(median_m=DEFAULT.median_m, probability=0.5):
    return Dispersal(median_m, probability, negligible=0)


@settings(max_examples=150, deadline=None)
@given(networks(), st.sampled_from([without_limit(), without_limit(3000.0, 0.1), without_limit(100_000.0)]))
def test_indices_and_importance_are_those_of_a_plain_computation(drawn, dispersal):
    areas, metres, abroad = drawn
    found = figures(areas, metres, 5000.0, abroad, dispersal=dispersal, importance=True)
    areas = [*areas[:len(areas) - abroad], *[0.0] * abroad]
    pcnum = plain_pcnum(areas, metres, dispersal)
    assert found.pcnum_km4 == pytest.approx(pcnum, rel=1e-9)
    without = [plain_pcnum(areas, metres, dispersal, node) for node in range(len(areas))]
    assert found.importance.total == pytest.approx([100 * (pcnum - rest) / pcnum for rest in without], abs=1e-7)
    assert (found.importance.connector >= 0).all()
    inland = {pair: value for pair, value in metres.items() if pair[1] < len(areas) - abroad}
    eca = math.sqrt(plain_pcnum(areas[:len(areas) - abroad], inland, dispersal))
    assert found.from_transboundary == pytest.approx(100 * (1 - eca / math.sqrt(pcnum)), abs=1e-7)
    assert found.from_protected + found.from_transboundary + found.from_unprotected == pytest.approx(100)
    assert found.connected <= found.protected * (1 + 1e-12)


def crowd(seed, count, side=200_000.0):
    """Patches of random areas around random points, the distances between points less what the patches take."""
    random = np.random.default_rng(seed)
    points, areas = random.uniform(0, side, (count, 2)), random.uniform(1, 300, count)
    reach = np.sqrt(areas / np.pi) * 1000
    apart = {(one, other): float(max(0.0, math.dist(points[one], points[other]) - reach[one] - reach[other]))
             for one, other in itertools.combinations(range(count), 2)}
    return areas, apart


@pytest.mark.parametrize("median_m", [3_000.0, 30_000.0])
def test_importance_in_a_crowd_where_links_are_left_out_as_needless(median_m):
    areas, metres = crowd(5, 70)
    dispersal, made = without_limit(median_m), network(areas, metres)
    assert len(made.neighbours) < len(metres)  # of twice as many: most links are needless
    found = connectivity(made, 40_000.0, Feedback(), dispersal, importance=True)
    pcnum = plain_pcnum(areas, metres, dispersal)
    expected = [100 * (pcnum - plain_pcnum(areas, metres, dispersal, node)) / pcnum for node in range(70)]
    assert found.importance.total == pytest.approx(expected, rel=1e-9)
    assert found.importance.connector.max() > 0.1


def test_small_parcels_give_the_same(monkeypatch):
    areas, metres = crowd(6, 60)
    expected = figures(areas, metres, importance=True)
    monkeypatch.setattr("ecr_toolkit.planning.connectivity.indices._CELLS", 100)
    monkeypatch.setattr("ecr_toolkit.planning.connectivity.removal._ENTRIES", 50)
    found = figures(areas, metres, importance=True)
    assert found.pcnum_km4 == expected.pcnum_km4
    assert found.importance.total == pytest.approx(expected.importance.total, rel=1e-12)


@pytest.mark.parametrize("dispersal", REPORTED)
def test_the_same_without_scipy(monkeypatch, dispersal):
    pytest.importorskip("scipy")
    made = network(*crowd(7, 60))
    expected = connectivity(made, 40_000.0, Feedback(), dispersal, importance=True)
    monkeypatch.setitem(sys.modules, "scipy.sparse.csgraph", None)
    found = connectivity(made, 40_000.0, Feedback(), dispersal, importance=True)
    assert found.pcnum_km4 == pytest.approx(expected.pcnum_km4, rel=1e-12)
    assert found.eca_at_most_km2 == pytest.approx(expected.eca_at_most_km2, rel=1e-12)
    assert found.importance.total == pytest.approx(expected.importance.total, rel=1e-9)


@pytest.mark.parametrize("scipy_there", [True, False])
def test_patches_that_touch_are_one_for_a_species(monkeypatch, scipy_there):
    if not scipy_there:
        monkeypatch.setitem(sys.modules, "scipy.sparse.csgraph", None)
    found = figures([30.0, 70.0], {(0, 1): 0.0}, importance=True)
    assert found.eca_km2 == pytest.approx(100) and found.relative == pytest.approx(100)
    assert found.importance.total == pytest.approx([51, 91])


# what is left out

def test_links_beyond_the_cutoff_and_negligible_paths_stay_within_the_stated_bound():
    areas, metres = crowd(8, 80, 400_000.0)
    for cutoff, negligible in ((50_000.0, 1e-6), (20_000.0, 1e-2), (math.inf, 1e-3)):
        near = {pair: value for pair, value in metres.items() if value <= cutoff}
        dispersal = Dispersal(10_000.0, 0.5, negligible)
        found = connectivity(network(areas, near, cutoff=cutoff), 160_000.0, Feedback(), dispersal)
        eca = math.sqrt(plain_pcnum(areas, metres, dispersal))
        assert found.eca_km2 <= eca <= found.eca_at_most_km2
    assert found.eca_at_most_km2 < 1.01 * eca  # all links, paths to p* = 0.001


def test_all_pairs_are_measured_up_to_a_thousand_patches():
    assert cutoff_m(1000) == math.inf and cutoff_m(1001) == 500_000 and cutoff_m(1001, [DEFAULT]) == 50_000


def test_no_patches_have_no_connectivity():
    found = figures([], {}, single_km2=[], importance=True)
    assert (found.connected, found.protected, found.patches) == (0, 0, 0)
    assert found.relative is None and found.from_protected is None and found.within is None
    assert len(found.importance.total) == 0


def test_cancelling_stops_the_paths():
    class Stop(Feedback):
        def cancelled(self):
            return True

    made = network(*crowd(9, 20))
    with pytest.raises(Cancelled):
        connectivity(made, 40_000.0, Stop())


# additions

def test_a_stepping_stone_is_well_placed_and_a_far_patch_is_not():
    before = figures(E10_AREAS, E10_METRES)
    between = gain(before, figures([*E10_AREAS, 1.0], {**E10_METRES, (0, 3): 1000.0, (2, 3): 1000.0}))
    far = gain(before, figures([*E10_AREAS, 1.0], E10_METRES))
    assert between.area_share == far.area_share == pytest.approx(1 / 200)
    assert between.eca_share > 0.05 and between.well_placed
    assert far.eca_km2 == pytest.approx(math.sqrt(29_692.167) - math.sqrt(29_691.167), abs=1e-6)
    assert far.well_placed is False
    assert gain(before, before).well_placed is None


def test_a_gain_over_nothing_has_no_share():
    first = gain(figures([], {}), figures([10.0], {}))
    assert (first.eca_km2, first.connected, first.eca_share, first.well_placed) == (10, 1, None, None)


def test_two_dispersal_distances_are_not_compared():
    with pytest.raises(ValueError):
        gain(figures([10.0], {}), figures([10.0], {}, dispersal=REPORTED[1]))


# a real country

@pytest.mark.skipif(not BRAZIL.exists(), reason="the conservation units of Brazil are not here")
def test_conservation_units_of_brazil():
    """968 polygons, of which many touch or overlap: 17.6 % of 8,472,342 km² before patches below 1 km² are left out."""
    features = open_layer(BRAZIL, "+proj=laea +lat_0=-14.2 +lon_0=-53.1 +datum=WGS84 +units=m")
    patches = patches_of([feature.geometry for feature in features], Feedback())
    apart = links(patches.polygons, 100_000.0, Feedback())
    made = Network.of(patches.areas_km2, apart, Feedback())
    found = [connectivity(made, 8_472_342.0, Feedback(), dispersal, patches.single_km2, dispersal == DEFAULT)
             for dispersal in (REPORTED[1], DEFAULT)]
    for one in found:
        assert one.protected == pytest.approx(17.6, abs=0.3)
        assert 0 < one.connected < one.protected
        assert one.from_protected + one.from_unprotected == pytest.approx(100)
        assert one.within + one.contiguous == pytest.approx(100)
        assert one.eca_km2 < one.eca_at_most_km2 < 1.005 * one.eca_km2
    assert found[0].connected < found[1].connected
    importance = found[1].importance
    assert importance.total.min() > 0 and (importance.total <= 100).all()
    assert importance.intra.argmax() == 0  # the largest comes first
    assert math.fsum(importance.intra + importance.flux / 2) == pytest.approx(100)
