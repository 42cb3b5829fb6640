"""What codes in tables mean, in words for readers: English texts marked for the catalogue, translated where shown."""

from ..languages.messages import N_
from ..models.declaration import FUNCTION, SENSITIVITY

NO_DATA = N_("no data")
NOT_ASSESSED = N_("not assessed")
NOT_APPLICABLE = N_("not applicable")
NOT_STATED = N_("not stated")
EVERY_CELL_GENERAL = N_("no positive value")
NOTHING_TO_MATCH = N_("no redline at this border")
NO_LIMIT = N_("no limit")
IMPORTANCE, SENSITIVITIES, LEVEL, GAPS = "importance", "sensitivity", "level", "gaps"

UNIT_WORDS = {"1": N_("no unit"), "class": N_("class"), "days": N_("days")}

# theme of gaps.csv → names of classes 5, 3 and 1
_IMPORTANT = {5: N_("extremely important"), 3: N_("important"), 1: N_("generally important")}
_SENSITIVE = {5: N_("extremely sensitive"), 3: N_("sensitive"), 1: N_("generally sensitive")}
_LEVELS = {5: N_("highest level"), 3: N_("middle level"), 1: N_("general level")}
OTHER_CLASSES = {0: N_("outside the assessed area"), 255: NO_DATA}
CLASSES = {FUNCTION: _IMPORTANT, IMPORTANCE: _IMPORTANT, SENSITIVITY: _SENSITIVE, LEVEL: _LEVELS}
INTEGRATED = {IMPORTANCE: N_("integrated importance"), SENSITIVITIES: N_("integrated sensitivity"),
              LEVEL: N_("protection level")}

INPUT_STATUS = {"prepared": N_("prepared"), "assumption": N_("assumption"), "no data": NO_DATA}
STATISTICS = {"annual sum": N_("annual sum"), "annual mean": N_("annual mean"), "value": N_("value")}

AREA_KINDS = {"pa": N_("protected area"), "oecm": N_("other effective measure (OECM)")}
TREATMENTS = {
    "forced": N_("always in the redline"),
    "by_level": N_("in the redline where the protection level is 3 or 5"),
    "listed": N_("listed only; other reasons decide"),
    "check": N_("to be checked: smaller than areas that are always in"),
}

# Rules of the area log (boundary/rules.py), in the words of methods.md §5.4
RULES = {
    "candidates": N_("Candidate area: extremely important or extremely sensitive cells, and protected areas by their "
                     "treatment."),
    "C1": N_("Farmland is taken out: the land-cover classes that the recipe names as farmland, except inside "
             "protected areas that are always in."),
    "C3": N_("Built-up land is taken out: the land-cover classes that the recipe names as built-up, except inside "
             "protected areas that are always in."),
    "B1": N_("Single cells that differ from most of their neighbours take the value of the neighbours."),
    "B3": N_("Patches that lie near each other are joined."),
    "B4": N_("What was taken out is taken out again where joining had covered it."),
    "B7": N_("The stair-like lines of cells are simplified; legal and administrative lines stay as they are."),
    "B5": N_("Small holes are filled, unless something that was taken out lies in them."),
    "B6": N_("Small isolated patches are removed, unless a protected area that is always in or a key site lies in "
             "them."),
    "B8": N_("Pieces smaller than a hectare that an administrative border cuts off are removed."),
}

# Checks of quality.csv (boundary/quality.py), methods.md §5.10; unit of value and limit
CHECKS = {
    "Q1": (N_("No polygons overlap: area that overlaps"), "km²"),
    "Q2": (N_("Every polygon is valid: polygons with a fault"), ""),
    "Q3": (N_("Polygons smaller than the minimum patch area, cut off by an administrative border: for information"),
           ""),
    "Q4": (N_("Protected areas that are always in lie inside the redline: share inside, at least"), "%"),
    "Q5": (N_("Every polygon has a code of its own: codes used twice"), ""),
    "Q6": (N_("The areas of the register add up to the redline area: difference"), "%"),
    "Q7": (N_("What was taken out lies outside the redline: cells of it that lie inside"), ""),
    "Q10": (N_("The area log adds up to the redline area: difference"), "km²"),
}

# What this version leaves out, whatever the country; each an honest sentence with its reason
NO_SPECIES = (N_("species ranges"), N_(
    "Biodiversity maintenance rests on an index of productivity and climate; ranges of species were not used."))
NOT_IN_THIS_VERSION = (
    (N_("conflicts, object by object"),
     N_("Only whole land-cover classes were taken out as farmland and built-up land. Single farms, mines, roads, "
        "settlements and plans were not compared with the redline, because no layers of them were given.")),
    (N_("natural lines"),
     N_("Lines were not moved to rivers, ridges, coasts or roads: that needs maps of these lines, and a survey.")),
    (N_("corridors"),
     N_("Connectivity was measured by straight distances between patches; no corridors were traced between them.")),
    (N_("boundary stakes"),
     N_("Stakes are computed when the redline is delivered; survey and marking in the field follow after approval.")),
    (N_("management of protected areas"),
     N_("How well protected areas are managed was not assessed; an area counts as protected when it is listed.")),
    (N_("carrying capacity and suitability for development"),
     N_("The needs of farming and towns were not assessed; the redline was drawn from ecology alone.")),
    (N_("rights and consultation"),
     N_("Rights of Indigenous peoples and local communities and the views of stakeholders were not part of the "
        "computation; they must be settled before the redline is adopted.")),
)

OVERLAP = {
    "both": N_("both protected and in the redline"), "only_protected": N_("only protected"),
    "only_redline": N_("only in the redline"), "neither": N_("neither"),
}
SETS = {
    "pa": N_("protected areas"), "protected": N_("with OECMs"), "either": N_("with OECMs and redline"),
}
SPECIES_GROUPS = {
    "red_list": N_("Red List"), "national_class": N_("national law"), "all": N_("all together"),
}

BASES = {
    "function": N_("extremely important for at least one function"),
    "sensitivity": N_("extremely sensitive"),
    "both": N_("extremely important and extremely sensitive"),
    "protected": N_("only as a protected area"),
    "site": N_("only as a key site"),
}

STEPS = {
    "set_up": N_("Set up"), "prepare": N_("Prepare data"), "functions": N_("Functions"),
    "sensitivity": N_("Sensitivity"), "gaps": N_("Gaps"), "thresholds": N_("Thresholds"),
    "boundary": N_("Boundary"), "coordination": N_("Coordination"),
}
