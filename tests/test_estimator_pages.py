"""Do the estimators' pages run, print what they say, and is there a page for each estimator?"""

import contextlib
import io
import re

import pytest

from lab.project import ROOT

FOLDER = ROOT / "docs" / "estimators"
PAGES = sorted(FOLDER.glob("*.md"))
INDEX = (FOLDER / "index.md").read_text()
# Parts of other estimators, which no analyst calls by themselves.
PARTS = {
    "assignments", "batch", "batch_wild", "gmm", "likelihood", "nuisance", "ols", "slope",
    "student",
}  # fmt: skip


def examples(text):
    return re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```", text, re.M | re.S)


@pytest.mark.parametrize("page", [p for p in PAGES if p.stem != "index"], ids=lambda p: p.stem)
def test_a_page_prints_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names, blocks = {}, examples(page.read_text())
    assert blocks, "a page shows its estimator on data"
    for code, said in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, names)  # noqa: S102
        assert printed.getvalue().rstrip() == said.rstrip()


@pytest.mark.parametrize("page", [p for p in PAGES if p.stem != "index"], ids=lambda p: p.stem)
def test_a_page_says_when_to_use_its_estimator_and_when_not(page):
    text = page.read_text()
    assert "**Use it** when" in text
    assert "**Do not use it** when" in text
    assert f"]({page.name})" in INDEX


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_links_of_a_page_lead_somewhere(page):
    links = [link for link in re.findall(r"\]\(([^)#]+)", page.read_text()) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_fixtures_that_a_page_names_exist(page):
    named = re.findall(r"`(tests/fixtures/[\w./]+)`", page.read_text())
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_estimator_has_a_page():
    text = "\n".join(page.read_text() for page in PAGES)
    shown = set(re.findall(r"analysis\.estimators\.(\w+) import", text))
    every = {path.stem for path in (ROOT / "analysis" / "estimators").glob("*.py")}
    assert every - {"__init__"} - PARTS - shown == set()
