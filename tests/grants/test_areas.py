"""Areas of the counselling are compared with the names the county knows; a stranger is pointed out, not refused."""

from __future__ import annotations

from grants.close.areas import check_areas
from tests.grants.builders import indicator


def test_areas_of_the_counselling_that_nobody_else_names_are_one_hint() -> None:
    counts = [indicator(1, area=area) for area in ("Lindenstadt", "gemeinde  Aldenrieden", "Lindnstadt", "Team Ost")]
    (finding,) = check_areas(counts, ["Stadt Lindenstadt", "Aldenrieden"])
    assert not finding.blocks
    assert "Lindnstadt und Team Ost." in finding.text
    assert finding.expected == "Stadt Lindenstadt"
    assert check_areas(counts[:2], ["Stadt Lindenstadt", "Aldenrieden"]) == ()
