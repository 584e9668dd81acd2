"""Nothing that leaves the county shows, or lets anyone compute, what one or two persons cost."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.papers.disclosure import FEWEST_PERSONS, DisclosureError, Group, group, protect
from grants.settle.year import YearResult, compute_year
from ledger.cost import CostKind
from ledger.money import Money
from tests.grants.builders import KO, PROPERTY, entry, inputs, pay, tenure

if TYPE_CHECKING:
    from pathlib import Path


def people(numbers: str) -> frozenset[tuple[str, str]]:
    """Return a person of the county for each letter."""
    return frozenset(("08999", letter) for letter in numbers)


def named(name: str, persons: str = "", *, has_costs: bool = True) -> Group:
    return Group((name,), (f"kreis.{name}",), people(persons), has_costs)


def labels(groups: tuple[Group, ...]) -> list[str]:
    return [each.label for each in groups]


def test_groups_of_three_and_more_stay_as_they_are() -> None:
    assert labels(protect([named("a", "XYZ"), named("b", "UVW")])) == ["a", "b"]


def test_a_group_of_two_is_merged_with_the_next() -> None:
    assert labels(protect([named("a", "XY"), named("b", "Z"), named("c", "UVW")])) == ["a und b", "c"]


def test_a_last_group_that_is_too_small_is_merged_with_the_one_before() -> None:
    assert labels(protect([named("a", "XYZ"), named("b", "UVW"), named("c", "U")])) == ["a", "b und c"]


def test_the_same_two_persons_in_two_groups_are_still_two() -> None:
    assert labels(protect([named("a", "XY"), named("b", "XY"), named("c", "XYZ")])) == ["a, b und c"]


def test_costs_of_no_person_are_not_personal() -> None:
    assert labels(protect([named("a"), named("b", "XYZ")])) == ["a", "b"]


def test_a_group_without_costs_shows_nothing_of_anybody() -> None:
    assert labels(protect([named("a", "X", has_costs=False), named("b", "XYZ")])) == ["a", "b"]


def test_costs_of_no_person_do_not_make_two_persons_three() -> None:
    assert labels(protect([named("a", "XYZ"), named("b", "XY"), named("c")])) == ["a, b und c"]


@pytest.mark.parametrize(
    "groups", [[named("a", "X")], [named("a", "X"), named("b", "Y")], [named("a", "X"), named("b")]]
)
def test_what_cannot_be_merged_to_three_is_refused(groups: list[Group]) -> None:
    with pytest.raises(DisclosureError, match="weniger als drei Personen"):
        protect(groups)


def test_without_groups_there_is_nothing_to_protect() -> None:
    assert protect([]) == ()


GROUPS = st.lists(
    st.builds(
        lambda number, persons, has_costs: Group(
            (f"{number}",), (f"figure.{number}",), frozenset(("08999", f"{person}") for person in persons), has_costs
        ),
        st.integers(0, 99),
        st.frozensets(st.integers(0, 6), max_size=4),
        st.booleans(),
    ),
    max_size=8,
)


def persons_of(groups: list[Group]) -> set[tuple[str, str]]:
    return {person for each in groups for person in each.persons}


@PROPERTY
@given(GROUPS.filter(lambda groups: len(persons_of(groups)) >= FEWEST_PERSONS))
def test_no_group_that_is_printed_stands_for_one_or_two_persons(groups: list[Group]) -> None:
    safe = protect(groups)
    assert not [each for each in safe if each.has_costs and 0 < len(each.persons) < 3]
    assert [name for each in safe for name in each.names] == [name for each in groups for name in each.names]
    assert [label for each in safe for label in each.labels] == [label for each in groups for label in each.labels]
    assert {person for each in safe for person in each.persons} == persons_of(groups)


@PROPERTY
@given(GROUPS.filter(lambda groups: len(persons_of(groups)) < FEWEST_PERSONS))
def test_fewer_than_three_persons_in_all_are_shown_without_costs_or_not_at_all(groups: list[Group]) -> None:
    if any(each.has_costs and each.persons for each in groups):
        with pytest.raises(DisclosureError):
            protect(groups)
    else:
        assert labels(protect(groups)) == [each.label for each in groups]


def small_year() -> YearResult:
    """Return a county with three managers, a coordination post and travel of one of them."""
    return compute_year(
        inputs(
            "200000",
            tenures=[*(tenure(f"000{n}", f"IM-0{n}") for n in (1, 2, 3)), tenure("0009", "KO-01", role=KO, fte="0.5")],
            entries=[
                *pay("6000.00", "0001"),
                *pay("6000.00", "0002"),
                *pay("6000.00", "0003"),
                *pay("3500.00", "0009"),
                entry("77.00", "0001", kind=CostKind.TRAVEL),
                entry("50.00", "", kind=CostKind.EQUIPMENT),
            ],
        )
    )


def test_a_group_knows_the_persons_behind_the_entries_of_its_figures() -> None:
    figures = small_year().figures
    assert group(figures, "Personal", "personal.angefallen").persons == frozenset(
        ("08999", number) for number in ("0001", "0002", "0003")
    )
    assert group(figures, "Koordination", "koordination.angefallen").is_too_small
    assert group(figures, "Reisekosten", "kreis.reisekosten").is_too_small
    assert not group(figures, "Ausstattung", "kreis.ausstattung").is_too_small
    assert not group(figures, "Lizenzen", "kreis.lizenzen").has_costs


class Reader(HTMLParser):
    """Collects the exact values and the visible text of a document."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.values: list[str] = []
        self.text: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag == "style"
        self.values += [value for key, value in attrs if key == "value" and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text("utf-8"))
    return reader


AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})*),(\d{2})(?!\d)")


def printed_cents(path: Path) -> set[int]:
    """Return every amount of a document in cents: exact values and amounts in the text."""
    reader = read(path)
    exact = {int(value.replace(".", "")) for value in reader.values if re.fullmatch(r"-?\d+\.\d\d", value)}
    shown = {int(euros.replace(".", "") + cents) for euros, cents in AMOUNT.findall(" ".join(reader.text))}
    assert len(exact) > 10
    return exact | shown


def coordination_cents(folder: Path) -> int:
    """Return what payroll and journal of the example county say the coordination post cost, from the files alone."""
    payroll = (folder / "eingang/2025/lohnjournal_2025.csv").read_text("cp1252")
    rows = csv.DictReader(payroll.splitlines(), delimiter=";")
    paid = [row["Betrag"] for row in rows if row["Personalnummer"] == "00112" and row["Für-Monat"].endswith("/2025")]
    assert len(paid) > 12
    return sum(_cents(amount) for amount in paid)


def _cents(german: str) -> int:
    digits = german.replace(".", "").replace(",", "")
    return -int(digits.strip("-")) if "-" in digits else int(digits)


def test_no_number_of_the_committee_paper_reveals_the_pay_of_the_coordination_post(finished: Path) -> None:
    # one person holds the post: neither its cost nor its part above 40,000 EUR is printed or follows from two numbers
    cost = coordination_cents(finished)
    above = cost - 4_000_000
    assert above > 0
    printed = printed_cents(finished / "ausgabe/2025/2025-sitzungsvorlage.html")
    computed = {abs(one + sign * other) for one, other in combinations(printed, 2) for sign in (1, -1)}
    assert not {cost, above} & (printed | computed)


def test_the_cost_of_the_coordination_post_would_be_found_if_it_were_printed(finished: Path) -> None:
    # the proof of use goes to the authority alone and does print it
    printed = printed_cents(finished / "ausgabe/2025/2025-verwendungsnachweis.html")
    cost = coordination_cents(finished)
    assert {cost, cost - 4_000_000} <= printed
    assert Money(cost) > Money(0)


def test_no_document_names_a_person_or_a_staff_number(finished: Path) -> None:
    plan = (finished / "eingang/2025/stellenbesetzung_2025.csv").read_text("utf-8-sig")
    people_of_the_plan = list(csv.DictReader(plan.splitlines(), delimiter=";"))
    secrets = {row[key] for row in people_of_the_plan for key in ("Personalnummer", "Name", "Vorname")}
    assert {"00112", "Köhler-Brandt", "Renate"} <= secrets
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(secrets)))})(?!\w)")
    documents = sorted((finished / "ausgabe").rglob("*.html"))
    assert len(documents) >= 6
    assert {path.name: pattern.findall(path.read_text("utf-8")) for path in documents} == {
        path.name: [] for path in documents
    }
