"""What follows from one message, and whose screen changes? Everything here is inside a transaction.

Bots call `receive` directly; the server's writer calls it for all messages that wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from contingent_pgg import groups, links, lobby, people, records, settlement
from contingent_pgg.frames import Request, whole
from contingent_pgg.groups import Seated
from contingent_pgg.marks import marks
from contingent_pgg.memory import memory
from contingent_pgg.people import Person
from design.messages import Message, message
from design.state import Group
from design.steps import Step
from design.transition import (
    Action,
    Answer,
    Contribute,
    Expire,
    Perform,
    Return,
    Say,
    advance,
)
from guard import log

present: set[str] = set()
"""Participants with an open socket; it is no row, so no failure makes it wrong."""

MS_BETWEEN_LINES = 1_000
spoke: dict[str, int] = {}
"""When a line was said, by whom it was within the last second; a restart may forgive one."""


@dataclass(frozen=True)
class Outcome:
    """What came of a message.

    Attributes
    ----------
    refusal : Message or None
        Why it does not count.
    changed : frozenset of str
        Participants whose screens may look different now.
    stranger : str
        "unknown" or "elsewhere" for a participant who does not belong on the page; else empty.
    """

    refusal: Message | None = None
    changed: frozenset[str] = field(default_factory=frozenset)
    stranger: str = ""


def receive(request: Request, now: int) -> Outcome:
    """Do what a message asks, store it, and say what it led to."""
    return HANDLERS[request.do](request, now)


def _connect(request: Request, now: int) -> Outcome:
    person = memory.person(request.code)
    if person is None:
        return Outcome(stranger="unknown")
    if not people.on_the_page(person.code):
        memory.people.pop(person.code)
        return Outcome(stranger="elsewhere")
    if person.code not in present:
        present.add(person.code)
        _note(person, "connected", now)
    if person.status == "introduction":
        lobby.arrive(memory, person, now)
    if person.status == "playing":
        return _act(person, Return(person.seat), now, "")
    return _gather(person, now)


def _disconnect(request: Request, now: int) -> Outcome:
    person = memory.person(request.code)
    if person is None or request.code not in present:
        return Outcome()
    present.discard(request.code)
    _note(person, "disconnected", now)
    return _gather(person, now)


def _note(person: Person, name: str, now: int) -> None:
    """Write down that somebody's last tab went, or the first one came."""
    seated = memory.seated(person)
    group = None if seated is None else seated.group
    records.insert("events", people.event(person, name, now, group))


def _gather(person: Person, now: int) -> Outcome:
    """Form the groups that can be formed; all who go on waiting see how many are missing."""
    setting = person.setting
    waited = {one.code for one in memory.waiting(setting.code)}
    lobby.gather(memory, setting, present, now)
    return Outcome(changed=frozenset(waited))


def _sync(request: Request, now: int) -> Outcome:
    person = memory.person(request.code)
    if person is None or person.status != "playing":
        return Outcome()
    return _act(person, Return(person.seat), now, "")


def _say(request: Request, now: int) -> Outcome:
    """Take a line of talk, one a second from each member; the browser sends the next one again."""
    for code in [one for one, at in spoke.items() if now - at >= MS_BETWEEN_LINES]:
        del spoke[code]
    if request.code in spoke:
        return Outcome(stranger="again")
    done = _choose(request, now)
    if done.refusal is None:
        spoke[request.code] = now
    return done


def _choose(request: Request, now: int) -> Outcome:
    person = memory.person(request.code)
    seated = memory.seated(person) if person is not None else None
    if seated is None:
        return Outcome(refusal=message("refused.not_now"))
    if seated.last[person.seat] == request.id:
        return Outcome()
    returned = _sync(request, now)
    group = memory.groups[seated.key].group
    done = _act(person, _action(group, person.seat, request), now, request.id)
    return replace(done, changed=done.changed | returned.changed)


def _action(group: Group, seat: int, request: Request) -> Action:
    fields = request.fields
    if request.do == "answer":
        given = {n.removeprefix("q."): v for n, v in fields.items() if n.startswith("q.")}
        return Answer(seat, request.number - 1, tuple(given.items()))
    if request.do == "act":
        values = [(n, whole(v)) for n, v in fields.items() if n != "stage"]
        return Perform(seat, request.number, fields.get("stage", ""), tuple(values))
    if request.do == "say":
        return _line(group, seat, request)
    asked = [f"belief.{belief.name}" for belief in group.treatment.phases[group.part].beliefs]
    more = [name for name in fields if name.startswith("belief.") and name not in asked]
    return Contribute(
        seat=seat,
        round=request.number,
        contribution=whole(fields.get("contribution")),
        beliefs=tuple(whole(fields.get(name)) for name in asked + more),
        shown_at=marks.first_shown(request.code, request.number),
    )


def _line(group: Group, seat: int, request: Request) -> Say:
    """Return a line as it was sent, or that the member likes another."""
    fields = request.fields
    if "likes" in fields:
        return Say(seat, request.number, "", None, whole(fields["likes"]))
    answers = fields.get("replies", "").strip()
    text, cites = fields.get("text", ""), _cited(group, seat, fields)
    # A reply that says nothing is no like.
    given = whole(answers) if answers and (text.strip() or cites) else None
    return Say(seat, request.number, text, cites, given)


def _cited(group: Group, seat: int, fields: Mapping[str, str]) -> tuple[str, int] | None:
    """Return the speaker's own round that a line cites, if it cites one."""
    number = fields.get("cites", "").strip()
    return (group.treatment.game.seats[seat], whole(number)) if number else None


def _act(person: Person, action: Action, now: int, name: str) -> Outcome:
    """Let a member act in its group."""
    seated = memory.seated(person)
    step = advance(seated.group, action, now)
    if step.refusal is not None or step.group is seated.group:
        return Outcome(refusal=step.refusal)
    if name:
        last = (*seated.last[: person.seat], name, *seated.last[person.seat + 1 :])
        seated = replace(seated, last=last)
    return Outcome(changed=store(seated, step, now))


def store(seated: Seated, step: Step, now: int) -> frozenset[str]:
    """Store a step of a group, remember it, and return whose screens it changes."""
    before, after = seated.group, step.group
    groups.store(seated, step.rows)
    seated = replace(seated, group=after)
    groups.keep(seated)
    if len(after.history) > len(before.history):
        log.event(seated.setting.code, after.slot, before.round, "settled")
        settlement.count_rounds(seated)
    if after.finished and not before.finished:
        settlement.settle(seated, now)
        log.event(seated.setting.code, after.slot, event="finished")
        for code in set(seated.codes) & set(memory.people):
            memory.people[code] = replace(memory.people[code], status="finished")
    memory.groups[seated.key] = seated
    return changed(seated, before) | _pass_on(seated, now)


def _pass_on(seated: Seated, now: int) -> frozenset[str]:
    """Let groups hear of a group that has moved, and that group of the one it waits for."""
    heard: frozenset[str] = frozenset()
    for waiting, action in links.ready(seated):
        step = advance(waiting.group, action, now)
        if step.group is not waiting.group:
            heard |= store(waiting, step, now)
    return heard


def changed(seated: Seated, before: Group) -> frozenset[str]:
    """Return whose own screen differs from before: never because of what others have begun."""
    after = seated.group
    # The next stage and round are everybody's, a line of talk its readers', a choice one's own.
    everybody = len(after.history) > len(before.history) or after.open is not before.open
    readers = {letter for line in after.said[len(before.said) :] for letter in line.to}
    letters = after.treatment.game.seats
    members = zip(seated.codes, letters, before.seats, after.seats, strict=True)
    return frozenset(
        code for code, letter, was, now in members if everybody or letter in readers or was != now
    )


def _expire(request: Request, now: int) -> Outcome:
    """Do what is due in a group by the declared rule."""
    key = request.code, request.number
    heard = _pass_on(memory.groups[key], now)
    seated = memory.groups[key]
    step = advance(seated.group, Expire(), now)
    if step.group is seated.group:
        return Outcome(changed=heard)
    log.event(request.code, request.number, seated.group.round, "timed_out")
    return Outcome(changed=heard | store(seated, step, now))


def _give_up(request: Request, now: int) -> Outcome:
    """End somebody's wait for a group."""
    person = memory.people[request.code]
    if person.status != "waiting" or person.deadline > now:
        return Outcome()
    waited = frozenset(one.code for one in memory.waiting(person.setting.code))
    lobby.send_home(memory, person, now)
    return Outcome(changed=waited)


def _quit(request: Request, now: int) -> Outcome:
    """Let somebody leave the waiting room with pay, unless a group was formed before."""
    person = memory.person(request.code)
    if person is None:
        return Outcome(refusal=message("refused.not_now"))
    if person.status in ("left_over", "left_waiting"):
        return Outcome()
    if not lobby.may_go(memory, person, now):
        seated = person.slot is not None
        return Outcome(refusal=message("refused.seated" if seated else "refused.not_now"))
    waited = frozenset(one.code for one in memory.waiting(person.setting.code))
    lobby.send_home(memory, person, now, status="left_waiting")
    return Outcome(changed=waited)


def _offer(request: Request, now: int) -> Outcome:
    """Have the screen drawn anew from which one may now leave."""
    person = memory.people[request.code]
    memory.people[person.code] = replace(person, offered=True)
    return Outcome(changed=frozenset({person.code}))


def overdue(now: int) -> list[Request]:
    """Return what the clock asks for: one request for each group and each wait that is due."""
    groups_due = [
        Request(code, "expire", number=slot)
        for (code, slot), seated in memory.groups.items()
        if seated.group.due is not None and seated.group.due <= now
    ]
    waits_due = [Request(one.code, "give_up") for one in memory.impatient() if one.deadline <= now]
    offers_due = [
        Request(one.code, "offer")
        for one in memory.impatient()
        if one.exit is not None and one.exit <= now and not one.offered
    ]
    return groups_due + waits_due + offers_due


HANDLERS = {
    "connect": _connect,
    "disconnect": _disconnect,
    "sync": _sync,
    "contribute": _choose,
    "act": _choose,
    "say": _say,
    "answer": _choose,
    "expire": _expire,
    "give_up": _give_up,
    "quit": _quit,
    "offer": _offer,
}
