"""Charts and widths of columns."""

import re

import pytest

from ecr_toolkit.documents import charts, widths
from ecr_toolkit.documents.charts import Chart, Series
from ecr_toolkit.languages.formats import Formats

CHART = Chart("c", "Shares & more", (Series("one", "#111111"), Series("two", "#eeeeee")),
              [("water <b>", (0.0, 100.0)), ("soil", (25.0, 50.0))])


def bars(svg):
    return [float(width) for width in re.findall(r'<rect x="0" [^>]*width="([\d.]+)" height="15"', svg)]


def test_bars_are_as_long_as_their_shares():
    drawn = bars(charts.svg(CHART, Formats("en"), str, ["Noto Sans"]))
    assert drawn[0] == 0 and drawn[2] == pytest.approx(drawn[1] / 4, abs=0.1) and drawn[3] == drawn[1] / 2


def test_the_axis_runs_the_same_way_in_every_language():
    assert bars(charts.svg(CHART, Formats("ur"), str, ["x"])) == bars(charts.svg(CHART, Formats("en"), str, ["x"]))


def test_labels_are_escaped_and_translated_and_numbers_follow_the_language():
    svg = str(charts.svg(CHART, Formats("fr"), str.upper, ["Noto Sans"]))
    assert "WATER &lt;B&gt;" in svg and "SHARES &amp; MORE" in svg and "50,0\u00a0%" in svg and "<b>" not in svg


def test_the_description_tells_every_number():
    told = charts.description(CHART, Formats("en"), str)
    assert told == "water <b>: one 0.0%, two 100.0%; soil: one 25.0%, two 50.0%"


def test_widths_add_up_and_leave_room_for_the_longest_word():
    shares = widths.shares([["Year", "1985"], ["Name", "Central Karakoram National Park " * 3], ["km²", "1,234,567.8"]])
    assert sum(shares) == 100 and shares[1] > shares[2] > shares[0] > 5


def test_chinese_may_break_anywhere():
    assert widths.shares([["中文的很长的一个名称" * 3], ["1234567890"]])[1] > 20
