"""The words of a committee paper follow who there is and what its amounts hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grants.papers.committee import CommitteePaper, make_committee_paper
from grants.settle.year import compute_year
from ledger.carrier import Carrier, CarrierKind
from tests.grants.builders import TOWN, VILLAGE, agreement, inputs, pay, tenure

if TYPE_CHECKING:
    from ledger.cost import Entry
    from ledger.staff import Tenure


PAY = ("6000.01", "6100.02", "6200.03", "6411.17")


def team(carrier: Carrier | None = None) -> tuple[list[Tenure], list[Entry]]:
    """Return four persons on posts of their own, each with a pay of its own: no sum tells of one of them."""
    own: dict[str, Any] = {"carrier": carrier} if carrier else {}
    held: list[Tenure] = []
    paid: list[Entry] = []
    for number, amount in enumerate(PAY):
        name = f"{carrier.key if carrier else ''}{number}"
        held.append(tenure(name, f"P-{number}", **own))
        paid += pay(amount, name, **own)
    return held, paid


def paper(*carriers: Carrier, **facts: Any) -> CommitteePaper:
    held, paid = team()
    for carrier in carriers:
        others = team(carrier)
        held, paid = held + others[0], paid + others[1]
    facts = {
        "persons": {"08999001": 80, **{each.key: 10 for each in carriers}},
        "agreements": [agreement(each) for each in carriers],
        "tenures": held,
        "entries": paid,
        **facts,
    }
    return make_committee_paper(compute_year(inputs(**facts)), None, "Stand der Buchungen 16. Februar 2026")


@pytest.mark.parametrize(
    ("carriers", "bearers"),
    [
        ((), "Landkreis"),
        ((TOWN,), f"Landkreis und {TOWN.name}"),
        ((TOWN, VILLAGE), "Landkreis, Städte und Gemeinden"),
        ((TOWN, replace(VILLAGE, kind=CarrierKind.UNION)), "Landkreis, Städte, Gemeinden und Verbände"),
        ((TOWN, replace(VILLAGE, kind=CarrierKind.WELFARE_BODY)), "Landkreis, Städte, Gemeinden und freie Träger"),
    ],
)
def test_who_spent_the_means_is_named_by_who_there_is(carriers: tuple[Carrier, ...], bearers: str) -> None:
    made = paper(*carriers)
    assert made.bearers == bearers
    assert made.is_single == (len(carriers) == 1)


def test_what_the_county_bears_says_only_why_it_bears_it() -> None:
    # four persons earn about 296,000.00 against a frame of 200,000.00: nothing but the excess is left
    made = paper(amount="200000")
    assert made.county_bears is not None
    assert [row.cells[0] for row in made.county_bears.rows] == ["Personal und Fortbildung (über dem Planungsrahmen)"]
