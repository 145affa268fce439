"""Do the plans that the docs show run, and do the docs say what they find?"""

import io
import re
from contextlib import redirect_stderr, redirect_stdout

import pytest

from analysis.__main__ import main
from analysis.power.grid import read_plan
from lab.project import ROOT

PAGE = ROOT / "docs" / "power.md"
PLANS = sorted((ROOT / "docs" / "plans").glob("*.toml"))


@pytest.mark.parametrize("plan", PLANS, ids=[plan.stem for plan in PLANS])
def test_every_plan_of_the_docs_can_be_read_and_is_named_there(plan):
    assert read_plan(plan).title
    assert f"docs/plans/{plan.name}" in PAGE.read_text()


def test_the_tutorials_plan_is_shown_as_it_is():
    shown = re.search(r"```toml\n(.*?)```", PAGE.read_text(), re.S).group(1)
    assert shown == (ROOT / "docs" / "plans" / "verification.toml").read_text()


def test_the_tutorials_command_runs(tmp_path):
    # The tutorial's own plan with few experiments and few groups: the same steps, seconds.
    small = tmp_path / "verification.toml"
    text = (ROOT / "docs" / "plans" / "verification.toml").read_text()
    text = re.sub(r"groups = \[.*?\]", "groups = [12]", text)
    small.write_text(text.replace("experiments = 1000", "experiments = 20\ntruth_groups = 1000"))
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
        assert main(["power", str(small), "--workers", "1"]) == 0
    assert "Does seeing the others add 8 points?" in out.getvalue()
