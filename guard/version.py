"""Is this the oTree that every patch here was read against?"""

OTREE = "6.0.15"


def problem(found: str) -> str | None:
    """Say what to do about another oTree, or None for the right one."""
    if found == OTREE:
        return None
    return (
        f"Found oTree {found}; this project patches private parts of oTree {OTREE} and runs on "
        f"no other. Remedy: pip install -r requirements.txt"
    )
