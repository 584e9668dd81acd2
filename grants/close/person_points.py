"""What is still open for a year that is settled per person: hints for people, named by post and never by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.close.open_points import assumption_points, late_points, other_year_points
from grants.close.points import OpenPoint
from grants.close.programmes import programme_points
from grants.close.requirement_points import part_points, training_points
from grants.close.revenues import silence_points
from ledger.german import format_euro, format_month, format_span, join_words
from ledger.money import ZERO, total
from ledger.period import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.settle.per_person import ApplicantAccount, PersonAccount
    from grants.settle.person_months import CountedMonth
    from grants.settle.person_year import PersonYearResult


def person_points(result: PersonYearResult) -> tuple[OpenPoint, ...]:
    """Return everything still open for a year settled per person."""
    number = result.year.number
    points = [
        OpenPoint(
            "Die Verwendungsnachweise je Person erstellt das Programm noch nicht.",
            f"„foerderbuch abrechnen {number}“ zeigt die Abrechnung, „foerderbuch warum {number} NAME“ jede Zahl bis "
            "zu den Buchungen.",
        )
    ]
    points += person_misfits(result)
    for applicant in result.applicants:
        points += _year_frame(applicant, result)
        points += _frame(applicant)
        points += _reduction(applicant, result)
    points += other_year_points(result)
    points += late_points(result)
    points += silence_points(result)
    points += programme_points(result.inputs, result.programmes, result.figures)
    points += assumption_points(result)
    return tuple(points)


def person_misfits(result: PersonYearResult) -> list[OpenPoint]:
    """Return where awards, staffing plan and pay do not fit together or miss what the rules ask for."""
    points: list[OpenPoint] = []
    for applicant in result.applicants:
        for person in applicant.persons:
            points += _months(person, result)
            points += _taken_back(person)
            points += _unlike_the_award(person, result)
        points += _not_granted(applicant)
        points += _least_frame(applicant, result)
        points += _longest_run(applicant, result)
    points += training_points(result.inputs.tenures, result.year, result.inputs.rules)
    points += part_points(result.inputs.tenures, result.year, result.inputs.rules)
    return points


def _posts(person: PersonAccount) -> str:
    numbers = sorted({line.position.number for line in person.lines})
    return f"{'Stelle' if len(numbers) == 1 else 'Stellen'} {join_words(numbers)}"


def _months(person: PersonAccount, result: PersonYearResult) -> list[OpenPoint]:
    """Months without pay, which do not count."""
    unpaid = [month for month in person.counted.months if month.unpaid]
    if not unpaid:
        return []
    _, clause = result.inputs.rules.choice("entgeltluecke", result.inputs.first_day)
    return [
        OpenPoint(
            f"{_posts(person)}: Für {_listed(unpaid)} ist kein Lohn gebucht, obwohl die Stelle besetzt war; diese "
            f"Monate zählen nicht ({clause.words()}).",
            "Bitte klären, ob eine Unterbrechung (Krankheit, Elternzeit) vorliegt oder Lohn noch fehlt.",
        )
    ]


def _taken_back(person: PersonAccount) -> list[OpenPoint]:
    """More pay taken back than paid: it may belong to another year."""
    if person.cost >= ZERO:
        return []
    return [
        OpenPoint(
            f"{_posts(person)}: Die zuwendungsfähigen Ausgaben sind mit {format_euro(person.cost)} negativ; um diesen "
            "Betrag sinkt die Zuwendung des Antragstellers (Annahme).",
            "Bitte klären, zu welchem Förderjahr der zurückgenommene Lohn gehört und ob die Vorzeichen stimmen.",
        )
    ]


def _listed(months: Iterable[CountedMonth]) -> str:
    return ", ".join(format_month(each.month) for each in months)


def _unlike_the_award(person: PersonAccount, result: PersonYearResult) -> list[OpenPoint]:
    """Posts granted and never filled, and qualifications that are not the granted one."""
    points = []
    for line in person.lines:
        days = line.days.overlap(result.year.days)
        held = [t for t in result.inputs.tenures if days and line.holds(t) and t.days.overlap(days)]
        if days and not held:
            points.append(
                OpenPoint(
                    f"Stelle {line.position.number}: bewilligt, aber von der bewilligten Person in diesem Jahr nicht "
                    "besetzt.",
                    "Bitte Stellenbesetzung, Personalnummer und Stelle in der Bewilligung prüfen; eine Neubesetzung "
                    "braucht eine neue Fassung der Bewilligung.",
                )
            )
        other = sorted({t.qualification.value for t in held if t.qualification is not line.qualification})
        if other:
            points.append(
                OpenPoint(
                    f"Stelle {line.position.number}: Bewilligt ist „{line.qualification.value}“, die "
                    f"Stellenbesetzung nennt „{join_words(other)}“; es zählt der niedrigere Festbetrag.",
                    "Bitte die Qualifikation mit der Bewilligungsstelle klären.",
                )
            )
    return points


def _not_granted(applicant: ApplicantAccount) -> list[OpenPoint]:
    amount = total(split.amount for split in applicant.not_granted)
    if not amount:
        return []
    posts = sorted({split.tenure.position_number for split in applicant.not_granted if split.tenure})
    where = f" ({'Stelle' if len(posts) == 1 else 'Stellen'} {join_words(posts)})" if posts else ""
    return [
        OpenPoint(
            f"{applicant.award.carrier.name}: Ausgaben von {format_euro(amount)} gehören zu keiner bewilligten Person "
            f"oder liegen außerhalb ihres Zeitraums{where}; sie sind selbst zu tragen.",
            "Bitte prüfen, ob eine Neubesetzung oder Verlängerung bewilligt ist und als Fassung der Bewilligung fehlt.",
        )
    ]


def _least_frame(applicant: ApplicantAccount, result: PersonYearResult) -> list[OpenPoint]:
    """A frame that even for the whole period is smaller than the rules ask of an applicant for one year."""
    rules, day = result.inputs.rules, result.inputs.first_day
    if not rules.has("antrag.mindestrahmen", day):
        return []
    least, clause = rules.money("antrag.mindestrahmen", day)
    granted = applicant.award.amount
    if granted >= least:
        return []
    return [
        OpenPoint(
            f"{applicant.award.carrier.name}: Bewilligt sind {format_euro(granted)}; ein Antragsteller braucht einen "
            f"Rahmen von mindestens {format_euro(least)} ({clause.words()}).",
            "Bitte prüfen, ob sich der Antragsteller mit anderen zusammengeschlossen hat.",
        )
    ]


def _longest_run(applicant: ApplicantAccount, result: PersonYearResult) -> list[OpenPoint]:
    """Posts granted for longer than the rules let a post run."""
    rules, day = result.inputs.rules, result.inputs.first_day
    if not rules.has("laufzeit", day):
        return []
    months, clause = rules.months("laufzeit", day)
    return [
        OpenPoint(
            f"Stelle {line.position.number}: Bewilligt ist {format_span(line.days)}; Stellen laufen längstens {months} "
            f"Monate ({clause.words()}).",
            "Bitte den Zeitraum mit dem Bescheid und seiner Regelfassung abgleichen.",
        )
        for line in applicant.award.persons
        if line.days.last and line.days.last >= add_months(line.days.first, months)
    ]


def _year_frame(applicant: ApplicantAccount, result: PersonYearResult) -> list[OpenPoint]:
    """A frame named for the year of which earlier payments left less."""
    named = applicant.award.year_frames.get(result.year.number, applicant.frame)
    if named == applicant.frame:
        return []
    return [
        OpenPoint(
            f"{applicant.award.carrier.name}: Der Rahmen des Jahres {result.year.number} ist {format_euro(named)}, "
            f"nach den Auszahlungen für frühere Jahre sind davon nur {format_euro(applicant.frame)} übrig; es gilt der "
            "kleinere Betrag (Annahme).",
            "Bitte Jahresrahmen und Auszahlungen mit der Bewilligungsstelle klären.",
        )
    ]


def _frame(applicant: ApplicantAccount) -> list[OpenPoint]:
    if applicant.above_frame <= ZERO:
        return []
    return [
        OpenPoint(
            f"{applicant.award.carrier.name}: Der Rahmen deckt {format_euro(applicant.above_frame)} der bemessenen "
            "Zuwendungen nicht; die Kürzung ist im Verhältnis auf die Personen verteilt (Annahme).",
            "Bitte die Verteilung mit der Bewilligungsstelle klären.",
        )
    ]


def _reduction(applicant: ApplicantAccount, result: PersonYearResult) -> list[OpenPoint]:
    if applicant.reduction <= ZERO:
        return []
    clause = result.inputs.principle("ueberfinanzierung")
    return [
        OpenPoint(
            f"{applicant.award.carrier.name}: Andere Einnahmen mindern den Auszahlungsbetrag um "
            f"{format_euro(applicant.reduction)} ({clause.words()}).",
            "Bitte die Kürzung und ihre Aufteilung mit der Bewilligungsstelle klären.",
        )
    ]
