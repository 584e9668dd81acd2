"""What the tests share: a workspace to change, a run of it, and the rule that a skip in CI is a failure."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grants.office.acting import Acting, Silence
from grants.office.documents import Press
from grants.office.persons import with_person
from grants.office.resources import example, fonts
from grants.office.run import YearRun, run_year
from grants.office.workspace import SETTINGS, open_workspace
from ledger.files import acting_user, digest, write_atomically
from ledger.period import FundingYear
from tests.postgres import Server, running_server

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from xml.etree.ElementTree import Element

    from grants.output.pdf import PdfWriter

YEAR = FundingYear(2025)
SALT = b"fixed in tests"
# Whoever runs the tests may have a book of his own on a server; no test may find it.
os.environ.pop("FOERDERBUCH_DATENBANK", None)
NOW = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)
USER = "pruefung"
SETS_EVERY_PDF = Press.__dict__["_pdf"]


def copy_example(folder: Path) -> Path:
    """Copy the example county; the user of the tests and whoever runs them may book in it."""
    shutil.copytree(example(), folder)
    settings = folder / SETTINGS
    for user in (USER, acting_user()):
        settings.write_text(with_person(settings.read_text("utf-8"), user, "Prüfung des Verfahrens"), "utf-8")
    return folder


@pytest.fixture
def acting() -> Acting:
    """Return somebody who acts on 16 February 2026."""
    return Acting(NOW, USER, Silence(), SALT)


@pytest.fixture
def workspace_folder(tmp_path: Path) -> Path:
    """Return a fresh copy of the example county that the test may change."""
    return copy_example(tmp_path / "Landkreis mit Umlaut ä")


class OncePerSession:
    """Sets no document twice: a PDF depends on what the writer is given and on nothing else, as tests/output/test_pdf.py shows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _writer(self) -> PdfWriter:
        from grants.output.pdf import PdfWriter

        return PdfWriter(fonts())

    def write(self, html: str, root: Element, stem: str, dated: datetime, reference: str = "") -> bytes:
        """Return the PDF of a document, set now or before. Raises PdfError as the writer does."""
        made = self._folder / digest(f"{stem}\n{dated}\n{reference}\n{html}".encode())
        if not made.exists():
            write_atomically(made, self._writer.write(html, root, stem, dated, reference))
        return made.read_bytes()


@pytest.fixture(scope="session", autouse=True)
def _pdfs_are_set_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all runs of this session share their PDFs, which take most of the time of a run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Press, "_pdf", OncePerSession(tmp_path_factory.mktemp("gesetzt")))
        yield


@pytest.fixture
def every_pdf_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the runs of a test set their PDFs as in earnest."""
    monkeypatch.setattr(Press, "_pdf", SETS_EVERY_PDF)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example county after one whole run; tests only look at it."""
    folder = copy_example(tmp_path_factory.mktemp("fertig") / "landkreis")
    run_example(folder)
    return folder


@pytest.fixture
def finished_copy(finished: Path, tmp_path: Path) -> Path:
    """Return the example county after one whole run, which the test may change."""
    return shutil.copytree(finished, tmp_path / "Landkreis nach dem Lauf")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Return the PostgreSQL server of this session, started when the first test asks for it."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgres_address(postgres_server: Server) -> Iterator[str]:
    """Return the URL of a fresh empty database on the server."""
    name = postgres_server.create_database()
    yield postgres_server.address(name)
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def book_address(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Return where a book that does not exist yet would lie, for each of the two databases."""
    if request.param == "sqlite":
        return tmp_path / "Förderbuch ä.db"
    address: str = request.getfixturevalue("postgres_address")
    return address


def run_example(folder: Path) -> YearRun:
    """Run the year 2025 in a workspace as the command does, at a fixed moment."""
    return run_year(open_workspace(folder), YEAR, Acting(NOW, USER, Silence(), SALT))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Let a process that has nothing left to do take tests from the other one: some take a hundred times the time."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what starts other programs: at the end nothing else would be left to do meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where every tool must be there (CI)."""
    report = yield
    if report.skipped and os.environ.get("FOERDERBUCH_SKIPS_FAIL") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as a failure here: {report.longrepr}"
    return report
