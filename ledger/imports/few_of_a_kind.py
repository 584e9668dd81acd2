"""Keep the first findings of each kind and count the rest: a thousand alike hide the others and fill the memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.german import format_counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.finding import Finding

FINDINGS_OF_ONE_KIND = 20


class FewOfAKind:
    """The findings of one table in their order; findings of a kind have the same column and the same text."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Begin with these findings."""
        self._counts: Counter[tuple[str, str]] = Counter()
        self._kept: list[Finding] = []
        self.block = False
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Take a finding."""
        kind = _kind(finding)
        self._counts[kind] += 1
        self.block = self.block or finding.blocks
        if self._counts[kind] <= FINDINGS_OF_ONE_KIND:
            self._kept.append(finding)

    def shown(self) -> tuple[Finding, ...]:
        """Return the findings; the last one of a kind that was kept says how many more there are."""
        last = {_kind(finding): index for index, finding in enumerate(self._kept)}
        shown = []
        for index, finding in enumerate(self._kept):
            kind = _kind(finding)
            more = self._counts[kind] - FINDINGS_OF_ONE_KIND
            if more > 0 and last[kind] == index:
                rows = format_counted(more, "weiteren Zeile", "weiteren Zeilen")
                shown.append(replace(finding, text=f"{finding.text} Derselbe Befund steht in {rows}."))
            else:
                shown.append(finding)
        return tuple(shown)


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.place.column, finding.text
