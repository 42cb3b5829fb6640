"""The last pass over an input: scaled, cut to the country, published, and measured for the checks."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..feedback import Feedback
from ..models.declaration import Variable
from ..pilot.pilot import Pilot
from ..raster.blocks import blocks
from ..raster.statistics import Moments, moments_of
from ..raster.stream import Output, stream
from .opening import MONTHS
from .sources import Aligned

# How the bands of a variable become the one number of inputs.csv and of the documents
YEAR = {"precipitation": ("annual sum", np.sum), "temperature": ("annual mean", np.mean),
        "monthly_evapotranspiration": ("annual sum", np.sum), "irrigation": ("annual sum", np.sum),
        "rain_days": ("annual sum", np.sum), "daily_precipitation": ("annual sum", np.sum),
        "wind_speed": ("annual mean", np.mean), "wind_series": ("annual mean", np.mean),
        "relative_humidity": ("annual mean", np.mean), "temperature_range": ("annual mean", np.mean),
        "vapour_pressure": ("annual mean", np.mean), "snow_probability": ("annual mean", np.mean),
        "species_habitat": ("value", np.sum), "land_cover_shares": ("value", np.sum)}


@dataclass
class Facts:
    """What is known of a published input inside the country. ``year``: of the annual value (of the value itself when
    there are no months); ``bands``: of each band; ``classes``: cells of each class; ``outside``: cells beyond the
    plausible range; ``cells``: cells of the country."""

    cells: int = 0
    year: Moments = field(default_factory=lambda: Moments.together([]))
    bands: list[Moments] = field(default_factory=list)
    classes: Counter = field(default_factory=Counter)
    outside: int = 0

    @property
    def missing_share(self) -> float:
        """Share (0-1) of the country's cells without a value."""
        return 1 - self.year.count / self.cells if self.cells else 0.0


def finish(pilot: Pilot, variable: Variable, source: Aligned, feedback: Feedback) -> Facts:
    """Publish ``inputs/<variable>.tif`` and measure it."""
    inputs: dict[str, Path] = {"units": pilot.input("units")}
    if source.path is not None:
        inputs["stored"] = source.path
    if source.lapse:
        inputs["elevation"] = pilot.input("elevation")

    def made(read, _window):
        domain = read["units"] > 0
        if source.path is None:
            value = np.full(domain.shape, source.constant, np.float32)
        else:
            value = _value(read["stored"], variable, source)
        if source.lapse:
            value = value - np.float32(source.lapse) * read["elevation"]
        return {variable.id: np.where(domain, value, np.float32(np.nan)).astype(np.float32)}

    output = Output(pilot.input(variable.id), "continuous", variable.title, variable.unit,
                    bands=variable.bands or source.bands)
    stream(inputs, made, {variable.id: output}, pilot.grid, feedback.part(0, 0.7))
    return measure(pilot, variable, feedback.part(0.7, 1))


def _value(stored: np.ndarray, variable: Variable, source: Aligned) -> np.ndarray:
    """Scaled values, (rows, cols) or (12, rows, cols); many years become the mean of each month."""
    shape = (-1, *[1] * (stored.ndim - 1)) if stored.ndim == 3 else (1, 1)
    scales, offsets = (np.array(numbers, np.float64).reshape(shape) for numbers in (source.scales, source.offsets))
    value = stored if (scales == 1).all() and (offsets == 0).all() else stored * scales + offsets
    if source.percent:
        value = np.degrees(np.arctan(value / 100))
    if variable.bands == MONTHS and stored.shape[0] > MONTHS:
        value = value.reshape(-1, MONTHS, *value.shape[1:]).mean(axis=0, dtype=np.float64)
    return value


def measure(pilot: Pilot, variable: Variable, feedback: Feedback) -> Facts:
    """Facts of a published input."""
    reduce = YEAR.get(variable.id, ("", None))[1]

    def count(read, _window):
        value, domain = read["value"], read["units"] > 0
        year = value if reduce is None or value.ndim == 2 else reduce(value, axis=0, dtype=np.float64)
        codes = Counter()
        if variable.resampling == "classes":
            found, counts = np.unique(value[~np.isnan(value)], return_counts=True)
            codes.update(dict(zip(found.tolist(), counts.tolist())))
        months = [moments_of(band) for band in value] if value.ndim == 3 else []
        outside = int(np.sum((value < variable.minimum) | (value > variable.maximum)))
        return int(domain.sum()), moments_of(year), months, codes, outside

    facts, years, months = Facts(), [], []
    for _window, (cells, year, of_months, codes, outside) in blocks(
            {"value": pilot.input(variable.id), "units": pilot.input("units")}, count, pilot.grid, feedback):
        facts.cells += cells
        facts.classes += codes
        facts.outside += outside
        years.append(year)
        months.append(of_months)
    facts.year = Moments.together(years)
    facts.bands = [Moments.together(list(band)) for band in zip(*months)]
    return facts
