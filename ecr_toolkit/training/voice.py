"""What Verdania says in its documents: ministry, law, foreword, who signs, and a logo drawn by numbers."""

from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal

LOGO = "data/logo.png"
_SIZE = 256  # pixels
_GREEN, _WHITE, _BLUE = (32, 92, 64), (255, 255, 255), (66, 133, 180)
VOICE: dict[str, Any] = {
    "logo": LOGO,
    "ministry": {"en": "Ministry of Nature of Verdania"},
    "legal_basis": {"en": "Nature Act of Verdania, articles 12 to 19"},
    "foreword": {"en": "Verdania lives from the water of its range and the soil of its valleys. This redline says "
                       "where both must be kept as they are, so that those who come after us find them.\n\n"
                       "It was drawn with open data and open rules. Whoever doubts a line can follow how it came "
                       "about, and propose a better one."},
    "signatories": ["Ayşe Ñandúti, Director of Nature Conservation", "Zofia Łęcka, Surveyor General"],
}


def write_logo(path: Path) -> None:
    """A white mountain over blue waves in a green disc, as PNG."""
    down, across = np.mgrid[0:_SIZE, 0:_SIZE] / (_SIZE - 1) * 2 - 1
    picture = np.empty((3, _SIZE, _SIZE), np.uint8)
    picture[:] = np.reshape(_WHITE, (3, 1, 1))
    disc = np.hypot(down, across) < 0.98
    mountain = (down > np.abs(across + 0.15) * 1.4 - 0.55) | (down > np.abs(across - 0.4) * 1.2 - 0.15)
    water = down > 0.35 + 0.05 * np.sin(across * 14)
    for colour, where in ((_GREEN, disc), (_WHITE, disc & mountain), (_BLUE, disc & water)):
        picture[:, where] = np.reshape(colour, (3, 1))
    memory = gdal.GetDriverByName("MEM").Create("", _SIZE, _SIZE, 3, gdal.GDT_Byte)
    memory.WriteArray(picture)
    gdal.GetDriverByName("PNG").CreateCopy(str(path), memory)
