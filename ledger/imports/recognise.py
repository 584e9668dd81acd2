"""Which profile fits a file, by its header row and never by its name; where two fit equally well, a finding asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.finding import Finding, Place, error, hint
from ledger.imports.header import find_header_in, first_rows
from ledger.imports.sheet_notes import point_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.imports.cells import Sheet
    from ledger.imports.header import Header
    from ledger.imports.profile import Profile
    from ledger.imports.table import Format
    from ledger.period import FundingYear


@dataclass(frozen=True, slots=True)
class Recognised:
    """A profile that fits a sheet, its columns under the titles of the file, and the profiles that fit as well."""

    profile: Profile
    format: Format
    sheet: Sheet
    header: Header
    rivals: tuple[Profile, ...] = ()


def recognise(sheets: Sequence[Sheet], profiles: Sequence[Profile], year: FundingYear) -> Recognised | None:
    """Return the profile and sheet with the fewest missing and then the most explained columns.

    Among equals the county's own profiles come first and then the earlier one. A profile of another kind that fits
    the same sheet equally well, and has the same owner, is a rival.
    """
    formats = [profile.format(year) for profile in profiles]
    candidates: list[tuple[tuple[int, int, bool], Recognised]] = []
    for sheet in sheets:
        rows = first_rows(sheet)
        for profile, format_ in zip(profiles, formats, strict=True):
            header = find_header_in(rows, format_)
            if header is not None:
                fit = (len(header.missing), -header.explained, not profile.own)
                candidates.append((fit, Recognised(profile, _as_titled(format_, header), sheet, header)))
    if not candidates:
        return None
    best, found = min(candidates, key=lambda candidate: candidate[0])
    rivals = tuple(
        other.profile
        for fit, other in candidates
        if fit == best and other.sheet is found.sheet and other.profile.kind is not found.profile.kind
    )
    return replace(found, rivals=rivals)


def _as_titled(format_: Format, header: Header) -> Format:
    """Return the format with the titles that the file uses in front, so that findings speak of the clerk's columns."""
    return replace(
        format_,
        columns=tuple(
            replace(column, titles=(header.titles[column.field], *column.titles))
            if column.field in header.titles
            else column
            for column in format_.columns
        ),
    )


def unknown_header(file: str, sheets: Sequence[Sheet], profiles: Sequence[Profile]) -> Finding:
    """Return the finding for a file that no profile fits."""
    named = next(((sheet.name, row) for sheet in sheets for row in sheet.rows if not row.is_empty), None)
    name, first = named or ("", None)
    return error(
        Place(file, name, first.number if first else None),
        "Die Kopfzeile passt zu keinem bekannten Leseprofil; die Datei wird nicht gelesen.",
        "Bitte prüfen, ob die richtige Datei im Eingang liegt und ob ihre Kopfzeile vollständig ist; für andere "
        "Überschriften bitte ein eigenes Leseprofil im Ordner profile anlegen.",
        found=", ".join(cell.text.strip() for cell in first.cells if not cell.is_empty)[:200] if first else "",
        expected=" oder ".join(profile.name for profile in profiles),
    )


def several_fit(file: str, found: Recognised) -> Finding:
    """Return the finding for a file that profiles of different kinds fit equally well."""
    fitting = (found.profile, *found.rivals)
    return error(
        Place(file, found.sheet.name, found.header.row),
        "Die Kopfzeile passt gleich gut zu Leseprofilen verschiedener Art; die Datei wird nicht gelesen.",
        "Bitte in einem eigenen Leseprofil die Spalten dieser Datei vollständig nennen, damit nur eines passt.",
        found=" und ".join(f"{profile.name} ({profile.kind.value})" for profile in fitting),
        expected="ein Leseprofil, das besser passt als die anderen",
    )


def note_sheets(
    file: str, sheets: Sequence[Sheet], read: Sheet, profiles: Sequence[Profile], year: FundingYear
) -> tuple[Finding, ...]:
    """Refuse a second sheet with a known header; point out other filled ones and what the one read hides."""
    findings = []
    for sheet in sheets:
        if sheet is read or all(row.is_empty for row in sheet.rows):
            continue
        hidden = " (es ist ausgeblendet)" if sheet.hidden else ""
        if recognise((sheet,), profiles, year) is not None:
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
