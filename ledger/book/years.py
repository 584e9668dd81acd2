"""The funding years of the book: locked by every act that books into them, frozen once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from ledger.book.schema import FREEZE, FUNDING_YEAR
from ledger.cost import YearBasis
from ledger.finding import ConflictError
from ledger.money import Money

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Freeze:
    """Festschreibung: how many entries a year counted, their sum, and the digest of all its facts at that moment.

    ``log_number`` is the log entry that froze it; ``basis`` says which month decided the year.
    """

    year: int
    log_number: int
    basis: YearBasis
    entry_count: int
    sum: Money
    digest: str


def lock_year(connection: Connection, year: int) -> None:
    """Hold the row of a year until the transaction ends, so that nobody freezes what is being booked."""
    query = select(FUNDING_YEAR.c.year).where(FUNDING_YEAR.c.year == year).with_for_update()
    if connection.execute(query).scalar() is None:
        connection.execute(insert(FUNDING_YEAR), {"year": year})


def read_freeze(connection: Connection, year: int) -> Freeze | None:
    """Return the freeze of a year, or None while it is open."""
    row = connection.execute(select(FREEZE).where(FREEZE.c.year == year)).one_or_none()
    if row is None:
        return None
    return Freeze(row.year, row.log_number, YearBasis(row.basis), row.entry_count, Money(row.sum_cents), row.digest)


def frozen_bases(connection: Connection) -> dict[int, YearBasis]:
    """Return the frozen years with the month that decided each."""
    return {row.year: YearBasis(row.basis) for row in connection.execute(select(FREEZE.c.year, FREEZE.c.basis))}


def refuse_frozen(connection: Connection, year: int) -> None:
    """Raise ConflictError when the year is frozen."""
    if read_freeze(connection, year) is not None:
        raise ConflictError(
            f"Das Förderjahr {year} ist festgeschrieben; es wurde nichts gebucht.",
            "Bitte die Berichtigung mit der Bewilligungsstelle klären; ein festgeschriebenes Jahr bleibt, wie es ist.",
        )
