"""Protected areas: circles of the reported area, overlaps counted once, treatment by the country's table."""

import pytest
from osgeo import ogr

from ecr_toolkit.errors import InputError
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.planning.protected_areas import (
    circle,
    flattened,
    load_categories,
    load_protected_areas,
)
from ecr_toolkit.steps.gaps import country_of, protected_areas

LAEA = "+proj=laea +lat_0=30.4 +lon_0=69.4 +datum=WGS84 +units=m +no_defs"
HEAD = "name_en,designation,iucn_category,year_designated,area_km2,lat,lon\n"


@pytest.fixture
def country():
    return ogr.CreateGeometryFromWkt("POLYGON((-50000 -50000,50000 -50000,50000 50000,-50000 50000,-50000 -50000))")


def load(tmp_path, country, rows, categories=()):
    (tmp_path / "areas.csv").write_text(HEAD + rows, encoding="utf-8")
    return load_protected_areas(tmp_path / "areas.csv", list(categories), country, LAEA)


def test_a_circle_has_exactly_the_reported_area():
    assert circle(71.0, 33.0, 1234.5, LAEA).GetArea() / 1e6 == pytest.approx(1234.5, rel=1e-12)


def test_overlaps_count_once_and_what_lies_outside_is_cut(tmp_path, country):
    areas = load(tmp_path, country, "A,Park,II,1990,100,30.4,69.4\nB,Park,II,1991,100,30.4,69.4\n"
                                    "Edge,Park,II,1992,100,30.4,69.92\nFar,Park,II,1993,100,40,60\n")
    by_name = {area.name: area for area in areas}
    assert flattened([by_name["A"], by_name["B"]]).GetArea() / 1e6 == pytest.approx(100)
    assert 40 < by_name["Edge"].area_km2 < 60
    assert by_name["Far"].geometry.IsEmpty() and "outside" in by_name["Far"].reason


def test_an_area_without_size_is_left_out_and_says_so(tmp_path, country):
    area = load(tmp_path, country, "A,Park,II,1990,,30.4,69.4\n")[0]
    assert area.geometry.IsEmpty() and "no area" in area.reason


@pytest.mark.parametrize("row", ["A,Park,II,1990,ten,30.4,69.4\n", "A,Park,II,1990,10,300,69.4\n",
                                 "A,Park,II,1990,10,,69.4\n"])
def test_a_bad_row_is_named(tmp_path, country, row):
    with pytest.raises(InputError, match="Row 2"):
        load(tmp_path, country, row)


def test_the_first_matching_category_counts(tmp_path, country):
    categories = [{"designation": "Park", "iucn_category": "V", "treatment": "by_level"},
                  {"designation": "Park", "iucn_category": "", "treatment": "forced"}]
    areas = load(tmp_path, country, "A,Park,II,1,10,30.4,69.4\nB,Park,V,1,10,30.4,69.4\nC,Reserve,II,1,10,30.4,69.4\n",
                 categories)
    assert {area.name: area.treatment for area in areas} == {"A": "forced", "B": "by_level", "C": "listed"}


def test_an_unknown_treatment_is_refused(tmp_path):
    (tmp_path / "c.csv").write_text("designation,iucn_category,treatment\nPark,II,always\n", encoding="utf-8")
    with pytest.raises(InputError, match="always"):
        load_categories(tmp_path / "c.csv")


def test_the_training_country_has_a_bow_tie_that_is_repaired(training: Pilot):
    areas = {area.name: area for area in protected_areas(training)}
    assert all(area.geometry.IsValid() for area in areas.values())
    assert areas["Białolas"].area_km2 == pytest.approx(15.7, abs=0.1)
    assert flattened(list(areas.values())).Difference(country_of(training)).GetArea() < 1.0
