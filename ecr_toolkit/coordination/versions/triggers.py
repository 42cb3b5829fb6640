"""What can start an adjustment of the redline, who must agree, what is needed (methods.md §9.6), and the reasons that a
change set can give (§9.1, §9.6)."""

from dataclasses import dataclass

from ...languages.messages import N_
from ...models.declaration import HIGH

PROTECTED_AREA, EVIDENCE, PROJECT, CORRECTION, REVIEW, FARMLAND, BALANCE = (
    "protected_area", "evidence", "project", "correction", "review", "farmland", "balance")


@dataclass(frozen=True)
class Trigger:
    """An occasion to adjust. ``mark`` is the confidence of the occasion; who must agree is a design default, because
    every country has its own offices."""

    id: str
    text: str
    agree: tuple[str, ...]
    needs: tuple[str, ...]
    mark: str = HIGH


_APPROVER = N_("the body that approved the redline")
_UNIT = N_("the government of the unit")
# What every adjustment needs, in the order of the process
PROCESS = (
    N_("a draft of the changed polygons"),
    N_("boundary processing and quality checks of the changed part"),
    N_("the change of area, of functions and of connectivity"),
    N_("the swap rule kept"),
    N_("a record of the approval"),
    N_("a new version number; the old version stays as it is"),
)
TRIGGERS = (
    Trigger(PROTECTED_AREA, N_("new or adjusted protected area"),
            (_APPROVER, N_("the authority in charge of protected areas")),
            (N_("the act that creates or changes the protected area"), N_("its boundary as a layer"))),
    Trigger(EVIDENCE, N_("new evidence: species, key biodiversity areas"),
            (_APPROVER, N_("the scientific panel")),
            (N_("the source of the evidence"), N_("the records or the revised sites as a layer"))),
    Trigger(PROJECT, N_("approved major project"),
            (_APPROVER, _UNIT, N_("the national authority that approves the project")),
            (N_("the approval of the project"), N_("proof that it cannot be placed elsewhere"),
             N_("the area that makes up for the loss"))),
    Trigger(CORRECTION, N_("correction of an error"), (_APPROVER, _UNIT),
            (N_("proof of the error: image, survey or document"), N_("the corrected boundary as a layer"))),
    Trigger(REVIEW, N_("periodic review, every 5 years"), (_APPROVER, _UNIT, N_("the scientific panel")),
            (N_("the evaluation run again with new data"), N_("the three checks since the last version"))),
)
REASONS = {
    **{trigger.id: trigger.text for trigger in TRIGGERS},
    FARMLAND: N_("verification of farmland"),
    BALANCE: N_("gain that makes up for a loss elsewhere"),
}
# A loss of area needs one of these (§9.1)
REASONS_OF_LOSS = (PROJECT, PROTECTED_AREA, FARMLAND, CORRECTION)
