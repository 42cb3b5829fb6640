"""Coverage of places and species, targets and indicators: worked example E11, parts that add up to their wholes."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, ogr

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import open_layer, polygons, union
from ecr_toolkit.planning.estate import SETS, Estate, areas_of
from ecr_toolkit.planning.places import (
    load_places,
    mean_achievement,
    overlap,
    place_coverage,
    representation,
)
from ecr_toolkit.planning.species import (
    gap_class,
    habitat_sums,
    rodrigues_target,
    species_coverage,
    summary,
    target_of,
)
from ecr_toolkit.planning.target3 import Evidence, indicators
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
NOTHING = ogr.Geometry(ogr.wkbMultiPolygon)


def square(x, y, side):
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))")


boxes = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 40)).map(lambda box: square(*box))


@pytest.mark.parametrize(("km2", "target"), [(500, 1), (1000, 1), (10_000, 0.62468), (100_000, 0.24936),
                                             (250_000, 0.1), (2e7, 0.05)])
def test_targets_of_species_e11(km2, target):
    assert rodrigues_target(km2) == pytest.approx(target, rel=1e-4)


def test_targets_fall_steadily_and_can_be_fixed():
    found = [rodrigues_target(km2) for km2 in np.geomspace(1, 1e8, 200)]
    assert all(one >= other for one, other in zip(found, found[1:])) and max(found) == 1
    assert target_of(10, "fixed", 0.3) == 0.3


def test_representation_e11():
    assert mean_achievement([0.40, 0.15, 0.05], [0.3] * 3) == pytest.approx(0.55556, rel=1e-4)
    rows = [{"national_percent": 20, "pa_percent": share} for share in (40, 15, 5)]
    small = {"national_percent": 0.5, "pa_percent": 0}
    assert representation([*rows, small], ["pa"])["pa"] == pytest.approx(0.55556, rel=1e-4)
    assert representation([small], ["pa"])["pa"] is None


def test_key_sites_e11_and_what_cannot_be_told():
    sites = [{"pa_percent": share, "protected_percent": share, "either_percent": 100} for share in (100, 50, 0)]
    land = {"pa_percent": 10.0, "protected_percent": 12.0, "either_percent": 30.0}
    rows = {row["indicator"]: row for row in indicators(Evidence(land, sites=sites), tuple(SETS))}
    assert rows["I2"]["pa"] == 50 and rows["I2"]["potential"] == 100
    assert rows["I1_land"] == {"indicator": "I1_land", "subject": "", "unit": "%", "reason": "", "pa": 10.0,
                               "reported": 12.0, "potential": 30.0}
    for name in ("I1_sea", "I3a", "I4a", "I5", "I7", "I8", "I9"):
        assert rows[name]["reason"] and rows[name].get("reported") is None


def test_a_redline_counts_in_no_reported_figure():
    """Only the potential may move when a redline is added (methods.md §6.3, §12.25)."""
    land, pa = square(0, 0, 100), square(0, 0, 20)
    def told(redline):
        estate = Estate(pa, NOTHING, redline)
        row = place_coverage({"land": land}, estate, land.GetArea() / 1e6, 0.3, Feedback())[0]
        return {one["indicator"]: one for one in indicators(Evidence(row, ecoregions=[row], sites=[row]), tuple(SETS))}
    without, with_redline = told(NOTHING), told(square(10, 10, 50))
    for name in without:
        assert {key: value for key, value in without[name].items() if key != "potential"} == {
            key: value for key, value in with_redline[name].items() if key != "potential"}
    assert with_redline["I1_land"]["potential"] > without["I1_land"]["potential"]


@given(boxes, boxes, boxes, boxes)
def test_parts_of_an_estate_are_its_sets(pa, other, redline, place):
    oecm = polygons(other.Difference(pa))
    estate = Estate(polygons(pa), oecm, polygons(redline))
    parts = {name: part.GetArea() for name, part in estate.within(place).items()}
    expected = {"pa": pa, "oecm": oecm, "protected": pa.Union(other), "redline": redline,
                "either": pa.Union(other).Union(redline), "redline_only": redline.Difference(pa.Union(other))}
    for name, geometry in expected.items():
        assert sum(parts.get(part, 0) for part in SETS[name]) == pytest.approx(
            geometry.Intersection(place).GetArea(), abs=1e-6), name


@given(boxes, boxes)
def test_the_overlap_adds_up_to_the_country(pa, redline):
    land = square(0, 0, 100_000)
    big = [ogr.CreateGeometryFromWkt(one.ExportToWkt()) for one in (pa, redline)]
    rows = {row["overlap"]: row["area_km2"] for row in overlap(land.GetArea() / 1e6, Estate(big[0], NOTHING, big[1]),
                                                               [land])}
    assert math.fsum(rows.values()) == pytest.approx(1e4, abs=1e-3)
    assert rows["both"] * 1e6 == pytest.approx(pa.Intersection(redline).GetArea(), abs=200)


def test_percentages_of_nothing_are_not_told():
    assert areas_of(0.0, {}, ("pa",)) == {"area_km2": 0.0, "pa_km2": 0.0, "pa_percent": None}


def test_habitats_are_summed_by_part_of_the_estate(tmp_path):
    grid = Grid("EPSG:6933", 1000.0, 0.0, 4000.0, 4, 4)
    stack = np.zeros((2, 4, 4), np.float32)
    stack[0, :2], stack[1, :, 0] = 1.0, 0.5
    stack[1, 3, 3] = np.nan
    files.write(tmp_path / "s.tif", grid, stack, "continuous")
    estate = Estate(square(0, 2000, 2000), NOTHING, square(1000, 1000, 2000))
    sums = habitat_sums(tmp_path / "s.tif", estate.parts, grid, Feedback())
    assert sums[""].tolist() == [8.0, 2.0]
    listed = [{"name": "a", "taxon": "birds", "red_list": "EN"}, {"name": "b", "taxon": "birds", "red_list": "LC"}]
    rows = species_coverage(listed, sums, estate, "fixed", 0.3)
    assert [row["pa_percent"] for row in rows] == [50.0, 50.0]
    assert [row["either_percent"] for row in rows] == [62.5, 50.0]
    assert [row["gap_class"] for row in rows] == ["covered", "covered"]
    whole = summary(rows, estate.sets)[-1]
    assert whole["group"] == "all" and whole["species"] == 2 and whole["pa_achievement"] == 1.0


@pytest.mark.parametrize(("share", "expected"), [(0.3, "covered"), (0.1, "partial"), (0.03, "gap"), (0, "gap")])
def test_gap_classes_of_species(share, expected):
    assert gap_class(share, 0.3) == expected


@pytest.mark.skipif(not (SHARED / "ecoregions2017").is_dir(), reason="ecoregions are not beside the repository")
def test_shares_of_brazils_ecoregions_agree_with_a_few_plain_lines():
    """Coverage by conservation units, against polygons burnt on a 2 km grid by GDAL."""
    crs = "+proj=laea +lat_0=-14.2 +lon_0=-53.1 +datum=WGS84 +units=m +no_defs"
    units = union([one.geometry for one in open_layer(
        SHARED / "brazil_conservation_units" / "UNC_21_BR_CEM_V2.shp", crs)])
    frame = square(-1_200_000, -900_000, 1_500_000)
    places = load_places(SHARED / "ecoregions2017" / "Ecoregions2017.shp", "ECO_NAME", frame, crs)
    assert len(places) > 10
    rows = place_coverage(places, Estate(polygons(units.Intersection(frame)), NOTHING), frame.GetArea() / 1e6, 0.3,
                          Feedback())
    burnt = {name: burn(geometry, crs) for name, geometry in {**places, "units": units}.items()}
    compared = 0
    for row in rows:
        inside = burnt[row["place"]]
        if inside.sum() > 5000:
            share = 100 * (inside & burnt["units"]).sum() / inside.sum()
            assert row["protected_percent"] == pytest.approx(share, abs=0.3), row["place"]
            compared += 1
    assert compared > 8
    assert math.fsum(row["area_km2"] for row in rows) <= frame.GetArea() / 1e6 * (1 + 1e-9)


def burn(geometry, crs):
    target = gdal.GetDriverByName("MEM").Create("", 750, 750, 1, gdal.GDT_Byte)
    target.SetGeoTransform((-1_200_000, 2000, 0, 600_000, 0, -2000))
    source = ogr.GetDriverByName("Memory").CreateDataSource("x")
    layer = source.CreateLayer("x", None, ogr.wkbMultiPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(geometry)
    layer.CreateFeature(feature)
    gdal.RasterizeLayer(target, [1], layer, burn_values=[1])
    return target.ReadAsArray() == 1
