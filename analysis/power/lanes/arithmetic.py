"""How do the compiled loops draw, round and standardise, exactly as the integer rules do?

Amounts are whole numbers held in floating point. A floor of a quotient n / d of whole numbers is
taken as floor(n * (1 / d) + 1 / (2 d)): the true value lies at least 1 / (2 d) away from every
whole number, far more than the product's rounding while n / d stays below `EXACT`, so the result is
the integer's, whether or not the compiler fuses the multiplication with the addition.
"""

from typing import Any

import numba
import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
LOW, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
QUARTERS = np.uint64(0x0000FFFF0000FFFF)

EXACT = 2.0**50
"""Largest amount before division by 1,000 for which the floors are proved: margin 1 / 2,000."""

# The loops allocate nothing: with `_nrt` every slice would count its references atomically, which
# takes longer than the arithmetic. Fused multiply-adds are allowed as no floor depends on them.
OPTIONS: dict[str, Any] = {
    "error_model": "numpy",
    "fastmath": {"contract"},
    "_nrt": False,
    "forceinline": True,
}
compiled = numba.njit(**OPTIONS)


def _mix(word: np.uint64) -> np.uint64:
    word = (word ^ (word >> np.uint64(30))) * FIRST
    word = (word ^ (word >> np.uint64(27))) * SECOND
    return word ^ (word >> np.uint64(31))


mix = compiled(_mix)


def _keyed(key: np.uint64) -> np.uint64:
    """Return what a key adds to a chain, the same for every state before it."""
    return mix(key + GOLDEN)  # type: ignore[no-any-return]


keyed = compiled(_keyed)


def _after(state: np.uint64, key: np.uint64) -> np.uint64:
    """Return the state after one more key, itself as `keyed` gives it."""
    return mix((state + GOLDEN) ^ key)  # type: ignore[no-any-return]


after = compiled(_after)


def _whole(amount: float, per: float) -> float:
    """Return the floor of a whole amount times `per`, the reciprocal of a whole number."""
    return np.floor(amount * per + 0.5 * per)  # type: ignore[no-any-return]


whole = compiled(_whole)


def _thousandth(product: float) -> float:
    """Return floor((product + 500) / 1,000), as `strategies.contribute` rounds."""
    return np.floor(product * 0.001 + 0.5005)  # type: ignore[no-any-return]


thousandth = compiled(_thousandth)


def _uniform(word: np.uint64) -> float:
    """Return a uniform in [0, 1), as `chance.uniform`."""
    return np.float64(np.int64(word >> np.uint64(11))) * 2.0**-53


uniform = compiled(_uniform)


def _noise(word: np.uint64) -> float:
    """Return the standardised sum of a word's four quarters, as `strategies.noise`."""
    pairs = (word & QUARTERS) + ((word >> np.uint64(16)) & QUARTERS)
    centred = np.float64(np.int64((pairs & LOW) + (pairs >> HALF))) - 131_070.0
    # 10,000 / 378,372 is 2,500 / 94,593 in lowest terms.
    return np.floor(centred * (2_500.0 / 94_593.0) + 0.5 / 94_593.0)  # type: ignore[no-any-return]


noise = compiled(_noise)


def _happens(word: np.uint64, rate: int) -> bool:
    """Return whether the upper half of a draw falls among `rate` of a thousand."""
    return np.int64((word >> HALF) * np.uint64(1_000) >> HALF) < rate  # type: ignore[return-value]


happens = compiled(_happens)
