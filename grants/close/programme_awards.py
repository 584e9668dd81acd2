"""Whether the awards of other programmes fit their rules and each other: two claims to one booking block the year."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from grants.law.rules import FundingType, SettlementMethod, Side
from grants.settle.programme_measures import planned_measures
from grants.settle.programmes import KEY
from ledger.cost import CostKind
from ledger.finding import Finding, Place, error
from ledger.german import format_date
from ledger.period import day_after

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from grants.law.rules import RuleSet
    from grants.law.series import Series
    from grants.settle.programme_claims import ProgrammeTerms
    from ledger.staff import PositionRole

_SETTLED_BY_OTHER_AWARDS = (SettlementMethod.PER_PERSON, SettlementMethod.PER_FRAME)
_NEEDED = {
    SettlementMethod.PLANNED_COST: ("betrag", "finanzierungsplan"),
    SettlementMethod.LUMP_SUM: ("betrag", "pauschale_fuer"),
}


def check_awards(
    programmes: Sequence[ProgrammeTerms], rules: RuleSet, carrier_keys: Collection[str]
) -> tuple[Finding, ...]:
    """Return what keeps the awards of other programmes from being settled beside the grant of ``rules``."""
    findings = [finding for terms in programmes for finding in _of_award(terms, rules, carrier_keys)]
    return (*findings, *_claimed_twice(programmes))


def _of_award(terms: ProgrammeTerms, rules: RuleSet, carrier_keys: Collection[str]) -> Iterator[Finding]:
    award = terms.award
    if award.carrier_key not in carrier_keys:
        yield error(
            Place(award.file, column="traeger"),
            f"Zum Träger {award.carrier_key} ist nichts zu buchen: Es ist weder der Landkreis noch ein Träger mit "
            "Bescheid oder Vereinbarung.",
            "Bitte den Trägerschlüssel berichtigen.",
            found=award.carrier_key,
            expected=", ".join(sorted(carrier_keys)),
        )
    for role in award.roles:
        yield from _role(terms, role, rules)
    yield from _method(terms)
    yield from _without_effect(terms)
    yield from _changes(terms)


def _role(terms: ProgrammeTerms, role: PositionRole, rules: RuleSet) -> Iterator[Finding]:
    """The grant of the year must hand posts with the role to this programme, and the programme must settle them."""
    award, day = terms.award, terms.first_day
    place = Place(award.file, column="aufgaben")
    handed = rules.cost_rule(CostKind.PERSONNEL, role, day)
    if handed.side is not Side.OTHER_PROGRAMME:
        yield error(
            place,
            f"Stellen der Aufgabe „{role.value}“ rechnet die {rules.title} selbst ab ({handed.clause.words()}).",
            "Bitte die Aufgabe im Bescheid streichen; einzelne Buchungen nennt er unter sachkonten.",
            found=role.value,
        )
    elif handed.programme != award.programme:
        yield error(
            place,
            f"Stellen der Aufgabe „{role.value}“ gehören nach der {rules.title} zum Programm „{handed.programme}“.",
            "Bitte das Programm im Bescheid berichtigen oder die Aufgabe streichen.",
            found=award.programme,
            expected=handed.programme,
        )
    own = terms.rules.cost_rule(CostKind.PERSONNEL, role, day)
    if own.side is Side.OTHER_PROGRAMME:
        yield error(
            place,
            f"Das Programm „{award.programme}“ rechnet Stellen der Aufgabe „{role.value}“ nicht ab, sondern gibt sie "
            f"an „{own.programme}“ weiter.",
            "Bitte die Aufgabe im Bescheid oder die Regeldatei des Programms berichtigen.",
            found=role.value,
        )


def _method(terms: ProgrammeTerms) -> Iterator[Finding]:
    """Each method needs its own entries of the award, and what grants nothing must not state an amount."""
    award, method = terms.award, terms.method
    stated = {"betrag": award.granted, "finanzierungsplan": award.plan, "pauschale_fuer": award.lump_sum_roles}
    words = f"Das Verfahren „{method.settlement.value}“ des Programms „{award.programme}“"
    if method.settlement in _SETTLED_BY_OTHER_AWARDS:
        yield error(
            Place(award.file, column="programm"),
            f"{words} wird nicht mit einem Bescheid der Art „Zuwendung“ abgerechnet.",
            "Bitte die Art des Bescheids berichtigen.",
            found=award.programme,
        )
    for key in _NEEDED.get(method.settlement, ()):
        if not stated[key]:
            yield error(
                Place(award.file, column=key), f"{words} braucht die Angabe „{key}“.", "Bitte die Angabe ergänzen."
            )
    if method.settlement is SettlementMethod.NONE or method.funding is FundingType.NONE:
        for key in ("betrag", "finanzierungsplan"):
            if stated[key] is not None:
                yield error(
                    Place(award.file, column=key),
                    f"Das Programm „{award.programme}“ gewährt keine Zuwendung; die Angabe „{key}“ passt nicht dazu.",
                    "Bitte die Angabe streichen oder das Programm berichtigen.",
                )


def _without_effect(terms: ProgrammeTerms) -> Iterator[Finding]:
    """Refuse what the rules of the programme do not know: it would silently have no effect."""
    award, planned = terms.award, planned_measures(terms)
    if award.persons is not None and not terms.rules.has(KEY, terms.first_day):
        yield error(
            Place(award.file, column="personen"),
            f"Das Programm „{award.programme}“ kennt keinen Betreuungsschlüssel; die Personen hätten keine Wirkung.",
            "Bitte die Angabe streichen oder den Schlüssel in der Regeldatei ergänzen.",
        )
    if award.lump_sum_roles != award.roles and terms.method.settlement is not SettlementMethod.LUMP_SUM:
        yield error(
            Place(award.file, column="pauschale_fuer"),
            f"Das Programm „{award.programme}“ zahlt keine Pauschale je Stelle; die Angabe hätte keine Wirkung.",
            "Bitte die Angabe streichen oder das Programm berichtigen.",
        )
    for measure in award.measures:
        if measure.name not in planned:
            yield error(
                Place(award.file, column="massnahmen.name"),
                f"Das Programm „{award.programme}“ nennt für {award.year.number} keine Maßnahme „{measure.name}“.",
                "Bitte den Namen berichtigen oder die Maßnahme in der Regeldatei ergänzen.",
                found=measure.name,
                expected=", ".join(planned),
            )


def _changes(terms: ProgrammeTerms) -> Iterator[Finding]:
    """A year is settled by one method and one value each; a change within it needs a decision nobody has written."""
    rules, award = terms.rules, terms.award
    named: dict[str, Series[Any]] = {" ".join(key).strip(): series for key, series in rules.quantities.items()}
    for name, series in {"Verfahren": rules.methods, **named}.items():
        if changed := _change(series, terms):
            yield error(
                Place(award.file, column="regelfassung"),
                f"Die Fassung {rules.version} des Programms „{award.programme}“ ändert „{name}“ zum {changed}, mitten "
                f"im Jahr {award.year.number}.",
                "Abgerechnet wird ein ganzes Jahr nach einem Wert; bitte die Regeldatei mit dem Geber klären.",
            )


def _change(series: Series[Any], terms: ProgrammeTerms) -> str:
    """Return the first day of the year on which another value holds than on its first day; empty without one."""
    days = terms.award.year.days
    starts = {each.days.first for each in series.values}
    starts |= {day_after(each.days.last) for each in series.values if each.days.last}
    first = series.at(days.first, terms.rules.known_on)
    changed = [d for d in sorted(starts) if days.contains(d) and series.at(d, terms.rules.known_on) is not first]
    return format_date(changed[0]) if changed else ""


def _claimed_twice(programmes: Sequence[ProgrammeTerms]) -> Iterator[Finding]:
    for one, other in combinations(programmes, 2):
        if one.award.carrier_key != other.award.carrier_key:
            continue
        both = {
            "aufgaben": [role.value for role in one.award.roles if role in other.award.roles],
            "sachkonten": [each for each in one.award.all_accounts if each in other.award.all_accounts],
        }
        for key, shared in both.items():
            for name in shared:
                yield error(
                    Place(other.award.file, column=key),
                    f"{name} gehört schon zum Bescheid {one.award.file}; dieselbe Buchung würde zweimal abgerechnet.",
                    "Bitte in einem der beiden Bescheide streichen.",
                    found=name,
                )
