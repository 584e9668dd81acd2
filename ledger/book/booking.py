"""Write a file into the book: its batch, its facts, what it takes back, and the log entry that seals them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from ledger.book.facts import (
    DELETED_PERSON,
    PersonKey,
    Values,
    entry_values,
    head_count_values,
    indicator_values,
    tenure_values,
)
from ledger.book.log import BOOK, append_log, next_log_number
from ledger.book.schema import BATCH, ENTRY, IDENTITY, INDICATOR, NAMING, PERSON, TENURE
from ledger.book.seal import SEALED, commit, seal_rows
from ledger.book.sealed_rows import in_sealed_order
from ledger.book.years import frozen_bases, lock_year, refuse_frozen
from ledger.cost import Entry, Revenue
from ledger.files import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from ledger.act import Act
    from ledger.cost import YearBasis
    from ledger.imports.intake import Intake

ROWS_WORTH_A_COPY = 1_000
_MONTH, _PAID_IN, _PAID_ON, _LATE = map(SEALED["entry"].index, ("cost_month", "paid_in", "paid_on", "late"))


@dataclass(slots=True)
class _Persons:
    """The persons of the book by carrier and staff number, and those a batch adds."""

    known: dict[PersonKey, int]
    next_number: int
    batch: int
    act: Act
    persons: list[Values] = field(default_factory=list)
    identities: list[Values] = field(default_factory=list)

    def add(self, key: PersonKey) -> None:
        if not key[1] or key in self.known:
            return
        number, self.next_number = self.next_number, self.next_number + 1
        salt = self.act.salt_for(f"person {number}")
        self.known[key] = number
        self.persons.append((number, self.batch, key[0], commit(salt, *key)))
        self.identities.append((number, *key, salt))


def write_batch(
    connection: Connection,
    intake: Intake,
    act: Act,
    *,
    name: str,
    taken_back: Sequence[Entry | Revenue] = (),
    replaces: Sequence[int] = (),
) -> int:
    """Write a file that was read and checked and return the number of its batch; the caller holds the write lock.

    ``taken_back`` are reversals and corrected entries that come with it, ``replaces`` the batches whose tenures and
    counts no longer hold. An entry whose own year is frozen is kept as late. Raises ConflictError when the year of the
    file is frozen.
    """
    if intake.kind is None or any(finding.blocks for finding in intake.findings):
        message = "a file with findings must not reach the book"
        raise ValueError(message)
    if digest(intake.content) != intake.digest:
        message = "the original must have the digest under which it is booked"
        raise ValueError(message)
    year = intake.year.number
    lock_year(connection, year)
    refuse_frozen(connection, year)
    number, log_number = _next(connection, BATCH), next_log_number(connection, BOOK)
    entries = (*taken_back, *intake.entries, *intake.revenues)
    persons = _Persons(_known_persons(connection), _next(connection, PERSON), number, act)
    for key in _person_keys(intake, entries):
        persons.add(key)
    namings, names = _names(connection, intake, persons, number, act)
    batch: Values = (
        number, log_number, year, intake.kind.value, intake.file, intake.digest, act.moment(), act.account, intake.rows,
        intake.sum.cents,
    )  # fmt: skip
    rows: dict[str, list[Values]] = {
        "batch": [batch],
        "batch_period": [(number, period) for period in intake.periods],
        "replaced": [(old, number) for old in replaces],
        "person": persons.persons,
        "naming": namings,
        "tenure": tenure_values(count(_next(connection, TENURE)), number, year, intake.tenures, persons.known),
        "head_count": head_count_values(number, intake.head_counts),
        "indicator": indicator_values(count(_next(connection, INDICATOR)), number, intake.indicators),
    }
    rows["entry"], years = _entries(connection, entries, number, persons.known)
    rows = {table: in_sealed_order(values, table) for table, values in rows.items()}
    content = {
        "stapel": number,
        "datei": intake.file,
        "sha256": intake.digest,
        "jahre": sorted({year, *years}),
        "zeilen": {table: seal_rows(values).said() for table, values in rows.items() if values},
    }
    insert_rows(connection, "batch", SEALED["batch"], rows["batch"])
    insert_rows(connection, "original", ("batch_number", "content"), [(number, intake.content)])
    for table in ("batch_period", "replaced", "person"):
        insert_rows(connection, table, SEALED[table], rows[table])
    columns = ("person_number", "carrier_key", "staff_number", "salt")
    insert_rows(connection, "identity", columns, persons.identities)
    insert_rows(connection, "naming", SEALED["naming"], namings)
    insert_rows(connection, "name", ("naming_number", "family_name", "given_name", "salt"), names)
    for table in ("tenure", "head_count", "indicator", "entry"):
        insert_rows(connection, table, SEALED[table], rows[table])
    append_log(connection, BOOK, act, name, content)
    return number


def _person_keys(intake: Intake, entries: Iterable[Entry | Revenue]) -> Iterable[PersonKey]:
    """Return carrier and staff number of everybody the facts are about, in the order of the facts."""
    keys = {(tenure.carrier_key, tenure.staff_number): None for tenure in intake.tenures}
    keys |= {(member.carrier_key, member.staff_number): None for member in intake.staff}
    return keys | {(entry.carrier_key, entry.staff_number): None for entry in entries if isinstance(entry, Entry)}


def _next(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1


def _known_persons(connection: Connection) -> dict[PersonKey, int]:
    """Return the persons by staff number, by their stand-in where that was deleted: their entries can be reversed."""
    query = select(PERSON.c.number, PERSON.c.carrier_key, IDENTITY.c.staff_number)
    rows = connection.execute(query.outerjoin(IDENTITY, IDENTITY.c.person_number == PERSON.c.number))
    return {(row[1], row[2] or DELETED_PERSON.format(number=row[0])): row[0] for row in rows}


def _names(
    connection: Connection, intake: Intake, persons: _Persons, batch: int, act: Act
) -> tuple[list[Values], list[Values]]:
    """Return the rows that say a person was named, and apart from them the names."""
    namings: list[Values] = []
    names: list[Values] = []
    for number, member in enumerate(intake.staff, start=_next(connection, NAMING)):
        salt = act.salt_for(f"name {number}")
        person = persons.known[member.carrier_key, member.staff_number]
        commitment = commit(salt, member.family_name, member.given_name)
        namings.append((number, batch, person, commitment))
        names.append((number, member.family_name, member.given_name, salt))
    return namings, names


def _entries(
    connection: Connection, entries: Iterable[Entry | Revenue], batch: int, persons: dict[PersonKey, int]
) -> tuple[list[Values], set[int]]:
    """Return the rows of entries and the years they are counted in; an entry of a frozen year is late."""
    bases = frozen_bases(connection)
    rows = [
        entry_values(number, batch, entry, persons, late=bool(bases) and _is_late(entry, bases))
        for number, entry in enumerate(entries, start=_next(connection, ENTRY))
    ]
    # One look at each combination of months instead of one at each entry: a payroll has thousands of alike.
    months = {(row[_MONTH], row[_PAID_ON] or row[_PAID_IN]) for row in rows if not row[_LATE]}
    return rows, {int(str(month)[:4]) for pair in months for month in pair}


def _is_late(entry: Entry | Revenue, bases: Mapping[int, YearBasis]) -> bool:
    return any(entry.deciding_month(basis).year == year for year, basis in bases.items())


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows of plain values by the driver itself; many rows go to PostgreSQL by COPY."""
    if not rows:
        return
    if connection.dialect.name == "postgresql" and len(rows) >= ROWS_WORTH_A_COPY:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(rows))  # noqa: S608
