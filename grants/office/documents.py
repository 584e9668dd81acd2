"""nachweis, weitergabe, verteilung, vorlage: papers of a computed year to files in the outgoing folder."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import Enum
from typing import TYPE_CHECKING, Self

from grants.office.drafts import CAUSES, Draft, WrittenFile, write_drafts
from grants.office.equal_files import file_differences
from grants.office.file_keys import file_key
from grants.office.house_layout import read_house_files
from grants.office.resources import templates
from grants.output.order import FORMATS, Order, Shop
from grants.output.press_process import PressProcess, SettingError
from grants.papers.committee import make_committee_paper
from grants.papers.disclosure import DisclosureError
from grants.papers.overview import make_overview
from grants.papers.proof import make_proof
from grants.papers.statement import make_statement
from ledger.finding import FindingsError, Place, UnreadableError, error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from grants.settle.year import YearResult
    from ledger.cost import Batch
    from ledger.finding import Finding

NOTHING_WRITTEN = "Es wurde keine Unterlage geschrieben."


class DocumentKind(Enum):
    """Unterlagenart, named as the command that makes it."""

    PROOF = "nachweis"
    ALLOCATION = "verteilen"
    PASS_THROUGH = "weitergabe"  # noqa: S105 - no password
    COMMITTEE = "vorlage"
    RULES = "regeln"
    EXPLANATION = "warum"


@dataclass(frozen=True, slots=True)
class Job:
    """Ein Dokument, das zu erstellen ist: kind, file stem, title, template, paper.

    ``part`` tells documents of one kind and year apart: the key of the carrier.
    """

    kind: DocumentKind
    stem: str
    title: str
    template: str
    make: Callable[[], object]
    part: str = ""


def proof_jobs(workspace: Workspace, result: YearResult, as_of: str) -> Iterator[Job]:
    """Yield the county's proof of use."""
    year = result.inputs.frame.year
    yield Job(
        DocumentKind.PROOF,
        f"{year.number}-verwendungsnachweis",
        f"Gesamtverwendungsnachweis {year.number}",
        "nachweise/gesamtverwendungsnachweis.html.j2",
        lambda: make_proof(result, workspace.narrative("sachbericht", year), as_of),
    )


def allocation_jobs(result: YearResult, as_of: str) -> Iterator[Job]:
    """Yield the overview of all municipalities."""
    year = result.inputs.frame.year.number
    yield Job(
        DocumentKind.ALLOCATION,
        f"{year}-verteilung",
        f"Verteilung des Planungsrahmens {year}",
        "nachweise/verteilung.html.j2",
        lambda: make_overview(result, as_of),
    )


def pass_through_jobs(result: YearResult, as_of: str) -> Iterator[Job]:
    """Yield one statement for each carrier that receives pass-through money."""
    year = result.inputs.frame.year.number
    for agreement in result.inputs.agreements:
        yield Job(
            DocumentKind.PASS_THROUGH,
            f"{year}-weitergabe-{file_key(agreement.carrier.key)}",
            f"Abrechnung {agreement.carrier.name}",
            "nachweise/weitergabe.html.j2",
            lambda agreement=agreement: make_statement(result, agreement, as_of),  # type: ignore[misc]
            part=file_key(agreement.carrier.key),
        )


def committee_jobs(workspace: Workspace, result: YearResult, as_of: str) -> Iterator[Job]:
    """Yield the committee paper."""
    year = result.inputs.frame.year
    yield Job(
        DocumentKind.COMMITTEE,
        f"{year.number}-sitzungsvorlage",
        f"Sitzungsvorlage Förderjahr {year.number}",
        "vorlagen/kenntnisnahme.html.j2",
        lambda: make_committee_paper(result, workspace.narrative("sitzungsvorlage", year), as_of),
    )


class Press:
    """Makes files of papers in a child process, which starts when it is first needed and ends with the block."""

    def __init__(self, workspace: Workspace) -> None:
        """Read the county's own layout; start nothing yet."""
        self._county = workspace.county
        files, self._findings = read_house_files(workspace.folder)
        self.has_own_layout = bool(files)
        self._process = PressProcess(Shop(templates(), files))
        self._checked = False

    def __enter__(self) -> Self:
        """Return the press itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child process."""
        self._process.close()

    def warm_up(self) -> None:
        """Let the press get ready while other things are done."""
        # Where there is no room to get ready, the first document will say so.
        with suppress(OSError):
            self._process.start()

    def check_layout(self) -> tuple[Finding, ...]:
        """Return what is wrong with the county's own layout. Raises UnreadableError when it cannot be checked."""
        try:
            return (*self._findings, *self._process.check())
        except OSError as problem:
            raise _without_temporary_files("Hausvorlage", problem) from None

    def require_sound_layout(self) -> None:
        """Raise FindingsError with everything that is wrong with the county's own layout."""
        if not self._checked and (findings := self.check_layout()):
            raise FindingsError(findings, NOTHING_WRITTEN)
        self._checked = True

    def make(self, job: Job, booked_on: date, formats: tuple[str, ...] = FORMATS) -> dict[str, bytes]:
        """Return the files of a document by suffix.

        ``booked_on``, the day of the last booking, dates the document; the clock never does. Raises UnreadableError
        when it cannot be set in full, FindingsError when something is wrong with the county's own layout.
        """
        self.require_sound_layout()
        dated = datetime.combine(booked_on, time(), UTC).replace(tzinfo=None)
        paper = job.make()
        reference = getattr(paper, "reference", "")
        order = Order(job.template, paper, self._county, job.stem, job.title, dated, reference, formats)
        try:
            return self._process.make(order)
        except OSError as problem:
            raise _without_temporary_files(job.title, problem) from None

    def make_drafts(self, job: Job, booked_on: date) -> list[Draft]:
        """Return the files of a document as drafts. Raises as ``make`` and ``require_equal`` do."""
        drafts = _drafts(job, self.make(job, booked_on))
        self.require_equal([drafts])
        return drafts

    def require_equal(self, documents: Sequence[Sequence[Draft]]) -> None:
        """Raise FindingsError where a county's own layout makes the files of a document differ.

        What the shipped layout makes is proven to be equal and not compared again for drafts.
        """
        if self.has_own_layout:
            files = [{draft.name: draft.content for draft in drafts} for drafts in documents]
            if differences := tuple(file_differences(files, own_layout=True)):
                raise FindingsError(differences, NOTHING_WRITTEN)


@dataclass(frozen=True, slots=True)
class Refused:
    """Ein Dokument, das nicht erstellt wurde, weil es Ausgaben weniger als dreier Personen zeigen würde."""

    title: str
    text: str


def make_documents(
    workspace: Workspace,
    folder: Path,
    jobs: Sequence[Job],
    batches: Sequence[Batch],
    acting: Acting,
    press: Press | None = None,
) -> tuple[tuple[WrittenFile, ...], tuple[Refused, ...]]:
    """Make all documents first, then write them, so that a document that cannot be set leaves the folder as it was.

    Raises ConflictError for a draft that somebody has changed. A paper that would disclose the pay of one or two
    persons is not made; the others are, and it is named.
    """
    booked_on = max(batch.booked_on for batch in batches)
    made: list[list[Draft]] = []
    acting.progress.stage("Unterlagen erstellen", len(jobs))
    withheld: list[Refused] = []
    findings: list[Finding] = []
    with press or Press(workspace) as open_press:
        for job in jobs:
            try:
                made.append(_drafts(job, open_press.make(job, booked_on)))
            except DisclosureError as problem:
                withheld.append(Refused(job.title, f"{problem.text} {problem.remedy}"))
            except SettingError as problem:
                findings.append(error(Place(job.title), problem.text.removeprefix(f"{job.title}: "), problem.remedy))
            acting.progress.step(job.title)
    if findings:
        raise FindingsError(tuple(findings), NOTHING_WRITTEN, unreadable=True)
    open_press.require_equal(made)
    return write_drafts(folder, [draft for drafts in made for draft in drafts]), tuple(withheld)


def _drafts(job: Job, files: Mapping[str, bytes]) -> list[Draft]:
    return [Draft(job.title, f"{job.stem}.{suffix}", content) for suffix, content in files.items()]


def _without_temporary_files(title: str, problem: OSError) -> UnreadableError:
    """Return the refusal when the libraries cannot write their temporary files."""
    cause = CAUSES.get(problem.errno or 0, "Es gibt keinen beschreibbaren Ordner dafür")
    return UnreadableError(
        f"{title}: Im Ordner für vorübergehende Dateien (TMPDIR, sonst /tmp) lässt sich nicht schreiben: {cause}.",
        "Bitte dort Platz schaffen und den Befehl wiederholen; vorhandene Unterlagen sind unverändert.",
    )


def as_of_words(batches: Sequence[Batch]) -> str:
    """Return the state of the book as papers print it: the day of the last booking, from the book."""
    from grants.output.html.renderer import date_in_words

    return f"Stand der Buchungen {date_in_words(max(batch.booked_on for batch in batches))}"
