"""Protected areas: lists of every kind read, cleaned and flattened, and treated by the country's table."""

from pathlib import Path

import pytest
from osgeo import ogr, osr

from ecr_toolkit.errors import InputError
from ecr_toolkit.pilot.layers import open_layer, polygons, union
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.planning.area_records import OECM, PA, Record, read_records
from ecr_toolkit.planning.circles import circle
from ecr_toolkit.planning.crosswalk import load_crosswalk, treatment_of
from ecr_toolkit.planning.flattening import PRIORITIES, flatten
from ecr_toolkit.planning.protected_areas import (
    AT_SEA,
    BIOSPHERE,
    CIRCLE,
    CLIPPED,
    MENDED,
    NO_AREA,
    NOT_DESIGNATED,
    OUTSIDE,
    Rules,
    clean,
    summary,
    together,
)
from ecr_toolkit.steps.estate import country_of, protected_areas

LAEA = "+proj=laea +lat_0=30.4 +lon_0=69.4 +datum=WGS84 +units=m +no_defs"
HEAD = "name_en,designation,iucn_category,year_designated,area_km2,lat,lon\n"
ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT.parent / "shared" / "data" / "brazil_conservation_units" / "UNC_21_BR_CEM_V2.shp"


@pytest.fixture
def country():
    return ogr.CreateGeometryFromWkt("POLYGON((-50000 -50000,50000 -50000,50000 50000,-50000 50000,-50000 -50000))")


def square(x, y, km):
    side = km * 1000
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))")


def record(name, geometry, **values):
    given = {"id": "", "name": name, "designation": "Park", "iucn_category": "II", "year": "2000", "status": "",
             "kind": PA, "marine": False, "evaluated": None, "area_km2": 0.0, "source": "", **values}
    return Record(geometry=geometry, **given)


def load(tmp_path, country, rows, crosswalk=()):
    (tmp_path / "areas.csv").write_text(HEAD + rows, encoding="utf-8")
    return clean(read_records(tmp_path / "areas.csv", LAEA, {}), country, Rules(crosswalk))


def test_a_circle_has_exactly_the_reported_area():
    assert circle(1000.0, 2000.0, 1234.5).GetArea() / 1e6 == pytest.approx(1234.5, rel=1e-12)


def test_overlaps_count_once_and_what_lies_outside_is_cut(tmp_path, country):
    areas = load(tmp_path, country, "A,Park,II,1990,100,30.4,69.4\nB,Park,II,1991,100,30.4,69.4\n"
                                    "Edge,Park,II,1992,100,30.4,69.92\nFar,Park,II,1993,100,40,60\n")
    by_name = {area.name: area for area in areas}
    assert together([by_name["A"], by_name["B"]]).GetArea() / 1e6 == pytest.approx(100)
    assert 40 < by_name["Edge"].area_km2 < 60 and by_name["Edge"].notes == (CIRCLE, CLIPPED)
    assert by_name["Far"].geometry.IsEmpty() and by_name["Far"].reason == OUTSIDE


def test_an_area_without_size_is_left_out_and_says_so(tmp_path, country):
    area = load(tmp_path, country, "A,Park,II,1990,,30.4,69.4\n")[0]
    assert area.geometry.IsEmpty() and area.reason == NO_AREA


@pytest.mark.parametrize("row", ["A,Park,II,1990,ten,30.4,69.4\n", "A,Park,II,1990,10,300,69.4\n",
                                 "A,Park,II,1990,10,,69.4\n"])
def test_a_bad_row_is_named(tmp_path, country, row):
    with pytest.raises(InputError, match="Row 2"):
        load(tmp_path, country, row)


def test_a_field_that_the_recipe_names_must_be_there(tmp_path):
    (tmp_path / "areas.csv").write_text(HEAD + "A,Park,II,1990,10,30.4,69.4\n", encoding="utf-8")
    with pytest.raises(InputError, match="NOM_UC"):
        read_records(tmp_path / "areas.csv", LAEA, {"name": "NOM_UC"})


def world_database(path, new_names):
    """A file as the World Database gives it: polygons and points, with the names from before or after November 2025."""
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = osr.SpatialReference()
    reference.SetFromUserInput(LAEA)
    names = {"kind": "SITE_TYPE", "realm": "REALM", "name": "NAME_ENG"} if new_names else {
        "kind": "PA_DEF", "realm": "MARINE", "name": "NAME"}
    kinds, realms = ({PA: "PA", OECM: "OECM"}, ("Terrestrial", "Marine")) if new_names else ({PA: "1", OECM: "0"},
                                                                                          ("0", "2"))
    point = ogr.CreateGeometryFromWkt("POINT(20000 20000)")
    rows = [("poly", square(0, 0, 10), "Park", PA, "Designated", 0, 100.0, "National Park"),
            ("poly", square(5000, 0, 10), "Forest", OECM, "Established", 0, 100.0, "Forest"),
            ("poly", square(-40000, 0, 5), "Plan", PA, "Proposed", 0, 25.0, "National Park"),
            ("poly", square(-40000, 20000, 5), "Unknown", PA, "Not Reported", 0, 25.0, "National Park"),
            ("poly", square(-20000, -20000, 30), "Man", PA, "Inscribed", 0, 900.0, "UNESCO-MAB Biosphere Reserve"),
            ("poly", square(60000, 0, 10), "Reef", PA, "Designated", 1, 100.0, "Marine Park"),
            ("point", point, "Dot", PA, "Designated", 0, 50.0, "Reserve"),
            ("point", point, "Nothing", PA, "Designated", 0, 0.0, "Reserve")]
    for name, kind in (("poly", ogr.wkbPolygon), ("point", ogr.wkbPoint)):
        layer = dataset.CreateLayer(f"WDPA_{name}", reference, kind)
        for field in (names["name"], "DESIG_ENG", "IUCN_CAT", "STATUS", names["kind"], names["realm"]):
            layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
        layer.CreateField(ogr.FieldDefn("STATUS_YR", ogr.OFTInteger))
        layer.CreateField(ogr.FieldDefn("REP_AREA", ogr.OFTReal))
        for shape, geometry, called, area_kind, status, marine, reported, designation in rows:
            if shape == name:
                feature = ogr.Feature(layer.GetLayerDefn())
                for field, value in ((names["name"], called), ("DESIG_ENG", designation), ("IUCN_CAT", "II"),
                                     ("STATUS", status), (names["kind"], kinds[area_kind]),
                                     (names["realm"], realms[marine]), ("STATUS_YR", 1990), ("REP_AREA", reported)):
                    feature.SetField(field, value)
                feature.SetGeometry(geometry)
                layer.CreateFeature(feature)
        del layer
    del dataset
    return path


@pytest.mark.parametrize("new_names", [False, True])
@pytest.mark.parametrize("drop", [False, True])
def test_the_world_database_is_cleaned_with_old_and_new_names(tmp_path, country, new_names, drop):
    records = read_records(world_database(tmp_path / "wdpa.gpkg", new_names), LAEA, {})
    areas = {area.name: area for area in clean(records, country, Rules((), drop_not_reported=drop))}
    assert {name: area.reason for name, area in areas.items()} == {
        "Park": "", "Forest": "", "Plan": NOT_DESIGNATED, "Unknown": NOT_DESIGNATED if drop else "", "Man": BIOSPHERE,
        "Reef": AT_SEA, "Dot": "", "Nothing": NO_AREA}
    assert areas["Forest"].kind == OECM and areas["Park"].kind == PA
    assert areas["Dot"].area_km2 == pytest.approx(50, abs=1e-3) and areas["Dot"].notes == (CIRCLE,)
    told = {row["rule"]: row["areas"] for row in summary(list(areas.values()))}
    assert told[BIOSPHERE] == 1 and told[AT_SEA] == 1 and sum(
        number for rule, number in told.items() if rule not in (CIRCLE, MENDED, CLIPPED)) == len(areas)


@pytest.mark.parametrize("priority", PRIORITIES)
def test_flattened_areas_do_not_overlap_and_are_the_union(country, priority):
    areas = clean([record("Old", square(0, 0, 10), year="1980", iucn_category="VI"),
                   record("Strict", square(5000, 0, 10), year="1999", iucn_category="Ia"),
                   record("Other", square(2000, 2000, 20), year="1970", kind=OECM),
                   record("Alone", square(-30000, -30000, 5))], country, Rules(load_crosswalk()))
    flat = dict(zip([area.name for area in areas], flatten(areas, priority)))
    assert sum(one.GetArea() for one in flat.values()) == pytest.approx(together(areas).GetArea(), rel=1e-12)
    first = "Old" if priority == "year" else "Strict"
    second = "Strict" if first == "Old" else "Old"
    assert flat[first].GetArea() / 1e6 == pytest.approx(100) and flat[second].GetArea() / 1e6 == pytest.approx(50)
    covered = union([flat["Old"], flat["Strict"]])
    assert flat["Other"].Intersection(covered).GetArea() == pytest.approx(0, abs=1e-3), "an OECM comes after any PA"


def test_what_lies_in_the_sea_is_kept_for_the_sea(country):
    sea = square(50000, -50000, 100)
    area, = clean([record("Coast", square(45000, 0, 10))], country, Rules(), sea)
    assert area.area_km2 == pytest.approx(50) and area.at_sea.GetArea() / 1e6 == pytest.approx(50)


@pytest.mark.parametrize(("values", "expected"), [
    (("National Park", "II", PA, 5), "forced"), (("Monument", "III", PA, 0.5), "check"),
    (("Monument", "III", PA, 1), "forced"), (("Landscape", "V", PA, 9), "by_level"),
    (("Ramsar Site, Wetland of International Importance", "Not Reported", PA, 9), "forced"),
    (("Community forest", "Not Applicable", OECM, 9), "listed"), (("Indigenous Area", "VI", PA, 9), "listed"),
    (("Reserve", "Not Assigned", PA, 9), "by_level"), (("Reserve", "", PA, 9), "listed")])
def test_the_international_crosswalk(values, expected):
    assert treatment_of(*values, load_crosswalk()) == expected


def test_the_first_matching_category_counts(tmp_path, country):
    categories = [{"designation": "Park", "iucn_category": "V", "treatment": "by_level"},
                  {"designation": "Park", "iucn_category": "", "treatment": "forced"}]
    areas = load(tmp_path, country, "A,Park,II,1,10,30.4,69.4\nB,Park,V,1,10,30.4,69.4\nC,Reserve,II,1,10,30.4,69.4\n",
                 categories)
    assert {area.name: area.treatment for area in areas} == {"A": "forced", "B": "by_level", "C": "listed"}


@pytest.mark.parametrize(("row", "named"), [("Park,II,always,", "always"), ("Park,II,forced,one", "Row 2")])
def test_a_wrong_crosswalk_is_refused(tmp_path, row, named):
    (tmp_path / "c.csv").write_text(f"designation,iucn_category,treatment,min_km2\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=named):
        load_crosswalk(tmp_path / "c.csv")


@pytest.mark.parametrize("country_code", ["brazil", "pakistan"])
def test_every_area_of_a_shipped_pilot_finds_a_treatment(country_code):
    folder = ROOT / "pilots" / country_code
    crosswalk = load_crosswalk(folder / "categories.csv")
    for row in read_table(folder / "protected_areas.csv"):
        assert treatment_of(row["designation"], row["iucn_category"], PA, 100, crosswalk) in ("forced", "by_level")


def test_the_training_country_has_a_bow_tie_that_is_repaired(training: Pilot):
    areas = {area.name: area for area in protected_areas(training)}
    assert all(area.geometry.IsValid() for area in areas.values())
    assert areas["Białolas"].area_km2 == pytest.approx(15.7, abs=0.1) and areas["Białolas"].notes == (MENDED,)
    assert together(list(areas.values())).Difference(country_of(training)).GetArea() < 1.0


def test_the_training_country_has_every_reason_to_leave_an_area_out(training: Pilot):
    reasons = {area.name: area.reason for area in protected_areas(training) if area.reason}
    assert reasons == {"Southern Hills": NOT_DESIGNATED, "Ñandú": BIOSPHERE, "Qal Grove": NO_AREA,
                       "Gulf of Seca": AT_SEA}


@pytest.mark.skipif(not UNITS.is_file(), reason="Brazil's conservation units are not beside the repository")
def test_brazil_has_its_968_conservation_units():
    """1 488 335 km², 17.6 % of the country, no overlaps (data/SOURCES.md)."""
    features = open_layer(UNITS, "EPSG:6933")
    assert len(features) == 968
    assert union([one.geometry for one in features]).GetArea() / 1e6 == pytest.approx(1_488_335, abs=1)
    fields = {"name": "NOM_UC_A", "designation": "CATEG", "year": "ANO", "area_km2": "AREA_KM2"}
    crs = "+proj=laea +lat_0=-14.2 +lon_0=-53.1 +datum=WGS84 +units=m +no_defs"
    records = read_records(UNITS, crs, fields)
    assert "Amazônia" in {one.name for one in records}, "the layer is not UTF-8"
    frame = polygons(union([one.geometry for one in records]).ConvexHull())
    areas = clean(records, frame, Rules(load_crosswalk(ROOT / "pilots" / "brazil" / "categories.csv")))
    flat = flatten(areas)
    assert sum(one.GetArea() for one in flat) / 1e6 == pytest.approx(1_488_335, rel=1e-5)
    assert 100 * sum(one.GetArea() for one in flat) / 1e6 / 8_472_342 == pytest.approx(17.6, abs=0.05)
    assert all(area.treatment != "listed" for area in areas if area.designation)
