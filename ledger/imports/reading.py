"""Read the rows under a header by their format; every refused cell is a finding, every printed total is checked."""

from __future__ import annotations

import re
from itertools import dropwhile
from operator import getitem, itemgetter
from typing import TYPE_CHECKING, Any

from ledger.finding import Finding, Place, error, hint
from ledger.german import format_count, format_counted, format_euro
from ledger.imports.cells import UNREADABLE, CellType
from ledger.imports.column_values import ColumnValues, values_by_type
from ledger.imports.few_of_a_kind import FewOfAKind
from ledger.imports.header import normal_title
from ledger.imports.header_check import check_header
from ledger.imports.parse import CellError
from ledger.imports.table import Records, Table
from ledger.imports.totals import Block, RecordStarts, Summed, TotalRows, bare
from ledger.money import Money

if TYPE_CHECKING:
    from ledger.imports.cells import Cell, Row, Sheet
    from ledger.imports.header import Header
    from ledger.imports.table import Column, Format

_UNREAD = object()


def read_table(file: str, digest: str, sheet: Sheet, format_: Format, header: Header) -> Table:
    """Read all rows under the header; every cell that is not what its column declares becomes a finding."""
    reading = _Reading(file, sheet, format_, header)
    labels, label_rows = reading.read_labels()
    if not header.missing and not header.doubled:
        reading.read_rows()
    return Table(
        format=format_,
        file=file,
        digest=digest,
        sheet=sheet.name,
        labels=labels,
        label_rows=label_rows,
        records=Records(reading.fields, tuple(reading.numbers), tuple(reading.records)),
        findings=reading.findings.shown(),
        total_rows=tuple(reading.total_rows),
        empty_rows=reading.empty_rows,
    )


class _Reading:
    """The state of reading one table: records and findings so far, running totals of the amount columns."""

    def __init__(self, file: str, sheet: Sheet, format_: Format, header: Header) -> None:
        self.file, self.sheet, self.format, self.header = file, sheet, format_, header
        self.numbers: list[int] = []
        self.records: list[tuple[Any, ...]] = []
        self.findings = FewOfAKind(check_header(header, format_, file, sheet.name))
        self.columns = [(c, header.positions[c.field]) for c in format_.columns if c.field in header.positions]
        absent = [column.field for column in format_.columns if column.field not in header.positions]
        self.fields = (*(column.field for column, _ in self.columns), *absent)
        self.absent = (None,) * len(absent)
        self.values = [self._values_of(column) for column, _ in self.columns]
        self.blocks = {c.field: Block() for c, _ in self.columns if c.is_totalled}
        self.totals = TotalRows(format_.total_labels)
        self.row_number = 0
        self.rows_since_total = 0
        self.total_rows: list[int] = []
        self.empty_rows = 0

    def place(self, row: int, column: str = "") -> Place:
        return Place(self.file, self.sheet.name, row, column)

    def _values_of(self, column: Column) -> dict[CellType, ColumnValues]:
        return values_by_type(column, epoch_1904=self.sheet.epoch_1904, point_out=self._point_out)

    def _point_out(self, column: Column, text: str) -> None:
        self.findings.add(
            hint(
                self.place(self.row_number, column.title),
                "In der Zelle steht ein Fragezeichen, wo vermutlich ein Buchstabe verloren ging.",
                "Bitte prüfen, ob der Export alle Zeichen schreiben kann, und die Datei am besten in UTF-8 ausgeben.",
                found=text[:80],
            )
        )

    def read_labels(self) -> tuple[dict[str, Any], dict[str, int]]:
        """Read the labelled values above the header: the label in one cell, its value in the next."""
        values: dict[str, Any] = {}
        rows: dict[str, int] = {}
        above = [row for row in self.sheet.rows if row.number < self.header.row]
        for label in self.format.labels:
            wanted = {normal_title(title) for title in label.titles}
            for row in above:
                if normal_title(row.cell(0).text).rstrip(":") in wanted:
                    beside = next((cell for cell in row.cells[1:] if not cell.is_empty), row.cell(1))
                    value = self._value(row.number, label, beside, self._values_of(label))
                    rows[label.field] = row.number
                    if value is not None and value is not _UNREAD:
                        values[label.field] = value
                    break
            else:
                if not label.optional:
                    self.findings.add(
                        error(
                            self.place(1, label.title),
                            f"Über der Kopfzeile fehlt die Angabe „{label.title}“ ({self.format.name}).",
                            f"Bitte „{label.title}“ in Spalte A und den Wert daneben in Spalte B eintragen.",
                            expected=label.title,
                        )
                    )
        return values, rows

    def read_rows(self) -> None:
        """Read all rows: a plain record in one go, everything else cell by cell."""
        self._refuse_records_above()
        header, numbers, records, odd = self.header, self.numbers, self.records, self._read_odd_row
        pick = itemgetter(*(position for _, position in self.columns))
        needed = 1 + max(position for _, position in self.columns)
        absent = self.absent
        sums = [(self.fields.index(name), block.values.append) for name, block in self.blocks.items()]
        starts = RecordStarts(self.totals)
        types: tuple[CellType, ...] | None = None
        columns: list[ColumnValues] = []
        for row in dropwhile(lambda row: row.number <= header.row, self.sheet.every_row()):
            self.row_number = row.number
            texts = row.texts
            if row.types is not types:
                columns = columns if row.types == types else self._columns(row.types)
                types = row.types
            try:
                if not starts[next(filter(None, texts), "")] or (
                    len(texts) > header.width and self._surplus(row) is not None
                ):
                    odd(row)
                    continue
                if len(texts) < needed:
                    texts += ("",) * (needed - len(texts))
                values = (*map(getitem, columns, pick(texts)), *absent)
            except CellError:
                odd(row)
                continue
            for index, add in sums:
                add(values[index])
            self.rows_since_total += 1
            numbers.append(row.number)
            records.append(values)
        self._check_end()

    def _columns(self, types: tuple[CellType, ...]) -> list[ColumnValues]:
        """Return the values of each column for rows whose cells are typed like this."""
        return [
            values[types[position] if position < len(types) else CellType.TEXT]
            for values, (_, position) in zip(self.values, self.columns, strict=True)
        ]

    def _read_odd_row(self, row: Row) -> None:
        """Read a row that is no plain record: empty, a total, a remark, or a record with something wrong in it."""
        first = next((cell.text.strip() for cell in row.cells if not cell.is_empty), None)
        if first is None:
            self.empty_rows += 1
        elif self.totals.begins(first):
            self._check_totals(row, grand=self.totals.is_grand(first))
        elif self._is_fragment(row):
            self._refuse_fragment(row)
        else:
            self._read_record(row)

    def _check_end(self) -> None:
        if self.total_rows and self.rows_since_total:
            last = max(self.numbers, default=self.header.row)
            self.findings.add(
                error(
                    self.place(last),
                    f"Nach {format_counted(self.rows_since_total, 'Zeile', 'Zeilen')} am Ende fehlt die Summe; "
                    "die Datei ist vermutlich abgeschnitten.",
                    "Bitte die Datei vollständig neu ausgeben.",
                    expected="eine Summenzeile am Ende",
                )
            )
        if not self.records and not self.findings.block:
            self.findings.add(
                error(
                    self.place(self.header.row),
                    "Unter der Kopfzeile steht keine einzige Zeile mit Angaben.",
                    "Bitte prüfen, ob der Export vollständig ist.",
                )
            )

    def _read_record(self, row: Row) -> None:
        sound = self._fits_the_header(row)
        values = []
        for (column, position), by_type in zip(self.columns, self.values, strict=True):
            value = self._value(row.number, column, row.cell(position), by_type)
            values.append(value)
            sound = sound and value is not _UNREAD
            if column.is_totalled:
                block = self.blocks[column.field]
                if value is _UNREAD:
                    block.unread = True
                else:
                    block.values.append(value)
        self.rows_since_total += 1
        if sound:
            self.numbers.append(row.number)
            self.records.append((*values, *self.absent))

    def _refuse_records_above(self) -> None:
        """Refuse a record above the header: titles stand there, but a list that was sorted may have pushed rows up."""
        needed = [(column, place) for column, place in self.columns if not column.may_be_empty]
        for row in self.sheet.rows:
            if row.number >= self.header.row:
                return
            filled = [(column, row.cell(place)) for column, place in needed if not row.cell(place).is_empty]
            counted = all(re.fullmatch(r"\d{1,2}", cell.text.strip()) for _, cell in filled)  # numbers of the columns
            if len(filled) * 2 > len(needed) and not counted and any(_holds(*each) for each in filled):
                self.findings.add(
                    error(
                        self.place(row.number),
                        "Über der Kopfzeile steht eine Zeile, die wie eine Datenzeile aussieht und nicht gelesen wird.",
                        "Bitte die Zeile unter die Kopfzeile stellen oder löschen.",
                        found=", ".join(cell.text.strip() for _, cell in filled)[:80],
                    )
                )

    def _is_fragment(self, row: Row) -> bool:
        """Return whether a row lacks most of what a record needs: a signature line, a print note, a nameless total."""
        needed = [position for column, position in self.columns if not column.may_be_empty]
        missing = sum(row.cell(position).is_empty for position in needed)
        return missing * 2 > len(needed)

    def _refuse_fragment(self, row: Row) -> None:
        texts = [cell.text.strip() for cell in row.cells if not cell.is_empty]
        self.findings.add(
            error(
                self.place(row.number),
                "Die Zeile ist keine vollständige Datenzeile und keine Summe.",
                "Bitte die Zeile ergänzen oder löschen; eine Summenzeile beginnt mit „Summe“ oder „Gesamtsumme“.",
                found=", ".join(texts)[:80],
            )
        )

    def _fits_the_header(self, row: Row) -> bool:
        """Refuse a row with more cells than the header: an unquoted comma may have cut an amount in two."""
        surplus = self._surplus(row)
        if surplus is not None:
            self.findings.add(
                error(
                    self.place(row.number),
                    "Die Zeile hat mehr Zellen als die Kopfzeile Spalten.",
                    "Bitte die Datei mit Semikolon oder mit Anführungszeichen um die Beträge neu ausgeben; "
                    "Anmerkungen neben der Tabelle bitte entfernen.",
                    found=", ".join(surplus)[:80],
                    expected=f"höchstens {self.header.width} Zellen",
                )
            )
        return surplus is None

    def _surplus(self, row: Row) -> list[str] | None:
        """Return what stands beyond the header, None when nothing does."""
        beyond = map(row.cell, range(self.header.width, len(row.texts)))
        surplus = [cell.text.strip() for cell in beyond if not cell.is_empty]
        # With commas even an empty surplus cell tells: a decimal comma has moved all cells behind it.
        longer = self.sheet.delimiter == "," and len(row.texts) > self.header.cells
        return surplus if surplus or longer else None

    def _value(self, row: int, column: Column, cell: Cell, values: dict[CellType, ColumnValues]) -> Any:  # noqa: ANN401 - the parser decides the type
        """Return the parsed value, None for an allowed empty cell; a refusal becomes a finding."""
        self.row_number = row
        try:
            return values[cell.type][cell.text]
        except CellError as problem:
            shown = cell.type.value if cell.type in UNREADABLE else cell.text.strip()[:80]
            self.findings.add(
                error(
                    self.place(row, column.title), problem.text, problem.remedy, found=shown, expected=problem.expected
                )
            )
            return _UNREAD

    def _check_totals(self, row: Row, *, grand: bool) -> None:
        """Compare each printed total with the rows it sums: those since the last total, or the whole table."""
        grand = grand or not self.rows_since_total
        self.rows_since_total = 0
        self.total_rows.append(row.number)
        for (column, position), by_type in zip(self.columns, self.values, strict=True):
            if column.field not in self.blocks:
                continue
            last, whole = self.blocks[column.field].close()
            summed = whole if grand else last
            cell = row.cell(position)
            if cell.is_empty or summed.unread:
                continue
            printed = self._value(row.number, column, cell, by_type)
            # A plain "Summe" after subtotals may mean the whole table.
            if printed is not None and printed is not _UNREAD and bare(printed) not in (summed.sum, whole.sum):
                self.findings.add(self._wrong_total(row, column, bare(printed), summed))

    def _wrong_total(self, row: Row, column: Column, printed: int, summed: Summed) -> Finding:
        return error(
            self.place(row.number, column.title),
            f"Die gedruckte Summe stimmt nicht ({format_counted(summed.rows, 'Zeile', 'Zeilen')} nachgerechnet); "
            f"der Unterschied beträgt {_shown(column, printed - summed.sum)}.",
            "Bitte prüfen, ob Zeilen fehlen oder verändert wurden, und die Datei neu ausgeben.",
            found=_shown(column, printed),
            expected=_shown(column, summed.sum),
        )


def _shown(column: Column, number: int) -> str:
    return format_euro(Money(number)) if column.is_amount else format_count(number)


def _holds(column: Column, cell: Cell) -> bool:
    """Return whether a cell is what an amount, count or day column declares; any title would do for a text."""
    try:
        value = column.parse(cell)
    except CellError:
        return False
    return not isinstance(value, str)
