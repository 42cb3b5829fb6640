"""Tables of the chapters on coordination and on documents: proposals, drafts, levels, documents, deliverables."""

from ...coordination.levels.places import LEVELS
from ...coordination.proposals.making import EXTEND, NOTE, TRIM
from ...languages.messages import N_
from .. import wording
from ..context import Context
from ..tables import CODE, NAME, PERCENT, Column, Table


def rates(c: Context) -> Table:
    """The edge-match rate of every pair of neighbours that has redline at its border."""
    rows = [((NAME, c.names.get(row["first"], row["first"])), (NAME, c.names.get(row["second"], row["second"])),
             row["edge_match_percent"], row["target_percent"], N_("reached") if row["reached"] else N_("not reached"))
            for row in c.rows("edge_match") if row["reached"] is not None]
    return Table("rates", N_("Edge-match rates in this pilot"), (
        Column(N_("Unit"), NAME), Column(N_("Neighbour"), NAME), Column(N_("Edge-match rate"), PERCENT),
        Column(N_("Target rate"), PERCENT), Column(N_("Result"))), rows)


def proposals(_c: Context) -> Table:
    rows = [(wording.PROPOSALS[kind], when, then) for kind, when, then in (
        (EXTEND, N_("The neighbour's land within the distance is of level 3 or 5, hangs together with the stretch and "
                    "was not taken out."),
         N_("The land is added to the redline of the neighbour.")),
        (TRIM, N_("The redline on this side came in by smoothing only: no cell of it is a candidate, and no protected "
                  "area that is always in lies there."),
         N_("The piece is taken out of the redline of this unit.")),
        (NOTE, N_("Neither is possible; the note says why."), N_("Nothing changes; the reason stays in the record.")))]
    return Table("proposal_kinds", N_("What is proposed for a mismatch"), (
        Column(N_("Proposal")), Column(N_("When it is made")), Column(N_("What happens when it is accepted"))), rows)


def levels(_c: Context) -> Table:
    """The way up and down between levels, and what each does in a round (methods.md §5.6)."""
    national, province, county = LEVELS.values()
    rows = [(str(number), level, does, gives) for number, (level, does, gives) in enumerate((
        (national, N_("Puts the first line, made with one method for the whole country, to the provinces."),
         N_("a round with area and reasons")),
        (province, N_("Checks the line against its plans and data, decides on conflicts, settles mismatches with its "
                      "neighbours."), N_("decisions with reason and name, or a draft of its own")),
        (county, N_("Visits the places in doubt, checks land use and rights, hears the people who live there."),
         N_("records of field checks and consultations")),
        (province, N_("Brings the results of its counties together and asks for the edits that follow."),
         N_("a new round, and its sign-off")),
        (national, N_("Compares the sum with the national figure, settles what is still open, and approves."),
         N_("a version of the redline"))), 1)]
    return Table("level_steps", N_("The way down and up between levels"), (
        Column(N_("Step"), CODE), Column(N_("Level")), Column(N_("What it does")), Column(N_("What it gives"))), rows)


def documents(_c: Context) -> Table:
    rows = [(title, reader, content) for title, reader, content in (
        (N_("National technical guideline"), N_("GIS staff, experts, trainers"), N_("how the redline is made here")),
        (N_("Demarcation report"), N_("ministries, provinces, reviewers"),
         N_("results, maps, decisions, checks and provenance")),
        (N_("Policy brief"), N_("ministers, parliament, press"), N_("two pages: what, why, what is to be decided")),
        (N_("Register"), N_("managers of the land, courts, land registry"), N_("one sheet for each polygon")))]
    return Table("document_kinds", N_("Documents that the step writes"), (
        Column(N_("Document")), Column(N_("For whom")), Column(N_("Content"))), rows)


def deliverables(_c: Context) -> Table:
    """What is handed in for approval (methods.md §5.8), and where it comes from."""
    rows = [(what, content, (CODE, where)) for what, content, where in (
        (N_("scheme for approval"), N_("area, share, distribution, categories and rules of control"),
         "documents/…/demarcation_report"),
        (N_("maps"), N_("functions, sensitivities, protection level, protected areas, redline, types, conflicts, "
                        "boundary and stakes"), "documents/…/demarcation_report"),
        (N_("tables"), N_("register; area by unit, type and land cover; protected areas; conflicts and decisions; "
                          "coordinates of the stakes"), "tables/*.csv"),
        (N_("technical report"), N_("data, methods, parameters, results, checks"), "documents/…/demarcation_report"),
        (N_("database"), N_("redline, zones and stakes as GeoPackage, shapefiles and KML"), "deliverables/"),
        (N_("metadata"), N_("title, day, who answers, licence, scale, lineage and quality, after ISO 19115"),
         "deliverables/*.xml"),
        (N_("ledger"), N_("every output with checksum, inputs, parameters and version of the toolkit"), "ledger.csv"),
        (N_("records"), N_("decisions, rounds, sign-offs and versions"), "decisions/, versions/"))]
    return Table("deliverables", N_("What is handed in for approval"), (
        Column(N_("Part")), Column(N_("Content")), Column(N_("Where it stands"), CODE)), rows)


def statuses(_c: Context) -> Table:
    rows = [((CODE, code), title, meaning) for code, title, meaning in (
        ("draft", N_("draft"), N_("drawn, not yet put to the units or not yet signed by all")),
        ("coordinated", N_("coordinated"), N_("all units have signed the line as it is")),
        ("approved", N_("approved"), N_("kept as a version by decision of the competent authority")),
        ("retired", N_("retired"), N_("no longer valid; its code is never used again")))]
    return Table("statuses", N_("Status of a polygon in the register"), (
        Column(N_("Value"), CODE), Column(N_("Status")), Column(N_("Meaning"))), rows)


def publication(_c: Context) -> Table:
    """What is open and what is not; a proposal that each country settles by its law."""
    rows = [(what, rule) for what, rule in (
        (N_("redline, zones, names and codes"), N_("open, as a layer and on a web map")),
        (N_("report, guideline, policy brief"), N_("open, in all languages of the country")),
        (N_("sheets of the register"), N_("open; personal names only where the law allows it")),
        (N_("places of threatened species"), N_("coarse only, where collectors or poachers could use them")),
        (N_("sacred sites and knowledge of Indigenous peoples"), N_("only with the consent of the people concerned")),
        (N_("data under licence (protected areas, key sites, species)"),
         N_("not passed on; source and date are named")))]
    return Table("publication", N_("What is published"), (Column(N_("What")), Column(N_("Rule"))), rows)


TABLES = (rates, proposals, levels, documents, deliverables, statuses, publication)
