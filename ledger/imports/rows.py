"""What the formats share when they turn a record into a fact: places, German choices, spans of days."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ledger.finding import Finding, Place, error
from ledger.german import format_date
from ledger.period import DaySpan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from enum import Enum

    from ledger.cost import CostKind, Source

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


def read_mapped_kind(
    kinds: Mapping[str, CostKind], code: str, source: Source, column: str, section: str, findings: list[Finding]
) -> CostKind | None:
    """Return the cost kind of a wage type or account, or add a finding that names the section to complete."""
    kind = kinds.get(code)
    if kind is None:
        findings.append(
            error(
                place(source, column),
                f"„{column} {code}“ ist keiner Ausgabeart zugeordnet.",
                f"Bitte in foerderbuch.toml unter [{section}] eine Zeile ergänzen, etwa "
                f'"{code}" = "Personalausgaben", oder die Zeile beim Export ausschließen.',
                found=code,
                expected=f"eine Nummer aus [{section}]",
            )
        )
    return kind
