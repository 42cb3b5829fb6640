"""Protected areas cleaned as areas must be before they are summed (methods.md §5.2)."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

from osgeo import ogr

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.layers import Feature, write_layers
from ...pilot.recipe_shape import AREA_FIELDS
from ...pilot.tables import write_table
from ...planning.area_records import Record, read_records
from ...planning.crosswalk import load_crosswalk
from ...planning.flattening import PRIORITIES, flatten
from ...planning.protected_areas import STATUSES, Rules, area_row, clean, summary
from .given import Given
from .layers_in import crs_of, raw, read_land, working_crs
from .layers_out import write_polygons
from .parameters import KINDS, add, add_numbers, choice, file, layer, table, text_line, vector, yes_or_no
from .planning_algorithm import PlanningAlgorithm

AREAS, AREAS_FILE, LAND, CROSSWALK = "AREAS", "AREAS_FILE", "LAND", "CROSSWALK"
FIELDS, KEPT, DROP, PRIORITY = "FIELDS", "STATUSES", "DROP_NOT_REPORTED", "PRIORITY"
CLEANED, FLAT, DROPPED, COUNTED, COUNTED_KM2 = "CLEANED", "FLAT", "DROPPED", "COUNTED", "COUNTED_KM2"
LAYER_FIELDS = {"id": str, "name": str, "designation": str, "iucn_category": str, "year": str, "status": str,
                "kind": str, "treatment": str, "reported_km2": float, "area_km2": float, "counted_km2": float}
COLUMNS = ("id", "name", "designation", "iucn_category", "status", "reported_km2", "area_km2", "reason", "notes")


class CleanProtectedAreas(PlanningAlgorithm):
    """A list of protected areas → what counts, what of each counts where they overlap, what was left out and why."""

    def name(self) -> str:
        return "cleanprotectedareas"

    def displayName(self) -> str:
        return _("Clean protected areas")

    def shortHelpString(self) -> str:
        return _("Makes a list of protected areas ready for sums of area: areas that are not designated, biosphere "
                 "reserves and points without an area are left out, points become circles of the reported area, "
                 "outlines are repaired and cut to the land, and where areas overlap each place counts once. Fields "
                 "of the World Database on Protected Areas are known by their old and new names. Results lie in the "
                 "equal-area system of the land layer, or in one centred on it.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            vector(AREAS, _("Protected areas (layer)"), _("Polygons or points. Give a layer, a file or both."), True,
                   KINDS.TypeVectorAnyGeometry),
            file(AREAS_FILE, _("Protected areas (file)"),
                 _("A vector file, all layers of which are read, or a CSV with the columns name, lat, lon and "
                   "area_km2."), True),
            vector(LAND, _("Land"), _("Polygons of the country; what lies outside is cut off.")),
            file(CROSSWALK, _("Table of categories"),
                 _("CSV with the columns designation, iucn_category and treatment (forced, by_level, listed, check), "
                   "and, where wanted, kind and min_km2. Empty: the international table."), True, "csv"),
            text_line(FIELDS, _("Names of the fields"),
                      _("Only where they are none of those known, for example: name=NOM_UC; designation=CATEG. They "
                        "hold for the layer, or for the file where no layer is given. Known here: {names}.").format(
                            names=", ".join(AREA_FIELDS)), "", True),
            text_line(KEPT, _("Statuses that count"),
                      _("With semicolons between them. Areas without a status always count."), "; ".join(STATUSES)),
            yes_or_no(DROP, _("Leave out areas whose status is not reported"), _("Only for statistics that ask for "
                                                                                 "it."), False),
            choice(PRIORITY, _("Where areas overlap, the place counts for"),
                   _("Protected areas always come before other effective measures."),
                   [_("the stricter treatment"), _("the oldest"), _("the stricter IUCN category")]),
            layer(CLEANED, _("Cleaned areas"), _("Every area that counts, with its whole outline on land.")),
            layer(FLAT, _("Flattened areas"), _("What of every area counts for it: no two overlap, and together they "
                                                "cover what all areas cover.")),
            table(DROPPED, _("What was left out or changed"), COLUMNS))
        add_numbers(self, {COUNTED: _("Areas that count"), COUNTED_KM2: _("Area that counts, km²")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        crs = working_crs(given.source(LAND), feedback)
        land = read_land(given.source(LAND), crs, feedback)
        feedback.progress(0.1)
        rules = Rules(load_crosswalk(given.path(CROSSWALK)), _statuses(given.text(KEPT)), given.yes(DROP))
        areas = clean(_records(given, crs, feedback), land, rules)
        feedback.progress(0.6)
        feedback.check()
        counted = flatten(areas, given.choice(PRIORITY, PRIORITIES))
        for row in summary(areas):
            rule = row["rule"]
            feedback.say(_("{subject}: {note}.").format(subject=_(rule), note=row["areas"]))
        rows = [area_row(area, flat) for area, flat in zip(areas, counted)]
        write_table(given.output(DROPPED), COLUMNS, [row for row in rows if row["reason"] or row["notes"]])
        kept = [(area, row) for area, row in zip(areas, rows) if not area.reason]
        layers = write_polygons(given, CLEANED, LAYER_FIELDS, [Feature(area.geometry, row) for area, row in kept], crs)
        layers.update(write_polygons(given, FLAT, LAYER_FIELDS, [
            Feature(flat, row) for flat, row in zip(counted, rows) if not flat.IsEmpty()], crs))
        return {**layers, DROPPED: str(given.output(DROPPED)), COUNTED: len(kept),
                COUNTED_KM2: sum(flat.GetArea() for flat in counted) / 1e6}


def _statuses(text: str) -> list[str]:
    return [one.strip() for one in text.split(";") if one.strip()]


def _records(given: Given, crs: str, feedback: Feedback) -> list[Record]:
    source, listed, fields = given.source(AREAS), given.path(AREAS_FILE), _names(given.text(FIELDS))
    if source is None and listed is None:
        raise InputError([(_("No protected areas were given."), _("Choose a layer, a file or both."))])
    found: list[Record] = []
    if source is not None:
        with tempfile.TemporaryDirectory(prefix="ecr_") as folder:
            title = "".join(sign if sign.isalnum() else "_" for sign in source.sourceName())
            path = Path(folder) / f"{title}.gpkg"  # faults name the file
            _as_file(path, crs_of(source), list(raw(source, feedback)))
            found += read_records(path, crs, fields)
    if listed is not None:
        found += read_records(listed, crs, {} if source is not None else fields)
    return found


def _as_file(path: Path, crs: str, features: Sequence[Feature]) -> None:
    """A layer of any provider as a file, whose names of fields are told apart by case only once."""
    named: dict[str, str] = {}
    for feature in features[:1]:
        for name in feature.values:
            if name.lower() not in ("fid", "geom"):
                named.setdefault(name.lower(), name)
    rows = [Feature(feature.geometry, {name: _text(feature.values[name]) for name in named.values()})
            for feature in features]
    write_layers(path, crs, {"areas": (ogr.wkbUnknown, dict.fromkeys(named.values(), str), rows)})


def _text(value: Any) -> Optional[str]:
    return None if value is None else str(value)


def _names(text: str) -> Mapping[str, str]:
    """``name=NOM_UC; designation=CATEG`` as a mapping; InputError for what is not of this form."""
    pairs = [[part.strip() for part in one.partition("=")] for one in text.split(";") if one.strip()]
    wrong = [field for field, equals, called in pairs if not equals or not called or field not in AREA_FIELDS]
    if wrong:
        raise InputError([(_("The names of the fields cannot be understood: {names}.").format(names=", ".join(wrong)),
                           _("Write them as in: name=NOM_UC; designation=CATEG. Known here: {names}.").format(
                               names=", ".join(AREA_FIELDS)))])
    return {field: called for field, _equals, called in pairs}
