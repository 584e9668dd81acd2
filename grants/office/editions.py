"""Numbers of issued papers, and which documents of a year are due for one: those that are new or have changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grants.office.documents import DocumentKind, Job, Press
from grants.office.issued_files import ISSUED, is_untouched, last_count
from grants.papers.committee import CommitteePaper
from grants.papers.edition import Edition, edition_of
from grants.papers.overview import AllocationOverview
from grants.papers.proof import ProofOfUse
from grants.papers.statement import PassThroughStatement
from ledger.book.issuing import IssuedFile, IssuedPaper, current_papers
from ledger.files import digest
from ledger.finding import ConflictError
from ledger.german import format_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.period import FundingYear

CODES = {
    DocumentKind.PROOF: "VN",
    DocumentKind.ALLOCATION: "VT",
    DocumentKind.PASS_THROUGH: "WG",
    DocumentKind.COMMITTEE: "SV",
}
ISSUABLE = (ProofOfUse, AllocationOverview, PassThroughStatement, CommitteePaper)


@dataclass(frozen=True, slots=True)
class DueEdition:
    """Fällige Ausfertigung: the paper as it will be registered, without files yet, and the job that makes them."""

    paper: IssuedPaper
    job: Job


@dataclass(frozen=True, slots=True)
class Editions:
    """Die Ausfertigungen eines Jahres so far, and what makes the documents they are compared with."""

    workspace: Workspace
    year: FundingYear
    papers: tuple[IssuedPaper, ...]
    press: Press
    booked_on: date

    def find_due(
        self, jobs: Sequence[Job], acting: Acting, *, replacing: bool
    ) -> tuple[tuple[DueEdition, ...], tuple[IssuedPaper, ...]]:
        """Return the documents that need a new edition, and the editions that stay in force.

        Raises ConflictError for changed ones that are not to be replaced, when none is due, and when today is before
        the day of an edition that would be replaced.
        """
        current = current_papers(self.papers)
        due: list[DueEdition] = []
        unchanged: list[IssuedPaper] = []
        reasons: list[str] = []
        for job in jobs:
            latest = current.get(self._series(job))
            reason = self._why_anew(latest, job) if latest else ""
            if latest and not reason:
                unchanged.append(latest)
                continue
            if latest:
                reasons.append(f"{_issued_as(latest)}, aber {reason}.")
            due.append(self._next(job, latest, acting))
        if reasons and not replacing:
            raise ConflictError(
                f"{' '.join(reasons)} Es wurde nichts ausgefertigt.",
                "Soll eine neue Ausfertigung an die Stelle treten, bitte den Befehl mit --ausfertigen --ersetzen "
                "wiederholen.",
            )
        if not due:
            raise ConflictError(
                f"{' '.join(f'{_issued_as(paper)}.' for paper in unchanged)} Seitdem hat sich nichts geändert; es "
                "wurde nichts ausgefertigt.",
                f"Die Dateien liegen in ausgabe/{self.year.number}/{ISSUED}.",
            )
        return tuple(due), tuple(unchanged)

    def _why_anew(self, latest: IssuedPaper, job: Job) -> str:
        """Return why a document needs a new edition; empty while made now it would be the same files."""
        files = self.press.make(_issued_job(job, latest.number, self._edition(latest)), self.booked_on)
        others = [
            suffix
            for suffix, content in files.items()
            if IssuedFile(f"{latest.number}.{suffix}", digest(content)) not in latest.files
        ]
        if "html" in others:
            return "der Inhalt ist inzwischen ein anderer"
        if others:
            named = ", ".join(suffix.upper() for suffix in others)
            return f"die Gestaltung ist inzwischen eine andere ({named})"
        return "" if is_untouched(self.workspace, latest) else "die Dateien fehlen oder sind verändert"

    def _next(self, job: Job, latest: IssuedPaper | None, acting: Acting) -> DueEdition:
        series = self._series(job)
        if latest and acting.today < latest.day:
            raise ConflictError(
                f"{_issued_as(latest)}; nach der Uhr dieses Rechners ist heute erst der {format_date(acting.today)}. "
                "Es wurde nichts ausgefertigt.",
                "Bitte das Datum des Rechners berichtigen und den Befehl wiederholen.",
            )
        paper = IssuedPaper(
            series=series,
            count=last_count(self.workspace, self.year, series, latest) + 1,
            year=self.year.number,
            kind=job.kind.value,
            title=job.title,
            day=acting.today,
            files=(),
            replaces=latest.number if latest else "",
            person=acting.person,
        )
        return DueEdition(paper, _issued_job(job, paper.number, self._edition(paper)))

    def _edition(self, paper: IssuedPaper) -> Edition:
        """Return number and day as a paper prints them, with those of the edition it replaces."""
        before = next((each for each in self.papers if each.number == paper.replaces), None)
        return edition_of(paper.number, paper.day, edition_of(before.number, before.day) if before else None)

    def _series(self, job: Job) -> str:
        """Return what the numbers of a document begin with; of several of a kind each has its own."""
        return "-".join(filter(None, (str(self.year.number), CODES[job.kind], job.part)))


def _issued_as(paper: IssuedPaper) -> str:
    return f"{paper.title} ist bereits ausgefertigt als {paper.number} vom {format_date(paper.day)}"


def _issued_job(job: Job, number: str, edition: Edition) -> Job:
    """Return the job that makes the same document as an edition; its files are called by the number."""
    return replace(job, stem=number, make=lambda: _with_edition(job.make(), edition))


def _with_edition(paper: object, edition: Edition) -> object:
    if not isinstance(paper, ISSUABLE):
        raise TypeError(type(paper).__name__)
    return replace(paper, edition=edition)
