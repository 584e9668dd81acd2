"""Which sheets a workbook has, and where every number of the document stands in it, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.output.html.document import PrintedNumber, local_name, number_of
from grants.output.workbook.cells import Content, check_number, plain_text
from grants.output.workbook.cover import Cover, read_cover
from grants.output.workbook.formulas import Directory, Place, Term, without_circles
from grants.output.workbook.grid import Grid, GridCell, GridRow, read_grid
from grants.output.workbook.names import NUMBERS, sheet_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

CAPTION_ROW, HEAD_ROW = 0, 2
_VALUE_COLUMN = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """Plan einer Mappe: cover, tables by sheet with the list of all numbers last, the cells that are formulas."""

    cover: Cover
    sheets: Mapping[str, Grid]
    formulas: Mapping[Place, tuple[Term, ...]]
    directory: Directory


def plan_workbook(root: Element) -> Plan:
    """Return the plan of a document. Raises DocumentError for what no cell of a workbook can hold."""
    tables = [element for element in root.iter() if local_name(element) == "table"]
    sheets = dict(zip(sheet_names([_wanted_name(table) for table in tables]), map(read_grid, tables), strict=True))
    directory = Directory()
    cells = [cell for name, grid in sheets.items() for cell in _number_cells(name, grid)]
    for place, number in cells:
        if number.name:
            directory.note(number.name, place)
    numbers = _named_numbers(root)
    sheets[NUMBERS] = _listing(numbers)
    listed = dict(zip(numbers, (place for place, _ in _number_cells(NUMBERS, sheets[NUMBERS])), strict=True))
    pointers = {listed[name]: (Term(cell, subtracted=False),) for name in numbers if (cell := directory.find(name))}
    for name, place in listed.items():
        if place not in pointers:
            directory.note(name, place)
            cells.append((place, numbers[name]))
    sums = {place: terms for place, number in cells if (terms := directory.terms(number, place.sheet))}
    return Plan(read_cover(root), sheets, without_circles(sums) | pointers, directory)


def first_row(grid: Grid) -> int:
    """Return the row of a sheet in which the body of its table begins."""
    return HEAD_ROW + len(grid.heads)


def _wanted_name(table: Element) -> str:
    """Return the name the paper gave the sheet as identifier of the table, else its caption."""
    caption = next((plain_text(part) for part in table if local_name(part) == "caption"), "")
    return table.attrib.get("id") or caption


def _number_cells(sheet: str, grid: Grid) -> Iterator[tuple[Place, PrintedNumber]]:
    for row, line in enumerate((*grid.body, *grid.foot), start=first_row(grid)):
        for column, cell in enumerate(line.cells):
            if cell.content.number:
                yield Place(sheet, row, column), cell.content.number


def _named_numbers(root: Element) -> dict[str, PrintedNumber]:
    """Return every named number as first printed, without footnotes, with the sum that any of its prints states."""
    named: dict[str, PrintedNumber] = {}
    for element in root.iter():
        number = number_of(element)
        if number and number.name:
            check_number(number)
            first = named.setdefault(
                number.name, PrintedNumber(plain_text(element), number.exact, number.name, number.sums)
            )
            if number.sums and not first.sums:
                named[number.name] = PrintedNumber(first.text, first.exact, first.name, number.sums)
    return named


def _listing(numbers: Mapping[str, PrintedNumber]) -> Grid:
    """Return the list of all named numbers: name, value, text as printed."""
    heads = tuple(
        GridCell(Content(title), numeric=column == _VALUE_COLUMN)
        for column, title in enumerate(("Name", "Wert", "Text"))
    )
    rows = tuple(
        GridRow(
            (
                GridCell(Content(name)),
                GridCell(Content(number.text, number), numeric=True),
                GridCell(Content(number.text)),
            )
        )
        for name, number in numbers.items()
    )
    return Grid(Content("Alle benannten Zahlen des Dokuments"), (GridRow(heads),), rows, ())
