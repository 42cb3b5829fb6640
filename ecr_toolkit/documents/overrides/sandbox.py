"""The sandbox of overriding templates: they see plain data and the declarations of documents, and call a few functions.

Every value is looked at where it is taken out of another one, handed to a function, or shown; so neither a path of this
machine nor an object that could do something comes into a template's hands.
"""

import dataclasses
import functools
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView
from datetime import date
from types import BuiltinMethodType, MethodType
from typing import Any, Callable

from jinja2 import nodes
from jinja2.environment import Environment, TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.nodes import EvalContext
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference, Undefined, markup_join
from jinja2.utils import Namespace

from ...languages.formats import Formats
from ...languages.messages import _
from ..cells import Cells
from ..context import Context
from ..numbering import Numbering
from ..tables import Column, Table
from . import rules
from .bounds import LOOP, Bounded, Meter

_SCALARS = (str, int, float, date)
_GROUPS = (list, tuple, Mapping, set, frozenset, range, KeysView, ValuesView, ItemsView)
_JINJA = (Undefined, Macro, TemplateModule, TemplateReference, BlockReference, LoopContext, Namespace)
_BOUND = (MethodType, BuiltinMethodType)
_BLOCKS = (Macro, BlockReference, LoopContext)  # pieces of templates
_TEXT_METHODS = ("endswith", "lower", "split", "startswith", "strip", "upper")
# What may be called on what: data of Python and Jinja2, and the helpers that every template has
_METHODS = {Mapping: ("get", "items", "keys", "values"), LoopContext: ("cycle",), str: _TEXT_METHODS,
            Context: ("classes", "rows", "settings"), Numbering: ("next",),
            Formats: ("area", "date", "enumeration", "number", "percent", "significant"),
            Cells: tuple(name for name in vars(Cells) if not name.startswith("_"))}  # these only make texts
_HELPERS = (Context, Formats, Numbering, Cells)
_PACKAGE = __name__.partition("documents.")[0]  # "ecr_toolkit.", whatever it lies in
_DECLARATIONS = tuple(_PACKAGE + name for name in ("documents.", "models.declaration", "coordination.versions.content"))
_MOST_DIGITS, _LONGEST_TEXT = 20, 20_000
_ENGINE = (Environment, EvalContext)


class Sandbox(Bounded):
    """Jinja2 for overriding templates. ``own_filters``: those of the toolkit."""

    def __init__(self, meter: Meter, own_filters: dict[str, Callable[..., Any]], **options: Any) -> None:
        super().__init__(meter, **options)
        values = {**{name: self.filters[name] for name in rules.VALUE_FILTERS}, "selectattr": self._selected}
        texts = {**{name: self.filters[name] for name in rules.TEXT_FILTERS}, "replace": _replaced, **own_filters}
        self.usable_filters = frozenset((*values, *texts))
        self.filters = {**{name: self._guarded(made, False) for name, made in values.items()},
                        **{name: self._guarded(made, True) for name, made in texts.items()}, LOOP: self._loop,
                        rules.SHOWN: self._shown, rules.JOINED: self._joined, rules.WEIGHED: self._weighed}
        self.globals = {**self.globals, "namespace": Namespace}
        self._functions = [self.globals["range"], Namespace]

    def allow(self, *functions: Callable[..., Any]) -> None:
        """Functions that templates may call by name, besides macros."""
        self._functions += functions

    def prepared(self, tree: nodes.Template) -> nodes.Template:
        """A template with all checks in it. Its faults are asked for before, by ``rules.faults_of``."""
        return super().prepared(rules.guard(tree))

    # taking values out of others

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self._plain(super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self._plain(super().getitem(obj, argument))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and (not callable(value) or isinstance(value, _JINJA)
                                                                or attr in _methods_of(obj))

    def _loop(self, items: Iterable[Any], size: int) -> Iterator[Any]:
        return map(self._plain, super()._loop(items, size))

    def _plain(self, value: Any) -> Any:
        """The value, where a template may hold it. Raises SecurityError."""
        if isinstance(value, tuple):
            for item in value:
                self.meter.step()
                self._plain(item)
        elif not (value is None or isinstance(value, (*_SCALARS, *_GROUPS, *_JINJA)) or _is_own(value)
                  or isinstance(value, _BOUND) and self._may_be_called(value)):
            raise SecurityError(_("“{name}” cannot be used in a template of a pilot").format(
                name=type(value).__name__))
        return value

    # calling

    def call(self, context: Any, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not self._may_be_called(called):
            raise SecurityError(_("“{name}” cannot be called in a template of a pilot").format(
                name=getattr(called, "__name__", type(called).__name__)))
        holder = called.__self__ if isinstance(called, _BOUND) else None
        own = {name: value for name, value in kwargs.items() if not name.startswith("_")}  # the others are Jinja2's
        self._weigh((args, own), isinstance(called, (*_BLOCKS, type)) or isinstance(holder, Context))
        if isinstance(holder, str):
            self._weigh((holder,), False)
        if isinstance(holder, Formats):
            _refuse_long((*args[1:], *own.values()))
        return self._plain(super().call(context, called, *args, **kwargs))

    def _may_be_called(self, called: Any) -> bool:
        if isinstance(called, _BLOCKS) or called in self._functions:
            return True
        return isinstance(called, _BOUND) and called.__name__ in _methods_of(called.__self__)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(right, dict):  # a translated text with its places
            for value in right.values():
                self._shown(value)
        return super().call_binop(context, operator, left, right)

    def _guarded(self, function: Callable[..., Any], makes_text: bool) -> Callable[..., Any]:
        """A filter whose arguments and result are looked at; the marks that Jinja2 puts on filters stay."""
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            self._weigh(([arg for arg in args if not isinstance(arg, _ENGINE)], kwargs), not makes_text)
            made = function(*args, **kwargs)
            return self._plain(list(made) if isinstance(made, Iterator) else made)

        return run

    def _selected(self, items: Iterable[Any], attribute: str, test: str = "", *args: Any) -> list[Any]:
        """``selectattr``; that of Jinja2 would take the attributes by the rules of the templates around."""
        if test and test not in rules.TESTS:
            raise SecurityError(_("“{name}” cannot be used in a template of a pilot").format(name=test))
        found = [(item, self.getitem(item, attribute)) for item in items]
        return [item for item, value in found if (self.tests[test](value, *args) if test else value)]

    def _weigh(self, values: Iterable[Any], takes_all: bool) -> None:
        """Count what a function is given, and refuse what a template may not hold. Functions that make texts take no
        declarations but tables: as a text these would tell all they hold."""
        for value in values:
            self.meter.step()
            if isinstance(value, str):
                self.meter.characters(len(value))
                if not takes_all and len(value) > _LONGEST_TEXT:  # patterns can take a very long time on longer ones
                    raise SecurityError(_("it writes too much"))
            elif isinstance(value, Mapping):
                self._weigh(value.keys(), takes_all)
                self._weigh(value.values(), takes_all)
            elif isinstance(value, _GROUPS):
                self._weigh(value, takes_all)
            elif takes_all or isinstance(value, (Column, Table)) or not _is_own(value):
                self._plain(value)
            else:
                raise _no_text(value)

    # the checks that rules.guard puts into a template

    def _shown(self, value: Any) -> Any:
        if isinstance(value, Undefined):
            return value
        if value is None:
            raise SecurityError(_("a value is missing"))
        if not isinstance(value, _SCALARS):
            raise _no_text(value)
        self.meter.characters(len(value) if isinstance(value, str) else 1)
        return value

    def _joined(self, parts: list[Any]) -> Any:
        return self._shown(markup_join([self._shown(part) for part in parts]))

    def _weighed(self, value: Any) -> Any:
        self._weigh((value,), True)
        return value


def _replaced(text: str, old: str, new: str) -> str:
    if text.count(old) * len(new) > _LONGEST_TEXT:
        raise SecurityError(_("it writes too much"))
    return text.replace(old, new)


def _refuse_long(digits: Iterable[Any]) -> None:
    """Numbers can be asked for with more digits than any memory holds."""
    if any(isinstance(count, int) and count > _MOST_DIGITS for count in digits):
        raise SecurityError(_("a number may have {count} digits at most").format(count=_MOST_DIGITS))


def _methods_of(holder: Any) -> Sequence[str]:
    return next((names for kind, names in _METHODS.items() if isinstance(holder, kind)), ())


def _is_own(value: Any) -> bool:
    """Whether a value is a declaration of the toolkit, or one of the helpers that every template has."""
    return isinstance(value, _HELPERS) or (dataclasses.is_dataclass(value) and not isinstance(value, type)
                                           and type(value).__module__.startswith(_DECLARATIONS))


def _no_text(value: Any) -> SecurityError:
    return SecurityError(_("this is no text and no number: {name}").format(name=type(value).__name__))
