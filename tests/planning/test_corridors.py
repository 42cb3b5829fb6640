"""Corridors: resistance, cores, links, cells, widths, form of natural land, stepping stones, the network."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from osgeo import ogr

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models.land_cover import NAMES
from ecr_toolkit.pilot.layers import Feature, polygons, union
from ecr_toolkit.planning.connectivity.dispersal import Dispersal
from ecr_toolkit.planning.corridors import reach as reaching
from ecr_toolkit.planning.corridors.cores import cores_of
from ecr_toolkit.planning.corridors.cost_distance import cost_distance
from ecr_toolkit.planning.corridors.links import Link, links
from ecr_toolkit.planning.corridors.measures import Land, least_width_m, measured, outline_of
from ecr_toolkit.planning.corridors.nearness import metres_to
from ecr_toolkit.planning.corridors.network import (
    CORES,
    CORRIDORS,
    graph_indices,
    linked,
    network_rows,
    with_corridors,
)
from ecr_toolkit.planning.corridors.pattern import (
    BACKGROUND,
    BRANCH,
    BRIDGE,
    CORE,
    EDGE,
    ISLET,
    LOOP,
    PERFORATION,
    spatial_pattern,
)
from ecr_toolkit.planning.corridors.reach import Ground, reach
from ecr_toolkit.planning.corridors.resistance import AQUATIC, by_class, resistance
from ecr_toolkit.planning.corridors.stepping_stones import Sizes, stepping_stones
from ecr_toolkit.planning.corridors.surface import Corridor, corridors, surface
from ecr_toolkit.planning.corridors.touched import touched
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.objects import connected

CRS = "EPSG:6933"


def grid_of(shape, cell=1000.0):
    return Grid(CRS, cell, 0.0, shape[0] * cell, shape[1], shape[0])


def box(left, bottom, right, top):
    return ogr.CreateGeometryFromWkt(f"POLYGON (({left} {bottom},{right} {bottom},{right} {top},{left} {top},"
                                     f"{left} {bottom}))")


def feature(code, *corners):
    return Feature(box(*corners), {"ecr_code": code})


def drawn(text, *values):
    """An array of texts of digits; given values stand in for the digits."""
    rows = np.array([[int(sign) for sign in line] for line in text.split()])
    return np.array(values, np.float32)[rows] if values else rows


def corridors_of(ground, neighbours=4, share=0.1, width=0.0, count=None):
    found = links(ground, count or int(ground.cores.max()), neighbours, Feedback())
    return list(corridors(ground, found.kept, share, width, Feedback()))


@st.composite
def grounds(draw, most_cores=4):
    """Some cores of one or two cells that do not touch, on ground with barriers."""
    shape = draw(array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=14))
    values = st.sampled_from([1.0, 1.0, 10.0, 30.0, 100.0, math.nan])
    ground = draw(arrays(np.float32, shape, elements=values))
    cores = np.zeros(shape, np.uint16)
    number = 0
    for _core in range(draw(st.integers(2, most_cores))):
        row, col = draw(st.integers(0, shape[0] - 1)), draw(st.integers(0, shape[1] - 1))
        end = min(shape[1], col + draw(st.integers(1, 2)))
        if not cores[max(0, row - 1):row + 2, max(0, col - 1):end + 1].any():
            number += 1
            cores[row, col:end] = number
            ground[row, col:end] = 1
    assume(number >= 2)
    return Ground(ground, cores, 100.0)


@pytest.fixture(autouse=True)
def narrow_windows(monkeypatch):
    """Searches start in windows so small that they have to grow."""
    monkeypatch.setattr(reaching, "_MARGIN", 2)


# resistance

def test_the_shipped_table_has_all_classes_for_both_networks():
    land, water = by_class(), by_class(network=AQUATIC)
    assert not np.isnan(land[list(NAMES)]).any() and np.isnan(land[255])
    assert (land[[1, 2, 3, 4, 5]] == 1).all() and land[10] == 30 and land[12] == 100 and land[13] == 500
    assert (water[0], land[0]) == (1, 30) and water[1] == 500


def table(path, rows):
    path.write_text("class,resistance\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_country_s_own_table_takes_the_place_of_the_shipped_one(tmp_path):
    own = by_class(table(tmp_path / "own.csv", [f"{code},{code + 1}" for code in NAMES] + ["20,77"]))
    assert own[:17].tolist() == list(range(1, 18)) and own[20] == 77


@pytest.mark.parametrize(("rows", "told"), [
    ([f"{code},1" for code in range(16)], "lacks the land-cover classes: 16"),
    ([f"{code},0.5" for code in NAMES], "of class 0: 0.5"),
    ([f"{code},501" for code in NAMES], "of class 16: 501"),
    ([f"{code},nan" for code in NAMES], "of class 1: nan"),
    ([f"{code},a" for code in NAMES], "of class 2: a"),
    ([f"{code},5" for code in NAMES] + ["3,5"], "a class that cannot be used: 3"),
    ([f"{code},5" for code in NAMES] + ["255,5"], "a class that cannot be used: 255"),
    ([f"{code},5" for code in NAMES] + ["1.5,5"], "a class that cannot be used: 1.5"),
])
def test_faults_of_a_table_are_told(tmp_path, rows, told):
    with pytest.raises(InputError, match=told):
        by_class(table(tmp_path / "own.csv", rows))


def test_slope_counts_by_its_weight_where_it_is_known():
    cover, slope = np.array([[1, 1, 12, 1, 255]], np.uint8), np.array([[2, 12, 30, np.nan, 2]], np.float32)
    found = resistance(cover, by_class(), 250.0, slope, 0.1)
    assert found[0, :4] == pytest.approx([1, 0.9 + 20, 90 + 50, 1]) and np.isnan(found[0, 4])
    assert resistance(cover, by_class(), 250.0)[0, :4].tolist() == [1, 1, 100, 1]


def test_near_roads_a_cell_is_as_hard_to_cross_as_they_make_it():
    cover = np.full((1, 60), 1, np.uint8)
    cover[0, 3], cover[0, 50] = 13, 255
    found = resistance(cover, by_class(), 30.0, roads=np.arange(60)[np.newaxis] == 0)[0]
    assert found[[0, 1]].tolist() == [500, 500] and found[3] == 500 and found[[2, 6]].tolist() == [300, 300]
    assert found[[7, 16]].tolist() == [200, 200] and found[[17, 33]].tolist() == [100, 100]
    assert found[34:50].max() == 1 and np.isnan(found[50]), "farther than 1 km a road changes nothing"
    near = resistance(cover, by_class(), 30.0, settlements=np.arange(60)[np.newaxis] == 59)[0]
    assert near[[59, 56, 55, 43, 42, 26, 25]].tolist() == [500, 500, 300, 300, 100, 100, 1]


@given(cover=arrays(np.uint8, (5, 6), elements=st.sampled_from([0, 1, 10, 12, 13, 16, 200, 255])),
       slope=arrays(np.float32, (5, 6), elements=st.sampled_from([0, 7, 12, 17, 60, math.nan])),
       roads=arrays(bool, (5, 6)), weight=st.floats(0, 1))
def test_resistance_stays_within_1_and_500_and_unknown_cover_is_a_barrier(cover, slope, roads, weight):
    found = resistance(cover, by_class(), 250.0, slope, weight, roads)
    known = cover <= 16
    assert np.array_equal(np.isnan(found), ~known)
    assert (found[known] >= 1).all() and (found[known] <= 500).all()
    assert (found[known & roads] == 500).all()


@given(cells=arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=12)), reach_m=st.sampled_from([0, 20, 45, 1e9]))
def test_metres_are_those_to_the_nearest_cell(cells, reach_m):
    places = np.argwhere(cells)
    found = metres_to(cells, 10.0, reach_m)
    for row, col in np.ndindex(cells.shape):
        nearest = min((10 * math.hypot(row - y, col - x) for y, x in places), default=math.inf)
        assert found[row, col] == pytest.approx(nearest if nearest <= reach_m else math.inf, rel=1e-6)


def test_cells_that_a_line_touches():
    line = ogr.CreateGeometryFromWkt("LINESTRING (500 2500, 1500 2500, 1500 500)")
    assert touched([line], grid_of((3, 3))).tolist() == [[True, True, False], [False, True, False],
                                                         [False, True, False]]
    assert not touched([], grid_of((3, 3))).any()


# cores

def test_polygons_that_touch_across_a_border_are_one_core_and_small_ones_are_none():
    redline = [feature("A", 0, 0, 2000, 2000), feature("B", 2000, 0, 5000, 2000), feature("C", 8000, 0, 9000, 1000),
               feature("D", 8000, 5000, 10000, 8000)]
    cores = cores_of(redline, 2, grid_of((8, 10)), Feedback())
    assert cores.codes == ["B", "D"] and cores.areas_km2.tolist() == [10, 6]
    assert (cores.cells == 1).sum() == 10 and (cores.cells[:3, 8:] == 2).all() and cores.cells.max() == 2


def test_cores_whose_cells_touch_are_one_and_no_core_is_without_cell():
    redline = [feature("A", 0, 0, 2000, 2000), feature("B", 2100, 2100, 3000, 3000),  # touch at a corner
               feature("C", 6400, 600, 6600, 800), feature("D", 6700, 600, 6900, 800)]  # two in one cell
    cores = cores_of(redline, 0, grid_of((8, 10)), Feedback())
    assert cores.codes == ["A", "D"], "of two of one size the last code"
    assert (cores.cells == 2).sum() == 1 and cores.cells[7, 6] == 2
    assert cores.polygons[0].GetArea() == pytest.approx(4e6 + 0.81e6)


def test_without_a_redline_there_is_no_core():
    cores = cores_of([], 1, grid_of((3, 3)), Feedback())
    assert cores.polygons == [] and cores.codes == [] and not cores.cells.any()


# links

@given(ground=grounds())
def test_least_costs_do_not_depend_on_the_direction_nor_on_the_window(ground):
    count = int(ground.cores.max())
    for core in range(1, count + 1):
        whole = cost_distance(ground.resistance, ground.cores == core, ground.cell_m, Feedback())
        searched = reach(ground, core, Feedback(), nearest=count)
        for other in range(1, count + 1):
            least = whole[ground.cores == other].min()
            assert (other in searched.met) == (other != core and math.isfinite(least))
            if other in searched.met:
                assert searched.met[other] == least
                back = reach(ground, other, Feedback(), targets=[core])
                assert back.met[core] == pytest.approx(least, rel=1e-12)


@given(ground=grounds(), limit=st.floats(100, 5000))
def test_a_search_up_to_a_limit_is_exact_in_its_window(ground, limit):
    whole = cost_distance(ground.resistance, ground.cores == 1, ground.cell_m, Feedback())
    searched = reach(ground, 1, Feedback(), limit=limit)
    kept = np.full(whole.shape, np.inf)
    window = searched.window
    kept[window.row:window.row + window.rows, window.col:window.col + window.cols] = searched.cost
    assert np.array_equal(kept, np.where(whole <= limit, whole, np.inf))


@given(ground=grounds(6), neighbours=st.integers(1, 5))
def test_links_join_what_can_be_joined_by_direct_paths(ground, neighbours):
    found = links(ground, int(ground.cores.max()), neighbours, Feedback())
    for link in found.kept:
        assert link.first < link.second
        row, col = link.cells.T
        on_the_way = ground.cores[row, col]
        assert (on_the_way[0], on_the_way[-1]) == (link.first, link.second) and not on_the_way[1:-1].any()
        step = np.hypot(*np.diff(link.cells, axis=0).T) * ground.cell_m
        mean = (ground.resistance[row[1:], col[1:]] + ground.resistance[row[:-1], col[:-1]]) / 2
        assert (step * mean).sum() == pytest.approx(link.cost)
        assert link.length_m(ground.cell_m) == pytest.approx(step.sum())
    assert [(link.first, link.second) for link in found.kept] == sorted({(one.first, one.second) for one in found.kept})


def test_a_core_is_linked_also_when_it_is_nobody_s_nearest():
    ground = Ground(np.ones((1, 16), np.float32), drawn("1020300000000004").astype(np.uint16), 1.0)
    assert [(link.first, link.second) for link in links(ground, 4, 1, Feedback()).kept] == [(1, 2), (2, 3), (3, 4)]


def test_a_path_through_another_core_counts_as_two_links():
    ground = Ground(np.ones((3, 12), np.float32), drawn("000000000000 100020000300 000000000000").astype(np.uint16),
                    1.0)
    found = links(ground, 3, 2, Feedback())
    assert [(link.first, link.second, link.cost) for link in found.kept] == [(1, 2, 4), (2, 3, 5)]
    assert found.through == 1 and found.too_far == 0


def test_links_above_ten_times_the_median_are_left():
    cores = np.zeros((1, 80), np.uint16)
    cores[0, [0, 3, 6, 9, 79]] = 1, 2, 3, 4, 5
    found = links(Ground(np.ones((1, 80), np.float32), cores, 1.0), 5, 1, Feedback())
    assert [(link.first, link.second) for link in found.kept] == [(1, 2), (2, 3), (3, 4)] and found.too_far == 1


def test_cores_behind_barriers_have_no_link():
    ground = Ground(drawn("00100 00100", 1, np.nan), drawn("10002 00000").astype(np.uint16), 1.0)
    assert links(ground, 2, 4, Feedback()).kept == []
    assert corridors_of(ground) == []


# cells of corridors

@given(ground=grounds(), share=st.sampled_from([0.0, 0.1, 0.5]), width=st.sampled_from([0.0, 100.0, 300.0, 450.0]))
def test_a_corridor_holds_its_path_joins_its_cores_and_respects_barriers(ground, share, width):
    for corridor in corridors_of(ground, share=share, width=width):
        inside = ground.cut(corridor.window)
        between = inside.cores[corridor.path] == 0
        assert corridor.cells[corridor.path][between].all() and between.any()
        assert not (corridor.cells & (inside.cores > 0)).any()
        assert np.isfinite(inside.resistance[corridor.cells]).all()
        ends = np.isin(inside.cores, (corridor.link.first, corridor.link.second))
        objects = connected(corridor.cells | ends)
        first, second = (objects[inside.cores == core] for core in (corridor.link.first, corridor.link.second))
        assert np.intersect1d(first, second).size
        assert least_width_m(corridor, ground) >= ground.cell_m


@given(ground=grounds(), share=st.sampled_from([0.0, 0.1, 1.0]))
def test_the_surface_is_the_sum_of_both_costs_above_the_least(ground, share):
    for link in links(ground, int(ground.cores.max()), 4, Feedback()).kept:
        searched = reach(ground, link.first, Feedback(), limit=link.cost * (1 + share) * (1 + 1e-9))
        window, above = surface(ground, searched, link, share, Feedback())
        both = sum(cost_distance(ground.resistance, ground.cores == core, ground.cell_m, Feedback())
                   for core in (link.first, link.second)) - link.cost
        within = both <= share * link.cost * (1 + 1e-6) + link.cost * 1e-9
        kept = np.full(both.shape, np.inf)
        kept[window.row:window.row + window.rows, window.col:window.col + window.cols] = above
        assert (above >= 0).all()
        assert np.array_equal(np.isfinite(kept), within)
        assert kept[within] == pytest.approx(both[within], abs=1e-6 * link.cost)
        assert kept[tuple(link.cells.T)] == pytest.approx(0, abs=1e-6 * link.cost)


@pytest.mark.parametrize("ends", [((25, 12), (25, 37)), ((12, 12), (37, 37)), ((12, 12), (25, 37))])
@pytest.mark.parametrize("width", [100, 190, 300, 400, 500, 1000])
def test_on_open_ground_a_corridor_is_at_least_as_wide_as_asked_for(ends, width):
    cores = np.zeros((50, 50), np.uint16)
    cores[ends[0]], cores[ends[1]] = 1, 2
    ground = Ground(np.ones((50, 50), np.float32), cores, 100.0)
    corridor, = corridors_of(ground, share=0.0, width=width)
    assert width <= least_width_m(corridor, ground) <= width + 200


def test_the_least_width_is_that_of_the_narrowest_place_that_cannot_be_avoided():
    cells = drawn("""0000000000
                     0111011110
                     0111111110
                     0111011110
                     0000011110""").astype(bool)
    cores = np.zeros(cells.shape, np.uint16)
    cores[1:4, 0], cores[1:5, 9] = 1, 2
    ground = Ground(np.ones(cells.shape, np.float32), cores, 10.0)
    found = Corridor(link_of([[2, 0], [2, 9]]), ground.around(np.array([0, 4]), np.array([0, 9]), 0), cells)
    assert least_width_m(found, ground) == 10
    cells[1:4, 4] = True
    assert least_width_m(found, ground) == 30


def link_of(cells, cost=1.0):
    return Link(1, 2, cost, np.array(cells))


def test_outlines_meet_the_outlines_of_the_cores_and_measures_say_what_is_there():
    """Two cores that do not follow cells, forest between them, half of it built-up in the south."""
    grid = grid_of((9, 20))
    redline = [feature("A", 0, 3300, 3600, 6400), feature("B", 15600, 3300, 20000, 6400)]
    cores = cores_of(redline, 1, grid, Feedback())
    ground = Ground(np.ones(grid.shape, np.float32), cores.cells, grid.cell)
    made = corridors_of(ground, share=0.0, width=3000)
    built_up = np.zeros(grid.shape, bool)
    built_up[:, 10:12] = True
    natural, kept = ~built_up, [*(one.geometry for one in redline), box(6000, 0, 9000, 9000)]
    land = Land(natural, built_up, spatial_pattern(natural), kept)
    areas, paths = measured(made, ground, cores, land, grid, Feedback())
    values, outline = areas[0].values, areas[0].geometry
    for core in cores.polygons:
        assert polygons(outline.Intersection(core)).GetArea() < 1e-3 and outline.Distance(core) == 0
    assert union([outline, *cores.polygons]).GetGeometryCount() == 1, "no gap is left between cell and outline"
    assert (values["from_code"], values["to_code"]) == ("B", "A") and values["length_km"] == 13
    assert values["cost"] == 13_000 and values["mean_resistance"] == 1
    assert values["area_km2"] == pytest.approx(outline.GetArea() / 1e6, abs=1e-4)
    assert values["natural_percent"] == pytest.approx(100 * (1 - polygons(outline.Intersection(
        box(10000, 0, 12000, 9000))).GetArea() / outline.GetArea()), abs=0.01)
    assert values["protected_percent"] == pytest.approx(100 * polygons(outline.Intersection(
        box(6000, 0, 9000, 9000))).GetArea() / outline.GetArea(), abs=0.01)
    assert (values["narrow"], values["near_built_up"], values["pinch"]) == (0, 1, 1)
    assert paths[0].geometry.Length() == pytest.approx(13_000)
    assert outline_of(made[0], ground, cores, grid).Equals(outline)


def test_bridges_of_natural_land_are_told():
    natural = np.zeros((9, 20), bool)
    natural[1:8, :6] = natural[1:8, 14:] = natural[4, 6:14] = True
    grid = grid_of(natural.shape, 100.0)
    cores = cores_of([feature("A", 0, 200, 400, 700), feature("B", 1600, 200, 2000, 700)], 0.1, grid, Feedback())
    ground = Ground(np.where(natural, 1, 500).astype(np.float32), cores.cells, 100.0)
    land = Land(natural, ~natural, spatial_pattern(natural), [])
    areas, _paths = measured(corridors_of(ground, share=0.0, width=100), ground, cores, land, grid, Feedback())
    values = areas[0].values
    assert values["bridge_percent"] == pytest.approx(100 * 8 / 12, abs=0.01)
    assert values["narrow"] == 1 and values["least_width_m"] == 100 and values["natural_percent"] == 100


# form of natural land

SIGNS = ".CIPEBLT"  # in the order of the codes


def form(text):
    return ["".join(SIGNS[code] for code in row) for row in spatial_pattern(
        np.array([[sign != "." for sign in row] for row in text.split()]))]


@pytest.mark.parametrize("picture", [
    "........ .EEEEE.. .ECCCE.. .ECCCETT .EEEEE.. ........ .II.....",
    ".......... EEE....EEE ECEBBBBECE EEE....EEE",
    "EEEEE ECCCE EEEEE LL.LL .LLL.",
    """EEEEEEEEE ECCCCCCCE ECPPPPPCE ECP...PCE ECP.I.PCE ECP...PCE ECPPPPPCE ECCCCCCCE EEEEEEEEE""",
    "I.I.I ..... IIIII IIIII",
    "EEE... ECE... EEBEE. ..ECE. ..EEE.",
], ids=["branch and islet", "bridge", "loop", "perforation with an islet", "only islets", "rim of two cores"])
def test_forms(picture):
    assert form(picture) == picture.split()


@pytest.mark.parametrize(("shape", "natural", "code"), [
    ((1, 1), True, ISLET), ((1, 9), True, ISLET), ((4, 4), False, BACKGROUND)])
def test_forms_of_plain_ground(shape, natural, code):
    assert (spatial_pattern(np.full(shape, natural)) == code).all()


def flooded(start, free):
    """Cells joined to some cells over free cells, corners too."""
    seen, waiting = set(start), list(start)
    while waiting:
        for place in around(waiting.pop()):
            if place in free and place not in seen:
                seen.add(place)
                waiting.append(place)
    return seen


class FormByCell:
    """The definitions, cell by cell."""

    def __init__(self, natural):
        rows, cols = natural.shape
        self.every = set(product(range(-1, rows + 1), range(-1, cols + 1)))
        self.land = {place for place in np.ndindex(natural.shape) if natural[place]}
        self.core = {place for place in self.land if around(place) <= self.land}
        number = {}
        for place in sorted(self.core):
            if place not in number:
                number.update(dict.fromkeys(flooded([place], self.core), len(number) + 1))
        self.owners = {place: {number[one] for one in around(place) | {place} if one in number} for place in self.land}
        self.owned = {place for place in self.land if self.owners[place]}

    def of(self, place):
        if place not in self.land:
            return BACKGROUND
        if place in self.core:
            return CORE
        if self.owners[place]:
            return BRIDGE if len(self.owners[place]) > 1 else self.of_rim(place)
        return self.of_strip(place)

    def of_rim(self, place):
        group = flooded([place], self.owned)
        holes = []
        for beside in (around(place) & self.every) - self.owned:
            ground = flooded([beside], self.every - self.owned)
            enclosed = (-1, -1) not in flooded([beside], self.every - group)
            touching = {max(self.owners[one]) for cell in ground for one in around(cell) & group}
            holes.append(enclosed and len(touching) == 1)
        return PERFORATION if holes and all(holes) else EDGE

    def of_strip(self, place):
        whole = flooded([place], self.land)
        if not whole & self.core:
            return ISLET
        strip = flooded([place], whole - self.owned)
        touching = {one for cell in strip for one in around(cell) & self.owned}
        ends = {cell for cell in strip if around(cell) & touching}
        if len(set().union(*(self.owners[one] for one in touching))) > 1:
            return BRIDGE
        return LOOP if len({min(flooded([cell], ends)) for cell in ends}) > 1 else BRANCH


def around(place):
    return {one for one in product(*((at - 1, at, at + 1) for at in place)) if one != place}


@st.composite
def lands(draw):
    """Natural land of blocks of three by three cells, some single cells changed, so that cores have holes."""
    blocks = draw(arrays(bool, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=6),
                         elements=st.sampled_from([True, True, True, False])))
    natural = np.kron(blocks, np.ones((3, 3), bool))
    for place in draw(st.lists(st.tuples(*(st.integers(0, side - 1) for side in natural.shape)), max_size=6)):
        natural[place] = not natural[place]
    return natural


@given(lands())
def test_forms_are_those_of_the_definitions(natural):
    by_cell, found = FormByCell(natural), spatial_pattern(natural)
    assert {place: found[place] for place in np.ndindex(found.shape)} == {
        place: by_cell.of(place) for place in np.ndindex(found.shape)}


@given(arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=20)))
def test_forms_turn_with_the_picture_and_cover_natural_land(natural):
    found = spatial_pattern(natural)
    assert np.array_equal(found > 0, natural)
    assert np.array_equal(spatial_pattern(natural.T), found.T)
    assert np.array_equal(spatial_pattern(natural[::-1]), found[::-1])


# stepping stones

def test_stepping_stones_are_patches_of_the_right_size_near_two_cores():
    grid = grid_of((12, 30))
    redline = [feature("A", 0, 0, 4000, 12000), feature("B", 12000, 0, 16000, 12000)]
    cores = cores_of(redline, 10, grid, Feedback())
    natural = np.zeros(grid.shape, bool)
    natural[1:4, 7:10] = True  # 9 km², between both, with a core of its own
    natural[6, 7:9] = True  # 2 km², between both
    natural[10, 8] = True  # too small
    natural[5:8, 25:28] = True  # far from A
    natural[:, :2] = True  # in a core
    stones = stepping_stones(natural, spatial_pattern(natural), cores, Sizes(2, 10, 6000), grid, Feedback())
    assert [(one.values["area_km2"], one.values["islet"]) for one in stones.features] == [(9, 0), (2, 1)]
    assert [one.values["nearest_km"] for one in stones.features] == [2, 3]
    assert [one.values["second_km"] for one in stones.features] == [3, 3]
    assert (stones.cells == 1).sum() == 9 and (stones.cells == 2).sum() == 2 and stones.cells.max() == 2
    for sizes in (Sizes(2, 10, 2500), Sizes(10, 20, 6000)):
        assert stepping_stones(natural, spatial_pattern(natural), cores, sizes, grid, Feedback()).features == []


def test_a_patch_that_a_core_covers_in_part_counts_without_that_part():
    grid = grid_of((3, 12))
    redline = [feature("A", 0, 0, 2400, 3000), feature("B", 9000, 0, 12000, 3000)]
    cores = cores_of(redline, 1, grid, Feedback())
    natural = np.zeros(grid.shape, bool)
    natural[1, 2:6] = True
    stones = stepping_stones(natural, spatial_pattern(natural), cores, Sizes(1, 9, 9000), grid, Feedback())
    assert [one.values["area_km2"] for one in stones.features] == [pytest.approx(3.6)]


# network

def test_indices_of_the_graph():
    assert graph_indices(4, 3) == {"alpha": 0, "beta": 0.75, "gamma": 0.5}
    assert graph_indices(4, 6) == {"alpha": 1, "beta": 1.5, "gamma": 1}
    assert graph_indices(2, 1) == {"alpha": None, "beta": None, "gamma": None}


def test_corridors_that_join_more_than_they_add_are_well_placed():
    """Two cores of 100 km² at an effective distance of 100 km and a path of 10 km, a corridor of 10 km²."""
    cores = np.array([100.0, 100.0])
    link = link_of([[0, col] for col in range(11)], 200_000.0)
    rows = network_rows({CORES: (linked(cores, [link], 2.0), {"alpha": None}),
                         CORRIDORS: (with_corridors(cores, [link], [10.0], 1000.0), {})}, 1000.0,
                        [Dispersal(10_000.0)], Feedback())
    alone = math.sqrt(2 * 100 ** 2 + 2 * 100 ** 2 * 0.5 ** 10)
    joined = math.sqrt(2 * 100 ** 2 + 10 ** 2 + 2 * 100 ** 2 * 0.5 + 4 * 100 * 10 * 0.5 ** 0.5)
    assert rows[0]["eca_km2"] == pytest.approx(alone, abs=1e-4) and rows[0]["links"] == 1
    assert rows[1]["eca_km2"] == pytest.approx(joined, abs=1e-4) and rows[1]["nodes"] == 3
    assert rows[1]["eca_gain_percent"] == pytest.approx(100 * (joined / alone - 1), abs=1e-3)
    assert rows[1]["area_gain_percent"] == 5 and rows[1]["well_placed"] == 1


def test_a_network_without_links_has_the_connectivity_of_its_areas():
    rows = network_rows({CORES: (linked([3.0, 4.0], [], 1.0), {})}, 10.0, [Dispersal(1000.0)], Feedback())
    assert rows[0]["eca_km2"] == 5


def test_the_same_ground_gives_the_same_corridors():
    random = np.random.default_rng(8)
    cores = np.zeros((60, 60), np.uint16)
    cores[[5, 50, 30, 10], [5, 10, 40, 50]] = 1, 2, 3, 4
    ground = Ground(random.choice([1, 10, 100], (60, 60)).astype(np.float32), cores, 250.0)
    first, second = corridors_of(ground, width=1000.0), corridors_of(ground, width=1000.0)
    assert len(first) >= 3
    for one, other in zip(first, second):
        assert np.array_equal(one.cells, other.cells) and np.array_equal(one.link.cells, other.link.cells)
