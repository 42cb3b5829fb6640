"""Pictures of the steps in QGIS, which ship with the toolkit: guidelines/pictures/<language>/<step>.png."""

import struct
from collections.abc import Mapping
from pathlib import Path

from ...feedback import Feedback
from ...pilot.pilot import Pilot
from ..context import Context
from ..maps import Maps
from ..pictures import Picture
from .interface import WALK

FOLDER = Path(__file__).resolve().parents[3] / "guidelines" / "pictures"
_FALLBACK = "en"
_WIDTH_MM, _HEIGHT_MM = 150.0, 110.0  # the most that a picture takes on paper
_MM_OF_DOT = 25.4 / 96  # of a screen, in which pictures of it are taken
_SIGNATURE, _SIZE = b"\x89PNG\r\n\x1a\n", struct.Struct(">II")


def step_pictures(_pilot: Pilot, context: Context, _maps: Maps, _feedback: Feedback) -> Mapping[str, Picture]:
    """``step-<id>`` → picture of the step in the document's language, else in English; steps without one are left
    out."""
    found = {}
    for step in WALK:
        paths = (FOLDER / language / f"{step}.png" for language in (context.language, _FALLBACK))
        path = next((path for path in paths if path.is_file()), None)
        if path is not None:
            found[f"step-{step}"] = picture_of(path.read_bytes())
    return found


def picture_of(png: bytes) -> Picture:
    """A PNG with its size on paper: as on the screen, or smaller where it would be wider or higher than a page has
    room for. Raises ValueError for what is no PNG."""
    if not png.startswith(_SIGNATURE) or png[12:16] != b"IHDR":
        raise ValueError("this is no PNG")
    width, height = (dots * _MM_OF_DOT for dots in _SIZE.unpack_from(png, 16))
    fit = min(1.0, _WIDTH_MM / width, _HEIGHT_MM / height)
    return Picture(png, width * fit, height * fit)
