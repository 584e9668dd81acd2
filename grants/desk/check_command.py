"""What pruefen does: check incoming files, finished documents and the arithmetic of papers, and print every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from grants.desk.exits import FINDINGS, UNREADABLE
from grants.desk.output import findings_data, print_findings, print_json, say
from grants.desk.session import acting_here, note_look, workspace_at, year_of
from ledger.finding import Place, hint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.office.paper_checks import PaperReport
    from ledger.finding import Finding

CHECKED = "pruefen"


def run_check(folder: Path, number: int, named: Sequence[Path], *, as_json: bool) -> None:
    """Pruefen: the year, its finished documents and all checks of papers, or only the checks that are named."""
    from grants.office.document_checks import check_documents
    from grants.office.issued_files import check_issued
    from grants.office.paper_checks import check_papers
    from grants.office.run import check_year
    from grants.settle.relation_findings import count_words

    workspace, year = workspace_at(folder), year_of(number)
    findings: tuple[Finding, ...] = ()
    unreadable = False
    if not named:
        reading = check_year(workspace, year, acting_here())
        place = Place(f"Förderjahr {number}")
        misfits = (hint(place, point.text, point.remedy) for point in reading.misfits)
        findings, unreadable = (*reading.findings, *misfits), reading.unreadable
        findings = (*findings, *check_documents(workspace, year), *check_issued(workspace, year))
    report = check_papers(workspace, named)
    findings = (*findings, *report.findings)
    if as_json:
        print_json({**findings_data(findings), "rechenproben": _papers_data(report)})
    else:
        print_findings(findings)
        if report.papers:
            say(count_words(report.outcomes, len(report.papers)))
    note_look(workspace, CHECKED, {"was": "pruefen", "jahr": number, "befunde": len(findings)})
    if any(finding.blocks for finding in findings):
        raise typer.Exit(UNREADABLE if unreadable or report.unreadable else FINDINGS)


def _papers_data(report: PaperReport) -> list[dict[str, Any]]:
    """Return every relation that was checked, in the shape other programs rely on."""
    return [
        {
            "datei": paper.file,
            "titel": paper.title,
            "beziehungen": [
                {
                    "name": outcome.relation.name,
                    "art": outcome.relation.operation.value,
                    "ergebnis": outcome.verdict.value,
                    "gedruckt": outcome.printed,
                    "gerechnet": outcome.computed,
                    "bemerkung": outcome.missing or outcome.note,
                }
                for outcome in outcomes
            ],
        }
        for paper, outcomes in report.papers
    ]
