"""What the formats share when they turn a record into a fact: places, German choices, spans of days."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ledger.cost import CostKind
from ledger.finding import Finding, Place, error
from ledger.german import format_counted, format_date
from ledger.period import DaySpan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from enum import Enum

    from ledger.cost import Source
    from ledger.imports.table import Record

E = TypeVar("E", bound="Enum")


def place(source: Source, column: str) -> Place:
    """Return the place of a column in the row of a source."""
    return Place(source.file, source.sheet, source.row, column)


def read_choice(kind: type[E], text: str, where: Place, findings: list[Finding]) -> E | None:
    """Return the member whose German value the text names (case does not matter), or add a finding."""
    for member in kind:
        if str(member.value).casefold() == text.casefold():
            return member
    names = ", ".join(str(member.value) for member in kind)
    findings.append(
        error(
            where,
            f"Die Angabe „{text}“ ist nicht vorgesehen.",
            "Bitte eine der vorgesehenen Angaben eintragen.",
            found=text,
            expected=names,
        )
    )
    return None


def read_span(first: date, last: date | None, where: Place, findings: list[Finding]) -> DaySpan | None:
    """Return the span of days, or add a finding when it ends before it begins."""
    if last is not None and last < first:
        findings.append(
            error(
                where,
                "Das Ende liegt vor dem Beginn.",
                "Bitte Beginn und Ende berichtigen.",
                found=format_date(last),
                expected=f"ein Tag ab {format_date(first)}",
            )
        )
        return None
    return DaySpan(first, last)


def read_requalification(record: Record, source: Source, findings: list[Finding]) -> DaySpan | None:
    """Return the span of the Nachqualifizierung, None when there was none; an end without a beginning is a finding."""
    first, last = record.day_or_none("requalified_from"), record.day_or_none("requalified_to")
    if first is not None:
        return read_span(first, last, place(source, "Nachqualifizierung bis"), findings)
    if last is not None:
        findings.append(
            error(
                place(source, "Nachqualifizierung ab"),
                "Die Nachqualifizierung hat ein Ende, aber keinen Beginn.",
                "Bitte den Beginn der Nachqualifizierung ergänzen.",
                expected="ein Datum wie 03.03.2025",
            )
        )
    return None


class MappedKinds:
    """The cost kinds of wage types or accounts; a code nobody has mapped is one finding, however many rows it has."""

    def __init__(self, kinds: Mapping[str, CostKind], column: str, section: str) -> None:
        """``column`` is the head of the codes in the file, ``section`` the one of foerderbuch.toml that maps them."""
        self._kinds, self._column, self._section = kinds, column, section
        self._unmapped: dict[str, list[Source]] = {}

    def read(self, code: str, source: Source) -> CostKind | None:
        """Return the cost kind of a code, or None and remember the row."""
        kind = self._kinds.get(code)
        if kind is None:
            self._unmapped.setdefault(code, []).append(source)
        return kind

    def findings(self) -> list[Finding]:
        """Return one finding for each code that is not mapped, at its first row."""
        names = ", ".join(kind.value for kind in CostKind)
        return [
            error(
                place(sources[0], self._column),
                f"Die Nummer {code} ist keiner Ausgabeart zugeordnet "
                f"({format_counted(len(sources), 'Zeile', 'Zeilen')}, hier die erste).",
                f"Bitte die Nummer in foerderbuch.toml unter [{self._section}] einer Ausgabeart zuordnen oder ihre "
                "Zeilen beim Export ausschließen.",
                found=code,
                expected=f"eine Nummer aus [{self._section}]; Ausgabearten sind: {names}",
            )
            for code, sources in self._unmapped.items()
        ]
