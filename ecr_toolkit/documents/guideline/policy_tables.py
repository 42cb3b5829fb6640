"""Tables of the chapter on policy: the checklist of mainstreaming, the expert group, roles, global targets, consent."""

from ...languages.messages import N_
from ..context import Context
from ..contribution_tables import FRAMEWORK
from ..tables import CODE, Column, Table

BOX = "☐"


def mainstreaming(_c: Context) -> Table:
    rows = [((CODE, BOX), field, what, who) for field, what, who in (
        (N_("land-use and spatial planning"), N_("The redline is a binding line of the spatial plan at every level."),
         N_("planning")),
        (N_("land-use and spatial planning"), N_("Farmland, towns and redline are drawn on one base map and do not "
                                                 "overlap."), N_("planning, agriculture")),
        (N_("environmental assessment"), N_("Every application is laid over the redline first; what touches it is not "
                                            "permitted by the simple procedure."), N_("environment")),
        (N_("environmental assessment"), N_("Plans of sectors pass a strategic assessment against the redline."),
         N_("environment")),
        (N_("agriculture"), N_("Support is not paid for new fields in the redline; exit plans are paid for."),
         N_("agriculture")),
        (N_("forestry"), N_("Plantations in the redline are turned to native forest when they are felled."),
         N_("forestry")),
        (N_("mining and energy"), N_("New rights are not granted in the redline; the register of rights shows it."),
         N_("mining, energy")),
        (N_("transport"), N_("Routes are chosen around the redline; crossings of corridors are built in."),
         N_("transport")),
        (N_("water management"), N_("Allocation of water keeps the flow that the redline's wetlands and rivers need."),
         N_("water management")),
        (N_("public finance"), N_("The budget holds survey, stakes, patrols, supervision and compensation every year."),
         N_("finance")),
        (N_("public finance"), N_("Transfers to provinces and counties count the redline they hold and its checks."),
         N_("finance")),
        (N_("private finance"), N_("Banks and insurers get the layer and must lay loans and projects over it."),
         N_("finance, central bank")),
        (N_("law"), N_("A law or decree names the redline, who answers for it, what is allowed and the penalties."),
         N_("justice, environment")),
        (N_("law"), N_("Rights of Indigenous peoples and local communities stand beside the redline in the same law."),
         N_("justice")),
        (N_("national biodiversity strategy and action plan (NBSAP)"),
         N_("The redline and its numbers stand in the national targets."),
         N_("environment")),
        (N_("nationally determined contribution (NDC)"),
         N_("Carbon kept and taken up in the redline is reported with its method."),
         N_("climate")),
        (N_("land degradation neutrality (LDN) targets"),
         N_("The redline is part of the baseline and of the response."),
         N_("land management")),
        (N_("Sustainable Development Goals"), N_("Indicators of goals 6, 13 and 15 are computed from the same data."),
         N_("statistics")))]
    return Table("mainstreaming", N_("Checklist: the redline in other policies"), (
        Column(N_("Done"), CODE), Column(N_("Policy")), Column(N_("What is in place")), Column(N_("Who sees to it"))),
        rows)


def experts(_c: Context) -> Table:
    rows = [(field, gives) for field, gives in (
        (N_("ecology and species"), N_("functions, must-include areas, corridors")),
        (N_("hydrology and soil"), N_("water, erosion and salinization; plausible ranges")),
        (N_("geography and remote sensing"), N_("land cover, terrain, grid, accuracy")),
        (N_("land-use planning and law"), N_("conflicts, rights, binding force")),
        (N_("economics and social science"), N_("costs, compensation, effects on households")),
        (N_("knowledge holders of Indigenous peoples and local communities"),
         N_("places and uses that no data set shows")),
        (N_("statistics"), N_("thresholds, uncertainty, design of samples")))]
    return Table("experts", N_("Subjects of the expert group"), (
        Column(N_("Field of knowledge")), Column(N_("What it brings in"))), rows)


# R does the work, A answers for it (one a row), C is asked before, I is told after
_ROLES = (N_("Ministry"), N_("Technical group"), N_("Expert group"), N_("Provinces"), N_("County authorities"),
          N_("Communities concerned"))
_WORK = (
    (N_("Objectives, languages, grid"), "A", "R", "C", "C", "I", "I"),
    (N_("Data and their checks"), "A", "R", "C", "R", "I", "C"),
    (N_("Functions and sensitivities"), "I", "R", "A", "C", "I", "C"),
    (N_("Thresholds"), "A", "R", "C", "C", "I", "I"),
    (N_("Conflicts with other uses"), "C", "R", "C", "A", "R", "C"),
    (N_("Indigenous and traditional land"), "I", "C", "C", "R", "R", "A"),
    (N_("Mismatches between units"), "C", "R", "C", "A", "C", "C"),
    (N_("Field checks and stakes"), "I", "C", "C", "A", "R", "C"),
    (N_("Approval of a version"), "A", "R", "C", "C", "I", "I"),
    (N_("Patrols and reports"), "I", "C", "C", "A", "R", "R"),
    (N_("Supervision and adjustment"), "A", "R", "C", "R", "C", "C"),
)


def roles(_c: Context) -> Table:
    """A row a piece of work; each has one A."""
    return Table("roles", N_("Roles (example)"), (
        Column(N_("Work")), *(Column(title, CODE) for title in _ROLES)), _WORK)


def targets(_c: Context) -> Table:
    """Targets of the Kunming-Montreal framework and what a redline gives to them."""
    asked = {one.goal: one.asks for one in FRAMEWORK}
    rows = [((CODE, number), asked.get(number, _PARTICIPATION), gives) for number, gives in (
        ("1", N_("a binding line around areas of high importance, and checks that they are not lost")),
        ("2", N_("places where restoration counts most: exit plans, narrow corridors, failed checks")),
        ("3", N_("gaps, connectivity, and land that may be recognised as another effective measure; the redline itself "
                 "does not count")),
        ("8", N_("carbon, water and slopes that are kept, and places that plants and animals can move to")),
        ("10", N_("a clear line between fields and land that farming depends on")),
        ("11", N_("shares of water, soil and other services inside the line, measured again at each version")),
        ("12", N_("a limit to towns, and green land near them that is kept")),
        ("22", N_("consent before decisions, records of consultation, women's seats in every group")))]
    return Table("targets", N_("What the redline gives to targets of the Kunming-Montreal framework"), (
        Column(N_("Number of the target"), CODE), Column(N_("What it asks for")),
        Column(N_("What the redline gives"))), rows)


_PARTICIPATION = N_("Indigenous peoples and local communities, women and youth take part fully and fairly in "
                    "decisions, and their rights are protected.")


def consent(_c: Context) -> Table:
    """The steps of a consultation that seeks free, prior and informed consent."""
    rows = [(str(number), step, record) for number, (step, record) in enumerate((
        (N_("Find out who holds rights and who uses the land, also for a season only, and who may speak for them."),
         N_("list of peoples, communities and their chosen speakers")),
        (N_("Agree with them how the talks are held: place, language, time, advisers of their own, costs paid."),
         N_("agreement on the process")),
        (N_("Tell what the line means in their language, with maps on paper and a walk along the line; also what is "
            "not known."), N_("material, date, who took part")),
        (N_("Hear women, young people and those without land in meetings of their own."),
         N_("numbers of women and men, what each group said")),
        (N_("Leave time to decide by their own rules, without pressure; no work goes on there meanwhile."),
         N_("date agreed for the answer")),
        (N_("Write down yes, no, or yes with conditions; a no is a result, and the line is changed or left open."),
         N_("signed record, form 4 of the annex")),
        (N_("Agree on benefits, on how they are shared, and on a way to complain."),
         N_("agreement with amounts, shares and a place for complaints")),
        (N_("Come back after a year, and before every change of the line."), N_("record of the visit"))), 1)]
    return Table("consent", N_("Steps to free, prior and informed consent"), (
        Column(N_("Step"), CODE), Column(N_("What is done")), Column(N_("Record"))), rows)


TABLES = (mainstreaming, experts, roles, targets, consent)
