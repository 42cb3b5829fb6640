"""Degrees, minutes and seconds as texts (the written form of ISO 6709, Annex D), to 0.01 second."""

LATITUDE, LONGITUDE = "NS", "EW"
_LIMIT = {LATITUDE: 90, LONGITUDE: 180}
_HUNDREDTHS = 360000  # of a second in a degree


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
