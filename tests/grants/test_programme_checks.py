"""What keeps other programmes from being settled: each refusal names the award and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from grants.close.programme_awards import check_awards
from grants.close.programmes import check_programme_bookings, check_programme_signs, programme_points
from grants.settle.programme_claims import Claims
from grants.settle.year import compute_year
from ledger.cost import CostKind, RevenueKind
from ledger.period import DaySpan
from tests.grants.builders import (
    COUNTY,
    FSA,
    TOWN,
    changed_rules,
    entry,
    inputs,
    paid,
    pay,
    rule_named,
    rules,
    tenure,
)
from tests.grants.small_programmes import (
    FILE,
    LUMP_SUM,
    MEASURES,
    OMID,
    SOCIAL_WORK,
    grant_rules,
    on_account,
    received,
    settle_all,
    social_workers,
    terms,
)

if TYPE_CHECKING:
    from grants.settle.programme_claims import ProgrammeTerms
    from grants.settle.year import YearInputs

GRANT, THIRD = RevenueKind.PUBLIC_GRANT, RevenueKind.THIRD_PARTY


def texts(*programmes: ProgrammeTerms) -> list[str]:
    found = check_awards(programmes, grant_rules(programmes[0].award.year.number), (COUNTY.key,))
    assert all(finding.blocks and finding.remedy for finding in found)
    return [f"{finding.place.words()}: {finding.text}" for finding in found]


def test_awards_that_fit_their_rules_and_each_other_are_not_refused() -> None:
    assert texts(terms(OMID), terms(LUMP_SUM), terms(MEASURES.replace("53190000", "53200000"))) == []
    assert texts(terms(SOCIAL_WORK + "personen = 1017")) == []


def test_two_awards_that_claim_one_account_are_refused_with_both_files() -> None:
    other = terms(LUMP_SUM.replace("53190000", "53180000"))
    other = replace(other, award=replace(other.award, file="bescheide/pauschale.toml"))
    (text,) = texts(terms(OMID), other)
    assert text == (
        f"bescheide/pauschale.toml, Angabe „sachkonten“: 53180000 gehört schon zum Bescheid {FILE}; dieselbe Buchung "
        "würde zweimal abgerechnet."
    )


def test_two_awards_that_claim_one_role_are_refused() -> None:
    assert any(
        "Flüchtlingssozialarbeit gehört schon zum Bescheid" in t for t in texts(terms(SOCIAL_WORK), terms(SOCIAL_WORK))
    )


def test_the_same_account_at_two_carriers_is_two_accounts() -> None:
    other = terms(OMID)
    other = replace(other, award=replace(other.award, carrier_key=TOWN.key))
    assert [t for t in texts(terms(OMID), other) if "gehört schon" in t] == []


WRONG = {
    "a role that the grant settles itself": (
        SOCIAL_WORK.replace("Flüchtlingssozialarbeit", "Integrationsmanagement"),
        "Stellen der Aufgabe „Integrationsmanagement“ rechnet die VwV Integrationsmanagement",
    ),
    "a role of another programme": (
        OMID.replace('sachkonten = ["53180000"]', 'aufgaben = ["Flüchtlingssozialarbeit"]'),
        "gehören nach der VwV Integrationsmanagement",
    ),
    "no amount": (LUMP_SUM.replace('betrag = "250.000,00"\n', ""), "braucht die Angabe „betrag“"),
    "no plan": (OMID[: OMID.index("[finanzierungsplan]")], "braucht die Angabe „finanzierungsplan“"),
    "no posts": (LUMP_SUM.replace('pauschale_fuer = ["Integrationsmanagement"]\n', ""), "„pauschale_fuer“"),
    "a grant for measures without one": (
        MEASURES.replace("[[massnahmen]]", 'betrag = "1,00"\n\n[[massnahmen]]', 1),
        "gewährt keine Zuwendung; die Angabe „betrag“ passt nicht dazu",
    ),
    "persons without a key": (
        OMID.replace("sachkonten", "personen = 5\nsachkonten", 1),
        "kennt keinen Betreuungsschlüssel",
    ),
    "posts without a lump sum": (
        OMID.replace("sachkonten", 'pauschale_fuer = ["Integrationsmanagement"]\nsachkonten', 1),
        "zahlt keine Pauschale je Stelle",
    ),
    "an unknown measure": (MEASURES.replace("Jobkraftwerk", "Jobwerk"), "nennt für 2021 keine Maßnahme „Jobwerk“"),
    "a carrier without bookings": (OMID.replace("08999", "08998"), "Zum Träger 08998 ist nichts zu buchen"),
    "the grant of the year itself": (
        OMID.replace("stuttgart-omid", "vwv-integrationsmanagement").replace('"2021"', '"2019/2020"'),
        "wird nicht mit einem Bescheid der Art „Zuwendung“ abgerechnet",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_award_that_does_not_fit_its_rules_is_refused(name: str) -> None:
    text, wanted = WRONG[name]
    assert any(wanted in found and found.startswith(FILE) for found in texts(terms(text)))


def test_a_value_that_changes_within_the_year_is_refused() -> None:
    def split(data: dict[str, object]) -> None:
        value = rule_named(data, "koordination.hoechstbetrag")
        value["gilt_bis"] = date(2025, 6, 30)
        quantity = next(q for q in data["groesse"] if q["name"] == "koordination.hoechstbetrag")  # type: ignore[attr-defined]
        quantity["wert"].append({**value, "gilt_ab": date(2025, 7, 1), "gilt_bis": date(2029, 12, 31)})

    changed = terms(SOCIAL_WORK, changed_rules(split))
    found = check_awards([changed], rules(), (COUNTY.key,))
    assert any("ändert „koordination.hoechstbetrag“ zum 01.07.2025, mitten im Jahr 2025" in each.text for each in found)


def with_programmes(of: YearInputs, *programmes: ProgrammeTerms) -> YearInputs:
    return replace(of, programmes=programmes)


CLAIMED = SOCIAL_WORK + 'sachkonten = ["42610000", "1010"]\n'


def booking_texts(of: YearInputs) -> list[str]:
    return [finding.text for finding in check_programme_bookings(of, Claims.of(of.programmes))]


def test_an_account_does_not_draw_away_the_pay_of_people_on_posts_of_the_grant() -> None:
    wages = replace(entry("5000.00"), label="1010 Tabellenentgelt")
    of = with_programmes(inputs(tenures=[tenure()], entries=[wages]), terms(CLAIMED))
    (text,) = booking_texts(of)
    assert text.startswith("Auf 1010 sind Personalausgaben von Personen gebucht, deren Stellen die VwV")


def test_pay_of_people_on_posts_of_the_programme_may_be_named_by_its_wage_type() -> None:
    wages = replace(entry("5000.00"), label="1010 Tabellenentgelt")
    of = with_programmes(inputs(tenures=[tenure(role=FSA)], entries=[wages]), terms(CLAIMED))
    assert booking_texts(of) == []


@pytest.mark.parametrize(
    ("account", "kind", "wanted"),
    [
        ("53180000", GRANT, "welcher Geber sie zahlt, nennt der Bescheid nicht"),
        ("31480000", THIRD, "ein Geber zahlt andere"),
    ],
)
def test_a_revenue_that_no_grantor_explains_is_refused(account: str, kind: RevenueKind, wanted: str) -> None:
    of = replace(inputs(), revenues=(received(account, "10.00", kind),))
    assert any(wanted in text for text in booking_texts(with_programmes(of, terms(OMID))))


def test_revenues_that_are_negative_in_sum_are_refused() -> None:
    of = replace(inputs(), revenues=(received("31480000", "-10.00", GRANT),))
    assert any(
        "„Zweckerfüllungsfonds“ sind in der Summe negativ" in t for t in booking_texts(with_programmes(of, terms(OMID)))
    )


def test_an_entry_before_the_programme_began_is_refused() -> None:
    early = on_account("53180000", "1.00", CostKind.MATERIALS, year=2018)
    of = with_programmes(replace(inputs(), entries=(early,)), terms(OMID))
    assert any("gilt die Fassung 2021 des Programms „stuttgart-omid“ nicht" in text for text in booking_texts(of))


def test_spending_that_is_negative_in_sum_is_refused() -> None:
    accounts, _ = settle_all([terms(OMID)], [on_account("53180000", "-5.00", CostKind.MATERIALS)])
    (finding,) = check_programme_signs(accounts)
    assert (finding.place.file, finding.found) == (FILE, "−5,00\u00a0€")


def test_pay_taken_back_beyond_what_was_paid_is_a_finding_of_a_programme_settled_by_cost() -> None:
    """One month of -100.00 for refugee social work: nothing is refunded, and the negative sum is refused."""
    held, booked = [tenure(), tenure("2", "FSA-01", role=FSA)], [*pay("4000.00"), entry("-100.00", "2")]
    result = compute_year(with_programmes(inputs(tenures=held, entries=booked), terms(SOCIAL_WORK)))
    assert result.figures["programm.flueag-12.zuwendung"].exact == "0.00"
    (finding,) = check_programme_signs(result.programmes)
    assert finding.found == "−100,00\u00a0€"


# The year itself


def test_what_an_award_claims_counts_nowhere_in_the_planning_frame() -> None:
    seminar = on_account("42610000", "800.00", CostKind.TRAINING, year=2025, staff="0001")
    held, booked = [tenure(), tenure("2", "FSA-01", role=FSA)], [*pay("4000.00"), seminar]
    alone = compute_year(inputs(tenures=held, entries=booked)).figures
    beside = compute_year(with_programmes(inputs(tenures=held, entries=booked), terms(CLAIMED))).figures
    assert alone["fortbildung.zuwendungsfaehig"].exact == "800.00"
    assert beside["fortbildung.zuwendungsfaehig"].exact == "0.00"
    assert beside["andere_programme.gesamt"].exact == "800.00"
    assert beside["buchungen.gesamt"].exact == alone["buchungen.gesamt"].exact == "48800.00"


def test_a_revenue_that_an_award_claims_does_not_reduce_the_planning_frame() -> None:
    of = inputs(tenures=[tenure()], entries=pay("4000.00"))
    claimed = replace(of, revenues=(received("34870000", "1000.00", THIRD, year=2025),))
    social = terms(SOCIAL_WORK + 'sachkonten = ["34870000"]\n')
    assert compute_year(claimed).figures["einnahmen.weitere"].exact == "1000.00"
    beside = compute_year(with_programmes(claimed, social)).figures
    assert beside["einnahmen.weitere"].exact == "0.00"
    assert beside["programm.flueag-12.dritte"].exact == "1000.00"


def test_a_programme_with_another_basis_of_the_year_takes_its_entries_from_the_other_year() -> None:
    """Served in December 2024, paid in January 2025: the frame leaves it to 2024, the programme counts it in 2025."""

    def by_payment(data: dict[str, object]) -> None:
        rule_named(data, "jahreszuordnung")["wert"] = "zahlung"

    elsewhere = paid(entry("700.00", month=12, year=2024), 2025, 1)
    social = terms(SOCIAL_WORK)
    quantities = {
        **social.rules.quantities,
        ("jahreszuordnung", ""): changed_rules(by_payment).quantities["jahreszuordnung", ""],
    }
    social = replace(social, rules=replace(social.rules, quantities=quantities))
    held = [tenure(role=FSA, position="FSA-01")]
    of = with_programmes(inputs(tenures=held, entries=pay("4000.00"), other_years=[elsewhere]), social)
    assert compute_year(of).figures["programm.flueag-12.angefallen"].exact == "48700.00"
    gone = [tenure(role=FSA, position="FSA-01", begin=date(2025, 1, 1))]
    assert any("keine Besetzung" in text for text in booking_texts(replace(of, tenures=tuple(gone))))


def test_the_clauses_of_the_year_are_those_of_its_own_grant() -> None:
    of = with_programmes(inputs(tenures=[tenure()], entries=pay("4000.00")), terms(SOCIAL_WORK))
    result = compute_year(of)
    assert "§ 12 FlüAG" not in {clause.number for clause in result.clauses}


def points(*programmes: ProgrammeTerms) -> list[str]:
    of = with_programmes(inputs(tenures=social_workers(["1"]), entries=pay("4000.00")), *programmes)
    result = compute_year(of)
    return [point.text for point in programme_points(of, result.programmes, result.figures)]


def test_a_key_without_persons_is_pointed_out() -> None:
    (text,) = points(terms(SOCIAL_WORK))
    assert text.startswith(f"{FILE}: Der Bescheid nennt keine Personen")
    assert points(terms(SOCIAL_WORK + "personen = 90")) == []


def test_a_grantor_without_an_account_and_an_own_rule_file_are_pointed_out() -> None:
    omid = terms(OMID.replace('sachkonten = ["31480000"]', ""))
    own = replace(omid, rules=replace(omid.rules, own_file="programme/omid.toml"))
    span = DaySpan(date(2021, 1, 1), None)
    assert own.rules.in_force.overlap(span)
    accounts, figures = settle_all([own])
    found = [point.text for point in programme_points(inputs(), accounts, figures)]
    assert found[0] == (
        f"{FILE}: Abgerechnet wird nach der eigenen Regeldatei programme/omid.toml (Fassung 2021 des Programms "
        "„stuttgart-omid“)."
    )
    assert found[1].startswith(f"{FILE}: Die Zuwendung „Zweckerfüllungsfonds“ ist mit dem geplanten Betrag angesetzt")
