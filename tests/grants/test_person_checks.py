"""What keeps a year from being settled per person, and what is left open when it is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from grants.close.person_checks import check_person_inputs
from grants.close.person_points import person_points
from grants.settle.person_year import compute_person_year
from ledger.cost import RevenueKind
from ledger.period import DaySpan, FundingYear
from tests.grants.builders import TOWN, batch, entry, revenue, tenure
from tests.grants.person_builders import MID_LEVEL, award, funded, monthly, person_inputs, rules_of

if TYPE_CHECKING:
    from grants.settle.person_year import PersonInputs

FILES = (batch("Stellenbesetzung"), batch("Lohnjournal"), batch("Buchungsjournal"))
TOWN_RETURN = batch("Jahresmeldung", f"2023 {TOWN.key}")


def one(**changes: object) -> PersonInputs:
    """Return the inputs of 2023 with one funded person who is paid every month."""
    facts: dict[str, object] = {"tenures": [tenure()], "entries": monthly("5000.00"), **changes}
    given = facts.pop("given", award("100000.00", funded()))
    awards = given if isinstance(given, tuple) else (given,)
    return person_inputs(*awards, **facts)  # type: ignore[arg-type]


def texts(inputs: PersonInputs, *more: object) -> list[str]:
    return [f.text.replace("\u00a0", " ") for f in check_person_inputs(inputs, (*FILES, *more))]  # type: ignore[arg-type]


def points(inputs: PersonInputs) -> list[str]:
    """Return the open points without the one about proofs and the one about assumptions, which every year has."""
    first, *others, last = (p.text.replace("\u00a0", " ") for p in person_points(compute_person_year(inputs)))
    assert first == "Die Verwendungsnachweise je Person erstellt das Programm noch nicht."
    assert "auf Annahmen" in last
    return others


def test_a_complete_year_has_no_finding_and_nothing_else_open() -> None:
    assert texts(one()) == []
    assert points(one()) == []


def test_the_counties_files_and_the_returns_of_other_applicants_must_be_there() -> None:
    both = one(given=(award("100000.00", funded()), award("50000.00", funded("T", "T", carrier=TOWN), carrier=TOWN)))
    missing = [finding.expected for finding in check_person_inputs(both, ())]
    assert missing == [
        "Stellenbesetzung",
        "Lohnjournal",
        "Buchungsjournal",
        f"eine Jahresmeldung mit dem Trägerschlüssel {TOWN.key}",
    ]


def test_a_granted_share_below_the_least_one_is_a_finding_with_place_and_clause() -> None:
    (finding,) = check_person_inputs(one(given=award("100000.00", funded(fte="0.24"))), FILES)
    assert finding.blocks
    assert finding.place.file == "bescheide/bewilligung-08999-1.toml"
    assert "Person 0001, Stelle IM-01: Bewilligt sind 0,24 VZÄ, der Mindestumfang" in finding.text
    assert texts(one(given=award("100000.00", funded(fte="0.25")))) == []


def test_without_the_payments_of_earlier_years_the_rest_of_the_frame_is_unknown() -> None:
    period = DaySpan(date(2021, 1, 1), date(2023, 12, 31))
    (text,) = texts(one(given=award("100000.00", funded(), period=period, paid={2021: "1.00"})))
    assert text.startswith("Die Bewilligung nennt für 2023 keinen Jahresrahmen und für 2022 keine Auszahlung")


def test_spending_of_a_carrier_without_an_award_is_refused() -> None:
    (text,) = texts(one(entries=[*monthly("5000.00"), entry("1.00", "", carrier=TOWN, year=2023)]))
    assert text.startswith(f"Für den Träger {TOWN.key} sind Ausgaben gebucht")


def test_a_month_that_is_not_settled_per_person_is_refused() -> None:
    late = [*monthly("5000.00"), entry("10.00", year=2025)]
    (text,) = texts(one(entries=late))
    assert "Für den Leistungsmonat 01/2025 rechnet die Fassung 2023" in text


def test_a_yearly_return_cannot_be_cut_where_a_funding_period_begins() -> None:
    line = funded("T-1", "T-1", carrier=TOWN, begin=date(2023, 4, 1))
    given = (award("100000.00", funded()), award("50000.00", line, carrier=TOWN))
    held = [tenure(), tenure("T-1", "T-1", carrier=TOWN)]
    (finding,) = check_person_inputs(one(given=given, tenures=held), (*FILES, TOWN_RETURN))
    assert finding.remedy == "Bitte die Stelle in zwei Zeilen melden, geteilt am 01.04.2023."
    cut = [tenure(), *(tenure("T-1", "T-1", carrier=TOWN, begin=date(2023, m, 1), end=e) for m, e in CUT)]
    assert texts(one(given=given, tenures=cut), TOWN_RETURN) == []


CUT = ((1, date(2023, 3, 31)), (4, date(2023, 12, 31)))


def test_months_without_pay_are_named_by_post() -> None:
    entries = [*monthly("5000.00", last=2), *monthly("5000.00", first=5)]
    (text,) = points(one(entries=entries))
    assert text.startswith("Stelle IM-01: Für 03/2023, 04/2023 ist kein Lohn gebucht")
    assert "0001" not in text


def test_a_part_filled_below_the_least_share_is_named() -> None:
    held = [tenure(fte="0.2", end=date(2023, 3, 31)), tenure(begin=date(2023, 4, 1))]
    (text,) = points(one(tenures=held, entries=[*monthly("1000.00", last=3), *monthly("4000.00", first=4)]))
    assert text.startswith(
        "Stelle IM-01: Ein Teil der Stelle hat nur 0,20 VZÄ, gefordert sind mindestens 0,25 VZÄ (VwV IntM, Nr. offen"
    )
    assert text.endswith("01.01.2023–31.03.2023). Diese Tage zählen nicht, und ihre Ausgaben sind selbst zu tragen.")


def test_a_granted_post_that_its_person_never_filled_is_named() -> None:
    (text, other) = points(one(tenures=[tenure("0002")], entries=monthly("5000.00", "0002")))
    assert text == "Stelle IM-01: bewilligt, aber von der bewilligten Person in diesem Jahr nicht besetzt."
    assert "Ausgaben von 60.000,00 € gehören zu keiner bewilligten Person" in other
    assert "(Stelle IM-01)" in other


def test_a_qualification_that_is_not_the_granted_one_is_named() -> None:
    (text,) = points(one(given=award("100000.00", funded(qualification=MID_LEVEL)), entries=monthly("3000.00")))
    assert "Bewilligt ist „mittlerer Bildungsabschluss“, die Stellenbesetzung nennt „Studium Soziale Arbeit“" in text


def test_a_cut_by_the_frame_and_one_by_other_grants_are_named() -> None:
    (text,) = points(one(given=award("50000.00", funded())))
    assert "Der Rahmen deckt 10.000,00 € der bemessenen Zuwendungen nicht" in text
    (text,) = points(one(revenues=[revenue("500.00", RevenueKind.PUBLIC_GRANT)]))
    assert "Andere Einnahmen mindern den Auszahlungsbetrag um 500,00 €" in text


@pytest.mark.parametrize(("amount", "named"), [("50999.99", True), ("51000.00", False)])
def test_a_frame_smaller_than_an_applicant_needs_is_named(amount: str, *, named: bool) -> None:
    # reports on the VwV 2017: a frame of at least 51,000 euros, else applicants join
    begin, end = date(2018, 1, 1), date(2018, 12, 31)
    granted = award(amount, funded(begin=begin, end=end), version="2017", period=DaySpan(begin, end))
    year = FundingYear(2018)
    facts = {"tenures": [tenure(begin=begin)], "entries": monthly("4000.00", year=2018), "rules": rules_of(year)}
    found = points(person_inputs(granted, year=year, **facts))  # type: ignore[arg-type]
    assert [("mindestens 51.000,00 €" in text) for text in found] == [True] * named


@pytest.mark.parametrize(("last", "named"), [(date(2019, 12, 31), False), (date(2020, 1, 1), True)])
def test_a_post_granted_for_longer_than_posts_run_is_named(last: date, *, named: bool) -> None:
    """Vorlage 204/18 (Ludwigsburg): two years, 1 January 2018 to 31 December 2019 at the latest."""
    begin, year = date(2018, 1, 1), FundingYear(2018)
    granted = award("200000.00", funded(begin=begin, end=last), version="2017", period=DaySpan(begin, last))
    facts = {"tenures": [tenure(begin=begin)], "entries": monthly("4000.00", year=2018), "rules": rules_of(year)}
    found = points(person_inputs(granted, year=year, **facts))  # type: ignore[arg-type]
    assert [("längstens 24 Monate" in text) for text in found] == [True] * named


def test_silence_about_other_revenues_is_named() -> None:
    silent = one()
    silent = replace(silent, options=replace(silent.options, no_other_revenues=False))
    (text,) = points(silent)
    assert text.startswith("Einnahmen: Es ist weder eine andere Zuwendung")


def test_what_came_for_another_year_or_too_late_is_named() -> None:
    inputs = one()
    inputs = replace(
        inputs,
        entries_for_other_years=(entry("10.00", year=2024),),
        late_entries=(entry("20.00", year=FundingYear(2023).number),),
    )
    assert [text.split(" (")[0] for text in points(inputs)] == [
        "1 Buchung betrifft andere Jahre",
        "1 Buchung kam nach dem Festschreiben und ist nicht enthalten",
    ]
