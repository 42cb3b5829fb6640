"""Habitat quality: suitability of the land cover, lessened by threats nearby (methods.md §1.4.3)."""

import numpy as np

from ..languages.messages import N_
from .class_tables import codes_of
from .declaration import FUNCTION, VERIFIED, Model, Parameter, Symbol
from .land_cover import Group, group_of

EXPONENTIAL, LINEAR = "exponential", "linear"
Z = 2.5
# threat → (weight, greatest distance in m, decay); the table "habitat" has a column of sensitivity for each
THREATS = {"urban": (1.0, 10_000.0, EXPONENTIAL), "cropland": (0.7, 4_000.0, LINEAR), "roads": (0.6, 3_000.0, LINEAR),
           "mines": (0.9, 6_000.0, EXPONENTIAL)}
_OF_LAND_COVER = {"urban": Group.URBAN, "cropland": Group.CROP}
_OF_RASTER = {"roads": "road_share", "mines": "mine_share"}


def decay(distance, reach: float, form: str):
    """i 0-1: how much of a threat reaches a distance; 0 beyond ``reach`` (m)."""
    share = 1 - distance / reach if form == LINEAR else np.exp(-2.99 / reach * distance)
    return np.where(distance > reach, 0, share)


def quality(suitability, degradation, half: float):
    """Q = H · [1 − D^z / (D^z + k^z)], z = 2.5."""
    pressed = np.maximum(degradation, 0) ** Z
    return suitability * (1 - pressed / (pressed + half**Z))


def spread(threat: np.ndarray, reach: float, form: str, cell: float) -> np.ndarray:
    """Σ_y r_y i_xy of a threat (share 0-1 a cell) over all cells within ``reach``, as a mean weighted by i: 1 where
    threat is all around. Cells without data count as without threat."""
    size = int(reach // cell)
    steps = np.arange(-size, size + 1) * cell
    kernel = decay(np.hypot(steps[:, np.newaxis], steps), reach, form)
    shape = [length + 2 * size for length in threat.shape]
    product = np.fft.rfft2(np.nan_to_num(threat), shape) * np.fft.rfft2(kernel / kernel.sum(), shape)
    whole = np.fft.irfft2(product, shape)
    return np.clip(whole[size:size + threat.shape[0], size:size + threat.shape[1]], 0, 1)


def compute(values, settings):
    codes, tables = codes_of(values["land_cover"]), settings["tables"]
    groups = group_of(codes)
    present = {name: (groups == group).astype(np.float64) for name, group in _OF_LAND_COVER.items()}
    present.update({name: values[raster] for name, raster in _OF_RASTER.items() if raster in values})
    weights = sum(THREATS[name][0] for name in present)
    degradation = np.zeros(codes.shape)
    for name, threat in present.items():
        weight, reach, form = THREATS[name]
        sensitivity = np.nan_to_num(tables.column("habitat", name)[codes])
        degradation += weight / weights * sensitivity * spread(threat, reach, form, settings["cell_m"])
    return quality(tables.column("habitat", "suitability")[codes], degradation, settings["half_saturation"]).astype(
        np.float32)


def halo(cell: float) -> int:
    """Cells from which a threat can reach."""
    return int(max(reach for _weight, reach, _form in THREATS.values()) // cell)


MODEL = Model(
    id="habitat_quality", kind=FUNCTION, title=N_("habitat quality"), output=N_("habitat quality"), unit="1",
    type_code="12", bit=0, check_of="biodiversity",
    inputs=("land_cover",),
    substitutes={"road_share": N_("roads do not count as a threat"),
                 "mine_share": N_("mines do not count as a threat")},
    parameters=(
        Parameter("half_saturation", N_("degradation at which half of the quality is lost"), "1", 0.05, 0.001, 1,
                  VERIFIED),
    ),
    source=N_("Habitat quality of InVEST: threats that fade with distance"),
    caution=N_("Suitability and sensitivity come from a table of expert judgement."),
    formulas=("Q = H · [1 − D^{2.5} / (D^{2.5} + k^{2.5})]",
              "D = Σ_{r} (w_{r} / Σ_{r} w_{r}) · S_{r} · (Σ_{y} i_{r,y} · t_{r,y}) / (Σ_{y} i_{r,y})",
              "i_{r,y} = 1 − d_{y} / d_{r}, d_{y} ≤ d_{r}", "i_{r,y} = exp(−2.99 · d_{y} / d_{r}), d_{y} ≤ d_{r}",
              "i_{r,y} = 0, d_{y} > d_{r}"),
    symbols=(
        Symbol("Q", "habitat_quality"), Symbol("k", "half_saturation"),
        Symbol("D", meaning=N_("degradation of the habitat")),
        Symbol("H, S_{r}", meaning=N_("suitability of the land cover, and how sensitive it is to the threat")),
        Symbol("w_{r}", meaning=N_("weight of the threat")),
        Symbol("t_{r,y}", meaning=N_("share of a cell nearby that the threat holds")),
        Symbol("i_{r,y}", meaning=N_("how much of a threat reaches so far: linear for cropland and roads, exponential "
                                     "for towns and mines")),
        Symbol("d_{y}, d_{r}", meaning=N_("distance of the cell nearby, greatest distance of the threat"), unit="m"),
    ),
    compute=compute, halo=halo,
)
