"""Key numbers of gaps and thresholds."""

from collections.abc import Sequence
from typing import Any, Optional

from ...documents import wording
from ...documents.context import Context
from ...languages.messages import N_, _, worded
from ...planning.gap_map import GAP
from ...planning.shares import percent
from ...planning.thresholds import METHODS
from ..coverage.bars import BY_GAP, Bar, in_order
from ..coverage.rows import given
from ..coverage.subjects import SUBJECTS
from .numbers import KeyNumber, Writer

_WITH_TARGETS = ("ecoregions", "units")  # the first of which there are data


def gaps(_pilot: Any, c: Context, write: Writer) -> list[KeyNumber]:
    units = c.rows("gap_units")
    if not units:
        return []
    whole, known = sum(row["area_km2"] for row in units), given(c)
    protected, oecm = (sum(row[f"{name}_km2"] for row in units) if known else None for name in ("protected", "oecm"))
    numbers = [write.area(N_("Protected area, overlaps counted once"), protected),
               write.share(N_("Share of the country that is protected"), _percent(protected, whole)),
               write.share(N_("OECMs"), _percent(oecm, whole), "" if oecm is None else write.km2(oecm))]
    numbers += [write.area(N_("Gap: highest class, not protected"), row["area_km2"], write.percent(row["area_percent"]))
                for row in c.rows("gap_map") if known and row["code"] == str(GAP)]
    return [*numbers, *_largest(c, write)]


def _largest(c: Context, write: Writer) -> list[KeyNumber]:
    """The ecoregion, else the unit, that is farthest below its target; none when all reach it."""
    read = {subject.id: subject.read for subject in SUBJECTS}
    found: Sequence[Bar] = next(filter(None, (read[id](c) for id in _WITH_TARGETS)), [])
    short = [bar for bar in found if bar.protected is not None and bar.target is not None
             and bar.protected < bar.target]
    return [write.share(N_("Farthest below the target"), bar.protected, bar.label)
            for bar in in_order(short, BY_GAP, write.formats)[:1]]


def thresholds(_pilot: Any, c: Context, write: Writer) -> list[KeyNumber]:
    """Of the threshold that is in force."""
    row = next((row for row in c.rows("thresholds") if row["chosen"]), None)
    if row is None:
        return []
    objects = row["conflict_objects"]
    method = worded(METHODS, row["method"])
    return [write.share(N_("Share asked for"), row["share_percent"], method, wording.NOT_APPLICABLE),
            write.area(N_("Candidate area by the functions"), row["area_km2"]),
            write.share(N_("Share of the country"), row["area_percent"]),
            write.area(N_("Conflicts"), row["conflict_km2"], "" if objects is None else write.named(
                _("Places in conflict"), write.ltr(write.formats.number(objects))))]


def _percent(part: Optional[float], whole: float) -> Optional[float]:
    return None if part is None else percent(part, whole)
