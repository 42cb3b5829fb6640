"""What is reviewed, without widgets: items, filters, decisions on disk, and taking them back."""

import shutil
from datetime import date

import pytest

from ecr_toolkit.boundary.conflicts import deciding as conflict_algorithm
from ecr_toolkit.coordination import edits as commands
from ecr_toolkit.coordination.edits import active, read_edits
from ecr_toolkit.coordination.levels.signatures import STATE_COLUMNS
from ecr_toolkit.coordination.proposals import decisions as proposal_decisions
from ecr_toolkit.coordination.proposals.decisions import read_decisions, standing
from ecr_toolkit.errors import InputError, ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.gui.review import items as reviews
from ecr_toolkit.gui.review.deciding import accepted, choices_of, decide_item, take_back
from ecr_toolkit.gui.review.filtering import Wanted, listed
from ecr_toolkit.gui.review.items import CONFLICT, MISMATCH, SIGN_OFF, items_of
from ecr_toolkit.gui.review.land import land_of
from ecr_toolkit.gui.review.sides import sides_of, stands
from ecr_toolkit.gui.review.sight import Sights
from ecr_toolkit.gui.review.unit_places import unit_of_conflicts
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table, write_table
from ecr_toolkit.steps.coordination import run
from ecr_toolkit.steps.proposals import decide

DAY = date(2026, 5, 4)
TABLES = ("decisions/proposals.csv", "decisions/conflicts.csv")


@pytest.fixture(scope="module")
def read_only(walked_folder):
    return Pilot.open(walked_folder)


@pytest.fixture
def copy(walked_folder, tmp_path):
    """A walked pilot that a test may decide on."""
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))


def first(pilot, sort, **wanted):
    return next(item for item in items_of(pilot) if item.kind == sort
                and all(item.row[name] == value for name, value in wanted.items()))


def again(pilot, item):
    return next(one for one in items_of(pilot) if one.key == item.key)


def active_state(pilot):
    """What stands: the tables of decisions byte for byte, decisions and commands that are active."""
    found = read_edits(pilot.folder, pilot.crs)
    return ([(pilot.folder / name).read_bytes() if (pilot.folder / name).exists() else None for name in TABLES[1:]],
            standing(read_decisions(pilot.folder, found), found),
            [(edit.number, edit.geometry.ExportToWkb()) for edit in active(found)])


def test_every_mismatch_and_conflict_is_an_item_largest_first(read_only):
    items = items_of(read_only)
    mismatches = [item for item in items if item.kind == MISMATCH]
    conflicts = [item for item in items if item.kind == CONFLICT]
    assert [item.id for item in mismatches] == [row["id"] for row in sorted(
        read_table(read_only.table("proposals")), key=lambda row: (-float(row["area_km2"] or 0),
                                                                   -float(row["length_km"]), row["id"]))]
    assert {item.id for item in conflicts} == {row["id"] for row in read_table(read_only.table("conflicts"))}
    assert items == [*mismatches, *conflicts] and all(item.is_open for item in items)
    assert [item.size for item in conflicts] == sorted((item.size for item in conflicts), reverse=True)


def test_a_pilot_that_has_not_been_walked_has_no_items(training):
    assert items_of(training) == []


@pytest.mark.parametrize("wanted, holds", [
    (Wanted(kind=CONFLICT), lambda item: item.kind == CONFLICT),
    (Wanted(unit="CAL"), lambda item: item.kind == CONFLICT or "CAL" in item.units),
    (Wanted(words="zinc CUMBRE"), lambda item: item.row["name"] == "Cumbre Zinc"),
    (Wanted(words="mine"), lambda item: item.row["code"] == "C5"),
    (Wanted(words="no such thing"), lambda item: False),
])
def test_filters(read_only, wanted, holds):
    items = items_of(read_only)
    found = listed(items, wanted, unit_of_conflicts(read_only, items) if wanted.unit else {})
    assert all(holds(item) for item in found) and bool(found) == (wanted.words != "no such thing")
    assert found == [item for item in items if item in found], "in their order"


def test_conflicts_lie_in_the_unit_whose_code_their_polygon_has(read_only):
    items = items_of(read_only)
    units = unit_of_conflicts(read_only, items)
    told = [(units[item.key], item.row["ecr_codes"]) for item in items
            if item.kind == CONFLICT and item.row["ecr_codes"] and ";" not in item.row["ecr_codes"]]
    assert len(told) > 20 and sum(unit == codes.split("-")[1] for unit, codes in told) > 0.9 * len(told)


def test_accepting_writes_what_the_algorithm_writes(copy, walked_folder, tmp_path):
    other = Pilot.open(shutil.copytree(walked_folder, tmp_path / "other"))
    item = first(copy, MISMATCH, kind="extend")
    decide_item(copy, item, "accept", "Office", "", DAY)
    decide(other, [item.id], "accept", "Office", "", DAY)
    for pilot in (copy, other):
        assert [edit.proposal for edit in read_edits(pilot.folder, pilot.crs)] == [item.id]
    assert (copy.folder / TABLES[0]).read_bytes() == (other.folder / TABLES[0]).read_bytes()
    assert (copy.folder / "decisions/edits.gpkg").read_bytes() == (other.folder / "decisions/edits.gpkg").read_bytes()
    assert again(copy, item).status == "accepted" and not again(copy, item).is_open


def test_an_accepted_proposal_is_taken_back_by_a_mark(copy):
    item = first(copy, MISMATCH, kind="extend")
    before = active_state(copy)
    made = decide_item(copy, item, "accept", "Office", "", DAY)
    assert active_state(copy) != before and accepted(again(copy, item)) == made
    assert not any(choice.possible for choice in choices_of(again(copy, item)))
    take_back(copy, made, "Office", "", DAY)
    assert active_state(copy) == before and again(copy, item) == item
    edit, = read_edits(copy.folder, copy.crs)
    assert (edit.undone_by, edit.undone_reason) == ("Office", "taken back")
    decide_item(copy, item, "accept", "Office", "", DAY)
    assert again(copy, item).row["edit"] == "2"


def test_an_accepted_proposal_that_was_carried_out_can_still_be_taken_back(copy):
    item = first(copy, MISMATCH, kind="extend")
    decide_item(copy, item, "accept", "Office", "", DAY)
    rows = read_table(copy.table("proposals"))
    run(copy, Feedback())
    found = again(copy, item)
    assert found.status == "accepted" and len(rows) == len(read_table(copy.table("proposals")))
    table = [{**row, "present": "0"} if row["id"] == item.id else row for row in read_table(copy.table("proposals"))]
    write_table(copy.table("proposals"), list(table[0]), table)
    gone = again(copy, item)
    assert not gone.is_open and Sights(copy).of(gone) is not None
    assert sides_of(copy, gone, Sights(copy).of(gone), Formats("en"))[1].title.startswith(item.row["neighbour"])
    take_back(copy, accepted(gone), "Office", "A mistake.", DAY)
    assert item.key not in {one.key for one in items_of(copy)}, "neither there nor decided"


@pytest.mark.parametrize("choice", ["reject", "note"])
def test_rejected_and_noted_proposals_keep_their_reason_and_are_taken_back_whole(copy, choice):
    item, other = [item for item in items_of(copy) if item.kind == MISMATCH][:2]
    with pytest.raises(InputError):
        decide_item(copy, item, choice, "Office", "", DAY)
    assert not (copy.folder / TABLES[0]).exists()
    made = decide_item(copy, item, choice, "Office", "Later.", DAY)
    table = (copy.folder / TABLES[0]).read_bytes()
    assert "Later." in stands(again(copy, item), Formats("en")) and not again(copy, item).is_open
    second = decide_item(copy, other, choice, "Office", "Later, too.", DAY)
    take_back(copy, second, "Office", "", DAY)
    assert (copy.folder / TABLES[0]).read_bytes() == table
    take_back(copy, made, "Office", "", DAY)
    assert not (copy.folder / TABLES[0]).exists() and again(copy, item) == item


def test_a_note_cannot_be_accepted(copy):
    rows = [{**row, "kind": "note", "area_km2": "", "why": "level_1"} for row in read_table(copy.table("proposals"))]
    write_table(copy.table("proposals"), list(rows[0]), rows)
    item = first(copy, MISMATCH)
    assert [(choice.id, choice.possible, choice.proposed) for choice in choices_of(item)] == [
        ("accept", False, False), ("reject", True, False), ("note", True, True)]
    with pytest.raises(InputError):
        decide_item(copy, item, "accept", "Office", "", DAY)
    assert "level 1" in sides_of(copy, item, None, Formats("en"))[1].text(Formats("en"))


def test_a_conflict_is_decided_as_by_the_algorithm_and_taken_back_byte_for_byte(copy, walked_folder, tmp_path):
    other = Pilot.open(shutil.copytree(walked_folder, tmp_path / "other"))
    one, two = (first(copy, CONFLICT, name=name) for name in ("Añoral Copper", "Yeniköy"))
    made = decide_item(copy, one, "keep", "Ministry", "=The mine is closed.", DAY)
    conflict_algorithm.decide(other.folder, one.id, "keep", "=The mine is closed.", "Ministry", DAY)
    table = (copy.folder / TABLES[1]).read_bytes()
    assert table == (other.folder / TABLES[1]).read_bytes()
    found = again(copy, one)
    assert found.row["decision"] == "keep" and not found.is_open
    second = decide_item(copy, two, "deduct", "Ministry", "It moves.", DAY)
    changed = decide_item(copy, again(copy, one), "exit", "Ministry", "Closing takes time.", DAY)
    with pytest.raises(InputError, match="decided again"):
        take_back(copy, made, "Ministry", "", DAY)
    take_back(copy, changed, "Ministry", "", DAY)
    take_back(copy, second, "Ministry", "", DAY)
    assert (copy.folder / TABLES[1]).read_bytes() == table
    take_back(copy, made, "Ministry", "", DAY)
    assert not (copy.folder / TABLES[1]).exists() and again(copy, one) == one


def test_the_rule_is_the_reason_where_it_is_followed_but_not_on_land_of_peoples(copy):
    mine = first(copy, CONFLICT, name="Añoral Copper")
    decide_item(copy, mine, mine.row["default_decision"], "Ministry", "", DAY)
    assert again(copy, mine).row["reason"] == mine.row["rule"]
    with pytest.raises(InputError):
        decide_item(copy, first(copy, CONFLICT, name="Cumbre Zinc"), "keep", "Ministry", "", DAY)
    people = first(copy, CONFLICT, code="C10")
    assert [choice.possible for choice in choices_of(people)] == [True, False, False]
    with pytest.raises(InputError):
        decide_item(copy, people, "keep", "Ministry", "", DAY)


def test_what_is_recorded_again_with_the_old_status_of_the_table_shows_the_decisions(copy):
    """A table that was published while a decision stood says decided; the decision is gone now."""
    item = first(copy, CONFLICT, name="Añoral Copper")
    rows = [{**row, "status": "decided", "decision": "keep", "reason": "x", "decided_by": "y"}
            if row["id"] == item.id else row for row in read_table(copy.table("conflicts"))]
    write_table(copy.table("conflicts"), list(rows[0]), rows)
    found = again(copy, item)
    assert found.is_open and found.row["decision"] == "deduct" and found.row["decided_by"] == ""


def test_nothing_is_written_while_another_program_works(copy):
    items = [first(copy, MISMATCH), first(copy, CONFLICT, name="Yeniköy")]
    made = [decide_item(copy, item, choice, "O", "R.", DAY) for item, choice in zip(items, ("reject", "keep"))]
    before = active_state(copy), (copy.folder / TABLES[0]).read_bytes()
    with locked(copy.folder):
        for item, choice in zip(items, ("note", "exit")):
            with pytest.raises(ToolkitError):
                decide_item(copy, item, choice, "O", "R.", DAY)
        for one in made:
            with pytest.raises(ToolkitError):
                take_back(copy, one, "O", "", DAY)
    assert (active_state(copy), (copy.folder / TABLES[0]).read_bytes()) == before


class Killed(BaseException):
    """The program dies."""


def test_a_kill_between_the_two_files_of_an_acceptance_leaves_it_accepted(copy, monkeypatch):
    item = first(copy, MISMATCH, kind="extend")

    def die(*_given):
        raise Killed

    monkeypatch.setattr("ecr_toolkit.steps.proposals.write_decisions", die)
    with pytest.raises(Killed):
        decide_item(copy, item, "accept", "Office", "", DAY)
    monkeypatch.undo()
    found = again(copy, item)
    assert found.status == "accepted", "the command tells of it"
    take_back(copy, accepted(found), "Office", "", DAY)
    assert again(copy, item).is_open


@pytest.mark.parametrize("module, writer", [(proposal_decisions, "write_table"), (commands, "write_layers")])
def test_a_kill_while_writing_leaves_what_was(copy, monkeypatch, module, writer):
    item = first(copy, MISMATCH, kind="extend")
    made = decide_item(copy, item, "reject" if writer == "write_table" else "accept", "Office", "No.", DAY)
    second = first(copy, MISMATCH, status="open")
    decide_item(copy, second, "reject", "Office", "No.", DAY)
    before = active_state(copy), (copy.folder / TABLES[0]).read_bytes()

    def die(*_given):
        raise Killed

    monkeypatch.setattr(module, writer, die)
    with pytest.raises(Killed):
        take_back(copy, made, "Office", "", DAY)
    assert (active_state(copy), (copy.folder / TABLES[0]).read_bytes()) == before


def test_a_sign_off_that_became_void_is_seen(copy):
    write_table(copy.table("signatures"), STATE_COLUMNS, [
        {"level": "province", "code": "LEK", "name": "Żółta Łęka", "state": "signed", "round": "1"},
        {"level": "province", "code": "NDU", "name": "Ñandú", "state": "void", "round": "1", "who": "Assembly",
         "day": "2026-01-02"},
        {"level": "county", "code": "CAL-01", "name": "Yukarı Çal", "state": "void", "round": "1"}])
    items = items_of(copy)
    assert [item.id for item in items[:2]] == ["CAL-01", "NDU"] and {item.kind for item in items[:2]} == {SIGN_OFF}
    assert [item.units for item in items[:2]] == [("CAL",), ("NDU",)] and items[0].is_open
    assert choices_of(items[0]) == []
    here, there = sides_of(copy, items[1], None, Formats("en"))
    assert "Assembly" in here.text(Formats("en")) and "new round" in there.text(Formats("en"))
    assert Sights(copy).of(items[0]).first.GetArea() > 1e8


def test_both_sides_of_a_mismatch_lie_on_both_sides(read_only):
    sights = Sights(read_only)
    land = {unit.code: unit.geometry for unit in read_only.units}
    for item in items_of(read_only):
        if item.kind != MISMATCH:
            continue
        sight = sights.of(item)
        for part, unit in ((sight.first, "unit"), (sight.near, "unit"), (sight.second, "neighbour"),
                           (sight.beyond, "neighbour")):
            assert not part.IsEmpty() and part.Difference(land[item.row[unit]].Buffer(1)).GetArea() < 1
        told = land_of(read_only, sight.beyond).levels
        for level, share in told.items():
            assert share == pytest.approx(float(item.row[f"level_{level}_percent"]), abs=0.6), "as the table says"


def test_both_sides_of_every_item_are_told_in_every_language(read_only):
    sights = Sights(read_only)
    for language in ("en", "ur", "zh_CN"):
        interface.use(language)
        for item in items_of(read_only):
            sight = sights.of(item)
            assert sight is not None and sight.bounds()[0] < sight.bounds()[2]
            for side in sides_of(read_only, item, sight, Formats(language)):
                assert side.title and side.lines
            assert item.detail(Formats(language))


def test_no_statement_on_land_that_is_not_known(read_only):
    assert land_of(read_only, None).levels == {} and land_of(read_only, None).cover == {}


def test_a_change_of_any_file_is_noticed(copy):
    stamps = {reviews.stamp_of(copy)}
    decide_item(copy, first(copy, MISMATCH, kind="extend"), "accept", "Office", "", DAY)
    stamps.add(reviews.stamp_of(copy))
    decide_item(copy, first(copy, CONFLICT), "keep", "Office", "So.", DAY)
    stamps.add(reviews.stamp_of(copy))
    run(copy, Feedback())
    stamps.add(reviews.stamp_of(copy))
    assert len(stamps) == 4 and reviews.stamp_of(copy) in stamps
