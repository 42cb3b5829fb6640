"""Forms to be printed and filled in by hand: tables with labels and empty cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...languages.messages import N_


@dataclass(frozen=True)
class Entry:
    """A label with an empty cell of so many lines beside it; ``choices`` stand in the cell with a box before each."""

    label: str
    lines: int = 1
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """A block of a form: entries, or a grid of ``columns`` with so many empty ``rows``. All texts are marked."""

    caption: str
    entries: Sequence[Entry] = ()
    columns: Sequence[str] = ()
    rows: int = 0


@dataclass(frozen=True)
class Form:
    """A form begins a page; ``note`` says who fills it in and when."""

    title: str
    note: str
    parts: Sequence[Part]


_SIGNATURES = Part(N_("Signatures"), columns=(N_("Name"), N_("Office or community"), N_("On"), N_("Signature")), rows=4)
_YES_NO = (N_("yes"), N_("no"))

FORMS = (
    Form(N_("Form 1: coordination record"),
         N_("For one stretch of border between two units. The unit with redline fills in the first part, each side its "
            "position, both together the decision."), (
        Part(N_("Stretch of border"), (
            Entry(N_("Number of the mismatch and id of the proposal")), Entry(N_("Unit with redline")),
            Entry(N_("Neighbour without")), Entry(N_("Length")),
            Entry(N_("Place, nearest village, coordinates"), 2), Entry(N_("Level beyond")))),
        Part(N_("Positions"), (
            Entry(N_("Position of the unit with redline, and reasons"), 4),
            Entry(N_("Position of the neighbour, and reasons"), 4),
            Entry(N_("Position of the communities concerned"), 3),
            Entry(N_("Proposal"), 1, (N_("carry the redline on across the border"),
                                      N_("trim the redline back to the border"), N_("note only"))))),
        Part(N_("Decision"), (
            Entry(N_("Decision"), 1, (N_("accepted"), N_("rejected"), N_("noted"))),
            Entry(N_("Reason, and what was agreed"), 3), Entry(N_("Number of the edit")))), _SIGNATURES)),
    Form(N_("Form 2: field check of a boundary point or stake"),
         N_("One sheet a point. Take it to the field together with a map of the place and the table of stakes."), (
        Part(N_("Point"), (
            Entry(N_("Number of the stake or point")), Entry(N_("Code and name of the polygon")),
            Entry(N_("Coordinates by the table")), Entry(N_("Coordinates measured, accuracy")),
            Entry(N_("Distance between the two, metres")), Entry(N_("Photographs, with directions")))),
        Part(N_("What is found"), (
            Entry(N_("Land cover by the map, and on the ground"), 2),
            Entry(N_("Line that the boundary follows here, and the line on the ground"), 2),
            Entry(N_("Conflict objects on the spot, with name and use"), 2),
            Entry(N_("Can a stake be set here?"), 1, _YES_NO), Entry(N_("Kind of ground")),
            Entry(N_("Did the people who live there take part, and what do they say?"), 3),
            Entry(N_("Within the tolerance?"), 1, _YES_NO), Entry(N_("What should be changed"), 3))), _SIGNATURES)),
    Form(N_("Form 3: record of a decision on a conflict"),
         N_("For one conflict object. The decision goes into the toolkit word by word, with the same reason and "
            "name."), (
        Part(N_("Object"), (
            Entry(N_("Id, code and name of the object")), Entry(N_("Area or length inside")),
            Entry(N_("Place, owner or user"), 2), Entry(N_("Right or licence, valid until")),
            Entry(N_("Decision by the rule"), 1, (N_("keep inside"), N_("exit plan"), N_("take out"))))),
        Part(N_("Decision"), (
            Entry(N_("Owner and users were heard on, and said"), 4),
            Entry(N_("Decision"), 1, (N_("keep inside"), N_("exit plan"), N_("take out"))), Entry(N_("Reason"), 3),
            Entry(N_("For an exit plan: steps, last day, compensation, who pays"), 4),
            Entry(N_("Indigenous or traditional land concerned?"), 1, _YES_NO))), _SIGNATURES)),
    Form(N_("Form 4: record of a consultation (free, prior and informed consent)"),
         N_("Filled in together with the people concerned, in their language; each side keeps a copy. It never holds "
            "sacred places or knowledge that they do not want to share."), (
        Part(N_("Meeting"), (
            Entry(N_("People or community, and land concerned"), 2), Entry(N_("Chosen speakers, and how they were "
                                                                             "chosen"), 2),
            Entry(N_("Place, date, language, interpreter")),
            Entry(N_("Women, men and young people who took part")),
            Entry(N_("What was told, with which maps, and how long before"), 3))),
        Part(N_("What was said"), (
            Entry(N_("Uses and places that the line must respect"), 3),
            Entry(N_("What women said in their own meeting"), 3),
            Entry(N_("Questions, objections, conditions"), 3))),
        Part(N_("Result"), (
            Entry(N_("Answer"), 1, (N_("yes"), N_("yes, with conditions"), N_("no"), N_("more time is needed"))),
            Entry(N_("Conditions, changes of the line, benefits and how they are shared"), 4),
            Entry(N_("Where complaints are brought")), Entry(N_("Date of the next visit")))), _SIGNATURES)),
)
