"""What a run asks of the machine: the very cells of the pilot's grid, and sizes that make sense for every country."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from osgeo import ogr

from ecr_toolkit.pilot.forecast import SIZES, STARTER_M, Extent, extent_of, forecast, recommended_cell, sizes_on_offer
from ecr_toolkit.pilot.layers import union
from ecr_toolkit.pilot.new_pilot import Start, create, objectives_of
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.units import load_units
from ecr_toolkit.raster.grid import WGS84


def extent(area_km2):
    side = 1000 * area_km2**0.5
    return Extent(area_km2, (0, 0, side, side), "+proj=laea +lat_0=0 +lon_0=0 +units=m")


def told(where, cell_m, coast=False, languages=1):
    objectives = objectives_of(True, coast)
    return forecast(where, cell_m, objectives["functions"], objectives["sensitivities"], languages)


@pytest.mark.parametrize("code", ["LAO", "FJI", "CHE"])
def test_the_cells_are_those_of_the_pilots_grid(code, tmp_path, world_map):
    pilot = Pilot.open(create(tmp_path / code, Start(code, {"en": code}, ["en"], 2000)), world_map=world_map)
    outline = union([unit.geometry for unit in load_units(pilot.recipe.values, pilot.folder, world_map, WGS84)])
    where = extent_of(outline)
    assert where.crs == pilot.crs
    assert told(where, 2000).cells == pilot.grid.cols * pilot.grid.rows
    assert where.area_km2 == pytest.approx(sum(unit.area_km2 for unit in pilot.units), rel=1e-4)


def test_a_clip_makes_it_smaller():
    outline = ogr.CreateGeometryFromWkt("MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((20 0,21 0,21 1,20 1,20 0)))")
    whole, part = extent_of(outline), extent_of(outline, (-1, -1, 2, 2))
    assert part.area_km2 == pytest.approx(whole.area_km2 / 2, rel=1e-3)
    assert told(part, 1000).cells < told(whole, 1000).cells / 10


@pytest.mark.parametrize(("cells", "models", "seconds", "memory"), [
    (32_175, 7, 15.5, 403), (194_880, 7, 20.0, 431), (768_924, 7, 65.1, 506), (3_059_728, 7, 101.3, 664),
    (93_930, 11, 20.4, 389), (574_500, 11, 35.5, 455), (2_284_392, 11, 101.7, 562)])
def test_it_is_near_to_what_was_measured(cells, models, seconds, memory):
    side = (cells**0.5 - 4) * 1000  # the grid has two cells more on each side
    where = Extent(1.0, (0, 0, side, side), "+proj=laea +lat_0=0 +lon_0=0 +units=m")
    found = forecast(where, 1000, ["x"] * models, [], languages=0)
    assert found.cells == pytest.approx(cells, rel=0.02)
    assert seconds / 1.7 < found.seconds < seconds * 1.7
    assert found.memory_mb == pytest.approx(memory, rel=0.15)


@given(some.floats(1, 2e7), some.booleans())
def test_sizes_make_sense_for_every_area(area_km2, starter):
    where = extent(area_km2)
    best, offered = recommended_cell(where, starter), sizes_on_offer(where, starter)
    assert best in offered and offered == sorted(set(offered)) and set(offered) <= set(SIZES)
    assert where.land_cells(best) <= 4e6
    if starter:
        assert min(offered) >= 1000
        assert best >= STARTER_M or where.land_cells(2 * best) < 12_500, "finer than the data only in small countries"
    elif best > SIZES[0]:
        assert where.land_cells(SIZES[SIZES.index(best) - 1]) > 4e6, "the finest that the machine takes well"
    fine, coarse = (told(where, size) for size in (offered[0], offered[-1]))
    assert fine.cells >= coarse.cells and fine.seconds >= coarse.seconds and fine.memory_mb >= coarse.memory_mb


@pytest.mark.parametrize(("area_km2", "starter", "best"), [
    (236_800, True, 5000), (8_510_000, True, 5000), (316, True, 1000), (18_000, True, 2000),
    (41_000, False, 250), (881_913, False, 500), (8_510_000, False, 2000), (17_000_000, False, 5000)])
def test_recommended_sizes(area_km2, starter, best):
    assert recommended_cell(extent(area_km2), starter) == best


def test_more_languages_take_longer():
    assert told(extent(1e5), 5000, languages=3).seconds > told(extent(1e5), 5000).seconds + 40
