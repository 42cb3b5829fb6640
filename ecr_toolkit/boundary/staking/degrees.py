"""Degrees, minutes and seconds as texts (the written form of ISO 6709, Annex D), to 0.01 second."""

import re

from ...errors import InputError
from ...languages.messages import _

LATITUDE, LONGITUDE = "NS", "EW"
_LIMIT = {LATITUDE: 90, LONGITUDE: 180}
_HUNDREDTHS = 360000  # of a second in a degree
_WRITTEN = re.compile(r"""\s*(\d{1,3})\s*°\s*(\d{1,2})\s*[′']\s*(\d{1,2}(?:[.,]\d+)?)\s*[″"]\s*([NSEW])\s*""")


def to_dms(degrees: float, axis: str) -> str:
    """Degrees as text such as ``31°42′05.37″N``; ``axis`` is LATITUDE or LONGITUDE. ValueError beyond its range.

    Rounded once, in whole hundredths of a second, so that 59.995″ carries into the minutes.
    """
    if not abs(degrees) <= _LIMIT[axis]:
        raise ValueError(f"{degrees} is no angle of {axis}")
    hundredths = round(abs(degrees) * _HUNDREDTHS)
    whole, rest = divmod(hundredths, _HUNDREDTHS)
    minutes, seconds = divmod(rest, 6000)
    hemisphere = axis[1 if degrees < 0 and hundredths else 0]
    return f"{whole}°{minutes:02d}′{seconds // 100:02d}.{seconds % 100:02d}″{hemisphere}"


def from_dms(text: str) -> float:
    """Degrees of a text as ``to_dms`` writes it, also with plain quotes; InputError when it is none."""
    found = _WRITTEN.fullmatch(text)
    if found:
        degrees, minutes, seconds = int(found[1]), int(found[2]), float(found[3].replace(",", "."))
        value = degrees + minutes / 60 + seconds / 3600
        limit = _LIMIT[LATITUDE if found[4] in LATITUDE else LONGITUDE]
        if minutes < 60 and seconds < 60 and value <= limit:
            return -value if found[4] in "SW" else value
    raise InputError([(_("This is no coordinate in degrees, minutes and seconds: {text}.").format(text=text),
                       _("Write it like 31°42′05.37″N."))])
