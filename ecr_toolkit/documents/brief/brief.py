"""The policy brief: two pages for those who decide, with one map and five numbers."""

from collections.abc import Sequence
from typing import Any

from ...languages.messages import N_
from ...pilot.pilot import Pilot
from ..context import Context
from ..document import Chapter, Content, Document
from ..figures import Figure, redline
from . import numbers

_CHAPTERS = (
    Chapter("redline", N_("What the redline is")),
    Chapter("decisions", N_("Decisions asked for"), True),
    Chapter("people", N_("Rights, participation and benefits")),
    Chapter("next_steps", N_("Next steps")),
)


def _chapters(_c: Context) -> Sequence[Chapter]:
    return _CHAPTERS


def _figures(_pilot: Pilot, c: Context) -> Sequence[Figure]:
    return (redline(c),)


def _content(c: Context) -> Content:
    return Content(facts=brief_facts(c))


def brief_facts(c: Context) -> dict[str, Any]:
    """``numbers``: the five, in their order; ``work``: what the decisions still need."""
    return {"numbers": numbers.five(c), "work": numbers.work(c)}


POLICY_BRIEF = Document("policy_brief", N_("Policy brief"), _chapters, _content, _figures, contents=False)
