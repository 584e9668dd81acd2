"""What a paper still lacks before it can be issued: texts that nobody has typed. Hints about figures do not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.papers.committee import OPEN, CommitteePaper
from grants.papers.proof import ProofOfUse
from ledger.finding import Place, error

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.papers.elements import Section
    from ledger.finding import Finding


def paper_gaps(paper: object) -> tuple[Finding, ...]:
    """Return the places where a paper would say that something is still to be added; none for papers without texts."""
    if isinstance(paper, ProofOfUse):
        return _unwritten(f"vorlagen/sachbericht-{paper.year}.md", paper.narrative)
    if isinstance(paper, CommitteePaper):
        file = f"vorlagen/sitzungsvorlage-{paper.year}.md"
        if paper.hearing.committee == OPEN:
            remedy = "Bitte diese Datei nach dem Muster im Beispielordner anlegen."
            return (error(Place(file), "Gremium, Sitzungstag und Begleittext fehlen.", remedy),)
        return _unwritten(file, (paper.background, paper.outlook))
    return ()


def _unwritten(file: str, sections: Iterable[Section]) -> tuple[Finding, ...]:
    place, remedy = Place(file), "Bitte ihn in der Datei ergänzen."
    titles = (section.title for section in sections if not section.paragraphs)
    return tuple(error(place, f"Der Abschnitt „{title}“ ist noch nicht geschrieben.", remedy) for title in titles)
