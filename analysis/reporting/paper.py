"""Which tables and figures does a paper include, and under which names?"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from analysis.estimate import Estimate, tidy
from analysis.outcomes import Shares, shares
from analysis.panel import Panel
from analysis.plan import run_plan, silent
from analysis.reporting import accuracy, descriptives, flow, lasting, tables
from analysis.reporting.appendix import as_tex
from analysis.reporting.balance import balance
from analysis.reporting.drawing import Picture, as_pdf
from analysis.reporting.latex import as_latex, escaped
from analysis.reporting.pictures import pictures
from analysis.reporting.tables import Table
from analysis.reporting.words import NOTHING, SPACE, interval, p_value, short, signed

ROLES = {
    "primary": "Primary estimands by every method",
    "sensitivity": "Registered sensitivity: without the last rounds",
    "without_automatic": "Registered sensitivity: without groups that have automatic choices",
    "without_imputed": "Registered sensitivity: members' own choices, without imputed ones",
    "secondary": "Secondary estimands by every method",
}
# Room for a caption below.
FITTED = r"width=\linewidth,height=.85\textheight,keepaspectratio"
OUTCOMES = {"mean": "mean contribution", "slope": "decay"}


def paper(
    panel: Panel, folder: Path, *, progress: Callable[[str], None] = silent
) -> tuple[Path, ...]:
    """Write tables as LaTeX and CSV, figures as PDF and SVG, and a page that includes them all.

    Parameters
    ----------
    folder : made if it is not there
    progress : called with the name of each step
    """
    found = shares(panel)
    estimates = run_plan(found, progress=progress)
    errors = accuracy.belief_errors(panel)
    drawn = pictures(panel, found, estimates, errors, progress=progress)
    shown = dict(_tables(found, estimates, errors))
    lasted = lasting.lasting(found)
    if lasted.picture is not None:
        drawn[lasted.picture.name] = lasted.picture
        shown["lasting"] = lasting.table(lasted)
    folder.mkdir(parents=True, exist_ok=True)
    made = [_text(folder / f"{name}.tex", as_latex(one, name)) for name, one in shown.items()]
    made.append(_text(folder / "methods.tex", as_tex(found.experiment)))
    made.append(_text(folder / "estimates.csv", tidy(estimates).to_csv(index=False)))
    for one in drawn.values():
        made += _figure(folder, one)
    made.append(_text(folder / "all.tex", _page(["methods", *shown], list(drawn.values()))))
    return tuple(made)


def _text(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def _figure(folder: Path, one: Picture) -> Iterator[Path]:
    """Write a figure as a vector page and as a picture of the web."""
    page, picture = folder / f"{one.name}.pdf", folder / f"{one.name}.svg"
    page.write_bytes(as_pdf(one))
    yield page
    space = 'xmlns="http://www.w3.org/2000/svg"'
    body = one.svg if space in one.svg else one.svg.replace("<svg", f"<svg {space}", 1)
    yield _text(picture, body)


def _tables(
    found: Shares, estimates: tuple[Estimate, ...], errors: pd.DataFrame
) -> Iterator[tuple[str, Table]]:
    yield "headline", headline(found, estimates)
    for role, caption in ROLES.items():
        rows = [one for one in estimates if one.role == role]
        # Not every Plan or experiment has answers in every role; LaTeX sets no empty table.
        if rows:
            yield f"estimates-{role.replace('_', '-')}", tables.estimates(rows, caption)
    yield "conditions", tables.by_condition(descriptives.by_condition(found))
    yield "restart", tables.restarts(descriptives.restarts(found))
    yield "balance", tables.balance(balance(found))
    yield "groups", tables.groups(flow.groups(found))
    if len(errors):
        yield "beliefs", tables.beliefs(accuracy.accuracy(errors, ["condition", "question"]))


def headline(found: Shares, estimates: tuple[Estimate, ...]) -> Table:
    """Set the primary family by the headline method, a row per estimand."""
    plan = found.experiment.plan
    rows = [e for e in estimates if e.role == "primary" and e.estimator == plan.estimator]
    head = ("contrast", "endpoint", "estimate", "95 % interval", "p", "Holm p", "groups")
    cells = tuple(
        (short(one.contrast), OUTCOMES.get(one.outcome, one.outcome), *_cells(one)) for one in rows
    )
    note = (
        "Percentage points of the endowment; 95 % intervals from CR2 errors clustered on the group,"
        " with Satterthwaite degrees of freedom for unequal arms, lengthened on the side to which"
        " outcomes are skewed; p by re-dealing the arms within block and"
        f" beliefs coin; Holm over {len(rows)} tests."
    )
    return Table("Effects of positions in group regimes", head, cells, note)


def _cells(one: Estimate) -> tuple[str, ...]:
    if not one.known:
        return (NOTHING,) * 5
    p, holm = (p_value(p).removeprefix("=").strip(SPACE) for p in (one.p, one.p_holm))
    return signed(one.estimate), interval(one.low, one.high), p, holm, str(one.n_groups)


def _page(names: list[str], drawn: list[Picture]) -> str:
    """Write a page that includes every table and figure, to copy from."""
    lines = [
        r"\documentclass[a4paper,landscape]{article}",
        r"\usepackage[margin=15mm]{geometry}",
        r"\usepackage{booktabs,graphicx}",
        r"\begin{document}",
        *(rf"\input{{{name}}}" for name in names),
    ]
    for one in drawn:
        lines += [
            r"\begin{figure}[htbp]\centering",
            rf"\includegraphics[{FITTED}]{{{one.name}.pdf}}",
            rf"\caption{{{escaped(one.title)}}}",
            rf"\label{{fig:{one.name}}}",
            r"\end{figure}",
        ]
    return "\n".join([*lines, r"\end{document}", ""])
