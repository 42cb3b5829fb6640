"""Names of the algorithms that the procedures of boundary, coordination and documents quote; see interface.py."""

from ...languages.messages import N_

ALGORITHMS = {
    "conflicts": N_("List the conflict objects"),
    "decideconflict": N_("Decide on a conflict object"),
    "takeconflictdecisions": N_("Take decisions on conflicts from a table or layer"),
    "spaces": N_("Spaces of conservation, agriculture and development"),
    "corridors": N_("Corridors between the cores of the redline"),
    "placestakes": N_("Stakes along boundaries"),
    "neighbours": N_("Coordinate the redlines of neighbours"),
    "decideproposal": N_("Decide on proposals between neighbours"),
    "editredline": N_("Edit the redline by hand"),
    "undoedit": N_("Undo an edit of the redline"),
    "mergedrafts": N_("Merge the drafts of units"),
    "levels": N_("Redline by level, and a national figure shared out"),
    "openround": N_("Put the redline to the units as a round"),
    "signoff": N_("Sign a unit off"),
    "versionchanges": N_("Changes since the last version"),
    "approve": N_("Approve the redline as a version"),
    "compareversions": N_("Compare two versions of the redline"),
    "deliver": N_("Deliver the redline and its stakes"),
}
# Fields of those algorithms that the procedures name
FIELDS = {
    "object": N_("Object"), "decision": N_("Decision"), "reason": N_("Reason"), "decided_by": N_("Decided by"),
    "edited": N_("Edited table or layer"), "proposal": N_("Proposal"), "action": N_("Action"), "unit": N_("Unit"),
    "level": N_("Level that acted"), "opened_by": N_("Opened by"), "signed_by": N_("Signed by"),
    "figure": N_("National figure (km²)"), "reasons": N_("Table of reasons"), "approved_by": N_("Approved by"),
    "first": N_("Earlier version"), "second": N_("Later version"), "crs": N_("System of coordinates"),
}
