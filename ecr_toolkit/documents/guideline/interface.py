"""Names of the interface that the procedures quote: buttons, groups, algorithms, and the steps of the walk.

Documents stand below the interface and cannot ask it; a test compares every name with what the interface shows.
"""

from dataclasses import dataclass

from ...languages.messages import N_

TOOLKIT = "ECR Toolkit"  # the dock, its button, its entry in the menu and the Processing provider
# Buttons and links of the dock
DOCK = {
    "open": N_("Open a pilot"), "run_step": N_("Run step"), "run_all": N_("Run all"), "cancel": N_("Cancel"),
    "repair": N_("Repair"), "show_results": N_("Show results"), "review": N_("Review"), "pages": N_("Pages"),
}
# Groups of layers that “Show results” adds to the map, and of algorithms in the toolbox
GROUPS = {
    "steps": N_("Steps"), "functions": N_("Functions"), "sensitivity": N_("Sensitivity"), "planning": N_("Planning"),
    "redline": N_("Redline"), "function_layers": N_("Function importance"),
    "sensitivity_layers": N_("Ecological sensitivity"), "gap_layers": N_("Gaps"),
    "level_layers": N_("Protection level"),
}
# Algorithms by their id in the provider; those of models are called like the models, those of steps like the steps
ALGORITHMS = {
    "demarcate": N_("Demarcate the Ecological Conservation Redline (all steps)"),
    "cleanprotectedareas": N_("Clean protected areas"), "classcoverage": N_("Coverage of classes"),
    "placecoverage": N_("Coverage of places"), "servicecoverage": N_("Coverage of services"),
    "speciescoverage": N_("Coverage of species"), "connectivity": N_("Connectivity of protected areas"),
    "gapmap": N_("Gap map"), "cumulativecurve": N_("Cumulative curve and knee"),
    "choosethresholds": N_("Choose the thresholds of a pilot"),
    "selectcells": N_("Select planning units (blocks of cells)"),
}
# What the algorithm “choosethresholds” asks for
THRESHOLD_FIELDS = {
    "method": N_("Way to set the thresholds"), "share": N_("Share (0 to 1)"), "chosen_by": N_("Who chose"),
    "reason": N_("Why"),
}


@dataclass(frozen=True)
class WalkStep:
    """A step as its chapter tells it; all texts are marked. ``needs``: ids of steps; ``gives``: what is published."""

    id: str
    title: str
    purpose: str
    needs: tuple[str, ...]
    gives: str


WALK = {step.id: step for step in (
    WalkStep("set_up", N_("Set up"),
             N_("Choose the country, its administrative units and the one grid on which everything is computed."), (),
             N_("units with their areas; the grid")),
    WalkStep("prepare", N_("Prepare data"),
             N_("Bring every input to the grid, check it and write down where it comes from."), ("set_up",),
             N_("inputs on the grid; table of sources; findings of the checks")),
    WalkStep("functions", N_("Functions"),
             N_("Assess how much each place contributes to each ecosystem function and grade it."), ("prepare",),
             N_("values and classes of every function; integrated importance")),
    WalkStep("sensitivity", N_("Sensitivity"), N_("Assess how easily each place would degrade under pressure."),
             ("prepare",), N_("values and classes of every sensitivity; integrated sensitivity")),
    WalkStep("gaps", N_("Gaps"), N_("Compare what matters with what is protected already."),
             ("set_up", "prepare", "functions", "sensitivity"),
             N_("protection level; gap map with priorities; tables of coverage")),
    WalkStep("thresholds", N_("Thresholds"),
             N_("Decide above which values places become candidates, and see what other choices would take in."),
             ("prepare", "functions", "sensitivity", "gaps"), N_("candidate area; table of thresholds; scenarios")),
    WalkStep("boundary", N_("Boundary"), N_("Turn candidates into clean polygons with codes and names."),
             ("set_up", "prepare", "functions", "sensitivity", "gaps", "thresholds"),
             N_("redline with its register; boundary by type of line; stakes; checks of quality")),
    WalkStep("coordination", N_("Coordination"),
             N_("See where the redlines of neighbouring units do not meet, and agree on one line."), ("boundary",),
             N_("mismatches and proposals; redline by level; rounds and sign-offs")),
    WalkStep("documents", N_("Documents"), N_("Write the report with maps and tables in the country's languages."),
             ("set_up", "prepare", "functions", "sensitivity", "gaps", "thresholds", "boundary", "coordination"),
             N_("documents in every language of the recipe")),
)}
