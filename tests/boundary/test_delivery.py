"""Deliverables read back: the same features, areas and names in every file, whole or not at all."""

import contextlib
import csv
import os
import re
import sqlite3
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from osgeo import gdal, ogr

from ecr_toolkit.boundary.delivery import deliver as delivering
from ecr_toolkit.boundary.delivery import geopackage
from ecr_toolkit.boundary.delivery.deliver import deliver
from ecr_toolkit.boundary.delivery.folder import CONTENTS, replacing
from ecr_toolkit.boundary.delivery.geopackage import write_geopackage
from ecr_toolkit.boundary.delivery.layers_out import Layer, moved
from ecr_toolkit.boundary.delivery.metadata import GCO, GMD, Check, Metadata, ProcessStep
from ecr_toolkit.boundary.delivery.shapefile import CROSSWALK, fitted, short_names, write_shapefiles
from ecr_toolkit.boundary.delivery.xml_out import element, write_xml
from ecr_toolkit.boundary.register import FIELDS as REGISTER
from ecr_toolkit.boundary.staking.coordinates import located
from ecr_toolkit.boundary.staking.stakes import FIELDS as STAKE
from ecr_toolkit.boundary.staking.stakes import stakes_of
from ecr_toolkit.errors import Cancelled, InputError, ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, read_layer, to_crs
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster.grid import WGS84, spatial_reference

LAEA = "+proj=laea +lat_0=-14.2 +lon_0=-53.1 +datum=WGS84 +units=m +no_defs"
SIRGAS = "EPSG:4674"
SCRIPT = '<script>alert("1")</script> & \'quotes\' ]]>'
NAMES = ["Ñandú", "اردو", "中文" * 100, SCRIPT]
METADATA = Metadata(
    title="Redline of Ñandú & <others>", abstract="What <b>must</b> stay 中文", date="2026-11-21",
    organisation='Ministry "of" Environment', email="ecr@example.org", language="pt_BR", licence="CC BY 4.0 & more",
    scale=50000, lineage="Delineated by the toolkit", sources=["SRTM <30 m>"],
    steps=[ProcessStep("Boundary", "ECR Toolkit 0.1.0", "2026-11-20"), ProcessStep("Stakes")],
    checks=[Check("Q1", "no overlap", True), Check("Q9", "rate 0.5 < 0.9", False)])
XML = {"gmd": GMD, "gco": GCO}


def polygons(names=NAMES):
    """Squares of 2 km with a hole of 1 km²: two that touch, two islands."""
    found = []
    for index, name in enumerate(names):
        x = 2000 * index if index < 2 else 10000 * index
        ring = f"({x} 0,{x + 2000} 0,{x + 2000} 2000,{x} 2000,{x} 0)"
        hole = f"({x + 500} 500,{x + 500} 1500,{x + 1500} 1500,{x + 1500} 500,{x + 500} 500)"
        found.append(Feature(ogr.CreateGeometryFromWkt(f"POLYGON({ring},{hole})"), {
            "ecr_code": f"BRA-AM-12-{index + 1:04d}", "ecr_name": name, "area_km2": 3.0, "lvl_func": 5,
            "control": "=HYPERLINK(\"x\")", "conflict_code": "C1", "bnd_type_share": "6: 100 %"}))
    return found


def layers(names=NAMES):
    redline = polygons(names)
    stakes = located(stakes_of(redline, LAEA), redline, LAEA, SIRGAS)
    return [Layer("ecr", "Redline <polygons>", ogr.wkbMultiPolygon, REGISTER, "ecr_name", redline),
            Layer("stakes", "Stakes", ogr.wkbPoint, STAKE, "number", stakes)]


@pytest.fixture(scope="module")
def delivery(tmp_path_factory):
    folder = tmp_path_factory.mktemp("país") / "delivery 中文"
    deliver(folder, layers(), LAEA, SIRGAS, METADATA)
    return folder


def need_attributes_of_kml():
    if ogr.GetDriverByName("LIBKML") is None:
        pytest.skip("without its LIBKML driver GDAL reads no attributes of KML")


def opened(path, name=""):
    """(features, spatial reference) of a layer as any program reads it."""
    if path.suffix == ".kml":
        need_attributes_of_kml()
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    layer = dataset.GetLayerByName(name) if name else dataset.GetLayer(0)
    return read_layer(path, name), layer.GetSpatialRef().Clone()


SAME = [("redline.gpkg", "ecr", SIRGAS), ("shapefile/ecr.shp", "", SIRGAS),
        ("redline.kml", "Redline <polygons>", WGS84)]


@pytest.mark.parametrize(("file", "name", "crs"), SAME)
def test_polygons_come_back_with_their_areas(delivery, file, name, crs):
    features, reference = opened(delivery / file, name)
    assert len(features) == len(NAMES)
    assert reference.IsSame(spatial_reference(crs), ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES"])
    for feature in features:
        west, east, south, north = feature.geometry.GetEnvelope()
        assert -54 < west < east < -52 and -15 < south < north < -14, "x is east, y is north"
        assert to_crs(feature.geometry, crs, LAEA).GetArea() == pytest.approx(3e6, rel=1e-6)
        assert float(feature.values["area_km2"]) == 3.0, "the register's own number everywhere"


def degrees_of(text):
    """Degrees of a text such as 31°42′05.37″N."""
    degrees, minutes, seconds, side = re.fullmatch(r"(\d+)°(\d\d)′(\d\d\.\d\d)″([NSEW])", text).groups()
    return (int(degrees) + int(minutes) / 60 + float(seconds) / 3600) * (-1 if side in "SW" else 1)


@pytest.mark.parametrize(("file", "name"), [("redline.gpkg", "stakes"), ("shapefile/stakes.shp", ""),
                                            ("redline.kml", "Stakes")])
def test_stakes_come_back_where_they_say_that_they_are(delivery, file, name):
    features, _reference = opened(delivery / file, name)
    given = layers()[1].features
    assert [feature.values["number"] for feature in features] == [stake.values["number"] for stake in given]
    for feature in features:
        assert feature.geometry.GetX() == pytest.approx(degrees_of(feature.values["longitude"]), abs=0.0051 / 3600)
        assert feature.geometry.GetY() == pytest.approx(degrees_of(feature.values["latitude"]), abs=0.0051 / 3600)


def test_names_survive_in_every_alphabet(delivery):
    whole, _crs = opened(delivery / "redline.gpkg", "ecr")
    assert [feature.values["ecr_name"] for feature in whole] == NAMES
    short, _crs = opened(delivery / "shapefile/ecr.shp")
    assert [feature.values["ecr_name"] for feature in short] == [fitted(name) for name in NAMES]
    in_kml, _crs = opened(delivery / "redline.kml", "Redline <polygons>")
    assert [feature.values["ecr_name"] for feature in in_kml] == NAMES
    assert (delivery / "shapefile/ecr.cpg").read_text().strip() == "UTF-8"


def test_the_fields_of_a_shapefile_are_those_of_its_crosswalk(delivery):
    rows = read_table(delivery / "shapefile" / CROSSWALK)
    for name, fields in (("ecr", REGISTER), ("stakes", STAKE)):
        dataset = gdal.OpenEx(str(delivery / f"shapefile/{name}.shp"), gdal.OF_VECTOR)
        stored = [field.GetName() for field in dataset.GetLayer(0).schema]
        own = [row for row in rows if row["layer"] == name]
        assert [row["shapefile_field"] for row in own] == stored and [row["field"] for row in own] == list(fields)
        assert all(len(field) <= 10 for field in stored) and len({field.lower() for field in stored}) == len(stored)
    (cut,) = [row for row in rows if row["texts_cut"] not in ("", "0")]
    assert cut["field"] == "ecr_name" and cut["texts_cut"] == "1" and cut["width_bytes"] == "254" and cut["note"]


def test_long_names_are_cut_and_numbered_and_short_ones_stay():
    assert short_names(["conflict_code", "conflict_c", "Conflict_coast", "name"]) == {
        "conflict_code": "conflict_2", "conflict_c": "conflict_c", "Conflict_coast": "Conflict_3", "name": "name"}


def test_a_text_is_cut_between_characters():
    assert fitted("a" * 254) == "a" * 254
    assert fitted("中" * 85) == "中" * 83 + "…" and len(fitted("a中" * 90).encode()) <= 254


def test_the_csv_of_turning_points_has_every_stake_and_runs_no_formula(delivery, tmp_path):
    rows = read_table(delivery / "stakes.csv", list(STAKE))
    assert len(rows) == len(layers()[1].features)
    assert rows[0]["number"] == "BRA-AM-12-0001-J0001" and rows[0]["h_m"] == ""
    assert float(rows[0]["x_m"]) == round(float(rows[0]["x_m"]), 2)
    formula = replace(layers()[1], features=[Feature(ogr.CreateGeometryFromWkt("POINT(0 0)"), {"number": "=1+1"})])
    delivering.write_points(tmp_path / "a.csv", formula, SIRGAS, METADATA)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig") as file:
        assert next(csv.DictReader(file))["number"] == "'=1+1"


def test_kml_holds_texts_as_texts(delivery):
    root = ElementTree.parse(delivery / "redline.kml").getroot()
    names = [name.text for name in root.iter("{http://www.opengis.net/kml/2.2}name")]
    assert names[0] == METADATA.title and SCRIPT in names
    assert not list(root.iter("{http://www.opengis.net/kml/2.2}script"))


def found(root, path):
    return [node.text for node in root.findall(path, XML)]


@pytest.mark.parametrize(("file", "code", "kind"), [
    ("redline.gpkg", SIRGAS, "GeoPackage"), ("redline.kml", WGS84, "KML"), ("stakes.csv", SIRGAS, "CSV"),
    ("shapefile/ecr.shp", SIRGAS, "ESRI Shapefile"), ("shapefile/stakes.shp", SIRGAS, "ESRI Shapefile")])
def test_metadata_beside_every_deliverable(delivery, file, code, kind):
    root = ElementTree.parse(delivery / f"{file}.xml").getroot()
    assert root.tag == f"{{{GMD}}}MD_Metadata"
    text = "/gco:CharacterString"
    assert found(root, f".//gmd:identificationInfo//gmd:citation//gmd:title{text}") == [METADATA.title]
    assert found(root, f".//gmd:abstract{text}") == [METADATA.abstract]
    assert found(root, f".//gmd:RS_Identifier/gmd:code{text}") == [code]
    assert found(root, f".//gmd:distributionFormat//gmd:name{text}") == [kind]
    assert found(root, f"gmd:contact//gmd:organisationName{text}") == [METADATA.organisation]
    assert found(root, f".//gmd:useLimitation{text}") == [METADATA.licence]
    assert found(root, ".//gmd:denominator/gco:Integer") == ["50000"]
    assert found(root, "gmd:language/gmd:LanguageCode") == ["por"]
    assert found(root, f".//gmd:LI_ProcessStep/gmd:description{text}") == ["Boundary ECR Toolkit 0.1.0", "Stakes"]
    assert found(root, f".//gmd:LI_Source/gmd:description{text}") == ["SRTM <30 m>"]
    assert found(root, ".//gmd:pass/gco:Boolean") == ["true", "false"]
    west, east, south, north = (float(root.find(f".//gmd:{side}/gco:Decimal", XML).text) for side in (
        "westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude"))
    assert -53.11 < west < -53.09 and -52.9 < east < -52.7 and -14.21 < south < north < -14.17


def test_what_is_not_known_is_said_to_be_so(tmp_path):
    write_geopackage(tmp_path / "a.gpkg", [moved(layers()[0], LAEA, SIRGAS)], SIRGAS,
                     replace(METADATA, email="", licence="", checks=(), language="tlh"))
    root = ElementTree.parse(tmp_path / "a.gpkg.xml").getroot()
    assert root.find(".//gmd:useLimitation", XML).get(f"{{{GCO}}}nilReason") == "unknown"
    assert not found(root, ".//gmd:electronicMailAddress") and found(root, "gmd:language/gmd:LanguageCode") == ["tlh"]


def test_metadata_inside_the_geopackage(delivery):
    dataset = gdal.OpenEx(str(delivery / "redline.gpkg"), gdal.OF_VECTOR)
    assert dataset.GetMetadata()["TITLE"] == METADATA.title and dataset.GetMetadata()["LICENCE"] == METADATA.licence
    assert dataset.GetLayerByName("ecr").GetMetadata()["TITLE"] == "Redline <polygons>"
    with contextlib.closing(sqlite3.connect(delivery / "redline.gpkg")) as database:
        ((text,),) = database.execute("SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = ?", (GMD,))
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert not database.execute("PRAGMA foreign_key_check").fetchall()
    beside = ElementTree.parse(delivery / "redline.gpkg.xml").getroot()
    assert ElementTree.tostring(ElementTree.fromstring(text)) == ElementTree.tostring(beside)
    assert any("MD_Metadata" in value for value in dataset.GetMetadata().values()), "GDAL shows it too"


def test_signs_that_xml_may_not_hold_are_left_out(tmp_path):
    write_xml(tmp_path / "a.xml", element("a", text="x\x00\x0b\x1f\ud800\uffffy\t\n", attributes=(("k", "\x01<\"&"),)))
    root = ElementTree.parse(tmp_path / "a.xml").getroot()
    assert root.text.startswith("xy") and root.get("k") == '<"&'


def everything(folder):
    """Every file and its bytes, but what GDAL 3.13 writes beside a GeoPackage that is only read."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and not path.name.endswith(".aux.xml")}


def test_the_same_delivery_twice_is_equal_byte_for_byte(delivery, tmp_path):
    deliver(tmp_path / "again", layers(), LAEA, SIRGAS, METADATA)
    one, two = everything(delivery), everything(tmp_path / "again")
    assert [name for name in one if one[name] != two[name]] == [] and set(one) == set(two)


def test_a_second_delivery_replaces_the_first_whole_and_keeps_what_is_not_its_own(tmp_path):
    folder = tmp_path / "delivery"
    deliver(folder, layers(), LAEA, SIRGAS, METADATA)
    (folder / "photos").mkdir()
    (folder / "photos" / "J0001.jpg").write_bytes(b"photo")
    deliver(folder, layers(NAMES[:1])[:1], LAEA, "EPSG:32722", METADATA)
    assert len(read_layer(folder / "redline.gpkg", "ecr")) == 1
    assert read_layer(folder / "redline.gpkg", "stakes") == []
    assert not (folder / "stakes.csv").exists() and not (folder / "shapefile/stakes.shp").exists()
    assert (folder / "photos" / "J0001.jpg").read_bytes() == b"photo"
    listed = {row["file"] for row in read_table(folder / CONTENTS)}
    assert listed == set(everything(folder)) - {CONTENTS, "photos/J0001.jpg"}
    deliver(folder, layers(NAMES[:1])[:1], LAEA, SIRGAS, METADATA)
    assert (folder / "photos" / "J0001.jpg").exists(), "carried over every time"


@pytest.mark.parametrize("first", [True, False])
def test_nothing_is_half_written_when_writing_fails(tmp_path, monkeypatch, first):
    folder = tmp_path / "delivery"
    if first:
        deliver(folder, layers(NAMES[:2]), LAEA, SIRGAS, METADATA)
    before = everything(tmp_path)

    def disk_is_full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(delivering, "write_kml", disk_is_full)
    with pytest.raises(OSError, match="No space"):
        deliver(folder, layers(), LAEA, SIRGAS, METADATA)
    assert everything(tmp_path) == before and folder.exists() == first
    assert [path.name for path in tmp_path.iterdir()] == (["delivery"] if first else [])


def test_a_cancelled_delivery_leaves_nothing(tmp_path):
    class Stopped(Feedback):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        deliver(tmp_path / "delivery", layers(), LAEA, SIRGAS, METADATA, Stopped())
    assert list(tmp_path.iterdir()) == []


def test_a_geopackage_that_cannot_be_written_is_named_and_the_older_one_stays(tmp_path, monkeypatch):
    path = tmp_path / "a.gpkg"
    write_geopackage(path, [moved(layers()[0], LAEA, SIRGAS)], SIRGAS, METADATA)
    before = everything(tmp_path)
    monkeypatch.setattr(geopackage, "metadata_text", lambda *_arguments: None)  # the table wants a text
    with pytest.raises(ToolkitError, match="a.gpkg"):
        write_geopackage(path, [moved(layers(NAMES[:1])[0], LAEA, SIRGAS)], SIRGAS, METADATA)
    assert everything(tmp_path) == before


def test_an_older_delivery_comes_back_when_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "a.txt").write_text("old")
    real = os.replace

    def busy(source, target):
        if str(source).endswith(".part"):
            raise PermissionError(13, "Permission denied")
        real(source, target)

    monkeypatch.setattr("ecr_toolkit.boundary.delivery.folder.os.replace", busy)
    with pytest.raises(ToolkitError, match="delivery"), replacing(folder):
        pass
    assert everything(tmp_path) == {"delivery/a.txt": b"old"}


def test_parts_and_nulls(tmp_path):
    need_attributes_of_kml()
    two = ogr.CreateGeometryFromWkt("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))")
    layer = Layer("ecr", "ECR", ogr.wkbMultiPolygon, {"name": str, "n": int, "x": float}, "name",
                  [Feature(two, {"name": None, "n": None, "x": 0.1}), Feature(two, {"n": 7})])
    write_shapefiles(tmp_path / "s", [layer], WGS84, METADATA)
    delivering.write_kml(tmp_path / "a.kml", [layer], METADATA)
    for path in (tmp_path / "s" / "ecr.shp", tmp_path / "a.kml"):
        one, other = read_layer(path)
        assert one.geometry.GetGeometryCount() == 2 and one.geometry.GetArea() == 1
        assert one.values.get("n") in (None, "") and float(one.values["x"]) == 0.1 and int(other.values["n"]) == 7


def test_a_target_that_cannot_be_used_is_told_before_anything_is_written(tmp_path):
    with pytest.raises(InputError, match="EPSG:2225"):
        deliver(tmp_path / "delivery", layers(), LAEA, "EPSG:2225", METADATA)
    assert list(tmp_path.iterdir()) == []
