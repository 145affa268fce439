"""Does the report of somebody else's table say what its groups did, and what it rests on?"""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.foreign.load import load_foreign
from analysis.foreign.mapping import Coded, Constant, Joined, Mapping, Shifted
from analysis.foreign.otree import OTREE
from analysis.foreign.told import read_mapping
from analysis.reporting.brought import Asked, brought
from analysis.reporting.drawing import COLOURS, FAINT, colours

TOLD = """
participant = { joined = ["group", "subject"] }
group = "group"
round = { column = "period", shift = 1 }
contribution = "gave"
endowment = 20
treatment = { column = "treat", codes = { 0 = "plain", 1 = "told" } }
"""


def table(groups=12, rounds=4, arm=lambda slot: slot % 2):
    """A table of pairs; told groups (treat 1) give 4 points more in every round."""
    rng = np.random.default_rng(5)
    rows = [
        (slot, subject, period, arm(slot), base + 4 * arm(slot) + int(rng.integers(0, 3)))
        for slot, base in enumerate(rng.integers(2, 12, groups).tolist())
        for period in range(rounds)
        for subject in (1, 2)
    ]
    return pd.DataFrame(rows, columns=["group", "subject", "period", "treat", "gave"])


@pytest.fixture
def written(tmp_path):
    def write(frame, told=TOLD):
        frame.to_csv(tmp_path / "mine.csv", index=False)
        (tmp_path / "mine.toml").write_text(told)
        return tmp_path / "mine.csv", tmp_path / "mine.toml"

    return write


def page(written, frame=None, asked=None):
    file, mapping = written(table() if frame is None else frame)
    return brought(load_foreign(file, read_mapping(mapping)), asked or Asked(file))


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_mapping_is_read_from_a_few_lines(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(TOLD)
    assert read_mapping(file) == Mapping(
        name="mine", participant=Joined(("group", "subject")), group="group",
        round=Shifted("period", 1.0), contribution="gave", endowment=Constant(20),
        treatment=Coded("treat", (("0", "plain"), ("1", "told"))),
    )  # fmt: skip
    file.write_text('start = "oTree"\nendowment = 10')
    assert read_mapping(file).contribution == OTREE.contribution


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("participants = 3", "there is no 'participants'; a mapping has name"),
        ('group = "g"', "a mapping needs contribution, participant, round"),
        (TOLD.replace("shift = 1", "by = 1"), "round is a column's name"),
        ("group = ", "mine.toml"),
        ('start = "z-Tree"', 'start is "oTree" or left out'),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(tmp_path, told, found):
    file = tmp_path / "mine.toml"
    file.write_text(told)
    with pytest.raises(ValueError, match=found):
        read_mapping(file)


def test_the_command_writes_a_page_its_estimates_and_every_groups_values(written, tmp_path, capsys):
    file, mapping = written(table())
    out = tmp_path / "out" / "page.html"
    told = ["--conditions", "plain", "told", "--out", str(out)]
    assert main(["foreign", str(file), "--mapping", str(mapping), *told]) == 0
    assert "page.estimates.csv" in capsys.readouterr().out
    values = pd.read_csv(out.with_name("page.values.csv"))
    assert (values["name"] == "mean").sum() == 12
    assert out.read_text().startswith("<!doctype html>")


def test_the_sentence_is_the_difference_of_group_means(written):
    made = page(written)
    means = table().groupby(["treat", "group"])["gave"].mean().mul(5).groupby("treat").mean()
    row = made.estimates.iloc[0]
    assert row["estimate"] == pytest.approx(means[1] - means[0])
    assert (row["n_groups"], row["n_assignments"]) == (12, 924)
    said = f"told less plain, mean contribution: +{row['estimate']:.1f} percentage points"
    assert said in plain(made.html)
    assert "n = 12 groups (told" in plain(made.html)


def test_holms_family_is_mean_and_decay_of_every_contrast_by_the_headline(written):
    three = page(written, table(15, arm=lambda slot: slot % 2 if slot < 10 else 0))
    family = three.estimates[three.estimates["role"] == "family"]
    head = family[family["p_holm"].notna()]
    assert head["outcome"].tolist() == ["mean", "decay"]
    worst = head["p"].max()
    assert head["p_holm"].max() == pytest.approx(max(worst, 2 * head["p"].min()))
    others = three.estimates[three.estimates["role"] == "exploratory"]
    assert others["p_holm"].isna().all()


def test_one_group_has_a_path_and_no_interval(written):
    made = page(written, table(5, arm=lambda slot: int(slot == 0)))
    text = plain(made.html)
    assert "One independent group stands for told" in text
    assert "n = 1: no interval" in text
    assert not np.isfinite(made.estimates["low"]).any()


def test_a_group_that_stopped_is_counted_and_lengths_by_design_are_not_gaps(written):
    frame = table()
    short = frame[~((frame["group"] == 0) & (frame["period"] > 1))]
    assert "1 of 12 groups lack choices" in plain(page(written, short).html)
    own = page(written, short, Asked(plays_as="group"))
    assert "lack choices" not in plain(own.html)
    assert "plain 2 to 4" in plain(own.html)
    assert own.values[own.values["name"] == "mean"]["value"].notna().all()


def test_a_group_that_stopped_standing_does_not_shorten_the_comparison_of_times(written):
    frame = table()
    frame.loc[frame["group"] == 0, "gave"] = 15
    frame.loc[frame["group"].isin([2, 3]) & (frame["period"] > 0), "gave"] = 1
    short = frame[~((frame["group"] == 0) & (frame["period"] > 1))]
    found = page(written, short).estimates.set_index("outcome").loc["collapse_20"]
    # Group 0 stopped after two of four rounds; the others are compared over all four.
    assert (found["n_groups"], found["note"]) == (11, "rounds survived up to round 4")


def test_a_condition_has_one_colour_in_every_picture(written):
    frame = table(arm=lambda slot: 1 - slot % 2)
    asked = Asked(arms=("plain", "told"))
    html = page(written, frame, asked).html
    for name in ("paths", "estimand-mean", "estimand-collapse_20"):
        words = re.search(rf'<desc id="{name}-words">(.*?)</desc>', html, re.S).group(1)
        assert words.index("plain") < words.index("told"), name


def test_who_holds_nothing_has_no_share_and_is_not_said_to_be_absent(written):
    frame = table().assign(held=20)
    broke = (frame["group"] == 0) & (frame["period"] == 3)
    frame.loc[broke, ["held", "gave"]] = 0
    file, mapping = written(frame, TOLD.replace("endowment = 20", 'endowment = "held"'))
    text = plain(brought(load_foreign(file, read_mapping(mapping)), Asked(file)).html)
    assert "In 1 of 12 groups all members held nothing" in text
    assert "lack choices" not in text


def test_strangers_make_the_session_the_unit(written):
    told = TOLD + 'matching = "stranger"\nsession = "hall"\n'
    frame = table().assign(hall=lambda rows: rows["group"] % 4)
    file, mapping = written(frame, told)
    panel = load_foreign(file, read_mapping(mapping))
    text = plain(brought(panel, Asked(file, "stranger")).html)
    assert "The independent unit is the session" in text
    assert "in 4 matching groups" in text


def test_conditions_that_are_not_there_or_too_many_are_refused(written):
    with pytest.raises(ValueError, match="no condition 'open'; there are \\['plain', 'told'\\]"):
        page(written, asked=Asked(arms=("plain", "open")))
    file, mapping = written(table())
    panel = load_foreign(file, read_mapping(mapping))
    with pytest.raises(ValueError, match="12 conditions, and a page compares 8"):
        brought(panel.assign(condition=panel["slot"].astype(str)), Asked())


def test_what_the_data_lack_is_said_once_for_each_need(written):
    html = page(written).html
    assert html.count("needs stated beliefs about others") == 1
    assert "role gap" not in html


def test_conditions_without_a_colour_of_their_own_are_told_apart():
    inks = colours(["dark", "ring", "ring_low", *(f"c{k}" for k in range(6))])
    assert inks["dark"] == COLOURS["dark"]
    assert len(set(inks.values())) == len(inks)
    assert FAINT not in inks.values()
