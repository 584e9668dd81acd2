"""What --ausfertigen does at nachweis, weitergabe, verteilen and vorlage, and how issued papers are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.desk.output import files_data, print_files, print_json, say, say_next
from grants.desk.session import acting_here, workspace_at, year_of
from ledger.finding import UsageRefusalError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledger.book.issuing import IssuedPaper


def run_issuing(
    folder: Path, number: int, kind: str, *, issue: bool, replacing: bool, dry_run: bool, as_json: bool
) -> None:
    """Issue. Raises UsageRefusalError for --ersetzen alone: drafts are replaced anyway."""
    from grants.office.documents import DocumentKind
    from grants.office.issuing import issue_documents

    if not issue:
        raise UsageRefusalError(
            "Falscher Aufruf: --ersetzen gilt Ausfertigungen; Entwürfe ersetzt jeder Lauf.",
            "Bitte --ausfertigen --ersetzen angeben oder --ersetzen weglassen.",
        )
    workspace, year = workspace_at(folder), year_of(number)
    issuing = issue_documents(workspace, year, DocumentKind(kind), acting_here(), replacing=replacing, dry_run=dry_run)
    if as_json:
        print_json(
            {
                "probelauf": dry_run,
                "jahr": number,
                "ausgefertigt": papers_data(issuing.papers),
                "fertiggestellt": issuing.finished,
                "unveraendert": papers_data(issuing.unchanged),
                "unterlagen": files_data(issuing.files),
            }
        )
        return
    if issuing.finished:
        say("Ein abgebrochener Befehl hatte schon eingetragen, was jetzt fertig abgelegt ist:")
    for paper in issuing.papers:
        verb = "Ausgefertigt würde" if dry_run else "Ausgefertigt"
        replaced = f", ersetzt {paper.replaces}" if paper.replaces else ""
        say(f"{verb}: {paper.number} {paper.title}{replaced}")
    for paper in issuing.unchanged:
        say(f"Unverändert bleibt: {paper.number} {paper.title}")
    if dry_run:
        say("Probelauf: Es wurde nichts geschrieben.")
        return
    print_files(issuing.files)
    say_next(f"lauf {number}", folder, "erneuert auch die Übersicht.")


def papers_data(papers: Sequence[IssuedPaper]) -> list[dict[str, Any]]:
    """Return issued papers in the shape other programs rely on."""
    return [
        {
            "nummer": paper.number,
            "titel": paper.title,
            "art": paper.kind,
            "tag": paper.day.isoformat(),
            "von": paper.person,
            "ersetzt": paper.replaces or None,
            "dateien": [{"datei": file.name, "sha256": file.digest} for file in paper.files],
        }
        for paper in papers
    ]


def say_papers(papers: Sequence[IssuedPaper]) -> None:
    """Print issued papers, each with its day, its person and what superseded it."""
    from grants.office.edition_list import edition_note, superseding

    later = superseding(papers)
    for paper in papers:
        say(f"  {paper.number} {paper.title}, {edition_note(paper, later.get(paper.number))}")
