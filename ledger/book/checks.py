"""What may be booked: never the same bytes, never a period twice, only corrections that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ledger.book.corrections import apply_corrections
from ledger.book.queries import entry_query, in_force, select_entries
from ledger.book.schema import BATCH, BATCH_PERIOD, ENTRY, REPLACED
from ledger.book.years import frozen_bases, refuse_frozen
from ledger.finding import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from ledger.cost import Entry, Revenue
    from ledger.finding import Finding
    from ledger.imports.intake import Intake


def refuse_same_bytes(connection: Connection, intake: Intake) -> None:
    """Look under the write lock, because another run may have booked meanwhile."""
    same = connection.execute(select(BATCH.c.file).where(BATCH.c.digest == intake.digest)).scalar_one_or_none()
    if same is not None:
        raise ConflictError(
            f"Die Datei {intake.file} ist schon gebucht (als {same}); es wurde nichts gebucht.",
            "Für eine berichtigte Datei bitte den Inhalt ändern; dieselben Bytes werden nie zweimal gebucht.",
        )


def period_owners(connection: Connection, intake: Intake) -> dict[int, str]:
    """Return the batches in force that already settle a period of the file, with the names of their files."""
    query = (
        select(BATCH.c.number, BATCH.c.file)
        .join(BATCH_PERIOD, BATCH_PERIOD.c.batch_number == BATCH.c.number)
        .where(BATCH.c.kind == (intake.kind.value if intake.kind else ""))
        .where(BATCH_PERIOD.c.period.in_(intake.periods))
        .where(BATCH.c.number.not_in(select(REPLACED.c.batch_number)))
        .order_by(BATCH.c.number)
    )
    return {row.number: row.file for row in connection.execute(query)}


def replaced_batches(connection: Connection, intake: Intake) -> dict[int, str]:
    """Return the batches a corrected file replaces.

    Raises ConflictError when there are none, when it covers less or when the year of the file or of one it replaces is
    frozen: a journal may settle a voucher of the next year in December, so these years can differ.
    """
    owners = period_owners(connection, intake)
    if not owners:
        raise ConflictError(
            f"Die Datei {intake.file} ersetzt keine gebuchte Datei; es wurde nichts gebucht.",
            "Bitte ohne --ersetzen einlesen.",
        )
    replaced_years = connection.execute(select(BATCH.c.year).where(BATCH.c.number.in_(owners))).scalars()
    for year in sorted({intake.year.number, *replaced_years}):
        refuse_frozen(connection, year)
    missing = left_out_periods(connection, intake, owners)
    if missing:
        raise ConflictError(
            f"Die Datei {intake.file} lässt Zeiträume aus, die {', '.join(owners.values())} enthält: "
            f"{', '.join(missing)}. Es wurde nichts gebucht.",
            "Bitte die berichtigte Datei für alle Zeiträume der bisherigen ausgeben.",
        )
    return owners


def left_out_periods(connection: Connection, intake: Intake, owners: Iterable[int]) -> list[str]:
    """Return the periods of booked files that a corrected file does not name."""
    query = select(BATCH_PERIOD.c.period).where(BATCH_PERIOD.c.batch_number.in_(owners))
    return sorted(set(connection.execute(query).scalars()) - set(intake.periods))


def work_out_corrections(
    connection: Connection, intake: Intake
) -> tuple[tuple[Entry | Revenue, ...], tuple[Finding, ...]]:
    """Return what the single corrections of a file book, and what cannot be done."""
    if not intake.corrections:
        return (), ()
    numbers = [each.entry_number for each in intake.corrections if each.entry_number is not None]
    named = select_entries(connection, entry_query().where(ENTRY.c.number.in_(numbers), in_force(late=True)))
    bases = frozen_bases(connection)
    frozen = {
        entry.number
        for entry in named
        if not entry.late and any(entry.deciding_month(basis).year == year for year, basis in bases.items())
    }
    return apply_corrections(intake.corrections, {entry.number: entry for entry in named}, frozen)
