"""Which methods does a paper's appendix state, written from the design and the Plan alone?

The same sentences as in the pre-registration, so that what was promised, what is done and what is
told cannot part.
"""

from analysis.preregistration import sentences
from analysis.reporting.latex import escaped
from analysis.reporting.story import Fact, facts
from analysis.reporting.words import condition
from design.experiments import Experiment
from design.plan import Plan


def methods(experiment: Experiment) -> tuple[Fact, ...]:
    """Tell the game, the conditions, every estimand with its method, and the rules, in order."""
    plan = experiment.plan
    played = [fact for fact in facts(experiment) if fact.name != "Schedule"]
    return (
        *(Fact(fact.name, fact.text[:1].upper() + fact.text[1:]) for fact in played),
        Fact("Conditions and lots", sentences.conditions(experiment)),
        *_each("Primary estimand", [sentences.estimand(experiment, one) for one in plan.primary]),
        *_each(
            "Secondary estimand", [sentences.estimand(experiment, one) for one in plan.secondary]
        ),
        *_sensitivity(plan),
        Fact("Estimation", " ".join(sentences.estimators(plan))),
        Fact("Multiplicity", sentences.multiplicity(plan)),
        Fact("Who counts", " ".join(sentences.exclusions(experiment))),
    )


def _each(name: str, texts: list[str]) -> tuple[Fact, ...]:
    return tuple(Fact(f"{name} {number}", text) for number, text in enumerate(texts, 1))


def _sensitivity(plan: Plan) -> tuple[Fact, ...]:
    """Tell which rounds the registered sensitivity leaves out; nothing where there is none."""
    dropped = sorted({one.window.drop_last for one in plan.sensitivity})
    if not dropped:
        return ()
    last = " and ".join(str(n) for n in dropped)
    text = f"The primary estimands once more without the last {last} rounds of their window."
    return (Fact("Registered sensitivity", text),)


def as_tex(experiment: Experiment) -> str:
    """Write the appendix as LaTeX paragraphs that a paper can include."""
    names = ", ".join(condition(name) for name in experiment.schedule.conditions)
    lines = [r"\section*{Methods}", "", f"% {experiment.name}: {names}"]
    for fact in methods(experiment):
        lines += [rf"\paragraph{{{escaped(fact.name)}.}} {escaped(fact.text)}", ""]
    return "\n".join(lines)
