"""Single corrections worked out against the entries they name: reversals and new entries, or findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.correction import Correction, CorrectionKind
from ledger.cost import CostKind, Entry, Revenue, RevenueKind
from ledger.finding import Finding, Place, error
from ledger.german import format_euro
from ledger.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Zurückgenommen: the numbers of an entry and of its reversal, the file of the reversal, its reason."""

    entry: int
    reversal: int
    file: str
    reason: str


def apply_corrections(
    corrections: Sequence[Correction],
    entries: Mapping[int, Entry | Revenue],
    frozen: Collection[int],
    taken_back: Mapping[int, TakenBack],
) -> tuple[tuple[Entry | Revenue, ...], tuple[Finding, ...]]:
    """Return what the book must take in, and what cannot be done.

    ``entries`` are the entries in force by number, ``frozen`` the numbers that a frozen year counts, ``taken_back``
    says why a number is in force no more. Every correction keeps its own file and row as its source; a reversal carries
    the number of the entry it takes back.
    """
    booked: list[Entry | Revenue] = []
    findings: list[Finding] = []
    named = Counter(correction.entry_number for correction in corrections if correction.entry_number is not None)
    for correction in corrections:
        number = correction.entry_number
        if number is None:
            booked.append(_new_entry(correction))
            continue
        entry = entries.get(number)
        if entry is None:
            findings.append(_not_in_force(correction, number, taken_back.get(number)))
            continue
        problem = _refusal(correction, entry, frozen=number in frozen, twice=named[number] > 1)
        if problem is not None:
            findings.append(problem)
            continue
        moved = _moved(correction, entry) if correction.correction is CorrectionKind.REBOOKING else []
        if moved and replace(moved[-1], voucher=entry.voucher, amount=entry.amount) == _kept(correction, entry):
            findings.append(_nothing_changes(correction))
            continue
        booked += [reversal_of(entry, correction.reason, correction.voucher), *moved]
    return tuple(booked), tuple(findings)


def _not_in_force(correction: Correction, number: int, taken_back: TakenBack | None) -> Finding:
    """Return why there is nothing to take back: no such entry, one that was taken back, or a reversal."""
    if taken_back is None:
        text = f"Eine Buchung {number} gibt es nicht."
        remedy = "Bitte die Nummer prüfen; „foerderbuch warum“ nennt die Nummern der Buchungen."
    elif number == taken_back.entry:
        text = f"Die Buchung {number} ist schon storniert, durch die Buchung {taken_back.reversal} aus "
        text += f"{taken_back.file} (Grund: {taken_back.reason})."
        remedy = "Bitte mit der Buchung weiterarbeiten, die an ihrer Stelle gilt; „foerderbuch warum“ nennt sie."
    else:
        text = f"Die Buchung {number} aus {taken_back.file} ist selbst ein Storno: Sie nimmt die Buchung "
        text += f"{taken_back.entry} zurück (Grund: {taken_back.reason})."
        remedy = "Ein Storno bleibt bestehen. Soll der Betrag doch gelten, bitte ihn mit „Neu“ noch einmal buchen."
    return _error(correction, "Buchungsnummer", text, remedy, str(number))


def _refusal(correction: Correction, entry: Entry | Revenue, *, frozen: bool, twice: bool) -> Finding | None:
    number = correction.entry_number
    if frozen:
        return _error(
            correction,
            "Buchungsnummer",
            f"Die Buchung {number} gehört zu einem festgeschriebenen Förderjahr und bleibt, wie sie ist.",
            "Bitte die Berichtigung mit der Bewilligungsstelle klären.",
            str(number),
        )
    if twice:
        return _error(
            correction,
            "Buchungsnummer",
            f"Die Buchung {number} kommt in der Datei mehrfach vor.",
            "Bitte je Buchung nur eine Zeile schreiben und danach mit der neuen Nummer weiterarbeiten.",
            str(number),
        )
    if correction.kind and isinstance(correction.kind, RevenueKind) is not isinstance(entry, Revenue):
        return _error(
            correction,
            "Ausgabeart",
            f"Die Buchung {number} lässt sich nicht zwischen Ausgaben und Einnahmen umbuchen.",
            "Bitte die Buchung stornieren und die richtige mit „Neu“ buchen.",
            correction.kind.value,
        )
    return _wrong_amount(correction, entry)


def _nothing_changes(correction: Correction) -> Finding:
    return _error(
        correction,
        "Art",
        f"Die Umbuchung ändert nichts: Alles, was sie nennt, steht schon so in der Buchung {correction.entry_number}.",
        "Bitte die neue Ausgabeart, den Leistungsmonat, die Personalnummer, die Stelle oder den Trägerschlüssel "
        "berichtigen oder die Zeile streichen.",
        str(correction.entry_number),
    )


def _wrong_amount(correction: Correction, entry: Entry | Revenue) -> Finding | None:
    number, amount, booked = entry.number, correction.amount, entry.amount
    if correction.correction is CorrectionKind.REVERSAL and amount != booked:
        return _error(
            correction,
            "Betrag",
            f"Ein Storno nimmt die ganze Buchung {number} zurück; sie lautet auf {format_euro(booked)}.",
            "Bitte den Betrag der Buchung eintragen; für einen Teil davon ist „Umbuchung“ die richtige Art.",
            format_euro(amount),
        )
    part = amount.cents * (1 if booked.cents >= 0 else -1)
    if correction.correction is CorrectionKind.REBOOKING and not 0 < part <= abs(booked.cents):
        return _error(
            correction,
            "Betrag",
            f"Umgebucht werden kann höchstens der Betrag der Buchung {number}, mit ihrem Vorzeichen: "
            f"{format_euro(booked)}.",
            "Bitte den Betrag berichtigen.",
            format_euro(amount),
        )
    return None


def _error(correction: Correction, column: str, text: str, remedy: str, found: str) -> Finding:
    source = correction.source
    return error(Place(source.file, source.sheet, source.row, column), text, remedy, found=found)


def reversal_of(entry: Entry | Revenue, reason: str, voucher: str = "") -> Entry | Revenue:
    """Return the entry that takes another one back, in the same months and with the opposite amount."""
    return replace(
        entry, number=0, amount=-entry.amount, reverses=entry.number, reason=reason, voucher=voucher or entry.voucher
    )


def _kept(correction: Correction, entry: Entry | Revenue) -> Entry | Revenue:
    return replace(entry, number=0, reason=correction.reason, source=correction.source)


def _moved(correction: Correction, entry: Entry | Revenue) -> list[Entry | Revenue]:
    """Return what stays as it was, if anything, and what goes where the correction says."""
    kept = _kept(correction, entry)
    rest = entry.amount - correction.amount
    moved = replace(
        kept,
        amount=correction.amount,
        voucher=correction.voucher or entry.voucher,
        carrier_key=entry.carrier_key if correction.carrier_key is None else correction.carrier_key,
    )
    return [*([replace(kept, amount=rest)] if rest != ZERO else []), _redirected(correction, moved)]


def _redirected(correction: Correction, moved: Entry | Revenue) -> Entry | Revenue:
    if isinstance(moved, Revenue):
        kind = correction.kind if isinstance(correction.kind, RevenueKind) else moved.kind
        return replace(moved, kind=kind, month=correction.cost_month or moved.month)
    return replace(
        moved,
        kind=correction.kind if isinstance(correction.kind, CostKind) else moved.kind,
        group=correction.group if correction.kind else moved.group,
        cost_month=correction.cost_month or moved.cost_month,
        staff_number=moved.staff_number if correction.staff_number is None else correction.staff_number,
        position_number=moved.position_number if correction.position_number is None else correction.position_number,
    )


def _new_entry(correction: Correction) -> Entry | Revenue:
    month, kind, carrier = correction.cost_month, correction.kind, correction.carrier_key
    if month is None or kind is None or carrier is None:
        message = "a new entry needs a kind, a month and a carrier; the reader of corrections sees to it"
        raise ValueError(message)
    if isinstance(kind, RevenueKind):
        return Revenue(
            number=0,
            carrier_key=carrier,
            kind=kind,
            amount=correction.amount,
            month=month,
            paid_in=month,
            label="",
            voucher=correction.voucher,
            source=correction.source,
            reason=correction.reason,
        )
    return Entry(
        number=0,
        carrier_key=carrier,
        kind=kind,
        amount=correction.amount,
        cost_month=month,
        paid_in=month,
        staff_number=correction.staff_number or "",
        position_number=correction.position_number or "",
        label="",
        voucher=correction.voucher,
        source=correction.source,
        group=correction.group,
        reason=correction.reason,
    )
