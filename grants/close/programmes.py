"""What is booked for other programmes: what cannot be settled blocks the year, what nobody settles is pointed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.close.completeness import check_tenures
from grants.close.points import OpenPoint
from grants.law.rules import FundingType, SettlementMethod, Side
from grants.settle.financing import less_by_the_letter
from grants.settle.programme_claims import (
    account_of,
    decided_elsewhere,
    divide_entry,
    may_take,
    programme_revenues,
    programme_splits,
)
from grants.settle.programme_figures import WITHOUT_AWARD
from grants.settle.programmes import KEY, proportion_and_ceiling
from ledger.cost import CostKind, Entry, RevenueKind
from ledger.finding import Finding, MissingError, Place, error
from ledger.german import format_euro, format_month
from ledger.imports.rows import place
from ledger.money import ZERO, Money
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grants.settle.figures import Figures
    from grants.settle.programme_claims import Claims, ProgrammeTerms
    from grants.settle.programme_year import YearSource
    from grants.settle.programmes import ProgrammeAccount
    from ledger.cost import Revenue


def check_programme_bookings(inputs: YearSource, claims: Claims) -> tuple[Finding, ...]:
    """Return the bookings of other programmes that keep the year from being computed."""
    findings: list[Finding] = []
    for terms in inputs.programmes:
        elsewhere = decided_elsewhere(terms, inputs.entries_for_other_years, inputs.year_basis, claims, inputs.plan_for)
        for entry in elsewhere:
            findings += check_tenures([entry], inputs.plan_for(entry)) or _without_rule(terms, entry, inputs, claims)
        for entry in _served_elsewhere(terms, inputs, claims):
            findings += _without_rule(terms, entry, inputs, claims)
        own = [entry for entry in (*inputs.entries, *elsewhere) if claims.claiming(entry) is terms]
        findings += _outside_the_rules(terms, own)
        findings += _pay_of_the_grant(terms, own, inputs)
        received = (*inputs.revenues, *inputs.revenues_for_other_years)
        findings += _revenues(terms, programme_revenues(terms, received, inputs.year_basis, claims))
    return tuple(findings)


def _served_elsewhere(terms: ProgrammeTerms, inputs: YearSource, claims: Claims) -> list[Entry]:
    """Return the year's entries for months of another year, known to its grant, that the programme may count."""
    basis, year = terms.year_basis(inputs.year_basis), terms.award.year
    return [
        entry
        for entry in inputs.entries
        if not year.contains(entry.cost_month)
        and year.contains(entry.deciding_month(basis))
        and inputs.rules.in_force.contains(entry.cost_month.days.first)
        and may_take(terms, entry, claims, inputs.plan_for(entry))
    ]


def _without_rule(terms: ProgrammeTerms, entry: Entry, inputs: YearSource, claims: Claims) -> list[Finding]:
    """An entry for days of which the rules of the grant, or those of the programme, say nothing.

    Entries that an account claims are divided by no rule; `_outside_the_rules` says when their days are not covered.
    """
    if claims.claiming(entry) is not None:
        return []
    try:
        splits = divide_entry(entry, inputs.plan_for(entry), inputs.rules, claims)
        tuple(programme_splits(terms, splits, claims, inputs.plan_for))
    except MissingError as problem:
        return [
            error(
                place(entry.source, ""),
                f"Diese Buchung für den Leistungsmonat {format_month(entry.cost_month)} könnte zum Bescheid "
                f"{terms.award.file} gehören, lässt sich aber nicht aufteilen. {problem.text}",
                "Bitte prüfen, nach welchem Bescheid diese Ausgabe abzurechnen ist.",
                found=format_month(entry.cost_month),
            )
        ]
    return []


def _outside_the_rules(terms: ProgrammeTerms, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Entries for days before or after the programme, and those that the programme hands on to another one."""
    rules = terms.rules
    for entry in entries:
        day = entry.cost_month.days.first
        if not rules.in_force.contains(day):
            yield error(
                place(entry.source, ""),
                f"Für den Leistungsmonat {format_month(entry.cost_month)} gilt die Fassung {rules.version} des "
                f"Programms „{rules.programme}“ nicht; dorthin gehört {account_of(entry)} nach {terms.award.file}.",
                "Bitte prüfen, nach welchem Bescheid diese Ausgabe abzurechnen ist.",
                found=format_month(entry.cost_month),
            )
        elif terms.side_of(entry.kind, day)[1].side is Side.OTHER_PROGRAMME:
            yield error(
                Place(terms.award.file, column="sachkonten"),
                f"Das Programm „{rules.programme}“ gibt Ausgaben der Art „{entry.kind.value}“ an ein anderes Programm "
                f"weiter; auf {account_of(entry)} sind solche gebucht.",
                "Bitte die Nummer im Bescheid streichen oder die Regeldatei berichtigen.",
                found=account_of(entry),
            )


def _pay_of_the_grant(terms: ProgrammeTerms, entries: Iterable[Entry], inputs: YearSource) -> Iterator[Finding]:
    """Pay of people on posts that the year's own grant settles: an account must not draw it away."""
    seen = set()
    for entry in entries:
        account = account_of(entry)
        if entry.kind is CostKind.PERSONNEL and account not in seen and _holds_own_post(entry, inputs):
            seen.add(account)
            yield error(
                Place(terms.award.file, column="sachkonten"),
                f"Auf {account} sind Personalausgaben von Personen gebucht, deren Stellen die {inputs.rules.title} "
                "abrechnet.",
                "Personalausgaben gehören über die Aufgabe der Stelle zu einem Programm; bitte die Nummer im Bescheid "
                "streichen oder die Aufgabe in der Stellenbesetzung berichtigen.",
                found=account,
            )


def _holds_own_post(entry: Entry, inputs: YearSource) -> bool:
    return any(
        (tenure.carrier_key, tenure.staff_number) == (entry.carrier_key, entry.staff_number)
        and any(tenure.days.overlap(month.days) for month in entry.served_months)
        and inputs.rules.cost_rule(entry.kind, tenure.role, entry.cost_month.days.first).side
        is not Side.OTHER_PROGRAMME
        for tenure in inputs.plan_for(entry)
    )


def _revenues(terms: ProgrammeTerms, revenues: Sequence[Revenue]) -> Iterator[Finding]:
    award = terms.award
    grantors = {account: grant.name for grant in award.other_grants for account in grant.accounts}
    sums: dict[str, Money] = {}
    for revenue in revenues:
        account = account_of(revenue)
        is_grant = revenue.kind is RevenueKind.PUBLIC_GRANT
        if is_grant is not (account in grantors):
            yield error(
                Place(award.file, column="sachkonten"),
                f"Auf {account} sind Einnahmen der Art „{revenue.kind.value}“ gebucht; "
                + ("welcher Geber sie zahlt, nennt der Bescheid nicht." if is_grant else "ein Geber zahlt andere."),
                "Bitte Konten anderer Geber unter finanzierungsplan.andere_zuwendungen nennen, alle übrigen unter "
                "sachkonten.",
                found=account,
            )
        name = grantors.get(account, revenue.kind.value)
        sums[name] = sums.get(name, ZERO) + revenue.amount
    for name, amount in sums.items():
        if amount < ZERO:
            yield error(
                Place(award.file),
                f"Die gebuchten Einnahmen „{name}“ sind in der Summe negativ.",
                "Bitte die Buchungen und ihre Vorzeichen prüfen.",
                found=format_euro(amount),
                expected="ein Betrag ab 0,00\u00a0€",
            )


def check_programme_signs(accounts: Iterable[ProgrammeAccount]) -> tuple[Finding, ...]:
    """Return the programmes whose fundable spending is negative."""
    return tuple(
        error(
            Place(account.terms.award.file),
            f"Programm „{account.terms.award.programme}“: Die zuwendungsfähigen Ausgaben sind in der Summe negativ.",
            "Bitte die gebuchten Beträge und ihre Vorzeichen prüfen.",
            found=format_euro(account.fundable),
            expected="ein Betrag ab 0,00\u00a0€",
        )
        for account in accounts
        if account.fundable < ZERO
    )


def programme_points(inputs: YearSource, accounts: Iterable[ProgrammeAccount], figures: Figures) -> list[OpenPoint]:
    """Return what other programmes leave open: posts without an award, keys without persons, grants without booking."""
    points = _without_award(inputs, figures)
    for account in accounts:
        award, rules = account.terms.award, account.terms.rules
        if rules.own_file:
            points.append(
                OpenPoint(
                    f"{award.file}: Abgerechnet wird nach der eigenen Regeldatei {rules.own_file} (Fassung "
                    f"{rules.version} des Programms „{rules.programme}“).",
                    "Bitte prüfen, ob die Datei den Regeln des Gebers entspricht; „foerderbuch regeln "
                    f"{rules.programme}“ zeigt jeden Wert.",
                )
            )
        if KEY in _quantities(account.terms) and account.terms.counted_roles and award.persons is None:
            points.append(
                OpenPoint(
                    f"{award.file}: Der Bescheid nennt keine Personen; ob mehr Stellen besetzt sind, als der "
                    "Betreuungsschlüssel erstattet, ist nicht geprüft.",
                    "Bitte die Zahl der Personen als „personen“ ergänzen.",
                )
            )
        points += _two_readings(account)
        points += [
            OpenPoint(
                f"{award.file}: Die Zuwendung „{grant.name}“ ist mit dem geplanten Betrag angesetzt, weil der Bescheid "
                "kein Konto nennt, auf dem sie gebucht ist.",
                "Bitte die tatsächliche Zahlung prüfen und das Konto im Finanzierungsplan ergänzen.",
            )
            for grant in award.other_grants
            if not grant.accounts
        ]
    return points


def _two_readings(account: ProgrammeAccount) -> list[OpenPoint]:
    """Say what a proportional grant would be if improvements reduced it also below a ceiling that binds."""
    terms, final = account.terms, account.final
    proportion, ceiling = proportion_and_ceiling(terms)
    against_a_plan = terms.method.settlement is SettlementMethod.PLANNED_COST
    if final is None or ceiling is None or not against_a_plan or terms.method.funding is not FundingType.PROPORTIONAL:
        return []
    settled, improvements = final["zuwendung.nach_verbesserungen"], final["verbesserungen"]
    other = less_by_the_letter(final["zuwendung.bewilligt"], improvements, proportion)
    if other >= settled:
        return []
    return [
        OpenPoint(
            f"{terms.award.file}: Verbesserungen von {format_euro(improvements)} mindern die Zuwendung nicht unter "
            f"{format_euro(settled)}, weil der Höchstbetrag greift (Annahme); minderten sie mit ihrem Anteil die "
            f"bewilligte Zuwendung selbst, blieben {format_euro(other)}.",
            "Bitte mit der Bewilligungsstelle klären, ob Verbesserungen auch bei Erreichen des Höchstbetrags mindern.",
        )
    ]


def _quantities(terms: ProgrammeTerms) -> set[str]:
    return {name for name, subject in terms.rules.quantities if terms.rules.has(name, terms.first_day, subject)}


def _without_award(inputs: YearSource, figures: Figures) -> list[OpenPoint]:
    """Posts that the grant of the year hands to another programme, while no award of that programme takes them."""
    entries = [entry for entry, _ in figures[WITHOUT_AWARD].entries if isinstance(entry, Entry)]
    if not entries:
        return []
    booked = {(entry.carrier_key, entry.staff_number) for entry in entries}
    day = entries[0].cost_month.days.first
    handed = {role: inputs.rules.cost_rule(CostKind.PERSONNEL, role, day) for role in PositionRole}
    held = {t.role for t in inputs.tenures if (t.carrier_key, t.staff_number) in booked}
    return [
        OpenPoint(
            f"Die Stellen der Aufgabe „{role.value}“ gehören zum Programm „{rule.programme}“ ({rule.clause.words()}), "
            "aber für einen Träger mit solchen Stellen liegt kein Bescheid vor: Ihre Ausgaben stehen nur in der Zahl "
            f"{WITHOUT_AWARD}.",
            f'Bitte den Bescheid (art = "Zuwendung", programm = "{rule.programme}") in den Ordner bescheide legen.',
        )
        for role, rule in handed.items()
        if rule.side is Side.OTHER_PROGRAMME and role in held
    ]
