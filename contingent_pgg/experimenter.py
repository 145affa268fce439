"""What may the experimenter do to a running session, and whose screens does it change?

Everything here is inside a transaction of the game's one writer:

    await writer.command(session, Command(session, "pause").do)

What concerns a group is decided by `design.transition.advance`; each action is an event of every
participant that it concerns.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from contingent_pgg import lobby, people, records
from contingent_pgg.groups import Seated
from contingent_pgg.memory import memory
from contingent_pgg.people import Person
from contingent_pgg.receive import Outcome, present, store
from design.interventions import LONGEST_REASON, End, Extend, Pause, Resume
from design.messages import Message, message
from design.transition import Action, Replace, advance
from guard import log


@dataclass(frozen=True)
class Command:
    """What the experimenter asks for.

    Attributes
    ----------
    session : str
        The session it is about.
    name : str
        One of `NAMES`.
    slot : int or None
        The group it is about; None for the whole session or one participant.
    participant : str
        The code of the participant it is about; empty for a group or the whole session.
    text : str
        A message, a note, or the reason.
    seconds : int
        The length of an extension.
    """

    session: str
    name: str
    slot: int | None = None
    participant: str = ""
    text: str = ""
    seconds: int = 0

    def do(self, now: int) -> Outcome:
        """Do it, store it, and say whose screens change or why it was refused."""
        log.event(self.session, self.slot, event=f"cockpit_{self.name}")
        done = NAMES[self.name](replace(self, text=cleaned(self.text)), now)
        return replace(done, changed=done.changed | _affected(self))


def cleaned(text: str) -> str:
    """Return a text as it can be stored: no NUL, no more than a few sentences."""
    return text.replace("\0", "").strip()[:LONGEST_REASON]


def _affected(command: Command) -> frozenset[str]:
    return frozenset(one.code for one in _persons(command))


def _persons(command: Command) -> list[Person]:
    """Return whom a command concerns."""
    if command.participant:
        found = memory.person(command.participant)
        return [found] if found is not None and found.setting.code == command.session else []
    where = {"session": command.session}
    where |= {} if command.slot is None else {"slot": command.slot}
    rows = records.rows("participants", **where)
    return [one for one in (memory.person(row["participant"]) for row in rows) if one is not None]


def _groups(command: Command) -> Iterator[Seated]:
    """Yield the unfinished groups that a command concerns."""
    for (session, slot), seated in list(memory.groups.items()):
        meant = command.slot is None or command.slot == slot
        if session == command.session and meant and not seated.group.finished:
            yield seated


def _act(seated: Seated, action: Action, now: int) -> Message | None:
    """Let an action be decided and stored; return why not, where it was refused."""
    step = advance(seated.group, action, now)
    if step.group is not seated.group:
        store(seated, step, now)
    return step.refusal


def _each(command: Command, action: Action, now: int) -> Outcome:
    """Act on each group that is meant; refused only where it could be done in none of them."""
    seats = list(_groups(command))
    refusals = [_act(seated, action, now) for seated in seats]
    if command.slot is not None and not seats:
        return Outcome(refusal=message("refused.over"))
    all_refused = bool(refusals) and None not in refusals
    return Outcome(refusal=refusals[0] if all_refused else None)


def _note(person: Person, name: str, now: int, detail: str | None) -> None:
    seated = memory.seated(person)
    group = None if seated is None else seated.group
    records.insert("events", people.event(person, name, now, group, detail=detail or None))


def _waiting(command: Command) -> list[Person]:
    whole = command.slot is None and not command.participant
    return memory.waiting(command.session) if whole else []


def _message(command: Command, now: int) -> Outcome:
    """Show a text above the screen until the next one; an empty text takes it away."""
    for person in _persons(command):
        _note(person, "messaged", now, command.text)
        memory.people[person.code] = replace(person, told=command.text)
    return Outcome()


def _annotate(command: Command, now: int) -> Outcome:
    for person in _persons(command):
        _note(person, "noted", now, command.text)
    return Outcome()


def _pause(command: Command, now: int) -> Outcome:
    if command.slot is None and command.session not in memory.paused:
        _mark(command.session, now)
        memory.paused[command.session] = now
        for person in _waiting(command):
            _note(person, "paused", now, command.text)
    return _each(command, Pause(command.text), now)


def _resume(command: Command, now: int) -> Outcome:
    since = memory.paused.pop(command.session, None) if command.slot is None else None
    if since is not None:
        _mark(command.session, None)
        for person in _waiting(command):
            _note(person, "unpaused", now, "")
            later = person.since + max(0, now - max(since, person.since))
            memory.people[person.code] = replace(person, since=later)
        setting = memory.setting(command.session)
        lobby.gather(memory, setting, present, now)
    return _each(command, Resume(), now)


def _mark(session: str, since: int | None) -> None:
    if not records.update("pauses", {"session": session}, {"since": since}):
        records.insert("pauses", {"session": session, "since": since})


def _extend(command: Command, now: int) -> Outcome:
    if not command.participant:
        return _each(command, Extend(command.seconds), now)
    return _seat(command, lambda seat: Extend(command.seconds, seat), now)


def _replace(command: Command, now: int) -> Outcome:
    return _seat(command, Replace, now)


def _seat(command: Command, action: Callable[[int], Action], now: int) -> Outcome:
    """Act on the seat of one participant."""
    for person in _persons(command) if command.participant else []:
        seated = memory.seated(person)
        if seated is not None:
            return Outcome(refusal=_act(seated, action(person.seat), now))
    return Outcome(refusal=message("refused.nobody_awaited"))


def _end(command: Command, now: int) -> Outcome:
    """End one game, or all of them; then whoever still waits for a group goes home too."""
    for person in _waiting(command):
        _note(person, "ended", now, command.text)
        lobby.send_home(memory, person, now)
    return _each(command, End(command.text), now)


NAMES = {
    "message": _message,
    "note": _annotate,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "replace": _replace,
    "end": _end,
}
