"""The national technical guideline: a chapter a step, then management, policy and annexes."""

from collections.abc import Sequence

from ...languages.messages import N_
from ..context import Context
from ..document import Chapter, Content, Document
from . import annex_tables, method_tables
from .pictures import step_pictures

_CHAPTERS = (
    Chapter("introduction", N_("What this guideline is for"), True),
    Chapter("organisation", N_("Organising the work")),
    Chapter("set_up", N_("Setting up the pilot"), True),
    Chapter("prepare", N_("Preparing the data"), True),
    Chapter("functions", N_("Importance of ecosystem functions"), True),
    Chapter("sensitivity", N_("Ecological sensitivity"), True),
    Chapter("gaps", N_("Gap analysis"), True),
    Chapter("thresholds", N_("Thresholds"), True),
    Chapter("boundary", N_("Drawing the boundary"), True),
    Chapter("coordination", N_("Coordination between units and levels"), True),
    Chapter("documents", N_("Documents, approval and delivery"), True),
    Chapter("management", N_("Managing the redline"), True),
    Chapter("policy", N_("Bringing the redline into policy"), True),
    Chapter("annex_classes", N_("Annex: class tables"), True),
    Chapter("annex_register_fields", N_("Annex: fields of the register"), True),
    Chapter("annex_glossary", N_("Annex: glossary")),
    Chapter("annex_forms", N_("Annex: forms"), True),
)


def _chapters(_c: Context) -> Sequence[Chapter]:
    return _CHAPTERS


def _content(c: Context) -> Content:
    made = [make(c) for make in (*method_tables.TABLES, *annex_tables.TABLES)]
    return Content({table.id: table for table in made}, facts={**method_tables.facts(c), **annex_tables.facts(c)})


TECHNICAL_GUIDELINE = Document("technical_guideline", N_("National technical guideline"), _chapters, _content,
                               pictures=step_pictures)
