"""Bounds: how much work the templates of a pilot may make, and Jinja2 that keeps to it.

Nothing in a template can go on for ever but by loops, calls and templates that take each other in, and nothing can grow
but by arithmetic, joined texts and what is shown: each of these is counted here.
"""

import re
import time
from collections.abc import Iterable, Iterator
from typing import Any, Optional

from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from ...languages.messages import _

STEPS, CHARACTERS, SECONDS = 3_000_000, 300_000_000, 60.0
LONGEST_RANGE, MOST_REPEATED = 10_000, 10_000
_LARGEST, _LARGEST_POWER = 1e15, 64  # of the numbers that are reckoned with
LOOP = "counted"  # filter around what a loop runs through; no template writes it
_EVERY = 1_000  # steps between two looks at the clock
_PLACES = re.compile(r"%%|%\(\w+\)s")  # in a text of the catalogue

Limits = tuple[float, float, float]
NO_LIMITS: Limits = (float("inf"), float("inf"), float("inf"))
LIMITS: Limits = (STEPS, CHARACTERS, SECONDS)


class Meter:
    """Counts the work of one rendering. Raises SecurityError when there is more of it than ``limits`` allow: steps,
    characters, seconds of this thread."""

    def __init__(self, limits: Limits) -> None:
        self._steps, self._characters, seconds = limits
        self._until = time.thread_time() + seconds
        self._look = _EVERY

    def step(self) -> None:
        self._steps -= 1
        self._look -= 1
        if self._look < 0:
            self._look = _EVERY
            if time.thread_time() > self._until:
                raise SecurityError(_("it takes too long"))
        if self._steps < 0:
            raise SecurityError(_("its loops and calls do not end"))

    def characters(self, count: int) -> None:
        self._characters -= count
        if self._characters < 0:
            raise SecurityError(_("it writes too much"))

    def counted(self, items: Iterable[Any], size: int) -> Iterator[Any]:
        """The items of a loop whose body holds ``size`` characters."""
        for item in items:
            self.step()
            self.characters(size)
            yield item


class Bounded(SandboxedEnvironment):
    """Jinja2 that counts loops, calls and templates taken in, and refuses arithmetic that makes something huge."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, meter: Meter, **options: Any) -> None:
        super().__init__(**options)
        self.meter = meter
        self.globals["range"] = short_range
        self.filters[LOOP] = self._loop

    def _loop(self, items: Iterable[Any], size: int) -> Iterator[Any]:
        return self.meter.counted(items, size)

    def prepared(self, tree: nodes.Template) -> nodes.Template:
        """A template whose loops are counted."""
        for loop in tree.find_all(nodes.For):
            size = sum(len(part.data) for part in loop.find_all(nodes.TemplateData))
            loop.iter = filtered(loop.iter, LOOP, nodes.Const(size))
        return tree.set_environment(self)

    def get_template(self, name: Any, parent: Optional[str] = None, globals: Any = None) -> Any:
        template = super().get_template(name, parent, globals)
        self.meter.step()
        self.meter.characters(getattr(template, "size", 0))
        return template

    def call(self, context: Any, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.meter.step()
        made = super().call(context, called, *args, **kwargs)
        if isinstance(made, str):
            self.meter.characters(len(made))
        return made

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        _refuse_huge(operator, left, right)
        made = super().call_binop(context, operator, left, right)
        if isinstance(made, (str, list, tuple)):
            self.meter.characters(len(made))
        return made


def filtered(node: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    """A node with a filter around it."""
    return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)


def short_range(*limits: int) -> range:
    """``range`` for templates: a document has no use for a long one."""
    made = range(*limits)
    if len(made) > LONGEST_RANGE:
        raise SecurityError(_("a range may have {count} numbers at most").format(count=LONGEST_RANGE))
    return made


def _refuse_huge(operator: str, left: Any, right: Any) -> None:
    """Arithmetic that makes much of little in one go, before the counter sees it."""
    sequences = [side for side in (left, right) if isinstance(side, (str, list, tuple))]
    if operator == "%" and isinstance(left, str):
        if not isinstance(right, dict) or "%" in _PLACES.sub("", left):
            raise SecurityError(_("texts cannot be put together with %"))
    elif operator == "*" and sequences:
        if any(len(left if side is right else right) * abs(side) > MOST_REPEATED
               for side in (left, right) if isinstance(side, (int, float))):
            raise SecurityError(_("a text may be repeated up to {count} characters").format(count=MOST_REPEATED))
    elif any(isinstance(side, (int, float)) and abs(side) > (_LARGEST_POWER if operator == "**" else _LARGEST)
             for side in (left, right)):
        raise SecurityError(_("a number is too large"))
