"""Real products as ministries download them: Sierra de Neiba (Dominican Republic) and Laos. Skipped, and said so, where
the shared data folder is not beside the repository."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import write_table
from ecr_toolkit.preparation.checks import COLUMNS
from ecr_toolkit.preparation.inputs import prepare, probe
from ecr_toolkit.preparation.repairs import accept
from ecr_toolkit.raster import files
from ecr_toolkit.steps.prepare import check_rows, publish_zones, zones_of_units

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
PRODUCTS, LAOS = SHARED / "small_products" / "res", SHARED / "laos" / "data_input"
needs_products = pytest.mark.skipif(not PRODUCTS.is_dir(), reason="no shared/data/small_products beside the repository")
needs_laos = pytest.mark.skipif(not LAOS.is_dir(), reason="no shared/data/laos beside the repository")


def units(path, wkt):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("units", reference, ogr.wkbPolygon)
    for name in ("code", "name"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetField("code", "A")
    feature.SetField("name", "Ä")
    feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
    layer.CreateFeature(feature)


def prepared(folder, sources, world_map=None, starter=None, **recipe):
    """Inputs of a recipe with these sources and no model."""
    recipe = {"format": 1, "country": {"code": "DOM", "name": {"en": "Neiba"}}, "grid": {"cell_m": 500},
              "units": {"source": "units.gpkg"}, "objectives": {"functions": [], "sensitivities": []},
              "sources": sources, **recipe}
    (folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
    return again(Pilot.open(folder, starter, world_map))


def again(pilot):
    pilot = Pilot.open(pilot.folder, pilot.starter, pilot.world_map)
    probe(pilot)
    publish_zones(pilot, zones_of_units(pilot))
    inputs = prepare(pilot, Feedback())
    write_table(pilot.checks, COLUMNS, check_rows(inputs))
    if inputs.errors:
        raise InputError(inputs.errors)
    return pilot, inputs


@pytest.fixture
def neiba(tmp_path):
    """A folder with the products and one unit inside their common area."""
    for name in ("chelsa", "worldclim_precipitation", "worldclim_min_temperature", "nasa_srtm", "esalandcover",
                 "fritz_et_al", "humanfootprint", "biodiversity_intactness_index"):
        (tmp_path / name).mkdir()
        for path in (PRODUCTS / name).iterdir():
            shutil.copyfile(path, tmp_path / name / path.name)
    units(tmp_path / "units.gpkg",
          "POLYGON((-71.78 18.60,-71.36 18.60,-71.36 18.67,-71.78 18.67,-71.78 18.60))")
    return tmp_path


def year(pilot):
    return float(np.nanmean(files.read(pilot.input("precipitation")).sum(axis=0)))


@needs_products
def test_two_climatologies_agree_once_the_unit_is_mended(neiba):
    pilot, inputs = prepared(neiba, {"precipitation": {"files": ["worldclim_precipitation/*.tif"]}})
    assert not [finding for finding in inputs.findings if finding.rule == "unit"]
    worldclim = year(pilot)
    pilot, inputs = prepared(neiba, {"precipitation": {"files": ["chelsa/*.tif"]}})
    rules = [finding.rule for finding in inputs.findings]
    assert "unit" in rules and "hundredths" in inputs.findings[rules.index("unit")].remedy
    accept(pilot, rules.index("unit"))
    pilot, inputs = again(pilot)
    assert not [finding for finding in inputs.findings if finding.rule == "unit"]
    assert 0.5 < year(pilot) / worldclim < 2 and 500 < year(pilot) < 3000  # another year, another method


@needs_products
def test_elevation_and_night_temperature(neiba):
    pilot, inputs = prepared(neiba, {"elevation": "nasa_srtm/NASADEM_HGT_n18w072.tif",
                                     "temperature": {"files": ["worldclim_min_temperature/*.tif"]}})
    assert not inputs.errors
    elevation, temperature = files.read(pilot.input("elevation")), files.read(pilot.input("temperature"))
    assert 0 < np.nanmin(elevation) and 1000 < np.nanmax(elevation) < 2500
    assert 8 < np.nanmean(temperature) < 22


@needs_products
def test_another_legend_is_listed_with_counts(neiba):
    _pilot, inputs = prepared(neiba, {"land_cover": "esalandcover/W080N20_LC100_v3.0.1_2019.tif"})
    stray = next(finding for finding in inputs.findings if finding.rule == "stray_classes")
    assert "112: " in stray.sentence or "116: " in stray.sentence or "126: " in stray.sentence


@needs_products
def test_other_projections_and_other_places(neiba):
    pilot, inputs = prepared(neiba, {"relief": "fritz_et_al/geo_fritz_et_al_100m.tif"})  # Goode homolosine
    assert inputs.measured["relief"].facts.missing_share < 0.5
    with pytest.raises(InputError, match="anywhere in the country"):  # Mollweide, Guyana
        prepared(neiba, {"relief": "humanfootprint/hfp2010.tif"})
    with pytest.raises(InputError, match=r"lbii\.asc"):  # no coordinate system at all
        prepared(neiba, {"relief": "biodiversity_intactness_index/lbii.asc"})


@needs_laos
@pytest.mark.starter
def test_laos_rain_in_millimetres_a_day(tmp_path, world_map, starter):
    """SOURCES.md: 194 × 169 cells, origin 100.04979 E 22.58517 N; in-country rain 1917 mm, temperature 23.2 °C."""
    def stack(name, array):
        target = gdal.GetDriverByName("GTiff").Create(str(tmp_path / name), 169, 194, 12, gdal.GDT_Float32)
        target.SetGeoTransform((100.04979, 0.0449158, 0, 22.58517, 0, -0.0449158))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(4326)
        target.SetProjection(reference.ExportToWkt())
        for month in range(12):
            target.GetRasterBand(month + 1).WriteArray(array[:, :, month].astype(np.float32))
        target.FlushCache()
        return name

    climate = {name: np.load(LAOS / "climate" / f"{name}.npy") for name in ("precipitation", "min_temp", "max_temp")}
    recipe = {"country": {"code": "LAO", "name": {"en": "Laos"}}, "units": {}, "grid": {"cell_m": 5000}}
    rain = stack("rain.tif", climate["precipitation"])
    warmth = stack("warmth.tif", (climate["min_temp"] + climate["max_temp"]) / 2)
    pilot, inputs = prepared(tmp_path, {"precipitation": rain, "temperature": warmth}, world_map, starter, **recipe)
    rules = [finding.rule for finding in inputs.findings]
    assert "unit" in rules and "millimetres a day" in inputs.findings[rules.index("unit")].remedy
    accept(pilot, rules.index("unit"))
    pilot, inputs = again(pilot)
    assert year(pilot) == pytest.approx(1917, rel=0.03)
    assert inputs.measured["temperature"].facts.year.mean == pytest.approx(23.2, abs=0.3)
