"""What does the server keep in mind between two messages, all of it rebuilt from the rows?

Only the game's one writer changes it, inside its transaction. When a transaction fails everything
here is dropped, and read again by the next one.
"""

from contingent_pgg import groups, people, records, sessions
from contingent_pgg.groups import Seated
from contingent_pgg.people import Person
from contingent_pgg.sessions import Setting

OVER = ("finished", "left_over", "left_waiting")
"""How far a person came for whom the game is over."""


class Memory:
    """Sessions, people and groups that are being played, by their codes."""

    def __init__(self) -> None:
        self.settings: dict[str, Setting] = {}
        self.people: dict[str, Person] = {}
        self.groups: dict[tuple[str, int], Seated] = {}
        self.paused: dict[str, int] = {}
        self.complete = False

    def clear(self) -> None:
        """Forget all, since it may not be what is stored."""
        self.__init__()

    def setting(self, code: str) -> Setting | None:
        """Return what a session declared, or None where it does not exist."""
        if code not in self.settings:
            found = sessions.setting(code)
            if found is None:
                return None
            self.settings[code] = found
        return self.settings[code]

    def person(self, code: str) -> Person | None:
        """Return the person behind a participant code, or None where there is none."""
        if code not in self.people:
            found = people.find(code, self.setting)
            if found is None:
                return None
            self.people[code] = found
            self.seated(found)
        return self.people[code]

    def seated(self, person: Person) -> Seated | None:
        """Return the group that a person sits in, or None where it has none."""
        if person.slot is None:
            return None
        key = person.setting.code, person.slot
        if key not in self.groups:
            self.groups[key] = groups.load(person.setting, person.slot)
        return self.groups[key]

    def waiting(self, session: str) -> list[Person]:
        """Return who waits for a group, in order of arrival."""
        found = [
            person
            for person in self.people.values()
            if person.status == "waiting" and person.setting.code == session
        ]
        return sorted(found, key=lambda person: (person.arrived, person.code))

    def impatient(self) -> list[Person]:
        """Return who waits for a group while a clock runs: nobody of a paused session."""
        return [
            one
            for one in self.people.values()
            if one.status == "waiting" and one.setting.code not in self.paused
        ]

    def remember(self, now: int) -> None:
        """Read every unfinished group and everybody who waits; done once, and after a failure."""
        if self.complete:
            return
        stored = records.rows("pauses")
        self.paused = {row["session"]: row["since"] for row in stored if row["since"] is not None}
        for row in records.rows("groups", finished_at=None):
            setting = self.setting(row["session"])
            self.groups[setting.code, row["slot"]] = groups.rested(
                groups.load(setting, row["slot"]), now
            )
        for status in ("waiting", "playing"):
            for row in records.rows("participants", status=status):
                found = people.person(row, self.setting(row["session"]))
                self.people[found.code] = people.rested(found, now)
        self.complete = True

    def let_go(self, code: str) -> None:
        """Forget a person for whom the game is over, and the group once nobody of it is here.

        Every message looks through all groups for what is due: finished ones must not pile up.
        """
        person = self.people.get(code)
        if person is None or person.status not in OVER:
            return
        del self.people[code]
        key = person.setting.code, person.slot
        if not any((one.setting.code, one.slot) == key for one in self.people.values()):
            self.groups.pop(key, None)

    def due(self) -> int | None:
        """Return the next moment at which something happens by itself, in milliseconds."""
        times = [seated.group.due for seated in self.groups.values()]
        times += [one.deadline for one in self.impatient()]
        times += [one.exit for one in self.impatient() if not one.offered]
        return min((time for time in times if time is not None), default=None)


memory = Memory()
