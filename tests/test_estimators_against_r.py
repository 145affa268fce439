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


@pytest.mark.r
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not installed")
@pytest.mark.parametrize("script", sorted(HERE.glob("*.R")), ids=lambda path: path.name)
def test_r_still_finds_what_was_committed(script, tmp_path, request):
    if request.config.option.markexpr != "r":
        pytest.skip("R is run when asked for: pytest -m r")
    out = tmp_path / "found.json"
    subprocess.run(["Rscript", script, HERE, out], check=True, capture_output=True)
    committed = json.loads(script.with_suffix(".json").read_text())
    assert flatten(json.loads(out.read_text())) == pytest.approx(flatten(committed), rel=1e-7)


def flatten(tree, path=""):
    if isinstance(tree, dict):
        return {k: v for key in tree for k, v in flatten(tree[key], f"{path}/{key}").items()}
    if isinstance(tree, list):
        return {k: v for i, x in enumerate(tree) for k, v in flatten(x, f"{path}/{i}").items()}
    return {path: tree}
