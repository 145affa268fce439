"""Does the timing of inference compare like with like, and say so where it cannot?"""

import numpy as np
import pandas as pd
import pytest

from analysis.benchmark import command, own, peers
from analysis.benchmark.data import rows
from analysis.benchmark.environment import NoPeersError

SMALL = rows(24)


@pytest.fixture(scope="module")
def timed():
    return dict(peers.timed(pd.DataFrame(vars(SMALL))))


def test_everybody_times_the_same_answer(timed):
    # Draws differ between packages: five errors of a proportion of 10,000.
    ours = own.redealt(SMALL).found
    near = 5 * np.sqrt(ours * (1 - ours) / 10_000)
    assert timed["scipy permutation_test"]["found"] == pytest.approx(ours, abs=near)
    theirs = timed["statsmodels MixedLM"]["found"]
    assert own.random_intercepts(SMALL).found == pytest.approx(theirs, rel=1e-4)


def test_every_peer_is_set_beside_a_way_of_this_project():
    assert {peer for _, _, names in command.OWN.values() for peer in names} == set(peers.TIMED)


def test_a_package_that_is_not_there_is_a_line_and_no_end(monkeypatch, capsys):
    monkeypatch.setattr(command, "GROUPS", (24,))
    monkeypatch.setattr(peers, "TIMES", 1)

    def absent(_):
        raise ImportError("not installed")

    monkeypatch.setattr(peers, "TIMED", dict.fromkeys(peers.TIMED, absent))
    assert command.run("here", told=lambda _: None) == 0
    said = capsys.readouterr().out
    assert "| wildboottest | 24 | – | – | – | ImportError: not installed |" in said
    assert "asked to make no environment" in said


def test_where_no_environment_can_be_made_the_reason_is_printed(monkeypatch, capsys):
    def refused(_):
        raise NoPeersError("no network")

    monkeypatch.setattr(command, "GROUPS", (24,))
    monkeypatch.setattr(command, "environment", refused)
    monkeypatch.setattr(peers, "TIMED", {name: lambda _: 0.5 for name in peers.TIMED})
    assert command.run(None, told=lambda _: None) == 0
    assert "pyfixest==0.60.0: no network" in capsys.readouterr().out
