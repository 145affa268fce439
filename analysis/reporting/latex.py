"""How does a table of text become LaTeX that a paper can include?

Booktabs rules, one `tabular` in a `table`, shrunk to the line where it is wider; ASCII throughout,
so that any engine reads it. Packages: booktabs, graphicx.
"""

from analysis.reporting.tables import Table

SPECIAL = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": "$<$", ">": "$>$",
    "\N{NO-BREAK SPACE}": "~", "\N{MINUS SIGN}": "$-$", "\N{MULTIPLICATION SIGN}": r"$\times$",
    "\N{EN DASH}": "--", "\N{EM DASH}": "---", "\N{INFINITY}": r"$\infty$",
    "\N{SUPERSCRIPT TWO}": "$^2$", "\N{LEFT DOUBLE QUOTATION MARK}": "``",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "''", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LESS-THAN OR EQUAL TO}": r"$\leq$", "\N{GREATER-THAN OR EQUAL TO}": r"$\geq$",
    "\N{PLUS-MINUS SIGN}": r"$\pm$", "\N{HORIZONTAL ELLIPSIS}": r"\ldots{}",
    "\N{GREEK SMALL LETTER DELTA}": r"$\delta$", "\N{MIDDLE DOT}": r"$\cdot$",
}  # fmt: skip
NUMBER = ("", *"0123456789.+<", "\N{MINUS SIGN}", "\N{EM DASH}")
WIDEST = 20
FITTED = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}"


def escaped(text: str) -> str:
    """Write text so that LaTeX prints it; a character without a known form is refused."""
    found = "".join(SPECIAL.get(letter, letter) for letter in text)
    strange = sorted({letter for letter in found if not letter.isascii()})
    if strange:
        names = ", ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in strange)
        raise ValueError(f"no LaTeX form is known for {names} in {text!r}")
    return found


def as_latex(shown: Table, label: str) -> str:
    """Write a table with its caption, its label and its note below."""
    columns = "".join("r" if _numeric(column) else "l" for column in zip(*shown.rows, strict=True))
    columns = columns or "l" * len(shown.head)
    note = f"\n\\par\\smallskip\\footnotesize {escaped(shown.note)}" if shown.note else ""
    rows = "\n".join(_row(row) for row in shown.rows)
    return (
        "\\begin{table}[htbp]\n\\centering\\small\n"
        f"\\caption{{{escaped(shown.caption)}}}\n\\label{{tab:{label}}}\n"
        f"{FITTED}{{%\n\\begin{{tabular}}{{{columns}}}\n\\toprule\n{_row(shown.head)}\n\\midrule\n"
        f"{rows}\n\\bottomrule\n\\end{{tabular}}}}{note}\n\\end{{table}}\n"
    )


def _numeric(cells: tuple[str, ...]) -> bool:
    """Return whether a column holds numbers: those are set flush right."""
    return all(cell.strip()[:1] in NUMBER and len(cell) <= WIDEST for cell in cells)


def _row(cells: tuple[str, ...]) -> str:
    return " & ".join(escaped(cell) for cell in cells) + r" \\"
