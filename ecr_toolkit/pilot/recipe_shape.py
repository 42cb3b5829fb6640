"""What a recipe may hold: every field with its type, default, range and meaning."""

from ..languages.messages import N_
from .fields import Field, Section

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
    "class_tables": Field("object", N_("class tables of the country in place of the toolkit's, by name"), default={}),
    "preparation": Section(N_("choices in preparing the inputs"), {
        "slope_length_method": Field("text", N_("one slope length for all, or flow from the cells above on the native "
                                                "elevation model"), default="fixed",
                                     choices=("fixed", "desmet_govers")),
        "steepness_form": Field("text", N_("form of the steepness factor: of the guide, or of RUSLE"), default="guide",
                                choices=("guide", "rusle")),
        "exponent_form": Field("text", N_("form of the exponent of slope length: of RUSLE, or five classes of slope"),
                               default="rusle", choices=("rusle", "simple")),
        "slope_length_m": Field("number", N_("horizontal slope length in metres"), default=100, minimum=1,
                                maximum=1000),
        "ndvi_soil": Field("number", N_("NDVI of bare soil; 0 = the 5th percentile of the annual maximum"),
                           default=0, minimum=-1, maximum=1),
        "ndvi_vegetation": Field("number", N_("NDVI of full vegetation; 0 = the 95th percentile of the annual "
                                              "maximum"), default=0, minimum=-1, maximum=1),
    }),
    "species": Section(N_("species for the biodiversity function"), {
        "source": Field("text", N_("polygon layer of ranges in the pilot's folder with the fields name, red_list, "
                                   "elev_min, elev_max and habitats (IGBP classes)"), default=""),
        "must_include_km2": Field("number", N_("habitat of critically endangered and endangered species below this "
                                               "area must be included, km²"), default=10000, minimum=0, maximum=1e6),
        "sites": Field("text", N_("polygon layer in the pilot's folder of sites that must be included"), default=""),
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
        "grading_unit": Field("text", N_("whether functions are graded over the country, within each unit, or within "
                                         "each zone"),
                              default="national", choices=("national", "unit", "zone")),
        "zones": Field("text", N_("polygon layer in the pilot's folder with a field name, such as ecoregions, for "
                                  "grading within each zone"), default=""),
        "mode": Field("text", N_("how values are graded: as they are, or as whole numbers 0 to 100 as in the guide"),
                      default="continuous", choices=("continuous", "guide_exact")),
        "clip_high": Field("number", N_("share of cells below the value that counts as 100 in the guide's mode; 1 "
                                        "takes the maximum"), default=0.999, minimum=0.9, maximum=1),
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
    "unit": Field("text", N_("“percent” for a slope in percent"), default="", choices=("", "percent")),
    "value": Field("text", N_("column of a CSV table of points whose values are interpolated"), default=""),
    "x": Field("text", N_("column of the points' longitude or x"), default="lon"),
    "y": Field("text", N_("column of the points' latitude or y"), default="lat"),
    "neighbours": Field("number", N_("how many of the nearest points make a value"), default=12, minimum=1, maximum=64),
    "buffer_m": Field("number", N_("half the width that lines of a vector layer have, metres"), default=0, minimum=0,
                      maximum=100_000),
    "within_km": Field("number", N_("farther from any point there is no value, km"), default=250, minimum=1,
                       maximum=5000),
})
