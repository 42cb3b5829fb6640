"""Activities that the general zone of the redline allows, as a checklist (methods.md §4.5)."""

from pathlib import Path

from ...languages.messages import N_
from ...pilot.tables import read_table

TABLE = Path(__file__).parent / "allowed_activities.csv"
COLUMNS = ("code", "text", "basis")

# The texts of the table, for the catalogue
TEXTS = (
    N_("patrol and survey"),
    N_("farming, grazing and fishing of the people who live there, without expansion"),
    N_("existing exploration of strategic minerals"),
    N_("flood control"),
    N_("tourism of limited scale"),
    N_("linear infrastructure that cannot be placed elsewhere"),
    N_("scientific study"),
    N_("approved restoration"),
)


def allowed_activities() -> list[dict[str, str]]:
    """Rows (COLUMNS) of the checklist: code, what is allowed outside of core zones (to be translated), and its basis
    with how sure it is."""
    return read_table(TABLE, COLUMNS)
