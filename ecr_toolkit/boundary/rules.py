"""Rules for holes and small patches, on faces, with a log of the area each gains and loses (methods.md §5.4)."""

from collections.abc import Sequence
from typing import Callable

from osgeo import ogr

from ..pilot.layers import polygons, singles, union
from .faces import OUTSIDE, Face, Locator

SLIVER_KM2 = 0.01


class AreaLog:
    """Area (km²) after every rule, with what it gained and lost."""

    COLUMNS = ("rule", "area_km2", "gained_km2", "lost_km2")

    def __init__(self) -> None:
        self.rows: list[dict] = []
        self._area = 0.0

    def note(self, rule: str, area_km2: float, gained_km2: float, lost_km2: float) -> None:
        figures = {"area_km2": area_km2, "gained_km2": gained_km2, "lost_km2": lost_km2}
        self.rows.append({"rule": rule, **{name: abs(round(km2, 4)) for name, km2 in figures.items()}})
        self._area = area_km2

    def compare(self, rule: str, before: ogr.Geometry, after: ogr.Geometry) -> None:
        """Note a rule that turned one geometry into another."""
        common = polygons(before.Intersection(after)).GetArea() / 1e6  # closed lines are no area
        area = after.GetArea() / 1e6
        self.note(rule, area, area - common, before.GetArea() / 1e6 - common)

    def change(self, rule: str, gained_km2: float = 0.0, lost_km2: float = 0.0) -> None:
        """Note a rule by its gain and loss."""
        self.note(rule, self._area + gained_km2 - lost_km2, gained_km2, lost_km2)


def redline(faces: Sequence[Face]) -> ogr.Geometry:
    """The union of all redline faces."""
    return union([face.polygon for face in faces if face.redline])


def fill_holes(faces: Sequence[Face], smallest_km2: float, stays_open: Callable[[ogr.Geometry], bool]) -> float:
    """B5: holes smaller than ``smallest_km2`` become redline, as far as they lie in the country. Gives the gain, km².

    ``stays_open`` says of a hole whether something deducted lies in it, which keeps it open.
    """
    holes = []
    for patch in singles(redline(faces)):
        for index in range(1, patch.GetGeometryCount()):
            hole = ogr.Geometry(ogr.wkbPolygon)
            hole.AddGeometry(patch.GetGeometryRef(index))
            if hole.GetArea() / 1e6 < smallest_km2 and not stays_open(hole):
                holes.append(hole)
    inside = Locator(holes)
    gained = 0.0
    for face in faces:
        if not face.redline and inside.find(face.polygon.PointOnSurface()) != OUTSIDE:
            face.redline = True
            gained += face.polygon.GetArea() / 1e6
    return gained


def remove_small_patches(faces: Sequence[Face], smallest_km2: float,
                         stays: Callable[[ogr.Geometry], bool] = lambda _patch: False) -> list[Face]:
    """B6: patches smaller than ``smallest_km2`` go, unless a forced area lies in them or ``stays`` says so (a key site
    lies in them). Gives the faces that went.

    Patches nearer to each other than the aggregation distance are one by now, so what is small here is isolated.
    """
    patches = singles(redline(faces))
    locator = Locator(patches)
    members: dict[int, list[Face]] = {}
    keep: set[int] = {index for index, patch in enumerate(patches)
                      if patch.GetArea() / 1e6 >= smallest_km2 or stays(patch)}
    for face in faces:
        if face.redline:
            index = locator.find(face.polygon.PointOnSurface())
            members.setdefault(index, []).append(face)
            if face.forced:
                keep.add(index)
    gone = [face for index, group in members.items() if index not in keep for face in group]
    for face in gone:
        face.redline = False
    return gone


def remove_taken_out(faces: Sequence[Face], taken_out: ogr.Geometry) -> float:
    """B8: what conflicts took out goes again where drafts of units or edits had brought it back; forced areas stay.
    Faces must have been cut along it. Gives the loss, km²."""
    inside = Locator(singles(taken_out))
    lost = 0.0
    for face in faces:
        if face.redline and not face.forced and inside.find(face.polygon.PointOnSurface()) != OUTSIDE:
            face.redline = False
            lost += face.polygon.GetArea() / 1e6
    return lost


def remove_slivers(faces: Sequence[Face], unit_count: int) -> float:
    """B8: what an administrative border cuts off of a patch goes when it is smaller than a hectare: nobody can put
    stakes round it. Gives the loss, km²."""
    lost = 0.0
    for unit in range(unit_count):
        members = [face for face in faces if face.redline and face.unit == unit]
        pieces = singles(union([face.polygon for face in members]))
        small = Locator([piece for piece in pieces if piece.GetArea() / 1e6 < SLIVER_KM2])
        for face in members:
            if face.polygon.GetArea() / 1e6 < SLIVER_KM2 and small.find(face.polygon.PointOnSurface()) != OUTSIDE:
                face.redline = False
                lost += face.polygon.GetArea() / 1e6
    return lost
