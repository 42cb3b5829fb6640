"""A report as a Word document."""

from pathlib import Path

from ..pictures import size_of, svg_png
from ..render import Report
from .blocks import blocks_of
from .body import Body
from .package import FOOTER, HEADER, write_package
from .styles import styles_xml


def write_docx(report: Report, path: Path) -> None:
    """Write the report to ``path``: what its HTML copy holds, each look by a style, charts as SVG with real text and a
    picture for older programs."""
    formats, messages = report.formats, report.messages
    body = Body(formats.rtl, svg_png, size_of)
    document = body.xml(blocks_of(report.html()), messages.gettext("Contents"), HEADER, FOOTER)
    title = f"{messages.gettext('Demarcation report')}{formats.colon}{report.context.country}"
    write_package(path, document, styles_xml(report.context.language, formats.tag, formats.rtl), body.media, title,
                  formats.tag, formats.rtl)
