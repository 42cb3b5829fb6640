"""Vectors of every kind: Z, curves, invalid rings, mixed types, encodings, systems."""

import pytest
from osgeo import ogr, osr

from ecr_toolkit.errors import InputError
from ecr_toolkit.pilot.layers import enclosed, lines, open_layer, parts, polygons, singles, union

LAEA = "+proj=laea +lat_0=30 +lon_0=-40 +datum=WGS84 +units=m +no_defs"


def write(path, geometries, kind=ogr.wkbUnknown, driver="GPKG", epsg=4326, name="é"):
    reference = None
    if epsg:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    options = ["ENCODING=ISO-8859-1"] if driver == "ESRI Shapefile" else []
    layer = dataset.CreateLayer("a", reference, kind, options)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    for wkt in geometries:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("name", name)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt) if wkt else None)
        layer.CreateFeature(feature)
    return path


def test_z_and_curves_become_flat_and_straight(tmp_path):
    path = write(tmp_path / "a.gpkg", [
        "POLYGON Z((-40 30 5,-39.9 30 5,-39.9 30.1 5,-40 30.1 5,-40 30 5))",
        "CURVEPOLYGON(CIRCULARSTRING(-40 30,-39.95 30.05,-39.9 30,-39.95 29.95,-40 30))"])
    square, disc = (feature.geometry for feature in open_layer(path, LAEA))
    assert square.GetCoordinateDimension() == 2 and square.GetArea() / 1e6 == pytest.approx(106.9, rel=0.01)
    assert not disc.HasCurveGeometry() and disc.GetArea() / 1e6 == pytest.approx(84, rel=0.02)


def test_invalid_rings_are_mended_and_only_polygons_stay(tmp_path):
    path = write(tmp_path / "a.gpkg", ["POLYGON((-40 30,-39.9 30.1,-39.9 30,-40 30.1,-40 30))"])
    geometry = open_layer(path, LAEA)[0].geometry
    assert geometry.IsValid() and geometry.GetArea() / 1e6 == pytest.approx(53.4, rel=0.02)


def test_mixed_types_and_empty_features(tmp_path):
    triangle = "POLYGON((-40 30,-39.9 30,-39.9 30.1,-40 30))"
    path = write(tmp_path / "a.gpkg", ["POINT(-40 30)", None, "LINESTRING(-40 30,-39 30)",
                                       f"GEOMETRYCOLLECTION(POINT(-40 30),{triangle})"])
    features = open_layer(path, LAEA)
    assert len(features) == 3
    assert union([feature.geometry for feature in features]).GetArea() / 1e6 == pytest.approx(53.4, rel=0.02)
    assert polygons(features[0].geometry).IsEmpty() and len(list(parts(features[2].geometry))) == 2


def test_a_shapefile_in_latin_1(tmp_path):
    path = write(tmp_path / "a.shp", ["POLYGON((-40 30,-39.9 30,-39.9 30.1,-40 30))"], ogr.wkbPolygon,
                 "ESRI Shapefile", name="São João")
    assert open_layer(path, LAEA)[0].values["name"] == "São João"


def test_other_systems_give_the_same_place(tmp_path):
    one = open_layer(write(tmp_path / "a.gpkg", ["POLYGON((-39.9 30,-39.8 30,-39.8 30.1,-39.9 30))"]), LAEA)
    mercator = one[0].geometry.Clone()
    laea, utm = osr.SpatialReference(), osr.SpatialReference()
    laea.ImportFromProj4(LAEA)
    utm.ImportFromEPSG(32624)
    mercator.Transform(osr.CoordinateTransformation(laea, utm))
    other = open_layer(write(tmp_path / "b.gpkg", [mercator.ExportToWkt()], epsg=32624), LAEA)
    assert one[0].geometry.SymDifference(other[0].geometry).GetArea() < 100  # m², millimetres along 30 km


def test_a_layer_without_crs_or_that_is_none_is_named(tmp_path):
    path = write(tmp_path / "nowhere.gpkg", ["POLYGON((0 0,1 0,1 1,0 0))"], epsg=None)
    with pytest.raises(InputError, match="nowhere.gpkg"):
        open_layer(path, LAEA)
    (tmp_path / "text.gpkg").write_text("no layer")
    with pytest.raises(InputError, match="text.gpkg"):
        open_layer(tmp_path / "text.gpkg", LAEA)


def test_of_mixed_geometries_only_lines_or_only_single_ones_are_kept():
    mixed = ogr.CreateGeometryFromWkt(
        "GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(0 0,3 4),POLYGON((0 0,1 0,1 1,0 0)),LINESTRING EMPTY,"
        "MULTILINESTRING((0 0,0 1),(2 2,2 4)),LINESTRING(7 7,7 7))")
    assert [line.Length() for line in lines(mixed)] == [5.0, 1.0, 2.0]
    assert [line.Length() for line in lines(mixed, 1.0)] == [5.0, 2.0]
    assert lines(ogr.CreateGeometryFromWkt("POINT(0 0)")).IsEmpty()
    assert [one.GetGeometryName() for one in singles(mixed)] == [
        "POINT", "LINESTRING", "POLYGON", "LINESTRING", "LINESTRING", "LINESTRING"]


@pytest.mark.parametrize(("noded", "areas"), [
    ("LINESTRING(0 0,2 0,2 2,0 0)", [2]), ("LINESTRING(0 0,2 0,2 2)", []), ("MULTILINESTRING EMPTY", []),
    ("MULTILINESTRING((0 0,2 0,2 2,0 0),(5 5,6 5,6 6,5 5),(8 8,9 9))", [2, 0.5]),
    ("GEOMETRYCOLLECTION(LINESTRING(0 0,2 0,2 2,0 0))", [2])])
def test_the_polygons_that_lines_enclose(noded, areas):
    found = enclosed(ogr.CreateGeometryFromWkt(noded))
    assert sorted(polygon.GetArea() for polygon in found) == sorted(areas)
    assert all(ogr.GT_Flatten(polygon.GetGeometryType()) == ogr.wkbPolygon for polygon in found)
