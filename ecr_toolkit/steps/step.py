"""What a step is: what it reads, what it gives, how it is run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from ..feedback import Feedback
from ..pilot.pilot import Pilot


def no_files(pilot: Pilot) -> list[Path]:
    """For steps that read nothing but what other steps published."""
    return []


def no_check(pilot: Pilot) -> None:
    """For steps whose inputs other steps made."""


def no_facts(pilot: Pilot) -> dict:
    """For steps that depend on files and the recipe only."""
    return {}


@dataclass(frozen=True)
class Step:
    """One step of the walk.

    ``needs``: ids of the steps whose outputs it reads. ``recipe``: the (dotted) parts of the recipe it obeys.
    ``files``: the files of the country or of the starter data it reads. ``run(pilot, feedback)`` publishes outputs
    and returns their names relative to the pilot's folder; ``ecr.gpkg#layer`` names a layer. ``weight`` is its
    share of the walk's time. ``facts(pilot)``: anything else its result depends on, as plain data. ``draws``: it draws
    maps, which QGIS allows on the main thread only. ``check(pilot)`` opens what the country gave and raises InputError
    before any step writes anything.
    """

    id: str
    title: str
    purpose: str
    run: Callable[[Pilot, Feedback], Sequence[str]]
    needs: tuple[str, ...] = ()
    recipe: tuple[str, ...] = ()
    files: Callable[[Pilot], list[Path]] = field(default=no_files)
    weight: float = 1.0
    facts: Callable[[Pilot], dict] = field(default=no_facts)
    draws: bool = False
    check: Callable[[Pilot], None] = field(default=no_check)
