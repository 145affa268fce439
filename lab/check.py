"""Does the code keep the rules of style and types?"""

import argparse
import subprocess
import sys

STEPS = (("ruff", "check", "."), ("mypy",))


def main(argv: list[str]) -> int:
    """Run the linter and the type checker; stop at the first that finds something."""
    argparse.ArgumentParser(prog="python -m lab check", description=__doc__).parse_args(argv)
    for step in STEPS:
        print("$", *step, flush=True)
        code = subprocess.run([sys.executable, "-m", *step]).returncode
        if code:
            return code
    return 0
