"""Read the rows under a header by their format; every refused cell is a finding, every printed total is checked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ledger.finding import Finding, Place, error, hint
from ledger.german import format_count, format_counted, format_euro
from ledger.imports.cells import UNREADABLE
from ledger.imports.header import normal_title
from ledger.imports.parse import CellError
from ledger.imports.table import Record, Table
from ledger.money import Money

if TYPE_CHECKING:
    from ledger.imports.cells import Cell, Row, Sheet
    from ledger.imports.header import Header
    from ledger.imports.table import Column, Format

_GRAND = r"(?:gesamt|end)(?:summe|betrag|ergebnis)\b|gesamt\b|insgesamt\b|saldo\b|total\b"
_TOTAL = re.compile(rf"(?:zwischen)?summe\b|{_GRAND}", re.IGNORECASE)
_GRAND_TOTAL = re.compile(_GRAND, re.IGNORECASE)
FINDINGS_OF_ONE_KIND = 20


def read_table(file: str, digest: str, sheet: Sheet, format_: Format, header: Header) -> Table:
    """Read all rows under the header; every cell that is not what its column declares becomes a finding."""
    reading = _Reading(file, sheet, format_, header)
    reading.check_header()
    labels, label_rows = reading.read_labels()
    if not header.missing and not header.doubled:
        reading.read_rows()
    findings = _shortened(reading.findings)
    return Table(format_, file, digest, sheet.name, labels, label_rows, tuple(reading.records), findings)


def _shortened(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings with the first of each kind and a count of the rest: a thousand alike hide the others."""
    counts = Counter((finding.place.column, finding.text) for finding in findings)
    seen: Counter[tuple[str, str]] = Counter()
    shown = []
    for finding in findings:
        kind = (finding.place.column, finding.text)
        seen[kind] += 1
        more = counts[kind] - FINDINGS_OF_ONE_KIND
        if seen[kind] < FINDINGS_OF_ONE_KIND or (seen[kind] == FINDINGS_OF_ONE_KIND and not more):
            shown.append(finding)
        elif seen[kind] == FINDINGS_OF_ONE_KIND:
            rows = format_counted(more, "weiteren Zeile", "weiteren Zeilen")
            shown.append(replace(finding, text=f"{finding.text} Derselbe Befund steht in {rows}."))
    return tuple(shown)


@dataclass(slots=True)
class _Block:
    """The numbers of one totalled column (cents or counts) since the last printed total, and of the whole table."""

    since_total: list[int] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    unread: bool = False
    unread_whole: bool = False

    def add(self, number: int) -> None:
        self.since_total.append(number)
        self.whole.append(number)

    def add_unread(self) -> None:
        self.unread = self.unread_whole = True

    def close(self, *, grand: bool) -> tuple[list[int], bool]:
        """Return the numbers a printed total sums and whether one of them is unknown; begin a new block."""
        result = (self.whole, self.unread_whole) if grand else (self.since_total, self.unread)
        self.since_total, self.unread = [], False
        return result


def _parse_filled(column: Column, cell: Cell) -> Any:  # noqa: ANN401 - the parser decides the type
    if cell.is_empty:
        remedy = "Bitte den Betrag eintragen, 0,00 wenn nichts angefallen ist." if column.is_amount else ""
        raise CellError(
            "Die Zelle ist leer.",
            f"ein Wert für „{column.title}“",
            remedy or "Bitte den Wert in der Datei ergänzen.",
        )
    return column.parse(cell)


class _Reading:
    """The state of reading one table: records and findings so far, running totals of the amount columns."""

    def __init__(self, file: str, sheet: Sheet, format_: Format, header: Header) -> None:
        self.file, self.sheet, self.format, self.header = file, sheet, format_, header
        self.records: list[Record] = []
        self.findings: list[Finding] = []
        self.blocks = {c.field: _Block() for c in format_.columns if c.is_totalled and c.field in header.positions}
        self.rows_since_total = 0
        self.totals = 0

    def place(self, row: int, column: str = "") -> Place:
        return Place(self.file, self.sheet.name, row, column)

    def check_header(self) -> None:
        for column in self.header.missing:
            self.findings.append(
                error(
                    self.place(self.header.row, column.title),
                    f"In der Kopfzeile fehlt die Spalte „{column.title}“ ({self.format.name}).",
                    f"Bitte die Spalte „{column.title}“ mit ausgeben oder ihre Überschrift berichtigen.",
                    found=", ".join(self.header.unknown),
                    expected=" oder ".join(column.titles),
                )
            )
        for column in self.header.doubled:
            self.findings.append(
                error(
                    self.place(self.header.row, column.title),
                    f"Die Spalte „{column.title}“ kommt in der Kopfzeile mehrfach vor.",
                    "Bitte die überzählige Spalte aus der Datei entfernen.",
                    expected="jede Spalte genau einmal",
                )
            )
        self.findings.extend(
            hint(
                self.place(self.header.row, title),
                f"Die Spalte „{title}“ ist im Format „{self.format.name}“ nicht vorgesehen und wird nicht gelesen.",
                "Bitte prüfen, ob dort Angaben stehen, die gebraucht werden.",
                found=title,
            )
            for title in self.header.unknown
            if not self.header.missing
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
                    value = self._value(row.number, label, beside)
                    rows[label.field] = row.number
                    if value is not None:
                        values[label.field] = value
                    break
            else:
                if not label.optional:
                    self.findings.append(
                        error(
                            self.place(1, label.title),
                            f"Über der Kopfzeile fehlt die Angabe „{label.title}“ ({self.format.name}).",
                            f"Bitte „{label.title}“ in Spalte A und den Wert daneben in Spalte B eintragen.",
                            expected=label.title,
                        )
                    )
        return values, rows

    def read_rows(self) -> None:
        for row in self.sheet.rows:
            if row.number <= self.header.row or row.is_empty:
                continue
            first = next((cell.text.strip() for cell in row.cells if not cell.is_empty), "")
            if _TOTAL.match(first):
                self._check_totals(row, grand=bool(_GRAND_TOTAL.match(first)))
            elif self._is_fragment(row):
                self._refuse_fragment(row)
            else:
                self._read_record(row)
        if self.totals and self.rows_since_total:
            last = max(record.row for record in self.records) if self.records else self.header.row
            self.findings.append(
                error(
                    self.place(last),
                    f"Nach {format_counted(self.rows_since_total, 'Zeile', 'Zeilen')} am Ende fehlt die Summe; "
                    "die Datei ist vermutlich abgeschnitten.",
                    "Bitte die Datei vollständig neu ausgeben.",
                    expected="eine Summenzeile am Ende",
                )
            )
        if not self.records and not any(finding.blocks for finding in self.findings):
            self.findings.append(
                error(
                    self.place(self.header.row),
                    "Unter der Kopfzeile steht keine einzige Zeile mit Angaben.",
                    "Bitte prüfen, ob der Export vollständig ist.",
                )
            )

    def _read_record(self, row: Row) -> None:
        values: dict[str, Any] = {}
        sound = self._fits_the_header(row)
        for column in self.format.columns:
            position = self.header.positions.get(column.field)
            if position is None:
                values[column.field] = None
                continue
            cell = row.cell(position)
            before = len(self.findings)
            value = self._value(row.number, column, cell)
            values[column.field] = value
            unread = len(self.findings) > before
            sound = sound and not unread
            if column.is_totalled:
                if unread:
                    self.blocks[column.field].add_unread()
                elif value is not None:
                    self.blocks[column.field].add(_bare(value))
        self.rows_since_total += 1
        if sound:
            self.records.append(Record(row.number, values))

    def _is_fragment(self, row: Row) -> bool:
        """Return whether a row lacks most of what a record needs: a signature line, a print note, a nameless total."""
        needed = [c for c in self.format.columns if not c.may_be_empty and c.field in self.header.positions]
        missing = sum(row.cell(self.header.positions[column.field]).is_empty for column in needed)
        return missing * 2 > len(needed)

    def _refuse_fragment(self, row: Row) -> None:
        texts = [cell.text.strip() for cell in row.cells if not cell.is_empty]
        self.findings.append(
            error(
                self.place(row.number),
                "Die Zeile ist keine vollständige Datenzeile und keine Summe.",
                "Bitte die Zeile ergänzen oder löschen; eine Summenzeile beginnt mit „Summe“ oder „Gesamtsumme“.",
                found=", ".join(texts)[:80],
            )
        )

    def _fits_the_header(self, row: Row) -> bool:
        """Refuse a row with more cells than the header: an unquoted comma may have cut an amount in two."""
        surplus = [cell.text.strip() for cell in row.cells[self.header.width :] if not cell.is_empty]
        # With commas even an empty surplus cell tells: a decimal comma has moved all cells behind it.
        longer = self.sheet.delimiter == "," and len(row.cells) > self.header.cells
        if surplus or longer:
            self.findings.append(
                error(
                    self.place(row.number),
                    "Die Zeile hat mehr Zellen als die Kopfzeile Spalten.",
                    "Bitte die Datei mit Semikolon oder mit Anführungszeichen um die Beträge neu ausgeben; "
                    "Anmerkungen neben der Tabelle bitte entfernen.",
                    found=", ".join(surplus)[:80],
                    expected=f"höchstens {self.header.width} Zellen",
                )
            )
        return not (surplus or longer)

    def _value(self, row: int, column: Column, cell: Cell) -> Any:  # noqa: ANN401 - the parser decides the type
        """Return the parsed value, None for an allowed empty cell; a refusal becomes a finding."""
        if cell.is_empty and column.may_be_empty:
            return None
        try:
            return _parse_filled(column, cell)
        except CellError as problem:
            shown = cell.type.value if cell.type in UNREADABLE else cell.text.strip()[:80]
            self.findings.append(
                error(
                    self.place(row, column.title), problem.text, problem.remedy, found=shown, expected=problem.expected
                )
            )
            return None

    def _check_totals(self, row: Row, *, grand: bool) -> None:
        """Compare each printed total with the rows it sums: those since the last total, or the whole table."""
        grand = grand or not self.rows_since_total
        self.rows_since_total = 0
        self.totals += 1
        for column in self.format.columns:
            block = self.blocks.get(column.field)
            if block is None:
                continue
            summed, unread = block.close(grand=grand)
            cell = row.cell(self.header.positions[column.field])
            if cell.is_empty or unread:
                continue
            printed = self._value(row.number, column, cell)
            # A plain "Summe" after subtotals may mean the whole table.
            if printed is not None and _bare(printed) not in (sum(summed), sum(block.whole)):
                self.findings.append(self._wrong_total(row, column, _bare(printed), summed))

    def _wrong_total(self, row: Row, column: Column, printed: int, summed: list[int]) -> Finding:
        expected = sum(summed)
        return error(
            self.place(row.number, column.title),
            f"Die gedruckte Summe stimmt nicht ({format_counted(len(summed), 'Zeile', 'Zeilen')} nachgerechnet); "
            f"der Unterschied beträgt {_shown(column, printed - expected)}.",
            "Bitte prüfen, ob Zeilen fehlen oder verändert wurden, und die Datei neu ausgeben.",
            found=_shown(column, printed),
            expected=_shown(column, expected),
        )


def _bare(value: Money | int) -> int:
    """Return cents or a count as a whole number."""
    return value.cents if isinstance(value, Money) else value


def _shown(column: Column, number: int) -> str:
    return format_euro(Money(number)) if column.is_amount else format_count(number)
