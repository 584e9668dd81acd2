"""Issued papers as stand, protokoll and the page of a year name them: number, title, day, person, successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.office.issued_files import written_files
from grants.papers.index import ListedEdition, ListedFile, size_in_words
from ledger.german import format_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.office.workspace import Workspace
    from ledger.book.issuing import IssuedPaper
    from ledger.book.store import Book
    from ledger.period import FundingYear


def superseding(papers: Sequence[IssuedPaper]) -> dict[str, str]:
    """Return, by the number of each superseded edition, the number of the one that took its place."""
    return {paper.replaces: paper.number for paper in papers if paper.replaces}


def edition_note(paper: IssuedPaper, by: str | None) -> str:
    """Return when and by whom a paper was issued, and what superseded it."""
    note = f"ausgefertigt am {format_date(paper.day)} von {paper.person}"
    return f"{note}, ersetzt durch {by}" if by else note


def list_editions(workspace: Workspace, book: Book, year: FundingYear) -> tuple[ListedEdition, ...]:
    """Return the issued papers of a year with links from its page, the latest first."""
    papers = book.issued(year)
    later = superseding(papers)
    outgoing = workspace.outgoing(year)
    return tuple(
        ListedEdition(
            paper.number,
            paper.title,
            edition_note(paper, later.get(paper.number)),
            tuple(
                ListedFile(
                    file.path.relative_to(outgoing).as_posix(),
                    file.path.suffix[1:].upper(),
                    size_in_words(file.size),
                    file.digest,
                )
                for file in written_files(workspace, paper)
            ),
        )
        for paper in reversed(papers)
    )
