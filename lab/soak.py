"""Do the promises about faults, load and inference hold over many more draws than the gate tries?

A full run that passes is written to docs/soak.json, with what it was a run of: a test of the gate
fails when the game, the rules or the estimators have changed since.
"""

import argparse
import ast
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from design.canonical import fingerprint
from design.catalogue import CORE
from design.mechanisms.index import ENTRIES
from lab import machine, test
from lab.project import ROOT

RECORD = ROOT / "docs" / "soak.json"
EFFORT = 5
MARKED = "live or r or latex"
SOME_FAILED = 1
# Further experiments of each world and number of groups: as many as docs/certificates.md rests on.
CERTIFIED = 10_000
SOFTWARE = ("otree", "SQLAlchemy", "starlette", "uvicorn", "websockets", "psycopg2-binary", "numpy")
# What a soak says something about; the simulator, the screens and the report are no part of it.
SUBJECTS = {
    "protocol": ("contingent_pgg/*.py", "guard/*.py"),
    "rules": (
        "design/stages/*.py",
        *(
            f"design/{name}.py"
            for name in (
                "absence", "chance", "choices", "clocks", "draws", "feedback",
                "game", "linked", "links", "monitoring", "occasions", "outside",
                "pace", "payment", "phases", "play", "rounds", "schedule",
                "settling", "sightings", "signals", "state", "statement", "steps",
                "technologies", "timing", "transition", "treatments", "view",
            )
        ),
    ),
    "estimators": ("analysis/estimators/*.py",),
    "certificates": (
        "analysis/certificates/*.py",
        *(f"analysis/power/{name}.py" for name in ("arrange", "primary", "redealt", "truth")),
    ),
}  # fmt: skip


def fingerprints() -> dict[str, str]:
    """Return what identifies the code and the catalogue that a soak is a soak of."""
    files = {name: _files(patterns) for name, patterns in SUBJECTS.items()}
    catalogue = fingerprint((tuple(CORE.values()), ENTRIES))
    return {"catalogue": catalogue} | {name: code(paths) for name, paths in files.items()}


def _files(patterns: Iterable[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def code(files: Iterable[Path]) -> str:
    """Return the SHA-256 of what Python files do; comments, layout and docstrings are no part."""
    parts = [f"{path.name}\n{bare(path.read_text(encoding='utf-8'))}" for path in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def bare(source: str) -> str:
    """Return a module's syntax tree as text, without its docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_text(body[0]):
            del body[0]
    return ast.unparse(tree)


def _is_text(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def struck(results: Path) -> dict[str, int]:
    """Return how often the tests of a run struck with each kind of fault, by their own count."""
    found: Counter[str] = Counter()
    for item in ElementTree.parse(results).iter("property"):
        found[item.attrib["name"]] += int(item.attrib["value"])
    return dict(sorted(found.items()))


def failed(results: Path) -> list[str]:
    """Return the tests of a run that failed, by file and name."""
    cases = ElementTree.parse(results).iter("testcase")
    return [
        f"{case.attrib['file']}::{case.attrib['name']}"
        for case in cases
        if case.find("failure") is not None or case.find("error") is not None
    ]


def outcome(runs: list[Path], effort: int, seconds: float) -> dict[str, Any]:
    """Return the record of a run and, where tests failed in it, of their second run.

    What failed and then passed alone is named under "again"; failures are those that remained.
    """
    first, last = (list(ElementTree.parse(run).iter("testsuite")) for run in (runs[0], runs[-1]))
    counted = {name: sum(int(s.attrib[name]) for s in first) for name in ("tests", "skipped")}
    counted |= {name: sum(int(s.attrib[name]) for s in last) for name in ("failures", "errors")}
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "effort": effort,
        **counted,
        "again": failed(runs[0]) if len(runs) > 1 else [],
        "seconds": round(seconds),
        "struck": dict(sum((Counter(struck(run)) for run in runs), Counter[str]())),
        "certified": CERTIFIED,
        "versions": {"python": platform.python_version()} | {n: version(n) for n in SOFTWARE},
        "fingerprints": fingerprints(),
    }


def tested(folder: Path, words: list[str], effort: int) -> tuple[int, list[Path]]:
    """Run the tests, and alone once more those that failed; return status and results."""
    env = os.environ | {"CONTINGENT_EFFORT": str(effort)}
    # The older dialect keeps what a test says that it did.
    common = [sys.executable, "-m", "pytest", "-m", MARKED, "-o", "junit_family=xunit1", *words]
    runs = []
    for name, options in (("first", test.WORKERS), ("again", ("-p", "no:xdist", "--last-failed"))):
        runs.append(folder / f"{name}.xml")
        command = [*common, *options, f"--junitxml={runs[-1]}"]
        status = subprocess.run(command, env=env, cwd=ROOT).returncode
        if status != SOME_FAILED:
            break
    return status, runs


def certifying() -> subprocess.Popen[bytes]:
    """Start to certify the Plan on experiments that the page has not seen.

    Its exit code is 0 if they agree and it holds. It yields to the tests, which wait a lot.
    """
    command = [sys.executable, "-m", "analysis", "certificates", "--check", str(CERTIFIED)]
    return subprocess.Popen(["nice", "-n", "19", *command], cwd=ROOT)


def main(argv: list[str]) -> int:
    """Run the live tests with more kills, more members and more frames than usual."""
    parser = argparse.ArgumentParser(
        prog="python -m lab soak",
        description=__doc__,
        epilog="Further words go to pytest; with such words nothing is recorded.",
    )
    parser.add_argument("--effort", type=int, default=EFFORT, help=f"times the usual ({EFFORT})")
    asked, words = parser.parse_known_args(argv)
    machine.require(test.missing())
    start, before = time.monotonic(), fingerprints()
    with tempfile.TemporaryDirectory(prefix="contingent-soak-") as folder:
        certificates = None if words else certifying()
        status, runs = tested(Path(folder), words, asked.effort)
        if certificates is not None:
            status = certificates.wait() or status
        if status or words or asked.effort < EFFORT or before != fingerprints():
            return status
        record = outcome(runs, asked.effort, time.monotonic() - start)
    RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(f"Wrote {RECORD.relative_to(ROOT)}: commit it with the code it is a soak of.")
    return 0
