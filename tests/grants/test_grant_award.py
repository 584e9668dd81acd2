"""The award of another programme: every key is read, what does not fit is refused with file and key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grants.settle.grant_award import GrantAward, awards_in_force
from ledger.finding import UnreadableError
from ledger.period import FundingYear
from ledger.staff import PositionRole
from tests.grants.builders import eur
from tests.grants.small_programmes import FILE, LUMP_SUM, MEASURES, OMID, SOCIAL_WORK, award

YEAR = FundingYear(2021)
KNOWN_ON = date(2026, 2, 16)


def version(number: int, day: date) -> GrantAward:
    return replace(award(OMID), version=number, dated=day, file=f"bescheide/omid-{number}.toml")


def test_an_award_names_its_bookings_its_amount_and_its_plan() -> None:
    read = award(OMID)
    assert (read.file, read.programme, read.rule_version, read.year) == (FILE, "stuttgart-omid", "2021", YEAR)
    assert read.granted == eur("290000.00")
    assert read.all_accounts == ("53180000", "31480000")
    assert read.plan is not None
    assert read.plan.spending == eur("649412.00")
    assert read.plan.other_cover == eur("359412.00")


def test_posts_measures_and_persons_are_read_where_the_award_names_them() -> None:
    assert award(SOCIAL_WORK + "personen = 1017").persons == 1017
    assert award(SOCIAL_WORK).roles == (PositionRole.REFUGEE_SOCIAL_WORK,)
    assert award(SOCIAL_WORK).granted is None
    assert award(LUMP_SUM).lump_sum_roles == (PositionRole.INTEGRATION,)
    assert [measure.name for measure in award(MEASURES).measures] == ["Sachkostenpauschale", "Jobkraftwerk"]


REFUSALS = {
    "an unknown key": (OMID.replace("betrag =", "bewilligt =", 1), "„bewilligt“ ist nicht vorgesehen"),
    "an unknown key of the plan": (
        OMID.replace("eigenmittel", "eigenanteil"),
        "„finanzierungsplan.eigenanteil“ ist nicht vorgesehen",
    ),
    "a plan that does not balance": (
        OMID.replace("69.412,00", "69.412,01"),
        "„finanzierungsplan“ geht nicht auf: Ausgaben 649.412,00\u00a0€, Deckung mit der Zuwendung 649.412,01\u00a0€.",
    ),
    "a negative amount": (OMID.replace('"290.000,00"', '"-1,00"', 1), "„betrag“ ist negativ"),
    "an account twice": (OMID.replace("31480000", "53180000"), "„sachkonten“ nennt 53180000 zweimal"),
    "an account that is none": (OMID.replace("53180000", "5318 0000"), "„5318 0000“; das ist keine Nummer"),
    "an unknown role": (
        SOCIAL_WORK.replace("Flüchtlingssozialarbeit", "Hausmeister"),
        "„aufgaben“ nennt „Hausmeister“",
    ),
    "nothing that belongs to it": (
        OMID[: OMID.index("sachkonten")],
        "„sachkonten“ fehlt, und auch „aufgaben“, „massnahmen“ und „pauschale_fuer“ nennen nichts",
    ),
    "negative persons": (SOCIAL_WORK + "personen = -1", "„personen“ ist mit -1 negativ"),
    "a measure twice": (
        MEASURES.replace("Jobkraftwerk", "Sachkostenpauschale"),
        "„massnahmen“ nennt einen Namen zweimal",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_does_not_fit_is_refused_with_file_and_key(name: str) -> None:
    text, wanted = REFUSALS[name]
    with pytest.raises(UnreadableError) as raised:
        award(text)
    assert raised.value.text.startswith(f"{FILE}: ")
    assert wanted in raised.value.text
    assert raised.value.remedy


def test_the_latest_version_known_on_the_day_is_in_force() -> None:
    awards = [version(1, date(2020, 12, 1)), version(2, date(2021, 6, 1)), version(3, date(2026, 3, 1))]
    assert [each.version for each in awards_in_force(awards, YEAR, KNOWN_ON)] == [2]
    assert [each.version for each in awards_in_force(awards, YEAR, date(2021, 5, 31))] == [1]
    assert awards_in_force(awards, FundingYear(2022), KNOWN_ON) == ()


@pytest.mark.parametrize("number", [1, 2])
def test_a_later_letter_with_no_higher_number_is_refused_with_both_files(number: int) -> None:
    earlier = replace(version(2, date(2020, 12, 1)), file="bescheide/alt.toml")
    with pytest.raises(
        UnreadableError, match=r"omid-\d\.toml: Fassung \d ist jünger als Fassung 2 \(bescheide/alt\.toml"
    ):
        awards_in_force([earlier, version(number, date(2021, 6, 1))], YEAR, KNOWN_ON)


def test_awards_of_two_carriers_stand_side_by_side() -> None:
    other = replace(version(1, date(2020, 12, 1)), carrier_key="08999901")
    assert len(awards_in_force([version(1, date(2020, 12, 1)), other], YEAR, KNOWN_ON)) == 2
