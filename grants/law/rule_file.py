"""A parsed rule file, read field by field; every refusal names the file and the place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from grants.law.clause import UNKNOWN_CLAUSE, Clause, Status
from ledger.finding import UnreadableError
from ledger.imports.cells import Cell
from ledger.imports.parse import CellError, parse_text
from ledger.period import DaySpan

if TYPE_CHECKING:
    from collections.abc import Mapping

E = TypeVar("E", bound=Enum)

SOURCE_KEYS = ("nr", "dokument", "status", "regelwerk")
FIRST_YEAR, LAST_YEAR = 1950, 2999
# A number of a clause has a digit: "4.1.1", "§ 12 Abs. 2 FlüAG", "Anlage 3".
_NUMBER = re.compile(r"(?=\D*\d)[§0-9A-Za-zÄÖÜäöüß][§0-9A-Za-zÄÖÜäöüß.,/() -]{0,59}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Validity:
    """Geltung: the days of cost for which something holds and the day from which it is known."""

    days: DaySpan
    known_from: date


class RuleFile:
    """A parsed rule file. All of its methods raise UnreadableError for what they cannot return."""

    def __init__(self, file: str, data: Mapping[str, Any]) -> None:
        self.file = file
        self.data = data
        self.short_title = self.text(data, "kurztitel")

    def refuse(self, text: str) -> NoReturn:
        """Raise the refusal of this file."""
        raise UnreadableError(f"{self.file}: {text}", "Bitte die Regeldatei ergänzen.")

    def refuse_unknown(self, table: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
        """Refuse a key that nothing reads; a misspelt one would silently have no effect."""
        for key in table:
            if key not in known:
                self.refuse(f"Die Angabe „{key}“ {place} ist nicht vorgesehen; vorgesehen sind {', '.join(known)}.")

    def text(self, table: Mapping[str, Any], key: str) -> str:
        """Return a printable text of a table, without blanks around it."""
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"Die Angabe „{key}“ fehlt oder ist kein Text.")
        try:
            return parse_text(Cell(value))
        except CellError as problem:
            self.refuse(f"Die Angabe „{key}“ ist nicht lesbar: {problem.text}")

    def day(self, table: Mapping[str, Any], key: str) -> date:
        """Return a day of a table."""
        value = table.get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.refuse(f"Die Angabe „{key}“ fehlt oder ist kein Datum.")
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            self.refuse(f"Die Angabe „{key}“ liegt mit dem Jahr {value.year} zu weit entfernt.")
        return value

    def validity(self, table: Mapping[str, Any], default: Validity | None = None) -> Validity:
        """Return from when to when a table holds and from when it is known; what it leaves out is the default's."""
        first = default.days.first if default and "gilt_ab" not in table else self.day(table, "gilt_ab")
        last = default.days.last if default and "gilt_bis" not in table else self.day(table, "gilt_bis")
        known_from = default.known_from if default and "bekannt_ab" not in table else self.day(table, "bekannt_ab")
        if last is not None and last < first:
            self.refuse("„gilt_bis“ liegt vor „gilt_ab“.")
        return Validity(DaySpan(first, last), known_from)

    def member(self, kind: type[E], text: str) -> E:
        """Return the member of an enum that a text names."""
        try:
            return kind(text)
        except ValueError:
            self.refuse(f"Die Angabe „{text}“ ist nicht vorgesehen.")

    def tables(self, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        """Return the tables of an array; an absent array has none."""
        found = table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.refuse(f"Die Angabe „{key}“ muss aus Abschnitten [[{key}]] bestehen.")
        return found

    def section(self, key: str) -> Mapping[str, Any]:
        """Return a section."""
        table = self.data.get(key)
        if not isinstance(table, dict):
            self.refuse(f"Der Abschnitt [{key}] fehlt.")
        return table

    def clause(self, table: Mapping[str, Any]) -> Clause:
        """Return the clause of a table; what is unknown cannot be proven."""
        number, document = self.text(table, "nr"), self.text(table, "dokument")
        status = self.member(Status, self.text(table, "status"))
        if number != UNKNOWN_CLAUSE and not _NUMBER.fullmatch(number):
            self.refuse(f"Die Nummer „{number}“ ist keine; ist sie nicht bekannt, lautet sie „{UNKNOWN_CLAUSE}“.")
        if number == UNKNOWN_CLAUSE and status is not Status.ASSUMED:
            self.refuse(f"Eine unbekannte Nummer kann nicht belegt sein ({document}).")
        rule = self.text(table, "regelwerk") if "regelwerk" in table else self.short_title
        return Clause(number, rule, document, status)
