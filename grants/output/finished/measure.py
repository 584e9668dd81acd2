"""An HTML document as the measure of its other files: its numbers with their places, its words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grants.output.finished.located import located_numbers
from grants.output.finished.visible import take_out, visible_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from grants.output.finished.located import LocatedNumber
    from grants.output.finished.visible import VisibleText


class Measure:
    """What every comparison of a document rests on."""

    def __init__(self, root: Element) -> None:
        """Walk once through the document."""
        self.numbers: list[LocatedNumber] = located_numbers(root)
        self.text: VisibleText = visible_text(root)
        self.named: dict[str, LocatedNumber] = {}
        for located in self.numbers:
            if located.number.name:
                self.named.setdefault(located.number.name, located)


def text_gaps(measure: Measure, words: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """Return the words of the HTML that a file lacks, and those it has besides, wherever they stand.

    Footnotes count as found wherever they are set; running lines, the letterhead and pictures may be missing.
    """
    shown = list(words)
    for part in (*(note for note, _ in measure.text.notes), *measure.text.pictures):
        take_out(shown, part)
    html, file = Counter(measure.text.words), Counter(shown)
    return html - file, file - html
