"""Recognise one file by its content and read it: records, the periods it settles, and findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ledger.collector import resting_collector
from ledger.files import digest
from ledger.finding import Finding, UnreadableError
from ledger.imports.bounded import refuse_too_large
from ledger.imports.ignored import ignored_columns, ignored_rows
from ledger.imports.interpret import interpret
from ledger.imports.profile_file import shipped_profiles
from ledger.imports.reading import read_table
from ledger.imports.recognise import note_sheets, recognise, several_fit, unknown_header
from ledger.imports.sheet_notes import refuse_name
from ledger.imports.text_table import read_text_table, refuse_broken_quotes
from ledger.imports.unfold import unfold
from ledger.money import ZERO, Money, total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.carrier import HeadCount
    from ledger.correction import Correction
    from ledger.cost import Assignment, Entry, Revenue
    from ledger.imports.cells import Sheet
    from ledger.imports.kinds import FileKind
    from ledger.imports.profile import Profile
    from ledger.imports.recognise import Recognised
    from ledger.indicator import Indicator
    from ledger.period import FundingYear
    from ledger.staff import StaffMember, Tenure


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What the county has declared: whose payroll this is, what its codes mean, and how its exports look.

    ``profiles`` are tried on every file, the county's own before the shipped ones.
    """

    county_key: str
    year: FundingYear
    wage_types: Mapping[str, Assignment]
    accounts: Mapping[str, Assignment]
    profiles: tuple[Profile, ...] = field(default_factory=shipped_profiles)


@dataclass(frozen=True, slots=True)
class Intake:
    """A file that was read: its facts, the periods it settles for its kind, and its findings.

    ``profile`` is the profile that fitted, ``columns`` are the titles of the file with their meaning, ``ignored`` says
    in German what was passed over and why. ``content`` are the bytes as they came.
    """

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
    profile: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    content: bytes = field(default=b"", repr=False)

    @property
    def sum(self) -> Money:
        """Return the sum of the entries."""
        return total(entry.amount for entry in self.entries) if self.entries else ZERO

    def title(self, meaning: str) -> str:
        """Return the title of the column with a meaning as the file writes it; empty when there is none."""
        return next((title for title, means in self.columns if means == meaning), "")


@resting_collector()
def read_intake(content: bytes, file: str, rules: ReadingRules) -> Intake:
    """Read one file in full. Raises UnreadableError when its bytes are no table at all."""
    sheets, is_text = read_sheets(content, file)
    found = recognise(sheets, rules.profiles, rules.year)
    if found is None:
        if is_text:
            refuse_broken_quotes(content, file)
        unknown = unknown_header(file, sheets, rules.profiles)
        return Intake(file, digest(content), None, rules.year, findings=(unknown,))
    if found.rivals:
        return Intake(file, digest(content), None, rules.year, findings=(several_fit(file, found),))
    notes = () if is_text else note_sheets(file, sheets, found.sheet, rules.profiles, rules.year)
    intake = _read(file, digest(content), found, rules)
    findings = (*refuse_name(file, found.sheet), *notes, *intake.findings)
    return replace(intake, findings=findings, content=content)


def _read(file: str, digest_: str, found: Recognised, rules: ReadingRules) -> Intake:
    """Read the sheet that was recognised and turn its records into facts."""
    profile, header = found.profile, found.header
    table = read_table(file, digest_, found.sheet, found.format, header)
    meanings = profile.meanings(rules.year)
    intake = Intake(
        file,
        digest_,
        profile.kind,
        rules.year,
        rows=len(table.records),
        profile=profile.name,
        columns=tuple((title, meanings[field]) for field, title in header.titles.items()),
        ignored=(*ignored_columns(header), *ignored_rows(table)),
    )
    return interpret(unfold(table, profile, rules.year), profile, rules, intake)


def read_sheets(content: bytes, file: str) -> tuple[tuple[Sheet, ...], bool]:
    """Return the sheets of a file recognised by its content, never by its name."""
    refuse_too_large(len(content), file)
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
