"""The demarcation report of a pilot in one language: maps drawn, HTML, DOCX and PDF written."""

from collections.abc import Callable
from pathlib import Path

from ..atomic import publishing
from ..feedback import Feedback
from ..languages.formats import Formats
from ..languages.messages import _, catalogue
from ..pilot.pilot import Pilot
from .context import Context
from .docx.writing import write_docx
from .figures import figures
from .maps import Maps, check_application, qgis_version
from .pdf import write_pdf
from .render import Drawn, Report

NAME = "demarcation_report"


def write_report(pilot: Pilot, language: str, feedback: Feedback) -> list[str]:
    """Publish ``documents/<language>/demarcation_report.html``, ``.docx`` and ``.pdf``; gives their names.

    Runs on the main thread, inside a QGIS application (ToolkitError otherwise). Nothing appears when cancelled.
    """
    check_application()
    report = gather(pilot, language, feedback.part(0, 0.75))
    written = [_publish(pilot, language, "html", lambda path: path.write_text(report.html(), encoding="utf-8"))]
    feedback.progress(0.85)
    feedback.check()
    written.append(_publish(pilot, language, "docx", lambda path: write_docx(report, path)))
    feedback.progress(0.9)
    feedback.check()
    written.append(_publish(pilot, language, "pdf", lambda path: write_pdf(report, path, feedback.part(0.9, 1))))
    feedback.progress(1)
    return written


def gather(pilot: Pilot, language: str, feedback: Feedback) -> Report:
    """Read the tables and draw every map."""
    context, formats, messages = Context(pilot, language), Formats(language), catalogue(language)
    maps = Maps(pilot, context, formats.rtl, messages.gettext)
    wanted = figures(pilot, context)
    drawn = {}
    for number, figure in enumerate(wanted, 1):
        feedback.check()
        drawn[figure.id] = Drawn(figure, *maps.draw(figure))
        feedback.progress(number / len(wanted))
    feedback.say(_("Maps drawn for the report in {language}: {count}.").format(language=language, count=len(drawn)))
    return Report(context, formats, messages, drawn, qgis_version())


def _publish(pilot: Pilot, language: str, suffix: str, write: Callable[[Path], object]) -> str:
    path = pilot.document(language, f"{NAME}.{suffix}")
    with publishing(path) as temporary:
        write(temporary)
    return path.relative_to(pilot.folder).as_posix()
