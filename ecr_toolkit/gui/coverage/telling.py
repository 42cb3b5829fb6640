"""A bar of coverage in words: the number beside it, and all that is known of it."""

from ...languages.formats import Formats
from ...languages.messages import _
from ..wording import ltr
from .bars import Bar


def number_of(bar: Bar, formats: Formats) -> str:
    """The protected share, or what is said in its place."""
    return _(bar.missing) if bar.protected is None else _share(bar, bar.protected, formats)


def lines_of(bar: Bar, formats: Formats) -> list[str]:
    """Name, then every set with its share and area, the target and the whole area: a line each, which runs in the
    direction of the language also where it begins with a Latin name."""
    lines, target, area = [bar.label], _("Target"), _("Area")
    if bar.protected is None:
        lines.append(_(bar.reason or bar.missing))
    for name, title in bar.titles.items():
        if name in bar.shares:
            km2 = f" ({_area(bar.km2[name], formats)})" if name in bar.km2 else ""
            lines.append(f"{_(title)}{formats.colon}{_share(bar, bar.shares[name], formats)}{km2}")
    if bar.target is not None:
        lines.append(f"{target}{formats.colon}{_share(bar, bar.target, formats)}")
    if bar.whole_km2 is not None:
        lines.append(f"{area}{formats.colon}{_area(bar.whole_km2, formats)}")
    return [f"\u200f{line}" for line in lines] if formats.rtl else lines


def _share(bar: Bar, percent: float, formats: Formats) -> str:
    return ltr(formats.significant(percent / 100) if bar.index else formats.percent(percent), formats)


def _area(km2: float, formats: Formats) -> str:
    return ltr(f"{formats.area(km2)}\u00a0km²", formats)
