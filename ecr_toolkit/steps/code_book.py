"""The code book of a pilot: every code that was ever given with the polygon that had it last, so that the same patch
keeps its code from one drawing to the next and no other patch ever gets it (methods.md §5.7)."""

from collections.abc import Sequence
from pathlib import Path

from osgeo import ogr

from ..boundary.register import KnownCodes
from ..coordination.versions.archive import Approved
from ..pilot.layers import Feature, open_layer, write_layers
from ..pilot.pilot import Pilot

FILE, LAYER = Path("codes.gpkg"), "codes"
FIELDS = {"ecr_code": str, "in_use": int}


def known_codes(pilot: Pilot, kept: Sequence[Approved]) -> KnownCodes:
    """What the code book and the approved versions (``kept``, oldest first) know. A code that an approved line retired
    does not return, whatever is drawn; one that only drafts had goes to the same patch when that comes back."""
    last = list(kept[-1].redline) if kept else []
    approved = {one.values["ecr_code"] for version in kept for one in version.redline}
    retired = approved - {one.values["ecr_code"] for one in last}
    book = [one for one in _book(pilot) if one.values["ecr_code"] not in retired]
    listed = {one.values["ecr_code"] for one in book}
    earlier = [*book, *(one for one in last if one.values["ecr_code"] not in listed)]
    return KnownCodes(earlier, sorted(approved | listed))


def keep_codes(pilot: Pilot, redline: Sequence[Feature]) -> None:
    """Write the codes of a new drawing into the code book; codes that it does not have stay there, out of use."""
    now = {one.values["ecr_code"]: one.geometry for one in redline}
    resting = [Feature(one.geometry, {"ecr_code": one.values["ecr_code"], "in_use": 0}) for one in _book(pilot)
               if one.values["ecr_code"] not in now]
    rows = [*(Feature(now[code], {"ecr_code": code, "in_use": 1}) for code in sorted(now)), *resting]
    write_layers(pilot.folder / FILE, pilot.crs, {LAYER: (ogr.wkbMultiPolygon, FIELDS, rows)})


def _book(pilot: Pilot) -> list[Feature]:
    path = pilot.folder / FILE
    return open_layer(path, pilot.crs) if path.exists() else []
