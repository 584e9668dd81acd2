"""Whether a year can be computed at all: what is missing is named, never taken for zero."""

from __future__ import annotations

import pytest

from grants.close.completeness import (
    check_carriers,
    check_completeness,
    check_coordination,
    check_names,
    check_signs,
    check_tenures,
)
from grants.settle.year import compute_year
from ledger.carrier import Carrier, CarrierKind
from ledger.finding import Finding
from tests.grants.builders import (
    COUNTY,
    KO,
    TOWN,
    VILLAGE,
    YEAR,
    agreement,
    batch,
    count,
    entry,
    inputs,
    pay,
    tenure,
)

FILES = ("Stellenbesetzung", "Personenzahlen", "Lohnjournal", "Buchungsjournal")
BOOKED = [batch(kind) for kind in FILES]
COUNTS = [count("08999001", 331), count(TOWN.key, 312)]
RETURN = batch("Jahresmeldung", f"2025 {TOWN.key}", file="eingang/2025/meldung.csv")


def texts(findings: tuple[Finding, ...]) -> list[str]:
    assert all(finding.blocks for finding in findings)
    return [finding.text for finding in findings]


def test_a_year_with_every_file_and_return_is_complete() -> None:
    assert check_completeness(YEAR, [*BOOKED, RETURN], COUNTS, [agreement(TOWN)], COUNTY.key) == ()


@pytest.mark.parametrize("kind", FILES)
def test_a_missing_file_is_named_with_its_kind_and_its_folder(kind: str) -> None:
    booked = [each for each in BOOKED if each.kind != kind]
    (finding,) = check_completeness(YEAR, booked, COUNTS, [], COUNTY.key)
    assert finding.text == f"Für das Förderjahr 2025 fehlt die Datei der Art „{kind}“."
    assert finding.place.file == "eingang/2025"


def test_everything_that_is_missing_is_shown_at_once() -> None:
    assert len(check_completeness(YEAR, [], [], [agreement(TOWN), agreement(VILLAGE)], COUNTY.key)) == 6


def test_a_missing_return_is_a_refusal_and_never_a_zero() -> None:
    (finding,) = check_completeness(YEAR, BOOKED, COUNTS, [agreement(TOWN)], COUNTY.key)
    assert finding.text == "Von Stadt Ahornstetten liegt für das Förderjahr 2025 keine Jahresmeldung vor."
    assert TOWN.key in finding.expected


def test_a_return_without_an_agreement_is_refused() -> None:
    (finding,) = check_completeness(YEAR, [*BOOKED, RETURN], COUNTS, [], COUNTY.key)
    assert "Zum Träger 08999002 gibt es für das Förderjahr 2025 keine Weitergabevereinbarung" in finding.text
    assert finding.place.file == "eingang/2025/meldung.csv"


def test_a_municipality_that_no_head_count_knows_is_refused() -> None:
    unknown = agreement(TOWN, TOWN.key, "08999077")
    found = texts(check_completeness(YEAR, [*BOOKED, RETURN], COUNTS, [unknown], COUNTY.key))
    assert found == [
        "Die Gemeinde 08999077 steht in keiner Personenzahl; der Anteil von Stadt Ahornstetten wäre unvollständig."
    ]


def test_a_municipality_for_which_two_carriers_deliver_is_refused() -> None:
    returns = [RETURN, batch("Jahresmeldung", f"2025 {VILLAGE.key}")]
    twice = [agreement(TOWN), agreement(VILLAGE, TOWN.key)]
    found = texts(check_completeness(YEAR, [*BOOKED, *returns], COUNTS, twice, COUNTY.key))
    both = "Stadt Ahornstetten (08999002) und Gemeinde Brunnwangen (08999003)"
    assert found == [f"Für die Gemeinde 08999002 sind zwei Träger zuständig: {both}."]


def test_two_carriers_of_one_name_are_still_two() -> None:
    namesake = Carrier("08999903", TOWN.name, CarrierKind.UNION)
    returns = [RETURN, batch("Jahresmeldung", f"2025 {namesake.key}")]
    twice = [agreement(TOWN), agreement(namesake, TOWN.key)]
    found = texts(check_completeness(YEAR, [*BOOKED, *returns], COUNTS, twice, COUNTY.key))
    both = "Stadt Ahornstetten (08999002) und Stadt Ahornstetten (08999903)"
    assert found == [f"Für die Gemeinde 08999002 sind zwei Träger zuständig: {both}."]


def test_the_county_passes_nothing_on_to_itself() -> None:
    own = batch("Jahresmeldung", f"2025 {COUNTY.key}")
    found = texts(check_completeness(YEAR, [*BOOKED, own], COUNTS, [agreement(COUNTY, "08999001")], COUNTY.key))
    assert found == ["Der Landkreis kann nicht Träger einer Weitergabe an sich selbst sein."]


def test_a_cost_of_a_person_without_a_post_in_the_month_is_refused_with_its_row() -> None:
    (finding,) = check_tenures([entry("100.00", "0007", month=3)], [tenure("0001")])
    assert "Zu dieser Buchung für 03/2025" in finding.text
    assert (finding.place.file, finding.place.row, finding.found) == ("datei.csv", 2, "0007")


def test_a_cost_before_the_first_day_on_the_post_is_refused() -> None:
    later = tenure("0001", begin=YEAR.last_day)
    assert len(check_tenures([entry("1.00", month=11), entry("1.00", month=12)], [later])) == 1


def test_all_costs_of_a_person_without_a_post_are_one_finding() -> None:
    (finding,) = check_tenures([entry("1.00", "0007", month=month) for month in (3, 4, 4)], [tenure("0001")])
    assert finding.text == (
        "Zu dieser und 2 weiteren Buchungen für 03/2025, 04/2025 nennt die Stellenbesetzung keine Besetzung."
    )


def test_costs_of_a_carrier_without_an_agreement_are_refused_once() -> None:
    (finding,) = check_carriers([entry("1.00"), *[entry("1.00", "", carrier=TOWN)] * 3], [COUNTY.key])
    assert finding.text.startswith(f"Zu dieser und 2 weiteren Buchungen des Trägers {TOWN.key} gibt es")
    assert (finding.blocks, finding.found, finding.expected) == (True, TOWN.key, COUNTY.key)


def test_a_cost_without_a_person_needs_no_post() -> None:
    assert check_tenures([entry("100.00", "")], []) == ()


def test_the_post_of_another_carrier_does_not_help() -> None:
    assert len(check_tenures([entry("100.00")], [tenure(carrier=TOWN)])) == 1


def test_a_coordination_post_of_another_carrier_is_refused_with_its_row() -> None:
    # Nr. 4.2: the post is the county's alone
    held = [
        tenure("0009", "KO-01", role=KO),
        tenure("P1", "P1", carrier=TOWN),
        tenure("P2", "K", role=KO, carrier=TOWN),
    ]
    (finding,) = check_coordination(held, COUNTY.key)
    assert (finding.blocks, finding.found, finding.expected) == (
        True,
        "Koordinierende Stelle",
        "Integrationsmanagement",
    )
    assert finding.place.words() == "datei.csv, Zeile 2, Spalte „Aufgabe“"


def test_the_coordination_post_of_the_county_is_no_finding() -> None:
    assert check_coordination([tenure("0009", "KO-01", role=KO)], COUNTY.key) == ()


def test_a_carrier_with_negative_fundable_spending_is_refused() -> None:
    # a reimbursement booked without its cost would raise what the others are paid
    result = compute_year(
        inputs(
            persons={"08999001": 90, TOWN.key: 10},
            agreements=[agreement(TOWN)],
            tenures=[tenure(), tenure("P1", "P1", carrier=TOWN)],
            entries=[*pay("6000.00"), entry("-500.00", "P1", carrier=TOWN, position="P1", month=12)],
        )
    )
    (finding,) = check_signs(result.settlement.accounts)
    assert finding.text == "Stadt Ahornstetten: Die zuwendungsfähigen Ausgaben sind in der Summe negativ."
    assert (finding.blocks, finding.found) == (True, "−500,00\u00a0€")


@pytest.mark.parametrize("amount", ["0.00", "0.01"])
def test_spending_of_nothing_is_not_negative(amount: str) -> None:
    result = compute_year(inputs(tenures=[tenure()], entries=[entry(amount)]))
    assert check_signs(result.settlement.accounts) == ()


def test_head_counts_of_nothing_but_zero_are_refused() -> None:
    (text,) = texts(check_completeness(YEAR, BOOKED, [count("08999001", 0), count(TOWN.key, 0)], [], COUNTY.key))
    assert text == "In der Liste der Personenzahlen stehen nur Nullen; danach lässt sich nichts verteilen."


def test_a_municipality_of_another_county_is_refused() -> None:
    (finding,) = check_completeness(YEAR, BOOKED, [*COUNTS, count("08888001", 5)], [], COUNTY.key)
    assert finding.text == "Gemeinde 08888001: Der Schlüssel 08888001 gehört zu einem anderen Landkreis."
    assert finding.expected == "ein Schlüssel, der mit 08999 beginnt"


def test_a_key_that_is_no_ags_is_left_to_the_county() -> None:
    assert check_completeness(YEAR, BOOKED, [*COUNTS, count("08 888 001", 5), count("A", 1)], [], COUNTY.key) == ()


def test_a_return_whose_name_is_not_the_one_of_the_agreement_is_refused() -> None:
    # key and name are of two carriers: one of them was mixed up
    (finding,) = check_names([("meldung.csv", TOWN.key, VILLAGE.name)], [agreement(TOWN), agreement(VILLAGE)])
    assert finding.text == "Zum Trägerschlüssel 08999002 gehört laut Vereinbarung Stadt Ahornstetten."
    assert (finding.blocks, finding.found, finding.expected) == (True, "Gemeinde Brunnwangen", "Stadt Ahornstetten")


def test_capitals_in_the_name_of_a_carrier_do_not_matter() -> None:
    assert check_names([("meldung.csv", TOWN.key, "STADT AHORNSTETTEN")], [agreement(TOWN)]) == ()


def test_the_name_of_a_carrier_without_an_agreement_is_not_compared() -> None:
    assert check_names([("meldung.csv", VILLAGE.key, "irgendwer")], [agreement(TOWN)]) == ()
