"""Shares that can be tried: ranks and table say the same as the comparison of thresholds."""

import numpy as np

from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.planning.share_ranks import NEVER, OUTSIDE
from ecr_toolkit.raster import files


def rows_of(pilot, name):
    return read_table(pilot.table(name))


def test_the_table_agrees_with_the_comparison(walked):
    trial = {(float(row["share_percent"]), row["function"]): float(row["percent"])
             for row in rows_of(walked, "threshold_shares")}
    compared = [row for row in rows_of(walked, "thresholds") if row["method"] == "cumulative"]
    assert len(compared) >= 6
    for row in compared:
        assert abs(trial[float(row["share_percent"]), ""] - float(row["area_percent"])) < 1e-4
    for row in rows_of(walked, "threshold_services"):
        if row["method"] == "cumulative":
            assert abs(trial[float(row["share_percent"]), row["function"]] - float(row["inside_percent"])) < 2e-4


def test_the_ranks_agree_with_the_comparison(walked):
    ranks, units = files.read(walked.folder / "threshold_shares.tif"), files.read(walked.input("units"))
    assert ((ranks == OUTSIDE) == (units == 0)).all()
    for row in rows_of(walked, "thresholds"):
        if row["method"] == "cumulative":
            place = round(float(row["share_percent"])) - 1
            assert np.count_nonzero(ranks <= place) == int(row["cells"])


def test_nobody_is_taken_in_later_and_out_again(walked):
    """More share, more of everything."""
    held = {}
    for row in rows_of(walked, "threshold_shares"):
        held.setdefault(row["function"], []).append(float(row["percent"]))
    assert len(held) > 2
    for percents in held.values():
        assert len(percents) == 99 and percents == sorted(percents) and percents[-1] <= 100
    assert (files.read(walked.folder / "threshold_shares.tif") == NEVER).any()
