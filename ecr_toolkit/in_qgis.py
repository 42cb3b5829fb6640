"""What both doors into the steps share inside QGIS: its world map, the icon, a pilot opened with them."""

from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication

from .pilot.pilot import Pilot
from .starter.cache import StarterCache, cache_folder

ICON = Path(__file__).parent / "gui" / "icons" / "ecr_toolkit.svg"


def world_map() -> Path:
    """The world map that QGIS installs: countries and states (it need not exist on a cut-down installation)."""
    return Path(QgsApplication.pkgDataPath()) / "resources" / "data" / "world_map.gpkg"


def open_pilot(folder: Path, starter: Optional[Path] = None, whole: bool = True) -> Pilot:
    """The pilot in ``folder``, its recipe validated; ToolkitError tells what is wrong. Not ``whole``: files that the
    recipe names may be absent.

    ``starter`` is the folder of the starter data, the standard one when not given; it is looked into only by a
    recipe that asks for it.
    """
    return Pilot.open(Path(folder), starter=StarterCache(starter or cache_folder()), world_map=world_map(),
                      whole=whole)
