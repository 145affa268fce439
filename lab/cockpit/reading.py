"""What is stored and in mind about a session now? To be called in a transaction."""

from collections import Counter, defaultdict

from otree import settings
from otree.models import Participant
from sqlalchemy import bindparam, func, or_, select

from contingent_pgg import outbox, records
from contingent_pgg.groups import Seated
from contingent_pgg.memory import memory
from guard.lock import current
from lab.cockpit.seen import Choices, GroupSeen, PersonSeen, SeatSeen, Seen

CONNECTIONS = ("connected", "disconnected")
# A row written in the same millisecond as the last look must not be missed.
OVERLAP_MS = 1_000

_CHOICES, _ACTS, _QUIZ, _EVENTS = (
    records.stored(name) for name in ("decisions", "acts", "quiz", "events")
)
_PEOPLE = Participant.__table__
_RECENT = (
    select([_CHOICES.c[name] for name in ("slot", "round", "seat", "contribution", "automatic",
                                          "decided_at", "settled_at")])
    .where(_CHOICES.c.session == bindparam("of"))
    .where(or_(_CHOICES.c.settled_at.is_(None), _CHOICES.c.settled_at >= bindparam("since")))
)  # fmt: skip
_WRONG = (
    select([_QUIZ.c.participant, func.count()])
    .where(_QUIZ.c.session == bindparam("of"))
    .where(_QUIZ.c.correct == 0)
    .group_by(_QUIZ.c.participant)
)
_CHANGED = (
    select([_EVENTS.c.participant, func.max(_EVENTS.c.at)])
    .where(_EVENTS.c.session == bindparam("of"))
    .where(_EVENTS.c.event.in_(CONNECTIONS))
    .group_by(_EVENTS.c.participant)
)
_LOOKS = (
    select([func.count()])
    .where(_ACTS.c.session == bindparam("of"))
    .where(_ACTS.c.stage == "look")
    .where(_ACTS.c.field == "look")
    .where(_ACTS.c.choice == 1)
)
_PAGES = select([_PEOPLE.c.code, _PEOPLE.c._current_page_name, _PEOPLE.c.label]).where(
    _PEOPLE.c._session_code == bindparam("of")
)


class Rounds:
    """Settled rounds of a session, read once each, and when the members of open ones decided."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.settled: dict[int, dict[int, Choices]] = defaultdict(dict)
        self.settled_at: dict[int, int] = {}
        self.open: dict[tuple[int, str], int] = {}
        self._since = 0

    def look(self) -> None:
        """Take in what has happened since the last look."""
        self.open, new = {}, defaultdict(dict)
        for row in current().execute(_RECENT, of=self.session, since=self._since - OVERLAP_MS):
            slot, number, seat, given, automatic, decided_at, settled_at = row
            if settled_at is None:
                self.open[slot, seat] = decided_at
                continue
            new[slot, number][seat] = given, bool(automatic)
            self.settled_at[slot] = max(settled_at, self.settled_at.get(slot, 0))
            self._since = max(self._since, settled_at)
        for (slot, number), choices in new.items():
            self.settled[slot][number] = tuple(choices[seat] for seat in sorted(choices))


_rounds: dict[str, Rounds] = {}


def sessions() -> list[dict]:
    """Return the rows of all sessions of the game, the newest first."""
    return records.rows("sessions")[::-1]


def read(session: str) -> Seen | None:
    """Return all that is known of a session, or None where it does not exist."""
    setting = memory.setting(session)
    if setting is None:
        return None
    (row,) = records.rows("sessions", session=session)
    known = _rounds.setdefault(session, Rounds(session))
    known.look()
    experiment = setting.experiment
    return Seen(
        session=session,
        experiment=experiment.name,
        endowment=experiment.game.endowments[0],
        members=experiment.game.members,
        now=records.now_ms(),
        paused=memory.paused.get(session),
        point_value=row["point_value"],
        fee=row["participation_fee"],
        currency=settings.REAL_WORLD_CURRENCY_CODE,
        people=_people(session),
        groups=tuple(_group(group, known) for group in records.rows("groups", session=session)),
        task_points=sum(
            row["task_pay"] or 0.0 for row in records.rows("schedules", session=session)
        ),
        looks=current().execute(_LOOKS, of=session).scalar(),
    )


def _people(session: str) -> tuple[PersonSeen, ...]:
    ask = current().execute
    pages = {code: (page, label) for code, page, label in ask(_PAGES, of=session)}
    wrong = dict(map(tuple, ask(_WRONG, of=session)))
    changed = dict(map(tuple, ask(_CHANGED, of=session)))
    rows = records.rows("participants", session=session)
    devices = Counter(row["device"] for row in rows if row["device"] is not None)
    return tuple(
        PersonSeen(
            code=row["participant"],
            label=pages[row["participant"]][1] or row["label"] or "",
            status=row["status"],
            page=pages[row["participant"]][0] or "",
            slot=row["slot"],
            seat=row["seat"] or "",
            tabs=outbox.tabs(row["participant"]),
            changed_at=changed.get(row["participant"]),
            wrong=wrong.get(row["participant"], 0),
            twin=devices[row["device"]] > 1,
            consented=None if row["consented"] is None else bool(row["consented"]),
            pay=row["pay"],
            devices=outbox.devices(row["participant"]),
        )
        for row in rows
    )


def _group(row: dict, known: Rounds) -> GroupSeen:
    slot = row["slot"]
    seated, setting = memory.groups.get((row["session"], slot)), memory.setting(row["session"])
    playing = seated is not None and row["finished_at"] is None
    return GroupSeen(
        slot=slot,
        condition=row["condition"],
        beliefs=bool(row["beliefs"]),
        third=row["third"],
        rounds=setting.experiment.treatment(setting.seed, slot).rounds,
        formed_at=row["formed_at"],
        finished_at=row["finished_at"],
        paused=seated.group.paused if playing else None,
        seats=_seats(seated, known) if playing else (),
        settled=known.settled.get(slot, {}),
        opened_at=known.settled_at.get(slot, row["formed_at"]),
    )


def _seats(seated: Seated, known: Rounds) -> tuple[SeatSeen, ...]:
    group = seated.group
    letters = group.treatment.game.seats
    return tuple(
        SeatSeen(
            letter=letters[index],
            stage="left" if index in group.gone else group.stage(index),
            due=seat.due,
            absent=seat.absent and index not in group.gone,
            decided_at=known.open.get((group.slot, letters[index])),
        )
        for index, seat in enumerate(group.seats)
    )
