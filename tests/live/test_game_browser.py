"""Does a real browser play, and change nothing by reloads, second tabs, haste or a lost line?"""

import pytest
from members import codes, game_alone, new_session, tables

from lab.servers import Server

SIZES = [(390, 844), (390, 844), (1366, 768), (1366, 768)]


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


@pytest.fixture
def pages(game, browser):
    """Four members' pages, at the contribution of round 1 of a two-way group."""
    session = new_session(game, config="only_two_way", schedule_seed=3)
    opened = []
    for code, (width, height) in zip(codes(game, session), SIZES, strict=True):
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error, page=page: page.faults.append(str(error)))
        page.goto(f"{game.url}/InitializeParticipant/{code}")
        opened.append(page)
    for page in opened:
        stage(page, "contribute")
    yield opened
    for page in opened:
        assert page.faults == []
        page.context.close()


def stage(page, *names):
    """Wait until a page's screen is at one of some stages."""
    wanted = ", ".join(f'#screen[data-stage="{name}"]' for name in names)
    page.wait_for_selector(wanted, timeout=20_000)
    return page.get_attribute("#screen", "data-stage")


def give(page, points):
    page.fill("#screen [name=contribution]", str(points))
    for name in page.eval_on_selector_all("[name^=belief]", "all => all.map(one => one.name)"):
        page.fill(f'[name="{name}"]', "10")
    page.press("#screen [name=contribution]", "Enter")


def answer(page):
    while page.get_attribute("#screen", "data-stage") == "explain":
        wrong = page.eval_on_selector_all("[id^=why-]", "all => all.map(one => one.id.slice(4))")
        names = page.eval_on_selector_all("[name^='q.']", "all => all.map(one => one.name)")
        for name in dict.fromkeys(names):
            value = "1" if name[2:] in wrong else "0"
            page.check(f'[name="{name}"][value="{value}"]')
        page.click("#screen button[type=submit]")
        # Inputs are frozen until the answer is there.
        page.wait_for_function("() => !document.querySelector('#screen :disabled')")


def test_four_browsers_play_to_the_end_whatever_their_users_do(game, pages):
    one, two, three, four = pages
    # A double click sends one message.
    one.fill("[name=contribution]", "5")
    one.dblclick("#screen button[type=submit]")
    stage(one, "wait")
    # A reload shows the same screen again.
    one.reload()
    stage(one, "wait")
    assert "5 points" in one.inner_text("#screen")
    # What was typed but not sent survives a screen that is drawn anew.
    two.fill("[name=contribution]", "99")
    two.press("[name=contribution]", "Enter")
    assert two.get_attribute("#screen", "data-stage") == "contribute"
    give(two, 6)
    # A second tab of the same member shows the same.
    tab = three.context.new_page()
    tab.goto(three.url)
    stage(tab, "contribute")
    give(three, 7)
    stage(tab, "wait")
    # Confirmed while the line is down, it arrives when the line is back.
    four.context.set_offline(True)
    four.fill("[name=contribution]", "8")
    four.click("#screen button[type=submit]")
    four.wait_for_selector("#connection:not([hidden])", timeout=20_000)
    four.wait_for_timeout(1_000)
    four.context.set_offline(False)
    for page in pages:
        stage(page, "explain")
    tab.close()
    for page in pages:
        answer(page)
    for page in pages:
        stage(page, "contribute")
        give(page, 4)
    for page in pages:
        stage(page, "contribute")
        give(page, 4)
    for page in pages:
        stage(page, "explain")
        answer(page)
    for page in pages:
        stage(page, "contribute")
        give(page, 4)
    for page in pages:
        stage(page, "done")
    found = tables(game)["decisions"]
    assert sorted(int(row["contribution"]) for row in found if row["round"] == "1") == [5, 6, 7, 8]
    assert len(found) == 16
    assert {row["automatic"] for row in found} == {"0"}
    assert all(row["shown_at"] for row in found)
    one.click("#screen button[type=submit]")
    one.wait_for_url("**/OutOfRangeNotification/**")
