"""Charts as SVG with real text: horizontal bars, which leave room for long labels in every language.

The axis runs from left to right in every language; only labels stand at the reader's side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable

from markupsafe import Markup

from ..languages.formats import Formats
from ..languages.messages import N_
from . import fonts
from .tables import Table

WIDTH, LINE, BAR, SMALL = 640, 20, 15, 12
_RIGHT, _BESIDE = 70, 200  # room for the number behind the longest bar; for labels beside bars
_INK, _GRID = "#222222", "#c8c8c8"
# Markup.format escapes what is put in
_ROOT = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} 0 {wide} {height}" width="{width}" '
               'height="{height}" role="img" direction="ltr" font-size="{size}" fill="{ink}" '
               'font-family="{family}"><title>{title}</title><desc>{description}</desc>{content}</svg>')
_RECT = Markup('<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}" stroke="{ink}" '
               'stroke-width="0.5"/>')
_LINE = Markup('<line x1="{x}" y1="{start}" x2="{x}" y2="{end}" stroke="{colour}" stroke-width="0.7"/>')
_TEXT = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>')


@dataclass(frozen=True)
class Series:
    """A set of bars with one colour; colours of a chart differ in lightness."""

    label: str
    colour: str


@dataclass(frozen=True)
class Chart:
    """``groups``: (label, one value in per cent a series); labels are marked texts or ready ones."""

    id: str
    caption: str
    series: Sequence[Series]
    groups: Sequence[tuple[str, Sequence[float]]]

    def svg(self, formats: Formats, translate: Callable[[str], str], families: Sequence[str]) -> Markup:
        """As ``svg`` below."""
        return svg(self, formats, translate, families)


def services(table: Table) -> Chart:
    """Share of every service inside protected areas and inside the redline, from the table of both."""
    return Chart("services", N_("How much of each service lies inside protected areas and inside the redline"), (
        Series(N_("inside protected areas"), "#9ecae1"), Series(N_("inside the redline"), "#a50f15")),
        [(row[0], (row[1], row[3])) for row in table.rows])


def unit_shares(table: Table) -> Chart:
    """Share of every unit inside the redline, the country last, from the table of units."""
    return Chart("unit_shares", N_("Share of every administrative unit inside the redline"),
                 (Series(N_("inside the redline"), "#a50f15"),), [(row[0][1], (row[4],)) for row in table.rows])


def svg(chart: Chart, formats: Formats, translate: Callable[[str], str], families: Sequence[str]) -> Markup:
    """The chart as an SVG element with title and description for those who cannot see it."""
    parts: list[Markup] = []
    beside = len(chart.series) == 1  # one bar a group: its label stands beside it, else above the group
    top = 4 if beside else _legend(parts, chart, formats, translate)
    left, right = 0, WIDTH - _RIGHT
    if beside:
        left, right = (0, WIDTH - _BESIDE - _RIGHT) if formats.rtl else (_BESIDE, WIDTH - _RIGHT)
    start, bars = top, []
    for label, values in chart.groups:
        if beside:
            bars.append(_text(translate(label), WIDTH if formats.rtl else left - 8, top + BAR - 3, "end"))
        else:
            top += LINE
            bars.append(_text(translate(label), WIDTH if formats.rtl else 0, top - 5, _start(formats)))
        for series, value in zip(chart.series, values):
            width = (right - left) * min(max(value, 0.0), 100.0) / 100
            bars.append(_box(left, top, width, BAR, series.colour))
            bars.append(_text(formats.percent(value), left + width + 5, top + BAR - 3))
            top += BAR + 2
        top += 4
    _axis(parts, formats, left, right, start, top)
    return _ROOT.format(left=-2, width=WIDTH, wide=WIDTH + 4, height=top + LINE, size=SMALL, ink=_INK,
                        family=fonts.css(families), title=translate(chart.caption),
                        description=description(chart, formats, translate), content=Markup("").join(parts + bars))


def description(chart: Chart, formats: Formats, translate: Callable[[str], str]) -> str:
    """All numbers of the chart as a sentence."""
    told = []
    for label, values in chart.groups:
        numbers = [f"{translate(series.label)} {formats.percent(value)}" for series, value in
                   zip(chart.series, values)]
        told.append(f"{translate(label)}{formats.colon}{formats.enumeration(numbers)}")
    return "; ".join(told)


def _legend(parts: list[Markup], chart: Chart, formats: Formats, translate: Callable[[str], str]) -> int:
    top = 4
    for series in chart.series:
        at = WIDTH - 14 if formats.rtl else 0
        parts.append(_box(at, top, 14, 12, series.colour))
        parts.append(_text(translate(series.label), at - 6 if formats.rtl else 20, top + 11, _start(formats)))
        top += LINE
    return top + 6


def _axis(parts: list[Markup], formats: Formats, left: float, right: float, start: float, end: float) -> None:
    for share in (0, 25, 50, 75, 100):
        x = left + (right - left) * share / 100
        parts.append(_LINE.format(x=f"{x:.1f}", start=start, end=end, colour=_GRID))
        parts.append(_text(formats.percent(share, 0), x, end + 14, "middle" if share else "start"))


def _start(formats: Formats) -> str:
    return "end" if formats.rtl else "start"


def _box(x: float, y: float, width: float, height: float, colour: str) -> Markup:
    return _RECT.format(x=x, y=y, width=f"{width:.1f}", height=height, colour=colour, ink=_INK)


def _text(text: str, x: float, y: float, anchor: str = "start") -> Markup:
    return _TEXT.format(text=text, x=f"{x:.1f}", y=y, anchor=anchor)
