"""Records become the facts of their kind, with the periods a file settles and the check of its year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.finding import Finding, error
from ledger.german import format_month
from ledger.imports.carrier_return import read_carrier_return
from ledger.imports.corrections import read_corrections
from ledger.imports.headcount import read_head_counts
from ledger.imports.ignored import ignored_zeros
from ledger.imports.indicators import read_indicators
from ledger.imports.journal import read_journal
from ledger.imports.kinds import FileKind
from ledger.imports.payroll import read_payroll
from ledger.imports.staffing import read_staffing_plan
from ledger.period import FundingYear, Month

if TYPE_CHECKING:
    from ledger.imports.intake import Intake, ReadingRules
    from ledger.imports.profile import Profile
    from ledger.imports.table import Table


def interpret(table: Table, profile: Profile, rules: ReadingRules, intake: Intake) -> Intake:
    """Return the intake with the facts and findings of a table; of a file for another year nothing is looked at."""
    wrong = _wrong_year(table, rules)
    if not wrong:
        intake = _READERS[profile.kind](table, profile, rules, intake)
    return replace(intake, findings=(*table.findings, *wrong, *intake.findings))


def _staffing_plan(table: Table, _: Profile, rules: ReadingRules, intake: Intake) -> Intake:
    plan = read_staffing_plan(table, rules.county_key)
    periods = (str(rules.year.number),)
    return replace(intake, periods=periods, staff=plan.staff, tenures=plan.tenures, findings=plan.findings)


def _head_counts(table: Table, _: Profile, rules: ReadingRules, intake: Intake) -> Intake:
    counts, findings = read_head_counts(table)
    return replace(intake, periods=(str(rules.year.number),), head_counts=counts, findings=findings)


def _payroll(table: Table, profile: Profile, rules: ReadingRules, intake: Intake) -> Intake:
    assignments = {**rules.wage_types, **profile.assignments}
    facts = read_payroll(table, rules.county_key, assignments, profile.signs)
    months = {month for month, _ in facts.settled}
    return replace(
        intake,
        periods=tuple(sorted(month.iso() for month in months)),
        entries=facts.entries,
        revenues=facts.revenues,
        ignored=(*intake.ignored, *ignored_zeros(facts.zeros)),
        findings=(*facts.findings, *_paid_in_other_years(table, months, rules)),
    )


def _journal(table: Table, profile: Profile, rules: ReadingRules, intake: Intake) -> Intake:
    assignments = {**rules.accounts, **profile.assignments}
    facts = read_journal(table, rules.county_key, assignments, profile.signs)
    return replace(
        intake,
        periods=tuple(sorted(f"{month.iso()} {kind}" for month, kind in facts.settled)),
        entries=facts.entries,
        revenues=facts.revenues,
        ignored=(*intake.ignored, *ignored_zeros(facts.zeros)),
        findings=(*facts.findings, *_served_and_booked_in_other_years(table, rules)),
    )


def _carrier_return(table: Table, profile: Profile, rules: ReadingRules, intake: Intake) -> Intake:
    returned, findings = read_carrier_return(table, profile.signs)
    if returned is None:
        return replace(intake, findings=findings)
    return replace(
        intake,
        periods=(f"{rules.year.number} {returned.carrier_key}",),
        carrier_name=returned.carrier_name,
        tenures=returned.tenures,
        entries=returned.facts.entries,
        revenues=returned.facts.revenues,
        findings=findings,
    )


def _indicators(table: Table, _: Profile, rules: ReadingRules, intake: Intake) -> Intake:
    indicators, findings = read_indicators(table)
    return replace(
        intake,
        periods=tuple(sorted({f"{indicator.month.iso()} {indicator.area}" for indicator in indicators})),
        indicators=indicators,
        findings=(*findings, *_counted_in_other_years(table, rules)),
    )


def _corrections(table: Table, _: Profile, rules: ReadingRules, intake: Intake) -> Intake:
    corrections, findings = read_corrections(table, rules.county_key)
    return replace(intake, corrections=corrections, findings=findings)


_READERS = {
    FileKind.STAFFING_PLAN: _staffing_plan,
    FileKind.HEAD_COUNTS: _head_counts,
    FileKind.PAYROLL: _payroll,
    FileKind.JOURNAL: _journal,
    FileKind.CARRIER_RETURN: _carrier_return,
    FileKind.INDICATORS: _indicators,
    FileKind.CORRECTIONS: _corrections,
}


def _paid_in_other_years(table: Table, months: set[Month], rules: ReadingRules) -> list[Finding]:
    """Refuse payroll settled in another year than the folder says; corrections for other years are settled in it."""
    if all(rules.year.contains(month) for month in months):
        return []
    return [
        error(
            table.place(row, "paid_in"),
            f"Der Abrechnungsmonat {format_month(month)} gehört nicht zum Jahr {rules.year.number}.",
            f"Bitte die Datei in den Ordner eingang/{month.year} legen oder den Monat berichtigen.",
            found=format_month(month),
            expected=f"ein Monat des Jahres {rules.year.number}",
        )
        for row, month in table.rows("paid_in")
        if not rules.year.contains(month)
    ]


def _served_and_booked_in_other_years(table: Table, rules: ReadingRules) -> list[Finding]:
    """Refuse a voucher that was neither served nor booked in the year."""
    year = rules.year.number
    return [
        error(
            table.place(row, "served_on"),
            f"Weder Leistung noch Buchung liegen im Jahr {year}.",
            f"Bitte die Datei in den Ordner eingang/{served_on.year} legen oder das Datum berichtigen.",
            found=format_month(Month.of(served_on)),
            expected=f"ein Tag des Jahres {year}",
        )
        for row, served_on, booked_on in table.rows("served_on", "booked_on")
        if year not in (served_on.year, booked_on.year)
    ]


def _counted_in_other_years(table: Table, rules: ReadingRules) -> list[Finding]:
    """Refuse counts of another year than the folder says."""
    return [
        error(
            table.place(row, "month"),
            f"Der Zeitraum bis {format_month(month)} gehört nicht zum Jahr {rules.year.number}.",
            f"Bitte die Datei in den Ordner eingang/{month.year} legen oder den Zeitraum berichtigen.",
            found=format_month(month),
            expected=f"ein Zeitraum des Jahres {rules.year.number}",
        )
        for row, month in table.rows("month")
        if not rules.year.contains(month)
    ]


def _wrong_year(table: Table, rules: ReadingRules) -> tuple[Finding, ...]:
    """Refuse a file that says it belongs to another year than the folder it lies in."""
    year = table.labels.get("year")
    if not isinstance(year, FundingYear) or year == rules.year:
        return ()
    return (
        error(
            table.label_place("year"),
            f"Die Datei gehört zum Jahr {year.number}, eingelesen wird das Jahr {rules.year.number}.",
            f"Bitte die Datei in den Ordner eingang/{year.number} legen oder die Jahresangabe berichtigen.",
            found=str(year.number),
            expected=str(rules.year.number),
        ),
    )
