"""Balance: which of many small changes to take so that what lines gain and lose stays even."""

import numpy as np


def balanced(arc: np.ndarray, change: np.ndarray, drift: np.ndarray, slack: float) -> np.ndarray:
    """Which changes to take, (n,) boolean: of every arc all on the side that changes less, and on the other as many,
    smallest first, as keep the arc's ``drift`` (signed area so far, (arcs,)) within ± ``slack``.

    ``change``: signed areas on the arcs ``arc``, none larger than 2 · ``slack``, which is why drift that was within
    slack stays so: with gains cut short at losses + slack - drift, they end at most one change below that.
    """
    size, lost = np.abs(change), change < 0
    side = 2 * arc.astype(np.int64) + lost
    total = np.bincount(side, weights=size, minlength=2 * len(drift)).reshape(-1, 2)
    allowed = np.stack([total[:, 1] + slack - drift, total[:, 0] + slack + drift], 1).ravel()
    order = np.lexsort((size, side))
    so_far = np.cumsum(size[order])
    first = np.concatenate([[True], side[order][1:] != side[order][:-1]])[:len(order)]
    base = (so_far - size[order])[first][np.cumsum(first) - 1]
    taken = np.empty(len(change), bool)
    taken[order] = so_far - base <= allowed[side[order]]
    return taken
