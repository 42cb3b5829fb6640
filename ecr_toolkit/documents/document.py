"""Document: what one of the toolkit's documents is made of. Declarations only; edition.py renders them."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, Union

from ..pilot.pilot import Pilot
from .charts import Chart
from .context import Context
from .figures import Figure
from .line_charts import LineChart


@dataclass(frozen=True)
class Chapter:
    """A chapter: its id is also the name of its template. ``title``: a marked text. ``new_page``: it begins a page."""

    id: str
    title: str
    new_page: bool = False


@dataclass(frozen=True)
class Picture:
    """A PNG with its size on paper."""

    png: bytes
    width_mm: float
    height_mm: float

    @property
    def uri(self) -> str:
        """The picture as an address that holds it."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


@dataclass(frozen=True)
class Content:
    """What the chapters quote: tables by id (or lists of them), charts, and single facts by subject."""

    tables: Mapping[str, Any] = field(default_factory=dict)
    charts: Sequence[Union[Chart, LineChart]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def no_figures(_pilot: Pilot, _context: Context) -> Sequence[Figure]:
    """For documents without maps."""
    return ()


def no_pictures(_pilot: Pilot, _context: Context) -> Mapping[str, Picture]:
    """For documents without pictures of their own."""
    return {}


@dataclass(frozen=True)
class Document:
    """One of the documents. ``id``: name of its files, its template ``<id>.html`` and the folder ``<id>/`` of its
    chapters. ``title``: a marked text. ``figures``: the maps of the atlas it shows. ``pictures``: further pictures by
    id, made on the main thread. ``contents``: whether it has a list of contents."""

    id: str
    title: str
    chapters: Callable[[Context], Sequence[Chapter]]
    content: Callable[[Context], Content]
    figures: Callable[[Pilot, Context], Sequence[Figure]] = no_figures
    pictures: Callable[[Pilot, Context], Mapping[str, Picture]] = no_pictures
    contents: bool = True
