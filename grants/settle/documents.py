"""Read one TOML document of the office, field by field; every refusal names file and key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from grants.law.rule_file import FIRST_YEAR, LAST_YEAR
from ledger.finding import UnreadableError
from ledger.imports.cells import Cell
from ledger.imports.parse import CellError, parse_amount, parse_text
from ledger.money import ZERO
from ledger.period import DaySpan, FundingYear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.money import Money

LARGEST_COUNT = 9999
_CARRIER_KEY = re.compile(r"[0-9A-Za-z-]{1,20}", re.ASCII)


def toml_place(problem: Exception) -> str:
    """Return line and column of a TOML error in German; the library's own text is English."""
    match = re.search(r"line (\d+), column (\d+)", str(problem))
    return f", Zeile {match[1]}, Spalte {match[2]}" if match else ""


@dataclass(frozen=True, slots=True)
class Fields:
    """A table of a TOML file that knows its file and its path inside it.

    ``section`` says which of several sections of the same name it is, in words before the key.
    """

    file: str
    data: Mapping[str, Any]
    path: str = ""
    section: str = ""

    def refuse_empty_texts(self) -> None:
        """Refuse all empty texts of the file at once, so that a new office sees the whole list."""
        empty = [
            f"{section}.{key}"
            for section, table in self.data.items()
            if isinstance(table, dict)
            for key, value in table.items()
            if value == ""
        ]
        if empty:
            raise UnreadableError(
                f"{self.file}: Diese Angaben sind leer: {', '.join(empty)}.", "Bitte alle Angaben ausfüllen."
            )

    def refuse_unprintable_texts(self) -> None:
        """Refuse all texts of the file that no paper can print, where there are several, at once."""
        faults, tables = [], [self]
        for table in tables:
            for key, value in table.data.items():
                for each in value if isinstance(value, list) else [value]:
                    if isinstance(each, dict):
                        tables.append(Fields(self.file, each, f"{table.path}{key}."))
                    elif fault := table.fault_of_text(key, each):
                        faults.append(fault)
        if len(faults) > 1:
            remedies = dict.fromkeys(fault.remedy for fault in faults)
            raise UnreadableError(" ".join(fault.text for fault in faults), " ".join(remedies))

    def fault_of_text(self, key: str, value: object) -> UnreadableError | None:
        """Return the refusal of a text that cannot be printed; None for one that can, and for what is no text."""
        try:
            if isinstance(value, str):
                self._printable(key, value)
        except UnreadableError as fault:
            return fault
        return None

    def refuse_unknown(self, known: tuple[str, ...]) -> None:
        """Refuse a key that nothing reads; a misspelt setting would silently have no effect."""
        for key in self.data:
            if key not in known:
                raise self.refuse(key, "ist nicht vorgesehen.", f"Vorgesehen sind: {', '.join(known)}.")

    def iban(self, key: str) -> str:
        """Return an IBAN whose check digits are right (ISO 13616, modulo 97)."""
        text = self.text(key)
        digits = text.replace(" ", "").upper()
        sound = re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", digits, re.ASCII)
        if not sound or int("".join(str(int(sign, 36)) for sign in digits[4:] + digits[:4])) % 97 != 1:
            raise self.refuse(key, f"„{text}“ ist keine gültige IBAN.", "Bitte die Kontonummer prüfen.")
        return text

    def refuse(self, key: str, fact: str, remedy: str) -> UnreadableError:
        """Return the refusal for a key."""
        return UnreadableError(f"{self.file}: {self.section}„{self.path}{key}“ {fact}", remedy)

    def text(self, key: str, *, may_be_empty: bool = False) -> str:
        """Return a printable text."""
        text = self._printable(key, self._value(key, str, "ein Text in Anführungszeichen"))
        if not text and not may_be_empty:
            raise self.refuse(key, "ist leer.", "Bitte die Angabe ergänzen.")
        return text

    def _printable(self, key: str, value: str) -> str:
        try:
            return parse_text(Cell(value))
        except CellError as problem:
            raise self.refuse(key, f"ist kein gültiger Text: {problem.text}", problem.remedy) from None

    def amount(self, key: str) -> Money:
        """Return an amount written as German text."""
        value = self._value(key, str, 'ein Betrag in Anführungszeichen, etwa "923.907,00"')
        try:
            return parse_amount(Cell(value))
        except CellError as problem:
            raise self.refuse(key, f"({value}): {problem.text}", problem.remedy) from None

    def positive(self, key: str) -> Money:
        """Return an amount above zero."""
        amount = self.amount(key)
        if amount <= ZERO:
            raise self.refuse(key, "ist nicht größer als null.", "Bitte den Betrag aus dem Bescheid eintragen.")
        return amount

    def not_negative(self, key: str) -> Money:
        """Return an amount that is zero or more."""
        amount = self.amount(key)
        if amount < ZERO:
            raise self.refuse(key, "ist negativ.", "Bitte den Betrag ohne Minus angeben.")
        return amount

    def whole(self, key: str) -> int:
        """Return a whole number."""
        value: int = self._value(key, int, "eine ganze Zahl")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value: bool = self._value(key, bool, "true oder false")
        return value

    def count(self, key: str) -> int:
        """Return a whole number from 1 to 9999, such as that of a version or of days to pay."""
        value = self.whole(key)
        if not 1 <= value <= LARGEST_COUNT:
            raise self.refuse(
                key, f"liegt nicht zwischen 1 und {LARGEST_COUNT}.", "Bitte eine ganze Zahl über null eintragen."
            )
        return value

    def year(self, key: str) -> FundingYear:
        """Return a year that a document of an office can be about."""
        value = self.whole(key)
        if not FIRST_YEAR <= value <= LAST_YEAR:
            raise self.refuse(
                key, f"ist kein Jahr zwischen {FIRST_YEAR} und {LAST_YEAR}.", "Bitte das Jahr mit vier Ziffern angeben."
            )
        return FundingYear(value)

    def day(self, key: str) -> date:
        """Return a day written as a TOML date, in a year that a document of an office can be about."""
        value: date = self._value(key, date, "ein Datum wie 2025-12-31 ohne Anführungszeichen")
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise self.refuse(
                key, f"liegt mit dem Jahr {value.year} zu weit entfernt.", "Bitte das Jahr des Datums berichtigen."
            )
        return value

    def span(self, first: str, last: str) -> DaySpan:
        """Return the days from one key to another."""
        if self.day(last) < self.day(first):
            raise self.refuse(last, f"liegt vor „{first}“.", "Bitte den Zeitraum berichtigen.")
        return DaySpan(self.day(first), self.day(last))

    def carrier_key(self, key: str) -> str:
        """Return the key of a carrier; it names files, so it is made of letters, digits and hyphens alone."""
        text = self.text(key)
        if not _CARRIER_KEY.fullmatch(text):
            raise self.refuse(
                key, f"„{text}“ ist kein Schlüssel.", "Erlaubt sind Ziffern, Buchstaben und Bindestriche."
            )
        return text

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """Return one of the allowed texts."""
        value = self.text(key)
        if value not in allowed:
            raise self.refuse(key, f"darf nicht „{value}“ sein.", f"Erlaubt sind: {', '.join(allowed)}.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of printable texts."""
        values = self._value(key, list, "eine Liste von Texten")
        if not values or not all(isinstance(value, str) and value.strip() for value in values):
            raise self.refuse(key, "ist keine Liste von Texten.", 'Bitte schreiben: ["08999001", "08999002"].')
        return tuple(self._printable(key, value) for value in values)

    def table(self, key: str) -> Fields:
        """Return a table inside this one."""
        value = self._value(key, dict, f"ein Abschnitt [{self.path}{key}]")
        return Fields(self.file, value, f"{self.path}{key}.", self.section)

    def tables(self, key: str) -> tuple[Fields, ...]:
        """Return an array of tables."""
        values = self._value(key, list, f"ein Abschnitt [[{self.path}{key}]]")
        if not all(isinstance(value, dict) for value in values):
            raise self.refuse(key, "hat eine falsche Form.", f"Bitte Abschnitte [[{self.path}{key}]] verwenden.")
        path = f"{self.path}{key}"
        sections = [f"{self.section}{number}. Abschnitt [[{path}]]: " for number in range(1, len(values) + 1)]
        if len(values) == 1:
            sections = [self.section]
        return tuple(
            Fields(self.file, value, f"{path}.", section) for value, section in zip(values, sections, strict=True)
        )

    def _value(self, key: str, kind: type[Any], expected: str) -> Any:  # noqa: ANN401 - narrowed by the callers
        value = self.data.get(key)
        if value is None:
            raise self.refuse(key, "fehlt.", f"Erwartet wird {expected}.")
        fits = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
        if not fits or (kind is date and isinstance(value, datetime)):
            raise self.refuse(key, "hat eine falsche Form.", f"Erwartet wird {expected}.")
        return value
