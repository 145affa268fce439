"""When is a group formed, from whom, and who goes home without one?

A slot of the schedule fills with the members who are there first, as soon as enough are there.
"""

from dataclasses import replace

from otree.database import db, dbq
from otree.models import Participant
from sqlalchemy import func

from contingent_pgg import groups, models, people, records, sessions
from contingent_pgg.memory import Memory
from contingent_pgg.people import Person
from contingent_pgg.sessions import Setting
from design.canonical import fingerprint
from design.draws import draws
from design.payment import paid_rounds, seating
from design.state import Group
from design.transition import start
from guard import log


def arrive(memory: Memory, person: Person, now: int) -> None:
    """Let somebody wait for a group from now on."""
    records.update(
        "participants", person.where, {"status": "waiting", "label": people.label(person.code)}
    )
    records.insert("events", people.event(person, "waiting", now))
    memory.people[person.code] = replace(person, status="waiting", since=now, arrived=now)


def gather(memory: Memory, setting: Setting, present: set[str], now: int) -> set[str]:
    """Form as many groups as can be formed of who is there, and return whom that concerns."""
    members, seated = setting.experiment.game.members, set()
    if setting.code in memory.paused:
        return seated
    while True:
        there = [one for one in memory.waiting(setting.code) if one.code in present]
        if len(there) < members:
            return seated
        form(memory, there[:members], now)
        seated |= {one.code for one in there[:members]}


def missing(memory: Memory, setting: Setting, present: set[str]) -> int:
    """Return how many people the next group still needs."""
    there = sum(one.code in present for one in memory.waiting(setting.code))
    return setting.experiment.game.members - there


def form(memory: Memory, arrived: list[Person], now: int) -> None:
    """Seat the next slot's members, given in order of arrival."""
    setting = arrived[0].setting
    slot = max(setting.first_slot, sessions.next_slot(setting.experiment_hash, setting.seed))
    order = seating(setting.seed, slot, len(arrived))
    members = sorted(
        (
            replace(one, status="playing", slot=slot, seat=place)
            for one, place in zip(arrived, order, strict=True)
        ),
        key=lambda one: one.seat,
    )
    treatment = setting.experiment.treatment(setting.seed, slot)
    group = start(slot, treatment, setting.experiment.pace, now, seed=setting.seed)
    seated = groups.seat(setting, group, [one.code for one in members])
    _write(setting, group, now)
    groups.begin(seated)
    for one in members:
        seat = treatment.game.seats[one.seat]
        records.update("participants", one.where, {"status": "playing", "slot": slot, "seat": seat})
        records.insert("events", people.event(one, "grouped", now))
        memory.people[one.code] = one
    regroup(members)
    memory.groups[seated.key] = seated
    log.event(setting.code, slot, event="formed")


def _write(setting: Setting, group: Group, now: int) -> None:
    """Write the rows of a new group: what it was dealt, and every draw it rests on."""
    where = {"session": setting.code, "slot": group.slot}
    drawn = paid_rounds(group.treatment, setting.seed, group.slot)
    records.insert(
        "groups",
        {
            **where,
            **groups.dealt(setting, group.slot),
            "block": group.slot // setting.experiment.schedule.block_size,
            "treatment_hash": fingerprint(group.treatment),
            "rounds": 0,
            "formed_at": now,
            "paid_rounds": " ".join(map(str, drawn.contribution)),
            "belief_round": drawn.belief,
            "belief_question": drawn.question,
            "donor": setting.experiment.schedule.donor(setting.seed, group.slot),
            "linked_set": setting.experiment.schedule.linked_set(setting.seed, group.slot),
        },
    )
    rows = draws(group.treatment, setting.seed, group.slot)
    records.insert("draws", *({**where, **row} for row in rows))


def regroup(members: list[Person]) -> None:
    """Give oTree a group of its own with the same members, seat A being number 1 in it."""
    places = {one.code: one.seat + 1 for one in members}
    found = dbq(models.Player, Participant.code).join(Participant)
    players = found.filter(Participant.code.in_(places)).all()
    subsession = players[0][0].subsession
    highest = dbq(func.max(models.Group.id_in_subsession)).filter_by(subsession=subsession)
    group = models.Group(
        session=subsession.session,
        subsession=subsession,
        round_number=1,
        id_in_subsession=highest.scalar() + 1,
    )
    db.add(group)
    for player, code in players:
        player.group, player.id_in_group = group, places[code]
    db._db.flush()


def send_home(memory: Memory, person: Person, now: int, *, status: str = "left_over") -> None:
    """Let somebody without a group go; only the fee is paid.

    `status` says why: "left_over" waited in vain, "left_waiting" did not want to wait any longer.
    """
    records.update("participants", person.where, {"status": status, "pay": 0.0})
    records.insert("events", people.event(person, status, now))
    memory.people[person.code] = replace(person, status=status)
    log.event(person.setting.code, event=status)


def may_go(memory: Memory, person: Person, now: int) -> bool:
    """Say whether somebody who waits may leave with pay now; time stands still in a pause."""
    by_clock = min(now, memory.paused.get(person.setting.code, now))
    return person.status == "waiting" and person.exit is not None and person.exit <= by_clock
