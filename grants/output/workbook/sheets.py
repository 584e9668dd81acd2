"""Writes the planned sheets: numbers as numbers, sums as formulas with their results, text as text whatever it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grants.output.workbook.formulas import Place, Term, sum_formula
from grants.output.workbook.names import COVER
from grants.output.workbook.numbers import day_pattern, number_pattern
from grants.output.workbook.plan import CAPTION_ROW, HEAD_ROW, first_row
from grants.output.workbook.styles import (
    BODY,
    FACT,
    HEAD,
    HEADING,
    KICKER,
    LABEL,
    LINK,
    SMALL,
    STAMP,
    TITLE,
    TOTAL,
    WIDEST_ON_PORTRAIT,
    Formats,
    column_widths,
    lines_of,
    lines_of_row,
    row_height,
    set_page,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from grants.output.workbook.cells import Content
    from grants.output.workbook.cover import Block
    from grants.output.workbook.grid import Grid, GridCell, GridRow
    from grants.output.workbook.plan import Plan
    from grants.output.workbook.styles import Style

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
ROWS_WORTH_FILTERING = 30
COVER_WIDTHS = (38, 66)
WIDE, NARROW_FIRST_COLUMN = 110, 40
RIGHT_TO_LEFT = 2


class SheetWriter:
    """Writes the sheets of one workbook as planned."""

    def __init__(self, book: Workbook, plan: Plan) -> None:
        """Write nothing yet."""
        self._book, self._plan, self._formats = book, plan, Formats(book)

    def write(self) -> None:
        """Write cover, tables and the list of all numbers."""
        self._write_cover()
        for name, grid in self._plan.sheets.items():
            self._write_table(name, grid)

    def _write_cover(self) -> None:
        sheet, cover = self._book.add_worksheet(COVER), self._plan.cover
        set_page(sheet, cover, COVER, landscape=False)
        for column, width in enumerate(COVER_WIDTHS):
            sheet.set_column(column, column, width)
        row = 0
        lines = [(text, SMALL) for text in cover.sender] + [("", SMALL), (cover.kicker, KICKER)]
        for text, style in [*lines, (cover.title, TITLE), (cover.lead, KICKER), (cover.stamp, STAMP)]:
            if text or style is SMALL:
                self._write_across(sheet, row, COVER_WIDTHS, text, style)
                row += 1
        for block in cover.blocks:
            row = self._write_block(sheet, row + 1, block)
        row = self._write_contents(sheet, row + 1)
        sheet.print_area(0, 0, row, 1)

    def _write_block(self, sheet: Worksheet, row: int, block: Block) -> int:
        """Write a heading and its facts; return the row after the last."""
        self._write_heading(sheet, row, block.heading)
        for number, fact in enumerate(block.facts, start=row + 1):
            texts = zip((fact.label, fact.content.text), COVER_WIDTHS, strict=True)
            lines = max(lines_of(text, width) for text, width in texts)
            valign = _set_height(sheet, number, lines)
            self._write_text(sheet, number, 0, fact.label, LABEL, valign=valign)
            place = Place(COVER, number, 1)
            known = self._plan.directory.find(fact.content.number.name) if fact.content.number else None
            terms = (Term(known, subtracted=False),) if known else ()
            self._write_content(sheet, place, fact.content, {**FACT, "valign": valign}, terms)
        return row + len(block.facts) + 1

    def _write_contents(self, sheet: Worksheet, row: int) -> int:
        """Write the sheets of the workbook with links to them; return the last row."""
        self._write_heading(sheet, row, "Tabellen dieser Mappe")
        for name, grid in self._plan.sheets.items():
            row += 1
            valign = _set_height(sheet, row, lines_of(grid.caption.text, COVER_WIDTHS[1]))
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self._formats.get(LINK, valign=valign), name)
            self._write_text(sheet, row, 1, grid.caption.text, FACT, valign=valign)
        return row

    def _write_heading(self, sheet: Worksheet, row: int, text: str) -> None:
        self._write_text(sheet, row, 0, text, HEADING)
        sheet.write_blank(row, 1, None, self._formats.get(HEADING))

    def _write_table(self, name: str, grid: Grid) -> None:
        sheet, widths, body = self._book.add_worksheet(name), column_widths(grid), first_row(grid)
        landscape = sum(widths) > WIDEST_ON_PORTRAIT
        set_page(sheet, self._plan.cover, grid.caption.text or name, landscape=landscape)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._write_across(sheet, CAPTION_ROW, widths, grid.caption.text, TITLE)
        for row, line in enumerate(grid.heads, start=HEAD_ROW):
            _set_height(sheet, row, lines_of_row(line, widths, bold=True))
            for column, cell in enumerate(line.cells):
                self._write_head(sheet, row, column, cell)
        heads = [grid.words_above(column) for column in range(len(widths))]
        for row, line in enumerate((*grid.body, *grid.foot), start=body):
            valign = _set_height(sheet, row, lines_of_row(line, widths, bold=line.total))
            self._write_row(sheet, Place(name, row, 0), line, heads, valign)
        last = self._write_notes(sheet, widths, grid)
        sheet.print_area(0, 0, last, len(widths) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self._set_heads(sheet, grid, widths)

    def _set_heads(self, sheet: Worksheet, grid: Grid, widths: Sequence[int]) -> None:
        """Keep the heads in view and on every page; offer filters where a table is long."""
        if not grid.heads:
            return
        body = first_row(grid)
        beside = sum(widths) > WIDE and widths[0] <= NARROW_FIRST_COLUMN
        sheet.freeze_panes(body, 1 if beside else 0)
        sheet.repeat_rows(HEAD_ROW, body - 1)
        if len(grid.body) >= ROWS_WORTH_FILTERING:
            sheet.autofilter(body - 1, 0, body + len(grid.body) - 1, len(widths) - 1)

    def _write_head(self, sheet: Worksheet, row: int, column: int, cell: GridCell) -> None:
        if cell.spans == 1:
            self._write_text(sheet, row, column, cell.content.text, HEAD, align="right" if cell.numeric else "left")
        else:
            self._write_text(sheet, row, column, cell.content.text, HEAD, align="center_across")

    def _write_row(self, sheet: Worksheet, start: Place, line: GridRow, heads: Sequence[str], valign: str) -> None:
        for column, cell in enumerate(line.cells):
            style = {**(TOTAL if line.total else BODY), "valign": valign}
            style["align"] = "right" if cell.numeric or cell.content.number else "left"
            if cell.right_to_left:
                style |= {"align": "right", "reading_order": RIGHT_TO_LEFT}
            place = Place(start.sheet, start.row, column)
            terms = self._plan.formulas.get(place, ())
            self._write_content(sheet, place, cell.content, style, terms, heads[column])

    def _write_content(
        self, sheet: Worksheet, place: Place, content: Content, style: Style, terms: Sequence[Term], heads: str = ""
    ) -> None:
        """Write what a cell holds; a number with terms becomes their sum with its exact result."""
        row, column = place.row, place.column
        if content.number:
            exact = Decimal(content.number.exact)
            format_ = self._formats.get(style, num_format=number_pattern(content.number, heads))
            formula = sum_formula(terms, place.sheet, len(content.number.exact.partition(".")[2])) if terms else ""
            if formula:
                sheet.write_formula(row, column, formula, format_, exact)
            else:
                sheet.write_number(row, column, exact, format_)
        elif content.day:
            format_ = self._formats.get({"align": "left", **style}, num_format=day_pattern(content.day, content.text))
            sheet.write_datetime(row, column, content.day, format_)
        else:
            self._write_text(sheet, row, column, content.text, style)

    def _write_text(
        self, sheet: Worksheet, row: int, column: int, text: str, style: Style, **more: str | int | bool
    ) -> None:
        """Write a text that stays text, also when somebody edits the cell later."""
        if text.startswith(FORMULA_SIGNS):
            more["quote_prefix"] = True
        format_ = self._formats.get(style, **more)
        if not text:
            sheet.write_blank(row, column, None, format_)
        elif text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for finished XML; in two pieces it escapes it.
            sheet.write_rich_string(row, column, text[:1], format_, text[1:], format_)
        else:
            sheet.write_string(row, column, text, format_)

    def _write_notes(self, sheet: Worksheet, widths: Sequence[int], grid: Grid) -> int:
        """Write the footnotes below the table, each with the cell it belongs to; return the last row."""
        row = first_row(grid) + len(grid.body) + len(grid.foot)
        notes = [("", note) for note in grid.caption.notes]
        for number, line in enumerate(grid.rows, start=HEAD_ROW):
            for column, cell in enumerate(line.cells):
                place = f"Zu {Place('', number, column).address('')}: "
                notes += [(place, note) for note in cell.content.notes]
        for number, (place, note) in enumerate(notes, start=row + 1):
            self._write_across(sheet, number, widths, f"{place}{note}", SMALL)
        return row + len(notes) if notes else row - 1

    def _write_across(self, sheet: Worksheet, row: int, widths: Sequence[int], text: str, style: Style) -> None:
        """Write a text that may be wider than its first cell; over several lines it gets all columns."""
        size = int(style.get("font_size", 11))
        lines = lines_of(text, sum(widths), size)
        sheet.set_row(row, row_height(lines, size))
        if lines > 1 and len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", self._formats.get(style))
        wrapped = {**style, "text_wrap": lines > 1}
        self._write_text(sheet, row, 0, text, wrapped)


def _set_height(sheet: Worksheet, row: int, lines: int) -> str:
    """Set the height of a row, which not every program finds by itself; return where its texts stand in it."""
    sheet.set_row(row, row_height(lines))
    return "top" if lines > 1 else "vcenter"
