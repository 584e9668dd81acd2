"""Tiny files as offices send them, built in memory, and the rules of a small county to read them by."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
from hypothesis import settings

from ledger.cost import Assignment, CostKind, RevenueKind, WageGroup
from ledger.imports.intake import Intake, ReadingRules, read_intake
from ledger.period import FundingYear

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ledger.finding import Finding

# Properties are about values, never about the speed of a busy machine.
PROPERTY = settings(deadline=None)

COUNTY = "08999"
YEAR = FundingYear(2025)
RULES = ReadingRules(
    county_key=COUNTY,
    year=YEAR,
    wage_types={
        "1010": Assignment(CostKind.PERSONNEL, WageGroup.GROSS_PAY),
        "8010": Assignment(CostKind.PERSONNEL),
        "9900": Assignment(CostKind.PERSONNEL, WageGroup.REIMBURSEMENT),
    },
    accounts={
        "40120000": Assignment(CostKind.PERSONNEL),
        "42610000": Assignment(CostKind.TRAINING),
        "44310000": Assignment(CostKind.TRAVEL),
        "34810000": Assignment(CostKind.PERSONNEL, WageGroup.REIMBURSEMENT),
        "34880000": Assignment(RevenueKind.THIRD_PARTY),
    },
)

PAYROLL_HEAD = "Personalnummer;Abrechnungsmonat;Für-Monat;Lohnart;Lohnart-Text;Betrag"
STAFFING_HEAD = (
    "Personalnummer;Name;Vorname;Stelle;Aufgabe;Beginn;Ende;Wochenstunden;Vollzeitstunden;"
    "Entgeltgruppe;Stufe;Qualifikation;Nachqualifizierung ab;Nachqualifizierung bis"
)
JOURNAL_HEAD = (
    "Buchungsdatum;Leistungsdatum;Belegnummer;Sachkonto;Kontobezeichnung;Kostenstelle;Buchungstext;"
    "Personalnummer;Betrag"
)
RETURN_HEAD = (
    "Stelle;Aufgabe;Qualifikation;Beginn;Ende;VZÄ;"
    "Personalausgaben;Fortbildung;Nachqualifizierung;Reisekosten;Ausstattung"
)
SOUND_RETURN_ROW = (
    "IM-01;Integrationsmanagement;Studium Soziale Arbeit;01.01.2025;;1,0;60.000,00;800,00;0,00;120,50;0,00"
)


def lines(*rows: str) -> str:
    """Return the rows as the lines of a text file."""
    return "\n".join(rows) + "\n"


def payroll(*rows: str) -> str:
    """Return a payroll export, for example with the row ``00417;01/2025;01/2025;1010;Entgelt;12,34``."""
    return lines(PAYROLL_HEAD, *rows)


def staffing(*rows: str) -> str:
    """Return a staffing plan."""
    return lines(STAFFING_HEAD, *rows)


def post(number: str, days: str, *, position: str = "IM-01", hours: str = "39,00", more: str = ";") -> str:
    """Return a row of a staffing plan: a person on a post for ``01.01.2025;31.12.2025``."""
    person = f"{number};Muster;Kim;{position};Integrationsmanagement"
    return f"{person};{days};{hours};39,00;S 12;4;Studium Soziale Arbeit;{more}"


def journal(*rows: str) -> str:
    """Return an export of the finance journal."""
    return lines(JOURNAL_HEAD, *rows)


def head_counts(*rows: str, year: str = "2025") -> str:
    """Return the persons per municipality."""
    return lines(f"Berechnungsjahr;{year};", "AGS;Gemeinde;Personen", *rows)


def carrier_return(*rows: str, key: str = "08999002", year: str = "2025") -> str:
    """Return the yearly return of a delivering carrier."""
    return lines("Träger;Stadt Ahornstetten", f"Trägerschlüssel;{key}", f"Förderjahr;{year}", "", RETURN_HEAD, *rows)


def read(content: str | bytes, file: str = "datei.csv") -> Intake:
    """Read a file by the rules of the small county."""
    return read_intake(content.encode() if isinstance(content, str) else content, file, RULES)


class Calculated(NamedTuple):
    """A formula with the value the spreadsheet program calculated last."""

    formula: str
    value: float | str


def workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    hidden: Collection[str] = (),
    options: Mapping[str, object] | None = None,
) -> bytes:
    """Return an XLSX file. A text that begins with ``=`` is a formula that was never calculated."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **(options or {})})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                _write(sheet, (row, column), value, day)
    book.close()
    return stream.getvalue()


def _write(sheet: Any, cell: tuple[int, int], value: object, day: object) -> None:
    if isinstance(value, Calculated):
        sheet.write_formula(*cell, value.formula, None, value.value)
    elif isinstance(value, date | datetime):
        sheet.write_datetime(*cell, value, day)
    elif isinstance(value, str) and value.startswith("="):
        sheet.write_formula(*cell, value, None, "")
    elif isinstance(value, str):
        sheet.write_string(*cell, value)
    elif isinstance(value, bool):
        sheet.write_boolean(*cell, value)
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value)


def cells(*rows: str) -> list[list[object]]:
    """Return rows of text cells from lines with semicolons."""
    return [list(row.split(";")) for row in rows]


def is_german_sentence(text: str) -> bool:
    """Return whether the text is one or more whole German sentences: a capital, umlauts allowed, a point at the end."""
    english = re.search(r"\b(?:the|not|must|please|file|row|value|error|invalid|unknown|None|Fraction)\b", text)
    return bool(re.match(r"[A-ZÄÖÜ„]", text)) and text.endswith(".") and " " in text and english is None


def tells_what_to_do(finding: Finding) -> bool:
    """Return whether fact and remedy are German sentences and the remedy asks for something."""
    asks = finding.remedy.startswith("Bitte ")
    return asks and is_german_sentence(finding.text) and is_german_sentence(finding.remedy)
