"""What may be booked: never the same bytes, never a period twice, only corrections that fit."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ledger.book.corrections import TakenBack, apply_corrections
from ledger.book.queries import entry_query, in_force, select_entries
from ledger.book.schema import BATCH, BATCH_PERIOD, ENTRY, REPLACED
from ledger.book.years import frozen_bases, refuse_frozen
from ledger.finding import ConflictError, Place, error
from ledger.german import format_date, format_period
from ledger.imports.kinds import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from ledger.cost import Entry, Revenue, YearBasis
    from ledger.finding import Finding
    from ledger.imports.intake import Intake

# Databases take a limited number of values in one question.
NUMBERS_AT_ONCE = 1_000


def refuse_same_bytes(connection: Connection, intake: Intake) -> None:
    """Look under the write lock, because another run may have booked meanwhile."""
    refuse_replaced(connection, (intake.digest,))
    same = connection.execute(select(BATCH.c.file).where(BATCH.c.digest == intake.digest)).scalar_one_or_none()
    if same is not None:
        raise ConflictError(
            f"Die Datei {intake.file} ist schon gebucht (als {same}); es wurde nichts gebucht.",
            "Für eine berichtigte Datei bitte den Inhalt ändern; dieselben Bytes werden nie zweimal gebucht.",
        )


def refuse_replaced(connection: Connection, digests: Iterable[str]) -> None:
    """Raise ConflictError when one of the digests is that of a file that was replaced, saying by which and when."""
    old, new = BATCH.alias("old"), BATCH.alias("new")
    query = (
        select(old.c.file.label("old_file"), new.c.file, new.c.booked_at)
        .join(REPLACED, REPLACED.c.batch_number == old.c.number)
        .join(new, new.c.number == REPLACED.c.replaced_by)
        .where(old.c.digest.in_(tuple(digests)))
        .order_by(old.c.number)
    )
    replaced = connection.execute(query).first()
    if replaced is not None:
        day = format_date(datetime.fromisoformat(replaced.booked_at).date())
        raise ConflictError(
            f"Die Datei {replaced.old_file} war gebucht und wurde am {day} durch {replaced.file} ersetzt; es wurde "
            "nichts gebucht.",
            "Dieselben Bytes werden nie zweimal gebucht. Soll der frühere Stand wieder gelten, bitte die Datei im "
            "Fachverfahren neu ausgeben und mit „foerderbuch einlesen DATEI --ersetzen“ einlesen.",
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
            f"{', '.join(map(format_period, missing))}. Es wurde nichts gebucht.",
            "Bitte die berichtigte Datei für alle Zeiträume der bisherigen ausgeben.",
        )
    _refuse_moved(connection, intake, owners)
    return owners


def _refuse_moved(connection: Connection, intake: Intake, owners: Iterable[int]) -> None:
    """Refuse to replace a file of which a part was moved by a correction that still holds: it would count twice."""
    taken_back, reversal, moved = ENTRY.alias(), ENTRY.alias(), ENTRY.alias()
    later = ENTRY.alias()
    query = (
        select(BATCH.c.file)
        .distinct()
        .join(reversal, reversal.c.batch_number == BATCH.c.number)
        .join(taken_back, taken_back.c.number == reversal.c.reverses)
        .join(moved, moved.c.batch_number == BATCH.c.number)
        .where(taken_back.c.batch_number.in_(owners), moved.c.reverses.is_(None))
        .where(~select(later.c.number).where(later.c.reverses == moved.c.number).exists())
    )
    files = sorted(connection.execute(query).scalars())
    if files:
        raise ConflictError(
            f"Buchungen der Datei, die {intake.file} ersetzen soll, wurden inzwischen einzeln berichtigt "
            f"({', '.join(files)}); sie würden doppelt zählen. Es wurde nichts gebucht.",
            "Bitte zuerst die dort neu gebuchten Beträge stornieren; „foerderbuch warum“ nennt ihre Nummern.",
        )


def left_out_periods(connection: Connection, intake: Intake, owners: Iterable[int]) -> list[str]:
    """Return the periods of booked files that a corrected file does not name.

    An area of the counselling may be spelt anew: a month with as many areas as before leaves none out.
    """
    query = select(BATCH_PERIOD.c.period).where(BATCH_PERIOD.c.batch_number.in_(owners))
    booked = set(connection.execute(query).scalars())
    missing = booked - set(intake.periods)
    if intake.kind is FileKind.INDICATORS:
        before, now = (Counter(map(_month, periods)) for periods in (booked, intake.periods))
        missing = {period for period in missing if now[_month(period)] < before[_month(period)]}
    return sorted(missing)


def _month(period: str) -> str:
    return period.partition(" ")[0]


def work_out_corrections(
    connection: Connection, intake: Intake
) -> tuple[tuple[Entry | Revenue, ...], tuple[Finding, ...]]:
    """Return what the single corrections of a file book, and what cannot be done."""
    if not intake.corrections:
        return (), ()
    named = entries_to_correct(connection, intake)
    numbers = [each.entry_number for each in intake.corrections if each.entry_number is not None]
    taken_back: dict[int, TakenBack] = {}
    for start in range(0, len(numbers), NUMBERS_AT_ONCE):
        taken_back |= _taken_back(connection, numbers[start : start + NUMBERS_AT_ONCE])
    bases = frozen_bases(connection)
    frozen = {
        entry.number
        for entry in named
        if not entry.late and any(entry.deciding_month(basis).year == year for year, basis in bases.items())
    }
    in_force_by_number = {entry.number: entry for entry in named}
    booked, findings = apply_corrections(intake.corrections, in_force_by_number, frozen, taken_back)
    return booked, (*findings, *_into_frozen_years(booked, bases))


def entries_to_correct(connection: Connection, intake: Intake) -> list[Entry | Revenue]:
    """Return the entries in force that the single corrections of a file name."""
    numbers = [each.entry_number for each in intake.corrections if each.entry_number is not None]
    return [
        entry
        for start in range(0, len(numbers), NUMBERS_AT_ONCE)
        for entry in select_entries(
            connection,
            entry_query().where(ENTRY.c.number.in_(numbers[start : start + NUMBERS_AT_ONCE]), in_force(late=True)),
        )
    ]


def _taken_back(connection: Connection, numbers: Iterable[int]) -> dict[int, TakenBack]:
    """Return which of the entries were taken back or take back, by the numbers of both entries of such a pair."""
    query = (
        select(ENTRY.c.reverses, ENTRY.c.number, BATCH.c.file, ENTRY.c.reason)
        .join(BATCH, BATCH.c.number == ENTRY.c.batch_number)
        .where(ENTRY.c.reverses.is_not(None), or_(ENTRY.c.number.in_(numbers), ENTRY.c.reverses.in_(numbers)))
    )
    found = [TakenBack(*row) for row in connection.execute(query)]
    return {number: each for each in found for number in (each.entry, each.reversal)}


def _into_frozen_years(booked: Iterable[Entry | Revenue], bases: Mapping[int, YearBasis]) -> Iterator[Finding]:
    """Refuse what a correction would book into a frozen year: it would be late there and count nowhere."""
    for entry in booked:
        years = [year for year, basis in bases.items() if entry.deciding_month(basis).year == year]
        if years and entry.reverses is None and not entry.late:
            source = entry.source
            yield error(
                Place(source.file, source.sheet, source.row, "Leistungsmonat"),
                f"Das Förderjahr {years[0]} ist festgeschrieben; dort würde der Betrag nicht mehr zählen.",
                "Bitte einen Monat eines offenen Jahres angeben oder die Berichtigung mit der Bewilligungsstelle "
                "klären.",
                found=str(years[0]),
            )
