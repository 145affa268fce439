"""Is every private part of oTree that the guard relies on still where it was?"""

import ast
import importlib
import subprocess
import sys

import pytest

from guard import deferred, rewrites, version
from lab.project import ROOT
from tests.guard_project import make

RESOLVE = """
import importlib, sys
from otree.main import setup
setup()
import otree.asgi, otree.cli.timeoutsubprocess
for hook in sys.argv[1:]:
    parts, found = hook.split("."), None
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
            break
        except ImportError:
            pass
    for name in parts[cut:]:
        if not hasattr(found, name):
            print(hook)
            break
        found = getattr(found, name)
"""


def hooks():
    """Every name in a module's HOOKS, read without importing oTree."""
    for path in sorted((ROOT / "guard").glob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "HOOKS":
                yield from ast.literal_eval(node.value)


def test_every_hook_exists_in_the_otree_that_is_installed(tmp_path):
    place, named = make(tmp_path / "place"), sorted(set(hooks()))
    assert "otree.middleware.lock2" in named
    done = subprocess.run(
        [sys.executable, "-c", RESOLVE, *named],
        cwd=place.folder,
        env=place.env,
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_every_patch_is_installed_and_names_its_hooks():
    tree = ast.parse((ROOT / "guard" / "install.py").read_text())
    named = {n.targets[0].id: n.value for n in tree.body if isinstance(n, ast.Assign)}
    installed = {name.id for name in named["PATCHES"].elts}
    for path in (ROOT / "guard").glob("*.py"):
        body = ast.parse(path.read_text()).body
        applies = any(isinstance(n, ast.FunctionDef) and n.name == "apply" for n in body)
        assert applies == (path.stem in installed), path.stem
        assert not applies or "HOOKS = (" in path.read_text(), path.stem


def test_another_otree_is_refused_with_the_remedy():
    assert version.problem("6.0.15") is None
    for other in ("6.0.14", "6.0.16", "7.0.0"):
        assert f"Found oTree {other}" in version.problem(other)
        assert "pip install -r requirements.txt" in version.problem(other)


def test_a_template_that_no_longer_holds_its_hole_stops_the_start(monkeypatch):
    monkeypatch.setitem(rewrites.REWRITES, "otree/Login.html", ("no such text", ""))
    with pytest.raises(rewrites.RewriteError, match="otree/Login.html"):
        rewrites.rewritten("otree/Login.html")


def test_a_patch_waits_for_its_module_and_runs_once(tmp_path, monkeypatch):
    (tmp_path / "imported_later.py").write_text("value = 1")
    monkeypatch.syspath_prepend(tmp_path)
    seen = []
    deferred.when_imported("imported_later", lambda module: seen.append(module.value))
    assert seen == []
    module = importlib.import_module("imported_later")
    assert seen == [1]
    # A patch that comes too late to wait is applied at once.
    deferred.when_imported("imported_later", lambda module: seen.append(module.value + 1))
    importlib.reload(module)
    assert seen == [1, 2]
