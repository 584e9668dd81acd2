"""The look of a workbook: formats made once each, widths of columns, pages."""

from __future__ import annotations

import math
import re
from textwrap import wrap
from typing import TYPE_CHECKING

from grants.output.workbook.names import shortened_with_dots
from grants.output.workbook.numbers import shown_length

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from grants.output.workbook.cover import Cover
    from grants.output.workbook.grid import Grid, GridCell, GridRow

    Style = Mapping[str, str | int | bool]

ACCENT, ACCENT_LIGHT, MUTED, LINE, WARN = "#1F4E79", "#E8EEF4", "#555555", "#C5CDD5", "#8A3B00"
TITLE: Style = {"bold": True, "font_size": 14, "font_color": ACCENT, "valign": "top", "text_wrap": True}
KICKER: Style = {"font_color": MUTED, "font_size": 10}
SMALL: Style = {"font_color": MUTED, "font_size": 9, "valign": "top", "text_wrap": True}
STAMP: Style = {"bold": True, "font_color": WARN}
HEADING: Style = {"bold": True, "font_size": 12, "font_color": ACCENT, "bottom": 2, "bottom_color": ACCENT}
_CELL: Style = {"valign": "vcenter", "text_wrap": True, "indent": 1}
HEAD: Style = {**_CELL, "bold": True, "bg_color": ACCENT_LIGHT, "bottom": 2, "bottom_color": ACCENT}
BODY: Style = {**_CELL, "bottom": 1, "bottom_color": LINE}
TOTAL: Style = {**_CELL, "bold": True, "top": 2, "top_color": ACCENT}
LABEL: Style = {**BODY, "font_color": MUTED, "indent": 0}
FACT: Style = {**BODY, "align": "left", "indent": 0}
LINK: Style = {**LABEL, "font_color": ACCENT, "underline": 1}

A4 = 9
NARROWEST, WIDEST, WIDEST_ON_PORTRAIT = 9, 60, 92
_BASE_SIZE, _LINE_HEIGHT, _AIR, _HIGHEST_ROW = 11, 1.36, 4, 409
_BOLD, _PADDING = 1.12, 3
# Excel measures columns in digits, which are wider than most letters.
_LETTERS_IN_A_DIGIT = 1.1
_LONGEST_HEADER_PART = 110


class Formats:
    """Makes each format once, however many cells have it."""

    def __init__(self, book: Workbook) -> None:
        """Begin without any format."""
        self._book = book
        self._made: dict[frozenset[tuple[str, str | int | bool]], Format] = {}

    def get(self, style: Style, **more: str | int | bool) -> Format:
        """Return the format of a style with more properties."""
        properties = {**style, **more}
        key = frozenset(properties.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def column_widths(grid: Grid) -> list[int]:
    """Return the width of each column in characters: the longest line of its cells, within limits."""
    widths = [NARROWEST] * grid.width
    for number, row in enumerate(grid.rows):
        needed = _head_width if number < len(grid.heads) else _body_width
        for column, cell in enumerate(row.cells):
            if cell.spans == 1:
                widths[column] = max(widths[column], min(needed(cell), WIDEST))
    return widths


def lines_of_row(row: GridRow, widths: Sequence[int], *, bold: bool) -> int:
    """Return on how many lines the longest cell of a row stands."""
    texts = [(cell.content.text, width) for cell, width in zip(row.cells, widths, strict=True) if cell.spans == 1]
    factor = _BOLD if bold else 1
    return max((lines_of(text, (width - _PADDING) / factor) for text, width in texts), default=1)


def lines_of(text: str, width: float, size: int = _BASE_SIZE) -> int:
    """Return on how many lines a text stands in a width of so many characters of the common size."""
    in_line = max(int(width * _LETTERS_IN_A_DIGIT * _BASE_SIZE / size), 1)
    return sum(len(wrap(line, in_line)) if len(line) > in_line else 1 for line in text.split("\n"))


def row_height(lines: int, size: int = _BASE_SIZE) -> float:
    """Return the height of a row in points, with some air."""
    return min(lines * size * _LINE_HEIGHT + _AIR, _HIGHEST_ROW)


def _head_width(cell: GridCell) -> int:
    """Heads break between words; their letters are bold."""
    longest = max((len(word) for word in re.split(r"[ \n]|(?<=-)", cell.content.text)), default=0)
    return math.ceil(longest * _BOLD) + _PADDING


def _body_width(cell: GridCell) -> int:
    content = cell.content
    length = max((len(line) for line in content.text.split("\n")), default=0)
    if content.number:
        length = math.ceil(max(length, shown_length(content.number)) * _BOLD)
    return length + _PADDING


def set_page(sheet: Worksheet, cover: Cover, caption: str, *, landscape: bool) -> None:
    """Set A4, all columns on the page, title and file reference above, sheet and page number below."""
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.hide_gridlines(2)
    if landscape:
        sheet.set_landscape()
    reference = _header_part(f"Aktenzeichen {cover.reference}") if cover.reference else ""
    sheet.set_header(f"&L{_header_part(cover.title)}&R{reference}")
    sheet.set_footer(f'&L{_header_part(caption)}&R&"-,Regular"&8Seite &P von &N')


def _header_part(text: str) -> str:
    """Return a text for header or footer; the blank keeps its first digits apart from the size of the letters."""
    short = shortened_with_dots(" ".join(text.split()), _LONGEST_HEADER_PART - text.count("&"))
    return '&"-,Regular"&8 ' + short.replace("&", "&&")
