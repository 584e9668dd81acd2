"""Awards: dated versions of the frame and agreements, read from the office's documents."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date

import pytest

from grants.office.resources import example
from grants.office.workspace import year_agreements
from grants.settle.award import PassThroughAgreement, PlanningFrame, frame_versions, read_agreement, read_frame
from grants.settle.documents import Fields
from ledger.carrier import CarrierKind
from ledger.finding import MissingError, UnreadableError
from ledger.period import DaySpan, FundingYear
from tests.grants.builders import PROGRAMME, TOWN, VILLAGE, YEAR, agreement, eur, frame

ANNOUNCED, REVISED = date(2023, 12, 15), date(2024, 3, 22)
VERSIONS = (frame("923907.00", version=2, dated=REVISED), frame("900000.00", version=1, dated=ANNOUNCED))


def example_text(name: str) -> str:
    return (example() / "bescheide" / name).read_text("utf-8")


def read_frame_text(text: str) -> PlanningFrame:
    return read_frame(Fields("bescheide/rahmen.toml", tomllib.loads(text)))


def read_agreement_text(text: str) -> PassThroughAgreement:
    return read_agreement(Fields("bescheide/weitergabe.toml", tomllib.loads(text)))


FRAME = example_text("planungsrahmen-2025-fassung-2.toml")
AGREEMENT = example_text("weitergabe-08999901.toml")


def test_of_two_known_versions_the_later_one_is_in_force() -> None:
    assert [version.version for version in frame_versions(VERSIONS, YEAR, date(2026, 2, 16))] == [1, 2]


def test_a_version_announced_after_the_day_of_knowledge_is_not_used() -> None:
    known = frame_versions(VERSIONS, YEAR, date(2024, 3, 21))
    assert [version.version for version in known] == [1]
    assert known[-1].amount == eur("900000.00")


def test_a_version_is_known_on_the_day_of_its_letter() -> None:
    assert frame_versions(VERSIONS, YEAR, REVISED)[-1].version == 2


def test_before_the_first_letter_there_is_no_frame_and_not_a_frame_of_zero() -> None:
    with pytest.raises(MissingError, match="Für das Förderjahr 2025 liegt kein Planungsrahmen vor"):
        frame_versions(VERSIONS, YEAR, date(2023, 12, 14))


def test_the_frame_of_another_year_does_not_stand_in() -> None:
    with pytest.raises(MissingError, match="Förderjahr 2026"):
        frame_versions(VERSIONS, FundingYear(2026), date(2026, 2, 16))


def test_of_two_letters_of_one_day_the_higher_version_is_in_force() -> None:
    same_day = [frame("1.00", version=3, dated=REVISED), frame("2.00", version=2, dated=REVISED)]
    assert frame_versions(same_day, YEAR, REVISED)[-1].version == 3


def test_a_later_letter_with_a_lower_number_is_refused() -> None:
    swapped = [frame("1.00", version=2, dated=ANNOUNCED), frame("2.00", version=1, dated=REVISED)]
    with pytest.raises(UnreadableError, match=r"bescheide/rahmen-1\.toml: Fassung 1 ist jünger als Fassung 2"):
        frame_versions(swapped, YEAR, REVISED)


def test_a_version_that_is_not_known_yet_does_not_disturb_the_order() -> None:
    swapped = [frame("1.00", version=2, dated=ANNOUNCED), frame("2.00", version=1, dated=REVISED)]
    assert [version.version for version in frame_versions(swapped, YEAR, ANNOUNCED)] == [2]


def test_a_planning_frame_is_read_with_its_plan() -> None:
    # Landkreis Biberach, Vorlage IV-006-2024: frame 923,907 EUR, proof due 31.03.2026; the plan balances at 964,000
    read = read_frame_text(FRAME)
    assert (read.amount, read.proof_due, read.version) == (eur("923907.00"), date(2026, 3, 31), 2)
    assert read.period == DaySpan(date(2025, 1, 1), date(2025, 12, 31))
    assert sum(line.amount.cents for line in read.planned_spending) == 96_400_000
    assert [line.name for line in read.planned_income][:2] == ["Landeszuwendung", "Eigenmittel der Träger"]


def test_a_plan_that_does_not_balance_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"„finanzierungsplan\.einnahmen“ ergeben nicht dieselbe Summe"):
        read_frame_text(FRAME.replace('"40.093,00"', '"40.093,01"'))


@pytest.mark.parametrize("line", ['betrag = "923.906,00"', 'betrag = "40.000,00"'])
def test_a_plan_whose_grant_is_not_the_frame_is_refused(line: str) -> None:
    # the first amount of the file is the frame, the plan follows
    with pytest.raises(UnreadableError, match="nennen als Landeszuwendung nicht den Betrag des Planungsrahmens"):
        read_frame_text(FRAME.replace('betrag = "923.907,00"', line, 1))


def test_a_plan_that_names_a_kind_twice_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"„finanzierungsplan\.ausgaben“ nennt eine Art zweimal"):
        read_frame_text(FRAME.replace('art = "Lizenzen"', 'art = "Ausstattung"'))


def test_a_plan_knows_only_the_kinds_of_the_ledger() -> None:
    with pytest.raises(UnreadableError, match="darf nicht „Bewirtung“ sein"):
        read_frame_text(FRAME.replace('art = "Lizenzen"', 'art = "Bewirtung"'))


def test_a_frame_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UnreadableError, match="„zeitraum_bis“ liegt vor „zeitraum_ab“"):
        read_frame_text(FRAME.replace("zeitraum_bis = 2025-12-31", "zeitraum_bis = 2024-12-31"))


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("zeitraum_ab", "2025-01-02"),
        ("zeitraum_ab", "2024-01-01"),
        ("zeitraum_bis", "2025-12-30"),
        ("zeitraum_bis", "2026-12-31"),
    ],
)
def test_a_frame_is_for_the_whole_calendar_year(key: str, day: str) -> None:
    other = re.sub(rf"^{key} = .*$", f"{key} = {day}", FRAME, flags=re.MULTILINE)
    with pytest.raises(UnreadableError, match="umfassen nicht das ganze Jahr 2025"):
        read_frame_text(other)


@pytest.mark.parametrize(
    "key", ["programm", "regelfassung", "jahr", "fassung", "datum", "aktenzeichen", "betrag", "nachweis_bis"]
)
def test_a_frame_without_a_field_is_refused_and_names_it(key: str) -> None:
    without = re.sub(rf"^{key} = .*$", "", FRAME, count=1, flags=re.MULTILINE)
    with pytest.raises(UnreadableError, match=f"rahmen.toml: „{key}“ fehlt"):
        read_frame_text(without)


def test_an_agreement_is_read_with_its_municipalities() -> None:
    read = read_agreement_text(AGREEMENT)
    assert (read.carrier.key, read.carrier.kind) == ("08999901", CarrierKind.UNION)
    assert read.municipalities == ("08999015", "08999016", "08999022", "08999023")
    assert (read.delivered_by, read.days_to_pay) == ("", 30)


@pytest.mark.parametrize("key", ["../08999", "08999/901", "", "Ä1", "1" * 21])
def test_a_carrier_key_that_could_not_name_a_file_is_refused(key: str) -> None:
    with pytest.raises(UnreadableError, match="„traeger“"):
        read_agreement_text(AGREEMENT.replace('traeger = "08999901"', f'traeger = "{key}"'))


def test_a_kind_of_carrier_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UnreadableError, match="„traegerart“ darf nicht „Verein“ sein"):
        read_agreement_text(AGREEMENT.replace("Gemeindeverband", "Verein", 1))


def test_an_agreement_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UnreadableError, match="„gilt_bis“ liegt vor „gilt_ab“"):
        read_agreement_text(AGREEMENT.replace("gilt_bis = 2029-12-31", "gilt_bis = 2024-12-31"))


def test_an_agreement_without_municipalities_is_refused() -> None:
    with pytest.raises(UnreadableError, match="„gemeinden“"):
        read_agreement_text(AGREEMENT.replace('["08999015", "08999016", "08999022", "08999023"]', "[]"))


def test_an_agreement_belongs_to_a_programme() -> None:
    assert read_agreement_text(AGREEMENT).programme == PROGRAMME
    with pytest.raises(UnreadableError, match="„programm“ fehlt"):
        read_agreement_text(re.sub(r"^programm = .*$", "", AGREEMENT, flags=re.MULTILINE))


@pytest.mark.parametrize("iban", ["DE00 1234", "DE09 9999 9999 0001 0010 02", "9999 9999 0001 0010 01", "DE"])
def test_an_account_whose_check_digits_are_wrong_is_refused(iban: str) -> None:
    with pytest.raises(UnreadableError, match=r"„bank\.iban“ .* ist keine gültige IBAN"):
        read_agreement_text(re.sub(r"^iban = .*$", f'iban = "{iban}"', AGREEMENT, flags=re.MULTILINE))


def in_force(first: date, last: date) -> PassThroughAgreement:
    return replace(agreement(TOWN), in_force=DaySpan(first, last))


@pytest.mark.parametrize(
    "other", [in_force(date(2024, 1, 1), date(2024, 12, 31)), in_force(date(2026, 1, 1), date(2026, 12, 31))]
)
def test_an_agreement_of_other_years_does_not_count(other: PassThroughAgreement) -> None:
    assert year_agreements((other,), frame("1.00")) == ()


def test_an_agreement_of_another_programme_does_not_count() -> None:
    assert year_agreements((replace(agreement(TOWN), programme="fluechtlingssozialarbeit"),), frame("1.00")) == ()


@pytest.mark.parametrize(
    "other", [in_force(date(2025, 1, 2), date(2029, 12, 31)), in_force(date(2024, 1, 1), date(2025, 12, 30))]
)
def test_an_agreement_for_a_part_of_the_year_is_refused(other: PassThroughAgreement) -> None:
    with pytest.raises(
        UnreadableError,
        match=r"bescheide/weitergabe-08999002\.toml: Die Vereinbarung gilt nur in einem Teil des Jahres 2025",
    ):
        year_agreements((other,), frame("1.00"))


def test_an_agreement_for_exactly_the_year_counts_and_all_come_by_carrier_key() -> None:
    year = in_force(date(2025, 1, 1), date(2025, 12, 31))
    assert year_agreements((agreement(VILLAGE), year), frame("1.00")) == (year, agreement(VILLAGE))
