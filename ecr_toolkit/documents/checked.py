"""Checked: what overriding templates made is looked at before anything is published.

Only tags written plainly are taken, so that a browser can read nothing else into them than what is checked here: no
script, nothing that is fetched, no form, no event, no picture but the document's own, nothing of an endless size.
"""

import re
from collections.abc import Collection, Iterator
from html import unescape

from ..languages.messages import N_, _
from .overrides.faults import refused, refused_all
from .overrides.reading import Overrides

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)"
                  r"(?P<attributes>(?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:=\"[^\"<>]*\")?)*)\s*(?P<closed>/?)>", re.ASCII)
_PIECE = re.compile(r"<[^>\n]{0,40}>?")  # of a tag that is refused
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z0-9:-]*)(?:=\"([^\"]*)\")?")
FORBIDDEN = N_("“{what}” may not be in a document")
UNPAIRED = N_("“{what}” is not opened and closed in order")
_DOCTYPE = "<!DOCTYPE html>"
_TAGS = frozenset(
    "a abbr article aside b bdi blockquote body br caption circle cite code col colgroup dd del desc dfn div dl dt em "
    "figcaption figure footer g h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd li line main mark meta nav ol p "
    "path polygon polyline pre q rect s samp section small span strong style sub sup svg table tbody td text tfoot th "
    "thead time title tr tspan u ul var".split())
_ATTRIBUTES = frozenset(
    "align alt border cellpadding cellspacing charset class colspan content cx cy d decoding dir direction fill "
    "fill-opacity font-family font-size font-style font-weight height href id lang loading name opacity points r role "
    "rowspan rx ry scope span src start stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity "
    "stroke-width style tabindex text-anchor title transform type valign value viewbox width x x1 x2 xmlns y y1 "
    "y2".split())
_EMPTY = frozenset("br col hr img meta".split())
_SHAPES = frozenset("circle line path polygon polyline rect".split())
_DEEPEST = 50  # tags inside each other
# What a length may be, as Qt lays out what it is told, whatever its size
_SIZE, _SPAN = re.compile(r"\d{1,4}(\.\d{1,6})?(%|px|pt|em)?"), re.compile(r"\d{1,2}")
_SIZES = frozenset(("border", "cellpadding", "cellspacing", "height", "start", "value", "width"))
_META = frozenset(("author", "description", "generator", "viewport"))
_LINKS = re.compile(r"#[^\s]*|https://[^\s]+|mailto:[^\s]+")  # a reader follows them or not; nothing is fetched
_SVG = "http://www.w3.org/2000/svg"
_STYLE, _STYLE_END = "<style>", "</style>"
_CSS_SIGN = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_COLOUR, _HUGE = re.compile(r"#[0-9a-fA-F]{3,8}\b"), re.compile(r"\d{5,}|\de[+-]?\d", re.IGNORECASE)
_FETCHED = re.compile(r"(?:url|src|image|image-set|expression)\s*\(|@import|@namespace|behavior\s*:|-moz-binding|"
                      r"javascript:|page-break|</?", re.IGNORECASE)


def check(html: str, pictures: Collection[str], overrides: Overrides) -> None:
    """Look at a document that overriding templates had a part in; ``pictures``: the addresses of its own pictures.
    Raises ToolkitError with the first thing that may not be in it, and the file and line that seem to bring it."""
    piece, fault = next(_faults(html, frozenset(pictures)), ("", ""))
    if piece:
        name, line = overrides.line_of(piece)
        told = _(fault).format(what=piece)
        raise refused(name, line, told) if name else refused_all(overrides, told)


def _faults(html: str, pictures: Collection[str]) -> Iterator[tuple[str, str]]:
    """(piece of the text that an author can find again, what is wrong with it)."""
    text, opened = html.replace(_DOCTYPE, "", 1), []
    at = text.find("<")
    while at >= 0:
        tag = _TAG.match(text, at)
        if tag is None or tag["name"] not in _TAGS:
            yield _PIECE.match(text, at)[0], FORBIDDEN
            return
        yield from ((piece, FORBIDDEN) for piece in _attribute_faults(tag["name"], tag["attributes"], pictures))
        after = tag.end()
        if tag["name"] == "style" and not tag["end"]:  # what follows is no HTML up to the end of the style
            after = text.find(_STYLE_END, after)
            if tag[0] != _STYLE or after < 0:
                yield tag[0], FORBIDDEN
                return
            yield from ((piece, FORBIDDEN) for piece in css_faults(text[tag.end():after]))
        if not _in_order(tag, opened):
            yield tag[0], UNPAIRED
        at = text.find("<", after)
    if opened:
        yield f"<{opened[-1]}", UNPAIRED


def _in_order(tag: re.Match[str], opened: list[str]) -> bool:
    """Whether a tag may stand here; ``opened``: the names of those that are open, which it changes."""
    name = tag["name"]
    if tag["end"]:
        return bool(opened) and opened.pop() == name
    if tag["closed"] or name in _EMPTY:
        return name in _EMPTY or name in _SHAPES
    opened.append(name)
    return len(opened) <= _DEEPEST


def _attribute_faults(tag: str, written: str, pictures: Collection[str]) -> Iterator[str]:
    for name, raw in _ATTRIBUTE.findall(written):
        name, value = name.lower(), unescape(raw).strip()
        good = name in _ATTRIBUTES or name.startswith("aria-")
        if name == "src":
            good = tag == "img" and value in pictures
        elif name == "href":
            good = tag == "a" and _LINKS.fullmatch(value) is not None
        elif tag == "meta" and name == "name":
            good = value in _META
        elif name in ("colspan", "rowspan"):
            good = _SPAN.fullmatch(value) is not None
        elif name in _SIZES:
            good = _SIZE.fullmatch(value) is not None
        elif name == "xmlns":
            good = value == _SVG
        elif name == "style":
            yield from css_faults(value)
        if not good:
            yield f'{name}="{raw[:40]}' if raw else name


def css_faults(css: str) -> Iterator[str]:
    """Pieces of a style that would fetch or run something, or make pages without end, also where they are written with
    escapes. Pages are begun by the mark for parts only."""
    for text in (css, _CSS_SIGN.sub(_sign, unescape(css))):
        found = _FETCHED.search(text) or _HUGE.search(_COLOUR.sub("", text))
        if found:
            yield found[0]


def _sign(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16) if escaped[1] else 0
    return escaped[2] or (chr(code) if 0 < code < 0x110000 else "")
