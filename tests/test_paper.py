"""Can a paper include what was written, and does it say what the report says?"""

import re
import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from analysis.load import load
from analysis.outcomes import shares
from analysis.plan import run_plan
from analysis.reporting.drawing import Picture, as_pdf
from analysis.reporting.latex import as_latex, escaped
from analysis.reporting.paper import paper
from analysis.reporting.tables import Table
from analysis.reporting.words import signed
from tests.sessions import small, tables, write


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    return load(write(tables(small(slots=range(10))), tmp_path_factory.mktemp("paper") / "x"))


@pytest.fixture(scope="module")
def folder(panel, tmp_path_factory):
    made = tmp_path_factory.mktemp("paper") / "made"
    paper(panel, made)
    return made


def body(text):
    return re.search(r"\\midrule\n(.*)\n\\bottomrule", text, re.S).group(1).splitlines()


def test_what_latex_would_read_as_a_command_is_printed_as_it_is():
    assert escaped("50 % of A_1 & {x}") == r"50 \% of A\_1 \& \{x\}"
    signs = "\N{MINUS SIGN}1.5\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}"
    assert escaped(signs) == r"$-$1.5~$\times$"


def test_a_character_that_no_engine_prints_is_refused_by_name():
    with pytest.raises(ValueError, match=r"U\+2603"):
        escaped("\N{SNOWMAN}")


def test_numbers_stand_flush_right_and_words_left():
    text = as_latex(Table("T", ("name", "n"), (("a", "12"), ("b", "\N{EM DASH}"))), "t")
    assert r"\begin{tabular}{lr}" in text
    assert r"\label{tab:t}" in text


def test_every_row_has_a_cell_for_every_column(folder):
    for file in folder.glob("*.tex"):
        text = file.read_text()
        assert text.isascii()
        assert r"\begin{tabular}{}" not in text, file.name
        columns = re.search(r"\\begin\{tabular\}\{(\w+)\}", text)
        if columns:
            cells = {len(re.findall(r"(?<!\\)&", row)) + 1 for row in body(text)}
            assert cells <= {len(columns.group(1))}, file.name
        bare = re.sub(r"\\[{}]", "", text)
        assert bare.count("{") == bare.count("}")
        assert text.count(r"\begin{") == text.count(r"\end{")


def test_the_headline_table_holds_the_primary_estimates_in_their_order(panel, folder):
    found = shares(panel)
    plan = found.experiment.plan
    head = [e for e in run_plan(found) if e.role == "primary" and e.estimator == plan.estimator]
    rows = body((folder / "headline.tex").read_text())
    assert len(rows) == len(plan.primary)
    for row, one in zip(rows, head, strict=True):
        # With one block some contrasts cannot be estimated; those rows hold dashes.
        shown = escaped(signed(one.estimate)) if one.known else "---"
        assert f"& {shown} &" in row


def test_every_figure_is_a_page_of_pdf_and_a_drawing_that_parses(folder):
    pages = {file.stem for file in folder.glob("*.pdf")}
    assert pages == {file.stem for file in folder.glob("*.svg")}
    assert {"paths", "flow"} <= pages
    for file in folder.glob("*.pdf"):
        assert file.read_bytes().startswith(b"%PDF-1")
        assert ElementTree.parse(file.with_suffix(".svg")).getroot().tag.endswith("svg")


def test_the_page_includes_every_table_and_figure(folder):
    page = (folder / "all.tex").read_text()
    included = set(re.findall(r"\\input\{([\w-]+)\}", page))
    assert included == {file.stem for file in folder.glob("*.tex")} - {"all"}
    drawn = set(re.findall(r"\{([\w-]+)\.pdf\}", page))
    assert drawn == {file.stem for file in folder.glob("*.pdf")}


@pytest.mark.latex
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("paper_of", ["a4paper,landscape", "a4paper,12pt", "a4paper,twocolumn"])
def test_latex_sets_every_table_and_figure_within_the_page(folder, paper_of, tmp_path, request):
    if "latex" not in request.config.option.markexpr.split():
        pytest.skip("LaTeX is run when asked for: pytest -m latex")
    shutil.copytree(folder, tmp_path / "paper")
    page = (folder / "all.tex").read_text().replace("a4paper,landscape", paper_of)
    (tmp_path / "paper" / "page.tex").write_text(page)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    # The second run knows the labels that the first has met.
    for _ in range(2):
        done = subprocess.run(command, cwd=tmp_path / "paper", capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-2_000:]
    log = (tmp_path / "paper" / "page.log").read_text(errors="replace")
    for complaint in ("Overfull", "too large", "undefined", "Missing character"):
        assert complaint not in log, log
    written = re.search(r"Output written on page.pdf \((\d+) pages", log)
    # At least one page for every four figures; nothing was dropped without a word.
    assert int(written.group(1)) >= page.count("includegraphics") / 4


def test_the_same_picture_is_the_same_pdf():
    from analysis.reporting.drawing import picture

    made = [picture("x", "X", "an x", lambda figure: figure.subplots().plot([1, 2]), (2, 2))
            for _ in range(2)]  # fmt: skip
    assert as_pdf(made[0]) == as_pdf(made[1])


def test_a_picture_that_was_not_drawn_has_no_pdf():
    with pytest.raises(ValueError, match="no sketch"):
        as_pdf(Picture("x", "X", "an x", "<svg/>"))
