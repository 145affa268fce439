"""Does a member's screen show what it may know, say it well, and nothing else?"""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.catalogue import CORE
from design.game import POINT, Game
from design.messages import message
from design.pace import Pace
from design.transition import Answer, advance
from design.view import view
from screens.play import WITHOUT_GROUP, fragment, lobby, without_group
from tests.markup import parse, words
from tests.played import PACE, accepted, contributed, group_at, round_played, understood
from wording.say import LANGUAGES, say

# So large that no round, page or coordinate can be mistaken for a contribution.
RICH = Game((5_000,) * 4)
HIDDEN = (2_613, 3_617, 4_719, 1_797)
OWN = (7, 11, 5, 2)
MOMENTS = (1, 3, 6, 7, 20, 21, 22, 25, 26)


def drawn(group, seat, language="en", **more):
    return fragment(view(group, seat), language, **{"pace": PACE, "prize": 20, **more})


def told(html):
    """The text with hard-to-see characters made plain."""
    return " ".join(words(html).split())


def stages(group, seat):
    """A seat's screens at a moment: before it has read, before it has chosen, after."""
    yield group
    if group.finished:
        return
    ready = understood(group)
    yield ready
    yield contributed(ready, seat, HIDDEN[seat])


def every_screen(condition, *, beliefs=True, kept=False):
    for moment in MOMENTS:
        group = group_at(condition, moment, given=HIDDEN, beliefs=beliefs, kept=kept, game=RICH)
        for seat in range(4):
            for stage in stages(group, seat):
                yield seat, stage


def entitled_numbers(group, seat):
    """What the design shows to a seat of all settled rounds, and what it chose itself."""
    shown = {HIDDEN[seat]}
    for feedback in view(group, seat).history:
        shown |= {amount for _, amount in feedback.entries}
        shown |= {feedback.total, feedback.earnings} - {None}
    return shown


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("condition", CORE)
def test_no_screen_holds_a_number_that_its_member_may_not_see(condition, kept):
    earned = {int(e) / POINT for e in RICH.earnings(np.array(HIDDEN) * POINT)}
    secret = {*HIDDEN, sum(HIDDEN), *earned}
    for seat, group in every_screen(condition, kept=kept):
        html = drawn(group, seat).replace(",", "")
        for number in secret - entitled_numbers(group, seat):
            assert f"{number:g}" not in html, (seat, group.stage(seat), number)


@pytest.mark.parametrize("condition", CORE)
def test_a_number_that_may_be_seen_is_on_the_screen(condition):
    for seat, group in every_screen(condition):
        if group.stage(seat) == "contribute" and group.history:
            html = drawn(group, seat)
            last = view(group, seat).history[-1]
            for amount in (*dict(last.entries).values(), last.total, last.earnings):
                assert amount is None or f"{amount:g} points" in html


@given(
    condition=st.sampled_from(["dark", "one_way"]),
    moment=st.sampled_from(MOMENTS[2:]),
    seat=st.integers(0, 3),
    other=st.lists(st.integers(0, 20), min_size=4, max_size=4),
)
def test_screens_do_not_depend_on_what_is_hidden(condition, moment, seat, other):
    # Same own and seen contributions; part 1 shows the total, so its rounds must agree.
    seen = {seat} | ({2, 3} if condition == "one_way" and seat < 2 else set())
    changed = tuple(OWN[j] if j in seen else other[j] for j in range(4))
    one, two = (_continued(condition, moment, each) for each in (OWN, changed))
    assert drawn(one, seat) == drawn(two, seat)


@cache
def _continued(condition, moment, given):
    """A group whose first part agrees with every other's, and whose later rounds are given."""
    if moment == 6:
        return group_at(condition, 6, given=OWN)
    return round_played(understood(_continued(condition, moment - 1, given)), given)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("condition", CORE)
def test_every_screen_is_well_made(condition, language):
    for seat, group in every_screen(condition):
        html = drawn(group, seat, language)
        markup = parse(html)
        assert markup.faults == []
        root = markup.elements[0]
        assert (root.tag, root.attributes["id"], root.attributes["tabindex"]) == (
            "main",
            "screen",
            "-1",
        )
        assert root.attributes["data-stage"] == group.stage(seat)
        assert root.attributes["data-round"] == str(min(group.round, 25))
        assert root.attributes["data-part"] == str(group.part + 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_without_a_group_see_well_made_screens(language):
    going = [without_group(language, why) for why in WITHOUT_GROUP]
    lobbies = [lobby(language, missing=2, pace=PACE, may_go=may_go) for may_go in (False, True)]
    for html in (*lobbies, *going):
        assert parse(html).faults == []
        assert html.startswith('<main id="screen"')


def test_until_part_one_is_over_screens_are_the_same_in_every_condition():
    for moment in (1, 3, 5):
        for seat in range(4):
            seen = {
                drawn(group_at(c, moment, given=(1, 2, 3, 4), beliefs=b, kept=k), seat)
                for c in CORE
                for b in (True, False)
                for k in (True, False)
            }
            assert len(seen) == 1


def test_part_one_mentions_neither_glass_nor_guesses():
    for moment in (1, 5):
        text = told(drawn(group_at("two_way", moment, given=(1, 2, 3, 4)), 0)).lower()
        assert not re.search(r"glass|guess|average|arrow", text)


def test_a_decision_can_be_made_with_every_input_that_is_asked():
    markup = parse(drawn(understood(group_at("two_way", 6, given=(1, 2, 3, 4))), 0))
    (form,) = markup.all("form")
    assert form.attributes["data-do"] == "contribute"
    names = ["contribution", "belief.across", "belief.partner"]
    assert [one.attributes["name"] for one in markup.all("input")] == names
    for one in markup.all("input"):
        limits = [one.attributes[name] for name in ("min", "max", "inputmode")]
        assert limits == ["0", "20", "numeric"]


def test_guesses_are_asked_only_where_the_group_was_drawn_for_them():
    group = understood(group_at("two_way", 6, given=(1, 2, 3, 4), beliefs=False))
    assert [one.attributes["name"] for one in parse(drawn(group, 0)).all("input")] == [
        "contribution"
    ]
    text = told(drawn(group_at("two_way", 6, given=(1, 2, 3, 4), beliefs=False), 0)).lower()
    assert "guess" not in text


def test_guesses_are_named_by_the_seats_they_are_about():
    text = told(drawn(understood(group_at("dark", 6, given=(1, 2, 3, 4))), 2))
    assert "How many points will A and B give on average?" in text
    assert "How many points will D give?" in text


def test_the_explanation_tells_how_a_guess_is_paid_and_what_the_statement_will_reveal():
    text = told(drawn(group_at("dark", 6, given=(1, 2, 3, 4)), 0, prize=35))
    assert "you can win 35 points" in text
    # Half the endowment away leaves 1 - (10 / 20)^2 = 75 percent.
    assert "A difference of 10 points leaves a chance of 75 percent." in text
    assert "how much you gave in the round that is drawn" in text


def test_wrong_answers_are_explained_beside_their_question():
    group = group_at("one_way", 6, given=(1, 2, 3, 4))
    wrong = tuple((q.name, "1" if q.answer == "0" else "0") for q in view(group, 0).questions[:1])
    right = tuple((q.name, q.answer) for q in view(group, 0).questions[1:])
    html = drawn(accepted(group, Answer(0, 1, wrong + right)), 0)
    assert "One answer is not right yet" in told(html)
    (why,) = [e for e in parse(html).all("p") if e.attributes.get("id") == "why-see_facing"]
    assert why.text == "Not right yet. After each round you see how much C and D gave."
    assert html.count('class="wrong"') == 1


def test_a_refusal_is_announced_and_marks_its_input():
    group = group_at("dark", 2, given=(1, 2, 3, 4))
    refused = message("refused.contribution", endowment=20)
    markup = parse(drawn(group, 0, notice=refused))
    (notice,) = [one for one in markup.elements if one.attributes.get("role") == "alert"]
    assert notice.text == "Please give a whole number of points from 0 to 20."
    (field,) = markup.all("input")
    assert field.attributes["aria-invalid"] == "true"
    assert "notice" in field.attributes["aria-describedby"].split()


@pytest.mark.parametrize(
    ("condition", "kept", "says", "mentions_lot"),
    [
        ("two_way", True, "stays as it was in part 2", True),
        ("two_way", False, "This changes now", True),
        ("dark_earnings", False, "no earnings are shown", True),
        # Nothing could be taken from the dark groups, so no lot decided anything for them.
        ("dark", True, "stays as it was in part 2", False),
        ("dark", False, "stays as it was in part 2", False),
    ],
)
def test_part_three_says_what_stays_and_what_a_lot_decided(condition, kept, says, mentions_lot):
    group = group_at(condition, 21, given=(1, 2, 3, 4), kept=kept)
    for seat in range(4):
        text = told(drawn(group, seat))
        assert says in text
        assert ("by lot before" in text) == mentions_lot


def test_the_picture_has_an_arrow_for_every_pair_that_sees():
    arrows = {"dark": 0, "one_way": 4, "two_way": 8, "dark_earnings": 0, "open": 12}
    for condition, number in arrows.items():
        html = drawn(group_at(condition, 6, given=(1, 2, 3, 4)), 0)
        assert html.count('class="sight"') == number


def test_waiting_tells_the_own_choice_and_nothing_about_the_others():
    group = understood(group_at("open", 8, given=(1, 2, 3, 4)))
    alone = contributed(group, 0, 9)
    later = contributed(contributed(alone, 2, 3), 3, 4)
    assert "9 points" in told(drawn(alone, 0))
    assert drawn(alone, 0) == drawn(later, 0)


def test_a_choice_of_the_computer_is_called_so():
    group = group_at("dark", 2, given=(1, 2, 3, 4))
    settled = group.history[0]
    first = replace(settled.choices[0], automatic=True)
    group = replace(group, history=(replace(settled, choices=(first, *settled.choices[1:])),))
    assert "The computer decided for you" in told(drawn(group, 0))
    assert "decided by the computer" in told(drawn(group, 0))
    assert "computer" not in told(drawn(group, 1))


def test_where_groups_wait_no_clock_runs_and_the_rule_says_so():
    waits = Pace(absence="wait")
    group = group_at("dark", 6, given=(1, 2, 3, 4))
    html = drawn(group, 0, pace=waits)
    assert "data-clock" not in html
    assert "waits until every member has decided" in told(html)
    assert "data-clock" in drawn(group, 0)


def test_the_rule_for_the_absent_is_told_with_its_times():
    text = told(drawn(group_at("dark", 6, given=(1, 2, 3, 4), beliefs=False), 0))
    assert "60 seconds for each decision. After 30 seconds more" in text
    assert "you have 4 minutes" in text
    assert "only 5 seconds per round" in text


def test_the_history_shows_only_columns_that_were_ever_shown():
    group = understood(group_at("one_way", 8, given=(13, 17, 5, 9)))
    heads = {
        seat: [one.text for one in parse(drawn(group, seat)).all("th") if one.inside[-2] == "thead"]
        for seat in (0, 2)
    }
    assert heads[0] == ["Round", "You", "C", "D", "Total"]
    assert heads[2] == ["Round", "You", "Total"]


def test_zero_is_shown_as_zero():
    group = understood(group_at("open", 7, given=(0, 0, 0, 0)))
    assert told(drawn(group, 0)).count("0 points") >= 4


def test_the_last_screen_lets_people_leave():
    html = drawn(group_at("open", 26, given=(1, 2, 3, 4)), 0)
    assert 'data-do="leave"' in html
    assert say("en", "feedback.title", {"round": 25}) in html


def test_markup_in_a_value_is_written_out():
    refused = message("refused.contribution", endowment="<b>20</b>")
    html = drawn(group_at("dark", 1, given=(1, 2, 3, 4)), 0, notice=refused)
    assert "<b>" not in html
    assert "&lt;b&gt;20" in html


def test_a_refused_answer_sheet_keeps_its_notice_instead_of_the_old_count():
    group = group_at("dark", 6, given=(1, 2, 3, 4))
    step = advance(group, Answer(0, 1, ()), 1)
    html = drawn(group, 0, notice=step.refusal)
    assert "Please answer every question." in told(html)
