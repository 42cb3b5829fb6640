"""Far islands: parts of a country that make its grid much larger and add little land; free of widgets."""

from collections.abc import Sequence
from dataclasses import dataclass

from osgeo import ogr

from ...pilot.layers import parts

_APART = 2.0  # degrees of water beyond which parts belong to different groups
_LITTLE = 0.05  # groups that hold less of the land than this may be left out
_WORTH = 0.6  # leaving them out must bring the box of the country down to this share
_MARGIN = 0.1  # degrees round what is kept

Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class Far:
    """``clip``: the box in degrees that keeps the rest; ``share``: of the land that is left out, 0-1."""

    clip: Sequence[float]
    share: float


NONE = Far((), 0.0)


def far_islands(outline: ogr.Geometry) -> Far:
    """What could be left out of a country in degrees; ``NONE`` where nothing is worth it. A country that the 180°
    meridian cuts is left whole, since a clip cannot cross it."""
    pieces = [(_box(part), part.GetArea()) for part in parts(outline)]
    total = sum(area for _box_of, area in pieces)
    groups = [(area, box) for area, box in _groups(pieces) if area >= _LITTLE * total]
    kept = _around([box for _area, box in groups])
    whole = _around([box for box, _area in pieces])
    if whole[2] - whole[0] > 340 or _size(kept) > _WORTH * _size(whole):
        return NONE
    west, south, east, north = kept
    clip = (max(west - _MARGIN, -180.0), max(south - _MARGIN, -90.0),
            min(east + _MARGIN, 180.0), min(north + _MARGIN, 90.0))
    left = sum(area for box, area in pieces if not _meet(box, clip, 0.0))
    return Far(tuple(round(degrees, 1) for degrees in clip), left / total)


def _groups(pieces: Sequence[tuple[Box, float]]) -> list[tuple[float, Box]]:
    """Parts whose boxes lie near to each other, joined: (area, box)."""
    groups: list[tuple[float, Box]] = []
    for box, area in sorted(pieces, key=lambda piece: -piece[1]):
        touching = [group for group in groups if _meet(group[1], box, _APART)]
        groups = [group for group in groups if group not in touching]
        groups.append((area + sum(group[0] for group in touching), _around([box, *(group[1] for group in touching)])))
    return groups


def _box(part: ogr.Geometry) -> Box:
    west, east, south, north = part.GetEnvelope()
    return west, south, east, north


def _around(boxes: Sequence[Box]) -> Box:
    return (min(box[0] for box in boxes), min(box[1] for box in boxes),
            max(box[2] for box in boxes), max(box[3] for box in boxes))


def _meet(one: Sequence[float], other: Sequence[float], apart: float) -> bool:
    return (one[0] - apart <= other[2] and other[0] - apart <= one[2]
            and one[1] - apart <= other[3] and other[1] - apart <= one[3])


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
