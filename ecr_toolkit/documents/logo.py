"""The logo of a pilot, made small and plain for the first page."""

from collections.abc import Mapping

from ..errors import ToolkitError
from ..languages.messages import _
from ..pilot.pilot import Pilot
from .pictures import Picture, framed

_WIDTH_MM, _HEIGHT_MM, _DPI = 60.0, 28.0, 220


def logo_of(pilot: Pilot) -> Mapping[str, Picture]:
    """{"logo": picture} where the recipe names one, else {}. ToolkitError for a file that is no picture."""
    name = pilot.recipe["documents"]["logo"]
    if not name:
        return {}
    made = framed(pilot.folder / name, _WIDTH_MM, _HEIGHT_MM, _DPI)
    if made is None:
        raise ToolkitError(_("The logo {file} cannot be read as a picture.").format(file=name),
                           _("Save it again as PNG or JPEG, with at most 25 million pixels."))
    return {"logo": made}
