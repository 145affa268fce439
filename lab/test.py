"""Does everything hold? Style, types, and every test, with what each skip left out."""

import argparse
import subprocess
import sys

from lab import check, machine

# Tests of one file stay together, since they share one PostgreSQL or one server. Files are taken in
# the order of collection, in which the longest come first.
WORKERS = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def missing() -> list[machine.Program]:
    """Return the programs that tests drive and this machine lacks."""
    from lab.postgres import PostgresMissingError, binaries

    programs = []
    if machine.chromium() is None:
        programs.append(browser())
    try:
        binaries()
    except PostgresMissingError:
        server = machine.Program("PostgreSQL", apt=("postgresql",), brew=("postgresql@17",))
        programs.append(server)
    return programs


def browser() -> machine.Program:
    """Return how this machine gets Chromium: from its packages, or downloaded by Playwright.

    Only Debian packages it as a plain program; Ubuntu's package is a snap, which cannot read
    temporary folders.
    """
    release = machine.release()
    if release == "debian":
        return machine.Program("Chromium", apt=("chromium",))
    extra = ("--with-deps",) if release == "ubuntu" else ()
    command = (sys.executable, "-m", "playwright", "install", *extra, "chromium")
    return machine.Program("Chromium", download=command)


def main(argv: list[str]) -> int:
    """Bring what is missing, then run the gate; further words go to pytest."""
    parser = argparse.ArgumentParser(
        prog="python -m lab test", description=__doc__, epilog="Further words go to pytest."
    )
    _, words = parser.parse_known_args(argv)
    machine.require(missing())
    code = check.main([])
    if code:
        return code
    print("$ pytest", *words, flush=True)
    return subprocess.run([sys.executable, "-m", "pytest", *WORKERS, *words]).returncode
