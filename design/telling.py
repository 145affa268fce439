"""What must each member be told about who sees what, and how is its understanding checked?

Statements and questions are read off the same Monitoring that decides what is shown.
"""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from design import technologies
from design.dial import dial_questions, plain, qualities, sight
from design.game import Game
from design.messages import Message, Question, message
from design.monitoring import Entitlement, Mask
from design.phases import Phase
from design.stages.capacity import Capacity
from design.stages.stage import yes_no
from design.treatments import Treatment


def _others_seen(entitled: Entitlement, game: Game, seat: int) -> tuple[str, ...]:
    return tuple(s for j, s in enumerate(game.seats) if j != seat and entitled.entries[seat, j])


def _observers(entitled: Entitlement, game: Game, seat: int) -> tuple[str, ...]:
    return tuple(s for i, s in enumerate(game.seats) if i != seat and entitled.entries[i, seat])


def _informed(phase: Phase, game: Game) -> Mask:
    """Return whom stages can show to whom besides the Monitoring, (observer, subject)."""
    masks = [stage.informs(game) for stage in phase.stages]
    none = np.zeros((game.members, game.members), dtype=bool)
    return np.asarray(np.any([none, *(mask for mask in masks if mask is not None)], axis=0))


def _monitored(phase: Phase, game: Game) -> Entitlement:
    """Return what is entitled by the Monitoring and not by a stage, which explains itself."""
    entitled = phase.monitoring.entitled(game)
    return replace(entitled, entries=entitled.entries & ~_informed(phase, game))


def _either(phase: Phase, game: Game) -> Entitlement:
    """Return what is entitled by the Monitoring or shown by a stage."""
    entitled = phase.monitoring.entitled(game)
    return replace(entitled, entries=entitled.entries | _informed(phase, game))


def _plain(phase: Phase, game: Game) -> bool:
    """Say whether who sees whom can be asked: all that is shown is true, certain and timely."""
    steady = not {"granularity", "direction"} & set(_varied(phase))
    return steady and plain(phase.monitoring) and not _informed(phase, game).any()


def _varied(phase: Phase) -> tuple[str, ...]:
    """Return the settings of the Monitoring that stages decide on in each round."""
    return tuple(name for stage in phase.stages for name in stage.varies)


@lru_cache(maxsize=4_096)
def visibility(treatment: Treatment, part: int, seat: int) -> tuple[Message, ...]:
    """Tell a seat what it sees, who sees it, and what follows by arithmetic, in one part."""
    game, phase = treatment.game_of(part), treatment.phases[part]
    entitled, informed = _monitored(phase, game), _informed(phase, game)
    seen, watched = _others_seen(entitled, game, seat), _observers(entitled, game, seat)
    varied = _varied(phase)
    told: list[Message] = []
    if seen or not informed[seat].any():
        told.append(_sight(phase, seen))
    gives = game.endowments[seat] > 0
    if watched or (gives and not informed[:, seat].any()):
        told.append(_watched(phase, watched, seen))
    told += [
        _total(phase) if entitled.total[seat] else message("sees.no_total"),
        message("sees.earnings" if entitled.earnings[seat] else "sees.no_earnings"),
        *qualities(phase.monitoring, game, varied),
    ]
    told += _paid(phase, game, seat)
    if entitled.earnings[seat] and entitled.total_deduced[seat]:
        told.append(message("reveals.total"))
    if entitled.deduced[seat].any():
        told.append(_revealed(entitled, game, seat))
    if entitled.deduced[:, seat].any():
        told.append(message("reveals.own", seats=_named(game, entitled.deduced[:, seat])))
    told += _unequal(treatment, part, seat)
    for stage in sorted(phase.stages, key=lambda one: one.trailing):
        told += stage.explains(game, seat)
    return tuple(told)


def _unequal(treatment: Treatment, part: int, seat: int) -> tuple[Message, ...]:
    """Tell who holds how much where that differs and no stage says what is known of it."""
    game, stages = treatment.game_of(part), treatment.phases[part].stages
    said = any(isinstance(stage, Capacity) for stage in stages)
    held = {endowment for endowment in game.endowments if endowment > 0}
    return () if said or len(held) < 2 else capacity(treatment, part).explains(game, seat)


def capacity(treatment: Treatment, part: int) -> Capacity:
    """Return what members know of each other's points; no later part tells what one kept secret."""
    stages = (stage for phase in treatment.phases[: part + 1] for stage in phase.stages)
    kept = (stage for stage in stages if isinstance(stage, Capacity) and stage.known != "all")
    return next(kept, Capacity())


def _sight(phase: Phase, seats: tuple[str, ...]) -> Message:
    """Tell a seat whose contributions it sees, in every round or in some."""
    if seats and {"granularity", "direction"} & set(_varied(phase)):
        return message("sees.may", seats=seats)
    return sight(phase.monitoring, seats)


def _watched(phase: Phase, observers: tuple[str, ...], seen: tuple[str, ...]) -> Message:
    """Tell a seat who can see its contribution, or that this is not told."""
    if phase.monitoring.disclosure == "untold":
        return message("seen.untold")
    if not observers:
        return message("seen.nobody")
    varies = {"granularity", "direction"} & set(_varied(phase))
    steady = plain(phase.monitoring) and not varies
    if steady:
        return message("seen.by", seats=observers)
    if phase.monitoring.acquisition == "pull":
        return message("seen.looks", seats=observers)
    return message("seen.same" if seen else "seen.may", seats=observers)


def _paid(phase: Phase, game: Game, seat: int) -> tuple[Message, ...]:
    """Tell a seat whose earnings it sees, and who sees its own."""
    if phase.monitoring.content != "earnings":
        return ()
    shown = phase.monitoring.printed(game) & ~np.eye(game.members, dtype=bool)
    seen, by = _named(game, shown[seat]), _named(game, shown[:, seat])
    told = (message("sees.paid", seats=seen),) if seen else ()
    return (*told, message("seen.paid", seats=by)) if by else told


def _total(phase: Phase) -> Message:
    """Tell whether a shown total comes right after every round."""
    shown = phase.monitoring
    if shown.acquisition != "pushed":
        return message("sees.total_ordered")
    timely = shown.timing == "every_round" and "granularity" not in _varied(phase)
    return message("sees.total" if timely else "sees.total_later")


def _revealed(entitled: Entitlement, game: Game, seat: int) -> Message:
    return message("reveals.last_member", seats=_named(game, entitled.deduced[seat]))


def _named(game: Game, which: Mask) -> tuple[str, ...]:
    return tuple(name for name, true in zip(game.seats, which, strict=True) if true)


CLAIMED = {
    "output": "link.outputs",
    "self_report": "link.reports",
    "audited_report": "link.reports",
    "broker": "link.told",
}
"""How a sight is named by its source, where what is shown can be another than what was given."""


@lru_cache(maxsize=4_096)
def links(treatment: Treatment, part: int) -> tuple[Message, ...]:
    """Tell everybody who sees whose contributions, one message per observer."""
    game, phase = treatment.game_of(part), treatment.phases[part]
    if phase.monitoring.disclosure == "untold":
        return ()
    entitled, lines = _either(phase, game), []
    varies = not phase.monitoring.certain or {"granularity", "direction"} & set(_varied(phase))
    informed = _informed(phase, game)
    sees = "link.may" if varies or informed.any() else "link.sees"
    for seat, name in enumerate(game.seats):
        seen = _others_seen(entitled, game, seat)
        key = sees if informed[seat].any() else CLAIMED.get(phase.monitoring.source, sees)
        key = key if seen else "link.sees_nobody"
        lines.append(message(key, seat=name, seats=seen) if seen else message(key, seat=name))
        if phase.monitoring.content == "earnings":
            others = phase.monitoring.printed(game)[seat] & ~np.eye(game.members, dtype=bool)[seat]
            lines.append(message("link.paid", seat=name, seats=_named(game, others)))
        if entitled.deduced[seat].any():
            worked_out = _named(game, entitled.deduced[seat])
            lines.append(message("link.works_out", seat=name, seats=worked_out))
    return tuple(lines)


@lru_cache(maxsize=4_096)
def visibility_questions(treatment: Treatment, part: int, seat: int) -> tuple[Question, ...]:
    """Ask a seat who sees what in a part; right answers come from the entitlement itself."""
    game, phase = treatment.game_of(part), treatment.phases[part]
    entitled, told = _either(phase, game), phase.monitoring.disclosure == "told"
    asked = _sight_questions(entitled, game, seat, told=told) if _plain(phase, game) else ()
    earnings = yes_no(
        "see_earnings",
        message("ask.earnings"),
        message("sees.earnings" if entitled.earnings[seat] else "sees.no_earnings"),
        bool(entitled.earnings[seat]),
    )
    return (
        *_horizon_questions(treatment, part),
        *technologies.questions(game),
        *asked,
        *dial_questions(phase.monitoring, _others_seen(_monitored(phase, game), game, seat)),
        earnings,
        *_deduction_questions(entitled, game, seat),
        *(question for stage in phase.stages for question in stage.questions(game, seat)),
    )


def horizon(treatment: Treatment) -> tuple[Message, ...]:
    """Say what members know of a length that is not announced."""
    if treatment.horizon == "unknown":
        return (message("horizon.unknown"),)
    lot = {"rounds": treatment.block, "percent": treatment.continuation / 10}
    return message("horizon.indefinite", **lot), message("horizon.most", most=treatment.most)


def _horizon_questions(treatment: Treatment, part: int) -> tuple[Question, ...]:
    """Ask whether the length is known, where it is not announced."""
    if not treatment.open_ended(part):
        return ()
    why, prompt = horizon(treatment)[0], message("horizon.ask_known")
    return (yes_no("length_known", prompt, why, False),)


def _sight_questions(
    entitled: Entitlement, game: Game, seat: int, *, told: bool
) -> tuple[Question, ...]:
    """Ask who sees whom of two others, where what can be seen is seen after every round."""
    facing, beside = _facing(game, seat), _beside(game, seat)
    facing_name, beside_name = game.seats[facing], game.seats[beside]
    see_facing = yes_no(
        "see_facing",
        message("ask.see", seat=facing_name),
        _explain_sight(entitled, game, seat),
        bool(entitled.entries[seat, facing]),
    )
    seen_by_facing = yes_no(
        "seen_by_facing",
        message("ask.seen_by", seat=facing_name),
        _explain_seen(entitled, game, seat),
        bool(entitled.entries[facing, seat]),
    )
    see_beside = yes_no(
        "see_beside",
        message("ask.see", seat=beside_name),
        _explain_sight(entitled, game, seat),
        bool(entitled.entries[seat, beside]),
    )
    # Nobody is asked whether it is seen what somebody gave who holds nothing to give.
    holds = [held > 0 for held in game.endowments]
    asked = (
        (see_facing, holds[facing]),
        (seen_by_facing, told and holds[seat]),
        (see_beside, holds[beside]),
    )
    return tuple(question for question, sensible in asked if sensible)


def _deduction_questions(entitled: Entitlement, game: Game, seat: int) -> tuple[Question, ...]:
    """Ask for what is declared to be revealed, where anything is."""
    asked = []
    if entitled.earnings[seat] and entitled.total_deduced[seat]:
        question = message("ask.work_out_total")
        asked.append(yes_no("work_out_total", question, message("reveals.total"), True))
    for name in _named(game, entitled.deduced[seat])[:1]:
        question, explanation = message("ask.work_out", seat=name), _revealed(entitled, game, seat)
        asked.append(yes_no("work_out_last", question, explanation, True))
    return tuple(asked)


def _facing(game: Game, seat: int) -> int:
    return (seat + game.members // 2) % game.members


def _beside(game: Game, seat: int) -> int:
    half = game.members // 2
    return (seat + 1) % half if seat < half else half + (seat - half + 1) % (game.members - half)


def _explain_sight(entitled: Entitlement, game: Game, seat: int) -> Message:
    seen = _others_seen(entitled, game, seat)
    return message("sees.entries", seats=seen) if seen else message("sees.nobody")


def _explain_seen(entitled: Entitlement, game: Game, seat: int) -> Message:
    observers = _observers(entitled, game, seat)
    return message("seen.by", seats=observers) if observers else message("seen.nobody")
