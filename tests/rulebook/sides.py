"""Who bears a cost, split by hand: every kind of cost on a post with every role, in every period."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from grants.law.eligibility import split_entry
from grants.law.rules import FundingType, SettlementMethod, Side
from ledger.cost import CostKind
from ledger.money import Money
from ledger.period import Month
from tests.grants.builders import FSA, IM, KO, entry, tenure
from tests.grants.builders import PROGRAMME as VWV

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grants.law.rules import RuleSet
    from grants.law.shelf import Rulebook
    from ledger.staff import PositionRole

LATER = date(2026, 1, 1)
FLUEAG, OMID, LUMP_SUM, MEASURES = (
    "flueag-12",
    "stuttgart-omid",
    "stuttgart-sachkostenpauschale",
    "stuttgart-massnahmen",
)
OF_MANAGERS = {(CostKind.PERSONNEL, IM), (CostKind.TRAINING, IM), (CostKind.REQUALIFICATION, IM)}
# Stadt Ludwigsburg, Vorlage 204/18: personnel and training only. Landkreis Biberach, Vorlage IV-006-2024, Nr. 3 and 5:
# personnel, training and Nachqualifizierung; personnel of the coordination post from the first frame in 2025 on; travel
# and equipment are the county's. Stuttgart, Mitteilungsvorlage vom 24.06.2021: licences, interpreters and the carriers'
# overhead are paid by the city. What no paper names as fundable is not.
FUNDABLE_ON: dict[tuple[str, str], dict[tuple[int, int], set[tuple[CostKind, PositionRole]]]] = {
    (VWV, "2017"): {(2018, 1): OF_MANAGERS, (2019, 12): OF_MANAGERS},
    (VWV, "2019/2020"): {(2020, 1): OF_MANAGERS, (2022, 12): OF_MANAGERS},
    (VWV, "2022"): {(2023, 1): OF_MANAGERS, (2023, 12): OF_MANAGERS},
    (VWV, "2023"): {
        (2023, 1): OF_MANAGERS,
        (2024, 12): OF_MANAGERS,
        (2025, 1): OF_MANAGERS | {(CostKind.PERSONNEL, KO)},
        (2029, 12): OF_MANAGERS | {(CostKind.PERSONNEL, KO)},
    },
}
# Stuttgart, 24.06.2021: the shares of OMID are shares of all its cost; the lump sum pays the carriers' material cost,
# and "Sachkosten" are neither pay nor training nor what others do for pay; the measures bring no money of anybody else.
PAY_AND_SERVICES = {
    CostKind.PERSONNEL,
    CostKind.TRAINING,
    CostKind.REQUALIFICATION,
    CostKind.INTERPRETING,
    CostKind.BOUGHT_IN,
}


def a_cost_of_1200_euros_is_borne_as_the_papers_say(rulebook: Rulebook) -> None:
    for (programme, version), months in FUNDABLE_ON.items():
        rules = rulebook.version(programme, version, LATER)
        for (year, month), fundable in months.items():
            for kind, role in product(CostKind, (IM, KO, FSA)):
                here = Side.FUNDABLE if (kind, role) in fundable else Side.OWN_SHARE
                wanted = Side.OTHER_PROGRAMME if role is FSA else here
                assert _split(rules, kind, role, Month(year, month)) == {wanted: Money.euros(1_200)}, (
                    f"{version}, {month:02}/{year}: {kind.value} on a post of {role.value}"
                )


def _split(rules: RuleSet, kind: CostKind, role: PositionRole, month: Month) -> dict[Side, Money]:
    booked = entry("1200.00", month=month.number, year=month.year, kind=kind)
    parts = split_entry(booked, (tenure(role=role, fte="0.5", begin=date(2018, 1, 1)),), rules)
    return {part.side: part.amount for part in parts}


def other_programmes_bear_what_their_papers_name(rulebook: Rulebook) -> None:
    # Biberach, Nr. 5: the posts of Flüchtlingssozialarbeit are refunded, no other cost is named
    _assert_sides(rulebook, FLUEAG, (2018, 2029), {FSA: {CostKind.PERSONNEL}, IM: None, KO: None})
    for programme, years, fundable in (
        (OMID, (2019, 2023), set(CostKind)),
        (LUMP_SUM, (2018, 2022), set(CostKind) - PAY_AND_SERVICES),
        (MEASURES, (2020, 2026), set()),
    ):
        _assert_sides(rulebook, programme, years, dict.fromkeys((IM, KO, FSA), fundable))


def _assert_sides(
    rulebook: Rulebook,
    programme: str,
    years: tuple[int, int],
    fundable: Mapping[PositionRole, Collection[CostKind] | None],
) -> None:
    for year in range(years[0], years[1] + 1):
        rules = rulebook.at(programme, date(year, 7, 1), LATER)
        for kind, (role, kinds) in product(CostKind, fundable.items()):
            found = rules.cost_rule(kind, role, date(year, 7, 1))
            here = Side.FUNDABLE if kinds and kind in kinds else Side.OWN_SHARE
            wanted = (Side.OTHER_PROGRAMME, VWV) if kinds is None else (here, "")
            assert (found.side, found.programme) == wanted, f"{programme} {year}: {kind.value} for {role.value}"


def posts_of_another_programme_are_settled_there(rulebook: Rulebook) -> None:
    # Biberach, Nr. 1 and 5: Flüchtlingssozialarbeit under § 12 FlüAG, Integrationsmanagement under the VwV
    for version, months in ((key[1], value) for key, value in FUNDABLE_ON.items()):
        rules = rulebook.version(VWV, version, LATER)
        for (year, month), kind in product(months, CostKind):
            other = rules.cost_rule(kind, FSA, date(year, month, 1)).programme
            assert other == FLUEAG, f"{version}, {month:02}/{year}: {kind.value} goes to {other}"


def each_day_is_settled_by_the_procedure_that_a_paper_names(rulebook: Rulebook) -> None:
    per_person = (SettlementMethod.PER_PERSON, FundingType.FIXED_AMOUNT)
    by_frame = (SettlementMethod.PER_FRAME, FundingType.FIXED_AMOUNT)
    for programme, day, wanted in (
        # Stuttgart, 24.06.2021: one proof for each manager. Biberach, Nr. 2 and 3: per person until the end of 2024,
        # then a frame; Festbetragsfinanzierung (also Heilbronn, footnote 2)
        (VWV, date(2018, 1, 1), per_person),
        (VWV, date(2021, 6, 24), per_person),
        (VWV, date(2024, 12, 31), per_person),
        (VWV, date(2025, 1, 1), by_frame),
        (VWV, date(2029, 12, 31), by_frame),
        # Biberach, Nr. 5: Spitzabrechnung, the state refunds the posts
        (FLUEAG, date(2024, 6, 24), (SettlementMethod.EXACT_COST, FundingType.FULL)),
        # Stuttgart, 24.06.2021: at most 50 per cent of what the project plans; 4,600 EUR for each post; own means
        (OMID, date(2021, 6, 24), (SettlementMethod.PLANNED_COST, FundingType.PROPORTIONAL)),
        (LUMP_SUM, date(2021, 6, 24), (SettlementMethod.LUMP_SUM, FundingType.FIXED_AMOUNT)),
        (MEASURES, date(2021, 6, 24), (SettlementMethod.NONE, FundingType.NONE)),
        (MEASURES, date(2023, 6, 24), (SettlementMethod.NONE, FundingType.NONE)),
    ):
        found = rulebook.at(programme, day, LATER).method(day)
        assert (found.settlement, found.funding) == wanted, f"{programme} on {day}"
    before = rulebook.version(VWV, "2022", LATER).method(date(2023, 6, 30))
    assert (before.settlement, before.funding) == per_person, "2022"


CHECKS = (
    a_cost_of_1200_euros_is_borne_as_the_papers_say,
    other_programmes_bear_what_their_papers_name,
    posts_of_another_programme_are_settled_there,
    each_day_is_settled_by_the_procedure_that_a_paper_names,
)
