"""Tables of the report about coverage, Target 3, connectivity, thresholds and scenarios, as plain data."""

from collections.abc import Sequence
from typing import Any

from ..languages.messages import N_
from ..models.land_cover import NAMES
from ..planning.species import GAP_CLASSES
from ..planning.target3 import INDICATORS
from ..planning.thresholds import METHODS
from . import wording
from .context import Context
from .tables import AREA, CODE, COUNT, DATA, LENGTH, MEASURE, NAME, PERCENT, WORDS, Column, Table

_KM2 = "km²"
_ABSENT = N_("absent")


def _share(title: str, missing: str = _ABSENT) -> Column:
    return Column(title, PERCENT, missing=missing)


_SETS = (("protected_percent", _share(N_("Protected share"))), ("redline_percent", _share(N_("In the redline"))),
         ("either_percent", _share(N_("In one or both"))))


def place_table(c: Context, kind: str, caption: str, title: str, target: bool = False) -> Table:
    """Coverage of units, ecoregions, ecosystem types or sites."""
    rows = []
    for row in c.rows(f"coverage_{kind}"):
        name = (NAME, c.names[row["place"]]) if kind == "units" else (DATA, row["place"])
        reached = [N_("reached") if row["target_met"] else N_("not reached")] if target else []
        rows.append((name, row["area_km2"], row["pa_percent"], row["oecm_percent"],
                     *(row[key] for key, _column in _SETS), *reached))
    return Table(f"coverage_{kind}", caption, (
        Column(title, NAME), Column(N_("Area"), AREA, _KM2), _share(N_("Protected areas")), _share(N_("OECMs")),
        *(column for _key, column in _SETS), *([Column(N_("Target, protected only"))] if target else [])), rows)


def places(c: Context) -> list[Table]:
    """T1, T5, T4 from outlines, T7: those that there are data for."""
    made = [
        place_table(c, "units", N_("Administrative units: what is protected and what the redline covers"), N_("Unit")),
        place_table(c, "ecoregions", N_("Ecoregions: what is protected and what the redline covers"), N_("Ecoregion"),
                    True),
        place_table(c, "ecosystems", N_("Ecosystem types: what is protected and what the redline covers"),
                    N_("Ecosystem type"), True),
        place_table(c, "sites", N_("Key sites: what is protected and what the redline covers"), N_("Site"))]
    return [table for table in made if table.rows]


def land_cover(c: Context) -> Table:
    """T4 from land-cover classes."""
    rows = [(NAMES.get(int(row["class"]), wording.NO_DATA), row["area_km2"], row["pa_percent"], row["oecm_percent"],
             *(row[key] for key, _column in _SETS))
            for row in c.rows("coverage_classes")
            if (row["theme"], row["unit"]) == ("ecosystem", c.code) and row["area_km2"] > 0]
    return Table("coverage_land_cover", N_("Land cover: what is protected and what the redline covers"), (
        Column(N_("Land cover")), Column(N_("Area"), AREA, _KM2), _share(N_("Protected areas")), _share(N_("OECMs")),
        *(column for _key, column in _SETS)), rows)


def overlap(c: Context) -> Table:
    """T8."""
    rows = [(wording.OVERLAP[row["overlap"]], row["area_km2"], row["percent"]) for row in c.rows("overlap")]
    if rows:
        rows.append((N_("total"), sum(row[1] for row in rows), sum(row[2] for row in rows)))
    return Table("overlap", N_("How protected areas and the redline overlap"), (
        Column(N_("Part of the country")), Column(N_("Area"), AREA, _KM2), Column(N_("Share of the country"), PERCENT)),
        rows, total=True)


def capture(c: Context) -> Table:
    titles = {(model.kind, model.id): model.title for model in (*c.functions, *c.sensitivities)}
    rows = [(titles[row["theme"], row["subject"]], row["extreme_km2"], row["captured_percent"], row["conflict_km2"],
             row["small_km2"], row["other_km2"]) for row in c.rows("capture") if row["extreme_km2"]]
    return Table("capture", N_("What of the highest class lies inside the redline, and why the rest does not"), (
        Column(N_("Subject")), Column(N_("Highest class"), AREA, _KM2), _share(N_("In the redline")),
        Column(N_("Outside: taken out as a conflict"), AREA, _KM2),
        Column(N_("Outside: patch too small"), AREA, _KM2),
        Column(N_("Outside: lines made simple"), AREA, _KM2)), rows)


def gap_areas(c: Context) -> Table:
    rows = [(row["title"], row["area_km2"], row["area_percent"]) for row in c.rows("gap_map")]
    return Table("gap_map", N_("Gaps: cells of the highest class that are not protected"), (
        Column(N_("Cells")), Column(N_("Area"), AREA, _KM2), Column(N_("Share of the country"), PERCENT)), rows)


def species_groups(c: Context) -> Table:
    """Coverage of species by group and Red List category, and by national class, as China publishes it."""
    rows = []
    for row in c.rows("coverage_species_summary"):
        if row["group"] == "all":
            group: Any = (WORDS, N_("all species"))
            category: Any = (WORDS, wording.NOT_APPLICABLE)
        else:
            group = (DATA, row["taxon"]) if row["taxon"] else (WORDS, wording.NOT_STATED)
            category = (CODE, row["category"]) if row["category"] else (WORDS, wording.NOT_STATED)
        rows.append((group, category, wording.SPECIES_GROUPS[row["group"]], row["species"],
                     row["protected_mean_percent"], row["redline_mean_percent"], row["either_mean_percent"],
                     row["either_reached"]))
    return Table("species_groups", N_("Species by group and category: mean share of their habitat"), (
        Column(N_("Group"), DATA), Column(N_("Category"), CODE), Column(N_("By")),
        Column(N_("Species"), COUNT), _share(N_("Protected share")), _share(N_("In the redline")),
        _share(N_("In one or both")), Column(N_("Species that reach their target"), COUNT)), rows)


def species(c: Context) -> Table:
    rows = [((DATA, row["name"]), (CODE, row["red_list"]) if row["red_list"] else (WORDS, wording.NOT_STATED),
             row["habitat_km2"], row["target_percent"], row["protected_percent"], row["redline_percent"],
             row["either_percent"], GAP_CLASSES[row["gap_class"]]) for row in c.rows("coverage_species")]
    return Table("species", N_("Species: habitat in the country, target, and what is covered"), (
        Column(N_("Species"), DATA), Column(N_("Category"), CODE), Column(N_("Habitat"), AREA, _KM2),
        Column(N_("Target share"), PERCENT), _share(N_("Protected share")), _share(N_("In the redline")),
        _share(N_("In one or both")), Column(N_("By what is protected"))), rows, file="coverage_species")


def target3(c: Context) -> Table:
    """Every indicator; what could not be assessed says why in the column of the reported value."""
    titles = {model.id: model.title for model in c.functions}
    rows = []
    for row in c.rows("target3"):
        title = INDICATORS[row["indicator"]]
        subject = (WORDS, titles[row["subject"]]) if row["subject"] in titles else (WORDS, N_("the country"))
        kind = PERCENT if row["unit"] == "%" else MEASURE
        if row["reason"]:
            values: Sequence[Any] = (None, (WORDS, row["reason"]), (WORDS, wording.NOT_ASSESSED)
                                      if row["potential"] is None else (kind, row["potential"]))
        else:
            values = [(kind, row[column]) for column in ("pa", "reported", "potential")]
        rows.append(((CODE, row["indicator"].split("_")[0]), (WORDS, title), subject, *values))
    return Table("target3", N_("Target 3: indicators"), (
        Column(N_("Indicator"), CODE), Column(N_("What it says")), Column(N_("Of")),
        Column(N_("Protected areas alone"), MEASURE, missing=wording.NOT_ASSESSED),
        Column(N_("Reported: with OECMs"), MEASURE, missing=wording.NOT_ASSESSED),
        Column(N_("Potential: if the redline were recognised"), MEASURE, missing=wording.NOT_APPLICABLE)), rows)


def connectivity(c: Context) -> Table:
    rows = [(wording.SETS[row["set"]], (LENGTH, row["median_km"], "km"), row["patches"], row["protected_percent"],
             row["connected_percent"], row["relative_percent"], row["within_percent"], row["contiguous_percent"],
             row["eca_km2"]) for row in c.rows("connectivity")]
    return Table("connectivity", N_("How well what is protected hangs together"), (
        Column(N_("Counted")), Column(N_("Distance that half of the animals reach"), LENGTH),
        Column(N_("Number of patches"), COUNT),
        Column(N_("Protected share"), PERCENT), Column(N_("ProtConn"), PERCENT), _share(N_("Connected share")),
        _share(N_("ProtConn within areas")), _share(N_("ProtConn between areas")),
        Column(N_("Equivalent connected area"), AREA, _KM2)), rows)


def patches(c: Context) -> Table:
    """The ten patches that matter most at the quoted distance."""
    quoted = c.recipe["planning"]["distances_km"][0]
    found = [row for row in c.rows("connectivity_patches") if row["median_km"] == quoted]
    rows = [((DATA, _first_names(row["members"])), row["area_km2"], row["dpc_percent"], row["connector_percent"])
            for row in sorted(found, key=lambda row: -row["dpc_percent"])[:10]]
    return Table("patches", N_("Patches that connectivity would miss most"), (
        Column(N_("Protected areas in the patch"), DATA), Column(N_("Area"), AREA, _KM2),
        Column(N_("Loss of connectivity without it"), PERCENT), Column(N_("of it as a stepping stone"), PERCENT)), rows)


def _first_names(names: str, most: int = 4) -> str:
    listed = names.split("; ")
    return "; ".join(listed[:most]) + (f"; +{len(listed) - most}" if len(listed) > most else "")


def thresholds(c: Context) -> Table:
    with_cost = any(row["cost_percent"] is not None for row in c.rows("thresholds"))
    rows = [(METHODS[row["method"]], row["share_percent"], N_("chosen") if row["chosen"] else N_("alternative"),
             row["area_km2"], row["area_percent"], row["conflict_km2"], row["conflict_objects"],
             *([row["cost_percent"]] if with_cost else [])) for row in c.rows("thresholds")]
    return Table("thresholds", N_("What other thresholds would take in"), (
        Column(N_("How the threshold is set")), Column(N_("Share asked for"), PERCENT, missing=wording.NOT_APPLICABLE),
        Column(N_("Threshold")), Column(N_("Candidate area by the functions"), AREA, _KM2),
        Column(N_("Share of the country"), PERCENT), Column(N_("Conflicts"), AREA, _KM2),
        Column(N_("Places in conflict"), COUNT),
        *([Column(N_("Share of the cost"), PERCENT)] if with_cost else [])), rows)


def threshold_services(c: Context) -> Table:
    """Share of every service that each alternative would hold."""
    held: dict[tuple, dict[str, Any]] = {}
    for row in c.rows("threshold_services"):
        held.setdefault((row["method"], row["share_percent"]), {})[row["function"]] = row["inside_percent"]
    functions = [model for model in c.functions if any(model.id in row for row in held.values())]
    rows = [(METHODS[method], share, *(row.get(model.id) for model in functions))
            for (method, share), row in held.items()]
    return Table("threshold_services", N_("How much of each service other thresholds would hold"), (
        Column(N_("How the threshold is set")), Column(N_("Share asked for"), PERCENT, missing=wording.NOT_APPLICABLE),
        *(_share(model.title) for model in functions)), rows)


def scenarios(c: Context) -> Table:
    rows = [(row["title"], row["solver"], row["units"], (MEASURE, row["unit_km2"], _KM2),
             row["selected"], row["targets_met"], row["features"], row["gap_percent"]) for row in c.rows("scenarios")]
    return Table("scenarios", N_("Selections that were computed"), (
        Column(N_("Selection")), Column(N_("How it was solved")), Column(N_("Number of units"), COUNT),
        Column(N_("Size of a unit"), MEASURE), Column(N_("Units chosen"), COUNT), Column(N_("Targets met"), COUNT),
        Column(N_("of so many features"), COUNT),
        Column(N_("At most from the best"), PERCENT, missing=N_("not known"))), rows)


def comparison(c: Context) -> Table:
    with_cost = any(row["cost_percent"] is not None for row in c.rows("comparison"))
    rows = [(row["title"], row["area_km2"], row["covered_percent"], *([row["cost_percent"]] if with_cost else []),
             row["services_percent"], row["extreme_percent"], row["ecoregions"], row["ecosystems"], row["species"],
             row["connected_percent"]) for row in c.rows("comparison")]
    missing = wording.NOT_ASSESSED
    return Table("comparison", N_("The redline beside other choices, each together with what is protected"), (
        Column(N_("Choice")), Column(N_("Own area"), AREA, _KM2), Column(N_("Land covered"), PERCENT),
        *([Column(N_("Share of the cost"), PERCENT)] if with_cost else []), _share(N_("Services, mean share"), missing),
        _share(N_("Extremely important, mean share"), missing),
        Column(N_("Ecoregions, 0 to 1"), MEASURE, missing=missing),
        Column(N_("Ecosystem types, 0 to 1"), MEASURE, missing=missing),
        Column(N_("Species, 0 to 1"), MEASURE, missing=missing), _share(N_("ProtConn"), missing)), rows, wide=True)


def cleaning(c: Context) -> Table:
    rows = [(row["rule"], row["areas"], row["reported_km2"], row["area_km2"]) for row in c.rows("protected_cleaning")
            if row["areas"] or row["rule"] == "areas that count"]
    return Table("protected_cleaning", N_("What was done to the list of protected areas"), (
        Column(N_("Rule")), Column(N_("Areas"), COUNT), Column(N_("Reported area"), AREA, _KM2),
        Column(N_("Area in the country"), AREA, _KM2)), rows)


TABLES = (land_cover, overlap, capture, gap_areas, species_groups, species, target3, connectivity, patches, thresholds,
          threshold_services, scenarios, comparison, cleaning)
