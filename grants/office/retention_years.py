"""How long a county keeps its data: the shipped plan, with the years that foerderbuch.toml sets for some kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.retention import LONGEST_YEARS, is_period
from grants.law.shelf import shipped_retention_plan

if TYPE_CHECKING:
    from grants.law.retention import RetentionPlan
    from grants.settle.documents import Fields

SECTION = "aufbewahrung"


def read_retention(fields: Fields) -> RetentionPlan:
    """Return the retention plan of a county. Raises UnreadableError for years that are none and for unknown kinds."""
    plan = shipped_retention_plan()
    if SECTION not in fields.data:
        return plan
    table = fields.table(SECTION)
    table.refuse_unknown(plan.changeable)
    years = {kind: table.whole(kind) for kind in table.data}
    for kind, number in years.items():
        if not is_period(number):
            raise table.refuse(
                kind,
                f"darf nicht {number} sein.",
                f"Erlaubt sind ganze Jahre von 1 bis {LONGEST_YEARS}.",
            )
    return plan.with_years(years)
