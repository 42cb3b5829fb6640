"""A model alone, on plain rasters without a pilot: value, classes, and what the user must know of them."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from osgeo import gdal

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import _
from ..models.class_tables import Tables
from ..models.declaration import CUMULATIVE, Model
from ..models.variables import VARIABLES
from ..raster.align import CLASSES, CONTINUOUS, align, is_on
from ..raster.files import open_raster
from ..raster.grading import Breaks, streamed_breaks
from ..raster.grid import AnyGrid, Frame, spatial_reference
from ..raster.stream import Output, stream
from .classes import MUST_INCLUDE, classes_of, grading_of
from .plan import Chosen, Plan, plan
from .run import Place, range_of, run, ways_of
from .scales import measure

SHARES = (0.5, 0.8)


@dataclass(frozen=True)
class Result:
    """``breaks``: where classes begin, when they come from cumulative shares; ``sentences``: what stood in for what,
    and values beyond the plausible range."""

    breaks: Optional[Breaks]
    sentences: Sequence[str]


def run_alone(model: Model, rasters: Mapping[str, Path], chosen: Chosen, value: Path, classes: Optional[Path],
              feedback: Feedback, shares: tuple[float, float] = SHARES, own_tables: Optional[Mapping[str, Path]] = None,
              extra: Optional[Mapping[str, Any]] = None) -> Result:
    """Run a model on the rasters of its variables and write ``value`` and ``classes``.

    The first raster in the order of the model's inputs gives the grid; others are brought to it. Raises InputError
    when a raster is missing or unreadable, Cancelled; then nothing is written.
    """
    planned = plan(model, rasters, chosen)
    if planned.missing:
        names = ", ".join(_(VARIABLES[name].title) for name in planned.missing)
        raise InputError([(
            _("“{model}” cannot be assessed; these rasters are missing: {names}.").format(
                model=_(model.title), names=names),
            _("Give them, or choose another method for the factors that need them."))])
    tables = Tables(own_tables or {})
    tables.check()
    with tempfile.TemporaryDirectory(prefix="ecr_") as folder:
        paths, grid = _on_one_grid({name: rasters[name] for name in planned.inputs}, Path(folder),
                                   feedback.part(0, 0.2))
        try:
            return _run(planned, Place(paths, grid, tables), value, classes, shares, extra or {}, Path(folder),
                        feedback.part(0.2, 1))
        except BaseException:
            value.unlink(missing_ok=True)  # a value without its classes is half a result
            raise


def _run(planned: Plan, place: Place, value: Path, classes: Optional[Path], shares: tuple[float, float],
         extra: Mapping[str, Any], folder: Path, feedback: Feedback) -> Result:
    model = planned.model
    outputs = {model.id: Output(value, "continuous", model.title, model.unit, planned.metadata)}
    domain = folder / "domain.tif"
    if model.domain is not None:
        outputs[f"{model.id}.domain"] = Output(domain, "class")
    scales = measure([planned], place, feedback.part(0, 0.3))
    outside = run([planned], scales, outputs, place, feedback.part(0.3, 0.6), {model.id: extra},
                  check_inputs=True)
    breaks = None
    if grading_of(model) == CUMULATIVE:
        breaks = streamed_breaks(value, place.grid, feedback.part(0.6, 0.8), shares=shares)[None]
    if classes is not None:
        limits = (breaks.extreme, breaks.important) if breaks else planned.settings.get("class_breaks")
        inputs = {"value": value}
        if model.domain is not None:
            inputs["domain"] = domain
        if MUST_INCLUDE in planned.inputs:
            inputs[MUST_INCLUDE] = place.paths[MUST_INCLUDE]
        stream(inputs, lambda read, _window: {"classes": classes_of(
            model, read["value"], limits, read.get("domain"), read.get(MUST_INCLUDE))},
            {"classes": Output(classes, "class", model.title, "class", planned.metadata)}, place.grid,
            feedback.part(0.8, 1))
    return Result(breaks, [*_notes(planned), *warnings([planned], outside), *_equal_area(place.grid, model)])


def _on_one_grid(rasters: Mapping[str, Path], folder: Path, feedback: Feedback) -> tuple[dict[str, Path], AnyGrid]:
    """The rasters on the grid of the first, float32 with NaN, scale and offset applied; those that are so already are
    used as they are."""
    grid = Frame.of(open_raster(next(iter(rasters.values()))))
    paths = {}
    for number, (name, path) in enumerate(rasters.items()):
        part = feedback.part(number / len(rasters), (number + 1) / len(rasters))
        dataset = open_raster(path)
        band = dataset.GetRasterBand(1)
        scaled = band.GetScale() not in (None, 1.0) or band.GetOffset() not in (None, 0.0)
        if is_on(dataset, grid) and band.DataType == gdal.GDT_Float32 and not scaled:
            paths[name] = path
            continue
        view = f"/vsimem/ecr_toolkit/{folder.name}_{name}.vrt"
        gdal.Translate(view, dataset, format="VRT", unscale=scaled, outputType=gdal.GDT_Float32)
        paths[name] = folder / f"{name}.tif"
        try:
            align(gdal.Open(view), grid, CLASSES if VARIABLES[name].resampling == "classes" else CONTINUOUS,
                  paths[name], part)
        finally:
            gdal.Unlink(view)
    return paths, grid


def _notes(planned: Plan) -> Iterator[str]:
    titles = {way.factor.id: way.factor.title for way in planned.ways}
    for name, text in planned.notes:
        title = titles.get(name) or VARIABLES[name].title
        yield _("{subject}: {note}.").format(subject=_(title), note=_(text))


def warnings(plans: Sequence[Plan], outside: Counter) -> Iterator[str]:
    """A sentence for each factor or variable with cells beyond its plausible range, with the likely mistake of unit,
    and for each input beyond what a formula was fitted to."""
    yield from _beyond_fit(plans, outside)
    ways = ways_of(plans)
    for name, cells in sorted((name, cells) for name, cells in outside.items() if isinstance(name, str)):
        low, high, unit, title, likely = range_of(name, ways)
        sentence = _("{cells} cells of “{subject}” lie outside of the plausible range ({low} to {high} {unit}).")
        sentence = sentence.format(cells=cells, subject=_(title), low=f"{low:g}", high=f"{high:g}", unit=unit)
        reason = _("Likely: {reason}.").format(reason=_(likely)) if likely else ""
        yield f"{sentence} {reason}".strip()


def _beyond_fit(plans: Sequence[Plan], outside: Counter) -> Iterator[str]:
    for one in plans:
        for name, (low, high) in one.model.fitted.items():
            cells = outside.get((one.model.id, name), 0)
            if cells:
                yield _("{cells} cells of “{subject}” lie beyond the soils that the formula was fitted to ({low} to "
                        "{high} {unit}); they count as its limits.").format(
                            cells=cells, subject=_(VARIABLES[name].title), low=f"{low:.3g}", high=f"{high:.3g}",
                            unit=VARIABLES[name].unit)


def _equal_area(grid: AnyGrid, model: Model) -> Iterator[str]:
    """Shares of area need cells of one size."""
    if grading_of(model) == CUMULATIVE and spatial_reference(grid.crs).IsGeographic():
        yield _("The rasters are in degrees: cells far from the equator are smaller, but count the same. Reproject "
                "them to an equal-area system for classes that can be published.")
