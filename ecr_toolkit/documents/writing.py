"""Documents of a pilot in one language: maps drawn once, then every document as HTML, DOCX and PDF."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Callable

from ..atomic import publishing
from ..feedback import Feedback
from ..languages.formats import Formats
from ..languages.messages import _, catalogue
from ..pilot.pilot import Pilot
from .aside import aside
from .catalogue import DOCUMENTS
from .context import Context
from .document import Document
from .docx.writing import write_docx
from .edition import Drawn, Edition
from .figures import Figure
from .logo import logo_of
from .maps import Maps, check_application, qgis_version
from .overrides.reading import read
from .pdf import write_pdf
from .rehearsal import rehearse


def write_documents(pilot: Pilot, language: str, feedback: Feedback, only: Sequence[str] = ()) -> list[str]:
    """Publish every document, or those named, in one language; as ``write_wanted``."""
    return write_wanted(pilot, {language: only or [document.id for document in DOCUMENTS]}, feedback)


def write_wanted(pilot: Pilot, wanted: Mapping[str, Sequence[str]], feedback: Feedback) -> list[str]:
    """Publish ``documents/<language>/<id>.html``, ``.docx`` and ``.pdf`` of documents, given as ids by language; gives
    the names of the files.

    Runs on the main thread, inside a QGIS application (ToolkitError otherwise). Raises ToolkitError for a template or a
    logo of the pilot that cannot be used, before anything is published. What is written when somebody cancels is whole;
    the rest is not there.
    """
    check_application()
    rehearse(pilot, wanted, feedback)
    written: list[str] = []
    for number, (language, ids) in enumerate(wanted.items()):
        part = feedback.part(number / len(wanted), (number + 1) / len(wanted))
        written += _write_language(pilot, language, ids, part)
    feedback.progress(1)
    return written


def _write_language(pilot: Pilot, language: str, ids: Sequence[str], feedback: Feedback) -> list[str]:
    atlas, chosen = Atlas(pilot, language), [document for document in DOCUMENTS if document.id in ids]
    written: list[str] = []
    for number, document in enumerate(chosen):
        part = feedback.part(number / len(chosen), (number + 1) / len(chosen))
        written += _write(pilot, atlas.edition(document, part.part(0, 0.5)), part.part(0.5, 1))
    return written


class Atlas:
    """The maps of a pilot in one language, each drawn once for all documents."""

    def __init__(self, pilot: Pilot, language: str) -> None:
        self._pilot, self._language = pilot, language
        self._formats, self._messages = Formats(language), catalogue(language)
        self._context = Context(pilot, language, qgis_version())
        self._maps = Maps(pilot, self._context, self._formats.rtl, self._messages.gettext)
        self._drawn: dict[str, Drawn] = {}
        self._logo = logo_of(pilot)
        self._overrides = read(pilot.folder)

    def edition(self, document: Document, feedback: Feedback) -> Edition:
        """A document with all that it shows."""
        figures = document.figures(self._pilot, self._context)
        drawn = {}
        for number, figure in enumerate(figures, 1):
            feedback.check()
            drawn[figure.id] = self._draw(figure)
            feedback.progress(0.5 * number / len(figures))
        feedback.say(_("Maps drawn for “{title}” in {language}: {count}.").format(
            title=_(document.title), language=self._language, count=len(drawn)))
        pictures = document.pictures(self._pilot, self._context, self._maps, feedback.part(0.5, 1))
        return Edition(document, self._context, self._formats, self._messages, drawn,
                       {**self._logo, **pictures}, self._overrides)

    def _draw(self, figure: Figure) -> Drawn:
        if figure.id not in self._drawn:
            self._drawn[figure.id] = Drawn(figure, self._maps.draw(figure))
        return self._drawn[figure.id]


def _write(pilot: Pilot, edition: Edition, feedback: Feedback) -> list[str]:
    """The three files of a document, each whole or not there; gives their names."""
    def write_html(path: Path) -> None:
        path.write_text(edition.html(), encoding="utf-8")

    formats: Sequence[tuple[str, float, Callable[[Path], object]]] = (
        ("html", 0.25, lambda path: aside(lambda: write_html(path), feedback)),
        ("docx", 0.5, lambda path: aside(lambda: write_docx(edition, path), feedback)),
        ("pdf", 1.0, lambda path: write_pdf(edition, path, feedback.part(0.5, 1))))
    written = []
    for suffix, share, write in formats:
        feedback.check()
        path = pilot.document(edition.context.language, f"{edition.document.id}.{suffix}")
        with publishing(path) as temporary:
            write(temporary)
        written.append(path.relative_to(pilot.folder).as_posix())
        feedback.progress(share)
    return written
