"""Does a finished PDF keep what PDF/A-3a and PDF/UA-1 demand? The one home of page-validation."""

from __future__ import annotations

from dataclasses import dataclass

from page import PageError, SafetyLimits, validate_pdf_bytes

PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
# The validator's own limits guard against strange files and end at 1,024 rows of a table.
_LIMITS = SafetyLimits(max_table_grid_rows=100_000, max_table_grid_cells=10_000_000)


@dataclass(frozen=True, slots=True)
class StandardFinding:
    """Verstoß gegen eine Norm: name of the standard, the validator's rule and its message (English)."""

    standard: str
    rule: str
    message: str


def findings(content: bytes) -> tuple[StandardFinding, ...]:
    """Return where a PDF breaks one of the two standards; empty for a PDF that may be archived."""
    return tuple(
        finding for profile, standard in PROFILES.items() for finding in _findings_of(content, profile, standard)
    )


def _findings_of(content: bytes, profile: str, standard: str) -> list[StandardFinding]:
    try:
        failures = validate_pdf_bytes(content, profile=profile, limits=_LIMITS).failures
    except PageError as problem:
        return [StandardFinding(standard, "lesbar", str(problem))]
    return [StandardFinding(standard, failure.rule_id, failure.message) for failure in failures]
