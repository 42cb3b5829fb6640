"""Documents: guideline, report, brief and register in the languages of the recipe."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..coordination.versions.archive import versions
from ..documents.overrides.reading import FOLDER, paths_of
from ..feedback import Feedback
from ..languages.messages import N_
from ..pilot.lock import locked
from ..pilot.notes import NOTES, TICKS
from ..pilot.pilot import Pilot
from .step import Step


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    from ..documents.writing import write_wanted  # needs qgis, which the other steps do not

    return write_wanted(pilot, wanted_of(pilot), feedback)


def wanted_of(pilot: Pilot) -> dict[str, list[str]]:
    """Ids of the documents to write in each language, as the recipe says; languages in the order of the pilot's."""
    chosen = pilot.recipe["documents"]
    wanted: dict[str, list[str]] = {language: [] for language in pilot.recipe["languages"]}
    for id in dict.fromkeys(chosen["write"]):
        for language in dict.fromkeys(chosen["languages"].get(id, pilot.recipe["languages"])):
            wanted.setdefault(language, []).append(id)
    return {language: ids for language, ids in wanted.items() if ids}


def write_chosen(pilot: Pilot, wanted: Mapping[str, Sequence[str]], feedback: Feedback) -> Sequence[str]:
    """Write documents (ids by language) whatever the recipe says, and give their names. Files that the step wrote
    before count as its own still. Raises ToolkitError, Cancelled."""
    from ..documents.writing import write_wanted

    with locked(pilot.folder):
        before = pilot.ledger.of(STEP.id)
        whole = {row.file for row in before if pilot.hashes.file(pilot.folder / row.file) == row.sha256}
        written = write_wanted(pilot, wanted, feedback)
        renewed = whole & set(written)
        if renewed:
            pilot.ledger.record(STEP.id, [
                replace(row, sha256=pilot.hashes.file(pilot.folder / row.file)) if row.file in renewed else row
                for row in before])
        return written


def check(pilot: Pilot) -> None:
    """Raises InputError for templates of the pilot that cannot be used."""
    from ..documents.rehearsal import check_templates

    check_templates(pilot.folder)


def files_of(pilot: Pilot) -> list[Path]:
    """The logo of the country and its table of names; the notes and ticks of people, where there are any."""
    chosen = pilot.recipe["documents"]
    written = [pilot.folder / name for name in (NOTES, TICKS) if (pilot.folder / name).exists()]
    return [pilot.folder / chosen[name] for name in ("logo", "names") if chosen[name]] + written


def facts_of(pilot: Pilot) -> dict:
    """The templates of the pilot, and the versions that were approved, which the documents name."""
    templates = {path.relative_to(pilot.folder / FOLDER).as_posix(): pilot.hashes.file(path)
                 for path in paths_of(pilot.folder)}
    return {"templates": templates, "versions": {version.number: version.sha256 for version in versions(pilot.folder)}}


STEP = Step(
    id="documents", title=N_("Documents"), run=run,
    needs=("set_up", "prepare", "functions", "sensitivity", "gaps", "thresholds", "boundary", "coordination"),
    recipe=("country", "grid", "languages", "objectives", "sources", "parameters", "preparation", "protected_areas",
            "planning", "species", "thresholds", "boundary", "conflicts", "corridors", "suitability", "coordination",
            "documents", "disclaimer"),
    files=files_of, facts=facts_of, check=check, weight=8, draws=True,
    purpose=N_("Write the report with maps and tables in the country's languages."),
)
