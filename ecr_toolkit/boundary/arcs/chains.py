"""Chains: items that each name the one that follows, put in order without walking them one by one.

Many walkers start at once, at every beginning and at about every sixteenth item, each as far as the next start; what
they walked is then linked by pointer jumping (list ranking after Helman and JáJá 1999). Work is linear in the items.
"""

import numpy as np

_SPREAD = np.uint32(2654435761)  # Knuth's multiplicative hash


def chains(following: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first item of the chain of each item, and the item's place in it (both int32, (n,)).

    ``following``: the next item, -1 at an end; no two items may name the same. Cycles start at their smallest item.
    """
    items = np.arange(len(following), dtype=np.int32)
    before = np.full(len(following), -1, np.int32)
    before[following[following >= 0]] = items[following >= 0]
    lowest = (items <= before) & ((following < 0) | (items <= following))
    starts = (before < 0) | lowest | ((items.astype(np.uint32) * _SPREAD) >> np.uint32(28) == 0)
    heads = np.flatnonzero(starts).astype(np.int32)
    walker, step, length = _walk(following, starts, heads)
    previous = np.where(before[heads] < 0, np.arange(len(heads)), walker[before[heads]]).astype(np.int32)
    first, offset = _linked(previous, length)
    return heads[first[walker]], offset[walker] + step


def _walk(following, starts, heads):
    """The walker that passes each item, its step there, and how many items each walker passes."""
    walker, step = np.empty(len(following), np.int32), np.empty(len(following), np.int32)
    length = np.empty(len(heads), np.int32)
    at, who, steps = heads, np.arange(len(heads), dtype=np.int32), 0
    while len(at):
        walker[at], step[at] = who, steps
        steps += 1
        onward = following[at]
        done = (onward < 0) | starts[onward]
        length[who[done]] = steps
        at, who = onward[~done], who[~done]
    return walker, step, length


def _linked(previous: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first block of the chain of each block, and how many items lie before it there."""
    first, offset, cyclic = _jump(previous, length)
    if len(cyclic):
        lowest = _lowest(previous, cyclic)
        opened = previous.copy()
        beginnings = cyclic[lowest[cyclic] == cyclic]
        opened[beginnings] = beginnings
        first, offset, _none = _jump(opened, length)
    return first, offset


def _jump(previous, length):
    blocks = np.arange(len(previous), dtype=np.int32)
    target = previous.copy()
    offset = np.where(previous == blocks, 0, length[previous]).astype(np.int32)
    open_blocks, reach = blocks[target != blocks], 1
    while len(open_blocks) and reach <= 2 * len(previous):
        via = target[open_blocks]
        farther = target[via]
        more = offset[open_blocks] + offset[via]
        target[open_blocks], offset[open_blocks] = farther, more
        open_blocks = open_blocks[previous[farther] != farther]
        reach *= 2
    return target, offset, open_blocks


def _lowest(previous, cyclic):
    """The smallest block of the cycle of each cyclic block."""
    lowest, target = np.arange(len(previous), dtype=np.int32), previous.copy()
    while True:
        seen = np.minimum(lowest[cyclic], lowest[target[cyclic]])
        if (seen == lowest[cyclic]).all():
            return lowest
        lowest[cyclic] = seen
        target[cyclic] = target[target[cyclic]]
