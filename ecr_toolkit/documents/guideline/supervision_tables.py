"""Tables of the chapter on management: what holds where, limited activities, supervision, adjustment, reports
(methods.md §4.5, §9)."""

from ...boundary.register import CONTROL_CORE, CONTROL_GENERAL
from ...coordination.versions.conversions import smallest_patch_ha
from ...coordination.versions.function import DECLINED, IMPROVED, SLIGHT, STABLE
from ...coordination.versions.limits import LIMITS, PARAMETERS
from ...coordination.versions.results import FAIL, PASS, RESULTS, WARNING
from ...coordination.versions.triggers import TRIGGERS
from ...languages.messages import N_
from ...models.declaration import DESIGN, MARKS
from ...planning.spaces import GENERAL, RESTRICTED, SPACES, SPECIAL
from .. import wording
from ..context import Context
from ..tables import CODE, LIST, MEASURE, WORDS, Column, Table

_VERIFIED, _MEDIUM = MARKS[0], MARKS[2]
SCORE_GRADES = {"excellent": 85, "good": 70, "fair": 55}  # points from which the effect is so (methods.md §9.5)


def controls(_c: Context) -> Table:
    """What holds on land of each level, inside the redline and beyond it."""
    none, levels = (WORDS, wording.NOT_APPLICABLE), wording.CLASSES[wording.LEVEL]
    rows = [
        (N_("core zone of the redline"), none, CONTROL_CORE, N_("the authority in charge of protected areas")),
        (N_("general zone of the redline"), none, CONTROL_GENERAL, _AUTHORITY),
        (SPACES[SPECIAL], levels[5], N_("Lawful use stays without expansion; the land is looked at again at every "
                                        "review."), _AUTHORITY),
        (SPACES[RESTRICTED], levels[3], N_("Natural land is turned to other use only by permit, after an assessment of "
                                           "its effects."), _PLANNING),
        (SPACES[GENERAL], levels[1], N_("The ordinary rules of spatial planning hold."), _PLANNING),
        (N_("corridors that a plan has adopted"), none, N_("No fences, no dense building; what is natural stays, and "
                                                           "narrow places are restored."), _PLANNING)]
    return Table("controls", N_("Rules of control by zone and protection level"), (
        Column(N_("Kind of land")), Column(N_("Protection level")), Column(N_("Rule")),
        Column(N_("Who permits"))), rows)


_AUTHORITY, _PLANNING = N_("the authority in charge of the redline"), N_("the planning authority")


def limited_activities(_c: Context) -> Table:
    """The ten kinds of China's notice of 2022 in words of our own; the first seven were compared with excerpts."""
    return Table("limited_activities", N_("Limited human activities in the general zone: China's rules of 2022 as an "
                                          "example"), (
        Column(N_("Number"), CODE), Column(N_("What may be allowed")), Column(N_("Confidence"))),
        [(str(number), text, _VERIFIED if number <= 7 else _MEDIUM) for number, text in enumerate(_ACTIVITIES, 1)])


_ACTIVITIES = (
    N_("Patrol, protection and enforcement; research, survey and monitoring; mapping and navigation; prevention and "
       "relief of disasters; defence; control of epidemics; and the facilities that these need."),
    N_("Farming, grazing, fishing and fish farming of the people who live there or hold rights there, with the "
       "buildings they need for it, without more built-up land, cropland, ponds or heavier grazing."),
    N_("Approved excavation by archaeologists and of fossils, collection of specimens, protection of cultural "
       "heritage."),
    N_("Tending of planted timber forest under the rules, change of tree species for better forest, habitat or "
       "firebreaks, and managed felling of bamboo."),
    N_("Moderate visits, tourism and education that do not harm the functions, with the facilities and public works "
       "that they need under the plans."),
    N_("Lines that cannot be placed elsewhere and stand in the spatial plan: transport, communication, flood control, "
       "water supply, shipping; upkeep and renewal of lawful works that exist."),
    N_("Geological survey for the public good; exploration and extraction of listed strategic minerals, oil, gas, "
       "geothermal heat and mineral water, within the limits that the rules set for each."),
    N_("Ecological restoration under the spatial plan and the plan of restoration."),
    N_("Clearing of sight lines and works at the state border under treaties."),
    N_("Other activities that laws allow."),
)


def checks(c: Context) -> Table:
    """The three checks with their limits in force."""
    noise = _named("area_percent"), _named("area_km2")
    rows = [(N_("The area is not reduced"), noise[0], LIMITS.area_percent, "%"),
            (N_("The area is not reduced"), noise[1], LIMITS.area_km2, "km²"),
            (N_("The nature is not changed"), _named("natural_points"), LIMITS.natural_points, "%"),
            (N_("The nature is not changed"), N_("Smallest patch of turned land that is listed"),
             smallest_patch_ha(c.cell_m), "ha"),
            (N_("The function does not decline"), _named("stable_percent"), LIMITS.stable_percent, "%"),
            (N_("The function does not decline"), _named("decline_percent"), LIMITS.decline_percent, "%")]
    return Table("supervision_limits", N_("Limits of the three checks"), (
        Column(N_("Check")), Column(N_("Limit")), Column(N_("Value in force"), MEASURE), Column(N_("Confidence"))),
        [(check, limit, (MEASURE, value, unit), DESIGN) for check, limit, value, unit in rows])


def _named(id: str) -> str:
    return next(parameter.title for parameter in PARAMETERS if parameter.id == id)


def function_grades(_c: Context) -> Table:
    """Classes of the change of a function; a change on a limit belongs to the better class."""
    stable, decline = LIMITS.stable_percent, LIMITS.decline_percent
    rows = [(title, (MEASURE, low, "%") if low is not None else (WORDS, wording.NO_LIMIT), RESULTS[result])
            for title, low, result in ((IMPROVED, stable, PASS), (STABLE, -stable, PASS), (SLIGHT, -decline, WARNING),
                                       (DECLINED, None, FAIL))]
    return Table("function_grades", N_("Change of a function between two versions"), (
        Column(N_("Class")), Column(N_("Change at least"), MEASURE), Column(N_("Result"))), rows)


def disturbance(_c: Context) -> Table:
    """Weights of the index of human disturbance (methods.md §9.4)."""
    return Table("disturbance", N_("Weights of human disturbance"), (
        Column(N_("Kind of land")), Column(N_("Weight"), MEASURE), Column(N_("Confidence"))),
        [(title, weight, DESIGN) for title, weight in (
            (N_("built-up land, industry, mines"), 1.0), (N_("roads, railways and other transport"), 0.8),
            (N_("facilities of tourism"), 0.7), (N_("villages"), 0.6), (N_("cropland"), 0.4),
            (N_("orchards and plantations"), 0.3))])


def alarms(_c: Context) -> Table:
    """Levels of alarm for new disturbances (methods.md §9.4)."""
    rows = [(level, when, then) for level, when, then in (
        (N_("red"), N_("new built-up land, industry or mine of 1 ha or more, or any disturbance in a core zone"),
         N_("stop, visit within days, report to the ministry")),
        (N_("orange"), N_("new cropland or plantation of 1 ha or more"),
         N_("visit within weeks, report to the province")),
        (N_("yellow"), N_("natural land that degrades to other natural land, 25 ha or more"),
         N_("look for the cause at the next patrol, plan restoration")))]
    return Table("alarms", N_("Levels of alarm, with an example of what is done"), (
        Column(N_("Level")), Column(N_("When")), Column(N_("What is done"))), rows)


def score(_c: Context) -> Table:
    """The parts of the composite effect score (methods.md §9.5)."""
    rows = [(title, weight, how) for title, weight, how in (
        (N_("area"), 0.25, N_("100 where the area has not become smaller; from there in a line down to 0 at a loss of "
                              "one hundredth")),
        (N_("nature"), 0.25, N_("100 less 20 for every percentage point of natural share that was lost")),
        (N_("function"), 0.35, N_("50, and 10 more or less for every per cent of change, up to 5 per cent")),
        (N_("disturbance"), 0.15, N_("100 where the index has not risen; from there in a line down to 0 at a rise of "
                                     "0.01")))]
    return Table("score", N_("Parts of the composite score of effect"), (
        Column(N_("Part")), Column(N_("Weight"), MEASURE), Column(N_("Points, 0 to 100"))), rows)


def triggers(_c: Context) -> Table:
    rows = [(trigger.text, (LIST, trigger.needs), (LIST, trigger.agree)) for trigger in TRIGGERS]
    return Table("trigger_rules", N_("Occasions to adjust the redline"), (
        Column(N_("Occasion")), Column(N_("What is needed"), LIST), Column(N_("Who must agree"), LIST)), rows)


def reports(_c: Context) -> Table:
    rows = [(what, who, to, when) for what, who, to, when in (
        (N_("log of patrols, with photographs and places"), N_("rangers, community guards"), _COUNTY,
         N_("every month")),
        (N_("new disturbances and what was done about them"), _COUNTY, _PROVINCE, N_("every three months; red alarms "
                                                                                     "at once")),
        (N_("table of the three checks by polygon"), _PROVINCE, N_("the ministry"), N_("every year")),
        (N_("report on the redline, open to the public"), N_("the ministry"), N_("parliament and public"),
         N_("every year")),
        (N_("evaluation with new data, and proposals for adjustment"), N_("the scientific panel"), N_("the ministry"),
         N_("every 5 years")))]
    return Table("reports", N_("Who reports what, to whom and when (example)"), (
        Column(N_("Report")), Column(N_("Reported by")), Column(N_("To")), Column(N_("When"))), rows)


_COUNTY, _PROVINCE = N_("the county"), N_("the province")


TABLES = (controls, limited_activities, checks, function_grades, disturbance, alarms, score, triggers, reports)
