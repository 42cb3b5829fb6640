"""Line charts as SVG with real text: cumulative curves, whose axes run from 0 to 100 per cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable

from markupsafe import Markup

from ..languages.formats import Formats
from ..languages.messages import N_
from . import fonts
from .context import Context

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM, _LINE, _SIZE = 640, 330, 52, 10, 44, 20, 12
_INK, _GRID = "#222222", "#c8c8c8"
_LOOKS = (("#08519c", ""), ("#8c510a", "7 3"), ("#b8860b", "2 3"), ("#41ab5d", "10 3 2 3"), ("#00441b", "5 5"),
          ("#807dba", "1 2"), ("#d6604d", "9 2"), ("#525252", "4 2 1 2"))
_ROOT = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 0 {wide} {height}" width="{width}" '
               'height="{height}" role="img" direction="ltr" font-size="{size}" fill="{ink}" '
               'font-family="{family}"><title>{title}</title><desc>{description}</desc>{content}</svg>')
_PATH = Markup('<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8" '
               'stroke-dasharray="{dash}"/>')
_STROKE = Markup('<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{colour}" '
                 'stroke-width="{width}" stroke-dasharray="{dash}"/>')
_TEXT = Markup('<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turn}>{text}</text>')
_TURNED = Markup(' transform="rotate(-90 {x:.1f} {y:.1f})"')
_NAMED = (10, 30, 50)  # per cent along the axis whose values are told in words


@dataclass(frozen=True)
class Line:
    """A curve: its label, and points (x, y) in per cent from 0 up."""

    label: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class LineChart:
    """Curves with what the axes say; all texts are marked ones."""

    id: str
    caption: str
    along: str
    held: str
    lines: Sequence[Line]

    def svg(self, formats: Formats, translate: Callable[[str], str], families: Sequence[str]) -> Markup:
        """The chart as an SVG element with title and description for those who cannot see it."""
        right, bottom = _WIDTH - 12, _TOP + _HEIGHT
        parts = _axes(formats, right, bottom)
        parts.append(_text(translate(self.along), (_LEFT + right) / 2, bottom + 34, "middle"))
        middle = (_TOP + bottom) / 2
        parts.append(_text(translate(self.held), 10, middle, "middle", _TURNED.format(x=10, y=middle)))
        top = bottom + _BOTTOM
        for line, (colour, dash) in zip(self.lines, _LOOKS):
            points = " ".join(f"{_x(x, right):.1f},{_y(y, bottom):.1f}" for x, y in ((0.0, 0.0), *line.points))
            parts.append(_PATH.format(points=points, colour=colour, dash=dash))
            start, end = (_WIDTH - 40, _WIDTH - 4) if formats.rtl else (0, 36)
            parts.append(_STROKE.format(x0=start, x1=end, y0=top + 8, y1=top + 8, colour=colour, width=2, dash=dash))
            parts.append(_text(translate(line.label), _WIDTH - 46 if formats.rtl else 44, top + 12,
                               "end" if formats.rtl else "start"))
            top += _LINE
        return _ROOT.format(wide=_WIDTH + 4, width=_WIDTH, height=top + 4, size=_SIZE, ink=_INK,
                            family=fonts.css(families), title=translate(self.caption),
                            description=self.description(formats, translate), content=Markup("").join(parts))

    def description(self, formats: Formats, translate: Callable[[str], str]) -> str:
        """What each curve holds at a few places, as a sentence."""
        told = []
        for line in self.lines:
            values = [f"{formats.percent(x, 0)} → {formats.percent(held_at(line.points, x))}" for x in _NAMED]
            told.append(f"{translate(line.label)}{formats.colon}{formats.enumeration(values)}")
        return "; ".join(told)


def held_at(points: Sequence[tuple[float, float]], along: float) -> float:
    """The value of a curve at a place, on the straight line between its neighbours; it begins at nothing."""
    before = (0.0, 0.0)
    for point in points:
        if point[0] >= along:
            step = point[0] - before[0]
            return before[1] + (point[1] - before[1]) * ((along - before[0]) / step if step else 1.0)
        before = point
    return before[1]


def curves(c: Context) -> LineChart:
    """How much of each service the best part of the land holds."""
    titles = {model.id: model.title for model in c.functions}
    points: dict[str, list[tuple[float, float]]] = {}
    for row in c.rows("threshold_curves"):
        if row["curve"] == "area" and row["function"] in titles:
            points.setdefault(row["function"], []).append((row["along_percent"], row["held_percent"]))
    return LineChart("curves", N_("How much of each service the best part of the land holds"),
                     N_("share of the land, the best cells first"), N_("share of the service"),
                     [Line(titles[name], line) for name, line in points.items()])


def _axes(formats: Formats, right: float, bottom: float) -> list[Markup]:
    parts = []
    for share in (0, 25, 50, 75, 100):
        x, y = _x(share, right), _y(share, bottom)
        parts.append(_STROKE.format(x0=x, x1=x, y0=_TOP, y1=bottom, colour=_GRID, width=0.7, dash=""))
        parts.append(_STROKE.format(x0=_LEFT, x1=right, y0=y, y1=y, colour=_GRID, width=0.7, dash=""))
        parts.append(_text(formats.percent(share, 0), x, bottom + 15, "middle"))
        parts.append(_text(formats.percent(share, 0), _LEFT - 6, y + 4, "end"))
    return parts


def _x(share: float, right: float) -> float:
    return _LEFT + (right - _LEFT) * share / 100


def _y(share: float, bottom: float) -> float:
    return bottom - _HEIGHT * share / 100


def _text(text: str, x: float, y: float, anchor: str, turn: Markup = Markup("")) -> Markup:  # noqa: B008
    return _TEXT.format(text=text, x=x, y=y, anchor=anchor, turn=turn)
