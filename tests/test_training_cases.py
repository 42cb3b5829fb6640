"""The training country has every case of a boundary that is staked and coordinated, each proved by its geometry."""

from dataclasses import dataclass

import numpy as np
import pytest
from osgeo import ogr

from ecr_toolkit.pilot.layers import open_layer, parts, polygons, read_layer, union
from ecr_toolkit.raster import files
from ecr_toolkit.raster.objects import connected
from ecr_toolkit.raster.polygonised import polygonised
from ecr_toolkit.training import conflicts, drafts, landmarks

CELL_HA = 6.25
SNAP_M = 500


@dataclass
class Ground:
    """Cells (rows, cols) and polygons of candidates, and the areas that must be in."""

    candidate: np.ndarray
    locked: np.ndarray
    cover: np.ndarray
    candidates: ogr.Geometry
    farmland: ogr.Geometry
    forced: ogr.Geometry
    core: ogr.Geometry


@pytest.fixture(scope="module")
def pilot(walked_folder):
    from ecr_toolkit.pilot.pilot import Pilot

    return Pilot.open(walked_folder)


@pytest.fixture(scope="module")
def ground(pilot):
    reasons = files.read(pilot.folder / "candidates.tif").astype(int)
    cover = np.where(files.read(pilot.input("units")) > 0, files.read(pilot.input("land_cover")), 255)
    areas = read_layer(pilot.geopackage, "protected_areas")
    return Ground(
        reasons > 0, (reasons & 4) > 0, cover, polygonised(reasons > 0, pilot.grid),
        polygonised(np.isin(cover, (12, 14)), pilot.grid),
        union([area.geometry for area in areas if area.values["treatment"] == "forced"]),
        union([area.geometry for area in areas if area.values["iucn_category"] in ("Ia", "Ib", "II")]))


@pytest.fixture(scope="module")
def provinces(pilot):
    return {unit.code: unit.geometry for unit in pilot.units}


def layer(pilot, name):
    return open_layer(pilot.folder / "data" / f"{name}.gpkg", pilot.crs)


def objects(pilot, code):
    """Name → (geometry, kind, status)."""
    return {feature.values["name"]: (feature.geometry, feature.values["kind"], feature.values["status"])
            for feature in open_layer(pilot.folder / conflicts.LAYERS[code], pilot.crs)}


def common(one, other):
    return polygons(one.Intersection(other))


def ha(geometry):
    return geometry.GetArea() / 1e4


def km(geometry):
    """Length of the lines in a geometry."""
    return sum(part.Length() for part in parts(geometry) if part.GetDimension() == 1) / 1000


def test_farmland_of_either_size_lies_inside_and_outside_of_forced_areas(ground):
    fields = connected(np.isin(ground.cover, (12, 14)))
    size = CELL_HA * np.bincount(fields.ravel())[fields]
    for large in (True, False):
        found = (fields > 0) & ground.candidate & ((size >= 20) == large)
        assert (found & ground.locked).any() and (found & ~ground.locked).any()


def test_the_hamlet_is_one_built_up_cell_among_the_candidates(ground):
    towns = connected(ground.cover == 13)
    inside = np.unique(towns[ground.candidate & (towns > 0)])
    assert [int((towns == number).sum()) for number in inside] == [1]


@pytest.mark.parametrize("code", ["C3", "C4", "C5", "C7", "C8", "C9"])
def test_objects_lie_in_candidates_and_apart(pilot, ground, code):
    found = [geometry for geometry, _kind, _status in objects(pilot, code).values()]
    for geometry in found:
        assert geometry.IsValid() and common(geometry, ground.candidates).GetArea() >= 0.99 * geometry.GetArea()
    others = [geometry for other in ("C3", "C4", "C5", "C7", "C8", "C9") if other != code
              for geometry, _kind, _status in objects(pilot, other).values()]
    for number, geometry in enumerate(found):
        assert not any(geometry.Intersects(other) for other in [*found[:number], *others])


def test_the_industrial_park_is_large(pilot, ground):
    (park, kind, _status), = objects(pilot, "C3").values()
    assert kind == "industrial park" and ha(park) >= 10 and common(park, ground.forced).IsEmpty()


def test_villages_are_small_and_one_is_in_a_core(pilot, ground):
    villages = objects(pilot, "C4")
    assert all(ha(geometry) < 10 for geometry, _kind, _status in villages.values())
    assert [name for name, (geometry, _kind, _status) in villages.items()
            if geometry.Within(ground.core)] == ["Refugio Ñandú"]


def test_mines_of_every_rule(pilot, ground):
    mines = objects(pilot, "C5")
    assert {name: (kind, status) for name, (_geometry, kind, status) in mines.items()} == {
        "Añoral Copper": ("copper", "valid"), "Qal Gas": ("gas", "valid"), "Cumbre Zinc": ("zinc", "valid")}
    assert common(mines["Añoral Copper"][0], ground.forced).IsEmpty()
    assert mines["Cumbre Zinc"][0].Within(ground.forced)


def test_roads_lead_through_candidates(pilot, ground):
    inside = {name: km(road.Intersection(ground.candidates))
              for name, (road, _kind, _status) in objects(pilot, "C6").items()}
    assert inside["N2"] > 10 and inside["N3"] > 3


def test_plantations_of_either_size_and_across_a_protected_area(pilot, ground):
    plantations = objects(pilot, "C7")
    size = {name: ha(geometry) for name, (geometry, _kind, _status) in plantations.items()}
    locked = {name: ha(common(geometry, ground.forced)) for name, (geometry, _kind, _status) in plantations.items()}
    assert size["Eukaliptus Łęka"] >= 100 and locked["Eukaliptus Łęka"] == 0
    assert size["Çal Orchard"] < 100 and locked["Çal Orchard"] == 0
    assert size["Pinar del Paso"] >= 100 and 50 < locked["Pinar del Paso"] < size["Pinar del Paso"] - 50


def test_the_reservoir_has_its_operating_area_down_the_river(pilot):
    reservoirs = {kind: geometry for geometry, kind, _status in objects(pilot, "C8").values()}
    assert set(reservoirs) == {"reservoir", "operating area"}
    alma = next(feature.geometry for feature in layer(pilot, "rivers") if feature.values["name"] == "Alma")
    assert all(geometry.Intersects(alma) for geometry in reservoirs.values())
    elevation = files.read(pilot.input("elevation"))

    def height(geometry):
        point = geometry.Centroid()
        return elevation[int((pilot.grid.top - point.GetY()) // 250), int((point.GetX() - pilot.grid.left) // 250)]

    assert height(reservoirs["operating area"]) < height(reservoirs["reservoir"])


def test_indigenous_land_has_fields_among_the_candidates(pilot, ground):
    land = {name: geometry for name, (geometry, _kind, _status) in objects(pilot, "C10").items()}
    assert ha(common(common(land["Ziemia Łęczan"], ground.candidates), ground.farmland)) > 50
    listed = next(area.geometry for area in read_layer(pilot.geopackage, "protected_areas")
                  if area.values["name"] == "Qaltepe")
    assert land["Qaltepe"].SymmetricDifference(listed).GetArea() < 100


def test_lines_run_along_the_edge_of_the_candidates(pilot, ground):
    edge = ground.candidates.Boundary()
    near = edge.Buffer(SNAP_M)
    for path in landmarks.LINES:
        along = [feature.geometry if feature.geometry.GetDimension() == 1 else feature.geometry.Boundary()
                 for feature in open_layer(pilot.folder / path, pilot.crs)]
        assert sum(km(line.Intersection(near)) for line in along) > 5, path
    legal = union([area.geometry for area in read_layer(pilot.geopackage, "protected_areas")]).Boundary()
    for ridge in layer(pilot, "ridges"):
        assert ridge.geometry.Within(near) and ridge.geometry.Distance(legal) > SNAP_M


def test_parcels_share_their_sides(pilot):
    parcels = [feature.geometry for feature in layer(pilot, "parcels")]
    assert len(parcels) == 8
    assert sum(map(ha, parcels)) == pytest.approx(ha(union(parcels)), abs=1e-6)
    assert len(list(parts(union(parcels)))) == 1


def test_one_name_stands_for_two_polygons_of_one_province_and_function(pilot):
    names = layer(pilot, "names")
    assert {ogr.GT_Flatten(name.geometry.GetGeometryType()) for name in names} >= {ogr.wkbPoint, ogr.wkbMultiPolygon}
    woods = [name.geometry for name in names if name.values["name"] == landmarks.TWICE]
    assert len(woods) == 2 and woods[0].Distance(woods[1]) > 0
    redline = [feature for feature in read_layer(pilot.geopackage, "ecr") if feature.values["adm_code"] == "LEK"]
    found = [max(redline, key=lambda feature, wood=wood: common(feature.geometry, wood).GetArea()) for wood in woods]
    assert found[0].values["ecr_code"] != found[1].values["ecr_code"]
    assert found[0].values["type_code"] == found[1].values["type_code"]
    assert all(common(feature.geometry, wood).GetArea() > 0.5 * feature.geometry.GetArea()
               for feature, wood in zip(found, woods))


def test_counties_tile_their_provinces(pilot, provinces):
    counties = layer(pilot, "counties")
    assert sorted(county.values["code"] for county in counties) == [
        "CAL-01", "CAL-02", "LEK-01", "LEK-02", "LEK-03", "NDU-01", "NDU-02", "NDU-03"]
    for code, province in provinces.items():
        own = [county.geometry for county in counties if county.values["parent"] == code]
        assert not any(county.mended for county in counties) and min(map(ha, own)) > 5000
        assert sum(map(ha, own)) == pytest.approx(ha(province), abs=1e-6)
        assert ha(union(own)) == pytest.approx(ha(province), abs=1e-6)
        given = {point for part in parts(province) for point in part.GetGeometryRef(0).GetPoints()}
        drawn = {point for county in own for part in parts(county) for point in part.GetGeometryRef(0).GetPoints()}
        assert given <= drawn, "the vertices of the province"


def test_basins_tile_the_land_and_are_split(pilot, provinces):
    basins = {feature.values["name"]: feature.geometry for feature in read_layer(pilot.folder / "data/basins.gpkg")}
    assert set(basins) == {"Alma", "Ñandura", "Çalsu", "Orillo"} and all(one.IsValid() for one in basins.values())
    country = union(list(provinces.values()))
    assert sum(ha(common(basin, country)) for basin in basins.values()) == pytest.approx(ha(country), abs=0.1)
    assert sum(map(ha, basins.values())) == pytest.approx(ha(union(list(basins.values()))), abs=0.1)
    shares = {name: sorted(code for code, province in provinces.items() if ha(common(basin, province)) > 100)
              for name, basin in basins.items()}
    assert shares == {"Alma": ["CAL", "NDU"], "Ñandura": ["CAL", "LEK", "NDU"], "Çalsu": ["LEK", "NDU"],
                      "Orillo": ["NDU"]}
    abroad = {name: ha(basin) - ha(common(basin, country)) for name, basin in basins.items()}
    assert min(abroad["Alma"], abroad["Orillo"], abroad["Çalsu"]) > 5000 and abs(abroad["Ñandura"]) < 1


def test_every_river_stays_in_one_basin(pilot):
    """But for the last stretch: a tributary ends on a smoothed line, a mouth lies off the coast."""
    basins = read_layer(pilot.folder / "data/basins.gpkg")
    for river in layer(pilot, "rivers"):
        inside = [km(river.geometry.Intersection(basin.geometry)) for basin in basins]
        assert max(inside) > 0.9 * sum(inside)
        if river.values["name"] in ("Alma", "Ñandura", "Çalsu", "Orillo"):
            assert basins[int(np.argmax(inside))].values["name"] == river.values["name"]


def test_one_redline_of_karvelia_goes_on_from_ours(pilot, provinces):
    country = union(list(provinces.values()))
    ours = union([feature.geometry for feature in read_layer(pilot.geopackage, "ecr")])
    theirs = {feature.values["name"]: feature for feature in layer(pilot, "neighbour_redline")}
    assert {feature.values["country"] for feature in theirs.values()} == {"KRV"}
    for feature in theirs.values():
        assert not feature.mended and common(feature.geometry, country).GetArea() < 1
        assert km(country.Boundary().Intersection(feature.geometry.Buffer(0.1))) > 2.5
    front = country.Boundary().Intersection(ours.Buffer(1))
    assert km(front.Intersection(theirs["Karvelian Steppe"].geometry.Buffer(1))) > 3
    assert ours.Distance(theirs["Southern Wood"].geometry) > 1000


def test_drafts_have_the_faults_that_are_told(pilot, provinces):
    drawn = {code: [feature.geometry for feature in layer(pilot, f"drafts/{code}")] for code in provinces}
    assert all(geometry.IsValid() for features in drawn.values() for geometry in features)
    told = {fault.kind: fault for fault in drafts.faults()}
    assert [(fault.unit, fault.neighbour) for fault in told.values()] == [
        ("CAL", "NDU"), ("NDU", "CAL"), ("LEK", "NDU"), ("LEK", "LEK")]
    for code, features in drawn.items():
        beyond = {other: ha(common(union(features), province)) / 100
                  for other, province in provinces.items() if other != code}
        for other, km2 in beyond.items():
            assert km2 == pytest.approx(told[drafts.BEYOND].km2 if (code, other) == ("CAL", "NDU") else 0, abs=1e-4)
        overlap = sum(map(ha, features)) / 100 - ha(union(features)) / 100
        assert overlap == pytest.approx(told[drafts.SELF_OVERLAP].km2 if code == "LEK" else 0, abs=1e-4)
    between = provinces["CAL"].Intersection(provinces["NDU"])
    (short,) = [geometry for geometry in drawn["NDU"] if geometry.Distance(between) < 1000]
    assert 200 < short.Distance(between) < 300
    away = {code: [geometry.Distance(provinces[code].Boundary()) for geometry in features]
            for code, features in drawn.items()}
    assert [code for code, all_of in away.items() for metres in all_of if 0.01 < metres <= 500] == ["NDU"]
    gap = told[drafts.GAP]
    reached = union(drawn["CAL"]).Buffer(0.01).Intersection(between)
    assert sum(km(line) for line in parts(reached) if line.Distance(short) < 300) == pytest.approx(gap.km, abs=1e-3)
    assert gap.km2 == pytest.approx(drafts.GAP_KM * gap.km, rel=0.05)
    alone = union(drawn["LEK"]).Buffer(0.01).Intersection(provinces["NDU"].Boundary())
    assert km(alone) == pytest.approx(told[drafts.MISMATCH].km, abs=1e-3)
    assert union(drawn["NDU"]).Distance(alone) > 1000


def test_suitability_has_every_class_that_its_rules_know(pilot, provinces):
    country = union(list(provinces.values()))
    assert sorted(feature.values["class"] for feature in layer(pilot, "irrigation")) == [4, 5]
    assert sorted(feature.values["down"] for feature in layer(pilot, "hazards")) == [1, 2, 9]
    assert all(feature.geometry.Within(country) for feature in layer(pilot, "irrigation"))
    minutes = files.read(pilot.folder / "data/travel_time.tif")
    known = minutes[~np.isnan(minutes)]
    assert known.min() < 15 and all((np.digitize(known, (60, 120, 210, 300)) == number).any() for number in range(4))
