"""Can every stored draw be recomputed from its keys alone?"""

import numpy as np
import pytest

from design import chance
from design.catalogue import treatment
from design.draws import draws
from design.payment import paid_rounds
from design.tables import TABLES

BELIEFS = treatment("one_way", beliefs=True, kept=True)
PLAIN = treatment("one_way", beliefs=False, kept=True)


def test_rows_have_the_declared_columns_and_a_unique_key():
    rows = draws(BELIEFS, 3, 17)
    named = {column for row in rows for column in row} | {"session", "slot"}
    assert named == set(TABLES["draws"].names)
    keys = [(row["purpose"], row["keys"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_a_group_without_beliefs_has_seats_and_one_paid_round_per_part():
    assert [row["purpose"] for row in draws(PLAIN, 3, 17)] == ["seats"] + ["paid round"] * 3


@pytest.mark.parametrize("row", draws(BELIEFS, 3, 17), ids=lambda row: row["purpose"])
def test_a_value_follows_from_seed_keys_and_purpose(row):
    # Written from the codebook: how a person checks one draw with design.chance alone.
    keys, purpose = tuple(map(int, row["keys"].split())), row["purpose"]
    uniform = float(chance.uniform(3, keys, purpose)) if purpose != "seats" else None
    asked = [r for r in range(6, 26) if r not in paid_rounds(BELIEFS, 3, 17).contribution]
    expected = {
        "seats": lambda: " ".join(
            "ABCD"[i] for i in np.atleast_1d(chance.permutation(3, keys, purpose, of=4))
        ),
        "paid round": lambda: str((1, 6, 21)[keys[1]] + int(uniform * (5, 15, 5)[keys[1]])),
        "belief round": lambda: str(asked[int(uniform * len(asked))]),
        "belief question": lambda: ("across", "partner")[int(uniform * 2)],
        "prize": lambda: repr(uniform),
    }
    assert row["value"] == expected[purpose]()
