"""Do the sessions of a study of many treatments fill the space, and can a lab run each?"""

import csv
import io
import json
import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from analysis.integrative.dials import (
    described,
    dials,
    differing,
    meaning,
    together,
    told_by_dials,
)  # fmt: skip
from analysis.integrative.sample import sample
from analysis.integrative.schedule import as_csv, bodies, takes
from analysis.integrative.space import Space, read_space, space_from
from analysis.power.grid import Cost
from design.catalogue import CONDITIONS
from design.configs import config_for
from design.experiments import comparison, flagship
from design.game import Game
from lab.project import ROOT

SPACE = Space(
    "?", ("one_way", "two_way", "dark_earnings", "open"), "dark",
    mpcr=(0.3, 0.8), endowment=(10, 40), rounds_part_2=(5, 25),
)  # fmt: skip


def test_every_session_is_an_experiment_of_the_lab():
    for one in sample(SPACE):
        told = one.experiment()
        assert told.schedule.conditions == one.conditions
        assert 300 <= told.game.mpcr[0] <= 800
        assert 10 <= told.game.endowments[0] <= 40
        assert 5 <= told.parts.monitored <= 25
        assert set(dict(one.fields)) <= set(config_for(flagship()))
        # Whole blocks: each condition has two groups in a block.
        assert one.groups % told.schedule.block_size == 0


def test_conditions_are_sampled_equally_often():
    # 32 points of a Sobol sequence fall eight times into every quarter of an axis.
    sampled = [one.conditions[1] for one in sample(SPACE)]
    assert {name: sampled.count(name) for name in SPACE.conditions} == dict.fromkeys(
        SPACE.conditions, 8
    )


def test_numbers_fill_their_range_evenly():
    rounds = sorted(dict(one.fields)["rounds_part_2"] for one in sample(SPACE))
    # 32 points over 21 whole numbers: every one or two of them once or more, both ends near.
    assert rounds[0] <= 6
    assert rounds[-1] >= 24
    assert max(b - a for a, b in zip(rounds, rounds[1:], strict=False)) <= 2


def test_a_study_that_stops_early_has_run_the_first_sessions_of_the_whole():
    assert sample(SPACE, sessions=8) == sample(SPACE)[:8]
    assert sample(SPACE, sessions=11) == sample(SPACE)[:11]


def test_no_two_sessions_share_a_slot():
    taken = [
        slot
        for one in sample(SPACE)
        for slot in range(dict(one.fields)["first_slot"], dict(one.fields)["first_slot"] + 8)
    ]
    assert len(set(taken)) == len(taken)


def test_the_files_say_the_same_and_what_the_rest_interface_takes():
    sessions = sample(SPACE)
    posted = json.loads(bodies(sessions))
    listed = list(csv.DictReader(io.StringIO(as_csv(sessions))))
    assert len(posted) == len(listed) == 32
    for one, row in zip(posted, listed, strict=True):
        assert one["session_config_name"] == "flagship"
        assert one["num_participants"] == int(row["participants"]) == 32
        for name, value in one["modified_session_config_fields"].items():
            assert row[name] == str(value)


def test_people_and_money_are_counted():
    # Two sessions of two conditions with two groups of four each: 8 groups, 32 people.
    space = Space("?", ("open",), "dark", sessions=2, groups=2, costs=Cost(10.0, 5.0, "CHF"))
    assert takes(space, sample(space)) == "2 sessions, 8 groups, 32 participants, 360 CHF"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"groups": 3}, "found 3"),
        ({"conditions": ["moon"]}, "moon"),
        ({"control": "open"}, "dealt anyway"),
        ({"mpcr": [0.8, 0.3]}, "lower first"),
        ({"sessions": 1}, "at least 2"),
        ({"colour": "red"}, "colour"),
        ({"costs": {"tea": 3}}, "tea"),
    ],
)
def test_a_space_that_cannot_be_sampled_is_refused_by_name(wrong, told):
    with pytest.raises(ValueError, match=told):
        space_from({"title": "?", "conditions": ["open"], **wrong})


def test_a_space_without_a_title_is_refused_with_the_files_name(tmp_path):
    file = tmp_path / "space.toml"
    file.write_text('conditions = ["open"]\n')
    with pytest.raises(ValueError, match=r"space.toml: the entry 'title' is missing"):
        read_space(file)


def test_a_single_number_fixes_it():
    space = space_from({"title": "?", "conditions": ["open"], "mpcr": 0.5})
    assert space.mpcr == (0.5, 0.5)
    assert space.varied == ()
    assert {dict(one.fields)["mpcr"] for one in sample(space)} == {0.5}


def test_a_condition_is_described_by_what_it_shows():
    game = Game()
    # One way: A and B see two of three others, C and D none.
    assert dials("one_way", game)["sees"] == pytest.approx(1 / 3)
    assert dials("two_way", game)["sees"] == pytest.approx(2 / 3)
    assert dials("dark", game) == {"sees": 0.0, "knows_total": 0.0, "error": 0.0}
    # Own earnings give the total away.
    assert dials("dark_earnings", game)["knows_total"] == 1.0
    assert dials("noise_30", game)["error"] == 0.3


def test_dials_that_never_differ_or_always_move_together_are_left_out():
    rows = described(flagship(conditions=("dark", "open")))
    # Whoever sees all knows the total: one of the two dials says it.
    assert differing(rows) == ("sees",)
    assert differing(described(flagship())) == ("sees", "knows_total")


def test_what_no_dial_describes_has_a_dial_of_its_own():
    assert all(told_by_dials(name) for name in ("dark", "open", "noise_10", "individual"))
    staged = next(name for name, one in CONDITIONS.items() if len(one.stages) > 2)
    members = CONDITIONS[staged].members
    game = Game((20,) * members, (400,) * members)
    told = comparison(name="staged", conditions=("individual", staged), game=game)
    rows = together([described(told), described(flagship(conditions=("dark",)))])
    assert rows["is_" + staged].tolist() == [0.0, 1.0, 0.0]
    assert "is_" + staged in differing(rows)
    assert staged in meaning("is_" + staged)


def test_the_pages_program_posts_a_session(tmp_path, monkeypatch):
    page = (ROOT / "docs" / "integrative.md").read_text()
    shown: dict[str, Any] = {}
    exec(re.search(r"```python\n(.*?)```", page, re.S).group(1), shown)
    posted = []

    class Lab(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted.append((self.path, self.headers["otree-rest-key"], json.loads(body)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"made")

        def log_message(self, *words):
            pass

    monkeypatch.setenv("OTREE_REST_KEY", "secret")
    file = tmp_path / "sessions.json"
    file.write_text(bodies(sample(SPACE)))
    with HTTPServer(("127.0.0.1", 0), Lab) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        assert shown["create"](f"http://127.0.0.1:{server.server_port}", file, 3) == "made"
        thread.join()
    assert posted == [("/api/sessions", "secret", json.loads(bodies(sample(SPACE)))[3])]
