"""Who stands behind a participant code, and how far has that person come?"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from otree.lookup import get_page_lookup
from otree.models import Participant

from contingent_pgg import records
from contingent_pgg.sessions import Setting
from design.state import Group

APP = "contingent_pgg"


@dataclass(frozen=True)
class Person:
    """A participant at or beyond the page of the game.

    Attributes
    ----------
    status : str
        As in the table `participants`.
    slot, seat : int or None
        Group slot and index of the seat, once there is a group.
    since : int
        When the wait for a group began, in milliseconds; pauses and restarts move it on.
    arrived : int
        When it really began: seats are drawn for members in this order.
    told : str
        What the experimenter last wrote to the person; empty where nothing is to be shown.
    offered : bool
        Whether the paid exit, since it opened, has been on the person's screen.
    """

    code: str
    setting: Setting
    status: str
    slot: int | None = None
    seat: int | None = None
    since: int = 0
    arrived: int = 0
    told: str = ""
    offered: bool = False

    @property
    def where(self) -> dict[str, str]:
        """The columns that name the person's row."""
        return {"session": self.setting.code, "participant": self.code}

    @property
    def deadline(self) -> int:
        """Until when the person waits for a group at most, in milliseconds."""
        return self.since + 1_000 * self.setting.experiment.pace.lobby_seconds

    @property
    def exit(self) -> int | None:
        """From when on the person may leave with pay, in milliseconds; None for never."""
        pace = self.setting.experiment.pace
        return self.since + 1_000 * pace.exit_seconds if pace.exits else None


def find(code: str, setting_of: Callable[[str], Setting | None]) -> Person | None:
    """Return the person behind a code, or None where there is none in a session of the game."""
    participant = Participant.objects_first(code=code)
    setting = setting_of(participant._session_code) if participant is not None else None
    if participant is None or setting is None:
        return None
    (row,) = records.rows("participants", session=setting.code, participant=code)
    return person(row, setting)


def person(row: dict, setting: Setting) -> Person:
    """Make a person of a row of the table `participants`."""
    seats = setting.experiment.game.seats
    return Person(
        code=row["participant"],
        setting=setting,
        status=row["status"],
        slot=row["slot"],
        seat=None if row["seat"] is None else seats.index(row["seat"]),
        since=_since(row) if row["status"] == "waiting" else 0,
        arrived=min((event["at"] for event in _events(row, "waiting")), default=0),
        told=_told(row),
    )


def _since(row: dict) -> int:
    """Return when the wait began, later by whatever the session was paused since then."""
    began = max(event["at"] for event in _events(row, "waiting"))
    stops = [event["at"] for event in _events(row, "paused")]
    for on in _events(row, "unpaused"):
        stopped = max((at for at in stops if at <= on["at"]), default=began)
        began += max(0, on["at"] - max(stopped, began))
    return began


def _told(row: dict) -> str:
    said = _events(row, "messaged")
    return said[-1]["detail"] or "" if said else ""


def _events(row: dict, name: str) -> list[dict]:
    where = {"session": row["session"], "participant": row["participant"], "event": name}
    return records.rows("events", **where)


def rested(person: Person, now: int) -> Person:
    """Give a waiting person at least the grace from now: nobody meets at a stopped server."""
    pace = person.setting.experiment.pace
    least = now + 1_000 * (pace.grace_seconds - pace.lobby_seconds)
    return replace(person, since=max(person.since, least))


def on_the_page(code: str) -> bool:
    """Say whether oTree shows the page of the game to this participant now."""
    participant = Participant.objects_get(code=code)
    place, session = participant._index_in_pages, participant._session_code
    if not 1 <= place <= participant._max_page_index:
        return False
    return get_page_lookup(session, place).app_name == APP


def label(code: str) -> str | None:
    """Return the participant's label, which oTree knows from the first visit on."""
    return Participant.objects_get(code=code).label


def event(
    person: Person, name: str, at: int, group: Group | None = None, *, detail: str | None = None
) -> dict:
    """Make a row of the table `events`, with the open round of a group that plays."""
    playing = group is not None and not group.finished
    seats = person.setting.experiment.game.seats
    return {
        **person.where,
        "slot": person.slot,
        "seat": None if person.seat is None else seats[person.seat],
        "part": group.part + 1 if playing else None,
        "round": group.round if playing else None,
        "event": name,
        "detail": detail,
        "at": at,
    }
