"""What a recipe may hold: every field with its type, default, range and meaning."""

from ..languages.messages import N_
from ..models.factors.slope_length import EXPONENT, STEEPNESS
from .fields import Field, Section

FORMAT = 1
STARTER = "starter"
WORLD_MAP = "world_map"
CONFLICT_CODES = tuple(f"C{number}" for number in range(1, 11))
CONFLICT_FIELDS = ("name", "kind", "status")
# What can be chosen, each with its title
DOCUMENTS = {
    "technical_guideline": N_("National technical guideline"), "demarcation_report": N_("Demarcation report"),
    "policy_brief": N_("Policy brief"), "register": N_("Register of the redline"),
}
LINES = {1: N_("natural lines"), 3: N_("parcels"), 5: N_("roads and other linear structures")}  # methods.md §5.5
LINE_TYPES = tuple(LINES)
_SLOPE_LENGTHS = {"fixed": N_("one slope length for all"), "desmet_govers": N_("flow from the cells above")}
_PRIORITIES = {"treatment": N_("by treatment"), "year": N_("the oldest"), "category": N_("by IUCN category")}
_SPECIES_TARGETS = {"rodrigues": N_("by the size of their habitat"), "fixed": N_("one share for all")}
_GRADED_OVER = {"national": N_("the country"), "unit": N_("each unit"), "zone": N_("each zone")}
_MODES = {"continuous": N_("as they are"), "guide_exact": N_("whole numbers 0 to 100")}
_METHODS = {
    "cumulative": N_("cumulative share"), "knee": N_("knee of each curve"), "area_budget": N_("budget of area"),
    "cost_efficiency": N_("value for money"),
}
_STAKES = {"fine": N_("on lines from cells of 1 km or finer"), "always": N_("always"), "never": N_("never")}
_SLOPE_UNITS = {"": N_("as declared"), "percent": N_("percent")}
# Fields of lists that a recipe can name as a national register calls them
AREA_FIELDS = ("id", "name", "designation", "iucn_category", "year", "area_km2", "status", "kind", "realm", "evaluated",
               "source")
SPECIES_FIELDS = ("name", "taxon", "red_list", "national_class", "elev_min", "elev_max", "habitats", "lat", "lon",
                  "file", "threshold")

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
    "class_tables": Field("object", N_("class tables of the country in place of the toolkit's, by name"), default={}),
    "preparation": Section(N_("choices in preparing the inputs"), {
        "slope_length_method": Field("text", N_("one slope length for all, or flow from the cells above on the native "
                                                "elevation model"), default="fixed",
                                     choices=_SLOPE_LENGTHS),
        "steepness_form": Field("text", N_("form of the steepness factor: of the guide, or of RUSLE"), default="guide",
                                choices=STEEPNESS.choices),
        "exponent_form": Field("text", N_("form of the exponent of slope length: of RUSLE, or five classes of slope"),
                               default="rusle", choices=EXPONENT.choices),
        "slope_length_m": Field("number", N_("horizontal slope length in metres"), default=100, minimum=1,
                                maximum=1000),
        "ndvi_soil": Field("number", N_("NDVI of bare soil; 0 = the 5th percentile of the annual maximum"),
                           default=0, minimum=-1, maximum=1),
        "ndvi_vegetation": Field("number", N_("NDVI of full vegetation; 0 = the 95th percentile of the annual "
                                              "maximum"), default=0, minimum=-1, maximum=1),
    }),
    "species": Section(N_("species for the biodiversity function"), {
        "source": Field("text", N_("polygon layer of ranges in the pilot's folder with the fields name, red_list, "
                                   "elev_min, elev_max and habitats (IGBP classes); or a table of records or of "
                                   "suitability rasters"), default=""),
        "fields": Field("object", N_("what the list calls its fields, such as name, taxon, red_list, lat, lon"),
                        default={}),
        "record_radius_km": Field("number", N_("a record of a species stands for the circle around it, km"), default=10,
                                  minimum=0.1, maximum=500),
        "fewest_records": Field("whole number", N_("species with fewer records are left out"), default=3, minimum=1,
                                maximum=1000),
        "must_include_km2": Field("number", N_("habitat of critically endangered and endangered species below this "
                                               "area must be included, km²"), default=10000, minimum=0, maximum=1e6),
        "sites": Field("text", N_("polygon layer in the pilot's folder of sites that must be included"), default=""),
    }),
    "protected_areas": Section(N_("existing protected areas"), {
        "source": Field("text", N_("table of centres and areas, or a polygon layer, in the pilot's folder; empty: "
                                   "none given"), default=""),
        "further": Field("list of texts", N_("more such files, as the points of a list beside its polygons"),
                         default=[]),
        "fields": Field("object", N_("what a national register calls its fields: id, name, designation, iucn_category, "
                                     "year, area_km2, status, kind (pa or oecm), realm, evaluated"), default={}),
        "statuses": Field("list of texts", N_("which statuses count; areas without one always do"),
                          default=["Designated", "Inscribed", "Established"]),
        "drop_not_reported": Field("true or false", N_("leave out areas whose status is not reported"), default=False),
        "priority": Field("text", N_("which area an overlap counts for: by treatment, the oldest, or by IUCN category"),
                          default="treatment", choices=_PRIORITIES),
        "categories": Field("text", N_("table that says how each category is treated; empty: the international one"),
                            default=""),
        "indicative": Field("text", N_("why the outlines are only indicative; empty: they are official"), default=""),
    }),
    "planning": Section(N_("gaps, targets and scenarios"), {
        "ecoregions": Field("text", N_("polygon layer of ecoregions in the pilot's folder; empty: none"), default=""),
        "ecoregion_field": Field("text", N_("field of that layer with the names"), default="name"),
        "ecosystems": Field("text", N_("polygon layer of ecosystem types; empty: natural land-cover classes"),
                            default=""),
        "ecosystem_field": Field("text", N_("field of that layer with the names"), default="name"),
        "sites": Field("text", N_("polygon layer or table of centres of key sites such as Key Biodiversity Areas; "
                                  "empty: none"), default=""),
        "include_sites": Field("true or false", N_("key sites become candidates where the level is 3 or 5, and as a "
                                                   "whole where most of them is natural"), default=True),
        "natural_share": Field("number", N_("share of natural cover from which a key site is a candidate as a whole"),
                               default=0.7, minimum=0, maximum=1),
        "sea": Field("text", N_("polygon layer of the country's sea; empty: the sea is not assessed"), default=""),
        "neighbours": Field("text", N_("polygon layer of protected areas beyond the border, which carry connections"),
                            default=""),
        "area_target": Field("number", N_("share of land, of every ecoregion and of every ecosystem type to be "
                                          "protected"), default=0.3, minimum=0.01, maximum=1),
        "species_target": Field("text", N_("targets of species: by the size of their habitat (Rodrigues and others "
                                           "2004, meant for whole ranges), or one share for all"),
                                default="rodrigues", choices=_SPECIES_TARGETS),
        "fixed_species_target": Field("number", N_("the one share, where it is chosen"), default=0.3, minimum=0.01,
                                      maximum=1),
        "distances_km": Field("list of numbers", N_("distances that half of the dispersing animals reach; the first is "
                                                    "the one quoted"), default=[10, 1, 30, 100], minimum=0.01,
                              maximum=1000),
        "smallest_patch_km2": Field("number", N_("smaller patches are left out of connectivity, km²"), default=1.0,
                                    minimum=0, maximum=1e5),
        "service_target": Field("number", N_("share of each service that the cheapest selection must hold; 0: the "
                                             "share of the extremely important cells"),
                                default=0, minimum=0, maximum=1),
        "most_units": Field("whole number", N_("cells are joined to blocks until there are at most so many planning "
                                               "units"), default=100_000, minimum=100, maximum=1_000_000),
        "gap": Field("number", N_("how far a selection may be from the proven best, as a share"), default=0.01,
                     minimum=0, maximum=0.5),
    }),
    "thresholds": Section(N_("where the classes begin"), {
        "extreme_share": Field("number", N_("share of a function that the extremely important cells hold"),
                               default=0.5, minimum=0.01, maximum=0.99),
        "important_share": Field("number", N_("share that the extremely important and important cells hold together"),
                                 default=0.8, minimum=0.02, maximum=1),
        "grading_unit": Field("text", N_("whether functions are graded over the country, within each unit, or within "
                                         "each zone"),
                              default="national", choices=_GRADED_OVER),
        "zones": Field("text", N_("polygon layer in the pilot's folder with a field name, such as ecoregions, for "
                                  "grading within each zone"), default=""),
        "mode": Field("text", N_("how values are graded: as they are, or as whole numbers 0 to 100 as in the guide"),
                      default="continuous", choices=_MODES),
        "clip_high": Field("number", N_("share of cells below the value that counts as 100 in the guide's mode; 1 "
                                        "takes the maximum"), default=0.999, minimum=0.9, maximum=1),
        "method": Field("text", N_("what makes a cell a candidate by its functions: the cumulative shares above, the "
                                   "knee of each curve, a budget of area, or value for money"),
                        default="cumulative", choices=_METHODS),
        "area_budget": Field("number", N_("share of the land that the budget of area allows, protected areas included"),
                             default=0.3, minimum=0.01, maximum=1),
        "chosen_by": Field("text", N_("who chose the thresholds"), default=""),
        "chosen_on": Field("text", N_("the day they were chosen"), default=""),
        "reason": Field("text", N_("why these thresholds were chosen"), default=""),
    }),
    "boundary": Section(N_("rules of the boundary"), {
        "min_patch_km2": Field("number", N_("smallest isolated patch that stays, km²"), default=1.0, minimum=0,
                               maximum=1e5),
        "min_hole_km2": Field("number", N_("smallest hole that stays open, km²"), default=1.0, minimum=0,
                              maximum=1e5),
        "aggregation_m": Field("number", N_("patches nearer than this are joined, metres"), default=250, minimum=0,
                               maximum=50_000),
        "simplify_cells": Field("number", N_("largest shift of a raster line when it is simplified, in cells"),
                                default=0.5, minimum=0, maximum=2),
        "smooth_rounds": Field("whole number", N_("how often the corners of raster lines are cut; 0: not at all"),
                               default=0, minimum=0, maximum=3),
        "lines": Field("object", N_("layers of lines or polygons that the boundary should follow, each with its type: "
                                    "1 natural lines, 3 parcels, 5 roads and other linear structures"), default={}),
        "snap_cells": Field("number", N_("how far a raster line may move to follow such a line, in cells; 0: not at "
                                         "all"), default=2, minimum=0, maximum=20),
        "stakes": Field("text", N_("whether stakes are placed: on lines from cells of 1 km or finer, always, or never"),
                        default="fine", choices=_STAKES),
        "names": Field("text", N_("layer of geographic features with a field name, after which polygons are called"),
                       default=""),
        "core_categories": Field("list of texts", N_("IUCN categories whose areas are core zones of the redline; all "
                                                     "else is the general zone"), default=["Ia", "Ib", "II"]),
        "source_date": Field("text", N_("date of the source data, for the register"), default=""),
        "author": Field("text", N_("who draws the redline, for the register"), default=""),
        "checked_by": Field("text", N_("who checked the register"), default=""),
    }),
    "conflicts": Section(N_("objects in the candidate area that conflict with conservation"), {
        "farmland": Field("list of numbers", N_("land-cover classes that are farmland, rules C1 and C2"),
                          default=[12, 14], minimum=0, maximum=17),
        "built_up": Field("list of numbers", N_("land-cover classes that are built-up, rules C3 and C4"),
                          default=[13], minimum=0, maximum=17),
        "plantation": Field("list of numbers", N_("land-cover classes that are plantations or orchards, rule C7"),
                            default=[], minimum=0, maximum=17),
        "layers": Field("object", N_("layers of the pilot by conflict code, C1 to C10, such as mines, roads, "
                                     "reservoirs, plans and indigenous land"), default={}),
        "fields": Field("object", N_("what these layers call their fields: name, kind, status"), default={}),
        "farmland_ha": Field("number", N_("contiguous farmland from this size is permanent farmland, ha"), default=20,
                             minimum=0, maximum=1e6),
        "built_up_ha": Field("number", N_("built-up land from this size is a town, ha"), default=10, minimum=0,
                             maximum=1e6),
        "plantation_ha": Field("number", N_("contiguous plantations from this size are deducted, ha"), default=100,
                               minimum=0, maximum=1e6),
    }),
    "suitability": Section(N_("suitability for agriculture and towns, and the table of spaces"), {
        "assess": Field("true or false", N_("assess them"), default=False),
        "irrigation": Field("text", N_("polygon layer of irrigated land with a field class, 4 partial and 5 secure "
                                       "supply; empty: rain only"), default=""),
        "water_modulus": Field("object", N_("total water resources by unit, 10⁴ m³/km²; empty: not assessed"),
                               default={}),
        "hazards": Field("text", N_("polygon layer of severe hazards with a field down: by how many classes they lower "
                                    "urban suitability, 9 to the lowest"), default=""),
        "travel_time": Field("text", N_("raster of travel time to a city centre, minutes; empty: not assessed"),
                             default=""),
        "smallest_urban_ha": Field("number", N_("contiguous land for towns below this size goes down a class, ha"),
                                   default=5, minimum=0, maximum=1e4),
        "built_up_km": Field("number", N_("land for towns counts as development space within this distance of built-up "
                                          "land, km"), default=5, minimum=0, maximum=100),
    }),
    "corridors": Section(N_("corridors between the cores of the redline, offered as a layer"), {
        "offer": Field("true or false", N_("look for corridors"), default=False),
        "resistance": Field("text", N_("table of resistance by land-cover class; empty: the toolkit's"), default=""),
        "core_km2": Field("number", N_("redline polygons from this size are cores, km²"), default=10, minimum=0,
                          maximum=1e6),
        "stepping_stone_km2": Field("number", N_("natural patches from this size up to a core's can be stepping "
                                                 "stones, km²"), default=1, minimum=0, maximum=1e6),
        "neighbours": Field("whole number", N_("each core is linked with so many nearest ones"), default=4, minimum=1,
                            maximum=20),
        "width_m": Field("number", N_("least width of a corridor, metres: 600 and more for large mammals, 200 to 600 "
                                      "for medium ones, 30 to 200 along rivers"), default=1000, minimum=30,
                         maximum=50_000),
        "cost_share": Field("number", N_("cells belong to a corridor up to this share of cost above the least"),
                            default=0.1, minimum=0, maximum=1),
        "slope_weight": Field("number", N_("weight of slope in the resistance; in mountains at most 0.1"), default=0.1,
                              minimum=0, maximum=1),
        "roads": Field("text", N_("layer of roads; empty: not counted"), default=""),
        "settlements": Field("text", N_("layer of settlements; empty: not counted"), default=""),
    }),
    "coordination": Section(N_("coordination between units"), {
        "mismatch_m": Field("number", N_("a counterpart must lie within this distance across the border, metres"),
                            default=1000, minimum=0, maximum=1e5),
        "edge_match_target": Field("number", N_("edge-match rate to be reached, 0-1"), default=0.9, minimum=0,
                                   maximum=1),
        "drafts": Field("object", N_("own drafts of units: code of the unit and GeoPackage with its polygons"),
                        default={}),
        "gap_m": Field("number", N_("a draft that ends this near to the border is meant to reach it, metres"),
                       default=500, minimum=0, maximum=1e4),
        "neighbours": Field("text", N_("polygon layer of the redlines of neighbouring countries, only compared; empty: "
                                       "none"), default=""),
        "basins": Field("text", N_("polygon layer of river basins; empty: none"), default=""),
        "basin_field": Field("text", N_("field of that layer with the names"), default="name"),
        "counties": Field("text", N_("polygon layer of the units of the second level with the fields code, name and "
                                     "parent; empty: none"), default=""),
    }),
    "delivery": Section(N_("deliverables in the national system"), {
        "crs": Field("text", N_("coordinate reference system as in EPSG:4674, or utm for the zone of the country"),
                     default="utm"),
        "organisation": Field("text", N_("who answers for the data"), default=""),
        "email": Field("text", N_("where to ask"), default=""),
        "licence": Field("text", N_("under which terms the data are given"), default=""),
    }),
    "documents": Section(N_("the documents, and the country's own voice in them"), {
        "write": Field("list of texts", N_("which documents are written"), default=list(DOCUMENTS),
                       choices=DOCUMENTS),
        "languages": Field("object", N_("languages of single documents where they are not the pilot's, by name"),
                           default={}),
        "sheets": Field("whole number", N_("how many polygons of the redline get a sheet in the register, the largest "
                                           "first; 0: all of them"), default=300, minimum=0, maximum=100_000),
        "logo": Field("text", N_("picture in the pilot's folder that stands on the first page, PNG or JPEG"),
                      default=""),
        "ministry": Field("object", N_("who publishes the documents, by language"), default={}),
        "legal_basis": Field("object", N_("laws and decisions on which the redline rests, by language"), default={}),
        "foreword": Field("object", N_("a foreword, by language; an empty line begins a new paragraph"), default={}),
        "names": Field("text", N_("table in the pilot's folder that translates names of places and species: a column "
                                  "name as the data have it, and a column for each language, such as ur"), default=""),
        "signatories": Field("list of texts", N_("who signs the report: name, office"), default=[]),
    }),
    "disclaimer": Field("text", N_("a note on borders and data that every document carries"), default=""),
})

SPECIFICATION = Section(N_("a source in files of the pilot"), {
    "file": Field("text", N_("raster in the pilot's folder; for shares of area and distances also a vector layer; with "
                             "“value” a table of points"), default=""),
    "files": Field("list of texts", N_("several rasters: tiles, or one a month; patterns with * are followed"),
                   default=[]),
    "layer": Field("text", N_("variable of a NetCDF file"), default=""),
    "bands": Field("list of numbers", N_("which bands, in the order wanted; the first is 1"), default=[], minimum=1,
                   maximum=10_000),
    "scale": Field("number", N_("factor that turns stored values into the unit wanted"), default=1.0),
    "offset": Field("number", N_("number added after the factor"), default=0.0),
    "nodata": Field("number", N_("stored value that means no data"), default=None),
    "crs": Field("text", N_("coordinate reference system, where the file does not say or says wrong"), default=""),
    "unit": Field("text", N_("“percent” for a slope in percent"), default="", choices=_SLOPE_UNITS),
    "value": Field("text", N_("column of a CSV table of points whose values are interpolated"), default=""),
    "x": Field("text", N_("column of the points' longitude or x"), default="lon"),
    "y": Field("text", N_("column of the points' latitude or y"), default="lat"),
    "neighbours": Field("number", N_("how many of the nearest points make a value"), default=12, minimum=1, maximum=64),
    "buffer_m": Field("number", N_("half the width that lines of a vector layer have, metres"), default=0, minimum=0,
                      maximum=100_000),
    "within_km": Field("number", N_("farther from any point there is no value, km"), default=250, minimum=1,
                       maximum=5000),
})
