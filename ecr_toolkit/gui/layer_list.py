"""Which results go on the map, in which order: files and titles, free of QGIS."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Callable

from ..languages.messages import LANGUAGES, N_, catalogue, interface
from ..models.catalogue import of_kind
from ..models.declaration import FUNCTION, SENSITIVITY
from ..steps.thresholds import TRIAL as RANKS
from .wording import capital

REDLINE, CONFLICTS, CORRIDORS, LEVEL, GAPS = "redline", "conflicts", "corridors", "level", "gaps"
SPACES, SUITABILITY, TRIAL = "spaces", "suitability", "trial"
KEY_PROPERTY = "ecr_toolkit/key"  # of a layer in the project: which entry it shows
SUBGROUPS = {
    REDLINE: N_("Redline"),
    CONFLICTS: N_("Conflicts with other uses"),
    CORRIDORS: N_("Corridors on offer"),
    SPACES: N_("Spaces and suitability"),
    GAPS: N_("Gaps"),
    LEVEL: N_("Protection level"),
    FUNCTION: N_("Function importance"),
    SENSITIVITY: N_("Ecological sensitivity"),
}
_GROUP, _TRIAL = N_("ECR Toolkit – {pilot}"), N_("Candidate area by the functions")


words = cache(catalogue)


@dataclass(frozen=True)
class Entry:
    """One layer: a class raster, or ``layer`` of a GeoPackage. ``title`` is a marked text, ``style`` a key of
    styles.py."""

    key: str
    subgroup: str
    title: str
    path: Path
    style: str
    layer: str = ""
    visible: bool = False

    def name(self, language: str) -> str:
        """The title in a language."""
        return capital(words(language).gettext(self.title))

    def output(self, folder: Path) -> str:
        """What the ledger calls it, such as ``ecr.gpkg#ecr``."""
        file = self.path.relative_to(folder).as_posix()
        return f"{file}#{self.layer}" if self.layer else file


def trial(pilot: Any) -> Entry:
    """The layer on which a share is tried: the ranks of the thresholds."""
    return Entry(TRIAL, LEVEL, _TRIAL, pilot.folder / RANKS, TRIAL, visible=True)


def group_title(pilot: Any, language: str) -> str:
    """Title of the pilot's group in the layer tree."""
    return words(language).gettext(_GROUP).format(pilot=pilot.name(language))


def said_again(present: str, give: Callable[[str], str]) -> str:
    """A text in the interface's language when it is one that the toolkit gave in any language (``give(language)``);
    what a user wrote instead stays."""
    return give(interface.language) if present in {give(language) for language in LANGUAGES} else present


def text_again(present: str, text: str) -> str:
    """``said_again`` of a marked text."""
    return said_again(present, lambda language: words(language).gettext(text))


def entries(pilot: Any) -> list[Entry]:
    """The results whose files exist, from the top of the map to its bottom."""
    return [entry for entry in (*_vectors(pilot), *_rasters(pilot)) if entry.path.is_file()]


def _vectors(pilot: Any) -> Iterator[Entry]:
    """Layers of ecr.gpkg; those that only some pilots have are left out where they do not open."""
    for layer, subgroup, title, visible in (
        ("mismatches", REDLINE, N_("Mismatches"), True), ("proposals", REDLINE, N_("Proposals for mismatches"), False),
        ("stakes", REDLINE, N_("Stakes"), False), ("boundary_lines", REDLINE, N_("Boundary by type of line"), False),
        ("ecr_parts", REDLINE, N_("Core and general zones"), False),
        ("ecr", REDLINE, N_("Ecological Conservation Redline"), True),
        ("protected_areas", REDLINE, N_("Protected areas"), True), ("units", REDLINE, N_("Administrative units"), True),
        ("conflict_lines", CONFLICTS, N_("Roads and other lines"), False),
        ("conflicts", CONFLICTS, N_("Conflict objects"), False),
        ("corridor_paths", CORRIDORS, N_("Least-cost paths"), False),
        ("stepping_stones", CORRIDORS, N_("Stepping stones"), False), ("corridors", CORRIDORS, N_("Corridors"), False),
    ):
        yield Entry(layer, subgroup, title, pilot.geopackage, layer, layer, visible)


def _rasters(pilot: Any) -> Iterator[Entry]:
    yield Entry(SPACES, SPACES, N_("Spaces"), pilot.folder / "spaces.tif", SPACES)
    for subject, title in (("agriculture", N_("Suitability for agriculture")), ("urban", N_("Suitability for towns"))):
        yield Entry(f"{SUITABILITY}:{subject}", SPACES, title, pilot.folder / "suitability" / f"{subject}_class.tif",
                    SUITABILITY)
    yield Entry(GAPS, GAPS, N_("Gaps"), pilot.folder / "gaps" / "gap.tif", GAPS)
    yield Entry("protection_level", LEVEL, N_("Protection level"), pilot.protection_level, LEVEL, visible=True)
    for kind, chosen, title, together in (
        (FUNCTION, "functions", N_("Highest of all functions"), pilot.importance),
        (SENSITIVITY, "sensitivities", N_("Highest of all sensitivities"), pilot.sensitivity),
    ):
        yield Entry(f"{kind}:all", kind, title, together, kind)
        models = of_kind(kind)
        for name in pilot.recipe["objectives"][chosen]:
            yield Entry(f"{kind}:{name}", kind, models[name].title, pilot.classes(kind, name), kind)

