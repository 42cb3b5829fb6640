"""Stakes: known ones of squares and L-shapes, each shared one once, numbered in order, coordinates to the hundredth."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr, osr

from ecr_toolkit.boundary.staking.coordinates import delivery_crs, located, name_of, utm_on, zone_of
from ecr_toolkit.boundary.staking.degrees import LATITUDE, LONGITUDE, to_dms
from ecr_toolkit.boundary.staking.ground import Ground, of_cells
from ecr_toolkit.boundary.staking.placing import Rules
from ecr_toolkit.boundary.staking.spacing import Spacing
from ecr_toolkit.boundary.staking.stakes import FIELDS, PHYSICAL, VIRTUAL, stakes_of
from ecr_toolkit.errors import InputError
from ecr_toolkit.pilot.layers import Feature
from ecr_toolkit.raster.grid import WGS84, Grid, spatial_reference

LAEA = "+proj=laea +lat_0=30.4 +lon_0=69.4 +datum=WGS84 +units=m +no_defs"


def polygon(code, wkt):
    return Feature(ogr.CreateGeometryFromWkt(wkt), {"ecr_code": code})


def square(code, left=0, bottom=0, side=900):
    right, top = left + side, bottom + side
    return polygon(code, f"POLYGON(({left} {bottom},{right} {bottom},{right} {top},{left} {top},{left} {bottom}))")


def by_number(stakes):
    return {stake.values["number"]: stake for stake in stakes}


def place(stake):
    return (stake.geometry.GetX(), stake.geometry.GetY())


def places(stakes):
    return [place(stake) for stake in stakes]


def kinds(stakes):
    return [stake.values["kind"] for stake in stakes]


def everywhere(value):
    return lambda points: np.full(len(points), value)


def test_a_square_has_its_corners_clockwise_from_the_northwest():
    stakes = stakes_of([square("P")], "EPSG:6933")
    assert places(stakes) == [(0, 900), (900, 900), (900, 0), (0, 0)]
    assert [stake.values["number"] for stake in stakes] == ["P-J0001", "P-J0002", "P-J0003", "P-J0004"]
    assert set(kinds(stakes)) == {"turning"}
    assert stakes[0].values["previous"] == "P-J0004" and stakes[0].values["next"] == "P-J0002"
    assert set(stakes[0].values) <= set(FIELDS)


def test_an_l_shape_turns_six_times_and_a_bend_of_20_degrees_is_no_turning_point():
    corners = "POLYGON((0 0,900 0,900 400,400 400,400 900,0 900,0 0))"
    assert len(stakes_of([polygon("L", corners)], LAEA)) == 6
    bent = polygon("L", "POLYGON((0 0,450 -79,900 0,900 400,400 400,400 900,0 900,0 0))")  # 2 · atan(79 / 450) = 19.9°
    assert (450, -79) not in places(stakes_of([bent], LAEA))
    assert (450, -79) in places(stakes_of([bent], LAEA, rules=Rules(turn=19)))


@pytest.mark.parametrize(("side", "ground", "stakes"), [
    (1000, Ground(), 4),                                        # exactly the limit: none between
    (1001, Ground(), 8),
    (4200, Ground(), 4 * 5),                                    # five parts of 840 m
    (4200, Ground(accessible=everywhere(False)), 4),
    (5200, Ground(accessible=everywhere(False)), 8),
])
def test_stakes_are_never_farther_apart_than_the_ground_asks(side, ground, stakes):
    assert len(stakes_of([square("P", side=side)], "EPSG:6933", ground)) == stakes


def test_a_line_half_accessible_has_its_stakes_there():
    ground = Ground(accessible=lambda points: points[:, 0] < 3000)
    stakes = stakes_of([square("P", side=6000)], "EPSG:6933", ground)
    north = sorted(x for x, y in places(stakes) if y == 6000)
    # 3000 m at 1/1000 and 3000 m at 1/5000 count 3.6: four parts of 0.9, 900 m each as far as it is accessible
    assert north == pytest.approx([0, 900, 1800, 2700, 6000])


@given(st.floats(100, 20000), st.floats(100, 20000), st.floats(200, 3000))
def test_spacing_holds_for_any_rectangle(width, height, limit):
    box = polygon("P", f"POLYGON((0 0,{width} 0,{width} {height},0 {height},0 0))")
    stakes = stakes_of([box], "EPSG:6933", rules=Rules(spacing=Spacing(limit, 5000)))
    around = np.array([*places(stakes), place(stakes[0])])
    assert np.hypot(*np.diff(around, axis=0).T).max() <= limit + 1e-6
    assert np.hypot(*np.diff(around, axis=0).T).sum() == pytest.approx(2 * (width + height))


def test_a_corner_of_two_polygons_and_their_shared_line_are_staked_once():
    west, east = square("P-2"), square("P-1", left=900)
    stakes = by_number(stakes_of([west, east], "EPSG:6933"))
    assert len(stakes) == 6
    # the smaller code numbers what is shared, from the northwest of its own polygon, and is named first
    assert place(stakes["P-1-J0001"]) == (900, 900) and place(stakes["P-1-J0004"]) == (900, 0)
    for number in ("P-1-J0001", "P-1-J0004"):
        assert stakes[number].values["codes"] == "P-1; P-2" and stakes[number].values["kind"] == "junction"
    assert sorted(number for number in stakes if number.startswith("P-2")) == ["P-2-J0001", "P-2-J0002"]
    # the neighbours of a stake may bear the other polygon's number
    assert place(stakes["P-2-J0001"]) == (0, 900) and stakes["P-2-J0001"].values["next"] == "P-1-J0001"


def test_stakes_along_a_shared_line_name_both_polygons():
    stakes = stakes_of([square("A", side=2500), square("B", left=2500, side=2500)], "EPSG:6933")
    on_line = [stake for stake in stakes if stake.geometry.GetX() == 2500]
    assert len(on_line) == 4 and sorted(kinds(on_line)) == ["junction", "junction", "spacing", "spacing"]
    assert {stake.values["codes"] for stake in on_line} == {"A; B"}
    assert len(set(places(stakes))) == len(stakes)


def test_three_polygons_that_meet_share_one_stake():
    above = polygon("C", "POLYGON((0 900,900 900,1800 900,1800 1800,0 1800,0 900))")
    stakes = stakes_of([square("A"), square("B", left=900), above], "EPSG:6933")
    (middle,) = [stake for stake in stakes if place(stake) == (900, 900)]
    assert middle.values["codes"] == "A; B; C" and middle.values["kind"] == "junction"


def test_the_order_of_polygons_and_where_their_rings_begin_change_nothing():
    def record(polygons):
        return [(place(stake), stake.values) for stake in stakes_of(polygons, LAEA)]

    a, b = square("A", side=2500), square("B", left=2500, side=2500)
    turned = polygon("A", "POLYGON((2500 2500,2500 0,0 0,0 2500,2500 2500))")
    assert record([a, b]) == record([b, turned])


def test_a_hole_comes_after_the_shell_and_the_island_in_it_shares_its_stakes():
    ring = "POLYGON((0 0,900 0,900 900,0 900,0 0),(300 300,300 600,600 600,600 300,300 300))"
    stakes = stakes_of([polygon("A", ring)], "EPSG:6933")
    assert places(stakes)[4:] == [(300, 600), (600, 600), (600, 300), (300, 300)]
    both = stakes_of([polygon("A", ring), square("B", 300, 300, 300)], "EPSG:6933")
    assert places(both) == places(stakes)
    assert [stake.values["codes"] for stake in both] == ["A"] * 4 + ["A; B"] * 4
    assert both[4].values["previous"] == "A-J0008"


def test_parts_are_numbered_from_the_largest():
    parts = ("MULTIPOLYGON(((5000 5000,5100 5000,5100 5100,5000 5100,5000 5000)),"
             "((0 0,900 0,900 900,0 900,0 0)))")
    stakes = stakes_of([polygon("A", parts)], "EPSG:6933")
    assert places(stakes)[0] == (0, 900) and places(stakes)[4] == (5000, 5100)


def test_of_corners_too_near_to_each_other_the_sharpest_stays():
    # a spur 10 m wide and 300 m long on the eastern side: at its tip two corners of about 90°, 10 m apart
    spur = polygon("P", "POLYGON((0 0,900 0,900 400,1200 405,905 410,900 900,0 900,0 0))")
    stakes = places(stakes_of([spur], "EPSG:6933"))
    assert (1200, 405) in stakes and ((900, 400) in stakes and (905, 410) in stakes)
    flat = polygon("P", "POLYGON((0 0,900 0,900 890,890 900,0 900,0 0))")  # a corner cut off: two of 45°, 14 m apart
    assert len(stakes_of([flat], "EPSG:6933")) == 4
    assert len(stakes_of([flat], "EPSG:6933", rules=Rules(nearest=0))) == 5
    notch = polygon("P", "POLYGON((0 0,900 0,900 900,15 900,0 880,0 0))")  # 53° and 37°, 25 m apart, then 20 m
    assert (15, 900) in places(stakes_of([notch], "EPSG:6933"))
    narrow = places(stakes_of([notch], "EPSG:6933", rules=Rules(nearest=26)))
    assert (15, 900) in narrow and (0, 880) not in narrow


def test_stairs_of_short_steps_keep_a_stake_every_25_metres_at_least():
    steps = [(10 * (index // 2 + index % 2), 10 * (index // 2)) for index in range(80)]
    ring = [*steps, (400, 400), (0, 400), (0, 0)]
    stair = polygon("P", "POLYGON((" + ",".join(f"{x} {y}" for x, y in ring) + "))")
    around = places(stakes_of([stair], "EPSG:6933"))
    apart = np.hypot(*np.diff(np.array([*around, around[0]]), axis=0).T)
    assert len(around) > 20 and apart.min() >= 20  # 30 m along the stairs are 22 m as the crow flies


def test_a_round_patch_has_no_corner_but_stakes():
    disc = Feature(ogr.CreateGeometryFromWkt("POINT(0 0)").Buffer(1000, 60), {"ecr_code": "D"})
    stakes = stakes_of([disc], "EPSG:6933")
    assert len(stakes) == 7 and set(kinds(stakes)) == {"spacing"}  # 6283 m
    turned = np.unwrap([np.arctan2(x, y) for x, y in places(stakes)])
    assert (np.diff(turned) > 0).all() and turned[-1] - turned[0] < 2 * np.pi
    small = Feature(ogr.CreateGeometryFromWkt("POINT(0 0)").Buffer(50, 60), {"ecr_code": "D"})
    (alone,) = stakes_of([small], "EPSG:6933")
    assert alone.values["previous"] == alone.values["next"] == ""


def test_where_no_stake_can_stand_it_is_virtual_and_heights_come_from_a_raster():
    grid = Grid("EPSG:6933", 500.0, -500.0, 1500.0, 4, 4)
    water = np.zeros(grid.shape, bool)
    water[:, :2] = True  # west of 500 m
    heights = np.where(water, np.nan, 123.456)
    stakes = stakes_of([square("P")], "EPSG:6933", Ground(unreachable=of_cells(water, grid, False),
                                                          elevation=of_cells(heights, grid, np.nan)))
    assert [stake.values["role"] for stake in stakes] == [VIRTUAL, PHYSICAL, PHYSICAL, VIRTUAL]
    assert [stake.values["h_m"] for stake in stakes] == [None, 123.46, 123.46, None]


def test_beyond_the_grid_nothing_is_known():
    grid = Grid("EPSG:6933", 500.0, 0.0, 500.0, 1, 1)
    look_up = of_cells(np.ones(grid.shape, bool), grid, False)
    assert look_up(np.array([[250.0, 250.0], [-1.0, 250.0], [250.0, 501.0]])).tolist() == [True, False, False]


def test_no_polygons_no_stakes():
    assert stakes_of([], LAEA) == []


def test_far_from_the_centre_the_northernmost_point_is_that_of_the_earth():
    # parallels of the north bend up away from the centre: of two corners of equal y the nearer one lies farther north
    west = stakes_of([square("P", left=-1800e3, bottom=900e3)], LAEA)
    east = stakes_of([square("P", left=1800e3, bottom=900e3)], LAEA)
    to_degrees = osr.CoordinateTransformation(spatial_reference(LAEA), spatial_reference(WGS84))
    for stakes in (west, east):
        latitudes = [to_degrees.TransformPoint(*point)[1] for point in places(stakes)]
        assert latitudes[0] == max(latitudes)
    assert place(west[0])[0] == -1800e3 + 900 and place(east[0])[0] == 1800e3


# Degrees, minutes and seconds

@pytest.mark.parametrize(("degrees", "axis", "text"), [
    (0.0, LATITUDE, "0°00′00.00″N"), (-0.0, LONGITUDE, "0°00′00.00″E"), (-1e-9, LATITUDE, "0°00′00.00″N"),
    (31 + 42 / 60 + 5.37 / 3600, LATITUDE, "31°42′05.37″N"), (-53.1, LONGITUDE, "53°06′00.00″W"),
    (59.9949 / 3600, LATITUDE, "0°00′59.99″N"), (59.9951 / 3600, LATITUDE, "0°01′00.00″N"),
    (12 + 59 / 60 + 59.996 / 3600, LONGITUDE, "13°00′00.00″E"), (-0.5, LATITUDE, "0°30′00.00″S"),
    (-180.0, LONGITUDE, "180°00′00.00″W"), (89.9999999999, LATITUDE, "90°00′00.00″N"),
])
def test_degrees_as_text(degrees, axis, text):
    assert to_dms(degrees, axis) == text


def degrees_of(text):
    """Degrees of a text such as 31°42′05.37″N."""
    degrees, minutes, seconds, side = re.fullmatch(r"(\d+)°(\d\d)′(\d\d\.\d\d)″([NSEW])", text).groups()
    return (int(degrees) + int(minutes) / 60 + float(seconds) / 3600) * (-1 if side in "SW" else 1)


@given(st.floats(-180, 180))
def test_longitudes_come_back_within_half_a_hundredth_of_a_second(degrees):
    text = to_dms(degrees, LONGITUDE)
    assert abs(degrees_of(text) - degrees) * 3600 <= 0.005 + 1e-8
    assert "60.00" not in text and "60′" not in text


@given(st.integers(-90 * 360000, 90 * 360000))
def test_whole_hundredths_come_back_as_they_are(hundredths):
    text = to_dms(hundredths / 360000, LATITUDE)
    assert to_dms(degrees_of(text), LATITUDE) == text
    assert round(degrees_of(text) * 360000) == hundredths


def test_what_is_no_angle_is_refused():
    for degrees, axis in ((90.1, LATITUDE), (180.1, LONGITUDE), (float("nan"), LATITUDE)):
        with pytest.raises(ValueError, match="no angle"):
            to_dms(degrees, axis)


# Systems of delivery

def centre_of_laea(lon, lat):
    return f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m +no_defs"


def test_metres_and_degrees_of_a_known_place():
    # the origin of the projection, 69° E on the equator, is the centre of UTM zone 42: x = 500,000 m, y = 0
    crs = centre_of_laea(69, 0)
    polygons = [polygon("P", "POLYGON((0 0,900 0,900 -900,0 -900,0 0))")]
    stake = located(stakes_of(polygons, crs), polygons, crs, "EPSG:32642")[0].values
    assert (stake["x_m"], stake["y_m"], stake["crs"]) == (500000.0, 0.0, "EPSG:32642")
    assert (stake["longitude"], stake["latitude"]) == ("69°00′00.00″E", "0°00′00.00″N")


def test_degrees_and_metres_agree_to_the_hundredth():
    polygons = [square("P", left=123456.7, bottom=-98765.4)]
    back = osr.CoordinateTransformation(spatial_reference("EPSG:32642"), spatial_reference(WGS84))
    for stake in located(stakes_of(polygons, LAEA), polygons, LAEA, "EPSG:32642"):
        longitude, latitude, _height = back.TransformPoint(stake.values["x_m"], stake.values["y_m"])
        assert degrees_of(stake.values["longitude"]) == pytest.approx(longitude, abs=0.006 / 3600)
        assert degrees_of(stake.values["latitude"]) == pytest.approx(latitude, abs=0.006 / 3600)


def test_a_system_in_degrees_tells_metres_in_the_zone_of_its_own_datum():
    crs = centre_of_laea(-53.1, -14.2)
    polygons = [square("BRA")]
    stakes = stakes_of(polygons, crs)
    stake = located(stakes, polygons, crs, "EPSG:4674")[0]
    assert stake.values["crs"] == "EPSG:31982", "SIRGAS 2000 / UTM zone 22S"
    assert stake.values["latitude"].endswith("S") and stake.values["longitude"].endswith("W")
    assert place(stake) == place(stakes[0]), "the geometry stays on the grid"


def test_utm_is_the_zone_of_the_polygon():
    west, east = square("W", left=-400e3), square("E", left=100e3)  # 65.2° and 70.4° E
    assert delivery_crs("utm", [east], LAEA) == "EPSG:32642"
    assert delivery_crs("UTM", [west, east], LAEA) == WGS84, "no one zone holds both"
    assert delivery_crs("EPSG:4674", [west], LAEA) == "EPSG:4674"
    stakes = located(stakes_of([west, east], LAEA), [west, east], LAEA, "utm")
    assert {(stake.values["codes"], stake.values["crs"]) for stake in stakes} == {("W", "EPSG:32641"),
                                                                                 ("E", "EPSG:32642")}


def test_zones_and_names():
    assert [zone_of(*place) for place in ((-180, 1), (179.9, 1), (180, 1), (69, 0), (-53.1, -14))] == [
        1, 60, 1, 42, -22]
    assert name_of(utm_on("EPSG:4326", -22)) == "EPSG:32722"
    assert "UTM zone 48N" in utm_on("EPSG:4490", 48).GetName(), "CGCS2000 has no UTM zones of its own in EPSG"


@pytest.mark.parametrize("wrong", ["EPSG:999999", "nowhere", "EPSG:2225", "EPSG:4978"])
def test_a_system_that_cannot_be_used_is_told(wrong):
    with pytest.raises(InputError, match=wrong):
        delivery_crs(wrong, [square("P")], LAEA)
