"""Whether a year can be computed at all: what is missing is named, never taken for zero."""

from __future__ import annotations

import pytest

from grants.close.completeness import check_completeness, check_tenures
from ledger.finding import Finding
from tests.grants.builders import COUNTY, TOWN, VILLAGE, YEAR, agreement, batch, count, entry, tenure

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
    assert found == [
        "Für die Gemeinde 08999002 sind zwei Träger zuständig: Stadt Ahornstetten und Gemeinde Brunnwangen."
    ]


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


def test_a_cost_without_a_person_needs_no_post() -> None:
    assert check_tenures([entry("100.00", "")], []) == ()


def test_the_post_of_another_carrier_does_not_help() -> None:
    assert len(check_tenures([entry("100.00")], [tenure(carrier=TOWN)])) == 1
