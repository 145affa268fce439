"""How does a group of a test's session play, and what does the experimenter do meanwhile?"""

import numpy as np

from design import chance
from design.interventions import End, Extend, Pause, Resume
from design.telling import visibility_questions
from design.transition import Answer, Contribute, Expire, Replace, advance, start


def rounds(play, slot, treatment, formed):
    """Play a group; return its state, its rows and the time of the last."""
    group, now = start(slot, treatment, play.experiment.pace, formed), formed
    stored, decided = [], {}
    while not group.finished:
        last = play.stops.get(slot) == len(group.history)
        for action in _intervened(play, group):
            now += 1_000
            step = advance(group, action, now)
            group = step.group
            _keep(step.rows, stored, decided, now)
        for seat in range(treatment.game.members):
            if group.finished or _gone(play, group, seat):
                continue
            for action in _actions(play, group, seat, now):
                now += 1_000
                step = advance(group, action, now)
                assert step.refusal is None, step.refusal
                group = step.group
                _keep(step.rows, stored, decided, now)
        if last:
            break
        missing = [s for s in range(len(group.seats)) if group.stage(s) != "wait"]
        if missing and all(_gone(play, group, seat) for seat in missing):
            now = max(now, group.due)
            step = advance(group, Expire(), now)
            group = step.group
            _keep(step.rows, stored, decided, now)
    return group, stored, now


def _intervened(play, group):
    """What the experimenter does before a round."""
    if play.ended.get(group.slot) == len(group.history):
        yield from (
            Pause("alarm"),
            Resume(),
            Extend(30),
            Contribute(0, group.round, 3),
            End("over"),
        )
    for (slot, seat), numbers in play.replaced.items():
        if slot == group.slot and group.round in numbers:
            yield from [Replace(seat)] * (2 if group.stage(seat) == "explain" else 1)


def _gone(play, group, seat):
    stopped = play.stops.get(group.slot) == len(group.history) and seat > 0
    away = group.round in play.absent.get((group.slot, seat), ())
    return stopped or away or group.round in play.replaced.get((group.slot, seat), ())


def _actions(play, group, seat, now):
    if group.stage(seat) == "explain":
        questions = visibility_questions(group.treatment, group.part, seat)
        yield Answer(seat, group.part, tuple((q.name, q.answer) for q in questions))
    if group.stage(seat) == "wait":
        return
    asked = group.treatment.phases[group.part].beliefs
    contribution = _chosen(play.seed, group, seat)
    beliefs = tuple(_guess(play.seed, group, seat, k) for k in range(len(asked)))
    yield Contribute(seat, group.round, contribution, beliefs, shown_at=now)


def _chosen(seed, group, seat):
    """A contribution that differs by group, falls over rounds and rises where others are seen."""
    held, part = group.treatment.game.endowments[seat], group.part
    level = 0.35 + 0.3 * float(chance.uniform(seed, (group.slot,), "level"))
    seen = group.treatment.phases[part].monitoring.granularity == "individual"
    noise = float(chance.uniform(seed, (group.slot, group.round, seat), "noise")) - 0.5
    share = level + 0.1 * (seen and part > 0) - 0.008 * group.round + 0.4 * noise
    return int(np.clip(round(share * held), 0, held))


def _guess(seed, group, seat, place):
    """A belief, some points off what the member gives."""
    drawn = int(chance.choice(seed, (group.slot, group.round, seat, place), "guess", among=9))
    held = group.treatment.game.endowments[seat]
    return int(np.clip(_chosen(seed, group, seat) + drawn - 3, 0, held))


def _keep(writes, stored, decided, now):
    for write in writes:
        if write.key:
            decided[write.key["seat"], write.key["round"]].update(write.values)
            continue
        row = dict(write.values)
        if write.table == "sightings":
            sent = None if row["shown_value"] is None else now + 5
            row |= {"requested": False, "price": 0.0, "lag": 0, "first_shown_at": sent}
        if write.table == "decisions":
            decided[row["seat"], row["round"]] = row
        stored.append((write.table, row))
