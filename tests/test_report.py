"""Can a referee read the report offline, and does it say what was found, whatever was found?"""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.load import load
from analysis.outcomes import shares
from analysis.plan import run_plan
from analysis.reporting.report import report
from analysis.reporting.words import arms, count, interval, number, p_value, signed
from design.canonical import fingerprint
from design.plan import flagship_plan
from tests.sessions import Play, small, tables, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    absent, ended = {(3, 1): (4, 5)}, {18: 6}
    play = Play(
        slots=range(20),
        stops={19: 12},
        absent=absent,
        ended=ended,
        left_over=2,
        left_waiting=1,
        declined=1,
    )
    return write(tables(play), tmp_path_factory.mktemp("report") / "export")


@pytest.fixture(scope="module")
def written(folder):
    return report(load(folder))


class Page(HTMLParser):
    """Collects ids, references and tags, and refuses tags that do not close each other."""

    VOID = ("meta", "br", "path", "use", "link")

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.tags, self.open, self.text = [], [], [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in ("href", "src", "xlink:href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def page(written):
    return Page(written.html)


def words(page):
    return " ".join(" ".join(page.text).split()).replace("\N{NO-BREAK SPACE}", " ")


def test_nothing_is_fetched_from_anywhere(written, page):
    assert all(link.startswith("#") for link in page.links)
    assert not re.search(r"@import|url\((?!#)|<script|<link|<iframe", written.html)


def test_identifiers_are_unique_and_every_reference_has_one(page):
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_every_picture_has_words(page):
    pictures = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert len(pictures) == 13
    for attrs in pictures:
        assert attrs["role"] == "img"
        assert set(attrs["aria-labelledby"].split()) <= set(page.ids)


def test_every_primary_estimate_is_said_in_a_sentence_with_its_numbers(written, page):
    rows = written.estimates
    head = rows[(rows["role"] == "primary") & (rows["estimator"] == rows["estimator"].iloc[0])]
    assert len(head) == 8
    for _, row in head.iterrows():
        said = (
            f"{signed(row['estimate'])} percentage points of the endowment, 95 % interval"
            f" {interval(row['low'], row['high'])}, n = {row['n_groups']} groups"
            f" ({arms(row['arms'])})"
        )
        assert said.replace("\N{NO-BREAK SPACE}", " ") in words(page)
        assert f"Holm p {p_value(row['p_holm'])}".replace("\N{NO-BREAK SPACE}", " ") in words(page)


def test_its_estimates_are_those_of_the_plan(folder, written):
    again = run_plan(shares(load(folder)))
    assert written.estimates["estimate"].tolist() == pytest.approx(
        [one.estimate for one in again], nan_ok=True
    )


@pytest.mark.parametrize(
    "said",
    [
        "position in a group regime , not of information alone",
        "No observed power is computed",
        "Chen, D. L., Schonger, M. and Wickens, C. (2016)",
        "exact under the sharp null",
        "selfish members give nothing in any round",
        "two-way glass 0 0.581",
        "Nobody was excluded",
        "The experimenter intervened: paused in 1 groups, extended in 1 groups, ended in 1 groups",
        "of 20 groups were made by the declared rule",
    ],
)
def test_a_referee_finds(page, said):
    assert said in words(page)


def test_the_plan_that_was_run_is_named_by_its_hash(page):
    assert fingerprint(flagship_plan()) in words(page)


@pytest.fixture(scope="module")
def altered(tmp_path_factory):
    """A session without response times, with a name that is markup and one wrong value, twice."""
    played = tables(small(slots=range(4), session="<img src=x onerror=alert(1)>"))
    played["decisions"].loc[5, "earnings"] += 1
    played["decisions"]["shown_at"] = None
    folder = write(played, tmp_path_factory.mktemp("altered") / "x")
    return report(load(folder)).html, report(load(folder)).html


def test_the_same_data_make_the_same_report(altered):
    assert altered[0] == altered[1]


def test_choices_that_look_like_a_programs_are_named_at_the_top(altered):
    said = words(Page(altered[0])).split("What was asked")[0]
    assert "Some choices look as programs make them" in said
    assert "no response times" in said


def test_text_from_the_data_is_never_markup(altered):
    page = Page(altered[0])
    assert not [attrs for tag, attrs in page.tags if tag == "img"]
    assert "<img src=x" in words(page)


def test_differences_stand_at_the_top(altered):
    page = Page(altered[0])
    assert "found 1 difference: read nothing below" in words(page)
    assert "slot=0, seat=B, round=2" in words(page)


@pytest.mark.parametrize(
    "play",
    [
        small(slots=range(0), declined=1),
        small(slots=range(1), stops={0: 0}),
        small(("one_way_earnings", "two_way_earnings", "open"), slots=range(3)),
    ],
    ids=["nobody yet", "first round", "other conditions"],
)
def test_a_report_can_be_made_at_any_time_of_any_experiment(tmp_path, play):
    found = report(load(write(tables(play), tmp_path / "x")))
    assert Page(found.html).open == []
    assert found.audited.clean


def test_the_command_writes_page_and_estimates(folder, tmp_path, capsys):
    out = tmp_path / "deep" / "r.html"
    assert main(["report", str(folder), "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    # Thirty-eight of the Plan, and eight each without groups and without rounds of the rule.
    assert len(pd.read_csv(tmp_path / "deep" / "r.estimates.csv")) == 54
    assert "Wrote" in capsys.readouterr().out


def test_the_audit_command_says_by_its_exit_code_whether_all_is_well(tmp_path, capsys):
    played = tables(small(slots=range(2)))
    good = write(played, tmp_path / "good")
    assert main(["audit", str(good)]) == 0
    played["decisions"].loc[5, "earnings"] += 1
    bad, out = write(played, tmp_path / "bad"), tmp_path / "differences.csv"
    assert main(["audit", str(bad), "--out", str(out)]) == 1
    said = capsys.readouterr().out
    assert "decisions: session=s1, slot=0, seat=B, round=2: earnings: stored" in said
    assert pd.read_csv(out)["column"].tolist() == ["earnings"]


def test_a_folder_of_exports_stands_for_its_newest(tmp_path, capsys):
    write(tables(small(slots=range(1))), tmp_path / "exports" / "2024-01-01-120000")
    write(tables(small(slots=range(3))), tmp_path / "exports" / "2024-01-02-090000")
    assert main(["audit", str(tmp_path / "exports")]) == 0
    assert "3 groups" in capsys.readouterr().out


def test_input_that_cannot_be_used_is_refused_without_a_traceback(tmp_path, capsys):
    assert main(["audit", str(tmp_path / "nowhere")]) == 2
    assert "nowhere: there is no such folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["report", str(tmp_path / "empty")]) == 2
    assert "no file of table 'sessions'" in capsys.readouterr().err


def test_one_session_can_be_asked_for(folder, capsys):
    assert main(["audit", str(folder), "--session", "s1"]) == 0
    assert main(["audit", str(folder), "--session", "s9"]) == 2
    assert "no session 's9'" in capsys.readouterr().err


def test_numbers_are_written_for_readers():
    assert number(-1.26) == "−1.3"
    assert number(-0.04) == "0.0", "no minus before nothing"
    assert number(float("nan")) == "—"
    assert signed(2.0) == "+2.0"
    assert p_value(0.0004) == "<\N{NO-BREAK SPACE}.001"
    assert p_value(0.0312) == "=\N{NO-BREAK SPACE}.031"
    assert count(1_679_616) == "1,679,616"
    assert count(4**96) == "about 10^57"
