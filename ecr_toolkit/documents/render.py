"""Rendering: the report's sections as HTML, once for browsers and once for Qt's PDF."""

import base64
import gettext
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union

from markupsafe import Markup

from ..languages.formats import Formats
from ..languages.messages import N_
from . import (
    boundary_tables,
    charts,
    conflict_tables,
    coordination_tables,
    fonts,
    level_tables,
    line_charts,
    planning_tables,
    provenance,
    space_tables,
    tables,
)
from .cells import HTML, QT
from .charts import Chart
from .context import Context
from .environment import make_environment
from .figures import Figure
from .line_charts import LineChart

PART = "<!-- part -->"  # where the text for Qt is cut; the head goes before every part
PDF_MAP_MM = 130.0  # width of a map in the PDF: two fit on a page
CHART_MM = 150.0
_SCREEN_DPI = 96
_BLANK_LINES = re.compile(r"\n\s*\n")
# Sentences follow each other on lines of their own in the templates; Chinese puts no space between them
_CHINESE_GAPS = re.compile(r"(?<=[\u3001\u3002\uff01-\uff1f])\s+(?=[\u201c\u300a\u3400-\u9fff])")


@dataclass(frozen=True)
class Section:
    """A chapter: its id is also the name of its template. ``new_page``: it begins a page on paper."""

    id: str
    title: str
    new_page: bool = False


SECTIONS = (
    Section("summary", N_("Summary")),
    Section("country", N_("The country and its administrative units"), True),
    Section("data", N_("Data and assumptions")),
    Section("functions", N_("Importance of ecosystem functions"), True),
    Section("sensitivity", N_("Ecological sensitivity"), True),
    Section("integration", N_("Integrated importance, sensitivity and protection level")),
    Section("gaps", N_("Gap analysis"), True),
    Section("target3", N_("Target 3 and connectivity"), True),
    Section("thresholds", N_("Thresholds"), True),
    Section("scenarios", N_("Scenarios"), True),
    Section("boundary", N_("Boundary of the redline"), True),
    Section("conflicts", N_("Conflicts with other uses"), True),
    Section("spaces", N_("Spaces, and suitability for agriculture and towns"), True),
    Section("corridors", N_("Corridors")),
    Section("coordination", N_("Coordination between units"), True),
    Section("levels", N_("Levels of administration, rounds and sign-offs"), True),
    Section("not_assessed", N_("What was not assessed, and why"), True),
    Section("provenance", N_("Provenance")),
    Section("annex_register", N_("Annex: register"), True),
    Section("annex_protected", N_("Annex: protected areas"), True),
    Section("annex_gaps", N_("Annex: classes by administrative unit"), True),
)


@dataclass(frozen=True)
class Drawn:
    """A figure with its picture: PNG and size in mm."""

    figure: Figure
    png: bytes
    width_mm: float
    height_mm: float

    @property
    def uri(self) -> str:
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


@dataclass(frozen=True)
class Report:
    """Everything a rendering needs, gathered once for both targets."""

    context: Context
    formats: Formats
    messages: gettext.NullTranslations
    drawn: Mapping[str, Drawn]
    qgis_version: str

    def chart_svgs(self, target: str) -> dict[str, Markup]:
        """Every chart as SVG, by id, with the fonts of the target."""
        families = fonts.for_browser if target == HTML else fonts.for_qt
        return {chart.id: chart.svg(self.formats, self.messages.gettext, families(self.context.language))
                for chart in report_charts(self.context)}

    def html(self) -> str:
        """The accessible copy: one file, pictures and charts inside."""
        return self._render(HTML)

    def qt_html(self) -> list[str]:
        """The same content in the HTML that Qt's rich text knows, a text for each part that begins a page; pictures
        are named, not inside."""
        head, *parts = self._render(QT).split(PART)
        return [head + part for part in parts]

    def _render(self, target: str) -> str:
        c = self.context
        environment = make_environment(self.messages, self.formats, target, c.data_language)
        families = fonts.for_browser(c.language) if target == HTML else fonts.for_qt(c.language)
        text = environment.get_template("demarcation_report.html").render(
            c=c, sections=SECTIONS, drawn=self.drawn, charts={chart.id: chart for chart in report_charts(c)},
            svgs=self.chart_svgs(target), tables=report_tables(c, self.qgis_version), facts=report_facts(c),
            font_families=fonts.css(families), pixels=_pixels, map_mm=PDF_MAP_MM, chart_mm=CHART_MM)
        return _CHINESE_GAPS.sub("", _BLANK_LINES.sub("\n", text))


def report_charts(c: Context) -> Sequence[Union[Chart, LineChart]]:
    return (charts.services(tables.services(c)), charts.unit_shares(tables.units(c)), line_charts.curves(c))


def report_tables(c: Context, qgis_version: str) -> dict[str, Any]:
    """Every table of the report by id; ``unit_gaps``, ``places`` and ``suitability`` are lists of them."""
    models = [*c.functions, *c.sensitivities]
    made = [make(c) for make in (
        tables.key_numbers, tables.units, tables.inputs, tables.ranges, tables.remarks, tables.grading, tables.totals,
        tables.function_coverage, tables.sensitivity_coverage, tables.integrated_coverage, tables.services,
        tables.protected_areas, tables.register, *planning_tables.TABLES, *boundary_tables.TABLES,
        *conflict_tables.TABLES, *space_tables.TABLES, *coordination_tables.TABLES, *level_tables.TABLES,
        provenance.not_assessed, provenance.out_of_scope, provenance.choices)]
    made += [provenance.parameters(c, models), provenance.models_used(c, models), provenance.methods(c),
             provenance.substitutes(c), provenance.cross_check(c), provenance.runs(c),
             provenance.software(c, qgis_version)]
    return {**{table.id: table for table in made}, "unit_gaps": tables.unit_coverage(c),
            "places": planning_tables.places(c), "suitability": space_tables.suitability(c)}


def report_facts(c: Context) -> dict[str, Any]:
    """Single numbers that sentences quote, by subject."""
    return {"conflicts": conflict_tables.conflict_facts(c), "corridors": space_tables.corridor_facts(c),
            "signatures": level_tables.signature_facts(c), "stakes": boundary_tables.stake_facts()}


def _pixels(millimetres: float) -> int:
    """A length for Qt, whose pixels are those of the screen it believes in."""
    return round(millimetres / 25.4 * _SCREEN_DPI)
