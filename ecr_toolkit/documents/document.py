"""Document: what one of the toolkit's documents is made of. Declarations only; edition.py renders them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, Union

from ..feedback import Feedback
from ..pilot.pilot import Pilot
from .charts import Chart
from .context import Context
from .figures import Figure
from .line_charts import LineChart
from .maps import Maps
from .pictures import Picture


@dataclass(frozen=True)
class Chapter:
    """A chapter. ``title``: a marked text. ``new_page``: it begins a page. ``template``: where several chapters share
    one; else it has the name of the id."""

    id: str
    title: str
    new_page: bool = False
    template: str = ""

    @property
    def file(self) -> str:
        """Name of the template in the document's folder."""
        return f"{self.template or self.id}.html"


@dataclass(frozen=True)
class Content:
    """What the chapters quote: tables by id (or lists of them), charts, and single facts by subject."""

    tables: Mapping[str, Any] = field(default_factory=dict)
    charts: Sequence[Union[Chart, LineChart]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def no_figures(_pilot: Pilot, _context: Context) -> Sequence[Figure]:
    """For documents without maps."""
    return ()


def no_pictures(_pilot: Pilot, _context: Context, _maps: Maps, _feedback: Feedback) -> Mapping[str, Picture]:
    """For documents without pictures of their own."""
    return {}


@dataclass(frozen=True)
class Document:
    """One of the documents. ``id``: name of its files, its template ``<id>.html`` and the folder ``<id>/`` of its
    chapters. ``title``: a marked text. ``figures``: the maps of the atlas it shows. ``pictures``: further pictures by
    id, made on the main thread; it may draw with the Maps of the atlas, and asks the feedback between two pictures.
    ``contents``: whether it has a list of contents."""

    id: str
    title: str
    chapters: Callable[[Context], Sequence[Chapter]]
    content: Callable[[Context], Content]
    figures: Callable[[Pilot, Context], Sequence[Figure]] = no_figures
    pictures: Callable[[Pilot, Context, Maps, Feedback], Mapping[str, Picture]] = no_pictures
    contents: bool = True
