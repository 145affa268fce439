"""Does the lab know what is missing, and say what to type where it may not install it?"""

import importlib.metadata
import subprocess
import sys

import pytest

from lab import environment, machine
from lab.project import ROOT

NUMPY = importlib.metadata.version("numpy")


def test_only_what_is_absent_or_of_another_version_is_missing(tmp_path):
    (tmp_path / "base.txt").write_text(f"numpy=={NUMPY}  # kept\n\n# a comment\nno-such-package\n")
    (tmp_path / "more.txt").write_text("-r base.txt\nnumpy==0.1\nnumpy\n")
    assert environment.missing(tmp_path / "more.txt") == ["no-such-package", "numpy==0.1"]


@pytest.mark.parametrize("needs", [environment.RUN, environment.DEVELOP])
def test_the_files_of_requirements_can_be_read(needs):
    assert environment.missing(ROOT / needs) == []


def test_the_start_needs_nothing_but_the_standard_library():
    # -S leaves out every installed package, as on a machine that has only Python.
    code = "import lab.__main__ as m; m.parser(); import lab.machine, lab.setup, lab.secret"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A PATH on which only the named programs exist; each of them ends as told."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(name, code=0):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)

    return put


SERVER = machine.Program("PostgreSQL", apt=("postgresql",), brew=("postgresql@17",))
BROWSER = machine.Program("Chromium", download=("python", "-m", "playwright", "install"))


def test_debian_packages_come_in_one_go_and_downloads_after(path):
    path("apt-get")
    steps = machine.recipe([BROWSER, SERVER])
    assert [step[0] for step in steps] == ["apt-get", "apt-get", "python"]
    assert steps[1][-1] == "postgresql"


def test_homebrew_is_used_where_it_is(path):
    path("brew")
    assert machine.recipe([SERVER]) == [["brew", "install", "postgresql@17"]]


def test_without_a_package_manager_we_say_what_is_missing(path):
    with pytest.raises(SystemExit, match=r"Missing: PostgreSQL\. .* install by hand"):
        machine.require([SERVER])


def test_without_root_we_stop_with_the_one_command_to_type(path, monkeypatch):
    path("apt-get")
    path("sudo", code=1)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="sudo apt-get update -q && sudo apt-get install .*sql\n"):
        machine.require([SERVER])


def test_an_install_that_fails_stops_the_gate(path, monkeypatch):
    path("apt-get", code=100)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="This failed"):
        machine.require([SERVER])


def test_nothing_is_asked_for_when_nothing_is_missing(path):
    machine.require([])


def test_the_browser_and_the_database_are_found_here():
    assert machine.chromium().exists()
