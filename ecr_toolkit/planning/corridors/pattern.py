"""Spatial pattern of natural land: seven classes of form (MSPA, Soille & Vogt 2009; methods.md §8.1).

Edge width one cell; cells touch at corners too. Strips that are not core are classed as a whole, by what they touch:
a dead end that hangs on a bridge counts as bridge.
"""

from collections.abc import Iterator

import numpy as np

from ...languages.messages import N_
from ...raster.objects import connected

BACKGROUND, CORE, ISLET, PERFORATION, EDGE, BRIDGE, LOOP, BRANCH = range(8)
NAMES = {
    BACKGROUND: N_("background"), CORE: N_("core"), ISLET: N_("islet"), PERFORATION: N_("perforation"),
    EDGE: N_("edge"), BRIDGE: N_("bridge"), LOOP: N_("loop"), BRANCH: N_("branch"),
}
_NO_CORE = np.iinfo(np.int64).max


def spatial_pattern(natural: np.ndarray) -> np.ndarray:
    """Class of form (uint8, (rows, cols)) of each cell of a boolean raster; beyond the frame is background.

    Core: all eight neighbours are natural. Islet: an object without core. Rim, the cells beside a core: perforation
    where it lies around a hole of its core, edge elsewhere, bridge where it belongs to two cores. Other cells: bridge
    where their strip touches the rims of two cores, loop where it touches that of one at two places, else branch.
    """
    core = ~_highest(np.pad(~natural, 1, constant_values=True))[1:-1, 1:-1]
    cores = connected(core).astype(np.int64)
    highest, lowest = _highest(cores), -_highest(np.where(core, -cores, -_NO_CORE))
    rim = (highest > 0) & ~core
    pattern = np.where(core, CORE, BACKGROUND).astype(np.uint8)
    pattern[rim] = EDGE
    pattern[rim & _around_holes(highest)] = PERFORATION
    pattern[rim & (highest != lowest)] = BRIDGE
    objects = connected(natural)
    has_core = np.zeros(int(objects.max(initial=0)) + 1, bool)
    has_core[objects[core]] = True
    pattern[natural & ~has_core[objects]] = ISLET
    strips = connected(natural & has_core[objects] & ~core & ~rim)
    classes = _strip_classes(strips, np.where(rim, highest, 0), np.where(rim, lowest, 0))
    pattern[strips > 0] = classes[strips[strips > 0]]
    return pattern


def _highest(values: np.ndarray) -> np.ndarray:
    """The highest value of each cell and its eight neighbours."""
    found = values.copy()
    np.maximum(found[1:], values[:-1], out=found[1:])
    np.maximum(found[:-1], values[1:], out=found[:-1])
    across = found.copy()
    np.maximum(across[:, 1:], found[:, :-1], out=across[:, 1:])
    np.maximum(across[:, :-1], found[:, 1:], out=across[:, :-1])
    return across


def _around_holes(owner: np.ndarray) -> np.ndarray:
    """Where a cell touches a hole of the core that owns it and nothing outside of it. ``owner``: the number of the core
    of each cell of cores and rims, 0 on all other ground.

    Cores that touch are a group. On the way in from the frame, the ground that a group keeps from what lies before it
    is its hole; one that several cores of the group enclose together, or reach into, is a hole of none.
    """
    owner = np.pad(owner, 1)  # the ground of the frame is the first
    groups, ground = connected(owner > 0), connected(owner == 0)
    enclosing = _enclosing(_pairs(groups, ground), int(groups.max()), int(ground.max()))
    group_of = np.zeros(int(owner.max()) + 1, np.int64)
    group_of[owner] = groups
    places, cores = _pairs(ground, owner).T
    own = group_of[cores] == enclosing[places]
    alone = np.bincount(places[own], minlength=len(enclosing)) == 1
    hole, outside = np.zeros(owner.shape, bool), np.zeros(owner.shape, bool)
    for beside in _neighbours(ground):
        inner = alone[beside] & (enclosing[beside] == groups)
        hole |= (beside > 0) & inner
        outside |= (beside > 0) & ~inner
    return ((owner > 0) & hole & ~outside)[1:-1, 1:-1]


def _enclosing(links: np.ndarray, groups: int, grounds: int) -> np.ndarray:
    """From pairs (group, ground) that touch: the group that encloses each ground (0 for the outermost, number 1, which
    holds the frame), level by level from outside."""
    group, ground = links.T
    enclosing = np.zeros(grounds + 1, np.int64)
    entered, reached = np.zeros(groups + 1, bool), np.zeros(grounds + 1, bool)
    reached[1] = True
    while True:
        now = np.unique(group[reached[ground] & ~entered[group]])
        if not len(now):
            return enclosing
        entered[now] = True
        inside = np.isin(group, now) & ~reached[ground]
        enclosing[ground[inside]] = group[inside]
        reached[ground[inside]] = True


def _strip_classes(strips: np.ndarray, highest: np.ndarray, lowest: np.ndarray) -> np.ndarray:
    """Bridge, loop or branch for every strip, by its number. ``highest`` and ``lowest`` core of each cell of the rims,
    0 elsewhere."""
    count = int(strips.max(initial=0)) + 1
    cores = np.unique(np.concatenate([_pairs(strips, highest), _pairs(strips, lowest)]), axis=0)
    ends = connected((strips > 0) & (_highest(highest) > 0))  # each is part of one strip
    place, first = np.unique(ends, return_index=True)
    many_cores = np.bincount(cores[:, 0], minlength=count) > 1
    many_places = np.bincount(strips.ravel()[first[place > 0]], minlength=count) > 1
    return np.where(many_cores, BRIDGE, np.where(many_places, LOOP, BRANCH)).astype(np.uint8)


def _neighbours(values: np.ndarray) -> Iterator[np.ndarray]:
    """The raster as each of the eight neighbours sees it, 0 beyond the frame."""
    rows, cols = values.shape
    framed = np.pad(values, 1)
    for down in range(3):
        for right in range(3):
            if (down, right) != (1, 1):
                yield framed[down:down + rows, right:right + cols]


def _pairs(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Pairs (n, 2) of numbers above 0 in two rasters whose cells touch, sorted, each once."""
    size = int(other.max(initial=0)) + 1
    found = [np.zeros(0, np.int64)]
    for beside in _neighbours(other):
        meet = (one > 0) & (beside > 0)
        found.append(np.unique(one[meet].astype(np.int64) * size + beside[meet]))
    return np.stack(np.divmod(np.unique(np.concatenate(found)), size), axis=1)
