"""Names of places and species in the languages of the documents, from a table that the country gives."""

from collections.abc import Mapping

from .pilot import Pilot
from .tables import read_table, unguarded

NAME = "name"  # the column that has each name as the data write it; the others are called by their language


def place_names(pilot: Pilot, language: str) -> Mapping[str, str]:
    """Name as the data have it → name in a language; none for what the table leaves empty. Raises InputError for a
    table that cannot be read."""
    table = pilot.recipe["documents"]["names"]
    if not table:
        return {}
    return {unguarded(row[NAME]): unguarded(row[language]) for row in read_table(pilot.folder / table, [NAME])
            if row.get(language, "").strip()}
