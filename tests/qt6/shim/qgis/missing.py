"""Classes of QGIS that have no stand-in: they can be imported, asked about and inherited from, but not used."""

import enum


class NeedsQgisError(Exception):
    """What was asked for only QGIS itself can do."""


class _Missing(type):
    def __getattr__(cls, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        raise NeedsQgisError(f"{cls.__name__}.{name}")

    def __call__(cls, *args, **kwargs):
        raise NeedsQgisError(cls.__name__)


def missing(name: str) -> type:
    """A class of that name; AttributeError for a name that is none of QGIS's, so that a misspelt one fails."""
    if not name.startswith(("Qgs", "Qgis")):
        raise AttributeError(name)
    return _Missing(name, (), {})


def enums(name: str, **members: tuple[str, ...]) -> type:
    """A class that is there for its enums only: their names and members."""
    return type(name, (), {one: enum.IntEnum(one, there, start=0) for one, there in members.items()})
