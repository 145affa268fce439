"""How are conditions, contrasts, outcomes and numbers written for a reader?"""

import math

from design.plan import Estimand

CONDITIONS = {
    "dark": "dark",
    "one_way": "one-way glass",
    "two_way": "two-way glass",
    "dark_earnings": "dark with earnings",
    "one_way_earnings": "one-way with earnings",
    "two_way_earnings": "two-way with earnings",
    "open": "open",
}

CONTRASTS = {
    "seeing": "Seeing others' contributions, unseen (C1 − C0, seats A and B)",
    "being_seen": "Being seen, unseeing (C2 − C0, seats C and D)",
    "interaction": "Seeing and being seen together, beyond the sum of each alone"
    " (two-way − 2 × one-way + dark)",
    "earnings": "Seeing own earnings, hence the total (C4 − C0)",
    "withdrawal": "Removing the monitoring of contributions (removed − kept)",
    "earnings_withdrawal": "Removing own earnings (removed − kept)",
}

SHORT = {
    "seeing": "seeing",
    "being_seen": "being seen",
    "interaction": "both, beyond the sum",
    "earnings": "own earnings",
    "withdrawal": "withdrawal",
    "earnings_withdrawal": "earnings withdrawn",
}

ESTIMATORS = {
    "blocked_cr2_skew_randomisation": "headline",
    "blocked_cr2_randomisation": "headline",
    "difference": "unadjusted",
    "wild_cluster_bootstrap": "wild bootstrap",
    "hodges_lehmann_rank_sum": "shift, rank sum",
    "restricted_mean_randomisation": "restricted mean",
}

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EM DASH}"
SPACE = "\N{NO-BREAK SPACE}"


def condition(name: str) -> str:
    """Name a condition."""
    return CONDITIONS.get(name, name.replace("_", " "))


def contrast(name: str) -> str:
    """Say what a contrast compares."""
    return CONTRASTS.get(name, name.replace("_", " "))


def short(name: str) -> str:
    """Name a contrast in a word or two."""
    return SHORT.get(name, name.replace("_", " "))


def number(value: float, digits: int = 1) -> str:
    """Write a number, a long dash where there is none."""
    if not math.isfinite(value):
        return NOTHING if math.isnan(value) else f"{MINUS if value < 0 else ''}∞"
    text = f"{abs(value):,.{digits}f}"
    return f"{MINUS}{text}" if value < 0 and float(text.replace(",", "")) else text


def signed(value: float, digits: int = 1) -> str:
    """Write a difference with its sign."""
    text = number(value, digits)
    return f"+{text}" if math.isfinite(value) and not text.startswith(MINUS) else text


def p_value(value: float) -> str:
    """Write a p-value with its relation, "= .012" or "< .001"."""
    if math.isnan(value):
        return NOTHING
    if value < 0.001:
        return f"<{SPACE}.001"
    return f"= {value:.3f}".replace("= 0.", "= .").replace(" ", SPACE)


def count(value: int) -> str:
    """Write a count, astronomic ones as a power of ten."""
    return f"{value:,}" if value < 10**9 else f"about 10^{len(str(value)) - 1}"


def interval(low: float, high: float, digits: int = 1) -> str:
    """Write an interval."""
    if math.isnan(low):
        return NOTHING
    return f"{number(low, digits)} to {number(high, digits)}".replace(" ", SPACE)


def outcome(estimand: Estimand, rounds: range) -> str:
    """Say what is compared in which rounds."""
    where = f"rounds {rounds[0]}–{rounds[-1]}"
    if estimand.outcome == "slope":
        return f"decay: slope over {where} × {len(rounds) - 1}"
    return f"mean contribution in {where}"


def arms(stored: str) -> str:
    """Name the arms of an Estimate with their groups, "one-way glass 8, dark 8"."""
    pairs = [text.rsplit(" ", 1) for text in stored.split(", ") if text]
    return ", ".join(f"{condition(name)}{SPACE}{n}" for name, n in pairs)
