"""Pages of a PDF as pictures, by GDAL, which in the usual builds of QGIS reads PDF (QtPdf is in none of Qt 5).

The file is read into memory and closed: Windows does not replace an open file, and a run writes documents anew.
"""

import itertools
import weakref
from pathlib import Path

import numpy as np
from osgeo import gdal

from ...errors import ToolkitError
from ...languages.messages import _

_POINTS = 72.0  # an inch
_NUMBERS = itertools.count(1)


class Pages:
    """``count`` pages; ``ratio``: height of the first one over its width. For one thread at a time.

    ToolkitError when the file cannot be read, or GDAL was built without a reader of PDF.
    """

    def __init__(self, path: Path) -> None:
        self._place = f"/vsimem/ecr_toolkit_preview_{next(_NUMBERS)}.pdf"
        self._give_back = weakref.finalize(self, gdal.Unlink, self._place)
        try:
            gdal.FileFromMemBuffer(self._place, path.read_bytes())
            self.count = len(_open(self._place, _POINTS).GetSubDatasets()) or 1
            first = self._page(1, _POINTS)
        except (OSError, RuntimeError) as fault:
            self.close()
            raise ToolkitError(_("The pages of this file cannot be shown here: {file}.").format(file=path.name),
                               _("Open it with its button.")) from fault
        self._inches = first.RasterXSize / _POINTS
        self.ratio = first.RasterYSize / first.RasterXSize

    def picture(self, number: int, width: int) -> np.ndarray:
        """Page ``number``, from 1, about ``width`` pixels wide: (rows, columns, 3) bytes of red, green and blue."""
        return np.ascontiguousarray(np.moveaxis(self._page(number, width / self._inches).ReadAsArray()[:3], 0, -1))

    def close(self) -> None:
        """Give the memory back; done at the latest when nobody holds this any more."""
        self._give_back()

    def _page(self, number: int, dots: float) -> gdal.Dataset:
        return _open(f"PDF:{number}:{self._place}", dots)


def _open(name: str, dots: float) -> gdal.Dataset:
    """``dots``: an inch. RuntimeError when it is no PDF, or nothing reads it."""
    return gdal.OpenEx(name, gdal.OF_RASTER, allowed_drivers=["PDF"], open_options=[f"DPI={dots:.4f}"])
