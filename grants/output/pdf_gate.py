"""Does a finished PDF keep what PDF/A-3a and PDF/UA-1 demand? The one home of page-validation."""

from __future__ import annotations

from dataclasses import dataclass

from page import validate_pdf_bytes

from grants.output.pdf_refusal import PdfError

PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}


@dataclass(frozen=True, slots=True)
class StandardFinding:
    """Verstoß gegen eine Norm: name of the standard, the validator's rule and its message (English)."""

    standard: str
    rule: str
    message: str


def findings(content: bytes) -> tuple[StandardFinding, ...]:
    """Return where a PDF breaks one of the two standards; empty for a PDF that may be archived."""
    return tuple(
        StandardFinding(standard, failure.rule_id, failure.message)
        for profile, standard in PROFILES.items()
        for failure in validate_pdf_bytes(content, profile=profile).failures
    )


def require_standards(content: bytes, title: str) -> None:
    """Raise PdfError, naming the document and each broken rule, unless a PDF keeps both standards."""
    broken = findings(content)
    if broken:
        rules = "; ".join(dict.fromkeys(f"{one.standard}, Regel {one.rule}: {one.message}" for one in broken))
        raise PdfError(
            f"{title}: Die PDF-Datei hält die Norm nicht ein ({rules}).",
            "Sie wird nicht ausgefertigt; bitte die Vorlage und die Hausvorlage prüfen.",
        )
