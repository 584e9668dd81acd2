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

from grants.office.accounting import compute_booked
from grants.office.documents import as_of_words, committee_jobs
from grants.office.incoming import book_reading, read_incoming
from grants.office.resources import templates
from grants.office.workspace import open_workspace
from grants.output.html.renderer import Renderer
from grants.papers.committee import DETAILS, CommitteePaper, make_committee_paper
from grants.papers.disclosure import (
    FEWEST_PERSONS,
    DisclosureError,
    Group,
    group,
    is_derivable,
    protect,
    secrets_of_posts,
)
from grants.papers.elements import Number
from grants.settle.settlement import UnusedMeans
from grants.settle.year import YearResult, compute_year
from ledger.book.store import open_book
from ledger.cost import CostKind
from ledger.money import Money
from tests.conftest import YEAR
from tests.grants.builders import KO, PROPERTY, TOWN, VILLAGE, agreement, entry, eur, inputs, pay, tenure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.office.acting import Acting
    from ledger.carrier import Carrier


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


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})*),(\d{2})(?!\d)")


def printed_cents(html: str) -> set[int]:
    """Return every amount of a document in cents: exact values and amounts in the text."""
    reader = read(html)
    exact = {int(value.replace(".", "")) for value in reader.values if re.fullmatch(r"-?\d+\.\d\d", value)}
    shown = {int(euros.replace(".", "") + cents) for euros, cents in AMOUNT.findall(" ".join(reader.text))}
    assert len(exact) > 3
    return exact | shown


def computable(printed: set[int]) -> set[int]:
    """Return every sum and difference of up to four printed amounts and the cap, which everybody knows."""
    known = sorted(printed | {4_000_000})
    pairs = {one + sign * other for one, other in combinations(known, 2) for sign in (1, -1)} | set(known)
    signed = sorted(pairs | {-pair for pair in pairs})
    return pairs | {abs(one + other) for one, other in combinations(signed, 2)}


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
    printed = printed_cents((finished / "ausgabe/2025/2025-sitzungsvorlage.html").read_text("utf-8"))
    assert len(printed) > 10
    assert not {cost, above} & computable(printed)


def test_the_cost_of_the_coordination_post_would_be_found_if_it_were_printed(finished: Path) -> None:
    # the proof of use goes to the authority alone and does print it
    printed = printed_cents((finished / "ausgabe/2025/2025-verwendungsnachweis.html").read_text("utf-8"))
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


def compute_folder(folder: Path, acting: Acting) -> tuple[YearResult, str]:
    """Read, book and compute a workspace; return the result and its committee paper as printed."""
    workspace = open_workspace(folder)
    book = open_book(workspace.book_address, writing=True)
    reading = read_incoming(workspace, book, YEAR, acting)
    assert not reading.blocks
    book_reading(book, reading, acting)
    result = compute_booked(workspace, book, YEAR, acting)
    (job,) = committee_jobs(workspace, result, as_of_words(book.batches(YEAR)))
    return result, Renderer(templates()).render(job.template, job.make(), workspace.county)


def raise_frame(folder: Path, thousands: int) -> None:
    """Raise the frame in force by thousands of euros; the plan gains as much personnel."""
    path = folder / "bescheide" / "planungsrahmen-2025-fassung-2.toml"
    text = path.read_text("utf-8")
    assert (text.count('"923.907,00"'), text.count('"890.000,00"')) == (2, 1)
    for amount in (923, 890):
        rest = "907,00" if amount == 923 else "000,00"
        millions, of_a_million = divmod(amount + thousands, 1000)
        raised = f"{millions}.{of_a_million:03d}.{rest}" if millions else f"{of_a_million}.{rest}"
        text = text.replace(f'"{amount}.{rest}"', f'"{raised}"')
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("thousands", [60, 300, 3000])
def test_a_frame_that_is_not_exhausted_does_not_reveal_the_coordination_post(
    workspace_folder: Path, acting: Acting, thousands: int
) -> None:
    # then spending minus payment is what nobody funds: travel and the like, and the post's part above 40,000 EUR
    raise_frame(workspace_folder, thousands)
    result, html = compute_folder(workspace_folder, acting)
    assert result.figures["rahmen.rest"].money > Money(0)
    assert result.figures["kreis.ueberschreitung"].money == Money(0)
    cost = coordination_cents(workspace_folder)
    training = result.figures["kreis.qualifizierung_nicht_zuwendungsfaehig"].money.cents
    assert training > 0
    assert not {cost, cost - 4_000_000, cost - 4_000_000 + training} & computable(printed_cents(html))


def leave_one_town(folder: Path) -> None:
    """Leave Stadt Brunnwangen as the only carrier of its own: one post, one person."""
    for key in ("08999002", "08999901"):
        (folder / "bescheide" / f"weitergabe-{key}.toml").unlink()
        (folder / "eingang" / "2025" / "meldungen" / f"meldung_{key}_2025.xlsx").unlink()


@pytest.mark.parametrize("thousands", [0, 60, 3000])
def test_the_only_town_with_one_post_does_not_reveal_its_pay(
    workspace_folder: Path, acting: Acting, thousands: int
) -> None:
    leave_one_town(workspace_folder)
    raise_frame(workspace_folder, thousands)
    result, html = compute_folder(workspace_folder, acting)
    town = "traeger.08999003"
    hidden = {
        result.figures[f"{town}.{name}"].money.cents
        for name in ("personal.angefallen", "zuwendungsfaehig", "angefallen")
    }
    assert len(hidden) > 1
    assert "Stadt Brunnwangen" in html
    assert not hidden & computable(printed_cents(html))


def year_of(
    *managers: str,
    amount: str = "400000",
    coordination: str = "3500.10",
    towns: Sequence[tuple[Carrier, str]] = (),
    costs: Sequence[tuple[CostKind, str, str]] = (),
    unused_means: UnusedMeans = UnusedMeans.TO_COUNTY,
) -> YearResult:
    """Return a year of managers with monthly pay, a coordination post, towns of one post each, and other costs."""
    numbers = [f"000{index}" for index, _ in enumerate(managers, start=1)]
    tenures = [tenure(number, f"IM-{number}") for number in numbers]
    entries = [each for number, amount in zip(numbers, managers, strict=True) for each in pay(amount, number)]
    if coordination:
        tenures.append(tenure("0009", "KO-01", role=KO, fte="0.5"))
        entries += pay(coordination, "0009")
    for town, amount_of_town in towns:
        tenures.append(tenure("P", "P", carrier=town))
        entries.append(entry(amount_of_town, "P", carrier=town, position="P", month=12))
    entries += [entry(cents, staff, kind=kind) for kind, staff, cents in costs]
    return compute_year(
        inputs(
            amount,
            persons={"08999001": 80, **{town.key: 10 for town, _ in towns}},
            agreements=[agreement(town) for town, _ in towns],
            tenures=tenures,
            entries=entries,
            unused_means=unused_means,
        )
    )


def paper_of(result: YearResult) -> CommitteePaper:
    return make_committee_paper(result, None, "Stand der Buchungen 16. Februar 2026")


MANAGERS = ("6000.01", "6100.02", "6200.03")


def test_a_figure_of_zero_has_nobody_behind_it() -> None:
    # travel 10.00 and back: the entries are there, the costs are not
    costs = [(CostKind.TRAVEL, "0001", "10.00"), (CostKind.TRAVEL, "0001", "-10.00")]
    figures = year_of(*MANAGERS, costs=costs).figures
    assert len(figures.entries_of("kreis.reisekosten")) == 2
    assert group(figures, "Reisekosten", "kreis.reisekosten") == Group(
        ("Reisekosten",), ("kreis.reisekosten",), frozenset(), has_costs=False
    )


def test_persons_of_a_figure_of_zero_do_not_make_one_person_three() -> None:
    costs = [
        *((CostKind.TRAVEL, staff, cents) for staff in ("0001", "0002") for cents in ("10.00", "-10.00")),
        (CostKind.EQUIPMENT, "0003", "99.00"),
    ]
    figures = year_of(*MANAGERS, costs=costs).figures
    both = group(figures, "Reisen und Ausstattung", "kreis.reisekosten", "kreis.ausstattung")
    assert both.persons == {("08999", "0003")}
    assert both.is_too_small


@pytest.mark.parametrize(
    ("secret", "is_known"),
    [(1_000, True), (1_100, True), (9_990, True), (11_110, True), (8_910, True), (11_111, False), (5_000, False)],
    ids=["printed", "sum", "difference", "sum of four", "four with signs", "sum of five", "none"],
)
def test_what_is_printed_and_what_follows_from_up_to_four_of_it(secret: int, *, is_known: bool) -> None:
    # 10,000 - 10; 10,000 - 1,000 - 100 + 10
    assert is_derivable(secret, {1, 10, 100, 1_000, 10_000}) is is_known


def test_from_nothing_printed_nothing_follows() -> None:
    assert not is_derivable(700, set())


def test_the_secrets_are_the_pay_of_posts_the_coordination_post_and_small_towns() -> None:
    # post 42,001.20, above the cap 2,001.20; training of its person 55.00, both 2,056.20
    result = year_of(
        *MANAGERS,
        towns=[(TOWN, "61234.56"), (VILLAGE, "50000.07")],
        costs=[(CostKind.TRAINING, "0009", "55.00")],
    )
    hidden = secrets_of_posts(result)
    posts = {7_200_012, 7_320_024, 7_440_036, 6_123_456, 5_000_007}
    assert posts | {4_200_120, 200_120, 5_500, 205_620} <= hidden
    assert 6_123_456 + 5_000_007 in hidden
    assert 0 not in hidden
    assert 7_200_012 + 7_320_024 + 7_440_036 not in hidden


def test_a_post_that_three_persons_held_is_no_secret() -> None:
    held = [
        tenure("0001", end=YEAR.days.first),
        tenure("0002", begin=YEAR.days.first, end=YEAR.days.first),
        tenure("0003", begin=YEAR.days.first),
    ]
    entries = [entry("100.00", number) for number in ("0001", "0002", "0003")]
    assert 30_000 not in secrets_of_posts(compute_year(inputs(tenures=held, entries=entries)))


def test_two_persons_pay_does_not_follow_from_the_payable_amount_and_the_public_cap() -> None:
    # a year of pay 5,000.11 and 6,000.07 a month: 132,002.16; the coordination post 42,000.00, capped at 40,000.00
    result = year_of("5000.11", "6000.07", coordination="3500.00", amount="500000")
    payable = result.figures["auszahlung.betrag"].money
    assert payable.cents - 4_000_000 == 13_200_216
    with pytest.raises(DisclosureError):
        paper_of(result)


def test_the_levels_of_detail_go_from_all_to_one_line() -> None:
    shown = [(detail.kinds, detail.county_lines, detail.bearers) for detail in DETAILS]
    assert (shown[0], shown[-1]) == ((True, True, True), (False, False, False))
    assert len(set(shown)) == len(shown)


def test_a_year_that_discloses_nobody_is_shown_in_full() -> None:
    # no coordination post; three managers above the frame; travel of the team
    result = year_of(*MANAGERS, amount="200000", coordination="", costs=[(CostKind.TRAVEL, "", "500.00")])
    paper = paper_of(result)
    assert paper.spending is not None
    assert paper.county_bears is not None
    assert paper.county_borne is not None


def test_a_kind_that_would_reveal_the_coordination_post_is_not_shown() -> None:
    # frame not exhausted: the county bears 2,001.20 of the post and 500.00 of travel
    result = year_of(*MANAGERS, costs=[(CostKind.TRAVEL, "", "500.00")])
    paper = paper_of(result)
    assert (paper.spending, paper.county_bears) == (None, None)
    assert paper.county_borne is not None
    assert paper.county_borne.exact == "2501.20"


def test_there_is_no_paper_where_county_and_town_together_bear_only_two_persons_pay() -> None:
    # the county bears 2,001.20 of its post, the town 20,000 above its share: with the cap and the share, which are
    # public, the sum of both is the pay of two persons
    share = year_of(*MANAGERS, towns=[(TOWN, "1.00")]).figures["weitergabe.anteil"].money
    result = year_of(*MANAGERS, towns=[(TOWN, (share + Money(2_000_000)).decimal_string())])
    assert result.figures["kreis.gesamt"].exact == "2001.20"
    with pytest.raises(DisclosureError):
        paper_of(result)


@pytest.mark.parametrize("spent", ["10000.07", "30000.08"], ids=["below its share", "above its share"])
def test_the_pay_of_the_only_post_of_a_town_is_neither_printed_nor_computable(spent: str) -> None:
    # frame 200,000: the town's share is 160,000 x 10 / 90 = 17,777.78; the county needs more than its own
    paper = paper_of(year_of(*MANAGERS, amount="200000", towns=[(TOWN, spent)]))
    hidden = {eur(spent).cents, abs(eur(spent).cents - 1_777_778)}
    tables = [table for table in (paper.spending, paper.financing, paper.pass_through, paper.county_bears) if table]
    cells = [cell for table in tables for row in (*table.rows, *table.foot) for cell in row.cells]
    numbers = [paper.frame, paper.spent, paper.payable, paper.rest, paper.county_borne, *cells]
    exact = [number.exact for number in numbers if isinstance(number, Number)]
    printed = {eur(number).cents for number in exact if "." in number}
    assert 1_777_778 in printed
    assert not hidden & computable(printed)


def test_where_the_rest_of_the_frame_is_what_one_town_left_there_is_no_paper() -> None:
    # unused shares lapse and the county needs all of its own: share minus rest is the pay of the town's only post
    result = year_of(*MANAGERS, amount="200000", towns=[(TOWN, "10000.07")], unused_means=UnusedMeans.LAPSE)
    figures = result.figures
    assert figures["traeger.08999002.anteil"].money - figures["rahmen.rest"].money == eur("10000.07")
    with pytest.raises(DisclosureError):
        paper_of(result)


@pytest.mark.parametrize(
    "result",
    [
        year_of("6000.01", "6100.02", coordination=""),
        year_of("6000.01"),
        year_of(*MANAGERS),
    ],
    ids=["two managers", "a manager and the coordination post", "nothing is borne but the coordination post"],
)
def test_a_paper_that_would_disclose_a_person_at_every_level_is_refused(result: YearResult) -> None:
    with pytest.raises(DisclosureError, match="weniger als drei Personen"):
        paper_of(result)
