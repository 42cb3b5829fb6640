"""A layer of one's own with the units of the first level: read, its fields guessed; free of widgets."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal, ogr

from ...errors import InputError
from ...languages.messages import _
from ...pilot.layers import Feature, open_layer, polygons, union
from ...raster.grid import WGS84

NONE = ""  # no such field: codes are made from the names
# Fields of common layers of administrative units, the surest first
_CODES = ("code", "adm1_pcode", "hasc_1", "iso_1", "gid_1", "iso_3166_2", "shapeiso", "pcode")
_NAMES = ("name", "name_1", "adm1_en", "shapename", "name_en", "adm1_name", "nam", "nome", "nombre", "nom")


@dataclass(frozen=True)
class OwnLayer:
    """Polygons of a file, in degrees. ``fields``: those that could hold codes and names."""

    title: str
    features: Sequence[Feature]
    fields: Sequence[str]
    outline: ogr.Geometry

    def guessed(self) -> tuple[str, str]:
        """The fields of codes (``NONE`` where none looks like it) and of names."""
        lower = {field.lower(): field for field in self.fields}
        code = next((lower[name] for name in _CODES if name in lower), NONE)
        others = [field for field in self.fields if field != code] or list(self.fields)
        return code, next((lower[name] for name in _NAMES if name in lower), others[0])

    def units(self, code_field: str, name_field: str) -> list[Feature]:
        """The units as a pilot wants them, with code and name; InputError where a name is empty. Without a field of
        codes, or where it is empty, the code is made of the letters of the name."""
        made: dict[str, str] = {}
        units = []
        for feature in self.features:
            name = _text(feature.values.get(name_field))
            if not name:
                raise InputError([(_("A unit of the layer {file} has no name.").format(file=self.title),
                                   _("Fill in the field “{field}”, or choose another one.").format(field=name_field))])
            code = _text(feature.values.get(code_field)) or made.setdefault(name, _made_code(name, made))
            units.append(Feature(feature.geometry, {"code": code, "name": name}))
        return units


def read_own(path: Path, layer: str = "") -> OwnLayer:
    """The polygons of a layer of a file (the first layer when not named). InputError when it cannot be read, has no
    coordinate reference system, no polygons or no field."""
    features = _features(path, layer)
    polygonal = [Feature(polygons(one.geometry), one.values) for one in features]
    polygonal = [one for one in polygonal if not one.geometry.IsEmpty()]
    if not polygonal:
        raise InputError([(_("The layer {file} holds no polygons.").format(file=path.name),
                           _("Choose a layer with the areas of the units."))])
    fields = [name for name in polygonal[0].values
              if any(isinstance(one.values[name], (str, int)) for one in polygonal)]
    if not fields:
        raise InputError([(_("The layer {file} has no field with names.").format(file=path.name),
                           _("Add a field “name” with the name of each unit."))])
    return OwnLayer(path.name, polygonal, fields, union([one.geometry for one in polygonal]))


def _features(path: Path, layer: str) -> list[Feature]:
    if not layer:
        return open_layer(path, WGS84)
    with tempfile.TemporaryDirectory() as scratch:  # the one layer in a file of its own, called as the file was
        copy = Path(scratch) / f"{path.stem}.gpkg"
        try:
            gdal.VectorTranslate(str(copy), str(path), layers=[layer], format="GPKG")
        except RuntimeError as fault:
            raise InputError([(_("This file cannot be read as a vector layer: {file}.").format(file=path.name),
                               _("Save it as GeoPackage. What GDAL says: {reason}").format(reason=fault))]) from fault
        return open_layer(copy, WGS84)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _made_code(name: str, made: dict[str, str]) -> str:
    """Three Latin letters of a name, as the world map's units have them; numbered where others have them too."""
    letters = "".join(letter for letter in name.upper() if letter.isascii() and letter.isalpha())[:3] or "U"
    code, number = letters, 1
    while code in made.values():
        number += 1
        code = f"{letters[:2]}{number}"
    return code
