"""Numbers of figures and tables, counted where they stand."""


class Numbering:
    """The last number of each kind in one rendering."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, kind: str) -> int:
        self._last[kind] = self._last.get(kind, 0) + 1
        return self._last[kind]
