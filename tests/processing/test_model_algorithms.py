"""Models as algorithms on plain rasters, without a pilot: worked examples through rasters, help, faults."""

import math

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)

from ecr_toolkit.models.catalogue import models
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid

GRID = Grid("EPSG:6933", 1000.0, 0.0, 4000.0, 5, 4)


class Feedback(QgsProcessingFeedback):
    def __init__(self):
        super().__init__()
        self.warnings = []

    def pushWarning(self, text):
        self.warnings.append(text)


@pytest.fixture
def run(registry, tmp_path):
    """run(model, values, **parameters): constant rasters of the values, the model run over them."""
    def run(model, values, grid=GRID, **parameters):
        for name, value in values.items():
            if isinstance(value, (str, type(tmp_path))):
                parameters[name.upper()] = str(value)
                continue
            bands = np.asarray(value, np.float32)
            whole = np.broadcast_to(bands.reshape(*bands.shape, 1, 1), (*bands.shape, *grid.shape)) \
                if bands.ndim < 2 else bands
            files.write(tmp_path / f"{name}.tif", grid, np.array(whole), "continuous")
            parameters[name.upper()] = str(tmp_path / f"{name}.tif")
        algorithm = registry.algorithmById(f"ecr:{model}")
        feedback = Feedback()
        parameters.setdefault("VALUE", str(tmp_path / "value.tif"))
        results, good = algorithm.create().run(parameters, QgsProcessingContext(), feedback, catchExceptions=False)
        assert good
        return files.read(tmp_path / "value.tif"), results, feedback.warnings
    return run


def test_e1_water_through_rasters(run):
    values, results, warnings = run("water_conservation", {
        "precipitation": [100] * 12, "actual_evapotranspiration": 700, "land_cover": 2, "vegetation_cover": 0.8})
    assert values == pytest.approx(467.96, rel=1e-4)
    assert results["TOTAL"] == pytest.approx(467.96 * GRID.rows * GRID.cols, rel=1e-4)
    assert any("most frequent class" in one for one in warnings)


def test_e5_rusle_through_rasters(run, tmp_path):
    values, results, _warnings = run("soil_conservation", {
        "rainfall_erosivity": 2279.9, "soil_erodibility": 0.034300, "slope_length_and_steepness": 12.495,
        "cover_management": 0.004}, CLASSES=str(tmp_path / "classes.tif"))
    assert values == pytest.approx(973.24, rel=1e-4)
    assert (files.read(tmp_path / "classes.tif") == 5).all(), "equal values share the highest class"
    dataset = gdal.Open(results["VALUE"])
    assert dataset.GetMetadata()["METHOD_COVER"] == "given as an input" and "UNIT" in dataset.GetMetadata()


def test_e5_from_soil_rain_and_slope(run):
    """K of E2, R of E3, LS of 15° and 100 m of E4: the same number along the whole chain."""
    values, _results, _warnings = run("soil_conservation", {
        "precipitation": [800 / 12] * 12, "sand": 40, "silt": 40, "clay": 20, "organic_carbon": 1.5, "slope": 15,
        "cover_management": 0.004})
    assert values == pytest.approx(973.24, rel=2e-4)


def test_e7_biodiversity_index_through_rasters(run):
    """Factors 0.62, 0.7 and 0.4 in the first cell of a country whose limits are 0 and 1."""
    def spread(value):
        cells = np.full(GRID.shape, value, np.float32)
        cells[1, 0], cells[2, 0] = 0, 1
        return cells

    values, _results, _warnings = run("biodiversity_npp", {
        "net_primary_productivity": 450, "elevation": spread(0.4),
        "precipitation": np.stack([spread(0.62) / 12] * 12), "temperature": np.stack([spread(0.7)] * 12)})
    assert values[0, 0] == pytest.approx(117.18, rel=1e-4)


def wind_erosion(x, z=50.0):
    if x <= 0:
        return 0.0
    s = 150.71 * x**-0.3711
    return 2 * z / s**2 * 109.8 * x * math.exp(-(z / s) ** 2)


def test_e6_rweq_through_rasters(run):
    """Twelve months of E6's ground, soil and weather, against the formulas one by one."""
    u10, months = [3, 4, 5, 6, 8, 9], [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    series = np.resize(u10, 365)
    values, _results, _warnings = run("sand_fixation", {
        "wind_series": series, "precipitation": [20] * 12, "rain_days": [4] * 12, "temperature": [15] * 12,
        "monthly_evapotranspiration": [120] * 12, "elevation": 1000, "slope": 3, "sand": 60, "silt": 25, "clay": 15,
        "organic_carbon": 1 / 1.724, "lime": 2, "land_cover": 10, "vegetation_cover": 0.15},
        SAND_FIXATION_DRY_ABOVE=0)
    expected, start = 0.0, 0
    for days in months:
        speeds = [0.794597 * one for one in series[start:start + days]]
        start += days
        force = sum(u * (u - 5) ** 2 for u in speeds if u > 5)
        wetness = (120 - 20 * 4 / days) / 120
        x = force * 1.0863 / 9.8 * wetness * 0.48770 * 0.39904 * 0.99863
        expected += wind_erosion(min(x, 61.73)) - wind_erosion(min(x * 0.17791, 61.73))
    assert values == pytest.approx(1000 * expected, rel=2e-3)


def test_outside_of_its_domain_there_is_no_value_and_class_0(run, tmp_path):
    values, _results, _warnings = run("rocky_desertification", {
        "carbonate_share": np.where(np.arange(20).reshape(GRID.shape) < 10, 0, 80), "slope": 30,
        "vegetation_cover": 0.1}, CLASSES=str(tmp_path / "classes.tif"))
    classes = files.read(tmp_path / "classes.tif")
    assert np.isnan(values[:2]).all() and (classes[:2] == 0).all() and (classes[2:] == 5).all()


def test_rasters_of_other_kinds_are_brought_to_the_grid(run, tmp_path):
    """Whole numbers with scale, offset and nodata, in cells twice as wide."""
    driver = gdal.GetDriverByName("GTiff")
    made = driver.Create(str(tmp_path / "slope.tif"), 3, 2, 1, gdal.GDT_Int16)
    made.SetGeoTransform((0, 2000, 0, 4000, 0, -2000))
    made.SetProjection(GRID.wkt)
    band = made.GetRasterBand(1)
    band.SetScale(0.1)
    band.SetOffset(5)
    band.SetNoDataValue(-1)
    band.Fill(100)  # 15°
    made = band = None
    values, _results, _warnings = run("soil_conservation", {
        "soil_erodibility": 0.0343, "rainfall_erosivity": 2279.9, "slope": tmp_path / "slope.tif",
        "cover_management": 0.004})
    assert values == pytest.approx(973.24, rel=2e-4)


def test_missing_rasters_are_named(run):
    with pytest.raises(QgsProcessingException) as fault:
        run("soil_conservation", {"soil_erodibility": 0.03})
    assert "slope" in str(fault.value) and "rasters are missing" in str(fault.value)


def test_values_beyond_the_plausible_range_are_told_not_clipped(run):
    """K in US units: 0.26 instead of 0.034 (pitfall 2)."""
    values, _results, warnings = run("soil_conservation", {
        "rainfall_erosivity": 2279.9, "soil_erodibility": 0.26, "slope_length_and_steepness": 12.495,
        "cover_management": 0.004})
    assert values == pytest.approx(973.24 * 0.26 / 0.0343, rel=1e-3)
    told = [one for one in warnings if "plausible range" in one]
    assert told and "20 cells" in told[0] and any("US units" in one for one in told)


def test_soils_beyond_the_fit_of_rweq_are_told(run):
    """Clay of 60 % counts as 39.3 %, and the number of such cells is said (methods.md §1.3.1)."""
    _values, _results, warnings = run("sand_fixation", {
        "wind_speed": [5] * 12, "precipitation": [5] * 12, "temperature": [25] * 12,
        "monthly_evapotranspiration": [150] * 12, "elevation": 100, "slope": 1, "sand": 20, "silt": 20, "clay": 60,
        "organic_carbon": 1, "land_cover": 16, "vegetation_cover": 0.1})
    told = [one for one in warnings if "fitted to" in one]
    assert len(told) == 1 and "20 cells of “clay”" in told[0] and "5 to 39.3 %" in told[0]


def test_degrees_are_warned_of(run):
    _values, _results, warnings = run("carbon", {
        "net_primary_productivity": 500, "temperature": [10] * 12, "precipitation": [50] * 12},
        grid=Grid("EPSG:4326", 0.1, 70.0, 30.0, 5, 4))
    assert any("equal-area" in one for one in warnings)


@pytest.mark.parametrize("model", models(), ids=lambda model: model.id)
def test_every_parameter_has_help_with_unit_and_range(registry, model):
    algorithm = registry.algorithmById(f"ecr:{model.id}")
    for definition in algorithm.parameterDefinitions():
        assert definition.help(), definition.name()
    for name in model.inputs:
        definition = algorithm.parameterDefinition(name.upper())
        assert not definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        assert "Where to get it" in definition.help()
    assert algorithm.shortHelpString() and algorithm.displayName()
