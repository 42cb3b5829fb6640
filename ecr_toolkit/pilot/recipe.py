"""The recipe of a pilot (pilot.json): every field with its default and meaning, validated before anything runs."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import RecipeError
from ..languages.messages import N_, _, shipped
from .fields import FILE, Faults, Field, Section, check

FORMAT = 1
STARTER = "starter"
WORLD_MAP = "world_map"

SHAPE = Section(N_("the recipe of a pilot"), {
    "format": Field("whole number", N_("version of this format, now 1"), minimum=FORMAT, maximum=FORMAT),
    "country": Section(N_("the country"), {
        "code": Field("text", N_("ISO 3166 code of three letters, for example PAK")),
        "name": Field("object", N_("name of the country by language, at least in English")),
    }),
    "languages": Field("list of texts", N_("languages of the documents"), default=["en"]),
    "grid": Section(N_("the one grid"), {
        "cell_m": Field("number", N_("cell size in metres"), default=250, minimum=10, maximum=50_000),
        "centre": Field("list of numbers", N_("longitude and latitude of the projection's centre; "
                                              "empty: centre of the country"), default=[], minimum=-180, maximum=180),
        "clip": Field("list of numbers", N_("west, south, east, north: leave out far islands; empty: the whole "
                                            "country"), default=[], minimum=-180, maximum=180),
    }),
    "units": Section(N_("administrative units of the first level"), {
        "source": Field("text", N_("“world_map” or a polygon layer in the pilot's folder with fields code and name"),
                        default=WORLD_MAP),
        "names": Field("text", N_("table in the pilot's folder with codes and names of units in several languages"),
                       default=""),
    }),
    "objectives": Section(N_("what is assessed"), {
        "functions": Field("list of texts", N_("ecosystem functions"),
                           default=["water_conservation", "soil_conservation", "biodiversity", "carbon"]),
        "sensitivities": Field("list of texts", N_("ecological sensitivities"),
                               default=["soil_erosion", "desertification", "rocky_desertification", "salinization"]),
    }),
    "sources": Field("object", N_("for each variable “starter”, a raster in the pilot's folder, or a declared "
                                  "constant with its reason"), default={}),
    "parameters": Field("object", N_("for each model the parameters that differ from the default"), default={}),
    "preparation": Section(N_("choices in preparing the inputs"), {
        "slope_length_m": Field("number", N_("horizontal slope length in metres"), default=100, minimum=1,
                                maximum=1000),
        "ndvi_soil": Field("number", N_("NDVI of bare soil; 0 = the 5th percentile of the annual maximum"),
                           default=0, minimum=-1, maximum=1),
        "ndvi_vegetation": Field("number", N_("NDVI of full vegetation; 0 = the 95th percentile of the annual "
                                              "maximum"), default=0, minimum=-1, maximum=1),
    }),
    "protected_areas": Section(N_("existing protected areas"), {
        "source": Field("text", N_("table of centres and areas, or a polygon layer, in the pilot's folder; empty: "
                                   "none given"), default=""),
        "categories": Field("text", N_("table that says how each category is treated"), default=""),
        "indicative": Field("text", N_("why the outlines are only indicative; empty: they are official"), default=""),
    }),
    "thresholds": Section(N_("where the classes begin"), {
        "extreme_share": Field("number", N_("share of a function that the extremely important cells hold"),
                               default=0.5, minimum=0.01, maximum=0.99),
        "important_share": Field("number", N_("share that the extremely important and important cells hold together"),
                                 default=0.8, minimum=0.02, maximum=1),
        "grading_unit": Field("text", N_("whether functions are graded over the country or within each unit"),
                              default="national", choices=("national", "unit")),
        "chosen_by": Field("text", N_("who chose the thresholds"), default=""),
        "reason": Field("text", N_("why these thresholds were chosen"), default=""),
    }),
    "boundary": Section(N_("rules of the boundary"), {
        "deduct_farmland": Field("list of numbers", N_("land-cover classes deducted as farmland, conflict rule C1"),
                                 default=[], minimum=0, maximum=17),
        "deduct_built_up": Field("list of numbers", N_("land-cover classes deducted as built-up, conflict rule C3"),
                                 default=[], minimum=0, maximum=17),
        "min_patch_km2": Field("number", N_("smallest isolated patch that stays, km²"), default=1.0, minimum=0,
                               maximum=1e5),
        "min_hole_km2": Field("number", N_("smallest hole that stays open, km²"), default=1.0, minimum=0,
                              maximum=1e5),
        "aggregation_m": Field("number", N_("patches nearer than this are joined, metres"), default=250, minimum=0,
                               maximum=50_000),
        "simplify_cells": Field("number", N_("largest shift of a raster line when it is simplified, in cells"),
                                default=0.5, minimum=0, maximum=2),
    }),
    "coordination": Section(N_("coordination between units"), {
        "mismatch_m": Field("number", N_("a counterpart must lie within this distance across the border, metres"),
                            default=1000, minimum=0, maximum=1e5),
        "edge_match_target": Field("number", N_("edge-match rate to be reached, 0-1"), default=0.9, minimum=0,
                                   maximum=1),
    }),
    "disclaimer": Field("text", N_("a note on borders and data that every document carries"), default=""),
})


class Recipe:
    """A validated recipe. ``values`` is plain data with all defaults filled in."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def part(self, names: Sequence[str]) -> dict[str, Any]:
        """The sub-recipe that a step depends on; names may be dotted, ``thresholds.extreme_share``."""
        chosen = {}
        for name in names:
            value: Any = self.values
            for key in name.split("."):
                value = value[key]
            chosen[name] = value
        return chosen


def load(folder: Path, known: Mapping[str, Mapping[str, Any]]) -> Recipe:
    """Read and validate ``pilot.json`` in ``folder``; RecipeError tells every fault with its remedy.

    ``known`` holds what the floors above can name: ``functions`` and ``sensitivities`` (model id → parameter id →
    Parameter) and ``variables`` (id → Variable).
    """
    path = folder / FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        raise RecipeError([(_("There is no pilot.json in the folder “{folder}”.").format(folder=folder.name),
                            _("Choose the folder of a pilot, or copy the recipe of another pilot into it."))]
                          ) from fault
    except UnicodeDecodeError as fault:
        raise RecipeError([(_("pilot.json is not UTF-8 text."), _("Save it as UTF-8 in your editor."))]) from fault
    except json.JSONDecodeError as fault:
        raise RecipeError([(_("pilot.json is not valid JSON: line {line}, column {column}.").format(
            line=fault.lineno, column=fault.colno),
            _("Check commas, quotation marks and braces there."))]) from fault
    faults: Faults = []
    checked = check(values, SHAPE, faults)
    if not faults:
        _check_country(checked, faults)
        _check_lists(checked, faults)
        _check_objectives(checked, known, faults)
        _check_sources(checked, folder, known["variables"], faults)
        _check_files(checked, folder, faults)
    if faults:
        raise RecipeError(faults)
    return Recipe(checked)


def _check_country(values: Mapping[str, Any], faults: Faults) -> None:
    code = values["country"]["code"]
    if not (len(code) == 3 and code.isascii() and code.isupper() and code.isalpha()):
        faults.append((_("“{field}” in pilot.json has an unknown value: {value}.").format(
            field="country.code", value=code), _("Write three capital letters, for example PAK.")))
    name = values["country"]["name"]
    if not name.get("en") or not all(isinstance(text, str) for text in name.values()):
        faults.append((_("“{field}” in pilot.json has the wrong type.").format(field="country.name"),
                       _("Write the name by language, for example: {example}").format(
                           example='{"en": "Pakistan", "ur": "پاکستان"}')))
    for language in values["languages"]:
        if language not in shipped():
            faults.append((_("This language does not ship: {language}.").format(language=language),
                           _("Choose from: {names}.").format(names=", ".join(shipped()))))
    if not values["languages"]:
        faults.append((_("“{field}” in pilot.json is empty.").format(field="languages"),
                       _("Choose from: {names}.").format(names=", ".join(shipped()))))


def _check_lists(values: Mapping[str, Any], faults: Faults) -> None:
    for name, lengths in (("centre", (0, 2)), ("clip", (0, 4))):
        if len(values["grid"][name]) not in lengths:
            faults.append((_("“{field}” in pilot.json needs {count} numbers.").format(
                field=f"grid.{name}", count=lengths[1]),
                _("Write longitudes and latitudes in degrees, or leave it out.")))
    if values["thresholds"]["extreme_share"] >= values["thresholds"]["important_share"]:
        faults.append((_("“thresholds.extreme_share” must be smaller than “thresholds.important_share”."),
                       _("The guide's values are 0.5 and 0.8.")))


def _check_objectives(values: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], faults: Faults) -> None:
    for kind in ("functions", "sensitivities"):
        for name in values["objectives"][kind]:
            if name not in known[kind]:
                faults.append((_("“{field}” in pilot.json has an unknown value: {value}.").format(
                    field=f"objectives.{kind}", value=name),
                    _("Choose from: {names}.").format(names=", ".join(known[kind]))))
    models = {**known["functions"], **known["sensitivities"]}
    for model, chosen in values["parameters"].items():
        if model not in models or not isinstance(chosen, dict):
            faults.append((_("pilot.json has an unknown field: “{field}”.").format(field=f"parameters.{model}"),
                           _("Choose from: {names}.").format(names=", ".join(models))))
            continue
        members = {parameter.id: Field(
            "list of numbers" if isinstance(parameter.default, (list, tuple)) else "number", parameter.title,
            parameter.default, parameter.minimum, parameter.maximum) for parameter in models[model].values()}
        check(chosen, Section("", members), faults, f"parameters.{model}.")


def _check_sources(values: Mapping[str, Any], folder: Path, variables: Mapping[str, Any], faults: Faults) -> None:
    for variable, source in values["sources"].items():
        where = f"sources.{variable}"
        if variable not in variables:
            faults.append((_("pilot.json has an unknown field: “{field}”.").format(field=where),
                           _("Choose from: {names}.").format(names=", ".join(variables))))
        elif isinstance(source, dict):
            check(source, Section("", {
                "constant": Field("number", N_("one value for the whole country"),
                                  minimum=variables[variable].minimum, maximum=variables[variable].maximum),
                "reason": Field("text", N_("why this value: it is shown in every document as an assumption")),
            }), faults, where + ".")
        elif not isinstance(source, str):
            faults.append((_("“{field}” in pilot.json has the wrong type.").format(field=where),
                           _("Write “starter”, a file in the pilot's folder, or a constant with its reason.")))
        elif source != STARTER:
            _check_path(where, source, folder, faults)


def _check_files(values: Mapping[str, Any], folder: Path, faults: Faults) -> None:
    for where, path in (
        ("units.source", "" if values["units"]["source"] == WORLD_MAP else values["units"]["source"]),
        ("units.names", values["units"]["names"]),
        ("protected_areas.source", values["protected_areas"]["source"]),
        ("protected_areas.categories", values["protected_areas"]["categories"]),
    ):
        if path:
            _check_path(where, path, folder, faults)


def _check_path(where: str, text: str, folder: Path, faults: Faults) -> None:
    """A path must stay inside the pilot's folder, links followed, and exist."""
    pure = PurePosixPath(text.replace("\\", "/"))
    inside = not pure.is_absolute() and ":" not in text and ".." not in pure.parts
    target = (folder / Path(*pure.parts)).resolve() if inside else None
    if target is None or folder.resolve() not in target.parents:
        faults.append((_("“{field}” in pilot.json points outside the pilot's folder: {path}.").format(
            field=where, path=text), _("Copy the file into the pilot's folder and write its path from there.")))
    elif not target.is_file():
        faults.append((_("“{field}” in pilot.json names a file that is not there: {path}.").format(
            field=where, path=text), _("Put the file where the recipe says, or correct the path in pilot.json.")))
