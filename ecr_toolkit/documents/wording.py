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

# Rules of the area log (steps/demarcation.py), in the words of methods.md §4.5 and §5.4; linear infrastructure (C6)
# and indigenous land (C10) are never taken out
RULES = {
    "candidates": N_("Candidate area: extremely important or extremely sensitive cells, and protected areas by their "
                     "treatment."),
    "C1": N_("Permanent farmland is taken out, except inside protected areas that are always in."),
    "C2": N_("Scattered farmland is taken out where people decided so."),
    "C3": N_("Towns, cities and industrial parks are taken out, except inside protected areas that are always in."),
    "C4": N_("Villages are taken out where people decided so."),
    "C5": N_("Mines are taken out, except inside protected areas that are always in and where a right to a strategic "
             "resource stays."),
    "C7": N_("Large plantations and orchards are taken out, except inside protected areas that are always in."),
    "C8": N_("Operating areas of reservoirs are taken out, except inside protected areas that are always in."),
    "C9": N_("Plans that are not built are taken out where people decided so."),
    "B1": N_("Single cells that differ from most of their neighbours take the value of the neighbours."),
    "B7": N_("The stair-like lines of cells are simplified; legal and administrative lines stay as they are."),
    "B3": N_("Patches that lie near each other are joined."),
    "B4": N_("What was taken out is taken out again where joining had covered it."),
    "drafts": N_("In units that brought a draft of their own, the draft takes the place of the toolkit's line."),
    "following": N_("Lines move to rivers, ridges, legal lines, parcels and roads nearby, where such were given."),
    "B5": N_("Small holes are filled, unless something that was taken out lies in them."),
    "B6": N_("Small isolated patches are removed, unless a protected area that is always in or a key site lies in "
             "them."),
    "edits": N_("Decisions of people: what they added to the redline, and what they took out of it."),
    "B8": N_("Pieces smaller than a hectare that an administrative border cuts off are removed."),
}

# Checks of quality.csv (boundary/quality.py), methods.md §5.10; unit of value and limit
CHECKS = {
    "Q1": (N_("No polygons overlap: area that overlaps"), "km²"),
    "Q2": (N_("Every polygon is valid: polygons with a fault"), ""),
    "Q3": (N_("Polygons smaller than the minimum patch area, cut off by an administrative border: for information"),
           ""),
    "Q4": (N_("Protected areas that are always in lie inside the redline: share inside, at least"), "%"),
    "Q5": (N_("Every code and name is used once, and no field of the register that must be filled is empty: polygons "
              "with a fault"), ""),
    "Q6": (N_("The areas of the register add up to the redline area: difference"), "%"),
    "Q7": (N_("What was taken out lies outside the redline: polygons that hold some of it"), ""),
    "Q8": (N_("Share of the country inside the redline"), "%"),
    "Q8_land": (N_("Share of the country's land inside the redline"), "%"),
    "Q8_water": (N_("Share of the country's inland waters inside the redline"), "%"),
    "Q9": (N_("The redlines of neighbouring units meet at the border: edge-match rate"), "%"),
    "Q10": (N_("The area log adds up to the redline area: difference"), "km²"),
}

# Types of boundary lines (boundary/following.py), methods.md §5.5
BOUNDARY_TYPES = {
    1: N_("natural lines, such as rivers, ridges and coasts"), 2: N_("legal lines of protected areas"),
    3: N_("lines of parcels"), 4: N_("administrative borders"), 5: N_("roads and other linear structures"),
    6: N_("lines of raster cells, where no better line is near"),
}
STAKE_KINDS = {
    "turning": N_("where the line turns"), "spacing": N_("between others, so that none are too far apart"),
    "junction": N_("where several lines meet"),
}
SPACE_REASONS = {
    "small patch": N_("the patch is too small"),
    "other": N_("other rules: lines made simple, lines followed, decisions of people"),
}
SPACES, NOT_GIVEN = "spaces", N_("no such lines were given")
NETWORKS = {
    "cores": N_("cores alone"), "stepping_stones": N_("with stepping stones"),
    "corridors": N_("with all corridors kept or restored"),
}
PROPOSALS = {
    "extend": N_("carry the redline on across the border"), "trim": N_("trim the redline back to the border"),
    "note": N_("note only"),
}
EDITS = {"add": N_("added"), "remove": N_("taken out")}

# What this version leaves out, whatever the country; each an honest sentence with its reason
NO_SPECIES = (N_("species ranges"), N_(
    "Biodiversity maintenance rests on an index of productivity and climate; ranges of species were not used."))
NOT_IN_THIS_VERSION = (
    (N_("management of protected areas"),
     N_("How well protected areas are managed was not assessed; an area counts as protected when it is listed.")),
    (N_("carrying capacity"),
     N_("How many people and how much farming the land can carry was not computed; the redline was drawn from ecology "
        "alone.")),
    (N_("rights and consultation"),
     N_("Rights of Indigenous peoples and local communities and the views of stakeholders were not part of the "
        "computation; they must be settled before the redline is adopted.")),
)
# What the country did not give or did not ask for
NOT_ASKED = {
    "lines": (N_("natural lines, parcels and roads as boundaries"),
              N_("No layers of such lines were given, so the boundary could not follow them.")),
    "conflicts": (N_("conflicts, object by object"),
                  N_("For some kinds of conflicts no data were given; the chapter on conflicts names them.")),
    "corridors": (N_("corridors"),
                  N_("The recipe does not ask for corridors; connectivity was measured by straight distances.")),
    "stakes": (N_("boundary stakes"),
               N_("No stakes were placed: the recipe asks for none, or its cells are too large for lines that can be "
                  "staked.")),
    "suitability": (N_("suitability for agriculture and towns"),
                    N_("The recipe does not ask for it.")),
}

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
    "boundary": N_("Boundary"), "coordination": N_("Coordination"), "documents": N_("Documents"),
}
