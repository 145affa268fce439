"""What does the docs' page of the published designs say?"""

from design.mechanisms.presets import PRESETS, Preset


def page() -> str:
    """Return the page of every published design, in Markdown."""
    lines = [
        "# Published designs",
        "",
        "Written by `python -m lab catalogue --write` from design/mechanisms/presets.py. Each is a"
        " session config of the lab, named as here. It plays the conditions that the study compared"
        " within this project's frame: a common part 1 before them and a restart after them are"
        " ours. What could not be checked at its source is said; there our own numbers are played.",
        "",
    ]
    for preset in PRESETS:
        lines += _preset(preset)
    return "\n".join(lines)


def _preset(preset: Preset) -> list[str]:
    rounds = ", ".join(str(number) for number in preset.rounds)
    return [
        f"## {preset.name}: {preset.title}",
        "",
        "| | |",
        "|---|---|",
        f"| Conditions, the control first | {_conditions(preset)} |",
        f"| Game | {preset.members} members, {preset.endowment} points, return"
        f" {preset.mpcr / 1_000:g} |",
        f"| Rounds of parts 1, 2 and 3 | {rounds} |",
        f"| Could not be checked, so ours | {'; '.join(preset.unchecked) or 'nothing'} |",
        "",
        *(f"- {source}" for source in preset.sources),
        "",
    ]


def _conditions(preset: Preset) -> str:
    return ", ".join(f"`{name}`" for name in preset.conditions)
