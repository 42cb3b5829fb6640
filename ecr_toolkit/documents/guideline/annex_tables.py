"""Tables and facts of the second half of the guideline: boundary to policy, and the annexes."""

from typing import Any

from ...coordination.proposals.reasons import REASONS
from ...coordination.versions.triggers import PROCESS
from ..context import Context
from . import (
    agreement_tables,
    choice_tables,
    class_tables,
    glossary,
    policy_tables,
    register_fields,
    rule_tables,
    suitability_tables,
    supervision_tables,
)
from .forms import FORMS
from .interface import DOCK, GROUPS, TOOLKIT, WALK
from .policy_tables import BOX
from .redline_formulas import EXPLAINED
from .redline_names import ALGORITHMS, FIELDS
from .supervision_tables import SCORE_GRADES

TABLES = (*choice_tables.TABLES, *rule_tables.TABLES, *agreement_tables.TABLES, *supervision_tables.TABLES,
          *policy_tables.TABLES, *class_tables.TABLES, *suitability_tables.TABLES, *register_fields.TABLES,
          *glossary.TABLES)


def facts(c: Context) -> dict[str, Any]:
    """What sentences and procedures quote, by subject."""
    return {"line": rule_tables.line_facts(c), "redline": {
        "algorithms": ALGORITHMS, "fields": FIELDS, "dock": DOCK, "groups": GROUPS, "toolkit": TOOLKIT, "walk": WALK,
        "explained": EXPLAINED, "process": PROCESS, "notes": REASONS, "grades": SCORE_GRADES, "forms": FORMS,
        "box": BOX}}
