"""Key numbers as HTML for a text browser."""

import html
from collections.abc import Sequence

from ...languages.formats import Formats
from ...languages.messages import interface
from .numbers import KeyNumber


def as_html(numbers: Sequence[KeyNumber]) -> str:
    """A table of two columns, labels with their details and values, in the direction of the interface's language; empty
    for no numbers. All text is escaped."""
    if not numbers:
        return ""
    rtl = Formats(interface.language).rtl
    rows = "".join(f"<tr>{''.join(_cells(number, rtl))}</tr>" for number in numbers)
    return f'<table width="100%" cellspacing="0" cellpadding="2">{rows}</table>'


def _cells(number: KeyNumber, rtl: bool) -> list[str]:
    """The cells from left to right: the browser does not turn columns round."""
    direction, start, end = ("rtl", "right", "left") if rtl else ("ltr", "left", "right")
    detail = f"<br><small>{html.escape(number.detail)}</small>" if number.detail else ""
    cells = [f'<td dir="{direction}" align="{start}">{html.escape(number.label)}{detail}</td>',
             f'<td dir="{direction}" align="{end}"><b>{html.escape(number.value)}</b></td>']
    return cells[::-1] if rtl else cells
