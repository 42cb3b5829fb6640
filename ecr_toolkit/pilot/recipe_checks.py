"""What the shape of a recipe cannot tell: codes, languages, names of models, paths that stay inside the folder.

Every function adds what is wrong to ``faults`` as (sentence, remedy).
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from ..languages.messages import N_, _, shipped
from ..raster.grid import spatial_reference
from .fields import Absent, Faults, Field, Section, check
from .recipe_shape import CONFLICT_CODES, LINE_TYPES, SPECIFICATION, STARTER, WORLD_MAP


def check_country(country: Mapping[str, Any], faults: Faults) -> None:
    code = country.get("code")
    if code is not None and not (len(code) == 3 and code.isascii() and code.isupper() and code.isalpha()):
        faults.append((_("“{field}” in pilot.json has an unknown value: {value}.").format(
            field="country.code", value=code), _("Write three capital letters, for example PAK.")))
    name = country.get("name")
    if name is not None and not (name.get("en") and all(isinstance(text, str) for text in name.values())):
        faults.append((_("“{field}” in pilot.json has the wrong type.").format(field="country.name"),
                       _("Write the name by language, for example: {example}").format(
                           example='{"en": "Pakistan", "ur": "پاکستان"}')))


def check_languages(languages: Sequence[str], faults: Faults, where: str = "languages") -> None:
    for language in languages:
        if language not in shipped():
            faults.append((_("This language does not ship: {language}.").format(language=language),
                           _("Choose from: {names}.").format(names=", ".join(shipped()))))
    if not languages:
        faults.append((_("“{field}” in pilot.json is empty.").format(field=where),
                       _("Choose from: {names}.").format(names=", ".join(shipped()))))


def check_lists(values: Mapping[str, Any], faults: Faults) -> None:
    for name, lengths in (("centre", (0, 2)), ("clip", (0, 4))):
        if len(values["grid"][name]) not in lengths:
            faults.append((_("“{field}” in pilot.json needs {count} numbers.").format(
                field=f"grid.{name}", count=lengths[1]),
                _("Write longitudes and latitudes in degrees, or leave it out.")))
    if values["thresholds"]["extreme_share"] >= values["thresholds"]["important_share"]:
        faults.append((_("“thresholds.extreme_share” must be smaller than “thresholds.important_share”."),
                       _("The guide's values are 0.5 and 0.8.")))


def check_fields(values: Mapping[str, Any], known: Sequence[str], where: str, faults: Faults) -> None:
    """What a list calls its fields: known fields, texts."""
    for name, called in values.items():
        if name not in known:
            faults.append((_("pilot.json has an unknown field: “{field}”.").format(field=f"{where}.{name}"),
                           _("Choose from: {names}.").format(names=", ".join(known))))
        elif not isinstance(called, str) or not called:
            faults.append((_("“{field}” in pilot.json has the wrong type.").format(field=f"{where}.{name}"),
                           _("Write the name of the field in quotation marks.")))


def check_grading(thresholds: Mapping[str, Any], faults: Faults) -> None:
    if thresholds["grading_unit"] == "zone" and not thresholds["zones"]:
        faults.append((_("“{field}” in pilot.json is empty.").format(field="thresholds.zones"),
                       _("Name the layer of zones, or grade over the country or within units.")))


def check_layers(values: Mapping[str, Any], faults: Faults) -> None:
    """Layers named by what they are: a boundary type, a conflict code, a code of a unit."""
    for name, kind in values["boundary"]["lines"].items():
        if kind not in LINE_TYPES or isinstance(kind, bool):
            faults.append((_("“{field}” in pilot.json has an unknown value: {value}.").format(
                field=f"boundary.lines.{name}", value=kind),
                _("Choose from: {names}.").format(names=", ".join(map(str, LINE_TYPES)))))
    for code in values["conflicts"]["layers"]:
        if code not in CONFLICT_CODES:
            faults.append((_("pilot.json has an unknown field: “{field}”.").format(field=f"conflicts.layers.{code}"),
                           _("Choose from: {names}.").format(names=", ".join(CONFLICT_CODES))))
    for where in ("conflicts.layers", "coordination.drafts"):
        section, name = where.split(".")
        for key, path in values[section][name].items():
            if not isinstance(path, str):
                faults.append((_("“{field}” in pilot.json has the wrong type.").format(field=f"{where}.{key}"),
                               _("Write the path of a file in the pilot's folder.")))
    for unit, modulus in values["suitability"]["water_modulus"].items():
        if isinstance(modulus, bool) or not isinstance(modulus, (int, float)) or not modulus >= 0:
            faults.append((_("“{field}” in pilot.json has the wrong type.").format(
                field=f"suitability.water_modulus.{unit}"), _("Write a number that is not negative.")))


def check_objectives(values: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], faults: Faults) -> None:
    for kind in ("functions", "sensitivities"):
        for name in values["objectives"][kind]:
            if name not in known[kind]:
                faults.append((_("“{field}” in pilot.json has an unknown value: {value}.").format(
                    field=f"objectives.{kind}", value=name),
                    _("Choose from: {names}.").format(names=", ".join(known[kind]))))
    models = {**known["functions"], **known["sensitivities"], **known["factors"]}
    for model, chosen in values["parameters"].items():
        if model not in models or not isinstance(chosen, dict):
            faults.append((_("pilot.json has an unknown field: “{field}”.").format(field=f"parameters.{model}"),
                           _("Choose from: {names}.").format(names=", ".join(models))))
            continue
        members = {parameter.id: _field_of(parameter) for parameter in models[model].values()}
        check(chosen, Section("", members), faults, f"parameters.{model}.")


def _field_of(parameter: Any) -> Field:
    """The field of a recipe that holds a parameter."""
    if parameter.choices:
        return Field("text", parameter.title, parameter.default, choices=parameter.choices)
    if isinstance(parameter.default, bool):
        return Field("true or false", parameter.title, parameter.default)
    kind = "list of numbers" if isinstance(parameter.default, (list, tuple)) else "number"
    return Field(kind, parameter.title, parameter.default, parameter.minimum, parameter.maximum)


def check_class_tables(values: Mapping[str, Any], folder: Path, names: Sequence[str], faults: Faults) -> None:
    for name, path in values["class_tables"].items():
        if name not in names:
            faults.append((_("pilot.json has an unknown field: “{field}”.").format(field=f"class_tables.{name}"),
                           _("Choose from: {names}.").format(names=", ".join(names))))
        elif not isinstance(path, str):
            faults.append((_("“{field}” in pilot.json has the wrong type.").format(field=f"class_tables.{name}"),
                           _("Write the path of a CSV file in the pilot's folder.")))
        else:
            check_path(f"class_tables.{name}", path, folder, faults)


def check_sources(values: Mapping[str, Any], folder: Path, variables: Mapping[str, Any], faults: Faults) -> None:
    for variable, source in values["sources"].items():
        where = f"sources.{variable}"
        if variable not in variables:
            faults.append((_("pilot.json has an unknown field: “{field}”.").format(field=where),
                           _("Choose from: {names}.").format(names=", ".join(variables))))
        elif isinstance(source, dict) and "constant" in source:
            check(source, Section("", {
                "constant": Field("number", N_("one value for the whole country"),
                                  minimum=variables[variable].minimum, maximum=variables[variable].maximum),
                "reason": Field("text", N_("why this value: it is shown in every document as an assumption")),
            }), faults, where + ".")
        elif isinstance(source, dict):
            _check_specification(where, source, folder, faults)
        elif not isinstance(source, str):
            faults.append((_("“{field}” in pilot.json has the wrong type.").format(field=where),
                           _("Write “starter”, a file in the pilot's folder, or a constant with its reason.")))
        elif source != STARTER:
            check_path(where, source, folder, faults)


def _check_specification(where: str, source: Mapping[str, Any], folder: Path, faults: Faults) -> None:
    checked = check(source, SPECIFICATION, faults, where + ".")
    named = [name for name in (*checked["files"], checked["file"]) if name]
    if not named:
        faults.append((_("“{field}” in pilot.json names no file.").format(field=where),
                       _("Write “file”, or “files” for tiles and months in files of their own.")))
    for name in named:
        check_path(where, name, folder, faults)
    if checked["crs"] and not _is_crs(checked["crs"]):
        faults.append((_("“{field}” in pilot.json has an unknown value: {value}.").format(
            field=f"{where}.crs", value=checked["crs"]), _("Write it as in EPSG:4326.")))


def _is_crs(text: str) -> bool:
    try:
        spatial_reference(text)
    except RuntimeError:
        return False
    return True


def check_files(values: Mapping[str, Any], folder: Path, faults: Faults) -> None:
    for where, path in (
        ("units.source", "" if values["units"]["source"] == WORLD_MAP else values["units"]["source"]),
        ("units.names", values["units"]["names"]),
        ("protected_areas.source", values["protected_areas"]["source"]),
        ("protected_areas.categories", values["protected_areas"]["categories"]),
        ("thresholds.zones", values["thresholds"]["zones"]),
        ("species.source", values["species"]["source"]),
        ("species.sites", values["species"]["sites"]),
        *(("protected_areas.further", name) for name in values["protected_areas"]["further"]),
        *((f"planning.{name}", values["planning"][name])
          for name in ("ecoregions", "ecosystems", "sites", "sea", "neighbours")),
        ("boundary.names", values["boundary"]["names"]),
        *(("boundary.lines", name) for name in values["boundary"]["lines"]),
        *((f"conflicts.layers.{code}", name) for code, name in values["conflicts"]["layers"].items()
          if isinstance(name, str)),
        *((f"suitability.{name}", values["suitability"][name]) for name in ("irrigation", "hazards", "travel_time")),
        *((f"corridors.{name}", values["corridors"][name]) for name in ("resistance", "roads", "settlements")),
        *((f"coordination.drafts.{code}", name) for code, name in values["coordination"]["drafts"].items()
          if isinstance(name, str)),
        *((f"coordination.{name}", values["coordination"][name]) for name in ("neighbours", "basins", "counties")),
    ):
        if path:
            check_path(where, path, folder, faults)


def check_path(where: str, text: str, folder: Path, faults: Faults) -> None:
    """A path must stay inside the pilot's folder, links followed, and exist."""
    pure = PurePosixPath(text.replace("\\", "/"))
    inside = not pure.is_absolute() and ":" not in text and ".." not in pure.parts
    target = (folder / Path(*pure.parts)).resolve() if inside else None
    if target is None or folder.resolve() not in target.parents:
        faults.append((_("“{field}” in pilot.json points outside the pilot's folder: {path}.").format(
            field=where, path=text), _("Copy the file into the pilot's folder and write its path from there.")))
    elif not (any(folder.glob(pure.as_posix())) if "*" in text or "?" in text else os.path.isfile(target)):
        faults.append(Absent(where, _("“{field}” in pilot.json names a file that is not there: {path}.").format(
            field=where, path=text), _("Put the file where the recipe says, or choose another one in the settings.")))
