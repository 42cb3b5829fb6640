"""Notes and ticks of the steps."""

from datetime import date

from ecr_toolkit.pilot.notes import Note, add_note, notes_of, remove_last_note, tick, ticked

DAY = date(2026, 3, 7)


def test_notes_come_back_as_they_were_written(tmp_path):
    assert notes_of(tmp_path) == []
    add_note(tmp_path, "gaps", "  =1+1, “quoted”\nsecond line ", "علی", DAY)
    add_note(tmp_path, "boundary", "plain", today=DAY)
    assert notes_of(tmp_path) == [Note("gaps", "2026-03-07", "علی", "=1+1, “quoted”\nsecond line"),
                                  Note("boundary", "2026-03-07", "", "plain")]
    assert "'=1+1" in (tmp_path / "decisions" / "notes.csv").read_text(encoding="utf-8-sig"), "no formula in a CSV"


def test_an_empty_note_is_none_and_a_note_can_be_taken_back(tmp_path):
    add_note(tmp_path, "gaps", "  ")
    assert notes_of(tmp_path) == []
    for step, text in (("gaps", "a"), ("gaps", "b"), ("boundary", "c")):
        add_note(tmp_path, step, text, today=DAY)
    remove_last_note(tmp_path, "gaps")
    assert [note.note for note in notes_of(tmp_path)] == ["a", "c"]
    remove_last_note(tmp_path, "thresholds")
    assert len(notes_of(tmp_path)) == 2


def test_ticks_are_kept_by_step(tmp_path):
    assert ticked(tmp_path, "gaps") == set()
    tick(tmp_path, "gaps", "looked_at_map", True, DAY)
    tick(tmp_path, "gaps", "looked_at_map", True, DAY)
    tick(tmp_path, "boundary", "looked_at_map", True, DAY)
    assert ticked(tmp_path, "gaps") == {"looked_at_map"}
    tick(tmp_path, "gaps", "looked_at_map", False)
    assert ticked(tmp_path, "gaps") == set() and ticked(tmp_path, "boundary") == {"looked_at_map"}
