"""Personnel spending of the county by wage group: gross pay, employer's share, bonus and so on, reimbursements last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rules import Side
from ledger.cost import CostKind, WageGroup

if TYPE_CHECKING:
    from grants.settle.figures import Figures
    from grants.settle.settlement import CarrierAccount

WAGE_GROUPS = {
    WageGroup.GROSS_PAY: "entgelt",
    WageGroup.ALLOWANCE: "zulagen",
    WageGroup.ANNUAL_BONUS: "jahressonderzahlung",
    WageGroup.SOCIAL_INSURANCE: "sozialversicherung",
    WageGroup.PENSION: "zusatzversorgung",
    WageGroup.CORRECTION: "korrekturen",
    WageGroup.REIMBURSEMENT: "erstattung",
}
NOT_GROUPED = "nicht_aufgegliedert"
COUNTY_PERSONNEL = "kreis.personalausgaben"


def name_wage_groups(figures: Figures, county: CarrierAccount) -> tuple[tuple[str, str], ...]:
    """State the county's personnel spending by wage group; return label and figure of each group that was booked.

    Nothing is stated when no entry of the year carries a group.
    """
    pay = [
        split
        for split in county.splits
        if split.entry.kind is CostKind.PERSONNEL and split.side is not Side.OTHER_PROGRAMME
    ]
    if not any(split.entry.group for split in pay):
        return ()
    groups: list[tuple[WageGroup | None, str, str]] = [
        *((group, group.value, slug) for group, slug in WAGE_GROUPS.items()),
        (None, "nicht aufgegliedert", NOT_GROUPED),
    ]
    stated = []
    for group, label, slug in groups:
        of_group = [(split.entry, split.amount) for split in pay if split.entry.group is group]
        if of_group:
            name = f"kreis.lohngruppe.{slug}"
            figures.count(name, f"Personalausgaben des Landkreises, {label}", of_group)
            stated.append((label, name))
    figures.add(
        COUNTY_PERSONNEL,
        "Personalausgaben des Landkreises einschließlich Koordinierender Stelle",
        (name for _, name in stated),
    )
    return tuple(stated)
