"""Documents: guideline, report, brief and register in the languages of the recipe."""

from collections.abc import Sequence

from ..feedback import Feedback
from ..languages.messages import N_
from ..pilot.pilot import Pilot
from .step import Step


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    from ..documents.writing import write_documents  # needs qgis, which the other steps do not

    outputs: list[str] = []
    languages = pilot.recipe["languages"]
    for number, language in enumerate(languages):
        outputs += write_documents(pilot, language, feedback.part(number / len(languages), (number + 1) / len(languages)))
    return outputs


STEP = Step(
    id="documents", title=N_("Documents"), run=run,
    needs=("set_up", "prepare", "functions", "sensitivity", "gaps", "thresholds", "boundary", "coordination"),
    recipe=("country", "grid", "languages", "objectives", "sources", "parameters", "preparation", "protected_areas",
            "planning", "species", "thresholds", "boundary", "conflicts", "corridors", "suitability", "coordination",
            "documents", "disclaimer"),
    weight=8, draws=True, purpose=N_("Write the report with maps and tables in the country's languages."),
)
