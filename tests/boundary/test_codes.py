"""Codes of patches: kept by the same patch, never given twice."""

from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.boundary.codes import codes_of
from ecr_toolkit.pilot.layers import Feature

PREFIX = "TRN-CAL-11"


def square(x, y, side):
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))")


def line(**squares):
    return [Feature(geometry, {"ecr_code": f"{PREFIX}-{code[1:]}"}) for code, geometry in squares.items()]


def test_without_an_approved_line_serials_follow_the_order():
    assert codes_of([PREFIX, "TRN-LEK-12", PREFIX], [square(0, 0, 1), square(5, 0, 1), square(9, 0, 1)], [], []) == [
        f"{PREFIX}-0001", "TRN-LEK-12-0001", f"{PREFIX}-0002"]


def test_a_patch_keeps_its_code_and_a_retired_one_never_returns():
    before = line(_0001=square(0, 0, 10), _0002=square(50, 0, 10), _0003=square(100, 0, 10))
    now = [square(100, 0, 12), square(0, 1, 10), square(200, 0, 5)]
    used = [one.values["ecr_code"] for one in before] + [f"{PREFIX}-0007"]
    assert codes_of([PREFIX] * 3, now, before, used) == [f"{PREFIX}-0003", f"{PREFIX}-0001", f"{PREFIX}-0008"]


def test_of_two_parts_the_larger_keeps_the_code():
    before = line(_0004=square(0, 0, 10))
    parts = [square(0, 0, 3), square(4, 4, 6)]
    assert codes_of([PREFIX] * 2, parts, before, [f"{PREFIX}-0004"]) == [f"{PREFIX}-0005", f"{PREFIX}-0004"]


def test_another_type_is_another_code():
    before = line(_0001=square(0, 0, 10))
    assert codes_of(["TRN-CAL-12"], [square(0, 0, 10)], before, [f"{PREFIX}-0001"]) == ["TRN-CAL-12-0001"]


boxes = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 20)), min_size=1, max_size=8)


@given(boxes, boxes)
def test_codes_are_unique(earlier, now):
    before = [Feature(square(*box), {"ecr_code": f"{PREFIX}-{number:04d}"}) for number, box in enumerate(earlier, 1)]
    found = codes_of([PREFIX] * len(now), [square(*box) for box in now], before,
                     [one.values["ecr_code"] for one in before])
    assert len(set(found)) == len(found)
