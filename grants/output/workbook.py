"""The tables of a document as XLSX: real numbers, sums as formulas. The one home of xlsxwriter."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from grants.output.archive import normalise_zip
from grants.output.document import PrintedNumber, local_name, matching_names, number_of, text_of

if TYPE_CHECKING:
    from datetime import datetime
    from xml.etree.ElementTree import Element

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEAD_ROW = 2
COLUMNS_ON_PORTRAIT = 4
HEAD_HEIGHT = 32
NARROWEST, WIDEST = 14, 60
COVER = "Deckblatt"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a named number stands: sheet, row, column."""

    sheet: str
    row: int
    column: int

    def address(self, from_sheet: str) -> str:
        cell = xl_rowcol_to_cell(self.row, self.column)
        return cell if self.sheet == from_sheet else f"'{self.sheet}'!{cell}"


def write_workbook(root: Element, dated: datetime) -> bytes:
    """Return the XLSX of a document tree: a cover sheet with its facts, then one sheet per table."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        title = next(text_of(element) for element in root.iter() if local_name(element) == "title")
        book.set_properties({"title": title, "created": dated})
        _Sheets(book, root, title).write()
    return normalise_zip(stream.getvalue())


class _Sheets:
    """Writes the sheets of one workbook; knows where every named number stands before it writes a formula."""

    def __init__(self, book: Workbook, root: Element, title: str) -> None:
        self.book, self.root, self.title = book, root, title
        self.tables = [element for element in root.iter() if local_name(element) == "table"]
        self.places: dict[str, _Place] = {}
        self.places_on: dict[str, dict[str, _Place]] = {}
        self.formats = {
            "title": book.add_format({"bold": True, "font_size": 14, "font_color": "#1f4e79"}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "indent": 1}),
            "head_number": book.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "right"}
            ),
            "text": book.add_format({"valign": "top", "indent": 1}),
            "text_total": book.add_format({"bold": True, "top": 1, "indent": 1}),
        }

    def write(self) -> None:
        for table in self.tables:
            self._note_places(table)
        self._write_cover()
        for table in self.tables:
            self._write_table(table)

    def _note_places(self, table: Element) -> None:
        sheet = _sheet_name(table)
        for row, cells in enumerate(_body_rows(table), start=HEAD_ROW + 1):
            for column, cell in enumerate(cells):
                number = number_of(cell)
                if number and number.name:
                    place = _Place(sheet, row, column)
                    self.places.setdefault(number.name, place)
                    self.places_on.setdefault(sheet, {}).setdefault(number.name, place)

    def _write_cover(self) -> None:
        sheet = self.book.add_worksheet(COVER)
        _set_print(sheet, landscape=True)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 110)
        sheet.write_string(0, 0, self.title, self.formats["title"])
        row = HEAD_ROW
        for element in self.root.iter():
            if local_name(element) == "dl":
                for term, definition in zip(element[::2], element[1::2], strict=True):
                    sheet.write_string(row, 0, text_of(term), self.formats["text"])
                    sheet.write_string(row, 1, text_of(definition), self.formats["text"])
                    row += 1

    def _write_table(self, table: Element) -> None:
        name = _sheet_name(table)
        sheet = self.book.add_worksheet(name)
        parts = {local_name(part): part for part in table}
        heads = list(parts["thead"][0])
        _set_print(sheet, landscape=len(heads) > COLUMNS_ON_PORTRAIT)
        sheet.write_string(0, 0, text_of(parts["caption"]), self.formats["title"])
        for column, head in enumerate(heads):
            numeric = "num" in head.attrib.get("class", "")
            sheet.write_string(
                HEAD_ROW,
                column,
                text_of(head).replace("\u00ad", ""),
                self.formats["head_number" if numeric else "head"],
            )
        sheet.set_row(HEAD_ROW, HEAD_HEIGHT)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.repeat_rows(HEAD_ROW)
        rows = _body_rows(table)
        for column in range(len(heads)):
            longest = max((len(text_of(cells[column])) for cells in rows), default=0)
            sheet.set_column(column, column, min(max(longest + 2, NARROWEST), WIDEST))
        for row, cells in enumerate(rows, start=HEAD_ROW + 1):
            total = row > HEAD_ROW + len(parts["tbody"])
            for column, cell in enumerate(cells):
                self._write_cell(sheet, name, row, column, cell, total=total)
        sheet.print_area(0, 0, HEAD_ROW + len(rows), len(heads) - 1)

    def _write_cell(self, sheet: Worksheet, name: str, row: int, column: int, cell: Element, *, total: bool) -> None:
        number = number_of(cell)
        if number is None:
            sheet.write_string(row, column, text_of(cell), self.formats["text_total" if total else "text"])
            return
        format_ = self._number_format(number, total=total)
        formula = self._formula(number, name)
        if formula:
            sheet.write_formula(row, column, formula, format_, Decimal(number.exact))
        else:
            sheet.write_number(row, column, Decimal(number.exact), format_)

    def _number_format(self, number: PrintedNumber, *, total: bool) -> Format:
        """Return the format with as many decimals as the exact value has."""
        decimals = len(number.exact.partition(".")[2])
        key = f"number_{decimals}_{total}"
        if key not in self.formats:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self.formats[key] = self.book.add_format(
                {"num_format": pattern, "valign": "top", "bold": total, "top": 1 if total else 0}
            )
        return self.formats[key]

    def _formula(self, number: PrintedNumber, sheet: str) -> str:
        """Return the sum a number states, as a formula over the cells of its parts; empty when it states none."""
        # A sum adds the cells of its own sheet where they stand there too.
        places = self.places | self.places_on[sheet]
        terms = []
        for part in number.sums:
            sign, pattern = ("-", part[1:]) if part.startswith("-") else ("+", part)
            names = matching_names(pattern, list(places))
            if any(name not in places for name in names):
                return ""
            terms += [(sign, places[name]) for name in names]
        if not terms:
            return ""
        column = _as_range(terms, sheet)
        if column:
            return f"=SUM({column})"
        return "=" + "".join(f"{sign}{place.address(sheet)}" for sign, place in terms).removeprefix("+")


def _as_range(terms: list[tuple[str, _Place]], sheet: str) -> str:
    """Return the range of the terms when they are added and fill one column of the sheet without a gap."""
    first, rows = terms[0][1], sorted(place.row for _, place in terms)
    same_column = all(sign == "+" and (p.sheet, p.column) == (sheet, first.column) for sign, p in terms)
    if len(terms) > 1 and same_column and rows == list(range(rows[0], rows[0] + len(rows))):
        return str(xl_range(rows[0], first.column, rows[-1], first.column))
    return ""


def _body_rows(table: Element) -> list[Element]:
    return [row for part in table if local_name(part) in ("tbody", "tfoot") for row in part]


def _sheet_name(table: Element) -> str:
    """Return the sheet name, which the paper gave as the identifier of the table."""
    return table.attrib["id"].capitalize()


def _set_print(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8&F&R&8Seite &P von &N")
    if landscape:
        sheet.set_landscape()
