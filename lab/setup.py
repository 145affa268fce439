"""Is everything installed that the lab needs? The work is done before this command runs."""

import argparse
import sys


def main(argv: list[str]) -> int:
    """Say where the environment is; `enter` has made it by now."""
    argparse.ArgumentParser(prog="python -m lab setup", description=__doc__).parse_args(argv)
    print(f"Ready: Python {sys.version.split()[0]} in {sys.prefix}. Start the lab with: make lab")
    return 0
