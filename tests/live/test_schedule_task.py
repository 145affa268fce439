"""Is the task before the game done, paid, exported and audited, and does nobody wait in it?"""

import asyncio
import csv
import io
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

import pytest
from browsing import PHONE, Person
from members import SHORT, codes, new_session, tables
from test_screens_before_and_after import visitors

from analysis.audit import audit
from analysis.load import load
from design.catalogue import CONDITIONS
from design.elicitation_quiz import questions
from design.game import Game
from design.tables import TABLES
from lab.cast import cast, three_strategies
from lab.clients import Member
from lab.project import ROOT
from lab.rehearse import exported, judged
from lab.servers import Server

COMMAND = "from otree.main import execute_from_command_line as run; run()"
QUIZ = {question.name: question.answer for question in questions(Game())}


def test_otrees_own_bots_do_the_task_as_every_type(place):
    # Five: one group, and one who finds no group in the game and a short one in the task.
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "test", "with_types", "5"],
        cwd=place.folder,
        env=place.env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stderr.count("Bots completed session") == 2


def play_with_one_who_leaves(server):
    """Eight people cast; the first completes the task and leaves, three never come at all."""
    played = cast(server, 2, three_strategies, seed=4, config="with_types", **SHORT)
    leaver, others = played.members[0], played.members[1:5]
    asyncio.run(leaver.arrive())

    async def play():
        await asyncio.gather(*(member.take_part() for member in others))

    asyncio.run(play())
    return played, leaver, others


def test_a_session_is_paid_and_audited_although_one_leaves_and_three_never_come(server):
    played, leaver, others = play_with_one_who_leaves(server)
    folder = exported(server)
    panel = load(folder)
    found = audit(panel)
    assert found.differences.to_dict("records") == []
    rows = panel.schedules.sort_values("arrival")
    # The leaver and the three first make a group, the last is lent the answers of three of them.
    assert list(rows["task_group"]) == [1, 1, 1, 1, 2]
    assert rows["participant"].iloc[0] == leaver.code
    alone = rows.iloc[4]
    assert alone["place"] == "A"
    assert alone["partners"].split()[0] == alone["participant"]
    assert set(alone["partners"].split()[1:]) < set(rows["participant"][:4])
    assert rows["rule"][:4].value_counts().to_dict() == {"unconditional": 3, "table": 1}
    assert (rows["task_pay"] > 0).all()
    # Each of the four who stayed reads what both tables make.
    result = judged("", played_by(played, others), 0.0, folder)
    assert result.faults == ()
    asked = panel.quiz[panel.quiz["part"] == 0]
    assert set(asked["participant"]) == set(rows["participant"])
    paid = lab(server, "payments", "paid")
    assert paid.returncode == 0, paid.stdout + paid.stderr
    with (server.place.folder / "paid" / "payments.csv").open(newline="") as file:
        owed = {row["reference"]: float(row["earned"]) for row in csv.DictReader(file)}
    worth = panel.sessions["point_value"].iloc[0]
    assert owed[leaver.code] == pytest.approx(rows["task_pay"].iloc[0] * worth, abs=0.005)


def test_a_group_that_stays_short_is_filled_by_the_clock_though_nobody_comes_back(place):
    with Server(place) as server:
        numbers = {"config": "with_types", "lobby_seconds": 1}
        played = cast(server, 2, three_strategies, seed=5, **numbers, **SHORT)
        for member in played.members[:5]:
            asyncio.run(member.arrive())
        # It takes a second and one look of the clock; the bound is for a clock that stands still.
        for _ in range(60):
            if tables(server)["schedules"][-1]["settled_at"]:
                break
            time.sleep(1)
        panel = load(exported(server))
    assert audit(panel).clean
    rows = panel.schedules.sort_values("arrival")
    # The first four have nobody before them who could lend; the fifth is lent three of theirs.
    assert list(rows["task_group"]) == [1, 1, 1, 1, 2]
    assert len(rows["partners"].iloc[4].split()) == 4
    assert rows["task_pay"].iloc[4] > 0


def played_by(played, members):
    return type(played)(played.session, played.experiment, tuple(members))


def lab(server, *words):
    command = [sys.executable, "-m", "lab", *words]
    return subprocess.run(
        command, cwd=server.place.folder, env=server.env, capture_output=True, text=True
    )


def test_the_table_leaves_by_both_doors_alike(place):
    with Server(place) as server:
        played = cast(server, 1, three_strategies, seed=3, config="with_types", **SHORT)
        asyncio.run(Member.arrive(played.members[0]))
        rows = data_page(server, played.session.code)
        assert rows == tables(server)["schedules"]
    assert tuple(rows[0]) == TABLES["schedules"].names
    assert [row["participant"] for row in rows] == [played.members[0].code]
    assert rows[0]["settled_at"] == "", "one alone waits to be settled, but not on any page"


def data_page(server, session):
    """Export the table as oTree's Data page does."""
    asked = {
        "app": "conditional_contribution",
        "function_name": "custom_export_schedules",
        "session_code": session,
    }
    request = urllib.request.Request(
        f"{server.url}/api/export_app_custom?{urllib.parse.urlencode(asked)}",
        headers={"otree-rest-key": server.env["OTREE_REST_KEY"]},
    )
    text = urllib.request.urlopen(request).read().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_only_a_person_answers_and_only_the_first_answer_counts(place):
    rows = {f"at{average}": str(average // 2) for average in range(21)}
    with Server(place) as server:
        (person, *_) = visitors(server, new_session(server, config="with_types"))
        person.introduced().send()
        person.send(**QUIZ)
        # What "Advance slowest" and a forged timeout send.
        assert person.send(timeout_happened="1", unconditional="5").page == "Unconditional"
        assert person.send(unconditional="5").page == "Schedule"
        assert person.send(timeout_happened="1", **rows).page == "Schedule"
        assert person.send(**rows | {"at7": "<b>\x00"}).page == "Schedule"
        assert "&lt;b&gt;" in person.html
        assert tables(server)["schedules"] == []
        page = person.url
        assert person.send(**rows).page == "Play"
        # The back button, and the same form once more with other answers.
        person.url = page
        assert person.send(**dict.fromkeys(rows, "20")).page == "Play"
        (row,) = tables(server)["schedules"]
    assert row["schedule"] == " ".join(rows.values())
    assert (row["unconditional"], row["type"]) == ("5", "conditional cooperator")


OTHER_ORDER = """
from pathlib import Path

source = Path({source!r})
exec(compile(source.read_text(), source, "exec"))
(task,) = [one for one in SESSION_CONFIGS if one["name"] == "with_types"]
order = ["introduction", "contingent_pgg", "conditional_contribution", "debriefing"]
SESSION_CONFIGS.append(task | dict(name="types_after", app_sequence=order))
"""


def test_a_session_in_which_the_task_cannot_be_done_or_paid_is_refused(place):
    settings = place.folder / "settings.py"
    settings.unlink()
    settings.write_text(OTHER_ORDER.format(source=str(ROOT / "settings.py")))
    with Server(place) as server:
        five = next(name for name, one in CONDITIONS.items() if one.members != 4)
        refusable = ({"endowment": 1}, {"endowment": 101}, {"conditions": five})
        for wrong in (*refusable, {"config": "types_after"}):
            with pytest.raises(urllib.error.HTTPError) as refused:
                new_session(server, **{"config": "with_types", **wrong})
            assert refused.value.code == 400
            assert "conditional_contribution" in refused.value.read().decode()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_person_with_a_phone_fills_in_the_table_and_loses_nothing_typed(place, browser, language):
    with Server(place) as server:
        session = new_session(server, config="with_types", language=language, lobby_seconds=1)
        person = Person(browser, server, codes(server, session)[0], PHONE)
        page = person.page
        person.arrive()
        person.introduce(to="**/conditional_contribution/Explanation/**")
        page.locator("form button").click()
        page.wait_for_url("**/Questions/**")
        person.answer(QUIZ | {"drawn": "1"})
        page.wait_for_selector("#why-drawn")
        person.answer(QUIZ)
        page.wait_for_url("**/Unconditional/**")
        page.fill("#unconditional", "21")
        page.press("#unconditional", "Enter")
        page.wait_for_selector("#why-unconditional")
        assert page.input_value("#unconditional") == "21"
        page.fill("#unconditional", "7")
        page.press("#unconditional", "Enter")
        page.wait_for_url("**/Schedule/**")
        fill_in_with_enter(page, {3: "x", 9: "", 15: "30"})
        # What was typed outlives a reload, and comes back with what is wrong about it.
        page.reload()
        assert page.input_value("#at20") == "20"
        page.press("#at20", "Enter")
        page.wait_for_selector("#why-at15")
        kept = {n: page.input_value(f"#at{n}") for n in range(21)}
        assert kept == {n: str(n) for n in range(21)} | {3: "x", 9: "", 15: "30"}
        assert page.locator("[aria-invalid=true]").count() == 3
        assert person.overflow() == 0
        for number in (3, 9, 15):
            page.fill(f"#at{number}", str(number))
        page.press("#at20", "Enter")
        page.wait_for_url("**/contingent_pgg/Play/**")
        # Nobody else came: the person is paid the points that it was sure of.
        person.wait_for("left_over")
        page.locator("button").first.click()
        page.wait_for_url("**/Statement/**")
        stored = tables(server)["schedules"]
        person.context.close()
    assert person.errors == []
    (row,) = stored
    assert row["schedule"] == " ".join(str(n) for n in range(21))
    assert Counter(row[name] for name in ("type", "rule", "unconditional", "task_pay")) == Counter(
        ["conditional cooperator", "too few", "7", "20.0"]
    )


def fill_in_with_enter(page, other):
    """Type a whole table, Enter leading from row to row."""
    page.focus("#at0")
    for number in range(21):
        page.keyboard.type(other.get(number, str(number)))
        if number < 20:
            page.keyboard.press("Enter")
