"""Do the pages on foreign data and replication print what they say they print?"""

import contextlib
import io
import re

import pytest

from analysis.foreign.catalogue import PROJECT, data_folder

PAGES = ("docs/foreign-data.md", "docs/replication.md")
NEEDS = re.compile(r"<!-- needs data: (\S+) -->")
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(page):
    """Return the page's Python blocks, each with the output shown right after it, if any."""
    blocks = BLOCK.findall((PROJECT / page).read_text(encoding="utf-8"))
    following = [*blocks[1:], ("python", "")]
    return [
        (code, shown if then == "text" else None)
        for (kind, code), (then, shown) in zip(blocks, following, strict=True)
        if kind == "python"
    ]


@pytest.mark.parametrize("page", PAGES)
def test_every_example_prints_what_the_page_shows(page, monkeypatch):
    for needed in NEEDS.findall((PROJECT / page).read_text(encoding="utf-8")):
        if not (data_folder() / needed).is_dir():
            pytest.skip(f"no {needed} in {data_folder()}; set CONTINGENT_DATA")
    monkeypatch.chdir(PROJECT)
    names = {"__name__": page}
    for code, shown in examples(page):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, page, "exec"), names)
        if shown is not None:
            assert printed.getvalue() == shown


def test_every_page_has_examples():
    assert all(len(examples(page)) >= 3 for page in PAGES)
