"""How is a draw made from its keys alone, the same in a live game, a batch and an audit?

A draw is a pure function of a seed, a purpose and integer keys (slot, round, seat, ...). The
generator chains the finaliser of splitmix64 (Steele, Lea and Flood 2014, OOPSLA) over the keys:

    h = mix(seed + G);  h = mix(h ^ purpose);  for each key k:  h = mix((h + G) ^ mix(k + G))

with G = 0x9E3779B97F4A7C15, all modulo 2**64. A purpose is the 64-bit FNV-1a hash of its UTF-8
name. A uniform is the top 53 bits times 2**-53. Test vectors stand in tests/test_chance.py.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = Sequence[Any]
Words = NDArray[np.uint64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
MASK = (1 << 64) - 1


@cache
def purpose_code(purpose: str) -> int:
    """Return the 64-bit FNV-1a hash of a purpose's name."""
    code = 0xCBF29CE484222325
    for byte in purpose.encode():
        code = ((code ^ byte) * 0x100000001B3) & MASK
    return code


def _mix(words: Words) -> Words:
    words = (words ^ (words >> np.uint64(30))) * FIRST
    words = (words ^ (words >> np.uint64(27))) * SECOND
    return words ^ (words >> np.uint64(31))


def _mixed(word: int) -> int:
    """Return what `_mix` does, for one word alone: arrays of one are ten times as slow."""
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
    return word ^ (word >> 31)


def _one(seed: int, keys: Sequence[int], purpose: str) -> int:
    """Draw for one combination of keys."""
    golden = int(GOLDEN)
    state = _mixed(_mixed((seed + golden) & MASK) ^ purpose_code(purpose))
    for key in keys:
        state = _mixed(((state + golden) & MASK) ^ _mixed((key + golden) & MASK))
    return state


def _word(value: Any) -> Words:
    if isinstance(value, int):
        return np.array([value & MASK], dtype=np.uint64)
    array = np.asarray(value)
    if array.dtype.kind not in "iu":
        raise TypeError(f"keys are integers, found {array.dtype}")
    return np.atleast_1d(array).astype(np.uint64)


def bits(seed: int, keys: Keys, purpose: str) -> Words:
    """Draw 64 random bits for every combination of keys.

    Parameters
    ----------
    seed : int
        Any integer; taken modulo 2**64.
    keys : sequence of int or integer arrays
        Broadcast against each other; their order matters.
    purpose : str
        What the draw is for; different purposes never share draws.

    Returns
    -------
    uint64 array of the keys' common shape (zero-dimensional if all keys are integers).
    """
    if all(isinstance(key, int) for key in keys):
        return np.array(_one(int(seed), keys, purpose), dtype=np.uint64)
    shape = np.broadcast_shapes(*(np.shape(key) for key in keys))
    with np.errstate(over="ignore"):
        state = _mix(_word(seed) + GOLDEN)
        state = _mix(state ^ _word(purpose_code(purpose)))
        for key in keys:
            state = _mix((state + GOLDEN) ^ _mix(_word(key) + GOLDEN))
    return np.broadcast_to(state, shape or (1,)).reshape(shape).copy()


def uniform(seed: int, keys: Keys, purpose: str) -> NDArray[np.float64]:
    """Draw uniforms in [0, 1) for every combination of keys (see `bits`)."""
    if all(isinstance(key, int) for key in keys):
        return np.array((_one(int(seed), keys, purpose) >> 11) * 2.0**-53)
    return np.asarray((bits(seed, keys, purpose) >> np.uint64(11)) * 2.0**-53)


def choice(seed: int, keys: Keys, purpose: str, *, among: int) -> NDArray[np.int64]:
    """Draw integers 0 .. among-1, for every combination of keys."""
    if among < 1:
        raise ValueError(f"a draw needs at least one possibility, found {among}")
    return np.asarray(np.floor(uniform(seed, keys, purpose) * among).astype(np.int64))


def permutation(seed: int, keys: Keys, purpose: str, *, of: int) -> NDArray[np.int64]:
    """Draw a permutation of 0 .. of-1 on a new last axis, for every combination of keys."""
    if all(isinstance(key, int) for key in keys):
        drawn = [_one(int(seed), (*keys, place), purpose) for place in range(of)]
        return np.array(sorted(range(of), key=drawn.__getitem__), dtype=np.int64)
    stretched = [np.asarray(key)[..., None] for key in keys]
    draws = bits(seed, [*stretched, np.arange(of)], purpose)
    return np.argsort(draws, axis=-1, kind="stable").astype(np.int64)
