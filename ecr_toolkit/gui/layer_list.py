"""Which results go on the map, in which order: files and titles, free of QGIS."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..languages.messages import N_, _, interface
from ..models.catalogue import of_kind
from ..models.declaration import FUNCTION, SENSITIVITY

REDLINE, LEVEL, GAPS = "redline", "level", "gaps"
SUBGROUPS = {
    REDLINE: N_("Redline"),
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
    for layer, title in (("mismatches", _("Mismatches")), ("ecr", _("Ecological Conservation Redline")),
                         ("protected_areas", _("Protected areas")), ("units", _("Administrative units"))):
        yield Entry(layer, REDLINE, title, pilot.geopackage, layer, layer, visible=True)


def _rasters(pilot: Any) -> Iterator[Entry]:
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
