"""Rules: the part of Jinja2 that overriding templates may use, checked on the parsed template before it runs, and the
checks that are put into it for the time when it runs."""

from collections.abc import Iterator

from jinja2 import nodes

from ...languages.messages import _
from .bounds import filtered

# Filters of Jinja2 that neither reach into things by name nor make much of little; those of the toolkit come with them
VALUE_FILTERS = ("abs", "d", "default", "first", "last", "length", "list", "max", "min", "reverse", "sort")
TEXT_FILTERS = ("capitalize", "lower", "striptags", "trim", "upper")
TESTS = ("defined", "eq", "in", "ne", "none")  # that selectattr knows, which the sandbox has a version of
SHOWN, JOINED, WEIGHED = "shown", "joined", "weighed"  # filters put in here
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Extends, nodes.Block, nodes.Include, nodes.Import,
    nodes.FromImport, nodes.For, nodes.If, nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.With, nodes.Assign,
    nodes.AssignBlock, nodes.Name, nodes.NSRef, nodes.Const, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair,
    nodes.Keyword, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Call, nodes.Getattr, nodes.Getitem, nodes.Slice,
    nodes.Concat, nodes.Compare, nodes.Operand, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod,
    nodes.Pow, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos,
    nodes.MarkSafeIfAutoescape)  # what a translated text becomes; no template can write it
_TAGS = {nodes.Scope: "autoescape", nodes.ScopedEvalContextModifier: "autoescape"}  # what stands for a node in the text
_REFUSED_NAMES = ("varargs", "kwargs")


def faults_of(tree: nodes.Template, filters: frozenset[str]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of everything that an overriding template may not use. ``filters``: those it may."""
    line = 1
    for node in nodes_of(tree):
        line, named = node.lineno or line, _refused(node, filters)  # some nodes know no line
        if named:
            yield line, _("“{name}” cannot be used in a template of a pilot").format(name=named)


def nodes_of(node: nodes.Node) -> Iterator[nodes.Node]:
    """A node and all below it."""
    yield node
    for child in node.iter_child_nodes():
        yield from nodes_of(child)


def _refused(node: nodes.Node, filters: frozenset[str]) -> str:
    """What is refused about a node, as its author wrote it; empty where nothing is."""
    if not isinstance(node, _ALLOWED):
        return _TAGS.get(type(node), type(node).__name__.lower())
    if isinstance(node, nodes.Filter) and node.name not in filters:
        return node.name
    if isinstance(node, nodes.Name) and node.name in _REFUSED_NAMES:
        return node.name
    if isinstance(node, nodes.Keyword) and node.key.startswith("_"):
        return node.key
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and str(node.arg.value).startswith("_"):
        return str(node.arg.value)
    if isinstance(node, (nodes.Call, nodes.Filter, nodes.Test)) and (node.dyn_args or node.dyn_kwargs):
        return "*"
    return ""


def guard(tree: nodes.Template) -> nodes.Template:
    """A template in which all that is shown or joined goes through a check first; and all that is compared or looked up
    by, because Python compares lists of lists to their end, which a few lines can put very far away."""
    for node in list(nodes_of(tree)):
        if isinstance(node, nodes.Output):
            node.nodes = [part if isinstance(part, nodes.TemplateData) else filtered(part, SHOWN)
                          for part in node.nodes]
        elif isinstance(node, (nodes.Compare, nodes.Operand)):
            node.expr = _weighed(node.expr)
        elif isinstance(node, nodes.Test):
            node.node, node.args = _weighed(node.node), [_weighed(one) for one in node.args]
        elif isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Slice):
            node.arg = _weighed(node.arg)
        elif isinstance(node, nodes.Pair):
            node.key = _weighed(node.key)
    return _joined(tree)


def _weighed(node: nodes.Expr) -> nodes.Expr:
    return node if isinstance(node, nodes.Const) else filtered(node, WEIGHED)


def _joined(node: nodes.Node) -> nodes.Node:
    """``a ~ b`` as a filter over its parts."""
    for name, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            setattr(node, name, _joined(value))
        elif isinstance(value, list):
            setattr(node, name, [_joined(item) if isinstance(item, nodes.Node) else item for item in value])
    if isinstance(node, nodes.Concat):
        return filtered(nodes.List(node.nodes, lineno=node.lineno), JOINED)
    return node
