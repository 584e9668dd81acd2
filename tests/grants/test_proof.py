"""The proof of use as it is printed: parts are numbered, sums are sums, the state of the book stands in full."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grants.office.resources import templates
from grants.office.workspace import open_workspace
from grants.output.html.document import numbers_of, parse_document, text_of
from grants.output.html.renderer import Renderer
from grants.papers.proof import make_proof
from grants.settle.year import YearInputs, compute_year
from ledger.act import BookMark
from ledger.book.years import Freeze
from ledger.cost import CostKind, RevenueKind, WageGroup, YearBasis
from ledger.money import Money
from tests.grants.builders import (
    FSA,
    TOWN,
    agreement,
    bonus,
    entry,
    indicator,
    inputs,
    paid,
    pay,
    revenue,
    tenure,
    with_revenues,
)

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

SEAL = "3f2a91c0d4e5b6a79f01c2d3e4f5061728394a5b6c7d8e9f0a1b2c3d4e5f6071"


@pytest.fixture
def everything() -> YearInputs:
    """Return a year with everything a proof can say something about."""
    grouped = [replace(each, group=WageGroup.GROSS_PAY) for each in pay("6000.00")]
    given = inputs(
        persons={"08999001": 90, TOWN.key: 10},
        agreements=[agreement(TOWN)],
        tenures=[tenure(fte="0.5"), tenure(position="FSA", fte="0.5", role=FSA), tenure("P1", "P1", carrier=TOWN)],
        entries=[
            *grouped,
            bonus("3000.00"),
            entry("9000.00", "P1", carrier=TOWN, position="P1", month=12),
            paid(entry("45.00", "", kind=CostKind.TRAVEL, month=12), 2026, 1),
        ],
        other_years=[paid(entry("214.37", month=11, year=2024), 2025, 2)],
    )
    given = replace(
        given, indicators=(indicator(5, area="Nord"), indicator(7, area="Süd")), book_mark=BookMark(8, SEAL)
    )
    revenues = (revenue("500.00", RevenueKind.OWN_FUNDS), revenue("2000.00", RevenueKind.PUBLIC_GRANT, TOWN))
    return with_revenues(given, *revenues)


def printed(given: YearInputs, folder: Path) -> Element:
    """Return the document of a proof; parsing checks every printed sum."""
    paper = make_proof(compute_year(given), None, "Stand der Buchungen 16. Februar 2026")
    html = Renderer(templates()).render(
        "nachweise/gesamtverwendungsnachweis.html.j2", paper, open_workspace(folder).county
    )
    return parse_document(html)


def headings(root: Element) -> list[str]:
    return [text_of(element) for element in root.iter() if element.tag.endswith("h3")]


def test_the_parts_follow_the_fixed_sections_without_a_gap(everything: YearInputs, workspace_folder: Path) -> None:
    found = [each for each in headings(printed(everything, workspace_folder)) if each.startswith("2.")]
    assert [int(each.split()[0].removeprefix("2.")) for each in found] == list(range(1, len(found) + 1))
    assert [each.partition(" ")[2] for each in found[9:]] == [
        "Weitere Einnahmen",
        "Personalausgaben des Landkreises nach Lohnartengruppen",
        "Abgrenzung der Jahre",
        "Hinweis zu den Fundstellen",
    ]


def test_a_proof_without_anything_special_has_none_of_the_parts(workspace_folder: Path) -> None:
    root = printed(inputs(tenures=[tenure()], entries=pay("6000.00")), workspace_folder)
    assert headings(root)[-1].startswith("2.9")
    assert "Prüfwert" not in text_of(root)
    assert "Jahressonderzahlung" not in text_of(root)


def test_the_seal_is_printed_in_full_in_groups_of_four(everything: YearInputs, workspace_folder: Path) -> None:
    root = printed(everything, workspace_folder)
    (mark,) = (each for each in root.iter() if each.attrib.get("class") == "mark")
    entry_number, seal = (text_of(each) for each in mark if each.tag.endswith("dd"))
    assert entry_number == "Protokolleintrag\u00a08"
    assert re.fullmatch(r"([0-9a-f]{4}[\u00a0 ]){15}[0-9a-f]{4}", seal)
    assert re.sub(r"[\u00a0 ]", "", seal) == SEAL


def test_a_frozen_year_prints_what_was_frozen(everything: YearInputs, workspace_folder: Path) -> None:
    freeze = Freeze(2025, 9, YearBasis.SERVICE, 1042, Money(83_887_531), SEAL[::-1])
    root = printed(replace(everything, freeze=freeze), workspace_folder)
    (mark,) = (each for each in root.iter() if each.attrib.get("class") == "mark")
    *_, counted, digest = (text_of(each).replace("\u00a0", " ") for each in mark if each.tag.endswith("dd"))
    assert counted == "mit Protokolleintrag 9: 1.042 Buchungen, gebuchte Ausgaben 838.875,31 €"
    assert re.sub(r" ", "", digest) == SEAL[::-1]


def test_what_a_proof_prints_of_revenues_is_named_and_sums_up(everything: YearInputs, workspace_folder: Path) -> None:
    # spending 37,500.00 + 9,000.00 + 45.00; payable 37,500.00 + 7,000.00; with the other grant 45.00 remain
    values = {number.name: number.exact for number in numbers_of(printed(everything, workspace_folder)) if number.name}
    wanted = {
        "einnahmen.andere_oeffentliche": "2000.00",
        "eigenmittel.gebucht": "500.00",
        "auszahlung.kuerzung": "2000.00",
        "auszahlung.betrag": "44500.00",
        "ausgaben.gesamt": "46545.00",
        "eigenmittel.gesamt": "45.00",
        "einnahmen.gesamt": "46545.00",
    }
    assert {name: values[name] for name in wanted} == wanted


def test_a_divided_bonus_is_explained_with_its_clause(everything: YearInputs, workspace_folder: Path) -> None:
    text = text_of(printed(everything, workspace_folder)).replace("\u00a0", " ")
    assert "Jahressonderzahlungen nach § 20 TVöD" in text
    assert "zu gleichen Teilen auf die Kalendermonate der Beschäftigung im Jahr" in text


def test_missing_counts_stay_visibly_open(everything: YearInputs, workspace_folder: Path) -> None:
    root = printed(replace(everything, indicators=()), workspace_folder)
    assert "Anlage: Kennzahlen der Beratung Die Kennzahlen sind noch einzulesen." in text_of(root)
