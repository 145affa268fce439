"""What does every table and column mean, for people and for programs?"""

import csv
import io
from collections.abc import Iterator
from html import escape

from design.columns import Column, Table
from design.tables import TABLES

HEAD = ("table", "column", "kind", "unit", "may be empty", "values", "meaning")

KINDS = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "truth": "0 or 1",
    "time": "ms since 1970 UTC",
}


def rows() -> Iterator[tuple[str, ...]]:
    """Yield one row of `HEAD` per column of every table."""
    for table in TABLES.values():
        for column in table.columns:
            yield (table.name, *_described(table, column))


def _described(table: Table, column: Column) -> tuple[str, ...]:
    key = "key" if column.name in table.key else ""
    return (
        column.name,
        KINDS[column.kind] + (f", {key}" if key else ""),
        column.unit,
        "yes" if column.optional else "no",
        ", ".join(column.levels),
        column.meaning,
    )


def as_csv() -> str:
    """Write the codebook as CSV."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(HEAD)
    out.writerows(rows())
    return text.getvalue()


def as_markdown() -> str:
    """Write the codebook as Markdown, a section per table."""
    return "# Codebook\n\n" + "\n\n".join(_section(table) for table in TABLES.values()) + "\n"


def _section(table: Table) -> str:
    head = "| " + " | ".join(HEAD[1:]) + " |"
    rule = "|" + " --- |" * len(HEAD[1:])
    lines = ["| " + " | ".join(_described(table, column)) + " |" for column in table.columns]
    key = ", ".join(table.key)
    return "\n".join(
        (f"## {table.name}\n", f"One row: {table.row}. Key: {key}.\n", head, rule, *lines)
    )


def as_html() -> str:
    """Write the codebook as one HTML page."""
    sections = "".join(_html_section(table) for table in TABLES.values())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Codebook</title>'
        "<style>body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;"
        "padding:0 1rem}table{border-collapse:collapse;font-size:.85rem}"
        "th,td{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0;"
        "border-bottom:1px solid #ddd}</style></head>"
        f"<body><h1>Codebook</h1>{sections}</body></html>\n"
    )


def _html_section(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in HEAD[1:])
    lines = []
    for column in table.columns:
        first, *others = _described(table, column)
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
        lines.append(f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>')
    return (
        f"<h2>{escape(table.name)}</h2>"
        f"<p>One row: {escape(table.row)}. Key: {escape(', '.join(table.key))}.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


FORMATS = {"markdown": as_markdown, "csv": as_csv, "html": as_html}
"""Every form of the codebook, by name."""
