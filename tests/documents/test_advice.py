"""Advice for the dock comes from the guideline, text by text as the catalogues have it."""

import pytest

from ecr_toolkit import steps
from ecr_toolkit.documents.guideline.advice import advice_on
from ecr_toolkit.languages.messages import catalogue


@pytest.mark.parametrize("step", [step.id for step in steps.STEPS])
def test_every_step_has_advice_that_is_translated(step):
    advice = advice_on(step)
    assert advice.principle and len(advice.checks) >= 2 and len(advice.mistakes) >= 3
    french = catalogue("fr")
    for text in (*advice.principle, *advice.checks, *advice.mistakes):
        assert "{" not in text and french.gettext(text) != text, text
