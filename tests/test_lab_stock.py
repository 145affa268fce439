"""Is the benchmark's comparison a real stock game that is played to its end?"""

import re

import pytest
import requests

from lab.costs import _clock, cpu_seconds
from lab.servers import STOCK, Server
from lab.stock import Load, carry, session, stock_place


@pytest.mark.live
def test_a_stock_game_is_played_and_measured(tmp_path):
    load = carry(tmp_path / "place", groups=1, rounds=2)
    assert load.rounds == 8
    assert load.seconds > 0
    assert load.cpu > 0


@pytest.mark.live
def test_the_stock_server_carries_none_of_our_changes(tmp_path):
    with Server(stock_place(tmp_path / "place"), command=STOCK) as server:
        code = session(server, 4)[0]
        page = requests.get(f"{server.url}/InitializeParticipant/{code}")
        assert "/stock_game/Contribute/" in page.url
        assert re.search(r'data-socket-url="/auto_advance', page.text)
        assert cpu_seconds(server.pid) > 0
    assert not list((tmp_path / "place").glob("guard"))


def test_rate_and_cost_are_per_member_and_round():
    # 200 participant-rounds in 10 s, for which the server worked 4 s: 20 a second, 20 ms each.
    load = Load("any", rounds=200, seconds=10, cpu=4)
    assert load.rate == 20
    assert load.cost == 20


def test_the_clock_of_ps_is_read_in_all_its_forms():
    assert _clock("00:02.50") == 2.5
    assert _clock("01:00:01") == 3601
