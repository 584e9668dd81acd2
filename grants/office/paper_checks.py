"""pruefen: the arithmetic checks of papers in rechenproben/, or those that are named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.office.workspace import CHECKS, read_toml, toml_files
from grants.settle.relation_check import check_paper
from grants.settle.relation_file import read_paper_check
from grants.settle.relation_findings import findings_of
from ledger.finding import Finding, MissingError, Place, UnreadableError, error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from grants.office.workspace import Workspace
    from grants.settle.relations import Outcome, PaperCheck


@dataclass(frozen=True, slots=True)
class PaperReport:
    """What the checks of all papers gave: each paper with its outcomes, the findings, whether a file was unreadable."""

    papers: tuple[tuple[PaperCheck, tuple[Outcome, ...]], ...]
    findings: tuple[Finding, ...]
    unreadable: bool

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcomes of all papers."""
        return tuple(outcome for _, outcomes in self.papers for outcome in outcomes)


def check_papers(workspace: Workspace, named: Sequence[Path] = ()) -> PaperReport:
    """Check the named files, or all of ``rechenproben/``; a file that cannot be read is a finding beside the others.

    Raises MissingError for a named file that is not there, UnreadableError for a strange file in the folder.
    """
    files = [(path, _name(workspace, path)) for path in named] or list(toml_files(workspace.folder, CHECKS))
    return _check(workspace, files)


def _check(workspace: Workspace, files: Iterable[tuple[Path, str]]) -> PaperReport:
    papers: list[tuple[PaperCheck, tuple[Outcome, ...]]] = []
    findings: list[Finding] = []
    unreadable = False
    for path, name in files:
        try:
            _refuse_other_kinds(path, name)
            paper = read_paper_check(read_toml(path, name), name)
        except UnreadableError as problem:
            unreadable = True
            findings.append(error(Place(name), problem.text.removeprefix(f"{name}: "), problem.remedy))
            continue
        outcomes = check_paper(paper, workspace.rulebook)
        papers.append((paper, outcomes))
        findings += findings_of(paper, outcomes)
    return PaperReport(tuple(papers), tuple(findings), unreadable)


def _refuse_other_kinds(path: Path, name: str) -> None:
    """Refuse a file that was named although it is no check, as an incoming one; its first line would say nothing."""
    if path.suffix != ".toml":
        raise UnreadableError(
            f"{name}: Die Datei ist keine Rechenprobe.",
            "Rechenproben haben die Endung .toml; den Eingang prüft „foerderbuch pruefen JAHR“ ohne Dateinamen.",
        )


def _name(workspace: Workspace, path: Path) -> str:
    """Return the name of a file as the clerk knows it: relative to the workspace, else its file name."""
    if not path.is_file():
        raise MissingError(f"Die Datei {path} gibt es nicht.", "Bitte den Dateinamen prüfen.")
    try:
        return path.resolve().relative_to(workspace.folder.resolve()).as_posix()
    except ValueError:
        return path.name
