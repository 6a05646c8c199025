"""custom: three tables of comma- or tab-separated values."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

CITY = ["ID", "Country", "City", "Year", "Count"]
PRODUCT = ("ProductID", "Category", "Brand", "Price", "Stock")
STUDENT = ("StudentID", "Subject", "Grade", "Semester", "Score")
_SPECIAL = re.compile(r"[^\d\w\s]")


def _header(columns: tuple[str, ...], delimiter: str) -> re.Pattern[str]:
    return re.compile(delimiter.join(f'(?:{column}|"{column}")' for column in columns) + r"\Z")


_PRODUCT_HEADER, _STUDENT_HEADER = _header(PRODUCT, r",[ \t]*"), _header(STUDENT, r"\t *")


def csv_city(_: Arguments, text: str) -> bool:
    """The header and seven rows of five fields, and nothing around them."""
    rows = read_rows(text, ",")
    return len(rows) == 8 and rows[0] == CITY and all(len(row) == len(CITY) for row in rows[1:])  # noqa: PLR2004 (asked)


def csv_special_character(_: Arguments, text: str) -> bool:
    """The header and fourteen rows, of five fields up to the first with a special character in quotation marks."""
    rows = _quoted_rows(text, ",") if _PRODUCT_HEADER.match(_first_line(text)) else []
    if len(rows) != 15:  # noqa: PLR2004 (as asked)
        return False
    for row in rows[1:]:
        if len(row) != len(PRODUCT):
            return False
        if any(map(_is_special, row)):
            return True
    return False


def _is_special(field: str) -> bool:
    """Whether the field's first line begins with a quotation mark and has a special character before its last one."""
    line = field.split("\n", maxsplit=1)[0]
    return line.startswith('"') and _SPECIAL.search(line, 1, max(line.rfind('"'), 1)) is not None


def csv_quotes(_: Arguments, text: str) -> bool:
    """The header and three rows of five fields between tabs, each in quotation marks, the header's too."""
    rows = _quoted_rows(text, "\t") if _STUDENT_HEADER.match(_first_line(text)) else []
    return len(rows) == 4 and all(len(row) == len(STUDENT) and all(map(_is_quoted, row)) for row in rows)  # noqa: PLR2004 (as asked)


def _is_quoted(field: str) -> bool:
    field = field.strip()
    return field.startswith('"') and field.endswith('"')


def _first_line(text: str) -> str:
    return text.split("\n", maxsplit=1)[0].strip()


def _quoted_rows(text: str, delimiter: str) -> list[list[str]]:
    """Return the rows; the quotation marks around a field stay, and delimiters between them divide nothing."""
    return read_rows(text.replace('"', '"""'), delimiter)


def read_rows(text: str, delimiter: str) -> list[list[str]]:
    """Return the rows that Python's ``csv`` reads, none where it cannot."""
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return []
