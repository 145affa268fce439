"""How do the people of a test's session do the task before the game, and who is paid for it?"""

import numpy as np

from design import chance, elicitation_quiz
from design.elicitation import Answers, gather, outcomes, written
from design.types import classify


def elicit(play, rows):
    """Everybody who takes part completes the task, four make a group, the rest is lent answers."""
    game, answers, waiting, groups = play.experiment.game, {}, [], 0
    people = [one["participant"] for one in rows["participants"] if one["consented"]]
    for arrival, name in enumerate(people, start=1):
        _answer_task_quiz(play, name, arrival, rows)
        answers[arrival] = _stated(play, arrival, game.endowments[0])
        waiting.append(arrival)
        last = arrival == len(people) and play.settled
        rows["schedules"].append(_completed(play, name, arrival, answers[arrival]))
        if len(waiting) == game.members or last:
            at = rows["schedules"][-1]["decided_at"] + 5_000 * (len(waiting) < game.members)
            groups += 1
            made = gather(
                waiting, groups, seed=play.seed, session=play.session, members=game.members
            )
            due = outcomes(made, answers, game, seed=play.seed, session=play.session)
            for member, one in zip(waiting, due, strict=True):
                rows["schedules"][member - 1] |= {
                    "task_group": groups, "place": one.place, "drawn_place": one.drawn,
                    "partners": " ".join(people[k - 1] for k in made.all), "rule": one.rule,
                    "others_mean": one.others_mean, "contribution": one.contribution,
                    "group_total": one.total, "task_pay": one.pay, "settled_at": at,
                }  # fmt: skip
            waiting = []


def _completed(play, name, arrival, stated):
    return {
        "session": play.session, "participant": name, "arrival": arrival,
        "unconditional": stated.unconditional, "schedule": written(stated.schedule),
        "type": classify(stated.schedule),
        "decided_at": play.created_at + 20_000 + 1_000 * arrival,
    }  # fmt: skip


def _stated(play, arrival, held):
    """A fifth give nothing, the others follow a line with a slope of their own, now and then."""
    drawn = chance.uniform(play.seed, (arrival, np.arange(held + 2)), "task")
    slope = 0.0 if arrival % 5 == 0 else 1.2 * drawn[0]
    noise = 0 if arrival % 3 else 6 * (drawn[1:] - 0.5) * (slope > 0)
    line = np.clip(np.rint(slope * np.arange(held + 1) + noise), 0, held).astype(int)
    return Answers(int(drawn[1] * (held + 1)), tuple(int(points) for points in line))


def _answer_task_quiz(play, name, arrival, rows):
    for question in elicitation_quiz.questions(play.experiment.game):
        rows["quiz"].append({
            "session": play.session, "participant": name, "part": elicitation_quiz.PART,
            "question": question.name, "attempt": 1, "answer": question.answer, "correct": True,
            "at": play.created_at + 10_000 + arrival,
        })  # fmt: skip
