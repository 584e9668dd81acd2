"""Open points about persons and posts that miss what the rules ask of them, and about pay that was refused for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.close.points import OpenPoint
from grants.law.requirements import missed_trainings, small_carrier, small_parts
from ledger.german import format_date, format_fte, format_span, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.law.eligibility import Split
    from grants.law.requirements import MissedTraining
    from grants.law.rules import RuleSet
    from grants.settle.award import PassThroughAgreement
    from ledger.period import FundingYear
    from ledger.staff import Tenure


def training_points(tenures: Sequence[Tenure], year: FundingYear, rules: RuleSet) -> list[OpenPoint]:
    """Return the posts whose Nachqualifizierung is not proven or out of time (Nr. 4.1.1)."""
    return [
        OpenPoint(
            f"Stelle {missed.position_number}: {_missed_deadline(missed)} ({missed.clause.words()}; Beginn der "
            f"Tätigkeit {format_date(missed.started)}).",
            _what_to_do(missed),
        )
        for missed in missed_trainings(tenures, year, rules)
    ]


def part_points(tenures: Sequence[Tenure], year: FundingYear, rules: RuleSet) -> list[OpenPoint]:
    """Return the parts of posts that are too small for a year settled per person; no person is named."""
    return [
        OpenPoint(
            f"Stelle {missed.tenure.position_number}: Ein Teil der Stelle hat nur {format_fte(missed.share)} VZÄ, "
            f"gefordert sind mindestens {format_fte(missed.least)} VZÄ ({missed.clause.words()}; "
            f"{format_span(missed.days)}). Diese Tage zählen nicht, und ihre Ausgaben sind selbst zu tragen.",
            "Bitte Stellenbesetzung und Bewilligung prüfen.",
        )
        for missed in small_parts(tenures, year, rules)
        if missed.tenure
    ]


def _missed_deadline(missed: MissedTraining) -> str:
    """Return which deadline was missed, its day and the day found."""
    day = format_date(missed.deadline)
    if missed.is_begin:
        done, due = "Die Nachqualifizierung begann", f"beginnen musste sie spätestens am {day}"
        missing = "Für die Nachqualifizierung ist kein Beginn eingetragen"
    else:
        done, due = "Die Nachqualifizierung endete", f"abgeschlossen sein musste sie spätestens am {day}"
        missing = "Für die Nachqualifizierung ist kein Abschluss eingetragen"
    return f"{done} am {format_date(missed.found)}, {due}" if missed.found else f"{missing}; {due}"


def _what_to_do(missed: MissedTraining) -> str:
    if missed.found is None:
        return f"Bitte „Nachqualifizierung {'ab' if missed.is_begin else 'bis'}“ in der Stellenbesetzung ergänzen."
    return (
        "Bitte mit der Bewilligungsstelle klären, ob die Stelle gefördert wird; einen falsch erfassten Tag bitte in "
        "der Stellenbesetzung berichtigen."
    )


def carrier_points(
    tenures: Sequence[Tenure], agreements: Iterable[PassThroughAgreement], year: FundingYear, rules: RuleSet
) -> list[OpenPoint]:
    """Return the carriers of their own that had no post of half a VZÄ on each day of their agreement (Nr. 3.4)."""
    points = []
    for agreement in agreements:
        days = agreement.in_force.overlap(year.days)
        missed = small_carrier(tenures, agreement.carrier.key, days, rules) if days else ()
        if missed:
            shown = join_words([f"{format_fte(each.share)} VZÄ ({format_span(each.days)})" for each in missed])
            least, clause = missed[0].least, missed[0].clause.words()
            points.append(
                OpenPoint(
                    f"{agreement.carrier.name}: Keine Stelle hat durchgehend {format_fte(least)} VZÄ ({clause}). "
                    f"Besetzt war die größte Stelle des Trägers nur mit {shown}.",
                    "Bitte mit dem Träger klären, ob die Voraussetzung erfüllt ist.",
                )
            )
    return points


def refusal_points(splits: Iterable[Split]) -> list[OpenPoint]:
    """Return the posts whose pay was refused, once for each clause; the sums are figures of their own."""
    posts: dict[str, set[str]] = {}
    for split in splits:
        if split.refused and split.tenure:
            posts.setdefault(split.clause.words(), set()).add(split.tenure.position_number)
    return [
        OpenPoint(
            f"Personalausgaben sind teilweise abgelehnt, weil Umfang oder Zeitraum der Stelle nicht genügen ({words}): "
            f"{join_words(sorted(numbers))}.",
            "Bitte die Besetzung der Stelle prüfen; den Betrag nennt die Zahl abgelehnt.gesamt.",
        )
        for words, numbers in posts.items()
    ]
