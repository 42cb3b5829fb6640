"""Counties: every province cut along lines between vertices of its own outline, so that they tile it exactly."""

import numpy as np

from . import outline
from .lines import split
from .writing import Feature

NAMES = {
    "CAL-01": "Yukarı Çal", "CAL-02": "Portalma", "LEK-01": "Wybrzeże", "LEK-02": "Łęka Dolna",
    "LEK-03": "Góry Łęckie", "NDU-01": "Cumbres", "NDU-02": "Qal", "NDU-03": "Paso del Sur",
}


def counties() -> list[Feature]:
    """Features with ``code``, ``name`` and ``parent``, the code of the province; the island belongs to Portalma."""
    return [Feature(rings, {"code": code, "name": NAMES[code], "parent": code[:3]})
            for code, rings in sorted(_rings().items())]


def _rings() -> dict[str, list[np.ndarray]]:
    provinces = outline.provinces()
    (mainland, island), (lowlands,), (highlands,) = (provinces[code] for code in ("CAL", "LEK", "NDU"))
    portalma, upper = split(mainland, (-12.1, 8.3), [(-5.0, 9.2)], (0.9, 9.2), 121)
    inland, coast = split(lowlands, (-9.0, -15.4), [(-8.0, -7.0)], (-7.6, 3.3), 122)
    hills, plain = split(inland, (3.1, -16.8), [(-1.6, -8.0)], (-1.1, -0.4), 123)
    north, south = split(highlands, (2.4, 4.6), [(9.0, 3.4)], (19.2, 3.4), 124)
    summits, steppe = split(north, (9.0, 3.4), [(10.4, 9.6)], (10.0, 16.9), 125)
    return {"CAL-01": [upper], "CAL-02": [portalma, island], "LEK-01": [coast], "LEK-02": [plain], "LEK-03": [hills],
            "NDU-01": [summits], "NDU-02": [steppe], "NDU-03": [south]}
