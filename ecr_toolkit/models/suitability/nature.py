"""What is neither for fields nor for towns: water, snow and ice, and extremely important land (methods.md §4.1, §4.2).
"""

import numpy as np

from ...raster.files import UNKNOWN
from ...raster.grading import EXTREME
from ..class_tables import codes_of
from ..land_cover import Group, group_of
from .declaration import Values
from .grades import LOWEST


def without_nature(classes: np.ndarray, values: Values) -> np.ndarray:
    """The lowest class on cells of level 5, and on water, snow and ice (design default), whatever else is known; 255
    where land cover or level were given and are unknown."""
    closed, unknown = np.zeros(classes.shape, bool), np.zeros(classes.shape, bool)
    if "land_cover" in values:
        group = group_of(values["land_cover"])
        closed |= (group == Group.WATER) | (group == Group.ICE)
        unknown |= group < 0
    if "level" in values:
        level = codes_of(values["level"])
        closed |= level == EXTREME
        unknown |= level == UNKNOWN
    return np.where(closed, LOWEST, np.where(unknown, UNKNOWN, classes)).astype(np.uint8)
