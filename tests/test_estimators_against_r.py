"""The committed tables and R's committed results are what their scripts give."""

import json
import runpy
import shutil
import subprocess

import pytest

from tests.fixtures.r.tables import HERE


def test_the_committed_tables_are_those_of_their_recipe(tmp_path):
    recipe = runpy.run_path(str(HERE / "tables.py"))
    recipe["write"](tmp_path)
    for name in recipe["TABLES"]:
        assert (tmp_path / name).read_text() == (HERE / name).read_text()


# lme4's random slopes stop where the optimiser does, which hangs on the BLAS beneath it.
TOLERANCES = {"random_slope.R": 1e-5}


@pytest.mark.r
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not installed")
@pytest.mark.parametrize("script", sorted(HERE.glob("*.R")), ids=lambda path: path.name)
def test_r_still_finds_what_was_committed(script, tmp_path, request):
    if "r" not in request.config.option.markexpr.split():
        pytest.skip("R is run when asked for: pytest -m r")
    out = tmp_path / "found.json"
    subprocess.run(["Rscript", script, HERE, out], check=True, capture_output=True)
    committed = json.loads(script.with_suffix(".json").read_text())
    found, allowed = flatten(json.loads(out.read_text())), TOLERANCES.get(script.name, 1e-7)
    assert found == pytest.approx(flatten(committed), rel=allowed)


def flatten(tree, path=""):
    if isinstance(tree, dict):
        return {k: v for key in tree for k, v in flatten(tree[key], f"{path}/{key}").items()}
    if isinstance(tree, list):
        return {k: v for i, x in enumerate(tree) for k, v in flatten(x, f"{path}/{i}").items()}
    return {path: tree}
