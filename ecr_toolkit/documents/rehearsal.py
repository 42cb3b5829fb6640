"""Rehearsal: with templates of the pilot every document is made once with blank pictures, before a map is drawn or a
file published, so that a template that cannot be used harms nothing and is told of soon."""

import gettext
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..feedback import Feedback
from ..languages.formats import Formats
from ..languages.messages import catalogue
from ..pilot.pilot import Pilot
from .catalogue import DOCUMENTS
from .cells import HTML
from .context import Context
from .edition import Drawn, Edition
from .environment import make_environment
from .overrides.faults import as_error
from .overrides.reading import read
from .pictures import Picture

_BLANK = Picture(b"", 170.0, 120.0)


class Blanks(dict):
    """Whatever picture is asked for is there, and blank."""

    def __missing__(self, id: str) -> Picture:
        return self.setdefault(id, _BLANK)

    def __contains__(self, _id: Any) -> bool:
        return True


def check_templates(folder: Path) -> None:
    """Read the templates of the pilot in ``folder`` and see that each can be understood. InputError tells the faults of
    all of them."""
    overrides, faults = read(folder), []
    environment = make_environment(gettext.NullTranslations(), Formats("en"), HTML, "en", overrides)
    for name in sorted(overrides.texts):
        try:
            environment.get_template(name)
        except Exception as fault:  # whatever a template makes of the parser
            error = as_error(fault, overrides)
            faults.append((error.sentence, error.remedy))
    if faults:
        raise InputError(faults)


def rehearse(pilot: Pilot, wanted: Mapping[str, Sequence[str]], feedback: Feedback) -> None:
    """Make the documents (ids by language) in memory, if the pilot has templates of its own. Raises InputError for
    templates that cannot be read, ToolkitError for one that fails, Cancelled."""
    check_templates(pilot.folder)
    overrides = read(pilot.folder)
    for language, ids in wanted.items() if overrides.texts else ():
        context = Context(pilot, language)
        for document in DOCUMENTS:
            if document.id in ids:
                feedback.check()
                drawn = {figure.id: Drawn(figure, _BLANK) for figure in document.figures(pilot, context)}
                edition = Edition(document, context, Formats(language), catalogue(language), drawn, Blanks(),
                                  overrides)
                edition.html()
                edition.qt_html()
                edition.qt_contents(())
