"""What happens when members themselves report, or choose to show, what they gave?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.disclose import Disclose
from design.stages.report import Report
from design.stages.stage import Stage

UNCHECKED = Monitoring(granularity="individual", source="self_report")
QUARTER = Monitoring(granularity="individual", source="audited_report", audited=250)
TENTH = Monitoring(granularity="individual", source="audited_report", audited=100)


def _after(stage: Stage) -> tuple[Stage, ...]:
    return Contribute(), stage, Observe()


def _timely(name: str, bonus: int, to: str) -> Condition:
    report = Report(within=30, bonus=bonus, to=to, penalty=5_000)
    mechanisms = ("reports", "deadline") + ("bonus",) * (bonus > 0)
    roles = everybody("B12", role="manager" if to == "D" else "mutual")
    if to == "D":
        roles = type(roles)(("mutual", "mutual", "mutual", "manager"), roles.cells)
    return Condition(name, TENTH, roles, mechanisms, _after(report))


def _disclosing(rule: str) -> Condition:
    stages = _after(Disclose(rule))
    return Condition(f"disclose_{rule}", Monitoring(), everybody("B16"), ("disclosure",), stages)


ENTRIES = (
    Entry(
        id="B12",
        title="Timely reporting",
        words="a group discount directed to managers for timely reporting",
        sees="What the others reported in time; a tenth of the reports is checked.",
        does="Contributes, then reports the own contribution within 30 seconds, truly or not;"
        " whoever is found to have reported something else loses 5 points.",
        parameter="bonus of 2 points for a report in time: none, to whoever reports, to all in"
        " equal shares, or to one member, the manager",
        prediction=Prediction(
            selfish="Nobody contributes. With a bonus of one's own everybody reports in time;"
            " a bonus that others get is worth nothing to whoever reports.",
            conditional="The bonus rewards reporting, not contributing: it moves how much is"
            " known, and contributions only by what becomes known.",
            indefinite="Reports deter only as far as they are checked.",
        ),
        outcome="share of reports in time; contributions given that share",
        conditions=(
            _timely("report_timed", 0, "filer"),
            _timely("report_bonus_own", 2_000, "filer"),
            _timely("report_bonus_group", 2_000, "group"),
            _timely("report_bonus_manager", 2_000, "D"),
        ),
        control="report_timed",
        sources=("The bonus, the penalty, the chance of a check and the 30 seconds are ours.",),
    ),
    Entry(
        id="B16",
        title="The obligation to keep telling everyone",
        words='"they don\'t know they need to keep telling everyone"',
        sees="The true contributions of those who show theirs, and who does not.",
        does="Contributes, then shows the own contribution or keeps it.",
        parameter="what holds for whoever does nothing: hidden (opt-in), shown (opt-out); or"
        " everybody is shown",
        prediction=Prediction(
            conditional="If showing is free and true, whoever gave more than the silent are taken"
            " to have given shows it, until only the lowest is silent; people stop earlier, and"
            " leave what is set.",
            indefinite="Silence can be answered like a low contribution.",
        ),
        outcome="share of contributions shown, by their size; beliefs about the silent",
        conditions=tuple(_disclosing(rule) for rule in ("opt_in", "opt_out", "mandatory")),
        control="individual",
        sources=("The three defaults are ours; no published design is copied.",),
    ),
    Entry(
        id="B19",
        title="Information in a trusted way",
        words='"increase information flow ... in a trusted way"',
        sees="What each other member reported; in one condition a quarter of the reports is"
        " replaced by the true number, marked as checked.",
        does="Contributes, then reports a number as the own contribution.",
        parameter="verified contributions, unchecked reports, or reports checked with a chance of"
        " 25 percent and a penalty of 5 points",
        prediction=Prediction(
            selfish="Nobody contributes, and reports mean nothing.",
            conditional="Reports are higher than contributions, and are followed less than"
            " verified numbers.",
            indefinite="Unchecked reports deter nobody; checked ones deter as an audit does.",
            direction=1,
        ),
        outcome="report minus contribution; slope on reported against verified numbers (trust"
        " premium)",
        conditions=(
            Condition(
                "report_unchecked", UNCHECKED, everybody("B19"), ("reports",), _after(Report())
            ),
            Condition(
                "report_checked",
                QUARTER,
                everybody("B19"),
                ("reports", "audit"),
                _after(Report(penalty=5_000)),
            ),
        ),
        control="individual",
        sources=(
            "econbeancount 141905: type reports without verification; only its title and abstract"
            " were seen. The chance of a check and the penalty are ours.",
        ),
    ),
)
