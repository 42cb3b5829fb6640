"""An edition as a Word document."""

from pathlib import Path

from ..edition import Edition
from ..pictures import size_of, svg_png
from .blocks import blocks_of
from .body import Body
from .package import FOOTER, HEADER, write_package
from .styles import styles_xml


def write_docx(edition: Edition, path: Path) -> None:
    """Write a document to ``path``: what its HTML copy holds, each look by a style, charts as SVG with real text and a
    picture for older programs."""
    formats, messages = edition.formats, edition.messages
    body = Body(formats.rtl, svg_png, size_of)
    long = edition.document.contents  # a short document has no list of contents, and its chapters follow each other
    document = body.xml(blocks_of(edition.html()), messages.gettext("Contents") if long else "", HEADER, FOOTER)
    title = f"{edition.title}{formats.colon}{edition.context.country}"
    styles = styles_xml(edition.context.language, formats.tag, formats.rtl, long)
    write_package(path, document, styles, body.media, title, formats.tag, formats.rtl, body.lists)
