"""Entries as a clerk reads them and as other programs do: in one line, with what changes, or with their story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.cost import Entry
from ledger.german import format_date, format_euro, format_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.book.story import Story
    from ledger.cost import Batch, Revenue
    from ledger.differences import Difference

ENTRIES_SHOWN = 12


def entry_words(entry: Entry | Revenue) -> str:
    """Return an entry as a clerk reads it, with its amount and its number, if it has one."""
    cost = entry if isinstance(entry, Entry) else None
    group = f" ({cost.group.value})" if cost and cost.group else ""
    month = entry.cost_month if isinstance(entry, Entry) else entry.month
    parts = [
        f"{entry.kind.value}{group} für {format_month(month)}",
        f"Person {cost.staff_number}" if cost and cost.staff_number else "",
        f"Stelle {cost.position_number}" if cost and cost.position_number else "",
        f"Träger {entry.carrier_key}",
        entry.label,
        f"Beleg {entry.voucher}" if entry.voucher else "",
        format_euro(entry.amount),
    ]
    number = f"Nr. {entry.number}: " if entry.number else ""
    reversal = f"Storno der Buchung {entry.reverses}: " if entry.reverses else ""
    return f"{number}{reversal}{', '.join(part for part in parts if part)}"


def change_words(change: Difference) -> str:
    """Return what a correction changes in one field of an entry."""
    return f"{change.what}: {change.before or 'leer'} → {change.after or 'leer'}"


def story_lines(story: Story) -> Iterator[str]:
    """Yield the story of an entry: where it stands, what took it back, what was booked instead, what it replaces."""
    entry = story.entry
    source = entry.source
    sheet = f", Blatt {source.sheet}" if source.sheet else ""
    yield f"Buchung {entry_words(entry)}"
    yield f"    {source.file}{sheet}, Zeile {source.row} (SHA-256 {source.digest[:12]}…)"
    yield f"    gebucht am {format_date(story.batch.booked_on)} von {story.batch.booked_by}"
    if entry.reason:
        yield f"    Grund: {entry.reason}"
    if entry.late:
        yield "    Nachtrag: kam nach der Festschreibung ihres Jahres und zählt dort nicht."
    yield from _listed("anstelle von", story.in_place_of)
    if story.reversal and story.corrected_by:
        yield f"    zurückgenommen: {entry_words(story.reversal)}"
        yield f"      durch {_correction_place(story, story.corrected_by)}, Grund: {story.reversal.reason}"
        yield from _listed("stattdessen gebucht", story.instead)
        if not story.instead:
            yield "    stattdessen gebucht: nichts"


def _correction_place(story: Story, batch: Batch) -> str:
    """Return file and row of a correction; a Storno keeps no row of its own, a corrected file has many."""
    row = f", Zeile {story.instead[0].source.row}" if story.instead else ""
    return f"{batch.file}{row} (am {format_date(batch.booked_on)} von {batch.booked_by})"


def _listed(what: str, entries: tuple[Entry | Revenue, ...]) -> Iterator[str]:
    for entry in entries[:ENTRIES_SHOWN]:
        yield f"    {what}: {entry_words(entry)}"
    if len(entries) > ENTRIES_SHOWN:
        yield f"    … und {len(entries) - ENTRIES_SHOWN} weitere (alle mit --json)"


def story_data(story: Story) -> dict[str, Any]:
    """Return the story of an entry in the shape other programs rely on."""
    corrected = story.corrected_by
    return {
        "buchungen": [entry_data(each) for each in (story.entry, story.reversal) if each],
        "gebucht": _batch_data(story.batch),
        "berichtigt_durch": corrected
        and {
            **_batch_data(corrected),
            "zeile": story.instead[0].source.row if story.instead else None,
            "grund": story.reversal.reason if story.reversal else "",
        },
        "stattdessen": [entry_data(each) for each in story.instead],
        "anstelle_von": [entry_data(each) for each in story.in_place_of],
    }


def _batch_data(batch: Batch) -> dict[str, Any]:
    return {"datei": batch.file, "am": batch.booked_on.isoformat(), "von": batch.booked_by}


def changes_data(changes: Iterable[Difference]) -> list[dict[str, str]]:
    """Return changes in the shape other programs rely on."""
    return [{"was": each.what, "bisher": each.before, "neu": each.after} for each in changes]


def entry_data(entry: Entry | Revenue) -> dict[str, Any]:
    """Return an entry in the shape other programs rely on."""
    return {
        "nummer": entry.number,
        "art": entry.kind.value,
        "gruppe": entry.group.value if isinstance(entry, Entry) and entry.group else "",
        "betrag": entry.amount.decimal_string(),
        "monat": (entry.cost_month if isinstance(entry, Entry) else entry.month).iso(),
        "abgerechnet": entry.paid_in.iso(),
        "gezahlt_am": entry.paid_on.isoformat() if entry.paid_on else None,
        "gebucht_am": entry.booked_on.isoformat() if entry.booked_on else None,
        "personalnummer": entry.staff_number if isinstance(entry, Entry) else "",
        "stelle": entry.position_number if isinstance(entry, Entry) else "",
        "traeger": entry.carrier_key,
        "beleg": entry.voucher,
        "grund": entry.reason,
        "storno_von": entry.reverses,
        "nachtrag": entry.late,
        "datei": entry.source.file,
        "blatt": entry.source.sheet,
        "zeile": entry.source.row,
        "sha256": entry.source.digest,
    }
