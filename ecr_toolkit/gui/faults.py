"""Errors as pairs of sentence and remedy, the one form in which the dock shows them."""

import html
from collections.abc import Sequence

from ..errors import FaultsError, ToolkitError
from ..languages.messages import _
from ..pilot.fields import Absent

Fault = tuple[str, str]
SETTING = "setting:"


def faults_of(error: BaseException) -> list[Fault]:
    """What to tell the user; a programming error becomes a sentence that points to its traceback in the log."""
    if isinstance(error, FaultsError):
        return list(error.faults)
    if isinstance(error, ToolkitError):
        return [(error.sentence, error.remedy)]
    return [(_("The toolkit met an error it did not expect: {kind}.").format(kind=type(error).__name__),
             _("Please report it with the text in the tab ECR Toolkit of the panel View › Panels › Log Messages."))]


def as_html(faults: Sequence[Fault]) -> str:
    """The faults as paragraphs, sentence in bold; file names and other user text are escaped. One of a file that is not
    there has a link to the setting that names it: SETTING and the field's name."""
    return "".join(
        f"<p><b>{html.escape(fault[0])}</b><br>{html.escape(fault[1])}{_link(fault)}</p>" for fault in faults)


def _link(fault: Fault) -> str:
    if not isinstance(fault, Absent):
        return ""
    words = html.escape(_("Go to the setting"))
    return f'<br><a href="{SETTING}{html.escape(fault.field)}">{words}</a>'
