"""Loading: the toolkit's templates and those of a pilot, each in the environment that it belongs to."""

from pathlib import PurePosixPath
from types import CodeType
from typing import Any, Optional

from jinja2 import BaseLoader, TemplateNotFound
from jinja2.exceptions import TemplateSyntaxError

from ...languages.messages import _
from .bounds import Bounded
from .reading import TEMPLATES, Overrides, own_names
from .rules import faults_of
from .sandbox import Sandbox

_COMPILED: dict[tuple[str, str], CodeType] = {}  # the toolkit's own, by name and text, for all languages and targets
ORIGINAL = "toolkit/"  # before the name of a template that the pilot replaces: the toolkit's own


class Templates(BaseLoader):
    """Gives a template of the pilot where it has one, else the toolkit's. Nothing else can be named."""

    def __init__(self, overrides: Overrides) -> None:
        self._overrides, self._names = overrides, frozenset(own_names())
        self._own: Optional[Bounded] = None
        self._sandbox: Optional[Sandbox] = None

    def serve(self, own: Bounded, sandbox: Sandbox) -> None:
        """Tell the two environments, which were made with this loader."""
        self._own, self._sandbox = own, sandbox

    def load(self, environment: Any, name: str, globals: Any = None) -> Any:
        own = name[len(ORIGINAL):] if name.startswith(ORIGINAL) else name
        if name in self._overrides.texts:
            return self._overriding(name)
        if own not in self._names:
            raise TemplateNotFound(name)
        path = TEMPLATES / PurePosixPath(own)
        text = path.read_text(encoding="utf-8")
        if (name, text) not in _COMPILED:
            _COMPILED[name, text] = _code(self._own, name, str(path), text)
        return _template(self._own, _COMPILED[name, text], text)

    def _overriding(self, name: str) -> Any:
        file = Overrides.place(name)
        try:
            return _made(self._sandbox, name, file, self._overrides.texts[name])
        except (SyntaxError, RecursionError, MemoryError) as fault:  # of Python, which runs the template
            raise TemplateSyntaxError(_("it is nested too deeply"), 1, name, file) from fault


def _made(environment: Any, name: str, file: str, text: str) -> Any:
    return _template(environment, _code(environment, name, file, text), text)


def _code(environment: Any, name: str, file: str, text: str) -> CodeType:
    tree = environment.parse(text, name, file)
    if isinstance(environment, Sandbox):
        for line, fault in faults_of(tree, environment.usable_filters):
            raise TemplateSyntaxError(fault, line, name, file)
    return environment.compile(environment.prepared(tree), name, file)


def _template(environment: Any, code: CodeType, text: str) -> Any:
    template = environment.template_class.from_code(environment, code, environment.make_globals({}))
    template.size = len(text)  # what taking it in costs
    return template
