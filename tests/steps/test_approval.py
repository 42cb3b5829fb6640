"""The training country approved, changed, approved a year later and compared (methods.md §9.1-9.3, §9.6)."""

import re
import shutil
from datetime import date

import numpy as np
import pytest
from osgeo import gdal, ogr

from ecr_toolkit import steps
from ecr_toolkit.coordination.versions.archive import load, versions
from ecr_toolkit.coordination.versions.function import DECLINED, NO_VALUE, OTHER_CLIMATE
from ecr_toolkit.coordination.versions.nature import CHANGED, OTHER_PRODUCT
from ecr_toolkit.coordination.versions.results import NOT_RENEWED, TOO_SOON
from ecr_toolkit.errors import InputError, ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import polygons, read_layer, to_crs
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table, write_table
from ecr_toolkit.raster.files import read, write
from ecr_toolkit.raster.zones import Zone
from ecr_toolkit.steps.approval import approve_redline, changes_since
from ecr_toolkit.steps.supervision import TABLES, compare_versions

FIRST, LATER = date(2026, 5, 2), date(2027, 5, 2)
CROP, MOSAIC, TOWN = 12, 14, 13


@pytest.fixture
def pilot(walked_folder, tmp_path):
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))


def keep(pilot, day=FIRST, **options):
    return approve_redline(pilot, "Council", "reason", day, Feedback(), **options)


def compared(pilot, first="2026.1", second="", day=LATER, **options):
    """(check, subject, scope, place) → row."""
    counted = compare_versions(pilot, first, second, day, Feedback(), **options)
    rows = read_table(pilot.table("version_checks"))
    assert counted == {result: sum(row["result"] == result for row in rows) for result in counted}
    assert sum(counted.values()) == len(rows)
    return {(row["check"], row["subject"], row["scope"], row["place"]): row for row in rows}


def reasons_of(rows, check):
    return {(row["result"], row["reason"]) for key, row in rows.items() if key[0] == check}


def change_raster(path, grid, cells, value):
    """Cells of the grid (boolean mask) set to a value in a raster of the pilot, or of its data with the same cells."""
    dataset = gdal.Open(str(path), gdal.GA_Update)
    values, (left, _width, _skew, top, _turn, _height) = dataset.ReadAsArray(), dataset.GetGeoTransform()
    rows, cols = np.nonzero(cells)
    values[..., rows + round((top - grid.top) / grid.cell), cols + round((grid.left - left) / grid.cell)] = value
    dataset.WriteArray(values)
    dataset.FlushCache()


def change_line(pilot, change):
    """``change(outline, code)`` for every polygon of the working line; None deletes it."""
    dataset = gdal.OpenEx(str(pilot.geopackage), gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = dataset.GetLayerByName("ecr")
    for row in list(layer):
        outline = change(row.GetGeometryRef().Clone(), row["ecr_code"])
        if outline is None:
            layer.DeleteFeature(row.GetFID())
        else:
            row.SetGeometry(ogr.ForceToMultiPolygon(outline))
            layer.SetFeature(row)


def inside(pilot, polygon, count):
    """The first ``count`` whole cells of natural land in a polygon, as a mask."""
    zone = Zone.of(polygon.geometry, pilot.grid)
    cover = zone.cut(read(pilot.input("land_cover")))
    whole = np.argwhere((zone.shares > 0.9999) & ~np.isin(cover, (CROP, MOSAIC, TOWN, 255)) & ~np.isnan(cover))
    assert len(whole) >= count
    mask = np.zeros(pilot.grid.shape, bool)
    window = zone.window
    for row, col in whole[:count]:
        mask[window.row + row, window.col + col] = True
    return mask


def overlaps(pilot, polygon):
    """Cell → km² of it inside a polygon, cell by cell with the geometry library."""
    grid, found = pilot.grid, {}
    west, east, south, north = polygon.GetEnvelope()
    for row in range(int((grid.top - north) // grid.cell), int((grid.top - south) // grid.cell) + 1):
        for col in range(int((west - grid.left) // grid.cell), int((east - grid.left) // grid.cell) + 1):
            left, top = grid.left + col * grid.cell, grid.top - row * grid.cell
            cell = ogr.CreateGeometryFromWkt(
                f"POLYGON(({left} {top},{left + grid.cell} {top},{left + grid.cell} {top - grid.cell},"
                f"{left} {top - grid.cell},{left} {top}))")
            km2 = polygons(cell.Intersection(polygon)).GetArea() / 1e6
            if km2 > 0:
                found[row, col] = km2
    return found


def test_a_field_and_a_lost_service_fail_where_they_are_and_nowhere_else(pilot):
    """A farm in one polygon of a unit and half of the water of another polygon gone; the line is the same."""
    redline = read_layer(pilot.geopackage, "ecr")
    unit = "LEK"
    own = sorted((one for one in redline if one.values["adm_code"] == unit), key=lambda one: -one.geometry.GetArea())
    farmed, dried = own[:2]
    cover_before, water_before = read(pilot.input("land_cover")), read(pilot.value("function", "water_conservation"))
    keep(pilot)
    farm, dry = inside(pilot, farmed, 12), inside(pilot, dried, 60)
    change_raster(pilot.input("land_cover"), pilot.grid, farm, CROP)
    change_raster(pilot.value("function", "water_conservation"), pilot.grid, dry, 0)
    cover, water = read(pilot.input("land_cover")), read(pilot.value("function", "water_conservation"))
    assert keep(pilot, LATER) == "2027.1"
    found = compared(pilot, second="2027.1")

    cells = {one.values["ecr_code"]: overlaps(pilot, one.geometry) for one in own}

    def natural(codes, classes):
        areas = [(classes[cell], km2) for code in codes for cell, km2 in cells[code].items()
                 if not np.isnan(classes[cell]) and classes[cell] <= 17]
        return 100 * sum(km2 for number, km2 in areas if number not in (CROP, MOSAIC, TOWN)) / sum(
            km2 for _number, km2 in areas)

    def amount(codes, values):
        return sum(values[cell] * km2 for code in codes for cell, km2 in cells[code].items()
                   if not np.isnan(values[cell]))

    for place, codes in ((unit, [*cells]), *((code, [code]) for code in cells)):
        scope = "unit" if place == unit else "polygon"
        row = found["nature", "", scope, place]
        assert float(row["before"]) == pytest.approx(natural(codes, cover_before), abs=2e-4)
        assert float(row["after"]) == pytest.approx(natural(codes, cover), abs=2e-4)
        fails = place in (unit, farmed.values["ecr_code"])
        assert (row["result"], row["reason"]) == (("fail", CHANGED) if fails else ("pass", ""))
        row = found["function", "water_conservation", scope, place]
        assert float(row["before"]) == pytest.approx(amount(codes, water_before), rel=1e-5, abs=6e-5)
        assert float(row["after"]) == pytest.approx(amount(codes, water), rel=1e-5, abs=1e-4)
        if place == dried.values["ecr_code"]:
            assert (row["result"], row["reason"]) == ("fail", DECLINED)
        elif scope == "polygon":
            assert row["result"] == "pass" and float(row["change"]) == 0
    for other in ("CAL", "NDU"):
        assert found["nature", "", "unit", other]["result"] == "pass"
        assert found["function", "water_conservation", "unit", other]["change"] == "0.0"
    assert found["nature", "", "country", "TRN"]["result"] == "fail"
    assert {row["result"] for key, row in found.items() if key[0] == "area"} == {"pass"}

    patches = read_table(pilot.table("version_conversions"))
    assert {row["code"] for row in patches} <= {farmed.values["ecr_code"]} and all(
        row["after"] == "crop" and float(row["area_ha"]) >= 25 for row in patches)
    layer = read_layer(pilot.geopackage, "version_conversions")
    assert [str(one.values["area_ha"]) for one in layer] == [row["area_ha"] for row in patches]
    matrix = read_table(pilot.table("version_transitions"))
    turned = sum(float(row["area_km2"]) for row in matrix if row["after"] == "crop" and row["before"] != "crop")
    assert turned == pytest.approx(12 * 0.0625, abs=1e-3)


def test_without_another_year_of_data_nothing_is_told(pilot):
    keep(pilot)
    found = compared(pilot, day=FIRST)
    assert reasons_of(found, "nature") == reasons_of(found, "function") == {("not_assessed", TOO_SOON)}
    found = compared(pilot)
    assert reasons_of(found, "nature") == reasons_of(found, "function") == {("not_assessed", NOT_RENEWED)}
    assert reasons_of(found, "area") == {("pass", "")}
    assert not pilot.table("version_conversions").exists()
    assert all(pilot.table(name).exists() for name in TABLES)


def test_functions_with_other_climate_data_are_not_compared_but_others_are(pilot):
    """Biodiversity is made of land cover and ranges, without any climate."""
    keep(pilot, product="MCD12Q1 6.1")
    one_cell = inside(pilot, read_layer(pilot.geopackage, "ecr")[0], 1)
    change_raster(pilot.input("precipitation"), pilot.grid, one_cell, 99)
    change_raster(pilot.input("land_cover"), pilot.grid, one_cell, CROP)
    found = compared(pilot, product="MCD12Q1 6.1")
    by_function = {}
    for key, row in found.items():
        if key[0] == "function":
            by_function.setdefault(key[1], set()).add(row["reason"])
    assert by_function["water_conservation"] == by_function["carbon"] == {OTHER_CLIMATE}
    assert "stable" in by_function["biodiversity"] <= {"stable", NO_VALUE}
    assert ("pass", "") in reasons_of(found, "nature")
    assert reasons_of(compared(pilot), "nature") == {("not_assessed", OTHER_PRODUCT)}
    rows = {(row["subject"], row["variable"]): row for row in read_table(pilot.table("version_inputs"))}
    assert rows["water_conservation", "precipitation"]["same"] == "0"
    assert rows["water_conservation", "potential_evapotranspiration"]["same"] == "1"
    assert rows["land_cover", "land_cover"]["same"] == "0"


def test_walked_again_with_new_farmland_the_line_is_redrawn_and_its_nature_fails(walked_folder, tmp_path):
    """The whole way: new land cover in the data, all steps, and the old line seen with both land covers."""
    pilot = Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))
    keep(pilot)
    largest = max(read_layer(pilot.geopackage, "ecr"), key=lambda one: one.geometry.GetArea())
    change_raster(pilot.folder / "data" / "land_cover.tif", pilot.grid, inside(pilot, largest, 200), CROP)
    steps.run(Pilot.open(pilot.folder), Feedback(), only="coordination")
    found = compared(Pilot.open(pilot.folder))
    code = largest.values["ecr_code"]
    assert found["nature", "", "polygon", code]["result"] == "fail"
    assert reasons_of(found, "function") & {("fail", DECLINED), ("pass", "stable"), ("pass", "improved")}
    assert not {reason for _result, reason in reasons_of(found, "function")} & {OTHER_CLIMATE, TOO_SOON}
    turned = [row for row in read_table(pilot.table("version_conversions")) if row["code"] == code]
    assert sum(float(row["area_ha"]) for row in turned) > 100


def cut(pilot, code, share=0.9):
    """The working line with a slice of one polygon cut off at its east; gives the km² lost."""
    lost = []

    def change(outline, own):
        if own != code:
            return outline
        west, east, south, north = outline.GetEnvelope()
        edge = west + share * (east - west)
        box = ogr.CreateGeometryFromWkt(f"POLYGON(({west} {south},{edge} {south},{edge} {north},{west} {north},"
                                        f"{west} {south}))")
        rest = polygons(outline.Intersection(box))
        lost.append((outline.GetArea() - rest.GetArea()) / 1e6)
        return rest

    change_line(pilot, change)
    return lost[0]


def grow(pilot, code, metres):
    change_line(pilot, lambda outline, own: polygons(outline.Buffer(metres)) if own == code else outline)


def test_losses_are_refused_until_they_have_reasons_and_are_made_up_for(pilot, tmp_path):
    keep(pilot)
    code, other = sorted(one.values["ecr_code"] for one in read_layer(pilot.geopackage, "ecr"))[:2]
    lost = cut(pilot, code)
    with pytest.raises(InputError) as caught:
        keep(pilot, LATER)
    (sentence, _remedy), (national, _remedy) = caught.value.faults
    assert code in sentence and other not in sentence
    assert float(re.search(r"lower by (\S+) km²", national).group(1)) == pytest.approx(lost, abs=5e-4)
    with pytest.raises(InputError, match="national area") as caught:
        keep(pilot, LATER, reason_for_all="project")
    assert len(caught.value.faults) == 1 and [one.number for one in versions(pilot.folder)] == ["2026.1"]

    grow(pilot, other, 400)
    path, changed, lacking = changes_since(pilot, Feedback())
    assert (changed, lacking) == (len(read_table(path)), 1) and changed >= 2
    rows = {row["code"]: row for row in read_table(path)}
    assert not any(row["reason"] for row in rows.values())
    assert float(rows[code]["lost_km2"]) == pytest.approx(lost, abs=2e-4)
    with pytest.raises(InputError, match=code):
        keep(pilot, LATER, reasons=path)
    rows[code].update(reason="project", note="road, طريق")
    write_table(path, tuple(rows[code]), rows.values())
    assert changes_since(pilot, Feedback()) == (path, changed, 0), "what was filled in stays"
    assert {row["code"]: row["note"] for row in read_table(path)}[code] == "road, طريق"
    found = compared(pilot)
    assert found["area", "", "polygon", code]["reason"] != "area was lost without a recorded reason that allows it"

    number = keep(pilot, LATER, reasons=path, reason_for_all="balance")
    kept = {row["code"]: row for row in load(pilot.folder, number).changes}
    assert (kept[code]["reason"], kept[code]["note"], kept[code]["who"]) == ("project", "road, طريق", "Council")
    assert kept[other]["reason"] == "balance" and not path.exists()
    assert {(one.values["status"], one.values["version"]) for one in load(pilot.folder, number).redline} == {
        ("approved", number)}
    assert {one.values["status"] for one in read_layer(pilot.geopackage, "ecr")} == {"draft"}

    found = compared(pilot, second=number)
    reasons = {row["reason"]: row for row in read_table(pilot.table("version_reasons"))}
    assert float(reasons["project"]["lost_km2"]) == pytest.approx(lost, abs=2e-4)
    assert float(reasons["balance"]["gained_km2"]) > lost
    row, *_rest = [row for row in read_table(pilot.table("version_swap")) if row["unit"] == code.split("-")[1]]
    assert float(row["lost_km2"]) == pytest.approx(lost, abs=1e-3)
    pieces = read_layer(pilot.geopackage, "version_pieces")
    assert sum(one.values["area_km2"] for one in pieces if one.values["change"] == "lost" and not one.values["other"]
               ) == pytest.approx(lost, abs=1e-2)
    triggers = {row["trigger"]: row for row in read_table(pilot.table("version_triggers"))}
    assert (triggers["project"]["result"], triggers["project"]["since"]) == ("yes", "2027-05-02")
    assert triggers["protected_area"]["result"] == triggers["review"]["result"] == "no"

    cut(pilot, code)
    found = compared(pilot)
    assert found["area", "", "polygon", code]["result"] == "fail", "the reason was for the first slice"


def test_a_changed_protected_area_is_an_occasion(pilot):
    keep(pilot)
    dataset = gdal.OpenEx(str(pilot.geopackage), gdal.OF_VECTOR | gdal.OF_UPDATE)
    dataset.GetLayerByName("protected_areas").DeleteFeature(1)
    del dataset
    compared(pilot, day=date(2031, 5, 2))
    triggers = {row["trigger"]: row for row in read_table(pilot.table("version_triggers"))}
    assert triggers["protected_area"]["result"] == "yes" and len(triggers["protected_area"]["since"]) == 10
    assert (triggers["review"]["result"], triggers["review"]["since"]) == ("yes", "2031-05-02")
    assert triggers["evidence"]["result"] == "no"


def test_retired_codes_are_listed_after_the_approval(pilot):
    keep(pilot)
    line = sorted(read_layer(pilot.geopackage, "ecr"), key=lambda one: one.geometry.GetArea())
    code, other = line[0].values["ecr_code"], line[-1].values["ecr_code"]
    change_line(pilot, lambda outline, own: None if own == code else polygons(outline.Buffer(300)) if own == other
                else outline)
    keep(pilot, LATER, reason_for_all="correction")
    row, = read_table(pilot.table("version_retired"))
    assert (row["code"], row["last_version"], row["status"]) == (code, "2026.1", "retired")


def test_a_line_of_an_older_grid_is_compared_in_the_present_one(pilot):
    """Another centre of the projection: the same ground, other coordinates."""
    keep(pilot)
    text = (pilot.folder / "pilot.json").read_text(encoding="utf-8")
    (pilot.folder / "pilot.json").write_text(text.replace("-40.0,\n      30.0", "-40.1,\n      30.0"), encoding="utf-8")
    moved = Pilot.open(pilot.folder)
    assert moved.crs != pilot.crs
    line = load(pilot.folder, "2026.1").redline
    change_line(pilot, lambda outline, code: to_crs(outline, pilot.crs, moved.crs))
    found = compared(moved)
    row = found["area", "", "country", "TRN"]
    assert row["result"] == "pass" and float(row["before"]) == pytest.approx(
        sum(one.geometry.GetArea() for one in line) / 1e6, rel=1e-6)


def test_what_cannot_be_compared_is_told(pilot):
    with pytest.raises(ToolkitError, match="No line was approved"):
        changes_since(pilot, Feedback())
    keep(pilot)
    keep(pilot, LATER)
    for first, second, sentence in (("2026.1", "2026.1", "not later"), ("2027.1", "2026.1", "not later"),
                                    ("2026.2", "", "no version 2026.2"), ("2026.1", "x", "no version x")):
        with pytest.raises(ToolkitError, match=sentence):
            compare_versions(pilot, first, second, LATER, Feedback())
    with locked(pilot.folder), pytest.raises(ToolkitError, match="Another run"):
        compare_versions(pilot, "2026.1", "", LATER, Feedback())


def test_a_version_of_a_country_without_data_of_the_land_is_kept_too(pilot):
    """The protection level and a function are gone: they are not kept, and the rest is."""
    pilot.protection_level.unlink()
    pilot.value("function", "carbon").unlink()
    keep(pilot)
    kept = load(pilot.folder, "2026.1").state
    assert "carbon" not in kept.rasters and "protection_level" not in kept.rasters and "land_cover" in kept.rasters
    write(pilot.value("function", "carbon"), pilot.grid, np.ones(pilot.grid.shape, np.float32), "continuous")
    found = compared(pilot)
    assert found["function", "carbon", "country", "TRN"]["reason"] == "not assessed: no values of the first version"
