"""A difference between a finished file and the HTML of its document, as a clerk reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grants.output.finished.located import LocatedNumber


@dataclass(frozen=True, slots=True)
class Difference:
    """Ein Unterschied zum HTML: a German sentence with the figure and its place, what was found, what is expected.

    ``number`` is the number of the HTML it is about, where it is about one. What leaves every figure as it is does not
    block.
    """

    text: str
    found: str = ""
    expected: str = ""
    number: LocatedNumber | None = field(default=None, compare=False)
    blocks: bool = True


def not_visible(located: LocatedNumber, instead: str) -> Difference:
    """Return that a number does not stand in the visible text as the HTML prints it."""
    name = f"Die Zahl „{located.number.name}“" if located.number.name else "Eine Zahl"
    return Difference(
        f"{name} steht im sichtbaren Text nicht so wie im HTML ({located.words()}).",
        instead,
        located.number.text,
        located,
    )
