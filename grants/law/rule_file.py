"""A parsed rule file, read field by field; every refusal names the file and the place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from grants.law.clause import UNKNOWN_CLAUSE, Clause, Status
from grants.law.rule_places import places_of
from ledger.finding import UnreadableError
from ledger.german import format_date
from ledger.imports.cells import Cell
from ledger.imports.parse import CellError, parse_text
from ledger.period import DaySpan

if TYPE_CHECKING:
    from collections.abc import Mapping

E = TypeVar("E", bound=Enum)

TEXT, DATE = "Text in Anführungszeichen", "Datum wie 2025-12-31 ohne Anführungszeichen"
SOURCE_KEYS = ("nr", "dokument", "status", "regelwerk")
FIRST_YEAR, LAST_YEAR = 1950, 2999
LONGEST_SHOWN = 40
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
        self._places = places_of(data)
        self.short_title = self.text(data, "kurztitel")

    def refuse(self, table: Mapping[str, Any] | None, text: str, remedy: str) -> NoReturn:
        """Raise the refusal of a table of this file, or of the file where no single table is at fault."""
        place = f"{self._places[id(table)]}: " if table is not None else ""
        raise UnreadableError(f"{self.file}: {place}{text}", remedy)

    def refuse_unknown(self, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Refuse a key that nothing reads; a misspelt one would silently have no effect."""
        for key in table:
            if key not in known:
                self.refuse(
                    table,
                    f"Die Angabe „{key}“ ist nicht vorgesehen; vorgesehen sind {', '.join(known)}.",
                    "Bitte die Angabe streichen oder ihren Namen berichtigen.",
                )

    def _refuse_missing(self, table: Mapping[str, Any], key: str, what: str, allowed: str = "") -> NoReturn:
        """Refuse a key that is not there or has another kind of value."""
        if key not in table:
            self.refuse(table, f"Die Angabe „{key}“ fehlt{allowed}.", "Bitte die Angabe ergänzen.")
        remedy = f"Bitte die Angabe als {what} schreiben."
        self.refuse(table, f"Die Angabe „{key}“ ist mit {_shown(table[key])} kein {what}{allowed}.", remedy)

    def text(self, table: Mapping[str, Any], key: str) -> str:
        """Return a printable text of a table, without blanks around it."""
        value = table.get(key)
        if not isinstance(value, str):
            self._refuse_missing(table, key, TEXT)
        if not value.strip():
            self.refuse(table, f"Die Angabe „{key}“ ist leer.", "Bitte die Angabe ausfüllen.")
        try:
            return parse_text(Cell(value))
        except CellError as problem:
            self.refuse(table, f"Die Angabe „{key}“ ist nicht lesbar: {problem.text}", problem.remedy)

    def day(self, table: Mapping[str, Any], key: str) -> date:
        """Return a day of a table."""
        value = table.get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            self._refuse_missing(table, key, DATE)
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            self.refuse(
                table,
                f"Die Angabe „{key}“ liegt mit dem Jahr {value.year} zu weit entfernt; möglich sind Jahre von "
                f"{FIRST_YEAR} bis {LAST_YEAR}.",
                "Bitte das Jahr berichtigen.",
            )
        return value

    def validity(self, table: Mapping[str, Any], default: Validity | None = None) -> Validity:
        """Return from when to when a table holds and from when it is known; what it leaves out is the default's."""
        first = default.days.first if default and "gilt_ab" not in table else self.day(table, "gilt_ab")
        last = default.days.last if default and "gilt_bis" not in table else self.day(table, "gilt_bis")
        known_from = default.known_from if default and "bekannt_ab" not in table else self.day(table, "bekannt_ab")
        if last is not None and last < first:
            self.refuse(
                table,
                f"„gilt_bis“ liegt vor „gilt_ab“: {format_date(last)} vor {format_date(first)}.",
                "Bitte die beiden Tage berichtigen.",
            )
        return Validity(DaySpan(first, last), known_from)

    def member(self, table: Mapping[str, Any], key: str, kind: type[E]) -> E:
        """Return the member of an enum that a text of a table names."""
        if key not in table:
            self._refuse_missing(table, key, TEXT, f"; vorgesehen ist eines von: {_values(kind)}")
        return self.named(table, key, kind, self.text(table, key))

    def named(self, table: Mapping[str, Any], key: str, kind: type[E], text: str) -> E:
        """Return the member of an enum that a text under a key of a table names."""
        try:
            return kind(text)
        except ValueError:
            self.refuse(
                table,
                f"Unter „{key}“ steht „{text}“; vorgesehen ist eines von: {_values(kind)}.",
                "Bitte eines der vorgesehenen Wörter eintragen.",
            )

    def tables(self, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        """Return the tables of an array; an absent array has none."""
        found = table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.refuse(
                table,
                f"Die Angabe „{key}“ muss aus Abschnitten [[{key}]] bestehen.",
                f"Bitte statt der Angabe Abschnitte [[{key}]] schreiben.",
            )
        return found

    def section(self, key: str) -> Mapping[str, Any]:
        """Return a section."""
        table = self.data.get(key)
        if not isinstance(table, dict):
            self.refuse(None, f"Der Abschnitt [{key}] fehlt.", "Bitte den Abschnitt ergänzen.")
        return table

    def clause(self, table: Mapping[str, Any]) -> Clause:
        """Return the clause of a table; what is unknown cannot be proven."""
        number, document = self.text(table, "nr"), self.text(table, "dokument")
        status = self.member(table, "status", Status)
        if number != UNKNOWN_CLAUSE and not _NUMBER.fullmatch(number):
            self.refuse(
                table,
                f"Die Nummer „{number}“ unter „nr“ ist keine; ist sie nicht bekannt, lautet sie „{UNKNOWN_CLAUSE}“.",
                "Bitte die Nummer der Vorschrift eintragen, etwa „4.1.1“ oder „§ 12“.",
            )
        if number == UNKNOWN_CLAUSE and status is not Status.ASSUMED:
            self.refuse(
                table,
                f"Eine unbekannte Nummer kann nicht belegt sein ({document}); unter „status“ steht „{status.value}“.",
                f"Bitte die Nummer eintragen oder unter „status“ „{Status.ASSUMED.value}“.",
            )
        rule = self.text(table, "regelwerk") if "regelwerk" in table else self.short_title
        return Clause(number, rule, document, status)


def _values(kind: type[Enum]) -> str:
    return ", ".join(str(member.value) for member in kind)


def _shown(value: object) -> str:
    """Return a value of a file as the office wrote it, shortened; an array or a table is only called so."""
    if isinstance(value, (list, dict)):
        return "einer Liste" if isinstance(value, list) else "einem Abschnitt"
    if isinstance(value, bool):
        return str(value).lower()
    return f"„{str(value)[:LONGEST_SHOWN]}“"
