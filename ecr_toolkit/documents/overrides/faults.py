"""Faults: what went wrong in a template of a pilot, as file, line, fault and remedy."""

from collections.abc import Iterator
from typing import Optional

from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError

from ...errors import ToolkitError
from ...languages.messages import N_, _
from .reading import FOLDER, Overrides

REMEDY = N_("Correct it, or take it out of the folder “templates”: then the toolkit's own template counts.")


def as_error(fault: Exception, overrides: Overrides) -> ToolkitError:
    """What a user reads of an exception that was raised while templates of a pilot were in use.

    The innermost line of theirs is named, also where the exception came from a template of the toolkit that they call.
    """
    name, line = _place(fault, overrides)
    if isinstance(fault, ToolkitError) and not name:
        return fault
    return refused(name, line, told(fault)) if name else refused_all(overrides, told(fault))


def refused(name: str, line: int, fault: str) -> ToolkitError:
    """A template of the pilot cannot be used."""
    return ToolkitError(_("The template {file} cannot be used, line {line}: {fault}.").format(
        file=Overrides.place(name), line=line, fault=fault), _(REMEDY))


def refused_all(overrides: Overrides, fault: str) -> ToolkitError:
    """Something that cannot be laid to one of the templates."""
    return ToolkitError(_("The templates of the pilot ({names}) cannot be used: {fault}.").format(
        names=", ".join(sorted(overrides.texts)), fault=fault), _(REMEDY))


def told(fault: Exception) -> str:
    """An exception in words."""
    if isinstance(fault, TemplateNotFound):
        return _("there is no template “{name}”").format(name=fault.name or fault)
    if isinstance(fault, RecursionError):
        return _("its loops and calls do not end")
    text = fault.sentence if isinstance(fault, ToolkitError) else getattr(fault, "message", None) or str(fault)
    return (text or type(fault).__name__).rstrip(".")


def _place(fault: Exception, overrides: Overrides) -> tuple[str, int]:
    """(template, line), the innermost one; ("", 0) where no template of the pilot had a part in it."""
    if isinstance(fault, TemplateSyntaxError) and fault.name in overrides.texts:
        return str(fault.name), fault.lineno
    found = [place for place in _places(fault) if place[0] in overrides.texts]
    return found[-1] if found else ("", 0)


def _places(fault: Exception) -> Iterator[tuple[str, int]]:
    """(template, line) of the files in an exception's traceback that lie in the folder of templates, outermost first.
    Jinja2 gives its tracebacks the lines of the templates."""
    trace: Optional[object] = fault.__traceback__
    while trace is not None:
        folder, _separator, name = trace.tb_frame.f_code.co_filename.partition("/")
        if folder == FOLDER:
            yield name, trace.tb_lineno
        trace = trace.tb_next
