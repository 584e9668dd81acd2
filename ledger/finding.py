"""Findings: what is wrong with an input, where, what was expected and what to do. Values, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Schwere: an error blocks, a hint does not."""

    ERROR = "fehler"
    HINT = "hinweis"


@dataclass(frozen=True, slots=True)
class Place:
    """Ort: file, sheet, row and column of a finding, as the clerk sees them; empty where it does not apply."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def words(self) -> str:
        """Return the place as a clerk reads it: ``lohnjournal.csv, Zeile 17, Spalte „Betrag“``; TOML has no columns."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"Blatt „{self.sheet}“")
        if self.row is not None:
            parts.append(f"Zeile {self.row}")
        if self.column:
            parts.append(f"{'Angabe' if self.file.endswith('.toml') else 'Spalte'} „{self.column}“")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """Befund: one thing that is wrong or noteworthy, in whole German sentences.

    ``found`` is the value as it stands in the file, ``expected`` what should stand there, ``text`` the fact and
    ``remedy`` what the clerk can do.
    """

    severity: Severity
    place: Place
    text: str
    remedy: str
    found: str = ""
    expected: str = ""

    @property
    def blocks(self) -> bool:
        """Return whether this finding stops the run."""
        return self.severity is Severity.ERROR


def error(place: Place, text: str, remedy: str, *, found: str = "", expected: str = "") -> Finding:
    """Return a finding that blocks."""
    return Finding(Severity.ERROR, place, text, remedy, found, expected)


def hint(place: Place, text: str, remedy: str, *, found: str = "", expected: str = "") -> Finding:
    """Return a finding that does not block."""
    return Finding(Severity.HINT, place, text, remedy, found, expected)


class RefusalError(Exception):
    """Base of all refusals: a German sentence for the office; the subclass says which kind of refusal."""

    def __init__(self, text: str, remedy: str = "") -> None:
        """Keep fact and remedy apart, so that the desk can print both."""
        super().__init__(f"{text} {remedy}".strip())
        self.text = text
        self.remedy = remedy


class UsageRefusalError(RefusalError):
    """The command was called with something that makes no sense (exit code 2)."""


class UnreadableError(RefusalError):
    """The input cannot be read at all (exit code 5)."""


class ConflictError(RefusalError):
    """The act contradicts what is already booked or closed (exit code 4)."""


class MissingError(RefusalError):
    """Something that must exist is not there (exit code 3)."""


class FindingsError(RefusalError):
    """Findings block the act (exit code 1, or 5 when a file is unreadable); all of them are attached."""

    def __init__(self, findings: tuple[Finding, ...], consequence: str, *, unreadable: bool = False) -> None:
        """Attach every finding, so that all are shown at once; ``unreadable`` when a file is no table at all.

        ``consequence`` says what has not been done, because only the act knows.
        """
        count = sum(finding.blocks for finding in findings)
        super().__init__(f"{count} {'Befund' if count == 1 else 'Befunde'}. {consequence}")
        self.findings = findings
        self.unreadable = unreadable
