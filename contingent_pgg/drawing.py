"""What does a member's browser show now? Drawn after the commit, outside the lock."""

from dataclasses import dataclass
from typing import Any

from contingent_pgg import lobby, records
from contingent_pgg.groups import Seated
from contingent_pgg.marks import marks
from contingent_pgg.memory import memory
from contingent_pgg.people import Person
from contingent_pgg.receive import present
from design.clocks import grace
from design.messages import Message
from design.view import view
from screens import play
from wording.say import say


@dataclass(frozen=True)
class Scene:
    """All that a screen is drawn from, as it stood after a commit.

    Attributes
    ----------
    missing : int
        How many people a group in formation still needs.
    notice : Message or None
        Why the member's last message was refused.
    may_go : bool
        Whether somebody who waits may leave with pay by now.
    """

    person: Person
    seated: Seated | None
    missing: int
    notice: Message | None = None
    may_go: bool = False


def scene(code: str, notice: Message | None = None) -> Scene | None:
    """Return what a participant's screen is drawn from now, or None for a stranger."""
    person = memory.people.get(code)
    if person is None:
        return None
    waits = person.status == "waiting"
    missing = lobby.missing(memory, person.setting, present) if waits else 0
    may_go = lobby.may_go(memory, person, records.now_ms())
    seated = memory.groups.get((person.setting.code, person.slot))
    return Scene(person, seated, missing, notice, may_go)


def draw(scene: Scene, now: int) -> dict[str, Any]:
    """Return the frame's part that says what is on the screen, and note what is shown when."""
    setting, seated = scene.person.setting, scene.seated
    pace, banner = setting.experiment.pace, _banner(scene)
    if scene.person.status in play.WITHOUT_GROUP:
        return _still(play.without_group(setting.language, scene.person.status), banner)
    if seated is None:
        missing, may_go = scene.missing, scene.may_go
        drawn = play.lobby(setting.language, missing=missing, pace=pace, may_go=may_go)
        return _still(drawn, banner)
    group, index = seated.group, scene.person.seat
    _mark(scene, now)
    drawn = play.fragment(
        view(group, index),
        setting.language,
        pace=pace,
        prize=setting.experiment.prize,
        notice=scene.notice,
    )
    own = group.seats[index]
    announced = None if own.due is None else own.due - 1_000 * grace(group, index)
    stands = announced is None or group.paused is not None
    left = None if stands else max(0.0, (announced - now) / 1_000)
    absent = own.absent and index not in group.gone
    return {"screen": drawn, "seconds": left, "absent": absent, "banner": banner}


def _still(html: str, banner: str) -> dict[str, Any]:
    return {"screen": html, "seconds": None, "absent": False, "banner": banner}


def _banner(scene: Scene) -> str:
    """Return what stands above the screen: that the game is paused, and what was written."""
    person, seated = scene.person, scene.seated
    stopped = seated is not None and seated.group.paused is not None
    stopped = stopped or (seated is None and person.setting.code in memory.paused)
    lines = [say(person.setting.language, "banner.paused")] if stopped else []
    return "\n".join(lines + [person.told] * bool(person.told))


def _mark(scene: Scene, now: int) -> None:
    """Note when this member's browser is first handed a decision and the settled rounds."""
    group, seat = scene.seated.group, scene.person.seat
    place = (*scene.seated.key, group.treatment.game.seats[seat])
    marks.facts(scene.person.code, place, len(group.history), now)
    if group.stage(seat) == "contribute":
        marks.decision(scene.person.code, group.round, now)
