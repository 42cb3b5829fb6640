"""Qt's flags as numbers: PyQt5 counts them as integers, PyQt6 does not."""

from typing import Any


def as_int(flag: Any) -> int:
    """The number of an enum member or of flags put together, in PyQt5 and PyQt6."""
    return int(flag.value) if hasattr(flag, "value") else int(flag)
