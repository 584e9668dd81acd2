"""What a corrected file changes: a list a clerk reads before anything is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.cost import Entry, Revenue
from ledger.german import format_date, format_euro, format_month, format_span
from ledger.money import ZERO, Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.carrier import HeadCount
    from ledger.indicator import Indicator
    from ledger.staff import Tenure


@dataclass(frozen=True, slots=True)
class Facts:
    """Angaben of one or several files: what they brought into the book."""

    entries: tuple[Entry | Revenue, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    head_counts: tuple[HeadCount, ...] = ()
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Unterschied: what stands in the book and what the corrected file says; empty where one of them says nothing."""

    what: str
    before: str
    after: str


def compare_facts(before: Facts, after: Facts) -> tuple[Difference, ...]:
    """Return what changes, in the order of the facts' words; entries alike in everything but the amount are one."""
    old, new = _words(before), _words(after)
    old_details, new_details = _details(before.entries), _details(after.entries)
    differences = []
    for what in sorted({*old, *new}):
        if old.get(what) != new.get(what):
            differences.append(Difference(what, old.get(what, ""), new.get(what, "")))
        elif old_details.get(what) != new_details.get(what):
            differences.append(Difference(what, old_details.get(what, ""), new_details.get(what, "")))
    return tuple(differences)


def changed_fields(before: Entry | Revenue, after: Entry | Revenue) -> tuple[Difference, ...]:
    """Return what a rebooking changes in an entry beside its amount, in the words of the columns."""
    old, new = _fields(before), _fields(after)
    return tuple(Difference(what, old[what], new[what]) for what in old if old[what] != new[what])


def _fields(entry: Entry | Revenue) -> dict[str, str]:
    cost = entry if isinstance(entry, Entry) else None
    return {
        "Ausgabeart": entry.kind.value,
        "Lohnartengruppe": cost.group.value if cost and cost.group else "",
        "Leistungsmonat": format_month(entry.cost_month if isinstance(entry, Entry) else entry.month),
        "Personalnummer": cost.staff_number if cost else "",
        "Stelle": cost.position_number if cost else "",
        "Trägerschlüssel": entry.carrier_key,
        "Beleg": entry.voucher,
    }


def _details(entries: Iterable[Entry | Revenue]) -> dict[str, str]:
    """Return what else decides year and carrier of entries alike; it is shown only where it changes."""
    details: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        words = [f"Träger {entry.carrier_key}"]
        if isinstance(entry, Entry) and entry.position_number:
            words.append(f"Stelle {entry.position_number}")
        words += [f"gezahlt am {format_date(entry.paid_on)}"] if entry.paid_on else []
        words += [f"gebucht am {format_date(entry.booked_on)}"] if entry.booked_on else []
        details[_entry(entry)].add(", ".join(words))
    return {what: "; ".join(sorted(each)) for what, each in details.items()}


def _words(facts: Facts) -> dict[str, str]:
    return {
        **{what: format_euro(amount) for what, amount in _sums(facts.entries).items()},
        **_tenures(facts.tenures),
        **{f"Personenzahl {c.municipality_key} {c.municipality_name}": str(c.persons) for c in facts.head_counts},
        **_counts(facts.indicators),
    }


def _counts(indicators: Iterable[Indicator]) -> dict[str, str]:
    counts: Counter[str] = Counter()
    for each in indicators:
        counts[f"Kennzahl {each.name}, {each.area}, {format_month(each.month)}"] += each.count
    return {what: str(count) for what, count in counts.items()}


def _sums(entries: Iterable[Entry | Revenue]) -> dict[str, Money]:
    sums: dict[str, Money] = defaultdict(lambda: ZERO)
    for entry in entries:
        sums[_entry(entry)] += entry.amount
    return sums


def _entry(entry: Entry | Revenue) -> str:
    month = entry.cost_month if isinstance(entry, Entry) else entry.month
    settled = "" if entry.paid_in == month else f" (abgerechnet {format_month(entry.paid_in)})"
    person = f", Person {entry.staff_number}" if isinstance(entry, Entry) and entry.staff_number else ""
    voucher = f", Beleg {entry.voucher}" if entry.voucher else ""
    label = f", {entry.label}" if entry.label else ""
    group = f" ({entry.group.value})" if isinstance(entry, Entry) and entry.group else ""
    return f"{entry.kind.value}{group} {format_month(month)}{settled}{person}{label}{voucher}"


def _tenures(tenures: Iterable[Tenure]) -> dict[str, str]:
    """Return the tenures of each person on each post as one text, so that a changed share is one difference."""
    spans: dict[str, list[str]] = defaultdict(list)
    for tenure in sorted(tenures, key=lambda each: each.days.first):
        share = tenure.fte.decimal_string().replace(".", ",")
        words = f"{format_span(tenure.days)} {share} VZÄ {tenure.role.value}, {tenure.pay_group}"
        words += f", {tenure.qualification.value}"
        if tenure.requalification:
            words += f", Nachqualifizierung {format_span(tenure.requalification)}"
        spans[f"Besetzung der Stelle {tenure.position_number} durch {tenure.staff_number}"].append(words)
    return {what: "; ".join(words) for what, words in spans.items()}
