"""Which options does the report of somebody else's table take?"""

import argparse
from pathlib import Path


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the table, its mapping, the conditions and where to write."""
    text = "the table, or the name of a public data set of docs/foreign-data.md"
    command.add_argument("table", help=text)
    text = "TOML file that says what the table's columns mean; public data sets have theirs"
    command.add_argument("--mapping", type=Path, help=text)
    text = "conditions to compare, the control first (default: all, in order of appearance)"
    command.add_argument("--conditions", nargs="+", default=[], metavar="NAME", help=text)
    text = "let this column of the table be the condition"
    command.add_argument("--by", default="", metavar="COLUMN", help=text)
    text = "marginal per-capita return, if it is one number; efficiency needs it"
    command.add_argument("--mpcr", type=float, help=text)
    text = (
        "which rounds a group was to play: all that any group of its condition played (default), or"
        " those that it played itself, where lengths differ by design"
    )
    command.add_argument(
        "--rounds-of", choices=("condition", "group"), default="condition", help=text
    )
    text = "the HTML file to write; estimates and values go beside it (default foreign.html)"
    command.add_argument("--out", type=Path, default=Path("foreign.html"), help=text)
