"""What notices a changed rule: golden cases and properties of the rulebook, likely ones first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.rulebook import amounts, clauses, days, knowledge, persons, sides
from tests.rulebook.papers import paper_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from grants.law.shelf import Rulebook


@dataclass(frozen=True, slots=True)
class Catcher:
    """A check of the rulebook that raises when it is wrong; ``programmes`` are those it looks at (empty: all)."""

    name: str
    check: Callable[[Rulebook], None]
    programmes: Collection[str] = ()

    def looks_at(self, programme: str) -> bool:
        """Return whether a change of a programme can matter."""
        return not self.programmes or programme in self.programmes


def _catcher(check: Callable[[Rulebook], None]) -> Catcher:
    return Catcher(check.__name__.replace("_", " "), check)


CATCHERS: tuple[Catcher, ...] = (
    *(_catcher(check) for module in (days, clauses, sides, knowledge, amounts, persons) for check in module.CHECKS),
    *(Catcher(check.name, check.run, check.programmes) for check in paper_checks()),
)
