"""Write amounts, dates, CSV, TOML and XLSX files the way the systems of a German office deliver them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

YEAR = 2025
FIRST_DAY = date(YEAR, 1, 1)
LAST_DAY = date(YEAR, 12, 31)
CREATED = datetime(2026, 1, 15, tzinfo=UTC)
DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Cents:
    """An amount that an XLSX file carries as a number with two decimals."""

    value: int


Cell = str | int | Decimal | date | Cents | None


def half_up(value: Fraction) -> int:
    """Round to the nearest integer, halves away from zero (ROUND_HALF_UP)."""
    size = (abs(value.numerator) * 2 + value.denominator) // (value.denominator * 2)
    return size if value >= 0 else -size


def money(cents: int) -> str:
    """Print 463104 as 4.631,04 and -18000 as 180,00- (trailing minus of the payroll system)."""
    euros, rest = divmod(abs(cents), 100)
    return f"{euros:,}".replace(",", ".") + f",{rest:02d}" + ("-" if cents < 0 else "")


def hours(hundredths: int) -> str:
    """Print 1950 as 19,50."""
    return f"{hundredths // 100},{hundredths % 100:02d}"


def day(value: date | None) -> str:
    """Print a date as dd.mm.yyyy, an open end as empty text."""
    return value.strftime("%d.%m.%Y") if value else ""


def full_time(hundredths: int) -> Decimal:
    """Turn weekly hours into a full-time share (VZÄ) of a 39-hour week, to four decimals."""
    return Decimal(half_up(Fraction(hundredths * 10000, 3900))).scaleb(-4)


def overlap_days(begin: date, end: date | None, first: date, last: date) -> int:
    """Count the calendar days of a period that fall between two days, both included."""
    return max(0, (min(end or last, last) - max(begin, first)).days + 1)


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """Give the first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def iban(bank_code: str, account: str) -> str:
    """Build a German IBAN with valid check digits."""
    body = f"{bank_code}{account:0>10}"
    check = 98 - int(f"{body}131400") % 97
    text = f"DE{check:02d}{body}"
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with line feeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def write_csv(path: Path, rows: Iterable[Sequence[str]], encoding: str) -> None:
    """Write a semicolon file with CRLF line ends in the encoding of the delivering system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(";".join(row) + "\r\n" for row in rows).encode(encoding))


def write_xlsx(path: Path, sheet: str, rows: Sequence[Sequence[Cell]], header_row: int) -> None:
    """Write one sheet with real date and number cells; the same rows always give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": sheet, "author": "Landratsamt Lindental", "created": CREATED})
    bold = book.add_format({"bold": True})
    dates = book.add_format({"num_format": "dd.mm.yyyy"})
    amounts = book.add_format({"num_format": "#,##0.00"})
    page = book.add_worksheet(sheet)
    page.set_column(0, max(len(row) for row in rows) - 1, 18)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            _write_cell(page, (at, column), cell, (bold if at == header_row else None, dates, amounts))
    book.close()


def _write_cell(page: Any, place: tuple[int, int], cell: Cell, formats: tuple[Any, Any, Any]) -> None:  # noqa: ANN401
    text_format, date_format, amount_format = formats
    if cell is None or cell == "":
        return
    if isinstance(cell, Cents):
        page.write_number(*place, Decimal(cell.value) / 100, amount_format)
    elif isinstance(cell, date):
        page.write_datetime(*place, cell, date_format)
    elif isinstance(cell, str):
        page.write_string(*place, cell, text_format)
    else:
        page.write_number(*place, cell)
