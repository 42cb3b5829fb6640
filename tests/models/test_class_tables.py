"""Class tables: every one that ships has a title by which a country can replace it."""

from ecr_toolkit.models.class_tables import FOLDER, NAMES, TITLES


def test_every_table_that_ships_can_be_named():
    assert set(NAMES) == set(TITLES) == {path.stem for path in FOLDER.glob("*.csv")}
    assert len(set(TITLES.values())) == len(TITLES)
