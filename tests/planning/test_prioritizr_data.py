"""Real planning data (Tasmania, Washington; the R package prioritizrdata): all targets met, within 1 % of the bound."""

import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.planning.selection.amounts import Amounts
from ecr_toolkit.planning.selection.problem import MAXIMUM_UTILITY, MINIMUM_SHORTFALL, Problem
from ecr_toolkit.planning.selection.solve import GREEDY, solve

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "prioritizrdata"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"prioritizrdata is not there: {FOLDER}")


def bands(name):
    """A raster (bands, rows, cols), NaN where there is no value."""
    dataset = gdal.Open(str(FOLDER / name))
    values, nodata = dataset.ReadAsArray().astype(np.float64), dataset.GetRasterBand(1).GetNoDataValue()
    values = values if nodata is None else np.where(values == nodata, np.nan, values)
    return values.reshape(dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize)


@pytest.fixture(scope="module")
def tasmania():
    """1,130 polygons; km² of 33 classes of vegetation, counted in cells of 1 km² whose centre is inside."""
    units = ogr.Open(f"/vsizip/{FOLDER / 'tas_pu.gpkg.zip'}")
    layer = units.GetLayer(0)
    table = [(row["cost"], row["locked_in"], row["locked_out"]) for row in layer]
    cost, locked_in, locked_out = (np.array(column, float) for column in zip(*table))
    source = gdal.Open(str(FOLDER / "tas_features.tif"))
    numbers = gdal.GetDriverByName("MEM").Create("", source.RasterXSize, source.RasterYSize, 1, gdal.GDT_Int32)
    numbers.SetGeoTransform(source.GetGeoTransform())
    numbers.SetProjection(source.GetProjection())
    drawn = ogr.GetDriverByName("Memory").CreateDataSource("")
    numbered = drawn.CreateLayer("units", layer.GetSpatialRef())
    numbered.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
    layer.ResetReading()
    for number, row in enumerate(layer, 1):
        feature = ogr.Feature(numbered.GetLayerDefn())
        feature["number"] = number
        feature.SetGeometry(row.GetGeometryRef())
        numbered.CreateFeature(feature)
    gdal.RasterizeLayer(numbers, [1], numbered, options=["ATTRIBUTE=number"])
    inside = numbers.ReadAsArray().ravel()
    layers = [np.bincount(inside, np.nan_to_num(values.ravel()), len(cost) + 1)[1:]
              for values in bands("tas_features.tif")]
    return Amounts.from_layers(layers), cost, locked_in > 0, locked_out > 0


@pytest.fixture(scope="module")
def washington():
    """10,757 cells with a cost; 396 kinds of birds by their relative abundance."""
    cost = bands("wa_pu.tif").ravel()
    units = ~np.isnan(cost)
    locks = [np.nan_to_num(bands(f"wa_locked_{way}.tif").ravel()[units]) > 0 for way in ("in", "out")]
    return Amounts.from_layers(np.nan_to_num(values.ravel()[units]) for values in bands("wa_features.tif")), \
        cost[units], *locks


def report(name, solution):
    sys.stdout.write(f"{name}: {solution.method}, {int(solution.selected.sum())} units, cost {solution.cost:.1f}, "
                     f"objective {solution.objective:.4f}, bound {solution.bound:.4f}, gap {solution.gap:.3%}\n")


@pytest.mark.parametrize("share", [0.17, 0.2])
def test_tasmania(tasmania, share):
    amounts, cost, locked_in, locked_out = tasmania
    solution = solve(Problem(amounts, cost, share * amounts.totals(), locked_in=locked_in, locked_out=locked_out),
                     Feedback())
    report(f"Tasmania {share:.0%}", solution)
    assert amounts.unit_count == 1130 and amounts.feature_count == 33
    lacking = [one.feature for one in solution.unreachable]
    assert solution.met[np.setdiff1d(np.arange(33), lacking)].all() and solution.gap <= 0.01
    assert solution.selected[locked_in].all() and not solution.selected[locked_out].any()


@pytest.mark.parametrize("share", [0.17, 0.2])
def test_washington(washington, share):
    amounts, cost, locked_in, locked_out = washington
    problem = Problem(amounts, cost, share * amounts.totals(), locked_in=locked_in, locked_out=locked_out & ~locked_in)
    solution = solve(problem, Feedback())
    report(f"Washington {share:.0%}", solution)
    assert amounts.unit_count == 10757 and amounts.feature_count == 396
    lacking = [one.feature for one in solution.unreachable]
    assert solution.met[np.setdiff1d(np.arange(396), lacking)].all() and solution.gap <= 0.01
    assert solution.selected[problem.locked_in].all() and not solution.selected[problem.locked_out].any()
    dearer = solve(problem, Feedback(), method=GREEDY)
    assert dearer.met[np.setdiff1d(np.arange(396), lacking)].all() and dearer.cost >= solution.bound


@pytest.mark.parametrize("objective", [MAXIMUM_UTILITY, MINIMUM_SHORTFALL])
def test_washington_within_a_budget(washington, objective):
    amounts, cost, locked_in, locked_out = washington
    budget = cost[locked_in].sum() + 0.05 * cost.sum()
    solution = solve(Problem(amounts, cost, 0.3 * amounts.totals(), objective, locked_in=locked_in,
                             locked_out=locked_out & ~locked_in, budget=budget), Feedback())
    report(f"Washington, {objective}", solution)
    assert solution.cost <= budget * (1 + 1e-9) and solution.gap <= 0.01
