"""What every share would take in, read from the table of the thresholds step; free of widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...models.catalogue import of_kind
from ...models.declaration import FUNCTION
from ...pilot.tables import read_table

AREA = ""


@dataclass(frozen=True)
class Held:
    """``percents``: function (AREA: the part of the land) → what each whole per cent from ``first`` on holds, per
    cent; ``titles``: function → marked title."""

    first: int
    percents: Mapping[str, Sequence[float]]
    titles: Mapping[str, str]

    @property
    def last(self) -> int:
        return self.first + len(self.percents[AREA]) - 1

    def at(self, share: int) -> dict[str, float]:
        """What a share (per cent) holds, by function; AREA first."""
        place = min(max(share, self.first), self.last) - self.first
        return {name: values[place] for name, values in self.percents.items()}


def held_of(pilot: Any) -> Held:
    """The table of a pilot; without rows where the thresholds step had nothing to order."""
    path = pilot.table("threshold_shares")
    rows = read_table(path) if path.is_file() else []
    found: dict[str, dict[int, float]] = {AREA: {}}
    for row in rows:
        found.setdefault(row["function"], {})[int(row["share_percent"])] = float(row["percent"])
    shares = sorted(found[AREA])
    titles = {name: model.title for name, model in of_kind(FUNCTION).items()}
    return Held(shares[0] if shares else 1, {name: [values[share] for share in shares]
                                             for name, values in found.items() if len(values) == len(shares)},
                {name: titles[name] for name in found if name in titles})
