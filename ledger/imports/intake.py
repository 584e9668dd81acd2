"""Recognise one file by its content and read it: records, the periods it settles, and findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from ledger.files import digest
from ledger.finding import Finding, Place, UnreadableError, error, hint
from ledger.german import format_month
from ledger.imports.carrier_return import CARRIER_RETURN, read_carrier_return
from ledger.imports.headcount import HEAD_COUNTS, read_head_counts
from ledger.imports.header import Header, find_header
from ledger.imports.journal import JOURNAL, read_journal
from ledger.imports.payroll import PAYROLL, read_payroll
from ledger.imports.reading import read_table
from ledger.imports.rows import place
from ledger.imports.sheet_notes import point_out
from ledger.imports.staffing import STAFFING_PLAN, read_staffing_plan
from ledger.imports.text_table import read_text_table, refuse_broken_quotes
from ledger.money import ZERO, Money, total
from ledger.period import FundingYear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.carrier import HeadCount
    from ledger.correction import Correction
    from ledger.cost import CostKind, Entry, Revenue
    from ledger.imports.cells import Sheet
    from ledger.imports.table import Format, Table
    from ledger.indicator import Indicator
    from ledger.staff import StaffMember, Tenure

LARGEST_FILE = 50 * 2**20


class FileKind(Enum):
    """Dateiart, in the order in which files are booked: the staffing plan first, whatever the file names."""

    STAFFING_PLAN = STAFFING_PLAN.name
    HEAD_COUNTS = HEAD_COUNTS.name
    PAYROLL = PAYROLL.name
    JOURNAL = JOURNAL.name
    CARRIER_RETURN = CARRIER_RETURN.name


_FORMATS: Mapping[FileKind, Format] = {
    FileKind.STAFFING_PLAN: STAFFING_PLAN,
    FileKind.HEAD_COUNTS: HEAD_COUNTS,
    FileKind.PAYROLL: PAYROLL,
    FileKind.JOURNAL: JOURNAL,
    FileKind.CARRIER_RETURN: CARRIER_RETURN,
}


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What the county has declared: whose payroll this is and which wage types and accounts mean which cost."""

    county_key: str
    year: FundingYear
    wage_types: Mapping[str, CostKind]
    accounts: Mapping[str, CostKind]


@dataclass(frozen=True, slots=True)
class Intake:
    """A file that was read: its facts, the periods it settles for its kind, and its findings."""

    file: str
    digest: str
    kind: FileKind | None
    year: FundingYear
    rows: int = 0
    periods: tuple[str, ...] = ()
    carrier_name: str = ""
    staff: tuple[StaffMember, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    entries: tuple[Entry, ...] = ()
    head_counts: tuple[HeadCount, ...] = ()
    revenues: tuple[Revenue, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    corrections: tuple[Correction, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def sum(self) -> Money:
        """Return the sum of the entries."""
        return total(entry.amount for entry in self.entries) if self.entries else ZERO


def read_intake(content: bytes, file: str, rules: ReadingRules) -> Intake:
    """Read one file in full. Raises UnreadableError when its bytes are no table at all."""
    sheets, is_text = _read_sheets(content, file)
    kind, sheet, header = _recognise(sheets)
    if kind is None or sheet is None or header is None:
        if is_text:
            refuse_broken_quotes(content, file)
        return Intake(file, digest(content), None, rules.year, findings=(_unknown_header(file, sheets),))
    table = read_table(file, digest(content), sheet, _FORMATS[kind], header)
    notes = () if is_text else _other_sheets(file, sheets, sheet)
    intake = _read_facts(kind, table, rules)
    return replace(intake, findings=(*table.findings, *notes, *intake.findings))


def _read_sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], bool]:
    """Return the sheets of a file recognised by its content, never by its name."""
    if len(content) > LARGEST_FILE:
        raise UnreadableError(
            f"{file}: Die Datei ist größer als die erlaubten {LARGEST_FILE // 2**20} MB.",
            "Bitte den Export auf das Förderjahr und die benötigten Spalten begrenzen.",
        )
    if not content.strip():
        raise UnreadableError(f"{file}: Die Datei ist leer.", "Bitte die Datei neu ausgeben.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from ledger.imports.spreadsheet import read_spreadsheet

        return read_spreadsheet(content, file), False
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise UnreadableError(
            f"{file}: Das ist ein Dokument oder Bild und keine Tabelle.",
            "Bitte die Datei aus dem Eingang nehmen und die Tabelle als CSV oder XLSX ausgeben.",
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(
            f"{file}: Das alte binäre Excel-Format (XLS) oder eine verschlüsselte Datei wird nicht gelesen.",
            "Bitte die Datei in Excel öffnen und ohne Kennwort als Arbeitsmappe (*.xlsx) speichern.",
        )
    return read_text_table(content, file), True


def _recognise(sheets: tuple[Sheet, ...]) -> tuple[FileKind | None, Sheet | None, Header | None]:
    """Return the format and sheet with the fewest missing and then the most matching columns."""
    candidates: list[tuple[int, int, int, FileKind, Sheet, Header]] = []
    for sheet in sheets:
        for kind, format_ in _FORMATS.items():
            header = find_header(sheet, format_)
            if header is not None:
                candidates.append((len(header.missing), -header.matched, len(candidates), kind, sheet, header))
    if not candidates:
        return None, None, None
    _, _, _, kind, sheet, header = min(candidates, key=lambda candidate: candidate[:3])
    return kind, sheet, header


def _unknown_header(file: str, sheets: tuple[Sheet, ...]) -> Finding:
    named = next(((sheet.name, row) for sheet in sheets for row in sheet.rows if not row.is_empty), None)
    name, first = named or ("", None)
    return error(
        Place(file, name, first.number if first else None),
        "Die Kopfzeile passt zu keinem bekannten Format; die Datei wird nicht gelesen.",
        "Bitte prüfen, ob die richtige Datei im Eingang liegt und ob ihre Kopfzeile vollständig ist.",
        found=", ".join(cell.text.strip() for cell in first.cells if not cell.is_empty)[:200] if first else "",
        expected=" oder ".join(format_.name for format_ in _FORMATS.values()),
    )


def _other_sheets(file: str, sheets: tuple[Sheet, ...], read: Sheet) -> tuple[Finding, ...]:
    """Refuse a second sheet of a known format; point out other filled ones and what the one read hides."""
    findings = []
    for sheet in sheets:
        if sheet is read or all(row.is_empty for row in sheet.rows):
            continue
        hidden = " (es ist ausgeblendet)" if sheet.hidden else ""
        if _recognise((sheet,))[0] is not None:
            findings.append(
                error(
                    Place(file, sheet.name),
                    f"Auch das Blatt „{sheet.name}“{hidden} enthält eine Tabelle; gelesen wird nur ein Blatt je Datei.",
                    "Bitte alle Zeilen auf ein Blatt bringen oder jedes Blatt als eigene Datei speichern.",
                )
            )
        else:
            findings.append(
                hint(
                    Place(file, sheet.name),
                    f"Das Blatt „{sheet.name}“ wird nicht gelesen{hidden}.",
                    "Bitte prüfen, ob dort Angaben stehen, die gebraucht werden.",
                )
            )
    return (*findings, *point_out(file, read))


def _read_facts(kind: FileKind, table: Table, rules: ReadingRules) -> Intake:
    """Turn the records of a table into the facts of its kind; nothing of a file for another year is looked at."""
    intake = Intake(table.file, table.digest, kind, rules.year, rows=len(table.records))
    if wrong := _wrong_year(table, rules):
        return replace(intake, findings=wrong)
    return _READERS[kind](table, rules, intake)


def _staffing_plan(table: Table, rules: ReadingRules, intake: Intake) -> Intake:
    plan = read_staffing_plan(table, rules.county_key)
    periods = (str(rules.year.number),)
    return replace(intake, periods=periods, staff=plan.staff, tenures=plan.tenures, findings=plan.findings)


def _head_counts(table: Table, rules: ReadingRules, intake: Intake) -> Intake:
    counts, findings = read_head_counts(table)
    return replace(intake, periods=(str(rules.year.number),), head_counts=counts, findings=findings)


def _payroll(table: Table, rules: ReadingRules, intake: Intake) -> Intake:
    entries, findings = read_payroll(table, rules.county_key, rules.wage_types)
    months = tuple(sorted({entry.paid_in.iso() for entry in entries}))
    strange = _paid_in_other_years(entries, rules)
    return replace(intake, periods=months, entries=entries, findings=(*findings, *strange))


def _journal(table: Table, rules: ReadingRules, intake: Intake) -> Intake:
    entries, findings = read_journal(table, rules.county_key, rules.accounts)
    periods = tuple(sorted({f"{entry.paid_in.iso()} {entry.kind.value}" for entry in entries}))
    strange = _served_and_booked_in_other_years(entries, rules)
    return replace(intake, periods=periods, entries=entries, findings=(*findings, *strange))


def _carrier_return(table: Table, rules: ReadingRules, intake: Intake) -> Intake:
    returned, findings = read_carrier_return(table)
    if returned is None:
        return replace(intake, findings=findings)
    return replace(
        intake,
        periods=(f"{rules.year.number} {returned.carrier_key}",),
        carrier_name=returned.carrier_name,
        tenures=returned.tenures,
        entries=returned.entries,
        findings=findings,
    )


_READERS = {
    FileKind.STAFFING_PLAN: _staffing_plan,
    FileKind.HEAD_COUNTS: _head_counts,
    FileKind.PAYROLL: _payroll,
    FileKind.JOURNAL: _journal,
    FileKind.CARRIER_RETURN: _carrier_return,
}


def _paid_in_other_years(entries: tuple[Entry, ...], rules: ReadingRules) -> list[Finding]:
    """Refuse payroll settled in another year than the folder says; corrections for other years are settled in it."""
    return [
        error(
            place(entry.source, "Abrechnungsmonat"),
            f"Der Abrechnungsmonat {format_month(entry.paid_in)} gehört nicht zum Jahr {rules.year.number}.",
            f"Bitte die Datei in den Ordner eingang/{entry.paid_in.year} legen oder den Monat berichtigen.",
            found=format_month(entry.paid_in),
            expected=f"ein Monat des Jahres {rules.year.number}",
        )
        for entry in entries
        if not rules.year.contains(entry.paid_in)
    ]


def _served_and_booked_in_other_years(entries: tuple[Entry, ...], rules: ReadingRules) -> list[Finding]:
    """Refuse a voucher that was neither served nor booked in the year."""
    return [
        error(
            place(entry.source, "Leistungsdatum"),
            f"Weder Leistung noch Buchung liegen im Jahr {rules.year.number}.",
            f"Bitte die Datei in den Ordner eingang/{entry.cost_month.year} legen oder das Datum berichtigen.",
            found=format_month(entry.cost_month),
            expected=f"ein Tag des Jahres {rules.year.number}",
        )
        for entry in entries
        if not rules.year.contains(entry.paid_in) and not rules.year.contains(entry.cost_month)
    ]


def _wrong_year(table: Table, rules: ReadingRules) -> tuple[Finding, ...]:
    """Refuse a file that says it belongs to another year than the folder it lies in."""
    year = table.labels.get("year")
    if not isinstance(year, FundingYear) or year == rules.year:
        return ()
    return (
        error(
            table.label_place("year"),
            f"Die Datei gehört zum Jahr {year.number}, eingelesen wird das Jahr {rules.year.number}.",
            f"Bitte die Datei in den Ordner eingang/{year.number} legen oder die Jahresangabe berichtigen.",
            found=str(year.number),
            expected=str(rules.year.number),
        ),
    )
