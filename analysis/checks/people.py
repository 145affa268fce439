"""Do participants and their quiz answers hold what events, seats, rules and play make of them?"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.checks.basis import Basis
from analysis.checks.compare import Found, absent, compare, stray, within
from design import elicitation_quiz
from design.introduction_quiz import introduction_questions
from design.messages import Question
from design.payment import seating
from design.statement import statements
from design.telling import visibility_questions

PAY = ("contribution_pay", "prize_pay", "pay")
WITHOUT_GROUP = ("left_over", "left_waiting")


def check_participants(base: Basis) -> list[Found]:
    """Check every participant's seat, progress, consent, quiz attempts and pay."""
    people = base.panel.participants
    language = people["session"].map(base.panel.sessions.set_index("session")["language"])
    expected = {
        "language": language,
        "consented": _consents(base),
        "status": _statuses(base),
        "quiz_attempts": _attempts(base),
        **_pay(base),
    }
    return [compare("participants", people, expected), _check_places(base), _check_seats(base)]


def _happened(base: Basis, event: str) -> pd.Series:
    """Say of each participant whether an event happened to it."""
    events, people = base.panel.events, base.panel.participants
    found = set(zip(*_pairs(events[events["event"] == event]), strict=True))
    pairs = zip(*_pairs(people), strict=True)
    return pd.Series([pair in found for pair in pairs], index=people.index, dtype=bool)


def _pairs(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    return frame["session"], frame["participant"]


def _consents(base: Basis) -> pd.Series:
    yes, no = _happened(base, "consented"), _happened(base, "declined")
    return pd.Series(np.where(yes, 1.0, np.where(no, 0.0, np.nan)), index=yes.index)


def _statuses(base: Basis) -> pd.Series:
    """Return how far each participant came, from its events and its group's rounds."""
    people, groups = base.panel.participants, base.panel.groups
    done = set(groups["slot"][groups["finished_at"].notna()])
    status = pd.Series("introduction", index=people.index)
    for event in ("waiting", *WITHOUT_GROUP, "declined"):
        status = status.mask(_happened(base, event), event)
    status = status.mask(people["slot"].notna(), "playing")
    return status.mask(people["slot"].isin(done), "finished")


def _attempts(base: Basis) -> pd.Series:
    quiz, people = base.panel.quiz, base.panel.participants
    most = quiz[quiz["part"] == 1].groupby(["session", "participant"])["attempt"].max()
    where = pd.MultiIndex.from_frame(people[["session", "participant"]])
    return most.reindex(where).fillna(0).set_axis(people.index)


def _pay(base: Basis) -> dict[str, pd.Series]:
    """Return what every seat of a finished group is paid; nobody else is paid yet."""
    people, prize = base.panel.participants, base.panel.design.experiment.prize
    owed: dict[tuple[int, str], tuple[float, float, float]] = {}
    for slot, group in base.histories.items():
        if group.finished:
            every = statements(group, base.seed, prize)
            for seat, due in zip(group.treatment.game.seats, every, strict=True):
                owed[slot, seat] = (due.contribution_pay, due.prize_pay, due.pay)
    # Whoever goes without a group has earned nothing, and that is settled; others are not paid yet.
    none, nothing = (np.nan, np.nan, 0.0), (np.nan,) * 3
    gone = pd.concat([_happened(base, event) for event in WITHOUT_GROUP], axis=1).any(axis=1)
    places = zip(people["slot"], people["seat"], gone, strict=True)
    rows = [none if left else owed.get((slot, seat), nothing) for slot, seat, left in places]
    columns = np.array(rows, dtype=float).reshape(-1, 3).T
    return {n: pd.Series(c, index=people.index) for n, c in zip(PAY, columns, strict=True)}


def _check_places(base: Basis) -> Found:
    """Compare slot and seat with those of the participant's own decisions."""
    people, decisions = base.panel.participants, base.panel.decisions
    key = ["session", "participant"]
    own = decisions.drop_duplicates(key).set_index(key)[["slot", "seat"]]
    where = pd.MultiIndex.from_frame(people[key])
    played = where.isin(own.index)
    right = own.reindex(where[played])
    frame = people[played]
    return compare("participants", frame, {c: right[c].to_numpy() for c in ("slot", "seat")})


def _check_seats(base: Basis) -> Found:
    """Seats were drawn for members in the order in which they began to wait.

    Members whose first wait began in the same millisecond could be in either order and are left
    out.
    """
    people, events = base.panel.participants, base.panel.events
    key = ["session", "participant"]
    waited = events[events["event"] == "waiting"].groupby(key)["at"].min().rename("since")
    seated = people[people["slot"].notna()].join(waited, on=key)
    same = seated.duplicated(["slot", "since"], keep=False)
    known = seated["since"].notna() & ~same
    usable = seated[known.groupby(seated["slot"]).transform("all")]
    order = usable.groupby("slot")["since"].rank().astype(int) - 1
    seats = base.panel.design.experiment.game.seats
    slots = usable["slot"].astype(int).unique()
    drawn = {slot: seating(base.seed, int(slot), len(seats)) for slot in slots}
    places = zip(usable["slot"].astype(int), order, strict=True)
    right = [seats[drawn[slot][k]] if k < len(seats) else "" for slot, k in places]
    return compare("participants", usable, {"seat": right})


def check_quiz(base: Basis) -> list[Found]:
    """Check every answer's mark, place and turn."""
    quiz = base.panel.quiz
    asked, treatments = _questions(base), _dealt(base)
    created = quiz["session"].map(base.panel.sessions.set_index("session")["created_at"])
    found = [asked.get(key, {}) for key in zip(quiz["part"], treatments, quiz["seat"], strict=True)]
    rows = zip(found, quiz["question"], quiz["answer"], strict=True)
    marks = [_mark(questions.get(name), answer) for questions, name, answer in rows]
    known = pd.Series([mark is not None for mark in marks], index=quiz.index, dtype=bool)
    right = pd.Series(marks, index=quiz.index, dtype=object)[known].astype(bool)
    return [
        compare("quiz", quiz[known], {"correct": right}),
        stray("quiz", quiz[~known], "no such question is asked there"),
        compare("quiz", quiz, _member_of(base, quiz, quiz["part"] > 1)),
        within("quiz", quiz, "at", (created, None), "its session was created"),
        *_turns(quiz),
        _whole_sheets(quiz, found),
    ]


def _whole_sheets(quiz: pd.DataFrame, asked: list[dict[str, Question]]) -> Found:
    """Check that a sheet answers every question of its part."""
    sheet = ["session", "participant", "part", "attempt"]
    names = pd.Series([" ".join(questions) for questions in asked], index=quiz.index, dtype=str)
    first = quiz[sheet].assign(question=names.str.split())[~quiz.duplicated(sheet)]
    wanted = first.explode("question")
    wanted = wanted[wanted["question"].notna()]
    answered = quiz[[*sheet, "question"]]
    there = wanted.merge(answered, on=[*sheet, "question"], how="left", indicator=True)["_merge"]
    return absent("quiz", wanted[(there == "left_only").to_numpy()])


def _mark(question: Question | None, answer: str) -> bool | None:
    return None if question is None else question.accepts(answer)


def _dealt(base: Basis) -> list[str]:
    """Return the treatment of every answer's group, empty before a group is formed."""
    slots = base.panel.quiz["slot"]
    return ["" if np.isnan(s) else str(base.deals.at[int(s), "treatment"]) for s in slots]


def _questions(base: Basis) -> dict[tuple[int, str, str], dict[str, Question]]:
    """Return the questions by (part, treatment, seat); the introduction's need no group."""
    design = base.panel.design
    first = {q.name: q for q in introduction_questions(design.experiment.game)}
    # The task's worked example is of four members; a game of other size is played without it.
    had = bool((base.panel.quiz["part"] == elicitation_quiz.PART).any())
    task = elicitation_quiz.questions(design.experiment.game) if had else ()
    asked = {(1, "", ""): first, (elicitation_quiz.PART, "", ""): {q.name: q for q in task}}
    for name, treatment in design.by_name.items():
        for part in range(1, len(treatment.phases)):
            for index, seat in enumerate(treatment.game.seats):
                questions = visibility_questions(treatment, part, index)
                asked[part + 1, name, seat] = {q.name: q for q in questions}
    return asked


def _member_of(base: Basis, frame: pd.DataFrame, grouped: pd.Series) -> dict[str, Any]:
    """Return the slot and seat of each row's participant, empty before a group is formed."""
    key = ["session", "participant"]
    people = base.panel.participants.set_index(key)[["slot", "seat"]]
    own = people.reindex(pd.MultiIndex.from_frame(frame[key])).set_axis(frame.index)
    return {"slot": own["slot"].where(grouped), "seat": own["seat"].where(grouped, "")}


def _turns(quiz: pd.DataFrame) -> list[Found]:
    """Sheets are numbered 1, 2, ... without gaps and handed in one after the other."""
    member = ["session", "participant", "part"]
    sheets = quiz.groupby([*member, "attempt"])["at"].agg(["min", "max"]).reset_index()
    last = sheets.groupby(member, as_index=False)["attempt"].max()
    wanted = pd.DataFrame(
        [(*who, n) for *who, most in last.itertuples(index=False) for n in range(1, most + 1)],
        columns=[*member, "attempt"],
    )
    there = wanted.merge(sheets, how="left", indicator=True)["_merge"] == "both"
    earlier = quiz.assign(attempt=quiz["attempt"] - 1)[[*member, "attempt"]]
    before = earlier.merge(sheets, how="left")["max"].set_axis(quiz.index)
    return [
        absent("quiz", wanted[~there.to_numpy()]),
        within("quiz", quiz, "at", (before, None), "after the sheet before it"),
    ]
