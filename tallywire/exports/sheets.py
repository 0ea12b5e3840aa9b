"""A spreadsheet of three sheets: the claims, what each column means, and what the file is."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from tallywire.exports.rows import COLUMNS, NUMBERS, About

_CELL_LIMIT: Final = 32_767  # characters that a cell may hold
_WIDTHS: Final = {"evidence": 60, "group_text": 30, "article_title": 40, "url": 40}


def write_xlsx(path: Path, rows: Iterable[Mapping[str, Any]], about: About) -> None:
    """Write the claims as a workbook; texts stay texts, whatever they begin with, and numbers numbers."""
    # Row by row to disk: a workbook of 200,000 claims would not fit in a worker's memory.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("claims")
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(name, 14))
            sheet.write_string(0, column, name, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, name in enumerate(COLUMNS):
                _write(sheet, last, column, row[name], is_number=name in NUMBERS)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
        _write_pairs(book, "dictionary", ("column", "meaning"), COLUMNS, bold)
        _write_pairs(book, "about", ("what", "value"), about.rows(), bold)


def _write(sheet: Any, row: int, column: int, value: Any, *, is_number: bool) -> None:
    if value is None:
        return
    if is_number:
        sheet.write_number(row, column, value)
    else:
        text = str(value)
        sheet.write_string(row, column, text if len(text) <= _CELL_LIMIT else text[: _CELL_LIMIT - 1] + "…")


def _write_pairs(book: Any, title: str, heads: tuple[str, str], pairs: Mapping[str, str], bold: Any) -> None:
    sheet = book.add_worksheet(title)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for row, (name, value) in enumerate(pairs.items(), start=1):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
