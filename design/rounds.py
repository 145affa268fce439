"""What is stored of a decision, of another act, of a line of talk, and of a settled round?"""

from dataclasses import replace

from design.choices import Act, Choice, Said, Settled
from design.game import POINT
from design.settling import settle
from design.sightings import facts, unveiled
from design.state import Group
from design.steps import Write, located, with_seat
from design.timing import reports


def chosen(
    group: Group, index: int, choice: Choice, times: tuple[int, int | None]
) -> tuple[Group, list[Write]]:
    """Record a choice in the state and as rows of decisions and beliefs."""
    now, shown_at = times
    place = located(group, index)
    rows = [
        Write(
            "decisions",
            {
                **place,
                "contribution": choice.contribution,
                "automatic": choice.automatic,
                "shown_at": shown_at,
                "decided_at": now,
            },
            {},
        )
    ]
    asked = group.treatment.phases[group.part].beliefs
    for question, value in zip(asked, choice.beliefs, strict=False):
        about = question.about[index]
        stated = {"question": question.name, "about": about, "belief": value, "decided_at": now}
        rows.append(Write("beliefs", {**place, **stated}, {}))
    seat = replace(group.seats[index], choice=choice, due=None, absent=choice.automatic)
    return with_seat(group, index, seat), rows


def acted(group: Group, index: int, act: Act, now: int) -> tuple[Group, list[Write]]:
    """Record what a member settled on at another stage, in the state and as rows of acts."""
    place, seat = located(group, index), group.seats[index]
    same = {**place, "stage": act.stage, "automatic": act.automatic, "decided_at": now}
    rows = [
        Write("acts", {**same, "field": name, "about": about, "choice": value}, {})
        for field, value in act.values
        for name, _, about in (field.partition("."),)
    ]
    patient = group.open is not None and group.open.ordinary
    absent = act.automatic and not patient
    after = replace(seat, acts=(*seat.acts, act), due=None, absent=absent or
                    (act.automatic and seat.absent))  # fmt: skip
    return with_seat(group, index, after), rows


def spoken(group: Group, line: Said, now: int) -> Write:
    """Return the row of a line of talk."""
    cited = line.cited or ("", None, None)
    values = {
        **located(group, line.seat),
        "number": 1 + len(group.said),
        "readers": line.to,
        "text": line.text,
        "cited_seat": cited[0],
        "cited_round": cited[1],
        "cited_value": cited[2],
        "answers": line.answers,
        "at": now,
    }
    return Write("messages", values, {})


def sat_out(group: Group, index: int, number: int) -> bool:
    """Say whether a seat took no part in a round."""
    outside = group.treatment.outside(group.seed, group.slot, number)
    return outside is not None and outside.seat == index


def settled(group: Group, now: int) -> tuple[Group, list[Write]]:
    """Settle the open round, in which everybody has acted, and open the next."""
    passing = _passing(group)
    rows = _passed(group, passing, now)
    choices = tuple(
        passing.get(index) or seat.choice or Choice(0) for index, seat in enumerate(group.seats)
    )
    acts = tuple(seat.acts for seat in group.seats)
    acted_on = acts if any(acts) else ()
    seats = tuple(replace(seat, choice=None, acts=(), wrong=()) for seat in group.seats)
    history = (*group.history, Settled(choices, acted_on))
    after = replace(group, seats=seats, history=history)
    return after, rows + _outcome(after, group, now)


def _passing(group: Group) -> dict[int, Choice]:
    """Return what stands for seats that nobody asked: they hold nothing, or they have left."""
    return {
        index: Choice(0, automatic=index in group.gone)
        for index, seat in enumerate(group.seats)
        if seat.choice is None
    }


def _passed(group: Group, passing: dict[int, Choice], now: int) -> list[Write]:
    """Write down that seats which were not asked gave nothing."""
    written = (chosen(group, i, choice, (now, None))[1] for i, choice in passing.items())
    return [row for rows in written for row in rows]


def _outcome(after: Group, before: Group, now: int) -> list[Write]:
    """Write what the round came to, and which facts it put before whom."""
    number = before.round
    phase = before.treatment.phases[before.part]
    outcome = settle(after.replay(number), phase.stages)
    total = sum(after.history[number - 1].contributions)
    rows = [
        Write(
            "decisions",
            {
                "group_total": total,
                "earnings": int(outcome.earned[seat] + outcome.added[seat]) / POINT,
                "adjustment": int(outcome.added[seat]) / POINT,
                "settled_at": now,
            },
            {"seat": letter, "round": number},
        )
        for seat, letter in enumerate(outcome.game.seats)
    ]
    shown = reported(after, before.part)[number - before.treatment.first_round(before.part)]
    for row in facts(outcome, after.history[number - 1], number, shown):
        observer = outcome.game.seats.index(row["observer"])
        place = {k: v for k, v in located(before, observer).items() if k != "seat"}
        rows.append(Write("sightings", {**place, **row}, {}))
    return rows + _late(after, before, number)


def _late(after: Group, before: Group, number: int) -> list[Write]:
    """Update the facts of earlier rounds that a triggered report shows now."""
    part = before.part
    if before.treatment.phases[part].monitoring.timing != "triggered":
        return []
    first, stages = before.treatment.first_round(part), before.treatment.phases[part].stages
    rows: list[Write] = []
    for place, shown in enumerate(reported(after, part)[:-1]):
        earlier = first + place
        if shown == number and earlier < number:
            outcome = settle(after.replay(earlier), stages)
            for row in facts(outcome, after.history[earlier - 1], earlier, shown):
                rows.append(Write("sightings", *unveiled(row, earlier)))
    return rows


def reported(group: Group, part: int) -> tuple[int | None, ...]:
    """Return for each settled round of a phase the round after which it is shown, if it is."""
    first = group.treatment.first_round(part)
    phase = group.treatment.phases[part]
    totals = [sum(one.contributions) for one in group.history[first - 1 : first - 1 + phase.rounds]]
    members = sum(held > 0 for held in group.treatment.game_of(part).endowments)
    last = first + phase.rounds - 1
    return reports(phase.monitoring, totals, members, first=first, last=last)
