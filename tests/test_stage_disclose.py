"""Is a contribution shown exactly where its member shows it, and silence seen as silence?"""

from dataclasses import replace

import pytest
from acting import at_stage, played, round_of, shown_alike
from hypothesis import given, settings
from hypothesis import strategies as st

from design.catalogue import CONDITIONS
from design.messages import message
from design.settling import settle
from design.stages.disclose import Disclose
from design.transition import Expire, advance
from design.view import view
from screens.play import fragment

ANSWERS = st.tuples(*[st.integers(0, 1)] * 4)
AMOUNTS = st.tuples(*[st.integers(0, 20)] * 4)


def disclosed(amounts, shows):
    """Return a settled round of part 2 in which members showed what they gave, or not."""
    return played("disclose_opt_in", amounts, {"disclose": [(("show", one),) for one in shows]})


@settings(max_examples=30)
@given(ANSWERS, AMOUNTS, AMOUNTS, st.integers(0, 3))
def test_what_is_not_shown_changes_nothing_on_any_screen(shows, one, other, seat):
    other = tuple(a if show else b for a, b, show in zip(one, other, shows, strict=True))
    plays = disclosed(one, shows), disclosed(other, shows)
    shown_alike(CONDITIONS["disclose_opt_in"], *plays, seat=seat)


@settings(max_examples=30)
@given(ANSWERS, AMOUNTS)
def test_whoever_shows_is_shown_truly_to_all_others(shows, amounts):
    outcome = settle(disclosed(amounts, shows), CONDITIONS["disclose_opt_in"].stages)
    for i in range(4):
        for j in range(4):
            seen = 1_000 * amounts[j] if shows[j] or i == j else -1
            assert outcome.signal.entries[i, j] == seen


@pytest.mark.parametrize(("rule", "seen"), [("opt_in", 0), ("opt_out", 3)])
def test_whoever_does_nothing_is_treated_by_the_rule(rule, seen):
    group = at_stage(f"disclose_{rule}", "disclose", (5, 6, 7, 8))
    for one in group.seats:
        group = advance(group, Expire(), one.due).group
    shown = view(group, 0).history[-1]
    assert len(shown.entries) == seen
    silent = () if seen else (message("disclose.silent", seats=("B", "C", "D")),)
    assert shown.lines == silent


def test_the_screen_comes_with_the_answer_that_holds_for_whoever_does_nothing():
    for rule, value in (("opt_in", "0"), ("opt_out", "1")):
        group = at_stage(f"disclose_{rule}", "disclose", (5, 6, 7, 8))
        html = fragment(view(group, 0), "en", pace=group.pace, prize=20)
        assert f'name="show" value="{value}" checked' in html
        assert html.count(" checked") == 1


def test_nobody_is_asked_where_showing_is_mandatory():
    group = at_stage("disclose_mandatory", "contribute", (1, 2, 3, 4))
    group = round_of(group, (1, 2, 3, 4))
    assert view(group, 0).history[-1].entries == (("B", 2.0), ("C", 3.0), ("D", 4.0))


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="rule is one of"):
        Disclose("never")
    assert replace(Disclose(), rule="opt_out").default == 1
