"""Which results go on the map, in which order: files and titles, free of QGIS."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..languages.messages import N_, _, interface
from ..models.catalogue import of_kind
from ..models.declaration import FUNCTION, SENSITIVITY

REDLINE, CONFLICTS, CORRIDORS, LEVEL, GAPS = "redline", "conflicts", "corridors", "level", "gaps"
SPACES, SUITABILITY = "spaces", "suitability"
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


@dataclass(frozen=True)
class Entry:
    """One layer: a class raster, or ``layer`` of a GeoPackage. ``style`` is a key of styles.py."""

    key: str
    subgroup: str
    title: str
    path: Path
    style: str
    layer: str = ""
    visible: bool = False


def group_title(pilot: Any) -> str:
    """Title of the pilot's group in the layer tree."""
    return _("ECR Toolkit – {pilot}").format(pilot=pilot.name(interface.language))


def entries(pilot: Any) -> list[Entry]:
    """The results whose files exist, from the top of the map to its bottom."""
    return [entry for entry in (*_vectors(pilot), *_rasters(pilot)) if entry.path.is_file()]


def _vectors(pilot: Any) -> Iterator[Entry]:
    """Layers of ecr.gpkg; those that only some pilots have are left out where they do not open."""
    for layer, subgroup, title, visible in (
        ("mismatches", REDLINE, _("Mismatches"), True), ("proposals", REDLINE, _("Proposals for mismatches"), False),
        ("stakes", REDLINE, _("Stakes"), False), ("boundary_lines", REDLINE, _("Boundary by type of line"), False),
        ("ecr_parts", REDLINE, _("Core and general zones"), False),
        ("ecr", REDLINE, _("Ecological Conservation Redline"), True),
        ("protected_areas", REDLINE, _("Protected areas"), True), ("units", REDLINE, _("Administrative units"), True),
        ("conflict_lines", CONFLICTS, _("Roads and other lines"), False),
        ("conflicts", CONFLICTS, _("Conflict objects"), False),
        ("corridor_paths", CORRIDORS, _("Least-cost paths"), False),
        ("stepping_stones", CORRIDORS, _("Stepping stones"), False), ("corridors", CORRIDORS, _("Corridors"), False),
    ):
        yield Entry(layer, subgroup, title, pilot.geopackage, layer, layer, visible)


def _rasters(pilot: Any) -> Iterator[Entry]:
    yield Entry(SPACES, SPACES, _("Spaces"), pilot.folder / "spaces.tif", SPACES)
    for subject, title in (("agriculture", _("Suitability for agriculture")), ("urban", _("Suitability for towns"))):
        yield Entry(f"{SUITABILITY}:{subject}", SPACES, title, pilot.folder / "suitability" / f"{subject}_class.tif",
                    SUITABILITY)
    yield Entry(GAPS, GAPS, _("Gaps"), pilot.folder / "gaps" / "gap.tif", GAPS)
    yield Entry("protection_level", LEVEL, _("Protection level"), pilot.protection_level, LEVEL, visible=True)
    for kind, chosen, title, together in (
        (FUNCTION, "functions", _("Highest of all functions"), pilot.importance),
        (SENSITIVITY, "sensitivities", _("Highest of all sensitivities"), pilot.sensitivity),
    ):
        yield Entry(f"{kind}:all", kind, title, together, kind)
        models = of_kind(kind)
        for name in pilot.recipe["objectives"][chosen]:
            yield Entry(f"{kind}:{name}", kind, _capitalised(_(models[name].title)), pilot.classes(kind, name), kind)


def _capitalised(text: str) -> str:
    """Titles of models stand in sentences; here they begin a line."""
    return text[:1].upper() + text[1:]
