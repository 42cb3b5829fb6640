"""Suitability, carrying scale and spaces through Processing."""

import shutil

import numpy as np
import pytest
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.processing.planning.spaces import (
    ALGORITHMS,
    AgriculturalSuitability,
    Carrying,
    Spaces,
    UrbanSuitability,
)
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.steps.spaces import publish_spaces

GRID = Grid("EPSG:6933", 1000.0, 0.0, 2000.0, 3, 2)


class Heard(QgsProcessingFeedback):
    def __init__(self):
        super().__init__()
        self.warnings, self.told = [], []

    def pushWarning(self, text):
        self.warnings.append(text)

    def pushInfo(self, text):
        self.told.append(text)


def run(algorithm, heard=None, **parameters):
    results, good = algorithm().create().run(parameters, QgsProcessingContext(), heard or QgsProcessingFeedback(),
                                             catchExceptions=False)
    assert good
    return results


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_everything_has_help(qgis_app, algorithm):
    made = algorithm().create()
    assert made.shortHelpString() and made.displayName()[0].isupper()
    assert made.groupId() == "planning" and made.group()
    assert all(one.help() for one in made.parameterDefinitions()
               if not one.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden)


def test_names():
    assert [algorithm().name() for algorithm in ALGORITHMS] == [
        "agriculturalsuitability", "urbansuitability", "carryingscale", "spaces"]


@pytest.fixture
def rasters(tmp_path, qgis_app):
    """Slope, rain of the year, temperature, land cover, level and travel time on six cells of 1 km²."""
    arrays = {
        "slope": (np.array([[1, 1, 10], [1, 30, np.nan]], np.float32), "continuous"),
        "rain": (np.array([[1300, 300, 900], [1300, 1300, 1300]], np.float32), "continuous"),
        "warmth": (np.full((12, 2, 3), 20, np.float32), "continuous"),
        "level": (np.array([[1, 1, 1], [5, 1, 1]], np.uint8), "class"),
        "time": (np.array([[30, 30, 30], [30, 30, 30]], np.float32), "continuous"),
    }
    for name, (array, kind) in arrays.items():
        files.write(tmp_path / f"{name}.tif", GRID, array, kind)
    return {name: QgsRasterLayer(str(tmp_path / f"{name}.tif"), name) for name in arrays}


@pytest.fixture
def irrigated(tmp_path, qgis_app):
    """The second column of the upper row, in degrees; its class in the field "supply"."""
    path = tmp_path / "irrigated.gpkg"
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    reference, grid = osr.SpatialReference(), osr.SpatialReference()
    for one, code in ((reference, 4326), (grid, 6933)):
        one.ImportFromEPSG(code)
        one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = dataset.CreateLayer("given", reference, ogr.wkbPolygon)
    for field in ("supply", "down"):
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTInteger))
    row = ogr.Feature(layer.GetLayerDefn())
    box = ogr.CreateGeometryFromWkt("POLYGON((1000 1000,2000 1000,2000 2000,1000 2000,1000 1000))")
    box.Transform(osr.CoordinateTransformation(grid, reference))
    row.SetGeometry(box)
    row.SetField("supply", 4)
    row.SetField("down", 1)
    layer.CreateFeature(row)
    del row, layer, dataset
    return QgsVectorLayer(str(path), "irrigated")


def test_agriculture_from_rasters(rasters, irrigated, tmp_path):
    target, heard = str(tmp_path / "out.tif"), Heard()
    results = run(AgriculturalSuitability, heard, SLOPE=rasters["slope"], PRECIPITATION=rasters["rain"],
                  LEVEL=rasters["level"], CLASSES=target)
    assert files.read(tmp_path / "out.tif").tolist() == [[5, 3, 4], [1, 1, 255]]
    assert [results[name] for name in ("SUITABLE_KM2", "GENERALLY_SUITABLE_KM2", "UNSUITABLE_KM2", "UNKNOWN_KM2")] == [
        2, 1, 2, 1]
    assert len(heard.warnings) == 6, "silt, irrigation, heat, salt, pollution and land cover are left out"
    run(AgriculturalSuitability, SLOPE=rasters["slope"], PRECIPITATION=rasters["rain"], TEMPERATURE=rasters["warmth"],
        IRRIGATED=irrigated, IRRIGATED_FIELD="supply", CLASSES=target)
    assert files.read(tmp_path / "out.tif").tolist() == [[5, 5, 4], [5, 1, 255]]
    run(AgriculturalSuitability, SLOPE=rasters["slope"], PRECIPITATION=rasters["rain"], SMALLEST_HA=300, CLASSES=target)
    assert files.read(tmp_path / "out.tif").tolist() == [[4, 3, 3], [4, 1, 255]], "two patches, both too small"


def test_towns_from_rasters(rasters, irrigated, tmp_path):
    target = str(tmp_path / "out.tif")
    run(UrbanSuitability, SLOPE=rasters["slope"], CLASSES=target)
    assert files.read(tmp_path / "out.tif").tolist() == [[5, 5, 3], [5, 1, 255]], "land alone"
    run(UrbanSuitability, SLOPE=rasters["slope"], TRAVEL_TIME=rasters["time"], LEVEL=rasters["level"], CLASSES=target)
    assert files.read(tmp_path / "out.tif").tolist() == [[5, 5, 4], [1, 2, 255]]
    run(UrbanSuitability, SLOPE=rasters["slope"], TRAVEL_TIME=rasters["time"], SCALE=1, HAZARDS=irrigated,
        CLASSES=target)
    assert files.read(tmp_path / "out.tif").tolist() == [[5, 5, 4], [5, 2, 255]], "30 minutes are class 4 of a county"
    run(UrbanSuitability, SLOPE=rasters["slope"], HAZARDS=irrigated, CLASSES=target)
    assert files.read(tmp_path / "out.tif").tolist() == [[5, 4, 3], [5, 1, 255]]


def test_faults_of_rasters_are_sentences(rasters, irrigated, tmp_path):
    target = str(tmp_path / "out.tif")
    with pytest.raises(QgsProcessingException, match="1 bands; 12 are needed"):
        run(AgriculturalSuitability, SLOPE=rasters["slope"], PRECIPITATION=rasters["rain"], TEMPERATURE=rasters["time"],
            CLASSES=target)
    with pytest.raises(QgsProcessingException, match="irrigated lacks the field “nowhere”"):
        run(UrbanSuitability, SLOPE=rasters["slope"], HAZARDS=irrigated, HAZARDS_FIELD="nowhere", CLASSES=target)


def test_carrying_scale(qgis_app, tmp_path):
    table = str(tmp_path / "carrying.csv")
    heard = Heard()
    results = run(Carrying, heard, FARMLAND_LAND_HA=120_000, FARMLAND_WATER_M3=5e8, QUOTA_M3_HA=6000,
                  FARMLAND_PRESENT_HA=75_000, TABLE=table)
    assert round(results["FARMLAND_MOST_HA"]) == 83_333 and results["FARMLAND_LOAD"] == 0.9
    assert results["FARMLAND_STATUS"] == "critical" and "URBAN_MOST_HA" not in results
    assert heard.told == ["Farmland: available water sets the limit."]
    row, = read_table(tmp_path / "carrying.csv")
    assert (row["subject"], row["limit"], row["status"]) == ("farmland", "water", "critical")
    results = run(Carrying, URBAN_LAND_HA=3000, URBAN_WATER_M3=5e7, TABLE=table)
    assert results["URBAN_MOST_HA"] == 3000 and "URBAN_LOAD" not in results, "100 m³ and 0.01 ha for a person"
    with pytest.raises(QgsProcessingException, match="numbers are missing"):
        run(Carrying, FARMLAND_LAND_HA=1, TABLE=table)


@pytest.fixture
def pilot(walked_folder, tmp_path):
    pilot = Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))
    publish_spaces(pilot, {}, Feedback())
    return pilot


def test_spaces_of_a_pilot(qgis_app, pilot):
    results = run(Spaces, PILOT=str(pilot.folder))
    assert results["TABLE"] == str(pilot.table("spaces")) and results["REASONS"] == str(pilot.table("space_reasons"))
    land = sum(unit.area_km2 for unit in pilot.units)
    names = ("REDLINE_KM2", "SPECIAL_KM2", "RESTRICTED_KM2", "AGRICULTURAL_KM2", "DEVELOPMENT_KM2", "GENERAL_KM2",
             "NOT_ASSESSED_KM2")
    assert sum(results[name] for name in names) == pytest.approx(land, abs=1e-6)
    redline, = (row["ecr_km2"] for row in read_table(pilot.table("units")) if row["code"] == pilot.code)
    assert results["REDLINE_KM2"] == float(redline)
    pilot.table("spaces").unlink()
    algorithm = Spaces()
    with pytest.raises(Exception, match="protection level is not known"):
        algorithm._work(pilot, {}, QgsProcessingContext(), Feedback())
