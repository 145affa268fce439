"""A second recomputation of payoffs and visibility that imports nothing from design or analysis.

It follows the words of the experiment: four partners, 20 points a round, each point given is
worth 0.4 to everybody; A and B sit on one side of a glass, C and D on the other.
"""

import csv

import pytest

from tests.sessions import Play, tables, write

SIDES = {"A": "CD", "B": "CD", "C": "AB", "D": "AB"}


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    folder = tmp_path_factory.mktemp("independent")
    play = Play(slots=range(10), stops={9: 7}, absent={(3, 1): (4, 5), (4, 0): (7,)})
    return write(tables(play), folder)


def rows(export, table):
    with (export / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def settled(export):
    """Contributions by slot, round and seat, of rounds in which all four decided."""
    given = {}
    for row in rows(export, "decisions"):
        place = int(row["slot"]), int(row["round"])
        given.setdefault(place, {})[row["seat"]] = int(row["contribution"])
    return {place: choices for place, choices in given.items() if len(choices) == 4}


def test_earnings_are_what_is_kept_and_two_fifths_of_the_total(export):
    given = settled(export)
    for row in rows(export, "decisions"):
        choices = given.get((int(row["slot"]), int(row["round"])))
        if choices is None:
            assert row["earnings"] == row["group_total"] == ""
            continue
        total = sum(choices.values())
        assert int(row["group_total"]) == total
        assert float(row["earnings"]) == pytest.approx(20 - choices[row["seat"]] + 2 * total / 5)


def regime(row):
    """What is shown in a round: everything common in part 1, and dark where it was removed."""
    number = int(row["round"])
    if number <= 5:
        return "total"
    return "dark" if number > 20 and row["third"] == "removed" else row["condition"]


def sees(regime, observer, subject):
    """Whether a seat is shown another's contribution."""
    across = subject in SIDES[observer]
    return {
        "one_way": across and observer in "AB",
        "two_way": across,
        "open": True,
    }.get(regime, False)


def test_every_sighting_follows_from_who_sits_where(export):
    given, counted = settled(export), 0
    for row in rows(export, "sightings"):
        place = int(row["slot"]), int(row["round"])
        choices, shown = given[place], regime(row)
        earnings = shown in ("dark_earnings", "open")
        total, observer = sum(choices.values()), row["observer"]
        knows_total = shown in ("total", "open") or earnings
        if row["content"] == "total":
            true, printed, knows = total, shown == "total", knows_total
        elif row["content"] == "earnings":
            true = 20 - choices[observer] + 2 * total / 5
            printed, knows = earnings, knows_total
        else:
            true, printed = choices[row["subject"]], sees(shown, observer, row["subject"])
            others = total - choices[observer]
            knows = printed or (knows_total and others in (0, 60))
        assert float(row["true_value"]) == pytest.approx(true)
        assert row["shown_value"] == "" if not printed else float(row["shown_value"]) == true
        assert row["source"] == ("exact" if printed else "deducible" if knows else "hidden")
        assert row["entitled"] == ("1" if knows else "0")
        counted += 1
    assert counted == len(given) * 4 * 5, "three others, the total and own earnings per member"


def test_pay_is_one_round_of_each_part_and_a_prize_won_by_a_squared_error(export):
    given, beliefs = settled(export), {}
    for row in rows(export, "beliefs"):
        key = row["slot"], row["round"], row["seat"], row["question"]
        beliefs[key] = int(row["belief"]), row["about"]
    groups = {row["slot"]: row for row in rows(export, "groups")}
    lots = {
        (row["slot"], row["seat"]): float(row["value"])
        for row in rows(export, "draws")
        if row["purpose"] == "prize"
    }
    for person in rows(export, "participants"):
        group = groups[person["slot"]]
        if not group["finished_at"]:
            assert person["pay"] == ""
            continue
        slot, seat = person["slot"], person["seat"]
        paid = [given[int(slot), int(number)] for number in group["paid_rounds"].split()]
        due = sum(20 - choices[seat] + 2 * sum(choices.values()) / 5 for choices in paid)
        assert float(person["contribution_pay"]) == pytest.approx(due)
        prize = 0
        if group["belief_round"]:
            stated = beliefs.get((slot, group["belief_round"], seat, group["belief_question"]))
            choices = given[int(slot), int(group["belief_round"])]
            if stated is not None:
                truth = sum(choices[other] for other in stated[1]) / len(stated[1])
                prize = 20 * (lots[slot, seat] < 1 - ((stated[0] - truth) / 20) ** 2)
        assert float(person["prize_pay"]) == prize
        assert float(person["pay"]) == pytest.approx(due + prize)
