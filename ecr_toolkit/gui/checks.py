"""What the checks of the inputs found, as the dock shows it: sentence, remedy, and a link that accepts the repair."""

import html
from collections.abc import Mapping, Sequence

from ..languages.messages import _

REPAIR = "repair"  # scheme of the links


def checks_as_html(findings: Sequence[Mapping[str, str]]) -> str:
    """Rows of checks.csv as a list; the link ``repair:2`` accepts the repair of the third. All text is escaped."""
    title = html.escape(_("Checks of the data"))
    items = "".join(f"<li>{_item(number, finding)}</li>" for number, finding in enumerate(findings))
    return f"<p><b>{title}</b></p><ul>{items}</ul>" if items else ""


def _item(number: int, finding: Mapping[str, str]) -> str:
    text = f"{html.escape(finding['sentence'])} {html.escape(finding['remedy'])}"
    if finding["repair"]:
        label = html.escape(_("Accept"))
        text += f' <a href="{REPAIR}:{number}">{label}</a>'
    return text
