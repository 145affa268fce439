"""Are a program's choices told from people's, with the evidence for it?

Simulated people here: choices that prefer nothing, half and all, and mostly stay what they were.
"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.foreign.catalogue import KNOWN, data_folder, load_known
from analysis.humanness import flags, verdicts
from analysis.machine_signs import uniform_counts

PEOPLE, ROUNDS, ENDOWMENT = 16, 25, 20
START = 1_700_000_000_000


def played(contributions, **columns):
    """A panel of one session from (participants, rounds) contributions."""
    given = np.asarray(contributions)
    people, rounds = given.shape
    return pd.DataFrame(
        {
            "session": "s1",
            "participant": np.repeat([f"p{i:02}" for i in range(people)], rounds),
            "round": np.tile(np.arange(1, rounds + 1), people),
            "contribution": given.ravel(),
            "endowment": ENDOWMENT,
        }
        | columns
    )


def by_people(seed=1):
    rng = np.random.default_rng(seed)
    liked = rng.choice([0, 5, 10, 20], size=(PEOPLE, ROUNDS), p=[0.3, 0.2, 0.3, 0.2])
    stays = rng.random((PEOPLE, ROUNDS)) < 0.7
    stays[:, 0] = False
    last = np.maximum.accumulate(np.where(stays, 0, np.arange(ROUNDS)), axis=1)
    return np.take_along_axis(liked, last, axis=1)


def at_random(seed=1):
    return np.random.default_rng(seed).integers(0, ENDOWMENT + 1, size=(PEOPLE, ROUNDS))


def timed(panel, milliseconds):
    shown = START + 60_000 * panel["round"]
    return panel.assign(shown_at=shown, decided_at=shown + milliseconds)


def thinking(panel, seed=1):
    return timed(panel, np.random.default_rng(seed).lognormal(9, 0.5, len(panel)).astype(int))


def state(found, check):
    return found[(found["check"] == check) & (found["participant"] == "")]["state"].item()


def named(found, check):
    return found[(found["check"] == check) & (found["participant"] != "")]["participant"].tolist()


def verdict(found):
    return verdicts(found)["verdict"].item()


def known(name):
    if not (data_folder() / KNOWN[name].file).is_file():
        pytest.skip(f"no {KNOWN[name].file} in {data_folder()}; set CONTINGENT_DATA")
    return load_known(name)


def test_simulated_people_raise_no_flag():
    found = flags(thinking(played(by_people())))
    assert (found["state"] != "flag").all()
    assert verdict(found) == "human"


def test_random_choices_are_uniform_and_without_memory():
    found = flags(played(at_random()))
    assert state(found, "uniform choices") == "flag"
    assert state(found, "no memory") == "flag"
    assert verdict(found) == "not human"


def test_few_random_choices_prove_nothing():
    # 4 people x 10 rounds: neither closeness to uniform nor lack of memory can be shown
    found = flags(played(at_random()[:4, :10]))
    assert (found["state"] != "flag").all()
    assert verdict(found) == "undecided"


def test_uniform_choices_with_memory_are_one_flag_and_undecided():
    walk = (at_random()[:, :1] + np.arange(ROUNDS)) % (ENDOWMENT + 1)
    found = flags(played(np.tile(walk, (3, 1)) + 0))
    assert state(found, "uniform choices") == "flag"
    assert state(found, "no memory") == "clear"
    assert verdict(found) == "undecided"


def test_one_script_for_everybody_is_seen():
    found = flags(played(np.tile(np.arange(10, 20), (PEOPLE, 1))))
    assert state(found, "one script") == "flag"


def test_a_group_that_always_gives_all_is_no_script():
    # four people can agree; one script needs eight in the same round
    found = flags(played(np.full((4, ROUNDS), ENDOWMENT)))
    assert state(found, "one script") == "not measured"
    assert (found["state"] != "flag").all()


def test_declared_bots_are_decisive_and_named():
    panel = played(by_people(), bot=0)
    panel.loc[panel["participant"] == "p03", "bot"] = 1
    found = flags(panel)
    assert state(found, "declared bots") == "flag"
    assert named(found, "declared bot") == ["p03"]
    assert verdict(found) == "not human"


def test_choices_without_a_shown_screen_are_flagged():
    panel = played(by_people()).assign(shown_at=np.nan, decided_at=START)
    assert state(flags(panel), "no response times") == "flag"


def test_times_that_nobody_measured_are_no_evidence():
    found = flags(played(by_people()))
    assert state(found, "no response times") == "not measured"
    assert state(found, "machine pace") == "not measured"


@pytest.mark.parametrize(
    ("milliseconds", "check"), [(5_000, "constant times"), (np.arange(400) % 200, "too fast")]
)
def test_constant_or_instant_response_times_are_flagged(milliseconds, check):
    panel = timed(played(by_people()), milliseconds)
    found = flags(panel)
    assert state(found, "machine pace") == "flag"
    assert named(found, check) == sorted(panel["participant"].unique())


def test_one_device_and_one_label_are_flagged_for_all():
    people = pd.DataFrame({"session": "s1", "participant": [f"p{i:02}" for i in range(PEOPLE)]})
    found = flags(played(by_people()), participants=people.assign(device="x", label="joe"))
    assert state(found, "one device") == "flag"
    assert state(found, "one label") == "flag"
    assert len(named(found, "shared device")) == PEOPLE


def test_an_empty_label_is_no_label():
    # a lab without a list of labels exports empty cells, which nobody shares
    people = pd.DataFrame({"session": "s1", "participant": [f"p{i:02}" for i in range(PEOPLE)]})
    found = flags(played(by_people()), participants=people.assign(device="", label=""))
    assert state(found, "one label") == "not measured"
    assert named(found, "shared device") == []


def test_two_seats_at_one_device_are_named_without_blaming_the_session():
    people = pd.DataFrame({"session": "s1", "participant": [f"p{i:02}" for i in range(PEOPLE)]})
    devices = people.assign(device=["one", "one", *(f"d{i}" for i in range(2, PEOPLE))])
    found = flags(thinking(played(by_people())), participants=devices)
    assert state(found, "one device") == "clear"
    assert named(found, "shared device") == ["p00", "p01"]
    assert verdict(found) == "human"


def test_choices_that_the_rule_made_are_not_held_against_anybody():
    # without its automatic rows the session is the same session
    people, robots = by_people(), at_random()
    automatic = np.random.default_rng(2).random(people.shape) < 0.3
    mixed = played(np.where(automatic, robots, people), automatic=automatic.ravel().astype(int))
    without = played(people)[~automatic.ravel()]
    pd.testing.assert_frame_equal(flags(mixed), flags(without))


def test_sessions_are_judged_apart():
    both = pd.concat([played(by_people()), played(at_random()).assign(session="s2")])
    found = verdicts(flags(both)).set_index("session")["verdict"]
    assert found.to_dict() == {"s1": "human", "s2": "not human"}


def test_the_endowment_may_be_told_where_the_table_has_none():
    panel = played(at_random()).drop(columns="endowment")
    assert state(flags(panel), "uniform choices") == "not measured"
    assert state(flags(panel, endowment=ENDOWMENT), "uniform choices") == "flag"


def test_every_flag_carries_statistic_threshold_and_reason():
    found = flags(played(at_random()))
    flagged = found[found["state"] == "flag"]
    assert flagged[["value", "threshold"]].notna().all().all()
    assert (flagged["n"] > 0).all()
    assert (flagged["why"].str.len() > 0).all()


def test_the_input_is_left_as_it_was():
    panel = played(by_people())
    before = panel.copy()
    flags(panel, endowment=ENDOWMENT)
    pd.testing.assert_frame_equal(panel, before)


def test_a_panel_without_choices_is_refused():
    with pytest.raises(ValueError, match=r"the panel lacks \['contribution'\]"):
        flags(played(by_people()).drop(columns="contribution"))


def test_expected_counts_add_up_the_grids_of_unequal_endowments():
    # endowment 1 fills cells 0 and 5 of ten, endowment 9 one cell per amount
    observed, expected = uniform_counts(pd.Series([1, 9]), pd.Series([1, 9]))
    assert observed.tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    assert expected == pytest.approx([0.6, 0.1, 0.1, 0.1, 0.1, 0.6, 0.1, 0.1, 0.1, 0.1])


def value(found, check):
    return found[(found["check"] == check) & (found["participant"] == "")]["value"].item()


def test_the_bound_on_the_distance_from_uniform_is_the_largest_not_rejected():
    panel = played(by_people())
    counts = np.bincount(panel["contribution"], minlength=ENDOWMENT + 1)
    w, n = value(flags(panel), "uniform choices"), len(panel)
    # at the bound a chi-square as small as the one found has a probability of 5 %
    chi_square = stats.chisquare(counts).statistic
    assert stats.ncx2.cdf(chi_square, ENDOWMENT, n * w**2) == pytest.approx(0.05, rel=1e-6)


def test_the_bound_on_memory_is_the_textbooks_interval():
    choices = by_people()
    found = stats.pearsonr(choices[:, :-1].ravel(), choices[:, 1:].ravel())
    high = found.confidence_interval(0.95).high
    assert value(flags(played(choices)), "no memory") == pytest.approx(high, rel=1e-4)


def test_false_alarms_among_random_draws_and_people_are_rare():
    missed = sum(verdict(flags(played(at_random(seed)))) != "not human" for seed in range(20))
    alarms = sum(verdict(flags(played(by_people(seed)))) != "human" for seed in range(20))
    assert missed == 0
    assert alarms == 0


def test_the_machine_made_export_is_flagged_whatever_it_says_of_itself():
    panel = known("uchicago_machine_made")
    for given in (panel, panel.drop(columns="bot"), panel.assign(bot=0)):
        found = flags(given)
        assert verdict(found) == "not human"
        for check in ("uniform choices", "no memory", "one device", "one label"):
            assert state(found, check) == "flag"


@pytest.mark.parametrize(
    "name",
    [
        "howquez_people",
        "fischbacher_gaechter_2010",
        "alsobay_2025",
        "gmtv_2017",
        "andreozzi_2020",
        "degeest_kingsley_2021",
    ],
)
def test_peoples_sessions_are_found_human(name):
    found = verdicts(flags(known(name)))
    assert found["verdict"].unique().tolist() == ["human"]


@pytest.mark.parametrize("name", ["howquez_bots", "howquez_bots_wide"])
def test_scripted_bots_are_found_even_undeclared(name):
    panel = known(name)
    assert verdict(flags(panel)) == "not human"
    assert state(flags(panel.drop(columns="bot")), "one script") == "flag"
