"""The new pilot while it is being described: what was chosen and what follows from it; free of widgets."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from ...languages.formats import Formats
from ...languages.messages import _, interface
from ...pilot.fields import FILE
from ...pilot.forecast import Extent, Forecast, extent_of, forecast, recommended_cell
from ...pilot.new_pilot import Start, objectives_of, ready_pilot
from .countries import Country
from .far_islands import NONE, Far, far_islands
from .own_layer import OwnLayer

PILOTS = Path(__file__).resolve().parents[3] / "pilots"  # in the repository and in the installed plugin


class Draft:
    """Choices with their suggestions. Whoever sets ``country`` or ``own`` gets new suggestions of all else."""

    def __init__(self, pilots: Path = PILOTS) -> None:
        self._pilots = pilots
        self.country: Optional[Country] = None
        self.own: Optional[OwnLayer] = None
        self.fields = ("", "")  # of the own layer: codes, names
        self.languages: Sequence[str] = ["en"]
        self.starter = True
        self.cell_m = 0.0
        self.leave_out = False  # the far islands
        self.far: Far = NONE
        self.extent: Optional[Extent] = None
        self._ready: Optional[Path] = None

    def choose(self, country: Optional[Country], own: Optional[OwnLayer] = None) -> None:
        """Another country, or a layer of one's own that lies in it (None where the country is still to be told)."""
        if own is not None and own is not self.own:
            self.fields = own.guessed()
        self.country, self.own, self.leave_out, self.extent = country, own, False, None
        self.far, self._ready = NONE, None
        if country is not None:
            self._ready = ready_pilot(self._pilots, country.code) if own is None else None
            self.languages = self._ready_recipe().get("languages", country.languages)
        if country is not None and own is None:
            self.far = far_islands(country.outline)
        self._measure()

    def use_starter(self, starter: bool) -> None:
        """The starter data, or data of one's own; another size of cells is recommended."""
        self.starter = starter
        self._recommend()

    def leave_far_islands(self, out: bool) -> None:
        self.leave_out = out
        self._measure()

    @property
    def recommended_m(self) -> float:
        return recommended_cell(self.extent, self.starter) if self.extent is not None else 0.0

    def forecast(self) -> Optional[Forecast]:
        """What a run will ask of the machine; None before there is a country."""
        if self.extent is None or self.country is None:
            return None
        objectives = objectives_of(self.starter, self.country.coast)
        return forecast(self.extent, self.cell_m, objectives["functions"], objectives["sensitivities"],
                        len(self.languages))

    def start(self) -> Start:
        """What the pilot begins with; a country must have been chosen. InputError where a unit has no name."""
        country = self.country
        return Start(
            code=country.code, names={**country.names(self.languages), **self._ready_names()},
            languages=list(self.languages), cell_m=self.cell_m, starter=self.starter, coast=country.coast,
            clip=self.far.clip if self.leave_out else (),
            units=None if self.own is None else self.own.units(*self.fields), ready=self._ready)

    def _measure(self) -> None:
        if self.own is not None:
            self.extent = extent_of(self.own.outline)
        elif self.country is not None:
            self.extent = extent_of(self.country.outline, self.far.clip if self.leave_out
                                    else self._ready_recipe().get("grid", {}).get("clip", ()))
        self._recommend()

    def _recommend(self) -> None:
        self.cell_m = self.recommended_m

    def _ready_recipe(self) -> dict:
        return {} if self._ready is None else json.loads((self._ready / FILE).read_text(encoding="utf-8-sig"))

    def _ready_names(self) -> dict[str, str]:
        return self._ready_recipe().get("country", {}).get("name", {})


def sentence_of(found: Forecast) -> str:
    """A forecast for the user, about as exact as it is."""
    formats = Formats(interface.language)
    minutes = found.seconds / 60
    text = _("{cells} cells; about {memory} GB of memory; about {minutes} min.")
    if minutes >= 100:
        text = _("{cells} cells; about {memory} GB of memory; about {hours} h.")
    return text.format(cells=formats.number(found.cells), memory=formats.number(found.memory_mb / 1000, 1),
                       minutes=formats.significant(max(1, minutes), 1 if minutes < 10 else 2),
                       hours=formats.number(minutes / 60))


def size_text(cell_m: float) -> str:
    """A size of cells: 250 m, 5 km."""
    formats = Formats(interface.language)
    return f"{formats.number(cell_m / 1000)} km" if cell_m >= 1000 else f"{formats.number(cell_m)} m"
