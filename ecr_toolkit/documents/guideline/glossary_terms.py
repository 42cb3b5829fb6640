"""The terms of the glossary with their definitions, in the order of the work; the document sorts them by its language.
"""

from ...languages.messages import N_

TERMS = (
    (N_("Ecological Conservation Redline"),
     N_("Area of outstanding ecological importance or sensitivity that law keeps under strict protection; in short: "
        "redline.")),
    (N_("demarcation"), N_("Deciding and drawing the course of the redline.")),
    (N_("pilot"), N_("One country's decisions, data and results in the toolkit, in one folder.")),
    (N_("recipe"), N_("The pilot's file of choices, pilot.json.")),
    (N_("ledger"), N_("List of every output with its inputs, parameters and checksum.")),
    (N_("ecosystem function"), N_("What an ecosystem does that people and nature depend on, such as keeping water or "
                                  "soil.")),
    (N_("importance"), N_("How much a place contributes to an ecosystem function.")),
    (N_("sensitivity"), N_("How easily a place degrades.")),
    (N_("protection level"), N_("Higher of the class of importance and the class of sensitivity: 5, 3 or 1.")),
    (N_("threshold"), N_("Value that separates selected places from the rest.")),
    (N_("grading"), N_("Turning values into classes 5, 3 and 1.")),
    (N_("candidate area"), N_("Land that qualifies for the redline before conflicts are settled.")),
    (N_("gap"), N_("Land of the highest class that is not protected, where targets are not reached.")),
    (N_("conflict"), N_("Overlap of the candidate area with an existing use, right or plan.")),
    (N_("exit plan"), N_("Plan by which a use leaves the redline within a set time, with compensation.")),
    (N_("core zone"), N_("Part of the redline under the strictest rules: protected areas of the categories of the "
                         "recipe.")),
    (N_("general zone"), N_("The rest of the redline, where listed activities may be allowed.")),
    (N_("corridor"), N_("Strip that lets species move between core areas.")),
    (N_("stepping stone"), N_("Small habitat that helps species cross between larger ones.")),
    (N_("boundary stake"), N_("Post, or point with coordinates only, that marks the line.")),
    (N_("register"), N_("Table with code, name, type, area and attributes of every polygon.")),
    (N_("unit"), N_("Area of one administration; provinces are units of the first level, counties of the second.")),
    (N_("edge-match rate"), N_("Length of a shared border with redline on both sides, over the length with redline on "
                               "at least one.")),
    (N_("mismatch"), N_("Stretch of border with redline on one side and no counterpart near beyond it.")),
    (N_("proposal"), N_("What the toolkit offers for a mismatch; it counts only when people accept it.")),
    (N_("edit"), N_("Land that people add to the redline or take out of it, with reason and name.")),
    (N_("draft"), N_("Line that a unit brings of its own.")),
    (N_("round"), N_("The line as it was put to the units at one time.")),
    (N_("sign-off"), N_("Recorded agreement of a unit to its line in a round.")),
    (N_("version"), N_("Approved state of the redline, never changed again.")),
    (N_("dynamic adjustment"), N_("Later change of the redline under set rules.")),
    (N_("swap rule"),
     N_("A loss is made up for by at least as much area of the same type and level in the same unit.")),
    (N_("supervision"), N_("Official check that the rules of the redline are kept.")),
    (N_("protected area"), N_("Area designated and managed for long-term nature conservation.")),
    (N_("other effective area-based conservation measure"), N_("Area outside protected areas that lastingly conserves "
                                                               "biodiversity; in short: OECM.")),
    (N_("Key Biodiversity Area"),
     N_("Site that contributes significantly to the global persistence of biodiversity.")),
    (N_("ecoregion"), N_("Large area with its own characteristic communities of species.")),
    (N_("connectivity"), N_("How well habitats are linked for movement.")),
    (N_("free, prior and informed consent"), N_("Right of Indigenous peoples to agree or refuse before a decision on "
                                                "their land; in short: FPIC.")),
    (N_("benefit-sharing"), N_("Fair division of gains from conservation and resources.")),
    (N_("grid"), N_("Regular net of cells that all rasters share.")),
    (N_("coordinate reference system"), N_("Rule that ties coordinates to places on Earth.")),
    (N_("resampling"), N_("Computing values of a raster for another grid.")),
    (N_("assumption"), N_("Statement taken as true where data are missing.")),
    (N_("provenance"), N_("Origin of data and everything done to them since.")),
)
