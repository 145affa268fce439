"""Are the README, the docs and the commands true, and does nothing private stand in the files?"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lab.__main__ import COMMANDS
from lab.project import ROOT, workspace

README = (ROOT / "README.md").read_text()
PAGES = sorted((ROOT / "docs").glob("*.md"))
TEXT = {page.name: page.read_text() for page in [ROOT / "README.md", *PAGES]}
TARGETS = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M))
LAB = {command.name for command in COMMANDS}
# A page says so in a comment when its examples read a public data set that may be absent.
NEEDS = re.compile(r"<!-- needs data: (\S+) -->")
MACHINE = re.compile(r"/(?:work|root|home/\w+|Users/\w+|opt/cv)/")


def files():
    """Every file under version control, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout: no list of the project's files")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def first_paragraph(text):
    return " ".join(text.split("\n\n")[1].split())


def test_the_readme_says_its_purpose_in_two_sentences():
    assert len(re.findall(r"[.!?](?=\s|$)", first_paragraph(README))) == 2


def test_the_readmes_first_command_comes_within_25_lines():
    assert "make lab" in "\n".join(README.splitlines()[:25])


def test_the_readmes_map_names_every_entry_of_the_project_and_no_other():
    entries = {path.relative_to(ROOT).parts[0] for path in files()}
    entries = {name for name in entries if not name.startswith(".")} - {"README.md"}
    table = README.split("## Map")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {name.strip("/") for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert entries - named == set(), "say in one line of the README's map what these are for"
    assert named - entries == set(), "these are in the README's map and do not exist"


def test_whatever_the_readme_tells_to_edit_exists():
    table = README.split("edit Y")[1].split("\n## ")[0]
    named = [name for name in re.findall(r"`([\w./]+)`", table) if "/" in name]
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", TEXT)
def test_commands_in_the_docs_exist(page):
    made = set(re.findall(r"(?:^|`)make ([\w-]+)", TEXT[page], re.M)) - {"NAME"}
    run = set(re.findall(r"python -m lab (\w[\w-]*)", TEXT[page])) - {"NAME"}
    if page == "README.md" or "```sh" in TEXT[page]:
        assert made <= TARGETS
    assert run <= LAB


def test_make_only_names_commands_of_the_lab():
    recipes = (ROOT / "Makefile").read_text()
    assert set(re.findall(r"-m lab ([\w-]+)", recipes)) <= LAB
    assert len(re.findall(r"-m lab [\w-]+", recipes)) == len(TARGETS - {"PHONY"})


def test_every_command_of_the_lab_is_documented():
    documented = "\n".join(TEXT.values())
    assert {name for name in LAB if f"python -m lab {name}" not in documented} == set()


def test_every_command_of_the_analysis_is_documented_and_exists():
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    known = set(re.search(r"\{([\w,-]+)\}", done.stdout).group(1).split(","))
    documented = set(re.findall(r"python -m analysis ([a-z][\w-]*)", "\n".join(TEXT.values())))
    assert documented == known


@pytest.mark.parametrize("name", sorted(LAB))
def test_every_command_explains_itself(name, tmp_path):
    place = workspace(tmp_path / "place")
    command = [sys.executable, "-m", "lab", name, "--help"]
    done = subprocess.run(command, cwd=place.folder, env=place.env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f"python -m lab {name}" in done.stdout


def examples(text):
    return re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)


@pytest.mark.parametrize("page", [page.name for page in PAGES if examples(page.read_text())])
def test_the_examples_of_a_page_run_one_after_the_other(page, tmp_path):
    place = workspace(tmp_path / "place")
    for needed in NEEDS.findall(TEXT[page]):
        if not (Path(place.env["CONTINGENT_DATA"]) / needed).exists():
            pytest.skip(f"{page} reads {needed}, which is not in CONTINGENT_DATA")
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(examples(TEXT[page]))],
        cwd=place.folder,
        env=place.env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", TEXT)
def test_links_between_pages_lead_somewhere(page):
    folder = ROOT if page == "README.md" else ROOT / "docs"
    local = [link for link in re.findall(r"\]\(([^)#]+)", TEXT[page]) if "://" not in link]
    assert [link for link in local if not (folder / link).exists()] == []


def test_every_page_is_named_in_the_readme():
    pages = {f"docs/{page.name}" for page in PAGES}
    assert pages - set(re.findall(r"\]\(([^)#]+)", README)) == set()


def texts():
    for path in files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_place_on_somebodys_machine():
    found = [f"{p.relative_to(ROOT)}: {m.group()}" for p, t in texts() for m in MACHINE.finditer(t)]
    assert found == []


def test_no_database_and_no_secret_is_under_version_control():
    private = re.compile(r"(^\.env$|\.sqlite3|\.pem$|\.dump$)")
    assert [path for path in files() if private.search(path.name)] == []


def test_the_gate_for_machines_is_the_gate_for_people():
    gate = ROOT / ".ci" / "run"
    assert os.access(gate, os.X_OK)
    assert gate.read_text().rstrip().endswith("make test </dev/null")


def test_each_dependency_is_pinned_and_says_so_once():
    lines = (ROOT / "requirements.txt").read_text().split()
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
