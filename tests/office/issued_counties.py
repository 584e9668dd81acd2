"""Counties for the tests of issuing: a year that is over and frozen, with every text written."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.office.closing import close_year
from grants.office.documents import DocumentKind
from grants.office.issued_files import ISSUED, check_issued
from grants.office.issuing import Issuing, issue_documents
from grants.office.run import YearRun, run_year
from grants.office.workspace import open_workspace
from ledger.book.store import Book, open_book
from tests.conftest import YEAR

if TYPE_CHECKING:
    from pathlib import Path

    from grants.office.acting import Acting
    from ledger.finding import Finding

REPORT = "vorlagen/sachbericht-2025.md"
MISSING_SECTION = "\n## Ausblick\n\nDie Beratung wird fortgeführt.\n"


@dataclass(frozen=True, slots=True)
class County:
    """A workspace and somebody who acts in it."""

    folder: Path
    acting: Acting

    @property
    def outgoing(self) -> Path:
        return self.folder / "ausgabe" / "2025"

    @property
    def issued(self) -> Path:
        return self.outgoing / ISSUED

    def book(self) -> Book:
        return open_book(self.folder / "foerderbuch.db", writing=False)

    def issue(self, kind: DocumentKind, *, replacing: bool = False, dry_run: bool = False) -> Issuing:
        workspace = open_workspace(self.folder)
        return issue_documents(workspace, YEAR, kind, self.acting, replacing=replacing, dry_run=dry_run)

    def run(self) -> YearRun:
        return run_year(open_workspace(self.folder), YEAR, self.acting)

    def close(self) -> None:
        close_year(open_workspace(self.folder), YEAR, self.acting, dry_run=False)

    def findings(self) -> tuple[Finding, ...]:
        return check_issued(open_workspace(self.folder), YEAR)

    def add_text(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    def files(self, below: str = "ausgabe") -> dict[str, bytes]:
        """Return every file below a folder by its path."""
        paths = (path for path in sorted((self.folder / below).rglob("*")) if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}


def complete_county(finished: Path, folder: Path, acting: Acting) -> County:
    """Return a copy of the finished year that is frozen and lacks no text."""
    county = County(shutil.copytree(finished, folder), acting)
    county.add_text(REPORT, MISSING_SECTION)
    county.close()
    return county
