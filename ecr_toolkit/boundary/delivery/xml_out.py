"""XML written piece by piece: a tree of elements, every text and attribute escaped. Nothing here reads XML.

The standard library's own writer comes with its reader, which the plugin hub's scan refuses; GDAL's takes time that
grows with the square of the number of elements side by side.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple, Optional

from ...atomic import publishing

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# What no XML 1.0 document may hold: control characters, lone surrogates, U+FFFE and U+FFFF
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Node(NamedTuple):
    """An element: its name, attributes, text, and children after the text (taken once, so they may be made late)."""

    name: str
    attributes: Sequence[tuple[str, str]]
    text: str
    children: Iterable[Optional["Node"]]


def element(name: str, *children: Optional[Node], text: str = "", attributes: Sequence[tuple[str, str]] = ()) -> Node:
    """An element with attributes, and either a text or children; children that are None are left out."""
    return Node(name, attributes, text, children)


def pieces(node: Node) -> Iterator[str]:
    """The text of an element, in order."""
    attributes = "".join([f' {key}="{_escaped(value)}"' for key, value in node.attributes])
    yield f"<{node.name}{attributes}>{_escaped(node.text)}"
    for child in node.children:
        if child is not None:
            yield from pieces(child)
    yield f"</{node.name}>\n"


def _escaped(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def write_xml(path: Path, root: Node) -> None:
    """Publish a document atomically, in UTF-8."""
    with publishing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD)
        file.writelines(pieces(root))
