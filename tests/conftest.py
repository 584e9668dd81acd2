"""What the tests share: a workspace to change, a run of it, and the rule that a skip in CI is a failure."""

from __future__ import annotations

import os
import pickle
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grants.office.acting import Acting, Silence
from grants.office.documents import Press
from grants.office.persons import with_person
from grants.office.resources import example
from grants.office.run import YearRun, run_year
from grants.office.workspace import SETTINGS, open_workspace
from grants.output.press_process import PressProcess
from ledger.files import acting_user, digest, write_atomically
from ledger.period import FundingYear
from tests.postgres import Server, running_server

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from grants.output.order import Order

YEAR = FundingYear(2025)
SALT = b"fixed in tests"
# Whoever runs the tests may have a book of his own on a server; no test may find it.
os.environ.pop("FOERDERBUCH_DATENBANK", None)
NOW = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)
USER = "pruefung"
MAKES_EVERY_FILE, WARMS_UP = PressProcess.make, Press.warm_up


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
    """Sets no document twice: its files depend on the order and the shop alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, process: PressProcess, order: Order) -> dict[str, bytes]:
        """Return the files of an order, made now or before. Raises as the press does."""
        made = self._folder / digest(pickle.dumps((process._shop, order)))
        if not made.exists():
            write_atomically(made, pickle.dumps(MAKES_EVERY_FILE(process, order)))
        files: dict[str, bytes] = pickle.loads(made.read_bytes())  # noqa: S301 - written above
        return files


@pytest.fixture(scope="session", autouse=True)
def _documents_are_set_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all runs of this session share their documents, which take most of the time of a run."""
    shelf = OncePerSession(tmp_path_factory.mktemp("gesetzt"))

    def make(process: PressProcess, order: Order) -> dict[str, bytes]:
        return shelf.make(process, order)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PressProcess, "make", make)
        patch.setattr(Press, "warm_up", lambda _: None)
        yield


@pytest.fixture
def every_document_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the runs of a test set their documents as in earnest."""
    monkeypatch.setattr(PressProcess, "make", MAKES_EVERY_FILE)
    monkeypatch.setattr(Press, "warm_up", WARMS_UP)


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
