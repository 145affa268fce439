"""Does the audit find nothing on honest data, and the right row on altered data?"""

import re

import numpy as np
import pytest

from analysis.audit import UNCHECKED, audit
from analysis.checks.compare import _key
from analysis.errors import DataError, Rows
from analysis.load import load
from analysis.validate import check_tables
from design.acted import play
from design.catalogue import Parts
from design.experiments import comparison, flagship
from design.population import fischbacher_gaechter
from design.simulated import acted_tables
from design.tables import TABLES
from tests.sessions import SHORT, Play, frames, small, tables, together, write

INPUTS = {
    "decisions": {"shown_at": "only its order is checked, and it may be absent"},
    "beliefs": {"belief": "stated by the member; the prize it wins is checked"},
    "sightings": {"first_shown_at": "only its order is checked, and it may be absent"},
    "schedules": {
        "unconditional": "stated by the member; whatever it is paid by is checked",
        "schedule": "stated by the member; its type and whatever it is paid by are checked",
    },
}
"""Columns of which an alteration that stays possible cannot be told from the truth."""

POINTED_AT = (("sessions", "session"), ("participants", "participant"))
"""Names that other tables point to: the loader names the first row that points to nothing."""

PLAYED_EVENTS = ("grouped", "timed_out", "finished")
"""Events that other tables prove; a connection more or less proves nothing."""


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    """Two sessions of one schedule, with everything that can happen to groups and people."""
    first = small(slots=range(6), absent={(3, 1): (2, 3, 4)}, replaced={(2, 0): (3, 5)},
                  ended={4: 1}, left_over=1, left_waiting=1, declined=1, elicited=True)  # fmt: skip
    second = small(first.experiment.schedule.conditions, session="s2", slots=range(6, 12),
                   stops={11: 4}, created_at=first.created_at + 10**7, elicited=True)  # fmt: skip
    folder = tmp_path_factory.mktemp("two") / "export"
    return load(write(together(tables(first), tables(second)), folder))


def test_nothing_differs_on_honest_data(panel):
    found = audit(panel)
    assert found.differences.to_dict("records") == []
    assert set(found.cells) == set(TABLES), "every table is compared"


def test_open_rounds_are_counted_and_are_no_differences(panel):
    # Slot 11 stopped after 4 of 8 rounds, one member having decided the fifth; slot 4 was ended
    # after the first, so that nothing of it is open.
    found = audit(panel)
    assert (found.open_rounds, found.settled_rounds, found.ended_groups) == (4, 10 * 8 + 4 + 1, 1)


def test_a_whole_flagship_of_other_numbers_is_recomputed_from_its_own_experiment(tmp_path):
    experiment = flagship(parts=Parts(1, 3, 1), conditions=("two_way", "open", "dark"), prize=7)
    played = tables(Play(experiment, seed=99, slots=range(3, 9)))
    assert audit(load(write(played, tmp_path / "x"))).clean


def altered(panel, table, column, row):
    """The panel with one other value in one cell, one that its kind allows."""
    declared = next(c for c in TABLES[table].columns if c.name == column)
    frame = panel.table(table).copy()
    old = frame.loc[row, column]
    frame[column] = frame[column].astype(object)
    frame.loc[row, column] = other_value(declared, old)
    return panel.with_table(table, frame.astype(panel.table(table).dtypes))


def other_value(declared, old):
    if declared.levels:
        return next(level for level in declared.levels if level != old)
    if declared.kind == "text":
        if old.isdigit():
            return {"0": "1", "1": "0"}.get(old, f"{old}1")
        return "B" if old == "A" else f"{old}x" if old else "A"
    if declared.kind == "time":
        # Clock times are checked for their order: move them far out of it.
        return 1_000 if declared.name != "created_at" else old + 10**11
    if declared.kind == "truth":
        return not old
    return 1 if np.isnan(old) else (old - 1 if old >= 1 else old + 1)


def named(panel, changed, table, row):
    """Whether the loader refuses the altered row or the audit names it, by its old or new key."""
    try:
        read = {n: (changed.table(n), places(n, changed.table(n))) for n in TABLES}
        check_tables(read, changed.design)
    except DataError as error:
        return re.search(rf"{table}\.csv, row {row + 2}\b", str(error)) is not None
    found = audit(changed).differences
    keys = [_key(table, one.table(table).loc[row]) for one in (panel, changed)]
    return bool(((found["table"] == table) & found["row"].isin(keys)).any())


def places(table, frame):
    return Rows(np.full(len(frame), f"{table}.csv"), np.arange(2, len(frame) + 2))


def candidates(panel, table, column):
    """Rows in which an alteration matters: settled, and of an event that others prove."""
    frame = panel.table(table)
    if table == "events":
        frame = frame[frame["event"].isin(PLAYED_EVENTS)]
        frame = frame[frame["event"] == "timed_out"] if column in ("part", "round") else frame
    if table == "decisions":
        frame = frame[frame["settled_at"].notna()]
    if table == "quiz":
        # Another wrong answer is still wrong.
        frame = frame[frame["correct"]]
    if table == "groups" and column == "finished_at":
        frame = frame[frame["finished_at"].notna()]
    return frame.index


AUDITED = [
    (table, column.name)
    for table, declared in TABLES.items()
    for column in declared.columns
    if table not in ("acts", "messages", "heard")
    and column.name not in UNCHECKED.get(table, {})
    and column.name not in INPUTS.get(table, {})
    and (table, column.name) not in POINTED_AT
]


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    """A session with stages beside contributing: looks at a price."""
    experiment = comparison(name="looks", conditions=("looks_list", "individual"), parts=SHORT)
    people = fischbacher_gaechter(experiment.game)
    acted = list(play(experiment, 5, experiment.schedule.block_size, people))
    return load(write(frames(acted_tables(experiment, 5, acted)), tmp_path_factory.mktemp("s")))


def test_nothing_differs_on_an_honest_session_with_stages(staged):
    found = audit(staged)
    assert found.differences.to_dict("records") == []
    assert found.cells["acts"] > 1_000


STAGED = [
    ("acts", column)
    for column in TABLES["acts"].names
    # Another answer within its bounds could have been given.
    if column != "choice"
] + [
    ("decisions", "adjustment"),
    ("decisions", "earnings"),
    ("sightings", "requested"),
    ("sightings", "price"),
    ("sightings", "lag"),
]


@pytest.mark.parametrize(("table", "column"), STAGED)
def test_one_altered_value_of_a_stage_is_named_with_its_row(staged, table, column):
    frame = staged.table(table)
    rows = frame.index if table == "acts" else frame.index[frame["part"] == 2]
    row = rows[len(rows) // 3]
    assert named(staged, altered(staged, table, column, row), table, row)


def test_an_answer_that_its_stage_does_not_allow_is_named(staged):
    row = staged.acts.index[7]
    changed = staged.acts.copy()
    changed.loc[row, "choice"] = 2
    assert named(staged, staged.with_table("acts", changed), "acts", row)


@pytest.mark.parametrize(("table", "column"), AUDITED)
def test_one_altered_value_is_named_with_its_row(panel, table, column):
    rows = candidates(panel, table, column)
    row = rows[len(rows) // 3]
    assert named(panel, altered(panel, table, column, row), table, row)


@pytest.mark.parametrize(("table", "column"), POINTED_AT)
def test_an_altered_name_leaves_rows_that_point_to_nothing(panel, table, column):
    changed, old = altered(panel, table, column, 0), panel.table(table).loc[0, column]
    read = {n: (changed.table(n), places(n, changed.table(n))) for n in TABLES}
    message = rf"found '{old}'; allowed: one that table '{table}' holds"
    with pytest.raises(DataError, match=message):
        check_tables(read, changed.design)


@pytest.mark.parametrize(("automatic", "wrong"), [(True, 0), (False, 1)])
def test_the_rule_may_report_nothing_and_a_member_may_not(automatic, wrong, tmp_path):
    # A report that is not made in time is -1, which nobody can type.
    experiment = comparison(name="x", conditions=("report_bonus_own", "dark"), parts=SHORT)
    people = fischbacher_gaechter(experiment.game)
    acted = list(play(experiment, 5, experiment.schedule.block_size, people))
    altered = frames(acted_tables(experiment, 5, acted))
    acts = altered["acts"]
    row = acts.index[acts["stage"] == "report"][0]
    acts.loc[row, ["choice", "automatic"]] = [-1, automatic]
    found = audit(load(write(altered, tmp_path / "x"))).differences
    about = found[(found["table"] == "acts") & (found["column"] == "choice")]
    assert len(about) == wrong
