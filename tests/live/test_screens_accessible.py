"""Can everybody read and operate every screen, with a reader, a keyboard or a thumb?"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from design.catalogue import CONDITIONS
from design.messages import message
from design.stages.stage import Stage
from design.transition import Answer
from design.view import view
from lab.project import ROOT
from lab.scenes import Asked, scenes
from screens.play import WITHOUT_GROUP, fragment, lobby, without_group
from tests.played import PACE, accepted, contributed, group_at, understood
from tests.test_screens_elicitation import tasks
from tests.test_screens_pages import debriefings, introductions, outsides
from wording.say import LANGUAGES, say

STYLE = (ROOT / "_static" / "contingent" / "style.css").read_text(encoding="utf-8")
LINK = '<link rel="stylesheet" href="/static/contingent/style.css">'
# The smallest phone in use, a usual one, and a laptop.
SIZES = ((360, 640), (390, 844), (1366, 768))
SMALLEST_TARGET = 44
TARGETS = "button, summary, .option, input:not([type=radio]), textarea"


def fragments(language):
    """Each kind of screen of the game, at its fullest."""

    def drawn(group, seat, **more):
        return fragment(view(group, seat), language, pace=PACE, prize=20, **more)

    given = (13, 17, 5, 9)
    reading = group_at("one_way", 6, given=given)
    wrong = tuple((q.name, "1" if q.answer == "0" else "0") for q in view(reading, 0).questions)
    playing = understood(group_at("open", 12, given=given))
    refused = message("refused.contribution", endowment=20)
    yield drawn(group_at("dark", 1, given=given), 0)
    yield drawn(reading, 0)
    yield drawn(accepted(reading, Answer(0, 1, wrong)), 0)
    yield drawn(group_at("open", 21, given=given, kept=False), 3)
    yield drawn(playing, 1, notice=refused)
    yield drawn(contributed(playing, 0, 4), 0)
    yield drawn(group_at("dark_earnings", 26, given=given), 2)
    yield lobby(language, missing=2, pace=PACE)
    yield lobby(language, missing=2, pace=PACE, may_go=True)
    yield from (without_group(language, why) for why in WITHOUT_GROUP)


def framed(html, language):
    """A fragment as it stands in the page of the game, everything in it unfolded."""
    title = say(language, "page.game")
    document = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>{LINK}</head><body>{html}</body></html>"
    )
    return document.replace("<details", "<details open")


def all_screens():
    for language in LANGUAGES:
        yield from (framed(html, language) for html in fragments(language))
        yield from introductions(language)
        yield from debriefings(language)
        yield from (html.replace("<details", "<details open") for html in tasks(language))
    for html in outsides():
        yield html.replace(" hidden", "")


SCREENS = [html.replace(LINK, f"<style>{STYLE}</style>") for html in all_screens()]


def having():
    """For each kind of stage that can ask something, the conditions of the catalogue with it."""
    found = {}
    for name, condition in CONDITIONS.items():
        for stage in condition.stages:
            if type(stage).asks is not Stage.asks:
                found.setdefault(stage.name, []).append(name)
    return found


HAVING = having()
# Part 2 begins in round 6; trust is asked from its second round on, admission after five.
MOMENTS = (6, 7, 11)


def drawn_at(condition, number, kind, language):
    """The screens of everybody who is at a stage in a round."""
    found = scenes(Asked(condition, number, language=language))
    screens = [html for one in found for html in one.screens.values()]
    return [html for html in screens if f'data-stage="{kind}"' in html]


def stage_screens(stage, language):
    """What explains a stage, and the fullest of its own screens, where anybody acts at it."""
    for condition in HAVING[stage]:
        for number in MOMENTS:
            acting = drawn_at(condition, number, stage, language)
            if acting:
                explained = drawn_at(condition, MOMENTS[0], "explain", language)
                return [framed(max(one, key=len), language) for one in (explained, acting)]
    raise AssertionError(f"nobody is asked anything at {stage}, in {HAVING[stage]}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", HAVING)
def test_everybody_can_read_and_operate_every_stage(page, stage, language):
    page.set_viewport_size({"width": 360, "height": 640})
    for html in stage_screens(stage, language):
        page.set_content(html.replace(LINK, f"<style>{STYLE}</style>"))
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        boxes = [one.bounding_box() for one in page.query_selector_all(TARGETS + ", select")]
        seen = [box for box in boxes if box is not None]
        assert [box for box in seen if min(box["width"], box["height"]) < SMALLEST_TARGET] == []


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("number", range(len(SCREENS)))
def test_axe_finds_nothing(page, number):
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(SCREENS[number])
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_screen_is_wider_than_the_device(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    wide = []
    for html in SCREENS:
        page.set_content(html)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(page.title())
    assert wide == []


def test_everything_to_press_is_big_enough_for_a_thumb(page):
    page.set_viewport_size({"width": 360, "height": 640})
    small = []
    for html in SCREENS:
        page.set_content(html)
        for target in page.query_selector_all(TARGETS):
            box = target.bounding_box()
            if min(box["width"], box["height"]) < SMALLEST_TARGET:
                small.append((page.title(), target.evaluate("one => one.outerHTML")[:80], box))
    assert small == []


def test_whoever_asks_for_less_motion_gets_none(browser):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_content(framed(lobby("en", missing=1, pace=PACE), "en").replace(
        LINK, f"<style>{STYLE}</style>"
    ))  # fmt: skip
    running = "getComputedStyle(document.querySelector('.pulse')).animationName"
    assert page.evaluate(running) == "none"
    context.close()
