"""Reads the formulas of the declarations and works them out: the oracle that holds them against the code.

A formula becomes a tree; ``Reader`` evaluates a sign by the formulas that define it, else by a given value. Sums run
over the indices of the signs under them; angles are in degrees.
"""

import math
import re
from typing import NamedTuple

import numpy as np

LETTERS = "A-Za-z" + "".join(chr(code) for code in range(0x391, 0x3CA) if chr(code) not in "ΣΠ")
TOKEN = re.compile(rf"\s*(?:(\d+\.?\d*)|([{LETTERS}]+′?)|_\{{([^}}]*)\}}|(\^\{{)|([=+−·/()\[\]}},<>≤≥∈∉|√ΣΠ∫∞°]))")
RELATIONS = {"<": np.less, ">": np.greater, "≤": np.less_equal, "≥": np.greater_equal, "=": np.equal,
             "∈": lambda one, many: one in many, "∉": lambda one, many: one not in many}
FUNCTIONS = {"exp": np.exp, "ln": np.log, "log_{10}": np.log10, "min": min, "max": max, "√": np.sqrt,
             "sin": lambda angle: np.sin(np.radians(angle)), "cos": lambda angle: np.cos(np.radians(angle)),
             "tan": lambda angle: np.tan(np.radians(angle))}


class Definition(NamedTuple):
    """``sign`` (or function of ``argument``) = ``value`` where the ``conditions`` hold."""

    sign: str
    argument: str
    value: tuple
    conditions: tuple


def tokens(text):
    """(kind, text) of each word, number and mark."""
    found, place = [], 0
    while place < len(text):
        match = TOKEN.match(text, place)
        assert match, f"{text!r}: cannot read {text[place:]!r}"
        number, name, sub, power, other = match.groups()
        found.append(("number", number) if number else ("name", name) if name else ("sub", sub) if sub is not None
                     else ("other", "^" if power else other))
        place = match.end()
    return found


class Parser:
    """From a formula to its tree, by descent: sums of products of powers."""

    def __init__(self, text):
        self.text, self.found, self.place = text, tokens(text), 0

    def peek(self):
        return self.found[self.place] if self.place < len(self.found) else ("end", "")

    def take(self, *wanted):
        kind, text = self.peek()
        assert not wanted or text in wanted, f"{self.text!r}: {text!r} where {wanted} should stand"
        self.place += 1
        return text

    def sub(self):
        return self.take() if self.peek()[0] == "sub" else ""

    def sign(self):
        name = self.take()
        sub = self.sub()
        return f"{name}_{{{sub}}}" if sub else name

    def formula(self):
        sign, argument = self.sign(), ""
        if self.peek()[1] == "(":
            self.take()
            argument = self.sign()
            self.take(")")
        self.take("=")
        value, conditions = self.sum(), []
        while self.peek()[1] == ",":
            self.take()
            left = self.sum()
            while self.peek()[1] in RELATIONS:
                relation, right = self.take(), self.sum()
                conditions.append((relation, left, right))
                left = right
        assert self.peek()[0] == "end", f"{self.text!r}: {self.peek()} is left over"
        return Definition(sign, argument, value, tuple(conditions))

    def sum(self):
        tree = self.product()
        while self.peek()[1] in ("+", "−"):
            tree = (self.take(), tree, self.product())
        return tree

    def product(self):
        tree = self.factor()
        while self.peek()[1] in ("·", "/"):
            tree = (self.take(), tree, self.factor())
        return tree

    def factor(self):
        kind, text = self.peek()
        if text == "−":
            self.take()
            return ("−", ("number", 0.0), self.factor())
        if text in ("Σ", "Π"):
            self.take()
            index = self.sub()
            return ("over", text, index, self.product())
        if text == "∫":
            return self.integral()
        return self.power(self.primary())

    def power(self, base):
        if self.peek()[1] == "^":
            self.take()
            tree = ("^", base, self.sum())
            self.take("}")
            return tree
        return base

    def integral(self):
        self.take()
        low = Parser(self.sub()).sum()
        self.take("^")
        self.take("∞")
        self.take("}")
        body = self.product()
        variable = self.take()
        assert variable[0] == "d", f"{self.text!r}: an integral without d"
        return ("integral", low, variable[1:], body)

    def primary(self):
        kind, text = self.peek()
        if kind == "number":
            self.take()
            if self.peek()[1] == "°":
                self.take()
            return ("number", float(text))
        if text in ("(", "[", "|"):
            self.take()
            inside = self.sum()
            self.take({"(": ")", "[": "]", "|": "|"}[text])
            return ("abs", inside) if text == "|" else inside
        if text == "√" or kind == "name":
            return self.named()
        raise AssertionError(f"{self.text!r}: {text!r} is no value")

    def named(self):
        sign = self.sign()
        base = sign.split("_")[0]
        if base in ("min", "max") and "_" in sign:
            return ("over", base, sign[len(base) + 2:-1], self.product())
        if sign in FUNCTIONS:
            if self.peek()[1] in ("(", "["):
                return ("call", sign, self.arguments())
            return ("call", sign, (self.primary(),))
        if self.peek()[1] == "(":
            return ("apply", sign, self.arguments())
        return ("sign", sign)

    def arguments(self):
        close = {"(": ")", "[": "]"}[self.take("(", "[")]
        found = [self.sum()]
        while self.peek()[1] == ",":
            self.take()
            found.append(self.sum())
        self.take(close)
        return tuple(found)


def read(formula):
    """The definition that a formula gives."""
    return Parser(formula).formula()


def walk(tree):
    """A tree and all trees in it."""
    yield tree
    for part in tree:
        if isinstance(part, tuple):
            yield from walk(part)


def indices(sign):
    """What stands below the line of a sign, by commas: each may be an index."""
    return sign[sign.index("{") + 1:-1].split(",") if "{" in sign else []


def axes(sign, value):
    """The indices of a given value: what stands last below the line; labels stand before them."""
    return indices(sign)[-np.ndim(value):] if np.ndim(value) else []


def signs(definition):
    """Signs of a formula, both sides, but for arguments of functions, variables of integrals and π."""
    bound = {definition.argument, "π"}
    found = {definition.sign}
    for tree in (definition.value, *definition.conditions):
        for part in walk(tree):
            if part and part[0] == "integral":
                bound.add(part[2])
            elif part and part[0] in ("sign", "apply"):
                found.add(part[1])
    return found - bound


class Reader:
    """``values``: sign → number, or array with an axis for each index; ``skip``: formulas that do not count."""

    def __init__(self, formulas, values, skip=()):
        self.definitions, self.values = [read(one) for one in formulas if one not in skip], values

    def value(self, sign, bound=None):
        return self._sign(sign, bound or {})

    def _sign(self, sign, bound):
        if sign == "π":
            return math.pi
        if sign in bound:
            return bound[sign]
        own = [one for one in self.definitions if one.sign == sign and not one.argument]
        for one in sorted(own, key=lambda one: not self._free(one)):  # conditions go before what holds always
            if self._holds(one, bound):
                return self._of(one.value, {**bound, "?": one.conditions})
        assert sign in self.values, f"no value of {sign}"
        value = self.values[sign]
        places = axes(sign, value)
        return value[tuple(bound[name] for name in places)] if bound.keys() & set(places) else value

    def _holds(self, one, bound):
        """Conditions on indices of sums in the formula hold there, not here; without its inputs nothing holds."""
        known = {*self.values, *bound, *(other.sign for other in self.definitions)}
        if signs(one) - known:
            return False
        return all(RELATIONS[relation](self._of(left, bound), self._of(right, bound))
                   for relation, left, right in self._free(one))

    @staticmethod
    def _free(one):
        """The conditions that do not limit a sum of the formula."""
        over = {part[2] for part in walk(one.value) if part and part[0] == "over"}
        return [condition for condition in one.conditions if not any(
            part[0] == "sign" and over & set(indices(part[1])) for part in walk(condition) if part)]

    def _of(self, tree, bound):
        kind = tree[0]
        if kind == "number":
            return np.float64(tree[1])
        if kind == "sign":
            return self._sign(tree[1], bound)
        if kind == "abs":
            return abs(self._of(tree[1], bound))
        if kind == "call":
            return np.float64(FUNCTIONS[tree[1]](*(self._of(one, bound) for one in tree[2])))
        if kind == "apply":
            one = next(one for one in self.definitions if one.sign == tree[1] and one.argument)
            return self._of(one.value, {**bound, "?": (), one.argument: self._of(tree[2][0], bound)})
        if kind == "over":
            return self._over(tree, bound)
        if kind == "integral":
            return self._integral(tree, bound)
        left, right = np.float64(self._of(tree[1], bound)), np.float64(self._of(tree[2], bound))
        with np.errstate(divide="ignore", invalid="ignore"):
            return {"+": np.add, "−": np.subtract, "·": np.multiply, "/": np.divide, "^": np.power}[kind](left, right)

    def _over(self, tree, bound):
        _kind, operation, index, body = tree
        sizes = {np.shape(value)[axes(sign, value).index(index)] for sign, value in self.values.items()
                 if index in axes(sign, value)}
        assert len(sizes) == 1, f"index {index}: {sizes}"
        found = []
        for place in range(sizes.pop()):
            here = {**bound, index: place}
            if all(RELATIONS[relation](self._of(left, here), self._of(right, here))
                   for relation, left, right in bound.get("?", ()) if any(
                       part[0] == "sign" and index in indices(part[1]) for part in walk((left, right)) if part)):
                found.append(self._of(body, here))
        return {"Σ": math.fsum, "Π": math.prod, "max": max, "min": min}[operation](found)

    def _integral(self, tree, bound):
        _kind, low, variable, body = tree
        steps = np.linspace(float(self._of(low, bound)), 60, 1001)
        heights = np.array([self._of(body, {**bound, variable: step}) for step in steps])
        return float(((heights[1:] + heights[:-1]) / 2 * np.diff(steps)).sum())
